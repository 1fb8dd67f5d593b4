"""YAML that another program fills in (Helm, Jinja, ERB): its documents without the signs of the templates.

Source: Go's text/template, Jinja's template designer documentation.
"""

from __future__ import annotations

import re

from backend_standards.readers.marked import Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.readers.marked import Node

_LINE = re.compile(r"^[ \t]*(?:\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|<%[^<>\n]*%>)[ \t]*$", re.MULTILINE)
_PART = re.compile(r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|<%[^<>\n]*%>|%{1,2}[A-Z][A-Z0-9_]*%{1,2}")
"""A part of a line that a program or script puts a text in place of; ``%NAME%`` is that of AWS's own solutions."""
_PLACEHOLDER = re.compile(
    r"^[ \t]*(?:[A-Z][A-Z0-9_-]{3,}(?:\|-[^\n]*-\|)?|@\w+@|__\w+__|%%\w+%%|\$\w+|\$\{\w+\})[ \t]*(?:\#[^\n]*)?$",
    re.MULTILINE | re.ASCII,
)
"""A line that a script puts whole blocks in place of."""
_WORD = re.compile(r"(?:\{\{|\{%|<%)[-~]?[ \t]*(\w+)")
_OPENING = frozenset("if range with for define block filter macro raw call unless".split())
_CLOSING = ("end", "endif", "endfor", "endmacro", "endblock", "endraw", "endfilter", "endcall")
_CONDITIONS = ("if", "unless")


def documents(text: str) -> list[Node]:
    """Return the documents of a YAML text; of a template of another program, what is left without its signs.

    JSON with tabs or comments is no YAML. A template of which no YAML is left has no documents: only its result is.

    Raises:
        Unreadable: it is neither YAML nor such a template.
    """
    from backend_standards.readers import json_marks, yaml_marks

    try:
        return yaml_marks.documents(text)
    except Unreadable:
        if text.lstrip().startswith("{") and not text.lstrip().startswith(("{{", "{%")):
            root = json_marks.value(text)
            return [root] if root else []
        bare = _PLACEHOLDER.sub(_blank, text)
        if not _PART.search(text):
            if bare == text:
                raise
            return yaml_marks.documents(bare)
    bare = _PART.sub(lambda match: "_" * len(match[0]), _LINE.sub(_blank, bare))
    try:
        return yaml_marks.documents(bare)
    except Unreadable:
        return []


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def conditional_lines(text: str) -> set[int]:
    """Return the numbers of the lines that a condition of a template decides about, from 1."""
    found: set[int] = set()
    if not _PART.search(text):
        return found
    open_blocks: list[bool] = []
    conditions = 0
    for number, line in enumerate(text.split("\n"), 1):
        if conditions:
            found.add(number)
        for match in _WORD.finditer(line):
            word = match[1]
            if word in _OPENING:
                open_blocks.append(word in _CONDITIONS)
                conditions += open_blocks[-1]
            elif word in _CLOSING and open_blocks:
                conditions -= open_blocks.pop()
    return found

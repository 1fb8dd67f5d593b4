"""JSON as data with marks. It reads what is there: a text with templates, comments or faults still has its values.

A policy stands in heredocs, in templates of other programs and in files with comments. So ``${…}`` without quotes is an
expression, and a sign that fits nowhere is passed over. A text of JSON gives what ``json`` gives (the tests compare).

Source: RFC 8259; comments as in JSONC.
"""

from __future__ import annotations

import re

from backend_standards.readers.marked import Expression, Items, Node, Pairs, Places, Text, Unreadable

DEEPEST = 200
_TOKEN = re.compile(
    r"""
    [\s,]+ | //[^\n]* | \#[^\n]* | /\*(?s:.*?)(?:\*/|\Z) | "(?:[^"\\\n]|\\.)*"? | [{}\[\]:] | [$%]\{
    | (?:(?![$%]\{)[^\s",:{}\[\]])+
    """,
    re.VERBOSE,
)
_BRACE = re.compile(r'[{}]|"(?:[^"\\\n]|\\.)*"?')


def value(text: str, line: int = 1) -> Node | None:
    """Return the first list or mapping of a text, None if it has none; ``line`` is the number of the text's first line.

    Raises:
        Unreadable: it is nested too deeply.
    """
    reader = _Reader(text, line)
    reader.read()
    return reader.root


def inside(node: Text) -> Node | None:
    """Return the list or mapping that a text of YAML or HCL holds, such as a heredoc; None for any other text.

    Its lines are those of the file for a text of several lines. In a quoted text they are all that of the text itself.

    Raises:
        Unreadable: it is nested too deeply.
    """
    start = node.text.lstrip()[:1]
    return value(node.text, node.line + (node.style in ("|", ">"))) if start and start in "{[" else None


class _Reader:
    """Reads one text once, with a stack of what is open."""

    def __init__(self, text: str, line: int) -> None:
        self.text = text
        self.line = line - 1
        self.places = Places(text)
        self.open: list[Items | Pairs] = []
        self.keys: list[Node | None] = []
        """The key that waits for its value, of each that is open."""
        self.colon = False
        self.root: Node | None = None

    def read(self) -> None:
        """Read until the first value is closed."""
        at = 0
        while match := _TOKEN.match(self.text, at):
            sign, at = match[0], match.end()
            line, column = self.places.of(match.start())
            line += self.line
            if sign in "{[":
                self._open(Pairs(line, column) if sign == "{" else Items(line, column))
            elif sign in "}]":
                if self.open and isinstance(self.open[-1], Pairs) == (sign == "}"):
                    self.open.pop()
                    self.keys.pop()
                    if not self.open:
                        return
            elif sign == ":":
                self.colon = True
            elif sign in ("${", "%{"):
                at = self._closing(at)
                self._put(Expression(line, column))
            elif sign[0] == '"':
                self._put(Text(_unquoted(sign), line, column, '"'))
            elif not sign[0].isspace() and sign[0] not in ",#" and not sign.startswith(("//", "/*")):
                self._put(Text(sign, line, column))

    def _closing(self, at: int) -> int:
        """Return the offset after the brace that closes one; the end of the text if none does."""
        depth = 1
        for match in _BRACE.finditer(self.text, at):
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if not depth:
                return match.end()
        return len(self.text)

    def _open(self, node: Items | Pairs) -> None:
        self._put(node)
        if len(self.open) == DEEPEST:
            raise Unreadable(f"values are nested more than {DEEPEST} deep", node.line)
        self.open.append(node)
        self.keys.append(None)

    def _put(self, node: Node) -> None:
        colon, self.colon = self.colon, False
        if not self.open:
            if isinstance(node, Items | Pairs) and self.root is None:
                self.root = node
            return
        outer = self.open[-1]
        if isinstance(outer, Items):
            outer.items.append(node)
        elif self.keys[-1] is not None and colon:
            outer.pairs.append((self.keys[-1], node))
            self.keys[-1] = None
        else:
            self.keys[-1] = node


def _unquoted(sign: str) -> str:
    """Return what a quoted text stands for; of one that breaks the rules of JSON, what is written."""
    inner = sign[1:-1] if len(sign) > 1 and sign[-1] == '"' else sign[1:]
    if "\\" not in inner:
        return inner
    import json

    try:
        return str(json.loads(f'"{inner}"', strict=False))
    except ValueError:
        return inner

"""One file of infrastructure as code: its format, what it grants, its exceptions. Imported only for one with a clue."""

from __future__ import annotations

import re

from backend_standards.core.text import GIT_CRYPT, decode, with_newlines
from backend_standards.infrastructure import clues, documents
from backend_standards.readers.marked import Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.core import Finding
    from backend_standards.infrastructure.hits import Hit, Wanted
    from backend_standards.readers.marked import Node

LARGEST = 3_000_000
"""Bytes of a file that is read, as of Python. The largest file of infrastructure in ten repositories has 0.5 MB."""


def judge(path: str, data: bytes, kind: str, wanted: Wanted, hook: str) -> Iterator[Finding]:
    """Yield what a file breaks, without what its comments except."""
    if data.startswith(GIT_CRYPT):
        return
    if len(data) > LARGEST:
        yield _unreadable(path, f"the file has more than {LARGEST // 1_000_000} MB, which is too much to read")
        return
    text = with_newlines(decode(data))
    try:
        hits = _hits(path, text, kind, wanted)
    except Unreadable as fault:
        yield _unreadable(path, fault.message, fault.line)
        return
    if hits or "standards:" in text:
        from backend_standards.core.ignores import apply_ignores
        from backend_standards.infrastructure import findings

        hits.sort(key=lambda hit: (hit.line, hit.column))
        yield from apply_ignores(path, text, [findings.of(path, hit) for hit in hits], hook)


def _unreadable(path: str, problem: str, line: int = 0) -> Finding:
    from backend_standards.infrastructure import findings

    return findings.unreadable(path, problem, line)


def _hits(path: str, text: str, kind: str, wanted: Wanted) -> list[Hit]:
    """Return what a file grants.

    Raises:
        Unreadable: the file cannot be read.
    """
    if kind == clues.TERRAFORM:
        from backend_standards.infrastructure import terraform
        from backend_standards.readers import hcl

        return list(terraform.judge(hcl.body(text), wanted))
    if kind == clues.JSON:
        from backend_standards.readers import json_marks

        root = json_marks.value(text)
        place = documents.Place(has_comments=False, terraform=path.endswith(".tf.json"))
        return list(_of_document(root, wanted, place)) if root else []
    if kind == clues.YAML:
        return _of_yaml(path, text, wanted)
    from backend_standards.infrastructure import commands

    is_make = path.lower().endswith((".mk", "makefile"))
    script = _make(text) if is_make else text
    return list(commands.judge(script, wanted, original=text))


def _of_document(root: Node, wanted: Wanted, place: documents.Place) -> Iterator[Hit]:
    from backend_standards.infrastructure.references import References

    return documents.judge([root], wanted, place, References(root).texts)


def _make(text: str) -> str:
    """Return the shell text of a makefile, with its variables as assignments at the beginning of their lines."""
    from backend_standards.readers import scripts

    script = scripts.of_makefile(text.replace("\0", ""))
    assigned = re.compile(r"[ \t]*(?:export[ \t]+)?[A-Za-z_][\w-]*[ \t]*[:?]{0,2}=")
    lines = [
        re.sub(r"[ \t]*[:?]{0,2}=[ \t]*", "=", line.strip(), count=1) if assigned.match(line) else shell
        for line, shell in zip(text.replace("\0", "").split("\n"), script.text.split("\n"), strict=False)
    ]
    return "\n".join(lines)


def _of_yaml(path: str, text: str, wanted: Wanted) -> list[Hit]:
    if path.lower().endswith(".template") and "Resources" not in text:
        return []  # a template of something else than CloudFormation
    from backend_standards.readers import yaml_templates

    hits = [hit for root in yaml_templates.documents(text) for hit in _of_document(root, wanted, documents.Place())]
    from backend_standards.dependencies import install_names

    if install_names.kind(path) == install_names.YAML:
        from backend_standards.infrastructure import commands
        from backend_standards.readers import scripts

        hits += commands.judge(scripts.of_yaml(text.replace("\0", "")).text, wanted)
    return hits

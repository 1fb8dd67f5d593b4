"""One deployment file: its format, what it switches on, its exceptions. Imported only for one with a clue."""

from __future__ import annotations

from backend_standards.core.text import GIT_CRYPT, decode, with_newlines
from backend_standards.infrastructure import debug_clues, debug_places
from backend_standards.infrastructure.debug_hits import INLINE, NOWHERE
from backend_standards.infrastructure.judging import LARGEST
from backend_standards.readers.marked import Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.core import Finding
    from backend_standards.infrastructure.debug_hits import Hit
    from backend_standards.readers.marked import Node


def judge(path: str, data: bytes, hook: str, allow: Sequence[str] = ()) -> Iterator[Finding]:
    """Yield what a file switches on, without what its comments and the option ``allow`` except."""
    if debug_places.is_left_out(path) or data.startswith(GIT_CRYPT):
        return
    if allow:
        from backend_standards.core.patterns import Patterns

        if Patterns(allow).cover(path):
            return
    kind = debug_clues.kind(path)
    text = with_newlines(decode(data[: LARGEST + 1])).replace("\0", "")
    if kind in (debug_clues.YAML, debug_clues.JSON) and not debug_clues.deploys(path, text.encode()):
        return
    if len(data) > LARGEST:
        yield _unreadable(path, f"the file has more than {LARGEST // 1_000_000} MB, which is too much to read")
        return
    try:
        hits = _hits(path, text, kind)
    except Unreadable as fault:
        yield _unreadable(path, fault.message, fault.line)
        return
    if hits or "standards:" in text:
        from backend_standards.core.ignores import apply_ignores
        from backend_standards.infrastructure import debug_findings

        hits.sort(key=lambda hit: (hit.line, hit.column))
        yield from apply_ignores(path, text, [debug_findings.of(path, hit) for hit in hits], hook)


def _unreadable(path: str, problem: str, line: int = 0) -> Finding:
    from backend_standards.infrastructure import findings

    return findings.unreadable(path, problem, line)


def _hits(path: str, text: str, kind: str) -> list[Hit]:
    """Return what a file switches on.

    Raises:
        Unreadable: the file cannot be read.
    """
    if kind == debug_clues.DOCKERFILE:
        from backend_standards.infrastructure import debug_dockerfiles

        return list(debug_dockerfiles.judge(text))
    if kind == debug_clues.LINES:
        from backend_standards.infrastructure import debug_lines

        return list(debug_lines.judge(path, text))
    if kind == debug_clues.TERRAFORM:
        from backend_standards.infrastructure import debug_documents
        from backend_standards.readers import hcl

        return list(_of_document(debug_documents.of_terraform(hcl.body(text)), INLINE))
    if kind == debug_clues.JSON:
        from backend_standards.readers import json_marks

        root = json_marks.value(text)
        return list(_of_document(root, NOWHERE)) if root else []
    if kind == debug_clues.TOML:
        from backend_standards.infrastructure import debug_toml

        return list(_of_document(debug_toml.document(text), INLINE))
    from backend_standards.readers import yaml_templates

    of_chart = debug_clues.is_of_chart(path)
    found = [hit for root in yaml_templates.documents(text) for hit in _of_document(root, INLINE, of_chart=of_chart)]
    conditional = yaml_templates.conditional_lines(text) if found else set()
    return [hit for hit in found if hit.line not in conditional]


def _of_document(root: Node, comment: str, *, of_chart: bool = False) -> Iterator[Hit]:
    from backend_standards.infrastructure import debug_documents, debug_logging

    logging = debug_logging.configuration(root)
    if logging:
        yield from debug_logging.judge(logging, comment)
    else:
        yield from debug_documents.judge(root, debug_documents.Place(comment=comment, of_chart=of_chart))

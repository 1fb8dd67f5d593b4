"""Exceptions in the comments of a Python file: a string with the words of an ignore is not one."""

from __future__ import annotations

from backend_standards.core.ignores import apply_ignores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backend_standards.code.source import Source
    from backend_standards.core import Finding

_MARK = "standards:"


def apply(source: Source, findings: Iterable[Finding], hook: str) -> Iterator[Finding]:
    """Yield the findings that no comment excepts, and the ignores that are wrong."""
    text = source.text if _MARK in source.text else ""
    yield from apply_ignores(source.path, alone(text) if text else "", findings, hook)


def alone(text: str) -> str:
    """Return the comments of a Python text, each at its own line and column, and blanks in place of all else."""
    import io
    import tokenize

    lines: dict[int, str] = {}
    last = 0
    try:
        for kind, word, (line, column), _, _ in tokenize.generate_tokens(io.StringIO(text, newline=None).readline):
            if kind == tokenize.COMMENT:
                lines[line] = " " * column + word
                last = line
    except (tokenize.TokenError, SyntaxError, RecursionError):
        return text  # which the parser reads and the tokens of its own language do not: the ignores' own look decides
    return "\n".join([lines.get(number, "") for number in range(1, last + 1)])

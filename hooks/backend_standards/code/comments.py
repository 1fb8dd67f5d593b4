"""Exceptions in the comments of a Python file: a string with the words of an ignore is not one."""

from __future__ import annotations

from backend_standards.core import IGNORE, Exempt
from backend_standards.core.ignores import apply_ignores
from backend_standards.core.text import lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.code.source import Source
    from backend_standards.core import Finding

_MARK = "standards:"


def apply(source: Source, findings: Iterable[Finding], hook: str) -> Iterator[Finding]:
    """Yield the findings that no comment excepts, and the ignores that are wrong."""
    text = source.text if _MARK in source.text else ""
    found = list(findings)
    joined = _moved(source, found)
    yield from apply_ignores(source.path, alone(text) if text else "", found, hook, joined)


def _moved(source: Source, findings: Sequence[Finding]) -> dict[int, int]:
    """Move the exceptions of the lines that cannot end in a comment; return the line of each by where its comment goes.

    Such a line ends in a backslash or inside a string: a comment there breaks the file, or becomes a part of the text.
    """
    moved: dict[int, int] = {}
    own = {finding.line for finding in findings}
    closed: set[int] | None = None
    for finding in findings:
        line = source.line(finding.line)
        if finding.exempt != IGNORE or not (line.endswith("\\") or '"""' in line or "'''" in line):
            continue
        if closed is None:
            closed = _closed(source.text)
        if finding.line not in closed:
            continue
        last = finding.line + 1
        while last in closed and last not in own:  # so that each line is passed once
            last += 1
        if last in own or moved.setdefault(last, finding.line) != finding.line:
            from backend_standards.core.patterns import literal

            finding.exempt = (Exempt("allow", literal(source.path)),)  # a comment there is about another line
        else:
            finding.exempt = (Exempt(place=f"at the end of line {last}"),)
    return moved


def _closed(text: str) -> set[int]:
    """Return the lines of a Python text that cannot end in a comment."""
    import io
    import tokenize

    found: set[int] = set()
    commented: set[int] = set()
    try:
        for kind, _, (first, _), (last, _), _ in tokenize.generate_tokens(io.StringIO(text, newline=None).readline):
            found.update(range(first, last))
            if kind == tokenize.COMMENT:
                commented.add(first)
    except (tokenize.TokenError, SyntaxError, RecursionError):
        return set()  # as in alone()
    continued = {number for number, line in enumerate(lines(text), 1) if line.endswith("\\")}
    return found | continued - commented


def alone(text: str) -> str:
    """Return the comments of a Python text, each at its own line and column, and blanks in place of all else."""
    import io
    import tokenize

    found: dict[int, str] = {}
    last = 0
    try:
        for kind, word, (line, column), _, _ in tokenize.generate_tokens(io.StringIO(text, newline=None).readline):
            if kind == tokenize.COMMENT:
                found[line] = " " * column + word
                last = line
    except (tokenize.TokenError, SyntaxError, RecursionError):
        return text  # which the parser reads and the tokens of its own language do not: the ignores' own look decides
    return "\n".join([found.get(number, "") for number in range(1, last + 1)])

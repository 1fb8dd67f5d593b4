"""The lines of a TOML file at which its keys are, which ``tomllib`` does not tell.

Source: TOML 1.0. Only where a key is said is looked for here, its value is tomllib's.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PART = re.compile(r"""[ \t]*(?:([A-Za-z0-9_-]+)|"([^"\n]*)"|'([^'\n]*)')[ \t]*""")
_QUOTES = ('"""', "'''")


def lines(text: str) -> Mapping[tuple[str, ...], int]:
    """Return the number of the line at which each table and key begins, by its path; the first of several."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    quote = ""
    for number, line in enumerate(text.split("\n"), 1):
        if quote:
            quote = "" if quote in line else quote
            continue
        stripped = line.strip()
        if stripped.startswith("["):
            path = _path(stripped.lstrip("["))
            if path:
                table = path
                found.setdefault(table, number)
            continue
        path = _path(stripped, "=")
        if path:
            found.setdefault((*table, *path), number)
        quote = next((each for each in _QUOTES if line.count(each) == 1), "")
    return found


def line(text: str, path: Sequence[str]) -> int:
    """Return the line of a key, or of the nearest table above it; 1 if none is found."""
    known = lines(text)
    return next((known[tuple(path[:end])] for end in range(len(path), 0, -1) if tuple(path[:end]) in known), 1)


def _path(text: str, end: str = "]") -> tuple[str, ...]:
    """Return the parts of a dotted key that ends at a sign, () if there is none."""
    parts: list[str] = []
    at = 0
    while match := _PART.match(text, at):
        parts.append(match[1] or match[2] or match[3] or "")
        at = match.end()
        if text[at : at + 1] != ".":
            return tuple(parts) if text[at : at + 1] == end else ()
        at += 1
    return ()

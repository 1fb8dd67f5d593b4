"""Markers and versions as far as they can be read without ``packaging``, which takes long to import."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
"""The characters of a name."""
PYTHON = ("python_version", "python_full_version")
"""The variables of markers whose values are versions of Python."""
_DIGITS = 10
"""Digits of a number of a version, fewer than these: no release has more, and Python reads no huge ones."""


def words(marker: str) -> Iterator[str]:
    """Yield the words of a marker; a quoted word comes in single quotes."""
    at = 0
    while at < len(marker):
        char = marker[at]
        end = at + 1
        if char in "\"'":
            close = marker.find(char, end)
            close = len(marker) if close < 0 else close
            yield f"'{marker[end:close]}'"
            end = close + 1
        elif char in "<>=!~":
            while end < len(marker) and marker[end] in "<>=!~":
                end += 1
            yield marker[at:end]
        elif char in NAME:
            while end < len(marker) and marker[end] in NAME:
                end += 1
            yield marker[at:end]
        elif not char.isspace():
            yield char
        at = end


def satisfies_plainly(version: str, specifier: str) -> bool | None:
    """Return whether a version fulfils a specifier, if both have only plain numbers; None otherwise."""
    number = _numbers(version)
    if number is None:
        return None
    held = True
    for clause in specifier.split(","):
        operator = clause[: len(clause) - len(clause.lstrip("<>=!~"))]
        text = clause[len(operator) :]
        limit = _numbers(text.removesuffix(".*"))
        if limit is None or operator not in ("==", "!=", ">=", "<=", "<", ">", "~="):
            return None
        if text.endswith(".*") and operator not in ("==", "!="):
            return None
        width = max(len(number), len(limit))
        has, bound = ([*each, *[0] * (width - len(each))] for each in (number, limit))
        if text.endswith(".*"):
            held &= (has[: len(limit)] == limit) == (operator == "==")
        elif operator == "~=":
            if len(limit) < 2:
                return None
            held &= has >= bound and has[: len(limit) - 1] == limit[:-1]
        else:
            held &= {
                "==": has == bound,
                "!=": has != bound,
                ">=": has >= bound,
                "<=": has <= bound,
                "<": has < bound,
                ">": has > bound,
            }[operator]
    return held


def _numbers(text: str) -> list[int] | None:
    parts = text.split(".")
    is_plain = all(part.isascii() and part.isdecimal() and len(part) < _DIGITS for part in parts)
    return [int(part) for part in parts] if is_plain else None

"""Path patterns as ``.gitignore`` writes them, for options such as ``--allow``.

Source: gitignore(5), "PATTERN FORMAT".
"""

from __future__ import annotations

import re

from backend_standards.core import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WILDCARDS = re.compile(r"(?<!\\)[*\[]")
_ANY = "[^/]"
_UNWRITABLE = r"[\n\r\udc80-\udcff]"
"""What neither a line of an ignore file nor a TOML text can hold: line breaks, and bytes that are not UTF-8."""
_POSIX_CLASS = re.compile(r"\[:[a-z]+:\]")
_CLASS = re.compile(r"\[:([a-z]+):\]")
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": " \t",
    "cntrl": "\0-\x1f\x7f",
    "digit": "0-9",
    "graph": "\\!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "\\!-/:-@\\[-`{-~",
    "space": " \t-\r",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
"""The POSIX classes of git's wildmatch.c, as ranges of ASCII."""
_BELOW = "(?:/.*)?"
_SPECIAL = re.compile(r"([\\*?\[\]])")


class Patterns:
    """A list of patterns. As in a ``.gitignore``, the last pattern that matches decides, and ``!`` negates one."""

    __slots__ = ("_rules",)

    def __init__(self, patterns: Sequence[str]) -> None:
        rules = []
        for pattern in patterns:
            negated = pattern.startswith("!")
            body = pattern[1:] if negated else pattern
            if _has_posix_class(body):
                raise Stopped(f"pattern {pattern!r}: character classes such as [:alpha:] are not supported")
            expression = translate(body)
            if expression:
                by_name = None
                if not (_WILDCARDS.search(body) or body.endswith("/")):
                    by_name = re.compile(translate(body, one=_UNWRITABLE).removesuffix(_BELOW), re.DOTALL)
                rules.append((re.compile(expression, re.DOTALL), negated, by_name))
        self._rules = rules[::-1]

    def cover(self, path: str) -> bool:
        """Return whether the patterns match a path (from the root, with slashes) or a folder above it."""
        return _decide(path, [(expression, negated) for expression, negated, _ in self._rules])

    def name_exactly(self, path: str) -> bool:
        """Return whether the patterns name this file itself: as ``cover``, but without wildcards and folders.

        As ``literal`` writes it, ``?`` stands for a character that no pattern can hold.
        """
        rules = [(whole if negated else by_name, negated) for whole, negated, by_name in self._rules]
        return _decide(path, [(expression, negated) for expression, negated in rules if expression])


def translate(pattern: str, *, one: str = _ANY) -> str:
    """Return the regular expression for one pattern (without ``!``); empty for a blank one. ``?`` matches ``one``."""
    pattern = without_trailing_spaces(pattern)
    folder_only = pattern.endswith("/")
    pattern = pattern.rstrip("/") if folder_only else pattern
    if not pattern:
        return ""
    anchored = "/" in pattern
    pattern = pattern.lstrip("/") if pattern.startswith("/") else pattern
    head = "" if anchored else "(?:.*/)?"
    tail = "/.*" if folder_only else _BELOW
    return head + glob(pattern, one=one) + tail


def glob(pattern: str, *, negations: str = "!^", one: str = _ANY) -> str:
    """Return the regular expression of a shell glob in which ``*`` stops at a slash and ``**/`` does not.

    ``negations`` are the characters that negate a bracket; Docker's patterns know only ``^``. The text between two
    wildcards is matched at its first place and never again: backtracking would take exponential time.
    """
    out: list[str] = []
    star = folders = -1  # the index in `out` of the last "*" of this folder's name, and of the last "**/"
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if pattern.startswith("**/", at) and (at == 0 or pattern[at - 1] == "/"):
            if folders >= 0:
                out[folders] = "(?>(?:.*?/)??"
                out.append(")")
            star, folders = -1, len(out)
            out.append("(?:.*/)?")
            while pattern.startswith("**/", at):  # several mean the same as one
                at += 3
        elif pattern[at:] == "**" and (at == 0 or pattern[at - 1] == "/"):
            out.append(".+")
            at += 2
        elif char == "*":
            while pattern.startswith("*", at + 1):
                at += 1
            if star >= 0:
                out[star] = "(?>[^/]*?"
                out.append(")")
            star = len(out)
            out.append("[^/]*")
            at += 1
        elif char == "?":
            out.append(one)
            at += 1
        elif char == "[":
            length, expression = _bracket(pattern, at, negations)
            out.append(expression)
            at += length
        else:
            if char == "\\" and at + 1 < len(pattern):
                at += 1
                char = pattern[at]
            star = -1 if char == "/" else star
            out.append(re.escape(char))
            at += 1
    return "".join(out)


def literal(path: str) -> str:
    """Return the pattern that matches only this path, from the root; ``?`` replaces what no pattern can hold."""
    escaped = re.sub(_UNWRITABLE, "?", _SPECIAL.sub(r"\\\1", path))
    stem = escaped.rstrip(" ")
    return "/" + stem + "\\ " * (len(escaped) - len(stem))


def _has_posix_class(pattern: str) -> bool:
    """Return whether a bracket of a pattern has a class such as ``[:alpha:]`` in it."""
    last = 0
    for match in _POSIX_CLASS.finditer(pattern):
        escape = pattern.rfind("\\", last, match.start())
        opened = max(pattern.rfind("]", last, match.start()) + 1, escape + 2 if escape >= 0 else last)
        if "[" in pattern[opened : match.start()]:
            return True
        last = match.end() - 1
    return False


def with_classes(pattern: str) -> str:
    """Return a pattern with the ranges of its POSIX classes, such as ``[:alpha:]``, in their place."""
    return _CLASS.sub(lambda match: _CLASSES.get(match[1], match[0]), pattern) if "[:" in pattern else pattern


def _decide(path: str, rules: Sequence[tuple[re.Pattern[str], bool]]) -> bool:
    for expression, negated in rules:
        if expression.fullmatch(path):
            return not negated
    return False


def _bracket(pattern: str, start: int, negations: str) -> tuple[int, str]:
    """Return the length and the expression of the bracket at ``start``; an unclosed bracket matches nothing."""
    at = start + 1
    negated = at < len(pattern) and pattern[at] in negations
    at += negated
    members, first = "", at
    while at < len(pattern) and (pattern[at] != "]" or at == first):
        at += pattern[at] == "\\"
        low = high = pattern[at : at + 1]
        at += 1
        if pattern[at : at + 1] == "-" and pattern[at + 1 : at + 2] not in ("]", ""):
            at += 1
            at += pattern[at] == "\\"
            high = pattern[at : at + 1]
            at += 1
        if low <= high:  # a reversed range is empty
            members += f"{re.escape(low)}-{re.escape(high)}"
    if at >= len(pattern):
        return len(pattern) - start, "(?!)"
    if not members:
        return at - start + 1, "[^/]" if negated else "(?!)"
    return at - start + 1, f"(?!/)[{'^' if negated else ''}{members}]"


def without_trailing_spaces(pattern: str) -> str:
    """Return a pattern without the spaces at its end; a backslash keeps one."""
    stem = pattern.rstrip(" ")
    if stem.endswith("\\") and stem != pattern:
        return stem + " "
    return stem


def folders(pattern: str, paths: Iterable[str]) -> list[str]:
    """Return the folders above tracked paths that a glob matches, sorted, each with a final slash.

    A submodule, whose path ends with a slash, is not a folder here.
    """
    matches = re.compile(glob(pattern), re.DOTALL).fullmatch
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found and not path.endswith("/"):
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(f"{folder}/" for folder in found if matches(folder))

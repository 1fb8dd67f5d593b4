"""How a credential may be written in a file: in parts, with escapes, in base64.

Parts of a file are decoded as Latin-1: one character a byte.
"""

from __future__ import annotations

import re
from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    Span: TypeAlias = "tuple[int, int]"

BASE64 = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
# An escape of a string, a URL or a terminal ends in a letter or a digit, and a value may follow directly.
_ESCAPE_BEFORE = (
    rb"(?:\\(?:[abefnrtv0]|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})|%(?:25)*[0-9a-fA-F]{2}|=3D"
    rb"|(?:\x1b|\\u001[bB]|\\x1[bB]|\\033|\\e)\[[0-9;]{0,12}m)\Z"
)
_LONGEST_ESCAPE = 24  # bytes; a terminal's colour written as \u001b[...m has at most 20
# A run of backslashes is read from its beginning and as a whole: from each of them on, it would take quadratic time.
_RUN = r"(?<!\\)\\++"
CHAR = rf"(?:[A-Za-z0-9/+]|%(?:25)*2[FfBb]|{_RUN}(?:/|u002[FfBb])|&\#(?:x2[FfBb]|4[37]);)"
"""One character of a key; "/" and "+" may be written as escapes."""
_SLASHES = rf"%(?:25)*2[Ff]|{_RUN}(?:/|u002[Ff])|&\#(?:x2[Ff]|47);"
_PLUSES = rf"%(?:25)*2[Bb]|{_RUN}u002[Bb]|&\#(?:x2[Bb]|43);"
_EQUALS = rf"%(?:25)*3[Dd]|{_RUN}u003[Dd]"
EDGE = "A-Za-z0-9/+_~%"
"""The characters that continue a value, for a class of a regular expression."""
# Escapes and entities of characters that no key has.
_ESCAPES = (
    rf"(?:\x1b|{_RUN}(?:u001[bB]|x1[bB]|033|e))\[[0-9;]{{0,12}}m"
    rf"|{_RUN}(?:[abefnrtv\"'0`]|u00(?!2[FfBb])[0-9a-fA-F]{{2}}|x[0-9a-fA-F]{{2}})"
    r"|%(?!(?:25)*2[FfBb])(?:25)*(?:2[0-9ACDEac-e]|3[A-Fa-f]|0[ADad]|5[BDbd]|7[BDbd])"
    r"|&(?:quot|apos|lt|gt|amp|nbsp|\#(?!(?:x2[FfBb]|4[37]);)x?[0-9a-fA-F]{1,4});"
)
_TO_NEXT_PART = (
    r"[ \t]{0,40}(?:(?:\+|\\|\.\.?|&|~|<>)[ \t]{0,40})?"
    r"(?:\\+n[\"'],[ \t]{0,8}(?:\r?\n[ \t]{0,80})?[\"'][ \t]{0,80}|\\?\r?\n[ \t]{0,80})?"
    r"(?:[+.&][ \t]{0,40})?[rbfu]{0,2}\\*[\"'`](?=[A-Za-z0-9/+])"
)
CONCATENATION = rf"(?<!\\)\\*+[\"'`]{_TO_NEXT_PART}"
"""What is between the parts of a string: "AKIA" + "...", "AKIA" "...", over lines and in a notebook's source too."""
CONTINUATIONS = ("\\\n", "=\n", "\\\r\n", "=\r\n")
"""The end of a line that continues on the next one: in a shell and in .properties, and in quoted-printable text."""
_TO_NEXT_LINE = r"\r?\n[ \t]{0,80}(?=[A-Za-z0-9/+])"
SEAMS = rf"{CONCATENATION}|[=\\]{_TO_NEXT_LINE}"
"""Both."""
SEAM_AFTER_LETTER = rf"[\"'`](?<=[A-Za-z0-9/+\\].){_TO_NEXT_PART}|[=\\](?<=[A-Za-z0-9/+].){_TO_NEXT_LINE}"
"""Both, after a letter of a value, but without the backslashes before the first quote: it is searched for faster."""


def continues_before(data: bytes, start: int) -> bool:
    """Return whether a letter or digit is right before an offset, and is not the end of an escape."""
    if not start or not data[start - 1 : start].isalnum():
        return False
    return re.search(_ESCAPE_BEFORE, data[max(start - _LONGEST_ESCAPE, 0) : start]) is None


def merged(spans: Iterable[Span], size: int) -> list[Span]:
    """Return the spans within a content of this size, in order; those that touch become one."""
    result: list[Span] = []
    for first, last in sorted(spans):
        start, end = max(first, 0), min(last, size)
        if result and start <= result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((start, end))
    return result


class Joined:
    """A text with its string concatenations closed, and the places of its characters in the original."""

    __slots__ = ("_gone", "_seams", "_seams_before", "text")

    def __init__(self, original: str) -> None:
        self._seams: list[int] = []
        """Where the parts begin, after the first one; in the original in ``_seams_before``."""
        self._seams_before: list[int] = []
        self._gone: list[int] = [0]
        """How many characters are left out before each part."""
        parts, last = [], 0
        is_continued = any(each in original for each in CONTINUATIONS)
        for match in re.finditer(SEAMS if is_continued else CONCATENATION, original):
            before = original[match.start() - 1 : match.start()]
            if not before.isalnum() and before not in "/+":
                continue
            parts.append(original[last : match.start()])
            last = match.end()
            self._gone.append(self._gone[-1] + match.end() - match.start())
            self._seams.append(last - self._gone[-1])
            self._seams_before.append(last)
        parts.append(original[last:])
        self.text = "".join(parts)

    @property
    def has_parts(self) -> bool:
        """Whether the text differs from the original."""
        return bool(self._seams)

    def origin(self, offset: int) -> int:
        """Return the place in the original of a character of the text."""
        return offset + self._gone[bisect_right(self._seams, offset)]

    def place(self, offset: int) -> int:
        """Return the place in the text of a character of the original."""
        return offset - self._gone[bisect_right(self._seams_before, offset)]


def without_escapes(text: str) -> str:
    """Return a text with spaces in place of its escapes and entities; each character keeps its offset."""
    return re.sub(_ESCAPES, lambda match: " " * len(match[0]), text)


def unescaped(value: str) -> str:
    """Return a value as it is meant, with its "/", "+" and "=" written as themselves."""
    if not {"%", "\\", "&"}.intersection(value):
        return value
    value = re.sub(_SLASHES, "/", value)
    value = re.sub(_PLUSES, "+", value)
    return re.sub(_EQUALS, "=", value)


def decoded(encoded: str) -> str:
    """Return base64 decoded, as Latin-1, without the incomplete group at its end."""
    import binascii

    letters = encoded.rstrip("=")
    try:
        return binascii.a2b_base64(letters + "=" * (-len(letters) % 4)).decode("latin-1")
    except binascii.Error:
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4]).decode("latin-1")

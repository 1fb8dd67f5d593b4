"""The words of a shell's command line, as ``shlex.split`` returns them, in linear time.

shlex puts a word together character by character, which takes quadratic time for a long one. Source: POSIX.1-2024,
Shell Command Language, 2.2 (Quoting), without expansions.
"""

from __future__ import annotations

import re

# A quote without an end, and a backslash at the end, are left over for the last alternative.
_PIECE = re.compile(
    r"(?s)(?P<blank>[ \t\r\n]+)|(?P<bare>[^ \t\r\n'\"\\]+)|'(?P<single>[^']*)'|\\(?P<escaped>.)"
    r"|\"(?P<double>[^\"\\]*(?:\\.[^\"\\]*)*)\"|(?P<open>.)"
)
_ESCAPED_IN_QUOTES = re.compile(r"\\([\"\\])")


def split(text: str) -> list[str]:
    """Return the words of a text.

    Raises:
        ValueError: a quote is not closed, or the text ends in a backslash.
    """
    words: list[str] = []
    parts: list[str] = []
    for match in _PIECE.finditer(text):
        kind, piece = match.lastgroup, match[match.lastgroup or 0]
        if kind == "open":
            raise ValueError("a quote is not closed, or the text ends in a backslash")
        if kind != "blank":
            parts.append(_ESCAPED_IN_QUOTES.sub(r"\1", piece) if kind == "double" else piece)
        elif parts:
            words.append("".join(parts))
            parts = []
    if parts:
        words.append("".join(parts))
    return words

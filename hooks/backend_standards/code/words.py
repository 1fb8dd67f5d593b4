"""The words of a name, without regular expressions: their import costs half a bare start of Python.

``secrets.placeholders.WORDS`` is the expression for the same; a test compares the two.
"""

from __future__ import annotations


def words(name: str) -> list[str]:
    """Return the words and numbers of a name in lower case, in snake_case, kebab-case or camelCase; ASCII alone."""
    found: list[str] = []
    start, length = 0, len(name)
    while start < length:
        kind = _kind(name[start])
        end = start + 1
        while end < length and _kind(name[end]) == kind:
            end += 1
        if kind == _UPPER and end < length and _kind(name[end]) == _LOWER:
            if end - start == 1:  # the capital of a word
                end += 1
                while end < length and _kind(name[end]) == _LOWER:
                    end += 1
            else:  # of the next word
                end -= 1
        if kind:
            found.append(name[start:end].lower())
        start = end
    return found


_UPPER, _LOWER, _DIGIT = 1, 2, 3


def _kind(char: str) -> int:
    if "a" <= char <= "z":
        return _LOWER
    if "A" <= char <= "Z":
        return _UPPER
    return _DIGIT if "0" <= char <= "9" else 0

"""Words of a checked file in a message, without those that may be a secret.

A token on a line of its own is a valid name of a package, and a path of a URL may be a token. A word that is long or
looks random is therefore replaced. Imported only to say something.
"""

from __future__ import annotations

import re

MASK = "…"
_LONGEST = 32
"""The most letters and digits in a row that are printed. Names of packages, branches and hosts have separators."""
_FEWEST = 8
"""A word with fewer letters and digits is never called random: ``py3o2``, ``h5py``, ``x86``."""
_FEWEST_CHANGES = 3
"""Changes between small letters, capitals and digits in a random word. Words and their numbers have fewer."""
_SHARES = ((16, 6), (_FEWEST, 4))
"""From 16 characters on one change in 6 makes a word random, below that one in 4. Random base32 has 31 % changes."""
_LETTERS = 16
"""From so many letters on, capitals alone or five consonants in a row are not a word."""
_CONSONANTS = r"[bcdfghjklmnpqrstvwxz]{5}"
_JOINED, _SHARE_OF_JOINED = 16, 4
"""The same for all parts of a name together: base64 has signs in any place."""
_PART = r"[A-Za-z0-9]+"
_NAME = r"[A-Za-z0-9_+-]+"
_CHANGE = r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])"
_ENCODED = r"[\w-]*[+/=~%!#$^&*?@][\w+/=~%!#$^&*?@-]*"
"""Base64 and passwords have signs in any place. A word with a dot or a colon is a version, a path or a URL."""
_LOGIN = r"(?<=://)(?!git@[^\s/@]*(?:[\s/]|\Z))[^\s/@]+@(?:[^\s/@]*@)*"
"""The login of a URL, other than ``git@``: all users of a forge have that name."""
_COMMIT = r"(?<=@)[0-9a-f]{40}\Z"
"""The ref of a URL, which names a commit and has to be compared."""


def cleaned(words: str) -> str:
    """Return a text with a mask in the place of each word that may be a secret, and URLs without logins."""
    return "".join(map(_cleaned, re.split(r"([\s\"'`,;()\[\]{}<>|]+)", without_logins(words))))


def without_logins(words: str) -> str:
    """Return a text whose URLs have no logins, and that is otherwise the same."""
    return re.sub(_LOGIN, "", words)


def is_plain(word: str) -> bool:
    """Return whether a word may be printed."""
    return cleaned(word) == word


def _cleaned(word: str) -> str:
    if len(word) < _FEWEST:
        return word
    commit = re.search(_COMMIT, word)
    end = commit.start() if commit else len(word)
    start = word[:end]
    if re.fullmatch(_ENCODED, start) and not start.startswith("/") and _is_mixed("".join(re.findall(_PART, start))):
        return MASK
    return re.sub(_NAME, lambda name: MASK if _is_random(name[0]) else name[0], start) + word[end:]


def _is_random(name: str) -> bool:
    """Return whether a name is random, or one of the parts between its dashes and underscores."""
    parts = re.findall(_PART, name)
    joined = "".join(parts)
    return (len(joined) >= _JOINED and _changes(joined) * _SHARE_OF_JOINED >= len(joined)) or any(map(_is_token, parts))


def _is_token(part: str) -> bool:
    if len(part) > _LONGEST or _is_mixed(part):
        return True
    has_no_words = part.isupper() or re.search(_CONSONANTS, part.lower()) is not None
    return len(part) >= _LETTERS and has_no_words


def _is_mixed(part: str) -> bool:
    changes = _changes(part) if len(part) >= _FEWEST else 0
    return changes >= _FEWEST_CHANGES and any(
        len(part) >= size and changes * share >= len(part) for size, share in _SHARES
    )


def _changes(part: str) -> int:
    return len(re.findall(_CHANGE, part))

"""Is a value that is in the place of a password a real one?"""

from __future__ import annotations

import re

from backend_standards.secrets import env_values
from backend_standards.secrets.placeholders import is_placeholder, is_random
from backend_standards.secrets.values import LOGIN_IN_URL, LONGEST, is_high_entropy, known_secrets, url_passwords

_SHORTEST = 4  # characters of a password

# Expressions are kept as text and compiled on first use (re caches them): most files need none of them.
# References that a program replaces in a value, besides those that ``placeholders`` knows.
# No match goes past the beginning of another one. Otherwise each opener without an end would be followed to the end of
# the text.
_FILLED_IN = (
    r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|<%(?:(?!<%).)*?%>|\$\{[^{}]*\}|\$\([^()]*\)|%\([\w.-]+\)s"
    r"|[#%@]\{[^{}]*\}|\$[A-Z_]{3,64}"
)
_ELIDED = r"(?i)x{3}|\*{3}|\.{3}|_{3}|\u2026|#{3}"
_LOGIN = r"://([^\s/?#\"'`<>\\]+)@"
_PLAIN_NAME = r"[A-Za-z_][A-Za-z_.-]*[0-9]{0,2}"


def is_login(value: str, literals: bool) -> bool:
    """Return whether a value in the place of a password is one: a random one, or with ``literals`` any other."""
    if len(value) > LONGEST:
        return is_login(value[:LONGEST], literals) or is_login(value[-LONGEST:], literals)
    plain = re.sub(_FILLED_IN, "", value)
    if plain != value or not literals:
        return is_random(plain) and not is_placeholder(plain)
    return len(value) >= _SHORTEST and not is_placeholder(value) and not re.search(_ELIDED, value)


def url_login(value: str) -> str:
    """Return the kind of login in the URLs of a text, or ""; a token in the place of a user is one too."""
    for _ in url_passwords(value):
        return LOGIN_IN_URL
    for _, _, kind in known_secrets(value):
        return kind
    for authority in re.findall(_LOGIN, value):
        if is_high_entropy("secret", authority.rpartition(":")[2]):
            return "a token in a URL"
    return ""


def printable_name(name: str) -> str:
    """Return a name for a message, or "" if it may be the part of a secret before a colon."""
    name = name.rpartition("/:")[2]  # //host/:_authToken
    return env_values.printable_name(name) if re.fullmatch(_PLAIN_NAME, name) else ""

"""Is a value a real secret?

The judgement is about one value, never about a line. It answers with the kind of secret, in words that hold nothing of
the value itself. Source: the standard's "Security Guidelines" ("Load secrets at runtime; never hardcode").
"""

from __future__ import annotations

import re

from backend_standards.secrets.key_shapes import known_secrets
from backend_standards.secrets.placeholders import PATH, SOFT_WORDS, VARIABLES, is_path, is_placeholder
from backend_standards.secrets.randomness import is_app_password, is_random
from backend_standards.secrets.variable_names import is_secret_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LOGIN_IN_URL = "a password in the URL of a remote host"
HIGH_ENTROPY = "a high-entropy value under a secret-like name"
LITERAL = "a literal value under a secret-like name"
LONGEST = 4096
"""Characters of a value that are judged: no key is longer, and the time stays short."""
_SHORTEST_LITERAL = 4  # characters of a password; shorter ones are switches and numbers
_DJANGO = "django-insecure-"  # what startproject puts before a real key

# Expressions are kept as text and compiled on first use (re caches them): most files need none of them.
_IDENTITY = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|0x[0-9A-Fa-f]{8,40}"  # an e-mail address, the ID of an OpenPGP key
_TIME = r"\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:?\d\d)?"
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_LONGEST_SCHEME = 32  # characters before "://"; the registered ones have 28 at most
_AUTHORITY = r"[^\s/?#\"'`<>\\]{0,1024}"
# Hosts that are nobody's: this machine (RFC 6761, RFC 5735), a container's host, names for documentation (RFC 2606).
_LOCAL_TAILS = (".local", ".localhost", ".localdomain", ".test", ".example", ".invalid", "docker.internal")
_LOCAL_NUMBERS = ("127.", "0.")
_OF_DOCUMENTATION = r"(?:^|\.)example\.(?:com|org|net)$"
_PLACEHOLDER_OF_HOST = r"[<>{}$*\[\]()]|(?:^|[.-])(?:your|my|host|hostname|domain|server|xxx+)(?:[.-]|$)"


def judge(name: str, value: str) -> str:
    """Return the kind of secret that a named value is, or "" for a value that may be committed.

    ``name`` may be empty. Known shapes and passwords in URLs count under any name, high entropy only under one that is
    secret-like.
    """
    for _, _, kind in known_secrets(value):
        return kind
    for _ in url_passwords(value):
        return LOGIN_IN_URL
    return HIGH_ENTROPY if is_high_entropy(name, value) else ""


def is_high_entropy(name: str, value: str) -> bool:
    """Return whether a value under a secret-like name looks generated, even without the words around it."""
    value = value[:LONGEST].removeprefix(_DJANGO)
    if not is_secret_name(name) or not is_random(value) or is_placeholder(value) or is_path(value):
        return False
    if re.fullmatch(_TIME, value) or _is_plain_url(value):
        return False
    return is_random(re.sub(SOFT_WORDS, "", value)) or is_app_password(value)


def is_literal(name: str, value: str) -> bool:
    """Return whether a value under a secret-like name is written out, whether it is random or not.

    Not written out: an empty value, a placeholder, a reference, a number, a path, or a default that everybody knows.
    """
    value = value[:LONGEST]
    if not is_secret_name(name) or is_placeholder(value) or len(value) < _SHORTEST_LITERAL or value.isdigit():
        return False
    if value.startswith(("$(", "`")) or re.fullmatch(_IDENTITY, value):
        return False
    fixed = re.sub(VARIABLES, "", value)
    return is_random(fixed) if fixed != value else not re.fullmatch(PATH, value)


def _is_plain_url(value: str) -> bool:
    """Return whether a value is a web address without a part that looks generated, except for UUIDs in its path."""
    if not value.startswith(("https://", "http://")):
        return False
    address, _, query = value.partition("?")
    parts = [part for part in re.split("[/.:@#]", address) if not re.fullmatch(_UUID, part)]
    return not any(is_random(part) for part in [*parts, *re.split("[&=]", query)])


def url_passwords(text: str) -> Iterator[int]:
    """Yield the offset of each URL that has a real-looking password, for a host that is not local.

    Source: RFC 3986, section 3.2 (authority = userinfo "@" host ":" port).
    """
    at = text.find("://")
    match_authority = re.compile(_AUTHORITY).match if at >= 0 else None
    while at >= 0 and match_authority:
        start = at
        while start > 0 and at - start < _LONGEST_SCHEME and (text[start - 1].isalnum() or text[start - 1] in "+.-"):
            start -= 1
        authority = match_authority(text, at + 3)
        if start < at and authority and _has_password(authority[0]):
            yield start
        at = text.find("://", at + 3)


def _has_password(authority: str) -> bool:
    userinfo, _, host = authority.rpartition("@")
    user, _, password = userinfo.partition(":")
    if len(password) < _SHORTEST_LITERAL or password.lower() == user.lower() or is_placeholder(password):
        return False
    return not _is_local(host)


def _is_local(host: str) -> bool:
    """Return whether a host is this machine, a container next to it, a reserved name, or a placeholder."""
    host = host.lower()
    if host.startswith("["):
        return host.startswith("[::1]")
    host = host.partition(":")[0].rstrip(".")
    if "." not in host or host.startswith(_LOCAL_NUMBERS) or host.endswith(_LOCAL_TAILS):
        return True
    return re.search(_OF_DOCUMENTATION, host) is not None or re.search(_PLACEHOLDER_OF_HOST, host) is not None

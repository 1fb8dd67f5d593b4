"""Is a value a real secret?

The judgement is about one value, never about a line. It answers with the kind of secret, in words that hold nothing of
the value itself. Sources: the standard's "Security Guidelines" ("Load secrets at runtime; never hardcode"); the token
formats that each provider documents.
"""

from __future__ import annotations

import re

from backend_standards.secrets import KEY_ID, TOKEN_HEADS
from backend_standards.secrets.placeholders import (
    PATH,
    SOFT_WORDS,
    VARIABLES,
    is_app_password,
    is_path,
    is_placeholder,
    is_random,
)
from backend_standards.secrets.value_clues import SHAPE_HEADS
from backend_standards.secrets.variable_names import is_secret_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LOGIN_IN_URL = "a password in the URL of a remote host"
HIGH_ENTROPY = "a high-entropy value under a secret-like name"
LITERAL = "a literal value under a secret-like name"
LONGEST = 4096
"""Characters of a value that are judged at once: no key is longer, and the time stays short."""
LARGEST_TEXT = 4 << 20
"""The most characters of a file with named values: no settings file is larger."""
_LEFT_OUT = "or leave it out with `exclude:` (--exclude of backend-standards)"
TOO_LARGE = f"{{}}: is larger than 4 MiB, the limit for a file with secrets; split it, {_LEFT_OUT}"
TOO_DEEP = f"{{}}: is nested too deep to be judged; {_LEFT_OUT.removeprefix('or ')}"
_SHORTEST_LITERAL = 4  # characters of a password; shorter ones are switches and numbers
_DJANGO = "django-insecure-"  # what startproject puts before a real key

# Expressions are kept as text and compiled on first use (re caches them): most files need none of them.
_IDENTITY = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|0x[0-9A-Fa-f]{8,40}"  # an e-mail address, the ID of an OpenPGP key
_TIME = r"\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:?\d\d)?"
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_LONGEST_SCHEME = 32  # characters before "://"; the registered ones have 28 at most
_AUTHORITY = r"[^\s/?#\"'`<>\\]*+"
# Hosts that are nobody's: this machine (RFC 6761, RFC 5735), a container's host, names for documentation (RFC 2606).
_LOCAL_TAILS = (".local", ".localhost", ".localdomain", ".test", ".example", ".invalid", "docker.internal")
_LOCAL_NUMBERS = ("127.", "0.")
_OF_DOCUMENTATION = r"(?:^|\.)example\.(?:com|org|net)$"
_PLACEHOLDER_OF_HOST = r"[<>{}$*\[\]()]|(?:^|[.-])(?:your|my|host|hostname|domain|server|xxx+)(?:[.-]|$)"

# Keys and tokens that are known by their form, under any name.
PRIVATE_KEY_HEAD = r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
AGE_KEY = r"AGE-SECRET-KEY-1[A-Z0-9]{58}"
_PRIVATE_KEY = "a private key"
_TOKEN_HEADS = tuple(head.decode() for head in TOKEN_HEADS)
# Each begins at the beginning of a word with literal characters and has a longest length, so that the search is linear.
_SHAPES: dict[str, str] = {
    "an AWS access key ID": rf"{KEY_ID}(?![A-Za-z0-9])",
    "an AWS session token": rf"(?:{'|'.join(_TOKEN_HEADS)})[A-Za-z0-9/+=]{{40,4096}}",
    "an Amazon Bedrock API key": r"(?:ABSK[A-Za-z0-9+/]{100,300}|bedrock-api-key-[A-Za-z0-9+/=]{40,4096})",
    _PRIVATE_KEY: PRIVATE_KEY_HEAD,
    "an age secret key": AGE_KEY,
    "a GitHub token": r"(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})",
    "a GitLab token": r"gl(?:pat|dt|rt|cbt|ptt|soat)-[A-Za-z0-9_-]{20,60}",
    "a Slack token": r"xox[abeprs]-[A-Za-z0-9-]{20,255}",
    "a Slack webhook": r"hooks\.slack\.com/(?:services|workflows)/T[A-Z0-9]{6,20}/[A-Z0-9]{6,20}/[A-Za-z0-9]{18,60}",
    "a Discord webhook": r"discord(?:app)?\.com/api/webhooks/[0-9]{15,25}/[A-Za-z0-9_-]{50,90}",
    "a Stripe or Clerk key": r"(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{20,255}",
    "a Stripe webhook secret": r"whsec_[A-Za-z0-9+/]{24,255}",
    "a Google API key": r"AIza[A-Za-z0-9_-]{35}",
    "a Google OAuth client secret": r"GOCSPX-[A-Za-z0-9_-]{28}",
    "a SendGrid key": r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}",
    "a Mailgun key": r"key-[0-9a-f]{32}(?![A-Za-z0-9])",
    "an npm token": r"npm_[A-Za-z0-9]{36}",
    "a PyPI token": r"pypi-AgE[A-Za-z0-9_-]{50,255}",
    "an Anthropic key": r"sk-ant-[A-Za-z0-9_-]{32,255}",
    "an OpenAI-style key": r"sk-[A-Za-z0-9_-]{32,255}",
    "a Hugging Face token": r"hf_[A-Za-z]{34}",
    "a DigitalOcean token": r"do[opr]_v1_[0-9a-f]{64}",
    "a Databricks token": r"dapi[0-9a-f]{32}",
    "a Shopify token": r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
    "a Telegram bot token": r"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])",
    "an Azure storage key": r"AccountKey=[A-Za-z0-9+/]{86}==",
    "a dotenv-vault key": r"dotenv://:key_[0-9a-f]{64}",
}
_SHAPE = "(?<![A-Za-z0-9])(?:" + "|".join(f"({expression})" for expression in _SHAPES.values()) + ")"
_KINDS = tuple(_SHAPES)
_LONGEST_BODY = 4096  # characters after the head of a private key; the body of an RSA key of 4096 bits has 3,200
_BODY = r"[A-Za-z0-9+/]{32}"


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
    if len(value) > LONGEST:  # its beginning and its end
        return is_high_entropy(name, value[:LONGEST]) or is_high_entropy(name, value[-LONGEST:])
    value = value.removeprefix(_DJANGO)
    if not is_secret_name(name) or not is_random(value) or is_placeholder(value) or is_path(value):
        return False
    if re.fullmatch(_TIME, value) or _is_plain_url(value):
        return False
    return is_random(re.sub(SOFT_WORDS, "", value)) or is_app_password(value)


def is_literal(name: str, value: str) -> bool:
    """Return whether a value under a secret-like name is written out, whether it is random or not.

    Not written out: an empty value, a placeholder, a reference, a number, a path, or a default that everybody knows.
    """
    if len(value) > LONGEST:
        return is_literal(name, value[:LONGEST]) or is_literal(name, value[-LONGEST:])
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


def known_secrets(text: str, following: str = "") -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, kind) for each key of a known shape in a text, except placeholders.

    ``following`` is the text after it, where the body of a private key may be.
    """
    if not any(head in text for head in SHAPE_HEADS):  # compiling the expression costs more than most files
        return
    for match in re.finditer(_SHAPE, text):
        if not match.lastindex or is_placeholder(match[0]):
            continue
        kind = _KINDS[match.lastindex - 1]
        if kind == _PRIVATE_KEY and _is_hollow(_body(text, match.end(), following)):
            continue
        yield match.start(), match.end(), kind


def _body(text: str, at: int, following: str) -> str:
    """Return what follows the head of a private key, up to the next head or end, if that is near."""
    end = text.find("-----", at, at + _LONGEST_BODY)
    return text[at:end] if end >= 0 else f"{text[at : at + _LONGEST_BODY]}\n{following}"


def _is_hollow(rest: str) -> bool:
    """Return whether a private key's head is followed by something, but not by base64, as in a template."""
    body = rest.partition("-----END")[0].replace("\\n", "\n").strip(" \t\r\n\"'\\")
    return bool(body) and re.search(_BODY, body) is None


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

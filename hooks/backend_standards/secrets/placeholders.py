"""Is a value a placeholder, or does it say where the secret is kept?"""

from __future__ import annotations

import re

from backend_standards.secrets.aws_clues import FORTY
from backend_standards.secrets.randomness import is_monotonous, is_random

# Expressions are kept as text and compiled on first use (re caches them): most files need none of them.

# What says that a value is not real. Long words count anywhere; short ones only at the beginning of a word, because
# random characters hold them too.
_HOLLOW_WORDS = (
    r"(?i)change[-_ ]?(?:me|this|it|in|the|to|before)|replace[-_ ]?(?:me|this|it|with|in|the|by)|placeholder|redacted"
    r"|example|\.\.\.|\u2026|insecure|not[-_ ]?(?:a[-_ ]?)?(?:real|secret|used|secure|safe)"
    r"|generate[-_ ]?(?:a|me|this|with|your|one)"
    r"|(?:goes|value|string|key|token|secret|password)[-_ ]?here"
    r"|(?<![a-z0-9])(?:fill|enter|insert|put|add|set|use|paste|provide|specify|get|obtain|update|create|run|see)[-_ .]"
    r"|(?<![a-z0-9])(?:your|my|some|our)(?:[-_ .]|$)"
    r"|(?<![a-zA-Z0-9])(?-i:(?:your|my|some|our)[a-z]{3}|(?:Your|My|Some|Our)[A-Z][a-z]{2}|YOUR[A-Z]{3})"
    r"|(?<![a-z0-9])(?:sample|dummy|fake|mock|todo|tbd|fixme|null|none|nil|undefined|unset|empty|foo|bar|baz|foobar|lorem)"
    r"(?![a-z0-9])"
)
# Words that placeholders are made of. Real values have them too, so what is left without them is judged.
SOFT_WORDS = (
    r"(?i)secret|passw(?:or)?d|p[a@]ssw[o0]rd|passphrase|credential|(?<![a-z])(?:"
    r"token|private|public|access|admin|super|very|top|local|demo|random|strong|long|please|default|test(?:ing)?|"
    r"dev(?:elop(?:ment)?)?|prod(?:uction)?|django|flask|fastapi|jwt|api|app|key|hash|salt|user|root|guest|pass|"
    r"postgres(?:ql)?|mysql|mongo(?:db)?|redis|rabbitmq|minio(?:admin)?|localstack|string|value|hello|world|qwerty|"
    r"letmein|abc|xyz|server|client|session|auth|signing|encryption)(?![a-z])"
)
# Whole values: defaults that everybody knows, switches, names of algorithms.
_TRIVIAL = frozenset(
    "postgres postgresql mysql mariadb mongo mongodb redis rabbitmq guest admin administrator root user username pass "
    "minio minioadmin localstack test testing tests dev local development prod production staging demo default "
    "django flask app db database key keys api apikey true false yes no on off enabled disabled value string text "
    "qwerty letmein hunter2 xyz abc none null nil n/a na optional required auto basic bearer hs256 rs256 es256 "
    "sha256 sha512 md5 bcrypt argon2 lax strict console x-oauth-basic".split()
)
_PUBLISHED = "Eby8vdM02xNOcqFl"  # the key of every Azurite emulator begins with it
# Variables, templates' expressions, addresses of secret stores, and ciphertexts of tools that encrypt single values.
_REFERENCE = (
    r"(?s)\$\{.*\}|\$\(.*\)|`.*`|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|\{\{.*\}\}|\{%.*%\}|<%.*%>|\{[A-Za-z_][\w.]*\}|<[^<>]*>"
    r"|\[[^\]]*\]|arn:aws[\w-]*:.+|(?:op|vault|ssm|secretsmanager|aws-?sm|aws-?ssm|gcpsm|akv|doppler|keyring|file|env)"
    r"(?:\+\w+)?:.+|!(?:Ref|Sub|GetAtt|ImportValue|vault|env)\b.*|@@?[A-Za-z_][\w.-]*@@?|__[A-Za-z_][\w-]*__"
    r"|projects/.+/secrets/.+|encrypted:[A-Za-z0-9+/]{128,}={0,2}"
    r"|eyJpdiI6[A-Za-z0-9+/]{100,}={0,2}|ENC\[(?:AES256_GCM|PKCS7|GPG),[^\]]*\]"
    r"|ENC\([A-Za-z0-9+/=]{16,}\)|\{cipher\}[A-Za-z0-9+/=]{16,}"
)
_DEFAULTED = r"(?s)\$\{[A-Za-z_]\w*:?[-=](.*)\}"
_FILLED_IN = r"\$\{[^{}]*\}|\{\{[^{}]*\}\}|<%[^%]*%>"
_SIMPLE = r"(?i)[a-z]{0,8}[-_]?pass(?:word|wd)?[-_]?[0-9]{0,4}"  # password123, db_pass, mypassword
_NOTHING_LEFT = r"[\W_]*\d{0,8}[\W_]*"  # punctuation, and a number such as a date
VARIABLES = r"\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Za-z_]\w*"
"""Variables and commands of a shell."""
PATH = r"(?:~|\.{1,2})?/?[\w.@-]+(?:/[\w.@-]+)+/?|/[\w.-]+|\.{0,2}/|[A-Za-z]:\\.*"
"""A path, or what may be one: two words with a slash between them."""
_CERTAIN_PATH = r"(?:~|\.{1,2})?/.*|.*\.(?:pem|key|crt|cer|p8|p12|pfx|jks|json|ya?ml|toml|ini|conf|txt|asc|gpg)"
_LONG_PART = 20  # characters of a path's part; shorter ones are stages, regions and the hashes of builds
# The mount of a secret as Docker writes it: "id=npm,src=/home/app/.npmrc".
_MOUNT_KEYS = frozenset("type id src source env target dst".split())
_WORDS_JOINED = r"[a-z]{1,12}(?:[-_][a-z]{1,12})*|[A-Z]{1,12}(?:_[A-Z]{1,12})*"


def is_placeholder(value: str) -> bool:
    """Return whether a value is not a secret: empty, a placeholder, or a reference to where the secret is kept."""
    value = value.strip()
    if not value or re.fullmatch(_REFERENCE, value) or value.lower() in _TRIVIAL or _PUBLISHED in value:
        return True
    if "${" in value or "{{" in value or "<%" in value:
        value = re.sub(_FILLED_IN, "", value)
    if re.search(_HOLLOW_WORDS, value) or is_monotonous(value) or _is_mount(value):
        return True
    if re.fullmatch(_SIMPLE, value):
        return True
    rest, count = re.subn(SOFT_WORDS, "", value)
    return bool(count) and re.fullmatch(_NOTHING_LEFT, rest) is not None


def default_of(value: str) -> str:
    """Return the default inside ``${NAME:-default}``, or the value as it is."""
    match = re.fullmatch(_DEFAULTED, value) if value.startswith("${") else None
    return match[1] if match else value


def is_path(value: str) -> bool:
    """Return whether a value is a path, and no part of it looks generated."""
    plain = re.sub(VARIABLES, "", value)
    if re.fullmatch(FORTY, value):  # a secret access key may have slashes
        return False
    if not re.fullmatch(_CERTAIN_PATH, plain) or not re.fullmatch(PATH, plain):
        return False
    names = [part.partition(".")[0] for part in plain.split("/")]
    return not any(is_random(name) for name in names if len(name) >= _LONG_PART)


def _is_mount(value: str) -> bool:
    """Return whether a value says where Docker finds a secret."""
    parts = [part.partition("=") for part in value.split(",")]
    return len(parts) > 1 and all(
        name in _MOUNT_KEYS and (re.fullmatch(_WORDS_JOINED, place) or is_path(place)) for name, _, place in parts
    )

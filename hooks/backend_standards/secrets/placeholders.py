"""Is a value a placeholder, does it say where the secret is kept, or does it look generated?"""

from __future__ import annotations

import re
from itertools import pairwise

from backend_standards.secrets import FORTY

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
    r"|(?<![a-zA-Z0-9])(?-i:(?:your|my(?!sql)|some|our)[a-z]{3}|(?:Your|My|Some|Our)[A-Z][a-z]{2}|YOUR[A-Z]{3})"
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
# Whole values that choose one of a few ways: a permission (id-token: write), where a token is, how a secret is
# obtained.
_CHOICES = frozenset(
    "read write none read-write readonly read-only write-only rw ro inherit include omit same-origin header "
    "query body form path prompt ask interactive never always automatic manual generate generated random "
    "managed external internal rotate enforced allow allowed deny denied forbid forbidden hidden masked visible "
    "encrypted plain plaintext hashed env environment file vault keyring keychain secret-manager secretsmanager "
    "parameter-store ssm kubernetes oidc oauth oauth2 saml ldap kerberos iam jwt token password secret apikey "
    "api-key client-secret".split()
)
# How published values begin: the key of every Azurite emulator, MinIO's playground, and the examples of AWS's guides,
# which people change at their ends.
PUBLISHED_HEADS = (
    *("Eby8vdM02xNOcqFl", "zuf+tfteSlswRu7B", "Q3AM3UQ867SPQQA4", "wJalrXUtnFEMI", "je7MtGbClwBF/2Zp"),
    *(head + body for head in ("AKIA", "ASIA") for body in ("IOSFODNN7", "I44QH")),
)
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
_NOTHING_LEFT = r"[\W_]*+\d{0,8}[\W_]*"  # punctuation, and a number such as a date
VARIABLES = r"\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Za-z_]\w*"
"""Variables and commands of a shell."""
PATH = r"(?:~|\.{1,2})?/?[\w.@-]+(?:/[\w.@-]+)+/?|/[\w.-]+|\.{0,2}/|[A-Za-z]:\\.*"
"""A path, or what may be one: two words with a slash between them."""
_CERTAIN_PATH = r"(?:~|\.{1,2})?/.*|.*\.(?:pem|key|crt|cer|p8|p12|pfx|jks|json|ya?ml|toml|ini|conf|txt|asc|gpg)"
_LONG_PART = 20  # characters of a path's part; shorter ones are stages, regions and the hashes of builds
# The mount of a secret as Docker writes it: "id=npm,src=/home/app/.npmrc".
_MOUNT_KEYS = frozenset("type id src source env target dst".split())
_WORDS_JOINED = r"[a-z]{1,12}(?:[-_][a-z]{1,12})*|[A-Z]{1,12}(?:_[A-Z]{1,12})*"

# How long a value must be to count as generated, by the number of kinds of characters in it: small letters, capitals,
# digits, punctuation. With fewer kinds more texts of people look random: names, numbers, abbreviations.
_SHORTEST = 12
_SHORTEST_OF_TWO_KINDS = 16
_SHORTEST_OF_ONE_KIND = 20
_SHORTEST_HEX = 16  # 64 bits; hexadecimal numbers below that are colours, sizes and addresses
_FEWEST_HEX_DIGITS = 7  # different ones: of random values with 16 digits one in a thousand has fewer
_FEWEST_ALTERNATIONS = 6  # words hardly ever have as many; of 26 random letters and digits, 5 % have fewer
_MOST_REPEATED = 5  # different characters of a long value; of 12 random hexadecimal digits, one value in 400 has so few
_LONG = 12  # characters; a shorter value may have so few different ones by chance
_SHORTEST_WORD = 4  # letters; a word of three says nothing unless it is in the list below
# The share of a word's letter pairs that are common: of English words 97 % reach it, of eight random letters 12 %.
_COMMON_PAIRS = 0.65
_SHORT_WORDS = frozenset("key api dev app aws jwt the for and not use set new my".split())

WORDS = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+"
"""The words and numbers of a name or a value, in snake_case, kebab-case or camelCase."""
_WORD_APART = r"(?:[a-z]{1,12}|[A-Z]{1,12}|[A-Z][a-z]{1,11})"
_WORDS_APART = rf"{_WORD_APART}(?:[-_.]{_WORD_APART})+"
_VOWELS = frozenset("aeiouyAEIOUY")
_HEX = r"(?:0x)?[0-9a-fA-F]+"
# Letter pairs that make up most of English text and of the words that people put into placeholders.
_PAIRS = frozenset(
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro "
    "ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so "
    "rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl "
    "ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt "
    "oc fa ef cu rn sc gi da yo cr cl du ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck "
    "ew mu br bi pt ak pu ui rg ib tl ny ki rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af "
    "hu nn eo vo rv nf xp gn sm fl iz ok nl my gl aw ju oa eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt bs ik dd "
    "pw sw db js jw".split()
)


def is_placeholder(value: str) -> bool:
    """Return whether a value is not a secret: empty, a placeholder, or a reference to where the secret is kept."""
    value = value.strip()
    if is_hollow(value) or value.lower() in _TRIVIAL or value in _CHOICES:
        return True
    value = _without_variables(value)
    if re.fullmatch(_SIMPLE, value):
        return True
    rest, count = re.subn(SOFT_WORDS, "", value)
    return bool(count) and re.fullmatch(_NOTHING_LEFT, rest) is not None


def is_hollow(value: str) -> bool:
    """Return whether a value says itself that it is none: empty, to be replaced, or a reference to the secret.

    A password that everybody knows says nothing of the kind: it works.
    """
    value = value.strip()
    if not value or re.fullmatch(_REFERENCE, value) or any(each in value for each in PUBLISHED_HEADS):
        return True
    value = _without_variables(value)
    return re.search(_HOLLOW_WORDS, value) is not None or is_monotonous(value) or _is_mount(value)


def _without_variables(value: str) -> str:
    return re.sub(_FILLED_IN, "", value) if "${" in value or "{{" in value or "<%" in value else value


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


# --- randomness -------------------------------------------------------------------------------------


def is_random(value: str) -> bool:
    """Return whether a value looks generated: long enough, with mixed characters, and without words."""
    value = value.strip().rstrip("=")
    if is_app_password(value):
        return True
    if len(value) < _SHORTEST or any(char.isspace() for char in value) or is_monotonous(value):
        return False
    compact = value.replace("-", "")
    if re.fullmatch(_HEX, compact):
        is_mixed = not compact.isdigit() and not compact.isalpha() and len(set(compact)) >= _FEWEST_HEX_DIGITS
        return is_mixed and len(compact) >= _SHORTEST_HEX
    if _is_made_of_words(value):
        return False
    kinds = _kinds(value)
    return len(value) >= (_SHORTEST_OF_ONE_KIND if kinds == 1 else _SHORTEST_OF_TWO_KINDS if kinds == 2 else _SHORTEST)


def _is_made_of_words(value: str) -> bool:
    """Return whether at least half of a value's letters are in words, or it has none."""
    parts = re.split("[-_.]", value) if re.fullmatch(_WORDS_APART, value) else []
    if parts and all(len(part) < _SHORTEST_WORD or set(part) & _VOWELS for part in parts):
        return True
    words = [word for word in re.findall(WORDS, value) if word.isalpha()]
    letters = sum(map(len, words))
    in_words = sum(len(word) for word in words if is_word(word.lower()))
    return not letters or (in_words * 2 >= letters and _alternations(value) < _FEWEST_ALTERNATIONS)


def _kinds(value: str) -> int:
    """Return how many kinds of characters a value has, of four."""
    return (
        any(char.islower() for char in value)
        + any(char.isupper() for char in value)
        + any(char.isdigit() for char in value)
        + any(not char.isalnum() and char not in "-_." for char in value)
    )


def is_app_password(value: str) -> bool:
    """Return whether a value has the form of the app passwords that mail providers give: ``abcd efgh ijkl mnop``.

    Two of the groups must not be words: of random ones 87 % pass, of four English words less than 1 %.
    """
    groups = re.split("[ -]", value) if len(value) == len("abcd efgh ijkl mnop") else []
    if [len(group) for group in groups] != [4] * 4 or not all(group.isalpha() and group.islower() for group in groups):
        return False
    return sum(not is_word(group) for group in groups) >= 2 and not is_monotonous(value)


def is_word(letters: str) -> bool:
    """Return whether lower-case letters read like a word of English or of programming, by their pairs."""
    if len(letters) < _SHORTEST_WORD:
        return letters in _SHORT_WORDS
    pairs = [a + b for a, b in pairwise(letters)]
    return sum(pair in _PAIRS for pair in pairs) >= _COMMON_PAIRS * len(pairs)


def _alternations(value: str) -> int:
    """Return how often a letter is next to a digit: rarely in words, often in base32 and base36."""
    return sum(a.isalnum() and b.isalnum() and a.isdigit() != b.isdigit() for a, b in pairwise(value))


def is_monotonous(value: str) -> bool:
    """Return whether a value repeats or counts: xxxx, 0000, abcdef, 123456, abcabcabc."""
    chars = [char for char in value.lower() if char.isalnum()]
    different = len(set(chars))
    if len(chars) < _SHORTEST_WORD or different <= 2 or (len(chars) >= _LONG and different <= _MOST_REPEATED):
        return True
    steps = sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(chars))
    return steps * 2 >= len(chars)

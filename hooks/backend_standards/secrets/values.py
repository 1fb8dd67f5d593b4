"""Is this value a real secret, a placeholder, or a reference to one that is kept elsewhere?

The judgement is per value, never per line. It answers with the *kind* of secret in words that hold
nothing of the value itself. Sources: the standard's "Security Guidelines" ("Load secrets at runtime;
never hardcode"); the token formats that each provider documents.
"""

from __future__ import annotations

import re
from itertools import pairwise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# --- well-known key shapes --------------------------------------------------------------------------
# Each begins at a place where a word may begin, and has a literal head, so that the search stays linear.
_SHAPES: dict[str, str] = {
    "an AWS access key ID": r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])",
    "an AWS session token": r"(?:IQoJb3JpZ2luX2Vj|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoDYXdz)[A-Za-z0-9/+=]{40,4096}",
    "an Amazon Bedrock API key": r"(?:ABSK[A-Za-z0-9+/]{100,300}|bedrock-api-key-[A-Za-z0-9+/=]{40,4096})",
    "a private key": r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----",
    "an age secret key": r"AGE-SECRET-KEY-1[A-Z0-9]{58}",
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
    "an OpenAI-style key": r"sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{32,255}",
    "a Hugging Face token": r"hf_[A-Za-z]{34}",
    "a DigitalOcean token": r"do[opr]_v1_[0-9a-f]{64}",
    "a Databricks token": r"dapi[0-9a-f]{32}",
    "a Shopify token": r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
    "a Telegram bot token": r"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])",
    "an Azure storage key": r"AccountKey=[A-Za-z0-9+/]{86}==",
    "a dotenv-vault key": r"dotenv://:key_[0-9a-f]{64}",
}
_SHAPE = "(?<![A-Za-z0-9])(?:" + "|".join(f"({expression})" for expression in _SHAPES.values()) + ")"
SHAPE_HEADS = tuple(
    "AKIA ASIA ABIA ACCA IQoJb3JpZ2luX2Vj FwoGZXIvYXdz FQoGZXIvYXdz AQoDYXdz ABSK bedrock-api-key- -----BEGIN "
    "AGE-SECRET-KEY-1 ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt- glrt- glcbt- glptt- glsoat- xox discord "
    "hooks.slack.com/ sk_ rk_ whsec_ AIza GOCSPX- SG. key- npm_ pypi-AgE sk- hf_ dop_v1_ doo_v1_ dor_v1_ dapi shp "
    ":AA AccountKey= dotenv://:key_".split()
)
"""What a text must hold for one of the shapes to match."""
_KINDS = tuple(_SHAPES)

# --- names ------------------------------------------------------------------------------------------
_SECRET_WORDS = frozenset(
    "secret secrets password passwords passwd passphrase passcode pwd pass token tokens apikey credential "
    "credentials creds cred auth salt pepper hmac signature jwt bearer pat cookie".split()
)
_SECRET_TAILS = ("apikey", "secretkey", "privatekey", "accesskey", "authkey", "password", "passwd", "secret", "token")
SECRET_STEMS = tuple("secret pass pwd token key cred auth salt pepper hmac signature jwt bearer pat cookie ://".split())
"""What a line must hold, in lower case, for a name in it to be secret-like or for a URL; see ``is_secret_name``."""
_KEY_WORDS = frozenset(("key", "keys"))
_OPEN_KEYS = frozenset(
    "public pub primary foreign partition sort range hash cache idempotency dedup object s3 bucket routing map "
    "lookup index row column group hot publishable site anon search kms".split()
)
# Tokens that ask for the next page or make a request unique; they open nothing.
_OPEN_TOKENS = frozenset("next change continuation pagination idempotency lifecycle sync".split())
_PLAIN_TAILS = frozenset(
    "url uri endpoint host hostname port name username user email ttl arn region path file filename dir directory "
    "id ids alias age length size type types algorithm algo alg prefix suffix header headers enabled disabled "
    "required expiry expire expires expiration timeout duration lifetime days hours minutes seconds secs mins ms "
    "interval version field count limit limits max min domain method mode backend class format issuer audience "
    "scope scopes leeway policy provider source strategy store location bucket table env rotation validity window "
    "regex pattern rounds iterations cost bytes bits chars samesite secure httponly realm schema service role "
    "public context fingerprint kid param parameter ref reference parser driver handler hasher hashers "
    "validators adapter model names project".split()
)
_WORDS = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+"

# Names that a build tool compiles into what every browser loads.
_BROWSER_PREFIXES = (
    "NEXT_PUBLIC_",
    "VITE_",
    "REACT_APP_",
    "EXPO_PUBLIC_",
    "NUXT_PUBLIC_",
    "GATSBY_",
    "PUBLIC_",
    "NG_APP_",
)
_LONGEST = 4096  # of a value, so much is judged; a longer one says no more

# --- placeholders and references --------------------------------------------------------------------
# Kept as text and compiled on first use (re caches them): most files need none of them.
# Long words count anywhere; short ones only where a word begins, or random characters would hit them.
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
_SOFT_WORDS = (
    r"(?i)secret|passw(?:or)?d|p[a@]ssw[o0]rd|passphrase|credential|(?<![a-z])(?:"
    r"token|private|public|access|admin|super|very|top|local|demo|random|strong|long|please|default|test(?:ing)?|"
    r"dev(?:elop(?:ment)?)?|prod(?:uction)?|django|flask|fastapi|jwt|api|app|key|hash|salt|user|root|guest|pass|"
    r"postgres(?:ql)?|mysql|mongo(?:db)?|redis|rabbitmq|minio(?:admin)?|localstack|string|value|hello|world|qwerty|"
    r"letmein|abc|xyz|server|client|session|auth|signing|encryption)(?![a-z])"
)
_TRIVIAL = frozenset(
    "postgres postgresql mysql mariadb mongo mongodb redis rabbitmq guest admin administrator root user username pass "
    "minio minioadmin localstack test testing tests dev local development prod production staging demo default "
    "django flask app db database key keys api apikey true false yes no on off enabled disabled value string text "
    "qwerty letmein hunter2 xyz abc none null nil n/a na optional required auto basic bearer hs256 rs256 es256 "
    "sha256 sha512 md5 bcrypt argon2 lax strict console x-oauth-basic".split()
)
_PUBLISHED = "Eby8vdM02xNOcqFl"  # the head of the key that every Azurite emulator has
_REFERENCE = (
    r"(?s)\$\{.*\}|\$\(.*\)|`.*`|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|\{\{.*\}\}|\{%.*%\}|<%.*%>|\{[A-Za-z_][\w.]*\}|<[^<>]*>"
    r"|\[[^\]]*\]|arn:aws[\w-]*:.+|(?:op|vault|ssm|secretsmanager|aws-?sm|aws-?ssm|gcpsm|akv|doppler|keyring|file|env)"
    r"(?:\+\w+)?:.+|!(?:Ref|Sub|GetAtt|ImportValue|vault|env)\b.*|@@?[A-Za-z_][\w.-]*@@?|__[A-Za-z_][\w-]*__"
    r"|projects/.+/secrets/.+|encrypted:[A-Za-z0-9+/]{128,}={0,2}"
    r"|eyJpdiI6[A-Za-z0-9+/]{100,}={0,2}|ENC\[(?:AES256_GCM|PKCS7|GPG),[^\]]*\]"
    r"|ENC\([A-Za-z0-9+/=]{16,}\)|\{cipher\}[A-Za-z0-9+/=]{16,}"
)
_DEFAULTED = r"(?s)\$\{[A-Za-z_]\w*:?[-=](.*)\}"
_IDENTITY = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|0x[0-9A-Fa-f]{8,40}"  # an e-mail address, an OpenPGP key's ID
_PATH = r"(?:~|\.{1,2})?/?[\w.@-]+(?:/[\w.@-]+)+/?|/[\w.-]+|\.{0,2}/|[A-Za-z]:\\.*"
_CERTAIN_PATH = r"(?:~|\.{1,2})?/.*|.*\.(?:pem|key|crt|cer|p8|p12|pfx|jks|json|ya?ml|toml|ini|conf|txt|asc|gpg)"
_TIME = r"\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:?\d\d)?"
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_VARIABLES = r"\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Za-z_]\w*"
_WORD_APART = r"(?:[a-z]{1,12}|[A-Z]{1,12}|[A-Z][a-z]{1,11})"
_WORDS_APART = rf"{_WORD_APART}(?:[-_.]{_WORD_APART})+"
_MOUNT_KEYS = frozenset("type id src source env target dst".split())
_WORDS_JOINED = r"[a-z]{1,12}(?:[-_][a-z]{1,12})*|[A-Z]{1,12}(?:_[A-Z]{1,12})*"
_VOWELS = frozenset("aeiouyAEIOUY")
_AUTHORITY = r"[^\s/?#\"'`<>\\]{0,1024}"
_HEX = r"(?:0x)?[0-9a-fA-F]+"

# --- randomness -------------------------------------------------------------------------------------
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


def known_secrets(text: str, following: str = "") -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, kind) for each well-known key shape in a text that is no placeholder itself.

    ``following`` is the text behind, where the body of a private key may stand.
    """
    if not any(head in text for head in SHAPE_HEADS):  # compiling the expression costs more than most files
        return
    for match in re.finditer(_SHAPE, text):
        if not match.lastindex or is_placeholder(match[0]):
            continue
        kind = _KINDS[match.lastindex - 1]
        if kind == "a private key" and _is_hollow_body(text[match.end() : match.end() + _LONGEST] + "\n" + following):
            continue
        yield match.start(), match.end(), kind


def _is_hollow_body(rest: str) -> bool:
    """Return whether something stands behind a private key's header, but no base64, as in a template."""
    body = rest.partition("-----END")[0].replace("\\n", "\n").strip(" \t\r\n\"'\\")
    return bool(body) and re.search(r"[A-Za-z0-9+/]{32}", body) is None


def url_passwords(text: str) -> Iterator[int]:
    """Yield the offset of each URL that carries a real-looking password for a host that is not local.

    Source: RFC 3986, section 3.2 (authority = userinfo "@" host ":" port).
    """
    at = text.find("://")
    match_authority = re.compile(_AUTHORITY).match if at >= 0 else None
    while at >= 0 and match_authority:
        start = at
        while start > 0 and at - start < 32 and (text[start - 1].isalnum() or text[start - 1] in "+.-"):
            start -= 1
        authority = match_authority(text, at + 3)
        if start < at and authority and _has_password(authority[0]):
            yield start
        at = text.find("://", at + 3)


def judge(name: str, value: str) -> str:
    """Return the kind of real secret that a named value is, or "" for a value that may be committed.

    ``name`` may be empty. Well-known shapes and passwords in URLs count under any name, high entropy only
    under a secret-like one.
    """
    for _, _, kind in known_secrets(value):
        return kind
    for _ in url_passwords(value):
        return "a password in the URL of a remote host"
    return "a high-entropy value under a secret-like name" if is_high_entropy(name, value) else ""


def is_high_entropy(name: str, value: str) -> bool:
    """Return whether a value under a secret-like name looks generated, words around it apart."""
    value = value[:_LONGEST].removeprefix("django-insecure-")
    if not is_secret_name(name) or not is_random(value) or is_placeholder(value) or _is_path(value):
        return False
    if re.fullmatch(_TIME, value) or _is_plain_url(value):
        return False
    return is_random(re.sub(_SOFT_WORDS, "", value)) or _is_app_password(value)


def is_literal(name: str, value: str) -> bool:
    """Return whether a shell's value under a secret-like name is written out, be it random or not.

    Not so: empty, placeholder, reference, number, switch, path, or a default that everybody knows.
    """
    value = value[:_LONGEST]
    if not is_secret_name(name) or is_placeholder(value) or len(value) < 4 or value.isdigit():
        return False
    if value.startswith(("$(", "`")) or re.fullmatch(_IDENTITY, value):
        return False
    fixed = re.sub(_VARIABLES, "", value)
    return is_random(fixed) if fixed != value else not re.fullmatch(_PATH, value)


def default_of(value: str) -> str:
    """Return the literal default inside ``${NAME:-default}``, or the value as it is."""
    match = re.fullmatch(_DEFAULTED, value) if value.startswith("${") else None
    return match[1] if match else value


def is_secret_name(name: str) -> bool:
    """Return whether a variable's name says that it holds a secret, not something about one.

    ``DB_PASSWORD``, ``apiKey`` and ``JWT_SECRET_2`` do; ``TOKEN_URL``, ``SECRET_NAME``, ``PASSWORD_MIN_LENGTH``
    and ``AWS_SECRET_ARN`` do not.
    """
    words = [word.lower() for word in re.findall(_WORDS, name[:256])]
    if name.startswith(_BROWSER_PREFIXES) and not {"secret", "private", "password"}.intersection(words):
        return False
    while words and words[-1].isdigit():
        words.pop()
    if not words or words == ["pwd"] or words[-1] in _PLAIN_TAILS:
        return False
    if words in (["page", "token"], ["client", "request", "token"]):
        return False
    if words[-1] == "token" and _OPEN_TOKENS.intersection(words[-3:-1]):
        return False
    if words[-1] in _KEY_WORDS:
        return len(words) == 1 or words[-2] not in _OPEN_KEYS
    return any(word in _SECRET_WORDS or word.endswith(_SECRET_TAILS) for word in words)


def is_placeholder(value: str) -> bool:
    """Return whether a value says nothing: empty, a placeholder, or a reference to where the secret is kept."""
    value = value.strip()
    if not value or re.fullmatch(_REFERENCE, value) or value.lower() in _TRIVIAL or _PUBLISHED in value:
        return True
    if "${" in value or "{{" in value or "<%" in value:
        value = re.sub(r"\$\{[^{}]*\}|\{\{[^{}]*\}\}|<%[^%]*%>", "", value)
    if re.search(_HOLLOW_WORDS, value) or is_monotonous(value) or _is_mount(value):
        return True
    if re.fullmatch(r"(?i)[a-z]{0,8}[-_]?pass(?:word|wd)?[-_]?[0-9]{0,4}", value):
        return True
    rest, count = re.subn(_SOFT_WORDS, "", value)
    return bool(count) and re.fullmatch(r"[\W_]*\d{0,8}[\W_]*", rest) is not None


def is_random(value: str) -> bool:
    """Return whether a value looks generated: long enough, of mixed characters, and without words in it."""
    value = value.strip().rstrip("=")
    if _is_app_password(value):
        return True
    if len(value) < 12 or any(char.isspace() for char in value) or is_monotonous(value):
        return False
    compact = value.replace("-", "")
    if re.fullmatch(_HEX, compact):
        return len(compact) >= 16 and not compact.isdigit() and not compact.isalpha() and len(set(compact)) >= 7
    words = re.split("[-_.]", value) if re.fullmatch(_WORDS_APART, value) else []
    if words and all(len(word) < 4 or set(word) & _VOWELS for word in words):
        return False
    worded = letters = 0
    for word in re.findall(_WORDS, value):
        if word.isalpha():
            letters += len(word)
            worded += len(word) if is_word(word.lower()) else 0
    if not letters or (worded * 2 >= letters and _alternations(value) < 6):
        return False
    classes = (
        any(char.islower() for char in value)
        + any(char.isupper() for char in value)
        + any(char.isdigit() for char in value)
        + any(not char.isalnum() and char not in "-_." for char in value)
    )
    return len(value) >= (20 if classes == 1 else 16 if classes == 2 else 12)


def _is_app_password(value: str) -> bool:
    """Return whether a value has the form of the app passwords that mail providers give: ``abcd efgh ijkl mnop``."""
    groups = re.split("[ -]", value) if len(value) == 19 else []
    if [len(group) for group in groups] != [4] * 4 or not all(group.isalpha() and group.islower() for group in groups):
        return False
    return sum(not is_word(group) for group in groups) >= 2 and not is_monotonous(value)


def _is_plain_url(value: str) -> bool:
    """Return whether a value is a web address none of whose parts looks generated; an ID in its path may."""
    if not value.startswith(("https://", "http://")):
        return False
    address, _, query = value.partition("?")
    parts = [part for part in re.split("[/.:@#]", address) if not re.fullmatch(_UUID, part)]
    return not any(is_random(part) for part in [*parts, *re.split("[&=]", query)])


def _is_path(value: str) -> bool:
    """Return whether a value is a path none of whose parts looks generated."""
    plain = re.sub(_VARIABLES, "", value)
    if re.fullmatch(r"[A-Za-z0-9+/]{40}", value):
        return False  # the form of an AWS secret access key, and of no path with a suffix
    if not re.fullmatch(_CERTAIN_PATH, plain) or not re.fullmatch(_PATH, plain):
        return False
    return not any(is_random(part) for part in (part.partition(".")[0] for part in plain.split("/")) if len(part) >= 20)


def _is_mount(value: str) -> bool:
    """Return whether a value says where a secret lies, as Docker has it: ``id=npm,src=/home/app/.npmrc``."""
    parts = [part.partition("=") for part in value.split(",")]
    return len(parts) > 1 and all(
        name in _MOUNT_KEYS and (re.fullmatch(_WORDS_JOINED, place) or _is_path(place)) for name, _, place in parts
    )


def is_word(letters: str) -> bool:
    """Return whether lower-case letters read like a word of English or of programming, by their pairs."""
    if len(letters) < 4:
        return letters in (
            "key",
            "api",
            "dev",
            "app",
            "aws",
            "jwt",
            "the",
            "for",
            "and",
            "not",
            "use",
            "set",
            "new",
            "my",
        )
    pairs = [a + b for a, b in pairwise(letters)]
    return sum(pair in _PAIRS for pair in pairs) >= 0.65 * len(pairs)


def _alternations(value: str) -> int:
    """Return how often a letter and a digit stand side by side: seldom in words, often in base32 and base36."""
    return sum(a.isalnum() and b.isalnum() and a.isdigit() != b.isdigit() for a, b in pairwise(value))


def is_monotonous(value: str) -> bool:
    """Return whether the value repeats or counts: xxxx, 0000, abcdef, 123456, abcabcabc."""
    chars = [char for char in value.lower() if char.isalnum()]
    if len(chars) < 4:
        return True
    steps = sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(chars))
    varied = len(set(chars))
    return steps * 2 >= len(chars) or (len(chars) >= 12 and varied <= 5) or varied <= 2


def _has_password(authority: str) -> bool:
    userinfo, _, host = authority.rpartition("@")
    user, _, password = userinfo.partition(":")
    if len(password) < 4 or password.lower() == user.lower() or is_placeholder(password):
        return False
    return not _is_local(host)


def _is_local(host: str) -> bool:
    """Return whether a host is this machine, a neighbour container, a reserved name, or a placeholder."""
    host = host.lower()
    if host.startswith("["):
        return host.startswith("[::1]")
    host = host.partition(":")[0].rstrip(".")
    if "." not in host or host.startswith(("127.", "0.")):
        return True
    if host.endswith((".local", ".localhost", ".localdomain", ".test", ".example", ".invalid", "docker.internal")):
        return True
    if re.search(r"(?:^|\.)example\.(?:com|org|net)$", host):
        return True
    return bool(re.search(r"[<>{}$*\[\]()]|(?:^|[.-])(?:your|my|host|hostname|domain|server|xxx+)(?:[.-]|$)", host))

"""Which values in a file of credentials look real.

Sources: the manuals of netrc (curl), twine, pip, npm, Yarn, PostgreSQL (pgpass), git-credential-store, Docker's
``config.json``, htpasswd and s3fs; Kubernetes' Secret, Bitnami's SealedSecret, Terraform's state, and the columns of
the CSV files of the AWS console. Imported only when a file has to be read.
"""

from __future__ import annotations

import binascii
import contextlib
import re
from itertools import pairwise

from backend_standards.core.text import with_newlines
from backend_standards.readers import named_values
from backend_standards.secrets import env_values, secret_names, values
from backend_standards.secrets.env_values import Hit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from backend_standards.readers.named_values import Pair

_LARGEST_TEXT = (
    4 << 20
)  # characters; no settings file is larger; of one that is, only values that look random are found

# Compiled on first use (re caches them), as in `_values`.
_PGPASS_FIELD = r"(?:\\.|[^\\:])*"
_HTPASSWD = r"[^:\s#][^:]{0,255}:(?P<hash>\S+)"
# References that a program replaces within a value, beside those that _values knows.
_FILLED_IN = r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|\$\{[^{}]*\}|\$\([^()]*\)|%\([\w.-]+\)s|[#%@]\{[^{}]*\}|\$[A-Z_]{3,64}"
_PUBLIC = r"(?:ssh-|ecdsa-|sk-ssh-|sk-ecdsa-)[\w@.-]+ AAAA|-----BEGIN (?:CERTIFICATE|(?:RSA |EC )?PUBLIC KEY)"
# Names that take a secret and nothing else, where people write one out: `auth: ldap` or `key: Environment` are none.
_SURE_NAME = (
    r"(?i).*(?:pass(?:word|wd|phrase|code)?s?|pwd|secrets?|tokens?|api[-_ ]?keys?|credentials?|npmauthident"
    r"|(?:access|private|secret|signing|encryption|master|account|storage|service|license)[-_ ]?keys?)"
    r"(?:[-_.]?(?:\d+|prod|production|live|stage|staging|dev|test|qa|old|new|current|base|plain|raw))?"
)
# Names that say which secret, of Kubernetes or a store, is meant; names of variables; x in place of a value.
_REFERRING = (
    r"(?i)secrets?|credentials?|(?:existing|tls|image|imagepull|pull|external|target|source|from).*"
    r"|.*(?:password|credentials?|auth|token|key|cert|user)[-_]?secrets?"
)
_DNS_NAME = r"[a-z]+|[a-z0-9]+(?:[-./][a-z0-9]+)+"
_NAME_OF_VARIABLE = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
_PLAIN_NAME = r"[A-Za-z_][A-Za-z_.-]*[0-9]{0,2}"
_ELIDED = r"(?i)x{3}|\*{3}|\.{3}|_{3}|\u2026|#{3}"
_PASSWORDS = r"(?i)(?:.*[-_.])?(?:passwords|api[-_]?keys|tokens)"
_LITERAL = "a literal value under a secret-like name"
_BINARY = "a binary value under a secret-like name"
_NPM_NAMES = ("_authtoken", "_auth", "_password")
# The columns of the console's files that hold a secret, and those that say that it is one of these files.
_AWS_COLUMNS = frozenset(("secret access key", "password", "smtp password"))
_AWS_HEADS = frozenset(
    ("access key id", "user name", "iam user name", "smtp user name", "console login link", "console sign-in url")
)
_DOCKER_NAMES = ("auth", "identitytoken", "registrytoken", "password")


def secrets(text: str, kind: str, path: str, *, literals: bool) -> Iterator[Hit]:
    """Yield the values that must not be committed in a file of a kind of ``_secret_names``, at most one a value.

    Well-known key shapes, passwords in URLs and random values under secret-like names always; with ``literals`` also
    what is written out under such a name, random or not.
    """
    text = with_newlines(text)
    reader = _LOGINS.get(kind)
    if reader:
        yield from reader(text, literals)
        return
    quiet: set[int] = set()
    found: dict[int, list[Hit]] = {}
    if len(text) <= _LARGEST_TEXT:
        for first, document in _documents(text, kind, path):
            for hit in _judge(document, kind, literals, quiet, first):
                found.setdefault(hit.line, []).append(hit)
    for hit in env_values.real_values(text):
        if hit.line not in found and hit.line not in quiet:
            yield hit
    for hits in found.values():
        yield from hits


def state_secrets(text: str, _literals: bool) -> Iterator[Hit]:
    """Yield what a Terraform or OpenTofu state holds that is no business of a repository.

    Source: the state format, version 4 (``resources``, ``outputs``) and 3 (``modules``); OpenTofu's state encryption
    (``encrypted_data``). What is no JSON is judged by whether it speaks of resources.
    """
    import json

    tree: object = None
    if len(text) <= _LARGEST_TEXT:
        with contextlib.suppress(ValueError, RecursionError):
            tree = json.loads(text.lstrip("\ufeff"))
    what = _state_kind(tree) if isinstance(tree, dict) else "resources" if '"resources"' in text else ""
    if what:
        yield Hit(0, 0, "", what)
    elif '"encrypted_data"' not in text:
        yield from env_values.real_values(text)


def _state_kind(tree: dict[str, object]) -> str:
    modules = tree.get("modules")
    for module in [tree, *(modules if isinstance(modules, list) else ())]:
        if not isinstance(module, dict):
            continue
        if module.get("resources"):
            return "resources"
        outputs = module.get("outputs")
        for output in outputs.values() if isinstance(outputs, dict) else ():
            if isinstance(output, dict) and output.get("sensitive") is True:
                return "a sensitive output"
    return ""


# --- judging ----------------------------------------------------------------------------------------


def _documents(text: str, kind: str, path: str) -> Iterator[tuple[int, list[Pair]]]:
    """Yield (lines before it, pairs) for each document of a file."""
    name = path.lower()
    is_yaml = kind == secret_names.YARN or (kind == secret_names.SECRETS and (".yml" in name or ".yaml" in name))
    if is_yaml and text.lstrip("\ufeff \n")[:1] not in ("{", "["):
        before = 0
        for document in re.split(r"(?m)^---(?=\s|$)", text):
            yield before, list(named_values.yaml_pairs(document))
            before += document.count("\n")
    elif is_yaml:
        yield 0, [(line, column, names, value) for line, column, names, value, _ in named_values.tokens(text)]
    elif kind in (secret_names.SECRETS, secret_names.TFVARS):
        yield 0, list(named_values.token_pairs(text))
    elif kind == secret_names.NPM:
        yield 0, list(named_values.npm_pairs(text))
    else:
        yield 0, list(named_values.ini_pairs(text))


def _judge(pairs: list[Pair], kind: str, literals: bool, quiet: set[int], before: int) -> Iterator[Hit]:
    """Yield the hits of one document; add the lines that are judged here alone to ``quiet``."""
    kinds = {value for _, _, path, value in pairs if path[-1:] == ("kind",)}
    names = _names_beside(pairs)
    for number, (line, column, path, value) in enumerate(pairs):
        path = (*path[:-1], names[number]) if number in names else path
        what = ""
        if "SealedSecret" in kinds and "encryptedData" in path and _is_sealed(value):
            quiet.update(range(line + before, line + before + 1 + value.count("\n")))
        elif "Secret" in kinds and path[-2:-1] in (("data",), ("stringData",)):
            quiet.update(range(line + before, line + before + 1 + value.count("\n")))
            what = _manifest_kind(path[-1], value, encoded=path[-2] == "data", literals=literals)
        elif kind == secret_names.NPM:
            quiet.add(line + before)
            what = _npm_kind(path[-1], value, literals)
        elif kind == secret_names.PIP:
            what = _url_login(value)
        elif kind == secret_names.LOGIN and re.fullmatch(_SURE_NAME, path[-1]) and values.is_secret_name(path[-1]):
            what = "a login" if _is_login(value, literals) else ""
        else:
            what = _kind(path, value, literals=literals and kind != secret_names.AWS)
        if what:
            yield Hit(line + before, column, _printable_name(path[-1]), what)


def _names_beside(pairs: list[Pair]) -> dict[int, str]:
    """Return, for each pair that is the value of a record such as ``{name: DB_PASSWORD, value: …}``, its name."""
    names = {}
    for number, (first, second) in enumerate(pairwise(pairs)):
        keys = first[2][-1].lower(), second[2][-1].lower()
        if first[2][:-1] == second[2][:-1] and "value" in keys and {"name", "key"}.intersection(keys):
            is_second = keys[1] == "value"
            name = (first if is_second else second)[3]
            if len(name) <= 256 and values.is_secret_name(name):
                names[number + is_second] = name
    return names


def _kind(path: tuple[str, ...], value: str, *, literals: bool) -> str:
    """Return the kind of secret that a value under these names is, or ""."""
    value = values.default_of(value)
    if re.match(_PUBLIC, value):
        return ""
    name, outer = path[-1], path[-2] if len(path) > 1 else ""
    if name.lower() in ("value", "current", "previous", "plain", "plaintext") and values.is_secret_name(outer):
        name, outer = outer, ""
    is_sure = re.fullmatch(_PASSWORDS, outer) is not None  # db_passwords: {app: …}
    if is_sure or (name.lower() == "key" and "secret" not in outer.lower()):  # api: {key: …}; secret: {name: …, key: …}
        name = f"{outer}_{name}"
    kind = values.judge(name, value)
    if not kind and literals and (is_sure or re.fullmatch(_SURE_NAME, name)) and _is_written_out(name, value):
        return _LITERAL
    return kind


def _is_written_out(name: str, value: str) -> bool:
    """Return whether a value under a secret's name is one, not a word about it or the name of where it is kept."""
    if "://" in value or not values.is_literal(name, value) or re.fullmatch(_NAME_OF_VARIABLE, value):
        return False
    if re.fullmatch(_REFERRING, name) and re.fullmatch(_DNS_NAME, value):
        return False
    if value.istitle() and value.isalpha():  # a label
        return False
    if any(char.isspace() for char in value) and not any(char.isdigit() for char in value):  # a sentence
        return False
    if _compact(value) in _compact(name):  # clientSecret: clientSecret
        return False
    return _is_login(value, literals=True)


def _is_login(value: str, literals: bool) -> bool:
    """Return whether a value that stands where a password must is one."""
    value = value[:4096]
    plain = re.sub(_FILLED_IN, "", value)
    if plain != value or not literals:
        return values.is_random(plain) and not values.is_placeholder(plain)
    return len(value) >= 4 and not values.is_placeholder(value) and not re.search(_ELIDED, value)


def _printable_name(name: str) -> str:
    """Return a name for a message; "" for one that may be the piece of a secret in front of a colon."""
    name = name.rpartition("/:")[2]  # //host/:_authToken
    return env_values.printable_name(name) if re.fullmatch(_PLAIN_NAME, name) else ""


def _compact(text: str) -> str:
    return "".join(char for char in text[:4096].lower() if char.isalnum())


def _is_sealed(value: str) -> bool:
    """Return whether a value is a SealedSecret's: the length of an RSA ciphertext, that, and what AES-GCM encrypted."""
    data = _from_base64("".join(value.split()))
    length = int.from_bytes(data[:2], "big")
    return length in (256, 384, 512) and len(data) >= 2 + length + 16


def _manifest_kind(name: str, value: str, *, encoded: bool, literals: bool) -> str:
    """Return the kind of secret that an entry of a Kubernetes Secret is, or ""."""
    if encoded:
        decoded = _from_base64("".join(value.split()))
        if not decoded or values.is_placeholder(value):  # a template's expression
            return ""
        try:
            value = decoded.decode()
        except UnicodeDecodeError:
            return _binary_kind(name, decoded)
    if name.startswith(".docker"):
        return next((hit.kind for hit in _docker(value, literals)), "")
    hit = next(env_values.real_values(value), None)
    if hit:
        return hit.kind
    value = value.strip()
    kind = _kind((name,), value, literals=literals)
    return kind or ("a high-entropy value" if values.is_high_entropy("secret", value) else "")


def _binary_kind(name: str, data: bytes) -> str:
    from backend_standards.secrets import private_keys

    if secret_names.classify(name) == secret_names.STORE:
        return private_keys.holds_keys(data, is_trust_store="trust" in name or "cacerts" in name)
    kind = private_keys.private_key(data)
    return kind or (_BINARY if len(data) <= 1024 and values.is_secret_name(name) else "")


def _npm_kind(name: str, value: str, literals: bool) -> str:
    if not name.lower().endswith(_NPM_NAMES):
        return values.judge("", value) or _url_login(value)
    if not name.lower().endswith("_authtoken"):  # both others are base64
        value = _from_base64(value).decode("latin-1").rpartition(":")[2] or value
    return "a login of a package registry" if _is_login(value, literals) else ""


def _url_login(value: str) -> str:
    """Return what the URLs in a text log in with, a token in place of a user too."""
    for _ in values.url_passwords(value):
        return "a password in the URL of a remote host"
    for _, _, kind in values.known_secrets(value):
        return kind
    for authority in re.findall(r"://([^\s/?#\"'`<>\\]{1,1024})@", value):
        if values.is_high_entropy("secret", authority.rpartition(":")[2]):
            return "a token in a URL"
    return ""


def _from_base64(value: str) -> bytes:
    value += "=" * (-len(value) % 4)
    if not value or not re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", value):
        return b""
    try:
        return binascii.a2b_base64(value)
    except binascii.Error:
        return b""


# --- files with logins and nothing else -------------------------------------------------------------


def _netrc(text: str, literals: bool) -> Iterator[Hit]:
    """Source: curl's and inetutils' netrc; a macro lasts up to an empty line."""
    previous, in_macro = "", False
    for number, line in enumerate(text.split("\n"), 1):
        in_macro = in_macro and bool(line.strip())
        if in_macro or line.lstrip().startswith("#"):
            continue
        for word in re.finditer(named_values.FIELD, line):
            value = word["quoted"] or word["bare"] or ""
            if previous in ("password", "account"):
                if _is_login(value, literals):
                    yield Hit(number, word.start() + 1, previous, "a login")
                previous = ""
            elif previous in ("login", "machine"):
                for _, _, kind in values.known_secrets(value):  # a token in a user's place
                    yield Hit(number, word.start() + 1, previous, kind)
                previous = ""
            elif value == "macdef":
                in_macro = True
                break
            else:
                previous = value


def _pgpass(text: str, literals: bool) -> Iterator[Hit]:
    """Source: PostgreSQL's manual, "The Password File": hostname:port:database:username:password."""
    for number, line in enumerate(text.split("\n"), 1):
        fields = [] if line.startswith("#") else list(re.finditer(_PGPASS_FIELD, line))
        starts = [field.start() for field in fields if not field.start() or line[field.start() - 1] == ":"]
        if len(starts) >= 5 and _is_login(line[starts[4] :].strip(), literals):
            yield Hit(number, starts[4] + 1, "", "a database's password")


def _git(text: str, literals: bool) -> Iterator[Hit]:
    """Source: git-credential-store(1): one URL a line, its user and password percent-encoded."""
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(r"\s*[a-z+]{1,16}://([^\s/?#]{1,2048})@", line)
        if not match:
            continue
        user, _, password = match[1].partition(":")
        if _is_login(password, literals) or _url_login(line) or _is_login(user, literals=False):
            yield Hit(number, match.start(1) + 1, "", "a login of a git host")


def _docker(text: str, literals: bool) -> Iterator[Hit]:
    """Source: Docker's ``config.json``: ``auths`` holds base64 of user:password for each registry."""
    for line, column, path, value in named_values.token_pairs(text):
        name = path[-1].lower()
        if name == "auth":
            decoded = _from_base64(value).decode("latin-1")
            value = decoded.partition(":")[2] if decoded else value
        if name in _DOCKER_NAMES and _is_login(value, literals):
            yield Hit(line, column, path[-1], "a login of a container registry")
        elif name not in _DOCKER_NAMES and values.judge(path[-1], value):
            yield Hit(line, column, _printable_name(path[-1]), "a login")


def _htpasswd(text: str, _literals: bool) -> Iterator[Hit]:
    """Source: htpasswd(1): user:hash; a hash is guessed at leisure, so literals or not is no question."""
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(_HTPASSWD, line)
        if match and not values.is_placeholder(match["hash"]):
            yield Hit(number, match.start("hash") + 1, "", "a user's password or its hash")


def _s3fs(text: str, literals: bool) -> Iterator[Hit]:
    """Source: s3fs(1): [bucket:]access key ID:secret access key."""
    for number, line in enumerate(text.split("\n"), 1):
        head, colon, value = line.strip().rpartition(":")
        if colon and head and not head.startswith("#") and _is_login(value, literals):
            yield Hit(number, line.rfind(":") + 2, "", "a secret access key")


def _aws_csv(text: str, literals: bool) -> Iterator[Hit]:
    """Source: the CSV files of the AWS console, old and new; an old ``rootkey.csv`` has NAME=value lines."""
    import csv

    columns: dict[int, str] = {}
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        if len(line) > 65536 or not line.strip():
            continue
        delimiter = ";" if line.count(";") > line.count(",") else ","
        cells = next(csv.reader([line], strict=False, delimiter=delimiter), [])
        names = [cell.strip().lower() for cell in cells]
        if _AWS_HEADS & {*names} and _AWS_COLUMNS & {*names}:
            columns = {at: name for at, name in enumerate(names) if name in _AWS_COLUMNS}
            continue
        for at, name in columns.items():
            if at < len(cells) and _is_login(cells[at].strip(), literals):
                yield Hit(number, max(line.find(cells[at]), 0) + 1, "", f"the {name} of a user")
        name, equals, value = line.strip().partition("=")
        if equals and name in ("AWSSecretKey", "AWSAccessKeyId") and values.judge("AWSSecretKey", value):
            yield Hit(number, line.find("=") + 2, name, "an access key of the account's root user")


_LOGINS: dict[str, Callable[[str, bool], Iterable[Hit]]] = {
    secret_names.NETRC: _netrc,
    secret_names.PGPASS: _pgpass,
    secret_names.GIT: _git,
    secret_names.DOCKER: _docker,
    secret_names.HTPASSWD: _htpasswd,
    secret_names.S3FS: _s3fs,
    secret_names.AWS_CSV: _aws_csv,
    secret_names.STATE: state_secrets,
}

"""Which values in a file of credentials look real.

Sources: the manuals of twine, pip, npm and Yarn; Kubernetes' Secret, Bitnami's SealedSecret. Imported only when a file
has to be read.
"""

from __future__ import annotations

import re
from itertools import pairwise

from backend_standards.core import Stopped
from backend_standards.core.text import with_newlines
from backend_standards.readers import named_values
from backend_standards.secrets import secret_names
from backend_standards.secrets.base64_text import decoded
from backend_standards.secrets.env_values import Hit, real_values
from backend_standards.secrets.login_values import is_login, printable_name, url_login
from backend_standards.secrets.placeholders import default_of, is_placeholder
from backend_standards.secrets.values import (
    LARGEST_TEXT,
    LITERAL,
    LONGEST,
    TOO_LARGE,
    is_high_entropy,
    is_literal,
    judge,
)
from backend_standards.secrets.variable_names import is_secret_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.readers.named_values import Pair

_LARGEST_KEY = 1024  # bytes of a binary value; longer ones are pictures and archives
_LONGEST_NAME = 256  # characters of a name that is a value itself
_NAMES_AND_VALUES = (
    *(secret_names.AWS, secret_names.LOGIN, secret_names.NPM, secret_names.PIP),
    *(secret_names.SECRETS, secret_names.TFVARS, secret_names.YARN),
)
_BINARY = "a binary value under a secret-like name"

# Expressions are kept as text and compiled on first use (re caches them): most files need none of them.
_PUBLIC = r"(?:ssh-|ecdsa-|sk-ssh-|sk-ecdsa-)[\w@.-]+ AAAA|-----BEGIN (?:CERTIFICATE|(?:RSA |EC )?PUBLIC KEY)"
# Names whose value is always a secret. Names that often have another value (auth: ldap, key: Environment) are not here.
_SURE_NAME = (
    r"(?i).*(?:pass(?:word|wd|phrase|code)?s?|pwd|secrets?|tokens?|api[-_ ]?keys?|credentials?|npmauthident"
    r"|(?:access|private|secret|signing|encryption|master|account|storage|service|license)[-_ ]?keys?)"
    r"(?:[-_.]?(?:\d+|prod|production|live|stage|staging|dev|test|qa|old|new|current|base|plain|raw))?"
)
# Names whose value may be the name of a secret in Kubernetes or in a store.
_REFERRING = (
    r"(?i)secrets?|credentials?|(?:existing|tls|image|imagepull|pull|external|target|source|from).*"
    r"|.*(?:password|credentials?|auth|token|key|cert|user)[-_]?secrets?"
)
_DNS_NAME = r"[a-z]+|[a-z0-9]+(?:[-./][a-z0-9]+)+"
_NAME_OF_VARIABLE = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
_PASSWORDS = r"(?i)(?:.*[-_.])?(?:passwords|api[-_]?keys|tokens)"  # a table of them: its values have any name
_VARIABLE = r"\$[{A-Z_][A-Z0-9_]*(?![A-Za-z0-9])|\$[{(]"
_HUMP = r"(?<=[a-z0-9])(?=[A-Z])"  # in camelCase
_WRAPPERS = ("value", "current", "previous", "plain", "plaintext")  # db_password: {value: ...}
_NPM_PLAIN = ("_authtoken",)
_NPM_ENCODED = ("_auth", "_password")  # in base64, "_auth" with the user before it
_DOCUMENT = r"(?m)^---(?=\s|$)"
# A sealed value: the length of an RSA ciphertext (2048, 3072 or 4096 bits), the ciphertext, and the tag of AES-GCM.
_RSA_LENGTHS = (256, 384, 512)
_GCM_TAG = 16


def secrets(text: str, kind: str, path: str, *, literals: bool) -> Iterator[Hit]:
    """Yield the values that must not be committed in a file of a kind of ``secret_names``, at most one hit for each.

    Keys of a known shape, passwords in URLs and random values under secret-like names always count; with ``literals``
    what is written out under such a name counts too, random or not.

    Raises:
        Stopped: the file is too large, or nested too deep, to be judged.
    """
    text = with_newlines(text)
    if kind in _NAMES_AND_VALUES:
        yield from _named_secrets(text, kind, path, literals=literals)
    elif kind == secret_names.STATE:
        from backend_standards.secrets.terraform_state import state_secrets

        yield from state_secrets(text, path)
    else:
        from backend_standards.secrets.login_files import READERS

        yield from READERS[kind](text, literals)


def _named_secrets(text: str, kind: str, path: str, *, literals: bool) -> Iterator[Hit]:
    judged: set[int] = set()
    found: dict[int, list[Hit]] = {}
    if len(text) > LARGEST_TEXT:
        hits = list(real_values(text))  # which need no names
        if not hits:
            raise Stopped(TOO_LARGE.format(path))
        yield from hits
        return
    for before, document in _documents(text, kind, path):
        for hit in _judge_document(document, kind, literals, judged, before):
            found.setdefault(hit.line, []).append(hit)
    for hit in real_values(text):
        if hit.line not in found and hit.line not in judged:
            yield hit
    for hits in found.values():
        yield from hits


def _documents(text: str, kind: str, path: str) -> Iterator[tuple[int, list[Pair]]]:
    """Yield (number of lines before it, pairs) for each document of a file."""
    name = path.lower()
    is_yaml = kind == secret_names.YARN or (kind == secret_names.SECRETS and (".yml" in name or ".yaml" in name))
    if is_yaml and text.lstrip("\ufeff \n")[:1] not in ("{", "["):
        before = 0
        for document in re.split(_DOCUMENT, text):
            yield before, list(named_values.yaml_pairs(document))
            before += document.count("\n")
    elif is_yaml:
        yield 0, [(line, column, names, value) for line, column, names, value, _ in named_values.tokens(text)]
    elif kind == secret_names.SECRETS and any(suffix in name for suffix in secret_names.INI_SUFFIXES):
        yield 0, list(named_values.ini_pairs(text))
    elif kind in (secret_names.SECRETS, secret_names.TFVARS):
        yield 0, list(named_values.token_pairs(text))
    elif kind == secret_names.NPM:
        yield 0, list(named_values.npm_pairs(text))
    else:
        yield 0, list(named_values.ini_pairs(text))


def _judge_document(pairs: list[Pair], kind: str, literals: bool, judged: set[int], before: int) -> Iterator[Hit]:
    """Yield the hits of one document; add the lines that are judged only here to ``judged``."""
    manifests = {value for _, _, path, value in pairs if path[-1:] == ("kind",)}
    names = _names_beside(pairs)
    for number, (line, column, path, value) in enumerate(pairs):
        path = (*path[:-1], names[number]) if number in names else path
        first = line + before
        what = ""
        if kind == secret_names.TFVARS and not re.match(_VARIABLE, value):
            value = value.lstrip("$")  # HCL knows only ${...}; a password may begin with the sign
        if "SealedSecret" in manifests and "encryptedData" in path and _is_sealed(value):
            judged.update(range(first, first + 1 + value.count("\n")))
        elif "Secret" in manifests and path[-2:-1] in (("data",), ("stringData",)):
            judged.update(range(first, first + 1 + value.count("\n")))
            what = _manifest_kind(path[-1], value, encoded=path[-2] == "data", literals=literals)
        elif kind == secret_names.NPM:
            judged.add(first)
            what = _npm_kind(path[-1], value, literals)
        elif kind == secret_names.PIP:
            what = url_login(value)
        elif kind == secret_names.LOGIN and re.fullmatch(_SURE_NAME, path[-1]) and is_secret_name(path[-1]):
            what = "a login" if is_login(value, literals) else ""
        else:
            what = _kind(path, value, literals=literals and kind != secret_names.AWS)
        if what:
            yield Hit(first, column, printable_name(path[-1]), what)


def _names_beside(pairs: list[Pair]) -> dict[int, str]:
    """Return, for the number of each pair that is the value of a record {name: DB_PASSWORD, value: ...}, that name."""
    names = {}
    for number, (first, second) in enumerate(pairwise(pairs)):
        keys = first[2][-1].lower(), second[2][-1].lower()
        if first[2][:-1] == second[2][:-1] and "value" in keys and {"name", "key"}.intersection(keys):
            is_second = keys[1] == "value"
            name = (first if is_second else second)[3]
            if len(name) <= _LONGEST_NAME and is_secret_name(name):
                names[number + is_second] = name
    return names


def _kind(path: tuple[str, ...], value: str, *, literals: bool) -> str:
    """Return the kind of secret that a value under these names is, or ""."""
    value = default_of(value)
    if re.match(_PUBLIC, value):
        return ""
    name, outer = path[-1], path[-2] if len(path) > 1 else ""
    if name.lower() in _WRAPPERS and is_secret_name(outer):
        name, outer = outer, ""
    is_sure = re.fullmatch(_PASSWORDS, re.sub(_HUMP, "_", outer)) is not None
    if is_sure or (name.lower() == "key" and "secret" not in outer.lower()):  # api: {key: …}; not secret: {key: …}
        # api_keys: {bob: …} is a key, api_keys: {url: …} is not.
        name = outer if is_sure and is_secret_name(f"token_{name}") else f"{outer}_{name}"
    kind = judge(name, value)
    if not kind and literals and (is_sure or re.fullmatch(_SURE_NAME, name)) and _is_written_out(name, value):
        return LITERAL
    return kind


def _is_written_out(name: str, value: str) -> bool:
    """Return whether a value under a secret's name is the secret, not a word about it or the name of its place."""
    if "://" in value or not is_literal(name, value) or re.fullmatch(_NAME_OF_VARIABLE, value):
        return False
    if re.fullmatch(_REFERRING, name) and re.fullmatch(_DNS_NAME, value):
        return False
    if value.istitle() and value.isalpha():  # a label
        return False
    if any(char.isspace() for char in value) and not any(char.isdigit() for char in value):  # a sentence
        return False
    if _compact(value) in _compact(name):  # clientSecret: client-secret
        return False
    return is_login(value, literals=True)


def _compact(text: str) -> str:
    return "".join(char for char in text[:LONGEST].lower() if char.isalnum())


def _is_sealed(value: str) -> bool:
    """Return whether a value is one of a SealedSecret."""
    data = decoded("".join(value.split()))
    length = int.from_bytes(data[:2], "big")
    return length in _RSA_LENGTHS and len(data) >= 2 + length + _GCM_TAG


def _manifest_kind(name: str, value: str, *, encoded: bool, literals: bool) -> str:
    """Return the kind of secret that an entry of a Kubernetes Secret is, or ""."""
    if encoded:
        data = decoded("".join(value.split()))
        if not data or is_placeholder(value):  # an expression of a template
            return ""
        try:
            value = data.decode()
        except UnicodeDecodeError:
            return _binary_kind(name, data)
    if name.startswith(".docker"):
        from backend_standards.secrets.login_files import docker_logins

        return next((hit.kind for hit in docker_logins(value, literals)), "")
    hit = next(real_values(value), None)
    if hit:
        return hit.kind
    value = value.strip()
    kind = _kind((name,), value, literals=literals)
    return kind or ("a high-entropy value" if is_high_entropy("secret", value) else "")


def _binary_kind(name: str, data: bytes) -> str:
    from backend_standards.secrets import private_keys

    if secret_names.classify(name) == secret_names.STORE:
        return private_keys.holds_keys(data, is_trust_store=private_keys.is_trust_store(name))
    kind = private_keys.private_key(data)
    return kind or (_BINARY if len(data) <= _LARGEST_KEY and is_secret_name(name) else "")


def _npm_kind(name: str, value: str, literals: bool) -> str:
    name = name.lower()
    if not name.endswith((*_NPM_PLAIN, *_NPM_ENCODED)):
        return judge("", value) or url_login(value)
    if not name.endswith(_NPM_PLAIN):
        value = decoded(value).decode("latin-1").rpartition(":")[2] or value
    return "a login of a package registry" if is_login(value, literals) else ""

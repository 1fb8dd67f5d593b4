"""Is the content of a file provably encrypted?

Sources: dotenvx, dotenv-vault and sops (their documentation and their output), git-crypt(1), Ansible Vault 1.1 and
1.2, age (C2SP, age-encryption.org/v1), RFC 9580 (OpenPGP), openssl-enc(1), the Fernet specification, Laravel's
``env:encrypt``, AWS KMS and the AWS Encryption SDK's message format. Imported only when a file has to be read.
``tests/ciphertexts`` has what the tools themselves wrote.
"""

from __future__ import annotations

import binascii
import re

from backend_standards.core.text import GIT_CRYPT, lines
from backend_standards.secrets.base64_text import decoded_padded
from backend_standards.secrets.env_values import real_values
from backend_standards.secrets.values import judge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LARGEST_TEXT = 16 << 20  # bytes; no settings file is larger, and the lines of one would take gigabytes of memory

# Expressions are kept as text and compiled on first use (re caches them): most files need none of them.
_ENV_LINE = r"(?s)(?:export[ \t]+)?(?P<name>[A-Za-z_][\w.-]*)[ \t]*=(?P<value>.*)"
_EXPORT = r"export[ \t]+[A-Za-z_]\w*"
# One whole value, followed by nothing but a comment.
_ENV_VALUE = (
    r"(?s)(?P<quote>[\"'`])(?P<quoted>[^\"'`]*)(?P=quote)(?:[ \t]*#.*)?|(?P<bare>[^\s\"'`#]*)(?:[ \t]+#.*)?|#.*"
)
_MARKS_OF_DOTENV = ("encrypted:", "DOTENV_VAULT", "sops_mac=", "eyJ")
_VAULT_SETTING = r"[0-9]{1,6}|vlt_[0-9a-f]{64}"  # the version or the ID of a dotenv-vault, which are not secret
_PUBLIC_KEY = r"0[23][0-9a-fA-F]{64}"  # of secp256k1, compressed, as dotenvx writes it
_SOPS_VALUE = (
    r"ENC\[AES256_GCM,data:[A-Za-z0-9+/]*={0,2},iv:[A-Za-z0-9+/]{43}=,tag:[A-Za-z0-9+/]{22}==,"
    r"type:(?:str|int|float|bool|bytes|time|comment)\]"
)
_SOPS_YAML = rf"(?:.*(?:: |- ))?(?P<quote>[\"']?){_SOPS_VALUE}(?P=quote)"
_SOPS_FIELD = (
    r"(?:kms|gcp_kms|azure_kv|hc_vault|hckms|age|pgp|key_groups|shamir_threshold|lastmodified|mac|mac_only_encrypted|"
    r"version|(?:un)?encrypted_(?:suffix|regex|comment_regex))"
)
_UNENCRYPTED = "_unencrypted"  # sops leaves the values of such names plain
_PLAIN = "_PLAIN"  # and dotenvx those of such names
_NO_VALUES = frozenset(("", '""', "''", "null", "~", "{}", "[]"))
_FERNET = r"gAAAAA[A-Za-z0-9_-]{92,}={0,2}"
_FERNET_REST = 9  # bytes beyond whole blocks of 16: version, time, IV and HMAC take 57 (Fernet specification)
_ARMOUR = (
    r"-----BEGIN (AGE ENCRYPTED FILE|PGP MESSAGE)-----\n(?:(?:Version|Comment|MessageID|Hash|Charset): [^\n]*\n)*\n?"
    r"([A-Za-z0-9+/=\n]+?)(?:\n=[A-Za-z0-9+/]{4})?\n-----END \1-----"
)
_ANSIBLE = r"\$ANSIBLE_VAULT;1\.[12];AES256(?:;[^;\s]+)?\r?\n([0-9a-f\s]+)"
_ANSIBLE_BODY = rb"[0-9a-f]{64}\n[0-9a-f]{64}\n(?:[0-9a-f]{32})+"  # salt, HMAC, blocks
_AGE = rb"age-encryption\.org/v1\n(?:-> [^\n]*\n(?:[A-Za-z0-9+/]{0,64}\n)*)+--- [A-Za-z0-9+/]{43}\n"
# OpenSSL; AWS KMS; AWS Encryption SDK, message formats 1 and 2, by their algorithm suites.
_SEALED = rb"Salted__|\x01\x02[\x02\x03]\x00x|\x01\x80[\x00-\x03][\x14\x46\x78]|\x02[\x04\x05]x"

# How many bytes follow the head of a ciphertext at least.
_LEAST_OF_GIT_CRYPT = 13  # a nonce of 12, and a byte
_LEAST_OF_AGE = 32  # a nonce of 16, and the tag of an empty chunk
_LEAST_OF_SEALED = 24  # OpenSSL: a salt of 8, and a block of 16
_LEAST_OF_OPENPGP = 16
_LEAST_OF_VAULT = 28  # a nonce of 12, and a tag of 16
_LEAST_OF_DOTENVX = 97  # a public key of 65, uncompressed, a nonce of 16, and a tag of 16
_LEAST_OF_LARAVEL = 13  # an IV of 12, and a byte
_SAMPLE = 4096  # bytes that are looked at: enough to tell text from random bytes
_MOST_PRINTABLE = 0.8  # of text nearly all bytes are printable, of random bytes less than 40 %


def encryption(data: bytes, text: str) -> tuple[bool, int]:
    """Return whether the content has the form of an encrypted file, and the first line that is plain all the same.

    Only ``(True, 0)`` proves encryption. ``(True, 7)``: dotenvx or sops, but line 7 has a plain value.
    """
    if _is_opaque(data, text.strip()):
        return True, 0
    if len(data) > _LARGEST_TEXT:
        return False, 0
    rows = lines(text)
    for form in (_dotenv_form, _sops_yaml_form, _sops_json_form):
        plain = form(rows)
        if plain >= 0:
            return True, plain
    return False, 0


def _dotenv_form(rows: Sequence[str]) -> int:
    """Return the first plain line of a dotenvx, sops or dotenv-vault file, 0 for none, -1 for another file."""
    if not any(mark in row for row in rows for mark in _MARKS_OF_DOTENV):
        return -1
    is_sops = any(row.startswith("sops_mac=") for row in rows)
    plain, is_encrypted = 0, False
    for number, row in enumerate(rows, 1):
        stripped = row.strip()
        if not stripped or stripped.startswith("#") or re.fullmatch(_EXPORT, stripped):
            continue
        sealed, is_plain = _judge_setting(stripped, is_sops=is_sops)
        is_encrypted = is_encrypted or sealed
        if is_plain:
            plain = plain or number
        if plain and is_encrypted:
            return plain
    if not is_encrypted:
        return -1
    hit = next(real_values("\n".join(rows)), None)  # in a comment
    return hit.line if hit else 0


def _judge_setting(row: str, *, is_sops: bool) -> tuple[bool, bool]:
    """Return whether a line of an env file is encrypted, and whether it is plain and may not be."""
    match = re.fullmatch(_ENV_LINE, row)
    name, value = (match["name"], match["value"].strip()) if match else ("", row)
    if is_sops:  # which knows neither quotes nor comments after a value
        sealed = re.fullmatch(_SOPS_VALUE, value) is not None
        is_field = re.match(rf"sops_{_SOPS_FIELD}(?:__|$)", name) is not None
        return sealed, bool(value) and not sealed and not is_field and not _may_be_plain(name, value)
    whole = re.fullmatch(_ENV_VALUE, value)
    value = (whole["quoted"] or whole["bare"] or "") if whole and match else row
    if name.startswith("DOTENV_VAULT"):
        is_setting = re.fullmatch(_VAULT_SETTING, value) is not None
        sealed = not is_setting and _is_random(decoded_padded(value), _LEAST_OF_VAULT)
    else:
        is_setting = name.startswith("DOTENV_PUBLIC_KEY") and re.fullmatch(_PUBLIC_KEY, value) is not None
        sealed = _is_dotenvx(value) or (value.startswith("eyJ") and _is_envelope(decoded_padded(value)))
    return sealed, bool(value) and not sealed and not is_setting and not _may_be_plain(name, value, _PLAIN)


def _may_be_plain(name: str, value: str, suffix: str = _UNENCRYPTED) -> bool:
    """Return whether sops, or dotenvx, leaves a value plain because of its name, and it is not a secret."""
    return name.endswith(suffix) and not judge(name.removesuffix(suffix), value)


def _sops_yaml_form(rows: Sequence[str]) -> int:
    """Return the first plain line of a sops YAML file, 0 for none, -1 for another file."""
    if "sops:" not in rows or not any(re.fullmatch(rf"\s+mac: {_SOPS_VALUE}", row) for row in rows):
        return -1
    in_metadata, metadata_indent = False, 0
    comments: dict[int, str] = {}
    is_sealed = re.compile(rf"#?{_SOPS_YAML}").fullmatch
    for number, row in enumerate(rows, 1):
        body = row.strip(" ")
        if not body or row.rstrip() == "---":
            continue
        indent = len(row) - len(row.lstrip(" "))
        if not indent:
            in_metadata, metadata_indent = row == "sops:", 0
        elif in_metadata:
            metadata_indent = metadata_indent or indent
            if indent == metadata_indent and not re.match(rf"{_SOPS_FIELD}:(?: |$)", body):
                return number
        if in_metadata or body.startswith("? ") or is_sealed(body):
            continue
        if body.startswith("#"):
            comments[number] = body
        elif _is_plain_yaml(body):
            return number
    hit = next(real_values("\n".join(comments.values())), None)
    return list(comments)[hit.line - 1] if hit else 0


def _is_plain_yaml(body: str) -> bool:
    """Return whether a line of YAML has a value that sops would have encrypted."""
    name, _, value = body.rpartition(": ")
    if value in _NO_VALUES or body.rpartition("- ")[2] in _NO_VALUES or (not name and body.endswith(":")):
        return False
    name, _, value = body.partition(": ")
    return not _may_be_plain(name, value)


def _sops_json_form(rows: Sequence[str]) -> int:
    """Return the first plain line of a sops JSON file, 0 for none, -1 for another file."""
    if not next((row for row in rows if row.strip()), "").lstrip().startswith("{"):
        return -1
    if not any('"sops"' in row for row in rows):
        return -1
    import json

    try:
        tree = json.loads("\n".join(rows), object_pairs_hook=tuple)  # keeps both values of a key that is there twice
    except (ValueError, RecursionError):
        return -1
    metadata = [node for name, node in tree if name == "sops"]
    if len(metadata) != 1 or not isinstance(metadata[0], tuple):
        return -1
    if not re.fullmatch(_SOPS_VALUE, str(dict(metadata[0]).get("mac"))):
        return -1
    unknown = [name for name, _ in metadata[0] if not re.fullmatch(_SOPS_FIELD, name)]
    name = unknown[0] if unknown else next(_plain_members([pair for pair in tree if pair[0] != "sops"]), None)
    if name is None:
        return 0
    key = json.dumps(name, ensure_ascii=False)
    return 1 + next((at for at, row in enumerate(rows) if key in row), 0)


def _plain_members(nodes: list[tuple[str, object]]) -> Iterator[str]:
    """Yield the names of the members, at any depth, whose value sops would have encrypted; members are tuples here."""
    while nodes:
        name, node = nodes.pop()
        if isinstance(node, tuple):
            nodes.extend(node)
        elif isinstance(node, list):
            nodes.extend((name, each) for each in node)
        elif node not in (None, "") and not re.fullmatch(_SOPS_VALUE, str(node)) and not _may_be_plain(name, str(node)):
            yield name


def _is_opaque(data: bytes, stripped: str) -> bool:
    """Return whether the whole content is one ciphertext of a known form."""
    if _is_sealed_bytes(data):
        return True
    if stripped.startswith("$ANSIBLE_VAULT;1."):
        match = re.fullmatch(_ANSIBLE, stripped)
        body = "".join(match[1].split()) if match else ""
        return len(body) % 2 == 0 and re.fullmatch(_ANSIBLE_BODY, binascii.unhexlify(body)) is not None
    if stripped.startswith("-----BEGIN "):
        match = re.fullmatch(_ARMOUR, stripped.replace("\r\n", "\n"))
        return match is not None and _is_sealed_bytes(decoded_padded(match[2].replace("\n", "")))
    if stripped.startswith("gAAAAA"):
        size = len(stripped.rstrip("=")) * 3 // 4
        return re.fullmatch(_FERNET, stripped) is not None and size % 16 == _FERNET_REST
    decoded = decoded_padded(stripped.replace("\r", "").replace("\n", ""))
    return _is_envelope(decoded) or _is_sealed_bytes(decoded)


def _is_sealed_bytes(data: bytes) -> bool:
    """Return whether bytes are a git-crypt, age, OpenPGP, OpenSSL, AWS KMS or AWS Encryption SDK ciphertext."""
    if data.startswith(GIT_CRYPT):
        return _is_random(_sample(data, len(GIT_CRYPT)), _LEAST_OF_GIT_CRYPT)
    if data.startswith(b"age-encryption.org/v1\n"):
        header = re.match(_AGE, data)
        return header is not None and _is_random(_sample(data, header.end()), _LEAST_OF_AGE)
    head = re.match(_SEALED, data)
    if head:
        return _is_random(_sample(data, head.end()), _LEAST_OF_SEALED)
    return _is_openpgp(data)


def _sample(data: bytes, start: int) -> bytes:
    return data[start : start + _SAMPLE]


def _is_random(data: bytes, least: int) -> bool:
    """Return whether there are at least so many bytes, and they are not text: mostly unprintable, and not UTF-8."""
    head = data[:_SAMPLE]
    printable = sum(32 <= byte < 127 or byte in b"\t\r\n" for byte in head)
    if len(data) < least or printable >= _MOST_PRINTABLE * len(head):
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start < _SAMPLE - 3  # the sample may end inside a character
    return False


def _is_envelope(data: bytes) -> bool:
    """Return whether bytes are the JSON that Laravel's encrypter writes."""
    if not data.startswith(b"{"):
        return False
    import json

    try:
        envelope = json.loads(data)
    except (ValueError, RecursionError):
        return False
    if not isinstance(envelope, dict) or not {"iv", "value"} <= envelope.keys() <= {"iv", "value", "mac", "tag"}:
        return False
    iv, value = decoded_padded(str(envelope["iv"])), decoded_padded(str(envelope["value"]))
    return len(iv) in (12, 16) and _is_random(iv + value, _LEAST_OF_LARAVEL)  # of AES-GCM, of AES-CBC


def _is_dotenvx(value: str) -> bool:
    """Return whether a value is encrypted by dotenvx: its bytes begin with an uncompressed public key."""
    mark = "encrypted:"
    sealed = decoded_padded(value.removeprefix(mark)) if value.startswith(mark) else b""
    return sealed.startswith(b"\x04") and _is_random(sealed, _LEAST_OF_DOTENVX)


_SESSION_KEYS = ((1, 3), (1, 6), (3, 4), (3, 5), (3, 6))  # packet types 1 and 3 in their versions
_ENCRYPTED_DATA = (9, 18, 20)
_MOST_SESSION_KEYS = 1000  # one for each reader of the message


def _is_openpgp(data: bytes) -> bool:
    """Return whether bytes are at least one encrypted session key, followed by encrypted data.

    Source: RFC 9580, sections 4.2 (headers), 5.1 (type 1), 5.3 (type 3), 5.7 (type 9), 5.13 (type 18).
    """
    at = keys = 0
    while at + 6 < len(data) and data[at] & 0x80 and keys < _MOST_SESSION_KEYS:
        kind, header, length = _packet(data, at)
        if kind in _ENCRYPTED_DATA:
            return keys > 0 and _is_random(_sample(data, at + 1), _LEAST_OF_OPENPGP)
        if length < 1 or (kind, data[at + header]) not in _SESSION_KEYS:
            return False
        keys += 1
        at += header + length
    return False


def _packet(data: bytes, at: int) -> tuple[int, int, int]:
    """Return type, header length and body length of an OpenPGP packet; -1 for a body in parts or without a length."""
    if data[at] & 0x40:
        first = data[at + 1]
        if first < 192:
            return data[at] & 0x3F, 2, first
        return data[at] & 0x3F, 3, ((first - 192) << 8) + data[at + 2] + 192 if first < 224 else -1
    size = data[at] & 3
    if size == 3:
        return (data[at] >> 2) & 0x0F, 1, -1
    header = 1 + (1 << size)
    return (data[at] >> 2) & 0x0F, header, int.from_bytes(data[at + 1 : at + header], "big")

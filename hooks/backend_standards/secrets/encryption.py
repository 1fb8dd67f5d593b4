"""Is the content of a file provably encrypted?

Sources: dotenvx, dotenv-vault and sops (their documentation and their output), git-crypt(1), Ansible Vault 1.1 and
1.2, age (C2SP, age-encryption.org/v1), RFC 9580 (OpenPGP), openssl-enc(1), the Fernet specification, Laravel's
``env:encrypt``, AWS KMS and the AWS Encryption SDK's message format. Imported only when a file has to be read.
``tests/ciphertexts`` holds what the tools themselves wrote.
"""

from __future__ import annotations

import binascii
import re

from backend_standards.core import text as core_text
from backend_standards.secrets import env_values, values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_LARGEST_TEXT = 16 << 20  # bytes; no settings file is larger, and the lines of one would take gigabytes
# Compiled on first use (re caches it): most files need none of it.
_ENV_LINE = r"(?s)(?:export[ \t]+)?(?P<name>[A-Za-z_][\w.-]*)[ \t]*=(?P<value>.*)"
# One whole value and nothing behind it but a comment.
_ENV_VALUE = (
    r"(?s)(?P<quote>[\"'`])(?P<quoted>[^\"'`]*)(?P=quote)(?:[ \t]*#.*)?|(?P<bare>[^\s\"'`#]*)(?:[ \t]+#.*)?|#.*"
)
_SOPS_VALUE = (
    r"ENC\[AES256_GCM,data:[A-Za-z0-9+/]*={0,2},iv:[A-Za-z0-9+/]{43}=,tag:[A-Za-z0-9+/]{22}==,"
    r"type:(?:str|int|float|bool|bytes|time|comment)\]"
)
_SOPS_YAML = rf"(?:.*(?:: |- ))?(?P<quote>[\"']?){_SOPS_VALUE}(?P=quote)"
_SOPS_FIELD = (
    r"(?:kms|gcp_kms|azure_kv|hc_vault|hckms|age|pgp|key_groups|shamir_threshold|lastmodified|mac|mac_only_encrypted|"
    r"version|(?:un)?encrypted_(?:suffix|regex|comment_regex))"
)
_NO_VALUES = frozenset(("", '""', "''", "null", "~", "{}", "[]"))
_BASE64 = r"[A-Za-z0-9+/]+={0,2}"
_FERNET = r"gAAAAA[A-Za-z0-9_-]{92,}={0,2}"
_ARMOUR = (
    r"-----BEGIN (AGE ENCRYPTED FILE|PGP MESSAGE)-----\n(?:(?:Version|Comment|MessageID|Hash|Charset): [^\n]*\n)*\n?"
    r"([A-Za-z0-9+/=\n]+?)(?:\n=[A-Za-z0-9+/]{4})?\n-----END \1-----"
)
_ANSIBLE = r"\$ANSIBLE_VAULT;1\.[12];AES256(?:;[^;\s]+)?\r?\n([0-9a-f\s]+)"
_AGE = rb"age-encryption\.org/v1\n(?:-> [^\n]*\n(?:[A-Za-z0-9+/]{0,64}\n)*)+--- [A-Za-z0-9+/]{43}\n"
# OpenSSL; AWS KMS; AWS Encryption SDK, message formats 1 and 2, by their algorithm suites.
_SEALED = rb"Salted__|\x01\x02[\x02\x03]\x00x|\x01\x80[\x00-\x03][\x14\x46\x78]|\x02[\x04\x05]x"


def encryption(data: bytes, text: str) -> tuple[bool, int]:
    """Return whether the content has the form of an encrypted file, and the first line that is plain all the same.

    ``(True, 0)`` alone proves encryption. ``(True, 7)``: dotenvx or sops, but line 7 holds a plain value.
    """
    if _is_opaque(data, text.strip()):
        return True, 0
    if len(data) > _LARGEST_TEXT:
        return False, 0
    lines = core_text.lines(text)
    for form in (_dotenv_form, _sops_yaml_form, _sops_json_form):
        plain = form(lines)
        if plain >= 0:
            return True, plain
    return False, 0


def _dotenv_form(lines: Sequence[str]) -> int:
    """Return the first plain line of a dotenvx, sops or dotenv-vault file, 0 for none, -1 for another file."""
    encrypted = plain = 0
    if not any(mark in line for line in lines for mark in ("encrypted:", "DOTENV_VAULT", "sops_mac=", "eyJ")):
        return -1
    is_sops = any(line.startswith("sops_mac=") for line in lines)
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#") or re.fullmatch(r"export[ \t]+[A-Za-z_]\w*", stripped):
            continue
        match = re.fullmatch(_ENV_LINE, stripped)
        name, value, sealed = (match["name"], match["value"].strip(), False) if match else ("", stripped, False)
        if not is_sops:  # which knows neither quotes nor comments behind a value
            whole = re.fullmatch(_ENV_VALUE, value)
            value = (whole["quoted"] or whole["bare"] or "") if whole and match else stripped
        if is_sops:
            sealed = re.fullmatch(_SOPS_VALUE, value) is not None
            known = re.match(rf"sops_{_SOPS_FIELD}(?:__|$)", name) is not None
            open_value = known or (name.endswith("_unencrypted") and not values.judge(name[:-12], value))
        elif name.startswith("DOTENV_VAULT"):
            open_value = re.fullmatch(r"[0-9]{1,6}|vlt_[0-9a-f]{64}", value) is not None
            sealed = not open_value and _is_random(_base64(value), 28)
        else:
            is_key = re.fullmatch(r"0[23][0-9a-fA-F]{64}", value) is not None
            open_value = is_key and name.startswith("DOTENV_PUBLIC_KEY")
            sealed = _is_dotenvx(value) or (value.startswith("eyJ") and _is_envelope(_base64(value)))
        encrypted += sealed
        if value and not sealed and not open_value:
            plain = plain or number
        if plain and encrypted:
            return plain
    if not encrypted:
        return -1
    hit = next(env_values.real_values("\n".join(lines)), None)
    return hit.line if hit else 0


def _sops_yaml_form(lines: Sequence[str]) -> int:
    """Return the first plain line of a sops YAML file, 0 for none, -1 for another file."""
    if "sops:" not in lines or not any(re.fullmatch(rf"\s+mac: {_SOPS_VALUE}", line) for line in lines):
        return -1
    in_metadata, metadata_indent = False, 0
    comments: dict[int, str] = {}
    is_sealed = re.compile(rf"#?{_SOPS_YAML}").fullmatch
    for number, line in enumerate(lines, 1):
        body = line.strip(" ")
        if not body or line.rstrip() == "---":
            continue
        indent = len(line) - len(line.lstrip(" "))
        if not indent:
            in_metadata, metadata_indent = line == "sops:", 0
        elif in_metadata:
            metadata_indent = metadata_indent or indent
            if indent == metadata_indent and not re.match(rf"{_SOPS_FIELD}:(?: |$)", body):
                return number
        if in_metadata or body.startswith("? ") or is_sealed(body):
            continue
        if body.startswith("#"):
            comments[number] = body
            continue
        name, _, value = body.rpartition(": ")
        if value in _NO_VALUES or body.rpartition("- ")[2] in _NO_VALUES or (not name and body.endswith(":")):
            continue
        name, _, value = body.partition(": ")
        if not name.endswith("_unencrypted") or values.judge(name[:-12], value):
            return number
    hit = next(env_values.real_values("\n".join(comments.values())), None)
    return list(comments)[hit.line - 1] if hit else 0


def _sops_json_form(lines: Sequence[str]) -> int:
    """Return the first plain line of a sops JSON file, 0 for none, -1 for another file."""
    if not next((line for line in lines if line.strip()), "").lstrip().startswith("{"):
        return -1
    if not any('"sops"' in line for line in lines):
        return -1
    import json

    try:
        tree = json.loads("\n".join(lines), object_pairs_hook=tuple)  # keeps what a key given twice would hide
    except (ValueError, RecursionError):
        return -1
    metadata = [node for name, node in tree if name == "sops"]
    if len(metadata) != 1 or not isinstance(metadata[0], tuple):
        return -1
    if not re.fullmatch(_SOPS_VALUE, str(dict(metadata[0]).get("mac"))):
        return -1
    plain = [name for name, _ in metadata[0] if not re.fullmatch(_SOPS_FIELD, name)]
    nodes = [pair for pair in tree if pair[0] != "sops"]
    while nodes and not plain:
        name, node = nodes.pop()
        if isinstance(node, tuple):
            nodes.extend(node)
        elif isinstance(node, list):
            nodes.extend((name, each) for each in node)
        elif (
            node not in (None, "")
            and not re.fullmatch(_SOPS_VALUE, str(node))
            and (not name.endswith("_unencrypted") or values.judge(name[:-12], str(node)))
        ):
            plain.append(name)
    if not plain:
        return 0
    key = json.dumps(plain[0], ensure_ascii=False)
    return 1 + next((at for at, line in enumerate(lines) if key in line), 0)


def _is_opaque(data: bytes, stripped: str) -> bool:
    """Return whether the whole content is one ciphertext of a known form."""
    if _is_sealed_bytes(data):
        return True
    if stripped.startswith("$ANSIBLE_VAULT;1."):
        match = re.fullmatch(_ANSIBLE, stripped)
        body = "".join(match[1].split()) if match else ""
        shape = rb"[0-9a-f]{64}\n[0-9a-f]{64}\n(?:[0-9a-f]{32})+"
        return len(body) % 2 == 0 and re.fullmatch(shape, binascii.unhexlify(body)) is not None
    if stripped.startswith("-----BEGIN "):
        match = re.fullmatch(_ARMOUR, stripped.replace("\r\n", "\n"))
        return match is not None and _is_sealed_bytes(_base64(match[2].replace("\n", "")))
    if stripped.startswith("gAAAAA"):
        return re.fullmatch(_FERNET, stripped) is not None and len(stripped.rstrip("=")) * 3 // 4 % 16 == 9
    decoded = _base64(stripped.replace("\r", "").replace("\n", ""))
    return _is_envelope(decoded) or _is_sealed_bytes(decoded)


def _is_sealed_bytes(data: bytes) -> bool:
    """Return whether bytes are a git-crypt, age, OpenPGP, OpenSSL, AWS KMS or AWS Encryption SDK ciphertext."""
    if data.startswith(b"\0GITCRYPT\0"):
        return _is_random(data[10:4106], 13)
    if data.startswith(b"age-encryption.org/v1\n"):
        header = re.match(_AGE, data)
        return header is not None and _is_random(data[header.end() : header.end() + 4096], 32)
    head = re.match(_SEALED, data)
    if head:
        return _is_random(data[head.end() : head.end() + 4096], 24)
    return _is_openpgp(data)


def _is_random(data: bytes, least: int) -> bool:
    """Return whether bytes are so many, and are no text: mostly unprintable, and not UTF-8."""
    head = data[:4096]
    if len(data) < least or sum(32 <= byte < 127 or byte in b"\t\r\n" for byte in head) >= 0.8 * len(head):
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start < 4093
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
    iv, value = _base64(str(envelope["iv"])), _base64(str(envelope["value"]))
    return len(iv) in (12, 16) and _is_random(iv + value, 13)


def _is_dotenvx(value: str) -> bool:
    """Return whether a value is dotenvx's: an uncompressed public key (65 bytes), nonce and tag (16 each), and text."""
    sealed = _base64(value[10:]) if value.startswith("encrypted:") else b""
    return sealed.startswith(b"\x04") and _is_random(sealed, 97)


def _is_openpgp(data: bytes) -> bool:
    """Return whether bytes are encrypted session keys, at least one, and then encrypted data.

    Source: RFC 9580, sections 4.2 (headers), 5.1 (tag 1), 5.3 (tag 3), 5.7 (tag 9), 5.13 (tag 18).
    """
    at = sessions = 0
    while at + 6 < len(data) and data[at] & 0x80 and sessions < 1000:
        if data[at] & 0x40:
            tag, header, length = data[at] & 0x3F, 2, data[at + 1]
            if 192 <= length < 224:
                header, length = 3, ((length - 192) << 8) + data[at + 2] + 192
            elif length >= 224:
                length = -1
        else:
            tag, size = (data[at] >> 2) & 0x0F, data[at] & 3
            header, length = 1, -1
            if size < 3:
                header = 1 + (1 << size)
                length = int.from_bytes(data[at + 1 : at + header], "big")
        if tag in (9, 18, 20):
            return sessions > 0 and _is_random(data[at + 1 : at + 4097], 16)
        version = data[at + header]
        if length < 1 or (tag, version) not in ((1, 3), (1, 6), (3, 4), (3, 5), (3, 6)):
            return False
        sessions += 1
        at += header + length
    return False


def _base64(value: str) -> bytes:
    if not value or len(value) % 4 or not re.fullmatch(_BASE64, value):
        return b""
    try:
        return binascii.a2b_base64(value)
    except binascii.Error:
        return b""

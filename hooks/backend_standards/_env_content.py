"""What stands in an env file: which values look real, and whether the whole of it is encrypted.

Sources for the formats: python-dotenv's and direnv's documentation (assignments); dotenvx, dotenv-vault, sops,
git-crypt(1), Ansible Vault, age (C2SP age-encryption.org/v1), RFC 9580 (OpenPGP), openssl-enc(1), Fernet,
Laravel's ``env:encrypt`` and AWS KMS (ciphertexts). Imported only when a file has to be read.
"""

from __future__ import annotations

import binascii
import re

from backend_standards import _values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# NAME=value, export NAME=value, NAME: value, "NAME": "value", - NAME=value, also behind a comment's mark.
_ASSIGNMENT = re.compile(
    r"[ \t]{0,64}(?P<comment>(?:[#;]|//)[#;/ \t]{0,64})?(?:-[ \t]+)?[{,]?[ \t]{0,8}"
    r"(?:(?:export|set|setx|setenv|declare[ \t]+-x|set[ \t]+-g?x)[ \t]+|\$env:|ENV[ \t]+)?"
    r"[\"']?(?P<name>[A-Za-z_][A-Za-z0-9_.-]{0,200})[\"']?[ \t]{0,64}(?:=|:(?!/))[ \t]{0,64}(?P<value>.*)",
    re.DOTALL,
)
# One word of a shell line; every alternative begins with another character, so that it stays linear.
_SHELL_ASSIGNMENT = re.compile(
    r"(?:(?<=[\s;&|(])|^)(?P<name>[A-Za-z_]\w{0,200})=(?P<value>(?:\"[^\"]*\"|'[^']*'|`[^`]*`|\$\([^()]*\)|\$\{[^{}]*\}|"
    r"[^\s;&|\"'`])*)"
)
_ENV_LINE = re.compile(r"[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][\w.-]*)[ \t]*=[ \t]*(?P<value>.*)", re.DOTALL)
_SOPS_VALUE = re.compile(r"ENC\[AES256_GCM,data:[A-Za-z0-9+/=]*,iv:[A-Za-z0-9+/=]+,tag:[A-Za-z0-9+/=]+,type:\w+\]")
_YAML_LINE = re.compile(
    r"(?P<indent> *)(?:- +)?(?:[\"']?(?P<name>[^\s\"':#][^\"':#]*)[\"']? *:(?= |$))? *(?P<value>.*)"
)
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_HEX_LINES = re.compile(r"[0-9a-f\s]+")
_FERNET = re.compile(r"gAAAAA[A-Za-z0-9_-]{80,}={0,2}")
_ARMOUR = re.compile(
    r"-----BEGIN (AGE ENCRYPTED FILE|PGP MESSAGE)-----\n((?:[A-Za-z-]+: [^\n]*\n)*\n?[A-Za-z0-9+/=\n]+)-----END \1-----"
)
_KMS_HEADS = (
    b"\x01\x02\x02\x00x",
    b"\x01\x02\x03\x00x",
    b"\x01\x80\x01\x78",
    b"\x01\x80\x03\x78",
    b"\x02\x04\x78",
    b"\x02\x05\x78",
)


class Hit:
    """A value that must not be committed: where it stands (from 1), its variable's name, and its kind."""

    __slots__ = ("column", "kind", "line", "name")

    def __init__(self, line: int, column: int, name: str, kind: str) -> None:
        self.line = line
        self.column = column
        self.name = name
        self.kind = kind


def real_values(lines: Sequence[str], *, literals: bool = False) -> Iterator[Hit]:
    """Yield the values that look real, commented-out ones too.

    With ``literals`` (for ``.envrc`` and ``.flaskenv``) also each value that is written out under a secret-like
    name, random or not. At most one hit a value.
    """
    for number, line in enumerate(lines, 1):
        if len(line) < 6:
            continue
        hits = {offset: ("", kind) for offset, kind in _values.known_secrets(line)}
        if "://" in line:
            hits.update(
                (offset, ("", "a password in the URL of a remote host")) for offset in _values.url_passwords(line)
            )
        for start, end, name, value, in_use in _assignments(line, shell=literals):
            inside = [offset for offset in hits if start <= offset < end]
            for offset in inside:
                hits[offset] = (name, hits[offset][1])
            kind = "" if inside else _values.judge(name, value)
            if not kind and not inside and literals and in_use and _values.is_literal(name, value):
                kind = "a literal value under a secret-like name"
            if kind:
                hits[start] = (name, kind)
        for offset in sorted(hits):
            name, kind = hits[offset]
            yield Hit(number, offset + 1, _printable_name(name), kind)


def encryption(data: bytes, text: str, lines: Sequence[str]) -> tuple[bool, int]:
    """Return whether the content has the form of an encrypted file, and the first line that is plain all the same.

    ``(True, 0)`` alone proves encryption. ``(True, 7)``: dotenvx or sops, but line 7 holds a plain value.
    """
    if _is_opaque(data, text.strip()):
        return True, 0
    for form in (_dotenv_form, _sops_yaml_form, _sops_json_form):
        plain = form(lines)
        if plain >= 0:
            return True, plain
    return False, 0


def _assignments(line: str, *, shell: bool) -> Iterator[tuple[int, int, str, str, bool]]:
    """Yield (start, end, name, value, is in use) for each assignment of a line; offsets are the value's."""
    if shell:
        comment = line.find("#") if line.lstrip().startswith("#") else line.find(" #")
        for match in _SHELL_ASSIGNMENT.finditer(line):
            value = _values.default_of(_unquote(match["value"]))
            yield match.start("value"), match.end("value"), match["name"], value, comment < 0 or match.start() < comment
        return
    assignment = _ASSIGNMENT.match(line)
    if assignment:
        value = _values.default_of(_unquote(assignment["value"]))
        yield assignment.start("value"), assignment.end("value"), assignment["name"], value, not assignment["comment"]


def _unquote(value: str) -> str:
    """Return a value without its quotes, and without the inline comment or the comma behind it."""
    value = value.strip()
    if value[:1] in ('"', "'", "`"):
        end = value.find(value[0], 1)
        return value[1:end] if end > 0 else value[1:]
    comment = re.search(r"[ \t]#", value)
    if value.startswith("#"):
        return ""
    if comment:
        value = value[: comment.start()]
    return value.rstrip(",; \t")


def _printable_name(name: str) -> str:
    """Return a variable's name for a message, or "" where the name itself may be a secret."""
    if not name or len(name) > 64 or _values.judge("secret", name):
        return ""
    return name


def _dotenv_form(lines: Sequence[str]) -> int:
    """Return the first plain line of a dotenvx, sops or dotenv-vault file, 0 for none, -1 for another file."""
    encrypted = plain = 0
    is_sops = any(line.startswith("sops_mac=") for line in lines)
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        match = _ENV_LINE.fullmatch(line)
        name, value = (match["name"], _unquote(match["value"])) if match else ("", stripped)
        if is_sops:
            sealed = _SOPS_VALUE.fullmatch(value) is not None
            open_value = name.startswith("sops_") or (
                name.endswith("_unencrypted") and not _values.judge(name[:-12], value)
            )
        elif name.startswith("DOTENV_VAULT"):
            version_or_id = (value.isdigit() and len(value) < 7) or re.fullmatch(r"vlt_[0-9a-f]{64}", value) is not None
            sealed, open_value = _is_base64_of(value, 28), version_or_id
        else:
            sealed = value.startswith("encrypted:") and _is_base64_of(value[10:], 64)
            open_value = name.startswith("DOTENV_PUBLIC_KEY") and re.fullmatch(r"[0-9a-fA-F]{66}", value) is not None
        encrypted += sealed
        if match and (sealed or open_value or not value):
            continue
        plain = plain or number
    if not encrypted:
        return -1
    hit = next(real_values(lines), None)
    return plain or (hit.line if hit else 0)


def _sops_yaml_form(lines: Sequence[str]) -> int:
    """Return the first plain line of a sops YAML file, 0 for none, -1 for another file."""
    if "sops:" not in lines or not any(line.startswith((" ", "\t")) and "mac: ENC[" in line for line in lines):
        return -1
    in_metadata = False
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith(("---", "#ENC[")):
            continue
        if not line.startswith((" ", "-")):
            in_metadata = line == "sops:"
        match = _YAML_LINE.fullmatch(line)
        value = match["value"].strip("\"'") if match else line
        if in_metadata or value.startswith("#ENC["):
            continue
        name = (match["name"] or "") if match else ""
        if value and not _SOPS_VALUE.fullmatch(value) and not name.endswith("_unencrypted"):
            return number
    return 0


def _sops_json_form(lines: Sequence[str]) -> int:
    """Return the first plain line of a sops JSON file, 0 for none, -1 for another file."""
    if not lines[0].lstrip().startswith("{") or not any('"sops"' in line for line in lines):
        return -1
    import json

    try:
        tree = json.loads("\n".join(lines))
    except (ValueError, RecursionError):
        return -1
    metadata = tree.pop("sops", None)
    if not isinstance(metadata, dict) or not _SOPS_VALUE.fullmatch(str(metadata.get("mac"))):
        return -1
    nodes = list(tree.items())
    while nodes:
        name, node = nodes.pop()
        if isinstance(node, dict):
            nodes.extend(node.items())
        elif isinstance(node, list):
            nodes.extend((name, each) for each in node)
        elif node not in (None, "") and not name.endswith("_unencrypted") and not _SOPS_VALUE.fullmatch(str(node)):
            return 1 + next((at for at, line in enumerate(lines) if json.dumps(name) in line), 0)
    return 0


def _is_opaque(data: bytes, stripped: str) -> bool:
    """Return whether the whole content is one ciphertext of a known form."""
    if data.startswith((b"\0GITCRYPT\0", b"age-encryption.org/v1\n-> ")):
        return True
    if _is_sealed_bytes(data) or _is_openpgp(data):
        return True
    if stripped.startswith("$ANSIBLE_VAULT;1."):
        head, _, body = stripped.partition("\n")
        return "AES256" in head and len(body) >= 64 and _HEX_LINES.fullmatch(body) is not None
    if stripped.startswith("-----BEGIN "):
        return _ARMOUR.fullmatch(stripped.replace("\r\n", "\n")) is not None
    if stripped.startswith("gAAAAA"):
        return _FERNET.fullmatch(stripped) is not None
    decoded = _base64(stripped)
    if decoded.startswith(b"{"):
        import json

        try:
            envelope = json.loads(decoded)
        except ValueError:
            return False
        return isinstance(envelope, dict) and {"iv", "value"} <= envelope.keys() <= {"iv", "value", "mac", "tag"}
    return _is_sealed_bytes(decoded)


def _is_sealed_bytes(data: bytes) -> bool:
    """Return whether bytes are an OpenSSL, AWS KMS or AWS Encryption SDK ciphertext."""
    if len(data) < 32 or not data.startswith((b"Salted__", *_KMS_HEADS)):
        return False
    body = data[16:4096]
    return sum(32 <= byte < 127 or byte in b"\t\r\n" for byte in body) < 0.8 * len(body) or len(body) < 24


def _is_openpgp(data: bytes) -> bool:
    """Return whether bytes begin with an encrypted session key packet and go on with another packet.

    Source: RFC 9580, sections 4.2 (headers), 5.1 (tag 1), 5.3 (tag 3).
    """
    if len(data) < 32 or not data[0] & 0x80:
        return False
    if data[0] & 0x40:
        tag, header, length = data[0] & 0x3F, 2, data[1]
        if 192 <= length < 224:
            header, length = 3, ((length - 192) << 8) + data[2] + 192
        elif length >= 224:
            return False
    else:
        tag, size = (data[0] >> 2) & 0x0F, data[0] & 3
        if size > 1:
            return False
        header = 2 + size
        length = int.from_bytes(data[1:header], "big")
    following = header + length
    if following >= len(data) or not data[following] & 0x80:
        return False
    return (tag == 1 and data[header] in (3, 6)) or (tag == 3 and data[header] in (4, 5, 6))


def _is_base64_of(value: str, least: int) -> bool:
    """Return whether a value is base64 of at least so many bytes, and of varied ones."""
    return len(set(value)) >= 16 and len(_base64(value)) >= least


def _base64(value: str) -> bytes:
    compact = "".join(value.split()) if any(map(str.isspace, value[:200])) else value
    if not compact or len(compact) % 4 or not _BASE64.fullmatch(compact):
        return b""
    try:
        return binascii.a2b_base64(compact)
    except binascii.Error:
        return b""

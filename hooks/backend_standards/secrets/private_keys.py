"""Does a file hold a private key?

Sources: RFC 7468 (PEM), RFC 1421 (``Proc-Type``), OpenSSH's ``PROTOCOL.key``, PuTTY's manual, appendix C (PPK); X.690
(DER and BER), RFC 8017 (PKCS #1), RFC 5915 (EC keys), RFC 5958 (PKCS #8), RFC 7292 (PKCS #12); OpenJDK's
``JavaKeyStore`` and ``JceKeyStore`` (JKS, JCEKS). Imported only when a file has to be read. Nothing is decrypted.
"""

from __future__ import annotations

import binascii
import re

from backend_standards.core.text import decode, with_newlines
from backend_standards.secrets.values import AGE_KEY, PRIVATE_KEY_HEAD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Expressions are kept as text and compiled on first use (re caches them): most files need none of them.
_SSH_COM = "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"
_PUTTY = "PuTTY-User-Key-File-"
_BODY = r"[A-Za-z0-9+/]{32}"
_FEWEST_LETTERS = 8  # different ones in 32 letters of a body; those of a template repeat, as x and A do
_LONGEST_HEAD = 4096  # characters before the body of a key, and characters of it that are decoded
_OPENSSH = b"openssh-key-v1\0"

# Tags of DER (X.690).
_INTEGER, _OCTETS, _OID, _SEQUENCE = 0x02, 0x04, 0x06, 0x30
# What follows the version of a key: SEC 1, PKCS #8, DSA and RSA.
_AFTER_VERSION: Sequence[list[int]] = ([_OCTETS], [_SEQUENCE, _OCTETS], [_INTEGER] * 5)
_MOST_ELEMENTS = 9  # of an RSA key, the longest of these
_PBES2 = bytes.fromhex("2a864886f70d0105")  # pkcs-5
_PBE = bytes.fromhex("2a864886f70d010c01")  # pkcs-12PbeIds
# The bags of PKCS #12 as they are in a file, tag and length included: keyBag, pkcs8ShroudedKeyBag, secretBag.
_KEY_BAGS = tuple(bytes.fromhex(f"060b2a864886f70d010c0a01{bag:02x}") for bag in (1, 2, 5))
_ENCRYPTED_DATA = bytes.fromhex("06092a864886f70d010706")
_ENVELOPED_DATA = bytes.fromhex("06092a864886f70d010703")
_PKCS12 = rb"\x30(?:\x80|[\x00-\x7f]|\x81.|\x82..|\x83...|\x84....)\x02\x01\x03\x30"
_JKS, _JCEKS = b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce"
# How the base64 of PKCS #12, JKS and JCEKS begins.
_BASE64_HEADS = (b"MII", b"/u3", b"zs7O")
_ENTRY_KINDS = {1: "a private key (Java key store)", 3: "a secret key (Java key store)"}
_CERTIFICATE_ENTRY = 2
_DIGEST = 20  # bytes at the end of a Java key store

PLAIN = "a private key"
ENCRYPTED = "a private key, encrypted with a passphrase"
_BROKEN = "a damaged Java key store"


def private_key(data: bytes) -> str:
    """Return which kind of private key a file holds, or "" for none.

    Certificates, requests, public keys and parameters are not private keys, nor is the head of a key without a body.
    """
    kind = der_key(data)
    if kind:
        return kind
    text = with_newlines(decode(data))
    if text.startswith(_PUTTY):
        if not re.search(r"\nPrivate-Lines: *[1-9]", text):
            return ""
        return PLAIN if re.search(r"\nEncryption: *none", text) else ENCRYPTED
    if _SSH_COM in text and re.search(_BODY, text):
        return PLAIN  # the head says "encrypted" even if nothing is
    if re.search(AGE_KEY, text):
        return PLAIN
    return _pem_key(text) if "PRIVATE KEY" in text else ""


def holds_keys(data: bytes, *, is_trust_store: bool) -> str:
    """Return what a key store holds besides certificates, or "" if it provably holds nothing else.

    A key store that cannot be read counts as one with a key. ``is_trust_store``: its name says that it has only
    certificates, which decides if its contents are encrypted as a whole.
    """
    head = data.lstrip()[:8]
    if head and not _is_text(data[:_LONGEST_HEAD]):
        content = data
    elif head.startswith(_BASE64_HEADS):
        content = _from_base64(data)
    else:
        return private_key(data)  # an empty file, a note, the target of a symbolic link
    if content.startswith((_JKS, _JCEKS)):
        return _java_keys(content)
    if not re.match(_PKCS12, content, re.DOTALL):
        return private_key(content) or "content of an unknown form"
    if any(bag in content for bag in _KEY_BAGS):
        return "a private or secret key (PKCS #12)"
    if is_trust_store or not (_ENCRYPTED_DATA in content or _ENVELOPED_DATA in content):
        return ""
    return "encrypted contents (PKCS #12), which may be a private key"


def is_trust_store(name: str) -> bool:
    """Return whether the name of a key store says that it has only certificates."""
    return "trust" in name or "cacerts" in name


def _pem_key(text: str) -> str:
    kind = ""
    for header in re.finditer(PRIVATE_KEY_HEAD, text):
        end = text.find("-----", header.end())
        body = text[header.end() : end if end >= 0 else len(text)].replace("\\n", "\n")
        found = re.search(_BODY, body)
        if not found or len(set(found[0])) < _FEWEST_LETTERS or "EXAMPLE" in body:
            continue
        if "ENCRYPTED" in header[0] or "Proc-Type: 4,ENCRYPTED" in body[:_LONGEST_HEAD] or _is_sealed_ssh(body):
            kind = kind or ENCRYPTED
        else:
            return PLAIN
    return kind


def _is_sealed_ssh(body: str) -> bool:
    """Return whether the body of an OpenSSH key names a cipher other than "none"."""
    head = _from_base64(body[:_LONGEST_HEAD].encode("ascii", "replace"))
    return head.startswith(_OPENSSH) and not head.startswith(_OPENSSH + b"\0\0\0\x04none")


def der_key(data: bytes) -> str:
    """Return which kind of private key the DER at the beginning of bytes is, or "" for none."""
    kind, size = der_form(data)
    return kind if size <= len(data) else ""


def der_form(data: bytes) -> tuple[str, int]:
    """Return (kind, size) of the DER that bytes begin with: the kind of key, or "", and how many bytes it says it has.

    It may be cut off after its first elements. The size of bytes that are not DER is 0.
    """
    outer = next(_elements(data, 0, len(data), is_cut=True), None)
    if not outer or outer[0] != _SEQUENCE:
        return "", 0
    _, start, end = outer
    inner = list(_elements(data, start, min(end, len(data)), most=_MOST_ELEMENTS, is_cut=end > len(data)))
    tags = [tag for tag, _, _ in inner]
    if tags[:1] == [_INTEGER] and data[inner[0][1] : inner[0][2]] in (b"\0", b"\1"):
        wanted = [key[: len(tags) - 1] if end > len(data) else key for key in _AFTER_VERSION]
        return PLAIN if len(tags) > 1 and any(tags[1 : 1 + len(key)] == key for key in wanted) else "", end
    if tags == [_SEQUENCE, _OCTETS]:
        scheme = next(_elements(data, inner[0][1], inner[0][2]), None)
        if scheme and scheme[0] == _OID and data[scheme[1] : scheme[2]].startswith((_PBES2, _PBE)):
            return ENCRYPTED, end
    return "", end


def _elements(data: bytes, at: int, end: int, most: int = 1, *, is_cut: bool = False) -> Iterator[tuple[int, int, int]]:
    """Yield (tag, start, end) of the contents of the first DER elements; stop at an incomplete one.

    In data that are cut off, the incomplete one counts too.

    Source: X.690, section 8.1 (identifier and length octets).
    """
    for _ in range(most):
        if at + 2 > end:
            return
        tag, length, start = data[at], data[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, start = int.from_bytes(data[start : start + size], "big"), start + size
            if not 1 <= size <= 4:
                return
        if start + length > end and not is_cut:
            return
        yield tag, start, start + length
        at = start + length


def _java_keys(data: bytes) -> str:
    """Return what a JKS or JCEKS store holds besides certificates.

    The store has a version (1 or 2), a count, and so many entries: a tag, an alias and a date, then a key and its
    certificates (1), a certificate (2), or a secret key (3, only in JCEKS) whose length is not given.
    """
    version, count = int.from_bytes(data[4:8], "big"), int.from_bytes(data[8:12], "big")
    at = 12
    for _ in range(count):
        tag = int.from_bytes(data[at : at + 4], "big")
        if tag != _CERTIFICATE_ENTRY:
            return _ENTRY_KINDS.get(tag, _BROKEN)
        at += 4
        at += 2 + int.from_bytes(data[at : at + 2], "big") + 8  # alias and date
        if version == 2:
            at += 2 + int.from_bytes(data[at : at + 2], "big")  # the type of the certificate
        at += 4 + int.from_bytes(data[at : at + 4], "big")
        if at > len(data):
            return _BROKEN
    return "" if version in (1, 2) and at + _DIGEST == len(data) else _BROKEN


def _is_text(data: bytes) -> bool:
    return data.isascii() and b"\0" not in data


def _from_base64(data: bytes) -> bytes:
    """Return the bytes of the base64 at the beginning of a text, without its line breaks."""
    compact = b"".join(data.split())
    match = re.match(rb"[A-Za-z0-9+/]+", compact)
    whole = match[0][: len(match[0]) // 4 * 4] if match else b""
    return binascii.a2b_base64(whole)

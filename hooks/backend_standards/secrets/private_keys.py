"""Does a file hold a private key?

Sources: RFC 7468 (PEM), RFC 1421 (``Proc-Type``), OpenSSH's ``PROTOCOL.key``, PuTTY's manual, appendix C (PPK); X.690
(DER and BER), RFC 8017 (PKCS #1), RFC 5915 (EC keys), RFC 5958 (PKCS #8), RFC 7292 (PKCS #12); OpenJDK's
``JavaKeyStore`` and ``JceKeyStore`` (JKS, JCEKS). Imported only when a file has to be read. Nothing is decrypted.
"""

from __future__ import annotations

import binascii
import re

from backend_standards.core.text import decode, with_newlines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Compiled on first use (re caches them), as everywhere.
_HEADER = r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
_SSH_COM = "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"
_AGE_KEY = r"AGE-SECRET-KEY-1[A-Z0-9]{58}"
_BODY = r"[A-Za-z0-9+/]{32}"
_LONGEST_HEAD = 4096  # of the lines before a key's body, and of what is decoded of it
_OPENSSH = b"openssh-key-v1\0"

_INTEGER, _BITS, _OCTETS, _OID, _SEQUENCE = 0x02, 0x03, 0x04, 0x06, 0x30
_PBES2 = bytes.fromhex("2a864886f70d0105")  # pkcs-5
_PBE = bytes.fromhex("2a864886f70d010c01")  # pkcs-12PbeIds
# The bags of PKCS #12 as they stand in a file, tag and length included: keyBag, pkcs8ShroudedKeyBag, secretBag.
_KEY_BAGS = tuple(bytes.fromhex(f"060b2a864886f70d010c0a01{bag:02x}") for bag in (1, 2, 5))
_ENCRYPTED_DATA = bytes.fromhex("06092a864886f70d010706")
_ENVELOPED_DATA = bytes.fromhex("06092a864886f70d010703")
_PKCS12 = rb"\x30(?:\x80|[\x00-\x7f]|\x81.|\x82..|\x83...|\x84....)\x02\x01\x03\x30"
_JKS, _JCEKS = b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce"

PLAIN = "a private key"
ENCRYPTED = "a private key, encrypted with a passphrase"
_BROKEN = "a Java key store that cannot be read"


def private_key(data: bytes) -> str:
    """Return which kind of private key a file's content holds, or "" for none.

    Certificates, requests, public keys and parameters are none, nor is a key's header without a key below it.
    """
    kind = _der_key(data)
    if kind:
        return kind
    text = with_newlines(decode(data))
    if text.startswith("PuTTY-User-Key-File-"):
        if not re.search(r"\nPrivate-Lines: *[1-9]", text):
            return ""
        return PLAIN if re.search(r"\nEncryption: *none", text) else ENCRYPTED
    if _SSH_COM in text and re.search(_BODY, text):
        return PLAIN  # the header says "encrypted" even where nothing is
    if re.search(_AGE_KEY, text):
        return PLAIN
    return _pem_key(text) if "PRIVATE KEY" in text else ""


def holds_keys(data: bytes, *, is_trust_store: bool) -> str:
    """Return why a key store is taken to hold a key, or "" where it provably holds none.

    What cannot be read counts as holding one. ``is_trust_store``: the name says that only certificates are in it,
    which decides where the contents are encrypted as a whole.
    """
    head = data.lstrip()[:8]
    if head and not _is_text(data[:_LONGEST_HEAD]):
        content = data
    elif head[:3] in (b"MII", b"/u3") or head[:4] == b"zs7O":  # base64 of one
        content = _from_base64(data)
    else:
        return private_key(data)  # an empty file, a note, a symbolic link's target
    if content.startswith((_JKS, _JCEKS)):
        return _java_keys(content)
    if not re.match(_PKCS12, content, re.DOTALL):
        return private_key(content) or "what cannot be read as a key store of a known form"
    if any(bag in content for bag in _KEY_BAGS):
        return "a private or secret key (PKCS #12)"
    if is_trust_store or not (_ENCRYPTED_DATA in content or _ENVELOPED_DATA in content):
        return ""
    return "encrypted contents (PKCS #12), which may be a private key"


def _pem_key(text: str) -> str:
    kind = ""
    for header in re.finditer(_HEADER, text):
        end = text.find("-----", header.end())
        body = text[header.end() : end if end >= 0 else len(text)].replace("\\n", "\n")
        found = re.search(_BODY, body)
        # A template's body repeats itself, as x and A do, or says that it is an example.
        if not found or len(set(found[0])) < 8 or "EXAMPLE" in body:
            continue
        if "ENCRYPTED" in header[0] or "Proc-Type: 4,ENCRYPTED" in body[:_LONGEST_HEAD] or _is_sealed_ssh(body):
            kind = kind or ENCRYPTED
        else:
            return PLAIN
    return kind


def _is_sealed_ssh(body: str) -> bool:
    """Return whether the body of an OpenSSH key says that it is encrypted: a cipher other than "none"."""
    head = _from_base64(body[:_LONGEST_HEAD].encode("ascii", "replace"))
    return head.startswith(_OPENSSH) and not head.startswith(_OPENSSH + b"\0\0\0\x04none")


def _der_key(data: bytes) -> str:
    outer = next(_elements(data, 0, len(data)), None)
    if not outer or outer[0] != _SEQUENCE:
        return ""
    inner = list(_elements(data, outer[1], outer[2], most=9))
    tags = [tag for tag, _, _ in inner]
    if tags[:1] == [_INTEGER] and data[inner[0][1] : inner[0][2]] in (b"\0", b"\1"):
        keys: Sequence[list[int]] = ([_OCTETS], [_SEQUENCE, _OCTETS], [_INTEGER] * 5)  # SEC 1, PKCS #8, DSA and RSA
        return PLAIN if any(tags[1 : 1 + len(key)] == key for key in keys) else ""
    if tags == [_SEQUENCE, _OCTETS]:
        scheme = next(_elements(data, inner[0][1], inner[0][2]), None)
        if scheme and scheme[0] == _OID and data[scheme[1] : scheme[2]].startswith((_PBES2, _PBE)):
            return ENCRYPTED
    return ""


def _elements(data: bytes, at: int, end: int, most: int = 1) -> Iterator[tuple[int, int, int]]:
    """Yield (tag, start, end) of the contents of the first DER elements; stop at one that is not whole.

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
        if start + length > end:
            return
        yield tag, start, start + length
        at = start + length


def _java_keys(data: bytes) -> str:
    """Return what a JKS or JCEKS store holds beside certificates.

    A version (1 or 2), a count, and as many entries: a tag, an alias and a date, then a key and its certificates (1), a
    certificate (2), or a secret key (3, JCEKS only), whose length is not given; a digest of 20 bytes at the end.
    """
    version, count = int.from_bytes(data[4:8], "big"), int.from_bytes(data[8:12], "big")
    at = 12
    for _ in range(count):
        tag = int.from_bytes(data[at : at + 4], "big")
        if tag != 2:
            return {1: "a private key (Java key store)", 3: "a secret key (Java key store)"}.get(tag, _BROKEN)
        at += 4
        at += 2 + int.from_bytes(data[at : at + 2], "big") + 8  # alias and date
        if version == 2:
            at += 2 + int.from_bytes(data[at : at + 2], "big")  # the certificate's type
        at += 4 + int.from_bytes(data[at : at + 4], "big")
        if at > len(data):
            return _BROKEN
    return "" if version in (1, 2) and at + 20 == len(data) else _BROKEN


def _is_text(data: bytes) -> bool:
    return data.isascii() and b"\0" not in data


def _from_base64(data: bytes) -> bytes:
    """Return the bytes of as much base64 as there is, line breaks apart."""
    compact = b"".join(data.split())
    match = re.match(rb"[A-Za-z0-9+/]+", compact)
    whole = match[0][: len(match[0]) // 4 * 4] if match else b""
    return binascii.a2b_base64(whole)

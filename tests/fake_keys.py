"""Files in the form of keys and key stores, put together at run time: no program takes one for a key.

The forms are those of OpenSSL 3.0, OpenSSH 9.2 and OpenJDK 17's keytool, as their output shows them.
"""

from __future__ import annotations

import base64
import random

from fakes import BASE64, text


def pem(label: str = "PRIV" + "ATE KEY", body: str = "", head: str = "") -> str:
    """Return a PEM block with random base64 in it, which no program takes for a key."""
    body = body or text(BASE64, 300)
    lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    return f"-----BEGIN {label}-----\n{head}{lines}\n-----END {label}-----\n"


def openssh(cipher: str) -> str:
    """Return a private key file of OpenSSH, plain with the cipher "none"."""
    head = b"openssh-key-v1\0" + len(cipher).to_bytes(4, "big") + cipher.encode()
    return pem("OPENSSH PRIV" + "ATE KEY", base64.b64encode(head + bytes(-len(head) % 3)).decode() + text(BASE64, 300))


def der(tag: int, *parts: bytes) -> bytes:
    """Return one DER element."""
    body = b"".join(parts)
    if len(body) < 128:
        return bytes((tag, len(body))) + body
    size = (len(body).bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + len(body).to_bytes(size, "big") + body


NOISE = random.Random(7).randbytes(256)
INTEGER, OCTETS, OID, SEQUENCE = 0x02, 0x04, 0x06, 0x30
_ZERO, _LONG = der(INTEGER, b"\0"), der(INTEGER, b"\1" + NOISE)
_ALGORITHM = der(SEQUENCE, der(OID, bytes.fromhex("2a864886f70d010101")), b"\5\0")
DER_PKCS1 = der(SEQUENCE, _ZERO, *[_LONG] * 8)
DER_DSA = der(SEQUENCE, _ZERO, *[_LONG] * 5)
DER_SEC1 = der(SEQUENCE, der(INTEGER, b"\1"), der(OCTETS, NOISE[:32]))
DER_PKCS8 = der(SEQUENCE, _ZERO, _ALGORITHM, der(OCTETS, NOISE))
DER_SEALED = der(SEQUENCE, der(SEQUENCE, der(OID, bytes.fromhex("2a864886f70d01050d"))), der(OCTETS, NOISE))
DER_PUBLIC = der(SEQUENCE, _ALGORITHM, der(0x03, b"\0" + NOISE))
DER_CERTIFICATE = der(SEQUENCE, der(SEQUENCE, der(0xA0, der(INTEGER, b"\2")), _LONG), _ALGORITHM, der(0x03, NOISE))
DER_REQUEST = der(SEQUENCE, der(SEQUENCE, _ZERO, _ALGORITHM), _ALGORITHM, der(0x03, NOISE))
DER_PARAMETERS = der(SEQUENCE, _LONG, der(INTEGER, b"\2"))


def pkcs12(*oids: str) -> bytes:
    """Return a PKCS #12 store with these object identifiers (hexadecimal) in clear."""
    bags = [der(SEQUENCE, der(OID, bytes.fromhex(oid)), der(0xA0, der(OCTETS, NOISE))) for oid in oids]
    data = der(OID, bytes.fromhex("2a864886f70d010701"))
    return der(SEQUENCE, der(INTEGER, b"\3"), der(SEQUENCE, data, der(0xA0, der(OCTETS, *bags))))


KEY_BAG, SHROUDED_BAG, CERTIFICATE_BAG, SECRET_BAG = (f"2a864886f70d010c0a01{bag:02x}" for bag in (1, 2, 3, 5))
ENCRYPTED_DATA = "2a864886f70d010706"


def jks(*tags: int, magic: str = "feedfeed", version: int = 2, count: int = -1) -> bytes:
    """Return a Java key store with entries of these tags: 1 a private key, 2 a certificate, 3 a secret key."""

    def sized(body: bytes, size: int) -> bytes:
        return len(body).to_bytes(size, "big") + body

    certificate = (sized(b"X.509", 2) if version == 2 else b"") + sized(DER_CERTIFICATE, 4)
    bodies = {1: sized(NOISE, 4) + (1).to_bytes(4, "big") + certificate, 2: certificate, 3: NOISE}
    entries = b"".join(tag.to_bytes(4, "big") + sized(b"alias", 2) + bytes(8) + bodies.get(tag, b"") for tag in tags)
    head = bytes.fromhex(magic) + version.to_bytes(4, "big")
    return head + (len(tags) if count < 0 else count).to_bytes(4, "big") + entries + NOISE[:20]


def ppk(cipher: str) -> str:
    """Return a private key file of PuTTY."""
    body = text(BASE64, 60)
    return (
        f"PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: {cipher}\nComment: x\nPublic-Lines: 1\n{body}\n"
        f"Private-Lines: 1\n{body}\nPrivate-MAC: {'0' * 64}\n"
    )


PRIVATE_KEY = pem()
KEY_STORE = base64.encodebytes(pkcs12(SHROUDED_BAG)).decode()
PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + text(BASE64, 43, seed=8)

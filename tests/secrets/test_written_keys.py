from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable

import pytest

import fakes
from backend_standards.secrets import aws_clues, written_keys
from backend_standards.secrets.aws_keys import scan
from fake_keys import DER_CERTIFICATE, INTEGER, OCTETS, OID, SEQUENCE, der, openssh, pem

NAME = "PRIV" + "ATE KEY"
_RANDOM = random.Random(11)


def number(size: int) -> bytes:
    """Return a random DER integer."""
    return der(INTEGER, b"\1" + _RANDOM.randbytes(size - 1))


_ZERO, _ONE = der(INTEGER, b"\0"), der(INTEGER, b"\1")
_RSA_OID, _EC_OID = bytes.fromhex("2a864886f70d010101"), bytes.fromhex("2a8648ce3d0201")
RSA = der(SEQUENCE, _ZERO, number(256), der(INTEGER, b"\1\0\1"), number(256), *(number(128) for _ in range(5)))
DSA = der(SEQUENCE, _ZERO, *(number(100) for _ in range(5)))
EC = der(SEQUENCE, _ONE, der(OCTETS, _RANDOM.randbytes(32)), der(0xA1, _RANDOM.randbytes(68)))
RSA_PKCS8 = der(SEQUENCE, _ZERO, der(SEQUENCE, der(OID, _RSA_OID), b"\5\0"), der(OCTETS, RSA))
EC_PKCS8 = der(
    SEQUENCE,
    _ZERO,
    der(SEQUENCE, der(OID, _EC_OID), der(OID, bytes.fromhex("2a8648ce3d030107"))),
    der(OCTETS, _RANDOM.randbytes(109)),
)
CURVE25519 = bytes.fromhex("302e020100300506032b657004220420") + _RANDOM.randbytes(32)
SEALED_PKCS8 = der(
    SEQUENCE,
    der(SEQUENCE, der(OID, bytes.fromhex("2a864886f70d01050d")), _RANDOM.randbytes(80)),
    der(OCTETS, _RANDOM.randbytes(256)),
)
_PROC_TYPE = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF0123456789ABCDEF\n\n"


def in_pem(content: bytes, label: str = NAME, head: str = "") -> str:
    return pem(label, base64.b64encode(content).decode(), head)


def ssh(cipher: bytes) -> str:
    sized = (b"\0\0\0" + bytes((len(cipher),)) + cipher, b"\0\0\0\4none", b"\0\0\0\0", b"\0\0\0\1")
    parts = (_RANDOM.randbytes(51), _RANDOM.randbytes(136))
    body = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return in_pem(b"openssh-key-v1\0" + b"".join(sized) + body, f"OPENSSH {NAME}")


KEYS = {
    "rsa": in_pem(RSA, f"RSA {NAME}"),
    "dsa": in_pem(DSA, f"DSA {NAME}"),
    "ec": in_pem(EC, f"EC {NAME}"),
    "pkcs8": in_pem(RSA_PKCS8),
    "ec-pkcs8": in_pem(EC_PKCS8),
    "curve25519": in_pem(CURVE25519),
    "openssh": ssh(b"none"),
    "pgp": in_pem(b"\x95\1\x58" + _RANDOM.randbytes(344), f"PGP {NAME} BLOCK"),
    "pgp-new-format": in_pem(b"\xc5\xc0\x10" + _RANDOM.randbytes(208), f"PGP {NAME} BLOCK"),
}
SEALED = {
    "pkcs8": in_pem(SEALED_PKCS8, f"ENCRYPTED {NAME}"),
    "traditional": in_pem(_RANDOM.randbytes(608), f"RSA {NAME}", _PROC_TYPE),
    "openssh": ssh(b"aes256-ctr"),
}
WRITTEN: dict[str, Callable[[str], str]] = {
    "as-it-is": lambda key: key,
    "crlf": lambda key: key.replace("\n", "\r\n"),
    "json": lambda key: json.dumps({"type": "service_account", "private_key": key}),
    "json-in-json": lambda key: json.dumps({"x": json.dumps({"k": key})}),
    "one-line": lambda key: "KEY=" + key.replace("\n", "\\n"),
    "spaces": lambda key: "key: " + key.replace("\n", " "),
    "block-scalar": lambda key: "tls:\n  key: |\n" + "".join(f"    {line}\n" for line in key.splitlines()),
    "literals": lambda key: "K = (\n" + "".join(f'    "{line}\\n"\n' for line in key.splitlines()) + ")\n",
    "java": lambda key: " +\n".join(f'        "{line}\\n"' for line in key.splitlines()) + ";\n",
    "comment": lambda key: "".join(f"# {line}\n" for line in key.splitlines()),
    "xml": lambda key: "<key>" + key.replace("\n", "&#10;") + "</key>",
    "base64": lambda key: "data: " + base64.b64encode(key.encode()).decode(),
    "base64-inside": lambda key: "x=" + base64.b64encode(("{'k': '" + key + "'}").encode()).decode(),
    "base64-lines": lambda key: (
        "x: >\n" + "".join(f"  {line}\n" for line in base64.encodebytes(key.encode()).decode().splitlines())
    ),
}


def kinds(text: str) -> list[str]:
    data = text.encode()
    found = [each.kind for each in scan(data) if each.rule == "private-key"]
    assert found == [each.kind for each in scan(data, aws_clues.finder()(data)) if each.rule == "private-key"]
    return found


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("key", KEYS)
def test_found(key: str, way: str) -> None:
    assert [kind.rpartition(": ")[2] for kind in kinds(WRITTEN[way](KEYS[key]))] == ["a private key"]


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("key", SEALED)
def test_encrypted_keys_are_found(key: str, way: str) -> None:
    found = [kind.rpartition(": ")[2] for kind in kinds(WRITTEN[way](SEALED[key]))]
    assert found == ["a private key, encrypted with a passphrase"]


@pytest.mark.parametrize("content", [RSA_PKCS8, EC, CURVE25519], ids=["pkcs8", "ec", "curve25519"])
def test_der_in_base64(content: bytes) -> None:
    assert kinds(f'KEY = "{base64.b64encode(content).decode()}"') == ["base64-encoded: a private key"]


@pytest.mark.parametrize("way", ["as-it-is", "json", "literals", "block-scalar"])
def test_body_of_an_unknown_form(way: str) -> None:
    assert kinds(WRITTEN[way](in_pem(_RANDOM.randbytes(600), f"RSA {NAME}"))) == ["a private key"]
    armored = in_pem(b"\x95\1\x58" + _RANDOM.randbytes(344), f"PGP {NAME} BLOCK", "Version: GnuPG v2\nComment: x\n\n")
    assert kinds(WRITTEN[way](armored)) == ["a private key"]


def test_age_key() -> None:
    assert kinds(f"# created: today\n{fakes.AGE_KEY}\n") == ["a private key (age)"]
    assert kinds("AGE-SECRET" + "-KEY-1" + "Q" * 58) == []


def test_tectia_key() -> None:
    body = base64.b64encode(b"\x3f\x6f\xf9\xeb\0\0\1\0" + _RANDOM.randbytes(248)).decode()
    assert kinds(
        f'---- BEGIN SSH2 ENCRYPTED {NAME} ----\nComment: "x"\n{body}\n---- END SSH2 ENCRYPTED {NAME} ----'
    ) == ["a private key"]


_LINES = KEYS["rsa"].splitlines()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(_LINES[0], id="head"),
        pytest.param(f"{_LINES[0]}\n{_LINES[-1]}", id="no-body"),
        pytest.param(f'if "{_LINES[0]}" in text: find("{_LINES[-1]}")', id="code"),
        pytest.param("\n".join([_LINES[0], "MIIEow...", _LINES[-1]]), id="stub"),
        pytest.param("\n".join([*_LINES[:4], "...", _LINES[-1]]), id="cut-off"),
        pytest.param(pem(f"RSA {NAME}", "MIIEpAIBAAKCAQEA" + "x" * 600), id="filler"),
        pytest.param(pem(f"RSA {NAME}", "MIIEpAIBAAKCAQEA" + "Example1" * 100), id="example"),
        pytest.param(pem(f"RSA {NAME}", fakes.text(fakes.BASE64, 16) * 20), id="repeated"),
        pytest.param(in_pem(b"this is no key, but a text that says so, at some length for once"), id="text"),
        pytest.param(pem("PUBLIC KEY", base64.b64encode(RSA).decode()), id="public"),
        pytest.param(in_pem(DER_CERTIFICATE, "CERTIFICATE"), id="certificate"),
        pytest.param(f"{_LINES[0]}\n" + f"call_{fakes.RANDOM32}(x)\n" * 20 + _LINES[-1], id="code-between"),
        pytest.param(f"base64: {base64.b64encode(_LINES[0].encode()).decode()}", id="encoded-head"),
        pytest.param(base64.b64encode(DER_CERTIFICATE).decode(), id="certificate-in-base64"),
        pytest.param(openssh("none")[:90], id="openssh-cut-off"),
    ],
)
def test_documentation_passes(text: str) -> None:
    assert kinds(text) == []


_OF_RFC = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp" + "+K06/nwoy/HU++CXqI9EdVhC"
_OF_JWT_IO = (
    "MIIEvwIBADANBgkqhkiG9w0BAQEFAASCBKkwggSlAgEAAoIBAQC7VJTUt9Us8cKj"
    "MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu"
)


@pytest.mark.parametrize("body", [_OF_RFC, _OF_JWT_IO + fakes.text(fakes.BASE64, 1500)], ids=["rfc", "jwt.io"])
def test_keys_that_everybody_has_pass(body: str) -> None:
    changed = body[:60] + body[61] + body[60] + body[62:]
    for way in ("as-it-is", "json", "base64"):
        assert kinds(WRITTEN[way](pem(NAME, body))) == []
        assert len(kinds(WRITTEN[way](pem(NAME, changed)))) == 1
    if body == _OF_RFC:
        assert kinds(f'"{body}"') == []


@pytest.mark.parametrize(("share", "count"), [(0.45, 0), (0.55, 1)])
def test_half_of_a_key_counts(share: float, count: int) -> None:
    body = base64.b64encode(RSA).decode()
    assert len(kinds(pem(f"RSA {NAME}", body[: int(len(body) * share)]))) == count


@pytest.mark.parametrize(("width", "count"), [(15, 0), (16, 1)])
def test_shortest_line_of_a_body(width: int, count: int) -> None:
    body = base64.b64encode(RSA).decode()
    lines = "\n".join(body[at : at + width] for at in range(0, len(body), width))
    assert len(kinds(f"{_LINES[0]}\n{lines}\n{_LINES[-1]}")) == count


def test_the_value_is_the_whole_body() -> None:
    [found] = scan(KEYS["rsa"].encode())
    assert found.value == base64.b64encode(RSA).decode().rstrip("=")


PGP = f"PGP {NAME} BLOCK"


@pytest.mark.parametrize(
    ("label", "head", "size", "count"),
    [
        pytest.param(PGP, b"\x94\xc8", 200, 1, id="pgp-one-byte"),
        pytest.param(PGP, b"\x95\2\x58", 290, 0, id="pgp-two-bytes-cut-off"),
        pytest.param(PGP, b"\x95\2\x58", 301, 1, id="pgp-two-bytes-half"),
        pytest.param(PGP, b"\x96\0\0\2\x58", 298, 1, id="pgp-four-bytes"),
        pytest.param(PGP, b"\xc5\xbf", 90, 0, id="pgp-new-one-byte-cut-off"),
        pytest.param(PGP, b"\xc5\xbf", 100, 1, id="pgp-new-one-byte"),
        pytest.param(PGP, b"\xc5\xc5\0", 700, 0, id="pgp-new-two-bytes-cut-off"),
        pytest.param(PGP, b"\xc5\xc5\0", 740, 1, id="pgp-new-two-bytes"),
        pytest.param(PGP, b"\xc5\xff\0\0\2\x58", 250, 0, id="pgp-new-four-bytes-cut-off"),
        pytest.param(f"SSH {NAME}", b"\x3f\x6f\xf9\xeb\0\0\2\0", 200, 0, id="tectia-cut-off"),
        pytest.param(f"SSH {NAME}", b"\x3f\x6f\xf9\xeb\0\0\2\0", 260, 1, id="tectia-half"),
    ],
)
def test_size_by_the_form(label: str, head: bytes, size: int, count: int) -> None:
    assert len(kinds(in_pem(head + random.Random(size).randbytes(size), label))) == count


@pytest.mark.parametrize(("size", "count"), [(39, 0), (40, 1)])
def test_shortest_body(size: int, count: int) -> None:
    assert len(kinds(in_pem(random.Random(3).randbytes(size), f"EC {NAME}"))) == count


def test_each_key_once_and_by_its_place() -> None:
    text = f"a\n{KEYS['ec']}b\n{KEYS['curve25519']}"
    found = list(written_keys.written_keys(text.encode(), aws_clues.finder()(text.encode())))
    assert [each.offset for each in found] == [2, text.index("b\n-") + 2]


def test_one_value_for_one_key_in_every_form() -> None:
    values = {
        hit.value
        for way in ("as-it-is", "json", "literals", "base64")
        for hit in scan(WRITTEN[way](KEYS["rsa"]).encode())
    }
    assert len(values) == 1


def test_mutated_keys_never_raise() -> None:
    generator = random.Random(5)
    for key in (*KEYS.values(), *SEALED.values()):
        for _ in range(20):
            data = bytearray(key.encode())
            for _ in range(generator.randrange(1, 8)):
                data[generator.randrange(len(data))] = generator.randrange(256)
            scan(bytes(data[: generator.randrange(len(data))]))
            scan(base64.b64encode(data))

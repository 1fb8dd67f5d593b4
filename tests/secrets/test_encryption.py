"""tests/ciphertexts/sealed holds what the tools wrote; ciphertexts/plain what looks like it (line number first)."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

import fakes
from backend_standards.core import text
from backend_standards.secrets.encryption import encryption
from support import ROOT

SAMPLES = ROOT / "tests" / "ciphertexts"
SEALED = sorted((SAMPLES / "sealed").iterdir())


def verdict(data: bytes) -> tuple[bool, int]:
    return encryption(data, text.decode(data))


def sample(name: str) -> bytes:
    return (SAMPLES / "sealed" / name).read_bytes()


def value_of(name: str, pattern: bytes) -> bytes:
    match = re.search(pattern, sample(name))
    assert match
    return match[1]


DOTENVX_VALUE = value_of("dotenvx-2.38", rb"(encrypted:[A-Za-z0-9+/=]+)")
DOTENVX = b'DOTENV_PUBLIC_KEY="03' + b"ab" * 32 + b'"\nHOST="' + DOTENVX_VALUE + b'"\n'
SOPS_VALUE = value_of("sops-dotenv", rb"DB_HOST=(ENC\S+)")
SOPS_ENV = sample("sops-dotenv")
SOPS_YAML = sample("sops-yaml")
LONG_TEXT = (
    b"DB_PASSWORD=changeme and other made-up text here and there, one two three four five six seven eight nine ten"
)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in SEALED])
def test_what_the_tools_wrote_is_encrypted(path: Path) -> None:
    assert verdict(path.read_bytes()) == (True, 0)


@pytest.mark.parametrize(
    "name", ["dotenvx-2.38", "sops-dotenv", "age-armor", "gpg-rsa-armor", "ansible-1.1", "openssl-a"]
)
@pytest.mark.parametrize("change", ["crlf", "bom", "no-newline", "blank-lines"])
def test_line_endings_do_not_break_the_proof(name: str, change: str) -> None:
    data = sample(name)
    changed = {
        "crlf": data.replace(b"\n", b"\r\n"),
        "bom": b"\xef\xbb\xbf" + data,
        "no-newline": data.rstrip(),
        "blank-lines": data + b"\n\n",
    }[change]
    assert verdict(changed) == (True, 0)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param((SAMPLES / "plain" / "11-dotenvx-1.0.0").read_bytes(), 11, id="dotenvx-1.0.0-leaves-export-plain"),
        pytest.param(DOTENVX + b"PW=changeme\n", 3, id="dotenvx-one-plain-line"),
        pytest.param(DOTENVX + b"PW=encrypted:hunter2\n", 3, id="dotenvx-by-hand"),
        pytest.param(DOTENVX + b"PW=encrypted:" + base64.b64encode(LONG_TEXT) + b"\n", 3, id="dotenvx-base64-of-text"),
        pytest.param(DOTENVX + b'A="' + DOTENVX_VALUE + b'" B=changeme\n', 3, id="dotenvx-text-behind"),
        pytest.param(DOTENVX + b"A=" + DOTENVX_VALUE.rstrip(b"=") + b" changeme\n", 3, id="dotenvx-word-behind"),
        pytest.param(DOTENVX + b"# old: " + fakes.GITHUB.encode() + b"\n", 3, id="dotenvx-token-in-a-comment"),
        pytest.param(
            DOTENVX + b"# DB_PASSWORD=" + fakes.RANDOM32.encode() + b"\n", 3, id="dotenvx-password-in-a-comment"
        ),
        pytest.param(DOTENVX + b'DOTENV_PRIVATE_KEY="' + fakes.HEX64.encode() + b'"\n', 3, id="dotenvx-private-key"),
        pytest.param(DOTENVX + b'PW="first\nsecond"\n', 3, id="dotenvx-two-plain-lines"),
        pytest.param(b"PW=changeme\n" + SOPS_ENV, 1, id="sops-env"),
        pytest.param(
            SOPS_ENV.rstrip() + b"\nsops_password=changeme\n", SOPS_ENV.count(b"\n") + 1, id="sops-env-metadata"
        ),
        pytest.param(
            b"API_TOKEN_unencrypted=" + fakes.RANDOM32.encode() + b"\n" + SOPS_ENV, 1, id="sops-env-unencrypted"
        ),
        pytest.param(b"db:\n    pw: changeme\n" + SOPS_YAML, 2, id="sops-yaml-nested"),
        pytest.param(b"db:\n    - changeme\n" + SOPS_YAML, 2, id="sops-yaml-list"),
        pytest.param(b"db: |\n    changeme\n" + SOPS_YAML, 1, id="sops-yaml-block"),
        pytest.param(b"port: 5432\n" + SOPS_YAML, 1, id="sops-yaml-number"),
        pytest.param(b"db: {pw: changeme}\n" + SOPS_YAML, 1, id="sops-yaml-flow"),
        pytest.param(b"pw: ENC[hunter2]\n" + SOPS_YAML, 1, id="sops-yaml-by-hand"),
        pytest.param(SOPS_YAML + b"pw: changeme\n", SOPS_YAML.count(b"\n") + 1, id="sops-yaml-behind-the-metadata"),
        pytest.param(SOPS_YAML + b"    pw: changeme\n", SOPS_YAML.count(b"\n") + 1, id="sops-yaml-in-the-metadata"),
        pytest.param(sample("sops-json").replace(b"{", b'{"pw": "changeme",', 1), 1, id="sops-json"),
        pytest.param(sample("sops-json").replace(b"{", b'{"a": [{"pw": 5432}],', 1), 1, id="sops-json-nested"),
    ],
)
def test_one_plain_value_spoils_the_proof(data: bytes, line: int) -> None:
    assert verdict(data) == (True, line)


@pytest.mark.parametrize(("value", "line"), [("eu-west-1", 0), (fakes.RANDOM32, 3), ("", 0)])
@pytest.mark.parametrize("name", ["API_TOKEN_PLAIN", "SECRET_PLAIN"])
def test_names_that_dotenvx_leaves_plain(name: str, value: str, line: int) -> None:
    assert verdict(DOTENVX + f"{name}={value}\n".encode()) == (True, line)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"A=1\n", id="plain"),
        pytest.param(LONG_TEXT, id="text"),
        pytest.param(base64.b64encode(LONG_TEXT), id="base64-of-text"),
        pytest.param(b"PW=encrypted:hunter2\n", id="dotenvx-by-hand-alone"),
        pytest.param(b"PW=ENC[AES256_GCM,data:hunter2,iv:a,tag:b,type:str]\nsops_mac=x\n", id="sops-by-hand"),
        pytest.param(b'DOTENV_VAULT_DEVELOPMENT="' + base64.b64encode(LONG_TEXT) + b'"\n', id="vault-of-text"),
        pytest.param(b"\0GITCRYPT\0PASSWORD=changeme", id="git-crypt-head-and-text"),
        pytest.param(
            "\0GITCRYPT\0\u043f\u0430\u0440\u043e\u043b\u044c=\u0442\u0430\u0439\u043d\u0430".encode() * 3,
            id="git-crypt-head-and-cyrillic",
        ),
        pytest.param(b"age-encryption.org/v1\n-> X25519 abc\nPASSWORD=changeme\n", id="age-head-and-text"),
        pytest.param(b"Salted__12345678PASSWORD=changeme and some more text to follow it", id="openssl-head-and-text"),
        pytest.param(b"$ANSIBLE_VAULT;1.1;AES256\nPASSWORD=changeme\n", id="ansible-head-and-text"),
        pytest.param(b"$ANSIBLE_VAULT;1.1;AES256\n" + fakes.HEX64.encode() + b"\n", id="ansible-head-and-key"),
        pytest.param(sample("age-armor") + b"PW=changeme\n", id="age-text-behind"),
        pytest.param(b"PW=changeme\n" + sample("age-armor"), id="age-text-before"),
        pytest.param(sample("gpg-rsa-armor") + b"PW=changeme\n", id="pgp-text-behind"),
        pytest.param(
            b"-----BEGIN PGP MESSAGE-----\nPassword: hunter2\n\nAAAA\n-----END PGP MESSAGE-----", id="pgp-header"
        ),
        pytest.param(b"-----BEGIN PGP MESSAGE-----\n\nPW=changeme\n-----END PGP MESSAGE-----", id="pgp-words"),
        pytest.param(b"gAAAAA" + b"changeme" * 20, id="fernet-of-words"),
        pytest.param(base64.b64encode(b'{"iv":"x","value":"DB_PASSWORD=changeme"}'), id="laravel-of-text"),
        pytest.param(base64.b64encode(b'{"iv":' + b"[" * 100_000), id="laravel-nested"),
        pytest.param(b'{"sops": {"mac": "ENC[x]"}, "pw": "changeme"}', id="sops-json-by-hand"),
        pytest.param(b"[" * 100_000, id="nested-json"),
        pytest.param(b'{"sops":' * 50_000, id="nested-sops"),
        pytest.param("\u00c9PASSWORD=changeme ".encode() * 20, id="high-first-byte"),
        pytest.param("\u00e9t\u00e9=changeme ".encode("latin-1") * 20, id="latin-1"),
    ],
)
def test_what_only_looks_encrypted(data: bytes) -> None:
    assert verdict(data) == (False, 0)

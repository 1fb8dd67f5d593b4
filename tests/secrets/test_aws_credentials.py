from __future__ import annotations

import hashlib
import sys

import pytest

import fakes
from backend_standards.secrets.aws_credentials import Credential, account_of
from backend_standards.secrets.aws_keys import scan

ASIA = "AS" + "IA"
SECRET = fakes.AWS_SECRET


# Given by AWS (`sts get-access-key-info`) and by those who worked the encoding out.
@pytest.mark.parametrize(
    ("body", "account"),
    [
        ("Y34FZKBOKMUTVV7A", "609629065308"),
        ("QNZGKIQY56JQ7WML", "029608264753"),
        ("RZPUZDIKGB2VALC4", "123456789012"),
        ("IOSFODNN7EXAMPLE", ""),  # of the generation that carries no account
        ("7777777777777777", ""),  # more than twelve digits
    ],
)
def test_account(body: str, account: str) -> None:
    assert account_of(ASIA + body) == account


def test_the_sum_is_that_of_the_value_not_of_its_spelling() -> None:
    secret = "/" + SECRET[1:20] + "+" + SECRET[21:]
    spelt = [secret, secret.replace("/", "%2F").replace("+", "%2B"), secret.replace("/", r"\/")]
    sums = {credential.sha256() for text in spelt for credential in scan(f"secret={text}\n".encode())}
    assert sums == {hashlib.sha256(secret.encode()).hexdigest()}


def test_an_access_key_id_tells_its_account() -> None:
    key_id = ASIA + "Y34FZKBOKMUTVV7A"
    assert Credential(0, "aws-access-key-id", "x", key_id, key_id).account == "609629065308"
    assert Credential(0, "aws-secret-access-key", "x", SECRET).account == ""


def key_id_of(account: int) -> str:
    """Return the head of an access key ID of an account: a bit that says that there is one, forty bits, nine more."""
    number = 1 << 49 | account << 9
    return ASIA + "".join(fakes.BASE32[number >> shift & 31] for shift in range(45, -1, -5)) + "QWERTZ"


@pytest.mark.parametrize(
    ("account", "expected"),
    [(1, "000000000001"), (999_999_999_999, "999999999999"), (10**12, ""), (2**40 - 1, "")],
)
def test_the_number_of_an_account_has_twelve_digits(account: int, expected: str) -> None:
    assert account_of(key_id_of(account)) == expected


# Values that AWS shows as examples, in two parts.
PUBLISHED = [
    ("uV3F3YluFJax1cknvbcGwgjvx4QpvB+", "leU8dUj2o"),
    ("OtxrzxIsfpFjA7SwPzILwy8Bw21T", "LhquhboDYROV"),
    ("+oaFsNk7tLco+C/obP9GhhcOz", "GcKOayTmE3LnAmAmH4="),
    ("k1zPZM6uVxMQ3oxqgoYlNuJPy", "RTZ1vREs76zTQE3eJk="),
]


@pytest.mark.parametrize("parts", PUBLISHED)
def test_only_the_examples_of_aws_are_published(parts: tuple[str, str]) -> None:
    value = "".join(parts)
    assert Credential(0, "aws-secret-access-key", "x", value).is_published
    for other in (SECRET, value[:-2] + "x" + value[-1:], value[::-1], value + "x"):
        assert not Credential(0, "aws-secret-access-key", "x", other).is_published


def test_a_sum_needs_no_openssl_and_works_with_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = hashlib.sha256(SECRET.encode()).hexdigest()
    credential = Credential(0, "aws-secret-access-key", "x", SECRET)
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "hashlib", None)  # as if there were no module of this name
        assert credential.sha256() == expected
    for name in ("_sha2", "_sha256"):
        monkeypatch.setitem(sys.modules, name, None)
    assert credential.sha256() == expected
    monkeypatch.setitem(sys.modules, "hashlib", None)
    with pytest.raises(ImportError):
        credential.sha256()

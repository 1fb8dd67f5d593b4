from __future__ import annotations

import hashlib

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


def test_only_the_examples_of_aws_are_published() -> None:
    assert not Credential(0, "aws-secret-access-key", "x", SECRET).is_published
    example = "uV3F3YluFJax1cknvbcGwgjvx4QpvB+" + "leU8dUj2o"  # Amazon S3 Developer Guide (2006)
    assert Credential(0, "aws-secret-access-key", "x", example).is_published

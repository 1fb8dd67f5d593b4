"""AWS credentials of all kinds in one content; whole files are in `aws_corpus`."""

from __future__ import annotations

import base64
import hashlib
import random

import pytest

import fakes
from aws_samples import DOCUMENTED, found
from backend_standards.secrets.aws_keys import scan

DOCUMENTED_ID = "AK" + "IAIOSFODNN7" + "EXAMPLE"
ID, SECRET = fakes.KEY_ID, fakes.AWS_SECRET


def test_an_example_hides_no_real_one_beside_it() -> None:
    assert found(f"{DOCUMENTED_ID} {ID} {DOCUMENTED_ID}") == ["access-key-id"]
    assert found(f'aws_secret_access_key = "{DOCUMENTED}"  # not "{SECRET}"') == ["secret-access-key"]


def test_place_and_value() -> None:
    data = f"# é\nA = '{ID}'\nB = '{SECRET[:20]}'\\\n'{SECRET[20:]}'  # secret\n".encode()
    (key_id, secret) = scan(data)
    assert data[key_id.offset :].startswith(ID.encode())
    assert data[secret.offset :].startswith(SECRET[:20].encode())
    assert (key_id.value, secret.value) == (ID, SECRET)
    assert key_id.sha256() == hashlib.sha256(ID.encode()).hexdigest()


@pytest.mark.parametrize("shift", range(3))
def test_base64_of_a_file_at_every_alignment(shift: int) -> None:
    plain = "#" * shift + f"\n[default]\naws_access_key_id = {ID}\naws_secret_access_key = {SECRET}\n"
    line = base64.b64encode(plain.encode()).decode()
    folded = base64.encodebytes(plain.encode()).decode()
    for text in (f"data:\n  credentials: {line}\n", f"data: |\n{folded}", f'{{"a": "{line}"}}'):
        assert found(text) == ["access-key-id", "secret-access-key"], text


def test_bytecode() -> None:
    """A marshalled string follows its length, and the type of the next one is a letter."""
    code = b"\0\xda\x14" + ID.encode() + b"z(" + SECRET.encode() + b"Z\x06secret"
    rules = {credential.rule for credential in scan(code, binary=True)}
    assert rules == {"aws-access-key-id", "aws-secret-access-key"}


def test_random_data_gives_no_finding() -> None:
    """100 MB of base64, hexadecimal and prose, in lines and without."""
    generator = random.Random(4)
    words = "the secret of an access key is that nobody else knows the secret access key of AWS".split()
    base = base64.b64encode(generator.randbytes(30_000_000))
    numbers = generator.randbytes(20_000_000).hex().encode()
    prose = " ".join(generator.choices(words, k=6_000_000)).encode()
    lines = base64.encodebytes(base[:5_000_000])
    assert sum(map(len, (base, numbers, prose, lines))) > 100_000_000
    for data in (base, numbers, prose, lines):
        assert scan(data) == []

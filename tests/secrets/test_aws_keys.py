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


HEADS = {head: head + ID[4:] for head in ("AK" + "IA", "AS" + "IA", "AB" + "IA", "AC" + "CA")}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("shift", range(3))
@pytest.mark.parametrize(
    "plain",
    [
        '{{"access_key": "{id}", "region": "eu-west-1"}}',
        '{{"region": "eu-west-1", "accessKey": "{id}"}}',
        "{id}",
        "key={id}&region=eu",
        "a,{id},b",
        "id: '{id}'\n",
    ],
)
def test_base64_of_an_id_at_every_alignment(plain: str, shift: int, head: str) -> None:
    encoded = base64.b64encode((" " * shift + plain.format(id=HEADS[head])).encode()).decode()
    for text in (f'{{"auth": "{encoded}"}}', f"x={encoded}", f"data: |\n{encoded[:76]}\n{encoded[76:]}"):
        assert found(text) == ["access-key-id"], text


def test_login_of_eks_is_a_presigned_url() -> None:
    """A token of EKS is the URL-safe base64 of a pre-signed URL, and so is one finding."""
    url = (
        "https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        f"&X-Amz-Credential={ID}%2F20260101%2Feu-west-1%2Fsts%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60"
        f"&X-Amz-Security-Token={fakes.SESSION_TOKEN}&X-Amz-SignedHeaders=host&X-Amz-Signature={fakes.HEX64}"
    )
    for shift in range(3):
        token = base64.urlsafe_b64encode(url.replace("/?", "/" + "x" * shift + "?").encode()).decode().rstrip("=")
        assert found(f'{{"status": {{"token": "k8s-aws-v1.{token}"}}}}') == ["presigned-url"]


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

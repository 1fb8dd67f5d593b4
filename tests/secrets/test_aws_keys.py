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


def encoded(plain: str | bytes) -> str:
    return base64.b64encode(plain.encode() if isinstance(plain, str) else plain).decode()


def test_base64_at_the_very_beginning() -> None:
    assert found(encoded(ID)) == ["access-key-id"]


@pytest.mark.parametrize("end", ["\\n", "\n", "\r\n", " \n\t", "\t\r\n  "])
def test_base64_over_lines(end: str) -> None:
    plain = f"[default]\naws_access_key_id = {ID}\naws_secret_access_key = {SECRET}\n"
    text = encoded(plain)
    lines = end.join(text[at : at + 20] for at in range(0, len(text), 20))
    assert found(f'key: "{lines}"') == ["access-key-id", "secret-access-key"]


def test_runs_of_base64_that_touch() -> None:
    other = ID[:4] + fakes.text(fakes.BASE32, 16, seed=8)
    harmless = encoded("a text of sixteen bytes or more.")
    assert harmless.endswith("=")
    assert found(f"{encoded(ID)}{encoded(other)}") == ["access-key-id"] * 2
    assert found(f"{harmless}{encoded(ID)}") == ["access-key-id"]


@pytest.mark.parametrize("length", range(3000, 3004))
def test_a_run_of_base64_that_begins_far_before(length: int) -> None:
    assert found(encoded("#" * length + f"\nkey={ID}\n")) == ["access-key-id"]


@pytest.mark.parametrize("head", [b"\xfb", b"\xff", b"\x03\xe0", b"\x03\xf0", b"a\x0f\x80", b"a\x0f\xc0"])
def test_base64_of_urls(head: bytes) -> None:
    text = base64.urlsafe_b64encode(head + f" key={ID}&".encode()).decode()
    assert {"-", "_"}.intersection(text[:3]), "the rest begins inside a group of four letters"
    assert found(f"token={text}") == ["access-key-id"]
    assert found(f"token={text.replace('-', '+').replace('_', '/')}") == ["access-key-id"]


def test_what_is_in_base64_is_read_as_text() -> None:
    """A binary lets any letter be beside an ID, and a length before a secret."""
    assert found(f"x={encoded(f'a key {ID}')}") == ["access-key-id"]
    for plain in (f"a key x{ID}", f"a key {ID}x"):
        assert found(f"x={encoded(plain)}") == [], plain
    assert found(f"x={encoded(f'{ID}, aws secret ({SECRET})')}") == ["access-key-id", "secret-access-key"]
    assert found(f"x={encoded(f'{ID}, aws secret ({SECRET}x)')}") == ["access-key-id"]
    # The password of a service counts only where its name can be read.
    assert found(f"x={encoded(f'{ID} smtp_password: {fakes.SES_PASSWORD}')}") == ["access-key-id"]


def test_base64_begins_with_its_first_letter() -> None:
    for before in ("a", "ab", "abc", "x=a"):
        assert found(f"{before}{encoded(ID)}") == []
    assert found(f"abcd{encoded(ID)}") == ["access-key-id"]


MANIFESTS = ["kind: Secret", '"kind": "Secret"', "kind:   'Secret'", "kind: List # of secrets", "{kind: Secret}"]


@pytest.mark.parametrize("head", MANIFESTS)
def test_every_value_of_a_kubernetes_secret_is_read(head: str) -> None:
    assert found(f"{head}\ndata:\n  a: {encoded(fakes.BEDROCK_KEY)}\n") == ["bedrock-api-key"]
    short = "AC" + "CA" + ID[4:]
    assert found(f"{head}\ndata:\n  a: {encoded(short)}\n") == ["access-key-id"]


@pytest.mark.parametrize(
    "head", ["kind: ConfigMap # secret", "kind: SecretStore", "kinds: Secret", "kind:\n  Secret", "kind: List"]
)
def test_no_kubernetes_secret(head: str) -> None:
    assert found(f"{head}\ndata:\n  a: {encoded(fakes.BEDROCK_KEY)}\n") == []


def test_each_kind_of_clue_leads_to_its_search() -> None:
    assert found(fakes.AGE_KEY) == ["private-key"]
    assert found(f"smtp password: {fakes.SES_PASSWORD}") == ["ses-smtp-password"]
    assert found(f"{ID}\n{fakes.SESSION_TOKEN}\n") == ["access-key-id", "session-token"]
    assert found(f"x={encoded(f'{ID} {fakes.SESSION_TOKEN}')}") == ["access-key-id", "session-token"]

from __future__ import annotations

import base64
import json
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fakes
from aws_samples import DOCUMENTED, found
from backend_standards.secrets import FORTY, aws_secrets
from backend_standards.secrets.aws_secrets import is_secret
from backend_standards.secrets.aws_spelling import Joined

ID, SECRET = fakes.KEY_ID, fakes.AWS_SECRET


def test_no_random_secret_is_passed_by() -> None:
    """At most one in five thousand: a scanner's silence must mean something."""
    generator = random.Random(20)
    secrets = ["".join(generator.choices(fakes.BASE64, k=40)) for _ in range(20_000)]
    assert sum(not is_secret(secret) for secret in secrets) <= 4


@pytest.mark.parametrize(
    "text",
    [
        f"AWS_SECRET_ACCESS_KEY={DOCUMENTED}",
        f"secret = {fakes.text(fakes.HEX, 40)}",
        f"secret = {fakes.text(fakes.BASE64, 39)}",
        f"secret = {fakes.text(fakes.BASE64, 41)}",
        f"secret sha1: {SECRET}",
        f'"secret", "integrity": "{SECRET}"',
        "secret: AWSSecretsManagerRDSPostgreSQLRotationSi",
        "# secret\nimport com/amazonaws/services/SecretsManager/Model1/Get",
        f"secret: {'ACGT' * 10}",
        f"secret: {'aB3' * 13}x",
        f"secret: AQICAH{fakes.text(fakes.BASE64, 178)}",
        f"secret = eyJ{fakes.text(fakes.BASE62, 37)}.{fakes.text(fakes.BASE62, 40)}.x",
        f"secret = {SECRET[:20]}-{SECRET[20:39]}",
        f"secret = {fakes.text(fakes.HEX + 'ABCDEF', 40)}",
        f"secret url: {base64.b64encode(b'https://db-12.internal.corp/an')[:40].decode()}",
        f'"NextToken": "{SECRET}", "id": "{ID}"'.replace(ID, "x"),
        f"secret csrf_token={SECRET}",
        f'"CodeSha256": "{fakes.text(fakes.BASE64, 43)}=", "service": "codecommit password"',
        f"github.com/aws/aws-sdk-go-v2/service/codecommit v1.31.3 h1:{fakes.text(fakes.BASE64, 43)}=",
        f"codecommit 1.2.3 {fakes.text(fakes.BASE64, 43)}=",
        f"name = {SECRET}",
        "secret" + " word" * 30 + f" {SECRET}",
        "secret\n\n\n\n\n" + SECRET,
    ],
)
def test_forty_characters_that_are_no_secret(text: str) -> None:
    assert found(text.encode()) == []


SLASHED = "a+" + SECRET[2:20] + "/b" + SECRET[22:]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"SecretAccessKey": SLASHED}).replace("+", r"\u002B"),
        json.dumps({"SecretAccessKey": SLASHED}).replace("/", r"\u002f"),
        f'<add key="AwsSecretKey" value="{SLASHED.replace("+", "&#43;").replace("/", "&#x2F;")}"/>',
        f"secret={SLASHED.replace('/', '%252F').replace('+', '%252B')}",
        f'variable "aws_secret_access_key" {{\n  description = "Key"\n  type = string\n  sensitive = true\n\n  default = "{SLASHED}"\n}}',
        f"  AwsSecretKey:\n    Type: String\n    NoEcho: true\n    Description: A key\n    Default: {SLASHED}\n",
        f'ParameterValue: "{SLASHED}",\nParameterKey: "DbSecret"',
        json.dumps(f"secret = '{SLASHED[:9]}' + '{SLASHED[9:]}'"),
        json.dumps([f'secret = ("{SLASHED[:9]}"\n', f'          "{SLASHED[9:]}")\n'], indent=1),
        f"parser.add_argument('--aws-secret-key', help='the key with which to read and to write all of the results of the run', default='{SLASHED}')",
        f"secret,x\n{SLASHED},y\n",
        f"+aws_secret_access_key:\n+{SLASHED}\n",
        f"kind: Secret\ndata:\n  a: {base64.b64encode(f'x: y, secret_key: {SLASHED}'.encode()).decode()}\n",
    ],
)
def test_secrets_that_are_hard_to_read(text: str) -> None:
    assert found(text) == ["secret-access-key"]


def secret(number: int) -> str:
    return fakes.text(fakes.BASE64, 40, seed=100 + number)


BOTH = {"access-key-id", "secret-access-key"}
_WORDS = "a description that goes on " * 9


@pytest.mark.parametrize(
    "text", [f"creds: {ID}{sign}{SECRET}" for sign in "/+|:,"] + [f"x {SECRET}{sign}{ID}" for sign in "/+|"]
)
def test_pairs_with_one_sign_between(text: str) -> None:
    assert set(found(text)) == BOTH


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"AWS_SECRET_ACCESS_KEY=3D{SECRET}", id="quoted-printable"),
        pytest.param(f"AWS_SECRET_ACCESS_KEY=3D{SECRET[:20]}=\n{SECRET[20:]}\n", id="soft-break"),
        pytest.param(f"secret: {SECRET[:33]}=\r\n{SECRET[33:]}\r\n", id="soft-break-crlf"),
        pytest.param(f"export AWS_SECRET_ACCESS_KEY={SECRET[:9]}\\\n{SECRET[9:]}\n", id="shell"),
        pytest.param(f"aws.secretKey={SECRET[:20]}\\\n      {SECRET[20:]}\n", id="properties"),
        pytest.param(f"AWS_SECRET=.{SECRET}", id="dot-before"),
        pytest.param(f"AWS_SECRET={SECRET}-old", id="old"),
        pytest.param(
            f'variable "aws_secret" {{\n  description = "{_WORDS}"\n  default = "{SECRET}"\n}}\n', id="default"
        ),
        pytest.param(
            f"<name>fs.s3a.secret.key</name>\n<description>{_WORDS}</description>\n<value>{SECRET}</value>", id="hadoop"
        ),
    ],
)
def test_one_secret(text: str) -> None:
    assert found(text) == ["secret-access-key"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"aws_secret = wJalrXUtnFEMI{SECRET[13:]}", id="published-head"),
        pytest.param(f"secret_key=zuf+tfteSlswRu7B{SECRET[16:]}", id="playground"),
        pytest.param(
            f'variable "aws_secret" {{\n}}\nvariable "x" {{\n  default = "{SECRET}"\n}}\n', id="other-variable"
        ),
        pytest.param(f"<name>secret</name></property><property><value>{SECRET}</value>", id="other-property"),
        pytest.param(
            f'variable "aws_secret" {{\n  description = "{_WORDS * 5}"\n  default = "{SECRET}"\n}}', id="too-far"
        ),
        pytest.param(f"AWS_SECRET={SECRET}-older-than-this", id="identifier"),
        pytest.param(f"secret..{SECRET}", id="two-dots"),
    ],
)
def test_no_secret(text: str) -> None:
    assert found(text) == []


LISTS = {
    "json": ("secrets = [", "'{}', ", "]"),
    "yaml": ("secrets:\n", "  - {}\n", ""),
    "table": ("| user | secret |\n|---|---|\n", "| bob{number} | {} |\n", ""),
    "columns": ("name   secret\n", "bob{number}   {}\n", ""),
    "mapping": ("secret_keys:\n", "  bob{number}: {}\n", ""),
    "words": ("SECRETS=", "{} ", ""),
}


@pytest.mark.parametrize("form", LISTS)
def test_each_value_of_a_list(form: str) -> None:
    head, item, tail = LISTS[form]
    text = head + "".join(item.format(secret(number), number=number) for number in range(60)) + tail
    assert len(found(text)) == 60


def test_a_list_ends() -> None:
    text = f"secrets:\n  - {secret(1)}\nother: {{}}\nsums:\n  a = b = c: {secret(2)} of d\n\n\n\n  - {secret(3)}\n"
    assert len(found(text)) == 1


LETTERS = st.sampled_from([SECRET[:40], SECRET[:20], SECRET[20:40], SECRET[:9], "x", "r", "é", ""])
SEAMS = st.sampled_from(
    ['" "', "' + '", '"\n    "', '" \\\n"', '" .. "', "' & f'", '\\"\\"', '\\n",\n "', "=\n", "\\\r\n  ", '"', "\\", ", ", '" rb"', '"+\n"', "`~`"]
)  # fmt: skip


@given(st.lists(st.one_of(LETTERS, SEAMS), max_size=9).map("".join))
def test_no_area_in_which_forty_letters_are_joined_is_passed_over(text: str) -> None:
    area = text.encode("latin-1")
    if re.search(FORTY, Joined(area.decode("latin-1")).text) and not re.search(FORTY.encode(), area):
        assert aws_secrets._may_be_written_otherwise(area)


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        pytest.param(f"'{SECRET[:20]}' + '{SECRET[20:]}'", True, id="two parts"),
        pytest.param(f"'{SECRET[:20]}' + '{SECRET[20:39]}'", False, id="a letter too few"),
        pytest.param("".join(f'"{SECRET[at : at + 4]}"\n' for at in range(0, 40, 4)), True, id="ten parts"),
        pytest.param(f"'{SECRET[:20]}', '{SECRET[20:]}'", False, id="a list"),
        pytest.param(f"{SECRET[:20]}=\n{SECRET[20:]}", True, id="a soft line break"),
        pytest.param("x = 'a' + 'b'\n" * 40, False, id="many short ones"),
        pytest.param(SECRET.replace(SECRET[3], r"\/"), True, id="an escape"),
    ],
)
def test_which_areas_may_have_a_value_in_parts(area: str, expected: bool) -> None:
    assert aws_secrets._may_be_written_otherwise(area.encode()) == expected

from __future__ import annotations

import base64
import json
import random

import pytest

import fakes
from aws_samples import DOCUMENTED, found
from backend_standards.secrets.aws_secrets import is_secret

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

"""What the tests of secret files share: values, contents, and the rules that a file breaks."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

import fake_keys
import fakes
from backend_standards.secrets.secret_files import Policy, judge
from support import ROOT

SEALED = ROOT / "tests" / "ciphertexts" / "sealed"


def rules(path: str, content: bytes | str, allow: Sequence[str] = ()) -> list[str]:
    """Return "rule" or "rule:line" for each finding about a file."""
    data = content.encode() if isinstance(content, str) else content
    return [each.rule.id + (f":{each.line}" if each.line else "") for each in judge([(path, data)], Policy(allow))]


def encoded(value: str | bytes) -> str:
    return base64.b64encode(value.encode() if isinstance(value, str) else value).decode()


RANDOM = fakes.RANDOM32
WORD = "hunt" + "er22x"
PRIVATE = "PRIV" + "ATE KEY"
PUBLIC_PEM = fake_keys.pem("CERTIFICATE")
NETRC = f"machine a.acme-corp.io login app password {WORD}"
URL = f"https://bot:{fakes.PASSWORD}@packages.acme-corp.io/simple"
PAIR = f"aws_access_key_id = {fakes.KEY_ID}\naws_secret_access_key = {fakes.AWS_SECRET}\n"


def state(**fields: object) -> str:
    return json.dumps(
        {"version": 4, "terraform_version": "1.9.0", "serial": 1, "outputs": {}, "resources": []} | fields
    )

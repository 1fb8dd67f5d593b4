from __future__ import annotations

import json
import random
import string

import pytest

import fakes
from aws_samples import found
from backend_standards.secrets.aws_keys import scan

TOKEN = fakes.SESSION_TOKEN


@pytest.mark.parametrize(
    "text",
    [
        f"'{TOKEN[:90]}' + '{TOKEN[90:]}'",
        f"('{TOKEN[:90]}'\n    f'{TOKEN[90:]}')",
        f"'{TOKEN[:90]}'\n + '{TOKEN[90:]}'",
        json.dumps(f"t = '{TOKEN[:90]}' + '{TOKEN[90:]}'"),
        "\n    ".join(TOKEN[at : at + 30] for at in range(0, 300, 30)),
        TOKEN.replace("/", r"\u002F").replace("+", "%2B"),
    ],
)
def test_tokens_in_parts(text: str) -> None:
    assert found(text) == ["session-token"]
    assert scan(text.encode())[0].value in (TOKEN, TOKEN[:300])


def test_appsync_keys_without_regard_to_words() -> None:
    generator = random.Random(9)
    keys = ["da" + "2-" + "".join(generator.choices(string.ascii_lowercase + "234567", k=26)) for _ in range(2000)]
    assert sum(found(key) != ["appsync-api-key"] for key in keys) <= 10


def test_a_password_of_a_service_needs_the_name_of_the_service() -> None:
    password = "BA" + fakes.text(fakes.BASE64, 42)
    assert found(f"SES_SMTP_PASSWORD={password}\n") == ["ses-smtp-password"]
    assert found(f"smtp_secret: {password}\n") == ["ses-smtp-password"]
    assert found(f"PASSWORD={password}\n") == []
    assert found(f"smtp sha256: {password}\n") == []

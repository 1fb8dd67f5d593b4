from __future__ import annotations

import pytest

import fakes
from backend_standards.secrets.placeholders import default_of, is_path, is_placeholder


@pytest.mark.parametrize(
    "value",
    [
        "",
        "  ",
        "changeme",
        "<your key>",
        "YOUR_API_KEY",
        "password123",
        "db_pass",
        "secret-2024",
        "xxxxxxxx",
        "postgres",
        "${TOKEN}",
        "$TOKEN",
        "%TOKEN%",
        "{{ token }}",
        "<%= token %>",
        "$(pass show db)",
        "op://vault/item/field",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x",
        "!Ref Token",
        "id=npm,src=/home/app/.npmrc",
        f"encrypted:{fakes.text(fakes.BASE64, 128)}",
    ],
)
def test_placeholder(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize(
    "value",
    [
        "hunt" + "er22x",
        fakes.RANDOM32,
        f"prod-{fakes.RANDOM32}",
        f"${{PREFIX}}{fakes.RANDOM32}",
        f"id=npm,src={fakes.PASSWORD}",
        "Summer-in-Trondheim",
    ],
)
def test_no_placeholder(value: str) -> None:
    assert not is_placeholder(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("${KEY:-abc}", "abc"),
        ("${KEY-abc}", "abc"),
        ("${KEY:=a}b}", "a}b"),
        ("${KEY}", "${KEY}"),
        ("${KEY:?is not set}", "${KEY:?is not set}"),
        ("x${KEY:-abc}", "x${KEY:-abc}"),
    ],
)
def test_default(value: str, expected: str) -> None:
    assert default_of(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("/run/secrets/db", True),
        ("~/.ssh/id_rsa", True),
        ("$HOME/.aws/credentials", True),
        ("certs/tls/server.key", True),
        ("words/without-suffix", False),
        (f"/keys/{fakes.RANDOM32}", False),
        (fakes.text(fakes.BASE62, 19) + "/" + fakes.text(fakes.BASE62, 20), False),
    ],
)
def test_path(value: str, expected: bool) -> None:
    assert is_path(value) == expected

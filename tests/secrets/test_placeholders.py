from __future__ import annotations

import random

import pytest

import fakes
from backend_standards.secrets.placeholders import (
    default_of,
    is_app_password,
    is_monotonous,
    is_path,
    is_placeholder,
    is_random,
    is_word,
)


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


@pytest.mark.parametrize(
    ("alphabet", "length", "least"),
    [
        (fakes.BASE64, 16, 0.97),
        (fakes.BASE64, 40, 0.998),
        (fakes.BASE62, 20, 0.99),
        (fakes.BASE62, 32, 0.998),
        (fakes.HEX, 16, 0.98),
        (fakes.HEX, 32, 0.999),
        ("abcdefghijklmnopqrstuvwxyz0123456789", 32, 0.995),
        ("abcdefghijklmnopqrstuvwxyz", 32, 0.98),
        (fakes.BASE62 + "!@#%^&*-_", 24, 0.99),
    ],
)
def test_random_values_are_recognised(alphabet: str, length: int, least: float) -> None:
    generator = random.Random(length)
    values = ["".join(generator.choice(alphabet) for _ in range(length)) for _ in range(3000)]
    found = sum(is_random(value) for value in values)
    assert found >= least * len(values)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("", id="empty"),
        pytest.param("Xk29dkf8sLq", id="short"),
        pytest.param("Xk29 dkf8 sLq4 mPz7", id="spaces"),
        pytest.param("correct-horse-battery-staple", id="words"),
        pytest.param("thisIsTheNameOfSomeFunction", id="camel-case"),
        pytest.param("secretsmanager.eu-west-1.amazonaws.com", id="host"),
        pytest.param("0123456789abcdef0123456789abcdef", id="counting"),
        pytest.param("deadbeef", id="short-hexadecimal"),
        pytest.param("12345678901234567890", id="digits"),
        pytest.param("xK" * 12, id="repeated"),
        pytest.param("---===___...!!!", id="no-letters"),
    ],
)
def test_what_people_write_is_not_random(value: str) -> None:
    assert not is_random(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("qxzr wkpd vbnt jhgf", True),
        ("qxzr-wkpd-vbnt-jhgf", True),
        ("this will stay here", False),
        ("abcd efgh ijkl mnop", False),
        ("qxzr wkpd vbnt", False),
        ("QXZR WKPD VBNT JHGF", False),
    ],
)
def test_app_passwords(value: str, expected: bool) -> None:
    assert is_app_password(value) == expected
    assert is_random(value) == expected


@pytest.mark.parametrize("word", "password database service secret function the key".split())
def test_words(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("letters", "qxzr wkpdvb zzxq kq".split())
def test_other_letters(letters: str) -> None:
    assert not is_word(letters)


@pytest.mark.parametrize("value", "xxxx 0000 abcdef 654321 abcabcabc aaaaaaaabbbbbbbbcccc abc -".split())
def test_monotonous(value: str) -> None:
    assert is_monotonous(value)

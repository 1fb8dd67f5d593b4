from __future__ import annotations

import random

import pytest

import fakes
from backend_standards.secrets.randomness import is_app_password, is_monotonous, is_random, is_word


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

from __future__ import annotations

import random
import re

import pytest

import fakes
from backend_standards.secrets.key_shapes import _SHAPES, SHAPE_HEADS, known_secrets
from backend_standards.secrets.values import is_high_entropy
from backend_standards.secrets.variable_names import (
    _KEY_WORDS,
    _SECRET_TAILS,
    _SECRET_WORDS,
    SECRET_STEMS,
    is_secret_name,
)


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        (name, True)
        for name in "PASSWORD DB_PASSWORD dbPassword db-password POSTGRES_PASS SMTP_PWD API_KEY apiKey APIKEY API_KEY_2 "
        "SECRET_KEY AWS_SECRET_ACCESS_KEY AUTH_TOKEN GITHUB_TOKEN JWT_SECRET SECRET ENCRYPTION_KEY PRIVATE_KEY KEY "
        "HASH_SALT CLIENT_SECRET DATABASE_CREDENTIALS WEBHOOK_SIGNATURE BASIC_AUTH GH_PAT SESSION_COOKIE".split()
    ]
    + [
        (name, False)
        for name in "NAME DEBUG PWD TOKEN_URL SECRET_NAME SECRET_ARN PASSWORD_MIN_LENGTH TOKEN_TTL KEY_PATH PUBLIC_KEY "
        "AWS_ACCESS_KEY_ID KMS_KEY CACHE_KEY PARTITION_KEY AWS_REGION PATH COMPASS_HOST MONKEY AUTH_URL TOKEN_EXPIRE_MINUTES "
        "PASSWORD_HASHERS JWT_ALGORITHM NEXT_PUBLIC_API_KEY SECRETS_DIR NextToken CLIENT_REQUEST_TOKEN".split()
    ]
    + [("", False), ("1", False)],
)
def test_secret_name(name: str, *, secret: bool) -> None:
    assert is_secret_name(name) is secret


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
    found = sum(is_high_entropy("DB_PASSWORD", value) for value in values)
    assert found >= least * len(values)


def test_every_shape_has_its_head_among_the_searched_ones() -> None:
    samples = [value for name, value in vars(fakes).items() if name.isupper() and isinstance(value, str)]
    matched = {kind for value in samples for _, _, kind in known_secrets(value)}
    for value in samples:
        if list(known_secrets(value)):
            assert any(head in value for head in SHAPE_HEADS), value[:4]
    assert len(matched) >= 18
    for expression in _SHAPES.values():
        literals = re.sub(r"\(\?![^)]*\)", "", expression)
        assert any(head.replace(".", "\\.")[:3] in literals or head[:2] in literals for head in SHAPE_HEADS)


def test_every_secret_name_holds_a_searched_stem() -> None:
    words = [*_SECRET_WORDS, *_SECRET_TAILS, *_KEY_WORDS]
    assert [word for word in words if not any(stem in word for stem in SECRET_STEMS)] == []


@pytest.mark.parametrize("kind", list(_SHAPES))
def test_shapes_are_bounded(kind: str) -> None:
    """An unbounded repetition behind a literal would make hostile input quadratic."""
    assert not re.search(r"(?<!\\)[*+](?!\])", re.sub(r"\[[^\]]*\]", "", _SHAPES[kind])), kind

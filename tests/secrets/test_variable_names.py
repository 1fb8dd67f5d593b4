from __future__ import annotations

import pytest

from backend_standards.secrets.value_clues import SECRET_STEMS
from backend_standards.secrets.variable_names import _KEY_WORDS, _SECRET_TAILS, _SECRET_WORDS, is_secret_name


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


def test_every_secret_name_holds_a_searched_stem() -> None:
    words = [*_SECRET_WORDS, *_SECRET_TAILS, *_KEY_WORDS]
    assert [word for word in words if not any(stem in word for stem in SECRET_STEMS)] == []

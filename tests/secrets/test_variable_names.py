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


SECRETS = (
    "SECRET SECRETS PASSWORD PASSWORDS PASSWD PASSPHRASE PASSCODE PWD PASS TOKEN TOKENS APIKEY CREDENTIAL CREDENTIALS CREDS "
    "CRED AUTH SALT PEPPER HMAC SIGNATURE JWT BEARER PAT COOKIE KEY KEYS"
)
TAILS = "dbapikey mysecretkey tlsprivatekey useraccesskey webauthkey dbpassword dbpasswd clientsecret accesstoken"
OPEN_KEYS = (
    "PUBLIC PUB PRIMARY FOREIGN PARTITION SORT RANGE HASH CACHE IDEMPOTENCY DEDUP OBJECT BUCKET ROUTING MAP LOOKUP INDEX "
    "ROW COLUMN GROUP HOT PUBLISHABLE SITE ANON SEARCH KMS"
)
OPEN_TOKENS = "NEXT CHANGE CONTINUATION PAGINATION IDEMPOTENCY LIFECYCLE SYNC"
ABOUT = (
    "URL URI ENDPOINT HOST HOSTNAME PORT NAME USERNAME USER EMAIL TTL ARN REGION PATH FILE FILENAME DIR DIRECTORY ID IDS ALIAS "
    "AGE LENGTH SIZE TYPE TYPES ALGORITHM ALGO ALG PREFIX SUFFIX HEADER HEADERS ENABLED DISABLED REQUIRED EXPIRY EXPIRE EXPIRES "
    "EXPIRATION TIMEOUT DURATION LIFETIME DAYS HOURS MINUTES SECONDS SECS MINS MS INTERVAL VERSION FIELD COUNT LIMIT LIMITS MAX "
    "MIN DOMAIN METHOD MODE BACKEND CLASS FORMAT ISSUER AUDIENCE SCOPE SCOPES LEEWAY POLICY PROVIDER SOURCE STRATEGY STORE "
    "LOCATION BUCKET TABLE ENV ROTATION VALIDITY WINDOW REGEX PATTERN ROUNDS ITERATIONS COST BYTES BITS CHARS SAMESITE SECURE "
    "HTTPONLY REALM SCHEMA SERVICE ROLE PUBLIC CONTEXT FINGERPRINT KID PARAM PARAMETER REF REFERENCE PARSER DRIVER HANDLER HASHER "
    "HASHERS VALIDATORS ADAPTER MODEL NAMES PROJECT"
)
BROWSER = "NEXT_PUBLIC_ VITE_ REACT_APP_ EXPO_PUBLIC_ NUXT_PUBLIC_ GATSBY_ PUBLIC_ NG_APP_"


@pytest.mark.parametrize("word", SECRETS.split())
def test_words_of_secrets(word: str) -> None:
    assert is_secret_name(f"SHOP_{word}")
    assert is_secret_name(f"shop{word.title()}")
    assert is_secret_name(f"SHOP_{word}_2")
    assert not is_secret_name(f"SHOP_{word}ISH")


@pytest.mark.parametrize("name", TAILS.split())
def test_words_that_are_written_together(name: str) -> None:
    assert is_secret_name(name)
    assert not is_secret_name(f"{name}ing")


@pytest.mark.parametrize("word", OPEN_KEYS.split())
def test_keys_that_open_nothing(word: str) -> None:
    assert not is_secret_name(f"SHOP_{word}_KEY")
    assert not is_secret_name(f"SHOP_{word}_KEYS")
    assert is_secret_name(f"SHOP_{word}_SECRET")


@pytest.mark.parametrize("word", OPEN_TOKENS.split())
def test_tokens_that_open_nothing(word: str) -> None:
    assert not is_secret_name(f"{word}_TOKEN")
    assert not is_secret_name(f"{word}_PAGE_TOKEN")
    assert is_secret_name(f"{word}_OF_THE_TOKEN")
    assert is_secret_name(f"{word}_SECRET")


@pytest.mark.parametrize("word", ABOUT.split())
def test_names_about_a_secret(word: str) -> None:
    assert not is_secret_name(f"SHOP_SECRET_{word}")
    assert not is_secret_name(f"SHOP_SECRET_{word}_1")
    assert is_secret_name(f"SHOP_{word}_SECRET")


@pytest.mark.parametrize("prefix", BROWSER.split())
def test_what_every_browser_loads(prefix: str) -> None:
    assert not is_secret_name(f"{prefix}API_KEY")
    for word in ("SECRET", "PRIVATE", "PASSWORD"):
        assert is_secret_name(f"{prefix}{word}_KEY")
    assert is_secret_name(f"X_{prefix}API_KEY")


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("PAGE_TOKEN", False), ("SHOP_PAGE_TOKEN", True), ("CLIENT_REQUEST_TOKEN", False), ("REQUEST_TOKEN", True),
        ("PWD", False), ("DB_PWD", True), ("TOKEN_12_34", True), ("12", False),
        ("X" * 300 + "_TOKEN", True), ("TOKEN_" + "X" * 300, False),
    ],
)  # fmt: skip
def test_single_names(name: str, *, secret: bool) -> None:
    assert is_secret_name(name) is secret

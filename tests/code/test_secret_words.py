"""Which names in code are those of secrets."""

from __future__ import annotations

import pytest

from backend_standards.code.secret_words import is_plain, is_secret

SECRET = """
password user_password newPassword DB_PASSWORD DB_PASSWORD2 passwd passphrase db_pwd dbpassword password_str
secret secrets client_secret clientSecret SecretString SecretBinary secret_value secretkey
token accessToken ACCESS_TOKEN access_tokens refresh_token reset_token bearer_token sessiontoken
credential credentials aws_creds api_key apiKey X-Api-Key x-api-key APIKEY api_key_value
private_key secret_key aws_secret_access_key accessKey signing_key encryption_key session_key
authorization Authorization Proxy-Authorization auth_header Set-Cookie cookies session_cookie jwt encoded_jwt
otp otp_code mfa_code ssn cvv card_number cardNumber credit_card connection_string connectionString
X-Amz-Security-Token x-amzn-oidc-data
""".split()
OPEN = """
pass pwd key s3_key key_id public_key primary_key sort_key access_key_id secret_name secretArn secret_id token_type tokenType
tokens max_tokens total_tokens prompt_tokens token_count tokens_used next_token NextToken nextPageToken NextContinuationToken
csrf_token csrftoken csrfmiddlewaretoken X-CSRF-Token client_request_token idempotency_token sequence_token
has_password is_secret needs_token validate_password no_credentials missing_secrets password_hash hashed_password
masked_token encrypted_secret password_length token_expires_at token_url cookie_name reset_password passwordless tokenizer
secretary number phone_number code status_code string header data
""".split()


@pytest.mark.parametrize("name", SECRET)
def test_secret(name: str) -> None:
    assert is_secret(name)
    assert not is_plain(name)


@pytest.mark.parametrize("name", [*OPEN, "", "_", "12", "é"])
def test_open(name: str) -> None:
    assert not is_secret(name)


@pytest.mark.parametrize("name", ["token_id", "secretName", "has_password", "masked_token", "user"])
def test_plain(name: str) -> None:
    assert is_plain(name)


def test_the_end_of_a_long_name_is_read() -> None:
    assert is_secret("a_" * 100_000 + "password")

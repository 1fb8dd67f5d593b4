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


KEYS = {
    "bedrock-api-key": fakes.BEDROCK_KEY,
    "appsync-api-key": fakes.APPSYNC_KEY,
    "mws-auth-token": fakes.MWS_TOKEN,
}


@pytest.mark.parametrize(("rule", "key"), KEYS.items())
def test_a_key_by_its_form_is_a_word_of_its_own(rule: str, key: str) -> None:
    for before in ("", "'", "=", "_", r"\n", "%22"):
        assert found(before + key) == [rule], before
    for before in ("x", "Z", "0", "%2"):
        assert found(before + key) == [], before
    assert found(f"{key}\n{key}") == [rule] * 2


@pytest.mark.parametrize("sign", "+/")
def test_base64_before_a_head_is_no_key(sign: str) -> None:
    assert found(sign + fakes.BEDROCK_KEY) == []
    assert found(sign + TOKEN) == []


@pytest.mark.parametrize(
    ("letters", "count"),
    [
        pytest.param("abcdef7", 1, id="nine-with-those-of-the-prefix"),  # d, a, 2 and "-" are there anyway
        pytest.param("abcde7", 0, id="eight"),
    ],
)
def test_fewest_letters_of_an_appsync_key(letters: str, count: int) -> None:
    generator = random.Random(3)
    key = letters + "".join(generator.choices(letters, k=26 - len(letters)))
    assert len(set("da" + "2-" + key)) == 8 + count
    assert found("da" + "2-" + key) == ["appsync-api-key"] * count


def test_an_appsync_key_does_not_count() -> None:
    assert found("da" + "2-" + "abcdefghijklmnopqrstuvwxy1") == []


def test_a_placeholder_is_no_key() -> None:
    assert found("AB" + "SK" + "EXAMPLE" * 20) == []
    assert found("IQoJb3JpZ2lu" + "X2Vj" + "x" * 200) == []


def ses(seed: int = 7) -> str:
    return "BF" + fakes.text(fakes.BASE62, 42, seed)


@pytest.mark.parametrize("first", "ABP")
def test_the_second_letter_of_an_ses_password(first: str) -> None:
    assert found(f"smtp_password: B{first}{ses()[2:]}") == ["ses-smtp-password"]
    for other in ("Q", "a", "0"):
        assert found(f"smtp_password: B{other}{ses()[2:]}") == []


@pytest.mark.parametrize("name", ["password", "PASS", "pwd", "Secret", "credentials"])
def test_what_names_a_password(name: str) -> None:
    assert found(f"smtp {name}: {ses()}") == ["ses-smtp-password"]
    assert found(f"smtp_user_{name[::-1]}: {ses()}") == []


def test_a_user_before_and_a_host_after_a_password() -> None:
    assert "ses-smtp-password" in found(f"smtp://{fakes.KEY_ID}:{ses()}")
    assert found(f"smtp://user:{ses()}@mail") == ["ses-smtp-password"]
    assert found(f"smtp://user:{ses()} @mail") == []


@pytest.mark.parametrize("more", [0, 1])
def test_how_near_the_name_of_a_password_is(more: int) -> None:
    gap = " " * (80 - len("pass") + more)
    assert found(f"smtp pass{gap}{ses()}") == ["ses-smtp-password"] * (1 - more)


@pytest.mark.parametrize("more", [0, 1])
def test_how_near_the_name_of_a_service_is(more: int) -> None:
    found_here = ["ses-smtp-password"] * (1 - more)
    head = f"smtp {'.' * 300} pass "
    after = "." * (
        400 - len(head) - len(ses()) - 1 + more
    )  # the last character of the value is the last one that counts
    assert found(f"{head}{after} {ses()}") == found_here
    before = f"pass {ses()}"
    assert found(f"{before}{' ' * (400 - len(before) + more)}smtp") == found_here


def test_what_says_that_a_password_is_something_else() -> None:
    for name in ("sha256", "integrity", "nonce"):
        assert found(f"smtp_password {name}: {ses()}") == []
        assert found(f"codecommit password {name}: {fakes.CODECOMMIT_PASSWORD}") == []


@pytest.mark.parametrize("end", ["=", "%3D", "%3d", "%253D", r"\u003d", r"\\u003D"])
def test_the_end_of_a_codecommit_password(end: str) -> None:
    value = fakes.CODECOMMIT_PASSWORD.rstrip("=")
    (one,) = scan(f"codecommit password: {value}{end}".encode())
    assert (one.rule, one.value) == ("aws-codecommit-password", f"{value}=")
    for other in ("", "==", f"{end}x", f"{end}-", f"{end}_", f"{end}~"):
        assert found(f"codecommit password: {value}{other}") == [], other


def test_the_longest_token() -> None:
    for more in (0, 1):
        token = TOKEN[:20] + fakes.text(fakes.BASE64, 4076 + more)
        (one,) = scan(token.encode())
        assert one.value == token[:4096]


def test_a_token_in_a_presigned_url_is_a_part_of_that() -> None:
    url = f"https://a.example/?X-Amz-Credential={fakes.KEY_ID}&X-Amz-Security-Token={TOKEN}"
    assert found(url) == ["presigned-url"]
    assert found(f"{url}\n{TOKEN}\n") == ["presigned-url", "session-token"]
    assert found(f"{TOKEN}\n{url}\n{url}\n") == ["session-token", "presigned-url", "presigned-url"]

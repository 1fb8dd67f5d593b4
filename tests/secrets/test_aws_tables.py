"""The tables and thresholds of AWS credentials, written a second time, with a case on each side."""

from __future__ import annotations

import string

import pytest

import fakes
from aws_samples import found
from backend_standards.secrets.aws_ids import is_dummy_id
from backend_standards.secrets.aws_secrets import is_secret

ID, SECRET = fakes.KEY_ID, fakes.AWS_SECRET
HEADS = ["AK" + "IA", "AS" + "IA", "AB" + "IA", "AC" + "CA"]
TOKEN_HEADS = ["AQoDY" + "Xdz", "FQoGZ" + "XIvYXdz", "FwoGZ" + "XIvYXdz", "IQoJb" + "3JpZ2luX2Vj"]
DUMMY_WORDS = (
    "EXAMPL SAMPLE FAKE DUMMY MOCK TEST PLACEHO CHANGEME YOURACC YOURKEY YOURAWS REPLACE REDACTED XXXX QWERTY PACIFIC"
)
LOWER = string.ascii_lowercase + string.digits


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(("length", "count"), [(15, 0), (16, 1), (17, 0)])
def test_ids(head: str, length: int, count: int) -> None:
    assert found(f"id = {head}{(ID[4:] + 'QW')[:length]}") == ["access-key-id"] * count
    assert found(f"id = {head[:3]}X{ID[4:]}") == []


@pytest.mark.parametrize("digit", "0189")
def test_base32_has_no_such_digit(digit: str) -> None:
    assert found(f"id = {ID[:10]}{digit}{ID[11:]}") == []


@pytest.mark.parametrize("word", DUMMY_WORDS.split())
def test_words_of_dummies(word: str) -> None:
    assert is_dummy_id(f"{ID[:6]}{word}{ID[6:]}"[:20])
    assert not is_dummy_id(f"{ID[:6]}{word[:-1]}7{ID[6:]}"[:20])


@pytest.mark.parametrize(("body", "dummy"), [("GQ2WJFGQ2WGJQ2FW", False), ("GQ2WJGQ2WGJQ2JWG", True)])
def test_fewest_letters_of_an_id(body: str, *, dummy: bool) -> None:
    assert is_dummy_id(f"{HEADS[0]}{body}") == dummy


@pytest.mark.parametrize("head", TOKEN_HEADS)
@pytest.mark.parametrize(("length", "count"), [(99, 0), (100, 1), (2000, 1)])
def test_session_tokens(head: str, length: int, count: int) -> None:
    body = fakes.text(fakes.BASE64, length - len(head))
    assert found(f"token = {head}{body}") == ["session-token"] * count
    assert found(f"token = x{head}{body}") == []
    assert found(f"token = +{head}{body}") == []


@pytest.mark.parametrize(("length", "count"), [(99, 0), (100, 1), (400, 1)])
def test_long_term_bedrock_keys(length: int, count: int) -> None:
    assert found("key = AB" + "SK" + fakes.text(fakes.BASE64, length)) == ["bedrock-api-key"] * count


@pytest.mark.parametrize(("length", "count"), [(39, 0), (40, 1)])
def test_short_term_bedrock_keys(length: int, count: int) -> None:
    assert found("key = bedrock-api" + "-key-" + fakes.text(fakes.BASE64, length)) == ["bedrock-api-key"] * count


@pytest.mark.parametrize(("length", "count"), [(25, 0), (26, 1), (27, 0)])
def test_appsync_keys(length: int, count: int) -> None:
    assert found("key = da" + "2-" + fakes.text(LOWER, length)) == ["appsync-api-key"] * count
    assert found("key = da" + "2-" + fakes.text(string.ascii_lowercase, 26)) == []
    assert found("key = da" + "2-" + "a1b2c3" * 4 + "a1") == [], "few different letters"


@pytest.mark.parametrize(("tail", "count"), [("", 1), ("0", 0)])
def test_mws_tokens(tail: str, count: int) -> None:
    assert found("token = amzn" + ".mws." + fakes.UUID + tail) == ["mws-auth-token"] * count
    assert found("token = amzn" + ".mws." + fakes.UUID[:-1]) == []
    assert found("token = AMZN" + ".mws." + fakes.UUID) == []


@pytest.mark.parametrize("second", "AP")
def test_ses_passwords(second: str) -> None:
    value = f"B{second}{fakes.text(fakes.BASE62, 42)}"
    assert found(f"smtp_password: {value}") == ["ses-smtp-password"]
    assert found(f"smtp_user: {value}") == []
    assert found(f"smtp_password: BQ{value[2:]}") == []
    assert found(f"smtp_password: {value[:-1]}") == []
    assert found(f"smtp_password: {value}x") == []


@pytest.mark.parametrize(("distance", "count"), [(300, 1), (420, 0)])
def test_distance_of_a_service(distance: int, count: int) -> None:
    value = f"BF{fakes.text(fakes.BASE62, 42)}"
    assert found(f"smtp\n{'x' * distance}\npassword: {value}") == ["ses-smtp-password"] * count


def test_codecommit_passwords() -> None:
    value = fakes.text(fakes.BASE62, 43) + "="
    for text in (
        f"codecommit password: {value}",
        f"https://u:{value}@git-codecommit.eu.x/",
        f"codecommit {ID}:{value}",
    ):
        assert "codecommit-password" in found(text), text
    assert found(f"codecommit name: {value}") == []
    assert found(f"codecommit password: {value[1:]}") == []


OTHER_NAMES = (
    "sha1 sha-256 sha512 integrity checksum digest ciphertext ciphertextblob h1 b64 nonce etag e-tag cursor csrftoken "
    "xsrf-token csrf_token next-token nextmarker page_token continuation-token session-id request_id nodeid versionid trace-id"
)


@pytest.mark.parametrize("name", OTHER_NAMES.split())
def test_other_names(name: str) -> None:
    for sign in (": ", "=", " => ", "-", '": "'):
        assert found(f'a secret "{name}{sign}{SECRET}"') == [], sign
    assert found(f"secret {name} of it: {SECRET}") == ["secret-access-key"]


@pytest.mark.parametrize(("words", "count"), [(12, 1), (13, 0)])
def test_words_between_a_name_and_its_value(words: int, count: int) -> None:
    assert found(f"secret {'ab ' * words}{SECRET}") == ["secret-access-key"] * count


@pytest.mark.parametrize(("signs", "count"), [(6, 1), (7, 0)])
def test_signs_between_a_name_and_its_value(signs: int, count: int) -> None:
    assert found(f"secret{' =' * signs} {SECRET}") == ["secret-access-key"] * count


@pytest.mark.parametrize(("lines", "count"), [(3, 1), (4, 0)])
def test_lines_between_a_name_and_its_value(lines: int, count: int) -> None:
    assert found("secret" + "\n" * lines + SECRET) == ["secret-access-key"] * count


@pytest.mark.parametrize(("lines", "count"), [(12, 1), (13, 0)])
def test_lines_before_a_default(lines: int, count: int) -> None:
    assert found(f'secret{chr(10) * lines}default = "{SECRET}"') == ["secret-access-key"] * count


@pytest.mark.parametrize(("distance", "count"), [(200, 1), (201, 0)])
def test_distance_of_a_name(distance: int, count: int) -> None:
    assert found(f"secret{'.' * (distance - 1)} {SECRET}") == ["secret-access-key"] * count


@pytest.mark.parametrize(("distance", "count"), [(1000, 1), (1001, 0)])
def test_distance_of_a_default(distance: int, count: int) -> None:
    tail = 'default = "'
    assert found(f'secret{"." * (distance - len(tail))}{tail}{SECRET}"') == ["secret-access-key"] * count


@pytest.mark.parametrize(("distance", "count"), [(60, 1), (61, 0)])
def test_distance_of_a_name_after_a_value(distance: int, count: int) -> None:
    assert found(f"{SECRET} {'.' * (distance - 1)}secret") == ["secret-access-key"] * count


@pytest.mark.parametrize(("lines", "count"), [(8, 2), (9, 1)])
def test_lines_between_an_id_and_its_secret(lines: int, count: int) -> None:
    assert len(found(f"{ID}{chr(10) * lines}{SECRET}")) == count
    assert len(found(f"{SECRET}{chr(10) * lines}{ID}")) == count


@pytest.mark.parametrize(("distance", "count"), [(580, 2), (600, 1)])
def test_distance_of_an_id(distance: int, count: int) -> None:
    assert len(found(f"{ID} {'.' * (distance - 2)} {SECRET}")) == count


@pytest.mark.parametrize(
    "value",
    [
        fakes.text("abcdefgh", 40), fakes.text(fakes.HEX, 40), fakes.text(fakes.HEX.upper() + "abcdef", 40),
        fakes.text(string.ascii_lowercase + string.digits, 40), fakes.text(string.ascii_uppercase + string.digits, 40),
        "src/main/java/com/acme/shop/OrderServices", "ThisIsTheNameOfAClassThatSomebodyWrote99"[:40],
        SECRET[:30] + "EXAMPLE123", "changeMe" + SECRET[8:], SECRET[:33] + "fooBar7", "abcd" * 10,
    ],
)  # fmt: skip
def test_no_secrets(value: str) -> None:
    assert not is_secret(value[:40])

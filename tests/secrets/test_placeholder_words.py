"""The words of placeholders, written a second time by what they mean, each beside a value that is none."""

from __future__ import annotations

import pytest

import fakes
from backend_standards.secrets.placeholders import is_placeholder

REAL = fakes.RANDOM32
TRIVIAL = (
    "postgres postgresql mysql mariadb mongo mongodb redis rabbitmq guest admin administrator root user username pass minio "
    "minioadmin localstack test testing tests dev local development prod production staging demo default django flask app db "
    "database key keys api apikey true false yes no on off enabled disabled value string text qwerty letmein hunter2 xyz abc none "
    "null nil n/a na optional required auto basic bearer hs256 rs256 es256 sha256 sha512 md5 bcrypt argon2 lax strict console "
    "x-oauth-basic"
)
CHOICES = (
    "read write none read-write readonly read-only write-only rw ro inherit include omit same-origin header query body form path "
    "prompt ask interactive never always automatic manual generate generated random managed external internal rotate enforced "
    "allow allowed deny denied forbid forbidden hidden masked visible encrypted plain plaintext hashed env environment file vault "
    "keyring keychain secret-manager secretsmanager parameter-store ssm kubernetes oidc oauth oauth2 saml ldap kerberos iam jwt "
    "token password secret apikey api-key client-secret"
)
ANYWHERE = (
    "change-me change_this changeit changein changethe changeto change-before replace-me replacethis replace_with replacein "
    "replacethe replaceby placeholder redacted example ... insecure not-real not-a-secret notused not-secure notsafe generate-a "
    "generateme generate-this generate_with generateyour generate-one goes-here valuehere string-here key-here tokenhere "
    "secret-here password_here"
)
FIRST = "fill enter insert put add set use paste provide specify get obtain update create run see".split()
OWNERS = "your my some our".split()
WHOLE = "sample dummy fake mock todo tbd fixme null none nil undefined unset empty foo bar baz foobar lorem".split()
SOFT = (
    "secret password passwd p@ssw0rd passphrase credential token private public access admin super very top local demo random "
    "strong long please default test testing dev develop development prod production django flask fastapi jwt api app key hash "
    "salt user root guest pass postgres postgresql mysql mongo mongodb redis rabbitmq minio minioadmin localstack string value "
    "hello world qwerty letmein abc xyz server client session auth signing encryption"
)
REFERENCES = (
    "${NAME}", "${a.b:-c}", "$(cat x)", "`cat x`", "$NAME", "%NAME%", "{{ name }}", "{% name %}", "<%= name %>", "{name}", "{a.b}",
    "<name>", "[name]", "arn:aws:x:y", "arn:aws-cn:x", "op://a/b", "vault:a", "ssm:/a", "secretsmanager:a", "awssm:a", "aws-ssm:a",
    "gcpsm:a", "akv:a", "doppler:a", "keyring:a", "file:a", "env:a", "vault+x:a", "!Ref a", "!Sub a", "!GetAtt a", "!ImportValue a",
    "!vault |", "!env A", "@NAME@", "@@NAME@@", "__NAME__", "projects/a/secrets/b", "encrypted:" + "Ab1/" * 32, "eyJpdiI6" + "Ab1/" * 25,
    "ENC[AES256_GCM,x]", "ENC[PKCS7,x]", "ENC[GPG,x]", "ENC(" + "Ab1/" * 4 + ")", "{cipher}" + "Ab1/" * 4,
)  # fmt: skip


@pytest.mark.parametrize("word", TRIVIAL.split())
def test_what_everybody_knows(word: str) -> None:
    assert is_placeholder(word)
    assert is_placeholder(word.upper())
    assert not is_placeholder(f"{word}{REAL}")


@pytest.mark.parametrize("word", CHOICES.split())
def test_one_of_a_few_ways(word: str) -> None:
    assert is_placeholder(word)
    assert not is_placeholder(f"{word}{REAL}")


@pytest.mark.parametrize("word", ANYWHERE.split())
def test_words_that_count_anywhere(word: str) -> None:
    assert is_placeholder(f"{REAL}{word}{REAL}")
    assert is_placeholder(f"{REAL}{word.upper()}{REAL}")


@pytest.mark.parametrize("word", FIRST)
def test_what_somebody_has_to_do(word: str) -> None:
    for sign in "-_ .":
        assert is_placeholder(f"{word}{sign}{REAL}")
    assert not is_placeholder(f"x{word}-{REAL}")
    assert not is_placeholder(f"{word}{REAL}")


@pytest.mark.parametrize("word", OWNERS)
def test_whose_it_is(word: str) -> None:
    for text in (f"{word}-{REAL}", f"9-{word}", f"{word}abc9{REAL}", f"{word.title()}Abc9{REAL}"):
        assert is_placeholder(text), text
    assert not is_placeholder(f"x{word}-{REAL}")
    assert not is_placeholder(f"{word.title()}9{REAL}")


def test_your_in_capitals() -> None:
    assert is_placeholder(f"YOURKEY9{REAL}")
    assert not is_placeholder(f"MYXKEY9{REAL}")


@pytest.mark.parametrize("word", WHOLE)
def test_whole_words(word: str) -> None:
    assert is_placeholder(f"9-{word}-{REAL}")
    assert not is_placeholder(f"x{word}9{REAL}")


@pytest.mark.parametrize("word", SOFT.split())
def test_words_that_placeholders_are_made_of(word: str) -> None:
    assert is_placeholder(f"{word}-2024")
    assert is_placeholder(f"{word.upper()}_{word}")
    assert not is_placeholder(f"{word}-{REAL}")


@pytest.mark.parametrize("reference", REFERENCES)
def test_references(reference: str) -> None:
    assert is_placeholder(reference)
    assert not is_placeholder(f"{REAL}{reference[:1].replace('.', '')}{REAL}")


@pytest.mark.parametrize(
    "head",
    [
        "Eby8vdM02xN" + "OcqFl",
        "zuf+tfteSl" + "swRu7B",
        "Q3AM3UQ867" + "SPQQA4",
        "wJalrXU" + "tnFEMI",
        "je7MtGbClwBF" + "/2Zp",
    ]
    + [head + body for head in ("AK" + "IA", "AS" + "IA") for body in ("IOSFODNN7", "I44QH")],
)
def test_published_heads(head: str) -> None:
    assert is_placeholder(head + REAL)
    assert not is_placeholder(head[:-1] + "-" + REAL)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("encrypted:" + "Ab1/" * 31, False),
        ("eyJpdiI6" + "Ab1/" * 24, False),
        ("ENC(" + "Ab1" * 5 + ")", False),
        ("{cipher}" + "Ab1" * 5, False),
    ],
)
def test_ciphertexts_that_are_too_short(value: str, *, expected: bool) -> None:
    assert is_placeholder(value) == expected

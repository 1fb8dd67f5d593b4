from __future__ import annotations

import re

import pytest

import fakes
from backend_standards.secrets.value_clues import SHAPE_HEADS
from backend_standards.secrets.values import (
    _SHAPES,
    HIGH_ENTROPY,
    LOGIN_IN_URL,
    LONGEST,
    is_high_entropy,
    is_literal,
    judge,
    known_secrets,
    url_passwords,
)


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        pytest.param("", fakes.GITHUB, "a GitHub token", id="shape-without-a-name"),
        pytest.param("URL", f"amqp://app:{fakes.PASSWORD}@mq.acme-corp.io", LOGIN_IN_URL, id="url"),
        pytest.param("DB_PASSWORD", fakes.RANDOM32, HIGH_ENTROPY, id="random"),
        pytest.param("BUILD", fakes.RANDOM32, "", id="random-under-another-name"),
        pytest.param("DB_PASSWORD", "hunt" + "er22x", "", id="not-random"),
        pytest.param("DB_PASSWORD", "changeme", "", id="placeholder"),
    ],
)
def test_judge(name: str, value: str, kind: str) -> None:
    assert judge(name, value) == kind


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(f"prod-{fakes.RANDOM32}", True, id="words-around-it"),
        pytest.param("django-" + f"insecure-{fakes.text(fakes.BASE62, 50)}", True, id="django"),
        pytest.param("qxzr wkpd vbnt jhgf", True, id="app-password"),
        pytest.param(fakes.text(fakes.BASE62, LONGEST + 100), True, id="very-long"),
        pytest.param(f"https://x.acme-corp.io/?sig={fakes.RANDOM32}", True, id="url-with-a-key"),
        pytest.param(f"https://login.acme-corp.io/{fakes.UUID}/v2.0", False, id="url-with-an-id"),
        pytest.param("2026-10-25T16:01:50Z", False, id="time"),
        pytest.param("/etc/ssl/private/server.key", False, id="path"),
    ],
)
def test_high_entropy(value: str, expected: bool) -> None:
    assert is_high_entropy("API_KEY", value) == expected
    assert not is_high_entropy("API_KEY_ID", value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("hunt" + "er22x", True, id="word"),
        pytest.param("correct horse battery", True, id="passphrase"),
        pytest.param("abc", False, id="short"),
        pytest.param("12345", False, id="number"),
        pytest.param("$(pass show db)", False, id="command"),
        pytest.param("prefix-$OTHER", False, id="composed"),
        pytest.param(f"{fakes.RANDOM32}-$OTHER", True, id="composed-with-a-key"),
        pytest.param("jane@acme-corp.io", False, id="identity"),
        pytest.param("secrets/db", False, id="path"),
    ],
)
def test_literal(value: str, expected: bool) -> None:
    assert is_literal("DB_PASSWORD", value) == expected
    assert not is_literal("DB_HOST", value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"postgres://app:{fakes.PASSWORD}@db.acme-corp.io/x", [0]),
        (f"a redis://:{fakes.PASSWORD}@10.1.2.3 b redis://:{fakes.PASSWORD}@10.1.2.4", [2, 37]),
        (f"postgres://app:{fakes.PASSWORD}@localhost/x", []),
        (f"postgres://app:{fakes.PASSWORD}@db/x", []),
        (f"postgres://app:{fakes.PASSWORD}@[::1]/x", []),
        (f"postgres://app:{fakes.PASSWORD}@db.example.com/x", []),
        (f"postgres://app:{fakes.PASSWORD}@your-db.rds.amazonaws.com/x", []),
        ("postgres://app:${PASSWORD}@db.acme-corp.io/x", []),
        ("postgres://app:" + "k9fz@db.acme-corp.io/x", [0]),
        ("postgres://service:" + "service@db.acme-corp.io/x", []),
        ("https://acme-corp.io/x:y@z", []),
        ("://a:b1c2d3@acme-corp.io", []),
        (f" postgresql+asyncpg://app:{fakes.PASSWORD}@acme-corp.io", [1]),
        (f" a-b://app:{fakes.PASSWORD}@acme-corp.io", [1]),
        (f" a.b://app:{fakes.PASSWORD}@acme-corp.io", [1]),
        (f" a_b://app:{fakes.PASSWORD}@acme-corp.io", [3]),
        (f"://x ftp://app:{fakes.PASSWORD}@acme-corp.io", [5]),
    ],
)
def test_passwords_in_urls(text: str, expected: list[int]) -> None:
    assert list(url_passwords(text)) == expected


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


@pytest.mark.parametrize("kind", list(_SHAPES))
def test_shapes_are_bounded(kind: str) -> None:
    """An unbounded repetition behind a literal would make hostile input quadratic."""
    assert not re.search(r"(?<!\\)[*+](?!\])", re.sub(r"\[[^\]]*\]", "", _SHAPES[kind])), kind


@pytest.mark.parametrize(
    ("text", "following", "count"),
    [
        pytest.param(fakes.PEM_HEAD, "", 1, id="head-alone"),
        pytest.param(fakes.PEM_HEAD, fakes.text(fakes.BASE64, 64), 1, id="body-on-the-next-line"),
        pytest.param(fakes.PEM_HEAD + "\\n" + fakes.text(fakes.BASE64, 64), "", 1, id="body-with-escapes"),
        pytest.param(fakes.PEM_HEAD + "\\n...\\n-----END", "", 0, id="dots"),
        pytest.param(fakes.PEM_HEAD, "YOUR KEY HERE", 0, id="words"),
        pytest.param(
            f"{fakes.PEM_HEAD} ... {fakes.PEM_HEAD} {fakes.text(fakes.BASE64, 64)}", "", 1, id="hollow-before-another"
        ),
        pytest.param(
            f"{fakes.PEM_HEAD} {fakes.text(fakes.BASE64, 64)} {fakes.PEM_HEAD} ...", "", 1, id="another-is-hollow"
        ),
        pytest.param("x" + fakes.GITHUB, "", 0, id="inside-a-word"),
        pytest.param("AKIAIOSFODNN7" + "EXAMPLE", "", 0, id="placeholder"),
        pytest.param(f"{fakes.GITHUB} {fakes.NPM}", "", 2, id="two"),
    ],
)
def test_known_secrets(text: str, following: str, count: int) -> None:
    found = list(known_secrets(text, following))
    assert len(found) == count
    assert all(text[start:end].strip() == text[start:end] for start, end, _kind in found)


@pytest.mark.parametrize(
    ("words", "is_head"),
    [
        ("", True), ("RSA ", True), ("EC ", True), ("OPENSSH ", True), ("ENCRYPTED ", True), ("SSH2 ENCRYPTED ", True),
        ("X ", True), ("X " * 3, True), ("X " * 4, False), ("ABCDEFGH12" * 2 + " ", True), ("ABCDEFGH12" * 2 + "X ", False), ("rsa ", False),
    ],
)  # fmt: skip
def test_heads_of_private_keys(words: str, is_head: bool) -> None:
    for tail in ("PRIVATE " + "KEY-----", "PRIVATE " + "KEY BLOCK-----"):
        assert bool(list(known_secrets(f"-----BEGIN {words}{tail}"))) is is_head
    assert not list(known_secrets(f"-----BEGIN {words}PUBLIC KEY-----"))


@pytest.mark.parametrize(("between", "count"), [(4096 - 32, 1), (4096 - 31, 0)])
def test_a_body_is_searched_up_to_a_limit(between: int, count: int) -> None:
    text = fakes.PEM_HEAD + "!" * between + fakes.text(fakes.BASE64, 32)
    assert len(list(known_secrets(text))) == count


@pytest.mark.parametrize(("length", "is_whole"), [(4096, True), (4097, False)])
def test_up_to_a_length_a_value_is_judged_as_a_whole(length: int, is_whole: bool) -> None:
    value = "$(" + fakes.text(fakes.BASE62, 5000)
    assert is_literal("DB_PASSWORD", value[:length]) is not is_whole


_DULL = "a-" * 3000


def test_both_ends_of_a_long_value_are_judged() -> None:
    for value in (fakes.RANDOM32 * 128 + _DULL, _DULL + fakes.RANDOM32 * 128):
        assert is_high_entropy("API_TOKEN", value)
        assert is_literal("API_TOKEN", value)
    assert not is_high_entropy("API_TOKEN", _DULL)
    assert not is_high_entropy("API_TOKEN", _DULL + fakes.RANDOM32 * 128 + _DULL)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("k9f", False),
        ("k9fz", True),
        ("9876", False),
        ("1843", False),
        ("84019265", False),
        ("`pass`", False),
        ("`pass show 9x", False),
        ("$(pass show 9x", False),
        ("0x" + "9af1" * 2, False),
        ("0x" + "9af1" * 10, False),
        ("0x" + "9af1" * 10 + "a", True),
    ],
)
def test_short_literals(value: str, *, expected: bool) -> None:
    assert is_literal("DB_PASSWORD", value) == expected


HOSTS_OF_NOBODY = (
    "localhost db db.local x.localhost a.localdomain shop.test shop.example shop.invalid host.docker.internal 127.0.0.1 0.0.0.0 "
    "[::1] example.com db.example.org www.example.net your.db.corp.eu my-db.corp.eu host.corp.eu hostname.corp.eu "
    "domain.corp.eu server.corp.eu xxx.corp.eu xxxxx.corp.eu <host>.corp.eu ${HOST}.corp.eu {host}.corp.eu *.corp.eu (a).corp.eu "
    "db.corp.local. db.local:5432 gateway.docker.internal db.my.corp.eu eu-server.corp.eu db.corp.domain"
)
REMOTE_HOSTS = "db.corp.eu 10.1.2.3 1.0.0.1 [2001:db8::1] testing.eu myexample.com hosts.corp.eu x.testx db.corp.eu:5432 DB.CORP.EU."


@pytest.mark.parametrize("host", HOSTS_OF_NOBODY.split())
def test_hosts_of_nobody(host: str) -> None:
    assert list(url_passwords(f"postgres://app:{fakes.PASSWORD}@{host}/x")) == []


@pytest.mark.parametrize("host", REMOTE_HOSTS.split())
def test_remote_hosts(host: str) -> None:
    assert list(url_passwords(f"postgres://app:{fakes.PASSWORD}@{host}/x")) == [0]


@pytest.mark.parametrize(("length", "start"), [(31, 1), (32, 1), (33, 2)])
def test_the_longest_scheme(length: int, start: int) -> None:
    assert list(url_passwords(f" {'a' * length}://app:{fakes.PASSWORD}@db.corp.eu")) == [start]


def test_short_passwords_in_urls() -> None:
    assert list(url_passwords("ftp://app:" + "k9f@db.corp.eu")) == []
    assert list(url_passwords("ftp://app:" + "k9fz@db.corp.eu")) == [0]
    assert list(url_passwords("ftp://APPX:" + "appx@db.corp.eu")) == []
    two = f"ftp://app:{fakes.PASSWORD}@db.corp.eu"
    assert list(url_passwords(f"{two} {two}")) == [0, len(two) + 1]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-01-02T03:04:05.123456Z", False),
        ("2026-01-02T03:04:05.123456+01:00", False),
        ("2026-01-02T03:04:05.123456-0130", False),
        ("2026-01-02T03:04:05.123456", False),
        ("https://shop.corp.eu/a/" + fakes.UUID, False),
        ("https://shop.corp.eu/a/" + fakes.RANDOM32, True),
        ("http://shop.corp.eu/a/" + fakes.UUID, False),
        ("http://shop.corp.eu/a/" + fakes.RANDOM32, True),
        ("ftp://shop.corp.eu/a/" + fakes.UUID, True),
        ("pass wkqz xvjp rqzt", True),
        ("https://shop.corp.eu/a?sig=" + fakes.RANDOM32, True),
        ("django-insecure-" + fakes.RANDOM32, True),
        ("abcd efgh ijkl mnop", False),
        ("wkzq xvjp rqzt bnmx", True),
        ("/keys/" + "server.pem", False),
    ],
)
def test_what_looks_generated(value: str, *, expected: bool) -> None:
    assert is_high_entropy("API_TOKEN", value) == expected
    assert not is_high_entropy("API_NAME", value)

from __future__ import annotations

import json
import random

import pytest

import fakes
from aws_samples import found
from backend_standards.secrets.aws_ids import is_dummy_id
from backend_standards.secrets.aws_keys import scan

AKIA = "AK" + "IA"
DOCUMENTED_ID = AKIA + "IOSFODNN7" + "EXAMPLE"
ID, TOKEN = fakes.KEY_ID, fakes.SESSION_TOKEN


@pytest.mark.parametrize(
    "body",
    [
        "IOSFODNN7EXAMPLE", "I44QH7DHBEXAMPLE", "EXAMPLEPBUMBC3GA", "XXXXXXXXXXXXXXXX", "ABCDEFGHIJKLMNOP", "AAAAAAAAAAAAAAAA",
        "ABABABABABABABAB", "QWERTYUIOPASDFGH", "FAKEFAKEFAKEFAKE", "TESTTESTTESTTEST", "DUMMYKEYDUMMYKEY", "YOURACCESSKEYIDX",
        "REPLACEMEREPLACE", "MOCKMOCKMOCKMOCK", "SAMPLEKEYSAMPLEK", "2345672345672345", "CHANGEMECHANGEME", "ZZZZYYYYXXXXWWWW", "PACIFICSOUTHEAST",
    ],
)  # fmt: skip
def test_dummy_ids(body: str) -> None:
    assert is_dummy_id(AKIA + body)
    assert found(f"key = {AKIA}{body}\n") == []


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        # Edges: letters and digits continue a word, everything else ends it, escapes too.
        ("", "", ["access-key-id"]),
        ("_", "_", ["access-key-id"]),
        ("x", "", []),
        ("", "x", []),
        ("0", "", []),
        ("", "0", []),
        ("é", "é", ["access-key-id"]),
        (r"\n", r"\n", ["access-key-id"]),
        (r"\\t", "", ["access-key-id"]),
        (r"\u0022", r"\u0022", ["access-key-id"]),
        (r"\x22", "", ["access-key-id"]),
        ("%2F", "%2F", ["access-key-id"]),
        ("%22", "%22", ["access-key-id"]),
        ("%253D", "", ["access-key-id"]),
        ("=3D", "", ["access-key-id"]),
        ("&quot;", "&quot;", ["access-key-id"]),
        ("\x1b[31m", "\x1b[0m", ["access-key-id"]),
        (r"\u001b[1;31m", "", ["access-key-id"]),
        ("/", "/", ["access-key-id"]),
        ("\n+", "\n", ["access-key-id"]),
        ("https://s3.amazonaws.com/bucket/", "/2026/report", ["access-key-id"]),
        ("Credential=", "/20260101/us-east-1/s3/aws4_request", ["access-key-id"]),
        # Inside base64.
        (fakes.text(fakes.BASE62, 60) + "+", "/" + fakes.text(fakes.BASE62, 60), []),
        ("ssh-rsa AAAA" + fakes.text(fakes.BASE62, 90) + "/", "=", []),
        ("\n", "/" + fakes.text(fakes.BASE64, 43) + "\n", []),
        ("\n", "/" + fakes.text(fakes.BASE64, 55) + "\n", []),
        ("x" * 5000 + " ", "", ["access-key-id"]),
        # Beside base64, with a clean edge on the other side.
        ("creds: ", "/" + fakes.text(fakes.BASE62, 41), ["access-key-id"]),
        (" " + fakes.text(fakes.BASE62, 41) + "+", " ", ["access-key-id"]),
        ("", "/" + fakes.text(fakes.BASE62, 44), ["access-key-id"]),
    ],
)
def test_edges_of_an_id(before: str, after: str, rules: list[str]) -> None:
    assert found(before + ID + after) == rules


@pytest.mark.parametrize("prefix", ["AIDA", "AROA", "AGPA", "AIPA", "ANPA", "ANVA", "APKA", "ASCA", "akia", "AKIB"])
def test_other_prefixes_are_no_credentials(prefix: str) -> None:
    assert found(f"id: {prefix}{ID[4:]}\n") == []


@pytest.mark.parametrize("length", [15, 17])
def test_other_lengths_are_no_ids(length: int) -> None:
    assert found(AKIA + fakes.text(fakes.BASE32, length)) == []


@pytest.mark.parametrize("bad", "0189")
def test_other_letters_are_no_ids(bad: str) -> None:
    assert found(ID[:10] + bad + ID[11:]) == []


@pytest.mark.parametrize(
    "text",
    [
        f'"{ID[:4]}" + "{ID[4:]}"',
        json.dumps(f'k = "{ID[:8]}" + "{ID[8:]}"'),
        json.dumps([f'k = ("{ID[:8]}"\n', f'     "{ID[8:]}")\n'], indent=1),
        f"'{ID[:9]}'\n    '{ID[9:]}'",
        f'"{ID[:12]}" \\\n"{ID[12:]}"',
        f"`{ID[:5]}` + `{ID[5:]}`",
        f'"{ID[:4]}" . "{ID[4:10]}" . "{ID[10:]}"',
    ],
)
def test_an_id_in_parts(text: str) -> None:
    assert found(f"key = {text}\n") == ["access-key-id"]


def test_a_tuple_is_no_concatenation() -> None:
    assert found(f'KEYS = ("{ID[:4]}", "{ID[4:]}")') == []


def test_a_presigned_url_is_one_finding() -> None:
    url = (
        f"https://b.s3.amazonaws.com/k?X-Amz-Credential={ID}%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"
        f"&X-Amz-Security-Token={TOKEN}&X-Amz-Signature={fakes.HEX64}"
    )
    assert found(url) == ["presigned-url"]
    assert found(url.replace("&", "&amp;")) == ["presigned-url"]
    assert found(url.replace("&", r"\u0026")) == ["presigned-url"]
    assert found(url.partition("&")[0]) == ["access-key-id"]
    assert found(url.replace(ID, DOCUMENTED_ID).partition("&X-Amz-Sec")[0]) == []


def test_no_random_id_is_a_dummy() -> None:
    """At most one in five thousand: a scanner's silence must mean something."""
    generator = random.Random(20)
    ids = ["".join(generator.choices(fakes.BASE32, k=16)) for _ in range(20_000)]
    assert sum(is_dummy_id(AKIA + body) for body in ids) <= 4


SMOOTH = "AC" + "CA" + "ADABHIHJPPOJHGJJ"


def test_a_picture_is_no_id() -> None:
    """Letters of 8-bit data are close to one another; those of an ID are not."""
    assert scan(b"\0;=>" + SMOOTH.encode() + b"[", binary=True) == []
    rough = "AC" + "CA" + fakes.KEY_ID[4:]
    assert [each.rule for each in scan(b"\0;=>" + rough.encode() + b"[", binary=True)] == ["aws-access-key-id"]
    assert found(f"id: {SMOOTH}") == ["access-key-id"]


@pytest.mark.parametrize("body", ["IOSFODNN7ABCDEFG", "I44QH7DHBQWFJPLK"])
@pytest.mark.parametrize("head", ["AK" + "IA", "AS" + "IA"])
def test_changed_ends_of_published_ids(head: str, body: str) -> None:
    assert found(f"id = {head}{body}") == []


@pytest.mark.parametrize("end", ["=\n", "=\r\n", "\\\n", "\\\n    "])
@pytest.mark.parametrize("at", [4, 10, 19])
def test_id_over_the_end_of_a_line(end: str, at: int) -> None:
    assert found(f"AWS_ACCESS_KEY_ID={fakes.KEY_ID[:at]}{end}{fakes.KEY_ID[at:]}\n") == ["access-key-id"]

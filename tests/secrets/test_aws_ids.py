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


def test_an_id_in_parts_is_a_word_of_its_own() -> None:
    text = f'{ID[:8]}" + "{ID[8:]}"'
    assert found(f'"{text}') == ["access-key-id"]
    assert found(f'"x{text}') == []
    assert found(f'"{ID[:8]}" + "{ID[8:]}x"') == []


@pytest.mark.parametrize(("spaces", "count"), [(56, 1), (57, 0)])
def test_how_long_an_id_in_parts_is(spaces: int, count: int) -> None:
    text = f'{ID[:10]}"{" " * 40}+{" " * 40}\n{" " * spaces}"{ID[10:]}'
    assert len(text) == 161 - count
    assert found(f'"{text}"') == ["access-key-id"] * count


@pytest.mark.parametrize(("letters", "count"), [(37, 1), (38, 0)])
def test_how_much_base64_is_around_an_id_inside_of_it(letters: int, count: int) -> None:
    around = fakes.text(fakes.BASE62, letters)
    assert found(f"{around[:20]}+{ID}/{around[20:]}") == ["access-key-id"] * count
    assert found(f"{around}+{ID}/") == ["access-key-id"] * count
    assert found(f"+{ID}/{around}") == ["access-key-id"] * count


def test_what_is_no_base64_ends_it() -> None:
    random = fakes.text(fakes.BASE62, 90)
    for sign in " .-_:\n\"'é":
        assert found(f"{random}{sign}/{ID}/{sign}{random}") == ["access-key-id"], sign
        assert found(f"/{ID}/") == ["access-key-id"]


@pytest.mark.parametrize("sign", ["+", "/", "="])
def test_a_line_of_base64(sign: str) -> None:
    for length in (64, 76):
        line = f"{ID}{sign}{fakes.text(fakes.BASE62, length - 21)}"
        expected = ["access-key-id"] if sign == "=" else []
        assert found(line) == expected
        assert found(f"x\n{line}\n") == expected
        assert found(f"x {line}\n") == ["access-key-id"]
        assert found(line[:-1]) == ["access-key-id"]
        assert found(line + "x") == ["access-key-id"]


@pytest.mark.parametrize(("letters", "count"), [(99, 1), (100, 0)])
def test_how_much_base64_is_around_an_id_in_a_binary(letters: int, count: int) -> None:
    around = fakes.text(fakes.BASE62, letters).encode()
    for data in (around + ID.encode(), ID.encode() + around, around[:50] + ID.encode() + around[50:]):
        rules = [each.rule for each in scan(b"\0" + data + b"\0", binary=True)]
        assert rules.count("aws-access-key-id") == count


PARAMETERS = ["X-Amz-Credential", "x-amz-credential", "AWSAccessKeyId", "awsaccesskeyid"]
SIGNED = "&X-Amz-Signature=" + fakes.HEX64


@pytest.mark.parametrize("parameter", PARAMETERS)
@pytest.mark.parametrize("equals", ["=", "%3D", "%3d", "%253D", "%" + "25" * 10 + "3D"])
def test_the_parameter_of_a_presigned_url(parameter: str, equals: str) -> None:
    assert found(f"https://a.example/?{parameter}{equals}{ID}{SIGNED}") == ["presigned-url"]
    assert found(f"https://a.example/?{parameter[:-1]}{equals}{ID}{SIGNED}") == ["access-key-id"]
    assert found(f"https://a.example/?{parameter}:{ID}{SIGNED}") == ["access-key-id"]


PROOFS = ["?X-Amz-Signature", "&x-amz-signature", "&X-Amz-Security-Token", "?Signature", "&Signature", ";signature"]


@pytest.mark.parametrize("proof", PROOFS)
@pytest.mark.parametrize("equals", ["=", "%3D", "%253d"])
def test_the_proof_of_a_presigned_url(proof: str, equals: str) -> None:
    url = f"https://a.example/?X-Amz-Credential={ID}"
    assert found(f"{url}{proof}{equals}{fakes.HEX64[:20]}") == ["presigned-url"]
    assert found(f"https://a.example/{proof}{equals}{fakes.HEX64}&X-Amz-Credential={ID}") == ["presigned-url"]
    assert found(f"{url}{proof}{equals}{fakes.HEX64[:19]}") == ["access-key-id"]
    assert found(f"{url}{proof[:-1]}{equals}{fakes.HEX64}") == ["access-key-id"]
    assert found(f"{url}{proof}:{fakes.HEX64}") == ["access-key-id"]
    assert found(f"{url}&{proof.lstrip('?&;').removeprefix('X-Amz-')[:-1]}_x{equals}{fakes.HEX64}") == ["access-key-id"]


def test_another_signature_is_no_proof() -> None:
    assert found(f"https://a.example/?X-Amz-Credential={ID}&mySignature={fakes.HEX64}") == ["access-key-id"]


@pytest.mark.parametrize("end", "\"'<>` \n\t")
def test_where_a_url_ends(end: str) -> None:
    signed, other = f"https://a.example/?x=1{SIGNED}", f"https://a.example/?X-Amz-Credential={ID}"
    assert found(f"{signed}{end}{other}") == ["access-key-id"]
    assert found(f"{other}{end}{signed}") == ["access-key-id"]


@pytest.mark.parametrize(("more", "rule"), [(0, "presigned-url"), (1, "access-key-id")])
def test_how_long_a_url_is(more: int, rule: str) -> None:
    proof = f"X-Amz-Signature={fakes.HEX64[:20]}"
    before = "." * (4096 - len(proof) - len("&X-Amz-Credential=") + more)
    assert found(f"{proof}{before}&X-Amz-Credential={ID}") == [rule]
    after = "." * (4096 - len(ID) - len(proof) + more)
    assert found(f"X-Amz-Credential={ID}{after}{proof}") == [rule]

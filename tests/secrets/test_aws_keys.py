"""Single judgements of `_aws_keys` and `_aws_literals`; whole files stand in `aws_corpus`."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import string

import pytest

import fakes
from backend_standards.secrets import aws_clues
from backend_standards.secrets.aws_credentials import account_of
from backend_standards.secrets.aws_ids import is_dummy_id
from backend_standards.secrets.aws_keys import scan
from backend_standards.secrets.aws_secrets import is_secret
from backend_standards.secrets.aws_spelling import BASE64

AKIA, ASIA = "AK" + "IA", "AS" + "IA"
DOCUMENTED_ID = AKIA + "IOSFODNN7" + "EXAMPLE"
DOCUMENTED = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"
ID, SECRET, TOKEN = fakes.KEY_ID, fakes.AWS_SECRET, fakes.SESSION_TOKEN


def found(text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    credentials = scan(data)
    assert not credentials or (aws_clues.finder()(data) and aws_clues.finder(many=True)(data))
    return [credential.rule.removeprefix("aws-") for credential in credentials]


# Given by AWS (`sts get-access-key-info`) and by those who worked the encoding out.
@pytest.mark.parametrize(
    ("body", "account"),
    [
        ("Y34FZKBOKMUTVV7A", "609629065308"),
        ("QNZGKIQY56JQ7WML", "029608264753"),
        ("RZPUZDIKGB2VALC4", "123456789012"),
        ("IOSFODNN7EXAMPLE", ""),  # of the generation that carries no account
        ("7777777777777777", ""),  # more than twelve digits
    ],
)
def test_account(body: str, account: str) -> None:
    assert account_of(ASIA + body) == account


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


def test_no_random_id_is_a_dummy_and_no_random_secret_is_passed_by() -> None:
    """At most one in five thousand: a scanner's silence must mean something."""
    generator = random.Random(20)
    ids = ["".join(generator.choices(fakes.BASE32, k=16)) for _ in range(20_000)]
    assert sum(is_dummy_id(AKIA + body) for body in ids) <= 4
    secrets = ["".join(generator.choices(fakes.BASE64, k=40)) for _ in range(20_000)]
    assert sum(not is_secret(secret) for secret in secrets) <= 4


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
        ("x" * 5000 + " ", "", ["access-key-id"]),
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


def test_an_example_hides_no_real_one_beside_it() -> None:
    assert found(f"{DOCUMENTED_ID} {ID} {DOCUMENTED_ID}") == ["access-key-id"]
    assert found(f'aws_secret_access_key = "{DOCUMENTED}"  # not "{SECRET}"') == ["secret-access-key"]


@pytest.mark.parametrize(
    "text",
    [
        f"AWS_SECRET_ACCESS_KEY={DOCUMENTED}",
        f"secret = {fakes.text(fakes.HEX, 40)}",
        f"secret = {fakes.text(fakes.BASE64, 39)}",
        f"secret = {fakes.text(fakes.BASE64, 41)}",
        f"secret sha1: {SECRET}",
        f'"secret", "integrity": "{SECRET}"',
        "secret: AWSSecretsManagerRDSPostgreSQLRotationSi",
        "# secret\nimport com/amazonaws/services/SecretsManager/Model1/Get",
        f"secret: {'ACGT' * 10}",
        f"secret: {'aB3' * 13}x",
        f"secret: AQICAH{fakes.text(fakes.BASE64, 178)}",
        f"secret = eyJ{fakes.text(fakes.BASE62, 37)}.{fakes.text(fakes.BASE62, 40)}.x",
        f"secret = {SECRET[:20]}-{SECRET[20:39]}",
        f"secret = {fakes.text(fakes.HEX + 'ABCDEF', 40)}",
        f"secret url: {base64.b64encode(b'https://db-12.internal.corp/an')[:40].decode()}",
        f'"NextToken": "{SECRET}", "id": "{ID}"'.replace(ID, "x"),
        f"secret csrf_token={SECRET}",
        f'"CodeSha256": "{fakes.text(fakes.BASE64, 43)}=", "service": "codecommit password"',
        f"github.com/aws/aws-sdk-go-v2/service/codecommit v1.31.3 h1:{fakes.text(fakes.BASE64, 43)}=",
        f"codecommit 1.2.3 {fakes.text(fakes.BASE64, 43)}=",
        f"name = {SECRET}",
        "secret" + " word" * 30 + f" {SECRET}",
        "secret\n\n\n\n\n" + SECRET,
    ],
)
def test_forty_characters_that_are_no_secret(text: str) -> None:
    assert found(text.encode()) == []


SLASHED = "a+" + SECRET[2:20] + "/b" + SECRET[22:]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"SecretAccessKey": SLASHED}).replace("+", r"\u002B"),
        json.dumps({"SecretAccessKey": SLASHED}).replace("/", r"\u002f"),
        f'<add key="AwsSecretKey" value="{SLASHED.replace("+", "&#43;").replace("/", "&#x2F;")}"/>',
        f"secret={SLASHED.replace('/', '%252F').replace('+', '%252B')}",
        f'variable "aws_secret_access_key" {{\n  description = "Key"\n  type = string\n  sensitive = true\n\n  default = "{SLASHED}"\n}}',
        f"  AwsSecretKey:\n    Type: String\n    NoEcho: true\n    Description: A key\n    Default: {SLASHED}\n",
        f'ParameterValue: "{SLASHED}",\nParameterKey: "DbSecret"',
        json.dumps(f"secret = '{SLASHED[:9]}' + '{SLASHED[9:]}'"),
        json.dumps([f'secret = ("{SLASHED[:9]}"\n', f'          "{SLASHED[9:]}")\n'], indent=1),
        f"parser.add_argument('--aws-secret-key', help='the key with which to read and to write all of the results of the run', default='{SLASHED}')",
        f"secret,x\n{SLASHED},y\n",
        f"+aws_secret_access_key:\n+{SLASHED}\n",
        f"kind: Secret\ndata:\n  a: {base64.b64encode(f'x: y, secret_key: {SLASHED}'.encode()).decode()}\n",
    ],
)
def test_secrets_that_are_hard_to_read(text: str) -> None:
    assert found(text) == ["secret-access-key"]


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


def test_place_and_value() -> None:
    data = f"# é\nA = '{ID}'\nB = '{SECRET[:20]}'\\\n'{SECRET[20:]}'  # secret\n".encode()
    (key_id, secret) = scan(data)
    assert data[key_id.offset :].startswith(ID.encode())
    assert data[secret.offset :].startswith(SECRET[:20].encode())
    assert (key_id.value, secret.value) == (ID, SECRET)
    assert key_id.sha256() == hashlib.sha256(ID.encode()).hexdigest()


def test_the_sum_is_that_of_the_value_not_of_its_spelling() -> None:
    secret = "/" + SECRET[1:20] + "+" + SECRET[21:]
    spelt = [secret, secret.replace("/", "%2F").replace("+", "%2B"), secret.replace("/", r"\/")]
    sums = {credential.sha256() for text in spelt for credential in scan(f"secret={text}\n".encode())}
    assert sums == {hashlib.sha256(secret.encode()).hexdigest()}


@pytest.mark.parametrize("shift", range(3))
def test_base64_of_a_file_at_every_alignment(shift: int) -> None:
    plain = "#" * shift + f"\n[default]\naws_access_key_id = {ID}\naws_secret_access_key = {SECRET}\n"
    line = base64.b64encode(plain.encode()).decode()
    folded = base64.encodebytes(plain.encode()).decode()
    for text in (f"data:\n  credentials: {line}\n", f"data: |\n{folded}", f'{{"a": "{line}"}}'):
        assert found(text) == ["access-key-id", "secret-access-key"], text


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


def test_appsync_keys_without_regard_to_words() -> None:
    generator = random.Random(9)
    keys = ["da" + "2-" + "".join(generator.choices(string.ascii_lowercase + "234567", k=26)) for _ in range(2000)]
    assert sum(found(key) != ["appsync-api-key"] for key in keys) <= 10


def test_bytecode() -> None:
    """Marshalled strings stand behind their length, and the next type byte is a letter."""
    code = b"\0\xda\x14" + ID.encode() + b"z(" + SECRET.encode() + b"Z\x06secret"
    rules = {credential.rule for credential in scan(code, binary=True)}
    assert rules == {"aws-access-key-id", "aws-secret-access-key"}


@pytest.mark.parametrize("name", ["secret", "SECRET", "Secret", "sEcReT"])
def test_clues_know_no_case(name: str) -> None:
    assert aws_clues.finder()(b"a " + name.encode()) == {b"secret": [2]}
    assert aws_clues.finder()(name[:-1].encode()) == {}


@pytest.mark.parametrize(
    "literal",
    [
        *(
            b"AKIA",
            b"ASIA",
            b"ABIA",
            b"ACCA",
            b"ABSK",
            b"secret",
            b"smtp",
            b"da2-",
            b"codecommit",
            b"standards:",
        ),
        *(b"bedrock-api-key-", b"amzn.mws.", *aws_clues.TOKENS, *aws_clues.ENCODED),
    ],
)
@pytest.mark.parametrize("before", [b"", b"x", b"\n", b"de", b"standards"])
@pytest.mark.parametrize("many", [False, True])
def test_every_literal_is_a_clue(literal: bytes, before: bytes, many: bool) -> None:
    assert len(before) in aws_clues.finder(many=many)(before + literal + b"AAAA").get(literal, [])


def test_random_data_gives_no_finding() -> None:
    """100 MB of base64, hexadecimal and prose, in lines and without."""
    generator = random.Random(4)
    words = "the secret of an access key is that nobody else knows the secret access key of AWS".split()
    base = base64.b64encode(generator.randbytes(30_000_000))
    numbers = generator.randbytes(20_000_000).hex().encode()
    prose = " ".join(generator.choices(words, k=6_000_000)).encode()
    lines = base64.encodebytes(base[:5_000_000])
    assert sum(map(len, (base, numbers, prose, lines))) > 100_000_000
    for data in (base, numbers, prose, lines):
        assert scan(data) == []


def test_heads_may_overlap() -> None:
    for many in (False, True):
        assert aws_clues.finder(many=many)(b"AKIA" + b"KIA2") == {b"AKIA": [0, 3]}


def test_letters_of_base64_agree() -> None:
    assert bytes(sorted(BASE64)) == bytes(sorted((string.ascii_letters + string.digits + "+/").encode()))

"""Any content and any name, given to the hooks about secrets."""

from __future__ import annotations

import base64
import random

from hypothesis import given
from hypothesis import strategies as st

import fake_keys
import fakes
from backend_standards import forbid_aws_keys
from backend_standards.core.text import decode
from backend_standards.readers import docker_builds
from backend_standards.secrets import (
    AwsPolicy,
    aws_clues,
    aws_keys,
    env_names,
    private_keys,
    secret_names,
)
from backend_standards.secrets.aws_ids import is_dummy_id
from backend_standards.secrets.aws_secrets import is_secret
from backend_standards.secrets.encryption import encryption
from backend_standards.secrets.env_files import Policy
from fuzzing import (
    COMMON,
    NEAR_SECRETS,
    SECRETS,
    TEXTS,
    printed,
    printed_secret_files,
    reported,
)

NAMES = [
    ".env",
    "env.json",
    ".env.example",
    ".envrc",
    ".flaskenv",
    ".env.keys",
    ".env.gpg",
    ".env/x",
    "a\n.env.example",
]
SECRET_FILES = (
    ".aws/credentials rootkey.csv id_rsa a.p12 a.jks a.tfstate a.tfvars secrets.yaml secrets.toml secrets.json.example "
    ".netrc .pgpass .git-credentials .dockercfg .htpasswd .passwd-s3fs .npmrc .yarnrc .yarnrc.yml pip.conf .pypirc"
).split()


@given(
    st.sampled_from(NAMES),
    st.one_of(st.binary(max_size=400), TEXTS.map(lambda text: text.encode("utf-8", "replace"))),
    st.booleans(),
)
def test_any_content(name: str, data: bytes, allowed: bool) -> None:
    printed([(name, data)], Policy(allow=["*", ".env.keys"] if allowed else [], encrypted=len(data) % 2 == 0))


@given(
    st.sampled_from(NAMES),
    st.lists(st.one_of(NEAR_SECRETS, TEXTS), min_size=1, max_size=6),
    SECRETS,
    st.sampled_from(["utf-8", "utf-16", "latin-1"]),
)
def test_no_output_shows_six_characters_of_a_secret(name: str, lines: list[str], secret: str, encoding: str) -> None:
    text = "\n".join([*lines, f"{secret}=1", f"API_KEY={secret}", f"standards: ignore[{secret}] {secret}"])
    for policy in (Policy(), Policy(allow=["*"])):
        out = printed([(name, text.encode(encoding, "replace"))], policy)
        shown = [secret[at : at + 6] for at in range(len(secret) - 5) if secret[at : at + 6] in out]
        assert [piece for piece in shown if piece not in COMMON] == []


@given(
    st.sampled_from(SECRET_FILES),
    st.one_of(st.binary(max_size=400), TEXTS.map(lambda text: text.encode("utf-8", "replace"))),
    st.booleans(),
)
def test_any_content_of_a_secret_file(name: str, data: bytes, allowed: bool) -> None:
    printed_secret_files([(name, data)], *["*", name] * allowed)


@given(
    st.sampled_from(SECRET_FILES),
    st.lists(st.one_of(NEAR_SECRETS, TEXTS), min_size=1, max_size=6),
    SECRETS,
    st.sampled_from(["utf-8", "utf-16", "latin-1"]),
)
def test_no_output_shows_six_characters_of_a_secret_file(
    name: str, lines: list[str], secret: str, encoding: str
) -> None:
    text = "\n".join([*lines, f"{secret}: 1", f"password: {secret}", f'{secret} = {{password = "{secret}"}}', secret])
    text += (
        f"\nmachine a login b password {secret}\nu:{secret}\n//a/:_authToken={secret}\nstandards: ignore[{secret}] x"
    )
    for allow in ((), ("*",)):
        out = printed_secret_files([(name, text.encode(encoding, "replace"))], *allow)
        shown = [secret[at : at + 6] for at in range(len(secret) - 5) if secret[at : at + 6] in out]
        assert [piece for piece in shown if piece not in COMMON] == []


@given(
    st.sampled_from(
        [fake_keys.jks(2, 2), fake_keys.jks(2, 1), fake_keys.pkcs12(fake_keys.CERTIFICATE_BAG), fake_keys.DER_PKCS8]
    ),
    st.integers(0, 3000),
    st.binary(max_size=8),
)
def test_a_broken_key_store(whole: bytes, at: int, put: bytes) -> None:
    for data in (whole, whole[:at], whole[:at] + put + whole[at + len(put) :], put + whole):
        private_keys.private_key(data)
        found = private_keys.holds_keys(data, is_trust_store=True)
        assert found or data != fake_keys.jks(2, 1)


@given(st.text(max_size=60))
def test_any_name_of_a_secret_file(path: str) -> None:
    kind = secret_names.classify(path)
    assert secret_names.classify(path.swapcase() if path.isascii() else path) == kind
    assert not kind or secret_names.classify(f"some/folder/{path}") == kind


@given(st.text(max_size=60))
def test_any_name(path: str) -> None:
    kind = env_names.classify(path)
    assert kind in ("", *(getattr(env_names, name) for name in ("ENV", "TEMPLATE", "SHELL", "DATA", "KEYS", "VENV")))
    assert env_names.classify(path.swapcase() if path.isascii() else path) == kind


@given(st.text(".envabklocaprd-_~# /", max_size=14))
def test_a_plain_env_file_is_refused_below_any_folder(folder: str) -> None:
    assert env_names.classify(f"{folder}/.env") in (env_names.ENV, env_names.VENV)


@given(TEXTS.filter(lambda text: "encrypted:" not in text))
def test_text_is_never_taken_for_encrypted(text: str) -> None:
    data = text.encode("utf-8", "replace")
    assert encryption(data, decode(data)) != (True, 0)


# --- AWS keys -------------------------------------------------------------------------------------------

AWS_PIECES = st.sampled_from(
    [
        "AKIA", "ASIA", "secret", "SECRET_ACCESS_KEY", "aws_access_key_id", "=", ":", " ", "\n", "\r\n", '"', "'", "`", "+", "/", "\\", "\\n", "%2F",
        "%3D", "&quot;", "\\u0022", "IQoJb3JpZ2luX2Vj", "FwoGZXIvYXdz", "ABSK", "bedrock-api-key-", "amzn.mws.", "da2-", "smtp", "codecommit", "X-Amz-Credential=",
        "&X-Amz-Signature=", "AWSAccessKeyId=", "https://", "QUtJQ", "X3NlY3JldF9hY2Nlc3Nfa2V5", "standards: ignore[aws-access-key-id] x", "standards: ignore[", "# ",
        "gitleaks:allow", "pragma: allowlist secret", ",", ";", "\t", "|", "\0", "\x1b[31m", "\ufeff", "é", "EXAMPLE", fakes.KEY_ID, fakes.AWS_SECRET, fakes.SESSION_TOKEN,
    ]
)  # fmt: skip
AWS_TEXTS = st.lists(st.one_of(AWS_PIECES, st.text(max_size=6), st.text(fakes.BASE64, max_size=45)), max_size=40).map(
    "".join
)
KEY_IDS = st.builds(
    "{}{}".format,
    st.sampled_from(["AK" + "IA", "AS" + "IA", "AB" + "IA", "AC" + "CA"]),
    st.text(fakes.BASE32, min_size=16, max_size=16),
)
KEY_IDS = KEY_IDS.filter(lambda key_id: not is_dummy_id(key_id))
RANDOM = st.randoms(use_true_random=False)
AWS_SECRETS = RANDOM.map(lambda generator: "".join(generator.choices(fakes.BASE64, k=40))).filter(
    lambda secret: is_secret(secret) and "//" not in secret
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
FILLER = st.text("abc def\n.;,()", max_size=300)
# How a name and its value are written; the value always begins on the line of the name or on the next one.
ASSIGNMENTS = st.sampled_from(
    [
        "{name}={value}", "{name} = {value}", "{name}: {value}", '{name} = "{value}"', "{name} = '{value}'", "{name} := `{value}`", "export {name}={value}",
        '"{name}": "{value}"', '\\"{name}\\": \\"{value}\\"\\n', "<{name}>{value}</{name}>", '{{"name": "{name}", "value": "{value}"}}', "{name} {value}", "{name}\t{value}",
        '{name}=os.environ.get("{name}", "{value}")', '{name} = SecretStr("{value}")', "{name}: >-\n    {value}", "{name}: |\n    {value}", "{value}  # {name}", "- name: {name}\n  value: {value}",
        "{name}=&quot;{value}&quot;", "{name}=%22{value}%22", "{name}=\\u0022{value}\\u0022", "| {name} | {value} |", "${{{name}:-{value}}}", "aws configure set {name} {value}",
    ]
)  # fmt: skip
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def aws_rules(data: bytes) -> list[str]:
    return [finding.rule.id for finding in forbid_aws_keys.check([("file", data)], AwsPolicy())]


@given(ASSIGNMENTS, KEY_IDS, FILLER, FILLER, ENCODINGS, LINE_ENDS)
def test_a_key_id_is_found_in_any_place(
    form: str, key_id: str, before: str, after: str, encoding: str, end: str
) -> None:
    text = f"{before}\n{form.format(name='AWS_ACCESS_KEY_ID', value=key_id)}\n{after}".replace("\n", end)
    assert "aws-access-key-id" in aws_rules(text.encode(encoding))


@given(
    ASSIGNMENTS,
    st.sampled_from(["aws_secret_access_key", "SecretAccessKey", "AWS_SECRET_KEY", "secret"]),
    AWS_SECRETS,
    FILLER,
    FILLER,
    ENCODINGS,
    LINE_ENDS,
)
def test_a_secret_is_found_in_any_place(
    form: str, name: str, secret: str, before: str, after: str, encoding: str, end: str
) -> None:
    text = f"{before}\n{form.format(name=name, value=secret)}\n{after}".replace("\n", end)
    assert "aws-secret-access-key" in aws_rules(text.encode(encoding))


@given(
    KEY_IDS,
    AWS_SECRETS,
    st.integers(1, 19),
    st.integers(4, 36),
    st.sampled_from(['" "', "' '", '" + "', "' \\\n '", '"\n    "', '" .\n "', '" & "']),
)
def test_a_value_in_two_parts_is_found(key_id: str, secret: str, first: int, second: int, between: str) -> None:
    quote = between[0]
    first = max(first, 4)
    text = f"id = {quote}{key_id[:first]}{between}{key_id[first:]}{quote}\nsecret = {quote}{secret[:second]}{between}{secret[second:]}{quote}\n"
    assert aws_rules(text.encode()) == ["aws-access-key-id", "aws-secret-access-key"]


@given(st.one_of(st.binary(max_size=300), AWS_TEXTS.map(lambda text: text.encode("utf-8", "replace"))), st.booleans())
def test_both_searches_give_the_same_findings(data: bytes, binary: bool) -> None:
    few, many = (aws_clues.finder(many=many)(data) for many in (False, True))
    found = [[(each.offset, each.rule) for each in aws_keys.scan(data, clues, binary=binary)] for clues in (few, many)]
    assert found[0] == found[1]


@given(
    st.lists(st.one_of(st.binary(max_size=40), AWS_TEXTS.map(lambda text: text.encode("utf-8", "replace")))),
    st.sampled_from([b"", b"\0", b"\0\0", b"\x01", b"\x80\0"]),
    st.booleans(),
)
def test_a_binary_is_suspected_by_its_strings(parts: list[bytes], between: bytes, many: bool) -> None:
    data = between.join(parts)
    find = aws_clues.finder(many=many)
    expected = find(data) or (b"\0" in data and find(data.replace(b"\0", b"")))
    suspects = list(aws_clues.suspects([("", data)], many=many))
    assert [clues for _, _, clues in suspects] == ([find(data)] if expected else [])


@given(
    AWS_TEXTS,
    st.lists(
        st.one_of(
            KEY_IDS,
            AWS_SECRETS,
            RANDOM.map(lambda g: "IQoJb3JpZ2lu" + "X2Vj" + "".join(g.choices(fakes.BASE64, k=200))),
        ),
        min_size=1,
        max_size=3,
    ),
    ENCODINGS,
)
def test_no_finding_shows_six_characters_of_an_aws_secret(text: str, secrets: list[str], encoding: str) -> None:
    text = "".join(f"{text} secret={secret} standards: ignore[{secret}] {secret}\n" for secret in secrets)
    findings = list(forbid_aws_keys.check([("file", text.encode(encoding, "replace"))], AwsPolicy()))
    for finding in findings:
        finding.exempt = tuple(each for each in finding.exempt if not each.option)  # a sum's digits may agree by chance
    out = reported(findings)
    shown = [secret[at : at + 6] for secret in secrets for at in range(len(secret) - 5) if secret[at : at + 6] in out]
    assert shown == []


HEAD_OF_A_KEY = "-----BEGIN RSA " + "PRIVATE KEY-----"
_PIECES = (
    *(
        HEAD_OF_A_KEY,
        "-----END RSA ",
        "\\n",
        "\n",
        '"',
        "Proc-Type: 4,ENCRYPTED",
        "MIIEpAIBAAKCAQEA",
        "b3BlbnNzaC1rZXktdjE",
    ),
    *(
        "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt",
        "QVRFIEtFWS0t",
        "=",
        "AGE-SECRET" + "-KEY-1",
        fakes.text(fakes.BASE64, 64),
        "/",
    ),
)


@given(
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=20)), max_size=12).map("".join),
    st.binary(max_size=300),
)
def test_private_keys_in_any_text(text: str, noise: bytes) -> None:
    for data in (text.encode("utf-8", "replace"), text.encode("utf-8", "replace") + noise, base64.b64encode(noise)):
        found = [(hit.rule, hit.offset, hit.value) for hit in aws_keys.scan(data)]
        assert found == [(hit.rule, hit.offset, hit.value) for hit in aws_keys.scan(data, aws_clues.finder()(data))]


@given(st.binary(min_size=60, max_size=400), st.binary(max_size=40))
def test_a_private_key_is_found_after_any_text(body: bytes, before: bytes) -> None:
    letters = base64.b64encode(random.Random(body).randbytes(200)).decode()
    data = before + f" {HEAD_OF_A_KEY}\n{letters}\n-----END RSA ".encode()
    assert any(hit.rule == "private-key" for hit in aws_keys.scan(data))


@given(
    st.text(max_size=300), st.lists(st.sampled_from(["services:", "\n", "  a:", "    build: ", "..", "/x", "${", "}"]))
)
def test_any_build_file(text: str, pieces: list[str]) -> None:
    for path in ("a/compose.yaml", ".github/workflows/a.yml"):
        for content in (text, "".join(pieces)):
            for found in docker_builds.builds([(path, content)], {}).values():
                assert all(not build.context.startswith(("/", "..")) for build in found)

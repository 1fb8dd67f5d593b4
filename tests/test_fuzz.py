"""No input crashes the hooks, shows a secret, or takes more than linear time. `make fuzz` runs these for long."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

import fake_keys
import fakes
from backend_standards import check_commit_message, check_lock_files, forbid_aws_keys, require_pinned_requirements
from backend_standards.audit import history, scan
from backend_standards.audit import many as audit_many
from backend_standards.audit.report import as_table
from backend_standards.check_project_layout import check as check_layout
from backend_standards.commits import cleanup as commits_cleanup
from backend_standards.commits import message as commits_message
from backend_standards.core import Finding, Stopped, git, output
from backend_standards.core import text as core_text
from backend_standards.dependencies import environments, fixes, install_names, known_versions
from backend_standards.dependencies.installs import Policy as Pins
from backend_standards.dependencies.installs import Unpinned
from backend_standards.layout.tree import Settings, holds_tests
from backend_standards.locks import files as locks_files
from backend_standards.locks import requirements, uv
from backend_standards.readers import docker, scripts
from backend_standards.secrets import (
    aws_clues,
    aws_keys,
    env_names,
    env_values,
    private_keys,
    secret_files,
    secret_names,
    secret_values,
)
from backend_standards.secrets.encryption import encryption
from backend_standards.secrets.env_files import Policy, judge

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
PIECES = st.sampled_from(
    [
        "DB_PASSWORD=", "export ", "SECRET_KEY", "=", ":", '"', "'", "`", "$(", ")", "${", "}", ":-", "#", " ", "\n", "\r\n", "\t",
        "://", "@", "postgres://u:", "host.acme-corp.io", "changeme", "example", "encrypted:", "DOTENV_PUBLIC_KEY=", "sops:", "sops_mac=",
        "ENC[AES256_GCM,data:", "$ANSIBLE_VAULT;1.1;AES256\n", "-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----", "gAAAAA", "{",
        '"sops"', "standards: ignore[env-template-secret] reason", "standards: ignore[", "]", "\\", "\0", "\ufeff", "\u0130", "eyJpdiI6",
        "password: ", "password = ", "machine a login b password ", "kind: Secret\ndata:\n  ", "kind: SealedSecret\nencryptedData:\n", "- ", "|\n  ",
        "<<EOT\n", "EOT", "/*", "*/", "[", "{", "}", ",", 3 * '"', 3 * "'", "!vault ", "&a ", "//r/:_authToken=", '"auths"', '"resources"', "a:b:c:d:",
        "Access key ID,Secret access key\n", "macdef x\n", "    ", "---\n", "-----BEGIN ", "KEY-----", "PuTTY-User-Key-File-",
        "COPY ", "ADD ", ". ", "<<EOF", "EOF", "--from=", "[", "]", "-", "DOTENV_VAULT_X=", "key: ", "- ",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map("".join)
SECRETS = st.sampled_from(
    [
        value
        for name, value in sorted(vars(fakes).items())
        if name.isupper() and name not in ("HEX", "BASE32", "BASE62", "BASE64")
    ]
)
NEAR_SECRETS = st.builds(
    "{}{}{}".format,
    st.sampled_from(
        [
            "",
            "- {name: DB_PASSWORD, value: ",
            "- name: DB_PASSWORD, value: ",
            "name=DB_PASSWORD value=",
            "DB_PASSWORD=",
            "export X_TOKEN='",
            'API_KEY="',
            "# KEY: ",
            "URL=postgres://u:",
        ]
    ),
    SECRETS,
    st.sampled_from(["", "'", '"', " # note", "@db.acme-corp.io/x", "=", "\n"]),
)

REQUIREMENTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "x==1.0", "x", ">=1.0", "[a,b]", " ; python_version < '3'", ";", " \\\n", "\\", "\n", "\r\n", " # note", "#", "-r a.txt\n", "-c b.txt\n",
                "-r ", "-e ", "-e .", "--hash=sha256:ab", " --hash=md5:ab", "--index-url ", "https://u:p@example.org/", "git+https://example.org/a@main", "@",
                "#egg=x", "#sha256=ab", "${V}", "${", "}", "file:///x", "./x", "--", "-", "=", "latest", "*", "'", '"', "\0", "\ufeff", "\x0c", "coding: utf-7",
                "standards: ignore[unpinned-bare] why", "--require-hashes\n", "--trusted-host x", "<<<<<<<", "{{ x }}", ",", "(", ")", "~=1",
            ]
        ),
        st.text(max_size=6),
    ),
    max_size=24,
).map("".join)  # fmt: skip


# What the fakes share with ordinary words of the messages.
HEADS = (
    "-----BEGIN RSA PRIVATE KEY-----",
    "hooks.slack.com/services/",
    "AccountName=x;AccountKey=",
    "dotenv.org/vault",
    "AGE-SECRET-KEY-1",
)
COMMON = {head[at : at + 6] for head in HEADS for at in range(len(head) - 5)}


def printed(files: Iterable[tuple[str, bytes]], policy: Policy) -> str:
    return reported(judge(files, policy))


def reported(findings: Iterable[Finding]) -> str:
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", errors="surrogateescape")
    with contextlib.redirect_stdout(out):
        output.report(findings)
    out.seek(0)
    return out.read()


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


def printed_secret_files(files: Iterable[tuple[str, bytes]], *allow: str) -> str:
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", errors="surrogateescape")
    with contextlib.redirect_stdout(out):
        output.report(secret_files.judge(files, secret_files.Policy(allow)))
    out.seek(0)
    return out.read()


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


@given(TEXTS, TEXTS)
def test_any_dockerfile(dockerfile: str, dockerignore: str) -> None:
    for copy in docker.copies(core_text.lines(dockerfile)):
        copy.takes(".env")
    assert docker.is_ignored([*core_text.lines(dockerignore), ".env"], ".env")


@given(TEXTS.filter(lambda text: "encrypted:" not in text))
def test_text_is_never_taken_for_encrypted(text: str) -> None:
    data = text.encode("utf-8", "replace")
    assert encryption(data, core_text.decode(data)) != (True, 0)


# --- the project's layout ---------------------------------------------------------------------------

PARTS = st.sampled_from(
    "src app tests test unit config models services scripts docs a b tests_old integration_tests Src .github vendor {{x}} test_state features data sub e2e".split()
)
MODULES = st.sampled_from(
    "main.py app.py test_a.py a_test.py tests.py conftest.py __init__.py setup.py users.py test_.py .py -x.py".split()
)
DATA_FILES = st.sampled_from(
    "README.md uv.lock requirements.txt x.json pyproject.toml cdk.json .gitkeep a.feature py src tests".split()
)
ODD = st.text(min_size=1, max_size=6).filter(
    lambda text: "/" not in text and "\0" not in text and text not in (".", "..")
)
FOLDERS = st.lists(st.one_of(PARTS, ODD), max_size=4)
PYTHON_PATHS = st.builds(
    lambda folders, name: "/".join([*folders, name]), FOLDERS, st.one_of(MODULES, ODD.map("{}.py".format))
)
DATA_PATHS = st.builds(lambda folders, name: "/".join([*folders, name]), FOLDERS, DATA_FILES)
SUBMODULES = st.builds(lambda folders, name: "/".join([*folders, name, ""]), FOLDERS, PARTS)
LISTINGS = st.lists(st.one_of(PYTHON_PATHS, PYTHON_PATHS, DATA_PATHS, SUBMODULES), max_size=25, unique=True)
SETTINGS = st.builds(
    Settings,
    strict=st.booleans(),
    mirror=st.booleans(),
    sources=st.sampled_from([["src"], ["app", "a"], ["src/app"], ["."]]),
    tests=st.sampled_from([["tests"], ["test", "e2e"], ["src/tests"]]),
    required=st.sampled_from([[], ["docs/", "x"]]),
)


def layout_findings(paths: list[str], settings: Settings, content: bytes = b"") -> list[tuple[str, str]]:
    findings = list(check_layout(paths, settings, lambda asked: dict.fromkeys(asked, content)))
    reported(findings)
    for finding in findings:
        assert finding.fix
        assert finding.exception
        assert "\n" not in finding.fix
    return sorted((finding.path, finding.rule) for finding in findings)


@given(
    LISTINGS,
    SETTINGS,
    st.one_of(st.binary(max_size=60), st.just(b"def test_a():\n    assert 1\n")),
    st.randoms(use_true_random=False),
)
def test_any_listing(paths: list[str], settings: Settings, content: bytes, generator: random.Random) -> None:
    found = layout_findings(paths, settings, content)
    assert len(set(found)) == len(found)
    shuffled = generator.sample(paths, len(paths))
    assert layout_findings(shuffled, settings, content) == found, "the order of the paths decides nothing"
    assert not found or any(path.endswith(".py") for path in paths)


@given(LISTINGS, SETTINGS, st.one_of(DATA_PATHS, DATA_PATHS, FOLDERS.map(lambda parts: "/".join([*parts, "x.bin"]))))
def test_a_data_file_adds_no_finding(paths: list[str], settings: Settings, data: str) -> None:
    assert set(layout_findings([*paths, data], settings)) <= set(layout_findings(paths, settings))


@given(LISTINGS, SETTINGS, st.lists(st.sampled_from(["app", "b", "deep"]), max_size=3))
def test_code_in_the_source_adds_no_finding(paths: list[str], settings: Settings, parts: list[str]) -> None:
    paths = [*paths, "setup.py"]
    more = [
        *paths,
        "/".join([*([] if settings.sources[0] == "." else settings.sources[:1]), "pkg", *parts, "feature.py"]),
    ]
    assert set(layout_findings(more, settings)) <= set(layout_findings(paths, settings))


@given(LISTINGS, SETTINGS)
def test_a_root_is_judged_as_a_repository_is(paths: list[str], settings: Settings) -> None:
    expected = layout_findings(paths, settings)
    settings.roots = ["svc/api/"]
    below = layout_findings([*(f"svc/api/{path}" for path in paths), "other.py"], settings)
    assert below == sorted((f"svc/api/{path}", rule) for path, rule in expected)


@given(st.one_of(st.binary(max_size=200), TEXTS.map(lambda text: text.encode("utf-8", "replace"))))
def test_any_module(data: bytes) -> None:
    assert not holds_tests(data) or b"def test" in data


LISTING_UNITS: dict[str, Callable[[int], str]] = {
    "files": "f{}.py".format, "folders": "d{}/a.py".format, "tests": "test_{}.py".format, "deep": lambda n: "a/" * (n % 50) + f"{n}/tests/test_a.py",
    "test-folders": "tests_{}/test_a.py".format, "habit": "tests/f{}_test.py".format, "mirror": "tests/m{}/test_a.py".format, "source": "src/m{}/tests/test_a.py".format,
    "projects": "services/s{}/pyproject.toml".format, "modules": "src/a/m{}.py".format, "clashes": "test/a{}/test_a.py".format, "submodules": "lib/m{}/".format,
}  # fmt: skip


@pytest.mark.parametrize("name", LISTING_UNITS)
def test_linear_time_of_a_layout(name: str) -> None:
    unit = LISTING_UNITS[name]

    def work(number: int) -> None:
        paths = [
            *map(unit, range(number)),
            "app.py",
            "services/s1/app.py",
            "tests/test_a.py",
            "tests/a1/test_a.py",
            "src/b/x.py",
        ]
        list(check_layout(paths, Settings(mirror=True), lambda asked: dict.fromkeys(asked, b"")))

    assert_linear(work, 16_000)


@pytest.mark.parametrize(
    "unit",
    ["def test", "@pytest.fixture(", "class TestA(", "\n)", "class A(\n", "def test\n", " def test", "\nassert\n"],
)
def test_linear_time_of_a_module(unit: str) -> None:
    assert_linear(lambda length: holds_tests(b"def test assert" + unit.encode() * (length // len(unit))), 150_000)


def test_linear_time_of_a_class_without_a_colon() -> None:
    assert_linear(lambda length: holds_tests(b"class TestA" + b" " * length + b"\n def test(): assert 1\n"), 40_000)


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
KEY_IDS = KEY_IDS.filter(lambda key_id: not aws_keys.is_dummy_id(key_id))
RANDOM = st.randoms(use_true_random=False)
AWS_SECRETS = RANDOM.map(lambda generator: "".join(generator.choices(fakes.BASE64, k=40))).filter(
    lambda secret: aws_keys._is_secret(secret) and "//" not in secret
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
    return [finding.rule for finding in forbid_aws_keys.check([("file", data)], forbid_aws_keys.Policy())]


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
    findings = list(forbid_aws_keys.check([("file", text.encode(encoding, "replace"))], forbid_aws_keys.Policy()))
    for finding in findings:
        finding.exception = finding.exception.partition("--allow-sha256=")[0]  # its digits may agree by chance
    out = reported(findings)
    shown = [secret[at : at + 6] for secret in secrets for at in range(len(secret) - 5) if secret[at : at + 6] in out]
    assert shown == []


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the time of a piece of work as the hooks do it: without looks for cycles, in all that the tests hold."""
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


HOSTILE = {
    "letters": "A", "secret-letters": "SECRET", "open-command": "A_KEY=$(", "open-brace": "SECRET=${", "quotes": "SECRET='", "double-quotes": 'A_KEY="',
    "schemes": "://", "urls": "a://b:c@", "sk": "sk-", "key": "key-", "akia": "AKIA", "lines": "DB_PASSWORD=changeme\n", "spaces": "SECRET ",
    "words": "SECRET=my-your-", "begin": "-----BEGIN ", "jwt": "eyJ", "encrypted": "encrypted:", "enc": "ENC[", "json": "[", "sops": '{"sops":',
    "backslash": "TOKEN=\\", "ignores": "standards: ignore[", "angle": "KEY=<%", "base64": "TOKEN=abcd/", "yaml": "sops:\n a: ENC[AES256_GCM,data:", "comments": "#" , "crlf": "\r\n\r",
    "pairs": "A=b\n", "hash": " #TOKEN", "age": "age-encryption.org/v1\n-> ", "slack": "hooks.slack.com/services/T", "dashes": "PASSWORD=-a", "tokens": "A=gh" + "p_" + "aB3" * 13 + " ", "further": ", A: b", "names": "- name: SECRET_KEY\n", "copies": "COPY . .\n", "onbuild": "ONBUILD ",
    "key-ids": fakes.KEY_ID + " ", "presigned": "X-Amz-Credential=" + fakes.KEY_ID + "&", "split-ids": 'AKIA"', "split": '"A" ', "quoted-spaces": '"' + " " * 100, "aws-secrets": f"secret={fakes.AWS_SECRET} ", "encoded": "QUtJ ", "encoded-runs": "QUtJQUtJQUtJQUtJQUtJ ", "encoded-run": "QUtJ", "heads-of-sts": "IQoJb3JpZ2luX2Vj ", "run-of-sts": "IQoJb3JpZ2luX2Vj", "percent": "%2F", "percent-secret": "secret%2F", "slashes": "secret\\/", "smtp": "smtp BA", "codecommit": "codecommit ", "bedrock": "bedrock-api-key-", "absk": "ABSK", "table": "secret,", "base64-run": "aB3+", "secret-run": "secretaB3+", "plus-ids": "+" + fakes.KEY_ID + "/",
    "dashes-yaml": "- ", "yaml-quotes": 'password: "\n  ', "yaml-flow": "password: {\n", "yaml-block": "password: |\n  a\n", "yaml-nested": " a:\n", "heredocs": "password = <<A\n",
    "maps": "password = {", "lists": 'password = [ "a",', "triples": "password = " + 3 * '"', "escapes": '\\"', "comment-opens": "/* ", "values": "password: hunt" + "er22x\n", "netrc": "machine a login b password c ",
    "colons": "a:", "commas": 'password,"', "ini": "password = a\n b\n", "keys": "-----BEGIN PRIV" + "ATE KEY-----\n", "documents": "---\n", "tabs": "\t#", "anchors": "password: &a ", "spaces-only": "password: a" + " " * 50, "manifest": "kind: Secret\n",
    "ignored": "API_KEY=" + fakes.PASSWORD + " # standards: ignore[x] y\n", "quoted": '"' + "a'" ,
}  # fmt: skip


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Eight times the input may take at most twenty times the time, or sixteen times the input sixty-four times.

    A quadratic one would take sixty-four, and two hundred and fifty-six. The second look is for a busy machine, whose
    caches hold the small input and not the large one.
    """
    work(1000)
    for _ in range(5):
        small = min(cpu_seconds(lambda: work(size // 8)) for _ in range(3))
        large = min(cpu_seconds(lambda: work(size)) for _ in range(2))
        if large < 0.05 or large < 20 * small:
            return
        larger = min(cpu_seconds(lambda: work(2 * size)) for _ in range(2))
        if larger < 64 * small:
            return
    pytest.fail(f"{small:.3f} s -> {large:.3f} s -> {larger:.3f} s")


@pytest.mark.parametrize("name", HOSTILE)
def test_linear_time(name: str) -> None:
    """Eight times the input may take at most twenty times the time; a quadratic one would take sixty-four."""
    unit = HOSTILE[name]
    size = 1_000_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 150_000

    def work(length: int) -> None:
        text = unit * (length // len(unit))
        for syntax in (env_names.ENV, env_names.SHELL):
            list(env_values.real_values(text, syntax=syntax, literals=True))
        encryption(text.encode(), text)
        list(docker.copies(core_text.lines(text)))
        list(core_text.apply_ignores("x", text, [], "forbid-env-files"))
        list(forbid_aws_keys.check([("x", text.encode())], forbid_aws_keys.Policy()))

    assert_linear(work, size)


@pytest.mark.parametrize(
    ("path", "head", "piece"),
    [("Dockerfile", "RUN ", "--a "), ("Dockerfile", "COPY ", "--a "), (".github/workflows/a.yml", "", "- ")],
    ids=["run", "copy", "dashes"],
)
def test_linear_time_of_a_long_line(path: str, head: str, piece: str) -> None:
    def work(length: int) -> None:
        text = head + piece * (length // len(piece))
        list(docker.copies([text]))
        scripts.read(install_names.kind(path), text)

    assert_linear(work, 1_200_000)


def test_linear_time_of_tokens_behind_urls() -> None:
    url = f"https://x/?X-Amz-Credential={fakes.KEY_ID}&X-Amz-Signature=abcdef0123456789abcd "

    def work(number: int) -> None:
        aws_keys.scan((url * number + "IQoJb3JpZ2luX2Vj " * number).encode())

    assert_linear(work, 8000)


@pytest.mark.parametrize("name", HOSTILE)
def test_linear_time_of_secret_files(name: str) -> None:
    """As above, for one name a reader."""
    unit = HOSTILE[name]
    names = (
        "secrets.yaml a.tfvars .pypirc .npmrc pip.conf .netrc .pgpass .git-credentials .dockercfg rootkey.csv".split()
    )

    def work(length: int) -> None:
        text = unit * (length // len(unit))
        for path in [*names, "a.tfstate", ".htpasswd", ".passwd-s3fs"]:
            list(secret_values.secrets(text, secret_names.classify(path), path, literals=True))
        private_keys.private_key(text.encode())
        private_keys.holds_keys(text.encode(), is_trust_store=False)
        private_keys.holds_keys(b"\xfe\xed\xfe\xed" + text.encode(), is_trust_store=False)

    assert_linear(work, 500_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 50_000)


MESSAGE_PIECES = st.sampled_from(
    [
        "feat", "fix", "feature", "Bug fix", "FIX", "faet", "perf", "wip", "WIP", "docs", "f\u0435at", "(", ")", "(auth)", "()", "[", "]", "{", "}",
        "!", ":", ": ", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\0", "\u00a0", "\u200b", "\ufeff", "\uff1a", "\uff08", "\uff09", "\uff01", "#", "# ", "#12",
        "ABC-123", "[ABC-1] ", ":tada:", "\u2728", "add login", "update", "fix bug", "and", ",", "/", "-", "- ", "_", ".", "`", "\"", "'", "x", "asdf",
        "BREAKING CHANGE: ", "breaking change: ", "Breaking-Change:", "BREAKING CHANGES: x", "Refs: #1", "Merge branch 'x'", " into y", "Merge ",
        'Revert "x"', "This reverts commit 0123456.", "fixup! ", "squash!", "Merged PR 1: ", "# ------------------------ >8 ------------------------\n",
        "\u0130", "\u767b\u5f55", "\u0301", "\ud83d", "WIP: ", "(wip)", "https://example.com/1",
    ]
)  # fmt: skip
MESSAGES = st.lists(st.one_of(MESSAGE_PIECES, st.text(max_size=6)), max_size=14).map("".join)
RULES = st.builds(
    commits_message.Rules,
    st.sampled_from([commits_message.TYPES, ("feature", "bugfix"), ("Feat", "FIX"), ("x",)]),
    st.sampled_from([(), ("auth", "db")]),
    require_scope=st.booleans(),
    require_ticket=st.sampled_from(["", r"[A-Z]+-\d+"]),
    max_header=st.sampled_from([0, 0, 20, 72]),
    allow_vague=st.booleans(),
)


@given(MESSAGES, RULES, st.booleans(), st.booleans())
def test_any_message(message: str, rules: commits_message.Rules, pushed: bool, title: bool) -> None:
    found = commits_message.problems(message, rules, pushed=pushed, title=title)
    lines = message.split("\n")
    for problem in found:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        assert problem.fix
        if problem.corrected:
            assert "\n" not in problem.corrected
            assert commits_message.parse(problem.corrected)
            header_alone = commits_message.Rules(rules.types, rules.scopes, allow_vague=rules.allow_vague)
            assert commits_message.problems(problem.corrected, header_alone) == []


@given(MESSAGES, RULES)
def test_a_mended_message_passes_and_stays(message: str, rules: commits_message.Rules) -> None:
    mended = commits_message.fixed(message, rules)
    if mended:
        assert commits_message.problems(mended, rules) == []
        assert commits_message.fixed(mended, rules) == ""
        # git's clean-up changes nothing that counts
        for is_edited in (True, False):
            stored = commits_cleanup.stored(
                mended.encode("utf-8", "surrogatepass"), commits_cleanup.Settings(editor=is_edited, comment="\x01")
            )
            if not stored.fault:
                assert commits_message.problems(stored.text, rules) == []


@given(
    st.one_of(st.binary(max_size=200), MESSAGES.map(lambda text: text.encode("utf-8", "surrogatepass"))),
    st.sampled_from(["default", "strip", "whitespace", "verbatim", "scissors"]),
    st.sampled_from(["#", ";", "//", "auto"]),
    st.sampled_from(["utf-8", "gbk", "latin-1", "shift-jis", "utf-16", "ascii"]),
    st.booleans(),
)
def test_any_message_file(data: bytes, cleanup: str, comment: str, encoding: str, editor: bool) -> None:
    settings = commits_cleanup.Settings(editor=editor, cleanup=cleanup, comment=comment, encoding=encoding)
    stored = commits_cleanup.stored(data, settings)
    lines = data.count(b"\n") + 1
    rules = commits_message.Rules()
    findings = list(check_commit_message.check("m", stored, rules))
    if encoding != "utf-16":
        assert all(1 <= finding.line <= lines for finding in findings)
    reported(findings)
    commits_cleanup.encoded(stored.text, settings)
    if cleanup != "verbatim" and comment != "auto":
        again = commits_cleanup.stored(
            stored.text.encode("utf-8", "surrogatepass"), commits_cleanup.Settings(editor=False)
        )
        assert again.fault or again.text == stored.text


@given(MESSAGES)
def test_where_git_is_not_asked_its_answer_does_not_matter(message: str) -> None:
    data = message.encode("utf-8", "surrogatepass")
    for editor in (True, False):
        if not commits_cleanup.is_plain(data, editor=editor):
            continue
        verdicts = set()
        for cleanup in ("default", "strip", "whitespace", "verbatim", "scissors"):
            for comment in ("#", ";", "-"):
                settings = commits_cleanup.Settings(editor=editor, cleanup=cleanup, comment=comment)
                found = commits_message.problems(commits_cleanup.stored(data, settings).text, commits_message.Rules())
                verdicts.add(" ".join(problem.rule for problem in found))
        assert len(verdicts) == 1, verdicts


HOSTILE_MESSAGES = {
    "blanks": " ",
    "lines": "\n",
    "blank lines": " \n",
    "colons": ":",
    "parentheses": "feat(",
    "closed": "()",
    "hyphens": "a-",
    "dashes": "-",
    "brackets": "[a]",
    "tickets": "ABC-1 ",
    "words": "fix ",
    "invisible": "\u200b",
    "marks": "feat!",
    "comments": "#\n",
    "short lines": "x\n",
    "footers": "\nbreaking change: x",
    "prose": "x\nbreaking change: x\n",
    "merges": "Merge branch 'a', ",
    "quotes": 'Revert "',
    "reverts": "This reverts ",
    "letters": "\u0130",
    "emoji": ":a:",
}


@pytest.mark.parametrize("name", HOSTILE_MESSAGES)
@pytest.mark.parametrize("head", ["", "feat", "feat: add login\n\n", "Merge branch '", 'Revert "x"\n\n', "feat:"])
def test_linear_time_of_messages(name: str, head: str) -> None:
    piece = HOSTILE_MESSAGES[name]

    def work(length: int) -> None:
        data = (head + piece * (length // len(piece)) + ": x").encode()
        for editor in (True, False):
            stored = commits_cleanup.stored(data, commits_cleanup.Settings(editor=editor))
            list(check_commit_message.check("m", stored, commits_message.Rules()))
            commits_message.fixed(stored.text, commits_message.Rules())

    assert_linear(work, 1_000_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 30_000)


@given(st.text(st.sampled_from(":#[]vso \n\r\t\u2003\u2028e") | st.characters(codec="utf-8")))
def test_no_text_is_a_command_to_a_ci(words: str) -> None:
    printed = output.text([Finding(words, "rule", words, line=1, column=2, fix=words, exception=words, source=words)])
    with mock.patch.dict(os.environ, {"GITHUB_ACTIONS": "true"}):
        lines = output._inert(printed).splitlines()
    assert not any(line.lstrip().startswith("::") or "##" in line for line in lines), lines


OIDS = st.text("0123456789abcdef", min_size=40, max_size=40)
FIELDS = st.one_of(
    st.sampled_from([b"\n:100644 100644 a b M", b"::", b":", b"\x01", b"\x01x", b"\n", b"commit x", b" ", b"\xff"]),
    st.binary(min_size=1, max_size=12),
).map(lambda field: field.replace(b"\0", b" "))
ENTRIES = st.tuples(st.integers(1, 4), OIDS, FIELDS, st.sampled_from(["100644", "120000", "160000", "000000"]))
COMMITS = st.tuples(OIDS, FIELDS, FIELDS, st.lists(ENTRIES, max_size=4))


@given(st.lists(COMMITS, max_size=5), st.integers(1, 50))
def test_no_name_of_a_path_or_a_person_is_taken_for_an_entry(
    commits: list[tuple[str, bytes, bytes, list[tuple[int, str, bytes, str]]]], size: int
) -> None:
    out, expected = io.BytesIO(), []
    for oid, author, email, entries in commits:
        out.write(b"\x01%s\0%s\0%s\0%s\0" % (oid.encode(), author, email, b"2024-01-01T00:00:00Z"))
        expected.append((oid, os.fsdecode(author), os.fsdecode(email)))
        for number, (parents, blob, path, mode) in enumerate(entries):
            words = [*["100644"] * parents, mode, *["0" * 40] * parents, blob, "M" * parents]
            out.write(b"" if number else b"\n")
            out.write(b":" * parents + " ".join(words).encode() + b"\0" + path + b"\0")
            if mode.startswith("1") and not mode.startswith("16"):
                expected.append((blob, os.fsdecode(path), ""))
    out.seek(0)
    found = [
        (each.oid, each.author, each.email) if isinstance(each, history.Commit) else (*each, "")
        for each in history.entries(git.between_nuls(iter(lambda: out.read(size), b"")))
    ]
    assert found == expected


@given(st.lists(st.one_of(FIELDS, st.binary(max_size=30)), max_size=20))
def test_other_output_of_git_stops_an_audit(fields: list[bytes]) -> None:
    with contextlib.suppress(Stopped):
        list(history.entries(fields))


HOSTILE_TEXTS = st.one_of(st.text(max_size=20), st.sampled_from(["\n", "\x1b[31m", "\r", "a\u2028b", "-", "$(x)", "'"]))


@given(HOSTILE_TEXTS, HOSTILE_TEXTS, HOSTILE_TEXTS, HOSTILE_TEXTS)
def test_nothing_forges_a_line_of_the_audits_table(path: str, author: str, branch: str, name: str) -> None:
    def lines(path: str, author: str, branch: str, name: str) -> list[str]:
        first = {
            "commit": "0" * 40,
            "author": author,
            "email": author,
            "date": "2024-01-01",
            "tag": None,
            "path": path,
            "line": 1,
            "column": 1,
        }
        secret = {
            "rule": "env-file", "kind": "x", "account": None, "first": first, "paths": [path], "head": [{"path": path, "line": None}],
            "branches": [branch], "whole_file": True,
        }  # fmt: skip
        report = {
            "repository": name, "state": "cut", "problems": [author], "notes": [author], "commits": 1, "blobs": 1, "bytes": 1, "excepted": 1,
            "secrets": [secret, {**secret, "head": []}],
        }  # fmt: skip
        return as_table([report]).split("\n")

    found = lines(path, author, branch, name)
    assert len(found) == len(lines("a", "b", "c", "d"))
    assert all(line.isprintable() or any("\ud800" <= char <= "\udfff" for char in line) for line in found)


@given(
    st.sampled_from(["https", "ssh", "http"]),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), max_size=8),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=6, max_size=20),
)
def test_no_login_is_shown(scheme: str, user: str, password: str) -> None:
    place = f"{scheme}://{user}:{password}@host.invalid/a/b.git?token={password}"
    for text in (audit_many.shown(place), audit_many.without_secret(f"fatal: '{place}' and {password}", place)):
        assert password not in text


@given(st.sampled_from([b"", b"\n", b"\r\n", b"\0", b"\xff\xfe", b"\xfe\xff"]), NEAR_SECRETS, st.binary(max_size=200))
def test_an_audit_takes_any_content(head: bytes, near: str, tail: bytes) -> None:
    data = head + near.encode() + tail
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for hit in scan.judge(data, forbid_aws_keys.Policy()):
        assert 0 <= hit.line <= lines


def test_python_limits_are_not_reached() -> None:
    for name in ("a.tfstate", "secrets.json", "secrets.yaml", "a.tfvars.json", ".dockercfg"):
        printed_secret_files(
            [(name, (opener * (sys.getrecursionlimit() * 3)).encode()) for opener in ("[", '{"a":', "a: {", "- ")]
        )
    deep = ("[" * (sys.getrecursionlimit() * 3)).encode()
    assert encryption(deep, deep.decode()) == (False, 0)


def pinned(*contents: bytes, policy: Pins | None = None) -> str:
    """Return what is printed about files a.txt, b.txt and so on, all given, that may include one another."""
    files = {f"{name}.txt": data for name, data in zip("abcdef", contents, strict=False)}

    def read(path: str) -> tuple[str, bytes] | None:
        return (path, files[path]) if path in files else None

    return reported(require_pinned_requirements.check(files.items(), policy or Pins(), read))


@given(st.one_of(st.binary(max_size=300), REQUIREMENTS.map(lambda text: text.encode("utf-8", "replace"))), REQUIREMENTS)
def test_any_requirements(data: bytes, included: str) -> None:
    pinned(data, included.encode("utf-16", "replace"), policy=Pins(["x"], require_hashes=True, forbid_extra_index=True))
    pinned(b"-r b.txt\n-c c.txt\n" + data, data, included.encode("utf-8", "replace"))


@given(
    SECRETS,
    st.lists(
        st.sampled_from(
            [
                "--index-url https://u:{}@example.org/simple", "-ihttp://{}@example.org", "--extra-index-url=https://u:{}@example.org/", "-f https://:{}@h/x",
                "x @ https://u:{}@example.org/x.zip", "git+https://{}@example.org/a@main#egg=a", "-e git+https://u:{}@example.org/a", "x @ {}", "x{{% {} %}}",
                "-r https://u:{}@example.org/r.txt", "-r {}", "-c {}", "x==1.0 # {}", "x==1.0 --hash=sha256:{}", "x --{}", "x --hash={}", "{}@example.org:a/b", "x==1.0 {}",
                "x==1.0 ; {}", "x==1.0;os_name=='{}'", "x={}", "x = '{}'", "# standards: ignore[{}] {}", "--trusted-host {}", "x[{}", "-e {}:x", "-C {}", "- {}",
            ]
        ),
        max_size=6,
    ),
)  # fmt: skip
def test_no_output_shows_six_characters_of_a_secret_of_requirements(secret: str, forms: list[str]) -> None:
    out = pinned("\n".join(form.format(*[secret] * 2) for form in forms).encode())
    shown = [secret[at : at + 6] for at in range(len(secret) - 5) if secret[at : at + 6] in out]
    assert [piece for piece in shown if piece not in COMMON] == []


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda size: b"x" * size, id="one long name"),
        pytest.param(lambda size: b"x \\\n" * (size // 4), id="continuations"),
        pytest.param(lambda size: b"\\\n" * (size // 2), id="empty continuations"),
        pytest.param(lambda size: b"x # \\\n" * (size // 6), id="swallowed"),
        pytest.param(lambda size: b"x#" * (size // 2), id="hashes"),
        pytest.param(lambda size: b" #" * (size // 2), id="comments"),
        pytest.param(lambda size: b"x==${" * (size // 5) + b"}", id="variables"),
        pytest.param(lambda size: b"x==1" + b",!=1" * (size // 4), id="specifiers"),
        pytest.param(lambda size: b"x[" + b"a," * (size // 2), id="extras"),
        pytest.param(lambda size: b"x;" + b"(" * size, id="brackets"),
        pytest.param(lambda size: b"x; os_name=='a'" + b" or os_name=='a'" * (size // 17), id="markers"),
        pytest.param(lambda size: b"--trusted-host a -i http://a " * (size // 30), id="options on a line"),
        pytest.param(lambda size: b"--trusted-host a\n" * (size // 17), id="options"),
        pytest.param(lambda size: b"x\n" * (size // 2), id="findings"),
        pytest.param(lambda size: b"x\r" * (size // 2), id="findings parted by carriage returns"),
        pytest.param(lambda size: b"x # standards: ignore[unpinned-bare] a\n" * (size // 40), id="ignores"),
        pytest.param(lambda size: b"x @ git+https://a/b@" + b"@/" * (size // 2), id="a URL"),
        pytest.param(lambda size: b"-" * size, id="dashes"),
        pytest.param(lambda size: b"# coding: punycode\n" + b"x-" * (size // 2), id="a slow encoding"),
        pytest.param(lambda size: b"-r b.txt\n" * (size // 9), id="includes"),
    ],
)
def test_requirements_take_linear_time(make: Callable[[int], bytes]) -> None:
    size = 400_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 40_000
    assert_linear(lambda length: pinned(make(length), b"y==1"), size)


def test_deep_includes_take_linear_time() -> None:
    def work(files: int) -> None:
        contents = {f"{number}.txt": b"x%d\n-r %d.txt\n" % (number, number + 1) for number in range(files)}
        contents[f"{files}.txt"] = b""
        found = require_pinned_requirements.check(
            [("0.txt", contents["0.txt"])], Pins(), lambda path: (path, contents[path])
        )
        assert len(list(found)) == files

    assert_linear(work, 8000)


def test_many_constraints_of_a_name_take_linear_time() -> None:
    def work(lines: int) -> None:
        pins = "".join(f"x=={at}; os_name=='{at}'\n" for at in range(lines))
        assert pinned(b"-c b.txt\n" + b"x\n" * lines, pins.encode()) == ""

    assert_linear(work, 8000)


TOML_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                "metadata lock-version version _meta pipfile-spec package packages name marker markers groups source git "
                "resolution-markers default develop".split()
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)
LOCK_HEADS = {
    "poetry.lock": 'metadata.lock-version = "2.1"\n',
    "uv.lock": "version = 1\n",
    "pylock.toml": 'lock-version = "1.0"\n',
}


def toml(value: object) -> str:
    """Return a value in TOML's inline spelling; None is spelt as an empty table."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return "{}" if value is None else json.dumps(value).replace("NaN", "nan").replace("Infinity", "inf")


@given(st.sampled_from(sorted(LOCK_HEADS)), st.dictionaries(st.sampled_from(["package", "packages"]), TOML_VALUES))
def test_lock_of_any_shape(path: str, tables: dict[str, object]) -> None:
    text = LOCK_HEADS[path] + "".join(f"{key} = {toml(value)}\n" for key, value in tables.items())
    with contextlib.suppress(Stopped):
        assert all(map(all, [[isinstance(x, str) for x in row] for row in locks_files.packages(path, text.encode())]))


@given(st.dictionaries(st.sampled_from(["default", "develop", "docs"]), TOML_VALUES))
def test_pipfile_lock_of_any_shape(tables: dict[str, object]) -> None:
    data = json.dumps({"_meta": {"pipfile-spec": 6}, **tables}).encode()
    with contextlib.suppress(Stopped):
        assert all(map(all, [[isinstance(x, str) for x in row] for row in locks_files.packages("Pipfile.lock", data)]))


@given(st.sampled_from(["poetry.lock", "uv.lock", "Pipfile.lock", "pylock.x.toml"]), st.binary(max_size=200))
def test_lock_of_any_bytes(path: str, data: bytes) -> None:
    with contextlib.suppress(Stopped):
        assert locks_files.packages(path, data) == []


# --- versions to write ------------------------------------------------------------------------------


@given(st.binary(max_size=80), st.binary(max_size=200))
@example(b"version = 3.11.7", b"Name: x\r\nVersion: 1\r\n\r\nVersion: 2")
@example(b"version_info =\n= 3\n", b"Name:\nname: a\xff\nVersion:: 1")
def test_any_environment(settings: bytes, metadata: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        info = Path(folder, "lib", "python3.11", "site-packages", "x-1.dist-info")
        info.mkdir(parents=True)
        Path(folder, "pyvenv.cfg").write_bytes(settings)
        (info / "METADATA").write_bytes(metadata)
        with contextlib.suppress(Stopped):
            assert all(map(all, environments.installed(folder)))


MARKERS = st.lists(
    st.sampled_from(
        "python_version python_full_version sys_platform os_name platform_machine extra implementation_name < >= == != in "
        "and or not ( ) '3.8' '3.9.1' '3.' '99999999999.1' 'linux' 'nt' \"x\" ' \" é".split(" ")
    ),
    max_size=9,
).map(" ".join)


@given(MARKERS, MARKERS)
def test_any_two_markers(one: str, other: str) -> None:
    assert known_versions.exclusive(one, other) is known_versions.exclusive(other, one)
    assert not known_versions.exclusive(one, one)


def fixed(data: bytes, versions: known_versions.Versions) -> bytes:
    fixer = fixes.Fixer(versions, {"requirements.txt": data})
    findings = list(require_pinned_requirements.check([("requirements.txt", data)], Pins(), propose=fixer.propose))
    assert len(fixer.edits) <= len(findings)
    return fixer.contents().get("requirements.txt", data)


class Pinned(known_versions.Versions):
    """A source that has version 1.0 of x, for two markers."""

    def sources(self, unpinned: Unpinned) -> Iterator[Sequence[known_versions.Candidate]]:
        markers = ("python_version > '3.9'", "python_version < '3.8'") if unpinned.requirement.name == "x" else ()
        yield [known_versions.Candidate("1.0", marker, "told") for marker in markers]


class Told(known_versions.Versions):
    """The same version for every package."""

    def __init__(self, version: str) -> None:
        super().__init__()
        self.version = version

    def choose(self, unpinned: object) -> known_versions.Choice:
        return known_versions.Choice(self.version, "told" if unpinned else "")


@given(
    st.text(alphabet="xy-z[]()<>=!~;,.#\\ \t\r\n\"'@*01", max_size=60), st.sampled_from(["1.0", "2.0rc1", "x; y", ""])
)
def test_a_fix_keeps_every_line(text: str, version: str) -> None:
    data = text.encode()
    now = fixed(data, Told(version))
    assert len(now.splitlines()) == len(data.splitlines())
    assert fixed(now, Told(version)) == now


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda size: b"x\n" * (size // 2), id="one line many times"),
        pytest.param(lambda size: b"".join(b"x>=0.%d\n" % number for number in range(size // 8)), id="one name"),
        pytest.param(lambda size: b"".join(b"x%d\n" % number for number in range(size // 6)), id="many names"),
        pytest.param(
            lambda size: b"".join(b"x ; python_version > '3.%d'\n" % number for number in range(size // 30)),
            id="markers",
        ),
        pytest.param(lambda size: b"x" + b" \\\n" * (size // 3) + b">=0", id="a continued line"),
        pytest.param(lambda size: b"x>=0" + b",!=2" * (size // 4), id="a long specifier"),
        pytest.param(lambda size: b"x " + b" " * size + b">=0", id="blanks"),
    ],
)
def test_fixes_take_linear_time(make: Callable[[int], bytes]) -> None:
    size = 400_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 40_000
    assert_linear(lambda length: fixed(make(length), Pinned()), size)


# Pieces of a uv.lock, most in uv's own form.
UV_PIECES = st.sampled_from(
    [
        "version = 1\n", "revision = 3\n", 'requires-python = ">=3.11"\n', "\n[[package]]\n", 'name = "a"\n', 'name = "B_c"\n', 'version = "1"\n',
        'source = { registry = "https://index.example.org/simple" }\n', 'source = { virtual = "." }\n', 'source = { editable = "x" }\n',
        "source = { virtual = '.' } # why\n", 'source = { git = "g", virtual = "." }\n', "\n[package.metadata]\n", 'requires-dist = [{ name = "a" }]\n',
        "requires-dist = [\n    { name = 'x' },\n]\n", "\n[manifest]\n", 'members = ["a"]\n', '"""', "'''", "# c\n", "\n", "\r\n", "[", "]", '\\"',
        "\n[package]\n", "\n[[package.metadata]]\n", 'sdist = { url = "u" }\n', 'x = """\n[[package]]\n"""\n', 'version = "2" # x\n',
    ]
)  # fmt: skip
UV_PACKAGES = st.builds(
    '\n[[package]]\nname = "{}"\nversion = "1"\nsource = {{ {} = "." }}\n{}'.format,
    st.sampled_from(["a", "b", "c.d"]),
    st.sampled_from(["registry", "virtual", "editable", "git", "path"]),
    st.one_of(st.just(""), UV_PIECES),
)
UV_LOCKS = st.lists(st.one_of(UV_PACKAGES, UV_PIECES), max_size=8).map(lambda each: "version = 1\n" + "".join(each))


@given(UV_LOCKS)
def test_the_short_way_through_a_uv_lock_tells_the_same(text: str) -> None:
    data = text.encode()
    with contextlib.suppress(Stopped):
        whole = locks_files.read("uv.lock", data)
        try:
            rows = whole.pop("package", [])
            versions: dict[str, list[str]] = {}
            for row in rows:
                versions.setdefault(locks_files.normal(row["name"]), []).append(row.get("version", "") + "")
            local = [row for row in rows if any(each in row["source"] for each in ("editable", "virtual", "directory"))]
        except (AttributeError, KeyError, TypeError):
            return  # no lock of uv's
        lock = uv.Lock("uv.lock", data)
        assert (lock.head, lock.versions) == (whole, versions)
        assert [row for row in lock.local if row in local] == local


MANIFESTS = st.one_of(
    st.dictionaries(
        st.sampled_from(["project", "tool", "dependency-groups", "packages", "dev-packages", "requires", "source"]),
        st.one_of(
            TOML_VALUES,
            st.dictionaries(
                st.sampled_from(
                    [
                        "name",
                        "dependencies",
                        "optional-dependencies",
                        "requires-python",
                        "dynamic",
                        "poetry",
                        "uv",
                        "pdm",
                        "dev",
                    ]
                ),
                st.one_of(TOML_VALUES, st.lists(st.sampled_from(["a", "b>=1; os_name=='nt'", "c[x]", "- d"]))),
            ),
        ),
    ).map(lambda tables: "".join(f"{key} = {toml(value)}\n" for key, value in tables.items())),
    TEXTS,
)
LOCKS = {
    "uv.lock": 'version = 1\n[[package]]\nname = "a"\nsource = { virtual = "." }\n[package.metadata]\nrequires-dist = ',
    "poetry.lock": '[metadata]\nlock-version = "2.1"\ncontent-hash = ',
    "pdm.lock": '[metadata]\nlock_version = "4.5"\ncontent_hash = ',
    "pylock.toml": 'lock-version = "1.0"\npackages = ',
    "Pipfile.lock": "",
    "requirements.txt": "",
}


@given(st.sampled_from(sorted(LOCKS)), MANIFESTS, TOML_VALUES, TEXTS)
def test_any_manifest_beside_any_lock(lock: str, manifest: str, value: object, text: str) -> None:
    json_lock = json.dumps({"_meta": {"pipfile-spec": 6, "hash": value}, "default": value})
    written = {"Pipfile.lock": json_lock, "requirements.txt": text}.get(lock, LOCKS[lock] + toml(value))
    files = {lock: written, "pyproject.toml": manifest, "Pipfile": manifest, "requirements.in": text}
    contents = {path: each.encode("utf-8", "replace") for path, each in files.items()}
    with contextlib.suppress(Stopped):
        found = check_lock_files.check(
            sorted(contents), lambda paths: {path: contents[path] for path in paths if path in contents}
        )
        reported(found)


VERSIONS = st.lists(st.integers(0, 12), min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts)))
CLAUSES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["==", "!=", ">=", "<=", "<", ">", "~="]),
    VERSIONS,
    st.sampled_from(["", "", ".*"]),
)


@given(VERSIONS, st.lists(CLAUSES, min_size=1, max_size=3).map(",".join))
def test_plain_versions_are_compared_as_packaging_does(version: str, specifier: str) -> None:
    plainly = requirements._satisfies_plainly(version, specifier)
    if plainly is not None:
        assert plainly == SpecifierSet(specifier).contains(version, prereleases=True)


ATOMS = st.sampled_from(
    ["os_name == 'nt'", "python_version < '3.12'", "python_version>='3.11'", "python_full_version == '3.11.*'", "'x' in platform_version",
     "sys_platform != 'linux'", "extra == 'x'", "python_version in '3.9 3.10'", "platform_release >= '5'", "implementation_name == 'pypy'"]
)  # fmt: skip
MARKERS = st.one_of(ATOMS, st.builds("({} {} {})".format, ATOMS, st.sampled_from(["and", "or"]), ATOMS))


@given(MARKERS, MARKERS)
def test_markers_are_the_same_as_far_as_logic_goes(one: str, other: str) -> None:
    same = requirements.same_marker
    assert same(f"{one} and {other}", f"{other} and {one}")
    assert same(f"{one} or ({other} and {one})", one)
    assert same(one, other) == same(other, one)


@given(TEXTS)
def test_any_requirement(text: str) -> None:
    found = requirements.parse(text)
    if found is not None:
        assert found.plain() == found.plain()
        assert found.same(found)


def test_workspaces_take_linear_time() -> None:
    def work(members: int) -> None:
        folders = [f"p{at}" for at in range(members)]
        contents = {
            f"{folder}/pyproject.toml": f"[project]\nname = '{folder}'\ndependencies = ['a']\n".encode()
            for folder in folders
        }
        contents["pyproject.toml"] = b"[tool.uv.workspace]\nmembers = ['*']\n"
        rows = [
            f'\n[[package]]\nname = "{folder}"\nversion = "1"\nsource = {{ virtual = "{folder}" }}\n\n'
            '[package.metadata]\nrequires-dist = [{ name = "a" }]\n'
            for folder in folders
        ]
        rows.append('\n[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "https://example.org" }\n')
        contents["uv.lock"] = ("version = 1\n" + "".join(rows)).encode()
        found = check_lock_files.check(
            sorted(contents), lambda paths: {path: contents[path] for path in paths if path in contents}
        )
        assert list(found) == []

    assert_linear(work, 800)


def test_inputs_without_a_lock_take_linear_time() -> None:
    def work(inputs: int) -> None:
        contents = {f"p{at}/requirements.in": b"a\nb\nc\n" for at in range(inputs)}
        found = check_lock_files.check(
            sorted(contents), lambda paths: {path: contents[path] for path in paths if path in contents}
        )
        assert len(list(found)) == inputs

    assert_linear(work, 800)


@pytest.mark.parametrize(
    ("lock", "text"),
    [
        pytest.param("uv.lock", "version = 1\n" + '\n[[package]]\nname = "a"\n' * 20_000, id="uv"),
        pytest.param("uv.lock", "version = 1\n" + "\n[[package]]\n" * 40_000, id="uv-empty"),
        pytest.param("requirements.txt", "a==1 \\\n" * 40_000, id="continued"),
        pytest.param("requirements.txt", "a#" * 100_000, id="hashes"),
        pytest.param("requirements.in", "a" + "[" * 100_000, id="brackets"),
        pytest.param("requirements.in", "a; " + "(" * 100_000, id="marker"),
        pytest.param("requirements.in", "-" * 200_000, id="dashes"),
        pytest.param("requirements.txt", "# via " + "-r " * 60_000, id="via"),
        pytest.param("requirements.in", "a-" * 100_000 + "b", id="name"),
    ],
)
def test_locks_take_linear_time(lock: str, text: str) -> None:
    contents = {
        lock: text.encode(),
        "pyproject.toml": b'[project]\nname = "a"\ndependencies = ["b"]\n',
        "requirements.in": b"a\n",
    }
    contents[lock] = text.encode()
    start = time.process_time()
    with contextlib.suppress(Stopped):
        list(
            check_lock_files.check(
                sorted(contents), lambda paths: {path: contents[path] for path in paths if path in contents}
            )
        )
    assert time.process_time() - start < 3


# --- install commands and pyproject.toml ------------------------------------------------------------

INSTALL_FILES = ["Dockerfile", "a.sh", "Makefile", ".github/workflows/ci.yml", ".gitlab-ci.yml", "pyproject.toml"]
INSTALLS = st.lists(
    st.sampled_from(
        [
            "pip install ", "uv tool install ", "pipx inject ", "RUN ", "RUN [", "ARG V=", "ENV V ", "COPY ", "FROM x\n", "ONBUILD ", "# escape=`\n", "<<EOF", "EOF",
            "<<-'EOF'", "x", "x==1 ", "'x>=1'", '"', "'", "`", "$", "${", "${V}", "$(", ")", "}", "{{", "}}", "${{ env.V }}", "\\\n", "\n", "\n\n", "\t", " ", "  ", "#",
            " # ", ";", "&&", "||", "|", ">", "<", ">=", "2>&1", "bash -c ", "echo ", "run: ", "- run: |\n", "script:", "- ", "run: >-\n", "[", "]", ",", ": ", "&a ", "!b ",
            "matrix:\n", "V: 1.0", "-r ", "-c ", "-i http://h ", "--with ", "-e ", "\x00", "\r\n", "\ufeff", "\\", "# standards: " + "ignore[unpinned-bare] a", "[project]\n",
            "dependencies = [", '"x>=1"', "'''", '"""', "[tool.poetry.dependencies]\n", 'x = "^1"', "[dependency-groups]\n", "{include-group = 'a'}", "=",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def installed(path: str, data: bytes, policy: Pins | None = None) -> str:
    """Return what is printed about a file that may install something; each place stands in it."""
    check = require_pinned_requirements.check
    found = list(check([(path, data)], policy or Pins(), lambda name: (name, b"y==1\n") if len(name) < 3 else None))
    lines = core_text.lines(core_text.decode(data).removeprefix("\ufeff"))
    for each in found:
        assert each.line == 0 or 1 <= each.column <= len(lines[each.line - 1]) + 1
    return reported(found)


@pytest.mark.parametrize("path", INSTALL_FILES)
@given(data=st.one_of(st.binary(max_size=200), INSTALLS.map(lambda text: text.encode("utf-8", "replace"))))
def test_any_install_commands(path: str, data: bytes) -> None:
    installed(path, data, Pins(["y"], forbid_extra_index=True))
    installed(path, b"V=1\nRUN pip install " + data)


@pytest.mark.parametrize("path", INSTALL_FILES)
@given(
    secret=SECRETS,
    forms=st.lists(
        st.sampled_from(
            [
                "pip install -i https://u:{}@example.org/s x", "pip install git+https://{}@example.org/a@main", "pip install x@{}", "pip install x={}", "pip install x=={}",
                "RUN pip install 'x @ https://u:{}@example.org/x.zip'", "\tpip install --trusted-host {} x", "V={}", "pip install x==$V", "pip install 'x ; {}'",
                "- run: pip install -e git+https://{}@example.org/a#egg=a", "pip install -c {} x", "dependencies = ['x @ {}']", "[project]", "x = '{}'",
                "# standards: ignore[{}] {}", "pip install {}@example.org:a/b", "[tool.poetry.dependencies]",
            ]
        ),
        max_size=6,
    ),
)  # fmt: skip
def test_no_output_shows_six_characters_of_a_secret_of_installs(path: str, secret: str, forms: list[str]) -> None:
    out = installed(path, "\n".join(form.format(*[secret] * 2) for form in forms).encode())
    shown = [secret[at : at + 6] for at in range(len(secret) - 5) if secret[at : at + 6] in out]
    assert [piece for piece in shown if piece not in COMMON] == []


@pytest.mark.parametrize("path", INSTALL_FILES)
@pytest.mark.parametrize(
    "piece",
    [
        "x ", "\\\n", "'", '"', '\\"', "$(", "${", "${{", "{{", "{", "<<A\n", "<<EOF ", "<", "(", "`", "#", "\n", "pip ", "-x ", "pip install x\n", "pip install x \\\n",
        "bash -c 'pip install x' ", "-c 'x' ", "RUN pip install x\n", "RUN <<EOF\nEOF\n", "# a\n", "RUN [", '["', "ARG V=1\n", "V=1 ", "x==$V ", "- ", "- run: |\n  x\n",
        "run: >\n  x\n", "a:\n", " a:", "[", "a: {b: 1, ", "- run: pip install x  # standards: " + "ignore[unpinned-bare] a\n", "\tpip install $(V)\n", "[a]\n", "x = '^1'\n",
        "'x',\n", "\n[", "a.", '"""', "&a ", "--with a,", "-c x ",
    ],
)  # fmt: skip
def test_install_commands_take_linear_time(path: str, piece: str) -> None:
    heads = {
        "pyproject.toml": "[project]\ndependencies = [\n",
        "a.sh": "pip install ",
        "Dockerfile": "RUN pip install ",
    }
    head = heads.get(path, "run: pip install ")
    size = 200_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 20_000
    assert_linear(lambda length: installed(path, (head + piece * (length // len(piece))).encode()), size)


@pytest.mark.parametrize("path", INSTALL_FILES)
@pytest.mark.parametrize(
    "piece",
    ["<<A%d ", "cat <<A%d\n", "RUN x <<A%d\n", "- run: pip install x==$V%d\n", "x%d==1 ", "V%d=1\n", "x%d = '^1'\n"],
)
def test_many_different_names_take_linear_time(path: str, piece: str) -> None:
    def work(length: int) -> None:
        text = "".join([piece % number for number in range(length // len(piece))])
        installed(path, f"RUN pip install x {text}".encode())
        installed(path, f"[tool.poetry.dependencies]\n{text}".encode())

    assert_linear(work, 200_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 20_000)

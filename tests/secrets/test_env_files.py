from __future__ import annotations

from collections.abc import Sequence

import pytest

import fakes
from backend_standards.core import IGNORE
from backend_standards.secrets.env_files import Policy, judge

GITHUB = f"GITHUB_TOKEN={fakes.GITHUB}"
SECRET = f"AWS_SECRET_ACCESS_KEY={fakes.AWS_SECRET}"


def rules(*files: tuple[str, bytes | str], allow: Sequence[str] = (), forbid: Sequence[str] = ()) -> list[str]:
    """Return "rule" or "rule:line" for each finding about (path, content) pairs."""
    encoded = [(path, text.encode() if isinstance(text, str) else text) for path, text in files]
    findings = list(judge(encoded, Policy(allow, forbid)))
    return [each.rule.id + (f":{each.line}" if each.line else "") for each in findings]


@pytest.mark.parametrize("path", ["env.json", "prod.env.json", "env.prod.yml", "env.list", "env.staging.txt"])
def test_data_files_of_an_environment_are_refused_for_real_secrets_alone(path: str) -> None:
    assert rules((path, '{"A": "1", "DB_PASSWORD": "hunter22"}')) == []
    assert rules((path, f'{{"A": "1",\n "DB_PASSWORD": "{fakes.RANDOM32}"}}')) == ["env-secret-value:2"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_endings(encoding: str, newline: str) -> None:
    text = newline.join(["NAME=caf\u00e9", "DEBUG=1", SECRET, ""])
    assert rules((".env.example", text.encode(encoding))) == ["env-template-secret:3"]


def test_the_place_of_a_value_on_the_next_line() -> None:
    (finding,) = judge([(".env.example", f"secret_key: >- # why\n  {fakes.RANDOM32}\n".encode())], Policy())
    assert (finding.line, finding.column) == (2, 3)
    excepted = f"secret_key: >-\n  {fakes.RANDOM32} # standards: ignore[env-template-secret] a dummy\n"
    assert rules((".env.example", excepted)) == []
    assert rules((".env.example", f'X_TOKEN="\n{fakes.GITHUB}"\n')) == ["env-template-secret:2"]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(".envrc", "export DB_PASSWORD=hunter22", ["env-secret-value:1"], id="shell"),
        pytest.param(".envrc", "DB_PASSWORD = hunter22", [], id="no-assignment-of-a-shell"),
        pytest.param(".flaskenv", "DB_PASSWORD = hunter22", ["env-secret-value:1"], id="dotenv"),
        pytest.param(".env.example", "DB_PASSWORD=hunter22", [], id="template"),
    ],
)
def test_what_is_written_out_counts_in_files_of_a_shell(path: str, text: str, expected: list[str]) -> None:
    assert rules((path, text)) == expected


def test_empty_files() -> None:
    assert rules((".env", b""), (".env.example", b""), (".envrc", b"")) == ["env-file"]


def test_a_forbidden_template_is_refused_in_the_options_name() -> None:
    (finding,) = judge([(".env.example", b"A=1")], Policy(forbid=[".env.example"]))
    assert finding.message.startswith("--forbid ")


def test_no_newline_at_the_end() -> None:
    assert rules((".env.example", SECRET)) == ["env-template-secret:1"]


def test_binary_and_huge_files_are_read() -> None:
    assert rules((".env.example", bytes(range(256)) * 400)) == []
    assert rules((".env.example", bytes(range(256)) * 40 + b"\n" + GITHUB.encode())) == ["env-template-secret:82"]
    assert rules((".env", bytes(range(256)) * 40)) == ["env-file"]
    huge = b"NAME=value of some length\n" * 2_000_000
    assert rules((".env.example", huge + GITHUB.encode())) == ["env-template-secret:2000001"]


@pytest.mark.parametrize(
    ("path", "allow", "expected"),
    [
        pytest.param(".env", [".env"], [], id="anywhere"),
        pytest.param("a/.env", [".env"], [], id="at-any-depth"),
        pytest.param("a/.env", ["/.env"], ["env-file"], id="from-the-root"),
        pytest.param("a/.env", ["a/.env"], [], id="with-a-slash"),
        pytest.param("b/a/.env", ["a/.env"], ["env-file"], id="a-slash-anchors"),
        pytest.param("a/b/.env", ["/a/"], [], id="folder"),
        pytest.param("a/b/.env", ["a/**/.env"], [], id="two-stars"),
        pytest.param("test.env", ["*.env"], [], id="star"),
        pytest.param("a/.env", ["*", "!/a/"], ["env-file"], id="taken-back"),
        pytest.param(".env.keys", ["*"], ["env-keys-file"], id="keys-not-by-star"),
        pytest.param(".env.keys", [".env.*"], ["env-keys-file"], id="keys-not-by-prefix"),
        pytest.param(".env.me", ["/**"], ["env-keys-file"], id="login-not-by-folder"),
        pytest.param(".env.keys", ["/.env.keys"], [], id="keys-by-name"),
        pytest.param("d/.env.keys", ["/d/"], ["env-keys-file"], id="keys-not-by-their-folder"),
        pytest.param("d/.env.keys", ["d"], ["env-keys-file"], id="keys-not-by-their-folder-2"),
        pytest.param(".env/bin/python", ["/.env/"], [], id="virtual-environment"),
    ],
)
def test_allow(path: str, allow: list[str], expected: list[str]) -> None:
    assert rules((path, "A=1"), allow=allow) == expected


def test_an_allowed_file_is_still_read() -> None:
    assert rules((".env", f"A=1\n{GITHUB}"), allow=[".env"]) == ["env-secret-value:2"]
    assert rules((".env.example", GITHUB), allow=["*"]) == ["env-secret-value:1"]
    assert rules((".envrc", "DB_PASSWORD=hunter22"), allow=["*"]) == []


def test_forbid_adds_names_and_allow_takes_them_out() -> None:
    assert rules(("secrets.ini", "x"), forbid=["secrets.*"]) == ["env-file"]
    assert rules(("secrets.ini", "x"), forbid=["secrets.*"], allow=["secrets.ini"]) == []
    assert rules(("other.ini", "x"), forbid=["secrets.*"]) == []
    for path in (".env.example", ".envrc", "env.json"):
        assert rules((path, "A=1"), forbid=[path]) == ["env-file"]


def test_one_finding_for_a_whole_virtual_environment() -> None:
    paths = (
        ".env/pyvenv.cfg .env/bin/python .env/lib64 app/.env/lib/python3.13/site-packages/certifi/cacert.pem "
        ".envs/lib/python3.11/site-packages/a.py"
    ).split()
    findings = list(judge([(path, b"") for path in paths], Policy()))
    assert [(each.path, each.rule.id) for each in findings] == [
        (".env", "virtualenv-file"),
        ("app/.env", "virtualenv-file"),
        (".envs", "virtualenv-file"),
    ]
    assert "rotate" not in findings[0].note.lower()


def test_inline_exceptions() -> None:
    line = GITHUB
    assert rules((".env.example", f"{line} # standards: ignore[env-template-secret] a dummy")) == []
    assert rules((".env.example", f"{line} # standards: ignore[env-template-secret]")) == ["ignore-without-reason:1"]
    assert rules((".env.example", f"{line} # standards: ignore a dummy")) == [
        "ignore-without-rule:1",
        "env-template-secret:1",
    ]
    assert rules((".env.example", "A=1 # standards: ignore[env-template-secret] none")) == ["unused-ignore:1"]
    assert rules((".env.example", "A=1 # standards: ignore[env-templat-secret] typo")) == ["ignore-unknown-rule:1"]
    assert rules((".env.example", f"# standards: ignore[env-template-secret] elsewhere\n{line}")) == [
        "unused-ignore:1",
        "env-template-secret:2",
    ]
    assert rules((".env.example", "A=1 # standards: ignore[env-not-ignored] another hook's")) == []
    assert rules((".env", "A=1 # standards: ignore[env-file] not in this way")) == ["unused-ignore:1", "env-file"]
    json_line = f'{{"SECRET_KEY": "{fakes.RANDOM32}", "//": "standards: ignore[env-template-secret] a dummy"}}'
    assert rules((".env.example.json", json_line)) == []
    (finding,) = judge([("env.json", f'{{"SECRET_KEY": "{fakes.RANDOM32}"}}'.encode())], Policy())
    assert finding.exempt == IGNORE


@pytest.mark.parametrize(
    "form", ["- {{name: DB_PASSWORD, value: {}}}", "name=DB_PASSWORD value={}", "- name: DB_PASSWORD, value: {}"]
)
def test_a_value_behind_a_name_on_its_line_is_never_shown(form: str) -> None:
    for path in (".env.example", "env.yml", ".envrc"):
        for finding in judge([(path, form.format(fakes.RANDOM32).encode())], Policy()):
            assert fakes.RANDOM32[:6] not in finding.message, path

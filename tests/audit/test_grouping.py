"""What is one secret, and which secrets the repository excepts."""

from __future__ import annotations

import pytest

import fakes
from auditing import ID_LINE, KEY, SECRET, SECRET_LINE, Audits, commit, drop, put
from backend_standards.audit import scan
from support import ROOT, Repository


def test_env_files(repository: Repository, audits: Audits) -> None:
    first = put(repository, ".env", "A=1\n")
    put(repository, ".env", "A=2\n")
    drop(repository, ".env")
    put(repository, ".env.example", f"A=changeme\nDB_PASSWORD={fakes.PASSWORD}\n")
    repository.add(".env/bin/activate", "x")
    repository.add(".env/pyvenv.cfg", "x")
    commit(repository)
    template, environment, file = audits.secrets()
    assert (file["rule"], file["first"]["path"], file["first"]["commit"], file["commits"]) == (
        "env-file",
        ".env",
        first,
        2,
    )
    assert (file["head"], file["first"]["line"], file["sha256"], file["whole_file"]) == ([], None, None, True)
    assert (template["rule"], template["first"]["line"], template["whole_file"]) == ("env-template-secret", 2, False)
    assert (environment["rule"], len(environment["paths"])) == ("virtualenv-file", 2)
    _code, out, _err = audits.text()
    assert "git filter-repo --sensitive-data-removal --invert-paths --path .env --path .env/bin/activate" in out


def test_an_env_file_that_is_too_large_is_told(repository: Repository, audits: Audits) -> None:
    filler = "# a comment\n" * (scan.PIECE // 12 + 1)
    put(repository, "app/.env.example", f"{filler}DB_PASSWORD={fakes.PASSWORD}\n")
    put(repository, ".env", filler)
    code, out, err = audits.text()
    assert code == 2
    assert "app/.env.example: this env file is larger than 8 MiB, and only its beginning was judged" in out + err
    assert "\n.env: this" not in out + err, "the whole file is a finding"


def test_an_encrypted_env_file_is_none(repository: Repository, audits: Audits) -> None:
    sealed = (ROOT / "tests" / "ciphertexts" / "sealed" / "sops-dotenv").read_bytes()
    put(repository, ".env", sealed)
    assert audits.one()[0] == 0


@pytest.mark.parametrize(
    ("path", "content", "configuration"),
    [
        pytest.param("a.py", f"x = '{KEY}'  # standards: ignore[aws-access-key-id] revoked\n", "", id="ignore"),
        pytest.param(
            "a.txt", f"x = '{KEY}'  # standards: ignore[aws-access-key-id] revoked\n".encode("utf-16"), "", id="utf-16"
        ),
        pytest.param("a.py", f"x = '{KEY}'  # gitleaks:allow\n", "", id="pragma"),
        pytest.param("a.py", SECRET_LINE, "forbid-aws-keys]\nallow-sha256 = ['{sum}']", id="sum"),
        pytest.param(".env", "A=1\n", "forbid-env-files]\nallow = ['/.env']", id="env"),
        pytest.param(
            ".env.example", f"PASSWORD={fakes.PASSWORD} # standards: ignore[env-template-secret] x\n", "", id="template"
        ),
    ],
)
def test_exceptions_of_the_repository(
    repository: Repository, audits: Audits, path: str, content: bytes | str, configuration: str
) -> None:
    import hashlib

    put(repository, path, content)
    if configuration:
        text = configuration.format(sum=hashlib.sha256(SECRET.encode()).hexdigest())
        put(repository, "pyproject.toml", f"[tool.backend-standards.{text}\n")
    code, report = audits.one()
    assert (code, report["excepted"], report["secrets"]) == (0, 1, [])
    assert "1 more allowed by the repository" in audits.text()[1]
    code, report = audits.one("--no-exceptions")
    assert (code, report["excepted"], len(report["secrets"])) == (1, 0, 1)


def test_a_secret_that_is_excepted_in_one_place_alone(repository: Repository, audits: Audits) -> None:
    repository.add("a.py", f"x = '{KEY}'  # standards: ignore[aws-access-key-id] revoked\n")
    put(repository, "b.py", ID_LINE)
    (secret,) = audits.secrets()
    assert secret["paths"] == ["a.py", "b.py"]


def test_a_broken_configuration_stops(repository: Repository, audits: Audits) -> None:
    put(repository, "pyproject.toml", "[tool.backend-standards.forbid-aws-keys]\nalow = 1\n")
    code, _out, err = audits.text()
    assert code == 2
    assert "--no-exceptions" in err
    assert audits.text("--no-exceptions")[0] == 0


def test_a_configuration_that_is_too_large_stops(repository: Repository, audits: Audits) -> None:
    repository.add("pyproject.toml", b"#" * (3 << 20) + b"\n")
    commit(repository)
    code, _out, err = audits.text()
    assert code == 2
    assert "HEAD's configuration: pyproject.toml: is larger than 1 MiB" in err
    assert audits.text("--no-exceptions")[0] == 0

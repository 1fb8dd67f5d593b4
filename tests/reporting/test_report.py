"""What the hooks' shared options do: the report's form and place, GitHub's annotations, the exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import fakes
from backend_standards import check_commit_message, forbid_aws_keys, forbid_env_files
from support import Repository

FORMATS = ["text", "json", "github", "sarif", "gitlab", "junit"]


@pytest.fixture
def findings(repository: Repository) -> Repository:
    repository.add("clean.py", "import os\n")
    repository.add(".env.example", f"NAME=x\nSECRET_KEY={fakes.HEX64}\n")
    return repository


@pytest.mark.parametrize("form", FORMATS)
def test_the_exit_code_is_the_same_in_each_form(
    findings: Repository, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    option = f"--format={form}"
    assert forbid_env_files.main([option, "--", "clean.py"]) == 0
    assert forbid_env_files.main([option, "--", "clean.py", ".env.example"]) == 1
    out, error = capsys.readouterr()
    assert fakes.HEX64[:8] not in out + error
    (findings.path / "pyproject.toml").write_text("[tool.backend-standards.forbid-env-files\n")
    assert forbid_env_files.main([option, "--", "clean.py"]) == 2
    assert "pyproject.toml: is not valid TOML" in capsys.readouterr().err


def test_text_is_as_without_the_option(findings: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    forbid_env_files.main(["--", ".env.example"])
    expected = capsys.readouterr()
    forbid_env_files.main(["--format=text", "--", ".env.example"])
    assert capsys.readouterr() == expected
    assert expected.out.startswith(".env.example:2:12: env-template-secret: ")
    assert findings


def test_a_check_that_stops_is_in_the_report(findings: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert forbid_aws_keys.main(["--format=json", "--", "clean.py", "missing.py"]) == 2
    out, error = capsys.readouterr()
    (stopped,) = json.loads(out)["errors"]
    assert stopped["hook"] == "forbid-aws-keys"
    assert stopped["message"].startswith("missing.py: there is no such file")
    assert error == f"forbid-aws-keys: error: {stopped['message']}\n"
    assert findings


def test_output(findings: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert forbid_env_files.main(["--format=sarif", "--output=report.sarif", "--", ".env.example"]) == 1
    assert capsys.readouterr().out.startswith(".env.example:2:12: env-template-secret: ")
    report = json.loads((findings.path / "report.sarif").read_text(encoding="utf-8"))
    assert [result["ruleId"] for result in report["runs"][0]["results"]] == ["env-template-secret"]
    assert forbid_env_files.main(["--output=report.txt", "--", ".env.example"]) == 1
    # A file has no width: 80 columns. The words are the same.
    assert (findings.path / "report.txt").read_text(encoding="utf-8").split() == capsys.readouterr().out.split()
    # The report of a clean run takes the place of the last one.
    assert forbid_env_files.main(["--format=sarif", "--output=report.sarif", "--", "clean.py"]) == 0
    report = json.loads((findings.path / "report.sarif").read_text(encoding="utf-8"))
    assert report["runs"][0]["results"] == []
    assert sorted(path.name for path in findings.path.glob("report*")) == ["report.sarif", "report.txt"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["--format=xml"], "option --format=xml: there is no such format; known are text, json", id="format"
        ),
        pytest.param(
            ["--output=no/such/r.json"], "option --output=no/such/r.json: there is no such folder", id="folder"
        ),
        pytest.param(["--output=folder"], "folder: cannot be written: Is a directory", id="unwritable"),
        pytest.param(["--format"], "option --format needs a value", id="no-value"),
    ],
)
def test_wrong_use(
    findings: Repository, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    (findings.path / "folder").mkdir()
    assert forbid_env_files.main([*arguments, "--", "clean.py"]) == 2
    assert capsys.readouterr().err.startswith(f"forbid-env-files: error: {message}")


def test_words_beside_the_findings_do_not_disturb_a_report(
    findings: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    file = findings.write(".git/COMMIT_EDITMSG", "update\n")
    assert check_commit_message.main(["--format=json", "--", str(file)]) == 1
    out, error = capsys.readouterr()
    assert json.loads(out)["findings"][0]["rule"]["id"] == "commit-header-format"
    assert "the message is kept" in error


def test_on_github(findings: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    summary = findings.path / "summary.md"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert forbid_env_files.main(["--", "clean.py"]) == 0
    assert capsys.readouterr().out == ""
    assert not summary.exists()
    (findings.path / "sub").mkdir()
    findings.git("mv", ".env.example", "sub/.env.example")
    findings.add("sub/::error::x.env")
    monkeypatch.chdir(findings.path / "sub")
    assert forbid_env_files.main(["--", ".env.example", "::error::x.env"]) == 1
    lines = capsys.readouterr().out.split("\n")
    # Nothing of the text counts as a command: a path may look like one.
    assert any(line.startswith("\\072:error::x.env: env-file: ") for line in lines)
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert len(commands) == 2
    assert commands[0].startswith(
        "::error file=sub/.env.example,line=2,col=12,title=Secret in a template of an env file (env-template-secret)::SECRET_KEY "
    )
    assert commands[1].startswith(
        "::error file=sub/%3A%3Aerror%3A%3Ax.env,title=Env file in the repository (env-file)::"
    )
    assert summary.read_text(encoding="utf-8").count("\n| ") == 3
    # A report on standard output stays one; the summary is written all the same, below the last one.
    assert forbid_env_files.main(["--format=json", "--", ".env.example"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"]
    assert summary.read_text(encoding="utf-8").count("\n| ") == 5


def test_the_form_github_on_github(
    findings: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    assert forbid_env_files.main(["--format=github", "--", ".env.example"]) == 1
    out = capsys.readouterr().out
    assert [line.split("::")[1].split(" ")[0] for line in out.splitlines()] == ["error"]
    assert (findings.path / "summary.md").read_text(encoding="utf-8").count("\n| ") == 2
    # With the commands in a file, the annotations are still made.
    assert forbid_env_files.main(["--format=github", "--output=commands", "--", ".env.example"]) == 1
    assert capsys.readouterr().out.endswith(out)
    assert (findings.path / "commands").read_text(encoding="utf-8") == out


@pytest.mark.parametrize("form", ["github", "junit"])
def test_a_report_is_utf_8_whatever_the_console_has(findings: Repository, form: str) -> None:
    findings.add("é/.env", "A=1\n")
    done = subprocess.run(
        [sys.executable, "-m", "backend_standards.forbid_env_files", f"--format={form}", "--", "é/.env"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "cp1252"},
    )
    assert done.returncode == 1
    assert "é/.env" in done.stdout.decode("utf-8")


def test_on_github_without_a_summary_file(
    findings: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(findings.path / "no" / "such" / "folder"))
    assert forbid_env_files.main(["--", ".env.example"]) == 1
    assert "GITHUB_STEP_SUMMARY cannot be written" in capsys.readouterr().err
    assert not Path("no").exists()

"""Where the project is published, and how a user runs its programs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backend_standards import __version__
from backend_standards.core import address, remedies


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program on the PATH, in the folder of the interpreter that runs."""
    program = tmp_path / "bin" / "backend-standards"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    monkeypatch.setattr(sys, "executable", str(program.parent / "python"))
    monkeypatch.setenv("PATH", str(program.parent))
    return program


def test_a_program_of_the_users_own_path_is_run_by_its_name(installed: Path) -> None:
    assert address.command("explain env-file") == "backend-standards explain env-file"
    assert installed.exists()


def test_a_program_of_another_installation_is_not_run(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    interpreter = remedies.quote(str(tmp_path / "python"))
    assert address.command("explain env-file") == f"{interpreter} -P -m backend_standards explain env-file"
    assert installed.exists()


@pytest.mark.usefixtures("installed")
def test_under_pre_commit_the_published_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    monkeypatch.setattr(address, "REPOSITORY", "https://example.com/a b.git")
    source = f"'git+https://example.com/a b.git@v{__version__}'"
    assert address.command("explain") == f"uvx --from {source} backend-standards explain"
    assert address.command("--", "check-push") == f"uvx --from {source} check-push --"


@pytest.mark.parametrize("program", ["backend-standards", "check-push"])
def test_without_an_address_bash_runs_the_command_with_this_interpreter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    monkeypatch.setattr(address, "REPOSITORY", "")
    done = subprocess.run(
        ["bash", "-c", address.command("--version", program)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{program} ")
    assert __version__ in done.stdout


def test_a_page_is_named_only_when_there_are_docs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "DOCS", "https://example.com/docs/")
    assert address.page("env-file") == "https://example.com/docs/rules.html#env-file"
    monkeypatch.setattr(address, "DOCS", "")
    assert address.page("env-file") == ""


def test_the_command_runs_nothing_of_the_current_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    monkeypatch.setattr(address, "REPOSITORY", "")
    package = folder / "backend_standards"
    package.mkdir()
    for path in (package / "__init__.py", package / "__main__.py", folder / "json.py", folder / "os.py"):
        path.write_text("open('ran', 'w')\n")
    done = subprocess.run(["bash", "-c", address.command("--version")], capture_output=True, text=True, check=True)
    assert done.stdout == f"backend-standards {__version__}\n"
    assert not (folder / "ran").exists()

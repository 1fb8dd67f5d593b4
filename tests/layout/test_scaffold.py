from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from backend_standards import backend_standards
from backend_standards.check_project_layout import main
from backend_standards.command import selection
from backend_standards.layout import scaffold
from layouts import CODE, PINS, findings
from support import ROOT, Repository

if TYPE_CHECKING:
    from pathlib import Path


def printed(out: str) -> list[str]:
    """Return the commands that a run of --init prints."""
    return [line.strip().removeprefix("run: ") for line in out.splitlines() if line.strip().startswith("run: ")]


def test_init_in_a_root(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--init", "--root=services/new", "--profile=strict"]) == 0
    repository.git("add", "--all")
    capsys.readouterr()
    assert findings(capsys, "--root=services/new", "--profile=strict") == []


@pytest.mark.parametrize("arguments", [(), ("--profile=strict",), ("--source=lib/x", "--tests=qa/tests")])
def test_init_in_an_empty_repository(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert main(["--init", *arguments]) == 0
    out = capsys.readouterr().out
    written = [line.removeprefix("wrote ") for line in out.splitlines() if line.startswith("wrote ")]
    assert {"README.md", ".env.example", "requirements.txt", "requirements-dev.txt", "pyproject.toml"} <= set(written)
    on_disk = {path.relative_to(repository.path).as_posix() for path in repository.path.rglob("*") if path.is_file()}
    assert set(written) == {path for path in on_disk if not path.startswith(".git/")}
    (command,) = printed(out)
    subprocess.run(shlex.split(command), cwd=repository.path, check=True)
    assert findings(capsys, *arguments) == []
    assert backend_standards.main(["check", "--skip=check-project-layout"]) == 0
    assert f"{len(selection.hooks()) - 1} hooks" in capsys.readouterr().err
    assert main(["--init", *arguments]) == 0
    assert capsys.readouterr().out == "nothing is missing; nothing was written\n"
    for part in ("## Purpose", "## Setup", "## Dependencies", "## API"):
        assert part in (repository.path / "README.md").read_text()


def test_the_printed_command_adds_what_is_ignored(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(".gitignore", ".env*\n")
    assert main(["--init"]) == 0
    (command,) = printed(capsys.readouterr().out)
    subprocess.run(shlex.split(command), cwd=repository.path, check=True)
    assert ".env.example" in repository.git("ls-files")


def test_the_pins_are_those_that_this_project_is_tested_with() -> None:
    ours = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name in ("mypy", "pytest"):
        (pin,) = [line for line in scaffold.REQUIREMENTS_DEV.splitlines() if line.startswith(f"{name}==")]
        assert f'"{pin}"' in ours


# --- a project that has code ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tracked", "arguments"),
    [
        pytest.param("app/main.py pyproject.toml", (), id="code-elsewhere"),
        pytest.param("src/main.py", (), id="code-in-the-source"),
        pytest.param("app/main.py tests/test_a.py", ("--profile=strict",), id="strict"),
        pytest.param("services/new/app.py", ("--root=services/new",), id="root"),
    ],
)
def test_init_hides_no_finding(
    repository: Repository, capsys: pytest.CaptureFixture[str], tracked: str, arguments: tuple[str, ...]
) -> None:
    for name in tracked.split():
        repository.add(name, '[project]\ndependencies = ["boto3"]\n' if name.endswith(".toml") else CODE)
    before = findings(capsys, *arguments)
    assert main(["--init", *arguments]) == 0
    out = capsys.readouterr().out
    root = "services/new/" if "--root=services/new" in arguments else ""
    assert [line for line in out.splitlines() if line.startswith("wrote ")] == [f"wrote {root}.gitignore"]
    repository.git("add", "--all")
    assert findings(capsys, *arguments) == before
    assert out.count("to do: ") == len(before)
    if "pyproject.toml" in tracked:
        assert "    run: pip-compile --output-file=requirements.txt pyproject.toml" in out
        assert "    run: mkdir -p src && git mv app src/app" in out


@pytest.mark.parametrize(
    ("manifest", "text", "command"),
    [
        ("pyproject.toml", '[project]\ndependencies = ["boto3"]\n', "pip-compile --output-file=requirements.txt pyproject.toml"),
        ("requirements.in", "boto3\n", "pip-compile --output-file=requirements.txt requirements.in"),
        ("Pipfile", '[packages]\nboto3 = "*"\n', "pipenv lock"),
    ],
)  # fmt: skip
def test_init_beside_a_bare_manifest(
    repository: Repository, capsys: pytest.CaptureFixture[str], manifest: str, text: str, command: str
) -> None:
    repository.add(manifest, text)
    assert main(["--init"]) == 0
    out = capsys.readouterr().out
    assert (repository.path / "src/main.py").exists()
    assert not (repository.path / "requirements.txt").exists()
    assert printed(out)[1].startswith(command)
    assert (repository.path / manifest).read_text() == text


def test_init_touches_nothing_that_exists(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("README.md", "mine\n")  # not tracked
    repository.write("requirements.txt", PINS)
    assert main(["--init"]) == 0
    out = capsys.readouterr().out
    assert "wrote README.md" not in out
    assert "wrote requirements.txt" not in out
    assert (repository.path / "README.md").read_text() == "mine\n"


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege")
def test_init_writes_through_no_link(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    os.symlink(tmp_path / "elsewhere", repository.path / "src")
    assert main(["--init"]) == 2
    assert "src is not a folder" in capsys.readouterr().err
    assert not list((tmp_path / "elsewhere").iterdir())
    shutil.rmtree(tmp_path / "elsewhere")
    assert main(["--init"]) == 2


@pytest.mark.parametrize("arguments", [("--profile=strict",), ("--source=lib", "--tests=qa")])
def test_the_printed_commands_work(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    for name in ("app/a.py", "test/test_a.py", "main.py"):
        repository.add(name, b"def test_a():\n    assert 1\n")
    repository.add("requirements.txt", "boto3==1.34.0\n")
    repository.add("README.md", "Takes orders.\n")
    assert main(arguments) == 1
    for command in printed(capsys.readouterr().out):
        subprocess.run(["bash", "-c", command], cwd=repository.path, check=True, capture_output=True)
    assert findings(capsys, *arguments) == []

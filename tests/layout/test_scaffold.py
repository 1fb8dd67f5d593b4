from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from backend_standards import backend_standards
from backend_standards.check_project_layout import main
from layouts import CODE, findings
from support import Repository


def pytest_passes(folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-I", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [(), ("--profile=strict",), ("--source=lib/x", "--tests=qa/tests")])
def test_init_in_an_empty_repository(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert main(["--init", *arguments]) == 0
    out = capsys.readouterr().out
    written = [line.removeprefix("wrote ") for line in out.splitlines() if line.startswith("wrote ")]
    assert {"README.md", ".env.example", "requirements.txt"} <= set(written)
    on_disk = {path.relative_to(repository.path).as_posix() for path in repository.path.rglob("*") if path.is_file()}
    assert set(written) == {path for path in on_disk if not path.startswith(".git/")}
    command = next(line.partition("next: ")[2] for line in out.splitlines() if line.startswith("next: "))
    subprocess.run(command.split(), cwd=repository.path, check=True)
    assert findings(capsys, *arguments) == []
    pytest_passes(repository.path)
    assert backend_standards.main(["check", "--skip=check-project-layout"]) == 0
    assert "7 hooks" in capsys.readouterr().err
    assert main(["--init", *arguments]) == 0
    assert capsys.readouterr().out == "nothing is missing; nothing was written\n"
    for part in ("## Purpose", "## Setup", "## Dependencies", "## API"):
        assert part in (repository.path / "README.md").read_text()


def test_init_touches_nothing_that_exists(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/main.py", "print('mine')\n")
    repository.write("README.md", "mine\n")  # not tracked
    repository.add("tests/helpers.py", CODE)
    assert main(["--init", "--profile=strict"]) == 0
    assert "wrote README.md" not in capsys.readouterr().out
    assert (repository.path / "src/main.py").read_text() == "print('mine')\n"
    assert (repository.path / "README.md").read_text() == "mine\n"
    repository.git("add", "--all")
    assert findings(capsys, "--profile=strict") == []
    pytest_passes(repository.path)


def test_init_in_roots(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--init", "--root=services/new", "--profile=strict"]) == 0
    repository.git("add", "--all")
    capsys.readouterr()
    assert findings(capsys, "--root=services/new", "--profile=strict") == []
    pytest_passes(repository.path / "services/new")


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


@pytest.mark.parametrize("arguments", [(), ("--profile=strict",), ("--source=lib", "--tests=qa")])
def test_the_printed_commands_work(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    source = "lib" if "--source=lib" in arguments else "src"
    repository.add(f"{source}/a.py", CODE)
    repository.add("requirements.txt", "boto3==1.34.0\n")
    assert main(arguments) == 1
    lines = capsys.readouterr().out.splitlines()
    commands = [line.removeprefix("    run: ") for line in lines if line.startswith("    run: ")]
    assert any("--init" in command for command in commands)
    for command in commands:
        subprocess.run(["bash", "-c", command], cwd=repository.path, check=True, capture_output=True)
    assert findings(capsys, *arguments) == []

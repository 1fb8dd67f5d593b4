"""The configuration that --config names, such as that of the base branch of a pull request."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from backend_standards import backend_standards, check_branch_name, forbid_env_files, require_env_ignored
from backend_standards.core import Stopped, named_configuration
from backend_standards.core.named_configuration import revision_of

if TYPE_CHECKING:
    from support import Repository

STRICT = '[tool.backend-standards.env-files]\nforbid = ["*.pem"]\n'
LAX = '[tool.backend-standards.env-files]\nallow = [".env", "*.pem"]\n[tool.backend-standards]\nexclude = ["*"]\n'


@pytest.mark.parametrize(
    ("place", "revision"),
    [
        ("pyproject.toml", ""),
        ("ci/standards.toml", ""),
        ("origin/main:pyproject.toml", "origin/main"),
        ("HEAD~1:a:b", "HEAD~1"),
        ("./a:b", ""),
        ("../a:b", ""),
        ("/tmp/a:b", ""),
        ("C:\\x.toml", ""),
        (":x", ""),
    ],
)
def test_revision_of(place: str, revision: str) -> None:
    assert revision_of(place) == revision


@pytest.fixture
def request_(repository: Repository) -> Repository:
    """A pull request that relaxes the checks and adds a file that they refuse; ``main`` is its base."""
    repository.add("pyproject.toml", STRICT)
    repository.add("sub/pyproject.toml", LAX)
    repository.add(".gitignore", ".env\n")
    repository.git("commit", "--quiet", "-m", "feat: set the parser up")
    repository.git("switch", "--quiet", "--create", "feature/x")
    repository.add("pyproject.toml", LAX)
    repository.add("a.pem", "x\n")
    # Files with the words of the option as their names, which must not be taken in its place.
    repository.add("main:pyproject.toml", LAX)
    repository.add("--config=main:pyproject.toml", LAX)
    repository.add("--", "x")
    repository.git("commit", "--quiet", "-m", "feat: relax the checks")
    return repository


def test_a_pull_request_does_not_relax_the_checks_of_itself(
    request_: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert forbid_env_files.main(["--", "a.pem"]) == 0
    assert forbid_env_files.main(["--config=main:pyproject.toml", "--", "a.pem"]) == 1
    assert "a.pem: env-file" in capsys.readouterr().out
    hooks = ["--hook=forbid-env-files", "--jobs=1"]
    assert backend_standards.main(["check", *hooks]) == 0
    assert "0 findings; 1 hook, 0 files; left out: 7 files excluded" in capsys.readouterr().err
    assert backend_standards.main(["check", *hooks, "--config", "main:pyproject.toml"]) == 1
    assert backend_standards.main(["check", hooks[0], "--jobs=2", "--config", "main:pyproject.toml"]) == 1
    capsys.readouterr()
    assert backend_standards.main(["check", *hooks, "--config=main:pyproject.toml"]) == 2
    assert "--config=main:pyproject.toml: is an option and the name of a file" in capsys.readouterr().err
    assert backend_standards.main(["check", *hooks, "--config=./main:pyproject.toml"]) == 0
    assert request_.path.exists()


def test_a_file_outside_the_checkout(request_: Repository) -> None:
    path = request_.path.parent / "own.toml"
    path.write_text(STRICT)
    assert forbid_env_files.main([f"--config={path}", "--", "a.pem"]) == 1
    assert forbid_env_files.main(["--config=../own.toml", "--", "a.pem"]) == 1


def test_a_path_is_from_the_current_folder(request_: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(request_.path / "sub")
    assert named_configuration.content("main", "pyproject.toml") == LAX.encode()
    assert named_configuration.content("main", "../pyproject.toml") == STRICT.encode()


def test_a_base_without_settings(request_: Repository) -> None:
    assert forbid_env_files.main(["--config=main:none.toml", "--", "a.pem"]) == 0
    assert request_.path.exists()


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("nowhere:pyproject.toml", "option --config: nowhere is not in this clone: fetch the branch"),
        ("--all:pyproject.toml", "option --config: --all is not in this clone"),
        ("none.toml", "none.toml: cannot be read: No such file or directory"),
        ("main:link", "option --config: link is not a regular file in main"),
        ("main:large.toml", "option --config: large.toml: is larger than 1 MiB"),
        ("main:sub", "option --config: sub is not a regular file in main"),
        ("main:broken.toml", "option --config=main:broken.toml: pyproject.toml: is not valid TOML"),
    ],
)
def test_what_is_no_configuration_stops_the_check(
    request_: Repository, capsys: pytest.CaptureFixture[str], place: str, message: str
) -> None:
    request_.git("switch", "--quiet", "main")
    os.symlink("pyproject.toml", request_.path / "link")
    request_.add("broken.toml", "[tool.backend-standards]\nx = \n")
    request_.add("large.toml", b"#" * (1 << 20) + b"\n")
    request_.git("add", "link")
    request_.git("commit", "--quiet", "-m", "feat: add more")
    assert check_branch_name.main([f"--config={place}"]) == 2
    assert message in capsys.readouterr().err


def test_the_baseline_is_that_of_the_revision(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    settings = '[tool.backend-standards]\nbaseline = "old.json"\n'
    repository.add("pyproject.toml", settings)
    repository.add("a/.env.example", "")
    repository.git("commit", "--quiet", "-m", "feat: set the parser up")
    config = "--config=main:pyproject.toml"
    assert require_env_ignored.main([config]) == 1
    assert require_env_ignored.main(["--update-baseline"]) == 0  # as a pull request could
    assert require_env_ignored.main([]) == 0
    assert require_env_ignored.main([config]) == 1
    repository.git("add", "old.json")
    repository.git("commit", "--quiet", "-m", "feat: record the old findings")
    (repository.path / "old.json").unlink()
    assert require_env_ignored.main([config]) == 0
    assert require_env_ignored.main([config, "--update-baseline"]) == 2
    assert "the baseline of a revision cannot be written" in capsys.readouterr().err


def test_content_of_a_revision_that_is_no_commit(repository: Repository) -> None:
    with pytest.raises(Stopped, match="is not in this clone"):
        named_configuration.content("main", "pyproject.toml")
    assert repository.path.exists()

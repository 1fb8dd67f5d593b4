"""Git hooks that a clone lacks."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from backend_standards import backend_standards
from backend_standards.command import installed

if TYPE_CHECKING:
    from pathlib import Path

    from support import Repository

CONFIG = "repos:\n- repo: x\n  hooks:\n  - id: check-commit-message\n  - id: check-push\n"
BOTH = (
    "note: .pre-commit-config.yaml has hooks of the kind commit-msg and pre-push, which this clone does not run.\n"
    "run: pre-commit install --hook-type commit-msg --hook-type pre-push\n"
)


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


@pytest.mark.parametrize(
    ("config", "hooks", "expected"),
    [
        pytest.param(CONFIG, "pre-commit", BOTH, id="older-install"),
        pytest.param(CONFIG, "pre-commit commit-msg", BOTH.replace("commit-msg and ", "").replace("--hook-type commit-msg ", ""), id="one-kind"),
        pytest.param(CONFIG, "pre-commit commit-msg pre-push", "", id="all"),
        pytest.param(CONFIG, "", "", id="not-installed"),
        pytest.param("repos: []\n", "pre-commit", "", id="no-such-hooks"),
        pytest.param("", "pre-commit", "", id="no-configuration"),
    ],
)  # fmt: skip
def test_advice(repository: Repository, config: str, hooks: str, expected: str) -> None:
    if config:
        repository.write(".pre-commit-config.yaml", config)
    for hook in hooks.split():
        repository.write(f".git/hooks/{hook}")
    assert installed.advice() == expected


def test_prek(repository: Repository) -> None:
    repository.write("prek.toml", 'id = "check-push"\n')
    repository.write(".git/hooks/pre-commit")
    assert installed.advice().splitlines()[1] == "run: prek install --hook-type pre-push"


@pytest.mark.parametrize("variable", ["CI", "PRE_COMMIT"])
def test_only_somebody_at_a_terminal_is_told(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    repository.write(".pre-commit-config.yaml", CONFIG)
    repository.write(".git/hooks/pre-commit")
    monkeypatch.setenv(variable, "1")
    assert installed.advice() == ""


def test_worktree(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.git("commit", "-qm", "x", "--allow-empty")
    repository.git("worktree", "add", "-q", str(tmp_path / "other"))
    repository.write(".git/hooks/pre-commit")
    (tmp_path / "other" / ".pre-commit-config.yaml").write_text(CONFIG)
    monkeypatch.chdir(tmp_path / "other")
    assert installed.advice() == BOTH
    monkeypatch.chdir(tmp_path)
    assert installed.advice() == ""


def test_the_command_says_it(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(".pre-commit-config.yaml", CONFIG)
    repository.write(".git/hooks/pre-commit")
    assert backend_standards.main(["check", "--hook=forbid-env-files"]) == 0
    err = capsys.readouterr().err
    assert err.endswith(BOTH)
    command = err.splitlines()[-1].removeprefix("run: ")
    assert shlex.split(command)[:2] == ["pre-commit", "install"]

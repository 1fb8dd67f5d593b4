"""The branch that HEAD is on."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_standards.core import current_branch, git_process
from support import Repository


def test_git_dir(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.git("commit", "--allow-empty", "--quiet", "-m", "feat: start")
    repository.git("switch", "--quiet", "--create", "odd")
    monkeypatch.setenv("GIT_DIR", str(repository.path / ".git"))
    monkeypatch.chdir(tmp_path)
    assert current_branch.branch() == "odd"


def test_a_reftable_head_is_not_taken_for_the_branch(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """git writes this into HEAD if references are not files (reftable); any git can run this test."""
    (repository.path / ".git/HEAD").write_bytes(b"ref: refs/heads/.invalid\n")
    monkeypatch.setattr(git_process, "run", lambda *_, **__: b"refs/heads/feature/x\n")
    assert current_branch.branch() == "feature/x"


def test_a_branch_is_unsettled_until_its_first_commit_and_during_a_bisection(repository: Repository) -> None:
    assert current_branch.is_unsettled()
    repository.git("commit", "--quiet", "--allow-empty", "-m", "feat: start")
    assert not current_branch.is_unsettled()
    repository.git("bisect", "start")
    assert current_branch.is_unsettled()

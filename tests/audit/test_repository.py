"""Repositories of all kinds."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import fakes
from auditing import (
    ID_LINE,
    OTHER,
    Audits,
    drop,
    put,
)
from backend_standards.core import Stopped
from support import Repository


def test_no_commit_yet(repository: Repository, audits: Audits) -> None:
    code, report = audits.one(str(repository.path))
    assert (code, report["commits"], report["head"]) == (0, 0, None)


def test_no_repository(tmp_path: Path, audits: Audits) -> None:
    code, _out, err = audits.text(str(tmp_path))
    assert code == 2
    assert "is not a git repository" in err


def test_a_bare_one_and_a_worktree(repository: Repository, audits: Audits, tmp_path: Path) -> None:
    put(repository, "a.py", ID_LINE)
    repository.git("worktree", "add", "--quiet", "--detach", "../tree")
    (tmp_path / "tree" / "b.py").write_text(f"x = '{OTHER}'\n")
    subprocess.run(["git", "add", "b.py"], cwd=tmp_path / "tree", check=True)
    subprocess.run(["git", "commit", "--quiet", "--message", "x"], cwd=tmp_path / "tree", check=True)
    for place in (".", "../tree"):
        assert len(audits.secrets(place)) == 2
    repository.git("clone", "--quiet", "--bare", ".", "../bare")
    assert len(audits.secrets("../bare")) == 1


def test_the_callers_git_dir_is_not_meant(
    repository: Repository, audits: Audits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(repository, "a.py", ID_LINE)
    other = Repository(tmp_path)
    put(other, "b", "b")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / ".git" / "index"))
    assert len(audits.secrets(str(repository.path))) == 1


def test_a_shallow_clone_is_said_to_be_cut(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    put(repository, "a.py", f"\n{ID_LINE}")
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", "../shallow")
    code, report = audits.one("../shallow")
    assert (code, report["state"], len(report["secrets"])) == (2, "cut", 1)
    assert "the clone is shallow: 1 commit without its parents" in report["problems"][0]
    assert "git fetch --unshallow" in audits.text("../shallow")[1]


def test_a_partial_clone_is_said_to_be_cut_and_fetches_nothing(repository: Repository, audits: Audits) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    put(repository, "a.py", ID_LINE)
    drop(repository, "a.py")
    put(repository, "b.py", "b")
    repository.git("clone", "--quiet", "--filter=blob:none", f"file://{repository.path}", "../partial")
    for _ in range(2):
        code, report = audits.one("../partial")
        assert (code, report["state"]) == (2, "cut")
        assert "the clone is partial: 1 missing blob" in report["problems"][0]


def test_what_cannot_be_read_is_told_before_the_rest_is_read(
    repository: Repository, audits: Audits, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    put(repository, "a.py", ID_LINE)
    drop(repository, "a.py")
    repository.git("clone", "--quiet", "--filter=blob:none", f"file://{repository.path}", "../partial")

    def scan(*_arguments: object) -> None:
        raise Stopped("the contents")

    monkeypatch.setattr("backend_standards.audit.repository._scan", scan)
    code, _out, err = audits.text("../partial")
    assert code == 2
    assert re.search("the clone is partial: 1 missing blob.*\n.*the contents", err)


def test_a_treeless_clone_stops(repository: Repository, audits: Audits) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    put(repository, "a.py", ID_LINE)
    put(repository, "b.py", "b")
    repository.git("clone", "--quiet", "--filter=tree:0", "--no-checkout", f"file://{repository.path}", "../treeless")
    assert audits.text("../treeless")[0] == 2


def test_a_damaged_repository_is_not_clean(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    oid = repository.git("rev-parse", "HEAD:a.py").strip()
    drop(repository, "a.py")
    (repository.path / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    code, report = audits.one()
    assert code == 2
    assert "damaged" in report["problems"][0]


def test_sha_256_repositories(tmp_path: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    repository = Repository(tmp_path)
    put(repository, "a.py", ID_LINE)
    (secret,) = audits.secrets()
    assert len(secret["first"]["commit"]) == 64
    assert secret["head"]


def test_processes_find_what_one_finds(repository: Repository, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        put(repository, f"{number}.py", f"x = 'AK{'IA'}{fakes.text(fakes.BASE32, 16, number)}'\n{'y' * 1000}")
    alone = audits.one("--jobs", "1")
    monkeypatch.setattr("backend_standards.audit.repository.portion_size", lambda _whole, _jobs: 2000)
    monkeypatch.setattr("backend_standards.audit.repository._WORTH_A_POOL", 0)
    assert audits.one("--jobs", "3") == alone
    assert len(alone[1]["secrets"]) == 20

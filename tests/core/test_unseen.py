"""What a runner does not hand over, and which commit a push sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backend_standards.core import Stopped, git_folder, pushed_commit, unseen

if TYPE_CHECKING:
    from support import Repository

HOOK = "forbid-aws-keys"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        pytest.param({}, "", id="none"),
        pytest.param({"TO_REF": "abc", "REMOTE_BRANCH": "refs/heads/x", "LOCAL_BRANCH": "y"}, "abc", id="commit"),
        pytest.param({"REMOTE_BRANCH": "refs/heads/x", "LOCAL_BRANCH": "refs/heads/y"}, "refs/heads/y", id="branch"),
        pytest.param({"REMOTE_BRANCH": "refs/heads/x", "LOCAL_BRANCH": "HEAD~1"}, "HEAD~1", id="expression"),
        pytest.param({"REMOTE_BRANCH": "refs/heads/x"}, "HEAD", id="no-local-branch"),
        pytest.param({"LOCAL_BRANCH": "refs/heads/y"}, "", id="no-push"),
    ],
)
def test_the_pushed_commit(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(f"PRE_COMMIT_{name}", value)
    assert pushed_commit.revision() == expected


@pytest.mark.parametrize("name", ["TO_REF", "LOCAL_BRANCH"])
def test_an_option_is_no_commit(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("PRE_COMMIT_REMOTE_BRANCH", "refs/heads/x")
    monkeypatch.setenv(f"PRE_COMMIT_{name}", "--output=x")
    with pytest.raises(Stopped, match="--output=x is not a revision"):
        pushed_commit.revision()


@pytest.fixture
def history(repository: Repository) -> Repository:
    """Three commits: a.py and b.py; c.py besides, and b.py changed; on another branch d.py without the others."""
    repository.add("a.py", "1")
    repository.add("b.py", "1")
    repository.git("commit", "-qm", "feat: one")
    repository.add("c.py", "1")
    repository.add("b.py", "2")
    repository.git("commit", "-qm", "feat: two")
    repository.git("switch", "-q", "--orphan", "other")
    repository.add("d.py", "1")
    repository.add("e/f.py", "1")
    repository.git("commit", "-qm", "feat: three")
    repository.git("switch", "-q", "main")
    return repository


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param("main~1", "main", ["c.py"], id="range"),
        pytest.param("", "main", ["c.py"], id="all"),
        pytest.param("", "other", ["d.py", "e/f.py"], id="all-of-another-branch"),
        pytest.param("main", "other", ["d.py"], id="no-common-commit"),
        pytest.param("main", "main~1", [], id="back"),
    ],
)
def test_a_push(
    history: Repository, monkeypatch: pytest.MonkeyPatch, start: str, end: str, expected: list[str]
) -> None:
    (history.path / "c.py").unlink()
    (history.path / "c.py").mkdir()
    history.write("e/f.py", "on the disk, though not in the index")
    if start:
        monkeypatch.setenv("PRE_COMMIT_FROM_REF", start)
    monkeypatch.setenv("PRE_COMMIT_TO_REF", end)
    assert unseen.files(HOOK, ["a.py"]) == expected
    assert unseen.files(HOOK, ["a.py", *expected]) == []


def test_a_push_of_a_tag(history: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    history.git("tag", "-a", "-m", "x", "v1", "other")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", history.git("rev-parse", "v1").strip())
    assert unseen.files(HOOK, []) == ["d.py", "e/f.py"]
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "0" * 40)
    with pytest.raises(Stopped):
        unseen.files(HOOK, [])


def test_a_commit(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert unseen.files(HOOK, []) == [], "the first commit"
    assert unseen.changed() is None
    repository.add("a.py", "1")
    repository.git("commit", "-qm", "feat: one")
    repository.stage_only("b.py", b"1")
    repository.git("rm", "-q", "--cached", "a.py")
    assert unseen.changed() == ["a.py", "b.py"]
    assert not git_folder.may_have_flags()
    assert unseen.files(HOOK, []) == [], "the runner puts on the disk what is staged"
    repository.git("update-index", "--skip-worktree", "b.py")
    assert git_folder.may_have_flags()
    assert unseen.files(HOOK, []) == ["b.py"]


def test_any_other_run_is_about_all_files(history: Repository) -> None:
    (history.path / "a.py").unlink()
    history.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    history.stage_only("Dockerfile", b"FROM x\n")
    assert unseen.files(HOOK, []) == ["Dockerfile", "a.py"]
    assert unseen.files("require-pinned-requirements", []) == ["Dockerfile"], "by the files of the manifest"


def test_what_is_said_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unseen.told(["a", "b"], ["c"]) == ""
    assert unseen.told(["a", "b"], ["a", "a", "b"]).startswith(
        "2 files with findings: not on the disk here, so read from the index.\nfiles: and exclude: "
    )
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert "so read from the pushed commit." in unseen.told(["a"], ["a"])


@pytest.mark.parametrize("version", ["3", "4"])
def test_an_index_that_may_have_flags(repository: Repository, version: str) -> None:
    repository.add("a.py")
    assert not git_folder.may_have_flags()
    if version == "4":
        repository.git("update-index", "--index-version", "4")
    else:
        repository.write("b.py")
        repository.git("add", "--intent-to-add", "b.py")
    assert git_folder.may_have_flags()


def test_an_index_in_two_parts_may_have_flags(repository: Repository) -> None:
    repository.add("a.py")
    repository.git("update-index", "--split-index")
    assert git_folder.may_have_flags()


def test_below_the_root_there_is_doubt(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.add("sub/a.py")
    monkeypatch.chdir(repository.path / "sub")
    assert git_folder.may_have_flags()

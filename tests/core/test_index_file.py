"""The entries of a few paths, without git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend_standards.core import git, index_file
from support import Repository

PATHS = [
    "a",
    "b.py",
    "src/a",
    "src/b.py",
    "src/app/__init__.py",
    "tests/__init__.py",
    "ä.py",
    "/".join(3 * ["x" * 150]),
]


@pytest.fixture
def filled(repository: Repository) -> Repository:
    for number, path in enumerate(PATHS):
        repository.add(path, f"{number}\n")
    return repository


def by_git(paths: list[str]) -> list[tuple[str, str, str]]:
    return [entry for path in paths for entry in git.index([path]).entries()]


def test_the_entries_are_those_that_git_tells(filled: Repository) -> None:
    (filled.path / "run.sh").write_text("exit\n")
    (filled.path / "run.sh").chmod(0o755)
    (filled.path / "link").symlink_to("a")
    filled.git("add", "run.sh", "link")
    paths = [*PATHS, "run.sh", "link"]
    assert index_file.entries(paths) == by_git(paths)
    assert [entry[0] for entry in index_file.entries(["run.sh", "link"]) or ()] == ["100755", "120000"]


def test_a_worktree(filled: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    filled.git("commit", "--quiet", "--message", "x")
    filled.git("worktree", "add", "--quiet", "--detach", "../tree")
    monkeypatch.chdir("../tree")
    assert index_file.entries(PATHS) == by_git(PATHS)


def test_the_index_of_a_commit_of_some_paths(filled: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    other = filled.path / "other-index"
    subprocess.run(
        ["git", "update-index", "--add", "a"], cwd=filled.path, env={**os.environ, "GIT_INDEX_FILE": str(other)}, check=True
    )  # fmt: skip
    monkeypatch.setenv("GIT_INDEX_FILE", str(other))
    assert index_file.entries(["a"]) == by_git(["a"])
    assert index_file.entries(["b.py"]) is None


def test_contents(filled: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    assert index_file.contents(["a", "src/a"]) == [("a", b"0\n"), ("src/a", b"2\n")]
    assert index_file.contents(["a"] * 10) == [("a", b"0\n")] * 10
    assert index_file.contents(["a"] * 11) is None
    assert index_file.contents([]) is None
    filled.write("a", "another\n")
    assert index_file.contents(["src/a", "a"]) is None
    (filled.path / "a").unlink()
    assert index_file.contents(["a"]) is None
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert index_file.contents(["src/a"]) is None


def intend(repository: Repository) -> None:
    repository.write("new", "")
    repository.git("add", "--intent-to-add", "new")


def conflict(repository: Repository) -> None:
    blob = repository.git("hash-object", "-w", "a").strip()
    rows = "".join(f"100644 {blob} {stage}\ta\n" for stage in (1, 2, 3))
    repository.git("update-index", "--index-info", stdin=f"0 {'0' * 40}\ta\n{rows}".encode())


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda repository: repository.git("rm", "--quiet", "--cached", "a"), id="not tracked"),
        pytest.param(lambda repository: repository.git("update-index", "--index-version=4"), id="another version"),
        pytest.param(lambda repository: repository.git("update-index", "--split-index"), id="in two parts"),
        pytest.param(intend, id="intended to be added"),
        pytest.param(conflict, id="not merged"),
        pytest.param(lambda repository: (repository.path / ".git" / "index").unlink(), id="no index"),
    ],
)
def test_git_is_asked(filled: Repository, change: Callable[[Repository], object]) -> None:
    change(filled)
    assert index_file.entries(["a"]) is None


@pytest.mark.usefixtures("filled")
def test_git_is_asked_below_the_root_and_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir("src")
    assert index_file.entries(["a"]) is None
    monkeypatch.chdir(tmp_path)
    assert index_file.entries(["a"]) is None


def test_a_name_that_looks_like_an_entry_hides_none(filled: Repository) -> None:
    """A folder's name can have every byte of an entry but NUL and the slash, the flags of a file of one letter too."""
    blob = filled.git("hash-object", "-w", "b.py").strip()
    for length in range(8):
        fake = b"y" * length + b"\1" * 61 + b"\x80\1a"
        rows = b"100644 %s 0\t%s\0" % (blob.encode(), fake)
        filled.git("update-index", "-z", "--index-info", stdin=rows)
    assert (filled.path / ".git" / "index").read_bytes().count(b"\x80\1a\0") == 8
    assert index_file.entries(["a"]) is None  # one of the eight stands where an entry does


NAMES = st.text(st.sampled_from("ab/.é\x01\x80 "), min_size=1, max_size=12).filter(
    lambda name: not name.startswith("/") and not name.endswith("/") and not {"", ".", "..", ".git"}.intersection(name.split("/"))
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.sets(NAMES, min_size=1, max_size=12))
def test_any_names(repository: Repository, names: set[str]) -> None:
    blob = repository.git("hash-object", "-w", "--stdin", stdin=b"x").strip()
    kept = {name for name in names if not any(other.startswith(f"{name}/") for other in names)}
    repository.git("read-tree", "--empty")
    rows = "".join(f"100644 {blob} 0\t{name}\0" for name in kept)
    repository.git("update-index", "-z", "--index-info", stdin=rows.encode())
    for name in kept:
        assert index_file.entries([name]) in (None, [("100644", blob, name)])
    assert index_file.entries(sorted(kept)) in (None, [("100644", blob, name) for name in sorted(kept)])

"""A git whose output is read while git writes it."""

from __future__ import annotations

import pytest

from backend_standards.core import Stopped, git_process, git_stream
from support import Repository


@pytest.fixture
def started(repository: Repository) -> Repository:
    """A repository with one commit."""
    repository.git("commit", "--quiet", "--allow-empty", "-m", "feat: set the parser up")
    return repository


def test_git_ends_when_nobody_reads_on(started: Repository) -> None:
    records = git_stream.records(["log", "-z", "--format=%H"])
    assert len(next(records)) == 40
    records.close()  # type: ignore[attr-defined]  # a generator, though it is typed as an iterator
    with pytest.raises(Stopped, match="git log failed"):
        list(git_stream.records(["log", "-z", "no-such-revision"]))
    assert started.path.exists()


def test_records_on_a_system_that_reads_git_only_at_its_end(
    started: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_process, "spawn", lambda *_: None)
    (record,) = git_stream.records(["log", "-z", "--format=%s"])
    assert record == b"feat: set the parser up"
    with pytest.raises(Stopped, match="git log failed"):
        list(git_stream.records(["log", "-z", "no-such-revision"]))
    assert started.path.exists()


def test_a_pipe_that_may_not_hold_more_is_read_all_the_same(
    started: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_stream, "_PIPE", 1 << 30)
    with git_stream.Running(str(started.path), ["log", "--format=%s"]) as out:
        assert out.read() == b"feat: set the parser up\n"

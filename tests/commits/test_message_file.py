"""Refused messages that are kept."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from backend_standards.commits import Rules, message_file
from backend_standards.core import Stopped
from support import Repository


def test_names_of_kept_messages_sort_by_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = []
    for moment in (1_799_999_999_999_999_999, 1_800_000_000_000_000_001):
        monkeypatch.setattr(time, "time_ns", lambda moment=moment: moment)
        names.append(os.path.basename(message_file._keep_in(str(tmp_path), b"update\n")))
    assert names == ["20270115-075959-999999999.txt", "20270115-080000-000000001.txt"]


def test_the_newest_refused_messages_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "another").touch()
    for number in range(1, 23):
        monkeypatch.setattr(time, "time_ns", lambda number=number: number * 1_000_000_000)
        message_file._keep_in(str(tmp_path), b"update\n")
        assert len(list(tmp_path.glob("*.txt"))) == min(number, 20)
    assert min(path.name for path in tmp_path.glob("*.txt")) == "19700101-000003-000000000.txt"
    assert (tmp_path / "another").exists()


@pytest.mark.parametrize(
    ("path", "is_kept"),
    [
        ("COMMIT_EDITMSG", True),
        ("a/MERGE_MSG", True),
        ("SQUASH_MSG", True),
        ("message.txt", False),
        ("MY_MERGE_MSG", False),
    ],
)
def test_the_message_of_a_commit_is_kept(repository: Repository, path: str, is_kept: bool) -> None:
    said = message_file.keep("hook", path, b"update\n", Rules())
    assert said.startswith("hook: the message is kept.") is is_kept
    assert bool(list(repository.path.glob(f".git/{message_file._FOLDER}/*.txt"))) is is_kept


@pytest.mark.parametrize(
    ("encoding", "is_one_command"), [("utf-8", True), ("UTF8", True), ("UTF-8", True), ("latin-1", False)]
)
def test_a_command_has_the_text_if_a_terminal_can_write_it(
    repository: Repository, encoding: str, is_one_command: bool
) -> None:
    repository.git("config", "i18n.commitEncoding", encoding)
    said = message_file.keep("hook", "COMMIT_EDITMSG", b"feature: add login\n", Rules())
    assert ("\n    git commit -m 'feat: add login'\n" in said) is is_one_command
    assert ("\n    git commit -e -F " in said) is not is_one_command


def test_the_file_of_the_message_that_is_committed(repository: Repository) -> None:
    folder = repository.path / ".git"
    (folder / "SQUASH_MSG").touch()
    with pytest.raises(Stopped, match="no message to check"):
        message_file.current()
    for name, moment in (("COMMIT_EDITMSG", 2), ("MERGE_MSG", 1), ("MERGE_MSG", 3)):
        (folder / name).touch()
        os.utime(folder / name, (moment, moment))
        os.utime(folder / "SQUASH_MSG", (moment + 1, moment + 1))
        newest = "MERGE_MSG" if moment == 3 else "COMMIT_EDITMSG"
        assert message_file.current().endswith(newest)

"""Refused messages that are kept."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from backend_standards.commits import message_file


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

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from backend_standards import _disk
from backend_standards._report import Stopped


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "file"
    for data in (b"", b"x", b"\r\n\x1a\0\xff", os.urandom(3_000_000)):
        file.write_bytes(data)
        assert _disk.content(str(file)) == data
    assert _disk.content(str(tmp_path / "not-there")) is None
    assert _disk.content(str(tmp_path / "file" / "below-a-file")) is None
    assert _disk.content(str(tmp_path)) == b""


def test_a_file_that_grows_or_cannot_be_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(bytes(range(256)) * 20)
    read = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, size: read(descriptor, min(size, 1000)))
    assert _disk.content(str(tmp_path / "file")) == bytes(range(256)) * 20


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege, and there are no pipes in folders")
def test_links_and_pipes(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("not this")
    os.symlink("target", tmp_path / "link")
    os.symlink("nowhere", tmp_path / "dangling")
    os.mkfifo(tmp_path / "pipe")
    assert _disk.content(str(tmp_path / "link")) == b"target"
    assert _disk.content(str(tmp_path / "dangling")) == b"nowhere"
    assert _disk.content(str(tmp_path / "pipe")) == b""


@pytest.mark.parametrize("call", ["open", "read"])
def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    path = str(tmp_path / "file")
    Path(path).write_text("x")
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(Stopped, match=r"file: cannot be read: Permission denied; make it readable, or leave it out"):
        _disk.content(path)

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from backend_standards.core import Stopped, disk


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "file"
    for data in (b"", b"x", b"\r\n\x1a\0\xff", os.urandom(3_000_000)):
        file.write_bytes(data)
        assert disk.content(str(file)) == data
    assert disk.content(str(tmp_path / "not-there")) is None
    assert disk.content(str(tmp_path / "file" / "below-a-file")) is None
    assert disk.content(str(tmp_path)) == b""


def test_a_file_that_grows_or_cannot_be_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(bytes(range(256)) * 20)
    read = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, size: read(descriptor, min(size, 1000)))
    assert disk.content(str(tmp_path / "file")) == bytes(range(256)) * 20


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege, and there are no pipes in folders")
def test_links_and_pipes(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("not this")
    os.symlink("target", tmp_path / "link")
    os.symlink("nowhere", tmp_path / "dangling")
    os.mkfifo(tmp_path / "pipe")
    assert disk.content(str(tmp_path / "link")) == b"target"
    assert disk.content(str(tmp_path / "dangling")) == b"nowhere"
    assert disk.content(str(tmp_path / "pipe")) == b""


@pytest.mark.parametrize("call", ["open", "read"])
def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    path = str(tmp_path / "file")
    Path(path).write_text("x")
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(Stopped, match=r"file: cannot be read: Permission denied; make it readable, or exclude it"):
        disk.content(path)


def test_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"a\r\n\0")
    assert disk.read(str(tmp_path / "file")) == b"a\r\n\0"
    with pytest.raises(Stopped, match=r"none: cannot be read: No such file or directory"):
        disk.read(str(tmp_path / "none"))
    with pytest.raises(Stopped, match=r"cannot be read: Is a directory"):
        disk.read(str(tmp_path))


@pytest.mark.parametrize("call", ["replace", "chmod"])
def test_what_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    file = tmp_path / "file"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(Stopped, match=r"file: cannot be written: Permission denied; make its folder writable"):
        disk.replace({str(file): b"new"})
    assert file.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_replace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a").write_bytes(b"old")
    Path("b").write_bytes(b"")
    disk.replace({"a": b"new\r\n", str(tmp_path / "b"): b"\0"})
    assert (Path("a").read_bytes(), Path("b").read_bytes()) == (b"new\r\n", b"\0")
    Path("c").touch(0o444)
    with pytest.raises(Stopped, match=r"^c: is read-only, so nothing was changed; make it writable"):
        disk.replace({"a": b"newer", "c": b""})
    assert Path("a").read_bytes() == b"new\r\n", "none is written where one cannot be"


def test_write(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    mask = os.umask(0o027)
    try:
        disk.write(str(file), b"one")
    finally:
        os.umask(mask)
    assert file.stat().st_mode & 0o777 == (0o640 if os.name == "posix" else 0o666)
    link.symlink_to("file")
    disk.write(str(link), b"two")
    assert link.is_symlink()
    assert file.read_bytes() == b"two"
    (tmp_path / "no").mkdir()
    with pytest.raises(Stopped, match=r"no: cannot be written: Is a directory"):
        disk.write(str(tmp_path / "no"), b"")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = str(tmp_path / "pipe")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    disk.write(pipe, b"report")
    assert os.read(reader, 100) == b"report"
    os.close(reader)


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="this system has no /dev/fd")
def test_a_pipe_without_a_path_is_written_to() -> None:
    reader, writer = os.pipe()
    disk.write(f"/dev/fd/{writer}", b"report")
    assert os.read(reader, 100) == b"report"
    os.close(reader)
    os.close(writer)

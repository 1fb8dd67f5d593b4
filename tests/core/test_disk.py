from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from backend_standards.core import Stopped, disk, writing


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


def test_settings(folder: Path) -> None:
    assert disk.settings("none") is None
    assert disk.settings("none/none") is None
    Path("file").write_bytes(b"x" * disk.LARGEST_SETTINGS)
    assert len(disk.settings("file") or b"") == disk.LARGEST_SETTINGS
    with Path("file").open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(Stopped, match="file: is larger than 1 MiB"):
        disk.settings("file")
    with pytest.raises(Stopped, match="is not a regular file"):
        disk.settings(str(folder))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("what", ["a pipe", "/dev/zero", "/dev/full", "a folder"])
def test_settings_are_a_regular_file(folder: Path, what: str) -> None:
    if what == "a pipe":
        os.mkfifo("file")
    elif what == "a folder":
        (folder / "file").mkdir()
    else:
        Path("file").symlink_to(what)
    with pytest.raises(Stopped, match="file: is not a regular file"):
        disk.settings("file")


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege")
def test_no_link_leads_out_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside, top = tmp_path / "outside", tmp_path / "top"
    outside.mkdir()
    (outside / "file").write_bytes(b"old")
    (top / "sub").mkdir(parents=True)
    (top / ".git").mkdir()
    (top / "file").write_bytes(b"own")
    monkeypatch.chdir(top / "sub")
    Path("link").symlink_to("../../outside/file")
    Path("folder").symlink_to(outside)
    Path("new").symlink_to(outside / "new")
    Path("own").symlink_to("../file")
    for path in ("link", "folder/file", "folder/new", "new", str(top / "sub" / "link")):
        with pytest.raises(Stopped, match="a link leads out of the repository"):
            writing.write(path, b"new")
        with pytest.raises(Stopped, match="a link leads out of the repository"):
            disk.require_inside(path)
    with pytest.raises(Stopped, match="a link leads out of the repository"):
        disk.settings("link")
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == {"file": b"old"}
    assert disk.settings("own") == b"own"
    writing.write("own", b"new")
    writing.write(str(outside / "file"), b"named by the user")
    writing.write("../../outside/file", b"named by the user")
    assert (top / "file").read_bytes() == b"new"
    (top / ".git" / "message").symlink_to(outside / "file")
    disk.require_inside("../.git/message")

from __future__ import annotations

import errno
import importlib
import os
import sys
from pathlib import Path

import pytest

from backend_standards.core import Stopped, disk
from support import Repository


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


def test_nothing_is_written_where_the_disk_is_full_for_one_of_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems tell only at the flush."""
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").write_bytes(b"old")
    flushed: list[int] = []

    def flush(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", flush)
    with pytest.raises(Stopped, match=r"b: cannot be written: No space left on device"):
        disk.replace({str(tmp_path / "a"): b"new", str(tmp_path / "b"): b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}


@pytest.mark.parametrize("links", [True, False], ids=["", "a file system without links"])
def test_create(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", refuse)
    file = str(tmp_path / "file")
    disk.create(file, b"one", 0o600)
    assert os.stat(file).st_mode & 0o777 == (0o600 if os.name == "posix" else 0o666)
    with pytest.raises(FileExistsError):
        disk.create(file, b"two")
    monkeypatch.setattr(os.path, "lexists", lambda _: False)  # another process is the faster one
    if links:
        with pytest.raises(FileExistsError):
            disk.create(file, b"two")
    assert Path(file).read_bytes() == b"one"
    assert os.listdir(tmp_path) == ["file"]


def test_a_full_disk_leaves_no_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Stopped, match=r"file: cannot be written: No space left on device"):
        disk.create(str(tmp_path / "file"), b"x")
    assert os.listdir(tmp_path) == []


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
            disk.write(path, b"new")
        with pytest.raises(Stopped, match="a link leads out of the repository"):
            disk.require_inside(path)
    with pytest.raises(Stopped, match="a link leads out of the repository"):
        disk.settings("link")
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == {"file": b"old"}
    assert disk.settings("own") == b"own"
    disk.write("own", b"new")
    disk.write(str(outside / "file"), b"named by the user")
    disk.write("../../outside/file", b"named by the user")
    assert (top / "file").read_bytes() == b"new"
    (top / ".git" / "message").symlink_to(outside / "file")
    disk.require_inside("../.git/message")


WRITERS = {
    "check-commit-message": ["--fix", "message"],
    "check-project-layout": ["--init"],
    "require-pinned-requirements": ["--fix", "requirements.txt"],
    "require-env-ignored": ["--update-baseline"],
    "forbid-env-files": ["--output=report", "--format=json", ".env"],
}


@pytest.mark.parametrize("hook", WRITERS)
def test_a_full_disk_changes_nothing(
    hook: str, repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    repository.write("message", "Fixed: handle null\n")
    repository.add("requirements.txt", "requests\n")
    source = 'source = { registry = "https://example.org" }'
    repository.add("uv.lock", f'version = 1\n[[package]]\nname = "requests"\nversion = "2.32.3"\n{source}\n')
    repository.add(".env", "A=1\n")
    before = {path.name: path.read_bytes() for path in repository.path.iterdir() if path.is_file()}
    module = importlib.import_module(f"backend_standards.{hook.replace('-', '_')}")
    monkeypatch.setattr(os, "fsync", full)
    assert module.main(WRITERS[hook]) == 2
    assert "cannot be written: No space left on device" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in repository.path.iterdir() if path.is_file()} == before
    monkeypatch.undo()
    monkeypatch.chdir(repository.path)
    module.main(WRITERS[hook])
    assert {path.name: path.read_bytes() for path in repository.path.glob("**/*") if path.is_file()} != before

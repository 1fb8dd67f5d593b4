"""Files on the disk, written atomically."""

from __future__ import annotations

import errno
import importlib
import os
from pathlib import Path

import pytest

from backend_standards.core import Stopped, writing
from support import Repository


@pytest.mark.parametrize("call", ["replace", "chmod"])
def test_what_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    file = tmp_path / "file"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(Stopped, match=r"file: cannot be written: Permission denied; make its folder writable"):
        writing.replace({str(file): b"new"})
    assert file.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_replace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a").write_bytes(b"old")
    Path("b").write_bytes(b"")
    writing.replace({"a": b"new\r\n", str(tmp_path / "b"): b"\0"})
    assert (Path("a").read_bytes(), Path("b").read_bytes()) == (b"new\r\n", b"\0")
    Path("c").touch(0o444)
    with pytest.raises(Stopped, match=r"^c: is read-only, so nothing was changed; make it writable"):
        writing.replace({"a": b"newer", "c": b""})
    assert Path("a").read_bytes() == b"new\r\n", "none is written where one cannot be"


def test_write(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    mask = os.umask(0o027)
    try:
        writing.write(str(file), b"one")
    finally:
        os.umask(mask)
    assert file.stat().st_mode & 0o777 == (0o640 if os.name == "posix" else 0o666)
    link.symlink_to("file")
    writing.write(str(link), b"two")
    assert link.is_symlink()
    assert file.read_bytes() == b"two"
    (tmp_path / "no").mkdir()
    with pytest.raises(Stopped, match=r"no: cannot be written: Is a directory"):
        writing.write(str(tmp_path / "no"), b"")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = str(tmp_path / "pipe")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    writing.write(pipe, b"report")
    assert os.read(reader, 100) == b"report"
    os.close(reader)


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="this system has no /dev/fd")
def test_a_pipe_without_a_path_is_written_to() -> None:
    reader, writer = os.pipe()
    writing.write(f"/dev/fd/{writer}", b"report")
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
        writing.replace({str(tmp_path / "a"): b"new", str(tmp_path / "b"): b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}


@pytest.mark.parametrize("links", [True, False], ids=["", "a file system without links"])
def test_create(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", refuse)
    file = str(tmp_path / "file")
    writing.create(file, b"one", 0o600)
    assert os.stat(file).st_mode & 0o777 == (0o600 if os.name == "posix" else 0o666)
    with pytest.raises(FileExistsError):
        writing.create(file, b"two")
    monkeypatch.setattr(os.path, "lexists", lambda _: False)  # another process is the faster one
    if links:
        with pytest.raises(FileExistsError):
            writing.create(file, b"two")
    assert Path(file).read_bytes() == b"one"
    assert os.listdir(tmp_path) == ["file"]


def test_a_full_disk_leaves_no_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Stopped, match=r"file: cannot be written: No space left on device"):
        writing.create(str(tmp_path / "file"), b"x")
    assert os.listdir(tmp_path) == []


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

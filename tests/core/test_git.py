from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from backend_standards.core import Stopped, disk, git, git_process
from support import Repository


def test_much_goes_in_and_comes_out_at_once(repository: Repository) -> None:
    """More than a pipe holds in both directions: neither side may wait for the other."""
    contents = {f"file-{number}": os.urandom(3000) for number in range(3000)}
    for name, content in contents.items():
        repository.write(name, content)
    repository.git("add", "--all")
    entries = git.index().entries()
    assert [path for _, _, path in entries] == sorted(contents)
    blobs = git.blobs(oid for _, oid, _ in entries)
    assert {path: blobs[oid] for _, oid, path in entries} == contents


def test_entries_by_stem(repository: Repository) -> None:
    for name in ("a/.ENV", "b.py", "c.env", "env/x", "z"):
        repository.add(name)
    index = git.index()
    assert [path for _, _, path in index.entries((b"env",))] == ["a/.ENV", "c.env", "env/x"]
    assert [path for _, _, path in index.entries((b"env", b".py", b"b"))] == ["a/.ENV", "b.py", "c.env", "env/x"]
    assert [path for _, _, path in index.entries()] == ["a/.ENV", "b.py", "c.env", "env/x", "z"]
    assert index.has("a")
    assert index.has("c.env")
    assert not index.has("c.en")
    assert not index.has("x")


def test_paths_and_contents(repository: Repository) -> None:
    names = ["a.py", "b/c.py", "b/d e.py", "x\ta.py"] if sys.platform != "win32" else ["a.py", "b/c.py"]
    for name in names:
        repository.add(name, name)
    for number in range(30):
        repository.add(f"z/{number:02}.py", str(number))
    oid = repository.git("hash-object", "-w", "--stdin", stdin=b"A=1").strip()
    rows = "".join(f"100644 {oid} {stage}\tunmerged.py\0" for stage in (1, 2, 3)) + f"160000 {oid}\tmodule\0"
    repository.git("update-index", "-z", "--index-info", stdin=rows.encode())
    index = git.index()
    many = [f"z/{number:02}.py" for number in range(30)]
    assert sorted(index.paths()) == sorted([*names, *many, "unmerged.py", "module/"])
    assert index.contents(names) == {name: name.encode() for name in names}
    assert index.contents([*names, *many])["z/07.py"] == b"7"
    assert index.contents(["unmerged.py", "module", "nowhere"]) == {"unmerged.py": b"A=1"}
    assert index.contents([]) == {}


def test_files_with_their_contents(repository: Repository) -> None:
    """A link is no file, nor is a submodule; of an unmerged path, one stage is enough."""
    numbers = [f"z/{number:03}.py" for number in range(130)]
    for name in numbers:
        repository.add(name, name)
    oid = repository.git("hash-object", "-w", "--stdin", stdin=b"A=1").strip()
    rows = "".join(f"100644 {oid} {stage}\tunmerged.py\0" for stage in (1, 2, 3))
    rows += f"160000 {oid}\tmodule\0" + f"120000 {oid}\tlink\0"
    repository.git("update-index", "-z", "--index-info", stdin=rows.encode())
    index = git.index()
    assert index.files() == ["unmerged.py", *numbers]
    assert list(index.each(["link", "module", "nowhere"])) == []
    assert dict(index.each(["unmerged.py", *numbers])) == {"unmerged.py": b"A=1"} | {n: n.encode() for n in numbers}
    assert list(git.Index(b"").each(["a"])) == []


def test_an_entry(repository: Repository) -> None:
    names = ["a.py", "b/a.py", *(["x\ta.py", "y\tz.py"] if sys.platform != "win32" else [])]
    for name in names:
        repository.add(name, name)
    index = git.index()
    for _ in range(30):  # at first the bytes are searched
        assert [(index.entry(name) or ("", "", ""))[2] for name in names] == names
        assert [index.entry(name) for name in ("z.py", "b", "b/", "", "a", "py")] == [None] * 6


def test_an_empty_index(repository: Repository) -> None:
    assert git.index().entries() == []
    assert not git.index().has("a")
    assert git.index().paths() == []
    assert git.index().contents(["a"]) == {}
    assert repository.path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("is_push", [False, True])
@pytest.mark.parametrize("folder", ["", "sub"])
def test_staged(repository: Repository, monkeypatch: pytest.MonkeyPatch, folder: str, is_push: bool) -> None:
    names = ["a b", "a b blob 5", "b missing", "c", "d:e", "-f", "g\\h", "i blob", "sub/j", "sub/k l"]
    for name in names:
        repository.add(name, f"{name}\nstaged\n\n")
    other = repository.git("hash-object", "-w", "--stdin", stdin=b"of another file").strip()
    names += [f"described-g{other}", "c\r"]
    for name in names[-2:]:
        repository.add(name, f"{name}\nstaged\n\n")
    repository.add("empty")
    repository.add("new\nline", "n")
    os.symlink("c", repository.path / "link")
    repository.git("add", "link")
    repository.git("commit", "--quiet", "-m", "x")
    if is_push:
        monkeypatch.setenv("PRE_COMMIT_TO_REF", repository.git("rev-parse", "HEAD").strip())
        repository.git("rm", "--quiet", "--cached", "-r", ".")
    for name in [*names, "untracked blob 3", "untracked"]:
        repository.write(name, "on the disk")
    monkeypatch.chdir(repository.path / folder)
    expected = {name: f"{name}\nstaged\n\n".encode() for name in names}
    expected |= {"empty": b"", "link": b"c", "new\nline": b"n"}
    expected |= {"untracked": b"on the disk", "untracked blob 3": b"on the disk"}
    paths = {os.path.join(os.path.relpath(repository.path), name): content for name, content in expected.items()}
    for asked in (list(paths), list(paths)[::-1], [*paths, str(repository.path / "c")], [*paths, *paths]):
        assert list(git.staged(asked)) == [(path, paths.get(path, expected["c"])) for path in asked]
        once = [(path, data) for same, data in git.staged_once(asked) for path in same]
        assert sorted(once) == sorted(git.staged(asked))
    for path in ("nowhere", "/nowhere", "../nowhere"):
        with pytest.raises(Stopped, match=f"{path}: there is no such file"):
            list(git.staged([*paths, path]))
        with pytest.raises(Stopped, match=f"{path}: there is no such file"):
            list(git.staged_once([*paths, path]))


def test_a_content_is_read_once(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{number}" for number in range(50)]
    for name in names:
        repository.write(name, "x" if int(name) % 2 else "y")
    repository.git("add", "--all")
    repository.write("0", "changed on the disk")
    read: list[str] = []
    content = disk.content_if

    def noted(path: str, oid: str, folders: dict[str, bool]) -> bytes | None:
        read.append(path)
        return content(path, oid, folders)

    monkeypatch.setattr(disk, "content_if", noted)
    once = {data: list(same) for same, data in git.staged_once(names)}
    assert once == {b"x": names[1::2], b"y": names[::2]}
    assert read == ["0", "1"]


def test_staged_starts_git_once(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{number}" for number in range(500)]
    for name in names:
        repository.write(name, name)
    repository.git("add", "--all")
    started: list[list[str]] = []
    start = git_process._start

    def noted(command: list[str], *rest: Any) -> tuple[int, bytes, bytes]:
        started.append(command)
        return start(command, *rest)

    monkeypatch.setattr(git_process, "_start", noted)
    assert list(git.staged(names)) == [(name, name.encode()) for name in names]
    assert len(started) == 1


def test_staged_in_every_stage(repository: Repository) -> None:
    repository.add("a", "a")
    repository.write("b", "disk")
    oids = [repository.git("hash-object", "-w", "--stdin", stdin=text).strip() for text in (b"1", b"2", b"3")]
    rows = "".join(f"100644 {oid} {stage}\tb\0" for stage, oid in enumerate(oids, 1)) + f"160000 {oids[0]}\tmodule\0"
    repository.git("update-index", "-z", "--index-info", stdin=rows.encode())
    assert list(git.staged(["b", "a"])) == [("b", b"1"), ("b", b"2"), ("b", b"3"), ("a", b"a")]
    (repository.path / "module").mkdir()
    repository.write("module/x", "inside")
    assert list(git.staged(["module/x", "a"])) == [("module/x", b"inside"), ("a", b"a")]


def test_staged_without_the_blob(repository: Repository) -> None:
    repository.add("a", "a")
    repository.git("update-index", "--add", "--cacheinfo", f"100644,{'1' * 40},b")
    assert list(git.staged(["a"])) == [("a", b"a")]
    with pytest.raises(Stopped, match=f"git has no blob {'1' * 40}"):
        list(git.staged(["a", "b"]))


def test_in_a_repository_of_longer_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    monkeypatch.chdir(tmp_path)
    repository = Repository(tmp_path)
    repository.add("a", "staged")
    repository.write("a", "on the disk")
    repository.add("b", "the same")
    repository.write("c", "intended")
    repository.git("add", "--intent-to-add", "c")
    assert list(git.staged(["a", "b", "c"])) == [("a", b"staged"), ("b", b"the same"), ("c", b"intended")]
    assert git.index().paths() == ["a", "b"]


def test_what_the_disk_has_is_read_only_if_git_stores_it(repository: Repository) -> None:
    for name in ("same", "changed", "gone", "filtered"):
        repository.add(name, f"{name}\n")
    repository.add(".gitattributes", "filtered working-tree-encoding=UTF-16LE\n")
    repository.write("filtered", "filtered\n".encode("utf-16-le"))
    repository.git("add", "filtered")
    repository.write("changed", "x")
    (repository.path / "gone").unlink()
    assert dict(git.staged(["same", "changed", "gone", "filtered"])) == {
        name: f"{name}\n".encode() for name in ("same", "changed", "gone", "filtered")
    }
    large = os.urandom(400_000)
    repository.add("large", large)
    repository.add("next", "after it, another SHA-1 is in use")
    assert dict(git.staged(["large", "next"])) == {"large": large, "next": b"after it, another SHA-1 is in use"}


def test_what_a_push_does_not_send_is_left_out(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.add("sent", "1")
    repository.git("commit", "-qm", "x")
    repository.add("staged", "2")
    repository.write("untracked", "3")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert list(git.staged(["sent", "staged", "untracked"])) == [("sent", b"1"), ("untracked", b"3")]


def test_paths_above_the_current_folder(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{number}" for number in range(20)]
    for name in names:
        repository.add(name, "staged")
        repository.write(name, "on the disk")
    (tmp_path / "outside").write_text("outside")
    (repository.path / "sub").mkdir()
    monkeypatch.chdir(repository.path / "sub")
    paths = [*(f"../{name}" for name in names), "../../outside"]
    assert [data for _, data in git.staged(paths)] == [b"staged"] * 20 + [b"outside"]

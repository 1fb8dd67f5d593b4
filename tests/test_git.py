from __future__ import annotations

import os
import subprocess
import sys

import pytest

from backend_standards import _git
from backend_standards._report import Stopped
from conftest import Repository


def test_much_goes_in_and_comes_out_at_once(repository: Repository) -> None:
    """More than a pipe holds in both directions: neither side may wait for the other."""
    contents = {f"file-{number}": os.urandom(3000) for number in range(3000)}
    for name, content in contents.items():
        repository.write(name, content)
    repository.git("add", "--all")
    entries = _git.index().entries()
    assert [path for _, _, path in entries] == sorted(contents)
    blobs = _git.blobs(oid for _, oid, _ in entries)
    assert {path: blobs[oid] for _, oid, path in entries} == contents


def test_git_that_does_not_read_its_input(repository: Repository) -> None:
    with pytest.raises(Stopped, match="git cat-file failed"):
        _git.run(["cat-file", "--no-such-option"], stdin=b"x" * 1_000_000)
    assert repository.path.exists()


def test_no_descriptor_is_left_open(repository: Repository) -> None:
    before = len(os.listdir("/dev/fd")) if os.path.isdir("/dev/fd") else 0
    for _ in range(5):
        _git.index()
        with pytest.raises(Stopped):
            _git.run(["no-such-command"])
    assert before == (len(os.listdir("/dev/fd")) if os.path.isdir("/dev/fd") else 0)
    assert repository.path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such descriptors")
def test_closed_standard_streams(repository: Repository) -> None:
    repository.add("a.env", "A=1")
    program = (
        "import os; os.close(0); from backend_standards.forbid_env_files import main; raise SystemExit(main(['a.env']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("a.env: env-file:")


def test_windows_does_not_run_a_repositorys_own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "NODEFAULTCURRENTDIRECTORYINEXEPATH"  # Windows knows no case in names
    monkeypatch.setenv(name, "")  # taken back at the end
    monkeypatch.delenv(name)
    monkeypatch.setattr(sys, "platform", "win32")
    seen = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        seen.append(os.environ.get(name))
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr(subprocess, "run", run)
    _git.run(["version"])
    assert seen == ["1"]


def test_entries_by_stem(repository: Repository) -> None:
    for name in ("a/.ENV", "b.py", "c.env", "env/x", "z"):
        repository.add(name)
    index = _git.index()
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
    index = _git.index()
    many = [f"z/{number:02}.py" for number in range(30)]
    assert sorted(index.paths()) == sorted([*names, *many, "unmerged.py", "module/"])
    assert index.contents(names) == {name: name.encode() for name in names}
    assert index.contents([*names, *many])["z/07.py"] == b"7"
    assert index.contents(["unmerged.py", "module", "nowhere"]) == {"unmerged.py": b"A=1"}
    assert index.contents([]) == {}


def test_an_empty_index(repository: Repository) -> None:
    assert _git.index().entries() == []
    assert not _git.index().has("a")
    assert _git.index().paths() == []
    assert _git.index().contents(["a"]) == {}
    assert repository.path.exists()

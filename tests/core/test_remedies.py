"""The commands that a refusal prints, run by bash, and the exceptions, taken by the options that they name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from backend_standards.core import Exempt, remedies
from support import Repository, is_shell

NAMES = ["a", "a b", "it's", '"', "$(touch x)", "`x`", "a;b", "-f", "#x", "!x", "x*", "[a]", "a\\b", " a ", "é"]
CONTROL = ["a\nb", "\x1b[31m", "it's\t\\", "\x01" + "7", "\udcff"]

windows = pytest.mark.skipif(sys.platform == "win32", reason="its file system does not have all of these names")


def bash(command: str, folder: Path) -> bytes:
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


@pytest.mark.parametrize("word", [*NAMES, *CONTROL, ""])
def test_bash_reads_a_quoted_word_as_it_was(tmp_path: Path, word: str) -> None:
    quoted = remedies.quote(word)
    assert quoted.isprintable()
    assert bash(f"printf %s {quoted}", tmp_path) == word.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize("before", [None, b"", b"x\n", b"x"], ids=["absent", "empty", "ended", "not-ended"])
@pytest.mark.parametrize("line", [*NAMES, "%s"])
def test_append_adds_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes | None, line: str) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "it's a file"
    if before is not None:
        file.write_bytes(before)
    bash(remedies.append(line, file.name), tmp_path)
    assert file.read_text(encoding="utf-8").split("\n") == [*(["x"] if before else []), line, ""]


@windows
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("is_folder", [False, True], ids=["file", "folder"])
def test_untrack_leaves_a_path_on_the_disk_and_git_ignores_it(
    repository: Repository, name: str, *, is_folder: bool
) -> None:
    path = f"{name}/file" if is_folder else name
    repository.add(path, "A=1\n")
    repository.add(f"other/{path}", "B=1\n")
    repository.write(f"untracked/{path}", "C=1\n")
    for command in remedies.untrack(name, folder=is_folder):
        assert is_shell(command)
        bash(command, repository.path)
    assert repository.git("ls-files", "-z").split("\0") == [".gitignore", f"other/{path}", ""]
    assert (repository.path / path).read_text() == "A=1\n"
    assert repository.git("ls-files", "-z", "--others", "--exclude-standard") == f"untracked/{path}\0"
    assert (repository.path / ".gitignore").read_text(encoding="utf-8").endswith("/\n") is is_folder


@pytest.mark.parametrize("path", [f"sub/{name}" for name in NAMES])
def test_allow_covers_exactly_its_path(path: str) -> None:
    exempt = remedies.allow(path)
    assert (exempt.option, exempt.words) == ("allow", "")
    found = remedies.patterns([exempt.value])
    assert found is not None
    assert found.cover(path)
    assert not any(found.cover(other) for other in (f"x/{path}", f"{path}x", "sub/other"))


def test_allow_takes_a_folder_an_option_and_words() -> None:
    exempt = remedies.allow("sub/a", folder=True, option="allow-folder", words="as a whole")
    assert exempt == Exempt("allow-folder", "/sub/a/", words="as a whole")
    found = remedies.patterns([exempt.value])
    assert found is not None
    assert found.cover("sub/a/file")
    assert not found.cover("sub/a")


def test_no_option_needs_no_patterns() -> None:
    assert remedies.patterns([]) is None

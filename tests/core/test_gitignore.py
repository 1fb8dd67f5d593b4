"""Ignore files judged from their contents: as git judges them on the disk."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from backend_standards.core.gitignore import exactly, folders, ignores, lines

if TYPE_CHECKING:
    from support import Repository

PATHS = [".env", "a/.env", "a/b/.env", "a/b/.env.keys", "a b/.env", "é/.env"]
PIECES = st.sampled_from(
    [
        *(".env", "env", "a", "b", "a b", "é", "/", "*", "**", "?", "!", "#", "\\", " ", ".", ".keys"),
        *("[.]", "[!x]", "[^x]", "[a-f]", "[[:alpha:]]", "[[:punct:]]env", "[[:lower:][:space:]]", "[", "]", "\r"),
    ]
)
LINES = st.lists(st.lists(PIECES, max_size=5).map("".join), max_size=5)


def test_the_folders_of_a_path() -> None:
    assert list(folders("a/b/.env")) == ["", "a/", "a/b/"]
    assert list(folders(".env")) == [""]


@pytest.mark.parametrize(
    ("path", "files", "expected"),
    [
        pytest.param(".env", {"": [".env"]}, True, id="name"),
        pytest.param("a/b/.env", {"": [".env  "]}, True, id="name-above"),
        pytest.param("a/.env", {"a/": ["/.env"]}, True, id="from-its-folder"),
        pytest.param("a/.env", {"": ["/.env"]}, False, id="from-another-folder"),
        pytest.param(".env", {"": [".env", "!.env.example", "!docs/*.md"]}, True, id="others-taken-back"),
        pytest.param(".env", {"": [".env", "!*env"]}, False, id="taken-back"),
        pytest.param("a/.env", {"": [".env"], "a/": ["!/.env"]}, False, id="taken-back-below"),
        pytest.param("a/.env", {"": ["a/", "!a/.env"]}, True, id="in-an-ignored-folder"),
        pytest.param("a/.env", {"": ["a/*", "!a/.env"]}, False, id="in-a-folder-of-ignored-files"),
        pytest.param(".env", {"": [".env/"]}, False, id="folders-only"),
        pytest.param(".env", {"": ["#.env"]}, False, id="comment"),
        pytest.param(".env", {"": ["*[[:alpha:]]"]}, True, id="class"),
        pytest.param(".env", {}, False, id="no-file"),
    ],
)
def test_ignores(path: str, files: dict[str, list[str]], expected: bool) -> None:
    assert ignores(path, files) is expected
    assert exactly(path, files) is expected, "the short way is only faster"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(top=[".env", "!a/.env"], below=["\\.env"])
@example(top=["**/b/", "!/a"], below=["/**/.env"])
@example(top=[".env\\ ", "[]]", "[!]"], below=["!.env"])
@given(top=LINES, below=LINES)
def test_as_git_does(repository: Repository, top: list[str], below: list[str]) -> None:
    contents = {"": "\n".join(top).encode(), "a/": "\n".join(below).encode()}
    for folder, data in contents.items():
        repository.write(f"{folder}.gitignore", data)
    files = {folder: lines(data) for folder, data in contents.items()}
    command = ["git", "check-ignore", "--no-index", "-z", "--stdin"]
    asked = "\0".join(PATHS).encode() + b"\0"
    done = subprocess.run(command, input=asked, cwd=repository.path, capture_output=True, check=False)
    expected = os.fsdecode(done.stdout).split("\0")[:-1]
    assert [path for path in PATHS if ignores(path, files)] == expected
    assert [path for path in PATHS if exactly(os.fsencode(path).decode("latin-1"), files)] == expected

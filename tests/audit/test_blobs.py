"""Which blobs there are, and in which order they are read."""

from __future__ import annotations

import pytest

from auditing import drop, put
from backend_standards.audit.blobs import portion_size, portions, stored_blobs
from backend_standards.audit.history import read_history
from support import Repository


def order(repository: Repository, size: int = 1 << 20) -> list[list[str]]:
    """Return the contents in the order in which they are read, a list a portion."""
    blobs = stored_blobs(".")
    found = []
    for held, names in portions(blobs, read_history(".", blobs).additions(), size):
        contents = [repository.git("cat-file", "blob", name) for name in names.decode().split()]
        assert held == sum(map(len, contents))
        found.append(contents)
    return found


def test_the_versions_of_a_file_follow_one_another_newest_first(repository: Repository) -> None:
    for number in range(3):
        put(repository, "a", f"a{number}")
        put(repository, "b", f"b{number}")
    drop(repository, "a")
    assert order(repository) == [["b2", "b1", "b0", "a2", "a1", "a0"]]


def test_each_blob_comes_once_and_what_no_commit_has_comes_last(repository: Repository) -> None:
    repository.git("hash-object", "-w", "--stdin", stdin=b"loose")
    put(repository, "a", "same")
    put(repository, "b", "same")
    put(repository, "a", "other")
    (contents,) = order(repository)
    assert contents[-1] == "loose"
    assert sorted(contents) == ["loose", "other", "same"]


def test_portions_are_filled(repository: Repository) -> None:
    for number in range(5):
        put(repository, "a", f"12{number}")
    assert [len(contents) for contents in order(repository, 6)] == [2, 2, 1]


def test_sizes(repository: Repository) -> None:
    put(repository, "a", "12345")
    put(repository, "b", "")
    blobs = stored_blobs(".")
    assert (blobs.size, sorted(blobs.sizes), sorted(blobs.numbers.values())) == (5, [0, 5], [0, 1])


@pytest.mark.parametrize(
    ("whole", "jobs", "expected"),
    [
        pytest.param(100, 2, 64 << 20, id="a small one has one portion"),
        pytest.param(1 << 30, 2, 128 << 20, id="each process gets four"),
        pytest.param(1 << 40, 2, 256 << 20, id="the bar of a large one moves on"),
    ],
)
def test_portions(whole: int, jobs: int, expected: int) -> None:
    assert portion_size(whole, jobs) == expected

"""The blobs of a repository, and the order in which they are read: the versions of a file follow one another.

git stores the versions of a file as differences, and reads them fastest in this order. A version is judged by what it
changed.
"""

from __future__ import annotations

from array import array

from backend_standards.core import git_stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    Addition: TypeAlias = "tuple[int, int, int]"
    """The numbers of a commit, of a blob that it added, and of the path."""

# Bytes of the blobs in one task. Each task starts a git, which first has to unpack what others rest on, and judges its
# first version of a file whole. So tasks are large, but each process gets a few, so that all end at the same time.
_SMALLEST_PORTION, _LARGEST_PORTION = 64 << 20, 256 << 20
_PORTIONS_PER_PROCESS = 4
_NO_PATH = 2**32 - 1


class Blobs:
    """The blobs of a repository: their ``numbers`` by name (bytes), and their ``sizes`` in bytes by number."""

    __slots__ = ("numbers", "sizes")

    def __init__(self) -> None:
        self.numbers: dict[bytes, int] = {}
        self.sizes = array("Q")

    @property
    def size(self) -> int:
        """The bytes of all blobs together."""
        return sum(self.sizes)


def stored_blobs(repository: str) -> Blobs:
    """Return the blobs of the object store in the order in which it stores them.

    Source: ``git cat-file --batch-all-objects --unordered`` (git-cat-file(1)). Each blob comes once, also
    one that no commit holds.
    """
    found = Blobs()
    arguments = ["cat-file", "--batch-all-objects", "--unordered", "--buffer"]
    with git_stream.Running(repository, [*arguments, "--batch-check=%(objecttype) %(objectsize) %(objectname)"]) as out:
        for line in out:
            if not line.startswith(b"blob "):
                continue
            _, length, oid = line.split(b" ")
            name = bytes.fromhex(oid.decode())
            if name not in found.numbers:
                found.numbers[name] = len(found.sizes)
                found.sizes.append(int(length))
    return found


def portion_size(whole: int, jobs: int) -> int:
    """Return how many bytes of a history of ``whole`` bytes one task gets, if ``jobs`` processes share them."""
    return min(max(whole // (_PORTIONS_PER_PROCESS * jobs), _SMALLEST_PORTION), _LARGEST_PORTION)


def portions(blobs: Blobs, additions: Iterable[Addition], size: int) -> Iterator[tuple[int, bytes]]:
    """Yield (bytes, names) of the blobs that are read together: object names in hexadecimal, one per line.

    The versions of a file follow one another, newest first, as in ``additions``. Blobs that no commit added come last.
    """
    names = list(blobs.numbers)
    lines: list[str] = []
    held = 0
    for number in _by_file(additions, len(names)):
        lines.append(f"{names[number].hex()}\n")
        held += blobs.sizes[number]
        if held >= size:
            yield held, "".join(lines).encode()
            lines, held = [], 0
    if lines:
        yield held, "".join(lines).encode()


def _by_file(additions: Iterable[Addition], count: int) -> list[int]:
    """Return the numbers of all blobs, sorted by the path of their newest addition."""
    path_of = array("I", [_NO_PATH]) * count
    rank = array("I", range(count))
    for place, (_commit, blob, path) in enumerate(additions):
        if blob < count and path_of[blob] == _NO_PATH:
            path_of[blob], rank[blob] = path, place
    return sorted(range(count), key=lambda number: (path_of[number], rank[number]))

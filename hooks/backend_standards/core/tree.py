"""The files of a run by their paths, with links followed as the disk of a clone would have them.

A file that git does not know does not exist here, because a clone does not have it. Only the files that the user names
are an exception. Without a repository, the disk is all there is.
"""

from __future__ import annotations

import os

from backend_standards.core import disk, git, git_process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_MOST_LINKS = 40
"""Links that are followed one after another, as on Linux (MAXSYMLINKS)."""


class Tree:
    """What a run judges. All paths are from the current folder, in git's spelling."""

    __slots__ = ("_given", "_index", "_links")

    def __init__(self, given: Collection[str] = (), index: git.Index | None = None) -> None:
        """Take what is judged, and the paths that the user names: those may be files that git does not know.

        Raises:
            Stopped: git failed.
        """
        self._given = frozenset(given)
        self._index = index or _judged()
        self._links: Mapping[str, str] = self._index.links() if self._index else {}

    def paths(self, stems: Sequence[bytes]) -> list[str]:
        """Return the paths of files with a stem in lower case, without submodules."""
        entries = self._index.entries(stems) if self._index else ()
        return [path for mode, _, path in entries if mode != git.SUBMODULE]

    def follow(self, path: str) -> str:
        """Return the path of the file that a path leads to, by way of links to files and to folders.

        A cycle of links gives some path on it. A link to nothing gives a path at which there is no file.
        """
        if not (self._index and self._knows(path)) and os.path.islink(path):  # one that git does not know
            path = os.path.relpath(os.path.realpath(path)).replace(os.sep, "/")
        for _ in range(_MOST_LINKS):
            place = next((each for each in _prefixes(path) if each in self._links), None) if self._links else None
            if place is None:
                break
            path = os.path.normpath(f"{os.path.dirname(place) or '.'}/{self._links[place]}{path[len(place) :]}")
            path = path.replace(os.sep, "/")
        return path

    def read(self, path: str) -> tuple[str, bytes] | None:
        """Return the path of the file that a path leads to, and its content; None if there is no such file.

        Raises:
            Stopped: git failed, has not fetched the content, or the file cannot be read.
        """
        place = self.follow(path)
        if self._index:
            if entry := git.entry(place, self._index):
                is_file = entry[0] not in (git.SUBMODULE, git.LINK)
                return (place, git.stored([(place, entry[1])])[0]) if is_file else None
            if not self._is_new(path) or git.is_left_out(place):
                return None
        return self.on_disk(path)

    def contents(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Return the contents of the tracked files among some paths, all at once; links are not followed.

        Raises:
            Stopped: git failed, or has not fetched a content.
        """
        entries = {path: entry for path in paths if self._index and (entry := git.entry(path, self._index))}
        files = [(path, entry[1]) for path, entry in entries.items() if entry[0] not in (git.SUBMODULE, git.LINK)]
        return dict(zip((path for path, _ in files), git.stored(files), strict=True))

    def through_links(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Return the contents of the tracked files among some paths, those of links too; not of links to nothing.

        Raises:
            Stopped: git failed, or has not fetched a content.
        """
        places = {path: self.follow(path) for path in paths}
        found = self.contents(list(dict.fromkeys(places.values())))
        return {path: found[place] for path, place in places.items() if place in found}

    def on_disk(self, path: str) -> tuple[str, bytes] | None:
        """Return the same as ``read``, but with the content that is on the disk; None if there is no file.

        Raises:
            Stopped: the file cannot be read, or a link leads out of the repository.
        """
        place = self.follow(path)
        if not (self._knows(place) or self._is_new(path)):
            return None
        disk.require_inside(place)
        data = disk.content(place)
        return (place, data) if data or (data is not None and os.path.isfile(place)) else None

    def _is_new(self, path: str) -> bool:
        """Return whether the user names a file that git does not know. What a tracked link leads to is not named."""
        return path in self._given and not self._knows(path)

    def _knows(self, path: str) -> bool:
        return self._index is None or git.entry(path, self._index) is not None


def _judged() -> git.Index | None:
    try:
        return git.judged()
    except git_process.NotARepository:
        return None


def _prefixes(path: str) -> list[str]:
    """Return the folders above a path, from the top, and the path itself."""
    ends = [at for at, char in enumerate(path) if char == "/"]
    return [*(path[:end] for end in ends), path]

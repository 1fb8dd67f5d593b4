"""A few staged files, found in the file of the index: the start of git costs more than the search of a hook.

Source: gitformat-index(5). Only what is plain is read here, and git is asked about everything else.
"""

from __future__ import annotations

import os

from backend_standards.core import disk, git_folder, pushed_commit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backend_standards.core.git import Entry

_HEAD = 12  # bytes before the first entry
_ALIGNED = 8  # bytes, of which the size of an entry is a multiple
_MODE, _OID, _FLAGS, _NAME = 24, 40, 60, 62  # where they are in an entry
_LENGTH, _NOT_PLAIN = 0x0FFF, 0x7000  # of the flags: the length of the name; stage, and whether there are further flags
_FOLDER = 0o040000  # the mode of a folder in a sparse index
_MOST = 10  # files; for more, git costs less than to search the index for each of them


def contents(paths: Sequence[str]) -> list[tuple[str, bytes]] | None:
    """Return each path with its staged content, if the disk has the same; None if git has to be asked (``git.staged``).

    At a push git is always asked: what counts then is the commit.
    """
    if len(paths) > _MOST or pushed_commit.revision():
        return None
    found = []
    folders: dict[str, bool] = {}
    for _, oid, path in entries(paths) or ():
        data = disk.content_if(path, oid, folders)
        if data is None:
            return None
        found.append((path, data))
    return found or None


def entries(paths: Iterable[str]) -> list[Entry] | None:
    """Return the entries of paths from the work tree's root; None if git has to be asked.

    git has to be asked in another folder, for a path that is not tracked or not merged, and for an index of another
    version, in two parts, or with a file that is only intended to be added.
    """
    if not os.path.lexists(".git") or "GIT_WORK_TREE" in os.environ or git_folder.may_have_flags():
        return None
    try:
        with open(git_folder.index(git_folder.path()), "rb") as stream:
            data = stream.read()
    except OSError:
        return None
    found = []
    for path in paths:
        one = entry(data, path)
        if not one:
            return None
        found.append(one)
    return found


def entry(data: bytes, path: str) -> Entry | None:
    """Return the only entry of a path; None without one, or if the name of another file looks like such an entry."""
    name = os.fsencode(path)
    flags = min(len(name), _LENGTH)
    places = []
    at = data.find(name + b"\0", _HEAD + _NAME)
    while at >= 0:
        start = at - _NAME
        found = int.from_bytes(data[start + _FLAGS : at], "big")
        if (start - _HEAD) % _ALIGNED == 0 and found & _LENGTH == flags:
            if found & _NOT_PLAIN:
                return None
            places.append(start)
        at = data.find(name + b"\0", at + 1)
    if len(places) != 1:
        return None
    (start,) = places
    mode = int.from_bytes(data[start + _MODE : start + _MODE + 4], "big")
    return None if mode == _FOLDER else (f"{mode:06o}", data[start + _OID : start + _FLAGS].hex(), path)

"""The repository's own folder, found and looked into without starting git.

Source: gitrepository-layout(5): ``.git`` is a file in worktrees and submodules; gitformat-index(5).
"""

from __future__ import annotations

import os

from backend_standards.core import disk

_PLAIN = b"DIRC\0\0\0\2"
"""The head of an index of version 2, whose entries have no further flags. git writes version 3 if one needs them."""


def path() -> str:
    """Return the repository's git folder if it can be found without git, otherwise ""."""
    folder = os.environ.get("GIT_DIR", ".git")
    if os.path.isdir(folder):
        return folder
    pointer = (disk.content(folder) or b"") if os.path.isfile(folder) else b""
    if not pointer.startswith(b"gitdir: "):
        return ""
    return os.path.join(os.path.dirname(folder), os.fsdecode(pointer[8:].rstrip(b"\r\n")))


def index(folder: str) -> str:
    """Return the file of the index: the one that git names to its hooks, otherwise that of a git folder."""
    return os.environ.get("GIT_INDEX_FILE") or os.path.join(folder, "index")


def may_have_flags() -> bool:
    """Return whether an entry of the index may be skip-worktree or only intended to be added.

    True in doubt: below the work tree's root, and if the index is of another version or in two parts.
    """
    folder = path()
    try:
        with open(index(folder), "rb") as stream:
            head = stream.read(len(_PLAIN))
        return not folder or head != _PLAIN or any(name.startswith("sharedindex.") for name in os.listdir(folder))
    except OSError:
        return True

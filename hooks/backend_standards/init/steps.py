"""One step of the plan: a file, and what is done with it."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WRITE, ADD, LEAVE, DIFFERS = "write", "add to", "leave", "differs"


class Step:
    """What is done with one file.

    ``lines`` are the ids of the standard's lines that it is for. ``words`` say what is added, or why nothing is done.
    ``old`` is what is on the disk, None for nothing; ``new`` what will be, None if nothing changes. ``hints`` are lines
    that only the diff and a person can use: keys that are missing in a table that exists.
    """

    __slots__ = ("action", "hints", "lines", "new", "old", "path", "words")

    def __init__(
        self,
        action: str,
        path: str,
        lines: Sequence[str],
        words: str = "",
        *,
        old: bytes | None = None,
        new: bytes | None = None,
        hints: Sequence[str] = (),
    ) -> None:
        self.action = action
        self.path = path
        self.lines = tuple(lines)
        self.words = words
        self.old = old
        self.new = new
        self.hints = tuple(hints)


def obstacle(path: str) -> str:
    """Return why a file cannot be written or added to, or "": a link in its path, or a file in a folder's place."""
    parts = path.split("/")
    for end in range(1, len(parts)):
        above = "/".join(parts[:end])
        if os.path.islink(above):
            return f"{above} is a link, and none is followed"
        if os.path.lexists(above) and not os.path.isdir(above):
            return f"{above} is not a folder"
    if os.path.islink(path):
        return "is a link, and none is followed"
    if os.path.lexists(path) and not os.path.isfile(path):
        return "is not a regular file"
    return ""


def new(path: str, lines: Sequence[str], content: Callable[[], str], existing: Sequence[str] = ()) -> Step:
    """Return the step of a file that is only ever written whole: not where it, or another of its kind, exists."""
    for other in (path, *existing):
        if os.path.lexists(other):
            return Step(LEAVE, other, lines, "exists")
    if reason := obstacle(path):
        return Step(LEAVE, path, lines, reason)
    return Step(WRITE, path, lines, new=content().encode())

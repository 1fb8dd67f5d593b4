"""Do the ignore files of a tree ignore a path? Judged from their contents, because git reads only those on the disk.

Source: gitignore(5), and ``add_patterns_from_buffer`` and ``last_matching_pattern`` in git's dir.c.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NAME = ".gitignore"
_SPECIAL = frozenset("*?[\\")


def folders(path: str) -> Iterator[str]:
    """Yield the folders above a path, whose ignore files count: "" first, then each with a final slash."""
    yield ""
    at = path.find("/")
    while at >= 0:
        yield path[: at + 1]
        at = path.find("/", at + 1)


def lines(data: bytes) -> list[str]:
    """Return the lines of an ignore file as git reads them: each character is a byte."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return [line.removesuffix("\r") for line in text.split("\n")]


def ignores(path: str, files: Mapping[str, Sequence[str]]) -> bool:
    """Return whether a path of a file is ignored.

    ``files`` has the lines of each ignore file, by the folder that it is in: as ``folders`` gives it.
    """
    by_bytes = {os.fsencode(folder).decode("latin-1"): found for folder, found in files.items()}
    path = os.fsencode(path).decode("latin-1")
    return plainly(path, by_bytes) or exactly(path, by_bytes)


def plainly(path: str, files: Mapping[str, Sequence[str]]) -> bool:
    """Return whether a line is just the name of the file, and no later line can negate it; False in doubt.

    Nearly every repository has such a line, and regular expressions cost as much as the rest of the run.
    """
    name = path[path.rfind("/") + 1 :]
    found = False
    for folder in folders(path):
        for line in files.get(folder, ()):
            if line.rstrip(" ") == name:
                found = True
            elif line.startswith("!"):
                other = line.rstrip(" /")
                if not _SPECIAL.isdisjoint(other) or other[max(other.rfind("/"), 0) + 1 :] == name:
                    found = False
    return found


def exactly(path: str, files: Mapping[str, Sequence[str]]) -> bool:
    """Return whether a path or a folder above it is ignored: what is in an ignored folder cannot be taken back."""
    parts = path.split("/")
    above = [f"{'/'.join(parts[:end])}/" for end in range(1, len(parts))]
    return any(_verdict(each, files) for each in (*above, path))


def _verdict(path: str, files: Mapping[str, Sequence[str]]) -> bool:
    """Return what the last line says that matches a file, or a folder (with a final slash)."""
    for folder in reversed(list(folders(path.rstrip("/")))):
        for line in reversed(files.get(folder, ())):
            negated = line.startswith("!")
            if line and line[0] != "#" and _matches(line[negated:], path[len(folder) :]):
                return not negated
    return False


def _matches(pattern: str, path: str) -> bool:
    """Return whether a line without its ``!`` matches a path from the folder of the ignore file."""
    import re

    from backend_standards.core.patterns import glob, with_classes, without_trailing_spaces

    pattern = without_trailing_spaces(pattern)
    if pattern.endswith("/"):
        pattern = pattern[:-1]
        if not path.endswith("/"):
            return False
    path = path.rstrip("/")
    if "/" not in pattern:
        path = path[path.rfind("/") + 1 :]
    expression = glob(with_classes(pattern.removeprefix("/")))
    return bool(expression) and re.fullmatch(expression, path, re.DOTALL) is not None

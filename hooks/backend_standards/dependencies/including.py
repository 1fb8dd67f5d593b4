"""Which files include one that a commit changes? They are judged again, although the commit does not touch them.

Imported only under a runner.
"""

from __future__ import annotations

import os

from backend_standards.core import Stopped
from backend_standards.dependencies import install_names
from backend_standards.dependencies.requirements_file import File

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import TypeAlias

    from backend_standards.dependencies.installs import Read

    Node: TypeAlias = "tuple[str, str]"
    """A path as it is written, and that of the file that it leads to."""

FILES = (b"requirements", b"constraint")
"""One of these is in the path of each requirements file, in lower case."""
COMMANDS = (b"dockerfile", b"containerfile", b".sh", b".bash", b".mk", b"makefile", b".yml", b".yaml")
"""The same for each file with install commands."""
_OPTIONS = (b"-r", b"-c", b"\0")
"""One of these is in each file that includes another: the options in any spelling, or the zeros of UTF-16."""


def files(hook: str, paths: Iterable[str], read: Read) -> list[str]:
    """Return those of the paths that the hook is given at a change, and that include what this run changes.

    Raises:
        Stopped: git failed, or a file cannot be read.
    """
    found = {path: content for path in paths if (content := read(path)) and _may_include(content[1])}
    if not found:  # as nearly always: neither git nor the expressions of the manifest are needed
        return []
    from backend_standards.core import manifest, unseen

    changed = frozenset(unseen.changed() or ())
    given = manifest.matching(hook, found) if changed else []
    scripts = {path: found[path] for path in given if install_names.kind(path)}
    others = {path: found[path] for path in given if path not in scripts}
    including = _naming(scripts, changed) | _including(others, changed, read)
    return [path for path in given if path in including]


def _may_include(data: bytes) -> bool:
    """Return whether a file may have an option that includes another; few files have a line that begins so."""
    return any(mark in data for mark in _OPTIONS) and any(
        line.lstrip()[:1] in (b"-", b"\xef", b"\xff", b"\xfe") or b"install" in line or b"\0" in line
        for line in data.split(b"\n")
        if b"-r" in line or b"-c" in line or b"\0" in line
    )


def _naming(scripts: Mapping[str, tuple[str, bytes]], changed: Collection[str]) -> set[str]:
    """Return those of the files with install commands that name a changed file."""
    import re

    names = {os.fsencode(each.rpartition("/")[2]) for each in changed}
    odd = [name for name in names if name.translate(None, _PLAIN)]

    def names_one(data: bytes) -> bool:
        words = re.findall(rb"[\w.+-]+", data)
        return any(word.rstrip(b".") in names for word in words) or any(name in data for name in odd)

    return {path for path, (_, data) in scripts.items() if names_one(data)}


def _including(files: Mapping[str, tuple[str, bytes]], changed: Collection[str], read: Read) -> set[str]:
    """Return those of the files that include one that changed, by way of others too.

    Raises:
        Stopped: they include too many files.
    """
    waiting = list(files.items())
    above: dict[Node, list[Node]] = {}
    """The files that include one, by its path as it is written, and that of the file itself."""
    seen: set[Node] = set()
    reached: list[Node] = []
    while waiting:
        path, (place, data) = waiting.pop()
        if (path, place) in seen:
            continue
        seen.add((path, place))
        if len(seen) > _MOST:
            raise Stopped(f"{path}: is one of more than {_MOST} files that include one another; leave some out")
        for include in File(place, data).includes:
            target = include.target(os.path.dirname(path))
            found = read(target)
            if target in changed or (found and found[0] in changed):
                reached.append((path, place))
            if found:
                above.setdefault((target, found[0]), []).append((path, place))
                waiting.append((target, found))
    including: set[Node] = set()
    while reached:
        node = reached.pop()
        if node not in including:
            including.add(node)
            reached += above.get(node, ())
    return {path for path, (place, _) in files.items() if (path, place) in including}


_PLAIN = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-"
_MOST = 10_000
"""Files that include one another, at most: links to folders can lead round and round."""

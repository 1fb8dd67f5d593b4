"""Which files include one that a commit changes? They are judged again, although the commit does not touch them.

Imported only under a runner.
"""

from __future__ import annotations

import os

from backend_standards.core import manifest, unseen
from backend_standards.dependencies import install_names
from backend_standards.dependencies.requirements_file import File

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backend_standards.dependencies.installs import Read

STEMS = (b".txt", b".pip", b"dockerfile", b"containerfile", b".sh", b".bash", b".mk", b"makefile", b".yml", b".yaml")
"""What the path of each file that can include another has, in lower case."""
_OPTIONS = (b"-r", b"-c", b"\0")
"""One of these is in each file that includes another: the options in any spelling, or the zeros of UTF-16."""


def files(hook: str, paths: Iterable[str], read: Read) -> list[str]:
    """Return those of the paths that the hook is given at a change, and that include what this run changes.

    Raises:
        Stopped: git failed, or a file cannot be read.
    """
    found = {}
    for path in manifest.matching(hook, paths):
        content = read(path)
        if content and _may_include(content[1]):
            found[path] = content
    changed = unseen.changed() if found else None
    if not changed:
        return []
    gone = frozenset(changed)
    return [path for path, content in found.items() if _includes(path, content, gone, read)]


def _may_include(data: bytes) -> bool:
    """Return whether a file may have an option that includes another; few files have a line that begins so."""
    return any(mark in data for mark in _OPTIONS) and any(
        line.lstrip()[:1] in (b"-", b"\xef", b"\xff", b"\xfe") or b"install" in line or b"\0" in line
        for line in data.split(b"\n")
        if b"-r" in line or b"-c" in line or b"\0" in line
    )


def _includes(path: str, content: tuple[str, bytes], changed: frozenset[str], read: Read) -> bool:
    """Return whether a file includes one of those that changed, by way of others too."""
    if install_names.kind(path):
        names = {os.fsencode(each.rpartition("/")[2]) for each in changed}
        return any(name in content[1] for name in names)
    return any(each in changed for each in _closure(path, content, read))


def _closure(path: str, content: tuple[str, bytes], read: Read) -> Iterator[str]:
    """Yield the path of each file that a file includes: as it is written, and for a link that of the file itself."""
    waiting = [(path, content)]
    seen = set()
    while waiting:
        path, (place, data) = waiting.pop()
        if (path, place) in seen:
            continue
        seen.add((path, place))
        for include in File(place, data).includes:
            target = include.target(os.path.dirname(path))
            yield target
            if found := read(target):
                yield found[0]
                if len(seen) < _MOST:
                    waiting.append((target, found))


_MOST = 10_000
"""Files of one install: links to folders can lead round and round."""

"""The folders that ``--root`` names, for hooks that judge a repository folder by folder. Imported only if one does."""

from __future__ import annotations

import os

from backend_standards.core import Stopped
from backend_standards.core.patterns import folders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def inside(option: str, path: str) -> str:
    """Return a path of an option as git writes it, without a final slash; the current folder is ``.``.

    Raises:
        Stopped: the path leads out of the current folder.
    """
    found = os.path.normpath(path).replace(os.sep, "/")
    if found.startswith(("/", "../")) or found == ".." or os.path.isabs(path):
        raise Stopped(f"--{option} {path}: must be a path inside the repository, from its root")
    return found


def prefixes(roots: Sequence[str], paths: Sequence[str]) -> list[str]:
    """Return the folders, and those that globs match, each once, as the prefix of the tracked paths below them.

    ``paths`` are all tracked paths, that of a submodule with a final slash.

    Raises:
        Stopped: nothing is tracked below a root, so it may be a typing error.
    """
    found: dict[str, None] = {}
    for root in roots:
        folder = inside("root", root)
        prefix = "" if folder == "." else f"{folder}/"
        if not prefix or any(path.startswith(prefix) and path != prefix for path in paths):
            found[prefix] = None
            continue
        matches = folders(folder, paths)
        if not matches:
            raise Stopped(f"--root {root}: no file below it is tracked, seen from the current folder")
        found.update(dict.fromkeys(matches))
    return list(found)

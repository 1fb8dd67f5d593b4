"""The configuration that the option --config names, and the baseline that belongs to it.

A continuous integration takes both from the base branch of a pull request (``origin/main:pyproject.toml``), so that the
request cannot relax its own checks. Imported only where the option is given.
"""

from __future__ import annotations

import os

from backend_standards.core import Stopped, configuration, disk, git_process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.core.configuration import Values

_OPTION = "option --config"
_ABSENT = "is not in this clone: fetch the branch, with its whole history"


def of_hook(place: str, hook: str) -> Values:
    """Return what a file, or a file of a revision, sets for a hook. A revision without that file sets nothing.

    Raises:
        Stopped: there is no such file or revision, or the configuration is broken.
    """
    revision = revision_of(place)
    data = content(revision, place[len(revision) + 1 :]) if revision else disk.read(place)
    try:
        return configuration.options_of(data or b"", hook).values
    except Stopped as stopped:
        raise Stopped(f"{_OPTION}={place}: {stopped}") from stopped


def revision_of(place: str) -> str:
    """Return the revision before the colon of a place, or "" for the path of a file.

    A file of the checkout never counts in place of a revision: a pull request could add one. ``./`` before it makes a
    name with a colon a path; a single letter is a drive of Windows.
    """
    revision, colon, _ = place.partition(":")
    is_path = place.startswith((".", "/", os.sep)) or len(revision) == 1
    return revision if colon and not is_path else ""


def content(revision: str, path: str) -> bytes | None:
    """Return a file of a revision, with its path from the current folder; None if the revision does not have it.

    Raises:
        Stopped: this clone does not have the revision, or the path is no file.
    """
    commit = git_process.commit(revision)
    if not commit:
        raise Stopped(f"{_OPTION}: {revision} {_ABSENT}")
    arguments = ["ls-tree", "-z", commit, "--", path]
    rows = git_process.run(arguments, settings=("--literal-pathspecs",)).split(b"\0")[:-1]
    if not rows:
        return None
    mode, _, oid = os.fsdecode(rows[0].partition(b"\t")[0]).split(" ")
    if not mode.startswith("100"):
        raise Stopped(f"{_OPTION}: {path} is not a regular file in {revision}")
    if int(git_process.run(["cat-file", "-s", oid])) > disk.LARGEST_SETTINGS:
        raise Stopped(f"{_OPTION}: {disk.TOO_LARGE.format(path)}")
    return git_process.run(["cat-file", "blob", oid])

"""The findings about locks. Imported only where a lock is missing or stale."""

from __future__ import annotations

from backend_standards.core import Finding, masking
from backend_standards.core.remedies import allow, quote
from backend_standards.locks.rules import MISSING_LOCK, STALE_LOCK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    Remedy: TypeAlias = "tuple[str, str]"
    """The command that writes a lock, or "", and a note, or ""."""

_NAMED = 3
"""Differences, or packages, that a message names: who has three to look at knows enough to run the command."""
_MESSAGE = 200
"""Characters of a message's list: two lines of a terminal."""


def writing(command: str, path: str, folder: str | None = None) -> str:
    """Return a shell command, for the repository's root, that runs one which writes a lock and stages the lock.

    ``folder`` is where it has to run: that of the lock by default; "" is the root.
    """
    if folder is None:
        folder = path.rpartition("/")[0]
    name = path[len(folder) + 1 :] if folder else path
    staged = f"{command} && git add {'-- ' * name.startswith('-')}{quote(name)}"
    # In a subshell, so that the next command runs in the root again.
    return f"(cd {quote(f'./{folder}' if folder.startswith('-') else folder)} && {staged})" if folder else staged


def stale(path: str, differences: Sequence[str], remedy: Remedy) -> Finding:
    """Return the finding about a lock that does not say what its manifest says."""
    command, note = remedy
    message = _listed(differences, "; ", "; ")
    return Finding(path, STALE_LOCK, message, commands=[command] if command else (), note=note, exempt=[allow(path)])


def missing(path: str, unpinned: Sequence[str], remedy: Remedy) -> Finding:
    """Return the finding about a manifest without a lock.

    ``unpinned`` are its packages that the pinned requirements files beside it do not have; empty without such files.
    """
    command, note = remedy
    message = "this file lists dependencies, but its folder has neither a lock file nor a pinned requirements file"
    if unpinned:
        which = f"no pinned requirements file has {_listed(unpinned)}"
        message = f"this file lists dependencies, but there is no lock file, and {which}"
    return Finding(
        path,
        MISSING_LOCK,
        message,
        commands=[command] if command else (),
        note=note,
        exempt=[allow(path, option="allow-missing", words="for a library")],
        known_as="has dependencies, but no lock file",
        cause=f"unlocked dependencies in {path.rpartition('/')[0]}",
    )


def _listed(texts: Sequence[str], separator: str = ", ", before_count: str = " ") -> str:
    """Return the first texts in one line, and how many more there are."""
    shown: list[str] = []
    for text in map(masking.cleaned, texts[:_NAMED]):
        if shown and sum(map(len, shown)) + len(text) > _MESSAGE:
            break
        shown.append(text)
    more = len(texts) - len(shown)
    return separator.join(shown) + (f"{before_count}and {more} more" if more else "")

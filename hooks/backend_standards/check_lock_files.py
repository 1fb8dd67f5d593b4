"""Check that each manifest has a lock file, and that the lock says what the manifest says.

Source: the standard's "Dependency Management" ("Pin exact versions: `requirements.txt` or `poetry.lock`").
The hook reads the index below the current folder, or at a push the commit that is pushed. It needs no network: it
resolves nothing and starts no tool.
"""

from __future__ import annotations

import os

from backend_standards import _hook
from backend_standards.core import Finding, Option, Options, Outcome, Stopped, git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

HOOK = "check-lock-files"
OPTIONS = (
    Option("allow", "do not check a lock or a manifest; a pattern as in .gitignore", "PATTERN"),
    Option("allow-missing", "allow a manifest without a lock, as in a library; a pattern as in .gitignore", "PATTERN"),
)
_MOST_LINKS = 40
"""Links that are followed one after another, as on Linux (MAXSYMLINKS)."""
_STEMS = (b"pyproject.toml", b"pipfile", b".lock", b"pylock.", b"requirements", b"constraint")
"""What the path of each lock and manifest contains, in lower case; few other paths contain one of them."""


def check(
    paths: Sequence[str],
    read: Callable[[Sequence[str]], Mapping[str, bytes]],
    allow: Sequence[str] = (),
    allow_missing: Sequence[str] = (),
) -> Iterator[Finding]:
    """Yield the findings about the locks and manifests among the tracked paths of a repository.

    Args:
        paths: tracked paths from the repository's root: at least the locks, manifests and requirements files.
        read: returns the contents of those paths that are tracked.
        allow: patterns of locks and manifests that are not checked.
        allow_missing: patterns of manifests that need no lock.

    Raises:
        Stopped: a lock or manifest cannot be parsed, or a lock is of a version that is not known.
    """
    from backend_standards.locks.repository import Repository

    return Repository(paths, read, allow, allow_missing).findings()


def main(argv: Sequence[str] | None = None) -> int:
    """Check the index below the current folder, or at a push the commit; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv)


def judge(options: Options) -> Outcome:
    """Return what a run finds in the index, or at a push in the commit."""
    if options.files:
        raise Stopped(f"takes no file names (got {options.files[0]!r}): it reads the index; except files by --allow")
    commit = git.pushed_commit()
    index = git.tree(commit) if commit else git.index()
    rows = [row for row in index.entries(_STEMS) if row[0] != git.SUBMODULE]
    entries = {path: oid for _, oid, path in rows}
    if not any(map(_is_of_interest, entries)):
        return Outcome(HOOK)
    links = _links(index) if any(mode == git.LINK for mode, _, _ in rows) else {}

    def read(paths: Iterable[str]) -> dict[str, bytes]:
        places = {path: _followed(path, links) for path in paths}
        known = {path: entries[place] for path, place in places.items() if place in entries}
        found = git.blobs(known.values())
        others = {path: place for path, place in places.items() if place not in entries}
        rest = index.contents(others.values()) if others else {}
        return {path: found[oid] for path, oid in known.items()} | {
            path: rest[place] for path, place in others.items() if place in rest
        }

    return Outcome(HOOK, check(list(entries), read, options.texts("allow"), options.texts("allow-missing")))


def _links(index: git.Index) -> dict[str, str]:
    """Return where each tracked link leads, as it is written."""
    oids = {path: oid for mode, oid, path in index.entries() if mode == git.LINK}
    texts = git.blobs(oids.values())
    return {path: os.fsdecode(texts[oid]) for path, oid in oids.items()}


def _followed(path: str, links: Mapping[str, str]) -> str:
    """Return the path of the file that a path leads to."""
    for _ in range(_MOST_LINKS):
        if path not in links:
            break
        path = os.path.normpath(os.path.join(os.path.dirname(path), links[path])).replace(os.sep, "/")
    return path


def _is_of_interest(path: str) -> bool:
    return path.endswith((".toml", "Pipfile", ".lock", ".in", ".txt", ".pip"))


if __name__ == "__main__":
    raise SystemExit(main())

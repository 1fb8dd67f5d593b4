"""Check that each manifest has a lock file, and that the lock says what the manifest says.

Source: the standard's "Dependency Management" ("Pin exact versions: `requirements.txt` or `poetry.lock`").
The hook reads the index below the current folder, or at a push the commit that is pushed. It needs no network: it
resolves nothing and starts no tool.
"""

from __future__ import annotations

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
    index = git.project()
    rows = [row for row in index.entries(_STEMS) if row[0] != git.SUBMODULE]
    entries = {path: oid for _, oid, path in rows}
    if not any(map(_is_of_interest, entries)):
        return Outcome(HOOK)

    def read(paths: Iterable[str]) -> dict[str, bytes]:
        if not index.has_links():
            return index.contents(paths)
        from backend_standards.core.tree import Tree

        tree = Tree(index=index)
        places = {path: tree.follow(path) for path in paths}
        found = index.contents(places.values())
        return {path: found[place] for path, place in places.items() if place in found}

    return Outcome(HOOK, check(list(entries), read, options.texts("allow"), options.texts("allow-missing")))


def _is_of_interest(path: str) -> bool:
    return f"/{path}".endswith((".toml", "/Pipfile", ".lock", ".in", ".txt", ".pip"))


if __name__ == "__main__":
    raise SystemExit(main())

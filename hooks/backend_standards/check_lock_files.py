"""Check that lock files are there, and say what their manifests say.

Source: the standard's "Dependency Management" ("Pin exact versions: `requirements.txt` or `poetry.lock`").
Judged from the index below the current folder, without network: nothing is resolved, no tool is started.
"""

from __future__ import annotations

from backend_standards import _git, _options
from backend_standards._report import CLEAN, Finding, Stopped, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

HOOK = "check-lock-files"
OPTIONS = (
    _options.Option("allow", "leave a lock or a manifest alone; as in .gitignore", "PATTERN"),
    _options.Option(
        "allow-missing", "let a manifest be without a lock, as a library's is; as in .gitignore", "PATTERN"
    ),
)
# What a path holds, in lower case, if it can be a lock or a manifest; nearly all paths hold none.
_STEMS = (b"pyproject.toml", b"pipfile", b".lock", b"pylock.", b"requirements", b"constraints")


def check(
    paths: Sequence[str],
    read: Callable[[Sequence[str]], Mapping[str, bytes]],
    allow: Sequence[str] = (),
    allow_missing: Sequence[str] = (),
) -> Iterator[Finding]:
    """Yield the findings about the locks and manifests among the tracked paths of a repository.

    Args:
        paths: tracked paths from the repository's root: at least the locks, manifests and requirement files.
        read: returns the contents of those paths that are tracked.
        allow: patterns of locks and manifests to leave alone.
        allow_missing: patterns of manifests that need no lock.

    Raises:
        Stopped: a lock or manifest cannot be parsed, or a lock is of a version that is not known.
    """
    from backend_standards._lock_pairs import Repository

    return Repository(paths, read, allow, allow_missing).findings()


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the index below the current folder; return 0 clean, 1 findings, 2 stopped."""
    return _options.run(HOOK, __doc__, OPTIONS, _judge, argv)


def _judge(options: _options.Options) -> int:
    """Read the index and the files in question, and report."""
    if options.files:
        raise Stopped(f"takes no file names (got {options.files[0]!r}): it reads the index; exceptions go to --allow")
    index = _git.index()
    entries = {path: oid for mode, oid, path in index.entries(_STEMS) if mode != _git.SUBMODULE}
    if not any(map(_is_of_interest, entries)):
        return CLEAN

    def read(paths: Iterable[str]) -> dict[str, bytes]:
        wanted = list(paths)
        known = {path: entries[path] for path in wanted if path in entries}
        found = _git.blobs(known.values())
        others = [path for path in wanted if path not in entries]
        return {path: found[oid] for path, oid in known.items()} | (index.contents(others) if others else {})

    return report(check(list(entries), read, options.texts("allow"), options.texts("allow-missing")))


def _is_of_interest(path: str) -> bool:
    return path.endswith((".toml", "Pipfile", ".lock", ".in", ".txt"))


if __name__ == "__main__":
    raise SystemExit(main())

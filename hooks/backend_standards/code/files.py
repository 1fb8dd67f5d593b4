"""The Python files of a run, and what one hook finds in them. A clean run imports this module, and little else."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.code.checks import Check
    from backend_standards.core import Finding


def contents(paths: Sequence[str]) -> Iterable[tuple[str, bytes]]:
    """Return each path with its content as this run judges it: the index, or at a push the pushed commit.

    Raises:
        Stopped: git failed, or there is no such file.
    """
    if not paths:
        return ()
    from backend_standards.core import index_file

    found = index_file.contents(paths)
    if found is not None:
        return found
    from backend_standards.core import git

    return git.staged(paths)


def findings(check: Check, files: Iterable[tuple[str, bytes]]) -> Iterator[Finding]:
    """Yield what one hook finds in files given as (path, content)."""
    for path, data in files:
        if check.concerns(data):
            from backend_standards.code.source import Source

            yield from check.findings(Source(path, data))

"""What is left to do by hand where code exists: the moves and the lock that no file of ours may stand in for."""

from __future__ import annotations

from backend_standards.core.output import printable, printable_path
from backend_standards.layout import MANIFESTS, Faults, findings
from backend_standards.layout.tree import trees

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.layout.tree import Reader, Settings, Tree


def of(paths: Sequence[str], settings: Settings, read: Reader) -> list[str]:
    """Return the lines, each of one finding about the layout with its commands."""
    return [line for tree in trees(paths, settings) for line in _of_tree(tree, settings, paths, read)]


def _of_tree(tree: Tree, settings: Settings, paths: Sequence[str], read: Reader) -> Iterator[str]:
    faults = tree.faults(read)
    if not tree.python:
        lacks = [(entry, purpose) for entry, purpose in faults.lacks if entry == "requirements.txt"]
        has_manifest = any(map(tree.has, MANIFESTS))
        faults = Faults(lacks if has_manifest else [], {}, {}, [], {}, faults.hollow)
    for finding in findings.of_root(tree, settings, faults, paths, read) if faults else ():
        yield f"to do: {printable_path(finding.path)}: {printable(finding.message)}"
        yield from (f"    run: {printable(command)}" for command in finding.commands)
        if finding.note:
            yield f"    note: {printable(finding.note)}"

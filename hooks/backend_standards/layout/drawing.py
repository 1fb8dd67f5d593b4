"""The drawing of ``--show-tree``: the expected tree, marked with what is tracked. Imported only for it.

Source: the standard's "Project Structure".
"""

from __future__ import annotations

import os
import sys

from backend_standards.core.output import counted, printable_path
from backend_standards.layout import IN_SOURCE, PURPOSES
from backend_standards.layout.tree import trees

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from backend_standards.layout import Faults
    from backend_standards.layout.tree import Reader, Settings, Tree

    Row: TypeAlias = tuple[str, str, str]
    """A mark, what is drawn, and the purpose of the entry."""

_HAS, _LACKS, _OPTIONAL, _ELSEWHERE = "✓", "✗", "·", "!"
_PLAIN = str.maketrans({"✓": "+", "✗": "x", "·": "-", "├": "|", "└": "`", "─": "-", "│": "|"})
"""The same drawing for a console whose encoding has no such characters."""
_LEGEND = (
    f"{_HAS} is there  {_LACKS} is missing  {_OPTIONAL} is missing and optional  {_ELSEWHERE} is outside its place\n"
)


def of_trees(paths: Sequence[str], settings: Settings, read: Reader) -> str:
    """Return the expected tree of each root as a drawing, and what the marks mean."""
    text = "\n".join(_drawing(tree, settings, read) for tree in trees(paths, settings))
    text = f"{text}\n{_LEGEND}"
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.translate(_PLAIN)
    return text


def _drawing(tree: Tree, settings: Settings, read: Reader) -> str:
    faults = tree.faults(read)
    rows = list(_rows(tree, settings, {entry for entry, _ in faults.lacks}))
    width = max(len(drawn) for _, drawn, _ in rows) + 2
    lines = [f"{mark} {drawn:<{width}}{f'# {purpose}' if purpose else ''}".rstrip() for mark, drawn, purpose in rows]
    return "".join(f"{line}\n" for line in [*lines, *_elsewhere(tree, settings, faults)])


def _rows(tree: Tree, settings: Settings, lacks: set[str]) -> Iterator[Row]:
    """Yield the rows of the tree: the root, the source and what is in it, everything else."""
    wanted = settings.entries()

    def mark(entry: str) -> str:
        if entry in lacks:
            return _LACKS
        return _HAS if entry in wanted or tree.has(entry) else _OPTIONAL

    source, tests = settings.source or "./", f"{settings.tests[0]}/"
    inner = [(settings.source + name, PURPOSES[name]) for name in IN_SOURCE]
    outer = [
        (tests, PURPOSES["tests/"]),
        *((name, PURPOSES[name]) for name in ("scripts/", "requirements.txt", "README.md")),
        *((entry, "required by --require") for entry in settings.required),
    ]
    name = tree.root.rstrip("/") or os.path.basename(os.path.realpath("."))
    yield _HAS, f"{printable_path(name)}/", ""
    held = f"Application code ({counted(len(tree.source()), 'Python file')})" if tree.has_source else "Application code"
    has_source = tree.has_source or any(tree.has(entry) for entry, _ in inner)
    yield _LACKS if source in lacks or not has_source else _HAS, f"├── {source}", held
    for at, (entry, purpose) in enumerate(inner):
        edge = "└" if at == len(inner) - 1 else "├"
        yield mark(entry), f"│   {edge}── {entry.removeprefix(settings.source)}", purpose
    for at, (entry, purpose) in enumerate(outer):
        edge = "└" if at == len(outer) - 1 else "├"
        yield mark(entry), f"{edge}── {printable_path(entry)}", purpose


def _elsewhere(tree: Tree, settings: Settings, faults: Faults) -> Iterator[str]:
    """Yield a line for each entry that is outside its place."""
    found = [(entry, files, f"application code outside {settings.source}") for entry, files in faults.strays.items()]
    found += [(entry, files, f"tests outside {settings.tests[0]}/") for entry, files in faults.outside.items()]
    for entry, files, what in found:
        is_file = files == [tree.root + entry]
        number = "" if is_file else f" ({counted(len(files), 'Python file')})"
        yield f"{_ELSEWHERE} {printable_path(entry)}{'' if is_file else '/'}: {what}{number}"

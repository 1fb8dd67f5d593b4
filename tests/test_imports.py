"""The imports of the package: in one direction, without circles, and of public names only."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, NamedTuple

import pytest

from support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = ROOT / "hooks" / "backend_standards"
COMMAND = "backend_standards"
"""The entry point of the command; all others are hooks."""
ENTRY_POINTS = {path.stem for path in PACKAGE.glob("*.py") if not path.name.startswith("_")}
HOOKS = ENTRY_POINTS - {COMMAND}

# What each room may import, besides itself. Rule 1 of the house: dependencies point down.
_READERS = {"core", "readers"}
_SUBJECTS = ("secrets", "commits", "locks", "layout")
_BELOW_HOOKS = {*_READERS, *_SUBJECTS, "dependencies", "code", "project", "infrastructure", "tasks", "_hook"}
_ABOVE_HOOKS = {*_BELOW_HOOKS, "reporting", "hooks"}
ALLOWED = {
    "__init__": set(),
    "core": {"__init__"},
    "reporting": {"__init__", "core"},
    "readers": {"core"},
    **dict.fromkeys(_SUBJECTS, _READERS),
    "dependencies": {*_READERS, "locks", "secrets"},
    # Where the tests are, which words are secret, and which version of a library is pinned.
    "code": {*_READERS, "layout", "secrets", "dependencies"},
    # Tasks in Python code.
    "tasks": {*_READERS, "code"},
    # Where the tests are, which calls make an API, and what the runners of tasks run.
    "project": {*_READERS, "layout", "code", "tasks"},
    # Policies in Python code, in vendored trees, and in the commands of CI systems.
    "infrastructure": {*_READERS, "layout", "dependencies", "code"},
    "_hook": {"__init__", "core", "reporting"},
    "hooks": _BELOW_HOOKS,
    "standard": {"__init__", *_ABOVE_HOOKS},
    # The history is judged by the subjects themselves: their hooks only read options and files.
    "audit": {"__init__", *_ABOVE_HOOKS} - {"hooks"},
    "command": {"__init__", *_ABOVE_HOOKS, "standard"},
    # It runs the hooks as the command does, and many repositories as the audit does.
    "review": {"__init__", *_ABOVE_HOOKS, "audit", "command", "standard"},
    "init": {"__init__", *_BELOW_HOOKS, "standard"},
    COMMAND: {"__init__", *_ABOVE_HOOKS, "audit", "command", "init", "review", "standard"},
    "__main__": {COMMAND},
}
ALIASES = {("check_project_layout", "init.command")}
"""Imports (of, what) of an option that is older than the command that took its place."""
PENDING: set[tuple[str, str]] = set()
"""Imports (of, what) that still break a rule, and private names (of, module.name) that are still taken."""


class Import(NamedTuple):
    """One import of a module of the package: ``name`` is what is taken from it, "" for the module itself."""

    importer: str
    module: str
    name: str


class _Reader(ast.NodeVisitor):
    """Collects the imports of one module, those inside functions and those for types too."""

    def __init__(self, importer: str) -> None:
        self.importer = importer
        self.found: list[Import] = []
        self.aliases: dict[str, str] = {}
        """By name in the module, the module of the package that it stands for."""
        self.private: set[tuple[str, str]] = set()
        """Module and private name of each attribute of a module of the package."""

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.name.split(".")[0] == PACKAGE.name:
                assert alias.asname, f"{self.importer}:{node.lineno}: import names from the module"
                self._add(_short(alias.name), "", alias.asname)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        assert not node.level, f"{self.importer}:{node.lineno}: imports are absolute"
        if (node.module or "").split(".")[0] != PACKAGE.name:
            return
        module = _short(node.module or "")
        for alias in node.names:
            below = alias.name if module == "__init__" else f"{module}.{alias.name}"
            if below in modules():
                self._add(below, "", alias.asname or alias.name)
            else:
                self._add(module, alias.name, "")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name) and node.value.id in self.aliases and is_private(node.attr):
            self.private.add((self.aliases[node.value.id], node.attr))
        self.generic_visit(node)

    def _add(self, module: str, name: str, alias: str) -> None:
        self.found.append(Import(self.importer, module, name))
        if alias:
            self.aliases[alias] = module


def _short(module: str) -> str:
    """Return a module's name without the package's; the package itself is ``__init__``."""
    return module.partition(".")[2] or "__init__"


@cache
def modules() -> dict[str, ast.Module]:
    """Return the trees of all modules by their short name; a folder's ``__init__`` has the folder's."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


@cache
def readers() -> dict[str, _Reader]:
    """Return what was read of each module."""
    found = {}
    for name, tree in modules().items():
        found[name] = _Reader(name)
        found[name].visit(tree)
    return found


def imports() -> Iterator[Import]:
    """Yield all imports of modules of the package by others."""
    for reader in readers().values():
        yield from (each for each in reader.found if each.module != each.importer)


def room(module: str) -> str:
    """Return the room of a module: its folder, or what it is at the root."""
    first = module.partition(".")[0]
    return "hooks" if first in HOOKS else first


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def without_pending(offences: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return offences - PENDING


def test_every_room_has_its_place() -> None:
    assert {room(module) for module in modules()} == set(ALLOWED)


def test_imports_point_down() -> None:
    offences = {
        (each.importer, each.module)
        for each in imports()
        if room(each.module) != room(each.importer) and room(each.module) not in ALLOWED[room(each.importer)]
    }
    assert without_pending(offences) == ALIASES


def test_no_hook_imports_another() -> None:
    offences = {
        (each.importer, each.module)
        for each in imports()
        if room(each.importer) == "hooks" and room(each.module) == "hooks"
    }
    assert without_pending(offences) == set()


def test_words_of_a_folder_import_only_core_and_other_words() -> None:
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    offences = {
        (each.importer, each.module)
        for each in imports()
        if each.importer in folders and room(each.module) != "core" and each.module not in folders
    }
    assert without_pending(offences) == set()


def test_no_circles() -> None:
    """Imports inside functions and imports for types count too: they only hide a circle."""
    graph: dict[str, set[str]] = {module: set() for module in modules()}
    for each in imports():
        if (each.importer, each.module) not in PENDING:
            graph[each.importer].add(each.module)
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"a circle: {' -> '.join(error.args[1][::-1])}")


def test_no_private_name_is_taken() -> None:
    offences = {(each.importer, f"{each.module}.{each.name}") for each in imports() if is_private(each.name)}
    for importer, reader in readers().items():
        offences |= {(importer, f"{module}.{name}") for module, name in reader.private if module != importer}
    assert without_pending(offences) == set()


def test_pending_is_not_longer_than_needed() -> None:
    taken = {(each.importer, each.module) for each in imports()}
    taken |= {(each.importer, f"{each.module}.{each.name}") for each in imports()}
    taken |= {
        (importer, f"{module}.{name}") for importer, reader in readers().items() for module, name in reader.private
    }
    assert taken >= PENDING

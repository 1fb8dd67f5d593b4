"""Which classes of a file are settings of pydantic, and of which generation: by their bases, in other files too."""

from __future__ import annotations

import _ast as ast

from backend_standards.code.names import last
from backend_standards.code.source import Fault, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from backend_standards.code.repository import Repository

OLD, SHIM, NEW = "old", "shim", "new"
"""The generations: pydantic 1, pydantic 1 as pydantic 2 carries it along, the package pydantic-settings."""
BASES = {
    "pydantic.BaseSettings": OLD,
    "pydantic.env_settings.BaseSettings": OLD,
    "pydantic.v1.BaseSettings": SHIM,
    "pydantic.v1.env_settings.BaseSettings": SHIM,
    "pydantic_settings.BaseSettings": NEW,
    "pydantic_settings.main.BaseSettings": NEW,
}
"""Where the class comes from, by generation."""
_STARS = {"pydantic": OLD, "pydantic.v1": SHIM, "pydantic_settings": NEW}
_MOST = 20
"""Bindings of one name that are looked at, and files that are followed one after another."""

_NONE: frozenset[str] = frozenset()


def kinds(source: Source, repository: Callable[[], Repository] | None = None) -> dict[ast.ClassDef, frozenset[str]]:
    """Return, for each class of a file that is one of settings, the generations that it may be of.

    Two generations are those of a try or an if that works with both. ``repository`` tells of bases in other files.
    """
    return _Classes(source, repository).kinds()


def prefix(node: ast.ClassDef) -> str:
    """Return the prefix of the variables of a class as it is written, "" for none."""
    for statement in node.body:
        keywords: list[tuple[str | None, ast.expr]] = []
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            keywords = [(each.arg, each.value) for each in statement.value.keywords]
        elif isinstance(statement, ast.ClassDef):
            keywords = [
                (each.targets[0].id, each.value)
                for each in statement.body
                if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
            ]
        for name, value in keywords:
            if name == "env_prefix" and isinstance(value, ast.Constant) and isinstance(value.value, str):
                return value.value
    return ""


class _Classes:
    """One file, whose classes are judged in the order of the text: a base is defined before it is used."""

    def __init__(self, source: Source, repository: Callable[[], Repository] | None, depth: int = 0) -> None:
        self._source = source
        self._repository = repository
        self._depth = depth
        self._found: dict[ast.AST, frozenset[str]] = {}

    def kinds(self) -> dict[ast.ClassDef, frozenset[str]]:
        found: dict[ast.ClassDef, frozenset[str]] = {}
        for node in self._source.tree.of(ast.ClassDef):
            of_bases = [self._of_base(base) for base in node.bases[:_MOST]]
            self._found[node] = _NONE.union(*of_bases)
            if self._found[node]:
                found[node] = self._found[node]
        return found

    def of_name(self, name: str) -> frozenset[str]:
        """Return the generations of a class that the module binds to a name, here or by an import."""
        self.kinds()
        for node in self._source.tree.module.body:
            if isinstance(node, ast.ClassDef) and node.name == name:
                return self._found[node]
        targets = [
            f"{module}{'' if module.endswith('.') else '.'}{alias.name}"
            for node in self._source.tree.of(ast.ImportFrom)
            for alias in node.names
            if (alias.asname or alias.name) == name
            for module in ("." * (node.level or 0) + (node.module or ""),)
        ]
        return _NONE.union(*(self._of_target(target) for target in targets[:_MOST]))

    def _of_base(self, base: ast.expr) -> frozenset[str]:
        names = self._source.names
        if isinstance(base, ast.Subscript):
            base = base.value
        if not isinstance(base, ast.Name):
            return self._of_target(names.qualified(base)) if isinstance(base, ast.Attribute) else _NONE
        bindings = names.bindings(base)[:_MOST]
        if not bindings and base.id == "BaseSettings":
            return frozenset(_STARS[star] for star in names.stars if star in _STARS)
        found = [self._found.get(each.node, _NONE) for each in bindings]
        found += [self._of_target(each.target) for each in bindings if each.target]
        found += [
            self._of_target(names.qualified(each.value))
            for each in bindings
            if isinstance(each.value, ast.Name | ast.Attribute)
        ]
        return _NONE.union(*found)

    def _of_target(self, target: str) -> frozenset[str]:
        if target in BASES:
            return frozenset((BASES[target],))
        word = last(target).lower()
        if self._repository is None or self._depth >= _MOST or not ("settings" in word or "config" in word):
            return _NONE
        plain = target.lstrip(".")
        module, _, name = plain.rpartition(".")
        module = "." * (len(target) - len(plain)) + module
        return self._elsewhere(module, name) if module else _NONE

    def _elsewhere(self, module: str, name: str) -> frozenset[str]:
        """Return the generations of a class in another file of the repository."""
        assert self._repository is not None  # noqa: S101 - asked before
        repository = self._repository()
        path = repository.module(module, self._source.path)
        if not path or path == self._source.path:
            return _NONE

        def look() -> frozenset[str]:
            for _, data in repository.contents([path]):
                source = Source(path, data)
                if not isinstance(source.parsed, Fault):
                    return _Classes(source, lambda: repository, self._depth + 1).of_name(name)
            return _NONE

        found = repository.once(("class", path, name), look, meanwhile=_NONE)
        assert isinstance(found, frozenset)  # noqa: S101 - what look returns
        return found

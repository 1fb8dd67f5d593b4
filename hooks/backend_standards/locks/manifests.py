"""What a manifest declares: ``pyproject.toml`` (PEP 621, PEP 735, poetry, uv, pdm) and ``Pipfile``."""

from __future__ import annotations

from backend_standards.core import Stopped
from backend_standards.locks import files, normal
from backend_standards.locks.requirements import Requirement, parse, python_marker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Any, TypeAlias

    Read: TypeAlias = Callable[[Sequence[str]], Mapping[str, bytes]]
    """Returns the contents of those paths that are tracked."""

PYPROJECT, PIPFILE = "pyproject.toml", "Pipfile"
_NOT_PACKAGES = ("source", "scripts", "requires", "pipfile", "pipenv", "default", "develop")
"""Tables of a Pipfile that are not categories of packages."""
_DIGITS = 10
"""Digits of a number of a version, fewer than these: Python does not read huge ones."""
_WILDCARDS = frozenset("*?[\\")
_MOST_GLOBS = 100
"""The most patterns of members of a workspace: each folder is compared with each of them."""
_DEEPEST_GROUP = 50
"""Dependency groups that include one another, at most."""
MOST_MEMBERS = 20_000
"""Members of all dependency groups, with what they include, at most."""


class Manifest:
    """A ``pyproject.toml`` whose values have their types (``shapes``); a table that it lacks counts as empty."""

    __slots__ = ("dynamic", "name", "path", "project", "requires_python", "tables")

    def __init__(self, path: str, tables: Mapping[str, Any]) -> None:
        self.path = path
        self.tables = tables
        self.project = table(tables.get("project"))
        self.name: str | None = self.project.get("name")
        self.dynamic = frozenset(texts(self.project.get("dynamic")))
        self.requires_python: str = self.project.get("requires-python", "")

    def tool(self, name: str) -> Mapping[str, Any]:
        """Return ``[tool.<name>]``."""
        return table(table(self.tables.get("tool")).get(name))

    def dependencies(self) -> list[Requirement]:
        """Return ``project.dependencies``."""
        return self.requirements("project.dependencies", texts(self.project.get("dependencies")))

    def extra_names(self) -> list[str]:
        """Return the names of the extras."""
        return list(table(self.project.get("optional-dependencies")))

    def extras(self, names: Iterable[str] | None = None) -> list[Requirement]:
        """Return the requirements of all extras, or of the named ones, each with the marker of its extra."""
        wanted = None if names is None else {normal(name) for name in names}
        found = []
        for extra, rows in table(self.project.get("optional-dependencies")).items():
            name = normal(extra)
            if wanted is not None and name not in wanted:
                continue
            for each in self.requirements(f"project.optional-dependencies.{extra}", texts(rows)):
                own = f"({each.marker})" if " or " in each.marker else each.marker
                each.marker = f"{own} and extra == '{name}'" if own else f"extra == '{name}'"
                found.append(each)
        return found

    def groups(self, pythons: Mapping[str, str] | None = None) -> dict[str, list[Requirement]]:
        """Return the dependency groups by normalised name, with what they include (PEP 735) and uv's old list.

        ``pythons`` are the specifiers of the Pythons of some groups, which become markers of their requirements.

        Raises:
            Stopped: a group includes itself, or a group that does not exist.
        """
        rows = {normal(name): value for name, value in table(self.tables.get("dependency-groups")).items()}
        found: dict[str, list[Requirement]] = {}
        for name in rows:
            self._group(name, rows, found, (), pythons or {})
        old = self.requirements("tool.uv.dev-dependencies", texts(self.tool("uv").get("dev-dependencies")))
        if "dev-dependencies" in self.tool("uv"):
            found["dev"] = [*found.get("dev", ()), *old]
        return found

    def _group(
        self,
        name: str,
        rows: Mapping[str, Sequence[str | Mapping[str, str]]],
        found: dict[str, list[Requirement]],
        above: tuple[str, ...],
        pythons: Mapping[str, str],
    ) -> list[Requirement]:
        where = f"dependency-groups.{name}"
        if len(above) > _DEEPEST_GROUP:
            raise Stopped(f"{self.path}: dependency groups include one another more than {_DEEPEST_GROUP} deep")
        if name in above or name not in rows:
            from backend_standards.core.masking import cleaned

            fault = "includes itself" if name in above else "is included, but missing"
            raise Stopped(f"{self.path}: {cleaned(where)} {fault}")
        if name not in found:
            each_own: list[Requirement] = []
            for member in rows[name]:
                if isinstance(member, str):
                    each_own += self.requirements(where, [member])
                elif "include-group" in member:
                    included = normal(member["include-group"])
                    known = set(map(id, each_own))  # a group may be included in two ways
                    reached = self._group(included, rows, found, (*above, name), pythons)
                    each_own += [each for each in reached if id(each) not in known]
            if name in pythons:
                each_own = [each.under(python_marker(pythons[name])) for each in each_own]
            found[name] = each_own
            if sum(map(len, found.values())) > MOST_MEMBERS:
                raise Stopped(f"{self.path}: the dependency groups have more than {MOST_MEMBERS} members in all")
        return found[name]

    def requirements(self, where: str, rows: Sequence[str]) -> list[Requirement]:
        """Return the requirements of a list.

        Raises:
            Stopped: an entry is not a requirement.
        """
        return list(_requirements(self.path, where, rows))

    def has_dependencies(self) -> bool:
        """Return whether the project needs packages to run, by ``[project]`` or by poetry's table."""
        poetry = self.poetry_tables()
        return bool(texts(self.project.get("dependencies"))) or any(name != "python" for name in (poetry or [{}])[0])

    def needed(self) -> set[str]:
        """Return the names of the packages that every installation takes from an index."""
        poetry = {name: value for name, value in self.poetry_tables()[0].items() if name != "python"}
        found = {each.name for each in self.dependencies() if not (each.place or each.marker)}
        found |= {normal(name) for name, value in poetry.items() if is_needed(value)}
        return found - {normal(self.name or "")}

    def poetry_tables(self) -> list[Mapping[str, Any]]:
        """Return poetry's tables of dependencies: the main one first, then those of groups."""
        poetry = self.tool("poetry")
        groups = [table(table(group).get("dependencies")) for group in table(poetry.get("group")).values()]
        return [table(poetry.get("dependencies")), table(poetry.get("dev-dependencies")), *groups]

    def every(self) -> list[Requirement]:
        """Return all requirements, with those of extras, groups and poetry's tables."""
        found = [*self.dependencies(), *self.extras()]
        for each in self.groups().values():
            found += each
        for rows in self.poetry_tables():
            for name, value in rows.items():
                if name != "python":
                    found += _of_poetry(name, value)
        return found


class Manifests:
    """The manifests of a repository and the other files that locks are compared with, each read once.

    ``paths`` are tracked paths: at least all manifests and requirement files. ``known`` has the contents of some.
    """

    __slots__ = ("_contents", "_paths", "_projects", "_read", "_workspaces")

    def __init__(self, paths: Collection[str], read: Read, known: Mapping[str, bytes]) -> None:
        self._paths = paths
        self._read = read
        self._contents: dict[str, bytes | None] = dict(known)
        self._projects: dict[str, Manifest | None] = {}
        self._workspaces: dict[str, dict[str, None]] = {}

    def has(self, path: str) -> bool:
        """Return whether a manifest or requirement file is tracked."""
        return path in self._paths

    def content(self, path: str) -> bytes | None:
        """Return the content of any tracked file; None for any other path."""
        if path not in self._contents:
            self._contents[path] = None if path.startswith("../") else self._read([path]).get(path)
        return self._contents[path]

    def project(self, folder: str) -> Manifest | None:
        """Return the ``pyproject.toml`` of a folder, or None if it has none."""
        if folder not in self._projects:
            path = f"{folder}/{PYPROJECT}".lstrip("/")
            data = self.content(path)
            self._projects[folder] = None if data is None else Manifest(path, files.manifest(path, data))
        return self._projects[folder]

    def members(self, root: Manifest) -> Collection[str]:
        """Return the folders of uv's or pdm's workspace, sorted, without that of its root."""
        folder = root.path.rpartition("/")[0]
        if folder not in self._workspaces:
            self._workspaces[folder] = dict.fromkeys(sorted(self._find_members(root, folder)))
        return self._workspaces[folder]

    def _find_members(self, root: Manifest, folder: str) -> set[str]:
        found = set()
        for tool in ("uv", "pdm"):
            workspace = table(root.tool(tool).get("workspace"))
            members, excluded = texts(workspace.get("members")), texts(workspace.get("exclude"))
            if not members:
                continue
            is_member, is_excluded = (_matching(root.path, globs) for globs in (members, excluded))
            prefix = f"{folder}/" if folder else ""
            for path in self._paths:
                if path.endswith(f"/{PYPROJECT}") and path.startswith(prefix):
                    name = path.rpartition("/")[0][len(prefix) :]
                    if name and is_member(name) and not is_excluded(name):
                        found.add(prefix + name)
        return found


def _matching(path: str, globs: Sequence[str]) -> Callable[[str], bool]:
    """Return whether a folder is one of those that the globs of a manifest name."""
    from backend_standards.core.patterns import glob

    plain = [each.rstrip("/").removeprefix("./") for each in globs]
    names = {each for each in plain if _WILDCARDS.isdisjoint(each)}
    others = [each for each in plain if each not in names]
    if len(others) > _MOST_GLOBS:
        raise Stopped(f"{path}: has more than {_MOST_GLOBS} patterns of members of a workspace; write fewer")
    import re

    expressions = [re.compile(glob(each)) for each in others]
    return lambda name: name in names or any(each.fullmatch(name) for each in expressions)


def _requirements(path: str, where: str, rows: Sequence[str]) -> Iterator[Requirement]:
    for number, text in enumerate(rows, 1):
        requirement = parse(text)
        if requirement is None:
            from backend_standards.core.masking import cleaned

            raise Stopped(f"{path}: {cleaned(where)}: entry {number} is not a requirement (PEP 508); fix it")
        yield requirement


def _of_poetry(name: str, value: object) -> Iterator[Requirement]:
    if isinstance(value, list):
        for each in value:
            yield from _of_poetry(name, each)
    elif isinstance(value, str):
        yield Requirement(name, (), poetry_specifier(value), "")
    elif isinstance(value, dict):
        where = any(kind in value for kind in ("git", "path", "url", "file"))
        marker = "conditional" if {"markers", "python", "platform"} & set(value) else ""
        yield Requirement(name, (), "" if where else poetry_specifier(value.get("version", "")), marker)


def is_needed(value: object) -> bool:
    """Return whether a row of poetry's or pipenv's table is a version from an index, wherever it is installed."""
    return isinstance(value, str) or (
        isinstance(value, dict) and value.keys() <= {"version", "extras", "index", "source"}
    )


def poetry_specifier(text: str) -> str:
    """Return poetry's constraint as a PEP 440 specifier, or "" if it is more than a list of clauses.

    Source: poetry's manual, "Dependency specification", "Version constraints".
    """
    if "|" in text:
        return ""
    clauses = []
    for word in text.replace(",", " , ").replace(" , ", ",").split(","):
        clause = "".join(word.split())
        version = clause.lstrip("^~<>=!")
        operator = clause[: len(clause) - len(version)]
        words = version.split(".")
        numbers = [int(word) for word in words if word.isascii() and word.isdecimal() and len(word) < _DIGITS]
        if clause == "*":
            continue
        if operator in ("^", "~"):
            if len(numbers) != len(words):
                return ""
            at = next((at for at, number in enumerate(numbers) if number), len(numbers) - 1)
            if operator == "~":
                at = min(1, len(numbers) - 1)
            upper = [*numbers[:at], numbers[at] + 1]
            clauses.append(f">={version},<{'.'.join(map(str, upper))}")
        elif operator in ("<", "<=", ">", ">=", "==", "!=", "~="):
            clauses.append(clause)
        elif operator in ("", "=") and version[:1].isdigit():
            clauses.append(f"=={version}")
        else:
            return ""
    return ",".join(clauses)


def pipfile_sections(tables: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the sections of packages of a ``Pipfile``, by the names that its lock gives them."""
    found = {"default": table(tables.get("packages")), "develop": table(tables.get("dev-packages"))}
    others = (*_NOT_PACKAGES, "packages", "dev-packages")
    return found | {name: value for name, value in tables.items() if name not in others and isinstance(value, dict)}


def table(value: object) -> Mapping[str, Any]:
    """Return a table as it is, and any other value as an empty table."""
    return value if isinstance(value, dict) else {}


def texts(value: object) -> list[str]:
    """Return the texts in a list; any other value has none."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []

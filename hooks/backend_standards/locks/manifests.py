"""What a manifest declares: ``pyproject.toml`` (PEP 621, PEP 735, poetry, uv, pdm) and ``Pipfile``."""

from __future__ import annotations

from backend_standards.core import Stopped
from backend_standards.locks import files
from backend_standards.locks.requirements import Requirement, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

PYPROJECT, PIPFILE = "pyproject.toml", "Pipfile"
_NOT_PACKAGES = ("source", "scripts", "requires", "pipfile", "pipenv", "default", "develop")


class Manifest:
    """A ``pyproject.toml``. Tables of another shape than they must have count as empty."""

    __slots__ = ("dynamic", "name", "path", "project", "requires_python", "tables")

    def __init__(self, path: str, tables: Mapping[str, Any]) -> None:
        self.path = path
        self.tables = tables
        self.project = table(tables.get("project"))
        name = self.project.get("name")
        self.name = name if isinstance(name, str) else None
        self.dynamic = frozenset(texts(self.project.get("dynamic")))
        python = self.project.get("requires-python")
        self.requires_python = python if isinstance(python, str) else ""

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
        """Return the requirements of the extras, all or the named ones, each under the marker of its extra."""
        wanted = None if names is None else {files.normal(name) for name in names}
        found = []
        for extra, rows in table(self.project.get("optional-dependencies")).items():
            name = files.normal(extra)
            if wanted is not None and name not in wanted:
                continue
            for each in self.requirements(f"project.optional-dependencies.{extra}", texts(rows)):
                own = f"({each.marker})" if " or " in each.marker else each.marker
                each.marker = f"{own} and extra == '{name}'" if own else f"extra == '{name}'"
                found.append(each)
        return found

    def groups(self) -> dict[str, list[Requirement]]:
        """Return the dependency groups by normalised name, with what they include (PEP 735) and uv's old list.

        Raises:
            Stopped: groups include each other in a circle, or one that is not there.
        """
        rows = {files.normal(name): value for name, value in table(self.tables.get("dependency-groups")).items()}
        found: dict[str, list[Requirement]] = {}
        for name in rows:
            self._group(name, rows, found, ())
        old = self.requirements("tool.uv.dev-dependencies", texts(self.tool("uv").get("dev-dependencies")))
        if "dev-dependencies" in self.tool("uv"):
            found["dev"] = [*found.get("dev", ()), *old]
        return found

    def _group(
        self, name: str, rows: Mapping[str, object], found: dict[str, list[Requirement]], above: tuple[str, ...]
    ) -> list[Requirement]:
        where = f"dependency-groups.{name}"
        if name in above or name not in rows:
            raise Stopped(f"{self.path}: {where} is included, but {'includes itself' if name in above else 'missing'}")
        if name not in found:
            members = rows[name]
            each_own: list[Requirement] = []
            for member in members if isinstance(members, list) else ():
                if isinstance(member, str):
                    each_own += self.requirements(where, [member])
                elif isinstance(member, dict) and isinstance(member.get("include-group"), str):
                    included = files.normal(member["include-group"])
                    each_own += self._group(included, rows, found, (*above, name))
            found[name] = each_own
        return found[name]

    def requirements(self, where: str, rows: Sequence[str]) -> list[Requirement]:
        """Return the requirements of a list.

        Raises:
            Stopped: one is none.
        """
        return list(_requirements(self.path, where, rows))

    def has_dependencies(self) -> bool:
        """Return whether the project needs packages to run: poetry's table of them counts too."""
        poetry = self.poetry_tables()
        return bool(texts(self.project.get("dependencies"))) or any(name != "python" for name in (poetry or [{}])[0])

    def needed(self) -> set[str]:
        """Return the names of what every installation takes from an index: no extras, markers, URLs or paths."""
        poetry = {name: value for name, value in self.poetry_tables()[0].items() if name != "python"}
        found = {each.name for each in self.dependencies() if not (each.place or each.marker)}
        found |= {files.normal(name) for name, value in poetry.items() if is_needed(value)}
        return found - {files.normal(self.name or "")}

    def poetry_tables(self) -> list[Mapping[str, Any]]:
        """Return poetry's tables of dependencies: the main one first, then those of groups."""
        poetry = self.tool("poetry")
        groups = [table(table(group).get("dependencies")) for group in table(poetry.get("group")).values()]
        return [table(poetry.get("dependencies")), table(poetry.get("dev-dependencies")), *groups]

    def every(self) -> list[Requirement]:
        """Return all that a lock of everything has to hold: extras, groups and poetry's tables too."""
        found = [*self.dependencies(), *self.extras()]
        for each in self.groups().values():
            found += each
        for rows in self.poetry_tables():
            for name, value in rows.items():
                if name != "python":
                    found += _of_poetry(name, value)
        return found


def _requirements(path: str, where: str, rows: Sequence[str]) -> Iterator[Requirement]:
    for number, text in enumerate(rows, 1):
        requirement = parse(text)
        if requirement is None:
            raise Stopped(f"{path}: {where}: entry {number} is no requirement as PEP 508 has it; mend it")
        yield requirement


def _of_poetry(name: str, value: object) -> Iterator[Requirement]:
    if isinstance(value, list):
        for each in value:
            yield from _of_poetry(name, each)
    elif isinstance(value, str):
        yield Requirement(name, (), poetry_specifier(value), "")
    elif isinstance(value, dict):
        where = any(kind in value for kind in ("git", "path", "url", "file"))
        version = value.get("version")
        marker = "conditional" if {"markers", "python", "platform"} & set(value) else ""
        yield Requirement(name, (), "" if where or not isinstance(version, str) else poetry_specifier(version), marker)


def is_needed(value: object) -> bool:
    """Return whether a row of poetry's or pipenv's table is a version from an index, wherever it is installed."""
    return isinstance(value, str) or (
        isinstance(value, dict) and value.keys() <= {"version", "extras", "index", "source"}
    )


def poetry_specifier(text: str) -> str:
    """Return poetry's constraint as a PEP 440 specifier, "" for one that is more than a list of clauses.

    Source: poetry's manual, "Dependency specification", "Version constraints".
    """
    if "|" in text:
        return ""
    clauses = []
    for word in text.replace(",", " , ").replace(" , ", ",").split(","):
        clause = "".join(word.split())
        version = clause.lstrip("^~<>=!")
        operator = clause[: len(clause) - len(version)]
        numbers = [int(part) for part in version.split(".") if part.isascii() and part.isdecimal() and len(part) < 10]
        if clause == "*":
            continue
        if operator in ("^", "~"):
            if len(numbers) != len(version.split(".")):
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
    """Return a table as it is, and anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def texts(value: object) -> list[str]:
    """Return the texts of a list; anything else has none."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []

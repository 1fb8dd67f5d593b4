"""Whether a ``uv.lock`` was made with the settings that ``[tool.uv]`` has now. Other settings make another lock.

Source: uv's reference of settings, and what ``uv lock`` of 0.13 writes for each of them.
"""

from __future__ import annotations

from backend_standards.locks import files, normal
from backend_standards.locks.manifests import table, texts
from backend_standards.locks.requirements import parse, same_marker, same_pythons

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, Protocol

    from backend_standards.locks.manifests import Manifest, Manifests

    class Lock(Protocol):
        """What is asked of a lock."""

        path: str
        head: dict[str, Any]
        registries: dict[str, str]
        versions: dict[str, list[str]]

        @property
        def revision(self) -> int:
            """The revision of the format."""


_CHOICES = {
    "resolution": ("resolution-mode", ("highest",)),
    "prerelease": ("prerelease-mode", ("if-necessary", "if-necessary-or-explicit")),
    "fork-strategy": ("fork-strategy", ("requires-python",)),
}
"""By setting: its name in the lock, and the values of which the first is not written."""
_PUBLIC = "PyPI"
_DEFAULT_INDEX = f"https://{_PUBLIC.lower()}.org/simple"
"""The index that uv asks where a project names no default one, as the lock writes it."""
_WITH_DEFAULT_GROUPS = 5
"""The revision of the lock from which on it records the default groups and the Pythons of groups."""
_INSTANT = "T"
"""The sign of a whole point in time. uv turns a day or a span into such a point."""


def differences(lock: Lock, own: Sequence[Manifest], manifests: Manifests) -> Iterator[str]:
    """Yield how the settings of a workspace, whose root comes first, differ from those of its lock."""
    root = own[0]
    settings = root.tool("uv")
    beside = f"{root.path.removesuffix('pyproject.toml')}uv.toml"
    if (data := manifests.content(beside)) is not None:
        settings = {**settings, **files.manifest(beside, data)}  # uv.toml takes precedence over [tool.uv]
    yield from _choices(lock, settings)
    yield from _environments(lock, settings)
    yield from _conflicts(lock, own)
    manifest = table(lock.head.get("manifest"))
    has = {normal(each) for each in texts(manifest.get("excludes"))}
    wanted = {normal(each) for each in texts(root.tool("uv").get("exclude-dependencies"))}
    wanted = {each for each in wanted if each in lock.versions or each in has}
    if wanted != has:
        yield f"tool.uv.exclude-dependencies has {_listed(wanted)}, but the lock has {_listed(has)}"
    told = _metadata(manifest.get("dependency-metadata", ()))
    known = {*lock.versions, *(row[0] for row in told)}
    if [row for row in _metadata(root.tool("uv").get("dependency-metadata", ())) if row[0] in known] != told:
        yield "tool.uv.dependency-metadata is not that of the lock"
    yield from _indexes(lock, settings, own)


def of_member(lock: Lock, project: Manifest, row: Mapping[str, Any]) -> Iterator[str]:
    """Yield how the groups that a member installs by default, and their Pythons, differ from the lock's."""
    if lock.revision < _WITH_DEFAULT_GROUPS:
        return
    uv = project.tool("uv")
    wanted, has = (_groups(each.get("default-groups", ["dev"])) for each in (uv, row))
    if wanted != has:
        yield f"{project.path} has the default groups {_listed(wanted)}, but the lock has {_listed(has)}"
    pythons = pythons_of_groups(project)
    locked = table(row.get("group-requires-python"))
    for name in sorted({*pythons, *locked}):
        if not (name in pythons and name in locked and same_pythons([pythons[name]], str(locked[name]))):
            asked = pythons.get(name, "any Python")
            yield f"group {name} of {project.path} asks for {asked}, but the lock has {locked.get(name, 'any Python')}"


def pythons_of_groups(project: Manifest) -> dict[str, str]:
    """Return the Pythons that groups of a project ask for, by the names of the groups."""
    groups = table(project.tool("uv").get("dependency-groups"))
    return {normal(name): row["requires-python"] for name, row in groups.items() if "requires-python" in row}


def _groups(value: object) -> set[str]:
    return {"all"} if value == "all" else {normal(each) for each in texts(value)}


def _choices(lock: Lock, settings: Mapping[str, Any]) -> Iterator[str]:
    options = table(lock.head.get("options"))
    for setting, (key, defaults) in _CHOICES.items():
        wanted, has = settings.get(setting, defaults[0]), options.get(key, defaults[0])
        if wanted != has and not {wanted, has} <= {*defaults}:
            yield f"tool.uv.{setting} is {wanted}, but the lock was made with {has}"
    wanted, has = (str(each.get("exclude-newer", "")) for each in (settings, options))
    is_span = "exclude-newer-span" in options
    if bool(wanted) != bool(has) or (_INSTANT in wanted and not is_span and not _same_instant(wanted, has)):
        yield f"tool.uv.exclude-newer is {wanted or 'not set'}, but the lock was made with {has or 'none'}"


def _same_instant(one: str, other: str) -> bool:
    import datetime

    try:
        return datetime.datetime.fromisoformat(one) == datetime.datetime.fromisoformat(other)
    except (TypeError, ValueError):
        return one == other


def _environments(lock: Lock, settings: Mapping[str, Any]) -> Iterator[str]:
    for setting, key in (("environments", "supported-markers"), ("required-environments", "required-markers")):
        value = settings.get(setting)
        wanted, has = [value] if isinstance(value, str) else texts(value), texts(lock.head.get(key))
        if len(wanted) == len(has) and all(map(same_marker, wanted, has)):
            continue
        has_python = any("python" in each for each in wanted)  # which uv simplifies by the Pythons of the lock
        if not has_python or bool(wanted) != (key in lock.head):
            yield f"tool.uv.{setting} is not that of the lock"


def _conflicts(lock: Lock, own: Sequence[Manifest]) -> Iterator[str]:
    wanted = set()
    for each in own:
        for conflict in each.tool("uv").get("conflicts", ()):
            wanted.add(frozenset(_item(item, each.name or "") for item in conflict))
    has = {frozenset(_item(item, "") for item in conflict) for conflict in lock.head.get("conflicts", ())}
    includes = any("include-group" in str(each.tables.get("dependency-groups")) for each in own)
    if wanted != has and not (includes and wanted and wanted <= has):  # uv adds the groups that include others
        yield "tool.uv.conflicts is not that of the lock"


def _item(item: Mapping[str, str], package: str) -> tuple[str, str, str]:
    name = normal(item.get("package", package))
    return name, normal(item.get("extra", "")), normal(item.get("group", ""))


def _metadata(rows: Sequence[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    """Return what a list of ``dependency-metadata`` says, in an order of its own."""
    found = []
    for row in rows:
        needs = [each for each in map(parse, texts(row.get("requires-dist"))) if each]
        keys = sorted(str(each.plain()[:3]) for each in needs)
        found.append((normal(row.get("name", "")), row.get("version", ""), tuple(keys)))
    return sorted(found, key=str)


def _indexes(lock: Lock, settings: Mapping[str, Any], own: Sequence[Manifest]) -> Iterator[str]:
    """Yield each index that only the lock names. A project that names no index may have it from elsewhere."""
    rows = [row for each in (settings, *(member.tool("uv") for member in own)) for row in each.get("index", ())]
    given = [row.get("url", "") for row in rows]
    given += [settings[key] for key in ("index-url", "default-index") if key in settings]
    given += texts(settings.get("extra-index-url"))
    if not given:
        return
    has_default = "index-url" in settings or any(row.get("default") for row in rows)
    known = {*given, *(() if has_default else (_DEFAULT_INDEX,))}
    for registry, package in lock.registries.items():
        if "://" in registry and registry not in known:
            yield f"the lock has {package} from an index that the project does not name"


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"

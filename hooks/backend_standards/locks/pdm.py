"""Whether a ``pdm.lock`` says what the ``pyproject.toml`` beside it says.

Source: pdm's ``project/project_file.py``, which writes the hash of the manifest's tables into the lock.
"""

from __future__ import annotations

import os

from backend_standards.core import Stopped
from backend_standards.locks import files, normal
from backend_standards.locks.hashes import all_of, of_json
from backend_standards.locks.manifests import MOST_MEMBERS, table, texts
from backend_standards.locks.requirements import parse, plain_marker, same_pythons, unlocked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, TypeAlias

    from backend_standards.locks.files import Package
    from backend_standards.locks.findings import Remedy
    from backend_standards.locks.manifests import Manifest, Manifests
    from backend_standards.locks.requirements import Requirement

    Divided: TypeAlias = "tuple[list[Requirement], list[str]]"
    """The requirements of a group, and the names of the groups that it includes."""


def differences(path: str, data: bytes, manifests: Manifests) -> Iterator[str]:
    """Yield what the manifest says and the lock does not, each as a sentence.

    Raises:
        Stopped: the lock or the manifest cannot be parsed, or the lock is of a version that is not known.
    """
    manifest = manifests.project(path.rpartition("/")[0])
    if manifest is None:
        return
    lock = files.toml_table(path, data)
    metadata = table(lock.get("metadata"))
    version = metadata.get("lock_version")
    if not isinstance(version, str) or not version.startswith("4."):
        raise Stopped(f"{path}: has no metadata.lock_version that is known; supported versions: 4.x; run pdm lock")
    from backend_standards.locks import shapes

    shapes.check(path, lock, data)
    pins = [(row["name"], row.get("version", ""), "") for row in lock.get("package", ())]
    members = [each for folder in manifests.members(manifest) if (each := manifests.project(folder))]
    if "lock_inputs" in metadata:
        yield from _of_inputs(manifest, members, table(metadata["lock_inputs"]))
        yield from _unlocked(manifest, members, metadata, pins)
    elif metadata.get("content_hash") not in _hashes(manifest, members):
        found = list(_unlocked(manifest, members, metadata, pins))
        yield from found or [f"the content_hash is not that of {manifest.path}"]


def _unlocked(
    manifest: Manifest, members: Sequence[Manifest], metadata: Mapping[str, Any], pins: Sequence[Package]
) -> Iterator[str]:
    """Yield the requirements of locked groups that the lock does not have."""
    groups = _groups(manifest)
    named = texts(metadata.get("groups"))
    names = groups if not named or "*" in named else {"default", *map(normal, named)}
    wanted = [each for name in names for each in groups.get(name, ())]
    yield from unlocked(wanted, pins, manifest.path)
    for each in members:
        yield from unlocked(_groups(each)["default"], pins, each.path)


def command(path: str, data: bytes = b"") -> Remedy:  # noqa: ARG001 - the shape that all tools share
    """Return the command that writes the lock."""
    from backend_standards.locks.findings import writing

    return writing("pdm lock", path), ""


def _hashes(manifest: Manifest, members: Sequence[Manifest]) -> list[str]:
    """Return the hashes of a project; with a workspace, from pdm 2.29 on, that of all its projects."""
    if not manifest.tool("pdm").get("workspace"):
        return [f"sha256:{each}" for each in all_of(hashes_of(manifest.tables), manifest.path)]
    import hashlib

    root = manifest.path.removesuffix("pyproject.toml")
    whole = hashlib.sha256(_newest(manifest).encode())
    for each in sorted(members, key=lambda each: each.path):
        folder = each.path[len(root) :].rpartition("/")[0]
        whole.update(b"\0" + os.fsencode(folder) + b"\0" + _newest(each).encode())
    return [f"sha256:{whole.hexdigest()}"]


def _newest(manifest: Manifest) -> str:
    return all_of(hashes_of(manifest.tables), manifest.path)[0]


def hashes_of(tables: Mapping[str, Any]) -> Iterator[str]:
    """Yield the hashes of a ``pyproject.toml`` for ``pdm.lock``: older pdm hashed only overrides of resolution."""
    project = table(tables.get("project"))
    pdm = table(table(tables.get("tool")).get("pdm"))
    groups: dict[str, list[object]] = {}
    for rows in (table(tables.get("dependency-groups")), table(pdm.get("dev-dependencies"))):
        for name, value in rows.items():
            groups.setdefault(normal(name), []).extend(value)
    resolution = table(pdm.get("resolution"))
    data = {
        "sources": pdm.get("source", []),
        "dependencies": project.get("dependencies", []),
        "dev-dependencies": groups,
        "optional-dependencies": project.get("optional-dependencies", {}),
        "requires-python": project.get("requires-python", ""),
    }
    yield of_json(data | {"resolution": resolution})
    yield of_json(data | {"overrides": resolution.get("overrides", {})})
    old = table(pdm.get("dev-dependencies"))
    yield of_json(data | {"dev-dependencies": old, "overrides": resolution.get("overrides", {})})


# What a lock records if the project sets ``lock_inputs`` (pdm's ``project/lockfile/freshness.py``).


def _of_inputs(manifest: Manifest, members: Sequence[Manifest], inputs: Mapping[str, Any]) -> Iterator[str]:
    """Yield how a workspace differs from what its lock was made from."""
    yield from _of_one(manifest, table(inputs.get("project")))
    root = manifest.path.removesuffix("pyproject.toml")
    locked = table(inputs.get("workspace"))
    folders = {each.path[len(root) :].rpartition("/")[0]: each for each in members}
    for folder in sorted({*folders, *locked}):
        if folder in folders and folder in locked:
            yield from _of_one(folders[folder], table(locked[folder]))
        elif folder in folders:
            yield f"{folders[folder].path} is a member, which the lock does not have"
        else:
            yield "the lock has a member that the workspace does not have"


def _of_one(manifest: Manifest, locked: Mapping[str, Any]) -> Iterator[str]:
    """Yield how one project differs from what a lock records of it."""
    python, has = manifest.requires_python, str(locked.get("requires-python", ""))
    if not same_pythons([python], has):
        yield f"{manifest.path} asks for Python {python or 'of any version'}, but the lock is for {has or 'any'}"
    pdm = manifest.tool("pdm")
    resolution = {key: value for key, value in table(pdm.get("resolution")).items() if key != "lock_inputs"}
    if _sealed(resolution) != locked.get("resolution", {}):
        yield f"tool.pdm.resolution of {manifest.path} is not that of the lock"
    if [_source(each) for each in pdm.get("source", ())] != locked.get("sources", []):
        yield f"tool.pdm.source of {manifest.path} is not that of the lock"
    groups, recorded = _groups(manifest), table(locked.get("groups"))
    for name in sorted({*groups, *recorded}):
        wanted = {_key(each) for each in groups.get(name, ())}
        other = {_key(parse(line)) for line in texts(recorded.get(name))}
        if wanted != other or (name in groups) != (name in recorded):
            yield f"group {name} of {manifest.path} is not that of the lock"


def _key(requirement: Requirement | None) -> tuple[str, ...]:
    """Return what two requirements share if they are of one package; of those from a URL, the lock has only a hash."""
    if requirement is None or requirement.place:
        return ("from a URL",)
    return requirement.name, *sorted(requirement.extras), plain_marker(requirement.marker)


def _source(source: Mapping[str, Any]) -> object:
    item = {key: value for key, value in source.items() if key not in ("username", "password")}
    for key in ("include_packages", "exclude_packages"):
        if isinstance(item.get(key), list):
            item[key] = sorted(map(str, item[key]))
    return _sealed(item)


def _sealed(value: object) -> object:
    """Return a value with hashes in place of its URLs, as pdm records it."""
    if isinstance(value, dict):
        return {key: _sealed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_sealed(each) for each in value]
    if isinstance(value, str) and "://" in value:
        import hashlib

        return f"sha256:{hashlib.sha256(value.encode()).hexdigest()}"
    return value


def _groups(manifest: Manifest) -> dict[str, list[Requirement]]:
    """Return the requirements by group as pdm names them, with what a group includes: the default, extras, groups."""
    extras = table(manifest.project.get("optional-dependencies"))
    rows = {"default": list(manifest.project.get("dependencies", ()))}
    rows |= {normal(name): list(value) for name, value in extras.items()}
    for others in (manifest.tables.get("dependency-groups"), manifest.tool("pdm").get("dev-dependencies")):
        for name, value in table(others).items():
            rows.setdefault(normal(name), []).extend(value)
    own = {name: _divided(manifest, value) for name, value in rows.items()}
    found: dict[str, list[Requirement]] = {}
    visited = 0
    for name in own:
        reached = _reached(name, own)
        found[name] = [each for group in reached for each in own[group][0]]
        visited += len(reached) + len(found[name])
        if visited > MOST_MEMBERS:
            raise Stopped(f"{manifest.path}: the dependency groups have more than {MOST_MEMBERS} members in all")
    return found


def _divided(manifest: Manifest, rows: Sequence[object]) -> Divided:
    """Return the requirements of a group without those that it includes: other groups, extras of its own project."""
    found: list[Requirement] = []
    included: list[str] = []
    for row in rows:
        requirement = parse(row) if isinstance(row, str) else None
        if isinstance(row, dict) and "include-group" in row:
            included.append(normal(str(row["include-group"])))
        elif requirement and requirement.name == normal(manifest.name or ""):
            included += sorted(map(normal, requirement.extras))
        elif requirement:
            found.append(requirement)
    return found, included


def _reached(name: str, own: Mapping[str, Divided]) -> list[str]:
    """Return a group and those that it includes, by way of others too, each once."""
    reached = {name: None}
    waiting = [name]
    while waiting:
        for each in own[waiting.pop()][1]:
            if each in own and each not in reached:
                reached[each] = None
                waiting.append(each)
    return list(reached)

"""The hashes of a manifest that poetry, pipenv and pdm write into their locks.

Sources: ``poetry/packages/locker.py``, ``plette/pipfiles.py`` and pipenv's ``utils/pipfile.py``, pdm's
``project/project_file.py``.
"""

from __future__ import annotations

import hashlib
import json

from backend_standards.locks.files import normal
from backend_standards.locks.manifests import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

_POETRY_LEGACY = ("dependencies", "source", "extras", "dev-dependencies")
_PROJECT = ("requires-python", "dependencies", "optional-dependencies")
_PIPFILE_OTHER = (
    "source",
    "packages",
    "dev-packages",
    "requires",
    "scripts",
    "pipfile",
    "pipenv",
    "default",
    "develop",
)


def of_poetry(tables: Mapping[str, Any], lock_version: str, writer: str) -> Iterator[str]:
    """Yield the hashes that mean a fresh lock, for a lock of a version that a poetry (``2.1.1``) wrote.

    Poetry 1 read ``[tool.poetry]`` alone. Poetry 2 reads ``[project]`` too, and from 2.3 on ``[dependency-groups]``.
    """
    poetry = table(table(tables.get("tool")).get("poetry"))
    project = {key: value for key in _PROJECT if (value := table(tables.get("project")).get(key)) is not None}
    groups = table(tables.get("dependency-groups"))
    if not lock_version.startswith("2.1"):
        legacy = {key: poetry.get(key) for key in _POETRY_LEGACY}
        yield _sha256(legacy | ({"group": poetry["group"]} if poetry.get("group") is not None else {}))
        if lock_version.startswith("1"):
            yield _sha256(legacy)  # Poetry 1.1 knew no groups
        return
    for each in (groups, {}) if groups and _is_before_groups(writer) else (groups,):
        own = {key: poetry.get(key) for key in (*_POETRY_LEGACY, "group")}
        own = {
            key: value
            for key, value in own.items()
            if value is not None or (key in _POETRY_LEGACY and not project and not each)
        }
        parts = ({"project": project} if project else {}) | ({"dependency-groups": each} if each else {})
        yield _sha256(parts | {"tool": {"poetry": own}} if parts else own)


def _is_before_groups(writer: str) -> bool:
    parts = writer.split(".")
    return not all(part.isdecimal() for part in parts[:2]) or [int(part) for part in parts[:2]] < [2, 3]


def of_pipfile(tables: Mapping[str, Any], sources: object) -> Iterator[str]:
    """Yield the hashes of a ``Pipfile``: that of today's pipenv, which normalises names, and the older one.

    ``sources`` stand for those of a ``Pipfile`` that names none: pipenv's own default, which the lock records.
    """
    renames: tuple[Callable[[str], str], ...] = (normal, str)
    for rename in renames:
        data: dict[str, Any] = {
            "_meta": {"sources": tables.get("source", sources), "requires": tables.get("requires", {})},
            "default": _renamed(tables.get("packages"), rename),
            "develop": _renamed(tables.get("dev-packages"), rename),
        }
        data |= {key: _renamed(rows, rename) for key, rows in tables.items() if key not in _PIPFILE_OTHER}
        yield _sha256(data, separators=(",", ":"))


def _renamed(rows: object, rename: Callable[[str], str]) -> object:
    return {rename(name): value for name, value in rows.items()} if isinstance(rows, dict) else {}


def of_pdm(tables: Mapping[str, Any]) -> Iterator[str]:
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
    yield _sha256(data | {"resolution": resolution})
    yield _sha256(data | {"overrides": resolution.get("overrides", {})})
    old = table(pdm.get("dev-dependencies"))
    yield _sha256(data | {"dev-dependencies": old, "overrides": resolution.get("overrides", {})})


def _sha256(value: object, separators: tuple[str, str] | None = None) -> str:
    """Return the hash of a value as JSON.

    Raises:
        TypeError: JSON has no such value, such as a date.
    """
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=separators).encode()).hexdigest()

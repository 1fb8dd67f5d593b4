"""Whether a ``pdm.lock`` says what the ``pyproject.toml`` beside it says.

Source: pdm's ``project/project_file.py``, which writes the hash of the manifest's tables into the lock.
"""

from __future__ import annotations

from backend_standards.core import Stopped
from backend_standards.locks import files, normal
from backend_standards.locks.hashes import all_of, of_json
from backend_standards.locks.manifests import table, texts
from backend_standards.locks.requirements import unlocked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from backend_standards.locks.findings import Remedy
    from backend_standards.locks.manifests import Manifests


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
    # From pdm 2.29 on a lock may record in another way what it was made from, and a workspace hashes its members too.
    is_hashed = isinstance(metadata.get("content_hash"), str) and "lock_inputs" not in metadata
    if is_hashed and not manifest.tool("pdm").get("workspace"):
        if metadata["content_hash"] in [f"sha256:{each}" for each in all_of(hashes_of(manifest.tables), manifest.path)]:
            return
    else:
        is_hashed = False
    packages = lock.get("package", [])
    if not isinstance(packages, list):
        raise files.malformed(path)
    rows = [row for row in packages if isinstance(row, dict)]
    pins = [(str(row.get("name")), str(row.get("version", "")), "") for row in rows]
    groups = texts(metadata.get("groups"))
    wanted = manifest.every() if not groups or "*" in groups else manifest.dependencies()
    found = list(unlocked(wanted, pins, manifest.path))
    if not found and is_hashed:
        found = [f"the content_hash is not that of {manifest.path}"]
    yield from found


def command(path: str, data: bytes = b"") -> Remedy:  # noqa: ARG001 - the shape that all tools share
    """Return the command that writes the lock."""
    from backend_standards.locks.findings import writing

    return writing("pdm lock", path), ""


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

"""Whether a ``poetry.lock`` says what the ``pyproject.toml`` beside it says.

Source: ``poetry/packages/locker.py``, which writes the hash of the manifest's tables into the lock.
"""

from __future__ import annotations

from backend_standards.locks import files
from backend_standards.locks.hashes import all_of, of_json
from backend_standards.locks.manifests import table
from backend_standards.locks.requirements import unlocked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from backend_standards.locks.findings import Remedy
    from backend_standards.locks.manifests import Manifests

_LEGACY = ("dependencies", "source", "extras", "dev-dependencies")
"""What Poetry 1.1 hashed of ``[tool.poetry]``."""
_PROJECT = ("requires-python", "dependencies", "optional-dependencies")
_HEAD = 200
"""Bytes that hold the comment in which Poetry names itself and its version."""


def differences(path: str, data: bytes, manifests: Manifests) -> Iterator[str]:
    """Yield what the manifest says and the lock does not, each as a sentence.

    Raises:
        Stopped: the lock or the manifest cannot be parsed.
    """
    manifest = manifests.project(path.rpartition("/")[0])
    if manifest is None:
        return
    metadata = _metadata(path, data)
    hashes = all_of(hashes_of(manifest.tables, metadata["lock-version"], _writer(data)), manifest.path)
    if metadata.get("content-hash") in hashes:
        return
    python = table(manifest.tool("poetry").get("dependencies")).get("python") or manifest.requires_python
    found = []
    locked = metadata.get("python-versions")
    if isinstance(python, str) and isinstance(locked, str) and python and not _same_words(python, locked):
        found.append(f"{manifest.path} asks for Python {python}, but the lock is for {locked}")
    found += unlocked(manifest.every(), files.every_package(path, data), manifest.path)
    yield from found or [f"the content-hash is not that of {manifest.path}"]


def command(path: str, data: bytes = b"") -> Remedy:
    """Return the command that writes the lock, as the Poetry that wrote the present one knows it."""
    from backend_standards.locks.findings import writing

    if not data or _writer(data).startswith("2.") or _metadata(path, data)["lock-version"] == "2.1":
        return writing("poetry lock", path), ""
    # Without the option, Poetry 1 raises every version; Poetry 2 has no such option.
    return writing("poetry lock --no-update", path), "Poetry 2 does the same with `poetry lock`."


def hashes_of(tables: Mapping[str, Any], lock_version: str, writer: str) -> Iterator[str]:
    """Yield the hashes that mean a fresh lock, for a lock of a version that a Poetry (``2.1.1``) wrote.

    Poetry 1 read only ``[tool.poetry]``. Poetry 2 also reads ``[project]``, and from 2.3 on ``[dependency-groups]``.
    """
    poetry = table(table(tables.get("tool")).get("poetry"))
    project = {key: value for key in _PROJECT if (value := table(tables.get("project")).get(key)) is not None}
    groups = table(tables.get("dependency-groups"))
    if not lock_version.startswith("2.1"):
        legacy = {key: poetry.get(key) for key in _LEGACY}
        yield of_json(legacy | ({"group": poetry["group"]} if poetry.get("group") is not None else {}))
        if lock_version.startswith("1"):
            yield of_json(legacy)  # Poetry 1.1 knew no groups
        return
    for each in (groups, {}) if groups and _is_before_groups(writer) else (groups,):
        own = {key: poetry.get(key) for key in (*_LEGACY, "group")}
        own = {
            key: value
            for key, value in own.items()
            if value is not None or (key in _LEGACY and not project and not each)
        }
        parts = ({"project": project} if project else {}) | ({"dependency-groups": each} if each else {})
        yield of_json(parts | {"tool": {"poetry": own}} if parts else own)


def _writer(data: bytes) -> str:
    """Return the version of the Poetry that wrote a lock, or "" where it does not say."""
    return data[:_HEAD].partition(b"by Poetry ")[2].partition(b" ")[0].decode("ascii", "replace")


def _is_before_groups(writer: str) -> bool:
    parts = writer.split(".")
    return not all(part.isdecimal() for part in parts[:2]) or [int(part) for part in parts[:2]] < [2, 3]


def _metadata(path: str, data: bytes) -> Mapping[str, str]:
    """Return ``[metadata]``, and parse no more than that where Poetry's own form shows which part it is."""
    part = data
    at = data.rfind(b"\n[metadata]\n")
    if at >= 0 and data.count(b"[metadata]") == 1 and b'"""' not in data and b"'''" not in data:
        end = data.find(b"\n[", at + 2)
        part = b"\n" * data.count(b"\n", 0, at) + data[at : end if end >= 0 else len(data)]
        files.refuse_conflicts(path, data)
    from backend_standards.locks import shapes

    lock = files.toml_table(path, part)
    files.check_version(path, lock)
    shapes.check(path, lock, data)
    metadata: Mapping[str, str] = lock["metadata"]
    return metadata


def _same_words(one: str, other: str) -> bool:
    return sorted("".join(one.split()).split(",")) == sorted("".join(other.split()).split(","))

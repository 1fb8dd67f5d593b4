"""Whether a ``Pipfile.lock`` says what the ``Pipfile`` beside it says.

Sources: ``plette/pipfiles.py`` and pipenv's ``utils/pipfile.py``, which write the hash of the manifest into the lock.
"""

from __future__ import annotations

from backend_standards.locks import files, normal
from backend_standards.locks.hashes import all_of, of_json
from backend_standards.locks.manifests import pipfile_sections, table
from backend_standards.locks.requirements import satisfies

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from backend_standards.locks.findings import Remedy
    from backend_standards.locks.manifests import Manifests

_KNOWN = "source packages dev-packages requires scripts pipfile pipenv default develop".split()
"""Tables that are not categories of packages, and the two categories that have another name in the lock."""
_MARKERS = ("sys_", "os_", "platform", "python")
"""What the keys of a row begin with that make its package one for some environments."""


def differences(path: str, data: bytes, manifests: Manifests) -> Iterator[str]:
    """Yield what the manifest says and the lock does not, each as a sentence.

    Raises:
        Stopped: the lock or the manifest cannot be parsed.
    """
    manifest = path.removesuffix(".lock")
    if not manifests.has(manifest):
        return
    lock = files.read(path, data)
    meta = table(lock.get("_meta"))
    tables = files.manifest(manifest, manifests.content(manifest) or b"")
    hashes = all_of(hashes_of(tables, meta.get("sources")), manifest)
    if table(meta.get("hash")).get("sha256") in hashes:
        return
    found = []
    requires, locked = table(tables.get("requires")), table(meta.get("requires"))
    if requires != locked:
        found.append(f"{manifest} requires {_words(requires)}, but the lock is for {_words(locked)}")
    if "source" in tables and tables["source"] != meta.get("sources"):
        found.append(f"{manifest} has other sources than the lock")
    for section, rows in pipfile_sections(tables).items():
        has = table(lock.get(section))
        versions = {normal(name): table(value).get("version") for name, value in has.items()}
        for name, value in rows.items():
            found += _of_row(name, value, section, versions)
    if not found and "source" not in tables:
        return  # the hash is then of pipenv's own default, and pip's configuration may have set another one
    yield from found or [f"the hash is not that of {manifest}"]


def command(path: str, data: bytes = b"") -> Remedy:  # noqa: ARG001 - the shape that all tools share
    """Return the command that writes the lock."""
    from backend_standards.locks.findings import writing

    return writing("pipenv lock", path), ""


def hashes_of(tables: Mapping[str, Any], sources: object) -> Iterator[str]:
    """Yield the hashes of a ``Pipfile``: that of today's pipenv, which normalises names, and the older one.

    ``sources`` are for a ``Pipfile`` that names none: pipenv's own default, which the lock records.
    """
    renames: tuple[Callable[[str], str], ...] = (normal, str)
    for rename in renames:
        data: dict[str, Any] = {
            "_meta": {"sources": tables.get("source", sources), "requires": tables.get("requires", {})},
            "default": _renamed(tables.get("packages"), rename),
            "develop": _renamed(tables.get("dev-packages"), rename),
        }
        data |= {key: _renamed(rows, rename) for key, rows in tables.items() if key not in _KNOWN}
        yield of_json(data, separators=(",", ":"))


def _renamed(rows: object, rename: Callable[[str], str]) -> object:
    return {rename(name): value for name, value in rows.items()} if isinstance(rows, dict) else {}


def _words(rows: Mapping[str, object]) -> str:
    return ", ".join(f"{key} {value}" for key, value in sorted(rows.items())) or "nothing"


def _of_row(name: str, value: object, section: str, versions: Mapping[str, object]) -> Iterator[str]:
    """Yield how one row of the manifest differs from what a section of the lock has."""
    row = table(value)
    is_conditional = any(key == "markers" or key.startswith(_MARKERS) for key in row)
    specifier = value if isinstance(value, str) else row.get("version", "")
    specifier = "" if specifier.strip() == "*" else "".join(specifier.split())
    name = normal(name)
    if name not in versions:
        if not is_conditional:
            yield f"Pipfile asks for {name}{specifier}, which the lock does not have in {section}"
        return
    version = versions[name]
    if isinstance(version, str) and version.startswith("==") and not satisfies(version[2:], specifier):
        yield f"Pipfile asks for {name}{specifier}, but the lock has {version[2:]}"

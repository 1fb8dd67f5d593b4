"""Lock files read into values: which packages they pin, at which version, and where that holds.

Sources: poetry's ``packages/locker.py``, uv's lock format version 1, pipfile-spec 6, PEP 751 (pylock.toml).
Imported only where a lock is judged or looked up.
"""

from __future__ import annotations

import os

from backend_standards.core import Stopped
from backend_standards.locks import normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, TypeAlias

Package: TypeAlias = "tuple[str, str, str]"
"""Name (normalised), version, and the marker under which it holds, or ""."""

POETRY, UV, PIPFILE, PYLOCK = "poetry.lock", "uv.lock", "Pipfile.lock", "pylock.toml"
PDM = "pdm.lock"
_OTHERS = ("pixi.lock", "conda-lock.yml", "requirements.lock")
"""Locks of tools that are not judged: they are there, and that is all."""
SUPPORTED: dict[str, tuple[Sequence[object], str]] = {
    POETRY: (("1.0", "1.1", "2.0", "2.1"), "poetry lock"),
    UV: ((1,), "uv lock"),
    PIPFILE: ((6,), "pipenv lock"),
    PYLOCK: (("1.0",), "the tool that wrote it"),
}
"""The versions of each format whose meaning is known, and what writes them."""
_CONFLICT = (b"<<<<<<< ", b">>>>>>> ", b"||||||| ")
"""The marks of git-merge(1), at the beginning of a line."""
_LONGEST_VERSION = 20
"""Characters of a format's version that is shown: "2.1", not what may be a secret in its place."""
# The keys of a package that no index serves, so that an index cannot be asked for its version.
_UV_PLACES = ("git", "url", "path", "directory", "editable", "virtual")
_PIPFILE_PLACES = ("git", "file", "path", "hg", "svn", "bzr", "editable")
_POETRY_PLACES = ("git", "url", "file", "directory")
_PYLOCK_PLACES = ("vcs", "directory", "archive")


def kind(path: str) -> str:
    """Return the format of a lock by its file name: POETRY, UV, PIPFILE or PYLOCK; "" for any other file."""
    name = path[path.rfind("/") + 1 :]
    if name in (POETRY, UV, PIPFILE, PYLOCK):
        return name
    middle = name[len("pylock.") : -len(".toml")]
    return PYLOCK if name.startswith("pylock.") and name.endswith(".toml") and middle and "." not in middle else ""


def is_lock(name: str) -> bool:
    """Return whether a file of this name is a lock, of whichever tool."""
    return bool(kind(name)) or name == PDM or name in _OTHERS


def packages(path: str, data: bytes) -> list[Package]:
    """Return the packages of an index that a lock pins, each once, in the lock's order.

    A package from git, a URL or the disk has no version to ask an index for and is left out, as is one without a
    version. A name comes more than once where the lock has several versions of it (for several markers).

    Raises:
        Stopped: the lock cannot be parsed, or is of a version that is not known.
    """
    which = kind(path)
    lock = read(path, data)
    rows = {POETRY: _of_poetry, UV: _of_uv, PIPFILE: _of_pipfile, PYLOCK: _of_pylock}[which](lock)
    return list(dict.fromkeys((normal(name), version, marker) for name, version, marker in rows if version))


def every_package(path: str, data: bytes) -> list[Package]:
    """Return all packages of a TOML lock, also those that no index serves, without their markers.

    Raises:
        Stopped: the lock cannot be parsed, or is of a version that is not known.
    """
    lock = read(path, data)
    key = "packages" if kind(path) == PYLOCK else "package"
    return [(row["name"], row.get("version", ""), "") for row in lock.get(key, ())]


def local_folders(path: str, data: bytes) -> set[str]:
    """Return the folders of this repository's projects that a lock holds, as paths from the repository's root.

    Raises:
        Stopped: the lock cannot be parsed.
    """
    name = path.rpartition("/")[2]
    if not kind(path) and name != PDM:
        return set()
    lock = json_table(path, data) if name == PIPFILE else toml_table(path, data)
    if name == PIPFILE:
        rows: list[object] = [row for section in lock.values() if isinstance(section, dict) for row in section.values()]
    else:
        rows = [row for key in ("package", "packages") for row in _listed(lock.get(key))]
    places = (_local(row) for row in rows if isinstance(row, dict))
    folder = path[: path.rfind("/") + 1]
    return {os.path.normpath(folder + place).replace(os.sep, "/") for place in places if place}


def _local(row: Mapping[str, Any]) -> str:
    """Return the path of a package that is a folder beside its lock, as each tool writes it; "" for any other."""
    source = row.get("source")
    if isinstance(source, dict):
        if source.get("type") == "directory":  # Poetry
            return _text_or_nothing(source.get("url"))
        return next(
            (_text_or_nothing(source[each]) for each in ("editable", "virtual", "directory") if each in source), ""
        )
    directory = row.get("directory")  # PEP 751
    if isinstance(directory, dict):
        return _text_or_nothing(directory.get("path"))
    return _text_or_nothing(row.get("path"))  # pdm, pipenv


def _text_or_nothing(value: object) -> str:
    return value if isinstance(value, str) else ""


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def read(path: str, data: bytes) -> dict[str, Any]:
    """Return the tables of a whole lock, if its format is of a version that is known.

    Raises:
        Stopped: the lock cannot be parsed, or is of a version that is not known.
    """
    from backend_standards.locks import shapes

    which = kind(path)
    lock = json_table(path, data) if which == PIPFILE else toml_table(path, data)
    check_version(path, lock)
    shapes.check(path, lock, data)
    return lock


def check_version(path: str, lock: Mapping[str, Any]) -> None:
    """Stop at a lock whose format is of a version that is not known.

    Raises:
        Stopped: the version is not known, or there is none.
    """
    which = kind(path)
    place = {POETRY: ("metadata", "lock-version"), UV: ("version",), PIPFILE: ("_meta", "pipfile-spec")}
    version: Any = lock
    for key in place.get(which, ("lock-version",)):
        version = version.get(key) if isinstance(version, dict) else None
    known, tool = SUPPORTED[which]
    if type(version) is not type(known[0]) or version not in known:
        names = ", ".join(str(each) for each in known)
        key = ".".join(place.get(which, ("lock-version",)))
        is_plain = isinstance(version, str) and len(version) < _LONGEST_VERSION and version.replace(".", "").isdigit()
        is_plain = is_plain or (isinstance(version, int) and 0 <= version < 10**6)
        has = f"{key} {version}" if is_plain else f"no {key} that is known"  # any other text may be a secret
        raise Stopped(f"{path}: has {has}; supported versions: {names}; write the lock again with {tool}")


def manifest(path: str, data: bytes) -> dict[str, Any]:
    """Return the tables of a ``pyproject.toml``, ``uv.toml`` or ``Pipfile``.

    Raises:
        Stopped: the file is not valid TOML, or a value does not have its type; names the line.
    """
    from backend_standards.locks import shapes

    tables = toml_table(path, data)
    shapes.check(path, tables, data)
    return tables


def toml_table(path: str, data: bytes) -> dict[str, Any]:
    """Return a TOML file's tables.

    Raises:
        Stopped: the file is not valid TOML; names the line.
    """
    from backend_standards.core import toml

    refuse_conflicts(path, data)
    try:
        return toml.tables(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Stopped(f"{path}:{line}: is not UTF-8, which TOML demands; write the file again") from error
    except ValueError as error:
        raise Stopped(f"{path}: is not valid TOML: {error}; fix it or write it again") from error


def json_table(path: str, data: bytes) -> dict[str, Any]:
    """Return a JSON file's object.

    Raises:
        Stopped: the file is not valid JSON, or not an object; names the line.
    """
    import json

    refuse_conflicts(path, data)
    try:
        table = json.loads(data.decode("utf-8"))
    except json.JSONDecodeError as error:
        raise Stopped(f"{path}:{error.lineno}: is not valid JSON: {error.msg}; write the file again") from error
    except (ValueError, RecursionError) as error:
        raise Stopped(f"{path}: is not valid JSON; write the file again") from error
    if not isinstance(table, dict):
        raise Stopped(f"{path}: is not a JSON object; write the file again")
    return table


def refuse_conflicts(path: str, data: bytes) -> None:
    """Stop at a file that holds the marks of an unresolved merge.

    Raises:
        Stopped: a line begins with such a mark.
    """
    for mark in _CONFLICT:
        if mark in data and (data.startswith(mark) or b"\n" + mark in data):
            at = 0 if data.startswith(mark) else data.find(b"\n" + mark) + 1
            line = data.count(b"\n", 0, at) + 1
            raise Stopped(f"{path}:{line}: holds the mark of an unresolved merge; resolve it or write the file again")


def _of_poetry(lock: Mapping[str, Any]) -> Iterator[Package]:
    for package in lock.get("package", ()):
        if package.get("source", {}).get("type") in _POETRY_PLACES:
            continue
        marker = package.get("markers", package.get("marker", ""))
        if isinstance(marker, dict):  # by group: a group that it does not name takes the package everywhere
            groups = package.get("groups", ())
            marker = _either([marker[group] for group in groups]) if set(groups) <= set(marker) else ""
        yield package["name"], package["version"], marker


def _of_uv(lock: Mapping[str, Any]) -> Iterator[Package]:
    for package in lock.get("package", ()):
        if any(place in package["source"] for place in _UV_PLACES):
            continue
        yield package["name"], package.get("version", ""), _either(package.get("resolution-markers", ()))


def _of_pylock(lock: Mapping[str, Any]) -> Iterator[Package]:
    for package in lock.get("packages", ()):
        if not any(place in package for place in _PYLOCK_PLACES):
            yield package["name"], package.get("version", ""), package.get("marker", "")


def _of_pipfile(lock: Mapping[str, Any]) -> Iterator[Package]:
    from backend_standards.locks.shapes import PIPFILE_MARKERS

    for section, rows in lock.items():
        for name, entry in rows.items() if section != "_meta" else ():
            if any(place in entry for place in _PIPFILE_PLACES):
                continue
            version = entry.get("version", "")
            markers = [entry["markers"]] if "markers" in entry else []
            markers += [f"{key} {entry[key]}" for key in PIPFILE_MARKERS if key in entry]
            marker = markers[0] if len(markers) == 1 else " and ".join(f"({each})" for each in markers)
            yield name, version.removeprefix("==").strip() if version.startswith("==") else "", marker


def _either(markers: Sequence[str]) -> str:
    """Return the marker that holds where one of the markers does; a package without one is installed everywhere."""
    unique = list(dict.fromkeys(markers))
    if not all(unique):
        return ""
    return unique[0] if len(unique) == 1 else " or ".join(f"({each})" for each in unique)

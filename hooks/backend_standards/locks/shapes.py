"""The types that the values of manifests and locks must have. Imported only where such a file has been parsed.

A value of another type would count as nothing, or end a comparison in the middle: so it stops the check. Only what is
read here has a shape. Sources: PEP 621, PEP 735, PEP 751, the references of uv, Poetry, pdm and pipenv.
"""

from __future__ import annotations

from backend_standards.core import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, TypeAlias

Shape: TypeAlias = "type | list[Any] | dict[str, Any] | tuple[Any, ...] | None"
"""A type; ``[shape]`` for an array; ``{key: shape}`` for a table, in which ``*`` is any other key; a tuple of them for
either; None for any value. A table may lack each key."""
Key: TypeAlias = "str | int"
"""The key of a table, or the place in an array, from 1."""


def _each(keys: str, shape: Shape) -> dict[str, Any]:
    """Return a table in which several keys have one shape."""
    return dict.fromkeys(keys.split(), shape)


_TEXTS = [str]
_LISTS = {"*": _TEXTS}
_GROUPS = {"*": [(str, {"include-group": str})]}
_ROW: Shape = (str, {"version": str, "extras": _TEXTS, "markers": str}, [{"version": str}])
_ROWS = {"*": _ROW}
_MEMBERS = {"members": _TEXTS, "exclude": _TEXTS}
_UV_SOURCE = {
    **_each("git url path index marker extra group subdirectory", str),
    **_each("tag branch rev", str),
    **_each("workspace editable package", bool),
}
_UV = {
    **_each("managed package", bool),
    **_each("resolution prerelease fork-strategy exclude-newer index-url default-index", str),
    **_each("dev-dependencies exclude-dependencies extra-index-url", _TEXTS),
    **_each("constraint-dependencies override-dependencies build-constraint-dependencies", [(str, {})]),
    **_each("environments required-environments default-groups", (str, _TEXTS)),
    "workspace": _MEMBERS,
    "sources": {"*": (_UV_SOURCE, [_UV_SOURCE])},
    "index": [{"name": str, "url": str, "default": bool}],
    "conflicts": [[{"package": str, "extra": str, "group": str}]],
    "dependency-groups": {"*": {"requires-python": str}},
    "dependency-metadata": [{"name": str, "version": str, "requires-dist": _TEXTS}],
}
_POETRY = {
    "dependencies": _ROWS,
    "dev-dependencies": _ROWS,
    "group": {"*": {"dependencies": _ROWS}},
    "extras": _LISTS,
    "source": [{}],
}
_PDM = {"source": [{}], "dev-dependencies": _LISTS, "resolution": {"overrides": {}}, "workspace": _MEMBERS}
_PROJECT = {
    **_each("name version requires-python", str),
    **_each("dependencies dynamic", _TEXTS),
    "optional-dependencies": _LISTS,
}
_PYPROJECT = {
    "project": _PROJECT,
    "dependency-groups": _GROUPS,
    "tool": {"uv": _UV, "poetry": _POETRY, "pdm": _PDM},
}
_PACKAGES = {"*": (str, {"version": str, "extras": _TEXTS, "markers": str})}
_PIPFILE = {
    "source": [{"name": str, "url": str}],
    **_each("requires scripts pipenv pipfile", {}),
    "*": _PACKAGES,
}

_UV_REQUIREMENT = {
    "name!": str,
    "extras": _TEXTS,
    **_each("specifier marker git url path subdirectory index", str),
    **_each("editable virtual directory", str),
}
_UV_DECLARED = [_UV_REQUIREMENT]
_UV_DEPENDENCIES = [{"name!": str}]
_UV_PACKAGE = {
    "dependencies": _UV_DEPENDENCIES,
    **_each("optional-dependencies dev-dependencies", {"*": _UV_DEPENDENCIES}),
    "name!": str,
    "version": str,
    "source!": {"*": str},
    "resolution-markers": _TEXTS,
    "default-groups": (str, _TEXTS),
    "group-requires-python": {"*": str},
    "metadata": {
        "requires-dist": _UV_DECLARED,
        "provides-extras": _TEXTS,
        "requires-dev": {"*": _UV_DECLARED},
    },
}
_UV_LOCK = {
    "version": int,
    "revision": int,
    "requires-python": str,
    **_each("resolution-markers supported-markers required-markers", _TEXTS),
    "conflicts": _UV["conflicts"],
    "options": _each("resolution-mode prerelease-mode fork-strategy exclude-newer", str),
    "manifest": {
        **_each("members excludes", _TEXTS),
        **_each("constraints overrides build-constraints", _UV_DECLARED),
        "dependency-groups": {"*": _UV_DECLARED},
        "dependency-metadata": _UV["dependency-metadata"],
    },
    "package": [_UV_PACKAGE],
}
_POETRY_PACKAGE = {
    "name!": str,
    "version!": str,
    "groups": _TEXTS,
    "markers": (str, {"*": str}),
    "marker": str,
    "source": {"type": str, "url": str},
}
_POETRY_LOCK = {
    "package": [_POETRY_PACKAGE],
    "metadata": _each("lock-version content-hash python-versions", str),
}
_PDM_INPUTS = {"requires-python": str, "resolution": {}, "sources": [{}], "groups": _LISTS}
_PDM_LOCK = {
    "package": [{"name!": str, "version": str}],
    "metadata": {
        "lock_version": str,
        "content_hash": str,
        "groups": _TEXTS,
        "lock_inputs": {"project": _PDM_INPUTS, "workspace": {"*": _PDM_INPUTS}},
    },
}
_PYLOCK = {
    "lock-version": str,
    "created-by": str,
    "packages": [{"name!": str, "version": str, "marker": str, "directory": {"path": str}}],
}
PIPFILE_MARKERS = (
    "os_name sys_platform platform_machine platform_python_implementation platform_release platform_system "
    "platform_version python_version python_full_version implementation_name implementation_version"
).split()
"""The keys of a Pipfile that are a marker of the same name (pipfile-spec, PEP 508)."""
_PIPFILE_LOCK = {
    "_meta": {"hash": {"sha256": str}, "requires": {}, "sources": [{}]},
    "*": {"*": {**_each("version markers", str), **dict.fromkeys(PIPFILE_MARKERS, str)}},
}
_MANIFESTS: dict[str, Shape] = {"pyproject.toml": _PYPROJECT, "uv.toml": _UV, "Pipfile": _PIPFILE}
_LOCKS: dict[str, tuple[Shape, str]] = {
    "uv.lock": (_UV_LOCK, "uv lock"),
    "poetry.lock": (_POETRY_LOCK, "poetry lock"),
    "pdm.lock": (_PDM_LOCK, "pdm lock"),
    "Pipfile.lock": (_PIPFILE_LOCK, "pipenv lock"),
}
"""The shape of each lock, and what writes it again; any other one is a ``pylock.toml``."""
_DEEPEST = 10
"""The parts of the headers of tables that are read here, at most."""
_NAMES = {str: "a string", bool: "a boolean", int: "an integer", float: "a float", list: "an array", dict: "a table"}


def check(path: str, tables: Mapping[str, Any], data: bytes) -> None:
    """Check the types of the tables of a manifest or of a lock, whose content is ``data``.

    Raises:
        Stopped: a value is not of its type; names the key, and the line where it is known.
    """
    name = path.rpartition("/")[2]
    shape = _MANIFESTS.get(name)
    fix = "fix it"
    if shape is None:
        shape, tool = _LOCKS.get(name, (_PYLOCK, "the tool that wrote it"))
        fix = f"write the lock again with {tool}"
    for keys, fault in _faults(tables, shape, ()):
        from backend_standards.core.masking import cleaned

        line = _line(data.decode("utf-8", "replace"), keys)
        where = f"{path}:{line}" if line else path
        raise Stopped(f"{where}: {cleaned(_spelt(keys))} {fault}; {fix}")


def _faults(value: object, shape: Shape, keys: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], str]]:
    """Yield the keys of each value that does not have its shape, and what is wrong with it."""
    for each in shape if isinstance(shape, tuple) else (shape,):
        if each is None:
            return
        if type(value) is (each if isinstance(each, type) else type(each)):
            yield from _below(value, each, keys)
            return
    yield keys, f"must be {_told(shape)}, but is {_NAMES.get(type(value), 'another value')}"


def _below(value: object, shape: Shape, keys: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], str]]:
    if isinstance(value, list) and isinstance(shape, list):
        for number, each in enumerate(value, 1):
            yield from _faults(each, shape[0], (*keys, number))
    elif isinstance(value, dict) and isinstance(shape, dict):
        for key, each in value.items():
            inner = shape.get(key, shape.get(f"{key}!", shape.get("*")))
            yield from _faults(each, inner, (*keys, key))
        for key in shape:
            if key.endswith("!") and key[:-1] not in value:
                yield (*keys, key[:-1]), "is missing"


def _told(shape: Shape) -> str:
    if isinstance(shape, tuple):
        return " or ".join(map(_told, shape))
    if isinstance(shape, list):
        inner = shape[0]
        return f"an array of {'strings' if inner is str else 'tables' if isinstance(inner, dict) else 'arrays'}"
    return _NAMES[shape if isinstance(shape, type) else dict]


def _spelt(keys: tuple[Key, ...]) -> str:
    """Return the keys as one dotted key, with the places in arrays in brackets."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).removeprefix(".") or "the whole"


def _line(text: str, keys: tuple[Key, ...]) -> int:
    """Return the line of a TOML file on which a value begins, or the nearest table around it; 0 if none."""
    counts: dict[tuple[Key, ...], int] = {}
    table: tuple[Key, ...] = ()
    longest = found = 0
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if line.startswith("["):
            place = table = _table(line, counts)
        else:
            name, equals, _ = line.partition("=")
            place = (*table, *_parts(name)) if equals else ()
        if len(place) > longest and keys[: len(place)] == place:
            longest, found = len(place), number
    return found


def _table(line: str, counts: dict[tuple[Key, ...], int]) -> tuple[Key, ...]:
    """Return the keys of the table that a header begins; ``counts`` has how many tables each array has up to there."""
    found: tuple[Key, ...] = ()
    parts = _parts(line.strip("[").partition("]")[0])
    if len(parts) > _DEEPEST:
        return ()  # no header, but a line of a long text
    for at, part in enumerate(parts, 1):
        found = (*found, part)
        if at == len(parts) and line.startswith("[["):
            counts[found] = counts.get(found, 0) + 1
        if found in counts:
            found = (*found, counts[found])
    return found


def _parts(dotted: str) -> list[str]:
    """Return the parts of a dotted key; one with a dot in quotes is not found."""
    return [part.strip().strip("\"'") for part in dotted.split(".")]

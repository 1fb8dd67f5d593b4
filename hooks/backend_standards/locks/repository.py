"""Which lock belongs to which manifest, and which manifest has none."""

from __future__ import annotations

from backend_standards.core import is_template
from backend_standards.locks import files, normal
from backend_standards.locks.manifests import PIPFILE, PYPROJECT, Manifests, is_needed, pipfile_sections, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import Protocol

    from backend_standards.core import Finding
    from backend_standards.core.patterns import Patterns
    from backend_standards.locks.findings import Remedy
    from backend_standards.locks.manifests import Manifest, Read

    class Tool(Protocol):
        """What the module of a tool offers."""

        def differences(self, path: str, data: bytes, manifests: Manifests, /) -> Iterator[str]:
            """Yield how a lock differs from its manifest."""

        def command(self, path: str, data: bytes, /) -> Remedy:
            """Return the command that writes a lock again."""


_TESTS = ("tests", "test", "testing")
_NOT_OURS = (
    "testdata test_data fixtures examples example samples sample templates template node_modules vendor vendored "
    "third_party thirdparty extern external site_packages venv"
).split()
"""Folders of test data, samples, templates and other people's code, also as the last words of a folder's name, as in
``api_template`` and ``uv-examples``. The manifest has them too, for the requirements files."""
_NAMES = frozenset((*_TESTS, *_NOT_OURS))
_TXT = (".txt", ".pip")


class Repository:
    """The locks and manifests of one repository, each read once."""

    __slots__ = (
        "_allow",
        "_allow_missing",
        "_compiled_from",
        "_contents",
        "_folders",
        "_has_inputs",
        "_held",
        "_included",
        "_manifests",
        "_names",
    )

    def __init__(self, paths: Sequence[str], read: Read, allow: Sequence[str], allow_missing: Sequence[str]) -> None:
        self._allow: Patterns | None = None
        self._allow_missing: Patterns | None = None
        if allow or allow_missing:
            from backend_standards.core.remedies import patterns

            self._allow, self._allow_missing = patterns(allow), patterns(allow_missing)
        self._folders: dict[str, list[str]] = {}
        """The names of locks and manifests by their folder."""
        for path in paths:
            folder, _, name = path.rpartition("/")
            if files.is_lock(name) or name in (PYPROJECT, PIPFILE) or _is_requirements(path):
                self._folders.setdefault(folder, []).append(name)
        self._folders = {folder: names for folder, names in self._folders.items() if is_ours(folder)}
        wanted = [f"{folder}/{name}".lstrip("/") for folder, names in self._folders.items() for name in names]
        self._contents = dict(read(wanted)) if wanted else {}
        self._manifests = Manifests(frozenset(paths), read, self._contents)
        self._names = {name for names in self._folders.values() for name in names}
        self._has_inputs = any(name.endswith(".in") for name in self._names)
        self._included: set[str] | None = None
        self._held: set[str] | None = None
        self._compiled_from: set[str] | None = None

    def findings(self) -> Iterator[Finding]:
        """Yield the findings, folder by folder."""
        for folder, names in self._folders.items():
            for name in names:
                path = f"{folder}/{name}".lstrip("/")
                if not self._is_allowed(path) and (finding := self._judge(path, name)):
                    yield finding

    def _judge(self, path: str, name: str) -> Finding | None:
        if name == PYPROJECT:
            return self._missing_for_project(path)
        if name == PIPFILE:
            return self._missing_for_pipfile(path)
        if name.endswith(".in"):
            return self._missing_for_input(path)
        return self._stale(path)

    def _stale(self, path: str) -> Finding | None:
        """Return the finding about a lock that does not say what its manifest says."""
        data = self._data(path)
        tool = self._tool(path)
        if files.kind(path) == files.UV and self._is_member(_folder(path)):
            return None  # uv reads the lock of the workspace alone
        found = list(tool.differences(path, data, self._manifests)) if tool else []
        if not tool or not found:
            return None
        from backend_standards.locks import findings

        return findings.stale(path, found, self._lost(path, data) or tool.command(path, data))

    def _lost(self, path: str, data: bytes) -> Remedy | None:
        """Return what to do about a compiled file whose inputs are not in the repository: its command cannot run."""
        if not self._may_be_compiled(path):
            return None
        from backend_standards.locks import compiled

        found = compiled.compilation(path, data, self._manifests)
        if not (found and found.lost):
            return None
        return "", "Commit the input that the header names, and run the header's command again, or delete the header."

    def _tool(self, path: str) -> Tool | None:
        """Return the module of the tool that writes a lock; each is imported only for its own locks."""
        which = files.kind(path)
        if which == files.UV:
            from backend_standards.locks import uv

            return uv
        if which == files.POETRY:
            from backend_standards.locks import poetry

            return poetry
        if which == files.PIPFILE:
            from backend_standards.locks import pipenv

            return pipenv
        if which == files.PYLOCK:
            from backend_standards.locks import pylock

            return pylock
        if path.rpartition("/")[2] == files.PDM:
            from backend_standards.locks import pdm

            return pdm
        if self._may_be_compiled(path):
            from backend_standards.locks import compiled

            return compiled
        return None

    def _may_be_compiled(self, path: str) -> bool:
        """Return whether a requirements file has an input beside it, or perhaps a header that names one."""
        return path.endswith(".txt") and (
            b"compile" in self._data(path) or f"{path.removesuffix('.txt')}.in" in self._contents
        )

    # Locks that are missing

    def _missing_for_project(self, path: str) -> Finding | None:
        manifest = self._unlocked_project(path)
        if manifest is None:
            return None
        unpinned = self._unpinned(_folder(path), manifest.needed())
        from backend_standards.locks import findings

        return findings.missing(path, unpinned or (), self._lock_for(manifest))

    def _unlocked_project(self, path: str) -> Manifest | None:
        """Return the manifest at a path if it has dependencies that neither a lock nor pinned files hold."""
        folder, data = _folder(path), self._data(path)
        if self._may_miss(path) or self._has_lock(folder):
            return None
        if b"dependencies" not in data and b"\\" not in data:  # the TOML parser costs as much as Python's start
            return None
        manifest = self._manifests.project(folder)
        if manifest is None or not manifest.has_dependencies():
            return None
        if self._unpinned(folder, manifest.needed()) == [] or self._is_member(folder) or self._is_held(folder):
            return None
        return manifest

    def _lock_for(self, manifest: Manifest) -> Remedy:
        """Return the command that locks a project with the tool that it, or else the repository, uses."""
        from backend_standards.locks import compiled, pdm, poetry, uv

        folder = _folder(manifest.path)
        prefix = f"{folder}/" if folder else ""
        tools = table(manifest.tables.get("tool"))
        names = self._names
        commands = {files.POETRY: poetry.command, files.PDM: pdm.command, files.UV: uv.command}
        ways = [lock for lock in commands if lock.removesuffix(".lock") in tools] or [
            *filter(names.__contains__, commands)
        ]
        if ways:
            return commands[ways[0]](prefix + ways[0])
        output = f"{prefix}requirements.txt"
        inputs = [each for each in (PYPROJECT, "requirements.in") if prefix + each in self._contents]
        by_pip, _ = compiled.command(output, inputs=inputs)
        if output in self._contents:  # which pip-compile would write over
            return uv.command(prefix + files.UV)
        if self._has_inputs or self._all_compiled_from():
            return by_pip, ""
        return uv.command(prefix + files.UV)[0], f"Or compile a requirements file: `{by_pip}`."

    def _missing_for_pipfile(self, path: str) -> Finding | None:
        if f"{path}.lock" in self._contents or self._may_miss(path):
            return None
        tables = files.manifest(path, self._data(path))
        packages = pipfile_sections(tables)["default"]
        if not packages:
            return None
        unpinned = self._unpinned(_folder(path), {normal(name) for name, row in packages.items() if is_needed(row)})
        if unpinned == []:
            return None
        from backend_standards.locks import findings, pipenv

        return findings.missing(path, unpinned or (), pipenv.command(f"{path}.lock"))

    def _missing_for_input(self, path: str) -> Finding | None:
        folder, _, name = path.rpartition("/")
        output = f"{path.removesuffix('.in')}.txt"
        if output in self._contents or self._may_miss(path) or name.lower().startswith("constraint"):
            return None
        if path in self._all_compiled_from():
            return None
        if self._has_lock(folder) or self._is_included(path):
            return None
        from backend_standards.locks import compiled

        lines = compiled.Lines(path, self._data(path))
        if not lines.requirements or lines.all_pinned():
            return None
        project = f"{folder}/{PYPROJECT}".lstrip("/")
        if project in self._contents and not self._is_allowed(project) and self._unlocked_project(project):
            return None  # one cause, one finding: a lock of the project will do for both
        from backend_standards.locks import findings

        return findings.missing(path, (), compiled.command(output))

    def _all_compiled_from(self) -> set[str]:
        """Return all files that some requirements file was compiled from."""
        if self._compiled_from is None:
            from backend_standards.locks import compiled

            found = [
                compiled.compilation(path, data, self._manifests)
                for path, data in self._contents.items()
                if self._may_be_compiled(path)
            ]
            self._compiled_from = {path for each in found if each for path in each.inputs}
        return self._compiled_from

    def _is_included(self, path: str) -> bool:
        """Return whether an input is part of another one."""
        if self._included is None:
            from backend_standards.locks import compiled

            self._included = set()
            for each in [each for each in self._contents if each.endswith(".in")]:
                lines = compiled.Lines(each, self._data(each))
                others = {compiled.beside(each, other) for other in (*lines.includes, *lines.constraints)}
                self._included |= others - {each}
        return path in self._included

    def _unpinned(self, folder: str, names: Collection[str]) -> list[str] | None:
        """Return which names the requirement files of a folder, or of its ``requirements/``, do not pin.

        A file counts only if it pins all that it names. None if no file does.
        """
        from backend_standards.locks import compiled

        pinned: set[str] = set()
        for place in (folder, f"{folder}/requirements".lstrip("/")):
            for name in self._folders.get(place, ()):
                if name.endswith(_TXT):
                    path = f"{place}/{name}".lstrip("/")
                    lines = compiled.Lines(path, self._data(path), is_output=True)
                    pinned |= lines.pins.keys() if lines.all_pinned() else set()
        return sorted(set(names) - pinned) if pinned else None

    def _is_member(self, folder: str) -> bool:
        """Return whether a folder is a member of a workspace above it that has a lock."""
        above = folder
        while above:
            above = _folder(above)
            root = self._manifests.project(above)
            if root and self._has_lock(above) and folder in self._manifests.members(root):
                return True
        return False

    def _is_held(self, folder: str) -> bool:
        """Return whether the lock of another project holds the project in a folder, as a dependency by its path."""
        if self._held is None:
            self._held = set()
            for path, data in self._contents.items():
                if files.is_lock(path.rpartition("/")[2]):
                    self._held |= files.local_folders(path, data)
        return bool(folder) and folder in self._held

    def _has_lock(self, folder: str) -> bool:
        return any(map(files.is_lock, self._folders.get(folder, ())))

    def _is_allowed(self, path: str) -> bool:
        return bool(self._allow and self._allow.cover(path))

    def _may_miss(self, path: str) -> bool:
        return bool(self._allow_missing and self._allow_missing.cover(path))

    def _data(self, path: str) -> bytes:
        return self._contents.get(path) or b""


def is_ours(folder: str) -> bool:
    """Return whether a folder may hold a project: it is not of a template, test data, samples or other people's code.

    The files directly in a folder of tests say what the tests need, so they are judged. The folders below it hold data.
    """
    parts = folder.lower().replace("-", "_").split("/")
    if len(parts) > 1 and parts[-1] == "requirements":
        parts.pop()
    last = parts.pop()
    return not (is_template(folder) or _is_named(last, _NOT_OURS) or any(_is_named(part, _NAMES) for part in parts))


def _is_named(part: str, names: Collection[str]) -> bool:
    """Return whether a folder's name is one of some words, or ends in one after a separator."""
    words = part.removeprefix(".").rstrip("_").split("_")
    return any("_".join(words[at:]) in names for at in range(len(words)))


def _is_requirements(path: str) -> bool:
    if not path.endswith((".in", *_TXT)):
        return False
    folder, _, name = path.lower().rpartition("/")
    return "requirements" in name or name.startswith("constraint") or "requirements" in folder.split("/")


def _folder(path: str) -> str:
    return path.rpartition("/")[0]

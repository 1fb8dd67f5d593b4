"""Which lock belongs to which manifest, and the findings about each pair."""

from __future__ import annotations

from backend_standards.core import Finding, Stopped
from backend_standards.core.remedies import patterns, quote, quoted_argument
from backend_standards.locks import files
from backend_standards.locks.manifests import PIPFILE, PYPROJECT, Manifest, is_needed, pipfile_sections, table, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from backend_standards.locks import compiled
    from backend_standards.locks.requirements import Requirement

PDM = "pdm.lock"
# Locks of other tools, which are not judged, but there.
_OTHER_LOCKS = ("pixi.lock", "conda-lock.yml", "requirements.lock")
# Folders of files that something else is about: test data, samples, templates, other people's code. Also the last
# word of a folder's name: `api_template`, `uv-examples`.
_NOT_OURS = frozenset(
    "tests test testing testdata fixtures examples example samples templates template node_modules vendor "
    "vendored third_party thirdparty extern external site_packages .venv venv".split()
)
_SHOWN = 3  # differences named in one finding


class Repository:
    """The locks and manifests of one repository, each read once."""

    __slots__ = (
        "_allow",
        "_allow_missing",
        "_contents",
        "_folders",
        "_included",
        "_manifests",
        "_outputs",
        "_paths",
        "_read",
        "_workspaces",
    )

    def __init__(
        self,
        paths: Sequence[str],
        read: Callable[[Sequence[str]], Mapping[str, bytes]],
        allow: Sequence[str],
        allow_missing: Sequence[str],
    ) -> None:
        self._paths = frozenset(paths)
        self._allow = patterns(allow)
        self._allow_missing = patterns(allow_missing)
        self._read = read
        self._folders: dict[str, list[str]] = {}
        for path in paths:
            folder, _, name = path.rpartition("/")
            if _is_lock(name) or name in (PYPROJECT, PIPFILE) or _is_requirements(path):
                self._folders.setdefault(folder, []).append(name)
        ours = {folder: names for folder, names in self._folders.items() if is_ours(folder)}
        wanted = [f"{folder}/{name}".lstrip("/") for folder, names in ours.items() for name in names]
        self._contents: dict[str, bytes | None] = dict(read(wanted)) if wanted else {}
        self._folders = ours
        self._manifests: dict[str, Manifest | None] = {}
        self._workspaces: dict[str, dict[str, None]] = {}
        self._included: set[str] | None = None
        self._outputs: dict[str, tuple[compiled.Command | None, list[str]]] | None = None

    def findings(self) -> Iterator[Finding]:
        """Yield the findings, folder by folder."""
        for folder, names in self._folders.items():
            prefix = f"{folder}/" if folder else ""
            for name in names:
                path = prefix + name
                if self._allow and self._allow.cover(path):
                    continue
                if finding := self._judge(path, name):
                    yield finding

    def _judge(self, path: str, name: str) -> Finding | None:
        which = files.kind(path)
        if which == files.UV:
            return self._uv(path)
        if which == files.POETRY:
            return self._poetry(path)
        if which == files.PIPFILE:
            return self._pipfile(path)
        if which == files.PYLOCK:
            return self._pylock(path)
        if name == PDM:
            return self._pdm(path)
        if name == PYPROJECT:
            return self._missing_for_project(path)
        if name == PIPFILE:
            return self._missing_for_pipfile(path)
        if name.endswith(".txt"):
            return self._compiled(path)
        return self._missing_for_input(path) if name.endswith(".in") else None

    # Locks

    def _uv(self, path: str) -> Finding | None:
        folder = _folder(path)
        root = self._manifest(folder)
        if root is None:
            return None
        from backend_standards.locks import uv

        lock = uv.Lock(path, self._data(path))
        found = list(uv.differences(lock, self._manifest, self._members(root)))
        return _out_of_date(path, found, _in_folder("uv lock", folder)) if found else None

    def _poetry(self, path: str) -> Finding | None:
        folder = _folder(path)
        manifest = self._manifest(folder)
        if manifest is None:
            return None
        data = self._data(path)
        lock = _poetry_metadata(path, data)
        metadata = lock["metadata"]
        writer = data[:200].partition(b"by Poetry ")[2].partition(b" ")[0].decode("ascii", "replace")
        from backend_standards.locks.hashes import of_poetry

        version = metadata["lock-version"]
        try:
            hashes = list(of_poetry(manifest.tables, version, writer))
        except (TypeError, ValueError) as error:
            raise Stopped(f"{manifest.path}: poetry's tables hold a value that JSON does not have; mend it") from error
        if metadata.get("content-hash") in hashes:
            return None
        python = table(manifest.tool("poetry").get("dependencies")).get("python") or manifest.requires_python
        found = []
        locked = metadata.get("python-versions")
        if isinstance(python, str) and isinstance(locked, str) and python and not _same_words(python, locked):
            found.append(f"{manifest.path} asks for Python {python}, the lock is for {locked}")
        found += self._beside(path, data, manifest.every(), manifest.path)
        command = "poetry lock"
        if version != "2.1" and not writer.startswith("2."):
            command = "poetry lock --no-update (Poetry 1; Poetry 2: poetry lock)"
        found = found or [f"its content-hash is not that of {manifest.path}"]
        return _out_of_date(path, found, _in_folder(command, folder))

    def _pipfile(self, path: str) -> Finding | None:
        folder = _folder(path)
        manifest = path.removesuffix(".lock")
        data = self._data(path)
        if manifest not in self._contents:
            return None
        lock = files.read(path, data)
        meta = table(lock.get("_meta"))
        tables = files.toml_table(manifest, self._data(manifest))
        from backend_standards.locks.hashes import of_pipfile

        try:
            hashes = list(of_pipfile(tables, meta.get("sources")))
        except (TypeError, ValueError) as error:
            raise Stopped(f"{manifest}: holds a value that JSON does not have; mend it") from error
        if table(meta.get("hash")).get("sha256") in hashes:
            return None
        found = []
        if (requires := table(tables.get("requires"))) != table(meta.get("requires")):
            found.append(
                f"{manifest} requires {_pairs(requires)}, the lock is for {_pairs(table(meta.get('requires')))}"
            )
        if "source" in tables and tables["source"] != meta.get("sources"):
            found.append(f"{manifest} has other sources than the lock")
        for section, rows in pipfile_sections(tables).items():
            has = table(lock.get(section))
            locked = {files.normal(name): table(value).get("version") for name, value in has.items()}
            for name, value in rows.items():
                found += _pipfile_difference(name, value, section, locked)
        if not found and "source" not in tables:
            return None  # pipenv's own default is hashed then, and pip's configuration may have set another one
        found = found or [f"its hash is not that of {manifest}"]
        return _out_of_date(path, found, _in_folder("pipenv lock", folder))

    def _pylock(self, path: str) -> Finding | None:
        folder = _folder(path)
        data = self._data(path)
        lock = files.read(path, data)
        manifest = self._manifest(folder)
        # A lock with a name of its own may be of some group alone, and nothing says of which.
        if manifest is None or path.rpartition("/")[2] != files.PYLOCK or "dependencies" in manifest.dynamic:
            return None
        found = list(self._beside(path, data, manifest.dependencies(), manifest.path))
        writer = lock.get("created-by")
        command = {"uv": "uv export -o pylock.toml", "pip": "pip lock .", "pdm": "pdm lock"}.get(
            writer if isinstance(writer, str) else "", "write it again with the tool that wrote it"
        )
        return _out_of_date(path, found, _in_folder(command, folder)) if found else None

    def _pdm(self, path: str) -> Finding | None:
        folder = _folder(path)
        manifest = self._manifest(folder)
        if manifest is None:
            return None
        lock = files.toml_table(path, self._data(path))
        metadata = table(lock.get("metadata"))
        version = metadata.get("lock_version")
        if not isinstance(version, str) or not version.startswith("4."):
            raise Stopped(f"{path}: has no metadata.lock_version that is known; supported are 4.x: run pdm lock")
        # From pdm 2.29 on a lock may record what it was made from otherwise, and a workspace hashes its members too.
        has_hash = isinstance(metadata.get("content_hash"), str) and "lock_inputs" not in metadata
        if has_hash and not manifest.tool("pdm").get("workspace"):
            from backend_standards.locks.hashes import of_pdm

            try:
                hashes = [f"sha256:{each}" for each in of_pdm(manifest.tables)]
            except (TypeError, ValueError) as error:
                raise Stopped(f"{manifest.path}: holds a value that JSON does not have; mend it") from error
            if metadata["content_hash"] in hashes:
                return None
        packages = lock.get("package", [])
        if not isinstance(packages, list):
            raise files.malformed(path)
        rows = [row for row in packages if isinstance(row, dict)]
        pins = [(str(row.get("name")), str(row.get("version", "")), "") for row in rows]
        groups = texts(metadata.get("groups"))
        wanted = manifest.every() if not groups or "*" in groups else manifest.dependencies()
        found = list(_unlocked(wanted, pins, manifest.path))
        if not found and has_hash and not manifest.tool("pdm").get("workspace"):
            found = [f"its content_hash is not that of {manifest.path}"]
        return _out_of_date(path, found, _in_folder("pdm lock", folder)) if found else None

    def _beside(self, path: str, data: bytes, wanted: Sequence[Requirement], manifest: str) -> Iterator[str]:
        return _unlocked(wanted, _all_packages(path, data), manifest)

    # Compiled requirement files

    def _compiled(self, path: str) -> Finding | None:
        command, inputs = self._compilations().get(path, (None, []))
        if not inputs:
            return None
        from backend_standards.locks import compiled

        declared = compiled.Inputs()
        for each in inputs:
            declared.add(each, self._any, command)
        output = compiled.Lines(path, self._data(path), is_output=True)
        if output.includes and command is None:
            return None  # written by hand
        overridden = self._overridden(path, command)
        declared.requirements = [each for each in declared.requirements if each.name not in overridden]
        found = list(compiled.differences(output, declared, command))
        if not found:
            return None
        name = f"compile it again from {', '.join(inputs)}: pip-compile, or uv pip compile"
        if command:
            text = command.text()
            name = _in_folder(text, _base(path, command)) if text else "run the command in its header"
        return _out_of_date(path, found, name)

    def _overridden(self, path: str, command: compiled.Command | None) -> set[str]:
        """Return the names whose version ``uv pip compile`` takes from ``[tool.uv]`` of the folder in which it runs."""
        manifest = self._manifest(_base(path, command)) if command and "uv" in command.words[0] else None
        rows = texts(manifest.tool("uv").get("override-dependencies")) if manifest else []
        return (
            {each.name for each in manifest.requirements("tool.uv.override-dependencies", rows)} if manifest else set()
        )

    def _compilations(self) -> dict[str, tuple[compiled.Command | None, list[str]]]:
        """Return each compiled file with its command, where that is known, and the tracked files it was made from."""
        if self._outputs is None:
            self._outputs = {}
            for path in list(self._contents):
                if path.endswith(".txt") and (found := self._compilation(path)):
                    self._outputs[path] = found
        return self._outputs

    def _compilation(self, path: str) -> tuple[compiled.Command | None, list[str]] | None:
        data = self._data(path)
        source = f"{path[:-4]}.in"
        has_source = source in self._contents
        command = None
        if b"compile" in data[:4000]:
            from backend_standards.core.text import decode, with_newlines
            from backend_standards.locks import compiled

            command = compiled.header(with_newlines(decode(data[:4000])))
        if command is None:
            return (None, [source]) if has_source else None
        if command.overrides:
            return None
        if not command.inputs:
            return (command, [source]) if has_source else None
        base = _base(path, command)
        inputs = [compiled.beside(f"{base}/x" if base else "x", each) for each in command.inputs]
        missing = [each for each in inputs if self._any(each) is None]
        return None if missing else (command, inputs)

    # Locks that are missing

    def _missing_for_project(self, path: str) -> Finding | None:
        folder = _folder(path)
        data = self._data(path)
        if self._may_miss(path) or any(map(_is_lock, self._folders.get(folder, []))):
            return None
        if b"dependencies" not in data and b"\\" not in data:  # the TOML parser costs as much as Python's start
            return None
        manifest = self._manifest(folder)
        if manifest is None or not manifest.has_dependencies():
            return None
        unpinned = self._unpinned(folder, manifest.needed())
        if unpinned == [] or self._is_member(folder):
            return None
        tools = table(manifest.tables.get("tool"))
        command = next((f"{tool} lock" for tool in ("poetry", "pdm") if tool in tools), "uv lock")
        if command == "uv lock" and "uv" not in tools:
            command = "uv lock, or pip-compile -o requirements.txt pyproject.toml"
        return _missing(path, _in_folder(command, folder), unpinned)

    def _missing_for_pipfile(self, path: str) -> Finding | None:
        if f"{path}.lock" in self._contents or self._may_miss(path):
            return None
        tables = files.toml_table(path, self._data(path))
        packages = pipfile_sections(tables)["default"]
        if not packages:
            return None
        needed = {files.normal(name) for name, value in packages.items() if is_needed(value)}
        unpinned = self._unpinned(_folder(path), needed)
        return None if unpinned == [] else _missing(path, _in_folder("pipenv lock", _folder(path)), unpinned)

    def _missing_for_input(self, path: str) -> Finding | None:
        if f"{path[:-3]}.txt" in self._contents or self._may_miss(path) or "constraints" in path.rpartition("/")[2]:
            return None
        if any(path in inputs for _, inputs in self._compilations().values()):
            return None
        if any(map(_is_lock, self._folders.get(_folder(path), []))) or self._is_included(path):
            return None
        from backend_standards.locks import compiled

        lines = compiled.Lines(path, self._data(path))
        if not lines.requirements or lines.all_pinned():
            return None
        output = f"{path.rpartition('/')[2][:-3]}.txt"
        return _missing(
            path, _in_folder(f"pip-compile -o {quote(output)} {quote(path.rpartition('/')[2])}", _folder(path))
        )

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
        """Return which names the requirement files in a folder, or in its ``requirements/``, do not pin.

        Files that do not pin all that they name do not count; None where there is no other.
        """
        from backend_standards.locks import compiled

        pinned: set[str] = set()
        for place in (folder, f"{folder}/requirements".lstrip("/")):
            for name in self._folders.get(place, ()):
                if name.endswith(".txt"):
                    path = f"{place}/{name}".lstrip("/")
                    lines = compiled.Lines(path, self._data(path), is_output=True)
                    pinned |= lines.pins.keys() if lines.all_pinned() else set()
        return sorted(set(names) - pinned) if pinned else None

    def _is_member(self, folder: str) -> bool:
        """Return whether a folder is a member of a workspace above it, which has the lock."""
        above = folder
        while above:
            above = above.rpartition("/")[0]
            root = self._manifest(above)
            if root and any(map(_is_lock, self._folders.get(above, []))) and folder in self._members(root):
                return True
        return False

    def _members(self, root: Manifest) -> Collection[str]:
        """Return the folders of uv's or pdm's workspace, sorted, without the root's own."""
        folder = _folder(root.path)
        if folder not in self._workspaces:
            self._workspaces[folder] = dict.fromkeys(sorted(self._find_members(root, folder)))
        return self._workspaces[folder]

    def _find_members(self, root: Manifest, folder: str) -> set[str]:
        found = set()
        for tool in ("uv", "pdm"):
            workspace = table(root.tool(tool).get("workspace"))
            members, excluded = texts(workspace.get("members")), texts(workspace.get("exclude"))
            if not members:
                continue
            import re

            from backend_standards.core.patterns import glob

            def matches(globs: Iterable[str], name: str) -> bool:
                return any(re.fullmatch(glob(each.rstrip("/").removeprefix("./")), name) for each in globs)

            prefix = f"{folder}/" if folder else ""
            for path in self._paths:
                if path.endswith(f"/{PYPROJECT}") and path.startswith(prefix):
                    name = _folder(path)[len(prefix) :]
                    if name and matches(members, name) and not matches(excluded, name):
                        found.add(prefix + name)
        return found

    # Files

    def _may_miss(self, path: str) -> bool:
        return bool(self._allow_missing and self._allow_missing.cover(path))

    def _manifest(self, folder: str) -> Manifest | None:
        """Return the ``pyproject.toml`` of a folder, or None where none is tracked."""
        if folder not in self._manifests:
            path = f"{folder}/{PYPROJECT}".lstrip("/")
            data = self._any(path)
            self._manifests[folder] = None if data is None else Manifest(path, files.toml_table(path, data))
        return self._manifests[folder]

    def _any(self, path: str) -> bytes | None:
        """Return the content of any tracked file."""
        if path not in self._contents:
            self._contents[path] = None if path.startswith("../") else self._read([path]).get(path)
        return self._contents[path]

    def _data(self, path: str) -> bytes:
        return self._contents.get(path) or b""


def is_ours(folder: str) -> bool:
    """Return whether a folder may hold a project: it is not among tests, samples or other people's code."""
    parts = folder.lower().replace("-", "_").split("/")
    return not ("{" in folder or _NOT_OURS.intersection((*parts, *(part.rpartition("_")[2] for part in parts))))


def _is_lock(name: str) -> bool:
    return bool(files.kind(name)) or name == PDM or name in _OTHER_LOCKS


def _is_requirements(path: str) -> bool:
    if not path.endswith((".in", ".txt")):
        return False
    folder, _, name = path.lower().rpartition("/")
    return "requirements" in name or name.startswith("constraints") or folder.rpartition("/")[2] == "requirements"


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _base(path: str, command: compiled.Command) -> str:
    """Return the folder in which a compiled file's command ran: the one from which its output is that file."""
    output = command.output.removeprefix("./")
    if output and path != output and path.endswith(f"/{output}"):
        return path[: -len(output) - 1]
    if path == output:
        return ""
    return _folder(path)


def _in_folder(command: str, folder: str) -> str:
    return f"cd {quote(folder)} && {command}" if folder else command


def _same_words(one: str, other: str) -> bool:
    return sorted("".join(one.split()).split(",")) == sorted("".join(other.split()).split(","))


def _pairs(rows: Mapping[str, object]) -> str:
    return ", ".join(f"{key} {value}" for key, value in sorted(rows.items())) or "nothing"


def _pipfile_difference(name: str, value: object, section: str, locked: Mapping[str, object]) -> Iterator[str]:
    from backend_standards.locks.requirements import satisfies

    row = table(value)
    is_conditional = bool(row) and any(
        key == "markers" or key.startswith(("sys_", "os_", "platform", "python")) for key in row
    )
    specifier = value if isinstance(value, str) else row.get("version", "")
    specifier = "" if not isinstance(specifier, str) or specifier.strip() == "*" else "".join(specifier.split())
    normal = files.normal(name)
    if normal not in locked:
        if not is_conditional:
            yield f"Pipfile asks for {normal}{specifier}, which the lock does not have in {section}"
        return
    version = locked[normal]
    if isinstance(version, str) and version.startswith("==") and not satisfies(version[2:], specifier):
        yield f"Pipfile asks for {normal}{specifier}, the lock has {version[2:]}"


def _unlocked(wanted: Sequence[Requirement], pins: Sequence[files.Package], manifest: str) -> Iterator[str]:
    """Yield which requirements a lock does not fulfil; one with a marker may be absent."""
    from backend_standards.locks.requirements import satisfies

    versions: dict[str, list[str]] = {}
    for name, version, _ in pins:
        versions.setdefault(files.normal(name), []).append(version)
    for each in wanted:
        has = versions.get(each.name)
        if has is None:
            if not each.marker:
                yield f"{manifest} asks for {each}, which the lock does not have"
        elif not each.place and not any(not version or satisfies(version, each.specifier) for version in has):
            yield f"{manifest} asks for {each}, the lock has {', '.join(has)}"


def _all_packages(path: str, data: bytes) -> list[files.Package]:
    """Return all packages of a TOML lock, those without an index too."""
    lock = files.read(path, data)
    key = "packages" if files.kind(path) == files.PYLOCK else "package"
    try:
        rows = [(row["name"], row.get("version", ""), "") for row in lock.get(key, ())]
    except (AttributeError, KeyError, TypeError) as error:
        raise files.malformed(path) from error
    if not all(isinstance(text, str) for row in rows for text in row):
        raise files.malformed(path)
    return rows


def _poetry_metadata(path: str, data: bytes) -> Mapping[str, Mapping[str, str]]:
    """Return ``[metadata]`` of a poetry.lock: of the last table alone, where poetry's own form shows which that is."""
    part = data
    at = data.rfind(b"\n[metadata]\n")
    if at >= 0 and data.count(b"[metadata]") == 1 and b'"""' not in data and b"'''" not in data:
        end = data.find(b"\n[", at + 2)
        part = data[at : end if end >= 0 else len(data)]
        files.refuse_conflicts(path, data)
    lock = files.toml_table(path, part)
    files.check_version(path, lock)
    return lock


def _out_of_date(path: str, found: Sequence[str], command: str) -> Finding:
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    message = "; ".join(found[:_SHOWN]) + more
    exception = f"in this hook's args: {quoted_argument('--allow', path)}"
    return Finding(path, "lock-out-of-date", message, fix=command, exception=exception)


def _missing(path: str, command: str, unpinned: Sequence[str] | None = None) -> Finding:
    message = "has dependencies, but no lock file and no pinned requirements file stand beside it"
    if unpinned:
        more = f" and {len(unpinned) - _SHOWN} more" if len(unpinned) > _SHOWN else ""
        names = f"{', '.join(unpinned[:_SHOWN])}{more}"
        message = f"has dependencies, but no lock file stands beside it, and no pinned requirements file has {names}"
    exception = f"for a library, in this hook's args: {quoted_argument('--allow-missing', path)}"
    return Finding(path, "lock-missing", message, fix=command, exception=exception)

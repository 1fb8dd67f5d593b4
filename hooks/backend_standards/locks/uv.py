"""Whether a ``uv.lock`` says what the ``pyproject.toml`` files of its workspace say.

uv writes into the lock what each project declared (``requires-dist``, ``requires-dev``, ``provides-extras``,
``[manifest]``), so the two can be compared, and nothing has to be resolved.
"""

from __future__ import annotations

from backend_standards.locks import files, normal
from backend_standards.locks.manifests import table, texts
from backend_standards.locks.requirements import Requirement, same_pythons, satisfies

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from backend_standards.locks.findings import Remedy
    from backend_standards.locks.manifests import Manifest, Manifests

_LOCAL = ("editable", "virtual", "directory")
_PLACES = ("git", "url", "path", "editable", "directory", "virtual")
_FROM_ELSEWHERE = (b"registry", b"git", b"url", b"path")
"""The kinds of source of packages that are not projects of this repository."""
_PACKAGE = b"[package]]\n"
"""The head of a package's table, without the line break and the first bracket."""
_NAMED_PINS = 3
"""Versions that a message names."""


class Lock:
    """What a ``uv.lock`` declares: its head, the packages of this repository, and the versions of all by their names.

    The version of a package that has none, as one of this repository may, is "".
    """

    __slots__ = ("head", "local", "path", "versions")

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        parts = _parts(data)
        if parts is None:
            self.head = files.read(path, data)
            rows = self.head.pop("package", [])
            try:
                self.versions: dict[str, list[str]] = {}
                for row in rows:
                    version = row.get("version", "")
                    self.versions.setdefault(normal(row["name"]), []).append(version + "")
                self.local = [row for row in rows if any(each in row["source"] for each in _LOCAL)]
            except (AttributeError, KeyError, TypeError) as error:
                raise files.malformed(path) from error
        else:
            files.refuse_conflicts(path, data)
            declared, self.versions = parts
            self.head = files.read(path, declared)
            self.local = self.head.pop("package", [])

    def folders(self) -> dict[str, Mapping[str, Any]]:
        """Return the packages of this repository by their folders, from the repository's root; "" is the root."""
        found = {}
        for row in self.local:
            place = next(row["source"][kind] for kind in _LOCAL if kind in row["source"])
            found[_inside(self.path, place)] = row
        return found


def _inside(path: str, place: str) -> str:
    """Return the folder, from the repository's root, of a place that is given from a file's folder."""
    import os

    folder = os.path.normpath(os.path.join(path[: path.rfind("/") + 1], place)).replace(os.sep, "/")
    return "" if folder == "." else folder


def differences(path: str, data: bytes, manifests: Manifests) -> Iterator[str]:
    """Yield what the manifests of the workspace say and the lock does not, or the reverse, each as a sentence.

    Raises:
        Stopped: the lock or a manifest cannot be parsed.
    """
    root = manifests.project(path.rpartition("/")[0])
    if root is None:
        return
    lock = Lock(path, data)
    try:
        yield from _of_workspace(lock, root, manifests)
    except (AttributeError, KeyError, TypeError) as error:
        raise files.malformed(path) from error


def command(path: str, data: bytes = b"") -> Remedy:  # noqa: ARG001 - the shape that all tools share
    """Return the command that writes the lock."""
    from backend_standards.locks.findings import writing

    return writing("uv lock", path), ""


def _of_workspace(lock: Lock, root: Manifest, manifests: Manifests) -> Iterator[str]:
    uv = root.tool("uv")
    locked = lock.folders()
    members = map(manifests.project, manifests.members(root))
    own = [root, *(each for each in members if each and each.tool("uv").get("managed") is not False)]
    pythons = [each.requires_python for each in own]
    has = lock.head.get("requires-python", "")
    if all(pythons) and has and not same_pythons(pythons, has):
        where = root.path if len(own) == 1 else "the workspace"
        yield f"{where} asks for Python {', '.join(dict.fromkeys(pythons))}, but the lock is for {has}"
    manifest = table(lock.head.get("manifest"))
    for key, names in (
        ("constraints", "constraint-dependencies"),
        ("overrides", "override-dependencies"),
        ("build-constraints", "build-constraint-dependencies"),
    ):
        wanted = root.requirements(f"tool.uv.{names}", texts(uv.get(names)))
        sources = _Sources(root, root)
        yield from _differ(f"tool.uv.{names}", sources.of(wanted), _rows(manifest.get(key, [])))
    for each in own:
        folder = each.path.rpartition("/")[0]
        if each.name is None:
            if each is root:
                yield from _groups(each, _Sources(each, root), table(manifest.get("dependency-groups")))
            continue
        row = locked.get(folder)
        if row is None or normal(row["name"]) != normal(each.name):
            yield f"{each.path} is the project {each.name}, which the lock does not have in its place"
    known = {each.path: each for each in own}
    for folder, row in locked.items():
        project = known.get(f"{folder}/pyproject.toml".lstrip("/")) or manifests.project(folder)
        if project is None or project.name is None:
            continue
        if normal(row["name"]) != normal(project.name):
            continue
        yield from _of_project(lock, project, _Sources(project, root), row, is_member=project.path in known)


def _of_project(
    lock: Lock, project: Manifest, sources: _Sources, row: Mapping[str, Any], *, is_member: bool
) -> Iterator[str]:
    metadata = table(row.get("metadata"))
    if not project.dynamic & {"dependencies", "optional-dependencies"}:
        rows = _rows(metadata.get("requires-dist", []))
        differing = list(_differ(project.path, sources.of([*project.dependencies(), *project.extras()]), rows))
        yield from differing
        extras = {normal(extra) for extra in project.extra_names()}
        if "provides-extras" in metadata and extras != set(metadata["provides-extras"]):
            yield from _names(project.path, "the extra", extras, set(metadata["provides-extras"]))
        if not differing and not lock.head.get("manifest"):  # overrides and exclusions may take a package out of a lock
            for each in sources.of(project.dependencies()):
                if each.marker or lock.head.get("supported-markers"):
                    continue
                versions = lock.versions.get(each.name, [])
                if not any(not version or satisfies(version, each.specifier) for version in versions):
                    pins = " and ".join(versions[:_NAMED_PINS]) or "no version of it"
                    yield f"{project.path} asks for {each}, but the lock pins {pins}"
    if is_member:
        yield from _groups(project, sources, table(metadata.get("requires-dev")))


def _groups(project: Manifest, sources: _Sources, locked: Mapping[str, Any]) -> Iterator[str]:
    # uv turns the Pythons of a group into markers of its members, in a way of its own.
    markers = not table(project.tool("uv").get("dependency-groups"))
    declared = project.groups()
    for name in sorted({*declared, *locked}):
        if name not in declared and not locked[name]:
            yield f"the lock has the empty group {name}, which {project.path} does not have"
        rows = _rows(locked.get(name, []))
        yield from _differ(f"group {name} of {project.path}", sources.of(declared.get(name, [])), rows, markers=markers)


class _Sources:
    """The ``[tool.uv.sources]`` of one project of a workspace, with those of the root."""

    __slots__ = ("_table",)

    def __init__(self, project: Manifest, root: Manifest) -> None:
        own = table(project.tool("uv").get("sources"))
        shared = table(root.tool("uv").get("sources"))
        self._table = {normal(name): value for name, value in {**shared, **own}.items()}

    def of(self, declared: Sequence[Requirement]) -> list[Requirement]:
        """Return the requirements, with the places that the sources give them."""
        for each in declared:
            source = self._table.get(each.name)
            if isinstance(source, list):
                each.place = "any"  # one place a marker
            elif isinstance(source, dict):
                each.place = self._place(source)
                if each.place != "index":
                    each.specifier = ""
        return list(declared)

    def _place(self, source: Mapping[str, Any]) -> str:
        if "git" in source:
            ref = next((f"@{source[key]}" for key in ("tag", "branch", "rev") if key in source), "")
            return f"git {source['git']}{ref}"
        if "url" in source:
            return f"url {source['url']}"
        return "index" if "index" in source else "path"


def _rows(rows: Sequence[Mapping[str, Any]]) -> list[Requirement]:
    found = []
    for row in rows:
        place = ""
        for kind in _PLACES:
            if kind in row:
                place = "path" if kind in (*_LOCAL, "path") else f"{kind} {row[kind]}"
        if place.startswith("git "):
            place = _git_row(place)
        if "index" in row:
            place = "index"
        specifier = "".join(row.get("specifier", "").split())
        found.append(Requirement(row["name"], row.get("extras", ()), specifier, row.get("marker", ""), place))
    return found


def _git_row(place: str) -> str:
    """Return the place of a git URL of a lock, whose query holds the folder and the ref."""
    url, _, query = place.partition("?")
    for field in query.split("&"):
        key, _, value = field.partition("=")
        if key in ("rev", "tag", "branch"):
            from urllib.parse import unquote

            return f"{url}@{unquote(value)}"
    return url


def _differ(
    where: str, declared: Sequence[Requirement], locked: Sequence[Requirement], *, markers: bool = True
) -> Iterator[str]:
    """Yield how two lists of requirements differ, apart from their order."""
    plain = {each.plain() for each in locked}
    wanted = [each for each in declared if each.plain() not in plain]
    if not wanted and len(declared) == len(locked):
        return
    plain = {each.plain() for each in declared}
    has = [each for each in locked if each.plain() not in plain]
    for each in list(wanted):
        if each.place == "any":
            matching = [other for other in has if (other.name, other.extras) == (each.name, each.extras)]
        else:
            matching = [other for other in has if each.same(other, markers=markers)][:1]
        if matching:
            wanted.remove(each)
            has = [other for other in has if other not in matching]
    for name in dict.fromkeys(each.name for each in (*wanted, *has)):
        ours = ", ".join(str(each) for each in wanted if each.name == name)
        theirs = ", ".join(str(each) for each in has if each.name == name)
        if ours and theirs:
            yield f"{where} asks for {ours}, but the lock has {theirs}"
        elif ours:
            yield f"{where} asks for {ours}, which the lock does not have"
        else:
            yield f"the lock has {theirs}, which {where} does not ask for"


def _names(where: str, what: str, declared: set[str], locked: set[str]) -> Iterator[str]:
    for name in sorted(declared ^ locked):
        if name in declared:
            yield f"{where} has {what} {name}, which the lock does not have"
        else:
            yield f"the lock has {what} {name}, which {where} does not have"


def _parts(data: bytes) -> tuple[bytes, dict[str, list[str]]] | None:
    """Return the TOML of a lock without the packages from elsewhere, and the versions of all packages by their names.

    tomllib takes 90 ms for 300 packages, of which 299 are an index's, and only their names and versions count here. So
    they are cut out by the exact form in which uv writes them. None for a lock in any other form: it is parsed whole.
    """
    if b'"""' in data or (b"'" in data and b"'''" in data) or b"\r" in data or not data.startswith(b"version = 1\n"):
        return None
    head, *tables = data.split(b"\n[")
    versions: dict[str, list[str]] = {}
    declared, is_declared = [head], True
    for part in tables:
        if not part.startswith(_PACKAGE):
            if part.startswith(b"package.") != bool(versions) or part.startswith(b"[package"):
                return None
            if is_declared:
                declared.append(part)
            continue
        first, _, rest = part[len(_PACKAGE) :].partition(b"\n")
        name = _value(first, b"name = ")
        line, _, below = rest.partition(b"\n")
        version: str | None = ""
        if line.startswith(b"version = "):
            version = _value(line, b"version = ")
            line = below.partition(b"\n")[0]
        if name is None or version is None or not line.startswith(b"source = { ") or not line.endswith(b" }"):
            return None
        versions.setdefault(normal(name), []).append(version)
        is_declared = line[len(b"source = { ") :].partition(b" ")[0] not in _FROM_ELSEWHERE
        if is_declared:
            declared.append(part)
    return b"\n[".join(declared), versions


def _value(line: bytes, key: bytes) -> str | None:
    """Return the text of a line ``key = "text"``, or None for any other line."""
    text = line[len(key) + 1 : -1]
    if not line.startswith(key + b'"') or not line.endswith(b'"') or not text.isascii():
        return None
    return None if b'"' in text or b"\\" in text else text.decode()

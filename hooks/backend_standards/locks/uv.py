"""Whether a ``uv.lock`` says what the ``pyproject.toml`` files of its workspace say.

uv writes into the lock what each project declared (``requires-dist``, ``requires-dev``, ``provides-extras``,
``[manifest]``), so the two can be compared, and nothing has to be resolved.
"""

from __future__ import annotations

from backend_standards.core import Stopped
from backend_standards.locks import files, normal, uv_settings
from backend_standards.locks.manifests import table, texts
from backend_standards.locks.requirements import (
    MANY,
    Requirement,
    by_name,
    joined,
    same_marker,
    same_pythons,
    same_specifier,
    satisfies,
)
from backend_standards.locks.uv_sources import LOCAL, Sources, Workspace, folder_of, inside, names, rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from backend_standards.locks.findings import Remedy
    from backend_standards.locks.manifests import Manifest, Manifests

_FROM_ELSEWHERE = (b"registry", b"git", b"url", b"path")
"""The kinds of source of packages that are not projects of this repository."""
_SOURCE, _REGISTRY = b"source = { ", b"registry = "
_PACKAGE = b"[package]]\n"
"""The head of a package's table, without the line break and the first bracket."""
_LOWER, _UPPER = (">=", ">", "~="), ("<=", "<")
"""The signs of limits on each side."""
_WITH_DEPENDENCIES = (_PACKAGE, b"package.optional-dependencies]", b"package.dev-dependencies]")
_ENTRY = '{ name = "'
_KINDS = {"editable": "an editable package", "directory": "a package", "virtual": "not a package"}
_WITH_EMPTY_GROUPS = 1
"""The revision of the lock from which on it records empty groups."""
_WITH_EXTRAS = 1
"""The revision of the lock from which on it always records the names of extras, if there are any."""
_MOST_EXTRAS = 200
"""Extras that extras of a project name, at most; extras that name one another have no end."""
_NAMED_PINS = 3
"""Versions that a message names."""


class Lock:
    """What a ``uv.lock`` declares.

    ``head`` are its tables without the packages, ``local`` the packages of this repository, ``versions`` those of all
    packages by their names ("" for one without a version, as one of this repository may be), ``registries`` the
    indexes, each with the first package from there, and ``needed`` the dependencies of all packages.
    """

    __slots__ = ("head", "local", "needed", "path", "registries", "versions")

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.registries: dict[str, str] = {}
        self.versions: dict[str, list[str]] = {}
        self.needed: set[str] = set()
        declared = self._cut(data)
        if declared is not None:
            files.refuse_conflicts(path, data)
            try:
                self.head = files.read(path, declared)
            except Stopped:
                declared = None  # only the whole file has the right lines
        if declared is None:
            self._read_all(data)
        else:
            self.local = self.head.pop("package", [])
        for name in sorted(self.needed):
            if normal(name) not in self.versions:
                from backend_standards.core.masking import cleaned

                raise Stopped(
                    f"{path}: a package in it needs {cleaned(name)}, which is not in it, so uv cannot read it;"
                    " restore the lock, or delete it and run uv lock"
                )

    def _read_all(self, data: bytes) -> None:
        self.registries, self.versions, self.needed = {}, {}, set()
        self.head = files.read(self.path, data)
        rows = self.head.pop("package", [])
        for row in rows:
            self.versions.setdefault(normal(row["name"]), []).append(row.get("version", ""))
            if "registry" in row["source"]:
                self.registries.setdefault(row["source"]["registry"], row["name"])
            for key in ("optional-dependencies", "dev-dependencies"):
                self.needed |= {each["name"] for group in row.get(key, {}).values() for each in group}
            self.needed |= {each["name"] for each in row.get("dependencies", ())}
        self.local = [row for row in rows if any(each in row["source"] for each in LOCAL)]

    @property
    def revision(self) -> int:
        """The revision of the format; newer ones record more."""
        return int(self.head.get("revision", 0))

    @property
    def pythons(self) -> str:
        """The specifier of the Pythons that the lock is for."""
        return str(self.head.get("requires-python", ""))

    def folders(self) -> dict[str, Mapping[str, Any]]:
        """Return the packages of this repository by their folders, from the repository's root; "" is the root."""
        found = {}
        for row in self.local:
            place = next(row["source"][kind] for kind in LOCAL if kind in row["source"])
            found[inside(self.path, place)] = row
        return found

    def _cut(self, data: bytes) -> bytes | None:
        """Note all packages, and return the TOML without those from elsewhere.

        tomllib takes 90 ms for 300 packages. 299 of them are from an index, and only their names, versions and indexes
        count here. So they are cut out by the exact form in which uv writes them. None for a lock in any other form.
        """
        is_plain = b'"""' not in data and not (b"'" in data and b"'''" in data) and b"\r" not in data
        if not is_plain or not data.startswith(b"version = 1\n"):
            return None
        head, *tables = data.split(b"\n[")
        declared, is_declared = [head], True
        for part in tables:
            if part.startswith(_WITH_DEPENDENCIES):
                entries = part.decode("utf-8", "replace").split(_ENTRY)[1:]
                self.needed.update(entry[: entry.find('"')] for entry in entries)
            if not part.startswith(_PACKAGE):
                if part.startswith(b"package.") != bool(self.versions) or part.startswith(b"[package"):
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
            if name is None or version is None or not line.startswith(_SOURCE) or not line.endswith(b" }"):
                return None
            self.versions.setdefault(normal(name), []).append(version)
            source = line[len(_SOURCE) : -len(b" }")]
            is_declared = source.partition(b" ")[0] not in _FROM_ELSEWHERE
            if is_declared:
                declared.append(part)
            elif source.startswith(_REGISTRY):
                registry = _value(source, _REGISTRY)
                if registry is None:
                    return None
                self.registries.setdefault(registry, name)
        return b"\n[".join(declared)


def differences(path: str, data: bytes, manifests: Manifests) -> Iterator[str]:
    """Yield what the manifests of the workspace say and the lock does not, or the reverse, each as a sentence.

    Raises:
        Stopped: the lock or a manifest cannot be parsed.
    """
    root = manifests.project(path.rpartition("/")[0])
    if root is None:
        return
    yield from _of_workspace(Lock(path, data), root, manifests)


def command(path: str, data: bytes = b"") -> Remedy:  # noqa: ARG001 - the shape that all tools share
    """Return the command that writes the lock."""
    from backend_standards.locks.findings import writing

    return writing("uv lock", path), ""


def _of_workspace(lock: Lock, root: Manifest, manifests: Manifests) -> Iterator[str]:
    members = map(manifests.project, manifests.members(root))
    own = [root, *(each for each in members if each and each.tool("uv").get("managed") is not False)]
    workspace = Workspace(root, own, manifests)
    manifest = table(lock.head.get("manifest"))
    yield from _pythons(lock, own)
    yield from _members(lock, own, manifest)
    # uv passes over what is said of a package that is not in the lock, as long as the lock does not record it.
    for key, names_of in (
        ("constraints", "constraint-dependencies"),
        ("overrides", "override-dependencies"),
        ("build-constraints", "build-constraint-dependencies"),
    ):
        wanted = root.requirements(f"tool.uv.{names_of}", texts(root.tool("uv").get(names_of)))
        has = rows(lock.path, manifest.get(key, []))
        if key != "build-constraints":
            known = {each.name for each in has}
            wanted = [each for each in wanted if each.name in lock.versions or each.name in known]
        yield from _differ(f"tool.uv.{names_of}", Sources(root, workspace).of(wanted), has, lock.pythons)
    yield from uv_settings.differences(lock, own, manifests)
    if root.name is None:
        yield from _groups(lock, root, Sources(root, workspace), table(manifest.get("dependency-groups")))
    locked = lock.folders()
    known = {each.path for each in own}
    by_folder = {folder_of(each.path): each for each in own}
    for folder, row in locked.items():
        project = by_folder.get(folder) or manifests.project(folder)
        if project is None or project.name is None or normal(row["name"]) != normal(project.name):
            continue
        is_member = project.path in known
        yield from _entry(lock, project, row, workspace if is_member else None)
        own_workspace = workspace if is_member else Workspace(project, [project], manifests)
        yield from _of_project(lock, project, Sources(project, own_workspace), row)


def _pythons(lock: Lock, own: Sequence[Manifest]) -> Iterator[str]:
    """Yield a text if the lock is not for the Pythons that its members ask for; members without any do not count.

    If none of them asks for any, uv writes the minor version of its own Python: a lower limit, and nothing else.
    """
    pythons = [each.requires_python for each in own if each.requires_python]
    has = lock.pythons
    where = own[0].path if len(own) == 1 else "the workspace"
    groups = [each for each in own if uv_settings.pythons_of_groups(each)]
    if not pythons and not groups and has and not has.removeprefix(">=3.").isdecimal():
        # Which minor version it is depends on the machine, but uv sets no other limit.
        yield f"{where} asks for no Python, but the lock is for {has}"
    if pythons and has and not same_pythons(pythons, has):
        yield f"{where} asks for Python {', '.join(dict.fromkeys(pythons))}, but the lock is for {has}"


def _members(lock: Lock, own: Sequence[Manifest], manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield the projects of the workspace that the lock does not have, and those that only the lock has."""
    locked = lock.folders()
    for each in own:
        row = locked.get(folder_of(each.path))
        if each.name is not None and (row is None or normal(row["name"]) != normal(each.name)):
            yield f"{each.path} is the project {each.name}, which the lock does not have in its place"
    wanted = {normal(each.name) for each in own if each.name is not None}
    for name in sorted(names(manifest.get("members", ())) - wanted):
        yield f"the lock has the member {name}, which the workspace does not have"


def _entry(lock: Lock, project: Manifest, row: Mapping[str, Any], workspace: Workspace | None) -> Iterator[str]:
    """Yield how the lock's own entry of a project differs: its version, and for a member its kind and its groups."""
    version, has = project.project.get("version"), row.get("version")
    if version is not None and has is not None and not satisfies(has, f"=={version}"):
        yield f"{project.path} has the version {version}, but the lock has {has}"
    elif version is not None and has is None:
        yield f"{project.path} has the version {version}, but the lock has none"
    elif "version" in project.dynamic and has is not None:
        yield f"{project.path} has a dynamic version, but the lock has {has}"
    if workspace is None:
        return
    kind = next(each for each in LOCAL if each in row["source"])
    if kind != workspace.kind(project):
        yield f"{project.path} is {_KINDS[workspace.kind(project)]}, but in the lock it is {_KINDS[kind]}"
    yield from uv_settings.of_member(lock, project, row)


def _of_project(lock: Lock, project: Manifest, sources: Sources, row: Mapping[str, Any]) -> Iterator[str]:
    """Yield how the requirements of a project differ from those of its entry in the lock."""
    metadata = table(row.get("metadata"))
    wanted = [] if "dependencies" in project.dynamic else project.dependencies()
    has = rows(lock.path, metadata.get("requires-dist", []))
    is_static = "optional-dependencies" not in project.dynamic
    if is_static:
        wanted += project.extras()
    has = [each for each in has if is_static or "extra ==" not in each.marker]
    if "dependencies" in project.dynamic:
        has = [each for each in has if "extra ==" in each.marker]
    differing = list(_differ(project.path, sources.of(wanted), has, lock.pythons))
    if differing and "version" in project.dynamic:  # then uv asks the build, which may flatten the extras
        flat = sources.of(_flattened(wanted, normal(project.name or "")))
        differing = list(_differ(project.path, flat, has, lock.pythons)) and differing
    yield from differing
    extras = names(project.extra_names())
    provided = metadata.get("provides-extras", [] if lock.revision >= _WITH_EXTRAS else None)
    if provided is not None and is_static and extras != set(provided):
        yield from _names(project.path, "the extra", extras, set(provided))
    if not differing and "dependencies" not in project.dynamic:
        yield from _unpinned(lock, project, sources)
    yield from _groups(lock, project, sources, table(metadata.get("requires-dev")))


def _flattened(wanted: Sequence[Requirement], own: str) -> list[Requirement]:
    """Return requirements with the members of an extra in place of the project itself with that extra."""
    found = [each for each in wanted if each.name != own or not each.extras]
    waiting = [(extra, each.marker) for each in wanted if each.name == own for extra in sorted(each.extras)]
    for extra, marker in waiting:  # the list grows
        if len(waiting) > _MOST_EXTRAS:
            break
        for each in wanted:
            before, of_extra, name = each.marker.rpartition("extra == ")
            if not of_extra or name != f"'{extra}'":
                continue
            own_marker = before.removesuffix(" and ").strip()
            copy = Requirement(each.name, each.extras, each.specifier, joined(own_marker, marker), each.place)
            if each.name != own:
                found.append(copy)
            waiting += [(other, copy.marker) for other in sorted(each.extras) if each.name == own]
    return found


def _unpinned(lock: Lock, project: Manifest, sources: Sources) -> Iterator[str]:
    """Yield the dependencies for which the lock pins no version that fulfils them."""
    manifest = table(lock.head.get("manifest"))
    replaced = {normal(row["name"]) for row in manifest.get("overrides", [])} | names(manifest.get("excludes", ()))
    if lock.head.get("supported-markers"):
        return
    for each in sources.of(project.dependencies()):
        versions = lock.versions.get(each.name, [])[:MANY]
        is_held = any(not version or satisfies(version, each.specifier) for version in versions)
        if not each.marker and each.place != "rest" and not is_held and each.name not in replaced:
            pins = " and ".join(versions[:_NAMED_PINS]) or "no version of it"
            yield f"{project.path} asks for {each}, but the lock pins {pins}"


def _groups(lock: Lock, project: Manifest, sources: Sources, locked: Mapping[str, Any]) -> Iterator[str]:
    declared = project.groups(uv_settings.pythons_of_groups(project))
    if lock.revision < _WITH_EMPTY_GROUPS:
        declared = {name: each for name, each in declared.items() if each}
        locked = {name: each for name, each in locked.items() if each}
    for name in sorted({*declared, *locked}):
        if name not in declared and not locked[name]:
            yield f"the lock has the empty group {name}, which {project.path} does not have"
        if name not in locked and not declared[name]:
            yield f"{project.path} has the empty group {name}, which the lock does not have"
        has = rows(lock.path, locked.get(name, []))
        wanted = sources.of(declared.get(name, []), group=name)
        yield from _differ(f"group {name} of {project.path}", wanted, has, lock.pythons)


def _differ(where: str, declared: Sequence[Requirement], locked: Sequence[Requirement], pythons: str) -> Iterator[str]:
    """Yield how two lists of requirements differ for some Pythons, apart from their order."""
    plain = {each.plain() for each in locked}
    wanted = [each for each in declared if each.plain() not in plain]
    if not wanted and len(declared) == len(locked):
        return
    plain = {each.plain() for each in declared}
    has = by_name(each for each in locked if each.plain() not in plain)
    all_wanted = by_name(declared)
    ours = by_name(wanted)
    for name in dict.fromkeys((*ours, *has)):
        left, theirs = ours.get(name, []), has.get(name, [])
        if max(len(left), len(theirs)) <= MANY:
            left, theirs = _unmatched(left, theirs, all_wanted.get(name, [])[:MANY], pythons)
        asked, locked_now = (", ".join(map(str, each)) for each in (left, theirs))
        if asked and locked_now:
            yield f"{where} asks for {asked}, but the lock has {locked_now}"
        elif asked:
            yield f"{where} asks for {asked}, which the lock does not have"
        elif locked_now:
            yield f"the lock has {locked_now}, which {where} does not ask for"


def _unmatched(
    wanted: Sequence[Requirement], has: Sequence[Requirement], declared: Sequence[Requirement], pythons: str
) -> tuple[list[Requirement], list[Requirement]]:
    """Return what is left of two lists of requirements of one name without those that mean the same."""
    left, theirs = [], list(has)
    for each in wanted:
        if each.place == "rest":  # where no source of a list holds, which has no marker of its own here
            matching = [other for other in theirs if _is_rest(other, each)]
        else:
            matching = [other for other in theirs if each.same(other, pythons)][:1]
        theirs = [other for other in theirs if other not in matching]
        if not matching and each.place != "rest" and not any(_implies(other, each) for other in declared):
            left.append(each)
    return left, theirs


def _is_rest(other: Requirement, each: Requirement) -> bool:
    is_same = (other.name, other.extras) == (each.name, each.extras) and bool(other.marker)
    return is_same and not other.place and same_specifier(each.specifier, other.specifier)


def _implies(one: Requirement, other: Requirement) -> bool:
    """Return whether one requirement asks for all that another asks for, which uv then leaves out."""
    if one is other or (one.name, one.extras, one.place) != (other.name, other.extras, other.place):
        return False
    if one.marker and not same_marker(one.marker, other.marker):
        return False
    if one.marker == other.marker and one.specifier == other.specifier:
        return True
    return bool(one.specifier) and all(_is_weaker(each, one.specifier) for each in other.specifier.split(",") if each)


def _is_weaker(clause: str, specifier: str) -> bool:
    """Return whether a clause says no more than one of a specifier does: the same, or a limit that is less strict."""
    if clause in specifier.split(","):
        return True
    sign, version = _limit(clause)
    for other, limit in map(_limit, specifier.split(",")):
        side = next((side for side in (_LOWER, _UPPER) if other in side), ())
        beyond = {_LOWER: f"<{limit}", _UPPER: f">{limit}"}.get(side)
        if sign == "!=" and beyond and satisfies(version, beyond):
            return True
        if sign != "~=" and sign in side and satisfies(limit, clause):
            return True
    return False


def _limit(clause: str) -> tuple[str, str]:
    """Return the sign and the version of a clause."""
    version = clause.lstrip("<>=~!")
    return clause[: len(clause) - len(version)], version


def _names(where: str, what: str, declared: set[str], locked: set[str]) -> Iterator[str]:
    for name in sorted(declared ^ locked):
        if name in declared:
            yield f"{where} has {what} {name}, which the lock does not have"
        else:
            yield f"the lock has {what} {name}, which {where} does not have"


def _value(line: bytes, key: bytes) -> str | None:
    """Return the text of a line ``key = "text"``, or None for any other line."""
    text = line[len(key) + 1 : -1]
    if not line.startswith(key + b'"') or not line.endswith(b'"') or not text.isascii():
        return None
    return None if b'"' in text or b"\\" in text else text.decode()

"""Where the packages of a uv project come from: ``[tool.uv.sources]``, and what a ``uv.lock`` says of it.

Source: uv's documentation, "Dependency sources".
"""

from __future__ import annotations

from backend_standards.locks import normal
from backend_standards.locks.manifests import table
from backend_standards.locks.requirements import Requirement, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Any

    from backend_standards.locks.manifests import Manifest, Manifests

LOCAL = ("editable", "virtual", "directory")
"""The kinds of source of the projects of this repository."""
_PLACES = ("git", "url", "path", *LOCAL)
_ARCHIVES = (".whl", ".zip", ".gz", ".bz2", ".xz", ".tgz", ".tar")


class Workspace:
    """The projects of a workspace by their names, the root among them, and which others of them each asks for."""

    __slots__ = ("indexes", "manifests", "projects", "required", "root")

    def __init__(self, root: Manifest, members: Sequence[Manifest], manifests: Manifests) -> None:
        self.root = root
        self.manifests = manifests
        self.projects = {normal(each.name): each for each in members if each.name is not None}
        self.required: dict[str, bool] = {}
        """The members that a source names, and whether they are editable."""
        for each in members:
            for name, value in table(each.tool("uv").get("sources")).items():
                for source in _listed(value):
                    if source.get("workspace") is True:
                        self.required[normal(name)] = source.get("editable") is not False
        rows = [row for each in (*members, root) for row in each.tool("uv").get("index", ())]
        self.indexes = {str(row["name"]): str(row.get("url", "")) for row in rows if "name" in row}

    def shares_sources_with(self, project: Manifest) -> bool:
        """Return whether the root's sources hold for a project: a member, but not one in the folder of another one.

        For a member inside another project, uv looks upwards for the workspace, and stops at that project.
        """
        folder = folder_of(project.path)
        if project not in self.projects.values():
            return False
        while folder:
            folder = folder_of(folder)
            above = self.manifests.project(folder)
            if above is self.root:
                break
            if above and above.project:
                return False
        return True

    def kind(self, project: Manifest) -> str:
        """Return the kind of source of a member: editable, directory, or virtual where it is no package."""
        name = normal(project.name or "")
        is_package = project.tool("uv").get("package")
        if is_package is None:
            is_package = "build-system" in project.tables or name in self.required
        if not is_package:
            return "virtual"
        return "editable" if self.required.get(name, True) else "directory"


class Sources:
    """The ``[tool.uv.sources]`` of one project: those of the root of its workspace, and its own on top."""

    __slots__ = ("_project", "_table", "_workspace")

    def __init__(self, project: Manifest, workspace: Workspace) -> None:
        own = table(project.tool("uv").get("sources"))
        shared = table(workspace.root.tool("uv").get("sources")) if workspace.shares_sources_with(project) else {}
        self._project = project
        self._workspace = workspace
        self._table = {normal(name): (project, value) for name, value in own.items()}
        for name, value in shared.items():
            self._table.setdefault(normal(name), (workspace.root, value))

    def of(self, declared: Sequence[Requirement], *, group: str = "") -> list[Requirement]:
        """Return the requirements, with the places that the sources give them; ``group`` is that of a group."""
        found: list[Requirement] = []
        for each in declared:
            owner, value = self._table.get(each.name, (self._project, []))
            rows = [row for row in _listed(value) if _is_for(row, each, group)]
            found += self._forked(each, owner, rows) if rows else [each]
        return found

    def _forked(self, each: Requirement, owner: Manifest, rows: Sequence[Mapping[str, Any]]) -> Iterator[Requirement]:
        """Yield what sources make of a requirement: one for each marker, and the rest without a source."""
        for row in rows:
            marker = joined(each.marker, str(row.get("marker", "")))
            copy = Requirement(each.name, each.extras, each.specifier, marker, each.place)
            yield self._placed(copy, owner, row)
        if all("marker" in row for row in rows):
            yield Requirement(each.name, each.extras, each.specifier, each.marker, "rest")

    def _placed(self, each: Requirement, owner: Manifest, source: Mapping[str, Any]) -> Requirement:
        subdirectory = f"#{source['subdirectory']}" if "subdirectory" in source else ""
        if "git" in source:
            ref = next((f"@{source[key]}" for key in ("tag", "branch", "rev") if key in source), "")
            each.place = f"git {source['git']}{ref}{subdirectory}"
        elif "url" in source:
            each.place = f"url {source['url']}{subdirectory}"
        elif "index" in source:
            each.place = f"index {self._workspace.indexes.get(source['index'], '')}".strip()
            return each
        elif source.get("workspace") is True:
            each.place = self._of_member(each.name)
        elif "path" in source:
            each.place = self._of_path(owner, source)
        else:
            return each
        each.specifier = ""
        return each

    def _of_member(self, name: str) -> str:
        member = self._workspace.projects.get(name)
        return f"path {self._workspace.kind(member)}:{folder_of(member.path)}" if member else "path"

    def _of_path(self, owner: Manifest, source: Mapping[str, Any]) -> str:
        place = inside(owner.path, str(source["path"]))
        if place.endswith(_ARCHIVES):
            return f"path path:{place}"
        if source.get("editable") is True:
            return f"path editable:{place}"
        is_package = source.get("package")
        if is_package is None:
            project = None if place.startswith("../") else self._workspace.manifests.project(place)
            is_package = project is None or project.tool("uv").get("package") is not False
        return f"path {'directory' if is_package else 'virtual'}:{place}"


def _listed(value: Any) -> list[Mapping[str, Any]]:
    """Return the tables of a list, or one table as a list of it."""
    return value if isinstance(value, list) else [value]


def _is_for(source: Mapping[str, Any], each: Requirement, group: str) -> bool:
    """Return whether a source is for a requirement. One with an extra or a group is only for that."""
    if "group" in source:
        return normal(str(source["group"])) == group
    return "extra" not in source or f"extra == '{normal(str(source['extra']))}'" in each.marker


def rows(path: str, listed: Sequence[Mapping[str, Any]]) -> list[Requirement]:
    """Return the requirements of a list of a lock, whose path is given."""
    found = []
    for row in listed:
        place = ""
        for kind in _PLACES:
            if kind in row:
                place = f"{kind} {row[kind]}"
                if kind in (*LOCAL, "path"):
                    place = f"path {kind}:{inside(path, str(row[kind]))}"
        if place.startswith("git "):
            place = _git_row(place)
        if place.startswith("url ") and "subdirectory" in row:
            place += f"#{row['subdirectory']}"
        if "index" in row:
            place = f"index {row['index']}"
        specifier = "".join(row.get("specifier", "").split())
        found.append(Requirement(row["name"], row.get("extras", ()), specifier, row.get("marker", ""), place))
    return found


def _git_row(place: str) -> str:
    """Return the place of a git URL of a lock, whose query holds the folder and the ref."""
    from urllib.parse import unquote

    url, _, query = place.partition("?")
    fields = dict(field.partition("=")[::2] for field in query.split("&"))
    ref = next((f"@{unquote(fields[key])}" for key in ("rev", "tag", "branch") if key in fields), "")
    return f"{url}{ref}{'#' if 'subdirectory' in fields else ''}{unquote(fields.get('subdirectory', ''))}"


def names(values: Collection[str]) -> set[str]:
    """Return names in their normal form."""
    return set(map(normal, values))


def folder_of(path: str) -> str:
    """Return the folder of a file."""
    return path.rpartition("/")[0]


def inside(path: str, place: str) -> str:
    """Return the folder, from the repository's root, of a place that is given from a file's folder."""
    import os

    folder = os.path.normpath(os.path.join(path[: path.rfind("/") + 1], place)).replace(os.sep, "/")
    return "" if folder == "." else folder

"""Folders of a root that are projects of their own, and have to be judged as roots of their own.

A project is known by its manifest. If its code moved into the source, it would be cut off from that manifest. Imported
only if there is a finding.
"""

from __future__ import annotations

from backend_standards.layout import FUNCTION_MAKERS, OWN_PROJECT, OWN_RIGHT, PERHAPS_PROJECT
from backend_standards.layout.test_names import is_test_name
from backend_standards.layout.tree import OURS, Tree, nearest, with_those_above

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backend_standards.layout import Faults
    from backend_standards.layout.tree import Reader, Settings

SURELY_OURS = OURS.difference(PERHAPS_PROJECT)
_MANY = 3
_MANY_TOPS = 20
"""Roots that are named one by one, below a folder and at the top; more are named by a glob that matches no others."""


class Projects:
    """The projects below one root."""

    def __init__(self, tree: Tree, settings: Settings, faults: Faults) -> None:
        self._tree = tree
        self._settings = settings
        self._sources = tuple(f"{tree.root}{source}/" for source in settings.sources if source != ".")
        self._entries = {*faults.strays, *faults.outside}
        self._python = {path.rpartition("/")[0] for path in tree.python}
        self._coded = with_those_above(self._python)
        """The folders with Python in or below them."""
        named = {path.rpartition("/")[0] for path in tree.python if is_test_name(path.rpartition("/")[2])}
        self._tested = with_those_above(named)
        # Several services in the source may each have their own.
        self._is_unpinned = "requirements.txt" in dict(faults.lacks)
        self.manifests: dict[str, str] = {}
        """By folder (with a final slash), the file that makes it a project."""
        self._find()

    def _find(self) -> None:
        tree = self._tree
        names = {path[len(tree.root) :] for path in tree.paths if "/" not in path[len(tree.root) :]}
        has_functions = not names.union(path.rpartition("/")[2] for path in tree.above).isdisjoint(FUNCTION_MAKERS)
        packages = {path.rpartition("/")[0] for path in tree.python if path.endswith("/__init__.py")}
        found: dict[str, str] = {}
        for path in tree.paths:
            folder, _, name = path.rpartition("/")
            if name == "setup.py" and folder in packages:  # a module that sets something up
                continue
            is_sure = name in OWN_PROJECT
            if not (is_sure or name in PERHAPS_PROJECT) or not self._may_hold_one(path):
                continue
            # The requirements of a function of this very project, or of another language's.
            if (not is_sure and has_functions) or (name not in SURELY_OURS and tree.is_of_another_language(path)):
                continue
            if not OWN_RIGHT.isdisjoint(folder[len(tree.root) :].split("/")[1:]):  # such as those of its documentation
                continue
            project = self._project_of(folder, is_sure=is_sure)
            if project and (is_sure or self._stands_alone(project)):
                found[project] = min(path, found.get(project, path), key=lambda each: (each.count("/"), each))
        with_python: set[str] = set()
        for path in tree.python:
            while (project := nearest(path, found)) and project not in with_python:
                with_python.add(project)
                path = project[:-1]
        kept = [project for project in sorted(with_python) if not nearest(project[:-1], with_python)]
        in_source = [project for project in kept if project.startswith(self._sources)]
        if len(in_source) == 1:  # the requirements of the one service
            kept.remove(in_source[0])
        self.manifests = {project: found[project] for project in kept}

    def _may_hold_one(self, path: str) -> bool:
        return self._tree.top(path) in self._entries or (self._is_unpinned and path.startswith(self._sources))

    def _project_of(self, folder: str, *, is_sure: bool) -> str:
        """Return the folder of the project to which a manifest in a folder belongs; "" if it makes no project.

        The manifest of a function or a service is inside the source of its project. A folder inside a package is not a
        project.
        """
        root = folder[: len(self._tree.root)]
        parts = folder[len(root) :].split("/")
        depth, is_in_source = self._depth(root, parts, is_sure=is_sure)
        packages = range(1, depth if is_sure or is_in_source else len(parts))
        if any(root + "/".join(parts[:at]) in self._python for at in packages):
            return ""
        return f"{root}{'/'.join(parts[:depth])}/"

    def _depth(self, root: str, parts: Sequence[str], *, is_sure: bool) -> tuple[int, bool]:
        """Return how many of a manifest's folders lead to its project, and whether it is in that one's source."""
        for source in self._settings.sources:
            own = source.split("/")
            for at in range(1, len(parts) - len(own) + 1):
                if parts[at : at + len(own)] == own:
                    return at, True
        for at in range(1, 1 if is_sure else len(parts)):
            if self._has_tests(root + "/".join(parts[:at])):
                return at, False
        return len(parts), False

    def _has_tests(self, folder: str) -> bool:
        prefix = f"{folder}/" if folder else ""
        return any(prefix + tests in self._tested for tests in self._settings.tests)

    def _stands_alone(self, project: str) -> bool:
        """Return whether a folder with nothing but requirements is more than a part of the root's own project."""
        folder = project.rstrip("/")
        has_source = any(f"{folder}/{source}" in self._coded for source in self._settings.sources)
        return self._has_tests(folder) or has_source or not self._has_tests(self._tree.root.rstrip("/"))

    def roots(self, read: Reader) -> list[str]:
        """Return the roots to judge instead of this one: the projects, and this one too if it has code besides."""
        found = list(self.manifests)
        rest = [path for path in self._tree.paths if not nearest(path, self.manifests)]
        tree = Tree(self._tree.root, rest, self._settings)
        has_more = tree.has_source or tree.strays(read) or tree.tests_outside(read)
        return [self._tree.root, *found] if has_more else found


def as_values(roots: Iterable[str], tree: Tree) -> list[str]:
    """Return roots as the option writes them; many siblings as one glob."""
    found = [root.rstrip("/") or "." for root in roots]
    parents = {root.rpartition("/")[0] for root in found}
    parent = parents.pop() if len(parents) == 1 else ""
    prefix = f"{parent}/" if parent else ""
    if len(found) > (_MANY if parent else _MANY_TOPS):
        tops = {f"{prefix}{path[len(prefix) :].partition('/')[0]}" for path in tree.python if path.startswith(prefix)}
        if tops == set(found):
            return [f"{prefix}*"]
    return found

"""What a review knows of a repository besides what the hooks find: its files, dependencies, settings and clues.

Everything is as the run judges it: in the index, or in the commit that is judged. Each part is read when it is asked
for, and once. Nothing here runs or resolves anything.
"""

from __future__ import annotations

from functools import cached_property

from backend_standards.layout import VENDORED
from backend_standards.layout.test_names import is_test_name, test_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from backend_standards.tasks import Project as Tasks

_NOT_OURS = VENDORED | frozenset("examples example samples docs doc notebooks".split())
"""Folders whose Python code is not the service's own."""
_BESIDE = frozenset("scripts bin tools migrations alembic benchmarks hack infra infrastructure cdk terraform".split())
"""Folders of the root with code beside the service: it is run by people, or once."""
_TOOLS = frozenset("tasks.py noxfile.py toxfile.py fabfile.py dodo.py duties.py setup.py".split())
"""Files of the root with commands of developers."""
_MOST_SPOTS = 200
"""Places of a clue that are kept; a check may leave most of them out."""
_PORTION = 50
"""Files that are read together."""
_LARGEST = 2_000_000
"""Bytes of a text file that is read for clues."""
_DEVELOPMENT = ("test", "dev", "lint", "doc", "ci.")
"""Words in the names of files of requirements that the running service does not need."""
_COMMENT = b"#"


class Spot:
    """One place of a clue: a file, a line, and the text of the line."""

    __slots__ = ("line", "path", "text")

    def __init__(self, path: str, line: int, text: str) -> None:
        self.path = path
        self.line = line
        self.text = text

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Project:
    """The tracked files of one repository.

    Args:
        paths: all files, in git's order.
        read: yields those of some paths that are files, with their contents; few are in memory together.
    """

    def __init__(self, paths: Iterable[str], read: Callable[[Sequence[str]], Iterable[tuple[str, bytes]]]) -> None:
        self.paths = tuple(paths)
        self.read = read
        self._texts: dict[str, str] = {}
        self._clues: dict[bytes, list[Spot]] = {}

    # --- files ------------------------------------------------------------------------------------------

    @cached_property
    def lowered(self) -> Mapping[str, str]:
        """The paths by their lower-case form."""
        return {path.lower(): path for path in reversed(self.paths)}

    def named(self, *names: str) -> list[str]:
        """Return the files with one of these names, in lower case, in any folder that is not other people's code."""
        ends = tuple(f"/{name}" for name in names)
        return [path for low, path in self.lowered.items() if f"/{low}".endswith(ends) and not _is_aside(low)]

    def ending(self, *suffixes: str) -> list[str]:
        """Return the files whose names end so, in lower case, that are not other people's code or examples."""
        return [path for low, path in self.lowered.items() if low.endswith(suffixes) and not _is_aside(low)]

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The files that are neither other people's nor examples nor tests."""
        return tuple(path for path in self.paths if not _is_aside(path))

    def has_folder(self, folder: str) -> bool:
        """Return whether a file is below a folder, which is given with its final slash."""
        return any(path.startswith(folder) for path in self.paths)

    def text(self, path: str) -> str:
        """Return the text of a file, "" if it is not tracked or very large; what is not UTF-8 is replaced."""
        if path not in self._texts:
            self._texts[path] = ""
            for _, data in self.read([path]) if path in self.lowered.values() else ():
                self._texts[path] = data.decode("utf-8", "replace") if len(data) <= _LARGEST else ""
        return self._texts[path]

    def texts(self, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield each path with its text; the files are read some at a time, because git is asked about each portion."""
        for start in range(0, len(paths), _PORTION):
            portion = [path for path in paths[start : start + _PORTION] if path not in self._texts]
            for path, data in self.read(portion) if portion else ():
                self._texts[path] = data.decode("utf-8", "replace") if len(data) <= _LARGEST else ""
            yield from ((path, self._texts.get(path, "")) for path in paths[start : start + _PORTION])

    def contents(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Return the contents of those of some paths that are files."""
        return dict(self.read(paths))

    def toml(self, path: str) -> Mapping[str, Any]:
        """Return the tables of a TOML file; {} if there is none, or if it cannot be read."""
        if not (text := self.text(path)):
            return {}
        from backend_standards.core import toml

        try:
            return toml.tables(text)
        except ValueError:
            return {}

    @cached_property
    def pyproject(self) -> Mapping[str, Any]:
        """The tables of ``pyproject.toml``."""
        return self.toml("pyproject.toml")

    def tool(self, *names: str) -> Mapping[str, Any]:
        """Return a table below ``[tool]`` of ``pyproject.toml``, or {}."""
        value: Any = self.pyproject.get("tool")
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        return value if isinstance(value, dict) else {}

    # --- code -------------------------------------------------------------------------------------------

    @cached_property
    def python(self) -> list[str]:
        """The Python files, without other people's and examples."""
        return [path for path in self.paths if path.endswith(".py") and not _is_foreign(path)]

    @cached_property
    def tests(self) -> list[str]:
        """The Python files of the tests."""
        return [path for path in self.python if _is_test(path)]

    @cached_property
    def service(self) -> list[str]:
        """The Python files of the service itself: no tests, scripts, migrations and infrastructure."""
        return [path for path in self.python if not _is_test(path) and not _is_beside(path)]

    def clue(self, *clues: bytes) -> list[Spot]:
        """Return the first places in the service's code at which a line holds one of some texts, outside of comments.

        The first question reads the code for all clues that are known (``CLUES``).
        """
        if not self._clues:
            self._search()
        found = [spot for clue in clues for spot in self._clues[clue]]
        return sorted(found, key=lambda spot: (spot.path, spot.line))

    def _search(self) -> None:
        self._clues = {clue: [] for clue in CLUES}
        for path, data in self.read(self.service):
            if len(data) > _LARGEST:
                continue
            for clue, spots in self._clues.items():
                if clue in data and len(spots) < _MOST_SPOTS:
                    spots.extend(_spots(path, data, clue, _MOST_SPOTS - len(spots)))

    @cached_property
    def tasks(self) -> Tasks:
        """What CI and the tasks run is read from here, once for all lines."""
        from backend_standards.tasks import Project as Tasks

        return Tasks([path for path in self.paths if not path.endswith("/")], self.contents)

    @cached_property
    def ci_commands(self) -> list[tuple[str, str]]:
        """All commands that CI runs, with the tasks followed that lead to them: the text, and where it is written."""
        from backend_standards.project import ci

        run = ci.everything(self.tasks)
        return [(each.text, f"{each.path}:{each.line}") for each in run.commands]

    # --- dependencies -----------------------------------------------------------------------------------

    @cached_property
    def manifests(self) -> dict[str, bytes]:
        """The files that declare packages, by path, without locks."""
        from backend_standards.dependencies import declared
        from backend_standards.locks import files

        wanted = [
            path
            for path in self.paths
            if declared.is_of_interest(path) and not _is_foreign(path) and not files.is_lock(path.rpartition("/")[2])
        ]
        return dict(self.read(wanted))

    @cached_property
    def _lowered_manifests(self) -> dict[str, bytes]:
        return {path: data.lower() for path, data in self.manifests.items()}

    def dependency(self, *packages: str, at_run_time: bool = False) -> tuple[str, str]:
        """Return the first of some packages (normalised names) that a manifest declares, and the manifest.

        With ``at_run_time`` the files of requirements for development and tests do not count.
        """
        from backend_standards.dependencies import declared

        for package in packages:
            # A manifest may write the name in another spelling.
            spellings = {package, package.replace("-", "_"), package.replace("-", ".")}
            for path, low in self._lowered_manifests.items():
                if at_run_time and any(word in path.lower().rpartition("/")[2] for word in _DEVELOPMENT):
                    continue
                for spelling in spellings:
                    if spelling.encode() in low and declared.specifiers(path, self.manifests[path], spelling):
                        return package, path
        return "", ""


CLUES: dict[bytes, bool] = {}
"""What is searched for in the service's code, all in one reading: each check adds its own. The value says whether it
counts in a text, too."""


def searched(*clues: bytes, in_texts: bool = False) -> tuple[bytes, ...]:
    """Return what a check looks for in the code, and have it searched for."""
    CLUES.update(dict.fromkeys(clues, in_texts))
    return clues


def _spots(path: str, data: bytes, clue: bytes, most: int) -> Iterator[Spot]:
    at = data.find(clue)
    while at >= 0 and most:
        start = data.rfind(b"\n", 0, at) + 1
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        before = data[start:at]
        is_code = CLUES[clue] or not (_is_in_text(before) or _is_end_of_name(before, clue))
        if is_code and _COMMENT not in before:
            most -= 1
            yield Spot(path, data.count(b"\n", 0, start) + 1, data[start:end].decode("utf-8", "replace").strip())
        at = data.find(clue, end)


def _is_in_text(before: bytes) -> bool:
    """Return whether what follows on a line is in a text, or in the words of a docstring."""
    return any(before.count(quote) % 2 for quote in (b'"', b"'", b"`"))


def _is_end_of_name(before: bytes, clue: bytes) -> bool:
    """Return whether a clue is the end of a longer name: ``origin_read_timeout=``."""
    return b"." not in clue and (before[-1:].isalnum() or before[-1:] == b"_")


def _is_test(path: str) -> bool:
    name = path.rpartition("/")[2]
    return bool(test_folder(path)) or is_test_name(name, any_habit=True) or name == "conftest.py"


def _is_beside(path: str) -> bool:
    """Return whether a module is run by people, or once."""
    is_tool = path in _TOOLS or path.startswith(".")
    return is_tool or path.partition("/")[0] in _BESIDE or "/migrations/" in f"/{path}"


def _is_aside(path: str) -> bool:
    """Return whether a file is not the service's own, or belongs to its tests."""
    return _is_foreign(path) or bool(test_folder(path))


def _is_foreign(path: str) -> bool:
    """Return whether a file is other people's code, an example, or a part of a template."""
    return "{{" in path or not _NOT_OURS.isdisjoint(path.lower().split("/")[:-1])

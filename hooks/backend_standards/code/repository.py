"""What the other files of a repository say, for rules that one file cannot answer: read when a rule asks, and once.

Files are as the run judges them: in the index, or at a push in the pushed commit.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from backend_standards.core import git

    Reader: TypeAlias = Callable[[Sequence[str]], Iterable[tuple[str, bytes]]]
    """Yields those of some paths that are tracked with their contents, of which few are in memory together."""

_MANIFESTS = ("pyproject.toml", "requirements.txt", "setup.py", "setup.cfg", "Pipfile")
"""What makes a folder a project of its own, with dependencies of its own."""


class Repository:
    """The tracked files of a run by their paths; ``contents`` yields those of some."""

    __slots__ = ("_list", "_paths", "_roots", "_said", "contents")

    def __init__(self, paths: Callable[[], Iterable[str]], contents: Reader) -> None:
        self._list = paths
        self.contents = contents
        self._paths: tuple[str, ...] | None = None
        self._roots: frozenset[str] | None = None
        self._said: dict[object, object] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all files."""
        if self._paths is None:
            self._paths = tuple(self._list())
        return self._paths

    def root(self, path: str) -> str:
        """Return the folder of the project that a file belongs to: "", or with a final slash."""
        if self._roots is None:
            names = tuple(f"/{name}" for name in _MANIFESTS)
            self._roots = frozenset(each[: each.rfind("/") + 1] for each in self.paths if f"/{each}".endswith(names))
        return next((folder for folder in folders(path) if folder in self._roots), "")

    def module(self, name: str, importer: str) -> str:
        """Return the path of a module as another one imports it, with dots in front if it is relative; "" if unknown.

        Of several that the name may mean, it is the one nearest to the importer.
        """
        dots = len(name) - len(name.lstrip("."))
        place = name[dots:].replace(".", "/")
        if dots:
            parts = importer.split("/")[:-dots]
            place = "/".join((*parts, place)) if place else "/".join(parts)
            ends = (f"{place}.py", f"{place}/__init__.py")
            return next((path for path in self.paths if path in ends), "")
        tails = (f"/{place}.py", f"/{place}/__init__.py")
        found = [path for path in self.paths if f"/{path}".endswith(tails)]
        return max(found, key=lambda path: (shared_folders(path, importer), -len(path)), default="")

    def once(self, key: object, work: Callable[[], object], meanwhile: object = None) -> object:
        """Return what some work comes to, which is done once for each key; to itself it says something meanwhile."""
        if key not in self._said:
            self._said[key] = meanwhile
            self._said[key] = work()
        return self._said[key]


def folders(path: str) -> Iterator[str]:
    """Yield the folders above a path, the innermost first, each with a final slash, and "" for the root."""
    end = path.rfind("/")
    while end >= 0:
        yield path[: end + 1]
        end = path.rfind("/", 0, end)
    yield ""


def shared_folders(one: str, other: str) -> int:
    """Return how many folders two paths share from the root."""
    count = 0
    for a, b in zip(one.split("/")[:-1], other.split("/")[:-1], strict=False):
        if a != b:
            break
        count += 1
    return count


def of_run() -> Repository:
    """Return the files that this run judges, which are listed when somebody asks; none outside a repository."""
    known: list[git.Index] = []

    def index() -> git.Index:
        if not known:
            from backend_standards.core import git, git_process

            try:
                known.append(git.judged())
            except git_process.NotARepository:
                known.append(git.Index(b""))
        return known[0]

    return Repository(lambda: index().files(), lambda paths: index().each(paths))

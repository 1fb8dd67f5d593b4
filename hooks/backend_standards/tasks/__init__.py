"""Tasks: what the runners of tasks run, such as a target of make or an environment of tox. Private: no API."""

from __future__ import annotations

import posixpath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
    from typing import Any, TypeVar

    T = TypeVar("T")

TOP = "${GITHUB_WORKSPACE}"
TOPS = frozenset(
    """
    GITHUB_WORKSPACE CI_PROJECT_DIR BITBUCKET_CLONE_DIR CODEBUILD_SRC_DIR BUILD_SOURCESDIRECTORY
    BUILD_REPOSITORY_LOCALPATH CIRCLE_WORKING_DIRECTORY WORKSPACE TRAVIS_BUILD_DIR PWD
    """.split()
)
"""Variables in which CI systems, and shells, keep the folder of the clone."""
_MOST_FOLDERS = 8
"""Folders of a path within a container that are looked at."""
NOTHING: Mapping[str, str] = {}


class Project:
    """The tracked files that may be read. Each is read once; ``once`` keeps what was made of them."""

    __slots__ = ("_files", "_folders", "_read", "_set", "_values", "paths")

    def __init__(self, paths: Sequence[str], read: Callable[[Sequence[str]], Mapping[str, bytes]]) -> None:
        self.paths = paths
        self._set = frozenset(paths)
        self._read = read
        self._files: dict[str, bytes] = {}
        self._folders: frozenset[str] | None = None
        self._values: dict[tuple[str, Hashable], Any] = {}

    def read(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        """Return the contents of those of some paths that are tracked."""
        missing = [path for path in paths if path in self._set and path not in self._files]
        if missing:
            self._files.update(self._read(missing))
        return {path: self._files[path] for path in paths if path in self._files}

    def has(self, path: str) -> bool:
        """Return whether a path is that of a tracked file."""
        return path in self._set

    def has_folder(self, path: str) -> bool:
        """Return whether there are tracked files directly in a folder, or the folder is the top."""
        if self._folders is None:
            self._folders = frozenset(folder_of(each) for each in self.paths)
        return not path or path in self._folders

    def text(self, path: str) -> str:
        r"""Return the text of a file, with ``\n`` as its line ends; "" if it is not tracked."""
        data = self.read([path]).get(path, b"")
        return data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\0", " ")

    def once(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made of a file, or of another key, under a name for it; it is made at the first call."""
        if (kind, key) not in self._values:
            self._values[kind, key] = make()
        found: T = self._values[kind, key]
        return found


class Unknown:
    """A place from which nobody can say what runs, and why. ``trail`` has the tasks that lead to it."""

    __slots__ = ("line", "path", "trail", "why")

    def __init__(self, path: str, line: int, trail: tuple[str, ...], why: str) -> None:
        self.path = path
        self.line = line
        self.trail = trail
        self.why = why


class Step:
    """A shell text that a task runs, and the tasks that lead to it from the command: ``("make check", "make lint")``.

    ``folder`` is where it runs, "" for the top. ``errexit`` and ``pipefail`` are those of its shell when it begins.
    ``values`` are variables that the task gives it, ``arguments`` the words that it is called with. It is ``sourced``
    if the shell of the command reads it.
    """

    __slots__ = (
        "arguments",
        "can_fail",
        "errexit",
        "folder",
        "hidden_at",
        "line",
        "path",
        "pipefail",
        "sourced",
        "text",
        "trail",
        "values",
    )

    def __init__(
        self,
        text: str,
        path: str,
        line: int,
        folder: str,
        trail: tuple[str, ...] = (),
        *,
        can_fail: bool = True,
        errexit: bool = False,
        pipefail: bool = False,
        values: Mapping[str, str] = NOTHING,
        arguments: Sequence[str] = (),
        sourced: bool = False,
    ) -> None:
        self.sourced = sourced
        self.text = text
        self.path = path
        self.line = line
        self.folder = folder
        self.trail = trail
        self.can_fail = can_fail
        self.hidden_at: tuple[str, int] | None = None
        """The path and the line of the command that leads here and whose failure is hidden, if there is one."""
        self.errexit = errexit
        self.pipefail = pipefail
        self.values = values
        self.arguments = arguments


class Call:
    """A command that runs tasks: its words without the program, where it is, and the folders that it may run in."""

    __slots__ = ("_environment", "folders", "line", "path", "program", "project", "words")

    def __init__(
        self,
        words: Sequence[str],
        path: str,
        line: int,
        folders: Sequence[str],
        project: Project,
        environment: Callable[[], Mapping[str, str]],
    ) -> None:
        self.program = words[0]
        self.words = words[1:]
        self.path = path
        self.line = line
        self.folders = folders
        self.project = project
        self._environment = environment

    @property
    def values(self) -> Mapping[str, str]:
        """The variables that the program sees."""
        return self._environment()

    def with_words(self, words: Sequence[str]) -> Call:
        """Return the same call with other words."""
        return Call(words, self.path, self.line, self.folders, self.project, self._environment)

    def unknown(self, why: str, *trail: str) -> Unknown:
        """Return that the call cannot be followed."""
        return Unknown(self.path, self.line, trail, why)

    def find(self, names: Iterable[str], below: str = "") -> str:
        """Return the path of the first file with one of these names in a folder that the call may run in, or ""."""
        wanted = [posixpath.join(below, name) for name in names]
        for folder in self.folders:
            for name in wanted:
                path = joined(folder, name)
                if path is not None and self.project.has(path):
                    return path
        for name in wanted:
            for path in [*resolved(self.folders[0], name), *resolved(folder_of(self.path), name)]:
                if self.project.has(path):
                    return path
        return ""


def joined(folder: str, path: str) -> str | None:
    """Return a path seen from the top of the repository; None if it is outside, or cannot be told.

    What begins with ``TOP``, or with the folder of a clone as a CI system names it, is seen from the top.
    """
    if path.startswith("${"):
        name, _, rest = path[2:].partition("}")
        if name not in TOPS or rest[:1] not in ("", "/"):
            return None
        folder, path = folder if name == "PWD" else "", rest.strip("/")
    if "$" in path or "{{" in path or path.startswith(("/", "~")):
        return None
    whole = posixpath.normpath(posixpath.join(folder, path))
    if whole == "..":
        return None
    return None if whole.startswith("../") else "" if whole == "." else whole


def resolved(folder: str, path: str) -> list[str]:
    """Return what a path may be whose first folder is a variable, or that is one within a container."""
    if path.startswith("${") and "}/" in path:
        rest = path.partition("}/")[2]
        found = [joined(each, rest) for each in ("", folder, folder_of(folder))]
    elif path.startswith("/"):
        parts = path.strip("/").split("/")[-_MOST_FOLDERS:]
        found = [joined("", "/".join(parts[at:])) for at in range(1, len(parts))]
    else:
        return []
    return [each for each in found if each]


def folder_of(path: str) -> str:
    """Return the folder of a file, "" for the top."""
    return path.rpartition("/")[0]

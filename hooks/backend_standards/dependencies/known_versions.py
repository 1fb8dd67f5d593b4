"""Which version of a package a project uses, by its constraints, locks, compiled files and environment.

Imported only where a requirement is not pinned. It reads only files on the disk.
"""

from __future__ import annotations

import os

from backend_standards.core import Stopped, disk
from backend_standards.dependencies.pins import MANY, allows
from backend_standards.dependencies.requirements_file import File
from backend_standards.locks import BY_PIP_COMPILE, BY_UV, COMPILED_HEAD, files, normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from packaging.version import Version

    from backend_standards.dependencies.installs import Unpinned

_LOCKS = (files.POETRY, files.UV, files.PYLOCK, files.PIPFILE)
_COMPILED = (BY_PIP_COMPILE.encode(), BY_UV.encode())
_MOST_ENVIRONMENTS = 1000
"""Environments in which two markers are compared, at most: 0.1 seconds."""
_MOST_COMPARED = 10_000
"""Comparisons in these environments, at most."""
_MINORS = range(3, 20)
"""Minor versions of Python 3 that markers name, and some to come."""
_PYTHON_DIGITS = 9
"""Digits of a number of a version of Python, fewer than these: Python does not read huge ones."""


class Candidate:
    """A version of a package, the marker under which it holds (or ""), and where that is written."""

    __slots__ = ("marker", "source", "version")

    def __init__(self, version: str, marker: str, source: str) -> None:
        self.version = version
        self.marker = marker
        self.source = source


class Choice:
    """The one version to write, and its source; or, if ``version`` is "", the reason why there is none (or "")."""

    __slots__ = ("reason", "source", "version")

    def __init__(self, version: str = "", source: str = "", reason: str = "") -> None:
        self.version = version
        self.source = source
        self.reason = reason


def _content(path: str) -> bytes | None:
    """Return what is in a file of the disk, or in that to which a link leads; None outside the file's repository."""
    real = os.path.realpath(path)
    return disk.content(real) if disk.is_inside(real, disk.repository(os.path.dirname(path) or os.curdir)) else None


class Versions:
    """What the sources of versions say, each read once. The first one that knows a package decides."""

    def __init__(self, environment: str = "", *, strict: bool = False) -> None:
        self._environment = environment
        self._strict = strict
        """Whether a lock that cannot be read stops the check: an edit needs it, a finding does not."""
        self._known: dict[object, dict[str, list[Candidate]]] = {}

    def choose(self, unpinned: Unpinned) -> Choice:
        """Return the version for a requirement.

        Raises:
            Stopped: the environment, or a lock that an edit needs, cannot be read.
        """
        requirement = unpinned.requirement
        for candidates in self.sources(unpinned):
            if len(candidates) > MANY:
                return Choice(reason=f"But {candidates[0].source} has too many versions to compare them")
            possible = [each for each in candidates if not exclusive(each.marker, requirement.marker)]
            if possible:
                return _choice(unpinned, possible)
        return Choice()

    def sources(self, unpinned: Unpinned) -> Iterator[Sequence[Candidate]]:
        """Yield the versions of a package in each source; an earlier source counts more."""
        path, name = unpinned.file.path, unpinned.requirement.name
        markers = ("", unpinned.requirement.marker_key)
        # A lock lists all versions; a constraint under a marker says nothing of other environments.
        yield [
            Candidate(each.version, each.marker, file.path)
            for file, each in unpinned.constraints()
            if each.version and not each.problem and each.marker_key in markers
        ]
        folder = path[: path.rfind("/") + 1]
        for lock in _LOCKS:
            yield self._once(folder + lock, self._of_lock).get(name, ())
        if path.endswith(".in"):
            yield self._once(f"{path.removesuffix('.in')}.txt", self._of_pins).get(name, ())
        compiled = self._once(folder, self._of_compiled).get(name, ())
        yield [each for each in compiled if each.source != path]
        if self._environment:
            yield self._once(self._environment, self._of_environment).get(name, ())

    def _once(self, path: str, read: Callable[[str], Iterator[tuple[str, Candidate]]]) -> dict[str, list[Candidate]]:
        if (path, read) not in self._known:
            by_name: dict[str, list[Candidate]] = {}
            for name, candidate in read(path):
                by_name.setdefault(normal(name), []).append(candidate)
            self._known[path, read] = by_name
        return self._known[path, read]

    def _of_lock(self, path: str) -> Iterator[tuple[str, Candidate]]:
        data = _content(path)
        if not data:
            return
        try:
            packages = files.packages(path, data)
        except Stopped:
            if self._strict:
                raise
            return
        for name, version, marker in packages:
            yield name, Candidate(version, marker, path)

    def _of_pins(self, path: str) -> Iterator[tuple[str, Candidate]]:
        for entry in File(path, _content(path) or b"").entries:
            each = entry.requirement
            if each.version and not each.problem:
                yield each.name, Candidate(each.version, each.marker, path)

    def _of_compiled(self, folder: str) -> Iterator[tuple[str, Candidate]]:
        """Yield the pins in the files of a folder that pip-compile or uv wrote; the folder ends in a slash."""
        try:
            names = sorted(os.listdir(folder or "."))
        except OSError:
            return
        is_all = f"/{folder}".endswith("/requirements/")
        for name in names:
            path = folder + name
            if name.endswith(".txt") and (is_all or "requirements" in name) and os.path.isfile(path):
                head = (_content(path) or b"")[:COMPILED_HEAD]
                if any(mark in head for mark in _COMPILED):
                    yield from self._of_pins(path)

    def _of_environment(self, given: str) -> Iterator[tuple[str, Candidate]]:
        from backend_standards.dependencies.environments import installed

        for name, version in installed(given):
            yield name, Candidate(version, "", given)


def _choice(unpinned: Unpinned, possible: Sequence[Candidate]) -> Choice:
    """Return the choice among the versions that one source has for a requirement."""
    first = possible[0]
    version = _parsed(first.version)
    for each in possible:
        other = _parsed(each.version)
        if not other:
            # The text may be anything, so it is not shown.
            return Choice(reason=f"But the version in {each.source} is not a version (PEP 440)")
        if other != version:
            where = "it" if each.source == first.source else each.source
            return Choice(reason=f"But {first.source} has {first.version}, and {where} has {each.version} too")
    if not allows(unpinned.requirement.specifier, first.version):
        return Choice(reason=f"But {first.source} has {first.version}, which this line excludes")
    company = [*unpinned.constraints(), *unpinned.requirements()]
    if len(company) > MANY:
        return Choice(reason=f"But too many lines name {unpinned.requirement.name} to compare them")
    for file, same in company:
        if same.kind != "index" or exclusive(same.marker, unpinned.requirement.marker):
            continue
        specifier = f"=={same.version}" if same.version else same.specifier
        if not allows(specifier, first.version):
            return Choice(
                reason=f"But {first.source} has {first.version}, which another line, in {file.path}, excludes"
            )
    return Choice(first.version, first.source)


def _parsed(text: str) -> Version | None:
    from packaging.version import InvalidVersion, Version

    try:
        return Version(text) if text == text.strip() else None
    except (InvalidVersion, ValueError):
        return None


# --- markers ----------------------------------------------------------------------------------------


def exclusive(one: str, other: str) -> bool:
    """Return whether two markers never hold in one environment; False if that cannot be told.

    Both are evaluated in environments made up of all values that they name, and of those in use.
    """
    if not one or not other or one == other:
        return False
    from packaging.markers import InvalidMarker, UndefinedComparison, UndefinedEnvironmentName

    from backend_standards.locks.markers import Expression, TooLong

    try:
        markers = [Expression(each) for each in (one, other)]
        environments = list(_made_up(f"{one}\n{other}"))
        if sum(map(len, markers)) * len(environments) > _MOST_COMPARED:
            return False
        holds = [{at for at, each in enumerate(environments) if marker.holds(each)} for marker in markers]
    except (InvalidMarker, UndefinedComparison, UndefinedEnvironmentName, TooLong, ValueError, RecursionError):
        return False
    return all(holds) and not holds[0] & holds[1]


def _made_up(markers: str) -> Iterator[dict[str, str]]:
    """Yield environments that differ in the variables that markers name; none if that would not be enough."""
    import re

    if any(name in markers for name in ("extra", "groups", "release", "platform_version", "implementation_version")):
        return
    words = list(dict.fromkeys(re.findall(r"[\"']([^\"'\n]*)[\"']", markers)))
    pythons = ["3.11.0"]
    if "python_" in markers.replace("python_implementation", ""):
        pythons = ["2.7.18", *(f"3.{minor}.0" for minor in _MINORS)]
        for word in words:
            parts = word.split(".")
            if 1 < len(parts) < 4 and all(
                part.isascii() and part.isdigit() and len(part) < _PYTHON_DIGITS for part in parts
            ):
                release = [int(part) for part in (*parts, "0")[:3]]
                pythons += [".".join(map(str, release)), ".".join(map(str, (*release[:2], release[2] + 1)))]
    systems = [("posix", "linux", "Linux")]
    if any(name in markers for name in ("os_name", "sys_platform", "platform_system")):
        systems += [("posix", "darwin", "Darwin"), ("nt", "win32", "Windows")]
        known = {word for system in systems for word in system}
        systems += [("posix", word, word) for word in words if word not in known]
    machines = ["x86_64"]
    if "platform_machine" in markers:
        machines += ["AMD64", "arm64", "aarch64", *words]
    implementations = [("cpython", "CPython")]
    if "implementation" in markers:
        implementations += [("pypy", "PyPy")]
    if len(pythons) * len(systems) * len(machines) * len(implementations) > _MOST_ENVIRONMENTS:
        return
    for python in dict.fromkeys(pythons):
        for os_name, sys_platform, system in systems:
            for machine in machines:
                for implementation, title in implementations:
                    yield {
                        "python_version": ".".join(python.split(".")[:2]),
                        "python_full_version": python,
                        "os_name": os_name,
                        "sys_platform": sys_platform,
                        "platform_system": system,
                        "platform_machine": machine,
                        "implementation_name": implementation,
                        "platform_python_implementation": title,
                    }

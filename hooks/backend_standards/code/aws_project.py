"""The tests of a repository, read as far as their AWS clients ask for it, and the findings about them.

At first the files are read that name the libraries. Others are read only where a client is left that its own file does
not guard: the files that count for a whole folder, what is imported, and who uses what is left.
"""

from __future__ import annotations

from backend_standards.code import aws_facts, places
from backend_standards.code.aws_tests import Modules, Tests
from backend_standards.code.source import Fault, Source
from backend_standards.core.remedies import patterns
from backend_standards.layout import TEST_DATA, TEST_WORDS, test_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.code.aws_facts import Facts
    from backend_standards.code.checks import Check
    from backend_standards.code.repository import Reader
    from backend_standards.core import Finding

_MOST_ROUNDS = 8
"""How often the files are searched for those that use what is left: callers of callers."""
_DATA = TEST_DATA - {"fixtures"}
"""Folders of what tests read or deploy; ``fixtures`` is also where those of pytest are."""
_SHARED = ("conftest.py", "__init__.py")


def findings(
    check: Check, paths: Sequence[str], tests: Sequence[str], concerned: Sequence[str], read: Reader
) -> Iterator[Finding]:
    """Yield the findings about the files of the tests, of which ``concerned`` name the libraries."""
    project = _Project(check, paths, tests, read)
    project.take(concerned)
    known: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        judged = project.tests()
        pending = {unit for unit, _ in judged.pending()}
        names = set(judged.names_of(judged.callers(pending)))
        if not pending or not project.take_more(names - known):
            break
        known |= names
    found: dict[str, list[Finding]] = {path: [] for path in project.files}
    for path, finding in project.tests().findings():
        found[path].append(finding)
    yield from project.faults
    for path in sorted(found):
        yield from project.excepted(path, found[path])


def is_test(path: str, data: bytes) -> bool:
    """Return whether a file belongs to the tests: by its own name, or by a folder that holds nothing else.

    ``places.is_test`` also takes a folder of the root for one if its name only has the word, such as ``test-samples``.
    """
    *folders, name = path.split("/")
    if not _DATA.isdisjoint(folders) and not test_names.is_test_name(name, any_habit=True) and name != "conftest.py":
        return False
    if name == "conftest.py" or any(test_names.is_test_folder(each, is_top=False) for each in folders):
        return True
    top = folders[0].lower().replace("-", "_").split("_") if folders else [""]
    if top[0] == "tests" or top[-1] in TEST_WORDS - {"testing"} or "".join(top) in TEST_WORDS:
        return True
    return not places.is_script(path) and test_names.is_test_name(name, any_habit=True) and places.is_test(path, data)


class _Project:
    """The facts of the files that have been read."""

    def __init__(self, check: Check, paths: Sequence[str], tests: Sequence[str], read: Reader) -> None:
        self._check = check
        self._read = read
        self._allowed = patterns(check.allow)
        self._others = frozenset(tests)
        self._modules = Modules(tests)
        self._paths = paths
        self._folders: set[str] | None = None
        self._seen: set[str] = set()
        self._marked: dict[str, Source] = {}
        self.files: dict[str, Facts] = {}
        self.faults: list[Finding] = []

    def tests(self) -> Tests:
        """Return what the files that have been read guard for each other."""
        return Tests(self.files, self._modules, self._is_configured)

    def take(self, paths: Sequence[str]) -> None:
        """Read files, and then all that they take from other files of the tests."""
        while paths:
            self._seen.update(paths)
            for path, data in self._read(paths):
                self._take(path, data)
            wanted = {each for path in paths if (facts := self.files.get(path)) for each in self._needed(facts)}
            paths = sorted(wanted - self._seen)

    def take_more(self, names: set[str]) -> bool:
        """Read the files that have one of some words; return whether there were any."""
        wanted = {name.encode("utf-8", "surrogateescape") for name in names}
        rest = sorted(self._others - self._seen)
        if not wanted or not rest:
            return False
        import re

        words = re.compile(rb"[A-Za-z_]\w*+")
        found = [path for path, data in self._read(rest) if not wanted.isdisjoint(words.findall(data))]
        self.take(found)
        return bool(found)

    def excepted(self, path: str, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield the findings of a file that no comment excepts, and the ignores that are wrong."""
        if self._allowed and self._allowed.cover(path):
            return
        if path in self._marked:
            from backend_standards.code import comments

            yield from comments.apply(self._marked[path], found, self._check.hook)
        else:
            yield from found

    def _take(self, path: str, data: bytes) -> None:
        if places.is_left_out(path, data, with_tests=True) or not is_test(path, data):
            return
        source = Source(path, data)
        parsed = source.parsed
        if isinstance(parsed, Fault):
            if self._check.concerns(data):
                self._refuse(source, parsed)
            return
        try:
            self.files[path] = aws_facts.of(source)
        except RecursionError:
            self._refuse(source, Fault("the code is nested too deeply to judge"))
            return
        if b"standards:" in data:
            self._marked[path] = Source(path, data)  # without the tree

    def _refuse(self, source: Source, fault: Fault) -> None:
        """Take down that a file cannot be judged."""
        if not (self._allowed and self._allowed.cover(source.path)):
            from backend_standards.code import unparsable

            self.faults += unparsable.findings(source, fault)

    def _needed(self, facts: Facts) -> Iterator[str]:
        """Yield the files of the tests that one depends on: what it imports, and what counts for its folders."""
        for module in (*facts.modules, *facts.plugins):
            if path := self._modules.path(module, facts.folder):
                yield path
        folder = facts.folder
        while True:
            yield from (folder + name for name in _SHARED if folder + name in self._others)
            if not folder:
                return
            folder = folder[: folder.rfind("/", 0, -1) + 1]

    def _is_configured(self, path: str) -> bool:
        """Return whether a configuration in a folder of a test, or above it, guards it."""
        if self._folders is None:
            from backend_standards.code import pytest_settings

            settings = [each for each in self._paths if each.rpartition("/")[2] in pytest_settings.NAMES]
            self._folders = {
                each[: each.rfind("/") + 1] for each, data in self._read(settings) if pytest_settings.guards(each, data)
            }
        return any(path.startswith(folder) for folder in self._folders)

"""The findings about the layout of one root. Imported only if something is wrong with it."""

from __future__ import annotations

from functools import partial

from backend_standards.core import Exempt, Finding
from backend_standards.core.output import counted
from backend_standards.core.remedies import allow, exact
from backend_standards.layout import Faults, rules
from backend_standards.layout.advice import Advice
from backend_standards.layout.projects import Projects, as_values
from backend_standards.layout.tree import trees

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from backend_standards.layout.tree import Reader, Settings, Tree


_NAMED = 3
"""Projects or entries that a message names; the commands and exceptions name them all."""


def of_root(tree: Tree, settings: Settings, faults: Faults, paths: Sequence[str], read: Reader) -> Iterator[Finding]:
    """Yield the findings about one root, and those about the projects below it as if they were roots already."""
    manifests: dict[str, str] = {}
    roots = _roots_of(tree, settings, faults, read, manifests)
    if not manifests:
        yield from _of_tree(tree, settings, faults, read)
        return
    named = settings.with_roots([*(root for root in settings.roots if root != tree.root), *roots])
    yield _undeclared(manifests, as_values(named.roots, tree))
    ours = frozenset(roots)
    for inner in trees(paths, named):
        if inner.root in ours and inner.python and (found := inner.faults(read)):
            yield from _of_tree(inner, named, found, read)


def _roots_of(tree: Tree, settings: Settings, faults: Faults, read: Reader, manifests: dict[str, str]) -> list[str]:
    """Return the roots that a root should be judged as, and put into ``manifests`` what makes each a project."""
    projects = Projects(tree, settings, faults)
    if not projects.manifests:
        return [tree.root]
    manifests |= projects.manifests
    found = []
    for inner in trees(tree.paths, settings.with_roots(projects.roots(read))):
        if inner.root != tree.root and inner.python and (inside := inner.faults(read)):
            found += _roots_of(inner, settings, inside, read, manifests)
        else:
            found.append(inner.root)
    return found


def _undeclared(manifests: Mapping[str, str], values: Sequence[str]) -> Finding:
    """Return the finding about projects that are not named as roots."""
    listed = [f"{project.rstrip('/')} ({path[len(project) :]})" for project, path in manifests.items()]
    more = len(listed) - _NAMED
    names = ", ".join(listed[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    if len(listed) == 1:
        message = f"this folder is a project of its own, but not a root: {names}"
    else:
        message = f"{len(listed)} folders are projects of their own, but not roots: {names}"
    return Finding(
        next(iter(manifests.values())),
        rules.UNDECLARED_ROOT,
        message,
        note="Name them in root, as the exception does: each is judged by itself, and nothing has to move into src/.",
        exempt=[Exempt("root", value) for value in values],
        known_as="projects that are no roots",
    )


def _of_tree(tree: Tree, settings: Settings, faults: Faults, read: Reader) -> Iterator[Finding]:
    """Yield the findings, sorted by path: the commands run in the order in which the report prints them.

    The tests of an entry come before the code around them.
    """
    make = _Maker(tree, settings, faults, read)
    habits = [path for path in faults.misnamed if path.endswith("_test.py")]
    unfound = [path for path in faults.misnamed if not path.endswith("_test.py")]
    steps: list[tuple[str, int, Callable[[], Finding]]] = [
        *((make.around(entries), 0, partial(make.stray_tests, entries)) for entries in make.groups_of_tests()),
        *((make.around(entries), 1, partial(make.stray_code, entries)) for entries in make.groups_of_code()),
        *((make.place(paths), 2, partial(make.misnamed_tests, paths)) for paths in (habits, unfound) if paths),
        *((folder, 2, partial(make.unmirrored_tests, folder)) for folder in faults.unmirrored),
        *((make.path(entry), 3, partial(make.missing_entry, entry)) for entry in make.lacks),
    ]
    steps.sort(key=lambda step: step[:2])
    for _, _, step in steps:
        yield step()


class _Maker:
    """Makes the findings of one root."""

    def __init__(self, tree: Tree, settings: Settings, faults: Faults, read: Reader) -> None:
        self._tree = tree
        self._settings = settings
        self._faults = faults
        self._advice = Advice(tree, settings, faults, read)
        self._source, self._tests = f"{settings.sources[0]}/", f"{settings.tests[0]}/"
        self.lacks = dict(faults.lacks)
        """The missing entries and their purposes, except those that the moves of other findings bring."""
        for entry in faults.strays:
            self.lacks.pop(f"{self._source}{entry}", None)
            self.lacks.pop(f"{self._source}{entry}/", None)
        is_empty = settings.strict and not tree.has_source  # the strict profile asks for the parts of the source
        self._lacks_source = bool(faults.strays) and (self.lacks.pop(self._source, None) is not None or is_empty)
        self._lacks_tests = bool(faults.outside or faults.misnamed) and self.lacks.pop(self._tests, None) is not None

    def path(self, entry: str) -> str:
        """Return the path of a missing entry as a finding has it."""
        return (self._tree.root + entry).removesuffix("./").rstrip("/") or "."

    def missing_entry(self, entry: str) -> Finding:
        """Return the finding about an entry of the tree that is not tracked."""
        message, (commands, note) = self._advice.missing(entry, self.lacks[entry])
        return Finding(
            self.path(entry),
            rules.MISSING_ENTRY,
            message,
            commands=commands,
            note=note,
            exempt=[Exempt("optional", entry.rstrip("/"))],
            cause=self._cause(entry),
        )

    def _cause(self, entry: str) -> str:
        """Return the cause of a missing entry that another hook sees too, or ""."""
        if self._takes_lock(entry):  # any lock will do, except for the strict profile
            return f"unlocked dependencies in {self._tree.root.rstrip('/')}"
        if entry == "README.md" and self._faults.hollow.get(entry):
            return f"no text in the README of {self._tree.root or '.'}"
        return ""

    def _takes_lock(self, entry: str) -> bool:
        """Return whether a lock takes the place of a missing entry."""
        return entry == "requirements.txt" and not self._settings.strict and entry not in self._settings.required

    def groups_of_code(self) -> list[list[str]]:
        """Return the stray entries, grouped by finding.

        Where nothing is in the source, all of them have one cause. Otherwise the files of the root have one place.
        """
        entries = list(self._faults.strays)
        if self._lacks_source:
            return [entries]
        files = [entry for entry in entries if self._is_file(entry)]
        return [*([entry] for entry in entries if not self._is_file(entry)), *([files] if files else ())]

    def groups_of_tests(self) -> list[list[str]]:
        """Return the entries with tests outside the tests, grouped by finding.

        Tests leave an entry before the entry itself moves. So they have one finding too if all entries move at once.
        """
        entries = list(self._faults.outside)
        if entries and (self._lacks_tests or (self._lacks_source and len(self._faults.strays) > 1)):
            return [entries]
        files = {entry: None for entry in entries if self._faults.outside[entry] == [self._tree.root + entry]}
        return [*([entry] for entry in entries if entry not in files), *([[*files]] if files else ())]

    def _is_file(self, entry: str) -> bool:
        return self._faults.strays[entry] == [self._tree.root + entry]

    def around(self, entries: Sequence[str]) -> str:
        """Return the path of a finding about entries: the entry, or the root around several."""
        # Those of the tests come first, whatever the path of what moves after them.
        if len(entries) == 1 and not (self._lacks_source and len(self._faults.strays) > 1):
            return self._tree.root + entries[0]
        return self._tree.root.rstrip("/") or "."

    def stray_tests(self, entries: Sequence[str]) -> Finding:
        """Return the finding about the test modules of entries outside the tests."""
        found = [path for entry in entries for path in self._faults.outside[entry]]
        where = _not_in(self._tests, lacks_all=self._lacks_tests)
        is_one = found == [self.around(entries)]
        message = f"this test module is {where}" if is_one else _several(found, "test module", where, entries)
        commands, note = self._advice.into_tests(entries)
        return Finding(
            self.around(entries),
            rules.STRAY_TEST,
            message,
            commands=commands,
            note=note,
            exempt=self._advice.except_tests(entries, lacks_tests=self._lacks_tests),
            known_as=f"test modules outside {self._tests}",
        )

    def stray_code(self, entries: Sequence[str]) -> Finding:
        """Return the finding about the application code of entries outside the source."""
        found = [path for entry in entries for path in self._faults.strays[entry]]
        where = _not_in(self._source, lacks_all=self._lacks_source)
        is_one = found == [self.around(entries)]
        message = f"this Python file is application code, but it is {where}"
        if not is_one:
            message = _several(found, "Python file", where, entries, " of application code")
        commands, note = self._advice.into_source(entries)
        return Finding(
            self.around(entries),
            rules.STRAY_CODE,
            message,
            commands=commands,
            note=note,
            exempt=self._advice.except_strays(entries, lacks_source=self._lacks_source),
            known_as=f"application code outside {self._source}",
        )

    def place(self, paths: Sequence[str]) -> str:
        """Return the path of a finding about test modules: the module, or the folder of the tests around several."""
        if len(paths) == 1:
            return paths[0]
        return next(
            folder
            for tests in self._settings.tests
            if paths[0].startswith(f"{(folder := f'{self._tree.root}{tests}')}/")
        )

    def misnamed_tests(self, paths: Sequence[str]) -> Finding:
        """Return the finding about test modules of another name than ``test_<feature>.py``."""
        is_habit = paths[0].endswith("_test.py")
        message = "the name of this test module is not of the form test_<feature>.py"
        if not is_habit:
            message = "this module holds tests, but pytest does not find them: it is not named test_<feature>.py"
        known_as = ""
        exempt = [allow(path) for path in paths]
        if len(paths) > 1:
            known_as = message.replace("this", "a")
            form = "not named test_<feature>.py" + ("" if is_habit else ", so pytest does not find their tests")
            message = f"{counted(len(paths), 'test module')} are {form}: the first is {paths[0]}"
            if is_habit:
                exempt = [Exempt("allow", f"{exact(self.place(paths))}/**/*_test.py")]
        commands, note = self._advice.rename(paths)
        return Finding(
            self.place(paths),
            rules.MISNAMED_TEST,
            message,
            commands=commands,
            note=note,
            exempt=exempt,
            known_as=known_as,
        )

    def unmirrored_tests(self, folder: str) -> Finding:
        """Return the finding about a folder of tests that no module of the source has the name of."""
        module = f"{self._source}{self._tree.module_of(folder)}"
        number = counted(len(self._faults.unmirrored[folder]), "test module")
        commands, note = self._advice.mirror(folder)
        return Finding(
            folder,
            rules.UNMIRRORED_TESTS,
            f"the folder holds {number} of {module}, which does not exist",
            commands=commands,
            note=note,
            exempt=[allow(folder, folder=True)],
            known_as=f"test modules for {module}, which is not there",
        )


def _not_in(place: str, *, lacks_all: bool) -> str:
    return f"not in {place}" + (", which has none" if lacks_all else "")


def _several(found: Sequence[str], noun: str, where: str, entries: Sequence[str], which: str = "") -> str:
    """Return where files of some entries are, with the first of them."""
    if len(found) == 1:
        return f"1 {noun}{which} is {where}: {found[0]}"
    message = f"{counted(len(found), noun)}{which} are {where}"
    if len(entries) == 1:
        return f"{message}: the first is {found[0]}"
    more = len(entries) - _NAMED
    return f"{message}: in {', '.join(entries[:_NAMED])}" + (f" and {more} more" if more > 0 else "")

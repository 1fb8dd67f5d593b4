"""The findings about the layout of one root. Imported only if something is wrong with it."""

from __future__ import annotations

from backend_standards.core import Exempt, Finding
from backend_standards.core.output import counted
from backend_standards.core.remedies import allow
from backend_standards.layout import Faults, rules
from backend_standards.layout.advice import Advice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from backend_standards.layout.tree import Settings, Tree


def of_tree(tree: Tree, settings: Settings, faults: Faults) -> Iterator[Finding]:
    """Yield the findings, sorted by path: the commands run in the order in which the report prints them.

    The tests of an entry come before the code around them.
    """
    make = _Maker(tree, settings, faults)
    steps: list[tuple[str, int, Callable[[str], Finding], str]] = [
        *((tree.root + entry, 0, make.stray_test, entry) for entry in faults.outside),
        *((tree.root + entry, 1, make.stray_code, entry) for entry in faults.strays),
        *((path, 2, make.misnamed_test, path) for path in faults.misnamed),
        *((folder, 2, make.unmirrored_tests, folder) for folder in faults.unmirrored),
        *((make.path(entry), 3, make.missing_entry, entry) for entry in make.lacks),
    ]
    steps.sort(key=lambda step: step[:2])
    for _, _, step, subject in steps:
        yield step(subject)


class _Maker:
    """Makes the findings of one root."""

    def __init__(self, tree: Tree, settings: Settings, faults: Faults) -> None:
        self._tree = tree
        self._settings = settings
        self._faults = faults
        self._advice = Advice(tree, settings, faults)
        self._source, self._tests = f"{settings.sources[0]}/", f"{settings.tests[0]}/"
        self.lacks = dict(faults.lacks)
        """The missing entries and their purposes, except those that the moves of other findings bring."""
        for entry in faults.strays:
            self.lacks.pop(f"{self._source}{entry}", None)
            self.lacks.pop(f"{self._source}{entry}/", None)
        self._lacks_source = bool(faults.strays) and self.lacks.pop(self._source, None) is not None
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
            # Any lock will do, except for the strict profile.
            cause=f"unlocked dependencies in {self._tree.root.rstrip('/')}" * self._takes_lock(entry),
        )

    def _takes_lock(self, entry: str) -> bool:
        """Return whether a lock takes the place of a missing entry."""
        return entry == "requirements.txt" and not self._settings.strict and entry not in self._settings.required

    def stray_test(self, entry: str) -> Finding:
        """Return the finding about the test modules of an entry outside the tests."""
        path = self._tree.root + entry
        found = self._faults.outside[entry]
        where = f"not in {self._tests}" + (", which has none" if self._lacks_tests else "")
        message = f"this test module is {where}"
        if found != [path]:
            message = _several(found, "test module", where)
        commands, note = self._advice.into_tests(entry)
        return Finding(
            path,
            rules.STRAY_TEST,
            message,
            commands=commands,
            note=note,
            exempt=self._advice.except_tests(entry),
            known_as=f"test modules outside {self._tests}",
        )

    def stray_code(self, entry: str) -> Finding:
        """Return the finding about the application code of an entry outside the source."""
        path = self._tree.root + entry
        known_as = f"application code outside {self._source}"
        found = self._faults.strays[entry]
        where = f"not in {self._source}" + (", which has none" if self._lacks_source else "")
        message = f"this Python file is application code, but it is {where}"
        if found != [path]:
            message = _several(found, "Python file", where, " of application code")
        commands, note = self._advice.into_source(entry)
        exempt = self._advice.except_stray(entry)
        return Finding(path, rules.STRAY_CODE, message, commands=commands, note=note, exempt=exempt, known_as=known_as)

    def misnamed_test(self, path: str) -> Finding:
        """Return the finding about a test module of another name than ``test_<feature>.py``."""
        message = "the name of this test module is not of the form test_<feature>.py"
        if not path.endswith("_test.py"):
            message = "this module holds tests, but pytest does not find them: it is not named test_<feature>.py"
        commands, note = self._advice.rename(path)
        return Finding(path, rules.MISNAMED_TEST, message, commands=commands, note=note, exempt=[allow(path)])

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


def _several(found: Sequence[str], noun: str, where: str, which: str = "") -> str:
    """Return where files of one entry are, with the first of them."""
    if len(found) == 1:
        return f"1 {noun}{which} is {where}: {found[0]}"
    return f"{counted(len(found), noun)}{which} are {where}: the first is {found[0]}"

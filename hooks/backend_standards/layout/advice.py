"""What a finding about the layout says to do: commands, a note, and its exceptions.

Imported only if there is a finding.
"""

from __future__ import annotations

from backend_standards.core import Exempt, address
from backend_standards.core.remedies import allow, exact, quote
from backend_standards.layout import IN_SOURCE, TEST_LEVELS
from backend_standards.layout.moves import Moves
from backend_standards.layout.tree import is_test_folder, test_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from typing import TypeAlias

    from backend_standards.layout import Faults
    from backend_standards.layout.tree import Settings, Tree

    Fix: TypeAlias = tuple[Sequence[str], str]
    """Commands and a note."""

_PROJECTS = 3
"""Projects of a folder that exceptions name one by one; more are named by a glob."""
_MODULES = 300
"""Modules among which a similar name is looked for: among more, that takes its time."""
_SIMILARITY = 0.8
"""How similar a name must be: `service` and `services` are, `user` and `orders` are not."""
_LOCK_COMMANDS = {
    "uv.lock": "uv export --output-file=requirements.txt",
    "Pipfile.lock": "pipenv requirements > requirements.txt",
    **{
        name: f"pip-compile --output-file=requirements.txt {name}"
        for name in ("requirements.in", "pyproject.toml", "setup.py")
    },
}
"""How requirements.txt is made from what is there; the standard names pip-tools."""
_PROJECT_FILES = frozenset(("pyproject.toml", "setup.py", "requirements.txt", "Pipfile", "uv.lock", "poetry.lock"))
_AFTER_A_STUB = {
    "README.md": "Then write below the headings what they ask for.",
    "tests": "Then write tests of your own code in its place.",
    "source": "Then write your own code in its place.",
}
"""What to do when ``--init`` has written a stub of an entry."""
_BY_HAND = {
    "README.md": "Write what the service does, how to set it up, its dependencies and its API.",
    "tests": "Write a first test of your code.",
    "source": "Write the application code there.",
}
"""What to do if ``--init`` would write more than what is missing."""


class Advice:
    """The advice for the findings of one root."""

    def __init__(self, tree: Tree, settings: Settings, faults: Faults) -> None:
        self._tree = tree
        self._faults = faults
        self._settings = settings
        self._moves = Moves(tree)
        self._movable: dict[str, bool] = {}
        self._spelled: dict[int, dict[str, str]] = {}
        self._known = tree.modules() if settings.mirror else {}
        self._by_name: dict[str, list[str]] = {}
        for module in self._known:
            self._by_name.setdefault(module.rpartition("/")[2], []).append(module)
        self._sources = settings.sources
        self._source, self._tests = settings.sources[0], settings.tests[0]

    # --- what is missing --------------------------------------------------------------------------------

    def missing(self, entry: str, purpose: str) -> tuple[str, Fix]:
        """Return what to say of a missing entry, and its fix."""
        about = f" ({purpose})" if purpose else ""
        if entry == f"{self._source}/":
            return f"no Python file is tracked in {entry}", self._stub("source", entry)
        if entry == f"{self._tests}/":
            what = f"no test module (test_<feature>.py) is tracked in {entry}{about}"
            return what, self._stub("tests", f"{entry}test_main.py")
        if entry == "requirements.txt":
            if self._settings.strict:
                return f"neither requirements.txt nor poetry.lock is tracked{about}", self._pin()
            return f"no file of pinned dependencies is tracked{about}", self._pin()
        path = self._tree.root + entry
        if other := self._other_spelling(path):
            return f"it is tracked as {other}{about}", ([self._moves.one(other, path.rstrip("/"))], "")
        if entry == "README.md":
            return f"no README is tracked{about}", self._stub(entry, entry)
        return self._missing_part(entry, about)

    def _missing_part(self, entry: str, about: str) -> tuple[str, Fix]:
        """Return what to say of a missing part of the source, or of an entry that the team requires."""
        path = self._tree.root + entry
        name = entry.removeprefix(f"{self._source}/")
        if name in IN_SOURCE and self._moves.has(outside := self._tree.root + name):
            move = self._moves.one(outside.rstrip("/"), path.rstrip("/"))
            return f"{name} is outside {self._source}/{about}", ([move], "")
        what = f"nothing is tracked in {entry}{about}" if entry.endswith("/") else f"the file is not tracked{about}"
        if name in ("main.py", "config/") and self._settings.strict:
            return what, self._stub("source", entry)
        if not entry.endswith("/"):
            return what, ((), "Write it, and stage it with `git add`.")
        # An empty folder is not tracked, so it holds a file that may be empty.
        return what, ([self._empty_file(entry + ("__init__.py" if name in IN_SOURCE else ".gitkeep"))], "")

    def _stub(self, kind: str, entry: str) -> Fix:
        """Return the command that has ``--init`` write a stub of a missing entry, and what to do then.

        There is no command if the stubs would hide what other findings say.
        """
        faults = self._faults
        hides = faults.strays or faults.outside or "requirements.txt" in dict(faults.lacks)
        if hides or not (self._tree.has_source or kind == "source"):
            return (), f"{_BY_HAND[kind]} Stage it with `git add`."
        settings = self._settings
        words = ["--init"]
        if self._tree.root:
            words.append(f"--root={self._tree.root.rstrip('/')}")
        words += [f"--source={source}" for source in self._sources if [*self._sources] != ["src"]]
        words += [f"--tests={tests}" for tests in settings.tests if [*settings.tests] != ["tests"]]
        words += ["--profile=strict"] if settings.strict else []
        words += [f"--optional={name}" for name in sorted(settings.optional)]
        init = address.command(" ".join(map(quote, words)), "check-project-layout")
        path = self._tree.root + entry.removeprefix("./").rstrip("/")
        if entry == "./":
            path = f"{self._tree.root}main.py"
        return [f"{init} && git add -- {quote(path)}"], _AFTER_A_STUB[kind]

    def _empty_file(self, entry: str) -> str:
        path = quote(self._tree.root + entry)
        folder = quote((self._tree.root + entry).rpartition("/")[0])
        return f"mkdir -p {folder} && touch {path} && git add -- {path}"

    def _pin(self) -> Fix:
        """Return the command that writes a file of pinned dependencies from what the root has."""
        make, file, note = "pip freeze > requirements.txt", "requirements.txt", ""
        for name, command in _LOCK_COMMANDS.items():
            if self._moves.has(self._tree.root + name):
                make = command
                break
        else:
            if self._moves.has(f"{self._tree.root}Pipfile"):
                make, file = "pipenv lock", "Pipfile.lock"
            else:
                note = "Run it in the virtual environment that has the project's packages, and no others."
        command = f"{make} && git add {file}"
        root = self._tree.root
        return [f"(cd {quote(root)} && {command})" if root else command], note

    def _other_spelling(self, path: str) -> str:
        """Return the tracked entry that differs from a path only in case, or, of a README, in its suffix."""
        wanted = path.rstrip("/").lower()
        depth = wanted.count("/") + 1
        if depth not in self._spelled:
            entries = {"/".join(each.split("/", depth)[:depth]) for each in self._tree.paths}
            self._spelled[depth] = {entry.rstrip("/").lower(): entry.rstrip("/") for entry in sorted(entries)}
        readmes = [f"{wanted[:-3]}{suffix}" for suffix in ("", ".rst", ".txt")] if wanted.endswith("readme.md") else []
        found = [self._spelled[depth][name] for name in (wanted, *readmes) if name in self._spelled[depth]]
        return found[0] if found else ""

    # --- what is in the wrong place ---------------------------------------------------------------------

    def into_source(self, entry: str) -> Fix:
        """Return the commands that move a stray entry into the source."""
        path = self._tree.root + entry
        found = self._faults.strays[entry]
        prefix = self._tree.root + ("" if self._source == "." else f"{self._source}/")
        holds_a_place = any(place.startswith(f"{entry}/") for place in (*self._sources, self._tests))
        if path not in found and holds_a_place:
            return self._moves.several([(each, prefix + each.rpartition("/")[2]) for each in found])
        is_source_in_other_case = entry.lower() in ("src", self._source.lower())
        if is_source_in_other_case and not self._moves.has(f"{self._tree.root}{self._source}/"):
            return [self._moves.one(path, self._tree.root + self._source)], ""
        return [self._moves.one(path, prefix + entry)], ""

    def into_tests(self, entry: str) -> Fix:
        """Return the commands that move the test modules of an entry into the tests."""
        root = self._tree.root
        moves: dict[str, str] = {}
        for path in self._faults.outside[entry]:
            inside = path[len(root) :]
            folder = test_folder(inside)
            if folder and folder not in self._movable:
                self._movable[folder] = self._may_move(folder)
            if folder and self._movable[folder]:
                moves[root + folder] = root + self._place(folder)
            else:
                parent = self._place(inside.rpartition("/")[0])
                moves[path] = f"{root}{parent}/{_test_name(path)}"
        return self._moves.several(list(moves.items()))

    def _may_move(self, folder: str) -> bool:
        """Return whether a folder of tests can move as a whole."""
        if any(f"{place}/".startswith(f"{folder}/") for place in (*self._sources, self._tests)):
            return False
        path = self._tree.root + folder
        return len(self._moves.below(path)) > 1 and not self._moves.clash(path, self._tree.root + self._place(folder))

    def rename(self, path: str) -> Fix:
        """Return the command that gives a test module the name that the standard asks for."""
        folder = path.rpartition("/")[0]
        if folder in self._faults.unmirrored:
            return (), f"Move its folder first, and then rename it to {_test_name(path)}."
        return [self._moves.one(path, f"{folder}/{_test_name(path)}")], ""

    def mirror(self, folder: str) -> Fix:
        """Return the command that moves a folder of tests to where the module is, or its tests to where they may be."""
        module, tests = self._tree.module_of(folder), f"{self._tree.root}{self._tests}"
        # The same name elsewhere, otherwise a similar one.
        near = self._by_name.get(module.rpartition("/")[2], [])
        if not near and len(self._known) < _MODULES:
            import difflib

            near = difflib.get_close_matches(module, self._known, n=1, cutoff=_SIMILARITY)
        if len(near) == 1:
            levels = [part for part in folder[len(tests) + 1 :].split("/") if part in TEST_LEVELS]
            target = "/".join([tests, *levels, *near[0].split("/")])
            if target != folder and not target.startswith(f"{folder}/"):
                return [self._moves.one(folder, target)], ""
        found = self._faults.unmirrored[folder]
        return self._moves.several([(path, f"{tests}/{path.rpartition('/')[2]}") for path in found])

    def _place(self, folder: str) -> str:
        """Return the folder of the tests that mirrors one outside: without the source and the words for tests."""
        parts = [part for part in folder.split("/") if part]
        for source in self._sources:
            own = source.split("/")
            if parts[: len(own)] == own:
                parts = parts[len(own) :]
                break
        is_in_source = len(parts) < folder.count("/") + 1
        kept = [self._tests]
        for at, part in enumerate(parts):
            if is_test_folder(part, is_top=not at and not is_in_source):
                kept += [word for word in part.lower().replace("-", "_").split("_") if word in TEST_LEVELS]
            else:
                kept.append(part)
        return "/".join(kept)

    # --- exceptions -------------------------------------------------------------------------------------

    def except_stray(self, entry: str) -> list[Exempt]:
        """Return the exceptions of a stray entry: ``--root`` for projects of their own, otherwise ``--allow``."""
        path = self._tree.root + entry
        if path in self._faults.strays[entry]:
            return [allow(path)]
        if roots := self._projects(entry):
            return [Exempt("root", root, words="if it is a project of its own") for root in roots]
        return [allow(path, folder=True)]

    def except_tests(self, entry: str) -> list[Exempt]:
        """Return the exceptions of the test modules of an entry."""
        found = self._faults.outside[entry]
        if len(found) == 1:
            return [allow(found[0])]
        path = self._tree.root + entry
        if entry not in self._sources and entry not in self._faults.strays:
            return [allow(path, folder=True)]
        return [Exempt("allow", f"{exact(path)}/**/*test*")]

    def _projects(self, entry: str) -> list[str]:
        """Return the folders with a project file of their own that hold all of a stray entry; [] if they do not."""
        path = self._tree.root + entry
        marked = [each for each in self._moves.below(path) if each.rpartition("/")[2] in _PROJECT_FILES]
        folders = {each.rpartition("/")[0] for each in marked}
        roots = {each for each in folders if not _is_below(each, folders)}
        if not roots or not all(_is_below(each, roots) for each in self._faults.strays[entry]):
            return []
        are_siblings = all(each.rpartition("/")[0] == path for each in roots)
        return [f"{path}/*"] if len(roots) > _PROJECTS and are_siblings else sorted(roots)[:_PROJECTS]


def _is_below(path: str, folders: Container[str]) -> bool:
    while path := path.rpartition("/")[0]:
        if path in folders:
            return True
    return False


def _test_name(path: str) -> str:
    """Return the name that the standard gives a test module."""
    folder, _, name = path.rpartition("/")
    if name.startswith("test_"):
        return name
    stem = name.removesuffix(".py").replace("-", "_")
    for suffix in ("_test", "_tests"):
        stem = stem.removesuffix(suffix)
    for prefix in ("tests", "test"):
        if stem.startswith(prefix):
            stem = stem.removeprefix(prefix).strip("_")
            break
    stem = stem.replace("_test_", "_", 1)
    parents = [part for part in folder.split("/") if part not in ("tests", "test", "")]
    return f"test_{stem or (parents[-1] if parents else 'main')}.py"

"""What a finding about the layout says to do: commands, a note, and its exceptions.

Imported only if there is a finding.
"""

from __future__ import annotations

from backend_standards.core import PYPROJECT, Exempt
from backend_standards.core.remedies import allow, exact, quote
from backend_standards.layout import IN_SOURCE, MANIFESTS, TEST_LEVELS
from backend_standards.layout.moves import Moves
from backend_standards.layout.test_names import is_test_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from backend_standards.layout import Faults
    from backend_standards.layout.tree import Reader, Settings, Tree

    Fix: TypeAlias = tuple[Sequence[str], str]
    """Commands and a note."""

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
_SHORT_LEVELS = {
    "i": "integration",
    "int": "integration",
    "integ": "integration",
    "func": "functional",
    "sys": "system",
    "perf": "performance",
    "specs": "unit",
    "spec": "unit",
}
"""Levels of tests by what people write for them."""
_BY_HAND = {
    "README.md": "Write what the service does, how to set it up, its dependencies and its API.",
    "tests": "Write a first test of your code.",
    "source": "Write the application code there.",
}
"""What to do about an entry that no command can fill."""


class Advice:
    """The advice for the findings of one root."""

    def __init__(self, tree: Tree, settings: Settings, faults: Faults, read: Reader) -> None:
        self._tree = tree
        self._read = read
        self._faults = faults
        self._settings = settings
        self._moves = Moves(tree)
        self._is_alone = [*settings.roots] == [""]  # what an option names holds for every root
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
        hollow = self._faults.hollow.get(entry, "")
        if entry == (f"{self._source}/" if self._source != "." else "./"):
            return f"no Python file is tracked in {entry}", _by_hand("source")
        if entry == f"{self._tests}/":
            what = f"no test module (test_<feature>.py) is tracked in {entry}{about}"
            if hollow:
                what = f"no module in {entry} holds a test: the first without one is {hollow}"
            return what, _by_hand("tests")
        if entry == "requirements.txt":
            return self._missing_pins(about, hollow)
        path = self._tree.root + entry
        if not hollow and (other := self._other_spelling(path)):
            return f"it is tracked as {other}{about}", ([self._moves.one(other, path.rstrip("/"))], "")
        if entry == "README.md":
            what = f"no README is tracked{about}"
            return f"{hollow} has no line of prose{about}" if hollow else what, _by_hand(entry)
        return self._missing_part(entry, about)

    def _missing_part(self, entry: str, about: str) -> tuple[str, Fix]:
        """Return what to say of a missing part of the source, or of an entry that the team requires."""
        path = self._tree.root + entry
        name = entry.removeprefix(f"{self._source}/")
        if name in IN_SOURCE and self._moves.has(outside := self._tree.root + name):
            move = self._moves.one(outside.rstrip("/"), path.rstrip("/"))
            return f"{name} is outside {self._source}/{about}", ([move], "")
        what = f"nothing is tracked in {entry}{about}" if entry.endswith("/") else f"the file is not tracked{about}"
        if not entry.endswith("/"):
            return what, ((), "Write it, and stage it with `git add`.")
        # An empty folder is not tracked, so it holds a file that may be empty.
        return what, ([self._empty_file(entry + ("__init__.py" if name in IN_SOURCE else ".gitkeep"))], "")

    def _missing_pins(self, about: str, hollow: str) -> tuple[str, Fix]:
        """Return what to say of missing pinned dependencies, and the command that makes them."""
        tree = self._tree
        if hollow:
            return f"{hollow} pins nothing, although the manifest beside it names dependencies", self._pin()
        has_manifest = any(self._moves.has(tree.root + name) for name in MANIFESTS)
        prefixes = tuple(tree.root + ("" if source == "." else f"{source}/") for source in self._sources)
        below = [path for path in tree.paths if path.endswith("/requirements.txt") and path.startswith(prefixes)]
        if len(below) == 1 and not has_manifest:
            move = self._moves.one(below[0], f"{tree.root}requirements.txt")
            return f"the pinned dependencies are tracked as {below[0]}{about}", ([move], "")
        if self._settings.strict:
            return f"neither requirements.txt nor poetry.lock is tracked{about}", self._pin()
        return f"no file of pinned dependencies is tracked{about}", self._pin()

    def _empty_file(self, entry: str) -> str:
        path = quote(self._tree.root + entry)
        folder = quote((self._tree.root + entry).rpartition("/")[0])
        return f"mkdir -p {folder} && touch {path} && git add -- {path}"

    def _pin(self) -> Fix:
        """Return the command that writes a file of pinned dependencies from what the root has."""
        make, file, note = "pip freeze > requirements.txt", "requirements.txt", ""
        for name, command in _LOCK_COMMANDS.items():
            if self._moves.has(self._tree.root + name) and (name != PYPROJECT or self._has_project()):
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

    def _has_project(self) -> bool:
        """Return whether ``pyproject.toml`` is more than settings of tools: from these pip-compile makes nothing."""
        path = self._tree.root + PYPROJECT
        data = self._read([path]).get(path, b"project")
        return b"[tool" not in data or b"project" in data or b"poetry" in data

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

    def into_source(self, entries: Sequence[str]) -> Fix:
        """Return the commands that move stray entries into the source."""
        prefix = self._tree.root + ("" if self._source == "." else f"{self._source}/")
        moves = []
        for entry in entries:
            path = self._tree.root + entry
            found = self._faults.strays[entry]
            holds_a_place = any(place.startswith(f"{entry}/") for place in (*self._sources, self._tests))
            if path not in found and holds_a_place:
                moves += [(each, prefix + each.rpartition("/")[2]) for each in found]
                continue
            is_source_in_other_case = entry.lower() in ("src", self._source.lower())
            if is_source_in_other_case and not self._moves.has(f"{self._tree.root}{self._source}/"):
                moves.insert(0, (path, self._tree.root + self._source))
            else:
                moves.append((path, prefix + entry))
        return self._moves.several(moves)

    def into_tests(self, entries: Sequence[str]) -> Fix:
        """Return the commands that move the test modules of entries into the tests."""
        root = self._tree.root
        moves: dict[str, str] = {}
        for path in (path for entry in entries for path in self._faults.outside[entry]):
            inside = path[len(root) :]
            folder = self._tree.test_folder(inside)
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

    def rename(self, paths: Sequence[str]) -> Fix:
        """Return the commands that give test modules the name that the standard asks for."""
        free = [path for path in paths if path.rpartition("/")[0] not in self._faults.unmirrored]
        moves = [(path, f"{path.rpartition('/')[0]}/{_test_name(path)}") for path in free]
        commands, note = self._moves.several(moves)
        if len(free) < len(paths):
            rest = next(path for path in paths if path not in free)
            note = f"Move the folder of {rest} first, and then rename it to {_test_name(rest)}."
        return commands, note

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
            if self._is_test_folder(part, is_top=not at and not is_in_source):
                kept += [level for word in part.lower().replace("-", "_").split("_") if (level := _level(word))]
            else:
                kept.append(part)
        return "/".join(kept)

    def _is_test_folder(self, name: str, *, is_top: bool) -> bool:
        return is_test_folder(name, is_top=is_top) or (is_top and self._tree.test_folder(f"{name}/x.py") == name)

    # --- exceptions -------------------------------------------------------------------------------------

    def except_strays(self, entries: Sequence[str], *, lacks_source: bool) -> list[Exempt]:
        """Return the exceptions of stray entries.

        If nothing is in the source, and it is the only one, the exception makes them the source.
        """
        paths = {entry: self._tree.root + entry for entry in entries}
        files = {entry for entry in entries if self._faults.strays[entry] == [paths[entry]]}
        if lacks_source and self._is_alone and not self._settings.strict:
            if not files:
                return [Exempt("source", entry) for entry in entries]
            if len(files) == len(self._faults.strays):
                return [Exempt("source", ".")]
        return [allow(paths[entry], folder=entry not in files) for entry in entries]

    def except_tests(self, entries: Sequence[str], *, lacks_tests: bool) -> list[Exempt]:
        """Return the exceptions of the test modules of entries.

        If there are no other tests, the exception makes their folders those of the tests.
        """
        found = [path for entry in entries for path in self._faults.outside[entry]]
        folders = dict.fromkeys(self._tree.test_folder(path[len(self._tree.root) :]) for path in found)
        if lacks_tests and all(folders) and self._is_alone:
            return [Exempt("tests", folder) for folder in folders]
        return [each for entry in entries for each in self._allow_tests(entry)]

    def _allow_tests(self, entry: str) -> list[Exempt]:
        found = self._faults.outside[entry]
        if len(found) == 1:
            return [allow(found[0])]
        path = self._tree.root + entry
        if entry not in self._sources and entry not in self._faults.strays:
            return [allow(path, folder=True)]
        return [Exempt("allow", f"{exact(path)}/**/*test*")]


def _by_hand(kind: str) -> Fix:
    return (), f"{_BY_HAND[kind]} Stage it with `git add`."


def _level(word: str) -> str:
    """Return the level of tests that a word in a folder's name says, or ""."""
    stem = word.removesuffix("tests").removesuffix("test")
    stem = _SHORT_LEVELS.get(stem, stem)
    return stem if stem in TEST_LEVELS else ""


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

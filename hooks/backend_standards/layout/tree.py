"""The files of a project, sorted by the standard's tree, and what is wrong with where they are.

Sources: the standard's "Project Structure" and "Testing" ("Organize tests to match the source layout").
Runs on every tracked path: it imports nothing that a clean run does not need.
"""

from __future__ import annotations

from backend_standards.layout import (
    FUNCTION_MAKERS,
    IN_SOURCE,
    LOCKS,
    OWN_RIGHT,
    PURPOSES,
    READMES,
    TEST_DATA,
    TEST_LEVELS,
    TEST_WORDS,
    TOOL_ENTRIES,
    TOOL_FILES,
    VENDORED,
    Faults,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from backend_standards.core.patterns import Patterns

    Reader: TypeAlias = Callable[[Sequence[str]], Mapping[str, bytes]]
    """Returns the contents of paths; called with the few whose names do not tell whether they hold tests."""


class Settings:
    """What the team asks for. Folders have no final slash; roots are the prefix of the paths below them."""

    __slots__ = ("_allow", "_patterns", "mirror", "optional", "required", "roots", "sources", "strict", "tests")

    def __init__(
        self,
        *,
        roots: Sequence[str] = ("",),
        sources: Sequence[str] = ("src",),
        tests: Sequence[str] = ("tests",),
        strict: bool = False,
        mirror: bool = False,
        required: Sequence[str] = (),
        optional: Iterable[str] = (),
        allow: Sequence[str] = (),
    ) -> None:
        self.roots = roots
        self.sources = sources
        self.tests = tests
        self.strict = strict
        self.mirror = mirror
        self.required = required
        self.optional = frozenset(entry.rstrip("/") for entry in optional)
        self._allow = allow
        self._patterns: Patterns | None = None

    @property
    def source(self) -> str:
        """The first source, as the prefix of the paths below it."""
        return "" if self.sources[0] == "." else f"{self.sources[0]}/"

    def refused(self, paths: Iterable[str]) -> list[str]:
        """Return the paths (from the repository's root) that ``--allow`` does not allow."""
        if not self._allow:
            return list(paths)
        if self._patterns is None:
            from backend_standards.core.patterns import Patterns

            self._patterns = Patterns(self._allow)
        cover = self._patterns.cover
        return [path for path in paths if not cover(path)]

    def entries(self) -> dict[str, str]:
        """Return the entries that must be tracked and their purposes; folders have a final slash."""
        source, tests = self.source, f"{self.tests[0]}/"
        wanted = {source + entry if entry in IN_SOURCE else entry: text for entry, text in PURPOSES.items()}
        wanted[tests] = wanted.pop("tests/")
        if not self.strict:
            kept = (tests, "requirements.txt", "README.md")
            wanted = {source or "./": "", **{entry: wanted[entry] for entry in kept}}
        wanted = {**dict.fromkeys(self.required, ""), **wanted}
        return {entry: text for entry, text in wanted.items() if entry.rstrip("/") not in self.optional}


class Tree:
    """One root's tracked files, sorted by where they are; all paths are from the repository's root."""

    __slots__ = (
        "_has_lock_above",
        "_settings",
        "_sources",
        "_tests",
        "_text",
        "outside",
        "paths",
        "python",
        "root",
        "tests",
    )

    def __init__(self, root: str, paths: Sequence[str], settings: Settings, *, has_lock_above: bool = False) -> None:
        self.root = root
        self._has_lock_above = has_lock_above
        self.paths = paths
        self._settings = settings
        self._text = ""
        self._tests = tests = tuple(_prefix(root, folder) for folder in settings.tests)
        self._sources = sources = tuple(_prefix(root, folder) for folder in settings.sources)
        self.python = [path for path in paths if path.endswith(".py")]
        # The source, where nearly all files are, is looked through only when it is asked for.
        if any(each.startswith(sources) for each in tests):
            self.tests = [path for path in self.python if path.startswith(tests)]
            self.outside = [path for path in self.python if not path.startswith((*tests, *sources))]
        else:
            rest = [path for path in self.python if not path.startswith(sources)]
            self.tests = [path for path in rest if path.startswith(tests)]
            self.outside = [path for path in rest if not path.startswith(tests)] if self.tests else rest

    @property
    def has_source(self) -> bool:
        """Whether the source holds Python."""
        return len(self.python) > len(self.tests) + len(self.outside)

    def source(self, part: str = "") -> list[str]:
        """Return the Python files of the source whose path holds a text."""
        found = [path for path in self.python if part in path] if part else self.python
        if any(each.startswith(self._sources) for each in self._tests):
            found = [path for path in found if not path.startswith(self._tests)]
        return [path for path in found if path.startswith(self._sources)]

    def has(self, entry: str) -> bool:
        """Return whether an entry of the root is tracked: only as a folder, if it ends with a slash.

        An entry in a submodule counts as tracked: the index does not know.
        """
        path = self.root + entry
        if not self._text:
            self._text = "\0".join(["", *self.paths, ""])
        if f"\0{path.rstrip('/')}/" in self._text or (not path.endswith("/") and f"\0{path}\0" in self._text):
            return True
        return any(path.startswith(each) for each in self._submodules())

    def _submodules(self) -> list[str]:
        return [path for path in self.paths if path.endswith("/")]

    def top(self, path: str) -> str:
        """Return the entry of the root that holds a path."""
        return path[len(self.root) :].partition("/")[0]

    def below(self, folder: str) -> list[str]:
        """Return the tracked paths below a folder of the repository."""
        return [path for path in self.paths if path.startswith(f"{folder}/")]

    def faults(self, read: Reader) -> Faults:
        """Return what is wrong with the root. A file is either stray code or a test outside the tests."""
        outside = self.tests_outside(read)
        tests = {path for found in outside.values() for path in found}
        code = {entry: [path for path in found if path not in tests] for entry, found in self.strays().items()}
        return Faults(
            list(self.lacks()),
            {entry: found for entry, found in code.items() if found},
            outside,
            self.misnamed(read),
            self.unmirrored() if self._settings.mirror else {},
        )

    def lacks(self) -> Iterator[tuple[str, str]]:
        """Yield each required entry that is missing, with its purpose."""
        for entry, purpose in self._settings.entries().items():
            if not self._is_met(entry):
                yield entry, purpose

    def _is_met(self, entry: str) -> bool:
        strict = self._settings.strict
        if entry == f"{self._settings.tests[0]}/":
            return any(is_test_name(_name(path)) for path in self.tests) or self._is_opaque(self._settings.tests)
        if entry == (self._settings.source or "./"):
            return self.has_source or self._is_opaque(self._settings.sources)
        if entry not in self._settings.required:
            if entry == "requirements.txt":
                return self._is_pinned()
            if entry == "README.md" and not strict:
                return any(name.lower() in READMES for name in self._top_names())
        name = entry.removeprefix(self._settings.source)
        if strict and name in IN_SOURCE:
            return any(self.has(_prefix("", source) + name) for source in self._settings.sources)
        return self.has(entry)

    def _top_names(self) -> list[str]:
        """Return the names of the files in the root."""
        at = len(self.root)
        if not at:
            return [path for path in self.paths if "/" not in path]
        return [path[at:] for path in self.paths if path.find("/", at) < 0]

    def _is_opaque(self, folders: Sequence[str]) -> bool:
        """Return whether a submodule is at, above or below one of the folders: the index does not know its files."""
        prefixes = [_prefix(self.root, folder) for folder in folders]
        return any(
            each.startswith(prefix) or prefix.startswith(each) for each in self._submodules() for prefix in prefixes
        )

    def _is_pinned(self) -> bool:
        names = set(self._top_names())
        if self._settings.strict:  # the standard names only these two
            return not names.isdisjoint(("requirements.txt", "poetry.lock"))
        if not names.isdisjoint(("requirements.txt", *LOCKS)):
            return True
        if any(name.startswith("pylock.") and name.endswith(".toml") for name in names):
            return True
        lists = [path for path in self.paths if path.endswith(".txt")]
        if any(path.startswith(f"{self.root}requirements/") for path in lists):
            return True
        beside = [path for path in lists if path.endswith("/requirements.txt") and path.startswith(self._sources)]
        if beside and not names.isdisjoint(FUNCTION_MAKERS):
            return True
        # The members of a uv workspace share the lock above them.
        return self._has_lock_above and "pyproject.toml" in names

    def strays(self) -> dict[str, list[str]]:
        """Return the application code outside the source, by entry of the root."""
        found: dict[str, list[str]] = {}
        rights: dict[str, bool] = {}
        for path in self.outside:
            inside = path[len(self.root) :]
            entry, slash, _ = inside.partition("/")
            if entry not in rights:
                rights[entry] = self._has_own_right(entry, is_file=not slash)
            if not rights[entry] and not _is_test_support(inside) and not _is_foreign(inside):
                found.setdefault(entry, []).append(path)
        return self._refused(found)

    def _has_own_right(self, entry: str, *, is_file: bool) -> bool:
        if any(self.has(mark) for mark in TOOL_ENTRIES.get(entry, ())):
            return True
        if is_file:
            return entry in TOOL_FILES or entry.startswith(".")
        if entry == "features":  # behave keeps the steps beside what they test
            return any(path.endswith(".feature") for path in self.below(self.root + entry))
        lowered = entry.lower()
        return entry.startswith(".") or lowered in OWN_RIGHT or lowered.endswith(("-example", "-examples", "_examples"))

    def tests_outside(self, read: Reader) -> dict[str, list[str]]:
        """Return the test modules outside the tests, by entry of the root."""
        named: list[str] = []
        doubtful: list[str] = []
        at = len(self.root)
        rights: dict[str, bool] = {}
        for path in self.source("test") + [path for path in self.outside if "test" in path]:
            name = _name(path)
            if not is_test_name(name, any_habit=True) or _is_foreign(path[at:]):
                continue
            folder = test_folder(path[at:])
            if _is_template(folder or path[at:]):
                continue
            entry, slash, _ = path[at:].partition("/")
            if entry not in rights:
                rights[entry] = self._has_own_right(entry, is_file=not slash)
            if not rights[entry]:
                is_sure = is_test_name(name) and (not slash or folder)
                (named if is_sure else doubtful).append(path)
        tests = {*named, *self._told_by_content(doubtful, read)}
        found: dict[str, list[str]] = {}
        for path in self.python if tests else ():
            if path in tests:
                found.setdefault(self.top(path), []).append(path)
        return self._refused(found)

    def misnamed(self, read: Reader) -> list[str]:
        """Return the test modules among the tests whose name is not ``test_<feature>.py``."""
        sure: list[str] = []
        doubtful: list[str] = []
        at = len(self.root)
        for path in self.tests:
            if path.startswith("/test_", path.rfind("/")):
                continue
            folder, _, name = path[at:].rpartition("/")
            if name in ("__init__.py", "conftest.py") or _is_foreign(path[at:]):
                continue
            if not TEST_DATA.isdisjoint(folder.split("/")[1:]):
                continue
            (sure if name.endswith("_test.py") else doubtful).append(path)
        return self._settings.refused(sure) + self._told_by_content(doubtful, read, among_tests=True)

    def _told_by_content(self, paths: Sequence[str], read: Reader, *, among_tests: bool = False) -> list[str]:
        """Return the test modules among modules whose names do not tell, and that are not allowed."""
        paths = self._settings.refused(paths)
        if not paths:
            return []
        from backend_standards.layout.test_code import holds_tests, is_test

        contents = read(paths)
        if among_tests:
            return [path for path in paths if holds_tests(contents.get(path, b""))]
        return [path for path in paths if is_test(_name(path), contents.get(path, b""))]

    def unmirrored(self) -> dict[str, list[str]]:
        """Return the folders of tests that no module of the source has the name of, with their test modules."""
        modules = self.modules()
        found: dict[str, list[str]] = {}
        verdicts: dict[str, bool] = {}
        for path in self.tests:
            folder, _, name = path.rpartition("/")
            if not is_test_name(name):
                continue
            if folder not in verdicts:
                module = self.module_of(folder)
                parts = folder[len(self.root) :].split("/")
                exempt = not module or _is_foreign(f"{'/'.join(parts)}/") or not TEST_DATA.isdisjoint(parts[1:])
                verdicts[folder] = exempt or module in modules
            if not verdicts[folder]:
                found.setdefault(folder, []).append(path)
        return self._refused(found)

    def modules(self) -> dict[str, str]:
        """Return the folders and modules of the code, with and without the package around them, and their paths.

        Code outside the source counts too: stray code has a finding of its own, and other code may have tests.
        """
        found: dict[str, str] = {}
        prefixes = [_prefix(self.root, folder) for folder in self._settings.sources]
        for prefix, paths in [*((prefix, self.source(prefix)) for prefix in prefixes), (self.root, self.outside)]:
            held: dict[str, str] = {}
            for path in paths:
                module = path[len(prefix) :].removesuffix(".py").removesuffix("/__init__")
                while path.startswith(prefix) and module and module not in held:
                    held[module] = prefix + module
                    module = module.rpartition("/")[0]
            found.update(held)
            tops = 1
            while held and tops == 1:  # once for a package, again for a namespace: nothing is beside it
                held = {module.partition("/")[2]: path for module, path in held.items() if "/" in module}
                found = {**held, **found}
                tops = len({module.partition("/")[0] for module in held if module != "__init__"})
        return found

    def module_of(self, folder: str) -> str:
        """Return the module that a folder of tests is about; levels such as ``unit/`` do not count."""
        tests = next(tests for tests in self._settings.tests if f"{folder}/".startswith(_prefix(self.root, tests)))
        parts = f"{folder}/"[len(_prefix(self.root, tests)) : -1].split("/")
        parts = [part for part in parts if part and not _is_level(part)]
        return "/".join(parts[1:] if parts[:1] and parts[0] in self._settings.sources else parts)

    def _refused(self, found: dict[str, list[str]]) -> dict[str, list[str]]:
        kept = {entry: self._settings.refused(paths) for entry, paths in found.items()}
        return {entry: paths for entry, paths in kept.items() if paths}


def trees(paths: Sequence[str], settings: Settings) -> Iterator[Tree]:
    """Yield each root's tree; a file below several roots belongs to the nearest one."""
    for root in settings.roots:
        nested = tuple(other for other in settings.roots if other != root and other.startswith(root))
        inside = [path for path in paths if path.startswith(root)] if root else paths
        if nested:
            inside = [path for path in inside if not path.startswith(nested)]
        locks = [path for path in paths if path.endswith("uv.lock") and root.startswith(path[:-7])] if root else []
        yield Tree(root, inside, settings, has_lock_above=any(path[:-7][-1:] in ("", "/") for path in locks))


def is_test_name(name: str, *, any_habit: bool = False) -> bool:
    """Return whether a module is named ``test_<feature>.py``, or (``any_habit``) in another way that tests are."""
    if name.startswith("test_"):
        return name.endswith(".py")
    return any_habit and (name.endswith("_test.py") or name in ("tests.py", "test.py"))


def test_folder(path: str) -> str:
    """Return the outermost folder of tests on a path from a root, or ""."""
    at = 0
    while (end := path.find("/", at)) >= 0:
        if is_test_folder(path[at:end], is_top=not at):
            return path[:end]
        at = end + 1
    return ""


def is_test_folder(name: str, *, is_top: bool) -> bool:
    """Return whether a folder's name says that it holds tests; below the root, ``test_state`` may be a feature."""
    if name in ("tests", "test") or name.endswith(("_tests", "-tests")):
        return True
    return is_top and not TEST_WORDS.isdisjoint(name.lower().replace("-", "_").split("_"))


def _is_test_support(path: str) -> bool:
    name = _name(path)
    return name == "conftest.py" or is_test_name(name) or bool(test_folder(path))


def _is_foreign(path: str) -> bool:
    """Return whether a path is in a vendored tree, or in a template that Cookiecutter or Copier fills in."""
    if "{{" in path or "{%" in path:
        return True
    return "/" in path and not VENDORED.isdisjoint(path.lower().split("/")[:-1])


def _is_level(name: str) -> bool:
    return name.removesuffix("_tests").removesuffix("-tests").removesuffix("_test") in TEST_LEVELS


def _is_template(path: str) -> bool:
    """Return whether a path is among the templates that a program makes projects from."""
    return "/templates/" in path or "/template/" in path


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _prefix(root: str, folder: str) -> str:
    return root if folder == "." else f"{root}{folder}/"

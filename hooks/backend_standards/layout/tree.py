"""The files of a project, sorted by the standard's tree, and what is wrong with where they are.

Sources: the standard's "Project Structure" and "Testing" ("Organize tests to match the source layout").
Runs on every tracked path: it imports nothing that a clean run does not need.
"""

from __future__ import annotations

from backend_standards.core import is_template
from backend_standards.layout import (
    FOR_DEVELOPERS,
    FUNCTION_MAKERS,
    IN_SOURCE,
    LOCKS,
    MANIFESTS,
    MAYBE_TESTS,
    OTHER_LANGUAGES,
    OWN_PROJECT,
    OWN_RIGHT,
    PERHAPS_PROJECT,
    PURPOSES,
    READMES,
    SERVERS,
    SETTINGS_OF_ENTRIES,
    STACKS,
    STUBS,
    TEMPLATE_MAKERS,
    TEST_DATA,
    TEST_LEVELS,
    TOOL_ENTRIES,
    TOOL_FILES,
    VENDORED,
    Faults,
)
from backend_standards.layout.filled import holds_pins, holds_prose, holds_test
from backend_standards.layout.test_names import is_test_name, test_folder

_LONGEST_LINK = 4096
"""Bytes that the target of a link has at most."""
_TOOLS_ANYWHERE = (
    *("pre_prompt.py", "pre_gen_project.py", "post_gen_project.py"),  # Cookiecutter's hooks
    *("airflow_local_settings.py", "webserver_config.py"),
)
_PLACES = ("dags", "airflow", "zappa_settings.py")
"""Entries that tell by their name alone that a tool has a place of its own for the code."""
OURS = (OWN_PROJECT | {*PERHAPS_PROJECT}).difference(STACKS, FUNCTION_MAKERS)
"""Files that say that a folder is a project in Python; the others may be in any language."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from backend_standards.core.patterns import Patterns

    Reader: TypeAlias = Callable[[Sequence[str]], Mapping[str, bytes]]
    """Returns the contents of paths; called with the few whose names do not tell what they hold."""


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

    @property
    def has_allowed(self) -> bool:
        """Whether the team allows some paths where they are."""
        return bool(self._allow)

    def refused(self, paths: Iterable[str]) -> list[str]:
        """Return the paths (from the repository's root) that ``--allow`` does not allow."""
        if not self._allow:
            return list(paths)
        if self._patterns is None:
            from backend_standards.core.patterns import Patterns

            self._patterns = Patterns(self._allow)
        cover = self._patterns.cover
        return [path for path in paths if not cover(path)]

    def with_roots(self, roots: Sequence[str]) -> Settings:
        """Return the same settings for other roots."""
        return Settings(
            roots=roots,
            sources=self.sources,
            tests=self.tests,
            strict=self.strict,
            mirror=self.mirror,
            required=self.required,
            optional=self.optional,
            allow=self._allow,
        )

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
        "_alembic",
        "_languages",
        "_settings",
        "_sources",
        "_test_tops",
        "_tested",
        "_tests",
        "_text",
        "above",
        "hollow",
        "outside",
        "paths",
        "python",
        "root",
        "tests",
    )

    def __init__(self, root: str, paths: Sequence[str], settings: Settings, above: Sequence[str] = ()) -> None:
        self.root = root
        self.paths = paths
        self.above = above
        """The files in the folders above the root."""
        self._settings = settings
        self._text = ""
        self._alembic: set[str] | None = None
        self._tested: set[str] | None = None
        self._test_tops: dict[str, bool] = {}
        self._languages: dict[str, bool] | None = None
        self.hollow: dict[str, str] = {}
        """By missing entry, the file that is there but holds nothing."""
        self._tests = tests = tuple(_prefix(root, folder) for folder in settings.tests)
        self._sources = sources = tuple(_prefix(root, folder) for folder in settings.sources)
        self.python = [path for path in paths if path.endswith(".py")]
        if any("{" in path for path in self.python):  # templates, from which other projects are made
            self.python = [path for path in self.python if not is_template(path)]
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

    def _is_no_project(self) -> bool:
        """Return whether the root is not a project in Python, although its tests or scripts are in Python."""
        names = self._top_names()
        return OURS.isdisjoint(names) and any(map(_is_of_another_language, names))

    def faults(self, read: Reader) -> Faults:
        """Return what is wrong with the root. A file is either stray code or a test outside the tests."""
        outside = self.tests_outside(read)
        tests = {path for found in outside.values() for path in found}
        code = {entry: [path for path in found if path not in tests] for entry, found in self.strays(read).items()}
        code = {entry: found for entry, found in code.items() if found}
        is_none = not (code or self.has_source) and self._is_no_project()
        return Faults(
            [] if is_none else list(self.lacks(read)),
            code,
            outside,
            self.misnamed(read),
            self.unmirrored() if self._settings.mirror else {},
            self.hollow,
        )

    def lacks(self, read: Reader) -> Iterator[tuple[str, str]]:
        """Yield each required entry that is missing, with its purpose. A file that holds nothing is missing, too."""
        wanted = self._settings.entries()
        if not self.has_source and any(self.has(name) for name in TEMPLATE_MAKERS):
            wanted = dict.fromkeys(self._settings.required, "")
        doubtful = {}
        missing = set()
        for entry in wanted:
            held = self._held(entry)
            if held is None:
                missing.add(entry)
            elif held:
                doubtful[entry] = held
        missing |= self._without_content(doubtful, read) if doubtful else set()
        for entry, purpose in wanted.items():
            if entry in missing:
                yield entry, purpose

    def _held(self, entry: str) -> Sequence[str] | None:
        """Return the files that meet an entry if they hold something; [] if the entry is met anyway, else None."""
        settings, strict = self._settings, self._settings.strict
        if entry == f"{settings.tests[0]}/":
            found = [path for path in self.tests if is_test_name(_name(path))]
            met = self._is_opaque(settings.tests) or (not found and self._allows_tests())
            return [] if met else found or None
        if entry == (settings.source or "./"):
            met = (
                self.has_source
                or self._is_opaque(settings.sources)
                or self._is_placed_by_a_tool()
                or self._allows_code()
            )
            return [] if met else None
        if entry not in settings.required:
            if entry == "requirements.txt":
                return self._pins()
            if entry == "README.md" and not strict:
                found = [self.root + name for name in self._top_names() if name.lower() in READMES]
                found += [path for path in self.above if _name(path).lower() in READMES]
                return found or None
        name = entry.removeprefix(settings.source)
        if strict and name in IN_SOURCE:
            met = any(self.has(_prefix("", source) + name) for source in settings.sources)
        else:
            met = self.has(entry)
        return ([self.root + entry] if entry == "README.md" else []) if met else None

    def _without_content(self, doubtful: Mapping[str, Sequence[str]], read: Reader) -> set[str]:
        """Return the entries whose files hold nothing. Of many tests, the first one nearly always tells."""
        tests = f"{self._settings.tests[0]}/"
        asked = {path for entry, held in doubtful.items() for path in (held[:1] if entry == tests else held)}
        contents = self._followed(asked, read)
        missing = set()
        for entry, held in doubtful.items():
            holds = holds_test if entry == tests else holds_prose if entry == "README.md" else holds_pins
            if any(holds(contents[path]) for path in held if path in contents):
                continue
            rest = self._followed(held[1:], read) if entry == tests and held[1:] else {}
            if any(map(holds, rest.values())):
                continue
            if entry != "requirements.txt" or self._declares_dependencies(read):
                missing.add(entry)
                self.hollow[entry] = held[0]
        return missing

    def _declares_dependencies(self, read: Reader) -> bool:
        from backend_standards.layout.manifests import declares_dependencies

        manifests = [self.root + name for name in MANIFESTS if self.has(name)]
        return any(declares_dependencies(_name(path), data) for path, data in read(manifests).items())

    def _followed(self, paths: Iterable[str], read: Reader) -> dict[str, bytes]:
        """Return the contents of files; a link to a file of this root has those of its target."""
        contents = dict(read(list(paths)))
        for path, data in contents.items():
            if 0 < len(data) < _LONGEST_LINK and b"\n" not in data and b" " not in data:
                target = _joined(path, data.decode("utf-8", "surrogateescape"))
                if self.root + target[len(self.root) :] == target and self.has(target[len(self.root) :]):
                    contents[path] = read([target]).get(target, data)
        return contents

    def _allows_tests(self) -> bool:
        """Return whether the team has its tests elsewhere: what it allows there is not missing here."""
        if not self._settings.has_allowed:
            return False
        named = [*self.tests, *(path for path in self.python if is_test_name(_name(path), any_habit=True))]
        return len(self._settings.refused(named)) < len(named)

    def _allows_code(self) -> bool:
        """Return whether the team has its code elsewhere."""
        if not self._settings.has_allowed:
            return False
        at = len(self.root)
        code = [path for path in self.outside if not self._is_test_support(path[at:])]
        return len(self._settings.refused(code)) < len(code)

    def _is_placed_by_a_tool(self) -> bool:
        """Return whether a tool wants the code in a place of its own, so that none is in the source."""
        if any(self.has(file) for file in (*STACKS, *SETTINGS_OF_ENTRIES, *FUNCTION_MAKERS)):
            return True
        tops = dict.fromkeys(path[len(self.root) :].partition("/")[0] for path in self.outside)
        return any(self._is_of_a_tool(entry) or entry in _PLACES for entry in tops)

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

    def _pins(self) -> Sequence[str] | None:
        """Return the files of pinned dependencies whose content counts; [] if it does not matter, None without any."""
        names = set(self._top_names())
        if self._settings.strict:  # the standard names only these two
            found = names.intersection(("requirements.txt", "poetry.lock"))
        else:
            found = {name for name in names if name in LOCKS or _is_pins(name)}
        held = [self.root + name for name in sorted(found)]
        if not self._settings.strict:
            lists = [path for path in self.paths if path.endswith(".txt")]
            held += [path for path in lists if path.startswith(f"{self.root}requirements/")]
            held += self._beside_code(lists)
            # The members of a uv workspace share the lock above them.
            if "pyproject.toml" in names and any(_name(path) == "uv.lock" for path in self.above):
                return []
        if not held:
            return None
        return [] if names.isdisjoint(MANIFESTS) else held

    def _beside_code(self, lists: Sequence[str]) -> list[str]:
        """Return the requirements of functions and services, which are in the folder of their code."""
        beside = [path for path in lists if path.endswith("/requirements.txt") and not _is_template(path)]
        if len(self.tests) == len(self.python):  # nothing but tests
            return beside
        folders = with_those_above(path.rpartition("/")[0] for path in self.python) if beside else set()
        folders -= {self.root.rstrip("/"), *(source.rstrip("/") for source in self._sources)}
        found = [path for path in beside if path.rpartition("/")[0] in folders and not path.startswith(self._tests)]
        return [path for path in found if not self._has_own_right(self.top(path), is_file=False)]

    def strays(self, read: Reader) -> dict[str, list[str]]:
        """Return the application code outside the source, by entry of the root."""
        found: dict[str, list[str]] = {}
        rights: dict[str, bool] = {}
        for path in self.outside:
            inside = path[len(self.root) :]
            entry, slash, _ = inside.partition("/")
            if entry not in rights:
                rights[entry] = self._has_own_right(entry, is_file=not slash)
            if not (rights[entry] or self._is_test_support(inside) or _is_foreign(inside) or _is_tool_file(inside)):
                found.setdefault(entry, []).append(path)
        if found:
            found = {
                entry: [path for path in held if not self.is_of_another_language(path)] for entry, held in found.items()
            }
            found = {entry: held for entry, held in found.items() if held}
        found = {entry: paths for entry, paths in found.items() if not all(map(self._is_script, paths))}
        refused = self._refused(found)
        libraries = tuple(each for file, names in STACKS.items() if self.has(file) for each in names)
        settings = [self.root + name for name in SETTINGS_OF_ENTRIES if self.has(name)]
        if not (refused and (libraries or settings)):
            return refused
        named = read(settings)
        return {
            entry: paths
            for entry, paths in refused.items()
            if not (_is_named(entry, named.values()) or _uses(read(paths).values(), libraries))
        }

    def is_of_another_language(self, path: str) -> bool:
        """Return whether a path is in a project in another language: in the innermost project around it."""
        if self._languages is None:
            folders: dict[str, set[str]] = {}
            for each in self.paths:
                folder, _, name = each.rpartition("/")
                if name in OWN_PROJECT or name in PERHAPS_PROJECT or _is_of_another_language(name):
                    folders.setdefault(folder, set()).add(name)
            coded = {each.rpartition("/")[0] for each in self.python} if folders else set()
            at = len(self.root)
            self._languages = {
                f"{folder}/": _is_another(names, has_python=folder in coded)
                for folder, names in folders.items()
                if folder and len(folder) >= at and not names.issubset(PERHAPS_PROJECT)
            }
        return self._languages.get(nearest(path, self._languages), False)

    def _is_script(self, path: str) -> bool:
        """Return whether a file is below a folder of its own right inside an entry, such as ``web/scripts/``."""
        return not OWN_RIGHT.isdisjoint(path[len(self.root) :].lower().split("/")[1:-1])

    def _is_of_a_tool(self, entry: str) -> bool:
        return any(self.has(mark) for mark in TOOL_ENTRIES.get(entry, ()))

    def _has_own_right(self, entry: str, *, is_file: bool) -> bool:
        if self._is_of_a_tool(entry):
            return True
        if is_file:
            return entry in TOOL_FILES or entry.startswith(".")
        if entry == "features":  # behave keeps the steps beside what they test
            return any(path.endswith(".feature") for path in self.below(self.root + entry))
        if entry in self._migrations():
            return True
        lowered = entry.lower()
        return (
            entry.startswith(".")
            or lowered in OWN_RIGHT
            or lowered.endswith(("-example", "-examples", "_examples"))
            or lowered.replace("-", "_").split("_")[-1] == STUBS
        )

    def _migrations(self) -> set[str]:
        """Return the folders of the root that hold Alembic's migrations, under any name."""
        if self._alembic is None:
            at = len(self.root)
            made = [
                path[at:].removesuffix("/script.py.mako") for path in self.paths if path.endswith("/script.py.mako")
            ]
            self._alembic = {entry for entry in made if "/" not in entry}
        return self._alembic

    # --- tests ------------------------------------------------------------------------------------------

    def test_folder(self, path: str) -> str:
        """Return the outermost folder of tests on a path from this root, or ""."""
        top = path.partition("/")[0]
        if top != path and self._is_test_top(top):
            return top
        return test_folder(path)

    def _is_test_top(self, name: str) -> bool:
        """Return whether a folder of the root is one of tests, although its name alone does not say so."""
        if name not in self._test_tops:
            words = name.lower().replace("-", "_").split("_")
            may_be = not MAYBE_TESTS.isdisjoint(words) or any(word.endswith(("tests", "test")) for word in words)
            if may_be and self._tested is None:
                named = [path for path in self.outside if is_test_name(_name(path), any_habit=True)]
                self._tested = {self.top(path) for path in named}
            self._test_tops[name] = may_be and name in (self._tested or ())
        return self._test_tops[name]

    def _is_test_support(self, path: str) -> bool:
        name = _name(path)
        return name == "conftest.py" or is_test_name(name) or bool(self.test_folder(path))

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
            if self.is_of_another_language(path):
                continue
            folder = self.test_folder(path[at:])
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
    folders = {folder for root in settings.roots for folder in _folders_above(root)}
    held: dict[str, list[str]] = {folder: [] for folder in folders}
    for path in paths if folders else ():
        folder = path.rpartition("/")[0]
        if folder in folders:
            held[folder].append(path)
    inside: dict[str, list[str]] = {root: [] for root in settings.roots}
    if len(inside) > 1 or "" not in inside:
        roots = frozenset(inside)
        for path in paths:
            found = nearest(path, roots)
            if found or "" in inside:
                inside[found].append(path)
    else:
        inside[""] = [*paths]
    for root, kept in inside.items():
        yield Tree(root, kept, settings, [path for folder in _folders_above(root) for path in held[folder]])


def with_those_above(folders: Iterable[str]) -> set[str]:
    """Return folders and all folders above them."""
    found: set[str] = set()
    for each in folders:
        folder = each
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def nearest(path: str, folders: Collection[str]) -> str:
    """Return the innermost of some folders (each with a final slash) that holds a path, or ""."""
    at = path.rfind("/") if folders else -1
    while at >= 0:
        if path[: at + 1] in folders:
            return path[: at + 1]
        at = path.rfind("/", 0, at)
    return ""


def _folders_above(root: str) -> list[str]:
    """Return the folders above a root, without a final slash; that of the repository is ""."""
    found = []
    folder = root.rstrip("/")
    while folder:
        folder = folder.rpartition("/")[0]
        found.append(folder)
    return found


def _is_foreign(path: str) -> bool:
    """Return whether a path is in a vendored tree or a hidden folder, or in a template that a tool fills in."""
    folders = path.lower().split("/")[:-1]
    return is_template(path) or not VENDORED.isdisjoint(folders) or any(folder[:1] == "." for folder in folders)


def _is_another(names: set[str], *, has_python: bool) -> bool:
    """Return whether a folder with some manifests is a project in another language.

    A tool for stacks runs one language. If that is not Python, a file of Python beside it is a part of that project.
    """
    has_python = has_python and names.isdisjoint(STACKS)
    return any(map(_is_of_another_language, names)) and not has_python and names.isdisjoint(OURS)


def _is_of_another_language(name: str) -> bool:
    return name in OTHER_LANGUAGES or name.endswith((".csproj", ".sln"))


def _is_tool_file(path: str) -> bool:
    """Return whether a file is what a tool finds by its name in whichever folder, such as a server's configuration."""
    name = _name(path)
    is_server = name.startswith(SERVERS) and any(word in name for word in ("conf", "cfg", "settings"))
    return is_server or name.endswith(_TOOLS_ANYWHERE)


def _is_named(entry: str, settings: Iterable[bytes]) -> bool:
    """Return whether the settings of a tool name an entry of the root as a module: `"app.main.handler"`."""
    module = entry.removesuffix(".py").encode("utf-8", "surrogateescape") + b"."
    return any(mark + module in data for data in settings for mark in (b'"', b"'", b" "))


def _uses(contents: Iterable[bytes], libraries: Sequence[bytes]) -> bool:
    return any(library in data for data in contents for library in libraries)


def _is_pins(name: str) -> bool:
    """Return whether a file of the root has the name of a service's pinned dependencies."""
    if name.startswith("pylock.") and name.endswith(".toml"):
        return True
    stem, dot, suffix = name.rpartition(".")
    words = stem.lower().replace("-", "_").replace(".", "_").split("_")
    return bool(dot) and suffix == "txt" and "requirements" in words and FOR_DEVELOPERS.isdisjoint(words)


def _joined(path: str, target: str) -> str:
    """Return the path that a link leads to, from the repository's root; "" if it leads out."""
    parts = path.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "" if target.startswith("/") else "/".join(parts)


def _is_level(name: str) -> bool:
    return name.removesuffix("_tests").removesuffix("-tests").removesuffix("_test") in TEST_LEVELS


def _is_template(path: str) -> bool:
    """Return whether a path is among the templates that a program makes projects from."""
    return "/templates/" in path or "/template/" in path


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _prefix(root: str, folder: str) -> str:
    return root if folder == "." else f"{root}{folder}/"

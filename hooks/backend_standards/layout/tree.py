"""Where the files of a project stand, sorted by the standard's tree.

Sources: the standard's "Project Structure" and "Testing" ("Organize tests to match the source layout").
Runs on every tracked path: it imports nothing that a clean run does not need.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from backend_standards.core.patterns import Patterns

PURPOSES = {
    "app/": "Core application logic",
    "config/": "Configuration loaders",
    "services/": "External integrations (AWS, APIs, etc.)",
    "models/": "Data schemas and ORM models",
    "utils/": "Common helper functions",
    "main.py": "App entry point",
    "tests/": "Unit and integration tests",
    "scripts/": "DevOps or migration scripts",
    "requirements.txt": "Dependencies",
    "README.md": "Project documentation",
}
"""The standard's own words for each entry of its tree."""
IN_SOURCE = ("app/", "config/", "services/", "models/", "utils/", "main.py")

# Root files that a tool looks for by this name, in this place.
TOOL_FILES = frozenset(
    "setup.py conftest.py noxfile.py toxfile.py manage.py tasks.py fabfile.py dodo.py duties.py pavement.py "
    "build.py hatch_build.py versioneer.py gunicorn.conf.py locustfile.py".split()
)
# The same of entries that only one tool wants there: they count where one of these is tracked beside.
TOOL_ENTRIES = {
    "app.py": ("cdk.json", ".chalice/"),
    "chalicelib": (".chalice/",),
    "application.py": (".ebextensions/", ".elasticbeanstalk/"),
    "hooks": ("cookiecutter.json",),
}
OWN_RIGHT = frozenset(
    "scripts bin tools tool ci dev devtools hack docs doc docs_src "
    "infra infrastructure iac cdk terraform pulumi ansible deploy deployment deployments docker helm k8s kubernetes "
    "migrations alembic examples example samples demo demos benchmarks benchmark evals notebooks "
    "contrib packaging build _build stubs typings requirements".split()
)
"""Folders of the root whose Python is no application code; so are those whose name begins with a dot."""
VENDORED = frozenset(
    "vendor vendored _vendor _vendored third_party thirdparty third-party extern external node_modules site-packages "
    "venv virtualenv".split()
)
"""Folders, at any depth, of code that others wrote."""
TEST_LEVELS = ("unit", "integration", "functional", "e2e")
# Folders below tests/ whose Python the tests read and do not run.
_DATA = frozenset(
    "data testdata test_data fixtures resources assets snapshots __snapshots__ golden goldens samples examples "
    "templates cassettes inputs input".split()
)
_LONG_STRING = rb"(?s)(\"\"\"|''').*?(?:\1|\Z)"
# Words in the name of a folder of the root that holds tests.
_TEST_WORDS = frozenset("test tests testing unittest unittests itest itests testsuite e2e".split())
_LOCKS = ("poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "pylock.toml")
_READMES = ("readme", "readme.md", "readme.rst", "readme.txt")
# With these, a function's requirements stand beside its code, from where SAM and serverless take them.
_MAKERS = ("template.yaml", "template.yml", "samconfig.toml", "serverless.yml", "serverless.yaml")


class Settings:
    """What the team asks for. Folders come without a final slash, roots as the prefix of what is below them."""

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
        """The first source, as the prefix of what is below it."""
        return "" if self.sources[0] == "." else f"{self.sources[0]}/"

    def refused(self, paths: Iterable[str]) -> list[str]:
        """Return the paths (from the repository's root) that ``--allow`` does not let in."""
        if not self._allow:
            return list(paths)
        if self._patterns is None:
            from backend_standards.core.patterns import Patterns

            self._patterns = Patterns(self._allow)
        cover = self._patterns.cover
        return [path for path in paths if not cover(path)]

    def entries(self) -> dict[str, str]:
        """Return the entries that must be tracked, a folder's with a final slash, and their purposes."""
        source, tests = self.source, f"{self.tests[0]}/"
        wanted = {source + entry if entry in IN_SOURCE else entry: text for entry, text in PURPOSES.items()}
        wanted[tests] = wanted.pop("tests/")
        if not self.strict:
            kept = (tests, "requirements.txt", "README.md")
            wanted = {source or "./": "", **{entry: wanted[entry] for entry in kept}}
        wanted = {**dict.fromkeys(self.required, ""), **wanted}
        return {entry: text for entry, text in wanted.items() if entry.rstrip("/") not in self.optional}


class Tree:
    """One root's tracked files, sorted by where they stand; all paths are from the repository's root."""

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
        # The source, where nearly all files stand, is looked through when it is asked for.
        if any(each.startswith(sources) for each in tests):
            self.tests = [path for path in self.python if path.startswith(tests)]
            self.outside = [path for path in self.python if not path.startswith((*tests, *sources))]
        else:
            rest = [path for path in self.python if not path.startswith(sources)]
            self.tests = [path for path in rest if path.startswith(tests)]
            self.outside = [path for path in rest if not path.startswith(tests)] if self.tests else rest

    @property
    def has_source(self) -> bool:
        """Whether Python stands in the source."""
        return len(self.python) > len(self.tests) + len(self.outside)

    def source(self, part: str = "") -> list[str]:
        """Return the Python files of the source whose path holds a text."""
        found = [path for path in self.python if part in path] if part else self.python
        if any(each.startswith(self._sources) for each in self._tests):
            found = [path for path in found if not path.startswith(self._tests)]
        return [path for path in found if path.startswith(self._sources)]

    def has(self, entry: str) -> bool:
        """Return whether an entry of the root is tracked: a folder's with a final slash, or either.

        An entry in a submodule counts as tracked: the index does not say.
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
        """Return the entry of the root in which a path stands."""
        return path[len(self.root) :].partition("/")[0]

    def below(self, folder: str) -> list[str]:
        """Return the tracked paths below a folder of the repository."""
        return [path for path in self.paths if path.startswith(f"{folder}/")]

    def lacks(self) -> Iterator[tuple[str, str]]:
        """Yield each required entry that is not there, with its purpose."""
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
                return any(name.lower() in _READMES for name in self._top_names())
        name = entry.removeprefix(self._settings.source)
        if strict and name in IN_SOURCE:
            return any(self.has(_prefix("", source) + name) for source in self._settings.sources)
        return self.has(entry)

    def _top_names(self) -> list[str]:
        """Return the names of the files of the root."""
        at = len(self.root)
        if not at:
            return [path for path in self.paths if "/" not in path]
        return [path[at:] for path in self.paths if path.find("/", at) < 0]

    def _is_opaque(self, folders: Sequence[str]) -> bool:
        """Return whether a submodule stands at, above or below one of the folders, so that the index does not say."""
        prefixes = [_prefix(self.root, folder) for folder in folders]
        return any(
            each.startswith(prefix) or prefix.startswith(each) for each in self._submodules() for prefix in prefixes
        )

    def _is_pinned(self) -> bool:
        names = set(self._top_names())
        if self._settings.strict:  # the two that the standard names
            return not names.isdisjoint(("requirements.txt", "poetry.lock"))
        if not names.isdisjoint(("requirements.txt", *_LOCKS)):
            return True
        if any(name.startswith("pylock.") and name.endswith(".toml") for name in names):
            return True
        lists = [path for path in self.paths if path.endswith(".txt")]
        if any(path.startswith(f"{self.root}requirements/") for path in lists):
            return True
        beside = [path for path in lists if path.endswith("/requirements.txt") and path.startswith(self._sources)]
        if beside and not names.isdisjoint(_MAKERS):
            return True
        # The members of a uv workspace share the lock above them.
        return self._has_lock_above and "pyproject.toml" in names

    def strays(self) -> dict[str, list[str]]:
        """Return the application code that stands outside the source, by entry of the root."""
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
        if entry == "features":  # behave's steps stand beside what they test
            return any(path.endswith(".feature") for path in self.below(self.root + entry))
        lowered = entry.lower()
        return entry.startswith(".") or lowered in OWN_RIGHT or lowered.endswith(("-example", "-examples", "_examples"))

    def tests_outside(self, read: Callable[[Sequence[str]], Mapping[str, bytes]]) -> dict[str, list[str]]:
        """Return the test modules that stand outside the tests, by entry of the root."""
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
        doubtful = self._settings.refused(doubtful)
        contents = read(doubtful) if doubtful else {}
        tests = {*named, *(path for path in doubtful if _is_test(_name(path), contents.get(path, b"")))}
        found: dict[str, list[str]] = {}
        for path in self.python if tests else ():
            if path in tests:
                found.setdefault(self.top(path), []).append(path)
        return self._refused(found)

    def misnamed(self, read: Callable[[Sequence[str]], Mapping[str, bytes]]) -> list[str]:
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
            if not _DATA.isdisjoint(folder.split("/")[1:]):
                continue
            (sure if name.endswith("_test.py") else doubtful).append(path)
        doubtful = self._settings.refused(doubtful)
        contents = read(doubtful) if doubtful else {}
        return self._settings.refused(sure) + [path for path in doubtful if holds_tests(contents.get(path, b""))]

    def unmirrored(self) -> dict[str, list[str]]:
        """Return the folders of tests to which no module of the source answers, with their test modules."""
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
                exempt = not module or _is_foreign(f"{'/'.join(parts)}/") or not _DATA.isdisjoint(parts[1:])
                verdicts[folder] = exempt or module in modules
            if not verdicts[folder]:
                found.setdefault(folder, []).append(path)
        return self._refused(found)

    def modules(self) -> dict[str, str]:
        """Return the folders and modules of the code, with and without the package around them, and their paths.

        Code outside the source counts too: a stray folder is found as such, and one with its own right may be tested.
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
            while held and tops == 1:  # once for a package, again for a namespace: nothing else stands beside it
                held = {module.partition("/")[2]: path for module, path in held.items() if "/" in module}
                found = {**held, **found}
                tops = len({module.partition("/")[0] for module in held if module != "__init__"})
        return found

    def module_of(self, folder: str) -> str:
        """Return the module that a folder of tests is about, levels such as ``unit/`` looked through."""
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


def _is_test(name: str, data: bytes) -> bool:
    """Return whether a module outside the tests is one: where its name alone says so, until its content denies it."""
    return holds_tests(data) or (is_test_name(name) and not _holds_code(data))


def _holds_code(data: bytes) -> bool:
    return any(line.strip() and not line.lstrip().startswith(b"#") for line in data.splitlines())


def holds_tests(data: bytes) -> bool:
    """Return whether a module defines a test: a function ``test…`` or a class's method ``test…`` that asserts.

    As pytest collects (its "Conventions for Python test discovery"): functions of the module, methods of classes
    named ``Test…`` or derived from a TestCase; but no fixtures, and no classes that are there to be derived from.
    """
    if b"def test" not in data:
        return False
    import re

    data = re.sub(_LONG_STRING, b'""', data.replace(b"\r\n", b"\n"))  # which may quote tests
    speaks_of_tests = any(word in data for word in (b"pytest", b"unittest", b"TestCase", b"mock", b"hypothesis"))
    decorators = b""
    for part in re.split(rb"^(?=[^\s#)\]}])", data, flags=re.MULTILINE):  # one a statement of the module
        if part.startswith(b"@"):
            decorators += part
            continue
        if b"def test" in part and (b"assert" in part or b"raises(" in part):
            # Elsewhere, what is decorated may be a command or a task of that name.
            is_free = not decorators or (speaks_of_tests and b"fixture" not in decorators)
            if is_free and re.match(rb"(?:async\s+)?def\s+test", part):
                return True
            found = re.match(rb"class\s++(\w{1,200})\s*+(\([^:]{0,400}\))?\s*+:", part)
            if (
                found
                and _is_collected(found[1], found[2] or b"")
                and re.search(rb"\n[ \t]+(?:async\s+)?def\s+test", part)
            ):
                return True
        decorators = b""
    return False


def _is_collected(name: bytes, bases: bytes) -> bool:
    lowered = name.lower()
    if any(word in lowered for word in (b"base", b"mixin", b"abstract", b"common", b"shared", b"suite", b"contract")):
        return False
    return name.startswith(b"Test") or b"TestCase" in bases


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
    return is_top and not _TEST_WORDS.isdisjoint(name.lower().replace("-", "_").split("_"))


def _is_test_support(path: str) -> bool:
    name = _name(path)
    return name == "conftest.py" or is_test_name(name) or bool(test_folder(path))


def _is_foreign(path: str) -> bool:
    """Return whether a path stands in a vendored tree, or in a template that Cookiecutter or Copier fills in."""
    if "{{" in path or "{%" in path:
        return True
    return "/" in path and not VENDORED.isdisjoint(path.lower().split("/")[:-1])


def _is_level(name: str) -> bool:
    return name.removesuffix("_tests").removesuffix("-tests").removesuffix("_test") in TEST_LEVELS


def _is_template(path: str) -> bool:
    """Return whether a path stands among the templates that a program makes projects from."""
    return "/templates/" in path or "/template/" in path


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _prefix(root: str, folder: str) -> str:
    return root if folder == "." else f"{root}{folder}/"

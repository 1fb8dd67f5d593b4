"""What a finding about the layout tells to do: the command that mends it, and the exception.

Imported only when there is a finding.
"""

from __future__ import annotations

from bisect import bisect_left

from backend_standards.core.remedies import exact, quote, quoted_argument
from backend_standards.layout.tree import IN_SOURCE, TEST_LEVELS, is_test_folder, test_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from backend_standards.layout.tree import Settings, Tree

_COMMANDS = 3  # of one fix; more are no longer read
_MODULES = 300  # among which a similar name is looked for: that takes its time
# How requirements.txt is made from what there is; the standard names pip-tools.
_LOCK_COMMANDS = {
    "uv.lock": "uv export --output-file=requirements.txt",
    "Pipfile.lock": "pipenv requirements > requirements.txt",
    **{
        name: f"pip-compile --output-file=requirements.txt {name}"
        for name in ("requirements.in", "pyproject.toml", "setup.py")
    },
}
_PROJECT_FILES = ("pyproject.toml", "setup.py", "requirements.txt", "Pipfile", "uv.lock", "poetry.lock")


class Advice:
    """The advice for the findings of one root."""

    def __init__(
        self,
        tree: Tree,
        settings: Settings,
        strays: Mapping[str, Sequence[str]],
        outside: Mapping[str, Sequence[str]],
        misnamed: Sequence[str],
    ) -> None:
        self._tree = tree
        self._paths = sorted(tree.paths)
        self._held: dict[str, set[str]] = {}
        self._movable: dict[str, bool] = {}
        self._spelled: dict[int, dict[str, str]] = {}
        self._known = tree.modules() if settings.mirror else {}
        self._by_name: dict[str, list[str]] = {}
        for module in self._known:
            self._by_name.setdefault(module.rpartition("/")[2], []).append(module)
        self._strays = strays
        self._outside = outside
        self._misnamed = misnamed
        self._numbers: dict[str, int] = {}
        self._taken: dict[str, str] = {}  # the files that commands so far make, and of which
        self._strict = settings.strict
        self._sources = settings.sources
        self._source, self._tests = settings.sources[0], settings.tests[0]

    # --- the tracked paths, of which there may be many: each question takes a bisection ------------------

    def _below(self, folder: str) -> Sequence[str]:
        start = bisect_left(self._paths, f"{folder}/")
        return self._paths[start : bisect_left(self._paths, f"{folder}0")]  # "0" follows "/"

    def _has(self, entry: str) -> bool:
        path = self._tree.root + entry.rstrip("/")
        at = bisect_left(self._paths, path)
        is_file = self._paths[at : at + 1] == [path] and not entry.endswith("/")
        at = bisect_left(self._paths, f"{path}/")
        return is_file or (at < len(self._paths) and self._paths[at].startswith(f"{path}/"))

    def _names(self, folder: str) -> set[str]:
        if folder not in self._held:
            self._held[folder] = {path[len(folder) + 1 :].partition("/")[0] for path in self._below(folder)}
        return self._held[folder]

    def _clash(self, old: str, new: str) -> bool:
        """Return whether two folders hold an entry of one name."""
        return not self._names(old).isdisjoint(self._names(new))

    # --- fixes ------------------------------------------------------------------------------------------

    def missing(self, entry: str, purpose: str) -> tuple[str, str]:
        """Return what to say of a missing entry, and the fix."""
        about = f" ({purpose})" if purpose else ""
        if entry == f"{self._source}/":
            fix = self.into_source(next(iter(self._strays))) if self._strays else self._new(f"{entry}main.py")
            return f"no Python code is tracked in {entry}", fix
        if entry == f"{self._tests}/":
            fix = self._new(f"{entry}test_main.py")
            if self._outside:
                fix = self.into_tests(next(iter(self._outside)))
            elif self._misnamed:
                fix = self.rename(self._misnamed[0])
            return f"no test module (test_<feature>.py) is tracked in {entry}{about}", fix
        if entry == "requirements.txt":
            what = "neither it nor poetry.lock is tracked" if self._strict else "no pinned dependencies are tracked"
            return f"{what}{about}", self._pin()
        path = self._tree.root + entry
        if other := self._other_spelling(path):
            return f"is tracked as {other}{about}", self._move(other, path.rstrip("/"))
        if entry == "README.md":
            return f"no README is tracked{about}", self._new(entry)
        name = entry.removeprefix(f"{self._source}/")
        if name in IN_SOURCE and self._has(name):  # it stands outside the source
            return f"stands outside {self._source}/{about}", self._move(
                self._tree.root + name.rstrip("/"), path.rstrip("/")
            )
        if not entry.endswith("/"):
            return f"is not tracked{about}", self._new(entry)
        keeps = "__init__.py" if name in IN_SOURCE else ".gitkeep"
        return f"nothing is tracked in {entry}{about}", self._new(entry + keeps)

    def into_source(self, entry: str) -> str:
        """Return the command that takes a stray entry into the source."""
        path = self._tree.root + entry
        found = self._strays[entry]
        if path in found or not any(place.startswith(f"{entry}/") for place in (*self._sources, self._tests)):
            if entry.lower() in ("src", self._source.lower()) and not self._has(f"{self._source}/"):
                return self._move(path, self._tree.root + self._source)
            return self._move(path, f"{self._tree.root}{self._into(self._source)}{entry}")
        prefix = f"{self._tree.root}{self._into(self._source)}"
        return self._several([(each, prefix + each.rpartition("/")[2]) for each in found])

    def into_tests(self, entry: str) -> str:
        """Return the command that takes the test modules of an entry into the tests."""
        root = self._tree.root
        moves: dict[str, str] = {}
        for path in self._outside[entry]:
            inside = path[len(root) :]
            folder = test_folder(inside)
            if folder and folder not in self._movable:
                self._movable[folder] = self._may_move(folder)
            if folder and self._movable[folder]:
                moves[root + folder] = root + self._place(folder)
            else:
                parent = self._place(inside.rpartition("/")[0])
                moves[path] = f"{root}{parent}/{_test_name(path)}"
        return self._several(list(moves.items()))

    def _may_move(self, folder: str) -> bool:
        """Return whether a folder of tests can move as a whole."""
        if any(f"{place}/".startswith(f"{folder}/") for place in (*self._sources, self._tests)):
            return False
        path = self._tree.root + folder
        return len(self._below(path)) > 1 and not self._clash(path, self._tree.root + self._place(folder))

    def rename(self, path: str) -> str:
        """Return the command that names a test module as the standard wants it."""
        return self._move(path, f"{path.rpartition('/')[0]}/{_test_name(path)}")

    def mirror(self, folder: str, found: Sequence[str]) -> str:
        """Return the command that takes a folder of tests to where the module is, or its tests to where they may be."""
        module, tests = self._tree.module_of(folder), f"{self._tree.root}{self._tests}"
        # The same name elsewhere, else a similar one.
        near = self._by_name.get(module.rpartition("/")[2], [])
        if not near and len(self._known) < _MODULES:
            import difflib

            near = difflib.get_close_matches(module, self._known, n=1, cutoff=0.8)
        if len(near) == 1:
            levels = [part for part in folder[len(tests) + 1 :].split("/") if part in TEST_LEVELS]
            target = "/".join([tests, *levels, *near[0].split("/")])
            if target != folder and not target.startswith(f"{folder}/"):
                return self._move(folder, target)
        return self._several([(path, f"{tests}/{path.rpartition('/')[2]}") for path in found])

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

    def _several(self, moves: Sequence[tuple[str, str]]) -> str:
        made: set[str] = set()
        commands = [self._move(old, new, made) for old, new in moves[:_COMMANDS]]
        rest = len(moves) - len(commands)
        return " && ".join(commands) + (f"; and {rest} more in the same way" if rest > 0 else "")

    def _move(self, old: str, new: str, made: set[str] | None = None) -> str:
        """Return the command that moves a file or folder; ``made`` are the folders that commands before it make."""
        made = set() if made is None else made
        root = len(self._tree.root)
        source, options = quote(old), "-- " if old.startswith("-") else ""
        if self._names(old) and (self._names(new) or new in made) and not self._clash(old, new):
            source, target = f"{source}/*", f"{new}/"
            options = f"-k {options}"  # passes what is not tracked by, such as __pycache__
        else:
            is_taken = self._has(new[root:]) or new in made or self._taken.get(new, old) != old
            target = self._free(new, old) if is_taken else new
        self._taken[target] = old
        parent = target.rpartition("/")[0]
        make = (
            f"mkdir -p {quote(parent)} && "
            if parent and parent not in made and not self._has(f"{parent[root:]}/")
            else ""
        )
        while parent:
            made.add(parent)
            parent = parent.rpartition("/")[0]
        made.add(target.rstrip("/"))
        return f"{make}git mv {options}{source} {quote(target)}"

    def _free(self, path: str, old: str) -> str:
        stem, dot, suffix = path.rpartition(".") if path.endswith(".py") else (path, "", "")
        number = self._numbers.get(path, 2)
        while self._has((free := f"{stem}_{number}{dot}{suffix}")[len(self._tree.root) :]) or (
            self._taken.get(free, old) != old
        ):
            number += 1
        self._numbers[path] = number  # or a thousand files of one name would take a million looks
        return free

    def _new(self, entry: str) -> str:
        path = self._tree.root + entry
        parent = path.rpartition("/")[0]
        make = f"mkdir -p {quote(parent)} && " if parent else ""
        return f"{make}touch {quote(path)} && git add {quote(path)}"

    def _pin(self) -> str:
        make, file = "pip freeze > requirements.txt", "requirements.txt"
        for name, command in _LOCK_COMMANDS.items():
            if self._has(name):
                make = command
                break
        else:
            if self._has("Pipfile"):
                make, file = "pipenv lock", "Pipfile.lock"
        command = f"{make} && git add {file}"
        root = self._tree.root
        return f"(cd {quote(root)} && {command})" if root else command

    def _other_spelling(self, path: str) -> str:
        """Return the tracked entry that differs from a path in case alone, or, of a README, in its suffix."""
        wanted = path.rstrip("/").lower()
        depth = wanted.count("/") + 1
        if depth not in self._spelled:
            entries = {"/".join(each.split("/", depth)[:depth]) for each in self._tree.paths}
            self._spelled[depth] = {entry.rstrip("/").lower(): entry.rstrip("/") for entry in sorted(entries)}
        readmes = [f"{wanted[:-3]}{suffix}" for suffix in ("", ".rst", ".txt")] if wanted.endswith("readme.md") else []
        found = [self._spelled[depth][name] for name in (wanted, *readmes) if name in self._spelled[depth]]
        return found[0] if found else ""

    def _into(self, folder: str) -> str:
        return "" if folder == "." else f"{folder}/"

    # --- exceptions -------------------------------------------------------------------------------------

    def optional(self, entry: str) -> str:
        """Return the exception for a missing entry."""
        import json

        entry = entry.rstrip("/")
        if entry == self._source and (roots := self._projects(self._strays)):
            return _in_args(*roots)
        return f"in this hook's args: {json.dumps(f'--optional={entry}', ensure_ascii=not entry.isprintable())}"

    def stray(self, entry: str) -> str:
        """Return the exception for a stray entry: --root for a project of its own."""
        found = self._strays[entry]
        path = self._tree.root + entry
        if path in found:
            return self.allow(path)
        if roots := self._projects([entry]):
            return f"if each is a project of its own, {_in_args(*roots)}"
        return self.allow(path, folder=True)

    def tests(self, entry: str) -> str:
        """Return the exception for the test modules of an entry."""
        found = self._outside[entry]
        if len(found) == 1:
            return self.allow(found[0])
        path = self._tree.root + entry
        if entry not in self._sources and entry not in self._strays:
            return self.allow(path, folder=True)
        import json

        pattern = json.dumps(f"--allow={exact(path)}/**/*test*", ensure_ascii=not path.isprintable())
        return f"in this hook's args: {pattern}"

    def allow(self, path: str, *, folder: bool = False) -> str:
        """Return the exception for a path."""
        return f"in this hook's args: {quoted_argument('--allow', path, folder=folder)}"

    def _projects(self, entries: Mapping[str, Sequence[str]] | Sequence[str]) -> list[str]:
        """Return the folders of the projects, with a project file of their own, that make up entries; [] if not all."""
        found: list[str] = []
        for entry in entries:
            path = self._tree.root + entry
            marked = [each for each in self._below(path) if each.endswith(_PROJECT_FILES)]
            folders = {each.rpartition("/")[0] for each in marked}
            roots = {each for each in folders if not _is_below(each, folders)}
            if not roots or not all(_is_below(each, roots) for each in self._strays[entry]):
                return []
            siblings = all(each.rpartition("/")[0] == path for each in roots)
            found += [f"{path}/*"] if len(roots) > _COMMANDS and siblings else sorted(roots)[:_COMMANDS]
        return found


def _is_below(path: str, folders: Container[str]) -> bool:
    while path := path.rpartition("/")[0]:
        if path in folders:
            return True
    return False


def _in_args(*roots: str) -> str:
    import json

    options = ", ".join(json.dumps(f"--root={root}", ensure_ascii=not root.isprintable()) for root in roots)
    return f"in this hook's args: {options}"


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

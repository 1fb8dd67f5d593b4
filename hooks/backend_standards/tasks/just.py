"""Recipes of just: the lines of those that a command asks for, and of their dependencies.

Source: the manual of just, "Command-line options", "Recipe Parameters", "Dependencies", "Shebang recipes", "Modules".
"""

from __future__ import annotations

import posixpath

from backend_standards.readers import justfile
from backend_standards.readers.shell_failures import Settings, options
from backend_standards.tasks import TOP, Step, Unknown, folder_of, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backend_standards.readers.justfile import Justfile, Recipe
    from backend_standards.tasks import Call, Project

_NAMES = ("justfile", ".justfile", "Justfile", "JUSTFILE", ".Justfile")
_WITH_VALUE = frozenset(
    """
    -f --justfile -d --working-directory --shell --shell-arg --dotenv-filename --dotenv-path -E --color --chooser
    --command-color --dump-format --list-heading --list-prefix --timestamp-format --tempdir --cygpath
    """.split()
)
_ONLY_TELLING = frozenset(
    """
    -l --list --summary -s --show --dump --fmt --evaluate --variables --groups --init --edit -e --choose --completions
    --changelog --man -V --version -h --help -n --dry-run --usage -c --command --request --json
    """.split()
)
_MOST_RECIPES = 300


class _Asked:
    """What a command of just asks for."""

    __slots__ = ("file", "folder", "tells", "values", "words")

    def __init__(self, words: Sequence[str]) -> None:
        self.file = self.folder = ""
        self.tells = False
        self.values: dict[str, str] = {}
        at = 0
        while at < len(words) and words[at][:1] == "-":
            option, has_value, value = words[at].partition("=")
            self.tells = self.tells or option in _ONLY_TELLING
            at += 1
            if option == "--set":
                self.values["".join(words[at : at + 1])] = "".join(words[at + 1 : at + 2])
                at += 2
            elif option in _WITH_VALUE and not has_value:
                value = words[at] if at < len(words) else ""
                at += 1
            if option in ("-f", "--justfile"):
                self.file = value
            elif option in ("-d", "--working-directory"):
                self.folder = value
        while at < len(words) and "=" in words[at] and words[at].partition("=")[0].isidentifier():
            name, _, self.values[name] = (*words[at].partition("="),)[:3]
            at += 1
        self.words = list(words[at:])


def steps(call: Call) -> Iterable[Step | Unknown] | None:
    """Return the lines of the recipes that a command of just runs; None if it runs none."""
    asked = _Asked(call.words)
    return None if asked.tells else _steps(call, asked)


def _steps(call: Call, asked: _Asked) -> Iterator[Step | Unknown]:
    words = asked.words
    below, slash, goal = words[0].rpartition("/") if words else ("", "", "")
    path = call.find([asked.file]) if asked.file else _above(call, below if slash else "")
    if not path:
        yield call.unknown(f"there is no {asked.file or 'justfile'}", " ".join(["just", *words[:1]]))
        return
    if slash:
        words = [goal, *words[1:]] if goal else words[1:]
    folder = joined(call.folders[0], asked.folder) if asked.folder else folder_of(path)
    places = {"justfile_directory()": f"{TOP}/{folder_of(path)}", "invocation_directory()": f"{TOP}/{call.folders[0]}"}
    file = _Recipes(call, path, folder or "", {**call.values, **places, **asked.values})
    yield from file.asked(words)


def _above(call: Call, below: str) -> str:
    """Return the justfile of a folder, or of the nearest one above it."""
    for folder in call.folders:
        at: str | None = joined(folder, below)
        while at is not None:
            for name in _NAMES:
                if call.project.has(posixpath.join(at, name)):
                    return posixpath.join(at, name)
            at = folder_of(at) if at else None
    return ""


def _read(project: Project, path: str) -> Justfile | None:
    if not project.has(path):
        return None
    return project.once("just", path, lambda: justfile.read(project.text(path), path))


class _Recipes:
    """The recipes of one justfile or module as one command sees them."""

    def __init__(self, call: Call, path: str, folder: str, values: Mapping[str, str], prefix: str = "") -> None:
        self.call = call
        self.folder = folder
        own = f"{TOP}/{folder_of(path)}"
        self.values = {**values, "source_directory()": own, "module_directory()": own}
        self.prefix = prefix
        opened = call.project.once("just with imports", path, lambda: justfile.opened(path, self._file))
        self.file = opened or justfile.Justfile(path)
        self.shell = self._shell()
        self.left = _MOST_RECIPES

    def _file(self, path: str) -> Justfile | None:
        return _read(self.call.project, path)

    def _shell(self) -> Settings:
        words = [word.text for word in self.file.settings.get("shell", ()) if word.kind == "text"]
        return options(words[1:], Settings(errexit=False, pipefail=False))

    def asked(self, words: list[str]) -> Iterator[Step | Unknown]:
        """Yield what the words of a command run: names of recipes, each with its arguments."""
        if not words:
            default = self.file.recipes.get("default") or next(iter(self.file.recipes.values()), None)
            words = [default.name] if default else []
        while words:
            name, words = words[0], words[1:]
            module, is_inside, rest = name.partition("::")
            if is_inside or (name in self.file.modules and name not in self.file.recipes):
                yield from self._module(module, [rest, *words] if rest else words)
                return
            recipe = self._named(name)
            if recipe is None:
                yield self._missing(name)
                return
            most = len(recipe.parameters)
            if any(parameter.sign for parameter in recipe.parameters):
                most = len(words)
            given, words = words[:most], words[most:]
            yield from self._run(recipe, given)

    def _named(self, name: str) -> Recipe | None:
        return self.file.recipes.get(self.file.aliases.get(name, name))

    def _missing(self, name: str) -> Unknown:
        why = f"the recipe comes from a variable: {name}" if "$" in name else f"{self.file.path} has no recipe {name}"
        return self.call.unknown(why, f"just {self.prefix}{name}")

    def _module(self, name: str, words: list[str]) -> Iterator[Step | Unknown]:
        said = self.file.modules.get(name)
        folder = folder_of(self.file.path)
        names = [said] if said else [f"{name}.just", *(f"{name}/{each}" for each in ("mod.just", *_NAMES))]
        if said:
            names += [f"{said}/{each}" for each in ("mod.just", *_NAMES)]
        paths = [path for each in names if (path := joined(folder, each)) and self.call.project.has(path)]
        if said is None or not paths:
            yield self._missing(name)
            return
        inner = _Recipes(self.call, paths[0], folder_of(paths[0]), self.values, f"{self.prefix}{name}::")
        yield from inner.asked(words)

    def _run(self, first: Recipe, arguments: list[str]) -> Iterator[Step | Unknown]:
        """Yield the lines of a recipe, after those of what it needs; each recipe runs once with the same arguments."""
        top = f"just {self.prefix}{first.name}"
        done: set[tuple[str, ...]] = set()
        stack: list[tuple[Recipe, list[str], bool]] = [(first, arguments, False)]
        while stack and self.left:
            recipe, given, is_ready = stack.pop()
            values = self._bound(recipe, given)
            if is_ready:
                trail = (top,) if recipe is first else (top, f"just {self.prefix}{recipe.name}")
                yield from self._lines(recipe, values, given, trail)
                continue
            key = (recipe.name, *given)
            if key in done:
                continue
            done.add(key)
            self.left -= 1
            stack += [(each, words, False) for each, words in reversed(list(self._needed(recipe.after, values)))]
            stack.append((recipe, given, True))
            stack += [(each, words, False) for each, words in reversed(list(self._needed(recipe.before, values)))]

    def _needed(
        self, needed: Sequence[justfile.Needed], values: Mapping[str, str]
    ) -> Iterator[tuple[Recipe, list[str]]]:
        for each in needed:
            recipe = self._named(each.name)
            if recipe is not None:
                yield recipe, [self.file.value(argument, values) for argument in each.arguments]

    def _bound(self, recipe: Recipe, arguments: Sequence[str]) -> dict[str, str]:
        """Return the values that a recipe is called with: its parameters, and variables of the command line."""
        values = dict(self.values)
        rest = list(arguments)
        for parameter in recipe.parameters:
            if parameter.sign and rest:
                values[parameter.name] = " ".join(rest)
            elif rest:
                values[parameter.name] = rest.pop(0)
            elif parameter.default is not None:
                values[parameter.name] = self.file.value(parameter.default, values)
            elif parameter.sign == "*":
                values[parameter.name] = ""
            else:
                values.pop(parameter.name, None)
        return values

    def _lines(
        self, recipe: Recipe, values: Mapping[str, str], given: Sequence[str], trail: tuple[str, ...]
    ) -> Iterator[Step]:
        folder = self.call.folders[0] if "no-cd" in recipe.attributes else self.folder
        for attribute in recipe.attributes:
            if attribute.startswith("working-directory:"):
                folder = joined(folder, attribute.removeprefix("working-directory:").strip()) or folder
        if recipe.is_script():
            yield from self._script(recipe, values, folder, trail)
            return
        for text, line in _joined(recipe.lines):
            signs = text[: len(text) - len(text.lstrip("@-"))]
            yield Step(
                self.file.filled(text.lstrip("@-"), values),
                recipe.path,
                line,
                folder,
                trail,
                can_fail="-" not in signs,
                errexit=self.shell.errexit,
                pipefail=self.shell.pipefail,
                arguments=given,
            )

    def _script(self, recipe: Recipe, values: Mapping[str, str], folder: str, trail: tuple[str, ...]) -> Iterator[Step]:
        if not recipe.lines:
            return
        head = recipe.lines[0][0]
        named = next((each.removeprefix("script") for each in recipe.attributes if each.startswith("script")), "")
        interpreter = head if head.startswith("#!") else named
        if interpreter and "sh" not in interpreter.rpartition("/")[2]:
            return  # a text of another language
        settings = options(interpreter.split()[1:], Settings(errexit=not head.startswith("#!"), pipefail=False))
        text = self.file.filled("\n".join(line for line, _ in recipe.lines), values)
        yield Step(
            text,
            recipe.path,
            recipe.lines[0][1],
            folder,
            trail,
            errexit=settings.errexit,
            pipefail=settings.pipefail,
        )


def _joined(lines: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Yield the lines of a body; those after a backslash belong to the line before."""
    waiting: list[str] = []
    first = 0
    for text, number in lines:
        if not waiting:
            first = number
        waiting.append(text)
        if not text.endswith("\\"):
            yield "\n".join(waiting), first
            waiting = []
    if waiting:
        yield "\n".join(waiting), first

"""Settings that switch a tool off, although its table is there: it runs, and finds nothing.

Sources: the settings of ruff, flake8, pylint, black, mypy, pyright, ty, pyrefly, bandit and pytest in their
documentation.
A pattern is compared by its shape; no expression of a checked file is run.
"""

from __future__ import annotations

from functools import partial

from backend_standards.project import coverage_gate
from backend_standards.project.tool_tables import is_true, table, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from backend_standards.project.tool_tables import Tables

_ALL_MODULES = ("*", "**", "src", "src.*")
_PYLINT_SECTIONS = ("messages control", "main", "master", "messages_control", "pylint")
_FLAKE8 = frozenset("EFW")
"""The families that flake8 checks without plugins: E and W of pycodestyle, F of pyflakes."""
_TESTS = ("tests", "test")
_LONGEST = 1_000
"""Characters of a pattern that is compared."""
_GLOB_ENDS = ("/**/*.py", "/**/*", "/*.py", "/**", "/*", "/")
_EXPRESSION_ENDS = ("/.*", "/.+", ".*", "/", "$")
_EVERY_FILE = frozenset(("", ".", "*", "**", "*.*", "*.py", "**.py"))
_EVERY_LINE = frozenset(("", ".", ".+", ".*.py", ".py"))
"""What is left of a glob, and of an expression, that covers everything. As a glob, ``.*`` is what is hidden."""
_STARTS = ("(^|/)", "(?:^|/)", "^./", "^", "./", "**/", "*/", "/")


class Off:
    """A setting that switches a tool off: the tool, the setting in words, and its line."""

    __slots__ = ("line", "message", "tool")

    def __init__(self, tool: str, message: str, line: int) -> None:
        self.tool = tool
        self.message = message
        self.line = line


def covers(patterns: Sequence[str], tops: Collection[str], *, are_globs: bool = True) -> bool:
    """Return whether patterns, globs or else expressions, leave out all of the application's folders, or ``src``."""
    covered = {name for pattern in patterns for name in _names(pattern, is_glob=are_globs)}
    if "" in covered:
        return True
    return "src" in covered and "src" in tops if "src" in tops else bool(tops) and covered.issuperset(tops)


def _names(pattern: str, *, is_glob: bool = True) -> list[str]:
    """Return the folders that a pattern covers whole; "" stands for everything."""
    text = pattern.strip().replace("\\", "")
    if not text or len(text) > _LONGEST:
        return []
    for start in _STARTS:
        text = text.removeprefix(start)
    if text.startswith("(") and ")" in text:
        inner, _, rest = text.removeprefix("(?:").removeprefix("(").partition(")")
        if rest.rstrip("$") not in ("", "/", "/.*", "/**"):
            return []
        return [name for part in inner.split("|") for name in _names(part, is_glob=is_glob)]
    if "|" in text:
        return [name for part in text.split("|") for name in _names(part, is_glob=is_glob)]
    ends = True
    while ends:
        end = next((each for each in (_GLOB_ENDS if is_glob else _EXPRESSION_ENDS) if text.endswith(each)), "")
        ends = bool(end)
        text = text.removesuffix(end)
    return ["" if text in (_EVERY_FILE if is_glob else _EVERY_LINE) else text]


def of_file(file: Tables, tops: Collection[str]) -> Iterator[Off]:
    """Yield the settings of one file that switch a tool off; ``tops`` are the application's folders from there."""
    for judge in (_ruff, _flake8, _pylint, _black, _mypy, _pyright, _ty, _bandit, _pytest):
        yield from judge(file, tops)


def _ruff(file: Tables, tops: Collection[str]) -> Iterator[Off]:
    if not file.is_toml:
        return
    keys: tuple[str, ...] = () if file.name.endswith("ruff.toml") else ("tool", "ruff")
    top = file.table(*keys)
    if not top or (not keys and not file.name.endswith("ruff.toml")):
        return
    for inner in ((), ("lint",)):
        place = (*keys, *inner)
        settings = file.table(*place)
        more = [each for where in ((), ("lint",)) for each in words(table(top, *where).get("extend-select"))]
        if settings.get("select") == [] and not more:
            yield Off("ruff", "select = [] selects no rule", file.line(*place, "select"))
        for key in ("ignore", "extend-ignore"):
            if "ALL" in words(settings.get(key)):
                yield Off("ruff", f"{key} has ALL", file.line(*place, key))
        for key in ("exclude", "extend-exclude"):
            if covers(words(settings.get(key)), tops):
                yield Off("ruff", f"{key} leaves out the application", file.line(*place, key))
        for key in ("per-file-ignores", "extend-per-file-ignores"):
            for pattern, codes in table(settings, key).items():
                if "ALL" in words(codes) and covers([pattern], tops):
                    yield Off("ruff", f"{key} ignores ALL for the application", file.line(*place, key, pattern))
    if top.get("include") == []:
        yield Off("ruff", "include = [] has no file", file.line(*keys, "include"))


def _flake8(file: Tables, tops: Collection[str]) -> Iterator[Off]:
    keys = ("tool", "flake8") if file.is_toml else ("flake8",)
    settings = file.table(*keys)
    for key in ("exclude", "extend-exclude"):
        if covers(words(settings.get(key)), tops):
            yield Off("flake8", f"{key} leaves out the application", file.line(*keys, key))
    ignored = {code for key in ("ignore", "extend-ignore") for code in words(settings.get(key))}
    if ignored >= _FLAKE8:
        yield Off("flake8", "ignore has all of E, F and W", file.line(*keys, "ignore"))


def _pylint(file: Tables, tops: Collection[str]) -> Iterator[Off]:
    found: list[tuple[tuple[str, ...], object]] = []
    if file.is_toml:
        top = file.table("tool", "pylint")
        found = [(("tool", "pylint"), top), *((("tool", "pylint", name), value) for name, value in top.items())]
    elif "pylint" in file.name or file.name == "setup.cfg":
        for name, value in file.top.items():
            word = name.lower()
            if "pylint" in word or ("pylint" in file.name and word in _PYLINT_SECTIONS):
                found.append(((name,), value))
    settings = [(keys, value) for keys, value in found if isinstance(value, dict)]
    enabled = any(words(value.get("enable")) for _, value in settings)
    for keys, value in settings:
        if "all" in words(value.get("disable")) and not enabled:
            yield Off("pylint", "disable has all", file.line(*keys, "disable"))
        for key in ("ignore", "ignore-paths", "ignore-patterns"):
            if covers(words(value.get(key)), tops, are_globs=key == "ignore"):
                yield Off("pylint", f"{key} leaves out the application", file.line(*keys, key))


def _black(file: Tables, tops: Collection[str]) -> Iterator[Off]:
    settings = file.table("tool", "black")
    for key in ("exclude", "extend-exclude", "force-exclude"):
        value = settings.get(key)
        if isinstance(value, str) and covers(["".join(value.split())], tops, are_globs=False):
            yield Off("black", f"{key} leaves out the application", file.line("tool", "black", key))


def _mypy(file: Tables, tops: Collection[str]) -> Iterator[Off]:
    keys = ("tool", "mypy") if file.is_toml else ("mypy",)
    settings = file.table(*keys)
    if is_true(settings.get("ignore_errors")):
        yield Off("mypy", "ignore_errors = true hides every error", file.line(*keys, "ignore_errors"))
    if settings.get("follow_imports") == "skip":
        message = 'follow_imports = "skip" takes everything that is imported for Any'
        yield Off("mypy", message, file.line(*keys, "follow_imports"))
    value = settings.get("exclude")
    patterns = [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
    if isinstance(value, str):
        patterns = ["".join(value.removeprefix("(?x)").split())] if file.is_toml else value.split("\n")
    if covers(patterns, tops, are_globs=False):
        yield Off("mypy", "exclude leaves out the application", file.line(*keys, "exclude"))
    for modules, override, line in _overrides(file):
        if is_true(override.get("ignore_errors")) and not set(_ALL_MODULES).isdisjoint(modules):
            yield Off("mypy", f"ignore_errors = true hides every error of {modules[0]}", line)


def _overrides(file: Tables) -> Iterator[tuple[list[str], Mapping[str, object], int]]:
    """Yield what mypy's settings say of some modules."""
    if file.is_toml:
        given = file.table("tool", "mypy").get("overrides")
        for each in given if isinstance(given, list) else []:
            if isinstance(each, dict):
                modules = words(each.get("module"))
                yield modules, each, _line_of(file, modules)
        return
    for name, value in file.top.items():
        if name.startswith("mypy-") and isinstance(value, dict):
            yield words(name.removeprefix("mypy-")), value, file.line(name)


def _line_of(file: Tables, modules: Sequence[str]) -> int:
    """Return the line of a table of overrides: the first below ``[[tool.mypy.overrides]]`` with its first module."""
    start = file.line("tool", "mypy", "overrides")
    lines = file.text.split("\n")
    wanted = modules[0] if modules else ""
    return next((at + 1 for at in range(max(start, 0), len(lines)) if f'"{wanted}"' in lines[at]), start)


def _pyright(file: Tables, tops: Collection[str]) -> Iterator[Off]:
    for tool in ("pyright", "basedpyright"):
        settings = file.table("tool", tool)
        yield from of_pyright(settings, partial(file.line, "tool", tool), tops, tool)


def of_pyright(
    settings: Mapping[str, object], line: Callable[[str], int], tops: Collection[str], tool: str = "pyright"
) -> Iterator[Off]:
    """Yield the settings of pyright, from a table or from its own file, that switch it off."""
    if settings.get("typeCheckingMode") == "off" and not words(settings.get("strict")):
        yield Off(tool, 'typeCheckingMode = "off" checks no type', line("typeCheckingMode"))
    for key in ("exclude", "ignore"):
        if covers(words(settings.get(key)), tops):
            yield Off(tool, f"{key} leaves out the application", line(key))


def _ty(file: Tables, tops: Collection[str]) -> Iterator[Off]:
    keys: tuple[str, ...] = () if file.name == "ty.toml" else ("tool", "ty")
    if file.is_toml and (keys or file.name == "ty.toml"):
        if file.table(*keys, "rules").get("all") == "ignore":
            yield Off("ty", 'all = "ignore" ignores every rule', file.line(*keys, "rules", "all"))
        if covers(words(file.table(*keys, "src").get("exclude")), tops):
            yield Off("ty", "exclude leaves out the application", file.line(*keys, "src", "exclude"))


def _bandit(file: Tables, tops: Collection[str]) -> Iterator[Off]:
    keys = ("tool", "bandit") if file.is_toml else ("bandit",)
    yield from of_bandit(file.table(*keys), partial(file.line, *keys), tops)


def of_bandit(settings: Mapping[str, object], line: Callable[[str], int], tops: Collection[str]) -> Iterator[Off]:
    """Yield the settings of bandit, from a table or from its own file, that switch it off."""
    for key in ("exclude_dirs", "exclude"):
        if covers(words(settings.get(key)), tops):
            yield Off("bandit", f"{key} leaves out the application", line(key))


def _pytest(file: Tables, tops: Collection[str]) -> Iterator[Off]:
    found = coverage_gate.pytest_settings({file.name: file})
    if not found:
        return
    _, settings, keys = found
    given = coverage_gate.addopts(settings)
    line = file.line(*keys, "addopts")
    for word in given:
        if word in ("--collect-only", "--co", "--setup-plan", "--setup-only", "--fixtures", "--help", "--version"):
            yield Off("pytest", f"{word} in addopts runs no test", line)
    ignored = [word.partition("=")[2] for word in given if word.startswith(("--ignore=", "--ignore-glob="))]
    skipped = [*ignored, *words(_spaced(settings.get("norecursedirs")))]
    if any(name in _TESTS for each in skipped for name in _names(each)):
        chosen = words(_spaced(settings.get("testpaths")))
        left = [path for path in chosen if path.rstrip("/") not in {name for each in skipped for name in _names(each)}]
        if not left:
            yield Off("pytest", "the folder of the tests is left out", line or file.line(*keys, "norecursedirs"))
    del tops  # the tests are in their own folder


def _spaced(value: object) -> object:
    return value.split() if isinstance(value, str) else value

"""Whether the settings of coverage.py leave out the application's own code, so that a high number says nothing."""

from __future__ import annotations

import posixpath

from backend_standards.layout import FOR_DEVELOPERS, OWN_RIGHT
from backend_standards.layout.test_names import is_test_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.project.coverage_gate import Folder

_ASSUMED = ("main.py", "app/main.py", "app/orders/routes.py")
"""Modules of the standard's source."""
_EVERYTHING = frozenset(("", ".", ".*", ".+", "^", "^.", "^.*", "^.*$", "$", r"[\s\S]*"))
"""Expressions that every line matches."""
_MOST_GLOBS, _LONGEST_GLOB = 200, 200
"""Patterns of a setting that are compared, and the characters of one."""
_SIDE = OWN_RIGHT | FOR_DEVELOPERS
_UNTESTED = ("setup.py", "conftest.py", "noxfile.py", "__init__.py", "__main__.py", "manage.py", "asgi.py", "wsgi.py")


class Hole:
    """What is not measured: the setting that says so, and where."""

    __slots__ = ("line", "message", "path")

    def __init__(self, path: str, line: int, message: str) -> None:
        self.path = path
        self.line = line
        self.message = message


def holes(folder: Folder, modules: Sequence[str]) -> Iterator[Hole]:
    """Yield what leaves out the code of a folder, whose modules are given from there, without tests."""
    judged = [path for path in modules if _counts(path)] or ([] if modules else _assumed(folder))
    in_source = [path for path in judged if path.startswith("src/")]
    for section in ("run", "report"):
        omitted, path, line = folder.setting(section, "omit")
        for group, what in ((in_source, "all of src/"), (judged, "all modules of the application")):
            if group and _match_all(omitted, group):
                yield Hole(path, line, f"omit leaves out {what}")
                break
        included, path, line = folder.setting(section, "include")
        if included and judged and modules and not _match_any(included, judged):
            yield Hole(path, line, "include has no module of the application")
        excluded, path, line = folder.setting(section, "exclude_lines")
        more, other_path, other_line = folder.setting(section, "exclude_also")
        if section == "report" and not _EVERYTHING.isdisjoint(excluded):
            yield Hole(path, line, "exclude_lines has an expression that every line matches")
        if section == "report" and not _EVERYTHING.isdisjoint(more):
            yield Hole(other_path, other_line, "exclude_also has an expression that every line matches")
    sources, path, line = folder.setting("run", "source")
    packages = folder.setting("run", "source_pkgs")[0]
    if sources and not packages and all(map(_is_of_tests, sources)):
        yield Hole(path, line, "source has only tests, so the application is not measured")


def _assumed(folder: Folder) -> list[str]:
    """Return modules as they may be, for a folder in which no Python is tracked: those of the standard's tree."""
    named = {*folder.setting("run", "source")[0], *folder.addopts.sources} - {"", "."}
    tops = [name.strip("./") for name in sorted(named) if not _is_of_tests(name)] or ["src"]
    return [f"{top}/{name}" for top in tops for name in _ASSUMED]


def _counts(path: str) -> bool:
    """Return whether a module is one that the tests are to cover."""
    folders, name = path.split("/")[:-1], path.rpartition("/")[2]
    return name not in _UNTESTED and "migrations" not in folders and not (folders and folders[0] in _SIDE)


def _is_of_tests(source: str) -> bool:
    return is_test_folder(source.removeprefix("./").rstrip("/").replace(".", "/").partition("/")[0], is_top=True)


def _match_all(globs: Sequence[str], modules: Sequence[str]) -> bool:
    known = [tokens for glob in globs[:_MOST_GLOBS] if (tokens := tokens_of(glob))]
    return bool(known) and all(any(matches(tokens, path) for tokens in known) for path in modules)


def _match_any(globs: Sequence[str], modules: Sequence[str]) -> bool:
    known = [tokens_of(glob) for glob in globs[:_MOST_GLOBS]]
    return any(not tokens or matches(tokens, path) for path in modules for tokens in known)


def tokens_of(glob: str) -> list[str]:
    """Return a pattern of coverage.py's as tokens, each a character or a wildcard; [] for one that cannot be told.

    ``*`` stands for the rest of a name, ``**`` for any folders with their slash, ``***`` for everything below a folder.
    """
    text = glob.replace("\\", "/")
    is_name = "/" not in text  # of a file in any folder
    if not text.startswith(("*", "?")):
        text = posixpath.normpath(text) if text else ""
    if not text or len(text) > _LONGEST_GLOB or any(sign in text for sign in "[]${"):
        return []
    is_whole = text[0] in "*?" and "/" in text and not text.startswith(("*/", "**/"))
    if text.startswith("/") or "//" in text or is_whole:  # from the root of the disk, which no tree knows
        return []
    tokens: list[str] = ["**"] if is_name else []
    while text.startswith(("*/", "**/")):
        tokens, text = ["**"], text.partition("/")[2]
    parts = text.split("/")
    for number, part in enumerate(parts):
        if part and not part.strip("*"):
            tokens.append("***" if number == len(parts) - 1 else "**" if len(part) > 1 else "*")
            tokens += ["/"] if tokens[-1] == "*" else []
        else:
            tokens += part
            tokens += ["/"] if number < len(parts) - 1 else []
    return tokens


def matches(tokens: Sequence[str], path: str) -> bool:
    """Return whether a pattern matches a path: all ways to match are followed at once, in linear time."""
    states = _closed({0}, tokens, at_name=True)
    for char in path:
        following = set()
        for at in states:
            sign = tokens[at] if at < len(tokens) else ""
            if sign in ("**", "***") or (sign == "*" and char != "/"):
                following.add(at)
            elif sign == char or (sign == "?" and char != "/"):
                following.add(at + 1)
        states = _closed(following, tokens, at_name=char == "/")
        if not states:
            return False
    return len(tokens) in states


def _closed(states: set[int], tokens: Sequence[str], *, at_name: bool) -> set[int]:
    """Return states with those that are reached without a character; folders end where a name begins."""
    found, waiting = set(states), list(states)
    while waiting:
        at = waiting.pop()
        sign = tokens[at] if at < len(tokens) else ""
        if (sign in ("*", "***") or (sign == "**" and at_name)) and at + 1 not in found:
            found.add(at + 1)
            waiting.append(at + 1)
    return found

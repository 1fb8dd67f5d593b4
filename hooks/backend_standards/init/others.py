"""The Makefile, and the files of names that git and Docker leave out."""

from __future__ import annotations

import os
import re

from backend_standards.core import Stopped, disk, gitignore
from backend_standards.init import additions, steps
from backend_standards.init.additions import CannotAdd
from backend_standards.init.steps import ADD, DIFFERS, LEAVE, WRITE, Step
from backend_standards.standard import templates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from backend_standards.init.project import Project

_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_RUNNERS = ("justfile", ".justfile", "Justfile", "noxfile.py", "tasks.py", "Taskfile.yml", "Taskfile.yaml")
_TARGETS = ("help", "setup", "lint", "typecheck", "test", "audit", "build")
_SAMPLES = {
    ".env": ".env",
    ".env.*": ".env.local",
    ".venv/": ".venv/a",
    "__pycache__/": "__pycache__/a",
    "*.egg-info/": "a.egg-info/a",
    "build/": "build/a",
    "htmlcov/": "htmlcov/a",
    ".mypy_cache/": ".mypy_cache/a",
    ".pytest_cache/": ".pytest_cache/a",
    ".ruff_cache/": ".ruff_cache/a",
}
"""By line, a path that it ignores."""
_NAMES = re.compile(r"(?m)^[ \t]{0,9}#?[ \t]{0,9}(?:export[ \t]{1,9})?([A-Za-z_]\w*)=")
_SECRET = (".env", ".env.*", "!.env.example")


def make(project: Project, filled: Mapping[str, str]) -> Iterator[Step]:
    """Yield the step of the Makefile."""
    lines = ("I7",)
    names = [name for name in _MAKEFILES if name in os.listdir()]
    runners = [name for name in _RUNNERS if project.seen.has(name)]
    path = names[0] if names else "Makefile"
    if runners and not names:
        yield Step(LEAVE, runners[0], lines, "documents the commands")
        return
    if project.stranger:
        yield Step(LEAVE, path, lines, project.stranger)
        return
    texts = _rules(project, filled)
    if not names:
        if reason := steps.obstacle(path):
            yield Step(LEAVE, path, lines, reason)
            return
        text = templates.filled("Makefile", filled) + "\n" + "\n".join(texts.values())
        yield Step(WRITE, path, lines, ", ".join(texts), new=text.encode())
        return
    yield from _added(path, lines, lambda data: with_rules(project, data, texts))


def _rules(project: Project, filled: Mapping[str, str]) -> dict[str, str]:
    setup = "\n".join(f"\t{command}" for command in project.manager.install)
    values = {**filled, "setup": setup}
    return {
        name: templates.filled(f"make/{name}", values)
        for name in _TARGETS
        if (name != "build" or project.dockerfile) and (project.wants(name) or name == "test")
    }


def with_rules(project: Project, data: bytes, texts: Mapping[str, str]) -> tuple[bytes, list[str]]:
    """Return a Makefile with the rules of these that it does not have, and their names.

    Raises:
        CannotAdd: what it has cannot be told, or what is added would become a part of something else.
    """
    text = additions.text_of(data)
    included = [path for path in project.seen.paths if path.endswith((".mk", ".make"))] if "include" in text else []
    known = {name for each in (text, *map(project.seen.text, included)) for name in additions.targets(each)}
    if re.search(r"(?m)^[ \t]*-?include\b", text) and not included:
        raise CannotAdd("it includes files that are not here")
    if "%:" in text:
        raise CannotAdd("it has a rule for any name")
    lacking = {name: text for name, text in texts.items() if name not in known and name != "setup"}
    if "typecheck" in lacking and known & {"mypy", "types", "type-check", "type_check", "pyright"}:
        del lacking["typecheck"]
    return (additions.rules(data, lacking) if lacking else data), list(lacking)


def ignore(project: Project, filled: Mapping[str, str]) -> Iterator[Step]:
    """Yield the steps of ``.gitignore``, ``.dockerignore`` and ``.env.example``."""
    wanted = templates.read("gitignore").splitlines()
    if project.seen.below and not os.path.lexists(".gitignore"):
        yield Step(LEAVE, ".gitignore", ("M1", "C2"), "belongs to the repository's root")
    elif not os.path.lexists(".gitignore"):
        yield steps.new(".gitignore", ("M1", "C2"), lambda: templates.read("gitignore"))
    else:
        yield from _added(".gitignore", ("M1", "C2"), lambda data: with_lines(data, wanted, is_new=project.seen.is_new))
    if project.dockerfile:
        wanted_there = templates.read("dockerignore").splitlines()
        if not os.path.lexists(".dockerignore"):
            yield steps.new(".dockerignore", ("M1",), lambda: _dockerignore(project))
        else:
            yield from _added(".dockerignore", ("M1",), lambda data: with_patterns(data, wanted_there))
    if project.wants("env-example") and project.seen.is_new:
        text = templates.filled("env.example", filled)
        if not os.path.lexists(".env.example"):
            yield steps.new(".env.example", ("C1",), lambda: text)
        else:
            yield from _added(".env.example", ("C1",), lambda data: with_names(data, text.splitlines()))


def _dockerignore(project: Project) -> str:
    """Return the lines for a new file: where code exists, only what no image can need."""
    text = templates.read("dockerignore")
    return text if project.seen.is_new else "".join(line + "\n" for line in text.splitlines() if ".env" in line)


def with_lines(data: bytes, wanted: Sequence[str], *, is_new: bool) -> tuple[bytes, list[str]]:
    """Return a ``.gitignore`` with the lines that change something; where code exists, those of the secrets alone."""
    rows = gitignore.lines(data)
    lacking = [
        line
        for line in wanted
        if line in _SAMPLES and (is_new or line in _SECRET) and not gitignore.ignores(_SAMPLES[line], {"": rows})
    ]
    after = [*rows, *lacking]
    if (lacking or is_new) and gitignore.ignores(".env.example", {"": after}):
        lacking.append("!.env.example")
    return (additions.lines(data, lacking) if lacking else data), lacking


def with_patterns(data: bytes, wanted: Sequence[str]) -> tuple[bytes, list[str]]:
    """Return a ``.dockerignore`` that leaves env files out too."""
    rows = {line.strip().removeprefix("**/").strip("/") for line in gitignore.lines(data)}
    lacking = [line for line in wanted if ".env" in line and line.strip().removeprefix("**/") not in rows]
    lacking = [line for line in lacking if not line.startswith("!")] and lacking
    return (additions.lines(data, lacking) if lacking else data), lacking


def with_names(data: bytes, wanted: Sequence[str]) -> tuple[bytes, list[str]]:
    """Return a template of settings with the lines of these whose names it does not have, and those lines."""
    names = set(_NAMES.findall(data.decode("utf-8", "replace")))
    lacking = [line for line in wanted if "=" in line and line.partition("=")[0] not in names]
    return (additions.lines(data, lacking) if lacking else data), lacking


def _added(path: str, lines: Sequence[str], add: Callable[[bytes], tuple[bytes, list[str]]]) -> Iterator[Step]:
    """Yield the step of a file that exists, from a function that returns its new bytes and what was added."""
    if reason := steps.obstacle(path):
        yield Step(LEAVE, path, lines, reason)
        return
    try:
        data = disk.settings(path) or b""
        new, added = add(data)
    except (CannotAdd, Stopped) as error:
        yield Step(DIFFERS, path, lines, str(error))
        return
    if new == data:
        yield Step(LEAVE, path, lines, "has all that is needed")
    else:
        yield Step(ADD, path, lines, ", ".join(added), old=data, new=new)

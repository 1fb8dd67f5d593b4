"""Finds the reader for a program that runs tasks, and imports no other one."""

from __future__ import annotations

from importlib import import_module

from backend_standards.tasks import runners, scripts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from backend_standards.tasks import Call, Step, Unknown

    Steps: TypeAlias = Iterable[Step | Unknown] | None

_READERS = {
    "make": "make:steps",
    "gmake": "make:steps",
    "just": "just:steps",
    "tox": "tox:steps",
    "nox": "nox:steps",
    "pre-commit": "commit_hooks:steps",
    "prek": "commit_hooks:steps",
    "pre_commit": "commit_hooks:steps",
    "poe": "poe:steps",
    "poethepoet": "poe:steps",
    "hatch": "hatch:direct",
    "pdm": "tables:direct",
    "rye": "tables:direct",
    "mise": "tables:direct",
    "rtx": "tables:direct",
    "npm": "npm:steps",
    "yarn": "npm:steps",
    "pnpm": "npm:steps",
    "bun": "npm:steps",
    "run-s": "npm:steps",
    "run-p": "npm:steps",
    "npm-run-all": "npm:steps",
    "invoke": "invoke:steps",
    "inv": "invoke:steps",
    "duty": "invoke:steps",
    "doit": "invoke:steps",
}
"""The reader (module of this folder, function) of each program whose tasks are followed."""
_TABLES = frozenset(("pdm", "rye", "pixi", "pipenv"))
"""Programs whose ``run`` starts a script of their tables, or else a program."""
_SAME_AS = {
    ("rye", "test"): "pytest",
    ("rye", "lint"): "ruff check",
    ("rye", "check"): "ruff check",
    ("rye", "fmt"): "ruff format",
}
"""Commands that start another program with the arguments that they are given."""


def steps(call: Call, found: runners.Program) -> Steps:
    """Return what a command runs if it runs tasks or a script of the repository, None if it is a plain command."""
    by = found.by[-1] if found.by else ""
    tasks: Steps = None
    if by == "hatch":
        tasks = _read("hatch:run", _whole(call))
    elif by in _TABLES:
        tasks = _table(call, by)
    if tasks is not None:
        return tasks
    program = runners.name(call.program)
    if program == "task":
        return _read("taskfile:steps", call) or _read("tables:direct", call)
    if (program, "".join(call.words[:1])) in _SAME_AS:
        return _same(call, _SAME_AS[program, call.words[0]])
    if program in _READERS:
        return _read(_READERS[program], call)
    if "/" in call.program or by == "python":
        from backend_standards.tasks import python_scripts

        if path := python_scripts.path_of(call, found):
            return python_scripts.steps(call, path)
    return scripts.steps(call, found)


def _read(name: str, call: Call) -> Steps:
    module, _, function = name.partition(":")
    reader: Callable[[Call], Steps] = getattr(import_module(f"backend_standards.tasks.{module}"), function)
    return reader(call)


def _whole(call: Call) -> Call:
    """Return a call whose words begin with its program, which may be the name of a script."""
    return call.with_words(["", call.program, *call.words])


def _table(call: Call, by: str) -> Steps:
    from backend_standards.tasks import tables

    return tables.steps(_whole(call), by)


def _same(call: Call, text: str) -> Steps:
    from backend_standards.tasks import Step

    rest = " ".join(runners.quoted(word) for word in call.words[1:])
    return [Step(f"{text} {rest}".strip(), call.path, call.line, call.folders[0])]

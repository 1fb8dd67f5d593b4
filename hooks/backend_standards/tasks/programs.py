"""Finds the reader for a program that runs tasks, and imports no other one."""

from __future__ import annotations

from importlib import import_module

from backend_standards.tasks import runners, scripts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backend_standards.tasks import Call, Step, Unknown

_READERS = {
    "make": "make",
    "gmake": "make",
    "tox": "tox",
    "pre-commit": "commit_hooks",
    "prek": "commit_hooks",
}
"""Modules of this folder by the program whose tasks they read."""


def steps(call: Call, found: runners.Program) -> Iterable[Step | Unknown] | None:
    """Return what a command runs if it runs tasks or a script of the repository, None if it is a plain command."""
    module = _READERS.get(runners.name(call.program))
    if module is None:
        return scripts.steps(call, found)
    read: Callable[[Call], Iterable[Step | Unknown] | None] = import_module(f"backend_standards.tasks.{module}").steps
    return read(call)

"""The modules of the hooks, and what they leave behind in this process."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from backend_standards.core import Finding


def parses_files(hook: str) -> bool:
    """Return whether a hook parses Python files one by one, and so may share their trees: it has a ``begin``."""
    return hasattr(module_of(hook), "begin")


def module_of(hook: str) -> ModuleType:
    """Return the module of a hook."""
    name = f"backend_standards.{hook.replace('-', '_')}"
    __import__(name)  # importlib itself, with what it imports, costs more than a hook
    return sys.modules[name]


def ignores_read() -> tuple[list[tuple[str, Finding]], set[tuple[str, str]]]:
    """Return the ignores that were read since the last call. Few runs meet one, so the module may not be imported."""
    ignores = sys.modules.get("backend_standards.core.ignores")
    return ignores.take() if ignores else ([], set())

"""Hooks that a clone's configuration has, and that no git hook of the clone runs. Imported only by the command.

``pre-commit install`` installs the kinds of hooks that the configuration names on that day. If the hooks for messages
and pushes were added later, a clone does not run them, and no hook can say so. The output of a passing hook is hidden,
and a refusal would stop those who leave these kinds out on purpose. So the command says it.
"""

from __future__ import annotations

import os

from backend_standards.core import RUNNER, disk, git_folder

_CONFIGURATIONS = (".pre-commit-config.yaml", "prek.toml")
_KINDS = {"commit-msg": b"check-commit-message", "pre-push": b"check-push"}
"""By the name of git's hook, the hook of this collection that only it runs."""


def advice() -> str:
    """Return a note and the command that installs what is missing in this clone, or ""."""
    if os.environ.get(RUNNER) or os.environ.get("CI"):
        return ""
    folder = _hooks()
    if not folder or not os.path.lexists(os.path.join(folder, "pre-commit")):
        return ""  # installed by nobody: a clone of a CI, or one that runs the command alone
    for name in _CONFIGURATIONS:
        text = disk.content(name) or b""
        lacks = [kind for kind, hook in _KINDS.items() if hook in text and not os.path.lexists(f"{folder}/{kind}")]
        if lacks:
            program = "prek" if name == "prek.toml" else "pre-commit"
            options = " ".join(f"--hook-type {kind}" for kind in lacks)
            return (
                f"note: {name} has hooks of the kind {' and '.join(lacks)}, which this clone does not run.\n"
                f"run: {program} install {options}\n"
            )
    return ""


def _hooks() -> str:
    """Return the folder of git's hooks, which worktrees share, or ""."""
    folder = git_folder.path()
    if not folder:
        return ""
    common = disk.content(os.path.join(folder, "commondir")) or b""
    return os.path.join(folder, os.fsdecode(common.rstrip(b"\r\n")), "hooks")

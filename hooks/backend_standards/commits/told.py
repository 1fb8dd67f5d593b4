"""Findings that a `pre-push.legacy` has printed are not printed again by the hook of the same push.

pre-commit and prek start the legacy hook first, and say so in its environment. It leaves a note in the git folder. The
hook that follows reads it and deletes it. Imported only for a legacy hook, and for a refused push.
"""

from __future__ import annotations

import os

from backend_standards.core import Outcome, Stopped, disk, git_process, writing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend_standards.core import Finding

RUNNERS = ("PRE_COMMIT_RUNNING_LEGACY", "PREK_RUNNING_LEGACY")
"""What the tools set while they run a legacy hook."""
_NOTE = "backend-standards/told"


def is_legacy(environment: Mapping[str, str]) -> bool:
    """Return whether this run is a legacy hook that pre-commit or prek started before its own hooks."""
    return any(environment.get(name) for name in RUNNERS)


def note(outcome: Outcome) -> None:
    """Write down the findings of a run. If the note cannot be written, they are printed twice."""
    path = _path()
    lines = [_push(), *map(_line, outcome.findings)]
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        writing.write(path, "\n".join(lines).encode("utf-8", "surrogateescape"))
    except (OSError, Stopped):
        return


def without(outcome: Outcome) -> Outcome:
    """Return an outcome without the findings that the same push has printed, and delete the note. It still fails."""
    path = _path()
    if not os.path.isfile(path):
        return outcome
    push, *lines = (disk.content(path) or b"").decode("utf-8", "surrogateescape").split("\n")
    os.unlink(path)
    left = [finding for finding in outcome.findings if push != _push() or _line(finding) not in lines]
    if len(left) < len(outcome.findings):
        outcome.said += f"{outcome.hook}: pre-push.legacy has printed the rest, see above\n"
        outcome.findings, outcome.has_edited = left, True
    return outcome


def _path() -> str:
    return os.fsdecode(git_process.run(["rev-parse", "--git-path", _NOTE])).removesuffix("\n")


def _push() -> str:
    """Return the process group, which all processes of one push share, and no other push from the same terminal."""
    return str(os.getpgrp()) if hasattr(os, "getpgrp") else ""


def _line(finding: Finding) -> str:
    return " ".join(f"{finding.path} {finding.line} {finding.rule.id} {finding.message}".split())

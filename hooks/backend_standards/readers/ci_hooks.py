"""pre-commit.ci, which runs the hooks of a repository on each push and pull request.

A table ``ci`` in the configuration of pre-commit shows that it is used. Source: pre-commit.ci, "configuration".
"""

from __future__ import annotations

from backend_standards.readers import ci
from backend_standards.readers.ci import Job, Step, Tracked, Workflow
from backend_standards.readers.marked import Pairs

_NAME = "pre-commit.ci"


def workflows(path: str, tracked: Tracked) -> list[Workflow]:
    """Return what pre-commit.ci runs, if the configuration has settings for it.

    Raises:
        Unreadable: it cannot be read.
    """
    if "ci:" not in tracked.text(path):
        return []
    root = tracked.mapping(path)
    settings = root.get("ci") if root else None
    if not isinstance(settings, Pairs):
        return []
    workflow = Workflow(path, _NAME, ci.ON_CHANGES)
    job = Job(_NAME, path, settings.line, ci.ON_CHANGES)
    skipped = ",".join(ci.words(settings.get("skip")))
    job.steps.append(Step(path, settings.line, text="pre-commit run --all-files", environment={"SKIP": skipped}))
    workflow.jobs.append(job)
    return [workflow]

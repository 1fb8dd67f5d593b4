"""The build specifications of CodeBuild. Source: "Build specification reference for CodeBuild".

What starts a build is set in AWS, so a build is taken to run on changes.
"""

from __future__ import annotations

from backend_standards.readers import ci
from backend_standards.readers.ci import Job, Tracked, Workflow
from backend_standards.readers.ci_gitlab import joined
from backend_standards.readers.marked import Text

_PHASES = ("install", "pre_build", "build", "post_build")


def workflows(path: str, tracked: Tracked) -> list[Workflow]:
    """Return what a build specification runs.

    Raises:
        Unreadable: it cannot be read.
    """
    root = tracked.mapping(path)
    phases = ci.value(root, "phases")
    if phases is None:
        return []
    workflow = Workflow(path, path, ci.ON_CHANGES)
    job = Job("build", path, phases.line, ci.ON_CHANGES)
    environment = ci.values(ci.value(ci.value(root, "env"), "variables"))
    for name in _PHASES:
        phase = ci.value(phases, name)
        pieces = [
            (path, each)
            for key in ("commands", "finally")
            for each in ci.items(ci.value(phase, key))
            if isinstance(each, Text)
        ]
        for step in joined(pieces, environment):
            step.can_fail = ci.word(phase, "on-failure").upper() != "CONTINUE"
            job.steps.append(step)
    workflow.jobs.append(job)
    return [workflow]

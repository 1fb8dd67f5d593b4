"""Projects of a few files, and what the readers of CI files make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend_standards.readers import ci_files
from backend_standards.readers.ci import Tracked
from backend_standards.tasks import Project

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backend_standards.readers.ci import Job, Step, Workflow


def project(files: Mapping[str, str]) -> Project:
    """Return a project of files."""
    contents = {path: text.encode() for path, text in files.items()}

    def read(paths: Sequence[str]) -> dict[str, bytes]:
        return {path: contents[path] for path in paths if path in contents}

    return Project(list(files), read)


def workflows(files: Mapping[str, str]) -> list[Workflow]:
    """Return what the CI files among some files run, in the order of the files."""
    tracked = Tracked(project(files))
    return [
        each
        for path, system in ci_files.files(list(files)).items()
        for each in ci_files.workflows(path, system, tracked)
    ]


def jobs(files: Mapping[str, str]) -> dict[str, Job]:
    """Return the jobs of all workflows by their names."""
    return {job.name: job for workflow in workflows(files) for job in workflow.jobs}


def steps(files: Mapping[str, str]) -> list[Step]:
    """Return the steps of all jobs."""
    return [step for workflow in workflows(files) for job in workflow.jobs for step in job.steps]


def texts(files: Mapping[str, str]) -> list[str]:
    """Return the texts of all steps, and the names of what they use."""
    return [step.text.strip() or step.action or f"? {step.unknown}" for step in steps(files)]

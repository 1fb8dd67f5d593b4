"""Bitbucket's pipelines. Source: Bitbucket's "Configuration reference" of ``bitbucket-pipelines.yml``."""

from __future__ import annotations

from backend_standards.readers import ci
from backend_standards.readers.ci import Job, Step, Tracked, Workflow
from backend_standards.readers.ci_gitlab import joined
from backend_standards.readers.marked import Node, Pairs, Text, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_STARTS = {
    "default": ci.PUSH,
    "branches": ci.PUSH,
    "pull-requests": ci.REQUEST,
    "tags": ci.TAG,
    "custom": ci.MANUAL,
}


def workflows(path: str, tracked: Tracked) -> list[Workflow]:
    """Return a workflow for each pipeline of a file.

    Raises:
        Unreadable: it cannot be read.
    """
    root = tracked.mapping(path)
    found = []
    count = 0
    for start, node in ci.named(ci.value(root, "pipelines")).items():
        trigger = _STARTS.get(start, ci.OTHER)
        pipelines = {start: node} if start == "default" else ci.named(node)
        for name, steps in pipelines.items():
            workflow = Workflow(path, name if start == "default" else f"{start} {name}", (trigger,))
            workflow.jobs = list(_jobs(path, steps, trigger))
            found.append(workflow)
            count += sum(len(job.steps) for job in workflow.jobs)
            if count > ci.MOST_STEPS:
                raise Unreadable("its pipelines have too many steps", node.line)
    return found


def _jobs(path: str, pipeline: Node, trigger: str) -> Iterator[Job]:
    """Yield the steps of a pipeline as jobs: each waits for those before it."""
    before: list[str] = []
    number = 0
    waits = False
    for each in ci.items(pipeline):
        inside = list(_steps(each))
        names = []
        for step in inside:
            number += 1
            waits = (
                waits or ci.word(step, "trigger") == "manual" or ci.word(ci.value(each, "stage"), "trigger") == "manual"
            )
            name = ci.word(step, "name") or f"step {number}"
            can_fail = ci.word(ci.value(step, "on-fail"), "strategy") != "ignore"
            job = Job(name, path, step.line, (ci.MANUAL if waits else trigger,), needs=before, can_fail=can_fail)
            ci.steps_of(job, _commands(path, step))
            names.append(name)
            yield job
        before = names or before


def _steps(node: Node) -> Iterator[Node]:
    """Yield the steps of an entry: itself, those that run together, or those of a stage."""
    if not isinstance(node, Pairs):
        return
    step = node.get("step")
    if step is not None:
        yield step
    for name in ("parallel", "stage"):
        group = node.get(name)
        for each in ci.items(ci.value(group, "steps") or group):
            inner = ci.value(each, "step")
            if inner is not None:
                yield inner


def _commands(path: str, step: Node) -> Iterator[Step]:
    pieces: list[tuple[str, Node]] = []
    for each in ci.items(ci.value(step, "script")):
        pipe = ci.word(each, "pipe")
        if isinstance(each, Text):
            pieces.append((path, each))
        elif pipe:
            yield from joined(pieces, {})
            pieces = []
            yield Step(path, each.line, action=f"pipe:{pipe}", inputs=ci.values(ci.value(each, "variables")))
    yield from joined(pieces, {})

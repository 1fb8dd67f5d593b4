"""All that CI runs: each command with its workflow, its job, and what was followed to it; and what nobody can tell.

``everything`` reads all CI files. The judge of ``require-ci-checks`` takes one file after another, and stops early.
"""

from __future__ import annotations

from backend_standards.project import ci_actions
from backend_standards.readers import ci, ci_files
from backend_standards.readers.marked import Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backend_standards.project.following import Command, Project, Unknown
    from backend_standards.readers.ci import Job, Step, Workflow

MOST_COMMANDS = 20_000
"""Commands of one CI file, with all that they lead to."""


class Place:
    """Where something runs: the workflow and job, what starts it, and the file and line in which it is written.

    ``trail`` are the tasks that were followed from the CI file to there, such as ``("make lint",)``.
    """

    __slots__ = ("job", "line", "path", "trail", "triggers", "workflow")

    def __init__(
        self, workflow: Workflow, job: Job, triggers: frozenset[str], path: str, line: int, trail: tuple[str, ...] = ()
    ) -> None:
        self.workflow = workflow
        self.job = job
        self.triggers = triggers
        self.path = path
        self.line = line
        self.trail = trail

    @property
    def on_changes(self) -> bool:
        """Whether it runs for pushes to branches, or for pull or merge requests."""
        return not ci.ON_CHANGES.isdisjoint(self.triggers)


class Ran(Place):
    """A command that CI runs: ``words`` from the name of the program on; or an action that it ``uses``.

    ``uses`` is ``owner/name@version`` of a marketplace, the name of an orb's job or command, ``pipe:…`` of Bitbucket,
    or ``task:…`` of Azure, with ``inputs``; ``name`` is what the file calls such a step. ``can_fail`` is False if CI
    passes although the command has failed; ``hidden_at`` is then the path and the line where that is decided.
    """

    __slots__ = ("can_fail", "hidden_at", "inputs", "name", "uses", "words")

    def __init__(self, *place: object, words: tuple[str, ...], can_fail: bool) -> None:
        super().__init__(*place)  # type: ignore[arg-type]
        self.words = words
        self.can_fail = can_fail
        self.hidden_at = self.path, self.line
        self.uses = ""
        self.name = ""
        self.inputs: Mapping[str, str] = {}

    @property
    def text(self) -> str:
        """The command as a reader knows it."""
        return " ".join(self.words) or self.uses


class Hidden(Place):
    """A place from which nobody can tell what runs, and ``why``.

    It ``is_elsewhere`` if something is used that is not here: an action, a workflow, an included file, whose ``name``
    is "" if the files do not tell it. Otherwise a command could not be followed.
    """

    __slots__ = ("is_elsewhere", "name", "why")

    def __init__(self, *place: object, why: str, name: str | None = None) -> None:
        super().__init__(*place)  # type: ignore[arg-type]
        self.why = why
        self.name = name or ""
        self.is_elsewhere = name is not None


class Run:
    """What the CI of a project runs."""

    __slots__ = ("commands", "files", "hidden", "unreadable", "workflows")

    def __init__(self) -> None:
        self.files: Mapping[str, str] = {}
        """The CI files by path, with their system."""
        self.workflows: list[Workflow] = []
        self.commands: list[Ran] = []
        self.hidden: list[Hidden] = []
        self.unreadable: list[tuple[str, Unreadable]] = []
        """The CI files that cannot be read, and why."""


def everything(project: Project) -> Run:
    """Return all that the CI of a project runs, and what cannot be told; it is read once."""
    return project.once("ci", "", lambda: _everything(project))


def _everything(project: Project) -> Run:
    run = Run()
    run.files = ci_files.files(project.paths)
    project.read(list(run.files))
    tracked = ci.Tracked(project)
    for path, system in run.files.items():
        try:
            workflows = workflows_of(path, system, tracked, project)
        except Unreadable as fault:
            run.unreadable.append((path, fault))
            continue
        run.workflows += workflows
        for workflow in workflows:
            for job in workflow.jobs:
                for each in of_job(workflow, job, project):
                    if isinstance(each, Ran):
                        run.commands.append(each)
                    else:
                        run.hidden.append(each)
    return run


def workflows_of(path: str, system: str, tracked: ci.Tracked, project: Project) -> list[Workflow]:
    """Return the workflows of a CI file, which is read once.

    Raises:
        Unreadable: the file cannot be read.
    """
    return project.once("workflows", path, lambda: ci_files.workflows(path, system, tracked))


def of_job(workflow: Workflow, job: Job, project: Project) -> Iterator[Ran | Hidden]:
    """Yield all that a job runs, in order."""
    for step in job.steps:
        yield from _of_step(workflow, job, step, project)


def _of_step(workflow: Workflow, job: Job, step: Step, project: Project) -> Iterator[Ran | Hidden]:
    from backend_standards.project import following

    triggers = job.triggers if step.triggers is None else step.triggers
    can_fail = job.can_fail and step.can_fail
    text = step.text
    trail: tuple[str, ...] = ()
    if step.action and not step.unknown:
        text = ci_actions.command(step.action, step.inputs)
        trail = (_short(step.action),)
    if step.unknown:
        name = f"{step.action} {step.name}".strip() if "/" not in step.action else step.action
        yield Hidden(workflow, job, triggers, step.path, step.line, why=step.unknown, name=name)
        return
    if not text.strip() and not step.action:
        return
    if not text:
        ran = Ran(workflow, job, triggers, step.path, step.line, words=(), can_fail=can_fail)
        ran.uses, ran.inputs, ran.name = step.action, {**step.environment, **step.inputs}, step.name
        yield ran
        return
    if text.strip().startswith("${{") and text.strip().endswith("}}") and text.count("${{") == 1:
        yield Hidden(workflow, job, triggers, step.path, step.line, why="the command is computed", name="")
        return
    for each in _followed(step, text, project):
        place = workflow, job, triggers, each.path, each.line, trail + each.trail
        if isinstance(each, following.Unknown):
            yield Hidden(*place, why=each.why)
        else:
            ran = Ran(*place, words=each.words, can_fail=can_fail and each.can_fail)
            if each.hidden_at or (not can_fail and each.trail):
                ran.hidden_at = each.hidden_at or (step.path, step.line)
            yield ran


def _followed(step: Step, text: str, project: Project) -> Sequence[Command | Unknown]:
    """Return the commands that a text leads to; of a step that several jobs share they are read once."""
    known = tuple(step.environment.items())
    key = (text, step.path, step.line, step.folder, step.pipefail, known)
    return project.once("step", key, lambda: list(_behind(step, text, project)))


def _behind(step: Step, text: str, project: Project) -> Iterator[Command | Unknown]:
    """Yield the commands that a text leads to, with those that run in the containers that it starts."""
    from backend_standards.project import ci_containers, following

    known = step.environment
    for each in following.follow(text, step.path, step.line, step.folder, project, known, pipefail=step.pipefail):
        yield each
        if isinstance(each, following.Unknown):
            continue
        for inner, path, line, how in ci_containers.behind(each, step.folder, project):
            for found in following.follow(inner, path, line, "", project, known):
                found.trail = (*each.trail, how, *found.trail)
                if isinstance(found, following.Command):
                    found.can_fail = found.can_fail and each.can_fail
                    found.hidden_at = each.hidden_at or found.hidden_at
                yield found


def _short(action: str) -> str:
    return action.partition("@")[0]

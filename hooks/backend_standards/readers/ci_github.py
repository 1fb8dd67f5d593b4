"""GitHub's workflows, with the composite actions and reusable workflows of the same repository.

Forgejo and Gitea read the same format from their own folders. Source: GitHub's "Workflow syntax" and "Metadata syntax".
"""

from __future__ import annotations

import posixpath
import re

from backend_standards.readers import ci, ci_conditions
from backend_standards.readers.ci import Job, Step, Tracked, Workflow
from backend_standards.readers.marked import Items, Node, Pairs, Text, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_BEFORE_MERGE = frozenset("opened synchronize synchronized reopened ready_for_review enqueued checks_requested".split())
"""Types of a pull request's events that happen while it is changed."""
_VERSION = re.compile(r"(?:py|python|pypy|django|v)?-?\d[\w.+-]*|(?:ubuntu|macos|windows|linux)[\w.-]*", re.ASCII)
"""A version, or the name of a machine, as a matrix has them."""
_SHELLS = ("bash", "sh", "pwsh", "powershell", "cmd", "zsh", "")


class _Place:
    """Where steps are: their file, and what the files around give them."""

    __slots__ = ("depth", "environment", "folder", "inputs", "matrix", "name", "path", "shell", "triggers")

    def __init__(
        self,
        path: str,
        triggers: Collection[str],
        *,
        inputs: Mapping[str, Sequence[str]] | None = None,
        depth: int = 0,
    ) -> None:
        self.path = path
        self.triggers = frozenset(triggers)
        self.inputs = inputs or {}
        self.matrix: Mapping[str, Sequence[str]] = {}
        self.environment: dict[str, str] = {}
        self.folder = ""
        self.name = ""
        self.shell = ""
        self.depth = depth

    def filled(self, text: str) -> list[str]:
        """Return a text with the values that are known here."""
        environment = {name: (each,) for name, each in self.environment.items()}
        return ci.filled(text, {"matrix": self.matrix, "inputs": self.inputs, "env": environment})


def workflows(path: str, tracked: Tracked) -> list[Workflow]:
    """Return the workflow of a file; none of a file that is only called by others.

    Raises:
        Unreadable: it, or what it includes, cannot be read.
    """
    root = tracked.mapping(path)
    if root is None:
        return []
    starts, after = _triggers(root, tracked)
    if not starts:
        return []
    workflow = Workflow(path, ci.word(root, "name") or path, starts, after)
    workflow.jobs = list(_jobs(root, _Place(path, starts), tracked))
    return [workflow]


# --- what starts it -----------------------------------------------------------------------------------


def _triggers(root: Pairs, tracked: Tracked) -> tuple[set[str], list[str]]:
    """Return what starts a workflow, and the names of the workflows after which it starts."""
    events = root.get("on", "true")
    starts: set[str] = set()
    after: list[str] = []
    listed = ci.named(events) if isinstance(events, Pairs) else dict.fromkeys(ci.words(events))
    for event, settings in listed.items():
        trigger = ci_conditions.EVENTS.get(event, ci.OTHER)
        if event == "workflow_call":
            continue
        if event == "workflow_run":
            after += ci.words(ci.value(settings, "workflows"))
        if event == "push":
            starts |= _pushed(settings)
        elif trigger == ci.REQUEST:
            types = ci.words(ci.value(settings, "types"))
            starts.add(ci.OTHER if types and _BEFORE_MERGE.isdisjoint(types) else trigger)
        else:
            starts.add(trigger)
        if trigger in ci.ON_CHANGES and not _concerns_code(settings, tracked):
            starts -= {trigger}
            starts.add(ci.OTHER)
    return starts, after


def _pushed(settings: Node | None) -> set[str]:
    branches = ci.value(settings, "branches", "branches-ignore")
    tags = ci.value(settings, "tags", "tags-ignore")
    if tags is not None and branches is None:
        return {ci.TAG}
    return {ci.PUSH} if branches is not None and tags is None else {ci.PUSH, ci.TAG}


def _concerns_code(settings: Node | None, tracked: Tracked) -> bool:
    """Return whether a tracked Python file is among the paths that start a workflow."""
    patterns = ci.words(ci.value(settings, "paths"))
    if not patterns:
        return True
    from backend_standards.readers.ci_paths import starts_for

    return starts_for(patterns, tracked.code)


# --- jobs ---------------------------------------------------------------------------------------------


def _jobs(root: Pairs, place: _Place, tracked: Tracked, caller: Job | None = None) -> Iterator[Job]:
    jobs = ci.named(root.get("jobs"))
    lines = ci.lines(root.get("jobs"))
    _defaults(root, place)
    allowed: dict[str, frozenset[str]] = {}
    for name, node in jobs.items():
        needs = ci.words(ci.value(node, "needs"))
        condition = ci.word(node, "if")
        triggers = ci_conditions.possible(condition, place.triggers)
        if "always()" not in condition and "cancelled()" not in condition:
            for need in needs:
                triggers &= allowed.get(need, triggers)
        allowed[name] = triggers
        if not triggers:
            continue
        can_fail = not ci.is_true(ci.value(node, "continue-on-error")) and (caller is None or caller.can_fail)
        prefix = f"{caller.name} / " if caller else ""
        job = Job(
            prefix + name,
            place.path,
            caller.line if caller else lines.get(name, node.line),
            triggers,
            needs=[prefix + need for need in needs] + list(caller.needs if caller else ()),
            group=caller.group or caller.name if caller else "",
            can_fail=can_fail,
            target=_target(node, place) or (caller.target if caller else ""),
        )
        yield from _job(job, node, place, tracked)


def _job(job: Job, node: Node, outer: _Place, tracked: Tracked) -> Iterator[Job]:
    """Yield a job with its steps, or the jobs of the workflow that it calls."""
    place = _Place(outer.path, job.triggers, inputs=outer.inputs, depth=outer.depth)
    place.environment = {**outer.environment, **_environment(node)}
    place.folder, place.shell = outer.folder, outer.shell
    place.name = ci.word(node, "name")
    place.matrix = _matrix(ci.value(node, "strategy"))
    _defaults(node, place)
    called = ci.word(node, "uses")
    if called:
        yield from _called(job, called, node, place, tracked)
        return
    ci.steps_of(job, _steps(ci.value(node, "steps"), place, tracked))
    yield job


def _called(job: Job, called: str, node: Node, place: _Place, tracked: Tracked) -> Iterator[Job]:
    path = ci.inside("", called) if called.startswith("./") else ""
    root = tracked.mapping(path) if path in tracked.known else None
    if root is None or place.depth == ci.DEEPEST:
        job.steps.append(
            Step(
                place.path,
                node.line,
                action=called,
                unknown="a workflow of another repository" if not path else "a workflow that is not tracked",
            )
        )
        yield job
        return
    given = {name: place.filled(text) for name, text in ci.values(ci.value(node, "with")).items()}
    inner = _Place(path, job.triggers, inputs=_inputs(_call_inputs(root), given), depth=place.depth + 1)
    inner.environment = dict(ci.values(root.get("env")))
    count = 0
    for each in _jobs(root, inner, tracked, job):
        count += len(each.steps)
        if count > ci.MOST_STEPS:
            raise Unreadable("what it includes has too many steps", node.line)
        yield each


def _call_inputs(root: Pairs) -> Node | None:
    return ci.value(ci.value(root.get("on", "true"), "workflow_call"), "inputs")


def _inputs(declared: Node | None, given: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return the values of inputs: those that are given, and the defaults of the others."""
    found: dict[str, Sequence[str]] = {
        name: (default.text,)
        for name, node in ci.named(declared).items()
        if isinstance(default := ci.value(node, "default"), Text)
    }
    for name, texts in given.items():
        found.pop(name, None)
        if not any("${{" in text for text in texts):
            found[name] = texts
    return found


def _target(node: Node, place: _Place) -> str:
    """Return the environment that a job deploys to, "" if its name is computed."""
    found = place.filled(ci.target(node))[0]
    return "" if "${{" in found else found


def _environment(node: Node | None) -> dict[str, str]:
    return ci.values(ci.value(node, "env"))


def _defaults(node: Node, place: _Place) -> None:
    """Take the folder and the shell that a workflow or job sets for its steps, and its variables."""
    place.environment = {**place.environment, **_environment(node)}
    run = ci.value(ci.value(node, "defaults"), "run")
    if folder := ci.word(run, "working-directory"):
        place.folder = ci.inside("", place.filled(folder)[0])
    place.shell = ci.word(run, "shell") or place.shell


def _matrix(strategy: Node | None) -> dict[str, list[str]]:
    """Return the values of a matrix by their names, such as "cmd" or "task.cmd". A list that is computed has none."""
    found: dict[str, list[str]] = {}
    for name, node in ci.named(ci.value(strategy, "matrix")).items():
        if name == "exclude" or not isinstance(node, Items):
            continue
        prefix = "" if name == "include" else f"{name}."
        for each in node.items:
            if isinstance(each, Text) and prefix:
                found.setdefault(name, []).append(each.text)
            for key, text in ci.values(each).items():
                found.setdefault(prefix + key, []).append(text)
    return {name: _telling(list(dict.fromkeys(texts))) for name, texts in found.items()}


def _telling(values: list[str]) -> list[str]:
    """Return the values without all but the first of versions and machines: what runs for one runs for each."""
    return values if any(not _VERSION.fullmatch(value) for value in values) else values[:1]


# --- steps --------------------------------------------------------------------------------------------


def _steps(node: Node | None, place: _Place, tracked: Tracked) -> Iterator[Step]:
    steps = ci.items(node)
    judged = _judged_later(steps)
    for each in steps:
        triggers = ci_conditions.possible(ci.word(each, "if"), place.triggers)
        if not triggers:
            continue
        ignored = ci.is_true(ci.value(each, "continue-on-error")) and ci.word(each, "id") not in judged
        run = ci.value(each, "run")
        if isinstance(run, Text):
            yield from _run(each, run, place, triggers, can_fail=not ignored)
        elif action := ci.word(each, "uses"):
            yield from _action(each, action, place, tracked, triggers, can_fail=not ignored)


def _judged_later(steps: Sequence[Node]) -> frozenset[str]:
    """Return the ids of the steps whose outcome another step asks for: it fails in their place."""
    ids = [ci.word(step, "id") for step in steps]
    asked = [f"{ci.word(step, 'if')} {ci.word(step, 'run')}" for step in steps if not _is_plain(step)]
    text = " ".join(asked)
    return frozenset(each for each in ids if each and f"steps.{each}.outcome" in text)


def _is_plain(step: Node) -> bool:
    return "steps." not in ci.word(step, "if") and "steps." not in ci.word(step, "run")


def _run(step: Node, run: Text, place: _Place, triggers: frozenset[str], *, can_fail: bool) -> Iterator[Step]:
    shell = ci.word(step, "shell") or place.shell
    if shell.partition(" ")[0] not in _SHELLS:
        return
    folder = ci.word(step, "working-directory")
    environment = {**place.environment, **_environment(step)}
    for text, values in _variants(run.text, environment, place):
        yield Step(
            place.path,
            ci.first_line(run),
            text=text,
            folder=ci.inside("", place.filled(folder)[0]) if folder else place.folder,
            environment=values,
            can_fail=can_fail,
            pipefail=shell == "bash" or "pipefail" in shell,
            triggers=triggers,
        )


def _variants(text: str, environment: dict[str, str], place: _Place) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield a text and its variables with the values of a matrix, which may be those of the variables."""
    names = [name for name, value in environment.items() if "${{" in value]
    for whole in place.filled("\0".join([text, *(environment[name] for name in names)])):
        filled, *values = whole.split("\0")
        yield filled, environment | dict(zip(names, values, strict=False))


def _action(
    step: Node, action: str, place: _Place, tracked: Tracked, triggers: frozenset[str], *, can_fail: bool
) -> Iterator[Step]:
    used = ci.value(step, "uses")
    line = used.line if used else step.line
    given = {name: place.filled(text) for name, text in ci.values(ci.value(step, "with")).items()}
    inputs = {name: texts[0] for name, texts in given.items() if texts}
    if not action.startswith("./"):
        yield Step(
            place.path,
            line,
            action=action,
            inputs=inputs,
            folder=ci.inside("", inputs.get("working-directory", "")),
            environment={**place.environment, **_environment(step)},
            can_fail=can_fail,
            triggers=triggers,
            name=f"{ci.word(step, 'name')} {place.name}".strip(),
        )
        return
    folder = ci.inside("", action)
    names = [posixpath.join(folder, name) for name in ("action.yml", "action.yaml")]
    path = next((each for each in names if each in tracked.known), "")
    runs = ci.value(tracked.mapping(path), "runs") if path else None
    if runs is None or ci.word(runs, "using") != "composite" or place.depth == ci.DEEPEST:
        why = "an action that is not tracked" if runs is None else "an action that is no list of steps"
        if ci.word(runs, "image").lower().startswith("dockerfile"):
            why = "an action that is a container"
        yield Step(place.path, line, action=action, unknown=why, can_fail=can_fail, triggers=triggers)
        return
    inner = _Place(
        path, triggers, inputs=_inputs(ci.value(tracked.mapping(path), "inputs"), given), depth=place.depth + 1
    )
    inner.environment = {**place.environment, **_environment(step)}
    for each in _steps(ci.value(runs, "steps"), inner, tracked):
        each.can_fail = each.can_fail and can_fail
        yield each

"""CircleCI's configuration: workflows, jobs, commands and inline orbs with their parameters.

Source: CircleCI's "Configuration reference". An orb of the registry cannot be read.
"""

from __future__ import annotations

import re

from backend_standards.readers import ci
from backend_standards.readers.ci import Job, Step, Tracked, Workflow
from backend_standards.readers.marked import Items, Node, Pairs, Text, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    Values: TypeAlias = Mapping[str, Sequence[str]]

FOLDER = ".circleci/"
_PARAMETER = re.compile(r"<<\s*(parameters|pipeline\.parameters)\.([\w-]+)\s*>>")
_BUILT_IN = frozenset(
    "checkout setup_remote_docker save_cache restore_cache store_artifacts store_test_results persist_to_workspace "
    "attach_workspace add_ssh_keys".split()
)
_HOME = re.compile(r"~/(?:project|repo|app|code)(?:/|$)")
_EVERYTHING = ("/.*/", "/.+/")
_FALSE = ("false", "no", "off", "0", "")


def workflows(path: str, tracked: Tracked) -> list[Workflow]:
    """Return the workflows of a configuration, with those of the files that a setup configuration chooses from.

    Raises:
        Unreadable: one of them cannot be read.
    """
    root = tracked.mapping(path)
    if root is None:
        return []
    found = list(_Config(path, root).workflows())
    if ci.is_true(root.get("setup")):
        for each in sorted(tracked.known):
            if each.startswith(FOLDER) and each.endswith((".yml", ".yaml")) and each != path:
                other = tracked.mapping(each)
                found += _Config(each, other).workflows() if other else ()
    return found


class _Config:
    def __init__(self, path: str, root: Pairs) -> None:
        self._path = path
        self._root = root
        self._commands = ci.named(root.get("commands"))
        self._jobs = ci.named(root.get("jobs"))
        for name, orb in ci.named(root.get("orbs")).items():
            self._commands |= {f"{name}/{key}": node for key, node in ci.named(ci.value(orb, "commands")).items()}
            self._jobs |= {f"{name}/{key}": node for key, node in ci.named(ci.value(orb, "jobs")).items()}
        self._pipeline = _defaults(root)
        self._steps = 0

    def workflows(self) -> Iterator[Workflow]:
        listed = {name: node for name, node in ci.named(self._root.get("workflows")).items() if isinstance(node, Pairs)}
        for name, node in listed.items():
            triggers = self._triggers(node)
            workflow = Workflow(self._path, name, triggers)
            for each in ci.items(node.get("jobs")):
                workflow.jobs += self._listed(each, triggers, workflow)
            yield workflow
        if not listed and "build" in self._jobs:
            workflow = Workflow(self._path, "build", ci.ON_CHANGES)
            workflow.jobs.append(self._job("build", "build", self._jobs["build"], {}, ci.ON_CHANGES))
            yield workflow

    def _triggers(self, node: Node) -> frozenset[str]:
        if any(ci.value(each, "schedule") is not None for each in ci.items(ci.value(node, "triggers"))):
            return frozenset((ci.SCHEDULE,))
        condition = ci.value(node, "when")
        if isinstance(condition, Text) and self._is_off(condition):
            return frozenset((ci.MANUAL,))
        if isinstance(condition, Pairs):
            compared = ci.words(condition.get("equal"))
            if "scheduled_pipeline" in compared:
                return frozenset((ci.SCHEDULE,))
            known = {self._filled(each, {})[0] for each in compared}
            if len(compared) == len(known) == 2 and not any("<<" in each for each in known):
                return frozenset((ci.MANUAL,))
        return frozenset((ci.PUSH, ci.REQUEST))

    def _is_off(self, condition: Text) -> bool:
        return self._filled(condition.text, {})[0].strip().lower() in _FALSE

    def _filled(self, text: str, values: Values) -> list[str]:
        return ci.filled(text, {"parameters": values, "pipeline.parameters": self._pipeline}, _PARAMETER)

    # --- jobs -------------------------------------------------------------------------------------------

    def _listed(self, node: Node, triggers: frozenset[str], workflow: Workflow) -> Iterator[Job]:
        """Yield the job that a workflow lists, under the name that other jobs require it by."""
        name = ci.text_of(node)
        settings: Node | None = None
        if isinstance(node, Pairs) and node.pairs:
            name, settings = ci.text_of(node.pairs[0][0]), node.pairs[0][1]
        if ci.word(settings, "type") == "approval" or ci.word(self._jobs.get(name), "type") == "approval":
            job = Job(ci.word(settings, "name") or name, self._path, node.line, (ci.MANUAL,))
            job.needs = tuple(ci.words(ci.value(settings, "requires")))
            yield job
            return
        triggers &= _filtered(ci.value(settings, "filters"), triggers)
        needs = ci.words(ci.value(settings, "requires"))
        waits = {job.name for job in workflow.jobs if job.triggers == {ci.MANUAL}}
        if waits.intersection(needs):
            triggers = frozenset((ci.MANUAL,))
        given: dict[str, Sequence[str]] = {key: (text,) for key, text in ci.values(settings).items()}
        for key, listed in ci.named(ci.value(ci.value(settings, "matrix"), "parameters")).items():
            given[key] = ci.words(listed)
        alias = ci.word(settings, "name") or name
        if triggers:
            job = self._job(alias, name, self._jobs.get(name), given, triggers, settings, node.line)
            job.needs = tuple(needs)
            job.group = name
            yield job

    def _job(
        self,
        alias: str,
        name: str,
        node: Node | None,
        given: Values,
        triggers: frozenset[str],
        settings: Node | None = None,
        line: int = 0,
    ) -> Job:
        job = Job(alias, self._path, node.line if node else line, triggers)
        environment = {**ci.values(ci.value(node, "environment"))}
        if node is None:
            job.steps.append(Step(self._path, line, action=name, unknown="a job of an orb"))
            return job
        values = {**_defaults(node), **given}
        for steps in (ci.value(settings, "pre-steps"), ci.value(node, "steps"), ci.value(settings, "post-steps")):
            ci.steps_of(job, self._steps_in(steps, values, environment, 0))
        self._steps += len(job.steps)
        if self._steps > ci.MOST_STEPS:
            raise Unreadable("its jobs have too many steps", job.line)
        return job

    # --- steps ------------------------------------------------------------------------------------------

    def _steps_in(
        self, node: Node | None, values: Values, environment: Mapping[str, str], depth: int
    ) -> Iterator[Step]:
        for each in ci.items(node):
            name, settings = ci.text_of(each), None
            if isinstance(each, Pairs) and each.pairs:
                name, settings = ci.text_of(each.pairs[0][0]), each.pairs[0][1]
            if name in ("run", "deploy"):
                yield from self._run(settings, values, environment)
            elif name in ("when", "unless"):
                condition = ci.value(settings, "condition")
                is_off = isinstance(condition, Text) and (
                    self._filled(condition.text, values)[0].strip().lower() in _FALSE
                )
                if depth < ci.DEEPEST and is_off == (name == "unless"):
                    yield from self._steps_in(ci.value(settings, "steps"), values, environment, depth + 1)
            elif name in self._commands and depth < ci.DEEPEST:
                command = self._commands[name]
                inner = {**_defaults(command), **self._given(settings, values)}
                yield from self._steps_in(ci.value(command, "steps"), inner, environment, depth + 1)
                for steps in ci.named(settings).values():  # steps as parameters
                    if isinstance(steps, Items):
                        yield from self._steps_in(steps, values, environment, depth + 1)
            elif "/" in name:
                inputs = {key: texts[0] for key, texts in self._given(settings, values).items() if texts}
                yield Step(self._path, each.line, action=name, inputs=inputs, environment=environment)
            elif name and name not in _BUILT_IN and not name.startswith("<<"):
                yield Step(self._path, each.line, action=name, unknown="a command that the file does not define")

    def _given(self, settings: Node | None, values: Values) -> dict[str, Sequence[str]]:
        return {key: self._filled(text, values) for key, text in ci.values(settings).items()}

    def _run(self, node: Node | None, values: Values, environment: Mapping[str, str]) -> Iterator[Step]:
        command = node if isinstance(node, Text) else ci.value(node, "command")
        if not isinstance(command, Text) or ci.word(node, "when") == "on_fail":
            return
        folder = _HOME.sub("", self._filled(ci.word(node, "working_directory"), values)[0])
        for text in self._filled(command.text, values):
            yield Step(
                self._path,
                ci.first_line(command),
                text=text,
                folder=ci.inside("", folder) if not folder.startswith("~") else "",
                environment={**environment, **ci.values(ci.value(node, "environment"))},
            )


def _defaults(node: Node) -> dict[str, Sequence[str]]:
    """Return the defaults of the parameters of a job, a command or the pipeline."""
    found: dict[str, Sequence[str]] = {}
    for name, parameter in ci.named(ci.value(node, "parameters")).items():
        default = ci.value(parameter, "default")
        if isinstance(default, Text):
            found[name] = (default.text,)
    return found


def _filtered(filters: Node | None, triggers: frozenset[str]) -> frozenset[str]:
    """Return for which triggers the filters of a job let it run."""
    branches, tags = ci.value(filters, "branches"), ci.value(filters, "tags")
    if any(word in _EVERYTHING for word in ci.words(ci.value(branches, "ignore"))):
        return frozenset((ci.TAG,)) & triggers if tags is None else frozenset()
    if ci.words(ci.value(branches, "only")) and not any(
        word in _EVERYTHING for word in ci.words(ci.value(branches, "only"))
    ):
        return triggers - {ci.REQUEST}
    return triggers

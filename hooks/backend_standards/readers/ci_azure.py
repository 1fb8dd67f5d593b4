"""Azure's pipelines, with the templates of the same repository. Source: "YAML schema reference for Azure Pipelines"."""

from __future__ import annotations

import posixpath
import re

from backend_standards.readers import ci
from backend_standards.readers.ci import Job, Step, Tracked, Workflow
from backend_standards.readers.marked import Items, Node, Pairs, Text, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MACRO = re.compile(r"\$(\()([\w.-]+)\)")
_STARTS = ("trigger", "pr", "schedules")
_ALONE = re.compile(r"\$\{\{\s*parameters\.([\w-]+)\s*\}\}")
_SHELLS = ("script", "bash", "pwsh", "powershell")
_SCRIPTS = ("script", "inlineScript", "inlinescript", "Script")
"""Inputs of tasks that are shell text."""
_OFF = re.compile(r"\s*(?:false|failed\(\)|canceled\(\)|eq\(\s*(?:true,\s*false|false,\s*true)\s*\))\s*", re.IGNORECASE)
"""A condition that never holds as long as nothing has failed."""


def workflows(path: str, tracked: Tracked) -> list[Workflow]:
    """Return the pipeline of a file; none of a template.

    Raises:
        Unreadable: it, or what it includes, cannot be read.
    """
    root = tracked.mapping(path)
    if root is None or not any(root.get(key) for key in ("stages", "jobs", "steps", "extends")):
        return []
    if not any(root.get(key) for key in _STARTS) and (root.get("parameters") or "template" in path.lower()):
        return []
    workflow = Workflow(path, ci.word(root, "name") or path, _triggers(root))
    workflow.jobs = list(_Reader(tracked).pipeline(root, _Place(path, workflow.triggers, {}, {}, 0)))
    return [workflow]


def _triggers(root: Pairs) -> frozenset[str]:
    found = set()
    trigger, request = root.get("trigger"), root.get("pr")
    if ci.text_of(trigger) != "none":
        is_tag = ci.value(trigger, "tags") is not None and ci.value(trigger, "branches") is None
        found.add(ci.TAG if is_tag else ci.PUSH)
    if ci.text_of(request) != "none":
        found.add(ci.REQUEST)
    if root.get("schedules") is not None:
        found.add(ci.SCHEDULE)
    return frozenset(found) or frozenset((ci.MANUAL,))


class _Place:
    """Where nodes are: their file, and the parameters that it was given, as texts and as nodes."""

    __slots__ = ("depth", "matrix", "nodes", "path", "triggers", "values")

    def __init__(
        self,
        path: str,
        triggers: frozenset[str],
        values: Mapping[str, Sequence[str]],
        nodes: Mapping[str, tuple[Node, _Place]],
        depth: int,
    ) -> None:
        self.path = path
        self.triggers = triggers
        self.values = values
        self.nodes = nodes
        self.depth = depth
        self.matrix: Mapping[str, Sequence[str]] = {}

    def filled(self, text: str) -> list[str]:
        """Return a text with the values that are known here."""
        once = ci.filled(text, {"parameters": self.values})
        return [each for part in once for each in ci.filled(part, {"(": self.matrix}, _MACRO)][: ci.MOST_VARIANTS]


class _Reader:
    def __init__(self, tracked: Tracked) -> None:
        self._tracked = tracked
        self._count = 0

    def _counted(self, line: int) -> None:
        self._count += 1
        if self._count > ci.MOST_STEPS:
            raise Unreadable("it includes too much", line)

    def _listed(self, node: Node | None, place: _Place, key: str) -> Iterator[tuple[Node, _Place]]:
        """Yield the entries of a list, with those of templates, conditions and parameters in their place."""
        for each in ci.items(node):
            self._counted(each.line)
            alone = _ALONE.fullmatch(ci.text_of(each).strip())
            if alone and alone[1] in place.nodes and place.depth < ci.DEEPEST:
                given, where = place.nodes[alone[1]]
                yield from self._listed(given, where, key)
            elif isinstance(each, Pairs) and each.pairs and ci.text_of(each.pairs[0][0]).startswith("${{"):
                for _, inner in each.pairs:
                    yield from self._listed(inner, place, key)
            elif ci.word(each, "template"):
                yield from self._template(each, place, key)
            elif isinstance(each, Items):
                yield from self._listed(each, place, key)
            else:
                yield each, place

    def _template(self, node: Node, place: _Place, key: str) -> Iterator[tuple[Node, _Place]]:
        name = ci.word(node, "template")
        found = self._included(name, node, place)
        if found is None:
            yield node, place
        else:
            root, inner = found
            yield from self._listed(root.get(key), inner, key)

    def _included(self, name: str, node: Node, place: _Place) -> tuple[Pairs, _Place] | None:
        file, _, repository = name.partition("@")
        path = ci.inside("" if file.startswith("/") else posixpath.dirname(place.path), file.lstrip("/"))
        if repository not in ("", "self") or path not in self._tracked.known or place.depth >= ci.DEEPEST:
            return None
        root = self._tracked.mapping(path)
        if root is None:
            return None
        values: dict[str, Sequence[str]] = {}
        nodes: dict[str, tuple[Node, _Place]] = {}
        declared = root.get("parameters")
        defaults = ci.named(declared)
        defaults |= {
            ci.word(each, "name"): default
            for each in (ci.items(declared) if isinstance(declared, Items) else ())
            if (default := ci.value(each, "default")) is not None
        }
        outer = place
        inner = _Place(path, place.triggers, values, nodes, place.depth + 1)
        for given, where in ((defaults, inner), (ci.named(ci.value(node, "parameters")), outer)):
            for each, what in given.items():
                if isinstance(what, Text):
                    values[each] = where.filled(what.text)
                else:
                    nodes[each] = what, where
        return root, inner

    # --- pipelines and jobs -----------------------------------------------------------------------------

    def pipeline(self, root: Pairs, place: _Place) -> Iterator[Job]:
        """Yield the jobs of a pipeline."""
        extended = root.get("extends")
        if extended is not None:
            found = self._included(ci.word(extended, "template"), extended, place)
            if found is None:
                yield self._unknown(extended, place, "a template of another repository")
            else:
                yield from self.pipeline(*found)
            return
        if root.get("steps") is not None:
            job = Job("pipeline", place.path, root.line, place.triggers)
            ci.steps_of(job, self._steps(root.get("steps"), place))
            yield job
        yield from self._jobs(root.get("jobs"), place)
        before: list[str] = []
        for node, where in self._listed(root.get("stages"), place, "stages"):
            name = ci.word(node, "stage")
            if ci.word(node, "template"):
                yield self._unknown(node, where, "a template of another repository")
                continue
            if _OFF.fullmatch(ci.word(node, "condition")):
                continue
            needs = ci.words(ci.value(node, "dependsOn")) if ci.value(node, "dependsOn") is not None else before
            for job in self._jobs(ci.value(node, "jobs"), where):
                job.needs = (*(f"{name} / {need}" for need in job.needs), *needs)
                job.name, job.group = f"{name} / {job.name}", name
                yield job
            before = [name]

    def _unknown(self, node: Node, place: _Place, why: str) -> Job:
        job = Job("template", place.path, node.line, place.triggers)
        job.steps.append(Step(place.path, node.line, action=ci.word(node, "template"), unknown=why))
        return job

    def _jobs(self, node: Node | None, place: _Place) -> Iterator[Job]:
        for each, where in self._listed(node, place, "jobs"):
            if ci.word(each, "template"):
                yield self._unknown(each, where, "a template of another repository")
                continue
            if _OFF.fullmatch(ci.word(each, "condition")):
                continue
            name = where.filled(ci.word(each, "job", "deployment") or "job")[0]
            job = Job(
                name,
                where.path,
                each.line,
                where.triggers,
                needs=ci.words(ci.value(each, "dependsOn")),
                can_fail=not ci.is_true(ci.value(each, "continueOnError")),
            )
            inner = _Place(where.path, where.triggers, where.values, where.nodes, where.depth)
            inner.matrix = _matrix(ci.value(ci.value(each, "strategy"), "matrix"))
            ci.steps_of(job, self._steps(ci.value(each, "steps"), inner))
            for strategy in ci.named(ci.value(each, "strategy")).values():
                for phase in ci.named(strategy).values():
                    ci.steps_of(job, self._steps(ci.value(phase, "steps"), inner))
            yield job

    # --- steps ------------------------------------------------------------------------------------------

    def _steps(self, node: Node | None, place: _Place) -> Iterator[Step]:
        for each, found in self._listed(node, place, "steps"):
            where = found
            if not where.matrix and place.matrix:
                where = _Place(found.path, found.triggers, found.values, found.nodes, found.depth)
                where.matrix = place.matrix
            if ci.word(each, "template"):
                yield Step(
                    where.path, each.line, action=ci.word(each, "template"), unknown="a template of another repository"
                )
                continue
            if _OFF.fullmatch(ci.word(each, "condition")) or ci.is_false(ci.value(each, "enabled")):
                continue
            can_fail = not ci.is_true(ci.value(each, "continueOnError"))
            inputs = {name: where.filled(text)[0] for name, text in ci.values(ci.value(each, "inputs")).items()}
            script = ci.value(each, *_SHELLS) or ci.value(ci.value(each, "inputs"), *_SCRIPTS)
            folder = ci.word(each, "workingDirectory") or inputs.get("workingDirectory", "")
            folder = ci.inside("", re.sub(r"^\$\([\w.]+\)/?", "", where.filled(folder)[0]))
            texts = where.filled(script.text) if isinstance(script, Text) else []
            task = ci.word(each, "task")
            if task and not texts and (file := inputs.get("filePath") or inputs.get("scriptPath")):
                texts = [f"{'python' if task.startswith('PythonScript') else 'bash'} {file}"]
            line = ci.first_line(script) if isinstance(script, Text) else each.line
            for text in texts:
                yield Step(
                    where.path,
                    line,
                    text=text,
                    folder=folder,
                    environment=ci.values(ci.value(each, "env")),
                    can_fail=can_fail,
                )
            if task and not texts:
                yield Step(where.path, each.line, action=f"task:{task}", inputs=inputs, can_fail=can_fail)


def _matrix(node: Node | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for variables in ci.named(node).values():
        for name, text in ci.values(variables).items():
            found.setdefault(name, []).append(text)
    return {name: list(dict.fromkeys(texts)) for name, texts in found.items()}

"""GitLab's pipelines: ``include: local``, ``extends``, ``default``, ``!reference``, rules, and child pipelines.

Source: GitLab's "CI/CD YAML syntax reference", "Use references", "Optimize configuration files" and "Predefined
variables".
"""

from __future__ import annotations

import fnmatch
import re

from backend_standards.readers import ci
from backend_standards.readers.ci import Job, Step, Tracked, Workflow
from backend_standards.readers.marked import Items, Node, Pairs, Text, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TypeAlias

    Place: TypeAlias = tuple[str, Node]
    """A value and the file that it is in."""
    Keys: TypeAlias = dict[str, Place]
    """The keys of a job after everything that it extends."""

_GLOBAL = frozenset(
    "default include stages variables workflow image services cache before_script after_script spec".split()
)
_DEFAULTS = ("before_script", "after_script", "image")
_EVERY = (ci.PUSH, ci.REQUEST, ci.TAG, ci.SCHEDULE, ci.MANUAL)
_BRANCHES = frozenset((ci.PUSH, ci.TAG, ci.SCHEDULE, ci.MANUAL))
"""The pipelines in which a job without rules runs: those of branches and tags, not those of merge requests."""
_DEEPEST_EXTENDS = 11
"""GitLab's own limit."""
_MOST_INCLUDED = 150
"""Files of one pipeline: GitLab's own limit."""
_MOST_STAGES = 20
"""Stages before a job that are looked back over."""
_ONLY: Mapping[str, tuple[str, ...]] = {
    "branches": (ci.PUSH, ci.SCHEDULE, ci.MANUAL),
    "tags": (ci.TAG,),
    "merge_requests": (ci.REQUEST,),
    "external_pull_requests": (ci.REQUEST,),
    "schedules": (ci.SCHEDULE,),
    "pushes": (ci.PUSH, ci.TAG),
    **dict.fromkeys(("web", "api", "triggers", "pipelines", "chat", "external"), (ci.MANUAL,)),
}
"""The words of ``only`` and ``except``; any other is the name of a branch."""
_VARIABLES: Mapping[str, Mapping[str, str | None]] = {
    ci.PUSH: {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_TAG": None, "CI_MERGE_REQUEST_IID": None},
    ci.REQUEST: {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_COMMIT_TAG": None, "CI_COMMIT_BRANCH": None},
    ci.TAG: {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": None, "CI_MERGE_REQUEST_IID": None},
    ci.SCHEDULE: {"CI_PIPELINE_SOURCE": "schedule", "CI_COMMIT_TAG": None, "CI_MERGE_REQUEST_IID": None},
    ci.MANUAL: {"CI_PIPELINE_SOURCE": "web", "CI_MERGE_REQUEST_IID": None},
}
"""What GitLab's variables are in each kind of pipeline: a text, or None for one that is not set."""
_SET: Mapping[str, tuple[str, ...]] = {
    ci.PUSH: ("CI_COMMIT_BRANCH",),
    ci.REQUEST: ("CI_MERGE_REQUEST_IID",),
    ci.TAG: ("CI_COMMIT_TAG",),
    ci.SCHEDULE: ("CI_COMMIT_BRANCH",),
    ci.MANUAL: (),
}
_SAME_VARIABLE = {"CI_MERGE_REQUEST_ID": "CI_MERGE_REQUEST_IID", "CI_BUILD_TAG": "CI_COMMIT_TAG"}
_TOKEN = re.compile(
    r"\s*(?:(&&|\|\||==|!=|=~|!~|[()])|\$\{?(\w+)\}?|\"([^\"]*)\"|'([^']*)'|(/(?:[^/\\]|\\.)*/i?)|(\w+)|(\S))"
)
_LONGEST = 2_000
"""Characters of a condition that is read; a longer one may hold."""
_MOST_BRACKETS = 30


def workflows(path: str, tracked: Tracked) -> list[Workflow]:
    """Return the pipeline of a file.

    Raises:
        Unreadable: it, or what it includes, cannot be read.
    """
    return [_Pipeline(path, tracked, _EVERY, 0).workflow]


class _Pipeline:
    """Reads one pipeline with everything that it includes."""

    def __init__(self, path: str, tracked: Tracked, triggers: Iterable[str], depth: int) -> None:
        self._tracked = tracked
        self._depth = depth
        self._jobs: dict[str, list[Place]] = {}
        """The definitions of each name: a later one replaces the keys of an earlier one."""
        self._resolved: dict[str, Keys] = {}
        self._missing: list[Step] = []
        self._included: set[str] = set()
        self._steps = 0
        self._include(path)
        starts = self._started(self._key("workflow", "rules"), triggers)
        self.workflow = Workflow(path, ci.word(self._node("workflow"), "name") or path, starts)
        if self._missing:
            job = Job("include", path, self._missing[0].line, starts)
            job.steps = self._missing
            self.workflow.jobs.append(job)
        self._groups: list[str] = []
        self._read_jobs()

    # --- files ------------------------------------------------------------------------------------------

    def _include(self, path: str) -> None:
        """Read a file and those that it includes, which its own jobs replace."""
        self._included.add(path)
        if len(self._included) > _MOST_INCLUDED:
            raise Unreadable("it includes too many files")
        found = [each for each in self._tracked.documents(path) if isinstance(each, Pairs)]
        roots = found[1:] if len(found) > 1 and found[0].get("spec") is not None else found[:1]
        for root in roots:
            for each in ci.items(root.get("include")):
                self._one_include(each, path)
            for name, node in ci.named(root).items():
                if name != "include":
                    self._jobs.setdefault(name, []).append((path, node))

    def _one_include(self, node: Node, path: str) -> None:
        local = ci.text_of(node) or ci.word(node, "local")
        if local and "://" not in local:
            pattern = ci.inside("", local.lstrip("/"))
            for each in self._matching(pattern):
                if each not in self._included:
                    self._include(each)
            return
        kind = next((key for key in ("template", "component", "project", "remote") if ci.value(node, key)), "")
        names = " ".join([ci.word(node, kind), *ci.words(ci.value(node, "file"))]) if kind else local
        why = f"a {kind or 'file'} that is included from elsewhere"
        self._missing.append(Step(path, node.line, action=f"{kind or 'remote'}:{names}", unknown=why))

    def _matching(self, pattern: str) -> list[str]:
        if "*" not in pattern:
            return [pattern] if pattern in self._tracked.known else []
        known = sorted(path for path in self._tracked.known if path.endswith((".yml", ".yaml")))
        compiled = re.compile(fnmatch.translate(pattern.replace("**", "*"))) if pattern.count("*") <= 4 else None
        return [path for path in known if compiled and compiled.match(path)]

    def _node(self, name: str) -> Node | None:
        found = self._jobs.get(name)
        return found[-1][1] if found else None

    def _key(self, name: str, key: str) -> Node | None:
        return ci.value(self._node(name), key)

    # --- jobs -------------------------------------------------------------------------------------------

    def _resolve(self, name: str, depth: int = 0) -> Keys:
        """Return the keys of a job, those of what it extends first."""
        if name in self._resolved:
            return self._resolved[name]
        if depth > _DEEPEST_EXTENDS:
            return {}
        keys: Keys = {}
        for path, node in self._jobs.get(name, ()):
            own = ci.named(node)
            for parent in ci.words(own.get("extends")):
                if parent not in self._jobs:
                    keys[f"extends {parent}"] = path, node
                self._merge(keys, self._resolve(parent, depth + 1))
            self._merge(keys, {key: (path, each) for key, each in own.items()})
        self._resolved[name] = keys
        return keys

    @staticmethod
    def _merge(keys: Keys, more: Keys) -> None:
        keys.update({key: place for key, place in more.items() if key != "extends"})

    def _read_jobs(self) -> None:
        stages = ci.words(self._node("stages")) or ["build", "test", "deploy"]
        order = {name: number for number, name in enumerate([".pre", *stages, ".post"])}
        names = [name for name in self._jobs if not name.startswith(".") and name not in _GLOBAL]
        jobs = {name: self._resolve(name) for name in names}
        stage_of = {name: ci.text_of(keys["stage"][1]) if "stage" in keys else "test" for name, keys in jobs.items()}
        used = sorted({order.get(stage, 1) for stage in stage_of.values()})
        for name, keys in jobs.items():
            if not keys or isinstance(self._node(name), Text | Items):
                continue
            stage = order.get(stage_of[name], 1)
            before = [each for each in used if each < stage][-_MOST_STAGES:]
            self._job(name, keys, stage, before)

    def _job(self, name: str, keys: Keys, stage: int, before: list[int]) -> None:
        path, node = self._jobs[name][-1]
        triggers, can_fail = self._when(keys)
        if not triggers:
            return
        needs = [f"stage {number}" for number in before]
        if "needs" in keys:
            needs = [ci.text_of(each) or ci.word(each, "job") for each in ci.items(keys["needs"][1])]
        target = ci.target(node)
        job = Job(
            name, path, node.line, triggers, needs=needs, group=f"stage {stage}", can_fail=can_fail, target=target
        )
        if "trigger" in keys:
            self._child(job, *keys["trigger"])
            return
        ci.steps_of(job, self._steps_of(keys))
        self._steps += len(job.steps)
        if self._steps > ci.MOST_STEPS:
            raise Unreadable("its jobs have too many steps", node.line)
        self.workflow.jobs.append(job)

    def _child(self, job: Job, path: str, node: Node) -> None:
        """Take the jobs of a child pipeline, whose file is tracked."""
        included = ci.value(node, "include")
        names = [ci.text_of(each) or ci.word(each, "local") for each in ci.items(included)]
        paths = [each for name in names if name for each in self._matching(ci.inside("", name.lstrip("/")))]
        if not paths or self._depth == ci.DEEPEST:
            why = "a pipeline that is made or kept elsewhere"
            job.steps.append(Step(path, node.line, unknown=why))
            self.workflow.jobs.append(job)
            return
        for each in paths:
            triggers = {*job.triggers, ci.REQUEST, ci.PUSH} if job.triggers & ci.ON_CHANGES else job.triggers
            child = _Pipeline(each, self._tracked, triggers, self._depth + 1)
            for inner in child.workflow.jobs:
                self._steps += len(inner.steps)
                inner.needs = (*job.needs, *(f"{job.name} / {need}" for need in inner.needs))
                inner.name, inner.group = f"{job.name} / {inner.name}", job.group
                inner.can_fail = inner.can_fail and job.can_fail
                self.workflow.jobs.append(inner)
            if self._steps > ci.MOST_STEPS:
                raise Unreadable("its child pipelines have too many steps", node.line)

    # --- steps ------------------------------------------------------------------------------------------

    def _steps_of(self, keys: Keys) -> Iterator[Step]:
        environment: dict[str, str] = {}
        for node in (self._node("variables"), keys.get("variables", ("", None))[1]):
            environment |= ci.values(node)
        missing = [key for key in keys if key.startswith("extends ")]
        if missing and "script" not in keys:
            path, node = keys[missing[0]]
            yield Step(path, node.line, action=missing[0], unknown="a job that extends one from elsewhere")
        for key in ("before_script", "script", "after_script"):
            place = keys.get(key) or self._default(key)
            if place:
                for step in self._script(*place, environment):
                    step.can_fail = key != "after_script"
                    yield step

    def _default(self, key: str) -> Place | None:
        for name in ("default", key):
            for path, node in reversed(self._jobs.get(name, ())):
                found = ci.value(node, key) if name == "default" else node
                if found is not None:
                    return path, found
        return None

    def _script(self, path: str, node: Node, environment: Mapping[str, str]) -> Iterator[Step]:
        pieces: list[tuple[str, Node]] = []
        self._flat(path, node, pieces, 0)
        yield from joined(pieces, environment)

    def _flat(self, path: str, node: Node, pieces: list[tuple[str, Node]], depth: int) -> None:
        """Collect the texts of a script, with those that it refers to."""
        if len(pieces) > ci.MOST_STEPS:
            raise Unreadable("its scripts have too many commands", node.line)
        if isinstance(node, Items) and node.tag == "!reference":
            names = ci.words(node)
            place = self._resolve(names[0]).get(names[1]) if len(names) > 1 else None
            if place is None and names and (defined := self._node(names[0])) is not None and len(names) > 1:
                found = ci.value(defined, names[1])
                place = (self._jobs[names[0]][-1][0], found) if found is not None else None
            if place is None or depth > _DEEPEST_EXTENDS:
                pieces.append((path, node))
            else:
                self._flat(*place, pieces, depth + 1)
        elif isinstance(node, Items):
            for each in node.items:
                self._flat(path, each, pieces, depth + 1)
        elif isinstance(node, Text) and node.text:
            pieces.append((path, node))

    # --- when a job runs --------------------------------------------------------------------------------

    def _when(self, keys: Keys) -> tuple[frozenset[str], bool]:
        """Return for which pipelines a job runs by itself, and whether its failure is one of the pipeline."""
        starts = self.workflow.triggers
        when = ci.text_of(keys["when"][1]) if "when" in keys else ""
        allows = keys["allow_failure"][1] if "allow_failure" in keys else None
        can_fail = not ci.is_true(allows)
        if "rules" in keys:
            rules = keys["rules"][1]
            found = self._started(rules, starts, when)
            own = [rule for rule in ci.items(rules) if ci.word(rule, "when") != "never"]
            allowed = bool(own) and all(ci.is_true(ci.value(rule, "allow_failure")) for rule in own)
            return found, can_fail and not allowed
        if when in ("never", "on_failure"):
            return frozenset(), can_fail
        found = starts & _named_in(keys["only"][1]) if "only" in keys else starts & _BRANCHES
        if "except" in keys:
            found -= _named_in(keys["except"][1], only_kinds=True)
        if when == "manual":
            return frozenset((ci.MANUAL,)) if found else found, can_fail
        return found, can_fail

    def _started(self, rules: Node | None, triggers: Iterable[str], when: str = "") -> frozenset[str]:
        """Return those pipelines for which rules may start something, without a person who does it by hand."""
        if rules is None:
            return frozenset(triggers)
        flat: list[Node] = []
        self._rules(rules, flat, 0)
        found = set()
        for trigger in triggers:
            for rule in flat:
                truth = holds(ci.word(rule, "if"), trigger)
                if truth is False:
                    continue
                done = ci.word(rule, "when") or when
                if done == "manual":
                    found.add(ci.MANUAL)
                elif done not in ("never", "on_failure"):
                    found.add(trigger)
                if truth and ci.value(rule, "changes") is None and ci.value(rule, "exists") is None:
                    break
        return frozenset(found)

    def _rules(self, node: Node, flat: list[Node], depth: int) -> None:
        if isinstance(node, Items) and node.tag == "!reference":
            names = ci.words(node)
            defined = ci.value(self._node(names[0]), *names[1:2]) if len(names) > 1 else None
            if defined is not None and depth < _DEEPEST_EXTENDS:
                self._rules(defined, flat, depth + 1)
            else:
                flat.append(Pairs(node.line, node.column))  # whatever it says, it may hold
        elif isinstance(node, Items) and len(flat) < ci.MOST_STEPS:
            for each in node.items:
                self._rules(each, flat, depth + 1)
        elif isinstance(node, Pairs):
            flat.append(node)


def joined(pieces: Iterable[tuple[str, Node]], environment: Mapping[str, str], folder: str = "") -> Iterator[Step]:
    """Yield the commands of a list as few texts: one shell runs them, one after another, as in GitLab and Bitbucket.

    Each line of a text is that of the file, so commands of one line are texts of their own. What is no text is unknown.
    """
    parts: list[str] = []
    first, last, file = 0, 0, ""
    for path, node in pieces:
        line = ci.first_line(node)
        if parts and not (isinstance(node, Text) and path == file and line > last):
            yield Step(file, first, text="".join(parts), environment=environment, folder=folder)
            parts = []
        if not isinstance(node, Text):
            yield Step(path, node.line, unknown="commands that are kept elsewhere")
            continue
        if parts:
            parts.append("\n" * (line - last))
        else:
            first, file = line, path
        parts.append(node.text)
        last = line + node.text.count("\n")
    if parts:
        yield Step(file, first, text="".join(parts), environment=environment, folder=folder)


def _named_in(node: Node, *, only_kinds: bool = False) -> frozenset[str]:
    """Return the pipelines that ``only`` or ``except`` names; of one branch, it is still a push to a branch."""
    names = ci.words(ci.value(node, "refs")) if isinstance(node, Pairs) else ci.words(node)
    if isinstance(node, Pairs) and not names:
        return frozenset() if only_kinds else _BRANCHES
    found: set[str] = set()
    for name in names:
        known = _ONLY.get(name)
        found.update(known or (() if only_kinds else (ci.PUSH,)))
    return frozenset(found)


# --- conditions ---------------------------------------------------------------------------------------


def holds(condition: str, trigger: str) -> bool | None:
    """Return whether a condition holds in a kind of pipeline; None if the text does not decide."""
    if not condition:
        return True
    if len(condition) > _LONGEST or condition.count("(") > _MOST_BRACKETS:
        return None
    return _Condition(condition, trigger).holds()


class _Condition:
    def __init__(self, text: str, trigger: str) -> None:
        self._tokens = [match.groups() for match in _TOKEN.finditer(text)]
        self._at = 0
        self._trigger = trigger

    def holds(self) -> bool | None:
        found = self._either()
        return found if self._at == len(self._tokens) else None

    def _next(self, *operators: str) -> str:
        if self._at < len(self._tokens) and self._tokens[self._at][0] in operators:
            self._at += 1
            return self._tokens[self._at - 1][0] or ""
        return ""

    def _either(self) -> bool | None:
        found = self._both()
        while self._next("||"):
            other = self._both()
            found = True if True in (found, other) else False if found is other is False else None
        return found

    def _both(self) -> bool | None:
        found = self._comparison()
        while self._next("&&"):
            other = self._comparison()
            found = False if False in (found, other) else True if found is other is True else None
        return found

    def _comparison(self) -> bool | None:
        if self._next("("):
            found = self._either()
            self._next(")")
            return found
        left, is_known, truth = self._operand()
        operator = self._next("==", "!=", "=~", "!~")
        if not operator:
            return truth
        right, is_also_known, _ = self._operand()
        if operator in ("=~", "!~"):
            return (operator == "!~") if is_known and left is None else None
        if not (is_known and is_also_known):
            return operator == "!=" if right is None and is_also_known and truth else None
        return (left == right) == (operator == "==")

    def _operand(self) -> tuple[str | None, bool, bool | None]:
        """Return the text of the next operand (None for null), whether it is known, and whether it is set."""
        if self._at == len(self._tokens):
            return "", False, None
        _, name, double, single, pattern, bare, _ = self._tokens[self._at]
        self._at += 1
        if name:
            name = _SAME_VARIABLE.get(name, name)
            if name in _SET[self._trigger]:
                return "", False, True
            known = _VARIABLES[self._trigger]
            if name in known:
                return known[name], True, bool(known[name])
            return "", False, None
        if bare == "null":
            return None, True, False
        if double is not None or single is not None:
            text = double if double is not None else single
            return text, True, bool(text)
        return pattern, False, None

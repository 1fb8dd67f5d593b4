"""Which checks the CI of a project runs. Each kind has one of four answers, with what shows it.

A kind *runs* if a command of it that can fail runs for pushes or pull requests. It is *missing* if CI runs no such
command, and it *passes always* if all of them pass whatever they find. It *cannot be told* if something that is not in
the repository may run it. Only the second and the third are findings.
"""

from __future__ import annotations

from backend_standards.project import ci, ci_actions, ci_kinds, ci_needs
from backend_standards.project.ci import Hidden, Ran
from backend_standards.project.ci_kinds import CAN_FAIL, HIDES, IMAGE, KINDS, LINT, REWRITES, TESTS, TYPES
from backend_standards.readers import ci_files
from backend_standards.readers.ci import AFTER, PUSH, REQUEST, Job, Tracked, Workflow
from backend_standards.readers.marked import Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backend_standards.project.following import Project

RUNS, MISSING, PASSES_ALWAYS, UNKNOWN = "runs", "missing", "passes always", "unknown"
DEPLOY = "deploy"
_DEPLOY_CLUES = (
    *("deploy", "apply", "upgrade", "update-service", "update-function-code", "create-stack", "update-stack", "pulumi"),
    *("zappa", "rollout", "sam sync", "update-environment", "helm install", "release", "promote"),
)
"""A workflow, or a job, without any of these words deploys nothing."""
_PUSH_CLUES = (b"push", b"workflow_run")
"""A workflow of GitHub without any of these words does not start on a push, nor after another one."""
_CHECK_CLUES = (
    *(b"pytest", b"ruff", b"flake8", b"pylint", b"black", b"mypy", b"pyright", b"tox", b"nox", b"make ", b"just "),
    *(b"pre-commit", b"prek", b"poe ", b"docker build", b"build-push-action", b"compose", b"unittest", b"uses: ./"),
    *(b"scripts/", b"hatch ", b"invoke ", b"task "),
)
"""Words of a workflow that runs checks. Those with the most of them are read first."""
_LAST = (ci_files.CODEBUILD, ci_files.OTHERS, ci_files.HOOKS)
"""Systems whose files do not tell what starts them, or that have other uses."""
_MOST_IMAGES = 50
"""Dockerfiles that are looked into."""
_NOT_PRODUCTION = frozenset(
    "dev develop development staging stage stg sandbox preview qa uat pr review ephemeral demo nonprod int".split()
)
"""Words of the names of jobs, workflows and environments that serve no customers."""
_PRODUCTION = frozenset("prod production live prd".split())


class Verdict:
    """The answer for one kind of check.

    ``ran`` is the command that shows that it runs. ``passing`` are the commands that pass always, ``late`` are those
    that run, but not for pushes or pull requests, and ``hidden`` is what may run it and is not here.
    """

    __slots__ = ("hidden", "kind", "late", "passing", "ran", "rewriting")

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.ran: Ran | None = None
        self.passing: list[Ran] = []
        self.rewriting: list[Ran] = []
        """Those of ``passing`` that pass because they change the files."""
        self.late: list[Ran] = []
        self.hidden: list[Hidden] = []

    @property
    def answer(self) -> str:
        """Return ``RUNS``, ``UNKNOWN``, ``PASSES_ALWAYS`` or ``MISSING``."""
        if self.ran:
            return RUNS
        if self.hidden:
            return UNKNOWN
        return PASSES_ALWAYS if self.passing else MISSING

    def __repr__(self) -> str:
        return f"Verdict({self.kind!r}, {self.answer!r})"


class Checks:
    """The answers for a project, and what they are made of."""

    __slots__ = ("deployments", "files", "has_ignores", "mixed", "needed", "unreadable", "verdicts")

    def __init__(self, files: Mapping[str, str], needed: Sequence[str]) -> None:
        self.files = files
        """The CI files by path, with their system, those that promise most first."""
        self.needed = tuple(needed)
        """The kinds that the project needs: an image only where a Dockerfile is tracked, none without Python."""
        self.verdicts = {kind: Verdict(kind) for kind in KINDS}
        self.deployments: list[Ran] = []
        """Commands that deploy on a push although no test went before; one for each job."""
        self.mixed: dict[tuple[str, int], dict[str, Ran]] = {}
        """By workflow of GitHub, or job of another system, what it does of several things; for ``--separate``."""
        self.unreadable: list[tuple[str, Unreadable]] = []
        self.has_ignores = False

    @property
    def is_doubtful(self) -> bool:
        """Whether there may be a finding, or an ignore of one that there is not."""
        is_clean = all(self.answer(kind) in (RUNS, UNKNOWN) for kind in self.needed)
        return bool(not is_clean or self.deployments or self.unreadable or self.has_ignores)

    @property
    def has_nothing(self) -> bool:
        """Whether nothing shows that CI checks anything, and nothing may hide it."""
        return all(
            verdict.answer == MISSING and not verdict.late
            for verdict in (self.verdicts[kind] for kind in (LINT, TYPES, TESTS))
        )

    def answer(self, kind: str) -> str:
        """Return the answer for a kind."""
        return self.verdicts[kind].answer


class _Done:
    """What a job runs, judged."""

    __slots__ = ("deployment", "has_test", "kinds")

    def __init__(self) -> None:
        self.kinds: list[tuple[Ran, dict[str, str]]] = []
        self.deployment: Ran | None = None
        """The first command that deploys although no test can have run before it in the job."""
        self.has_test = False


def judge(project: Project, *, is_whole: bool = False) -> Checks:
    """Return what the CI of a project runs. ``is_whole`` reads all of it, also where the answers are known before."""
    return _Judge(project, is_whole=is_whole).checks()


class _Judge:
    def __init__(self, project: Project, *, is_whole: bool) -> None:
        files = ci_files.files(project.paths)
        self._project = project
        self._is_whole = is_whole
        self._contents = project.read(list(files))
        self._tracked = Tracked(project)
        ordered = {path: files[path] for path in _by_promise(files, self._contents)}
        images = (IMAGE,) if ci_needs.dockerfiles(project.paths) else ()
        self._checks = Checks(ordered, (LINT, TYPES, TESTS, *images))
        self._checks.has_ignores = any(b"standards:" in data for data in self._contents.values())
        self._parsed: dict[str, list[Workflow]] = {}
        self._done: dict[int, _Done] = {}

    def checks(self) -> Checks:
        checks = self._checks
        for path in checks.files:
            self._note_file(path)
        if any(checks.answer(kind) == MISSING for kind in checks.needed):
            self._look_into_images()
        if checks.has_nothing and not ci_needs.has_python(self._project.paths):
            checks.needed = ()
        for path in filter(self._may_deploy, checks.files):
            for workflow in self._workflows(path):
                self._deployments(workflow)
        return checks

    def _is_open(self) -> bool:
        """Return whether more has to be read to know the answers."""
        return self._is_whole or any(self._checks.answer(kind) != RUNS for kind in self._checks.needed)

    def _may_deploy(self, path: str) -> bool:
        """Return whether a file may deploy on a push; of one that includes others, its words do not tell."""
        if self._checks.files[path] != ci_files.GITHUB:
            return True
        data = self._contents[path]
        return any(clue in data for clue in _PUSH_CLUES) and any(clue.encode() in data for clue in _DEPLOY_CLUES)

    def _workflows(self, path: str) -> list[Workflow]:
        if path not in self._parsed:
            self._parsed[path] = []
            try:
                self._parsed[path] = ci.workflows_of(path, self._checks.files[path], self._tracked, self._project)
            except Unreadable as fault:
                self._checks.unreadable.append((path, fault))
        return self._parsed[path]

    # --- the kinds --------------------------------------------------------------------------------------

    def _note_file(self, path: str) -> None:
        """Take what a file runs into the answers, as long as one of them is open."""
        if self._is_open():
            for workflow in self._workflows(path):
                for job in workflow.jobs:
                    if self._is_open():
                        self._job(workflow, job)

    def _job(self, workflow: Workflow, job: Job) -> _Done:
        """Return what a job runs, judged, and take it into the answers; once for each job."""
        if id(job) in self._done:
            return self._done[id(job)]
        done = self._done[id(job)] = _Done()
        rewriting: list[dict[str, str]] = []
        """The formatters so far, whose changes a later command may refuse."""
        for each in ci.of_job(workflow, job, self._project):
            if isinstance(each, Hidden):
                self._hidden_in(each, done)
                continue
            kinds, deploys = _judged(each)
            if IMAGE in kinds and "compose" in " ".join(each.words[:2]) and not self._builds(each):
                del kinds[IMAGE]
            if deploys and not (done.has_test or done.deployment) and _is_production(each):
                done.deployment = each
            done.has_test = done.has_test or TESTS in kinds
            rewriting += [kinds] if REWRITES in kinds.values() else []
            if _refuses_changes(each):
                for formatter in rewriting:
                    formatter.update({kind: CAN_FAIL for kind, how in formatter.items() if how == REWRITES})
            if kinds:
                done.kinds.append((each, kinds))
            if self._is_whole and each.on_changes:
                self._mix(each, kinds, deploys=deploys)
        for ran, kinds in done.kinds:
            self._note(ran, kinds)
        return done

    def _builds(self, ran: Ran) -> bool:
        from backend_standards.project import ci_containers

        return ci_containers.builds(ran.words, ran.path, "", self._project)

    def _note(self, ran: Ran, kinds: dict[str, str]) -> None:
        for kind, how in kinds.items():
            verdict = self._checks.verdicts[kind]
            if how == HIDES:
                if ran.on_changes:
                    verdict.hidden.append(_hidden(ran))
            elif not ran.on_changes:
                verdict.late.append(ran)
            elif how == CAN_FAIL and ran.can_fail:
                verdict.ran = verdict.ran or ran
            else:
                verdict.passing.append(ran)
                if how == REWRITES:
                    verdict.rewriting.append(ran)

    def _hidden_in(self, hidden: Hidden, done: _Done) -> None:
        kinds = hidden_kinds(hidden)
        done.has_test = done.has_test or TESTS in kinds
        if hidden.on_changes:
            for kind in kinds:
                self._checks.verdicts[kind].hidden.append(hidden)

    def _mix(self, ran: Ran, kinds: Mapping[str, str], *, deploys: bool) -> None:
        is_file = self._checks.files[ran.workflow.path] == ci_files.GITHUB
        place = ran.workflow.path, 0 if is_file else ran.job.line
        done = [LINT if kind == TYPES else kind for kind, how in kinds.items() if how != HIDES]
        if IMAGE in done and not (ran.uses or "build" in ran.words):
            done.remove(IMAGE)  # compose, for the tests
        for what in [*done, *([DEPLOY] if deploys else [])]:
            self._checks.mixed.setdefault(place, {}).setdefault(what, ran)

    def _look_into_images(self) -> None:
        """Take the commands of Dockerfiles for what CI runs where it builds images: a stage may run the tests."""
        built = self._checks.verdicts[IMAGE].ran
        if not built:
            return
        from backend_standards.project import following
        from backend_standards.readers import scripts

        for path in ci_needs.dockerfiles(self._project.paths)[:_MOST_IMAGES]:
            try:
                text = self._tracked.text(path)
            except Unreadable:
                continue
            script = scripts.of_dockerfile(text).text.replace("\0", " ")
            for each in following.follow(script, path, 1, "", self._project):
                if isinstance(each, following.Command) and each.words:
                    trail = (built.text, *each.trail)
                    place = built.workflow, built.job, built.triggers, each.path, each.line, trail
                    self._note(Ran(*place, words=each.words, can_fail=each.can_fail), ci_kinds.of_command(each.words))

    # --- deployments ------------------------------------------------------------------------------------

    def _deployments(self, workflow: Workflow) -> None:
        """Take the jobs of a workflow that deploy on a push, and that no tests stop."""
        for job in self._untested(workflow):
            ran = self._job(workflow, job).deployment
            if ran and (self._tests_beside(workflow) or not self._tests_requests()):
                self._checks.deployments.append(ran)

    def _untested(self, workflow: Workflow) -> Iterator[Job]:
        """Yield the jobs that deploy on a push although none of the jobs and workflows before them tests.

        A job that needs such a job is not told of again.
        """
        suspected = [job for job in workflow.jobs if _looks_like_deployment(job)]
        by_name: dict[str, list[Job]] = {}
        for job in workflow.jobs if suspected else ():
            for name in {job.name, job.group} - {""}:
                by_name.setdefault(name, []).append(job)
        for job in suspected:
            ran = self._job(workflow, job).deployment
            if ran and not self._follows_tests(workflow, ran):
                before = [self._job(workflow, each) for each in _needed(job, by_name)]
                if not any(done.has_test or done.deployment for done in before):
                    yield job

    def _follows_tests(self, workflow: Workflow, ran: Ran) -> bool:
        """Return whether a workflow starts after one that tests; a name that no file has may be anything."""
        if PUSH in ran.triggers or not workflow.after:
            return False
        found = [each for path in self._checks.files for each in self._workflows(path) if each.name in workflow.after]
        return not found or any(self._job(each, job).has_test for each in found for job in each.jobs)

    def _tests_beside(self, workflow: Workflow) -> bool:
        """Return whether the workflow itself tests on a push, beside the job that deploys."""
        return any(PUSH in job.triggers and self._job(workflow, job).has_test for job in workflow.jobs)

    def _tests_requests(self) -> bool:
        """Return whether tests run for pull requests, so that what is merged was tested."""
        if self._has_tested_requests():
            return True
        for path in self._checks.files:
            for workflow in self._workflows(path):
                for job in workflow.jobs:
                    if REQUEST in job.triggers and self._job(workflow, job).has_test:
                        return True
        return False

    def _has_tested_requests(self) -> bool:
        verdict = self._checks.verdicts[TESTS]
        places = [*verdict.hidden, *([verdict.ran] if verdict.ran else [])]
        return any(REQUEST in place.triggers for place in places) or any(
            REQUEST in ran.triggers and TESTS in kinds for done in self._done.values() for ran, kinds in done.kinds
        )


def _looks_like_deployment(job: Job) -> bool:
    """Return whether a job runs on a push, and has a word of a deployment in its name or in a step."""
    if PUSH not in job.triggers and AFTER not in job.triggers:
        return False
    texts = [job.name, *(f"{step.text} {step.action}" for step in job.steps)]
    return any(clue in text.lower() for text in texts for clue in _DEPLOY_CLUES)


def _needed(job: Job, by_name: Mapping[str, Sequence[Job]]) -> Iterator[Job]:
    """Yield the jobs that must have passed before a job starts."""
    waiting, seen = list(job.needs), set(job.needs)
    while waiting:
        for each in by_name.get(waiting.pop(), ()):
            if each is not job:
                yield each
            waiting += [need for need in each.needs if need not in seen]
            seen.update(each.needs)


def _is_production(ran: Ran) -> bool:
    """Return whether a command that deploys does so on a push, and may be about what customers use."""
    if PUSH not in ran.triggers and AFTER not in ran.triggers:
        return False
    target = ci_actions.words_of(ran.job.target)
    if not target.isdisjoint(_PRODUCTION):
        return True
    if not target.isdisjoint(_NOT_PRODUCTION | {"test", "testing"}):
        return False
    words = ci_actions.words_of(f"{ran.job.name} {ran.workflow.name} {ran.workflow.path} {' '.join(ran.words)}")
    if not words.isdisjoint(_PRODUCTION):
        return True
    is_test = any(name.rpartition(".")[0].endswith("test") for name in (f"{ran.job.name}.", ran.workflow.path))
    return words.isdisjoint(_NOT_PRODUCTION) and not is_test


def _judged(ran: Ran) -> tuple[dict[str, str], bool]:
    """Return the kinds of a command or action, and whether it deploys."""
    if ran.uses:
        kinds = dict.fromkeys(ci_actions.kinds(ran.uses, ran.inputs), CAN_FAIL)
        deploys = ci_actions.deploys(ran.uses, ran.inputs)
        if not kinds and not deploys:
            kinds = dict.fromkeys(ci_actions.hidden_in_action(ran.uses, ran.name), HIDES)
        return kinds, deploys
    kinds = ci_kinds.of_command(ran.words)
    if not kinds and ran.words[0].endswith((".sh", ".bash")):  # a script that is not tracked
        kinds = dict.fromkeys(ci_actions.of_words(ran.words[0]) or (), HIDES)
    if any("pre-commit" in task or "prek" in task for task in ran.trail):
        kinds = {kind: how if how == HIDES else CAN_FAIL for kind, how in kinds.items()}
    return kinds, ci_kinds.deploys(ran.words)


def hidden_kinds(hidden: Hidden) -> frozenset[str]:
    """Return the checks that may be in a place that cannot be read."""
    if hidden.is_elsewhere:
        return ci_actions.hidden_in_file(hidden.name)
    return ci_actions.behind_unknown(hidden.trail, hidden.why)


def _refuses_changes(ran: Ran) -> bool:
    """Return whether a command fails if the commands before it have changed files."""
    return ran.words[:2] in (("git", "diff"), ("git", "diff-index"), ("git", "status"))


def _hidden(ran: Ran) -> Hidden:
    place = ran.workflow, ran.job, ran.triggers, ran.path, ran.line, ran.trail
    return Hidden(*place, why="it may run such a check", name=ran.text)


def _by_promise(files: Mapping[str, str], contents: Mapping[str, bytes]) -> list[str]:
    """Return CI files, first those that probably run checks for pull requests."""

    def order(path: str) -> tuple[bool, bool, int, str]:
        data = contents[path]
        checks = sum(clue in data for clue in _CHECK_CLUES)
        return files[path] in _LAST, not (checks and b"pull_request" in data), -checks, path

    return sorted(contents, key=order)

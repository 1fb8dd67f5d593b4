"""The findings about what CI runs. Imported only if there may be one."""

from __future__ import annotations

from backend_standards.core import IGNORE, Exempt, Finding
from backend_standards.core.masking import cleaned
from backend_standards.core.remedies import allow
from backend_standards.core.text import decode
from backend_standards.project import ci_checks, ci_kinds, ci_needs, rules
from backend_standards.project.ci import Ran
from backend_standards.readers import ci

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.core.patterns import Patterns
    from backend_standards.core.rules import Rule
    from backend_standards.project.ci_checks import Checks, Verdict
    from backend_standards.project.following import Project

HOOK = "require-ci-checks"
CI = "ci"
"""The name of CI as a whole in ``--optional``."""
PARTS = (CI, *ci_kinds.KINDS, ci_checks.DEPLOY)
"""What ``--optional`` excepts."""
_RULES: dict[str, tuple[Rule, str, str]] = {
    ci_kinds.LINT: (rules.CI_NO_LINT, "no linter", "`ruff check .`"),
    ci_kinds.TYPES: (rules.CI_NO_TYPE_CHECK, "no type checker", "`mypy .`"),
    ci_kinds.TESTS: (rules.CI_NO_TEST, "no tests", "`pytest`"),
    ci_kinds.IMAGE: (rules.CI_NO_IMAGE_BUILD, "no build of an image", "`docker build .`"),
}
_NAMES = {ci_kinds.LINT: "linter", ci_kinds.TYPES: "type checker", ci_kinds.TESTS: "tests", ci_kinds.IMAGE: "build"}
_SAID = {
    ci_kinds.LINT: "lint",
    ci_kinds.TESTS: "tests",
    ci_kinds.IMAGE: "builds of images",
    ci_checks.DEPLOY: "deployments",
}
_STARTS = {
    ci.TAG: "tags and releases",
    ci.SCHEDULE: "a schedule",
    ci.MANUAL: "a start by hand",
    ci.AFTER: "the end of another workflow",
}
_PLACE = ".github/workflows/ci.yml"
_LONGEST = 60
_SHOWN = 3
_ELSEWHERE = "is done elsewhere"


class Settings:
    """What the team asks for: the parts that may be missing, and the files that are not judged."""

    __slots__ = ("allowed", "is_separate", "optional")

    def __init__(
        self, optional: Iterable[str] = (), *, is_separate: bool = False, allowed: Patterns | None = None
    ) -> None:
        self.optional = frozenset(optional)
        self.is_separate = is_separate
        self.allowed = allowed

    def refuses(self, path: str) -> bool:
        """Return whether a file is judged."""
        return self.allowed is None or not self.allowed.cover(path)


def of(checks: Checks, project: Project, settings: Settings) -> Iterator[Finding]:
    """Yield the findings, without those that an option or a comment excepts."""
    found = [each for each in _findings(checks, project, settings) if settings.refuses(each.path)]
    texts = project.read([*(each.path for each in found), *checks.files])
    by_path: dict[str, list[Finding]] = {path: [] for path, data in texts.items() if b"standards:" in data}
    for each in found:
        by_path.setdefault(each.path, []).append(each)
    from backend_standards.core.ignores import apply_ignores

    for path, theirs in by_path.items():
        yield from apply_ignores(path, decode(texts.get(path, b"")), theirs, HOOK)


def _findings(checks: Checks, project: Project, settings: Settings) -> Iterator[Finding]:
    for path, fault in checks.unreadable:
        yield Finding(
            path,
            rules.CI_UNREADABLE,
            f"the file cannot be read: {fault.message}",
            line=fault.line,
            note="Correct the file: nothing that it runs is known until then.",
            exempt=[allow(path)],
        )
    needed = [kind for kind in checks.needed if kind not in settings.optional]
    if CI in settings.optional or not needed or checks.unreadable:
        pass
    elif checks.has_nothing:
        if not _is_made_elsewhere(project):
            yield _nothing(checks)
    else:
        for kind in needed:
            yield from _of_kind(checks, checks.verdicts[kind], project)
    if ci_checks.DEPLOY not in settings.optional:
        by_path: dict[str, list[Ran]] = {}
        for ran in checks.deployments:
            by_path.setdefault(ran.workflow.path, []).append(ran)
        yield from map(_deployment, by_path.values())
    if settings.is_separate:
        for (_, line), done in sorted(checks.mixed.items()):
            if len(done) > 1:
                yield _mixed(list(done.items()), line)


# --- what is missing ----------------------------------------------------------------------------------


def _nothing(checks: Checks) -> Finding:
    files = [path for path in checks.files if checks.files[path] != "hooks"]
    message = "no CI is tracked: nothing runs a linter, a type checker or the tests"
    if files:
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        message = f"CI checks nothing: neither a linter, nor a type checker, nor tests; read: {files[0]}{more}"
    return Finding(
        files[0] if files else _PLACE,
        rules.CI_MISSING,
        message,
        note="Add a workflow that runs `ruff check .`, `mypy .` and `pytest` for each pull request.",
        exempt=[Exempt("optional", CI, words="has its CI in another repository")],
        known_as="CI checks nothing",
    )


def _of_kind(checks: Checks, verdict: Verdict, project: Project) -> Iterator[Finding]:
    answer = verdict.answer
    if answer == ci_checks.PASSES_ALWAYS:
        yield _passing(verdict)
    elif answer == ci_checks.MISSING:
        rule, what, example = _RULES[verdict.kind]
        subject = ""
        if verdict.kind == ci_kinds.IMAGE:
            subject = f", although there is one: {ci_needs.dockerfiles(project.paths)[0]}"
        late = verdict.late[0] if verdict.late else None
        note = f"Add a step that runs {example}, or a command like it."
        if late:
            note = f"{_text(late)} runs in {late.workflow.path}, but only for {_starts(late)}. {note}"
        yield Finding(
            _main_file(checks),
            rule,
            f"CI runs {what} for pushes and pull requests{subject}",
            note=f"{note}{_followed(checks)}",
            exempt=[Exempt("optional", verdict.kind, words=_ELSEWHERE)],
            known_as=f"CI runs {what}",
        )


def _passing(verdict: Verdict) -> Finding:
    ran = verdict.passing[0]
    name = _NAMES[verdict.kind]
    if ran in verdict.rewriting:
        message = f"{_text(ran)} changes the files, and passes: CI has no other {name}"
        note = "Have it check: `black --check .`, `ruff format --check .`. Or let `git diff --exit-code` follow."
    else:
        message = f"{_text(ran)} passes whatever it finds: CI has no other {name}"
        note = "Delete what hides its failure: `|| true`, `continue-on-error`, `allow_failure`, `--exit-zero`, a pipe."
    path, line = ran.hidden_at
    return Finding(
        path,
        rules.CI_CHECK_CANNOT_FAIL,
        message,
        line=line,
        note=f"{note}{_way(ran)}",
        exempt=[Exempt(), Exempt("optional", verdict.kind, words=_ELSEWHERE)],
        known_as=f"CI has no {name} that can fail",
    )


def _main_file(checks: Checks) -> str:
    """Return the CI file that a missing check belongs into: the one that checks most."""
    for verdict in checks.verdicts.values():
        if verdict.ran:
            return verdict.ran.workflow.path
    return next(iter(checks.files), _PLACE)


def _followed(checks: Checks) -> str:
    """Return what was followed to the checks that there are: ``make lint → ruff check src``."""
    ways = dict.fromkeys(
        " → ".join([*map(_short, verdict.ran.trail), _text(verdict.ran)])
        for verdict in checks.verdicts.values()
        if verdict.ran
    )
    return f" Followed: {'; '.join([*ways][:_SHOWN])}." if ways else ""


def _way(ran: Ran) -> str:
    return f" Followed: {' → '.join([*map(_short, ran.trail), _text(ran)])}." if ran.trail else ""


def _text(ran: Ran) -> str:
    """Return a command without its options, whose values may be secrets."""
    words = [ran.uses] if ran.uses else [word for word in ran.words if not word.startswith("-") and "=" not in word]
    return _short(" ".join(words[:_SHOWN]))


def _short(text: str) -> str:
    shown = cleaned(" ".join(text.split()))
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def _starts(ran: Ran) -> str:
    found = [words for trigger, words in _STARTS.items() if trigger in ran.triggers]
    return " or ".join(found) or "other events"


# --- deployments --------------------------------------------------------------------------------------


def _deployment(found: Sequence[Ran]) -> Finding:
    ran, *others = found
    more = f", as do {len(others)} more" if others else ""
    return Finding(
        ran.workflow.path,
        rules.DEPLOY_WITHOUT_TESTS,
        f"the job {_short(ran.job.name)} deploys on a push, and no test runs before it{more}: {_text(ran)}",
        line=ran.job.line,
        note=f"{rules.DEPLOY_WITHOUT_TESTS.fix}{_way(ran)}",
        exempt=IGNORE,
        known_as=f"the job {_short(ran.job.name)} deploys without tests",
    )


def _mixed(done: Sequence[tuple[str, Ran]], line: int) -> Finding:
    ran = done[0][1]
    shown = " and ".join(f"{_SAID[what]} ({_text(each)})" for what, each in done)
    subject = "a workflow" if not line else f"the job {_short(ran.job.name)}"
    return Finding(
        ran.workflow.path,
        rules.CI_NOT_SEPARATE,
        f"{subject} has {shown}",
        line=line,
        note=rules.CI_NOT_SEPARATE.fix,
        exempt=[allow(ran.workflow.path)],
        known_as=f"{subject} has several things",
    )


# --- CI that is made by code --------------------------------------------------------------------------

_MADE_BY = (
    *(b"CodePipelineSource", b"aws_cdk.pipelines", b"aws-cdk-lib/pipelines", b"aws_codepipeline", b"AWS::CodeBuild"),
    *(b"aws_codebuild_project", b"AWS::CodePipeline", b"codebuild.PipelineProject", b"projen"),
)
"""What infrastructure as code makes pipelines with."""
_CODE = (".py", ".ts", ".js", ".tf", ".yml", ".yaml", ".json", ".template")
_MOST_FILES = 2_000


def _is_made_elsewhere(project: Project) -> bool:
    """Return whether the infrastructure of the project makes a pipeline, whose commands nobody reads here."""
    paths = [path for path in project.paths if path.endswith(_CODE) and not path.endswith(".lock")][:_MOST_FILES]
    return any(clue in data for data in project.read(paths).values() for clue in _MADE_BY)

"""What the review says of CI: which check runs, and by which command; what is missing; what nobody here can tell.

The judge is that of ``require-ci-checks``; the hook prints what is missing, here is what keeps a line, too.
"""

from __future__ import annotations

from backend_standards.core import git
from backend_standards.project import ci_checks, ci_kinds
from backend_standards.standard.verdict import UNKNOWN, broken, inapplicable, kept, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.core import Finding, Options
    from backend_standards.project.ci_checks import Checks
    from backend_standards.standard.project import Project
    from backend_standards.standard.verdict import Verdict

HOOK = "require-ci-checks"
_KINDS = {
    "M23": (ci_kinds.LINT, ci_kinds.TYPES, ci_kinds.TESTS),
    "M25": (ci_kinds.IMAGE,),
    "I3": (ci_kinds.LINT,),
    "I4": (ci_kinds.TYPES,),
    "I5": (ci_kinds.TESTS,),
}
"""The kinds of checks that a line asks for."""
LINES = frozenset((*_KINDS, "I1", "I2"))
_SAID = {ci_kinds.LINT: "lint", ci_kinds.TYPES: "types", ci_kinds.TESTS: "tests", ci_kinds.IMAGE: "the image"}
_LONGEST = 60


def judged(project: Project, _options: Options) -> Checks:
    """Return what the CI of a project runs."""
    return ci_checks.judge(project.tasks)


def findings(checks: Checks, project: Project, options: Options) -> Iterator[Finding]:
    """Yield the findings of the hook."""
    if checks.is_doubtful and not git.prefix():
        from backend_standards import require_ci_checks
        from backend_standards.project import ci_findings

        yield from ci_findings.of(checks, project.tasks, require_ci_checks.settings_of(options))


def verdict(line: str, checks: Checks) -> Verdict:
    """Return what CI says of a line."""
    if line == "I1":
        return _has_ci(checks)
    if line == "I2":
        return _separate(checks)
    found = [_of_kind(kind, checks) for kind in _KINDS[line] if kind in checks.needed]
    if not found:
        return inapplicable("there is nothing to check here" if line != "M25" else "no image is built here")
    for state in ("broken", UNKNOWN):
        if worst := [each for each in found if each.state == state]:
            return worst[0]
    return kept("; ".join(each.why for each in found))


def _has_ci(checks: Checks) -> Verdict:
    if checks.files:
        path, system = next(iter(checks.files.items()))
        return kept(f"{path} ({system})")
    return broken(
        "no file tells a CI what to run",
        fix="Write a workflow that runs lint, type check and tests for each change.",
        commands=["backend-standards init --only ci --diff"],
    )


def _separate(checks: Checks) -> Verdict:
    """Return whether lint and tests are jobs or workflows of their own: separate jobs say as well what is wrong."""
    lint, tests = (checks.verdicts[kind].ran for kind in (ci_kinds.LINT, ci_kinds.TESTS))
    if not (lint and tests):
        return unknown("lint and tests do not both run in CI", fix="See M23 first.")
    if lint.job is tests.job:
        return broken(
            f"lint and tests are one job ({lint.workflow.path})",
            fix="Give each a job or a workflow of its own: its result then says what is wrong.",
        )
    return kept(f"lint in {lint.workflow.path}, tests in {tests.workflow.path}")


def _of_kind(kind: str, checks: Checks) -> Verdict:
    found = checks.verdicts[kind]
    name = _SAID[kind]
    if found.ran:
        text = found.ran.text if len(found.ran.text) <= _LONGEST else f"{found.ran.text[: _LONGEST - 1]}…"
        trail = f" through {', '.join(found.ran.trail)}" if found.ran.trail else ""
        return kept(f"{name}: {text} ({found.ran.path}:{found.ran.line}{trail})")
    if found.answer == ci_checks.UNKNOWN:
        hidden = found.hidden[0]
        return unknown(f"{name}: {hidden.why} ({hidden.path}:{hidden.line})", fix="Look there, or ask who keeps it.")
    if found.answer == ci_checks.PASSES_ALWAYS:
        ran = found.passing[0]
        return broken(
            f"{name}: {ran.text[:_LONGEST]} passes whatever it finds ({ran.path}:{ran.line})",
            fix="Delete what hides the failure: `|| true`, `continue-on-error`, `allow_failure`, `--exit-zero`.",
        )
    return broken(
        f"{name}: no command of CI checks it",
        fix="Add a step that does, for each push and pull request.",
        commands=["backend-standards init --only ci --diff"],
    )

"""One run of all hooks about a repository, as the review asks them, and the verdicts that it gives."""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.command import reading, selection
from backend_standards.core import Outcome, Stopped, git, rules
from backend_standards.review.history import History
from backend_standards.review.judging import ASKED, Judge
from backend_standards.standard import about_ci, about_gates
from backend_standards.standard.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType

    from backend_standards.core import Options
    from backend_standards.standard.table import Row
    from backend_standards.standard.verdict import Verdict

_MANY = 2000
"""Files from which on more processes gain more than they cost."""


def options_of_asked() -> dict[str, list[str]]:
    """Return the options by hook with which it looks for the rules that a review asks for."""
    found: dict[str, list[str]] = {}
    every = rules.every()
    for name in ASKED:
        rule = every[name]
        found.setdefault(rule.hook, []).extend(arg for arg in rule.args if arg not in found.get(rule.hook, ()))
    return found


def project_of() -> Project:
    """Return the repository of the current folder, as this run judges it."""
    index = git.project()
    return Project(index.files(), index.each)


def judge(config: str, jobs: int, exclude: Sequence[str], without: Sequence[str] = ()) -> list[tuple[Row, Verdict]]:
    """Return each line with its verdict about the repository of the current folder.

    Of the commits only those count that the revisions of ``without`` do not have.

    Raises:
        Stopped: it is not a repository, or git failed.
    """
    with git.kept():
        project = project_of()
        others = ("check-branch-name", about_gates.HOOK, about_ci.HOOK)
        hooks = [hook for hook in selection.hooks() if hook not in others]
        selector = selection.Selector(selection.below(()), exclude)
        chosen = {hook: selector.files(hook) for hook in hooks}
        outcomes = _run(chosen, jobs, config, many=len(project.paths) >= _MANY)
        answers: dict[str, Callable[[str], Verdict | None]] = {}
        for module in (about_gates, about_ci):
            outcome, answers[module.HOOK] = _answered(module, project, config)
            outcomes.append(outcome)
        by_hook = {outcome.hook: outcome for outcome in outcomes}
        return list(Judge(project, by_hook, History(config, without), answers).verdicts())


def _answered(module: ModuleType, project: Project, config: str) -> tuple[Outcome, Callable[[str], Verdict | None]]:
    """Run a hook whose judge also says what keeps a line; return what it comes to, and those answers."""
    held: list[object] = []

    def run(options: Options) -> Outcome:
        held.append(module.judged(project, options))
        return Outcome(module.HOOK, module.findings(held[0], project, options))

    try:
        outcome = _hook.judged(module.HOOK, run, reading.options(module.HOOK, (), config))
    except Stopped as stopped:
        outcome = Outcome(module.HOOK, stopped=str(stopped))
    outcome.by_command = True
    return outcome, lambda line: module.verdict(line, held[0]) if held and line in module.LINES else None


def _run(chosen: Mapping[str, Sequence[str] | None], jobs: int, config: str, *, many: bool) -> list[Outcome]:
    besides = options_of_asked()
    if jobs == 1 or not (jobs or many):
        outcomes = selection.run(chosen, config, besides)
    else:
        from backend_standards.command import parallel

        outcomes = parallel.run(chosen, jobs, config, besides)
    found = {outcome.hook for outcome in outcomes}
    for hook in chosen:
        if hook not in found:
            outcome = Outcome(hook)
            outcome.files = []
            outcomes.append(outcome)
    return outcomes

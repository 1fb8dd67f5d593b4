"""The verdict about each line: from the hooks' findings, the tools' configuration, and the review's own checks."""

from __future__ import annotations

from backend_standards.core import git, rules
from backend_standards.core.output import counted, printable_path
from backend_standards.standard import conditions, facts, tools
from backend_standards.standard.checks import CHECKS
from backend_standards.standard.table import ROWS
from backend_standards.standard.verdict import (
    BROKEN,
    INAPPLICABLE,
    KEPT,
    UNDECIDABLE,
    UNKNOWN,
    Place,
    Verdict,
    broken,
    inapplicable,
    kept,
    undecidable,
    unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from backend_standards.core import Finding, Outcome
    from backend_standards.review.history import History
    from backend_standards.standard.project import Project
    from backend_standards.standard.table import Row

    Ask = Callable[[Project], Verdict]

OF_PUSHES = ("merge-commit", "autosquash-commit")
ASKED = (
    "readme-no-purpose",
    "readme-no-setup",
    "readme-no-dependencies",
    "readme-no-api",
    "pr-template-incomplete",
    "commands-undocumented",
    "retries-undecided",
    "unmirrored-tests",
    "bare-except",
    *OF_PUSHES,
)
"""The rules by option that a review asks for: the standard asks for them in so many words."""
UNREADABLE = frozenset(("unreadable-infrastructure", "unparsable-python"))
"""Rules about a file that nothing could judge: they say that a line cannot be told."""
ACTS = frozenset(
    ("push-to-protected", "force-push-to-protected", "protected-branch-ahead", "commit-on-protected-branch")
)
"""Rules about an act, which leaves no trace in a repository."""
EXAMPLES = {
    **dict.fromkeys(("G6", "G7", "G8"), "G4"),
    **dict.fromkeys(("G10", "G11", "G12", "G13", "G14", "G15"), "G9"),
    **dict.fromkeys(("G2", "G3"), "G1"),
    "P12": "P1 to P11",
}
"""Lines that are examples or parts of another one, with which they are judged: one fault is one broken line."""
_NAMED = 3
_OF_HISTORY = ("check-commit-message", "check-push", "check-branch-name")


class Judge:
    """Gives the verdicts about the lines of one repository."""

    def __init__(self, project: Project, outcomes: Mapping[str, Outcome], history: History) -> None:
        self._project = project
        self._outcomes = outcomes
        self._history = history
        self._found: dict[str, list[tuple[Finding, Outcome]]] = {}
        for outcome in (*outcomes.values(), history.of_commits, history.of_branches):
            for finding in outcome.findings:
                self._found.setdefault(finding.rule.id, []).append((finding, outcome))

    def verdicts(self) -> Iterator[tuple[Row, Verdict]]:
        """Yield each line with its verdict, in the standard's order."""
        for row in ROWS.values():
            yield row, self._verdict(row)

    def _verdict(self, row: Row) -> Verdict:
        if row.id in EXAMPLES:
            return inapplicable(f"judged as a part of {EXAMPLES[row.id]}")
        found = self._findings(row)
        if any(finding.rule.id not in UNREADABLE for finding, _ in found):
            return self._broken(row, found)
        if unmet := conditions.unmet(row.applies, self._project) or self._lacks_python(row):
            return inapplicable(unmet)
        parts = [_unread(found)] if found else []
        parts += [*self._of_hooks(row), *self._of_check(row)]
        if row.tools and all(part.state == INAPPLICABLE for part in parts):
            parts.append(tools.decide(row.tools, self._project))
        if not parts:
            return undecidable(row.why or "Nothing in a repository tells.")
        return _together(parts)

    def _lacks_python(self, row: Row) -> str:
        """Return why a line about Python code does not apply where there is none."""
        of_code = row.tools or row.section.startswith(("Python Standards", "Testing"))
        return "no Python code here" if of_code and not self._project.python else ""

    # --- hooks ------------------------------------------------------------------------------------------

    def _findings(self, row: Row) -> list[tuple[Finding, Outcome]]:
        """Return what the hooks found that breaks a line."""
        found = [each for rule in row.rules if rule in _counted(row) for each in self._found.get(rule, ())]
        if not row.entry:
            return found
        path = row.entry.rstrip("/")
        return [each for each in found if each[0].rule.id != "missing-entry" or each[0].path.endswith(path)]

    def _of_hooks(self, row: Row) -> Iterator[Verdict]:
        """Yield that the hooks of a line found nothing, or that one of them could not run."""
        if (row.entry.startswith("src/") and row.entry != "src/") or row.entry == "scripts/":
            yield _ENTRIES(row.entry)(self._project)
            return
        decisive = [name for name in _counted(row) if name not in ACTS and name not in UNREADABLE]
        hooks = dict.fromkeys(rules.every()[name].hook for name in decisive)
        said = []
        for hook in hooks:
            outcome = self._outcome(hook)
            if outcome is None:
                yield unknown(f"{hook} did not run")
                continue
            if outcome.stopped:
                yield unknown(
                    f"{hook} could not run: {outcome.stopped}", commands=[f"backend-standards check --hook={hook}"]
                )
                continue
            if hook == "check-api-routes" and (other := facts.unread_framework(self._project)):
                yield unknown(f"the routes of {other} are not read", fix="Ask a reviewer of the API.")
                continue
            said.append(f"{hook}: {self._judged(outcome)}")
        if said and hooks:
            if all(hook in _OF_HISTORY for hook in hooks) and not self._has_history(hooks):
                yield inapplicable(
                    "this clone has no branch besides the default one"
                    if "check-branch-name" in hooks
                    else "there is no commit"
                )
            else:
                yield kept("; ".join(said))

    def _has_history(self, hooks: Mapping[str, None]) -> bool:
        return bool(self._history.branches if "check-branch-name" in hooks else self._history.commits)

    def _outcome(self, hook: str) -> Outcome | None:
        if hook == "check-branch-name":
            return self._history.of_branches
        if hook in _OF_HISTORY:
            return self._history.of_commits
        return self._outcomes.get(hook)

    def _judged(self, outcome: Outcome) -> str:
        if outcome.hook in _OF_HISTORY:
            return self._history.said(outcome)
        return "the whole tree" if outcome.files is None else counted(len(outcome.files), "file")

    def _broken(self, row: Row, found: Sequence[tuple[Finding, Outcome]]) -> Verdict:
        return broken(
            told(places := [_place(finding, outcome) for finding, outcome in found]),
            fix=found[0][0].rule.fix,
            commands=[_listing(row, found)],
            places=places,
        )

    # --- checks -----------------------------------------------------------------------------------------

    def _of_check(self, row: Row) -> Iterator[Verdict]:
        if not row.check:
            return
        check = CHECKS.get(row.check)
        if check:
            yield check(self._project)
        else:
            yield unknown("this version does not read the commands of CI", fix="Look into the files of your CI.")


def _counted(row: Row) -> list[str]:
    """Return the rules that decide a line: not those by option that another line asks for, or only a team."""
    every = rules.every()
    return [
        name
        for name in row.rules
        if name not in row.opt_in or name in OF_PUSHES or (name in ASKED and every[name].section == row.id)
    ]


def _unread(found: Sequence[tuple[Finding, Outcome]]) -> Verdict:
    finding, _ = found[0]
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return unknown(f"not read: {printable_path(finding.path)}{more}: {finding.message}", fix=finding.rule.fix)


def _listing(row: Row, found: Sequence[tuple[Finding, Outcome]]) -> str:
    """Return the command that lists the findings of a line: with the commands of each, where a check looks for them."""
    hooks = dict.fromkeys(outcome.hook for _, outcome in found)
    if any(hook in _OF_HISTORY for hook in hooks) or any(finding.rule.id in ASKED for finding, _ in found):
        return f"backend-standards review --lines={row.id}"
    return f"backend-standards check --hook={','.join(hooks)}"


def _place(finding: Finding, outcome: Outcome) -> Place:
    return Place(
        finding.path,
        finding.line,
        finding.column,
        message=finding.message,
        rule=finding.rule.id,
        in_file=outcome.about_files,
        known_as=finding.known_as,
    )


def told(places: Sequence[Place]) -> str:
    """Return how many of what breaks a line, and the first of them."""
    counts: dict[str, int] = {}
    for place in places:
        counts[place.rule or place.message] = counts.get(place.rule or place.message, 0) + 1
    names = ", ".join(f"{number} {rule}" for rule, number in counts.items())
    more = ", …" if len(places) > _NAMED else ""
    return f"{names} ({', '.join(dict.fromkeys(map(_where, places[:_NAMED])))}{more})"


def _where(place: Place) -> str:
    path = printable_path(place.path) if place.in_file else place.path.partition(" ")[0]
    return f"{path}:{place.line}" if place.line and place.in_file else path


def _together(parts: Sequence[Verdict]) -> Verdict:
    """Return what several verdicts about one line come to: the worst of them."""
    for state in (BROKEN, UNKNOWN, UNDECIDABLE):
        found = [part for part in parts if part.state == state]
        if found and not (state == UNDECIDABLE and any(part.state == KEPT for part in parts)):
            return found[0]
    good = [part for part in parts if part.state == KEPT]
    if not good:
        return parts[0]
    return kept("; ".join(dict.fromkeys(part.why for part in good)))


def _entries() -> Callable[[str], Ask]:
    from backend_standards.standard import about_structure

    return about_structure.entry


_ENTRIES = _entries()


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
    from backend_standards.standard.project import Project

    index = git.project()
    return Project(index.files(), index.each)


def judge(config: str, jobs: int, exclude: Sequence[str], without: Sequence[str] = ()) -> list[tuple[Row, Verdict]]:
    """Return each line with its verdict about the repository of the current folder.

    Of the commits only those count that the revisions of ``without`` do not have.

    Raises:
        Stopped: it is not a repository, or git failed.
    """
    from backend_standards.command import selection
    from backend_standards.review.history import History

    with git.kept():
        project = project_of()
        hooks = [hook for hook in selection.hooks() if hook != "check-branch-name"]
        selector = selection.Selector(selection.below(()), exclude)
        chosen = {hook: selector.files(hook) for hook in hooks}
        outcomes = _run(chosen, jobs, config, many=len(project.paths) >= _MANY)
        judge_ = Judge(project, {outcome.hook: outcome for outcome in outcomes}, History(config, without))
        return list(judge_.verdicts())


_MANY = 2000
"""Files from which on more processes gain more than they cost."""


def _run(chosen: Mapping[str, Sequence[str] | None], jobs: int, config: str, *, many: bool) -> list[Outcome]:
    from backend_standards.command import selection
    from backend_standards.core import Outcome

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

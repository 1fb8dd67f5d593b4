"""The verdict about each line: from the hooks' findings, the tools' configuration, and the review's own checks."""

from __future__ import annotations

from backend_standards.core import rules
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
UNREADABLE = frozenset(("unreadable-infrastructure", "unparsable-python", "unreadable-tool-settings", "ci-unreadable"))
"""Rules about a file that nothing could judge: they say that a line cannot be told."""
OF_CI, NO_CI = "require-ci-checks", "ci-missing"
"""The hook about CI, and its rule that stands for all others where there is no CI."""
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
_ACT = "It leaves no trace here; only the forge refuses it: `gh api repos/{owner}/{repo}/branches/main/protection`."
_NAMED = 3
_OF_HISTORY = ("check-commit-message", "check-push", "check-branch-name")


class Judge:
    """Gives the verdicts about the lines of one repository."""

    def __init__(
        self,
        project: Project,
        outcomes: Mapping[str, Outcome],
        history: History,
        answers: Mapping[str, Callable[[str], Verdict | None]],
    ) -> None:
        """Take the repository, what each hook came to, and what hooks with answers of their own say of a line."""
        self._project = project
        self._outcomes = outcomes
        self._history = history
        self._answers = answers
        self._decisive = {row.id: _decisive(row) for row in ROWS.values()}
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
            return undecidable(row.why or _ACT)
        return _together(parts)

    def _lacks_python(self, row: Row) -> str:
        """Return why a line about Python code does not apply where there is none."""
        of_code = row.tools or row.section.startswith(("Python Standards", "Testing"))
        return "no Python code here" if of_code and not self._project.python else ""

    # --- hooks ------------------------------------------------------------------------------------------

    def _findings(self, row: Row) -> list[tuple[Finding, Outcome]]:
        """Return what the hooks found that breaks a line."""
        found = [each for rule in self._decisive[row.id] for each in self._found.get(rule, ())]
        if not row.entry:
            return found
        path = row.entry.rstrip("/")
        return [each for each in found if each[0].rule.id != "missing-entry" or each[0].path.endswith(path)]

    def _of_hooks(self, row: Row) -> Iterator[Verdict]:
        """Yield that the hooks of a line found nothing, or that one of them could not run."""
        if (row.entry.startswith("src/") and row.entry != "src/") or row.entry == "scripts/":
            yield _ENTRIES(row.entry)(self._project)
            return
        decisive = [name for name in self._decisive[row.id] if name not in ACTS and name not in UNREADABLE]
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
            if hook in self._answers and (answer := self._answers[hook](row.id)):
                is_told = answer.state != BROKEN or NO_CI in self._found
                yield answer if is_told else _excepted(answer)
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
        """Yield what the review itself sees; of CI, where no rule of its hook decides the line."""
        if row.check:
            yield CHECKS[row.check](self._project)
        elif not self._is_of_ci(row) and (answer := self._answers[OF_CI](row.id)):
            yield answer

    def _is_of_ci(self, row: Row) -> bool:
        """Return whether a rule of the hook about CI decides a line, so that its answer was given already."""
        return any(rules.every()[name].hook == OF_CI for name in self._decisive[row.id])


def _excepted(answer: Verdict) -> Verdict:
    """Return that a hook finds nothing, although nothing keeps the line: a comment or an option excepts it."""
    return inapplicable(f"excepted by a comment or an option: {answer.why}")


def _decisive(row: Row) -> list[str]:
    """Return the rules that decide a line: not those by option that another line asks for, or only a team."""
    every, opt_in = rules.every(), row.opt_in
    return [
        name
        for name in row.rules
        if name not in opt_in or name in OF_PUSHES or (name in ASKED and every[name].section == row.id)
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

"""What becomes of the findings of a run: off with the baseline, then printed, written to a file, annotated in CI."""

from __future__ import annotations

import os

from backend_standards.core import BASELINE, CLEAN, Stopped
from backend_standards.core.output import note, printable, show
from backend_standards.reporting import causes, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.core import Finding, Options, Outcome


class Report:
    """The settings of a report, read before anything runs: a mistake in them must not cost a run."""

    __slots__ = ("_baseline", "_format", "_github", "_output", "_revision", "_secrets", "_updates")

    def __init__(self, options: Options) -> None:
        self._format = options.text("format") or "text"
        if self._format != "text":
            from backend_standards.reporting.formats import FORMATS

            if self._format not in FORMATS:
                known = ", ".join(["text", *FORMATS])
                raise Stopped(f"option --format={self._format}: there is no such format; known are {known}")
        self._output = options.text("output")
        self._updates = options.flag("update-baseline")
        self._secrets = options.flag("baseline-secrets")
        self._baseline = options.text("baseline") or (BASELINE if self._updates else "")
        self._revision = _revision(options)
        if self._revision and self._updates:
            raise Stopped("option --update-baseline: the baseline of a revision cannot be written; leave --config away")
        if self._baseline and not self._revision:
            _require_own_folder(self._baseline)
            _require_inside(self._baseline, named="baseline" in options.arguments)
        if self._output and not os.path.isdir(os.path.dirname(self._output) or "."):
            raise Stopped(f"option --output={self._output}: there is no such folder; make it first")
        self._github = os.environ.get("GITHUB_ACTIONS") == "true"

    def finish(self, outcomes: Sequence[Outcome]) -> int:
        """Take the baseline off, print and write the report; return the exit code."""
        words = ""
        # A branch, a commit or a message is another one next time.
        lasting = [outcome for outcome in outcomes if outcome.about_files]
        if self._baseline and lasting:
            from backend_standards.reporting import baseline

            hooks = [outcome.hook for outcome in lasting]
            recorded = baseline.read(
                self._baseline, hooks, secrets=self._secrets, may_be_absent=self._updates, revision=self._revision
            )
            if self._updates:
                words = baseline.told(self._baseline, *recorded.update(lasting))
            else:
                for outcome in lasting:
                    recorded.apply(outcome)
        elif self._updates:
            raise Stopped("option --update-baseline: a baseline records findings in files, and this hook has none")
        causes.merge(outcomes)
        self._print(outcomes)
        if words:
            note(words)
        return max((outcome.code for outcome in outcomes), default=CLEAN)

    def _print(self, outcomes: Sequence[Outcome]) -> None:
        findings = _ordered(outcomes)
        said = "".join(outcome.said for outcome in outcomes)
        prefix = _prefix() if self._format != "text" or self._github else ""
        rendered = ""
        if self._format != "text":
            from backend_standards.reporting import formats

            rendered = formats.render(self._format, outcomes, prefix)
        if rendered and not self._output:
            show(rendered, is_report=True)
            note(said)
        else:
            show(text.render(outcomes, findings, text.of_terminal(), has_baseline=bool(self._baseline)) + said)
        if self._output:
            from backend_standards.core import writing

            words = rendered or text.render(outcomes, findings, has_baseline=bool(self._baseline)) + said
            writing.write(self._output, words.encode("utf-8", "surrogateescape"))
        for outcome in outcomes:
            if outcome.stopped:
                note(f"{outcome.hook}: error: {printable(outcome.stopped)}\n")
        if self._github:
            self._annotate(outcomes, prefix)

    def _annotate(self, outcomes: Sequence[Outcome], prefix: str) -> None:
        from backend_standards.reporting import github

        if self._format == "text" or self._output:  # otherwise standard output is the report
            show(github.render(outcomes, prefix), is_report=True)
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary and any(outcome.code for outcome in outcomes):
            try:
                with open(summary, "a", encoding="utf-8") as stream:
                    stream.write(github.summary(outcomes))
            except OSError as error:
                note(f"GITHUB_STEP_SUMMARY cannot be written: {error.strerror}\n")


def _ordered(outcomes: Sequence[Outcome]) -> list[tuple[Outcome, Finding]]:
    """Return all findings with their outcomes, sorted by path, line and column, unless they have their own order.

    Commands that move files come after those that name them.
    """
    findings = [(outcome, finding) for outcome in outcomes for finding in outcome.findings]
    if not (len(outcomes) == 1 and outcomes[0].in_order):
        findings.sort(key=lambda each: (each[0].moves, each[1].path, each[1].line, each[1].column))
    return findings


def _require_own_folder(baseline: str) -> None:
    """Stop for a baseline of a folder above in the same repository: its paths are not those of this run."""
    folder, here = os.path.join(os.path.dirname(os.path.abspath(baseline)), ""), os.path.join(os.getcwd(), "")
    steps = here.removeprefix(folder).count(os.sep) if here.startswith(folder) else 0
    if steps and steps <= _prefix().count("/"):
        above = "/".join([".."] * steps)
        raise Stopped(f"{baseline}: its paths are from {above}; run this there, or give this folder its own baseline")


def _revision(options: Options) -> str:
    """Return the revision from which the configuration is taken, and with it the baseline; "" for none."""
    if not options.text("config"):
        return ""
    from backend_standards.core.named_configuration import revision_of

    return revision_of(options.text("config"))


def _require_inside(baseline: str, *, named: bool) -> None:
    """Stop for a baseline outside the repository, unless the command line names it: its path may be committed."""
    from backend_standards.core import disk

    disk.require_inside(baseline)
    if not named and not disk.is_inside(os.path.realpath(baseline), disk.repository()):
        raise Stopped(f"{baseline}: is outside the repository; a baseline of pyproject.toml is a file in it")


def _prefix() -> str:
    """Return the current folder's path from the repository's root, with a final slash, or ""."""
    from backend_standards.core import git

    try:
        return git.prefix()
    except Stopped:
        return ""

"""What becomes of findings that are not simply printed: other forms, a file, a baseline, GitHub's annotations."""

from __future__ import annotations

import os

from backend_standards.core import CLEAN, Stopped, disk
from backend_standards.core.output import collect, counted, note, printable, show, text
from backend_standards.reporting import formats
from backend_standards.reporting.baseline import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backend_standards._hook import Options
    from backend_standards.core import Outcome

BASELINE = ".standards-baseline.json"
"""Where ``--update-baseline`` writes when no ``--baseline`` is given."""


def run(hook: str, options: Options, judge: Callable[[Options], int], files: Sequence[str] | None) -> int:
    """Run one hook and report as its options ask; return its exit code."""
    reporting = Reporting(options)
    outcome = collect(hook, lambda: judge(options), files)
    return reporting.finish([outcome], in_order=True)


class Reporting:
    """The settings of a report, read before anything runs: a mistake in them must not cost a run."""

    __slots__ = ("_baseline", "_format", "_github", "_output", "_secrets", "_updates")

    def __init__(self, options: Options) -> None:
        self._format = options.text("format") or "text"
        if self._format != "text" and self._format not in formats.FORMATS:
            known = ", ".join(["text", *formats.FORMATS])
            raise Stopped(f"option --format={self._format}: there is no such format; known are {known}")
        self._output = options.text("output")
        self._updates = options.flag("update-baseline")
        self._secrets = options.flag("baseline-secrets")
        self._baseline = options.text("baseline") or (BASELINE if self._updates else "")
        if self._baseline:
            _require_own_folder(self._baseline)
        if self._output and not os.path.isdir(os.path.dirname(self._output) or "."):
            raise Stopped(f"option --output={self._output}: there is no such folder; make it first")
        self._github = os.environ.get("GITHUB_ACTIONS") == "true"

    def finish(self, outcomes: Sequence[Outcome], *, in_order: bool = False) -> int:
        """Take the baseline off, print and write the report; return the exit code.

        ``in_order`` says that the findings stay in the order in which they are; else they are sorted by path.
        """
        words = ""
        # A branch, a commit or a message is another one next time.
        lasting = [outcome for outcome in outcomes if formats.is_about_file(outcome.hook)]
        if self._baseline and lasting:
            hooks = [outcome.hook for outcome in lasting]
            baseline = read(self._baseline, hooks, secrets=self._secrets, may_be_absent=self._updates)
            if self._updates:
                words = self._told(*baseline.update(lasting))
            else:
                for outcome in lasting:
                    baseline.apply(outcome)
        elif self._updates:
            raise Stopped("option --update-baseline: a baseline records findings in files, and this hook has none")
        self._print(outcomes, in_order=in_order)
        if words:
            note(words)
        return max((outcome.code for outcome in outcomes), default=CLEAN)

    def _told(self, recorded: int, new: int, dropped: int, secrets: int) -> str:
        words = f"{self._baseline}: {counted(recorded, 'finding')} recorded, {new} of them new; {dropped} dropped\n"
        if secrets and not self._secrets:
            what = "are secrets, or files made to hold some, and are not"
            if secrets == 1:
                what = "is a secret, or a file made to hold some, and is not"
            words += (
                f"{secrets} more {what}: hidden, a secret is still known to all who have the history.\n"
                "Rotate it and take it out. baseline-secrets = true beside baseline in pyproject.toml\n"
                "records and hides secrets, too.\n"
            )
        return words

    def _print(self, outcomes: Sequence[Outcome], *, in_order: bool) -> None:
        rendered = ""
        findings = [finding for outcome in outcomes for finding in outcome.findings]
        if not in_order:
            findings.sort(key=lambda each: (each.path, each.line, each.column))
        more = sum(outcome.more for outcome in outcomes)
        prefix = _prefix() if self._format != "text" or self._github else ""
        if self._format != "text":
            rendered = formats.FORMATS[self._format](outcomes, prefix)
        if rendered and not self._output:
            show(rendered, is_report=True)
        else:
            show(text(findings, more=more))
        if self._output:
            words = rendered or text(findings, more=more, colour=False)
            disk.write(self._output, words.encode("utf-8", "surrogateescape"))
        for outcome in outcomes:
            if outcome.stopped:
                note(f"{outcome.hook}: error: {printable(outcome.stopped)}\n")
        if self._github:
            self._annotate(outcomes, prefix)

    def _annotate(self, outcomes: Sequence[Outcome], prefix: str) -> None:
        if self._format == "text" or self._output:  # else standard output is the report
            show(formats.as_github(outcomes, prefix), is_report=True)
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary and any(outcome.code for outcome in outcomes):
            try:
                with open(summary, "a", encoding="utf-8") as stream:
                    stream.write(formats.github_summary(outcomes))
            except OSError as error:
                note(f"GITHUB_STEP_SUMMARY cannot be written: {error.strerror}\n")


def _require_own_folder(baseline: str) -> None:
    """Stop for a baseline of a folder above in the same repository: its paths are others than those of this run."""
    folder, here = os.path.join(os.path.dirname(os.path.abspath(baseline)), ""), os.path.join(os.getcwd(), "")
    steps = here.removeprefix(folder).count(os.sep) if here.startswith(folder) else 0
    if steps and steps <= _prefix().count("/"):
        above = "/".join([".."] * steps)
        raise Stopped(f"{baseline}: its paths are from {above}; run this there, or give this folder its own baseline")


def _prefix() -> str:
    """Return the current folder's path from the repository's root, with a final slash, or ""."""
    from backend_standards.core import git

    try:
        return os.fsdecode(git.run(["rev-parse", "--show-prefix"])).removesuffix("\n")
    except Stopped:
        return ""

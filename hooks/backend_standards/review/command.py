"""Say line by line of the standard how this repository stands, why, and how to mend what is broken.

Five states: kept, broken, cannot be told here, not applicable, not machine-decidable. It runs the hooks, and no tool
and no code of the repository. Without --fail-under and --require its exit code is 0.
"""

from __future__ import annotations

import os

from backend_standards import _hook
from backend_standards.core import CLEAN, FINDINGS, PYPROJECT, Stopped, git
from backend_standards.core.output import note, printable, show
from backend_standards.review.options import FORMATS, NAME, OPTIONS
from backend_standards.standard.verdict import BROKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.core import Options
    from backend_standards.review.report import Line, Report

COMMAND = "backend-standards review"


def main(argv: Sequence[str]) -> int:
    """Run the review; return 0, 1 if a gate fails, or 2 if it could not run."""
    options = _hook.read(NAME, OPTIONS, argv)
    if options.wants:
        from backend_standards.review import usage

        show(usage.answer(options.wants, COMMAND, __doc__ or ""))
        return CLEAN
    if options.texts("explain"):
        from backend_standards.command import explain

        return explain.main(options.words("explain"))
    settings = Settings(options)
    if options.text("repo-list") or options.texts("merge"):
        from backend_standards.review import listed

        require = lines_of(settings.require, "require")
        own = listed.Settings(options, fail_under=settings.fail_under, jobs=settings.jobs, require=require)
        return listed.run(own)
    for name in ("clone-dir", "scheduler", "since"):
        if options.text(name):
            raise Stopped(f"--{name} works only together with --repo-list")
    settings.enter()
    report = review(settings)
    _deliver(report, settings)
    return _gates(report, settings)


class Settings:
    """The options of one review, checked before anything is judged."""

    __slots__ = (
        "against",
        "badge",
        "config",
        "exempt",
        "fail_under",
        "folder",
        "form",
        "jobs",
        "lines",
        "output",
        "require",
    )

    def __init__(self, options: Options) -> None:
        from backend_standards.review import exemptions

        self.form = options.text("format") or "text"
        if self.form not in FORMATS:
            raise Stopped(f"option --format={self.form}: there is no such format; known are {', '.join(FORMATS)}")
        for name in ("baseline", "update-baseline", "baseline-secrets"):
            if name in options.arguments:
                raise Stopped(f"option --{name}: a review hides nothing; the option belongs to backend-standards check")
        if len(options.files) > 1:
            raise Stopped(f"{options.files[1]}: a review is about one folder; write many into a file for --repo-list")
        self.folder = options.files[0] if options.files else ""
        self.output, self.badge = (_absolute(options.text(name), name) for name in ("output", "badge"))
        self.config = options.text("config")
        self.against = options.text("against")
        self.exempt = exemptions.read(options.texts("exempt"))
        self.require = options.words("require")
        self.lines = options.words("lines")
        self.fail_under = _number("fail-under", options.text("fail-under"), 0, 100)
        self.jobs = _number("jobs", options.text("jobs"), 1, 1000) or 0
        lines_of(self.require, "require")
        lines_of(self.lines, "lines")

    def enter(self) -> None:
        """Go to the folder that is reviewed, and read its settings."""
        if not self.folder:
            return
        if not os.path.isdir(self.folder):
            raise Stopped(f"{self.folder}: is not a folder; the review is about a repository's folder")
        os.chdir(self.folder)
        own = Settings(_hook.read(NAME, OPTIONS, []))
        self.exempt = self.exempt or own.exempt
        self.require = self.require or own.require
        self.fail_under = own.fail_under if self.fail_under is None else self.fail_under


def _absolute(path: str, option: str) -> str:
    if path and not os.path.isdir(os.path.dirname(path) or "."):
        raise Stopped(f"option --{option}={path}: there is no such folder; make it first")
    return os.path.abspath(path) if path else ""


def _number(name: str, words: str, least: int, most: int) -> int | None:
    if not words:
        return None
    if not (words.isascii() and words.isdecimal() and least <= int(words[:6]) <= most):
        raise Stopped(f"option --{name}={words}: give a number from {least} to {most}")
    return int(words)


def lines_of(names: Sequence[str], option: str) -> frozenset[str]:
    """Return the lines that an option names: ids, or the letters with which those of a section begin.

    Raises:
        Stopped: no line begins so.
    """
    from backend_standards.standard.table import ROWS

    found: set[str] = set()
    for name in names:
        own = {name} & set(ROWS) or {each for each in ROWS if each.rstrip("0123456789") == name}
        if not own:
            raise Stopped(f"option --{option}={name}: the standard has no such line or section; S means S1 to S6")
        found |= own
    return frozenset(found)


def review(settings: Settings) -> Report:
    """Return the review of the repository of the current folder.

    Raises:
        Stopped: it is not a repository, or git failed.
    """
    from backend_standards import __version__
    from backend_standards.review import against, exemptions, running
    from backend_standards.review import report as reports

    command = _hook.read("backend-standards", (), [], settings.config)
    exclude = command.texts("exclude")
    base = against.base_of(settings.against) if settings.against else ""
    verdicts = running.judge(settings.config, settings.jobs, exclude, [base] if base else [])
    lines = [reports.line(row, verdict) for row, verdict in verdicts]
    exemptions.silence(lines, exemptions.left_out(_hook.read("init", (), [], settings.config).words("without")))
    exemptions.apply(lines, settings.exempt)
    summary = reports.summary(lines)
    if base:
        with against.judged_at(base):
            before = running.judge(settings.config or f"{base}:{PYPROJECT}", settings.jobs, exclude, [base])
        counted = {each["id"] for each in lines if not each["exempt"]}
        changed = [(row, verdict) for row, verdict in against.worse(before, verdicts) if row.id in counted]
        lines = [reports.line(row, verdict) for row, verdict in changed]
    return {
        "version": reports.VERSION,
        "tool": f"backend-standards {__version__}",
        "against": settings.against,
        "summary": summary,
        "lines": lines,
    }


def _deliver(report: Report, settings: Settings) -> None:
    """Print the report, or write it; the gates are asked of all lines, whichever are shown."""
    from backend_standards.reporting import text as texts
    from backend_standards.review import forms, text

    if settings.lines:
        shown = lines_of(settings.lines, "lines")
        report = {**report, "lines": [each for each in report["lines"] if each["id"] in shown]}
    rendered = "" if settings.form == "text" else forms.render(settings.form, report, git.prefix())
    if rendered and not settings.output:
        show(rendered, is_report=True)
    else:
        show(text.render(report, texts.of_terminal(), text.of_terminal(), with_places=bool(settings.lines)))
    if settings.output:
        from backend_standards.core import writing

        writing.write(settings.output, (rendered or text.render(report)).encode("utf-8", "surrogateescape"))
    if settings.badge:
        from backend_standards.core import writing
        from backend_standards.review import badge

        writing.write(settings.badge, badge.render(report["summary"]["percent"]).encode())


def _gates(report: Report, settings: Settings) -> int:
    """Return 1 if fewer lines are kept than asked for, or one that is asked for is broken; say which."""
    failed = []
    share = report["summary"]["percent"]
    if settings.fail_under is not None and share is not None and share < settings.fail_under:
        failed.append(
            f"{share} % of the lines that can be told are kept, and --fail-under asks for {settings.fail_under}"
        )
    wanted = lines_of(settings.require, "require")
    lines: list[Line] = [each for each in report["lines"] if each["id"] in wanted and each["state"] == BROKEN]
    if lines:
        failed.append(f"--require: broken is {', '.join(each['id'] for each in lines)}")
    for words in failed:
        note(f"{COMMAND}: {printable(words)}\n")
    return FINDINGS if failed else CLEAN

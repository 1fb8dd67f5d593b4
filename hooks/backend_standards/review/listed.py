"""The review of a list of repositories, from the options to the report: what is read, written and said."""

from __future__ import annotations

import os

from backend_standards.core import CLEAN, FINDINGS, STOPPED, Stopped, disk
from backend_standards.core.output import counted, note, printable, printable_path, show
from backend_standards.review import many
from backend_standards.review.many import COMPLETE
from backend_standards.standard.verdict import BROKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.core import Options
    from backend_standards.review.report import Report

VERSION = 1
"""The version of the JSON report of many. It is raised when a member is removed or changes its meaning."""
FORMATS = ("text", "json", "sarif", "markdown", "html", "junit")
_COMMAND = "backend-standards review"
_INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class Settings:
    """The options of a review of many, besides those of every review."""

    __slots__ = (
        "clone_dir",
        "fail_under",
        "form",
        "jobs",
        "merge",
        "output",
        "repo_list",
        "require",
        "scheduler",
        "since",
    )

    def __init__(self, options: Options, *, fail_under: int | None, jobs: int, require: frozenset[str]) -> None:
        self.repo_list = options.text("repo-list")
        self.merge = options.texts("merge")
        self.since = options.text("since")
        self.scheduler = options.text("scheduler")
        clone_dir = options.text("clone-dir")
        self.clone_dir = os.path.abspath(clone_dir) if clone_dir else ""
        self.form = options.text("format") or "text"
        self.output = options.text("output")
        self.fail_under = fail_under
        self.jobs = jobs
        self.require = require
        if self.merge and self.repo_list:
            raise Stopped("--merge and --repo-list exclude each other: give one of them")
        for name in ("clone-dir", "scheduler"):
            if options.text(name) and not self.repo_list:
                raise Stopped(f"--{name} works only together with --repo-list")
        if options.files:
            raise Stopped(f"{options.files[0]}: give either a folder or --repo-list or --merge, not two of them")
        for name in ("against", "badge", "lines", "exempt", "config"):
            if name in options.arguments:
                raise Stopped(f"--{name} is about one repository, and does not go with --repo-list or --merge")


def run(settings: Settings) -> int:
    """Review a list, or join reports; return 0, 1 if a gate fails, 2 if something was not read."""
    from backend_standards.audit.ending import ended_in_order

    try:
        with ended_in_order():
            return _run(settings)
    except KeyboardInterrupt:
        again = f"; run the same command again to continue ({settings.output}.partial)" if settings.output else ""
        note(f"{_COMMAND}: interrupted{again}\n")
        return _INTERRUPTED


def _run(settings: Settings) -> int:
    from backend_standards.audit.journal import forget

    earlier = from_json(disk.read(settings.since), settings.since) if settings.since else []
    reports = _merged(settings.merge) if settings.merge else _reviewed(settings)
    rendered = render(settings.form, reports, earlier, os.path.basename(settings.since))
    text = rendered if settings.form == "text" else render("text", reports, earlier, settings.since)
    if settings.output:
        from backend_standards.core import writing

        writing.write(settings.output, rendered.encode("utf-8", "backslashreplace"))
        show(text)
        if settings.repo_list and all(report["state"] == COMPLETE for report in reports):
            forget(settings.output)
    else:
        show(rendered, is_report=settings.form != "text")
        if settings.form != "text":
            note(summary(reports) + "\n")
    return _gates(reports, settings)


def _reviewed(settings: Settings) -> list[Report]:
    from backend_standards.audit.many import Means
    from backend_standards.audit.sources import sources
    from backend_standards.core import pool
    from backend_standards.core.progress import bar

    listed = sources(settings.repo_list)
    is_stream = os.path.exists(settings.output) and not os.path.isfile(settings.output)
    output = "" if is_stream else settings.output
    done: list[Report] = []
    if settings.form == "json" and output and os.path.exists(output):
        done = from_json(disk.read(output), output)
    means = Means(
        jobs=settings.jobs or pool.cores(), clone_dir=settings.clone_dir, scheduler=settings.scheduler, output=output
    )
    with bar("repositories") as progress:
        return many.review(listed, means, done, progress)


def _merged(paths: Sequence[str]) -> list[Report]:
    """Return the reports in the files, sorted by repository; of each repository the last that was read."""
    found: dict[str, Report] = {}
    for path in paths:
        for report in from_json(disk.read(path), path):
            known = found.get(report["repository"])
            if known is None or report["state"] == COMPLETE or known["state"] != COMPLETE:
                found[report["repository"]] = report
    return [found[name] for name in sorted(found)]


def from_json(data: bytes, name: str) -> list[Report]:
    """Return the reports in a JSON file; ``name`` is its name in messages.

    Raises:
        Stopped: it is not a JSON report of a review of many, or it has another version.
    """
    import json

    try:
        document = json.loads(data)
        version, reports = document["version"], document["repositories"]
        if version == VERSION and all(map(many.is_report, reports)):
            return list(reports)
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    else:
        if version != VERSION:
            raise Stopped(f"{name}: the report has version {version}; this command reads only version {VERSION}")
    raise Stopped(f"{name}: is not a JSON report of {_COMMAND} --repo-list; choose another file, or delete it")


def render(form: str, reports: Sequence[Report], earlier: Sequence[Report], since: str) -> str:
    """Return the reports in a form of ``FORMATS``."""
    from backend_standards.review import tables

    if form == "json":
        return as_json(reports)
    if form == "html":
        from backend_standards.review import page

        return page.of_many(reports, earlier, since)
    if form == "sarif":
        from backend_standards.review import sarif

        return sarif.of_many([_with_words(report) for report in reports])
    if form == "junit":
        from backend_standards.review import junit

        return junit.of_many([_with_words(report) for report in reports])
    words = {"text": tables.text, "markdown": tables.markdown}[form](reports, earlier)
    return f"{words}\n{summary(reports)}\n"


def as_json(reports: Sequence[Report]) -> str:
    """Return the reports as JSON."""
    import json

    from backend_standards import __version__

    document = {"version": VERSION, "tool": f"backend-standards {__version__}", "repositories": list(reports)}
    return json.dumps(document, indent=1) + "\n"


def _with_words(report: Report) -> Report:
    """Return a report whose lines have the standard's words again."""
    from backend_standards.review.report import words_of

    return {**report, "lines": [{**words_of(line["id"]), **line} for line in report["lines"]]}


def summary(reports: Sequence[Report]) -> str:
    """Return the last line: how many repositories, with what, and how many were not read."""
    read = [report for report in reports if report["state"] == COMPLETE]
    broken = [report for report in read if report["summary"][BROKEN]]
    lines = sum(report["summary"][BROKEN] for report in broken)
    words = f"{repositories(len(reports))}: {len(broken)} with {counted(lines, 'broken line')}"
    left = len(reports) - len(read)
    return words + (f", {left} not read" if left else "")


def repositories(number: int) -> str:
    """Return a number of repositories in words."""
    return f"{number:,} {'repository' if number == 1 else 'repositories'}"


def _gates(reports: Sequence[Report], settings: Settings) -> int:
    """Return the exit code: what could not be read counts more than a gate that fails."""
    failed = False
    for report in reports:
        if report["state"] != COMPLETE:
            continue
        share = report["summary"]["percent"]
        name = printable(printable_path(report["repository"]))
        if settings.fail_under is not None and share is not None and share < settings.fail_under:
            note(f"{_COMMAND}: {name}: {share} % are kept, and --fail-under asks for {settings.fail_under}\n")
            failed = True
        lines = [line["id"] for line in report["lines"] if line["id"] in settings.require and line["state"] == BROKEN]
        if lines:
            note(f"{_COMMAND}: {name}: --require: broken is {', '.join(lines)}\n")
            failed = True
    if any(report["state"] != COMPLETE for report in reports):
        return STOPPED
    return FINDINGS if failed else CLEAN

"""Many reviews as a table for people, a repository a row, in text and in Markdown."""

from __future__ import annotations

from backend_standards.core.output import printable, printable_path
from backend_standards.reporting.github import cell
from backend_standards.review.many import COMPLETE
from backend_standards.standard.table import ROWS
from backend_standards.standard.verdict import BROKEN, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.review.report import Report

_HEAD = ("repository", "kept", "", "broken", "", "?", "most broken")
_WORST = 3
"""Sections that are named of each repository."""


def text(reports: Sequence[Report], earlier: Sequence[Report]) -> str:
    """Return the table as text, and below it what could not be read."""
    rows = [_HEAD, *(_row(report, before) for report, before in _pairs(reports, earlier))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD) - 1)]
    table = ""
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [value.rjust(width) for value, width in zip(row[1:-1], widths[1:], strict=True) if width]
        table += "  ".join([*cells, row[-1]]).rstrip() + "\n"
    return table + "".join(_unread(reports))


def markdown(reports: Sequence[Report], earlier: Sequence[Report]) -> str:
    """Return the table as Markdown."""
    head = ("repository", "kept", "change", "broken", "change", "cannot be told", "most broken")
    rows = "".join(
        f"| {' | '.join(cell(value) for value in _row(report, before))} |\n"
        for report, before in _pairs(reports, earlier)
    )
    unread = "".join(f"- {cell(line)}\n" for line in _unread(reports))
    return f"| {' | '.join(head)} |\n|---|--:|--:|--:|--:|--:|---|\n{rows}\n{unread}"


def _pairs(reports: Sequence[Report], earlier: Sequence[Report]) -> Iterator[tuple[Report, Report | None]]:
    """Yield the reports with those of earlier, the ones with the most broken lines first."""
    before = {report["repository"]: report for report in earlier if report["state"] == COMPLETE}
    read = [report for report in reports if report["state"] == COMPLETE]
    read.sort(key=lambda report: (-report["summary"][BROKEN], report["repository"]))
    yield from ((report, before.get(report["repository"])) for report in read)


def _row(report: Report, before: Report | None) -> tuple[str, ...]:
    found, past = report["summary"], before["summary"] if before else None
    share = found["percent"]
    change = share - past["percent"] if past and None not in (share, past["percent"]) else 0
    return (
        printable(printable_path(report["repository"])),
        "" if share is None else f"{share} %",
        f"{change:+d}" if change else "",
        str(found[BROKEN]),
        f"{found[BROKEN] - past[BROKEN]:+d}" if past and found[BROKEN] != past[BROKEN] else "",
        str(found[UNKNOWN]),
        ", ".join(_worst(report)),
    )


def _worst(report: Report) -> list[str]:
    """Return the sections with the most broken lines."""
    counts: dict[str, int] = {}
    for line in report["lines"]:
        if line["state"] == BROKEN and line["id"] in ROWS:
            name = ROWS[line["id"]].section.partition(": ")[0].partition(" (")[0]
            counts[name] = counts.get(name, 0) + 1
    return [f"{name} {counts[name]}" for name in sorted(counts, key=lambda name: -counts[name])[:_WORST]]


def _unread(reports: Sequence[Report]) -> Iterator[str]:
    for report in reports:
        if report["state"] != COMPLETE:
            problems = "; ".join(map(printable, report["problems"]))
            yield f"{printable(printable_path(report['repository']))}: not read: {problems}\n"

"""A review as Markdown, for a job's summary: what is broken in a table, and the whole standard folded below it."""

from __future__ import annotations

from backend_standards.core.output import counted
from backend_standards.reporting.github import cell
from backend_standards.review import report as reports
from backend_standards.review.text import SIGNS, WORDS
from backend_standards.standard.verdict import BROKEN, INAPPLICABLE, KEPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.review.report import Line, Report

_PLACES = 5
"""Places of a line in the table; a summary is cut at a megabyte."""


def render(report: Report) -> str:
    """Return the review as Markdown."""
    return "".join(_parts(report))


def _parts(report: Report) -> Iterator[str]:
    found = report["summary"]
    since = f" since {cell(report['against'])}" if report["against"] else ""
    share = f": {found['percent']} % of what can be told" if found["percent"] is not None else ""
    yield f"### The standard{since}{share}\n\n"
    yield " · ".join(f"{found[state]} {SIGNS[state]} {WORDS[state]}" for state in WORDS) + "\n\n"
    broken = [line for line in report["lines"] if line["state"] == BROKEN]
    if broken:
        yield "| line | what is asked | what is found | how to mend it |\n|---|---|---|---|\n"
        yield from (
            f"| {line['id']} | {cell(line['title'])} | {_found(line)} | {_mending(line)} |\n" for line in broken
        )
        yield "\n"
    elif report["against"]:
        yield "Nothing got worse.\n\n"
    for section, lines in reports.sections(report["lines"]):
        yield from _section(section, lines)


def _found(line: Line) -> str:
    words = [cell(line["why"])]
    for place in line["places"][:_PLACES]:
        at = f"{place['path']}:{place['line']}" if place["line"] else place["path"]
        words.append(f"{cell(at)}: {cell(place['message'])}")
    if (more := len(line["places"]) + line["more"] - _PLACES) > 0:
        words.append(f"and {counted(more, 'place')} more")
    return "<br>".join(words)


def _mending(line: Line) -> str:
    return "<br>".join([cell(line["fix"]), *(f"<code>{cell(command)}</code>" for command in line["commands"])])


def _section(section: str, lines: Sequence[Line]) -> Iterator[str]:
    """Yield a section that unfolds, without its broken lines, which are in the table."""
    found = reports.summary(lines)
    told = found[KEPT] + found[BROKEN]
    share = f": {found[KEPT]} of {told}" if told else ""
    rest = [line for line in lines if line["state"] != BROKEN]
    if not rest:
        return
    yield f"<details><summary>{cell(section)}{share}</summary>\n\n"
    for line in rest:
        why = "" if line["state"] == KEPT else f": {cell(line['why'])}"
        sign = SIGNS[line["state"]] if line["state"] != INAPPLICABLE else "–"  # noqa: RUF001 - the sign of the report
        yield f"- {sign} {line['id']} {cell(line['title'])}{why}\n"
    yield "\n</details>\n\n"

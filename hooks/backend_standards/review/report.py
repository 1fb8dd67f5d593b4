"""The review of a repository as plain values, which every form of the report is made of."""

from __future__ import annotations

from backend_standards.reporting.rendering import unicode
from backend_standards.standard.table import ROWS
from backend_standards.standard.titles import heading, title
from backend_standards.standard.verdict import BROKEN, KEPT, STATES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any, TypeAlias

    from backend_standards.standard.table import Row
    from backend_standards.standard.verdict import Place, Verdict

    Line: TypeAlias = dict[str, Any]
    Report: TypeAlias = dict[str, Any]

_MOST_PLACES = 100
"""Places of a line that a report lists: a page of many repositories has to stay small."""
VERSION = 1
"""The version of the JSON report. It is raised when a member is removed or changes its meaning."""


def line(row: Row, verdict: Verdict) -> Line:
    """Return a line of the standard with what the review says of it."""
    return {
        **words_of(row.id),
        "state": verdict.state,
        "why": unicode(verdict.why),
        "fix": unicode(verdict.fix),
        "commands": [unicode(command) for command in verdict.commands],
        "places": [_place(place) for place in verdict.places[:_MOST_PLACES]],
        "more": max(len(verdict.places) - _MOST_PLACES, 0),
        "exempt": "",
    }


def words_of(name: str) -> Line:
    """Return the words of a line of the standard; of one that this version does not know, its id alone."""
    row = ROWS.get(name)
    if row is None:
        return {"id": name, "section": "", "title": name, "text": name}
    return {"id": row.id, "section": heading(row.section), "title": title(row), "text": row.text}


def _place(place: Place) -> dict[str, Any]:
    return {
        "path": unicode(place.path),
        "in_file": place.in_file,
        "line": place.line or None,
        "column": (place.column or 1) if place.line else None,
        "rule": place.rule,
        "message": unicode(place.message),
    }


def summary(lines: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return how many lines are in each state, and the share of those kept among those that are kept or broken."""
    counts = dict.fromkeys(STATES, 0)
    for each in lines:
        counts[each["state"]] += 1
    return {**counts, "percent": percent(counts[KEPT], counts[BROKEN])}


def percent(kept: int, broken: int) -> int | None:
    """Return the share in whole per cent, rounded down: 100 only if nothing is broken. None if nothing is decided."""
    return 100 * kept // (kept + broken) if kept + broken else None


def sections(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Yield each section with its lines, in the standard's order."""
    found: dict[str, list[Line]] = {}
    for each in lines:
        found.setdefault(each["section"], []).append(each)
    yield from found.items()


def as_json(report: Report) -> str:
    """Return a report as JSON."""
    from backend_standards.reporting.rendering import dump

    return dump(report)

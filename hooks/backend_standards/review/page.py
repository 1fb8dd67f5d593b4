"""The page of a review: a repository a row, a section a column, and below a row its lines with what was found."""

from __future__ import annotations

from backend_standards.core.output import counted, printable_path
from backend_standards.reporting import page
from backend_standards.review.report import percent
from backend_standards.review.text import SIGNS, WORDS
from backend_standards.standard.table import ROWS
from backend_standards.standard.titles import heading, title
from backend_standards.standard.verdict import BROKEN, INAPPLICABLE, KEPT, STATES, UNDECIDABLE, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from backend_standards.review.report import Report

_TONES = {KEPT: "good", BROKEN: "bad", UNKNOWN: "warn", INAPPLICABLE: "none", UNDECIDABLE: "none"}
_LEFT_OUT = ("Next Sections", "References")
"""Sections without a line that a repository keeps or breaks."""
_SHORT = {
    "Git Commit & Merge Standards": "Git",
    "Common Developer Mistakes": "Mistakes",
    "Project Structure": "Structure",
    "Python Standards": "Python",
    "Dependency Management": "Packages",
    "Configuration Management": "Settings",
    "Logging & Monitoring": "Logs",
    "Testing": "Tests",
    "API Design": "API",
    "Security Guidelines": "Security",
    "AWS Integration Best Practices": "AWS",
    "CI/CD and DevOps": "CI/CD",
    "Documentation": "Docs",
}
_PLACES = 20
"""Places of a line that the page lists: with 300 repositories it has to stay quick."""
_READ = "complete"


def of_one(report: Report, name: str) -> str:
    """Return the page about one repository."""
    return of_many([{**report, "repository": name, "state": _READ, "problems": []}])


def of_many(reports: Sequence[Report], earlier: Sequence[Report] = (), since: str = "") -> str:
    """Return the page about many; ``earlier`` are the reports of the file ``since``, for what changed."""
    before = {report["repository"]: report for report in earlier if report["state"] == _READ}
    columns = _columns()
    rows = [_row(report, before.get(report["repository"]), columns) for report in reports]
    broken = [line["id"] for report in reports for line in report["lines"] if line["state"] == BROKEN]
    counts = {row: broken.count(row) for row in ROWS}
    keys = sorted((row for row in ROWS if counts[row]), key=lambda row: (-counts[row], list(ROWS).index(row)))
    read = [report for report in reports if report["state"] == _READ]
    lead = [counted(len(reports), "repository").replace("repositorys", "repositories")]
    lead += [f"{len(reports) - len(read)} could not be read"] if len(read) < len(reports) else []
    lead += [f"compared with {since}"] if since else []
    return page.render(
        {
            "title": "Review against the standard",
            "lead": "; ".join(lead),
            "foot": f"{reports[0].get('tool', 'backend-standards') if reports else 'backend-standards'}. "
            f"{' · '.join(f'{SIGNS[state]} {WORDS[state]}' for state in STATES)}. "
            "A section has the number of its broken lines. Per cent: kept, of those that are kept or broken.",
            "columns": [
                {"label": "Kept", "title": "Per cent of the lines that are kept or broken"},
                {"label": "Broken", "title": "Lines that are broken"},
                *({"label": _SHORT.get(name, name), "title": name} for name in columns),
            ],
            "sort": {"column": 1, "up": False},
            "rows": rows,
            "keys": [{"id": row, "label": title(ROWS[row]), "count": counts[row]} for row in keys],
            "titles": {row.id: title(row) for row in ROWS.values()},
            "keyLabel": "Breaks",
            "read": len(read),
            "keysTitle": "Lines by how many repositories break them",
            "since": bool(since),
            "signs": SIGNS,
            "words": WORDS,
            "tones": _TONES,
            "first": [BROKEN, UNKNOWN],
        }
    )


def _columns() -> dict[str, list[str]]:
    """Return the lines of each section; those of its parts together."""
    found: dict[str, list[str]] = {}
    for row in ROWS.values():
        name = row.section.partition(": ")[0].partition(" (")[0]
        if not name.startswith(_LEFT_OUT):
            found.setdefault(name, []).append(row.id)
    return found


def _row(report: Report, before: Report | None, columns: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    states = {line["id"]: line["state"] for line in report["lines"]}
    old = {line["id"]: line["state"] for line in before["lines"]} if before else {}
    is_read = report["state"] == _READ
    return {
        "name": printable_path(report["repository"]),
        "problems": report["problems"],
        "notes": [],
        "cells": [_share(states, old, is_read=is_read), _broken(states, old, is_read=is_read)]
        + [_section(name, lines, states, old) for name, lines in columns.items()],
        "groups": _groups(report, old),
        "keys": [line for line, state in states.items() if state == BROKEN],
        "changed": bool(old) and any(old.get(line) != state for line, state in states.items()),
    }


def _count(states: Mapping[str, str], state: str, lines: Sequence[str] | None = None) -> int:
    return sum(states.get(line) == state for line in (states if lines is None else lines))


def _share(states: Mapping[str, str], old: Mapping[str, str], *, is_read: bool) -> dict[str, Any]:
    share = percent(_count(states, KEPT), _count(states, BROKEN))
    if share is None:
        return {"text": "not read" if not is_read else "", "sort": -1, "tone": "warn", "title": "", "delta": ""}
    past = percent(_count(old, KEPT), _count(old, BROKEN)) if old else None
    words = f"{share} per cent kept" + (f", {past} before" if past is not None else "")
    return {"text": f"{share} %", "sort": share, "tone": "", "title": words, "delta": _delta(share, past)}


def _broken(states: Mapping[str, str], old: Mapping[str, str], *, is_read: bool) -> dict[str, Any]:
    """Return the cell by which the page is sorted; what could not be read comes first."""
    number = _count(states, BROKEN)
    if not is_read:
        return {"text": "", "sort": 1000, "tone": "warn", "title": "could not be read", "delta": ""}
    past = _count(old, BROKEN) if old else None
    words = f"{counted(number, 'line')} broken" + (f", {past} before" if past is not None else "")
    return {"text": str(number), "sort": number, "tone": "", "title": words, "delta": _delta(number, past)}


def _section(name: str, lines: Sequence[str], states: Mapping[str, str], old: Mapping[str, str]) -> dict[str, Any]:
    kept, broken, unknown = (_count(states, state, lines) for state in (KEPT, BROKEN, UNKNOWN))
    past = _count(old, BROKEN, lines) if old else None
    words = f"{name}: {broken} broken, {kept} kept" + (f", {unknown} cannot be told" if unknown else "")
    if broken:
        text, tone = str(broken), "bad"
    elif kept:
        text, tone = SIGNS[KEPT], "good"
    elif unknown:
        text, tone = SIGNS[UNKNOWN], "warn"
    else:
        text, tone, words = SIGNS[INAPPLICABLE], "none", f"{name}: nothing to tell"
    rank = broken - (0 if broken or kept else 1)
    return {"text": text, "sort": rank, "tone": tone, "title": words, "delta": _delta(broken, past)}


def _delta(now: int, past: int | None) -> str:
    return "" if past is None or now == past else f"{now - past:+d}"


def _groups(report: Report, old: Mapping[str, str]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in report["lines"]:
        row = ROWS.get(line["id"])
        if row:  # a report of another version may have another line
            was = old.get(line["id"])
            groups.setdefault(heading(row.section), []).append(
                {
                    "id": line["id"],
                    "key": line["id"],
                    "title": "",
                    "state": line["state"],
                    "change": f"was {WORDS[was]}" if was and was != line["state"] else "",
                    "why": line["why"],
                    "fix": line.get("fix", ""),
                    "commands": line.get("commands", []),
                    "places": [_place(place) for place in line.get("places", ())[:_PLACES]],
                    "more": line.get("more", 0) + max(len(line.get("places", ())) - _PLACES, 0),
                }
            )
    return [{"heading": name, "items": items} for name, items in groups.items()]


def _place(place: Mapping[str, Any]) -> dict[str, str]:
    at = f"{place['path']}:{place['line']}" if place["line"] and place["in_file"] else place["path"]
    return {"at": at, "rule": place["rule"], "message": place["message"]}

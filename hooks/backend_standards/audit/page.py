"""The page of an audit: a repository a row, and below it its secrets: where each was first, and where it is now."""

from __future__ import annotations

from backend_standards import __version__
from backend_standards.audit.members import COMPLETE
from backend_standards.audit.report import at, now, summary
from backend_standards.core.output import counted, printable, printable_path
from backend_standards.reporting import page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from backend_standards.audit.members import Report

_HEAD, _BRANCH, _PAST = "head", "branch", "past"
_PLACES = (_HEAD, _BRANCH, _PAST)
_WORDS = {_HEAD: "in HEAD", _BRANCH: "on a branch", _PAST: "only in the history"}


def render(reports: Sequence[Report]) -> str:
    """Return the page."""
    rules = [secret["rule"] for report in reports for secret in report["secrets"]]
    counts = {rule: sum(_has(report, rule) for report in reports) for rule in sorted(set(rules))}
    return page.render(
        {
            "title": "Secrets in the history",
            "lead": summary(reports),
            "foot": f"backend-standards {__version__}. A secret that was committed has to be rotated, wherever it is.",
            "columns": [
                {"label": "Secrets", "title": "Different secrets in all commits"},
                *({"label": words[0].upper() + words[1:], "title": ""} for words in _WORDS.values()),
                {"label": "Commits", "title": "Commits that were read"},
            ],
            "sort": {"column": 0, "up": False},
            "rows": [_row(report) for report in reports],
            "keys": [{"id": rule, "label": "", "count": number} for rule, number in counts.items()],
            "titles": {},
            "keyLabel": "Has",
            "read": sum("commits" in report for report in reports),
            "keysTitle": "Kinds of secrets by how many repositories have them",
            "since": False,
            "signs": dict.fromkeys(_PLACES, "✘"),
            "words": _WORDS,
            "tones": dict.fromkeys(_PLACES, "bad"),
            "first": _PLACES,
        }
    )


def _has(report: Report, rule: str) -> bool:
    return any(secret["rule"] == rule for secret in report["secrets"])


def _row(report: Report) -> dict[str, Any]:
    secrets = report["secrets"]
    places = [_place(secret) for secret in secrets]
    is_read = report["state"] == COMPLETE
    commits = report.get("commits")
    cells = [_cell(len(secrets), is_bad=bool(secrets))] if commits is not None else [_not_read()]
    cells += [_cell(places.count(place), is_bad=place == _HEAD and place in places) for place in _PLACES]
    cells += [_cell(commits or 0, is_bad=False)]
    return {
        "name": printable_path(report["repository"]),
        "problems": [printable(problem) for problem in report["problems"]] if not is_read else [],
        "notes": [printable(note) for note in report.get("notes", ())],
        "cells": cells,
        "groups": [
            {"heading": words, "items": [_item(secret) for secret in secrets if _place(secret) == place]}
            for place, words in _WORDS.items()
        ],
        "keys": sorted({secret["rule"] for secret in secrets}),
        "changed": False,
    }


def _place(secret: Report) -> str:
    return _HEAD if secret["head"] else _BRANCH if secret["branches"] else _PAST


def _cell(number: int, *, is_bad: bool) -> dict[str, Any]:
    return {"text": f"{number:,}", "sort": number, "tone": "bad" if is_bad else "", "title": "", "delta": ""}


def _not_read() -> dict[str, Any]:
    return {"text": "not read", "sort": 1 << 30, "tone": "warn", "title": "", "delta": ""}


def _item(secret: Report) -> dict[str, Any]:
    first = secret["first"]
    if first["commit"]:
        who = f"{first['author']} <{first['email']}>"
        origin = f"first seen {first['date'][:10]} in commit {first['commit'][:10]} by {who}"
    else:
        origin = f"only in the tag {first['tag']}"
    return {
        "id": secret["rule"],
        "key": secret["rule"],
        "title": secret["kind"] + (f" of account {secret['account']}" if secret["account"] else ""),
        "state": _place(secret),
        "change": "",
        "why": f"{origin}; {now(secret)}; in {counted(secret['commits'], 'commit')}",
        "fix": "",
        "commands": [],
        "places": [{"at": at(secret), "rule": "", "message": "the first place"}],
        "more": 0,
    }

"""A review as SARIF: a rule a line of the standard, a result for each place that breaks it."""

from __future__ import annotations

from backend_standards.core import PYPROJECT
from backend_standards.core.rules import Rule
from backend_standards.reporting import sarif
from backend_standards.standard.verdict import BROKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from backend_standards.review.report import Line, Report


def render(report: Report, prefix: str) -> str:
    """Return the review as a SARIF log; ``prefix`` is the current folder's path from the repository's root, or ""."""
    rules = [_rule(line) for line in report["lines"]]
    order = {line["id"]: number for number, line in enumerate(report["lines"])}
    results = [
        result for line in report["lines"] if line["state"] == BROKEN for result in _results(line, order, prefix)
    ]
    return sarif.log([sarif.run(rules, results, [], name="backend-standards review", category="review")])


def _rule(line: Line) -> Rule:
    return Rule(
        line["id"],
        "backend-standards review",
        line["title"],
        reason=f"{line['section']}: {line['text']}",
        fix=line["fix"] or line["why"],
        section=line["id"],
        bad="",
        good="",
    )


def _results(line: Line, order: dict[str, int], prefix: str) -> Iterator[dict[str, Any]]:
    """Yield a result for each place in a file; one about the line, at the settings of the project, if there is none.

    GitHub refuses a log with a result that is in no file.
    """
    import hashlib

    advice = "\n".join(filter(None, (line["fix"], *(f"run: {command}" for command in line["commands"]))))
    places = [place for place in line["places"] if place["in_file"]]
    rows = [(place["path"], place["line"] or 0, place["column"] or 0, place["message"]) for place in places]
    seen: dict[str, int] = {}
    for path, at, column, message in rows or [(PYPROJECT, 0, 0, line["why"])]:
        key = f"{line['id']}\0{path}\0{message}"
        seen[key] = seen.get(key, 0) + 1
        yield sarif.result(
            line["id"],
            order[line["id"]],
            f"{line['title']}: {message}\n{advice}".strip(),
            sarif.place(prefix + path, at, column),
            {"backendStandardsReview/v1": hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()},
        )

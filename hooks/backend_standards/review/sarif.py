"""A review as SARIF: a rule a line of the standard, a result for each place that breaks it."""

from __future__ import annotations

from backend_standards.core import PYPROJECT
from backend_standards.core.rules import Rule
from backend_standards.reporting import sarif
from backend_standards.standard.verdict import BROKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from backend_standards.review.report import Line, Report


def render(report: Report, prefix: str) -> str:
    """Return the review as a SARIF log; ``prefix`` is the current folder's path from the repository's root, or ""."""
    return sarif.log([_run(report, prefix, "review")])


def of_many(reports: Sequence[Report]) -> str:
    """Return the reviews as a SARIF log with one run per repository."""
    return sarif.log([_run(report, "", f"review/{report['repository']}") for report in reports])


def _run(report: Report, prefix: str, category: str) -> dict[str, Any]:
    rules = [_rule(line) for line in report["lines"]]
    order = {line["id"]: number for number, line in enumerate(report["lines"])}
    results = [
        result for line in report["lines"] if line["state"] == BROKEN for result in _results(line, order, prefix)
    ]
    name = report.get("repository", "")
    return sarif.run(
        rules,
        results,
        report.get("problems", ()),
        name="backend-standards review",
        category=category,
        repository=name if "://" in name else "",
    )


def _rule(line: Line) -> Rule:
    return Rule(
        line["id"],
        "backend-standards review",
        line["title"],
        reason=f"{line['section']}: {line['text']}",
        fix=line.get("fix") or line["why"],
        section=line["id"],
        bad="",
        good="",
    )


def _results(line: Line, order: dict[str, int], prefix: str) -> Iterator[dict[str, Any]]:
    """Yield a result for each place in a file; one about the line, at the settings of the project, if there is none.

    GitHub refuses a log with a result that is in no file.
    """
    import hashlib

    advice = "\n".join(filter(None, (line.get("fix"), *(f"run: {command}" for command in line.get("commands", ())))))
    places = [place for place in line.get("places", ()) if place["in_file"]]
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

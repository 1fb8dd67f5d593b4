"""A review as JUnit's XML: a suite a section, a test a line; what is not kept or broken is skipped, with its reason."""

from __future__ import annotations

from backend_standards.core.output import printable
from backend_standards.review import report as reports
from backend_standards.review.text import WORDS
from backend_standards.standard.verdict import BROKEN, KEPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.review.report import Line, Report


def render(report: Report) -> str:
    """Return the review as XML."""
    suites = [_suite(section, lines) for section, lines in reports.sections(report["lines"])]
    return _document(suites, report["lines"])


def of_many(reports: Sequence[Report]) -> str:
    """Return the reviews as XML: a suite a repository."""
    suites = [_suite(printable(report["repository"]), report["lines"], report["problems"]) for report in reports]
    return _document(suites, [line for report in reports for line in report["lines"]])


def _document(suites: Sequence[str], lines: Sequence[Line]) -> str:
    head = f'<testsuites name="backend-standards review" {_counts(lines)}>'
    body = "".join(suites).replace("##", "#&#35;")  # a log's reader obeys ##[...] anywhere
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}</testsuites>\n'


def _suite(title: str, lines: Sequence[Line], problems: Sequence[str] = ()) -> str:
    from xml.sax.saxutils import quoteattr

    name = quoteattr(title)
    cases = "".join(_case(line, name) for line in lines)
    for problem in problems:
        error = f"<error message={quoteattr(printable(problem))}/>"
        cases += f'    <testcase classname={name} name="could be read">\n      {error}\n    </testcase>\n'
    return f'  <testsuite name={name} {_counts(lines, len(problems))} time="0">\n{cases}  </testsuite>\n'


def _counts(lines: Sequence[Line], errors: int = 0) -> str:
    failures = sum(line["state"] == BROKEN for line in lines)
    skipped = sum(line["state"] not in (KEPT, BROKEN) for line in lines)
    return f'tests="{len(lines) + errors}" failures="{failures}" errors="{errors}" skipped="{skipped}"'


def _case(line: Line, section: str) -> str:
    from xml.sax.saxutils import escape, quoteattr

    name = quoteattr(f"{line['id']}: {line['title']}")
    head = f"    <testcase classname={section} name={name}"
    if line["state"] == KEPT:
        return f"{head}/>\n"
    why = printable(line["why"])
    if line["state"] != BROKEN:
        message = quoteattr(f"{WORDS[line['state']]}: {why}")
        return f"{head}>\n      <skipped message={message}/>\n    </testcase>\n"
    words = [
        why,
        printable(line.get("fix", "")),
        *(f"run: {printable(command)}" for command in line.get("commands", ())),
    ]
    words += [
        printable(f"{place['path']}:{place['line'] or ''} {place['message']}") for place in line.get("places", ())
    ]
    text = escape("\n".join(filter(None, words)))
    failure = f"<failure type={quoteattr(line['id'])} message={quoteattr(why)}>{text}</failure>"
    return f"{head}>\n      {failure}\n    </testcase>\n"

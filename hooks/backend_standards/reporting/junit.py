"""The XML of JUnit, as Jenkins and Azure read it."""

from __future__ import annotations

from backend_standards.core.output import printable
from backend_standards.reporting.rendering import advice, place, unicode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.core import Outcome


def render(outcomes: Sequence[Outcome], _prefix: str) -> str:
    """Return the findings as JUnit's XML: a suite a hook, in it a failure a finding, or one test that passed."""
    from xml.sax.saxutils import escape, quoteattr

    suites = []
    for outcome in outcomes:
        name = quoteattr(outcome.hook)
        cases = []
        for finding in outcome.findings:
            words = [printable(unicode(finding.message))]
            words += [printable(line) for line in advice(finding).splitlines()]
            case = quoteattr(f"{place(finding)}: {finding.rule.id}")
            cases.append(
                f"    <testcase classname={name} name={case}>\n"
                f"      <failure type={quoteattr(finding.rule.id)} message={quoteattr(words[0])}>"
                f"{escape(chr(10).join(words))}</failure>\n    </testcase>\n"
            )
        if outcome.stopped:
            message = quoteattr(printable(unicode(outcome.stopped)))
            cases.append(
                f'    <testcase classname={name} name="could run">\n'
                f'      <error type="stopped" message={message}/>\n    </testcase>\n'
            )
        if not cases:
            cases.append(f'    <testcase classname={name} name="no findings"/>\n')
        counts = f'tests="{len(cases)}" failures="{len(outcome.findings)}" errors="{int(bool(outcome.stopped))}"'
        suites.append(f'  <testsuite name={name} {counts} skipped="0" time="0">\n{"".join(cases)}  </testsuite>\n')
    failures = sum(len(outcome.findings) for outcome in outcomes)
    errors = sum(bool(outcome.stopped) for outcome in outcomes)
    tests = sum(max(len(outcome.findings) + bool(outcome.stopped), 1) for outcome in outcomes)
    head = f'<testsuites name="backend-standards" tests="{tests}" failures="{failures}" errors="{errors}">'
    body = "".join(suites).replace("##", "#&#35;")  # a log's reader obeys ##[...] anywhere
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}</testsuites>\n'

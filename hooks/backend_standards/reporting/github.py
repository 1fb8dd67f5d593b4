"""GitHub's workflow commands, and the table of a job's summary.

Source: GitHub's "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from backend_standards.core.output import printable
from backend_standards.reporting.rendering import advice, from_root, numbered, place, unicode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.core import Outcome


def render(outcomes: Sequence[Outcome], prefix: str) -> str:
    """Return the findings as workflow commands, which become annotations."""
    lines = []
    for outcome, finding, _ in numbered(outcomes):
        properties = {"file": from_root(prefix, finding.path)} if outcome.about_files else {}
        if properties and finding.line:
            properties |= {"line": str(finding.line), "col": str(finding.column or 1)}
        properties["title"] = f"{finding.rule.title} ({finding.rule.id})"
        message = finding.message if outcome.about_files else f"{finding.path}: {finding.message}"
        if words := advice(finding):
            message += f"\n{words}"
        lines.append(_workflow_command(properties, message))
    lines += [_workflow_command({"title": each.hook}, each.stopped) for each in outcomes if each.stopped]
    return "".join(lines)


def _workflow_command(properties: dict[str, str], message: str) -> str:
    message = _visible(message)
    properties = {name: _visible(value) for name, value in properties.items()}
    for char, escape in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        message = message.replace(char, escape)
        properties = {name: value.replace(char, escape) for name, value in properties.items()}
    words = (f"{name}={value.replace(':', '%3A').replace(',', '%2C')}" for name, value in properties.items())
    return f"::error {','.join(words)}::{message}\n"


def _visible(words: str) -> str:
    """Return text whose only control characters are line breaks: a log in a terminal obeys the others."""
    return "\n".join(map(printable, unicode(words).split("\n")))


SUMMARY_ROWS = 500
"""GitHub cuts a step's summary at a megabyte."""


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return the findings as a Markdown table, for ``GITHUB_STEP_SUMMARY``."""
    rows = [
        f"| {cell(place(finding))} | {cell(finding.rule.id)} | {cell(finding.message)} |\n"
        for _, finding, _ in numbered(outcomes)
    ]
    more = sum(outcome.more for outcome in outcomes) + max(len(rows) - SUMMARY_ROWS, 0)
    hooks = ", ".join(f"`{outcome.hook}`" for outcome in outcomes if outcome.code)
    words = f"### {hooks}\n\n"
    if rows:
        words += "| where | rule | what is wrong |\n|---|---|---|\n" + "".join(rows[:SUMMARY_ROWS])
    if more:
        words += f"\nand {more} more\n"
    for outcome in outcomes:
        if outcome.stopped:
            words += f"\n{cell(outcome.hook)} could not run: {cell(outcome.stopped)}\n"
    return f"{words}\n"


def cell(words: str) -> str:
    """Return text for a cell of a Markdown table, in which nothing of a file can become Markdown or HTML."""
    words = printable(unicode(words))
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        words = words.replace(char, entity)
    return "".join(f"&#{ord(char)};" if char in "|`*_[]!\\~#@:" else char for char in words)

"""The form ``json``, the project's own: every part of a finding, for programs."""

from __future__ import annotations

from backend_standards.core import address
from backend_standards.reporting import exceptions
from backend_standards.reporting.rendering import dump, numbered, tool, unicode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from backend_standards.core import Finding, Outcome

VERSION = 2
"""It changes when a field goes away or changes its meaning."""


def render(outcomes: Sequence[Outcome], _prefix: str) -> str:
    """Return the findings as JSON; paths are as the text has them."""
    beside = exceptions.beside(finding for outcome in outcomes for finding in outcome.findings)
    return dump(
        {
            "version": VERSION,
            "tool": tool(),
            "hooks": [outcome.hook for outcome in outcomes],
            "findings": [
                _finding(finding, outcome, fingerprint, beside.get((finding.path, finding.line), ()))
                for outcome, finding, fingerprint in numbered(outcomes)
            ],
            "more": sum(outcome.more for outcome in outcomes),
            "errors": [
                {"hook": outcome.hook, "message": unicode(outcome.stopped)} for outcome in outcomes if outcome.stopped
            ],
        }
    )


def _finding(finding: Finding, outcome: Outcome, fingerprint: str, beside: Collection[str]) -> dict[str, Any]:
    found = exceptions.of_finding(finding, outcome, beside)
    rule = finding.rule
    return {
        "hook": outcome.hook,
        "rule": {"id": rule.id, "title": rule.title, "docs": address.page(rule.id) or None},
        "path": unicode(finding.path),
        "line": finding.line or None,
        "column": (finding.column or 1) if finding.line else None,
        "message": unicode(finding.message),
        "commands": [unicode(command) for command in finding.commands],
        "note": unicode(finding.note),
        "exception": [{"where": unicode(where), "text": unicode(text)} for where, text in found],
        "fingerprint": fingerprint,
    }

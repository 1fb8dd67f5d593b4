"""GitLab's Code Quality report, a subset of Code Climate's. Source: GitLab's "Code Quality report format"."""

from __future__ import annotations

from backend_standards.reporting.rendering import (
    advice,
    dump,
    from_root,
    numbered,
    stopped_fingerprint,
    unicode,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.core import Outcome


def render(outcomes: Sequence[Outcome], prefix: str) -> str:
    """Return the findings as GitLab's Code Quality report, a subset of Code Climate's."""
    return dump(
        [
            {
                "description": f"{finding.rule.id}: {unicode(finding.message)}",
                "content": {"body": advice(finding)},
                "check_name": finding.rule.id,
                "fingerprint": fingerprint,
                "severity": "critical" if finding.rule.secret else "major",
                "location": {
                    "path": unicode(from_root(prefix, finding.path) if outcome.about_files else finding.path),
                    "lines": {"begin": finding.line or 1},
                },
            }
            for outcome, finding, fingerprint in numbered(outcomes)
        ]
        + [
            {
                "description": f"{outcome.hook} could not run: {unicode(outcome.stopped)}",
                "check_name": outcome.hook,
                "fingerprint": stopped_fingerprint(outcome),
                "severity": "blocker",
                "location": {"path": ".", "lines": {"begin": 1}},
            }
            for outcome in outcomes
            if outcome.stopped
        ]
    )

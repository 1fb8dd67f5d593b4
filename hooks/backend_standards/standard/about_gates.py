"""What the review says of coverage and of the tools for lint, types, tests, audit and security.

The judge is that of ``require-quality-gates``; the hook prints what is missing, here is what keeps a line, too.
"""

from __future__ import annotations

from backend_standards.project import gates
from backend_standards.project.gate_settings import Settings, settings_of
from backend_standards.standard.verdict import broken, inapplicable, kept, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.core import Finding, Options
    from backend_standards.standard.project import Project
    from backend_standards.standard.verdict import Verdict

HOOK = "require-quality-gates"
PARTS = {
    "T5": gates.COVERAGE,
    "Y1": "lint",
    "Y2": "types",
    "T1": "tests",
    "D2": "audit",
    "M10": "audit",
    "S4": "security",
}
"""The part that decides a line."""
LINES = frozenset(PARTS)


def judged(project: Project, options: Options) -> list[gates.Gates]:
    """Return the gates of each root of a project.

    Raises:
        Stopped: an option has no sense.
    """
    chosen = settings_of(options, project.paths) if options.values else Settings()
    return [gates.Gates(project.paths, project.contents, chosen, root, project.tasks) for root in chosen.roots]


def findings(every: list[gates.Gates], _project: Project, _options: Options) -> Iterator[Finding]:
    """Yield the findings of the hook."""
    if not all(each.is_clean for each in every):
        from backend_standards.project import gate_findings

        yield from gate_findings.findings(every)


def verdict(line: str, every: list[gates.Gates]) -> Verdict:
    """Return what the gates say of a line: the worst of the roots."""
    found = [each for root in every for each in root.verdicts() if each.part == PARTS[line]]
    for state in (gates.MISSING, gates.UNKNOWN, gates.KEPT):
        for each in found:
            if each.state == state:
                at = f"{each.path}:{each.line}" if each.line else each.path
                why = ", ".join(filter(None, (each.why, at)))
                if state == gates.MISSING:
                    return broken(
                        why, fix="See what the hook prints.", commands=[f"backend-standards check --hook={HOOK}"]
                    )
                return kept(why) if state == gates.KEPT else unknown(why, fix="Look where that is kept.")
    return inapplicable(found[0].why if found else "there is no Python to check")

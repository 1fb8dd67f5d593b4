"""One cause is one finding, whichever hooks see it, and in however many places. The others are named in it.

A report merges after the baseline has taken findings off, so a baseline has one entry for each finding.
"""

from __future__ import annotations

from backend_standards.core import Finding
from backend_standards.core.output import printable_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence
    from typing import TypeAlias

    from backend_standards.core import Outcome

    Found: TypeAlias = "tuple[Outcome, Finding]"

_NAMED = 3
"""Places that a message names: three are enough to know what to look for."""


def merge(outcomes: Sequence[Outcome]) -> None:
    """Merge the findings that have one cause, in place."""
    for cause, keeps in ((_value, _first), (_fix, _first), (_place, _with_commands), (_named_cause, _last)):
        _merge(outcomes, cause, keeps)


def _value(outcome: Outcome, finding: Finding) -> Hashable:
    """One value that stands on one line several times, and is excepted in one way."""
    if not finding.line or finding.source or not (finding.commands or finding.note):
        return None
    same = finding.message, finding.commands, finding.note, finding.exempt
    return outcome.hook, finding.path, finding.line, finding.rule.id, *same


def _fix(_outcome: Outcome, finding: Finding) -> Hashable:
    """One rule whose commands are the same in several places, such as of two Dockerfiles with one ignore file."""
    return (finding.rule.id, finding.commands, finding.note) if finding.commands else None


def _place(_outcome: Outcome, finding: Finding) -> Hashable:
    """One place: with one remedy, or with one secret in it."""
    place = finding.path, finding.line, finding.column
    if finding.rule.secret and finding.line:
        return place
    return (*place, finding.commands, finding.note) if finding.commands or finding.note else None


def _named_cause(_outcome: Outcome, finding: Finding) -> Hashable:
    """One cause that several hooks call by one name."""
    return finding.cause or None


def _first(found: Sequence[Found]) -> Found:
    return min(found, key=lambda each: (each[1].path, each[1].line, each[1].column))


def _last(found: Sequence[Found]) -> Found:
    """Return the finding of the last hook: the more a hook knows of a thing, the later it is in the manifest."""
    return found[-1]


def _with_commands(found: Sequence[Found]) -> Found:
    return next((each for each in found if each[1].commands), found[0])


def _merge(
    outcomes: Sequence[Outcome],
    cause_of: Callable[[Outcome, Finding], Hashable],
    keeps: Callable[[Sequence[Found]], Found],
) -> None:
    groups: dict[Hashable, list[Found]] = {}
    for outcome in outcomes:
        for finding in outcome.findings:
            cause = cause_of(outcome, finding)
            if cause is not None:
                groups.setdefault(cause, []).append((outcome, finding))
    replaced: dict[int, Finding | None] = {}
    for found in groups.values():
        if len(found) > 1:
            kept = keeps(found)
            replaced.update((id(finding), None) for _, finding in found)
            replaced[id(kept[1])] = _merged(kept, [each for each in found if each is not kept])
    if replaced:
        for outcome in outcomes:
            after = (replaced.get(id(finding), finding) for finding in outcome.findings)
            outcome.findings = [finding for finding in after if finding is not None]


def _merged(kept: Found, others: Sequence[Found]) -> Finding:
    """Return a finding that speaks for others too."""
    finding = kept[1]
    return Finding(
        finding.path,
        finding.rule,
        f"{finding.message}{_naming(finding, [other for _, other in others])}",
        line=finding.line,
        column=finding.column,
        commands=finding.commands,
        note=finding.note,
        exempt=finding.exempt,
        source=finding.source,
        known_as=finding.known_as or finding.message,
        others=[*finding.others, *(each for other in others for each in (other, *other[1].others))],
    )


def _naming(finding: Finding, others: Iterable[Finding]) -> str:
    """Return how a message names what its finding speaks for: other rules, and other places."""
    names: dict[str, None] = {}
    again = 0
    for other in others:
        here = (other.path, other.line) == (finding.path, finding.line)
        if here and other.rule is finding.rule:
            again += 1
            continue
        place = printable_path(other.path) + (f":{other.line}" if other.line else "")
        rule = "" if other.rule is finding.rule else other.rule.id
        names[rule if here else f"{rule}{': ' * bool(rule)}{place}"] = None
    listed = ", ".join([*names][:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
    return (f" ({again + 1} times)" if again else "") + (f" (also {listed})" if listed else "")

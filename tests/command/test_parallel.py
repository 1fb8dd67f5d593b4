"""The outcomes of several processes, put together."""

from __future__ import annotations

from backend_standards.command import parallel
from backend_standards.core import Finding, Outcome, rules


def test_what_two_parts_both_found_comes_once() -> None:
    stray = rules.every()["stray-code"]
    one = Outcome("h", [Finding("c", stray, "m", line=1)])
    two = Outcome(
        "h", [Finding("c", stray, "m", line=1), Finding("c", stray, "m", line=2)], stopped="git failed", more=3
    )
    one.files, two.files = ["a"], ["b"]
    merged = parallel._Merged(one)
    merged.add(one)
    merged.add(two)
    outcome = merged.outcome
    assert [each.line for each in outcome.findings] == [1, 2]
    assert (outcome.files, outcome.more, outcome.stopped) == (["a", "b"], 3, "git failed")

"""The problems of requirements, and the findings made of them."""

from __future__ import annotations

import pytest

from backend_standards.core import IGNORE, Exempt
from backend_standards.core.rules import Rule
from backend_standards.dependencies import Problem, problems, rules


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.id)
def test_kinds(rule: Rule) -> None:
    problem = Problem("x", rule, "x is wrong")
    assert problems.is_unpinned(problem) == rule.id.startswith("unpinned-")
    assert problems.is_loose(problem) == (rule.id in ("unpinned-bare", "unpinned-range", "unpinned-wildcard"))
    assert problems.is_invalid(problem) == (rule.id == "invalid-requirement")
    counts = ("invalid-requirement", "unpinned-latest", "local-build-path", "url-credentials")
    assert problems.counts_in_constraints(problem) == (rule.id in counts)


def test_finding() -> None:
    problem = Problem("My_X", rules.UNPINNED_BARE, "My_X has no version", "Write one.")
    finding = problems.finding("a.txt", problem, 2, 3)
    assert (finding.path, finding.rule, finding.line, finding.column) == ("a.txt", rules.UNPINNED_BARE, 2, 3)
    assert (finding.message, finding.note) == ("My_X has no version", "Write one.")
    assert finding.exempt == (*IGNORE, Exempt("allow", "my-x"))


def test_finding_elsewhere() -> None:
    problem = Problem("", rules.INVALID_REQUIREMENT, "this is wrong", "Write it.")
    finding = problems.finding("a.txt", problem, 2, 3, where="line 4", note="Write that.")
    assert finding.note == "Write that."
    assert finding.exempt == (Exempt(place="line 4"),)


@pytest.mark.parametrize(
    ("extras", "operators", "marker", "rule", "note"),
    [
        ([], [], "", rules.UNPINNED_BARE, "Write x==VERSION, "),
        (["b", "a"], [">=", "<"], "", rules.UNPINNED_RANGE, "Write x[a,b]==VERSION, "),
        ([], ["==", "!="], "os_name == 'nt'", rules.UNPINNED_WILDCARD, "Write x==VERSION ; os_name == 'nt', "),
    ],
)
def test_loose(extras: list[str], operators: list[str], marker: str, rule: Rule, note: str) -> None:
    problem = problems.loose("x", extras, operators, marker)
    assert (problem.subject, problem.rule) == ("x", rule)
    assert problem.message.startswith("x has ")
    assert problem.note == note + "with the version that you have tested: `pip show x` prints it."

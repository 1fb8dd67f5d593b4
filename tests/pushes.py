"""Commits that are pushed, and the findings about them."""

from __future__ import annotations

from collections.abc import Iterable

from backend_standards.commits import Rules, pushed
from backend_standards.commits.pushed import Advice, Commit
from backend_standards.core import Finding

OID, OTHER, THIRD = "1" * 40, "2" * 40, "3" * 40


def rules_of(findings: Iterable[Finding]) -> list[str]:
    return [finding.rule.id for finding in findings]


def commit(oid: str, parents: list[str], message: str) -> Commit:
    return Commit(" ".join([oid, *parents]), message)


def judged(*commits: Commit, allow_merges: bool = False, into_base: bool = False) -> list[Finding]:
    advice = Advice("origin/main", "origin/main", [each.oid for each in commits], OID)
    found = pushed.check(commits, Rules(), lambda: advice, allow_merges=allow_merges, into_base=into_base)
    return list(found)

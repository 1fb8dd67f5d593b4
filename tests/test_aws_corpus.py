"""The hook forbid-aws-keys on the labelled corpus: every credential is found on its line, and nothing else is."""

from __future__ import annotations

from collections import Counter

import pytest

import aws_corpus
from aws_corpus.templates import Form
from backend_standards import _aws_literals
from backend_standards.forbid_aws_keys import Policy, check

_FORMS = aws_corpus.forms()
_POSITIVE = [form for form in _FORMS if form.has_credential]
_HARMLESS = [form for form in _FORMS if not form.has_credential]


def _wrong(case: aws_corpus.Case) -> dict[str, list[tuple[int, str]]]:
    """Return what the hook misses in a file, and what it reports without need; {} if it is right."""
    found = {(finding.line, finding.rule) for finding in check([(case.path, case.data)], Policy())}
    # Binaries have no lines.
    expected = {(0, rule) for _, rule in case.expected} if case.name.startswith("pos/bin") else set(case.expected)
    wrong = {"missed": sorted(expected - found), "extra": sorted(found - expected)}
    return {kind: findings for kind, findings in wrong.items() if findings}


@pytest.mark.parametrize("form", _POSITIVE, ids=[form.name for form in _POSITIVE])
def test_finds_every_credential(form: Form) -> None:
    assert {case.name: wrong for case in aws_corpus.cases([form]) if (wrong := _wrong(case))} == {}


@pytest.mark.parametrize("section", dict.fromkeys(form.section for form in _HARMLESS))
def test_passes_what_only_looks_like_one(section: str) -> None:
    cases = aws_corpus.cases(form for form in _HARMLESS if form.section == section)
    assert {case.name: wrong for case in cases if (wrong := _wrong(case))} == {}


def test_every_credential_leaves_a_clue() -> None:
    searches = [_aws_literals.finder(many=many) for many in (False, True)]
    unseen = [
        case.name
        for case in aws_corpus.cases(_POSITIVE)
        for find_clues in searches
        if not find_clues(case.data) and not find_clues(case.data.replace(b"\0", b""))
    ]
    assert unseen == []


def test_cases_are_labelled_and_named_apart() -> None:
    cases = aws_corpus.cases()
    assert [case.name for case in cases if case.name.startswith("pos/") != bool(case.expected)] == []
    assert [name for name, count in Counter(case.name for case in cases).items() if count > 1] == []

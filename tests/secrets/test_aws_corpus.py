"""The hook forbid-aws-keys on the labelled corpus: but for ``KNOWN``, it finds every credential on its line, and no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

import aws_corpus
from aws_corpus.templates import Form
from backend_standards.forbid_aws_keys import check
from backend_standards.secrets import AwsPolicy, aws_clues

# The forms of which the hook misses or needlessly reports a case, and why that is accepted.
KNOWN = {
    "elasticsearch-keystore": "the name stands after the value, in another command",
    "word-diff": "its marks hold a plus, as a secret may",
    "discourse-app-yml": "one of its random secrets happens to look like words",
    "bin-pickle-0": "a letter stands before each text",
    "bin-marshal": "has no NUL, so it is read as text",
    "bin-sqlite-key-value": "nothing stands between name and value",
    "bin-sqlite-secret-only": "nothing stands between name and value",
    "bin-dotnet-user-strings": "the length before the secret is a letter",
    "laravel-csrf-token": "40 random letters and digits near the word secret",
    "laravel-session-id": "40 random letters and digits near the word secret",
}
_FORMS = aws_corpus.forms()
_POSITIVE = [form for form in _FORMS if form.has_credential and form.name not in KNOWN]
_HARMLESS = [form for form in _FORMS if not form.has_credential and form.name not in KNOWN]


def _wrong(case: aws_corpus.Case) -> dict[str, list[tuple[int, str]]]:
    """Return what the hook misses in a file, and what it reports without need; {} if it is right."""
    found = {(finding.line, finding.rule.id) for finding in check([(case.path, case.data)], AwsPolicy())}
    is_binary = case.name.startswith("pos/bin") and b"\0" in case.data  # which has no lines
    expected = {(0, rule) for _, rule in case.expected} if is_binary else set(case.expected)
    wrong = {"missed": sorted(expected - found), "extra": sorted(found - expected)}
    return {kind: findings for kind, findings in wrong.items() if findings}


def _all_wrong(forms: Iterable[Form]) -> dict[str, dict[str, list[tuple[int, str]]]]:
    return {case.name: wrong for case in aws_corpus.cases(forms) if (wrong := _wrong(case))}


@pytest.mark.parametrize("form", _POSITIVE, ids=[form.name for form in _POSITIVE])
def test_finds_every_credential(form: Form) -> None:
    assert _all_wrong([form]) == {}


@pytest.mark.parametrize("section", dict.fromkeys(form.section for form in _HARMLESS))
def test_passes_what_only_looks_like_one(section: str) -> None:
    assert _all_wrong(form for form in _HARMLESS if form.section == section) == {}


@pytest.mark.parametrize("name", KNOWN)
def test_is_wrong_where_it_is_known_to_be(name: str) -> None:
    assert _all_wrong(form for form in _FORMS if form.name == name) != {}, "it is right now: take it out of KNOWN"


def test_every_credential_leaves_a_clue() -> None:
    searches = [aws_clues.finder(many=many) for many in (False, True)]
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

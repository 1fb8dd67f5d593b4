"""The diagnosis of a header: its parts, its correction and an example."""

from __future__ import annotations

import pytest

from backend_standards.commits import TYPES, Rules
from backend_standards.commits.header import diagnose


@pytest.mark.parametrize(
    ("header", "parts", "corrected"),
    [
        pytest.param("feature: add login", ("feat", "", "add login"), "feat: add login", id="alias"),
        pytest.param("feat/auth: add login", ("feat", "auth", "add login"), "feat(auth): add login", id="scope-in-the-type"),
        pytest.param("feat/auth(db): add login", ("feat", "db", "add login"), "feat(db): add login", id="two-scopes"),
        pytest.param("feat(): add login", ("feat", "", "add login"), "feat: add login", id="empty-scope"),
        pytest.param("feat(auth]: add login", ("feat", "auth", "add login"), "", id="two-kinds-of-brackets"),
        pytest.param("text: add login", ("text", "", "add login"), "", id="unknown"),
        pytest.param("[ABC-1] feat: add login", ("feat", "", "[ABC-1] add login"), "feat: [ABC-1] add login", id="ticket-first"),
        pytest.param("[feat] add login", ("feat", "", "add login"), "feat: add login", id="in-brackets"),
        pytest.param("feat(auth)!add login", ("feat", "auth", "add login"), "feat(auth)!: add login", id="no-colon"),
        pytest.param("feat(auth: add login", ("feat", "auth", "add login"), "feat(auth): add login", id="not-closed"),
        pytest.param("feat:", ("feat", "", ""), "", id="no-description"),
    ],
)  # fmt: skip
def test_parts_and_correction(header: str, parts: tuple[str, str, str], corrected: str) -> None:
    found = diagnose(header, 1, Rules())
    assert (found.type, found.scope, found.description) == parts
    assert found.is_divided
    assert found.corrected == corrected
    assert found.problems


@pytest.mark.parametrize(
    ("header", "type_", "example"),
    [
        pytest.param("Add login", "", "feat: Add login", id="verb"),
        pytest.param("Bump the dependencies", "", "chore: Bump the dependencies", id="dependencies"),
        pytest.param("WIP add login", "wip", "", id="wip"),
        pytest.param("update", "", "chore: update", id="not-proved"),
        pytest.param("Add login " * 30, "", "", id="too-long-for-an-example"),
    ],
)
def test_a_header_without_a_type(header: str, type_: str, example: str) -> None:
    found = diagnose(header, 1, Rules())
    assert not found.is_divided
    assert (found.type, found.scope, found.description) == (type_, "", header)
    assert (found.corrected, found.example) == ("", example)


def test_a_type_that_the_team_adds_is_not_an_alias() -> None:
    assert diagnose("perf:cache the parser", 1, Rules()).corrected == "refactor: cache the parser"
    assert diagnose("perf:cache the parser", 1, Rules((*TYPES, "perf"))).corrected == "perf: cache the parser"


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("feat : add login", "there is a space before the colon"),
        ("feat! : add login", "there is a space before the colon"),
        ("feat (auth): add login", "there is a space after the type"),
        ("feat(auth) : add login", "there is a space before the colon"),
        ("feat\uff1aadd login", "U+FF1A FULLWIDTH COLON only looks like :"),
    ],
)
def test_a_wrong_blank_is_one_problem(header: str, message: str) -> None:
    assert [each.message for each in diagnose(header, 1, Rules()).problems] == [message]

"""What a legacy hook has told is not told again by the hook of the same push."""

from __future__ import annotations

import os

import pytest

from backend_standards.commits import told
from backend_standards.commits.rules import MERGE_COMMIT, VAGUE_SUMMARY
from backend_standards.core import FINDINGS, Finding, Outcome
from support import Repository


def outcome(*names: str) -> Outcome:
    return Outcome("check-push", [Finding(name, VAGUE_SUMMARY, "it says nothing", line=1) for name in names])


@pytest.fixture(autouse=True)
def _in_a_repository(repository: Repository) -> None:
    assert repository.path


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"PRE_COMMIT_RUNNING_LEGACY": "1"}, True),
        ({"PREK_RUNNING_LEGACY": "1"}, True),
        ({"PRE_COMMIT_RUNNING_LEGACY": ""}, False),
        ({}, False),
    ],
)
def test_who_starts_a_legacy_hook(environment: dict[str, str], expected: bool) -> None:
    assert told.is_legacy(environment) is expected


def test_what_was_told_is_left_out_once(repository: Repository) -> None:
    told.note(outcome("a", "b \udcff"))
    second = told.without(outcome("a", "c", "b \udcff"))
    assert [each.path for each in second.findings] == ["c"]
    assert second.said == "check-push: pre-push.legacy has printed the rest, see above\n"
    assert second.code == FINDINGS
    third = told.without(outcome("a"))
    assert ([each.path for each in third.findings], third.said) == (["a"], "")
    assert not (repository.path / ".git/backend-standards/told").exists()


def test_a_push_in_which_all_was_told_fails() -> None:
    told.note(outcome("a"))
    second = told.without(outcome("a"))
    assert (second.findings, second.code) == ([], FINDINGS)


def test_another_finding_is_told() -> None:
    told.note(outcome("a"))
    others = [
        Finding("a", MERGE_COMMIT, "it says nothing", line=1),
        Finding("a", VAGUE_SUMMARY, "it says little", line=1),
        Finding("a", VAGUE_SUMMARY, "it says nothing", line=2),
        Finding("b", VAGUE_SUMMARY, "it says nothing", line=1),
    ]
    assert told.without(Outcome("check-push", others)).findings == others


def test_a_note_of_another_push_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    told.note(outcome("a"))
    monkeypatch.setattr(os, "getpgrp", lambda: -1, raising=False)
    left = told.without(outcome("a"))
    assert ([each.path for each in left.findings], left.said) == (["a"], "")


def test_where_nothing_can_be_written_it_is_told_twice(repository: Repository) -> None:
    repository.write(".git/backend-standards", "no folder")
    told.note(outcome("a"))
    assert [each.path for each in told.without(outcome("a")).findings] == ["a"]

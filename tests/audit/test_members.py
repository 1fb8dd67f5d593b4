"""What a report says about a secret."""

from __future__ import annotations

import os

import pytest

import fakes
from auditing import ID_LINE, OTHER, Audits, drop, put
from backend_standards.audit.members import is_report, text
from support import Repository


def test_a_key_id_with_an_account_has_no_sum(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", f"x = 'AK{'IA'}Y3{fakes.text(fakes.BASE32, 14, 3)}'\n")
    (secret,) = audits.secrets()
    assert (secret["account"] is None) == (secret["sha256"] is not None)


def test_fingerprints_stay(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", f"{ID_LINE}other = '{OTHER}'\n")
    before = audits.secrets()
    put(repository, "a.py", f"\nother = '{OTHER}'\n")
    after = audits.secrets()
    assert [each["first"]["line"] for each in (*before, *after)] == [1, 2, 2, 1]  # what is in HEAD comes first
    assert [each["fingerprint"] for each in before] == [each["fingerprint"] for each in reversed(after)]


def test_a_branch_called_head(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    repository.git("update-ref", "refs/heads/HEAD", "HEAD")
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    drop(repository, "a.py")
    (secret,) = audits.secrets()
    assert (secret["head"], secret["branches"]) == ([], ["HEAD", "origin/main"])


def test_names_of_refs_that_hold_a_line_separator(repository: Repository, audits: Audits) -> None:
    put(repository, "a.py", ID_LINE)
    repository.git("branch", "a\u2028b\x85c")
    repository.git("tag", "a\u2028b\x85c")
    assert audits.secrets()[0]["branches"] == ["a\u2028b\x85c", "main"]


@pytest.mark.parametrize(
    ("raw", "expected"), [("\u00e4 \n", "\u00e4 \n"), (os.fsdecode(b"caf\xe9"), r"caf\xe9")], ids=["utf-8", "latin-1"]
)
def test_text(raw: str, expected: str) -> None:
    assert text(raw) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"repository": "a", "state": "failed", "secrets": []}, True),
        ({"repository": "a", "state": "failed"}, False),
        ([], False),
        (None, False),
    ],
)
def test_is_report(value: object, expected: bool) -> None:
    assert is_report(value) == expected

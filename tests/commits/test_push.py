"""The target of a push: what is refused, and what a refusal says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from backend_standards.commits.push import Remote, check
from backend_standards.commits.pushed import Update
from backend_standards.core import Exempt, git
from pushes import OID, OTHER, rules_of


@pytest.mark.parametrize(
    ("update", "branches", "settings", "expected"),
    [
        pytest.param(Update(OID, "refs/heads/main"), {}, {}, [], id="empty-remote"),
        pytest.param(Update(OID, "refs/heads/main"), {"feature/x": OTHER}, {}, [], id="no-main-yet"),
        pytest.param(Update(OID, "refs/heads/main"), {"main": OTHER}, {}, ["push-to-protected"], id="push"),
        pytest.param(Update(OID, "refs/heads/master"), {"main": OTHER}, {}, ["push-to-protected"], id="a-second-main"),
        pytest.param(Update(OID, "refs/heads/main"), {"main": OTHER}, {"allow_fast_forward": True}, [], id="allowed"),
        pytest.param(
            Update(OID, "refs/heads/main"), {"main": OTHER}, {"allow_fast_forward": True, "is_forced": True},
            ["force-push-to-protected"], id="allowed-but-forced",
        ),
        pytest.param(
            Update(OID, "refs/heads/main"), {"main": OTHER}, {"is_forced": True},
            ["force-push-to-protected", "push-to-protected"], id="forced",
        ),
        pytest.param(Update("", "refs/heads/main"), {"main": OTHER}, {}, ["push-to-protected"], id="deletion"),
        pytest.param(
            Update("", "refs/heads/main"), {"main": OTHER}, {"allow_fast_forward": True}, ["push-to-protected"], id="deletion-is-none",
        ),
        pytest.param(Update(OID, "refs/heads/main"), None, {}, ["push-to-protected"], id="could-not-be-asked"),
    ],
)  # fmt: skip
def test_target(
    update: Update, branches: Mapping[str, str] | None, settings: dict[str, Any], expected: list[str]
) -> None:
    assert rules_of(check(update, Remote("origin", "u", branches), **{"is_forced": False, **settings})) == expected


def test_what_a_refused_push_says() -> None:
    remote = Remote("origin", "u", {"main": OTHER})
    (finding,) = check(Update(OID, "refs/heads/main", "refs/heads/main"), remote, is_forced=False)
    assert finding.message == "this push goes to main on origin; commits reach it only through pull requests"
    assert finding.commands == (
        "git branch feature/name-of-the-change main",
        "git push -u origin feature/name-of-the-change",
    )
    assert (finding.note, finding.exempt) == ("Then open a pull request.", (Exempt("allow-fast-forward"),))
    (finding,) = check(Update(OID, "refs/heads/main", "refs/heads/feature/x"), remote, is_forced=False)
    assert finding.commands == ("git push -u origin feature/x",)
    assert (finding.note, finding.exempt) == ("Then open a pull request.", (Exempt("allow-fast-forward"),))
    for local, source in (("HEAD", "HEAD"), ("HEAD~1", "'HEAD~1'"), ("", "HEAD"), ("HEAD^{/a b}", "'HEAD^{/a b}'")):
        (finding,) = check(Update(OID, "refs/heads/main", local), remote, is_forced=False)
        assert finding.commands == (
            f"git branch feature/name-of-the-change {source}",
            "git push -u origin feature/name-of-the-change",
        )
    (finding,) = check(Update("", "refs/heads/main"), remote, is_forced=False)
    assert finding.message == "this push deletes main on origin"
    assert (finding.commands, finding.exempt) == ((), ())
    assert finding.note == "Leave the branch, or ask an administrator of origin to delete it."
    (finding,) = check(Update(OID, "refs/heads/main"), remote, is_forced=True, allow_fast_forward=True)
    assert finding.message == "this push rewrites main on origin and removes commits that others have"
    assert finding.commands == ("git fetch origin main && git rebase FETCH_HEAD",)
    assert (finding.note, finding.exempt) == ("Then push without --force. To undo a commit, use git revert.", ())
    remote = Remote("origin", "u", None, "no route")
    (finding,) = check(Update(OID, "refs/heads/main"), remote, is_forced=False)
    assert "(no answer from origin on whether this rewrites it: no route)" in finding.message


def test_no_password_of_a_url_is_printed() -> None:
    remote = Remote("https://someone:hunter2@example.com/a/b.git", "u", {"main": OTHER})
    findings = list(check(Update(OID, "refs/heads/main"), remote, is_forced=True))
    findings += check(Update("", "refs/heads/main"), remote, is_forced=False)
    text = " ".join(words for each in findings for words in (each.message, *each.commands, each.note))
    assert "hunter2" not in text
    assert "https://example.com/a/b.git" in text
    assert git.without_login("https://a:b@c@example.com") == "https://example.com"
    assert git.without_login("git@example.com:a/b.git") == "git@example.com:a/b.git"
    assert git.without_login("https://example.com/a@b") == "https://example.com/a@b"

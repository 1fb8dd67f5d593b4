"""The target of a push: what is refused, and what a refusal says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from backend_standards.commits import PROTECTED, advice, push, utf8
from backend_standards.commits.push import Remote, check
from backend_standards.commits.pushed import Update
from backend_standards.core import Exempt, Stopped, current_branch, git, git_process
from pushes import OID, OTHER, THIRD, commit, rules_of


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


MAIN = "refs/heads/main"
FORCED, PUSHED = "force-push-to-protected", "push-to-protected"


@pytest.mark.parametrize(
    ("update", "answer", "is_fetched", "allow", "expected"),
    [
        pytest.param(Update(OID, MAIN, old=OTHER), {"main": OTHER}, True, False, [PUSHED], id="push"),
        pytest.param(Update(OID, MAIN, old=OTHER), {"main": OTHER}, True, True, [], id="allowed"),
        pytest.param(Update(OID, MAIN), {"main": OTHER}, False, True, [], id="old-is-not-known"),
        pytest.param(Update(OID, MAIN), {}, False, False, [], id="first-push"),
        pytest.param(Update(OID, MAIN, old=THIRD), "not asked", True, True, [FORCED], id="forced-for-sure"),
        pytest.param(Update(OID, MAIN, old=OTHER), {"main": THIRD}, True, True, [FORCED], id="the-remote-has-more"),
        pytest.param(Update(OID, MAIN), {"master": THIRD}, True, False, [PUSHED], id="another-protected-branch"),
        pytest.param(Update("", MAIN, old=OTHER), "not asked", True, True, [PUSHED], id="deletion"),
        pytest.param(Update(OID, MAIN, old=OTHER), "no route", False, False, [PUSHED], id="no-answer-and-old-is-known"),
        pytest.param(Update(OID, MAIN), "no route", True, False, [PUSHED], id="no-answer-and-fetched-before"),
        pytest.param(Update(OID, MAIN), "no route", False, False, None, id="no-answer-and-nothing-known"),
        pytest.param(Update(OID, MAIN, old=OTHER), "no route", True, True, None, id="no-answer-and-all-depends-on-it"),
    ],
)  # fmt: skip
def test_what_git_and_the_remote_say(
    monkeypatch: pytest.MonkeyPatch,
    update: Update,
    answer: dict[str, str] | str,
    is_fetched: bool,
    allow: bool,
    expected: list[str] | None,
) -> None:
    """The pushed commit has OTHER, and does not have THIRD."""
    asked: list[str] = []

    def is_ancestor(old: str, new: str) -> bool:
        assert new == OID
        return {OTHER: True, THIRD: False}[old]

    def remote_branches(url: str) -> dict[str, str]:
        asked.append(url)
        if isinstance(answer, str):
            raise Stopped(f"git ls-remote {url}: {answer}")
        return answer

    monkeypatch.setattr(advice, "is_ancestor", is_ancestor)
    monkeypatch.setattr(advice, "free", lambda name: name)
    monkeypatch.setattr(git, "remote_branches", remote_branches)
    monkeypatch.setattr(git_process, "run", lambda _: b"refs/remotes/origin/main\n" if is_fetched else b"")
    remote = Remote("origin", "https://someone:hunter2@example.com/a")

    def judge() -> list[str]:
        return rules_of(push.judge_target(update, remote, PROTECTED, allow_fast_forward=allow))

    if expected is None:
        with pytest.raises(Stopped, match=r"origin did not tell which commit its main is: .*no route"):
            judge()
    else:
        assert judge() == expected
        assert judge() == expected
    assert len(asked) == (answer != "not asked"), "a remote is asked once, at most"
    assert "hunter2" not in remote.error
    assert ("no route" in remote.error) == (answer == "no route")


def test_a_deletion_rewrites_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advice, "is_ancestor", None)
    update, remote = Update("", MAIN, old=OTHER), Remote("origin", "u", {"main": OTHER})
    assert rules_of(push.judge_target(update, remote, PROTECTED, allow_fast_forward=False)) == [PUSHED]


def test_a_revision_that_the_user_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_process, "commit", {"main": OID, "1000": OTHER}.get)
    assert (push.resolved("main"), push.resolved("1000")) == (OID, OTHER)
    for revision, problem in (("0000", "is not a commit"), ("", "is not a commit"), ("x", "is not in this clone")):
        with pytest.raises(Stopped, match=f"^{revision} {problem}"):
            push.resolved(revision)


@pytest.mark.parametrize(
    ("row", "pushed", "is_found"),
    [
        ("main origin/main ahead 1", [], True),
        ("main origin/main ahead 2, behind 1", ["feature/x", ""], True),
        ("main origin/main ahead 1", ["main"], False),
        ("main origin/main behind 1", [], False),
        ("main origin/main ", [], False),
        ("main  ", [], False),
        ("trunk origin/trunk ahead 1", [], False),
    ],
)
def test_a_protected_branch_that_is_ahead(
    monkeypatch: pytest.MonkeyPatch, row: str, pushed: list[str], is_found: bool
) -> None:
    monkeypatch.setattr(advice, "free", lambda name: name)
    monkeypatch.setattr(utf8, "run_git", lambda _: f"{row}\nmaster origin/master \n")
    for current, second in (
        ("main", "git reset --keep origin/main"),
        ("feature/x", "git branch --force main origin/main"),
    ):
        monkeypatch.setattr(current_branch, "branch", lambda current=current: current)
        found = list(push.local_ahead(PROTECTED, pushed))
        assert len(found) == is_found
        for finding in found:
            track = row.removeprefix("main origin/main ")
            assert finding.message == f"the local main has commits that origin/main does not have ({track})"
            assert finding.commands == ("git branch feature/name-of-the-change main", second)


TESTED = f"Merge {OTHER} into {THIRD}"


@pytest.mark.parametrize(
    ("message", "environment", "is_left_out"),
    [
        (TESTED, {}, True),
        (f"{TESTED}\n", {"GITHUB_SHA": OID, "GITHUB_REF": "refs/pull/1/merge"}, True),
        (TESTED, {"GITHUB_SHA": OTHER, "GITHUB_REF": "refs/pull/1/merge"}, False),
        (TESTED, {"GITHUB_SHA": OID, "GITHUB_REF": "refs/heads/main"}, False),
        (TESTED, {"GITHUB_SHA": OID}, False),
        (TESTED, {"GITHUB_REF": "refs/heads/main"}, True),
        (f"{TESTED} now", {}, False),
        (f"Merge {OTHER} into", {}, False),
        (f"merge {OTHER} into {THIRD}", {}, False),
        (f"Merge {OTHER} onto {THIRD}", {}, False),
        (f"Merge {THIRD} into {OTHER}", {}, False),
        (f"Merge {OTHER} into {OTHER}", {}, False),
        (f"Merge {THIRD} into {THIRD}", {}, False),
    ],
)
def test_the_merge_that_is_made_for_a_test(
    monkeypatch: pytest.MonkeyPatch, message: str, environment: dict[str, str], is_left_out: bool
) -> None:
    monkeypatch.setattr(advice, "is_ancestor", lambda old, new: (old, new) == (THIRD, "base"))
    merge, before = commit(OID, [THIRD, OTHER], message), commit(OTHER, [THIRD], "feat: parse dates\n")
    left = [before] if is_left_out else [merge, before]
    assert list(push.without_test_merge(iter([merge, before]), "base", environment)) == left
    assert list(push.without_test_merge(iter([before, merge]), "base", environment)) == [before, merge], (
        "the first only"
    )
    assert list(push.without_test_merge(iter([merge]), "another", environment)) == [merge], "its parent is in the base"

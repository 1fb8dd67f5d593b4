"""What a refused push prints, run word by word in clones with real remotes, until the push passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_standards.commits import advice, branch_names
from cloning import EDITOR, Clone, change, heads, obey
from support import commands


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    folder = tmp_path / "clone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Clone(folder)


def begin(clone: Clone, branch: str, start: str = "main", *messages: str) -> None:
    clone.git("switch", "--quiet", "--create", branch, start)
    change(clone, *messages)


@pytest.mark.parametrize(
    ("messages", "last"),
    [
        pytest.param(["feat: parse dates", "fixup! feat: parse dates"], "git rebase -i --autosquash origin/main", id="fixup"),
        pytest.param(["feature: parse dates"], "git commit --amend -m 'feat: parse dates'", id="last"),
    ],
)  # fmt: skip
def test_a_pushed_branch_that_is_not_checked_out(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, messages: list[str], last: str
) -> None:
    begin(clone, "feature/x", "main", *messages)
    begin(clone, "feature/other", "main", "feat: parse zones")
    other = clone.git("rev-parse", "feature/other")
    code, out = clone.push(monkeypatch, "origin", "feature/x")
    assert code == 1
    assert commands(out) == ["git switch feature/x", last]
    obey(clone, out, GIT_EDITOR=EDITOR if "amend" in last else ":", GIT_SEQUENCE_EDITOR=":")
    assert clone.git("rev-parse", "feature/other") == other, "the branch that was checked out is as it was"
    assert clone.push(monkeypatch, "origin", "feature/x")[0] == 0


@pytest.mark.parametrize("is_pushed", [False, True], ids=["new", "pushed-before"])
@pytest.mark.parametrize("base", ["develop", "team/integration"])
def test_a_branch_of_another_base_is_rebased_onto_that(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, base: str, *, is_pushed: bool
) -> None:
    begin(clone, base, "main", "feat: parse times", "feat: parse zones")
    clone.git("push", "--quiet", "--no-verify", "origin", base)
    begin(clone, "feature/x", base, "feat: parse dates")
    if is_pushed:
        clone.git("push", "--quiet", "--no-verify", "origin", "feature/x")
    change(clone, "fixup! feat: parse dates")
    code, out = clone.push(monkeypatch, "origin", "feature/x")
    assert (code, commands(out)) == (1, [f"git rebase -i --autosquash origin/{base}"])
    assert ("--force-with-lease" in out) is is_pushed
    assert ("note: Then push again." in out) is not is_pushed
    obey(clone, out, GIT_EDITOR=":", GIT_SEQUENCE_EDITOR=":")
    assert clone.git("log", "--format=%s", f"origin/{base}..") == "feat: parse dates\n", (
        "no commit of the base is copied"
    )
    option = ["--force-with-lease"] if is_pushed else []
    assert clone.push(monkeypatch, *option, "origin", "feature/x")[0] == 0


def test_the_base_of_a_merged_pull_request_is_the_protected_branch(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have the commit that the branch began on."""
    clone.git("push", "--quiet", "--no-verify", "origin", "main:develop")
    begin(clone, "feature/x", "main", "feat: parse dates", "fixup! feat: parse dates")
    assert commands(clone.push(monkeypatch, "origin", "feature/x")[1]) == ["git rebase -i --autosquash origin/main"]


def test_main_is_never_to_be_pushed_with_force(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    change(clone, "feat: parse dates", "fixup! feat: parse dates")
    code, out = clone.push(monkeypatch, "origin", "main", hook="--allow-fast-forward --")
    assert code == 1
    assert "force" not in out
    assert "note: Then push again." in out
    obey(clone, out, GIT_EDITOR=":", GIT_SEQUENCE_EDITOR=":")
    assert clone.push(monkeypatch, "origin", "main", hook="--allow-fast-forward --")[0] == 0


def test_commits_are_corrected_before_they_are_pushed_to_another_branch(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(clone, "feat: parse dates", "fixup! feat: parse dates")
    code, out = clone.push(monkeypatch, "origin", "main")
    name = advice.NEW_BRANCH
    expected = ["git rebase -i --autosquash origin/main", f"git branch {name} main", f"git push -u origin {name}"]
    assert (code, commands(out)) == (1, expected)
    obey(clone, out, GIT_EDITOR=":", GIT_SEQUENCE_EDITOR=":")
    assert heads(clone) == {"main": "feat: set the parser up", name: "feat: parse dates"}


def test_a_forced_push_of_a_branch_that_is_not_checked_out(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(clone, "feature/x")
    clone.commit("feat: parse dates")
    clone.git("switch", "--quiet", "main")
    change(clone, "feat: parse times")
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    begin(clone, "feature/other", "main", "feat: parse zones")
    code, out = clone.push(monkeypatch, "--force", "origin", "feature/x:main", hook="--allow-fast-forward --")
    assert code == 1
    assert commands(out) == ["git switch feature/x && git fetch origin main && git rebase FETCH_HEAD"]
    obey(clone, out)
    assert clone.push(monkeypatch, "origin", "feature/x:main", hook="--allow-fast-forward --")[0] == 0


def test_a_commit_of_no_branch_gets_one(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(clone, "feature/x", "main", "feat: parse dates", "fixup! feat: parse dates")
    tip = clone.git("rev-parse", "HEAD").strip()
    clone.git("switch", "--quiet", "main")
    code, out = clone.push(monkeypatch, "origin", f"{tip}:refs/heads/feature/y")
    assert code == 1
    assert commands(out) == [f"git switch -c {advice.NEW_BRANCH} {tip}", "git rebase -i --autosquash origin/main"]
    obey(clone, out, GIT_EDITOR=":", GIT_SEQUENCE_EDITOR=":")
    assert clone.push(monkeypatch, "origin", "HEAD:refs/heads/feature/y")[0] == 0


def test_the_local_main_that_is_ahead_and_checked_out(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(clone, "feature/x", "main", "feat: parse zones")
    clone.git("switch", "--quiet", "main")
    change(clone, "feat: parse dates")
    code, out = clone.push(monkeypatch, "origin", "feature/x", hook="--protected-branch-ahead --")
    assert (code, commands(out)) == (1, [f"git branch {advice.NEW_BRANCH} main", "git reset --keep origin/main"])
    obey(clone, out)
    assert clone.push(monkeypatch, "origin", "feature/x", hook="--protected-branch-ahead --")[0] == 0


def test_a_name_that_a_branch_has_is_not_proposed(clone: Clone) -> None:
    name = advice.NEW_BRANCH
    assert advice.free(name) == name
    clone.git("branch", name)
    assert advice.free(name) == f"{name}-2"
    clone.git("push", "--quiet", "--no-verify", "origin", f"main:refs/heads/{name}-2")
    assert advice.free(name) == f"{name}-3"
    clone.git("branch", "feature/login-2")
    assert advice.free("feature/login") == "feature/login"
    clone.git("branch", "feature/login")
    clone.git("branch", "feat_login")
    (command,) = branch_names.rename("feat_login", ["feature"])
    assert command == "git branch -m feat_login feature/login-3"
    assert branch_names.on_protected("main", ["feature"]).commands == (f"git switch -c {name}-3",)
    assert branch_names.rename_elsewhere("feat_login", ["feature"])[-1] == "git push -u origin feature/login-3"


def test_a_name_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert advice.free("feature/x") == "feature/x"

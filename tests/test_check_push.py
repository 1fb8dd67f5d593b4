from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.check_push import Remote, Update, check, main
from backend_standards.commits import pushed
from backend_standards.commits.message import Rules, problems
from backend_standards.commits.pushed import Advice, Commit
from backend_standards.core import Finding, Stopped, git
from support import ROOT, Repository

OID, OTHER, THIRD = "1" * 40, "2" * 40, "3" * 40


def rules_of(findings: Iterable[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


# --- the target -------------------------------------------------------------------------------------


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
    assert finding.message == "pushes to main on origin; commits reach it through pull requests"
    assert finding.fix == (
        "git branch feature/name-of-the-change main && git push -u origin feature/name-of-the-change, and open a pull request"
    )
    (finding,) = check(Update(OID, "refs/heads/main", "refs/heads/feature/x"), remote, is_forced=False)
    assert finding.fix == "git push -u origin feature/x, and open a pull request"
    remote = Remote("origin", "u", None, "no route")
    (finding,) = check(Update(OID, "refs/heads/main"), remote, is_forced=False)
    assert "(whether this rewrites it could not be asked: no route)" in finding.message


def test_no_password_of_a_url_is_printed() -> None:
    remote = Remote("https://someone:hunter2@example.com/a/b.git", "u", {"main": OTHER})
    findings = list(check(Update(OID, "refs/heads/main"), remote, is_forced=True))
    findings += check(Update("", "refs/heads/main"), remote, is_forced=False)
    text = "".join(f"{each.message} {each.fix}" for each in findings)
    assert "hunter2" not in text
    assert "https://example.com/a/b.git" in text
    assert git.without_login("https://a:b@c@example.com") == "https://example.com"
    assert git.without_login("git@example.com:a/b.git") == "git@example.com:a/b.git"
    assert git.without_login("https://example.com/a@b") == "https://example.com/a@b"


# --- commits ----------------------------------------------------------------------------------------


def commit(oid: str, parents: list[str], message: str) -> Commit:
    return Commit(" ".join([oid, *parents]), message)


def judged(*commits: Commit, allow_merges: bool = False, into_base: bool = False) -> list[Finding]:
    advice = Advice("origin/main", "origin/main", [each.oid for each in commits], OID)
    found = pushed.check(commits, Rules(), lambda: advice, allow_merges=allow_merges, into_base=into_base)
    return list(found)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("feat: parse dates\n", [], id="good"),
        pytest.param("fixup! feat: parse dates\n", ["autosquash-commit"], id="fixup"),
        pytest.param("squash! feat: parse dates\n\nmore", ["autosquash-commit"], id="squash"),
        pytest.param("amend! feat: parse dates\n", ["autosquash-commit"], id="amend"),
        pytest.param("fix: fixup! is a word of git's\n", [], id="fixup-inside"),
        pytest.param("chore: wip\n", ["work-in-progress"], id="wip"),
        pytest.param("fixed the login\n", ["commit-header-format"], id="grammar"),
        pytest.param("fix: update\n", ["vague-summary"], id="vague"),
        pytest.param("", [], id="none"),
    ],
)
def test_messages(message: str, expected: list[str]) -> None:
    assert rules_of(judged(commit(OTHER, [THIRD], message))) == expected


def test_the_messages_of_a_push_are_judged_as_check_commit_message_judges_them() -> None:
    message = "feature: parse dates\nand times\nbreaking change: all\n"
    expected = [(each.rule, each.line, each.column) for each in problems(message, Rules(), pushed=True)]
    findings = judged(commit(OTHER, [THIRD], message))
    assert [(each.rule, each.line, each.column) for each in findings] == expected
    assert len(findings) > 1
    assert findings[0].path == '2222222222 "feature: parse dates"'
    assert findings[0].fix == (
        "write feat: parse dates: git rebase -i origin/main, with reword in place of pick before 2222222222"
    )
    assert not any("rebase" in each.fix for each in findings[1:]), "the command is told once"
    (finding,) = judged(commit(OID, [THIRD], "feature: parse dates\n"))
    assert finding.fix == "git commit --amend -m 'feat: parse dates'", "the tip needs no rebase"
    (finding,) = judged(commit(OTHER, [THIRD], "chore: wip\n"))
    assert "with fixup or reword in place of pick" in finding.fix
    assert finding.source == "chore: wip"


def test_a_long_subject_is_cut() -> None:
    (finding,) = judged(commit(OTHER, [THIRD], "x" * 100))
    assert finding.path == f'2222222222 "{"x" * 59}…"'


def test_merges() -> None:
    merge = commit(OID, [OTHER, THIRD], "Merge branch 'main' into feature/x\n")
    own, theirs = commit(OTHER, ["4" * 40], "feat: parse dates\n"), commit(THIRD, ["4" * 40], "feat: parse times\n")
    (finding,) = judged(merge, own)
    assert finding.rule == "merge-commit"
    assert "merges what the remote has already" in finding.message
    assert finding.fix.startswith("git rebase origin/main; ")
    (finding,) = judged(merge, own, theirs)
    assert "merges another branch into this one" in finding.message
    assert judged(merge, own, allow_merges=True) == []
    assert judged(merge, own, theirs, into_base=True) == [], "how a feature branch is merged into main"
    assert rules_of(judged(merge, own, into_base=True)) == ["merge-commit"]


PARTS = st.one_of(
    st.sampled_from(
        [
            "feat",
            "fix(api)",
            "chore!",
            "feat(a: b)",
            'Revert "feat',
            "fixup! feat",
            "Merge",
            "nonsense",
            "wip",
            "",
            "\n",
        ]
    ),
    st.text(max_size=4),
)
SUMMARIES = st.lists(
    st.sampled_from(
        "update fix wip WIP: [wip] draft do not merge dates parser Parser the of and , misc stuff tests asdf #12 é `x` \t \u200b test 1.2".split(
            " "
        )
    ),
    max_size=4,
).map(" ".join)
BODIES = st.sampled_from(
    [
        "",
        "\n",
        "\n\nWhy.\n",
        "\nno blank line\n",
        "\n\nbreaking change: all\n",
        "\n\nBREAKING CHANGE: all\n",
        "\r\n\r\nx",
        "\n\nBreak\u0130ng change: x\n",
    ]
)
MESSAGES = st.builds(
    "{}{}{}{}".format, PARTS, st.sampled_from([": ", ": ", ": ", ":", " : ", ":  "]), SUMMARIES, BODIES
)


@given(
    st.lists(MESSAGES, min_size=2, max_size=40),
    st.sampled_from([{}, {"max_header": 20}, {"require_ticket": "#"}, {"scopes": ["api"]}]),
)
def test_what_is_remembered_of_messages_changes_no_verdict(messages: list[str], settings: dict[str, Any]) -> None:
    rules = Rules(**settings)
    messages = [each.replace("\0", "") for each in ["feat: parse dates", "fix(api): update the parser", *messages]]
    oids = [f"{number:010}" + "0" * 30 for number in range(len(messages))]
    commits = [commit(oid, [THIRD], message) for oid, message in zip(oids, messages, strict=True)]
    advice = Advice("main", "main")
    found = [(each.path[:10], each.rule) for each in pushed.check(commits, rules, lambda: advice)]
    alone = [(each.short, problem.rule) for each in commits for problem in problems(each.message, rules, pushed=True)]
    assert found == alone


RECORDS = st.lists(
    st.tuples(st.text("0123456789abcdef", min_size=40, max_size=40), st.integers(0, 3), st.binary(max_size=60))
)


@given(RECORDS, st.integers(1, 7))
def test_the_log_is_parsed_whatever_the_pieces(rows: list[tuple[str, int, bytes]], size: int) -> None:
    rows = [(oid, parents, message.replace(b"\0", b"")) for oid, parents, message in rows]
    data = b"".join(
        f"{oid} {' '.join([OTHER] * parents)}\n".encode() + message + b"\0" for oid, parents, message in rows
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(git, "_chunks", lambda *_: (data[at : at + size] for at in range(0, len(data), size)))
        commits = [pushed.parse(record) for record in git.records(["log"])]
    assert [(each.oid, len(each.parents), os.fsencode(each.message)) for each in commits] == rows


# --- real git ---------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out + captured.err


class Clone(Repository):
    """A repository with a bare remote, `origin`, that has its `main` with one commit."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.remote = path.parent / "remote.git"
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))
        self.git("remote", "add", "origin", str(self.remote))
        self.commit("feat: set the parser up")
        self.git("push", "--quiet", "--set-upstream", "origin", "main")

    def commit(self, message: str, *arguments: str) -> str:
        self.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-m", message, *arguments)
        return self.git("rev-parse", "HEAD").strip()

    def push(self, monkeypatch: pytest.MonkeyPatch, *arguments: str, hook: str = "--") -> tuple[int, str]:
        """Push with check-push as git's own hook; return git's exit code and output."""
        file = self.path / ".git/hooks/pre-push"
        file.parent.mkdir(exist_ok=True)
        call = f'-m backend_standards.check_push --stdin {hook} "$@"'
        file.write_text(f'#!/bin/sh\nexec "{sys.executable}" {call}\n', encoding="utf-8")
        file.chmod(0o755)
        monkeypatch.setenv("PYTHONPATH", str(ROOT / "hooks"))
        done = subprocess.run(["git", "push", *arguments], cwd=self.path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    folder = tmp_path / "clone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Clone(folder)


def test_a_feature_branch(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    clone.git("switch", "--quiet", "--create", "feature/x")
    clone.commit("feat: parse dates")
    assert clone.push(monkeypatch, "-u", "origin", "feature/x")[0] == 0
    clone.commit("feat: parse times", "--amend")
    assert clone.push(monkeypatch, "--force", "origin", "feature/x")[0] == 0, "one's own branch may be rewritten"
    clone.commit("chore: wip")
    clone.commit("fixup! feat: parse times")
    code, out = clone.push(monkeypatch, "origin", "feature/x")
    assert code == 1
    assert 'fixup! feat: parse times": autosquash-commit: ' in out
    assert 'wip":1:8: work-in-progress: ' in out
    # The commit that it mends may have been pushed already: the base of the branch is behind it in any case.
    assert (
        "fix: git rebase -i --autosquash origin/main; then, if the branch was pushed before: git push --force-" in out
    )
    assert clone.push(monkeypatch, "origin", ":feature/x")[0] == 0, "and deleted"


def test_what_the_remote_has_is_not_judged_again(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    clone.git("switch", "--quiet", "--create", "feature/x")
    clone.commit("what a message")
    clone.git("push", "--quiet", "origin", "feature/x")
    clone.commit("feat: parse times")
    assert clone.push(monkeypatch, "origin", "feature/x")[0] == 0


def test_another_remotes_base_is_not_judged(clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork whose own main is behind: what upstream merged in its way is none of the contributor's business."""
    clone.git("clone", "--quiet", "--bare", str(clone.remote), str(tmp_path / "upstream.git"))
    clone.git("remote", "add", "upstream", str(tmp_path / "upstream.git"))
    clone.commit("Some commit of theirs")
    clone.git("push", "--quiet", "upstream", "main")
    clone.git("switch", "--quiet", "--create", "feature/x")
    clone.commit("feat: parse dates")
    assert clone.push(monkeypatch, "origin", "feature/x")[0] == 0


def test_main(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    clone.commit("feat: parse dates")
    code, out = clone.push(monkeypatch, "origin", "main")
    assert code == 1
    assert "main: push-to-protected: pushes to main on origin" in out
    assert "force-push" not in out
    assert clone.push(monkeypatch, "origin", "main", hook="--protected=trunk --")[0] == 0
    clone.commit("feat: parse times")
    assert clone.push(monkeypatch, "origin", "main", hook="--allow-fast-forward --")[0] == 0
    code, out = clone.push(monkeypatch, "--force", "origin", "HEAD~1:main", hook="--allow-fast-forward --")
    assert (code, out.count("main: force-push-to-protected: ")) == (1, 1)
    assert "push-to-protected" not in out.replace("force-push-to-protected", "")
    code, out = clone.push(monkeypatch, "origin", ":main", hook="--allow-fast-forward --")
    assert code == 1
    assert "main: push-to-protected: deletes main on origin" in out


def test_a_feature_branch_to_main(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    clone.git("switch", "--quiet", "--create", "feature/x")
    clone.commit("feat: parse dates")
    code, out = clone.push(monkeypatch, "origin", "feature/x:main")
    assert code == 1
    assert "fix: git push -u origin feature/x, and open a pull request" in out
    assert clone.push(monkeypatch, "origin", "HEAD:refs/heads/feature/y")[0] == 0


def test_a_force_push_is_judged_by_what_the_remote_has_now(
    clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone.git("clone", "--quiet", str(clone.remote), str(tmp_path / "other"))
    other = tmp_path / "other"
    for command in (["commit", "--quiet", "--allow-empty", "-m", "feat: read their file"], ["push", "--quiet"]):
        subprocess.run(["git", *command], cwd=other, check=True, capture_output=True)
    clone.commit("feat: read my file")
    code, out = clone.push(monkeypatch, "--force", "origin", "main", hook="--allow-fast-forward --")
    assert code == 1
    assert "main: force-push-to-protected: " in out


def test_the_first_push(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "clone").mkdir()
    monkeypatch.chdir(tmp_path / "clone")
    clone = Clone(tmp_path / "clone")
    clone.git("init", "--quiet", "--bare", str(tmp_path / "empty.git"))
    clone.git("remote", "add", "empty", str(tmp_path / "empty.git"))
    assert clone.push(monkeypatch, "empty", "main")[0] == 0
    # By its URL, and unrelated to what it has: no remote-tracking branch tells, so it has to be asked.
    clone.git("switch", "--quiet", "--orphan", "other")
    clone.commit("feat: set another parser up")
    code, out = clone.push(monkeypatch, "--force", str(tmp_path / "empty.git"), "other:main")
    assert code == 1
    assert "force-push-to-protected" in out


def test_a_remote_that_cannot_be_asked(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    oid = clone.commit("feat: parse dates")
    monkeypatch.setenv("PRE_COMMIT_REMOTE_BRANCH", "refs/heads/main")
    monkeypatch.setenv("PRE_COMMIT_REMOTE_NAME", "origin")
    monkeypatch.setenv("PRE_COMMIT_REMOTE_URL", str(clone.remote) + ".gone")
    monkeypatch.setenv("PRE_COMMIT_LOCAL_BRANCH", "refs/heads/main")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", oid)
    code, out = run(capsys, "--")
    assert code == 1
    assert "main: push-to-protected: " in out
    assert "could not be asked" in out
    code, out = run(capsys, "--allow-fast-forward")
    assert code == 2, "nobody knows whether it rewrites something"
    assert "origin does not say what its main is" in out


def test_no_other_push_asks_the_remote(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: str) -> dict[str, str]:
        raise AssertionError("asked")

    monkeypatch.setattr(git, "remote_branches", refuse)
    clone.git("switch", "--quiet", "--create", "feature/x")
    oid = clone.commit("feat: parse dates")
    monkeypatch.setenv("PRE_COMMIT_REMOTE_NAME", "origin")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", oid)
    for ref in ("refs/heads/feature/x", "refs/tags/v1", "refs/for/main"):
        monkeypatch.setenv("PRE_COMMIT_REMOTE_BRANCH", ref)
        assert run(capsys, "--") == (0, "")


def test_no_transport_is_open_but_for_that_question(clone: Clone) -> None:
    with pytest.raises(Stopped, match="not allowed"):
        git.run(["ls-remote", str(clone.remote)])
    assert list(git.remote_branches(str(clone.remote))) == ["main"]
    with pytest.raises(Stopped):
        git.remote_branches("--upload-pack=touch x")


def test_merges_of_the_base_branch(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    clone.git("switch", "--quiet", "--create", "feature/x")
    clone.commit("feat: parse dates")
    clone.git("switch", "--quiet", "main")
    clone.commit("feat: parse times")
    clone.git("push", "--quiet", "origin", "main")
    clone.git("switch", "--quiet", "feature/x")
    clone.git("merge", "--quiet", "--no-edit", "main")
    code, out = clone.push(monkeypatch, "origin", "feature/x")
    assert code == 1
    assert "Merge branch 'main' into feature/x\": merge-commit: merges what the remote has already" in out
    assert "fix: git rebase origin/main; " in out
    assert clone.push(monkeypatch, "origin", "feature/x", hook="--allow-merges --")[0] == 0
    # Into main, where a team does so without a forge, a merge of the feature branch is in order.
    clone.git("switch", "--quiet", "--create", "feature/z", "main")
    clone.commit("feat: parse zones")
    clone.git("switch", "--quiet", "main")
    clone.git("merge", "--quiet", "--no-ff", "--no-edit", "feature/z")
    assert clone.push(monkeypatch, "origin", "main", hook="--allow-fast-forward --")[0] == 0


def test_several_refs_and_a_deletion_at_once(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    clone.git("switch", "--quiet", "--create", "feature/x")
    clone.commit("chore: wip")
    clone.git("switch", "--quiet", "main")
    clone.commit("fixup! feat: set the parser up")
    code, out = clone.push(monkeypatch, "origin", "feature/x", "main")
    assert code == 1
    assert [out.count(rule) for rule in (" push-to-protected", "work-in-progress", "autosquash-commit")] == [1, 1, 1]
    clone.git("push", "--quiet", "--no-verify", "origin", "feature/x")
    assert clone.push(monkeypatch, "origin", ":feature/x", "main:refs/tags/v1")[0] == 1
    clone.git("reset", "--quiet", "--hard", "HEAD~1")
    assert clone.push(monkeypatch, "origin", "HEAD^{/set the}:refs/heads/feature/y")[0] == 0, "a source with blanks"


def test_local_main_ahead(clone: Clone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--local-main-ahead") == (0, "")
    clone.commit("feat: parse dates")
    clone.git("switch", "--quiet", "--create", "feature/x")
    clone.git("branch", "feature/y", "origin/main")
    assert run(capsys, "--") == (0, "")
    code, out = run(capsys, "--local-main-ahead")
    assert code == 1
    assert "main: local-main-ahead: the local main has commits that origin/main has not (ahead 1)" in out
    assert run(capsys, "--local-main-ahead", "--protected=trunk") == (0, "")
    assert clone.push(monkeypatch, "origin", "feature/y", hook="--local-main-ahead --")[0] == 1
    arguments = "--local-main-ahead --allow-fast-forward --"
    assert clone.push(monkeypatch, "origin", "main", hook=arguments)[0] == 0, "main itself is on its way"


def test_worktree_and_detached_head(clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "worktree"))
    folder = tmp_path / "worktree"
    subprocess.run(["git", "commit", "--quiet", "--allow-empty", "-m", "wip"], cwd=folder, check=True)
    clone.push(monkeypatch, "--dry-run")  # writes the hook
    command = ["git", "push", "origin", "HEAD:refs/heads/feature/x"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "work-in-progress" in done.stdout + done.stderr


def test_submodule(
    clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "super").mkdir()
    above = Repository(tmp_path / "super")
    above.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(clone.remote), "sub")
    monkeypatch.chdir(above.path / "sub")
    assert run(capsys, "--") == (0, "")
    subprocess.run(["git", "commit", "--quiet", "--allow-empty", "-m", "wip"], check=True)
    assert run(capsys, "--")[0] == 1


# --- ranges -----------------------------------------------------------------------------------------


def test_a_range(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    clone.git("switch", "--quiet", "--create", "feature/x")
    clone.commit("feat: parse dates")
    clone.git("switch", "--quiet", "main")
    clone.commit("What the base has is none of its business")
    assert run(capsys, "--from=main", "--to=feature/x") == (0, "")
    assert run(capsys, "--from", "main", "--to", "main") == (0, "")
    assert run(capsys, "--from=feature/x")[0] == 1
    clone.git("switch", "--quiet", "feature/x")
    clone.commit("fixup! feat: parse dates")
    code, out = run(capsys, "--from=main", "--to=HEAD")
    assert code == 1
    assert "fix: git rebase -i --autosquash main; then" in out
    clone.commit("feat: parse times", "--amend")
    clone.git("merge", "--quiet", "--no-edit", "main")
    assert "merge-commit: merges what the remote has already" in run(capsys, "--from=main")[1]
    assert run(capsys, "--from=main", "--allow-merges") == (0, "")


def test_pre_commit_run_with_a_range(
    clone: Clone, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clone.commit("chore: wip")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~1")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert run(capsys, "--")[0] == 1
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD")
    assert run(capsys, "--") == (0, "")


def test_the_merge_that_github_tests(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    clone.git("switch", "--quiet", "--create", "feature/x")
    tip = clone.commit("feat: parse dates")
    clone.git("switch", "--quiet", "--detach", "main")
    base = clone.commit("feat: parse times")
    clone.git("merge", "--quiet", "--no-ff", "-m", f"Merge {tip} into {base}", "feature/x")
    assert run(capsys, f"--from={base}", "--to=HEAD") == (0, "")
    clone.git("commit", "--quiet", "--amend", "--allow-empty", "-m", f"Merge {base} into {tip}")
    assert run(capsys, f"--from={base}", "--to=HEAD")[0] == 1


@pytest.mark.parametrize("depth", [1, 2])
def test_a_shallow_clone(
    clone: Clone, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, depth: int
) -> None:
    clone.git("switch", "--quiet", "--create", "feature/x")
    for number in range(3):
        clone.commit(f"feat: parse format {number}")
    clone.git("push", "--quiet", "origin", "feature/x")
    url = f"file://{clone.remote}"
    clone.git("clone", "--quiet", f"--depth={depth}", "--branch=feature/x", url, str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    code, out = run(capsys, "--from=origin/main", "--to=HEAD")
    assert code == 2
    assert "fetch-depth: 0" in out
    assert "GIT_DEPTH" in out
    subprocess.run(["git", "fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main"], check=True)
    code, out = run(capsys, "--from=origin/main", "--to=HEAD")
    assert code == 2, "main is here, but not what joins them"
    assert "fetch-depth: 0" in out
    subprocess.run(["git", "fetch", "--quiet", "--unshallow", "origin"], check=True)
    assert run(capsys, "--from=origin/main", "--to=HEAD") == (0, "")


def test_wrong_use(
    clone: Clone, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "--to needs --from" in run(capsys, "--to=HEAD")[1]
    assert "is not in this clone" in run(capsys, "--from=nowhere")[1]
    assert run(capsys, "--from=-x")[0] == 2
    assert "give the base branch" in run(capsys, "--from=" + "0" * 40)[1]
    assert "a range goes to --from and --to" in run(capsys, "main")[1]
    assert run(capsys, "--max-header=x", "--from=main")[0] == 2
    monkeypatch.setenv("CI", "true")
    code, out = run(capsys, "--")
    assert code == 2
    assert "in CI, give the range" in out
    monkeypatch.delenv("CI")
    monkeypatch.chdir(tmp_path)
    assert "not in a git repository" in run(capsys, "--")[1]
    assert run(capsys, "--from=main")[0] == 2
    assert clone.path.exists()


def test_by_hand_the_commits_that_no_remote_has_are_judged(
    clone: Clone, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(capsys, "--") == (0, "")
    clone.commit("chore: wip")
    assert run(capsys, "--")[0] == 1
    (tmp_path / "unborn").mkdir()
    monkeypatch.chdir(tmp_path / "unborn")
    subprocess.run(["git", "init", "--quiet"], check=True)
    assert run(capsys, "--") == (0, "")


def test_message_options(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    clone.commit("perf: parse dates")
    assert run(capsys, "--from=HEAD~1")[0] == 1
    assert run(capsys, "--from=HEAD~1", "--extra-types=build, perf") == (0, "")
    assert run(capsys, "--from=HEAD~1", "--types=feat", "--types=perf") == (0, "")


def test_encodings(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    clone.git(
        "-c",
        "i18n.commitEncoding=latin-1",
        "commit",
        "--quiet",
        "--allow-empty",
        "-F",
        "-",
        stdin="feat: parse é dates\n".encode("latin-1"),
    )
    assert run(capsys, "--from=HEAD~1") == (0, "")
    clone.git("commit", "--quiet", "--allow-empty", "-F", "-", stdin=b"wip\n")
    clone.git("config", "log.showSignature", "true")
    clone.git("config", "log.decorate", "full")
    assert run(capsys, "--from=HEAD~1")[0] == 1


def test_more_than_anybody_reads(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    tip = clone.git("rev-parse", "HEAD").strip()
    stream = "".join(
        f"commit refs/heads/many\ncommitter n <n@example.com> {number} +0000\ndata 10\nchore: wip\n" + (f"from {tip}\n" if not number else "")
        for number in range(80)
    )  # fmt: skip
    clone.git("fast-import", "--quiet", stdin=stream.encode())
    code, out = run(capsys, "--from=main", "--to=many")
    assert code == 1
    assert out.count("work-in-progress") == 50
    assert out.endswith("\nand 30 more\n")


def test_git_is_let_go_of_when_nobody_reads_on(clone: Clone) -> None:
    records = git.records(["log", "-z", "--format=%H"])
    assert len(next(records)) == 40
    records.close()  # type: ignore[attr-defined]  # a generator, though it is typed as an iterator
    with pytest.raises(Stopped, match="git log failed"):
        list(git.records(["log", "-z", "no-such-revision"]))
    assert clone.path.exists()


def test_records_where_git_cannot_be_read_while_it_writes(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "_spawn", lambda *_: None)
    (record,) = git.records(["log", "-z", "--format=%s"])
    assert record == b"feat: set the parser up"
    with pytest.raises(Stopped, match="git log failed"):
        list(git.records(["log", "-z", "no-such-revision"]))
    assert clone.path.exists()


def test_sha256(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run(["git", "init", "--quiet", "--object-format=sha256", str(tmp_path / "r")], check=False)
    if done.returncode:
        pytest.skip("this git has no SHA-256")
    monkeypatch.chdir(tmp_path / "r")
    for message in ("feat: parse dates", "chore: wip"):
        subprocess.run(["git", "commit", "--quiet", "--allow-empty", "-m", message], check=True)
    code, out = run(capsys, "--from=HEAD~1")
    assert code == 1
    assert "work-in-progress" in out


def test_a_broken_repository_does_not_pass(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    clone.write(".git/config", "[")
    code, out = run(capsys, "--")
    assert code == 2
    assert "bad config" in out

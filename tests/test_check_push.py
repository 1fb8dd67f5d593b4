from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from backend_standards import check_push
from backend_standards.check_push import check, main
from backend_standards.commits import CI_MARKS, push, pushed, told, utf8
from backend_standards.commits.push import Remote
from backend_standards.commits.pushed import Update
from backend_standards.commits.rules import VAGUE_SUMMARY
from backend_standards.core import Finding, Options, Outcome, Stopped, arguments, git
from cloning import EDITOR, Clone, change, heads, obey
from pushes import OID, OTHER, THIRD, commit, judged
from support import Repository, commands, is_shell

# --- without git ------------------------------------------------------------------------------------


class Input:
    """What git writes to its hook's standard input."""

    def __init__(self, text: str) -> None:
        self.buffer = io.BytesIO(text.encode())


def options(*argv: str) -> Options:
    values = Options()
    arguments.read(values, check_push.OPTIONS, argv)
    return values


def asked(argv: Sequence[str]) -> object:
    return check_push._judge(options(*argv))


@pytest.fixture
def no_push(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name.startswith(("PRE_COMMIT_", "PREK_")) or name in CI_MARKS:
            monkeypatch.delenv(name)


A, B, ZEROS = "a" * 40, "b" * 40, "0" * 40
REMOTE_BRANCH = {"PRE_COMMIT_REMOTE_BRANCH": "refs/heads/x"}
NAMED = {**REMOTE_BRANCH, "PRE_COMMIT_REMOTE_NAME": "fork"}
HAND = ("HEAD", "", "", "")


@pytest.mark.usefixtures("no_push")
@pytest.mark.parametrize(
    ("argv", "environment", "expected"),
    [
        pytest.param(["--from=a"], {}, ("a", "HEAD"), id="from"),
        pytest.param(["--from=a", "--to=b"], REMOTE_BRANCH, ("a", "b"), id="from-and-to"),
        pytest.param(["--from=a", "--from=c"], {}, ("c", "HEAD"), id="the-last-one-wins"),
        pytest.param([], {"PRE_COMMIT_FROM_REF": "a", "PRE_COMMIT_TO_REF": "b", "CI": "1"}, ("a", "b"), id="range-of-the-runner"),
        pytest.param([], {"PRE_COMMIT_FROM_REF": "a"}, ("", "", [HAND]), id="from-alone"),
        pytest.param([], {"PRE_COMMIT_TO_REF": "a"}, ("", "", [HAND]), id="to-alone"),
        pytest.param([], {}, ("", "", [HAND]), id="by-hand"),
        pytest.param(["--stdin"], {}, ("origin", "origin", [(A, "refs/heads/y", "refs/heads/x", B)]), id="stdin"),
        pytest.param(["--stdin", "--", "fork"], REMOTE_BRANCH, ("fork", "fork", [(A, "refs/heads/y", "refs/heads/x", B)]), id="stdin-and-name"),
        pytest.param(["--stdin", "--", "fork", "url"], {}, ("fork", "url", [(A, "refs/heads/y", "refs/heads/x", B)]), id="stdin-name-and-url"),
        pytest.param([], REMOTE_BRANCH, ("origin", "origin", [("HEAD", "refs/heads/x", "", "")]), id="runner"),
        pytest.param([], NAMED, ("fork", "fork", [("HEAD", "refs/heads/x", "", "")]), id="runner-and-name"),
        pytest.param([], {**NAMED, "PRE_COMMIT_REMOTE_URL": "url"}, ("fork", "url", [("HEAD", "refs/heads/x", "", "")]), id="runner-and-url"),
        pytest.param([], {**NAMED, "PRE_COMMIT_LOCAL_BRANCH": "y"}, ("fork", "fork", [("y", "refs/heads/x", "y", "")]), id="runner-and-branch"),
        pytest.param(
            [], {**NAMED, "PRE_COMMIT_LOCAL_BRANCH": "y", "PRE_COMMIT_TO_REF": A, "PRE_COMMIT_FROM_REF": B},
            ("fork", "fork", [(A, "refs/heads/x", "y", B)]), id="runner-and-all",
        ),
        pytest.param([], {**NAMED, "PRE_COMMIT_LOCAL_BRANCH": "(delete)", "PRE_COMMIT_TO_REF": A}, ("fork", "fork", [("", "refs/heads/x", "(delete)", "")]), id="deletion"),
        pytest.param([], {**NAMED, "PRE_COMMIT_TO_REF": ZEROS}, ("fork", "fork", [("", "refs/heads/x", "", "")]), id="deletion-of-zeros"),
        pytest.param(["--to=b"], {}, "--to needs --from", id="to-without-from"),
        pytest.param(["--", "main"], {}, "this hook takes no file names, but got 'main'", id="file"),
        pytest.param(["--from=a", "--", "main"], {}, "this hook takes no file names", id="file-and-range"),
        *(pytest.param([], {mark: "1"}, "in CI, give a range", id=mark) for mark in "CI TF_BUILD JENKINS_URL CODEBUILD_BUILD_ID".split()),
    ],
)  # fmt: skip
def test_what_is_judged(
    monkeypatch: pytest.MonkeyPatch, argv: list[str], environment: dict[str, str], expected: tuple[object, ...] | str
) -> None:
    def judge_updates(_: Options, updates: list[Update], remote: Remote) -> tuple[object, ...]:
        return remote.name, remote.url, [(each.tip, each.ref, each.local, each.old) for each in updates]

    monkeypatch.setattr(check_push, "_judge_range", lambda _, start, end: (start, end))
    monkeypatch.setattr(check_push, "_judge_updates", judge_updates)
    monkeypatch.setattr(push, "is_here", lambda _: True)
    monkeypatch.setattr(sys, "stdin", Input(f"refs/heads/x {A} refs/heads/y {B}\n"))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    if isinstance(expected, str):
        with pytest.raises(Stopped, match=expected):
            asked(argv)
    else:
        assert asked(argv) == expected
        monkeypatch.setattr(push, "is_here", lambda _: False)
        if expected[-1] == [HAND]:
            assert asked(argv) == ("", "", []), "a repository without a commit"
        if "--stdin" in argv:
            monkeypatch.setattr(sys, "stdin", Input(f"refs/heads/x {A} refs/heads/y {B}\n"))
            updates = [(A, "refs/heads/y", "refs/heads/x", "")]
            assert asked(argv) == (*expected[:2], updates), "what this clone does not have tells nothing"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", []),
        ("\n", []),
        (f"x {A} y {B}\n", [(A, "y", "x", B)]),
        (f"HEAD^{{/a b}} {A} y {ZEROS}\n", [(A, "y", "HEAD^{/a b}", "")]),
        (f"(delete) {ZEROS} y {B}\n", [("", "y", "(delete)", B)]),
        (f"x {A} y {B}\nz {B} y {A}\n", [(A, "y", "x", B), (B, "y", "z", A)]),
    ],
)
def test_lines_of_git(lines: str, expected: list[tuple[str, ...]]) -> None:
    assert [(each.tip, each.ref, each.local, each.old) for each in check_push._updates(lines.encode())] == expected


@pytest.mark.parametrize(("encoding", "form"), [("utf-8", "{}"), ("ascii", "<{}>")])
def test_names_are_utf8_in_any_locale(monkeypatch: pytest.MonkeyPatch, encoding: str, form: str) -> None:
    monkeypatch.setattr(utf8, "text", "<{}>".format)
    monkeypatch.setattr(utf8, "argument", "<{}>".format)
    environment = {"PRE_COMMIT_REMOTE_BRANCH": "r", "PRE_COMMIT_LOCAL_BRANCH": "l", "PRE_COMMIT_TO_REF": "t"}
    with monkeypatch.context() as patched:
        patched.setattr(sys, "getfilesystemencoding", lambda: encoding)
        update, names = check_push._update(environment), check_push._for_git(["a", "b"])
    assert [update.ref, update.local, update.tip] == [form.format(each) for each in "rlt"]
    assert list(names) == [form.format(each) for each in "ab"]


def test_options_that_take_one_value_and_options_that_refuse_more() -> None:
    single = {each.name for each in check_push.OPTIONS if each.single}
    assert single == {"from", "to", "max-header", "require-ticket"}
    tightens = {each.name for each in check_push.OPTIONS if each.tightens}
    assert tightens == {"protected-branch-ahead", "scopes", "require-scope", "require-ticket", "max-header"}


ORIGIN = ["--remotes=origin", "--remotes=*/main", "--remotes=*/master"]


@pytest.mark.parametrize(
    ("argv", "remote", "updates", "expected"),
    [
        ([], Remote("origin", "u"), [Update(A, "refs/heads/x")], ([A], ORIGIN, False)),
        ([], Remote("origin", "u"), [Update(A, "refs/heads/x", old=B)], ([A], [*ORIGIN, B], False)),
        ([], Remote("u", "u"), [Update(A, "refs/heads/x", old=B)], ([A], ["--remotes", B], False)),
        ([], Remote("", ""), [Update("HEAD", "")], (["HEAD"], ["--remotes"], False)),
        ([], Remote("origin", "u"), [Update(A, "refs/heads/main")], ([A], ORIGIN, True)),
        ([], Remote("origin", "u"), [Update(A, "refs/heads/main"), Update(B, "refs/heads/x")], ([A, B], ORIGIN, False)),
        ([], Remote("origin", "u"), [Update("", "refs/heads/x"), Update(B, "refs/heads/y")], ([B], ORIGIN, False)),
        ([], Remote("origin", "u"), [Update("", "refs/heads/x")], None),
        (["--protected=trunk"], Remote("origin", "u"), [Update(A, "refs/heads/trunk")], ([A], ["--remotes=origin", "--remotes=*/trunk"], True)),
    ],
)  # fmt: skip
def test_which_commits_of_a_push_are_judged(
    monkeypatch: pytest.MonkeyPatch,
    argv: list[str],
    remote: Remote,
    updates: list[Update],
    expected: tuple[list[str], list[str], bool] | None,
) -> None:
    asked: list[object] = []

    def log(tips: list[str], without: list[str]) -> Iterator[object]:
        asked.extend((tips, without))
        return iter(())

    def judged(*_: object, allow_merges: bool, into_base: bool) -> Iterator[Finding]:
        assert not allow_merges
        asked.append(into_base)
        return iter(())

    monkeypatch.setattr(push, "judge_target", lambda *_, **__: iter(()))
    monkeypatch.setattr(pushed, "log", log)
    monkeypatch.setattr(pushed, "check", judged)
    assert check_push._judge_updates(options(*argv), updates, remote).findings == []
    assert tuple(asked) == (expected or ())


FOUND = Outcome("check-push", [Finding("x", VAGUE_SUMMARY, "it says nothing")])


@pytest.mark.usefixtures("no_push")
@pytest.mark.parametrize(
    ("argv", "environment", "outcome", "expected"),
    [
        pytest.param(["--stdin"], {"PRE_COMMIT_RUNNING_LEGACY": "1"}, FOUND, "note", id="legacy"),
        pytest.param(["--stdin"], {"PREK_RUNNING_LEGACY": "1", **REMOTE_BRANCH}, FOUND, "note", id="legacy-of-prek"),
        pytest.param(["--stdin"], {"PREK_RUNNING_LEGACY": ""}, FOUND, "", id="empty"),
        pytest.param(["--stdin"], {"OTHER_RUNNING_LEGACY": "1"}, FOUND, "", id="another-tool"),
        pytest.param(["--stdin"], {}, FOUND, "", id="hook-of-git"),
        pytest.param([], {"PRE_COMMIT_RUNNING_LEGACY": "1"}, FOUND, "", id="legacy-without-stdin"),
        pytest.param([], REMOTE_BRANCH, FOUND, "without", id="runner"),
        pytest.param([], REMOTE_BRANCH, Outcome("check-push", []), "", id="runner-and-nothing-found"),
        pytest.param(["--format=json"], REMOTE_BRANCH, FOUND, "", id="report"),
        pytest.param(["--from=a"], {}, FOUND, "", id="range"),
    ],
)
def test_what_a_legacy_hook_leaves_out(
    monkeypatch: pytest.MonkeyPatch, argv: list[str], environment: dict[str, str], outcome: Outcome, expected: str
) -> None:
    called: list[str] = []
    monkeypatch.setattr(check_push, "_judge", lambda _: outcome)

    def without(outcome: Outcome) -> Outcome:
        called.append("without")
        return outcome

    monkeypatch.setattr(told, "note", lambda _: called.append("note"))
    monkeypatch.setattr(told, "without", without)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert check_push.judge(options(*argv)) is outcome
    assert called == ([expected] if expected else [])


@pytest.mark.parametrize(("number", "shown", "more"), [(0, 0, 0), (49, 49, 0), (50, 50, 0), (51, 50, 1), (60, 50, 10)])
def test_so_many_findings_are_shown(number: int, shown: int, more: int) -> None:
    found = [Finding(str(at), VAGUE_SUMMARY, "it says nothing") for at in range(number)]
    last = Finding("main", VAGUE_SUMMARY, "it says nothing")
    outcome = check_push._outcome(iter(found), [last])
    assert outcome.findings == [*found[:shown], last]
    assert (outcome.more, outcome.in_order) == (more, True)


# --- real git ---------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out + captured.err


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
    # The commit that it corrects may have been pushed already; the base of the branch is older in any case.
    assert (
        "\n    run: git rebase -i --autosquash origin/main\n"
        "    note: The remote has these commits as they were, so push with `git push --force-with-lease`.\n"
    ) in out
    assert clone.push(monkeypatch, "origin", ":feature/x")[0] == 0, "and deleted"


def test_what_the_remote_has_is_not_judged_again(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    clone.git("switch", "--quiet", "--create", "feature/x")
    clone.commit("what a message")
    clone.git("push", "--quiet", "origin", "feature/x")
    clone.commit("feat: parse times")
    assert clone.push(monkeypatch, "origin", "feature/x")[0] == 0


def test_commits_in_the_base_of_another_remote_are_not_judged(
    clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The main of a fork is behind: what upstream merged in its own way is not the contributor's concern."""
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
    assert "main: push-to-protected: this push goes to main on origin" in out
    assert "force-push" not in out
    assert clone.push(monkeypatch, "origin", "main", hook="--protected=trunk --")[0] == 0
    clone.commit("feat: parse times")
    assert clone.push(monkeypatch, "origin", "main", hook="--allow-fast-forward --")[0] == 0
    code, out = clone.push(monkeypatch, "--force", "origin", "HEAD~1:main", hook="--allow-fast-forward --")
    assert (code, out.count("main: force-push-to-protected: ")) == (1, 1)
    assert "push-to-protected" not in out.replace("force-push-to-protected", "")
    code, out = clone.push(monkeypatch, "origin", ":main", hook="--allow-fast-forward --")
    assert code == 1
    assert "main: push-to-protected: this push deletes main on origin" in out


def test_a_feature_branch_to_main(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    clone.git("switch", "--quiet", "--create", "feature/x")
    clone.commit("feat: parse dates")
    code, out = clone.push(monkeypatch, "origin", "feature/x:main")
    assert code == 1
    assert (
        "\n    run: git push -u origin feature/x\n    note: Then open a pull request.\n"
        '    except: in the args of check-push: "--allow-fast-forward"\n'
    ) in out
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
    assert "no answer from origin" in out
    code, out = run(capsys, "--allow-fast-forward")
    assert code == 2, "nobody knows whether it rewrites something"
    assert "origin did not tell which commit its main is" in out


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
    assert "Merge branch 'main' into feature/x\": merge-commit: this commit merges what the remote already has" in out
    assert (
        "\n    run: git rebase origin/main\n"
        "    note: Then push again.\n"
        '    except: in the args of check-push: "--allow-merges"\n'
    ) in out
    assert clone.push(monkeypatch, "origin", "feature/x", hook="--allow-merges --")[0] == 0
    # Into main, where a team does so without a forge, a merge of the feature branch is in order.
    clone.git("switch", "--quiet", "--create", "feature/z", "main")
    clone.commit("feat: parse zones")
    clone.git("switch", "--quiet", "main")
    clone.git("merge", "--quiet", "--no-ff", "--no-edit", "feature/z")
    assert clone.push(monkeypatch, "origin", "main", hook="--allow-fast-forward --")[0] == 0


def test_several_refs_and_a_deletion_in_one_push(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    clone.git("switch", "--quiet", "--create", "feature/x")
    clone.commit("chore: wip")
    clone.git("switch", "--quiet", "main")
    clone.commit("fixup! feat: set the parser up")
    code, out = clone.push(monkeypatch, "origin", "feature/x", "main")
    assert code == 1
    expected = (" push-to-protected: ", " work-in-progress: ", " autosquash-commit: ")
    assert [out.count(rule) for rule in expected] == [1, 1, 1]
    clone.git("push", "--quiet", "--no-verify", "origin", "feature/x")
    assert clone.push(monkeypatch, "origin", ":feature/x", "main:refs/tags/v1")[0] == 1
    clone.git("reset", "--quiet", "--hard", "HEAD~1")
    assert clone.push(monkeypatch, "origin", "HEAD^{/set the}:refs/heads/feature/y")[0] == 0, "a source with blanks"


def test_local_main_ahead(clone: Clone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--protected-branch-ahead") == (0, "")
    clone.commit("feat: parse dates")
    clone.git("switch", "--quiet", "--create", "feature/x")
    clone.git("branch", "feature/y", "origin/main")
    assert run(capsys, "--") == (0, "")
    code, out = run(capsys, "--protected-branch-ahead")
    assert code == 1
    assert "main: protected-branch-ahead: the local main has commits that origin/main does not have (ahead 1)" in out
    assert run(capsys, "--protected-branch-ahead", "--protected=trunk") == (0, "")
    assert clone.push(monkeypatch, "origin", "feature/y", hook="--protected-branch-ahead --")[0] == 1
    arguments = "--protected-branch-ahead --allow-fast-forward --"
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
    clone.commit("Some commit of the base")
    assert run(capsys, "--from=main", "--to=feature/x") == (0, "")
    assert run(capsys, "--from", "main", "--to", "main") == (0, "")
    assert run(capsys, "--from=feature/x")[0] == 1
    clone.git("switch", "--quiet", "feature/x")
    clone.commit("fixup! feat: parse dates")
    code, out = run(capsys, "--from=main", "--to=HEAD")
    assert code == 1
    assert commands(out) == ["git rebase -i --autosquash main"]
    assert "\n    note: If the branch was pushed before, push it with `git push --force-with-lease`.\n" in out
    clone.commit("feat: parse times", "--amend")
    clone.git("merge", "--quiet", "--no-edit", "main")
    assert "merge-commit: this commit merges what the remote already has" in run(capsys, "--from=main")[1]
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


def test_the_merge_that_github_tests(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_SHA", raising=False)
    clone.git("switch", "--quiet", "--create", "feature/x")
    tip = clone.commit("feat: parse dates")
    clone.git("switch", "--quiet", "--detach", "main")
    base = clone.commit("feat: parse times")
    clone.git("merge", "--quiet", "--no-ff", "-m", f"Merge {tip} into {base}", "feature/x")
    assert run(capsys, f"--from={base}", "--to=HEAD") == (0, "")
    built = clone.git("rev-parse", "HEAD").strip()
    monkeypatch.setenv("GITHUB_SHA", built)
    monkeypatch.setenv("GITHUB_REF", "refs/pull/12/merge")
    assert run(capsys, f"--from={base}", "--to=HEAD") == (0, "")
    monkeypatch.setenv("GITHUB_REF", "refs/heads/main")
    assert run(capsys, f"--from={base}", "--to=HEAD")[0] == 1, "a push is no pull request"
    monkeypatch.setenv("GITHUB_REF", "refs/pull/12/merge")
    monkeypatch.setenv("GITHUB_SHA", tip)
    assert run(capsys, f"--from={base}", "--to=HEAD")[0] == 1, "another commit is built"
    monkeypatch.delenv("GITHUB_SHA")
    clone.git("commit", "--quiet", "--amend", "--allow-empty", "-m", f"Merge {base} into {tip}")
    assert run(capsys, f"--from={base}", "--to=HEAD")[0] == 1


def test_a_merge_of_the_base_with_the_message_of_github(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    clone.git("switch", "--quiet", "--create", "feature/x")
    tip = clone.commit("feat: parse dates")
    clone.git("switch", "--quiet", "--detach", "main")
    base = clone.commit("feat: parse times")
    clone.git("switch", "--quiet", "feature/x")
    clone.git("merge", "--quiet", "--no-ff", "-m", f"Merge {base} into {tip}", base)
    code, out = run(capsys, f"--from={base}", "--to=HEAD")
    assert (code, "merge-commit" in out) == (1, True)


def test_a_pattern_of_protected_branches(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    clone.push(monkeypatch, "origin", "HEAD:release/1.0", hook="--allow-fast-forward --")
    clone.commit("feat: parse dates")
    protected = "'--protected=release/*' --"
    code, out = clone.push(monkeypatch, "origin", "HEAD:release/1.0", hook=protected)
    assert (code != 0, "release/1.0: push-to-protected" in out) == (True, True)
    code, out = clone.push(monkeypatch, "origin", "main", hook=protected)
    assert (code != 0, "main: push-to-protected" in out) == (True, True), "a pattern does not replace main"
    assert clone.push(monkeypatch, "origin", "HEAD:feature/x", hook=protected)[0] == 0


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
    assert "give a range with --from and --to" in run(capsys, "main")[1]
    assert run(capsys, "--max-header=x", "--from=main")[0] == 2
    monkeypatch.setenv("CI", "true")
    code, out = run(capsys, "--")
    assert code == 2
    assert "in CI, give a range" in out
    monkeypatch.delenv("CI")
    monkeypatch.chdir(tmp_path)
    assert "not in a git repository" in run(capsys, "--")[1]
    assert run(capsys, "--from=main")[0] == 2
    assert clone.path.exists()


def test_a_run_by_hand_judges_the_commits_that_no_remote_has(
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


def test_only_the_first_findings_are_printed(clone: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    tip = clone.git("rev-parse", "HEAD").strip()
    stream = "".join(
        f"commit refs/heads/many\ncommitter n <n@example.com> {number} +0000\ndata 10\nchore: wip\n" + (f"from {tip}\n" if not number else "")
        for number in range(80)
    )  # fmt: skip
    clone.git("fast-import", "--quiet", stdin=stream.encode())
    code, out = run(capsys, "--from=main", "--to=many")
    assert code == 1
    assert out.count(": work-in-progress: ") == 50
    *lines, last = out.splitlines()
    assert lines[-1] == "and 30 more"
    assert last.startswith("explain: ")


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


# --- the printed commands ---------------------------------------------------------------------------


def test_every_printed_command_is_shell() -> None:
    found: list[Finding] = []
    names = ("main", "it's", "$(x)", "a;b", "`x`", '"', "<x>", "a\nb", "HEAD^{/it's}")
    for name in names:
        for source in (f"refs/heads/{name}", name):
            for place in ("origin", "https://a:b@example.com/it's", "a b"):
                remote, update = Remote(place, "u", {"main": OTHER}), Update(OID, f"refs/heads/{name}", source)
                found += check(update, remote, (name, "main"), is_forced=True)
                update = Update(OID, "refs/heads/main", source)
                found += check(update, remote, ("main",), is_forced=False)
    messages = ["feature: it's $(x)", "update", "wip", "fixup! x", "feature: `x`\n\n# it's"]
    for oid in (OID, OTHER):
        found += [each for message in messages for each in judged(commit(oid, [THIRD], message))]
        found += judged(commit(oid, [THIRD, OTHER], "Merge branch 'x'"))
    printed = {command for each in found for command in each.commands}
    assert len(printed) > len(names) * 3
    assert [command for command in sorted(printed) if not is_shell(command)] == []


@pytest.mark.parametrize(
    ("push", "rule", "branch", "subject"),
    [
        pytest.param("main", "push-to-protected", "feature/name-of-the-change", "feat: parse times", id="main"),
        pytest.param("HEAD", "push-to-protected", "feature/name-of-the-change", "feat: parse times", id="head"),
        pytest.param("HEAD~1:main", "push-to-protected", "feature/name-of-the-change", "feat: parse dates", id="before"),
        pytest.param("feature/x:main", "push-to-protected", "feature/x", "feat: parse times", id="feature-branch"),
        pytest.param("HEAD^{/parse dates}:refs/heads/main", "push-to-protected", "feature/name-of-the-change", "feat: parse dates", id="expression"),
    ],
)  # fmt: skip
def test_the_printed_commands_push_a_branch_instead_of_main(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, push: str, rule: str, branch: str, subject: str
) -> None:
    change(clone, "feat: parse dates", "feat: parse times")
    clone.git("branch", "feature/x")
    code, out = clone.push(monkeypatch, "origin", push)
    assert code == 1
    assert f"main: {rule}: " in out
    obey(clone, out)
    assert heads(clone) == {"main": "feat: set the parser up", branch: subject}


def test_the_printed_commands_take_commits_off_the_local_main(
    clone: Clone, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(clone, "feat: parse dates")
    clone.git("switch", "--quiet", "--create", "feature/x", "origin/main")
    change(clone, "feat: parse zones")
    code, out = clone.push(monkeypatch, "origin", "feature/x", hook="--protected-branch-ahead --")
    assert code == 1
    assert commands(out) == [
        "git branch feature/name-of-the-change main",
        "git branch --force main origin/main",
    ]
    assert "\n    note: The first command keeps the commits on a branch of their own.\n" in out
    obey(clone, out)
    assert run(capsys, "--protected-branch-ahead") == (0, "")
    assert clone.push(monkeypatch, "origin", "feature/x", hook="--protected-branch-ahead --")[0] == 0
    assert clone.git("log", "-1", "--format=%s", "feature/name-of-the-change") == "feat: parse dates\n"


def test_the_printed_commands_end_a_force_push(clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone.git("clone", "--quiet", str(clone.remote), str(tmp_path / "other"))
    for command in (["commit", "--quiet", "--allow-empty", "-m", "feat: read their file"], ["push", "--quiet"]):
        subprocess.run(["git", *command], cwd=tmp_path / "other", check=True, capture_output=True)
    change(clone, "feat: read my file")
    code, out = clone.push(monkeypatch, "--force", "origin", "main", hook="--allow-fast-forward --")
    assert code == 1
    assert commands(out) == ["git fetch origin main && git rebase FETCH_HEAD"]
    obey(clone, out)
    assert clone.push(monkeypatch, "origin", "main", hook="--allow-fast-forward --")[0] == 0
    assert "feat: read their file" in clone.git("log", "--format=%s", "origin/main")


@pytest.mark.parametrize("is_pushed", [False, True], ids=["new", "pushed-before"])
@pytest.mark.parametrize(
    ("messages", "rule", "expected", "todo"),
    [
        pytest.param(["update"], "vague-summary", "git commit --amend", "", id="vague"),
        pytest.param(["chore: wip"], "work-in-progress", "git commit --amend", "", id="wip"),
        pytest.param(["feature: it's new"], "unknown-commit-type", "git commit --amend -m 'feat: it'\"'\"'s new'", "", id="type"),
        pytest.param(["feat:parse times"], "commit-header-spacing", "git commit --amend -m 'feat: parse times'", "", id="spacing"),
        pytest.param(["fixup! feat: parse dates"], "autosquash-commit", "git rebase -i --autosquash origin/main", ":", id="fixup"),
        pytest.param(["update", "feat: parse times"], "vague-summary", "git rebase -i {base}", "reword reword", id="vague-before"),
        pytest.param(["chore: wip", "feat: parse times"], "work-in-progress", "git rebase -i {base}", "fixup reword", id="wip-before"),
        pytest.param(["Merge"], "merge-commit", "git rebase origin/main", "", id="merge"),
    ],
)  # fmt: skip
def test_the_printed_commands_correct_the_commits(
    clone: Clone,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    messages: list[str],
    rule: str,
    expected: str,
    todo: str,
    is_pushed: bool,
) -> None:
    clone.git("switch", "--quiet", "--create", "feature/x")
    change(clone, "feat: parse dates")
    if is_pushed:
        assert clone.push(monkeypatch, "-u", "origin", "feature/x")[0] == 0
    if messages == ["Merge"]:
        clone.git("switch", "--quiet", "main")
        clone.commit("feat: parse zones")
        clone.git("push", "--quiet", "--no-verify", "origin", "main")
        clone.git("switch", "--quiet", "feature/x")
        clone.git("merge", "--quiet", "--no-edit", "main")
    else:
        change(clone, *messages)
    code, out = clone.push(monkeypatch, "origin", "feature/x")
    assert code == 1
    assert f": {rule}: " in out
    before = "origin/main" if not is_pushed else "origin/feature/x"
    base = clone.git("rev-parse", before).strip()[: pushed.SHORT]
    assert commands(out) == [expected.format(base=base)]
    todo = todo.split(" ")[is_pushed] if " " in todo else todo
    assert ("write fixup or reword in place" in out) is (todo == "fixup")
    sequence = todo if todo in ("", ":") else todo_editor(tmp_path, todo, out)
    obey(clone, out, GIT_EDITOR=EDITOR if todo != ":" else ":", GIT_SEQUENCE_EDITOR=sequence)
    option = ["--force-with-lease"] if is_pushed else []
    code, out = clone.push(monkeypatch, *option, "origin", "feature/x")
    assert code == 0, out


def todo_editor(folder: Path, word: str, out: str) -> str:
    """Return an editor that does in the list of a rebase what the note of a refusal says."""
    (oid,) = re.findall(rf"write [a-z ]*{word}[a-z ]* in place of pick before ([0-9a-f]+)\.", out)
    script = folder / "todo"
    script.write_text(f'#!/bin/sh\nsed -i.bak "s/^pick \\({oid[:7]}\\)/{word} \\1/" "$1"\n', encoding="utf-8")
    script.chmod(0o755)
    return str(script)


@pytest.mark.parametrize("line", ["a b c", "HEAD", "a b"])
def test_a_line_that_is_none_of_git(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    assert clone.path.exists()
    monkeypatch.setattr(sys, "stdin", Input(line + "\n"))
    code, out = run(capsys, "--stdin", "--", "origin", "url")
    assert (code, f"git's pre-push hook gets no such line: {line!r}" in out) == (2, True)


def test_the_words_of_a_line(clone: Clone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    tip, zeros = clone.commit("Add dates"), "0" * 40
    for local, ref, rules in (
        ("refs/heads/feature/x", "refs/heads/feature/x", ["commit-header-format"]),
        ("HEAD^{/Add dates}", "refs/heads/feature/x", ["commit-header-format"]),
        ("refs/heads/main", "refs/heads/main", ["push-to-protected", "commit-header-format"]),
        ("refs/tags/v1", "refs/tags/main", ["commit-header-format"]),
    ):
        monkeypatch.setattr(sys, "stdin", Input(f"{local} {tip} {ref} {zeros}\n\n"))
        code, out = run(capsys, "--stdin", "--format=json", "--", "origin", str(clone.remote))
        assert (code, sorted(each["rule"]["id"] for each in json.loads(out)["findings"])) == (1, sorted(rules))
    monkeypatch.setattr(sys, "stdin", Input(f"(delete) {zeros} refs/heads/main {tip}\n"))
    code, out = run(capsys, "--stdin", "--", "origin", str(clone.remote))
    assert (code, "this push deletes main on origin" in out) == (1, True)
    monkeypatch.setattr(sys, "stdin", Input(""))
    assert run(capsys, "--stdin", "--", "origin", "url") == (0, "")


def test_a_tip_that_git_would_take_for_an_option(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert clone.path.exists()
    monkeypatch.setenv("PRE_COMMIT_REMOTE_BRANCH", "refs/heads/feature/x")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "--output=x")
    code, out = run(capsys, "--")
    assert (code, "--output=x is not a revision" in out) == (2, True)
    assert not (clone.path / "x").exists()


def test_what_the_runners_say_of_a_deletion(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRE_COMMIT_REMOTE_BRANCH", "refs/heads/main")
    monkeypatch.setenv("PRE_COMMIT_REMOTE_URL", str(clone.remote))
    for local, tip in (("(delete)", "HEAD"), ("refs/heads/main", "0" * 40)):
        monkeypatch.setenv("PRE_COMMIT_LOCAL_BRANCH", local)
        monkeypatch.setenv("PRE_COMMIT_TO_REF", tip)
        assert "this push deletes main on origin" in run(capsys, "--")[1]


@pytest.mark.parametrize("mark", ["CI", "TF_BUILD", "JENKINS_URL", "CODEBUILD_BUILD_ID"])
def test_ci_needs_a_range(
    clone: Clone, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mark: str
) -> None:
    assert run(capsys, "--")[0] == 0
    monkeypatch.setenv(mark, "1")
    assert run(capsys, "--")[0] == 2
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD")
    assert run(capsys, "--")[0] == 2, "a range has two ends"
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert run(capsys, "--")[0] == 0
    assert clone.path.exists()


@pytest.mark.parametrize(("number", "more"), [(50, ""), (51, "and 1 more")])
def test_fifty_findings_are_printed(clone: Clone, capsys: pytest.CaptureFixture[str], number: int, more: str) -> None:
    base = clone.git("rev-parse", "HEAD").strip()
    for at in range(number):
        clone.commit(f"Add the page {at}")
    code, out = run(capsys, f"--from={base}")
    assert (code, out.count("commit-header-format: ")) == (1, 50)
    assert ("and 1 more" in out) is bool(more)


def test_a_repository_without_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    Repository(tmp_path / "empty")
    assert run(capsys, "--") == (0, "")

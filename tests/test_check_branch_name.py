from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend_standards.check_branch_name import ALLOWED, PREFIXES, check, ci_branch, main
from backend_standards.commits import branch_names
from backend_standards.core import Stopped, current_branch, git
from support import Repository


@pytest.mark.parametrize(
    "branch",
    [
        "feature/PROJ-123",
        "feature/login",
        "feature/PROJ-123-login_page.v2",
        "feature/team/login",
        "feature/Überarbeitung",
        "feature/ログイン",
        unicodedata.normalize("NFD", "feature/überarbeitung"),
        "feature/हिन्दी",
        "feature/_x",
        "feature/x.lock.y",
        "bugfix/2024-01-off-by-one",
        "hotfix/1.2.3",
        "hotfix/x",
        "main",
        "master",
        "dependabot/npm_and_yarn/a-1.2",
        "renovate/major-x",
        "revert-12-feature/x",
        "gh-readonly-queue/main/pr-1-0123",
        "gh-pages",
        "pre-commit-ci-update-config",
    ],
)
def test_names_that_pass(branch: str) -> None:
    assert list(check(branch)) == []


@pytest.mark.parametrize(
    ("branch", "says", "proposed"),
    [
        pytest.param("login", "does not begin with feature/, bugfix/ or hotfix/", "feature/login", id="no-prefix"),
        pytest.param("Feature/login", "does not begin", "feature/login", id="case"),
        pytest.param("FEATURE/PROJ-1", "does not begin", "feature/PROJ-1", id="upper-case"),
        pytest.param("feat/login", "does not begin", "feature/login", id="feat"),
        pytest.param("features/login", "does not begin", "feature/login", id="plural"),
        pytest.param("fix/login", "does not begin", "bugfix/login", id="fix"),
        pytest.param("bug-fix/login", "does not begin", "bugfix/login", id="bug-fix"),
        pytest.param("hot-fix/login", "does not begin", "hotfix/login", id="hot-fix"),
        pytest.param("feature-login", "does not begin", "feature/login", id="hyphen"),
        pytest.param("fix_login", "does not begin", "bugfix/login", id="underscore"),
        pytest.param("fixture-x", "does not begin", "feature/fixture-x", id="a-word-that-begins-alike"),
        pytest.param("someone/login", "does not begin", "feature/someone/login", id="a-name-first"),
        pytest.param("release/1.2", "does not begin", "feature/release/1.2", id="release"),
        pytest.param("revert-", "does not begin", "feature/revert", id="bare-star"),
        pytest.param("dependabot/", "git itself refuses", "feature/dependabot", id="empty-part"),
        pytest.param("gh-pages2", "does not begin", "feature/gh-pages2", id="longer-than-allowed"),
        pytest.param("feature", "does not begin", "feature/name-of-the-change", id="prefix-alone"),
        pytest.param("feature/", "git itself refuses", "feature/name-of-the-change", id="prefix-and-slash"),
        pytest.param("feature/---", "the part '---' without a letter or digit", "feature/name-of-the-change", id="dashes"),
        pytest.param("feature/x/_", "the part '_' without", "feature/x", id="part-of-signs"),
        pytest.param("feature/a b", "refuses the name: it holds a space", "feature/a-b", id="space"),
        pytest.param("feature/a#12", "holds '#'; letters, digits", "feature/a-12", id="hash"),
        pytest.param("feature/a@b", "holds '@'", "feature/a-b", id="at"),
        pytest.param("feature/(x)", "holds '('", "feature/x", id="parentheses"),
        pytest.param("feature/a\u2013b", "holds U+2013 EN DASH", "feature/a-b", id="dash"),
        pytest.param("feature/a\u200bb", "holds U+200B ZERO WIDTH SPACE", "feature/a-b", id="zero-width"),
        pytest.param("feature/\U0001f600", "holds U+1F600 GRINNING FACE", "feature/name-of-the-change", id="emoji"),
        pytest.param("feature/\udcff", "holds the byte 0xff, which is not UTF-8", "feature/name-of-the-change", id="byte"),
        pytest.param("feature/a..b", "it holds ..", "feature/a.b", id="two-dots"),
        pytest.param("feature/.a", "begins with .", "feature/a", id="leading-dot"),
        pytest.param("feature/a.", "ends in / or .", "feature/a", id="trailing-dot"),
        pytest.param("feature/a.lock", "ends in .lock", "feature/a", id="lock"),
        pytest.param("feature/a.lock/b", "ends in .lock", "feature/a/b", id="lock-inside"),
        pytest.param("feature//a", "it holds //", "feature/a", id="two-slashes"),
        pytest.param("feature/a~1", "it holds '~'", "feature/a-1", id="tilde"),
        pytest.param("feature/a@{1}", "it holds '{'|it holds @{", "feature/a-1", id="at-brace"),
        pytest.param("HEAD", "HEAD means the current commit", "feature/HEAD", id="head"),
        pytest.param("-x", "begins with / or -", "feature/x", id="option"),
        pytest.param("revert-a..b", "git itself refuses", "feature/revert-a.b", id="allowed-but-git-refuses"),
        pytest.param("Main", "does not begin", "feature/Main", id="main-in-upper-case"),
    ],
)  # fmt: skip
def test_names_that_are_refused(branch: str, says: str, proposed: str) -> None:
    (finding,) = check(branch)
    assert finding.rule == "invalid-branch-name"
    assert any(each in finding.message for each in says.split("|")), finding.message
    assert finding.fix.endswith(f" {proposed}")
    assert finding.fix.startswith("git branch -m ")
    assert list(check(proposed)) == []


def test_prefixes() -> None:
    assert list(check("release/1.2", ["release"])) == []
    assert list(check("team/a/x", ["team/a"])) == []
    assert list(check("функция/x", ["функция"])) == []
    (finding,) = check("feature/x", ["release", "fix"])
    assert finding.message == "does not begin with release/ or fix/"
    assert finding.fix == "git branch -m feature/x release/feature/x"
    (finding,) = check("fix", ["fix"])
    assert finding.message == "does not begin with fix/"


@pytest.mark.parametrize(
    ("branch", "allow", "passes"),
    [
        pytest.param("release/1.2", ["release/*"], True, id="folder"),
        pytest.param("release/1.2/x", ["release/*"], True, id="below"),
        pytest.param("x/release/1.2", ["release/*"], False, id="from-the-start"),
        pytest.param("x/wip", ["wip"], False, id="a-name-from-the-start"),
        pytest.param("wip", ["wip"], True, id="exact"),
        pytest.param("v1.x", ["v[0-9].x"], True, id="class"),
        pytest.param("dependabot/x", ["release/*"], True, id="beside-the-defaults"),
        pytest.param("dependabot/x", ["!dependabot/*"], False, id="taken-back"),
        pytest.param("release/a..b", ["release/*"], False, id="not-what-git-refuses"),
    ],
)
def test_allow(branch: str, allow: list[str], passes: bool) -> None:
    assert (list(check(branch, allow=allow)) == []) is passes


NAMES = st.lists(
    st.one_of(
        st.sampled_from(["feature", "bugfix", "fix", "revert-", "/", "/", "-", ".", "..", ".lock", "@", "{", "_", "~", "HEAD", "x", "\u0301"]),
        st.characters(codec="utf-8", exclude_characters="\0"),
    ),
    max_size=8,
).map("".join)  # fmt: skip


@given(
    st.one_of(
        NAMES, NAMES.map("feature/{}".format), st.sampled_from(ALLOWED).map(lambda each: each.replace("*", "x.."))
    )
)
@example("feature/@{-1}")
@example("feature/@")
@example("@")
def test_what_git_refuses_is_refused(name: str) -> None:
    encoded = os.fsencode(name)
    # Of `@{-1}`, git itself looks for the branch before: the answer is about that one.
    if not name.startswith("@{-"):
        done = subprocess.run(["git", "check-ref-format", "--branch", encoded], capture_output=True, check=False)
        plain = subprocess.run(["git", "check-ref-format", b"refs/heads/" + encoded], capture_output=True, check=False)
        assert bool(branch_names.git_refuses(name)) >= bool(done.returncode or plain.returncode)
        if done.returncode or plain.returncode:
            assert list(check(name))
    proposal = branch_names.proposal(name, PREFIXES)
    assert list(check(proposal)) == []
    assert not branch_names.problem(proposal, PREFIXES)


@given(st.text())
def test_any_text_gets_an_answer(name: str) -> None:
    for finding in check(name):
        assert finding.message
        assert finding.fix


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"GITHUB_HEAD_REF": "fix", "GITHUB_REF": "refs/pull/1/merge"}, "fix"),
        ({"GITHUB_HEAD_REF": "", "GITHUB_REF": "refs/heads/feature/x"}, "feature/x"),
        ({"GITHUB_HEAD_REF": "", "GITHUB_REF": "refs/tags/v1"}, None),
        ({"CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "fix", "CI_COMMIT_REF_NAME": "y"}, "fix"),
        ({"CI_COMMIT_BRANCH": "fix"}, "fix"),
        ({"BITBUCKET_BRANCH": "fix"}, "fix"),
        ({"SYSTEM_PULLREQUEST_SOURCEBRANCH": "refs/heads/fix", "BUILD_SOURCEBRANCH": "refs/pull/1/merge"}, "fix"),
        ({"BUILD_SOURCEBRANCH": "refs/heads/fix"}, "fix"),
        ({"BUILD_SOURCEBRANCH": "refs/tags/v1"}, None),
        ({"CHANGE_BRANCH": "fix", "BRANCH_NAME": "PR-1"}, "fix"),
        ({"CODEBUILD_WEBHOOK_HEAD_REF": "refs/heads/fix"}, "fix"),
        ({"CODEBUILD_WEBHOOK_HEAD_REF": "refs/tags/v1"}, None),
        ({"CODEBUILD_WEBHOOK_HEAD_REF": "refs/heads/refs/tags/v1"}, "refs/tags/v1"),
        ({"CIRCLE_BRANCH": "pull/12"}, None),
        ({"GITHUB_HEAD_REF": "pull/12", "GITHUB_REF": "refs/pull/1/merge"}, "pull/12"),
        ({"GITHUB_HEAD_REF": "refs/pull/12", "GITHUB_REF": "refs/pull/1/merge"}, "refs/pull/12"),
        ({"CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "pull/12"}, "pull/12"),
        ({"BUILDKITE_BRANCH": "v1", "BUILDKITE_TAG": "v1"}, None),
        ({}, None),
    ],
)
def test_ci_branch(environment: dict[str, str], expected: str | None) -> None:
    assert ci_branch(environment) == expected


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def started(repository: Repository, branch: str = "main") -> Repository:
    """Give a repository a first commit and a branch."""
    repository.git("commit", "--allow-empty", "--quiet", "-m", "feat: start")
    if branch != "main":
        repository.git("switch", "--quiet", "--create", branch)
    return repository


@pytest.fixture
def no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        raise AssertionError("git was started")

    monkeypatch.setattr(git, "run", refuse)


@pytest.mark.usefixtures("no_git")
@pytest.mark.parametrize("branch", ["main", "feature/x", "feature/é/x.y"])
def test_a_good_name_starts_no_git(repository: Repository, capsys: pytest.CaptureFixture[str], branch: str) -> None:
    started(repository, branch)
    assert run(capsys, "--") == (0, "")
    assert run(capsys, "--forbid-protected") == (0, "")


def test_a_bad_name(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    started(repository, "my_login")
    code, out = run(capsys, "--")
    assert code == 1
    assert out.splitlines() == [
        "my_login: invalid-branch-name: does not begin with feature/, bugfix/ or hotfix/",
        "    fix: git branch -m my_login feature/my_login",
        '    exception: in this hook\'s args: "--allow=/my_login"',
    ]
    assert run(capsys, "--allow=/my_login") == (0, "")
    subprocess.run("git branch -m my_login feature/my_login", shell=True, check=True)
    assert run(capsys, "--") == (0, "")


def test_names_with_spaces_and_quotes_come_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, "--branch", "it's\x1b[31m")
    assert "git branch -m $'it\\'s\\033[31m' feature/it-s-31m" in out
    assert "\x1b" not in out


def test_options(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    started(repository, "release/1")
    assert run(capsys, "--prefix=release")[0] == 0
    assert run(capsys, "--prefix=release/", "--prefix=x")[0] == 0
    assert run(capsys, "--allow=release/*")[0] == 0
    assert run(capsys, "--protected=release/1")[0] == 0
    assert run(capsys, "--branch=feature/x")[0] == 0
    code, out = run(capsys, "--branch=feature/x", "--branch=a", "--branch=b")
    assert (code, out.count("invalid-branch-name")) == (1, 2)
    assert run(capsys, "--prefix=a b")[0] == 2
    assert run(capsys, "--prefix=-a")[0] == 2
    assert "a name to judge goes to --branch" in run(capsys, "feature/x")[1]
    assert run(capsys, "--", "feature/x")[0] == 2
    repository.write("pyproject.toml", '[tool.backend-standards.check-branch-name]\nprefix = ["release"]\n')
    assert run(capsys, "--")[0] == 0


def test_an_unborn_branch_passes(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.git("symbolic-ref", "HEAD", "refs/heads/odd")
    assert current_branch.branch() == "odd"
    assert run(capsys, "--") == (0, "")


def test_a_detached_head_passes(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    started(repository, "odd").git("switch", "--quiet", "--detach")
    assert run(capsys, "--") == (0, "")


def test_a_rebase_under_way_passes(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    started(repository)
    repository.add("a", "1")
    repository.git("commit", "--quiet", "-m", "feat: one")
    repository.git("switch", "--quiet", "--create", "odd", "HEAD~1")
    repository.add("a", "2")
    repository.git("commit", "--quiet", "-m", "feat: two")
    assert "CONFLICT" in repository.git("rebase", "main", check=False)
    assert run(capsys, "--") == (0, "")
    repository.git("rebase", "--abort")
    assert run(capsys, "--")[0] == 1


def test_a_bisection_under_way_passes(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    started(repository, "odd")
    repository.git("bisect", "start")
    assert current_branch.branch() == "odd"
    assert run(capsys, "--") == (0, "")
    repository.git("bisect", "reset")
    assert run(capsys, "--")[0] == 1


def test_worktree_and_submodule(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started(repository)
    repository.git("worktree", "add", "--quiet", "-b", "odd", str(tmp_path / "worktree"))
    (tmp_path / "super").mkdir()
    above = started(Repository(tmp_path / "super"))
    above.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repository.path), "sub")
    subprocess.run(["git", "switch", "-qc", "strange"], cwd=above.path / "sub", check=True, capture_output=True)
    for folder, name in ((tmp_path / "worktree", "odd"), (above.path / "sub", "strange")):
        monkeypatch.chdir(folder)
        with monkeypatch.context() as patched:
            patched.setattr(git, "run", None)
            assert current_branch.branch() == name, "read without git"
        code, out = run(capsys, "--")
        assert (code, out.partition(":")[0]) == (1, name)
    monkeypatch.chdir(above.path)
    assert run(capsys, "--") == (0, "")


def test_git_dir(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started(repository, "odd")
    monkeypatch.setenv("GIT_DIR", str(repository.path / ".git"))
    monkeypatch.chdir(tmp_path)
    assert current_branch.branch() == "odd"


def test_where_files_do_not_tell_git_is_asked(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started(repository, "odd")
    (repository.path / "below").mkdir()
    monkeypatch.chdir(repository.path / "below")
    assert current_branch.branch() == "odd"
    monkeypatch.chdir(repository.path)
    if sys.platform != "win32":
        (repository.path / ".git/HEAD").unlink()
        (repository.path / ".git/HEAD").symlink_to("refs/heads/odd")
        assert current_branch.branch() == "odd"
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Stopped):
        current_branch.branch()
    code, out = run(capsys, "--")
    assert code == 2
    assert "not in a git repository" in out


def test_reftable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["git", "init", "--quiet", "--ref-format=reftable", "--initial-branch=main", str(tmp_path / "r")]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this git has no reftable")
    monkeypatch.chdir(tmp_path / "r")
    subprocess.run(["git", "commit", "--quiet", "--allow-empty", "-m", "feat: x"], check=True)
    subprocess.run(["git", "switch", "--quiet", "-c", "odd"], check=True, capture_output=True)
    assert current_branch.branch() == "odd"
    assert run(capsys, "--")[0] == 1


def test_a_reftable_head_is_not_believed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """As git writes it into HEAD where references are no files (reftable), tried here with any git."""
    (repository.path / ".git/HEAD").write_bytes(b"ref: refs/heads/.invalid\n")
    monkeypatch.setattr(git, "run", lambda *_, **__: b"refs/heads/feature/x\n")
    assert current_branch.branch() == "feature/x"


def test_forbid_protected(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")  # as git sets it for the hooks of a commit
    assert run(capsys, "--forbid-protected") == (0, ""), "the very first commit has nowhere else to go"
    started(repository)
    assert run(capsys, "--") == (0, "")
    code, out = run(capsys, "--forbid-protected")
    assert code == 1
    assert out.splitlines() == [
        "main: commit-on-protected-branch: commits reach main through pull requests, not straight",
        "    fix: git switch -c feature/name-of-the-change, then commit again: what is staged goes along",
    ]
    assert run(capsys, "--forbid-protected", "--protected=trunk") == (0, "")
    monkeypatch.setenv("CI", "true")
    assert run(capsys, "--forbid-protected") == (0, "")
    monkeypatch.delenv("CI")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert run(capsys, "--forbid-protected") == (0, ""), "nobody commits"
    repository.git("switch", "--quiet", "--create", "trunk")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert "trunk: commit-on-protected-branch" in run(capsys, "--forbid-protected", "--protected=trunk")[1]


def test_at_a_push_the_name_that_the_remote_gets_is_judged(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started(repository, "odd")
    monkeypatch.setenv("PRE_COMMIT_REMOTE_NAME", "upstream")
    monkeypatch.setenv("PRE_COMMIT_LOCAL_BRANCH", "refs/heads/odd")
    for ref in ("refs/heads/feature/x", "refs/heads/main", "refs/tags/v1"):
        monkeypatch.setenv("PRE_COMMIT_REMOTE_BRANCH", ref)
        assert run(
            capsys,
            "--",
        ) == (0, "")
        assert run(capsys, "--forbid-protected", "--protected=trunk") == (0, "")
    monkeypatch.setenv("PRE_COMMIT_REMOTE_BRANCH", "refs/heads/odd")
    assert "fix: git branch -m odd feature/odd && git push -u upstream feature/odd\n" in run(capsys, "--")[1]
    monkeypatch.setenv("PRE_COMMIT_LOCAL_BRANCH", "HEAD")
    assert "fix: git push upstream HEAD:refs/heads/feature/odd\n" in run(capsys, "--")[1]


def test_in_ci_the_source_branch_is_judged(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started(repository).git("switch", "--quiet", "--detach")
    monkeypatch.setenv("GITHUB_HEAD_REF", "fix/login")
    code, out = run(capsys, "--")
    assert code == 1
    assert "fix: git branch -m fix/login bugfix/login && git push -u origin bugfix/login\n" in out

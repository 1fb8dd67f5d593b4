from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from backend_standards.check_branch_name import PREFIXES, ci_branch, main
from backend_standards.commits import branch_names
from backend_standards.core import Stopped, current_branch, git_process
from support import Repository, commands, places


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


def obey(out: str) -> None:
    """Run the commands of a report, word by word."""
    assert commands(out)
    for command in commands(out):
        subprocess.run(["bash", "-c", command], check=True, capture_output=True)


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

    monkeypatch.setattr(git_process, "run", refuse)


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
    assert out.splitlines()[:-1] == [
        "my_login: invalid-branch-name: the name does not begin with feature/, bugfix/ or hotfix/",
        "    run: git branch -m my_login feature/my_login",
        '    except: in the args of check-branch-name: "--allow=/my_login"',
    ]
    assert out.splitlines()[-1].startswith("explain: ")
    assert run(capsys, "--allow=/my_login") == (0, "")
    obey(out)
    assert run(capsys, "--") == (0, "")


def test_names_with_spaces_and_quotes_are_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, "--branch", "it's\x1b[31m")
    assert "    run: git branch -m $'it\\'s\\033[31m' feature/it-s-31m\n" in out
    assert "\x1b" not in out


def test_options(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    started(repository, "release/1")
    assert run(capsys, "--prefix=release")[0] == 0
    assert run(capsys, "--prefix=release/", "--prefix=x")[0] == 0
    assert run(capsys, "--allow=release/*")[0] == 0
    assert run(capsys, "--protected=release/1")[0] == 0
    assert run(capsys, "--branch=feature/x")[0] == 0
    code, out = run(capsys, "--branch=feature/x", "--branch=a", "--branch=b")
    assert (code, [line.split(" ")[:2] for line in places(out)]) == (
        1,
        [["a:", "invalid-branch-name:"], ["b:", "invalid-branch-name:"]],
    )
    assert run(capsys, "--prefix=a b")[0] == 2
    assert run(capsys, "--prefix=-a")[0] == 2
    assert "give the name of a branch with --branch" in run(capsys, "feature/x")[1]
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
            patched.setattr(git_process, "run", None)
            assert current_branch.branch() == name, "read without git"
        code, out = run(capsys, "--")
        assert (code, out.partition(":")[0]) == (1, name)
    monkeypatch.chdir(above.path)
    assert run(capsys, "--") == (0, "")


def test_git_is_asked_if_its_files_do_not_tell_the_branch(
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


def test_forbid_protected(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")  # as git sets it for the hooks of a commit
    assert run(capsys, "--forbid-protected") == (0, ""), "the very first commit has nowhere else to go"
    started(repository)
    assert run(capsys, "--") == (0, "")
    code, out = run(capsys, "--forbid-protected")
    assert code == 1
    assert out.splitlines()[:-1] == [
        "main: commit-on-protected-branch: commits reach main only through pull requests",
        "    run: git switch -c feature/name-of-the-change",
        "    note: Then commit again: the new branch has what is staged.",
    ]
    assert out.splitlines()[-1].startswith("explain: ")
    assert run(capsys, "--forbid-protected", "--protected=trunk") == (0, "")
    monkeypatch.setenv("CI", "true")
    assert run(capsys, "--forbid-protected") == (0, "")
    monkeypatch.delenv("CI")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert run(capsys, "--forbid-protected") == (0, ""), "nobody commits"
    repository.git("switch", "--quiet", "--create", "trunk")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert "trunk: commit-on-protected-branch" in run(capsys, "--forbid-protected", "--protected=trunk")[1]


def test_a_push_judges_the_name_that_the_remote_gets(
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
    assert (
        "\n    run: git branch -m odd feature/odd\n    run: git push -u upstream feature/odd\n" in run(capsys, "--")[1]
    )
    monkeypatch.setenv("PRE_COMMIT_LOCAL_BRANCH", "HEAD")
    assert commands(run(capsys, "--")[1]) == ["git push upstream HEAD:refs/heads/feature/odd"]


def test_ci_judges_the_source_branch(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started(repository).git("switch", "--quiet", "--detach")
    monkeypatch.setenv("GITHUB_HEAD_REF", "fix/login")
    code, out = run(capsys, "--")
    assert code == 1
    assert commands(out) == ["git branch -m fix/login bugfix/login", "git push -u origin bugfix/login"]


# --- the printed commands ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "branch",
    [
        *("login", "fix_login", "feature", "feature/---", "feature/a#12", "Main", "it's", '"', "$(x)", "a;b", "`x`"),
        *("a&&b", "<name>", "!x", "#x", "feature/a\u2013b", "feature/\U0001f600"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="its file system does not have all of these names")
def test_the_printed_command_renames_the_branch(
    branch: str, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    started(repository, branch)
    code, out = run(capsys, "--")
    assert code == 1
    obey(out)
    assert run(capsys, "--") == (0, "")
    assert current_branch.branch() == branch_names.proposal(branch, PREFIXES)


@pytest.mark.parametrize("branch", ["odd", "it's", "feature/a#12"])
@pytest.mark.parametrize("local", ["", "HEAD"], ids=["same-name", "by-another-name"])
def test_the_printed_commands_push_under_the_proposed_name(
    branch: str,
    local: str,
    repository: Repository,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started(repository, branch)
    repository.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    repository.git("remote", "add", "upstream", str(tmp_path / "remote.git"))
    monkeypatch.setenv("PRE_COMMIT_REMOTE_NAME", "upstream")
    monkeypatch.setenv("PRE_COMMIT_LOCAL_BRANCH", local or f"refs/heads/{branch}")
    monkeypatch.setenv("PRE_COMMIT_REMOTE_BRANCH", f"refs/heads/{branch}")
    code, out = run(capsys, "--")
    assert code == 1
    obey(out)
    proposed = branch_names.proposal(branch, PREFIXES)
    assert repository.git("ls-remote", "--heads", "upstream").split()[1:] == [f"refs/heads/{proposed}"]
    monkeypatch.setenv("PRE_COMMIT_REMOTE_BRANCH", f"refs/heads/{proposed}")
    assert run(capsys, "--") == (0, "")


def test_the_printed_command_takes_what_is_staged_to_a_new_branch(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started(repository).add("a", "1")
    with monkeypatch.context() as committing:
        committing.setenv("GIT_INDEX_FILE", ".git/index")
        code, out = run(capsys, "--forbid-protected")
        assert code == 1
        obey(out)
        assert run(capsys, "--forbid-protected") == (0, "")
    assert repository.git("diff", "--cached", "--name-only") == "a\n"


@pytest.mark.parametrize(("branch", "code"), [("develop", 0), ("development", 1)])
def test_the_default_branch_of_a_remote_is_no_feature_branch(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, branch: str, code: int
) -> None:
    repository.git("commit", "--quiet", "--allow-empty", "-m", "chore: begin the project")
    repository.git("update-ref", "refs/remotes/upstream/develop", "HEAD")
    repository.git("symbolic-ref", "refs/remotes/upstream/HEAD", "refs/remotes/upstream/develop")
    repository.git("switch", "--quiet", "--create", branch)
    assert main(["--"]) == code
    monkeypatch.setenv("PRE_COMMIT_REMOTE_BRANCH", f"refs/heads/{branch}")
    assert main(["--"]) == code
    assert main([f"--branch={branch}"]) == 1, "a name that is given is judged as it is"

"""The names of branches: which are refused, what is proposed, and the commands that rename."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend_standards.check_branch_name import PREFIXES, check
from backend_standards.commits import branch_names
from backend_standards.core import Exempt, remedies
from support import Repository, is_shell


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
        "all-contributors/add-somebody",
        "changeset-release/main",
        "cherry-pick-1a2b3c4d",
        "cherry-pick-1a2b3c4d-2",
        "copilot/fix-login",
        "create-pull-request/patch",
        "mergify/bp/main/pr-12",
        "pyup-update-x",
        "release-please--branches--main",
        "renovate/a/b",
        "revert-1a2b3c4d",
        "snyk-fix-0123",
        "snyk-upgrade-0123",
    ],
)
def test_names_that_pass(branch: str) -> None:
    assert list(check(branch)) == []


REFUSED = [
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
    pytest.param("release-notes", "does not begin", "feature/release-notes", id="about-a-release"),
    pytest.param("release12.3", "does not begin", "feature/release12.3", id="a-number-and-no-sign"),
    pytest.param("release/a..b", "git does not allow", "feature/release/a.b", id="release-that-git-refuses"),
    pytest.param("chore/standards", "does not begin", "feature/standards", id="another-type"),
    pytest.param("docs-readme", "does not begin", "feature/readme", id="a-type-and-a-hyphen"),
    pytest.param("cherry-pick-the-fix", "does not begin", "feature/cherry-pick-the-fix", id="cherry-pick-of-no-commit"),
    pytest.param("cherry-pick-1a2b3c4", "does not begin", "feature/cherry-pick-1a2b3c4", id="seven-digits"),
    pytest.param("copilot", "does not begin", "feature/copilot", id="bot-without-a-slash"),
    pytest.param("release-please--", "does not begin", "feature/release-please", id="bare-bot"),
    pytest.param("revert-", "does not begin", "feature/revert", id="bare-star"),
    pytest.param("dependabot/", "git does not allow", "feature/dependabot", id="empty-part"),
    pytest.param("gh-pages2", "does not begin", "feature/gh-pages2", id="longer-than-allowed"),
    pytest.param("feature", "does not begin", "feature/name-of-the-change", id="prefix-alone"),
    pytest.param("feature/", "git does not allow", "feature/name-of-the-change", id="prefix-and-slash"),
    pytest.param("feature/---", "the part '---' has no letter and no digit", "feature/name-of-the-change", id="dashes"),
    pytest.param("feature/x/_", "the part '_' has no letter", "feature/x", id="part-of-signs"),
    pytest.param("feature/a b", "does not allow this name: it contains a space", "feature/a-b", id="space"),
    pytest.param("feature/a#12", "contains '#'; only letters, digits", "feature/a-12", id="hash"),
    pytest.param("feature/a@b", "contains '@'", "feature/a-b", id="at"),
    pytest.param("feature/(x)", "contains '('", "feature/x", id="parentheses"),
    pytest.param("feature/a\u2013b", "contains U+2013 EN DASH", "feature/a-b", id="dash"),
    pytest.param("feature/a\u200bb", "contains U+200B ZERO WIDTH SPACE", "feature/a-b", id="zero-width"),
    pytest.param("feature/\U0001f600", "contains U+1F600 GRINNING FACE", "feature/name-of-the-change", id="emoji"),
    pytest.param("feature/\udcff", "contains the byte 0xff, which is not UTF-8", "feature/name-of-the-change", id="byte"),
    pytest.param("feature/a..b", "it contains ..", "feature/a.b", id="two-dots"),
    pytest.param("feature/.a", "begins with .", "feature/a", id="leading-dot"),
    pytest.param("feature/a.", "ends with / or .", "feature/a", id="trailing-dot"),
    pytest.param("feature/a.lock", "ends with .lock", "feature/a", id="lock"),
    pytest.param("feature/a.lock/b", "ends with .lock", "feature/a/b", id="lock-inside"),
    pytest.param("feature//a", "it contains //", "feature/a", id="two-slashes"),
    pytest.param("feature/a~1", "it contains '~'", "feature/a-1", id="tilde"),
    pytest.param("feature/a@{1}", "it contains '{'|it contains @{", "feature/a-1", id="at-brace"),
    pytest.param("HEAD", "HEAD means the current commit", "feature/HEAD", id="head"),
    pytest.param("-x", "begins with / or -", "feature/x", id="option"),
    pytest.param("revert-a..b", "git does not allow", "feature/revert-a.b", id="allowed-but-git-refuses"),
    pytest.param("Main", "does not begin", "feature/Main", id="main-in-upper-case"),
]  # fmt: skip


@pytest.mark.parametrize(("branch", "says", "proposed"), REFUSED)
def test_names_that_are_refused(branch: str, says: str, proposed: str) -> None:
    (finding,) = check(branch)
    assert finding.rule.id == "invalid-branch-name"
    assert any(each in finding.message for each in says.split("|")), finding.message
    assert finding.commands == (f"git branch -m {remedies.quote(branch)} {remedies.quote(proposed)}",)
    assert finding.note == ""
    assert finding.exempt == (() if branch_names.git_refuses(branch) else (remedies.allow(branch),))
    assert all(list(check(branch, allow=[exempt.value])) == [] for exempt in finding.exempt)
    assert list(check(proposed)) == []


@pytest.mark.parametrize(
    ("branch", "pattern"),
    [
        ("release/1.2", "/release/*"),
        ("Release/next", "/Release/*"),
        ("releases/2024-Q1", "/releases/*"),
        ("support/1.x", "/support/*"),
        ("release-1.2", "/release-*"),
        ("release_v2", "/release_*"),
    ],
)
def test_a_branch_for_releases_is_not_renamed_to_a_feature(branch: str, pattern: str) -> None:
    (finding,) = check(branch, commands=["git push origin x"])
    assert (finding.commands, finding.exempt) == ((), (Exempt("allow", pattern),))
    assert finding.note == "A branch for releases keeps its name: if your team has such branches, allow them."
    assert not list(check(branch, allow=[pattern]))


def test_prefixes() -> None:
    assert list(check("release/1.2", ["release"])) == []
    assert list(check("team/a/x", ["team/a"])) == []
    assert list(check("функция/x", ["функция"])) == []
    (finding,) = check("feature/x", ["release", "fix"])
    assert finding.message == "the name does not begin with release/ or fix/"
    assert finding.commands == ("git branch -m feature/x release/feature/x",)
    assert (finding.note, finding.exempt) == ("", (Exempt("allow", "/feature/x"),))
    (finding,) = check("release/a@b", ["release"])
    assert finding.commands == ("git branch -m release/a@b release/a-b",)
    (finding,) = check("fix", ["fix"])
    assert finding.message == "the name does not begin with fix/"


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
        NAMES,
        NAMES.map("feature/{}".format),
        st.sampled_from(branch_names.ALLOWED).map(lambda each: each.replace("*", "x..")),
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
        (command,) = finding.commands
        assert command.startswith("git branch -m ")
        assert finding.note == ""


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({}, id="local"),
        pytest.param({"PRE_COMMIT_REMOTE_NAME": "up stream"}, id="elsewhere"),
        pytest.param({"PRE_COMMIT_LOCAL_BRANCH": "HEAD^{/it's}"}, id="by-another-name"),
    ],
)
def test_every_printed_command_is_shell(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    hard = ["it's", '"', "`x`", "$(x)", "a;b", "a\\nb", "a\0b", "<name>", "a&&b", "a\\", "!x", "#x", "x'$'"]
    for branch in [*(str(row.values[0]) for row in REFUSED), *hard]:
        elsewhere = branch_names.rename_elsewhere(branch, PREFIXES) if environment else ()
        (finding,) = check(branch, commands=elsewhere)
        assert finding.commands
        assert [command for command in finding.commands if not is_shell(command)] == []
    assert all(map(is_shell, branch_names.on_protected("it's", PREFIXES).commands))


ALIASES = {
    "feature": """
        feat features feats ft task tasks story enhancement improvement chore chores docs doc refactor refactoring style
        test tests perf ci build deps
    """,
    "bugfix": "bug bugs bug-fix bug_fix bugfixes fix fixes",
    "hotfix": "hot hot-fix hot_fix hotfixes patch",
}


def test_what_people_write_for_the_prefixes() -> None:
    for prefix, aliases in ALIASES.items():
        for alias in aliases.split():
            assert branch_names.proposal(f"{alias}/login", PREFIXES) == f"{prefix}/login"
            assert branch_names.proposal(f"{alias.upper()}_login", PREFIXES) == f"{prefix}/login"


def test_a_default_name_is_taken_back() -> None:
    assert [each.rule.id for each in check("copilot/x", allow=["!copilot/*"])] == ["invalid-branch-name"]
    assert list(check("renovate/x", allow=["!copilot/*"])) == []


@pytest.mark.parametrize("char", list(" ~^:?*[\\\x7f\x00\x1f\t\n"))
def test_characters_that_git_refuses(char: str) -> None:
    assert branch_names.git_refuses(f"feature/a{char}b").startswith("it contains ")


@pytest.mark.parametrize(
    ("branch", "reason"),
    [
        ("a..b", "it contains .."), ("a@{b", "it contains @{"), ("a//b", "it contains //"), ("", "it begins with / or -"),
        ("/a", "it begins with / or -"), ("-a", "it begins with / or -"), ("a/", "it begins with / or -"), ("a.", "it begins with / or -"),
        ("HEAD", "HEAD means the current commit"), ("@", "@ means the current commit"), (".a", "a part begins with ."),
        ("a/.b", "a part begins with ."), ("a.lock", "a part begins with . or ends with .lock"), ("a.lock/b", "a part begins with ."),
        ("a@b", ""), ("a.b", ""), ("lock", ""), ("head", ""), ("a-", ""), ("a/-b", ""), ("a/HEAD", ""),
    ],
)  # fmt: skip
def test_names_that_git_refuses(branch: str, reason: str) -> None:
    assert branch_names.git_refuses(branch).startswith(reason)
    assert bool(branch_names.git_refuses(branch)) is bool(reason)


def test_the_commands_of_the_caller_come_instead_of_a_rename() -> None:
    (finding,) = check("login", commands=["git push origin x"])
    assert finding.commands == ("git push origin x",)


def test_a_prefix_of_the_team_is_no_alias_of_another_one() -> None:
    for prefixes in (["bugfix", "fix"], ["fix", "bugfix"]):
        assert branch_names.proposal("Fix/login", prefixes) == "fix/login"
        assert branch_names.proposal("bug/login", prefixes) == "bugfix/login"


def test_the_message_joins_the_prefixes() -> None:
    assert branch_names.problem("x", ["a"]) == "the name does not begin with a/"
    assert branch_names.problem("x", ["a", "b"]) == "the name does not begin with a/ or b/"
    assert branch_names.problem("x", ["a", "b", "c"]) == "the name does not begin with a/, b/ or c/"


@pytest.mark.parametrize(
    ("branch", "prefixes", "proposed"),
    [
        ("Feature_login", PREFIXES, "feature/login"), ("feature.login", PREFIXES, "feature/login"), ("feature login", PREFIXES, "feature/login"),
        ("feature:login", PREFIXES, "feature/login"), ("feature\\login", PREFIXES, "feature/login"), ("feature+login", PREFIXES, "feature/feature-login"),
        ("fix", PREFIXES, "bugfix/name-of-the-change"), ("fix", ["fix"], "fix/name-of-the-change"), ("bug/x", ["feature"], "feature/bug/x"),
        ("feature/a--b..c", PREFIXES, "feature/a-b.c"), ("feature/_a_", PREFIXES, "feature/a"), ("feature/a.lock.lock", PREFIXES, "feature/a"),
        ("feature/a/---/b", PREFIXES, "feature/a/b"), ("bug-fix/x", PREFIXES, "bugfix/x"), ("bugfixes-x", PREFIXES, "bugfix/x"), ("feature/\u0301", PREFIXES, "feature/name-of-the-change"),
    ],
)  # fmt: skip
def test_proposals(branch: str, prefixes: list[str], proposed: str) -> None:
    if branch == "fix":
        proposed = f"{prefixes[0]}/name-of-the-change"
    assert branch_names.proposal(branch, prefixes) == proposed


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"GIT_INDEX_FILE": "x"}, True), ({}, False), ({"GIT_INDEX_FILE": ""}, False), ({"GIT_INDEX_FILE": "x", "CI": "1"}, False),
        ({"GIT_INDEX_FILE": "x", "TF_BUILD": "1"}, False), ({"GIT_INDEX_FILE": "x", "JENKINS_URL": "1"}, False),
        ({"GIT_INDEX_FILE": "x", "CODEBUILD_BUILD_ID": "1"}, False), ({"GIT_INDEX_FILE": "x", "CI": ""}, True),
    ],
)  # fmt: skip
def test_whether_a_person_commits(environment: dict[str, str], expected: bool) -> None:
    assert branch_names.is_commit(environment) is expected


@pytest.mark.parametrize(
    ("char", "name"), [(" ", "a space"), ("~", "'~'"), ("\x7f", "U+007F (a control character)"), ("\udcff", "the byte 0xff, which is not UTF-8"),
    ("\udc80", "the byte 0x80, which is not UTF-8"), ("\u2013", "U+2013 EN DASH")],
)  # fmt: skip
def test_characters_are_named(char: str, name: str) -> None:
    assert name in branch_names.problem(f"feature/a{char}b", PREFIXES)


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("", ["git branch -m login feature/login", "git push -u origin feature/login"]),
        ("refs/heads/login", ["git branch -m login feature/login", "git push -u origin feature/login"]),
        ("refs/heads/other", ["git push origin other:refs/heads/feature/login"]),
        ("HEAD", ["git push origin HEAD:refs/heads/feature/login"]),
    ],
)
def test_commands_for_a_branch_that_is_pushed(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, local: str, expected: list[str]
) -> None:
    assert repository.path
    monkeypatch.setenv("PRE_COMMIT_LOCAL_BRANCH", local)
    assert branch_names.rename_elsewhere("login", PREFIXES) == expected


@pytest.mark.parametrize(
    ("remote", "shown"), [("", "origin"), ("fork", "fork"), ("https://a:b@example.com/x", "https://example.com/x")]
)
def test_the_remote_of_a_branch_that_is_pushed(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, remote: str, shown: str
) -> None:
    assert repository.path
    monkeypatch.setenv("PRE_COMMIT_REMOTE_NAME", remote)
    assert branch_names.rename_elsewhere("login", PREFIXES)[-1] == f"git push -u {shown} feature/login"


def test_a_name_that_only_begins_like_a_prefix() -> None:
    assert branch_names.proposal("featureful", PREFIXES) == "feature/featureful"
    assert branch_names.proposal("fixture", PREFIXES) == "feature/fixture"


def test_the_default_branch_of_a_remote(repository: Repository) -> None:
    assert not branch_names.is_default("trunk")
    repository.git("commit", "--quiet", "--allow-empty", "-m", "feat: add a page")
    for name, target in (("origin/HEAD", "origin/trunk"), ("fork/HEAD", "fork/release/1"), ("origin/x", "origin/y")):
        repository.git("update-ref", f"refs/remotes/{target}", "HEAD")
        repository.git("symbolic-ref", f"refs/remotes/{name}", f"refs/remotes/{target}")
    repository.git("update-ref", "refs/remotes/plain/HEAD", "HEAD")
    repository.git("symbolic-ref", "refs/remotes/odd/HEAD", "refs/heads/a/b/c")
    for branch in ("trunk", "release/1"):
        assert branch_names.is_default(branch)
    for branch in ("origin/trunk", "1", "y", "HEAD", "main", "b/c", "c"):
        assert not branch_names.is_default(branch), branch


def test_outside_of_a_repository_no_branch_is_a_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert not branch_names.is_default("trunk")

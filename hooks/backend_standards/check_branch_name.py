"""Refuse branch names other than `feature/…`, `bugfix/…` and `hotfix/…`, and on request commits on `main`.

Source: the standard's "Branching Strategy" ("Use feature branches: `feature/<ticket-or-feature-name>`", `bugfix/…`,
`hotfix/…`) and "Git & Version Control" ("Committing directly to `main` or `master` without PRs"). The branch is the
one that a push goes to, else the source branch that CI names, else HEAD's, read from git's own files.
"""

from __future__ import annotations

import os

from backend_standards import _hook
from backend_standards.core import CLEAN, Finding, Stopped
from backend_standards.core.output import report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HOOK = "check-branch-name"
OPTIONS = (
    _hook.Option("prefix", "a first part that names may have, in place of feature, bugfix and hotfix", "PREFIX"),
    _hook.Option("allow", "let a name pass; as in .gitignore, from the start of the name", "PATTERN"),
    _hook.Option("branch", "judge this name, in place of the current branch", "NAME"),
    _hook.Option("forbid-protected", "refuse commits on a protected branch", tightens=True),
    _hook.Option("protected", "a protected branch, in place of main and master", "NAME"),
)
PREFIXES = ("feature", "bugfix", "hotfix")
PROTECTED = ("main", "master")
# What bots and forges make by themselves. Compared without an expression: a last `*` is all that these use.
ALLOWED = ("dependabot/*", "renovate/*", "revert-*", "gh-readonly-queue/*", "gh-pages", "pre-commit-ci-update-config")
_HEADS = "refs/heads/"
# Where CI names the branch; a pull request's source first, for the other is then its target or the merge of both.
_CI_BRANCHES = (
    "GITHUB_HEAD_REF",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",  # GitLab
    "SYSTEM_PULLREQUEST_SOURCEBRANCH",  # Azure Pipelines
    "CHANGE_BRANCH",  # Jenkins
    "TRAVIS_PULL_REQUEST_BRANCH",
    "CODEBUILD_WEBHOOK_HEAD_REF",
    "CI_COMMIT_BRANCH",  # GitLab
    "BITBUCKET_BRANCH",
    "CIRCLE_BRANCH",
    "BUILDKITE_BRANCH",
    "DRONE_SOURCE_BRANCH",
)
# Where else something is named by these: a tag by CodeBuild, a fork's pull request by CircleCI. Nowhere else does the
# start of a name tell that it is no branch: "pull/x" may be one.
_CI_OTHERS = {"CODEBUILD_WEBHOOK_HEAD_REF": "refs/tags/", "CIRCLE_BRANCH": "pull/"}
_CI_REFS = ("GITHUB_REF", "BUILD_SOURCEBRANCH")  # also of tags and of merges: only a branch counts
_CI_MARKS = ("CI", "TF_BUILD", "JENKINS_URL", "CODEBUILD_BUILD_ID")
_CI_TAGS = ("BUILDKITE_TAG", "DRONE_TAG")  # where these are set, the branch's variable holds the tag
CI_VARIABLES = (*_CI_BRANCHES, *_CI_REFS, *_CI_MARKS, *_CI_TAGS)


def check(
    branch: str,
    prefixes: Sequence[str] = PREFIXES,
    allow: Sequence[str] = (),
    protected: Sequence[str] = PROTECTED,
) -> Iterator[Finding]:
    """Yield the finding about a branch's name (without ``refs/heads/``), if it has one.

    ``allow`` are patterns beyond the default ones; protected branches pass, whatever they are called.
    """
    if _is_plain(branch, prefixes) or branch in protected or branch in PROTECTED:
        return
    from backend_standards.commits import branch_names

    problem = branch_names.problem(branch, prefixes)
    if not problem or (not branch_names.git_refuses(branch) and _is_allowed(branch, allow)):
        return
    from backend_standards.core.remedies import quote, quoted_argument

    proposal = branch_names.proposal(branch, prefixes)
    exception = "" if branch_names.git_refuses(branch) else quoted_argument("--allow", branch)
    yield Finding(
        branch,
        "invalid-branch-name",
        problem,
        fix=f"git branch -m {quote(branch)} {quote(proposal)}",
        exception=exception and f"in this hook's args: {exception}",
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the branch; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, _judge, argv)


def _judge(options: _hook.Options) -> int:
    """Find the branch out, and report."""
    if options.files:
        raise Stopped(f"takes no file names (got {options.files[0]!r}): a name to judge goes to --branch")
    prefixes = _prefixes(options.texts("prefix")) if options.texts("prefix") else PREFIXES
    protected = options.texts("protected") or PROTECTED
    names = options.texts("branch")
    if names:
        return report(each for name in names for each in check(name, prefixes, options.texts("allow"), protected))
    pushed = os.environ.get("PRE_COMMIT_REMOTE_BRANCH", "")
    if pushed and not pushed.startswith(_HEADS):
        return CLEAN  # a tag
    given = pushed.removeprefix(_HEADS) if pushed else ci_branch(os.environ)
    if given is None:
        from backend_standards.core import current_branch

        branch = current_branch.branch()
        if branch is None or (branch not in protected and _is_plain(branch, prefixes)):
            return CLEAN
        findings = list(check(branch, prefixes, options.texts("allow"), protected))
        if branch in protected and options.flag("forbid-protected") and _is_commit(os.environ):
            findings = [_on_protected(branch, prefixes)]
        return report(findings) if findings and not current_branch.is_unsettled() else CLEAN
    findings = list(check(given, prefixes, options.texts("allow"), protected))
    for finding in findings:
        finding.fix = _fix_elsewhere(given, finding.fix, prefixes)
    return report(findings)


def ci_branch(environment: Mapping[str, str]) -> str | None:
    """Return the branch that a CI's variables name (a pull request's source branch), or None."""
    if any(environment.get(name) for name in _CI_TAGS):
        return None
    for name in _CI_BRANCHES:
        value = environment.get(name, "")
        if value and not (name in _CI_OTHERS and value.startswith(_CI_OTHERS[name])):
            return value.removeprefix(_HEADS)
    for name in _CI_REFS:
        if (value := environment.get(name, "")).startswith(_HEADS):
            return value.removeprefix(_HEADS)
    return None


def _prefixes(given: Sequence[str]) -> list[str]:
    """Return the values of --prefix without a final slash; one that no name could have must not pass."""
    prefixes = [each.rstrip("/") for each in given]
    for prefix in prefixes:
        if not _is_plain(f"{prefix}/x", [prefix]) or prefix.startswith("-"):
            from backend_standards.commits import branch_names

            if reason := branch_names.git_refuses(f"{prefix}/x"):
                raise Stopped(f"--prefix {prefix}: git takes no branch {prefix}/x: {reason}")
    return prefixes


def _is_plain(branch: str, prefixes: Sequence[str]) -> bool:
    """Return whether a name is in order and of ASCII alone, as nearly all are; the rest is looked at closely."""
    prefix = next((each for each in prefixes if branch.startswith(each + "/")), None)
    if (
        prefix is None
        or not branch.isascii()
        or not branch.replace("/", "a").replace("-", "a").replace("_", "a").replace(".", "a").isalnum()
    ):
        return False
    if "." in branch and (
        ".." in branch or "/." in branch or ".lock" in branch or branch[0] == "." or branch[-1] == "."
    ):
        return False
    return all(part.strip("-._") for part in branch[len(prefix) + 1 :].split("/"))


def _is_allowed(branch: str, allow: Sequence[str]) -> bool:
    if not allow:
        return any(
            branch == each or (each[-1] == "*" and branch.startswith(each[:-1]) and branch != each[:-1])
            for each in ALLOWED
        )
    from backend_standards.core.patterns import Patterns

    every = [*ALLOWED, *allow]
    anchored = [f"!/{each[1:].lstrip('/')}" if each.startswith("!") else f"/{each.lstrip('/')}" for each in every]
    return Patterns(anchored).cover(branch)


def _is_commit(environment: Mapping[str, str]) -> bool:
    """Return whether someone commits: git names the index to its hooks then, and no CI is at work.

    Without that, ``pre-commit run --all-files`` on ``main`` would fail, which commits nothing: the well-known nuisance
    of such hooks in CI, where a merged pull request is checked on ``main``.
    """
    return bool(environment.get("GIT_INDEX_FILE")) and not any(environment.get(mark) for mark in _CI_MARKS)


def _on_protected(branch: str, prefixes: Sequence[str]) -> Finding:
    return Finding(
        branch,
        "commit-on-protected-branch",
        f"commits reach {branch} through pull requests, not straight",
        fix=f"git switch -c {prefixes[0]}/name-of-the-change, then commit again: what is staged goes along",
    )


def _fix_elsewhere(branch: str, fix: str, prefixes: Sequence[str]) -> str:
    """Return the commands for a branch that the remote has, or is about to get."""
    from backend_standards.commits import branch_names
    from backend_standards.core import git
    from backend_standards.core.remedies import quote

    proposal = quote(branch_names.proposal(branch, prefixes))
    local = os.environ.get("PRE_COMMIT_LOCAL_BRANCH", "")
    remote = quote(git.without_login(os.environ.get("PRE_COMMIT_REMOTE_NAME") or "origin"))
    if local and local != _HEADS + branch:
        return f"git push {remote} {quote(local.removeprefix(_HEADS))}:{_HEADS}{proposal}"
    return f"{fix} && git push -u {remote} {proposal}"


if __name__ == "__main__":
    raise SystemExit(main())

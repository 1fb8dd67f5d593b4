"""Refuse branch names other than `feature/…`, `bugfix/…` and `hotfix/…`, and on request commits on `main`.

Source: the standard's "Branching Strategy" ("Use feature branches: `feature/<ticket-or-feature-name>`", `bugfix/…`,
`hotfix/…`) and "Git & Version Control" ("Committing directly to `main` or `master` without PRs"). The branch is the
one that a push goes to; otherwise the source branch that CI names; otherwise the current branch.
"""

from __future__ import annotations

import os
import sys

from backend_standards import _hook
from backend_standards.commits import CI_MARKS, HEADS, PROTECTED
from backend_standards.core import Finding, Option, Options, Outcome, Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

HOOK = "check-branch-name"
OPTIONS = (
    Option("prefix", "a prefix that names may have, instead of feature, bugfix and hotfix", "PREFIX"),
    Option("allow", "allow a name; a pattern as in .gitignore, from the start of the name", "PATTERN"),
    Option("branch", "judge this name instead of the current branch", "NAME"),
    Option("forbid-protected", "refuse commits on a protected branch", tightens=True),
    Option(
        "protected",
        "a protected branch, instead of main and master; a pattern adds to them",
        "NAME",
        subject="branches",
    ),
)
PREFIXES = ("feature", "bugfix", "hotfix")
# The variables in which CI names the branch. Those with the source of a pull request come first: at a pull request, the
# others have its target or the merge of both.
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
# The variables that may name something else, and how that begins: a tag in CodeBuild, the pull request of a fork in
# CircleCI. In the other variables the start of a name says nothing: a branch may be called "pull/x".
_CI_OTHERS = {"CODEBUILD_WEBHOOK_HEAD_REF": "refs/tags/", "CIRCLE_BRANCH": "pull/"}
_CI_REFS = ("GITHUB_REF", "BUILD_SOURCEBRANCH")  # they name tags and merges too: only a branch counts
_CI_TAGS = ("BUILDKITE_TAG", "DRONE_TAG")  # if one of these is set, the variable of the branch has the tag
CI_VARIABLES = frozenset((*_CI_BRANCHES, *_CI_REFS, *CI_MARKS, *_CI_TAGS))


def check(
    branch: str,
    prefixes: Sequence[str] = PREFIXES,
    allow: Sequence[str] = (),
    protected: Container[str] = PROTECTED,
    commands: Sequence[str] = (),
) -> Iterator[Finding]:
    """Yield the finding about the name of a branch (without ``refs/heads/``), if there is one.

    ``allow`` are patterns in addition to the default ones. Protected branches pass, whatever their names are.
    ``commands`` give the branch another name, if it is not just a local one.
    """
    if _is_plain(branch, prefixes) or branch in protected or branch in PROTECTED:
        return
    from backend_standards.commits import branch_names

    problem = branch_names.problem(branch, prefixes)
    if not problem or (not branch_names.git_refuses(branch) and branch_names.is_allowed(branch, allow)):
        return
    yield branch_names.invalid(branch, problem, prefixes, commands)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the branch; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv)


def judge(options: Options) -> Outcome:
    """Find the branch, judge it and report."""
    if options.files:
        raise Stopped(
            f"this hook takes no file names, but got {options.files[0]!r}: give the name of a branch with --branch"
        )
    texts, environment = options.texts, _environment()
    prefixes = _prefixes(_utf8(texts("prefix"))) if texts("prefix") else PREFIXES
    allow = _utf8(texts("allow"))
    protected: Container[str] = PROTECTED
    if texts("protected"):
        from backend_standards.commits.protection import Protected

        protected = Protected(texts("protected"))
    names = _utf8(texts("branch"))
    if names:
        return _outcome(each for name in names for each in check(name, prefixes, allow, protected))
    pushed = environment.get("PRE_COMMIT_REMOTE_BRANCH", "")
    if pushed and not pushed.startswith(HEADS):
        return _outcome()  # a tag
    given = pushed.removeprefix(HEADS) if pushed else ci_branch(environment)
    if given is None:
        from backend_standards.core import current_branch

        branch = current_branch.branch()
        if branch is None or (branch not in protected and _is_plain(branch, prefixes)):
            return _outcome()
        findings = _unless_default(check(branch, prefixes, allow, protected))
        if branch in protected and options.flag("forbid-protected"):
            from backend_standards.commits import branch_names

            if branch_names.is_commit(os.environ):
                findings = [branch_names.on_protected(branch, prefixes)]
        return _outcome(() if findings and current_branch.is_unsettled() else findings)
    if _is_plain(given, prefixes):
        return _outcome()
    from backend_standards.commits import branch_names

    commands = branch_names.rename_elsewhere(given, prefixes)
    return _outcome(_unless_default(check(given, prefixes, allow, protected, commands)))


def _unless_default(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings; none for the default branch of a remote, because a trunk is not a feature branch."""
    findings = list(found)
    if findings:
        from backend_standards.commits import branch_names

        findings = [each for each in findings if not branch_names.is_default(each.path)]
    return findings


def _outcome(findings: Iterable[Finding] = ()) -> Outcome:
    return Outcome(HOOK, findings, about_files=False)


def ci_branch(environment: Mapping[str, str]) -> str | None:
    """Return the branch that the variables of CI name, the source branch of a pull request first, or None."""
    if CI_VARIABLES.isdisjoint(environment):  # cheaper than a look for each variable
        return None
    if any(environment.get(name) for name in _CI_TAGS):
        return None
    for name in _CI_BRANCHES:
        value = environment.get(name, "")
        if value and not (name in _CI_OTHERS and value.startswith(_CI_OTHERS[name])):
            return value.removeprefix(HEADS)
    for name in _CI_REFS:
        if (value := environment.get(name, "")).startswith(HEADS):
            return value.removeprefix(HEADS)
    return None


def _environment() -> Mapping[str, str]:
    """Return the environment, in which the names of branches are UTF-8 whatever the locale is."""
    if sys.getfilesystemencoding() == "utf-8":
        return os.environ
    from backend_standards.commits import utf8

    return utf8.environment()


def _utf8(names: Sequence[str]) -> list[str]:
    if not names or sys.getfilesystemencoding() == "utf-8":
        return list(names)
    from backend_standards.commits import utf8

    return [utf8.text(name) for name in names]


def _prefixes(given: Sequence[str]) -> list[str]:
    """Return the values of --prefix without a slash at the end.

    Raises:
        Stopped: git does not allow any branch with such a prefix.
    """
    prefixes = [each.rstrip("/") for each in given]
    for prefix in prefixes:
        if not _is_plain(f"{prefix}/x", [prefix]) or prefix.startswith("-"):
            from backend_standards.commits import branch_names

            if reason := branch_names.git_refuses(f"{prefix}/x"):
                raise Stopped(f"--prefix={prefix}: git does not allow a branch called {prefix}/x: {reason}")
    return prefixes


def _is_plain(branch: str, prefixes: Sequence[str]) -> bool:
    """Return whether a name is valid and ASCII, as nearly all are. The others need a closer look."""
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


if __name__ == "__main__":
    raise SystemExit(main())

"""What the hooks about commits and branches say of the newest commits, and of the branches that this clone knows."""

from __future__ import annotations

import os

from backend_standards.command import reading
from backend_standards.commits import PROTECTED, pushed
from backend_standards.commits.options import rules as rules_of
from backend_standards.core import Finding, Outcome, Stopped, git_process
from backend_standards.core.output import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

NEWEST = 50
"""Commits that are judged: those of some weeks. What came before cannot be corrected, and newer ones take its place."""
MESSAGES, BRANCHES = "check-commit-message", "check-branch-name"
_MERGED = ("main", "master", "develop", "trunk")
_MOST_BRANCHES = 200


class History:
    """The findings about commits and branches, as if the hooks had been asked about each of them."""

    __slots__ = ("branches", "commits", "of_branches", "of_commits")

    def __init__(self, config: str, without: Sequence[str] = ()) -> None:
        """Judge the newest commits of HEAD that ``without`` do not reach, and the branches."""
        self.commits = 0
        self.branches = 0
        self.of_commits = self._of_commits(config, without)
        self.of_branches = self._of_branches(config)

    def said(self, outcome: Outcome) -> str:
        """Return what was judged, for a line that is kept."""
        if outcome is self.of_commits:
            return f"the newest {counted(self.commits, 'commit')}"
        return counted(self.branches, "branch").replace("branchs", "branches")

    def _of_commits(self, config: str, without: Sequence[str]) -> Outcome:
        outcome = Outcome(MESSAGES, about_files=False)
        try:
            rules = rules_of(reading.options("check-push", (), config))
            tip = os.environ.get("PRE_COMMIT_TO_REF") or "HEAD"
            if not git_process.commit(tip):
                return outcome
            commits: list[pushed.Commit] = []
            try:
                commits.extend(pushed.log([f"--max-count={NEWEST}", tip], list(without)))
            except Stopped as stopped:  # a shallow clone: what is there is judged
                if not commits:
                    outcome.stopped = str(stopped)
            self.commits = len(commits)
            outcome.findings += pushed.check(commits, rules, lambda: pushed.Advice("", ""), allow_merges=True)
            outcome.findings += _merges_of_base(commits)
        except Stopped as stopped:
            outcome.stopped = str(stopped)
        return outcome

    def _of_branches(self, config: str) -> Outcome:
        from backend_standards import check_branch_name

        outcome = Outcome(BRANCHES, about_files=False)
        try:
            options = reading.options(BRANCHES, (), config)
            names = _branches()
            for name in names:
                options.values["branch"] = [name]
                found = check_branch_name.judge(options).findings
                outcome.findings += found
            self.branches = len(names)
        except Stopped as stopped:
            outcome.stopped = str(stopped)
        return outcome


def _merges_of_base(commits: Sequence[pushed.Commit]) -> list[Finding]:
    """Return the merges of the base branch into another one: a rebase would have left a straight history."""
    from backend_standards.commits.rules import MERGE_COMMIT

    found = []
    for commit in commits:
        if len(commit.parents) < 2 or not commit.message.startswith(
            ("Merge branch '", "Merge remote-tracking branch '")
        ):
            continue
        merged, _, into = commit.message.partition("\n")[0].partition("'")[2].partition("'")
        if merged.rpartition("/")[2] in _MERGED and " into " in into:
            found.append(Finding(commit.place, MERGE_COMMIT, "merges the base branch instead of a rebase onto it"))
    return found


def _branches() -> list[str]:
    """Return the branches of this clone and of origin, without the protected ones and the default branch."""
    arguments = [
        "for-each-ref",
        "--format=%(refname)",
        f"--count={_MOST_BRANCHES}",
        "refs/heads",
        "refs/remotes/origin",
    ]
    rows = os.fsdecode(git_process.run(arguments)).split("\n")
    default = ""
    try:
        head = git_process.run(["symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"], accept=(0, 1))
        default = os.fsdecode(head).strip().removeprefix("refs/remotes/origin/")
    except Stopped:
        pass
    names = {row.removeprefix("refs/heads/").removeprefix("refs/remotes/origin/") for row in rows if row}
    return sorted(name for name in names - {"HEAD", default} if name not in PROTECTED)

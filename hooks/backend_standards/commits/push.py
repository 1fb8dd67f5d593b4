"""The findings about the target of a push, and the questions to git about a push.

Source: the standard's "Pull Request Guidelines" ("Always open a pull request", "prevent force-push on `main`").
"""

from __future__ import annotations

from backend_standards.commits import HEADS, PROTECTED
from backend_standards.core import Finding, Stopped, git_process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backend_standards.commits.protection import Branches
    from backend_standards.commits.pushed import Commit, Update


class Remote:
    """Where a push goes: its name or URL, its URL, and its branches.

    ``shown`` is the name without a password. ``branches`` are its branches with their commits; None if it was not asked
    or did not answer, for the reason in ``error``.
    """

    __slots__ = ("branches", "error", "name", "shown", "url")

    def __init__(self, name: str, url: str, branches: Mapping[str, str] | None = None, error: str = "") -> None:
        self.name = name
        self.shown = name if "://" not in name else _without_login(name)
        self.url = url
        self.branches = branches
        self.error = error


def check(
    update: Update,
    remote: Remote,
    protected: Branches = PROTECTED,
    *,
    is_forced: bool,
    allow_fast_forward: bool = False,
) -> Iterator[Finding]:
    """Yield the findings about the update of a protected branch, judged by what the remote has.

    ``is_forced`` says that the remote would lose commits. The first protected branch of a remote passes, because
    somebody has to push it.
    """
    branch = update.branch
    if not update.tip:
        yield _to_protected(update, remote, f"this push deletes {branch} on {remote.shown}")
        return
    if remote.branches is not None and not any(each in protected for each in remote.branches):
        return
    if is_forced:
        yield _forced(update, remote)
    if not allow_fast_forward:
        message = f"this push goes to {branch} on {remote.shown}; commits reach it only through pull requests"
        if remote.error:
            message += f" (no answer from {remote.shown} on whether this rewrites it: {remote.error})"
        yield _to_protected(update, remote, message)


def judge_target(update: Update, remote: Remote, protected: Branches, *, allow_fast_forward: bool) -> Iterator[Finding]:
    """Yield the findings about the update of a protected branch; ask git and the remote what they need."""
    from backend_standards.commits import advice

    is_forced = bool(update.tip and update.old and not advice.is_ancestor(update.old, update.tip))
    if update.tip and not is_forced and remote.branches is None and not remote.error:
        from backend_standards.core import git

        try:
            remote.branches = git.remote_branches(remote.url)
        except Stopped as stopped:
            remote.error = " ".join(str(stopped).replace(remote.url, git.without_login(remote.url)).split())
            has_been_fetched = git_process.run(["for-each-ref", "--count=1", f"refs/remotes/{remote.shown}"])
            if allow_fast_forward or not (update.old or has_been_fetched):
                raise Stopped(
                    f"{remote.shown} did not tell which commit its {update.branch} is: {remote.error}"
                ) from stopped
    if remote.branches and update.branch in remote.branches:
        is_forced = bool(update.tip) and not advice.is_ancestor(remote.branches[update.branch], update.tip)
    return check(update, remote, protected, is_forced=is_forced, allow_fast_forward=allow_fast_forward)


def local_ahead(protected: Branches, pushed: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each local protected branch with commits that its upstream does not have.

    What is pushed has findings of its own.
    """
    from backend_standards.commits.advice import NEW_BRANCH, free
    from backend_standards.commits.rules import PROTECTED_BRANCH_AHEAD
    from backend_standards.commits.utf8 import run_git
    from backend_standards.core import current_branch
    from backend_standards.core.remedies import quote

    form = "%(refname:lstrip=2) %(upstream:lstrip=2) %(upstream:track,nobracket)"
    rows = run_git(["for-each-ref", f"--format={form}", *(f"{HEADS}{each}" for each in protected)]).split("\n")
    for line in filter(None, rows):
        branch, upstream, track = [*line.split(" ", 2), "", ""][:3]
        if "ahead" in track and branch in protected and branch not in pushed:
            yield Finding(
                branch,
                PROTECTED_BRANCH_AHEAD,
                f"the local {branch} has commits that {upstream} does not have ({track})",
                commands=[
                    f"git branch {free(NEW_BRANCH)} {quote(branch)}",
                    f"git reset --keep {quote(upstream)}"
                    if branch == current_branch.branch()
                    else f"git branch --force {quote(branch)} {quote(upstream)}",
                ],
                note="The first command keeps the commits on a branch of their own.",
            )


def resolved(revision: str) -> str:
    """Return the object name of a commit that the user named.

    Raises:
        Stopped: this clone does not have the commit.
    """
    if not revision.strip("0"):
        raise Stopped(
            f"{revision} is not a commit (before a new branch there is none): give the base branch, --from=origin/main"
        )
    oid = git_process.commit(revision)
    if not oid:
        raise Stopped(
            f"{revision} is not in this clone: fetch the whole history (GitHub: fetch-depth: 0 for "
            "actions/checkout; GitLab: GIT_DEPTH: 0; otherwise git fetch)"
        )
    return oid


def without_test_merge(commits: Iterator[Commit], base: str, environment: Mapping[str, str]) -> Iterator[Commit]:
    """Yield the commits without the merge that GitHub makes to test a pull request, if that is the first one.

    Anybody can write that message, so two more conditions apply. The first parent has to be in the base: that of a
    merge of the base into a branch is not. In GitHub's own CI, the merge has to be the commit that is built for a pull
    request.
    """
    for number, commit in enumerate(commits):
        if number or not _is_test_merge(commit, base, environment):
            yield commit


def _is_test_merge(commit: Commit, base: str, environment: Mapping[str, str]) -> bool:
    words = commit.message.split()
    if len(words) != 4 or [words[0], words[2]] != ["Merge", "into"] or commit.parents[::-1] != [words[1], words[3]]:
        return False
    built = environment.get("GITHUB_SHA", "")
    if built and (built != commit.oid or not environment.get("GITHUB_REF", "").startswith("refs/pull/")):
        return False
    from backend_standards.commits import advice

    return advice.is_ancestor(commit.parents[0], base)


def is_here(revision: str) -> bool:
    """Return whether this clone has a commit."""
    return bool(git_process.commit(revision))


def _to_protected(update: Update, remote: Remote, message: str) -> Finding:
    from backend_standards.commits.advice import NEW_BRANCH, free
    from backend_standards.commits.rules import PUSH_TO_PROTECTED
    from backend_standards.core import Exempt
    from backend_standards.core.remedies import quote

    where = quote(remote.shown)
    if not update.tip:
        note = f"Leave the branch, or ask an administrator of {remote.shown} to delete it."
        return Finding(update.branch, PUSH_TO_PROTECTED, message, note=note)
    source = update.local.removeprefix(HEADS)
    if update.local.startswith(HEADS) and source != update.branch:
        commands = [f"git push -u {where} {quote(source)}"]
    else:  # the protected branch itself, or an expression such as HEAD~1, which has no name on the remote
        name = free(NEW_BRANCH)
        commands = [f"git branch {name} {quote(source or 'HEAD')}", f"git push -u {where} {name}"]
    exempt = [Exempt("allow-fast-forward")]
    note = "Then open a pull request."
    return Finding(update.branch, PUSH_TO_PROTECTED, message, commands=commands, note=note, exempt=exempt)


def _forced(update: Update, remote: Remote) -> Finding:
    from backend_standards.commits.advice import switch_to
    from backend_standards.commits.rules import FORCE_PUSH_TO_PROTECTED
    from backend_standards.core.remedies import quote

    return Finding(
        update.branch,
        FORCE_PUSH_TO_PROTECTED,
        f"this push rewrites {update.branch} on {remote.shown} and removes commits that others have",
        commands=[
            f"{switch_to(update)}git fetch {quote(remote.shown)} {quote(update.branch)} && git rebase FETCH_HEAD"
        ],
        note="Then push without --force. To undo a commit, use git revert.",
    )


def _without_login(url: str) -> str:
    from backend_standards.core import git

    return git.without_login(url)

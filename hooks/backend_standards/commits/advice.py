"""What the commands of a refused push need: what to rebase onto, on which branch, and whether it was pushed before.

Imported only for a finding.
"""

from __future__ import annotations

from backend_standards.commits import HEADS
from backend_standards.commits.pushed import SHORT, Advice
from backend_standards.commits.utf8 import argument, run_git
from backend_standards.core import Stopped, current_branch, git_process
from backend_standards.core.remedies import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.commits.protection import Branches
    from backend_standards.commits.pushed import Update

NEW_BRANCH = "feature/name-of-the-change"
"""The branch that a command makes for commits of no branch. The user knows what they change, and gives it a name."""
_AGAIN = "Then push again."
_FORCE = "The remote has these commits as they were, so push with `git push --force-with-lease`."
_PERHAPS = "If the branch was pushed before, push it with `git push --force-with-lease`."


def of_range(end: str, without: Sequence[str], base: str) -> Advice:
    """Return the advice for a range that CI judges: its commits were pushed."""
    rows = _rows([end], without)
    named = quote(base if base.strip("0123456789abcdef") else base[:SHORT])
    return Advice(named, named, [row[0] for row in rows], _oid("HEAD"), again=_PERHAPS, again_by_hand=_PERHAPS)


def of_push(
    updates: Sequence[Update], tips: Sequence[str], without: Sequence[str], remote: str, protected: Branches
) -> Advice:
    """Return the advice for a push of updates. Its commits are in ``tips``, and not in ``without``."""
    rows = _rows(tips, without)
    base = _before(rows)
    here = current_branch.branch()
    pushed = [update for update in updates if update.tip]
    update = next((each for each in pushed if source_of(each) == (here or "HEAD")), pushed[0])
    own = f"refs/remotes/{remote}/{update.branch}" if update.branch and update.branch not in protected else ""
    onto = _onto(tips, without, remote, protected, own) or base
    source = source_of(update)
    head, first = _oid("HEAD"), []
    if update.local.startswith(HEADS) and source != here:
        head, first = _oid(update.tip), [f"git switch {quote(source)}"]
    elif not is_ancestor(update.tip, "HEAD"):
        head, first = _oid(update.tip), [f"git switch -c {quote(free(NEW_BRANCH))} {quote(update.tip)}"]
    again = _FORCE if own and _oid(own) and not is_ancestor(own, onto) else _AGAIN
    return Advice(quote(base), quote(onto), [row[0] for row in rows], head, first=first, again=again)


def source_of(update: Update) -> str:
    """Return what a push takes, as a user names it: a branch, or an expression such as ``HEAD~1``."""
    return update.local.removeprefix(HEADS) or "HEAD"


def switch_to(update: Update) -> str:
    """Return the start of a command that needs the pushed branch; "" without one, or if it is checked out."""
    source = source_of(update)
    if not update.local.startswith(HEADS) or source == current_branch.branch():
        return ""
    return f"git switch {quote(source)} && "


def free(name: str) -> str:
    """Return an unused branch name: the given one, or that with a number. Remotes count as of the last fetch."""
    patterns = [each + name + end for each in (HEADS, "refs/remotes/*/") for end in ("", "-*")]
    try:
        listed = run_git(["for-each-ref", "--format=%(refname)", *patterns])
    except Stopped:  # a name that is judged outside of a repository
        return name
    taken = {ref.split("/", 2 if ref.startswith(HEADS) else 3)[-1] for ref in listed.splitlines()}
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in numbered if each not in taken)


def is_ancestor(old: str, new: str) -> bool:
    """Return whether a commit is in the history of another; False if this clone does not have the commit."""
    if not _oid(old):
        return False
    return run_git(["rev-list", "--count", "--max-count=1", old, "--not", new, "--"]).strip() == "0"


def _rows(tips: Sequence[str], without: Sequence[str]) -> list[list[str]]:
    """Return the commits of a range with their parents, children first."""
    arguments = ["rev-list", "--topo-order", "--parents", *tips, "--not", *without, "--"]
    return [row.split() for row in run_git(arguments).splitlines()]


def _before(rows: Sequence[Sequence[str]]) -> str:
    """Return the commit before a range."""
    return rows[-1][1][:SHORT] if rows and len(rows[-1]) > 1 else "--root"


def _onto(tips: Sequence[str], without: Sequence[str], remote: str, protected: Branches, own: str) -> str:
    """Return the remote-tracking branch that a branch began on, or "".

    That branch has the commit before the first one of this branch. Commits that were pushed before belong to this
    branch too. A rebase onto any other branch would copy commits of the base.
    """
    if own and _oid(own):
        without = [f"--exclude={own.removeprefix('refs/remotes/')}", f"--remotes={remote}"]
    start = _before(_rows(tips, without))
    if start == "--root":
        return ""
    form = "--format=%(refname)%00%(symref)"
    refs = run_git(["for-each-ref", "--sort=-committerdate", form, f"--contains={start}", f"refs/remotes/{remote}"])
    found = dict(line.split("\0") for line in refs.splitlines())
    default = found.get(f"refs/remotes/{remote}/HEAD", "")
    names = [*(f"refs/remotes/{remote}/{each}" for each in protected), default, *found]
    chosen = next((name for name in names if name in found and not found[name] and name != own), "")
    return chosen.removeprefix("refs/remotes/")


def _oid(revision: str) -> str:
    return git_process.commit(argument(revision))

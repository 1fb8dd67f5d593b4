"""The branch that HEAD is on, read from git's own files: starting git costs a third of an interpreter start.

Source: gitrepository-layout(5): HEAD, and ``.git`` as a file in worktrees and submodules.
"""

from __future__ import annotations

import os

from backend_standards.core import disk

_HEADS = b"ref: refs/heads/"
_UNDER_WAY = ("rebase-merge", "rebase-apply", "BISECT_LOG")


def branch() -> str | None:
    """Return the name of the current branch, without ``refs/heads/``; None where HEAD is detached.

    git is asked only where its files do not tell: below the work tree's root, a HEAD that is a symbolic link, or
    references that are not files (reftable, whose HEAD says ``.invalid``).

    Raises:
        Stopped: no repository here, or git failed.
    """
    folder = _git_folder()
    head = (disk.content(os.path.join(folder, "HEAD")) or b"") if folder else b""
    if head.startswith(_HEADS) and head.endswith(b"\n") and head != _HEADS + b".invalid\n":
        return os.fsdecode(head[len(_HEADS) : -1].rstrip())
    if len(head) in (41, 65) and head.rstrip().isalnum():
        return None
    from backend_standards.core import git

    ref = os.fsdecode(git.run(["symbolic-ref", "--quiet", "HEAD"], accept=(0, 1))).removesuffix("\n")
    return ref.removeprefix("refs/heads/") if ref.startswith("refs/heads/") else None


def is_unsettled() -> bool:
    """Return whether the branch has no commit yet, or a rebase or a bisection is under way."""
    from backend_standards.core import git

    if not git.run(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"], accept=(0, 1)):
        return True
    paths = git.run(["rev-parse", *(word for name in _UNDER_WAY for word in ("--git-path", name))])
    return any(os.path.lexists(os.fsdecode(path)) for path in paths.splitlines())


def _git_folder() -> str:
    """Return the repository's folder where it stands plainly here, else ""."""
    folder = os.environ.get("GIT_DIR", ".git")
    if os.path.isdir(folder):
        return folder
    pointer = (disk.content(folder) or b"") if os.path.isfile(folder) else b""
    if not pointer.startswith(b"gitdir: "):
        return ""
    return os.path.join(os.path.dirname(folder), os.fsdecode(pointer[8:].rstrip(b"\r\n")))

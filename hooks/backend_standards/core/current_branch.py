"""The current branch, read from git's files: starting git would cost a third of an interpreter start.

Source: gitrepository-layout(5): HEAD, and ``.git`` as a file in worktrees and submodules.
"""

from __future__ import annotations

import os

from backend_standards.core import disk, git_folder

_HEADS = b"ref: refs/heads/"
_IN_PROGRESS = ("rebase-merge", "rebase-apply", "BISECT_LOG")


def branch() -> str | None:
    """Return the name of the current branch, without ``refs/heads/``; None where HEAD is detached.

    Names are UTF-8, whatever the locale is; other bytes are surrogates.

    git is started only if its files do not answer: below the work tree's root, if HEAD is a symbolic link, or if
    references are not files (with reftable, HEAD holds ``.invalid``).

    Raises:
        Stopped: this is not a repository, or git failed.
    """
    folder = git_folder.path()
    head = (disk.content(os.path.join(folder, "HEAD")) or b"") if folder else b""
    if head.startswith(_HEADS) and head.endswith(b"\n") and head != _HEADS + b".invalid\n":
        return head[len(_HEADS) : -1].rstrip().decode("utf-8", "surrogateescape")
    if len(head) in (41, 65) and head.rstrip().isalnum():
        return None
    from backend_standards.core import git_process

    out = git_process.run(["symbolic-ref", "--quiet", "HEAD"], accept=(0, 1))
    ref = out.decode("utf-8", "surrogateescape").removesuffix("\n")
    return ref.removeprefix("refs/heads/") if ref.startswith("refs/heads/") else None


def is_unsettled() -> bool:
    """Return whether the branch has no commit yet, or a rebase or a bisection is in progress."""
    from backend_standards.core import git_process

    if not git_process.run(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"], accept=(0, 1)):
        return True
    paths = git_process.run(["rev-parse", *(word for name in _IN_PROGRESS for word in ("--git-path", name))])
    return any(os.path.lexists(os.fsdecode(path)) for path in paths.splitlines())

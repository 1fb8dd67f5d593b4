"""The files that pre-commit and prek leave out of a run, because the disk does not show them.

Both hand over only what is on the disk. Files outside of a sparse checkout, files of a branch that is not checked out,
and a file with something else in its place are committed and pushed all the same. Nothing here runs without a runner.

Source: ``Classifier`` and ``_pre_push_ns`` of pre-commit 4.7, ``RunFileIndex`` and ``parse_pre_push_info`` of prek 0.5.
"""

from __future__ import annotations

import os

from backend_standards.core import Stopped, git_folder, pushed_commit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_TYPE, _FILES = 0o170000, (0o100000, 0o120000)  # of a mode (inode(7)): a regular file, a symlink


def files(hook: str, given: Collection[str]) -> list[str]:
    """Return the paths that this run of a hook is about, besides those that the runner has given.

    At a commit, the others are staged, and at a push they are in the commit that is pushed. A run without either (``run
    --all-files``) is about all tracked files. The runner's own ``files:`` and ``exclude:`` are not known here, so only
    a path that is not on the disk counts: that is why it was left out.

    Raises:
        Stopped: git failed.
    """
    if pushed_commit.revision():
        found = _of_push()
    elif is_commit():
        if not git_folder.may_have_flags():
            return []  # the runner has put back on the disk what is staged
        found = _not_on_disk(changed() or ())
    else:
        from backend_standards.core import git

        found = _not_on_disk(git.index().paths())
    known = frozenset(given)
    found = [path for path in found if path not in known and not path.endswith("/")]
    if not found:
        return found
    from backend_standards.core.manifest import matching

    return matching(hook, found)


def told(paths: Collection[str], found: Collection[str]) -> str:
    """Return what to say of findings in files that are not on the disk: the runner's settings do not exclude them."""
    count = len(frozenset(paths).intersection(found))
    if not count:
        return ""
    from backend_standards.core.output import counted

    where = "the pushed commit" if pushed_commit.revision() else "the index"
    return (
        f"{counted(count, 'file')} with findings: not on the disk here, so read from {where}.\n"
        "files: and exclude: of pre-commit and prek do not apply to files that are not on the disk.\n"
    )


def is_commit() -> bool:
    """Return whether git is committing: only then does it tell its hooks which index is meant."""
    return bool(os.environ.get("GIT_INDEX_FILE"))


def changed() -> list[str] | None:
    """Return the paths below the current folder that this commit or push changes, deleted ones too; None for all.

    Source: git-diff-index(1) and git-diff(1); the range with three dots is that of pre-commit and prek.

    Raises:
        Stopped: git failed.
    """
    from backend_standards.core import git_process

    form = ["-z", "--name-only", "--no-renames", "--relative", "--ignore-submodules", "--no-ext-diff"]
    commit = pushed_commit.revision()
    if not commit:
        try:
            out = git_process.run(["diff-index", "--cached", *form, "HEAD", "--"])
        except Stopped:
            if git_process.run(["rev-parse", "--quiet", "--verify", "HEAD"], accept=(0, 1)):
                raise
            return None  # the first commit
    else:
        start = os.environ.get("PRE_COMMIT_FROM_REF", "")
        if not start:
            return None
        try:
            out = git_process.run(["diff", *form, f"{start}...{commit}", "--"])
        except Stopped:  # two histories without a common commit
            out = git_process.run(["diff", *form, f"{start}..{commit}", "--"])
    return [os.fsdecode(path) for path in out.split(b"\0")[:-1]]


def _of_push() -> list[str]:
    """Return what a push sends and the runner does not see: without a range, the runner lists the index."""
    from backend_standards.core import git

    paths = changed()
    sent = git.judged().paths()
    if paths is None:
        missing = frozenset(_not_on_disk(sent))
        listed = frozenset(git.index().paths())
        return [path for path in sent if path in missing or path not in listed]
    among = frozenset(sent)
    return [path for path in _not_on_disk(paths) if path in among]


def _not_on_disk(paths: Iterable[str]) -> list[str]:
    """Return the paths at which the disk has neither a file nor a symlink."""
    found = []
    for path in paths:
        try:
            is_there = os.lstat(path).st_mode & _TYPE in _FILES
        except OSError:
            is_there = False
        if not is_there:
            found.append(path)
    return found

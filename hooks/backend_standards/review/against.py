"""What a branch made worse: the verdicts about the commit where it began, compared with those of now."""

from __future__ import annotations

import contextlib
import os
from collections import Counter

from backend_standards.core import Stopped, git_process
from backend_standards.review import judging
from backend_standards.standard.verdict import BROKEN, KEPT, UNKNOWN, Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.standard.table import Row

_REVISION = "PRE_COMMIT_TO_REF"
"""The variable by which the hooks are told which commit is judged in place of the index."""


def base_of(revision: str) -> str:
    """Return the commit where the history of HEAD left that of a revision.

    Raises:
        Stopped: this clone does not have the revision, or the two have no commit in common.
    """
    if not git_process.commit(revision):
        raise Stopped(f"option --against: {revision} is not in this clone: fetch the branch, with its whole history")
    out = git_process.run(["merge-base", "--", revision, "HEAD"], accept=(0, 1))
    if not (base := out.decode("ascii").strip()):
        raise Stopped(f"option --against: HEAD and {revision} have no commit in common here: fetch the whole history")
    return base


@contextlib.contextmanager
def judged_at(commit: str) -> Iterator[None]:
    """Have the hooks judge a commit in place of the index."""
    before = os.environ.get(_REVISION)
    os.environ[_REVISION] = commit
    try:
        yield
    finally:
        if before is None:
            del os.environ[_REVISION]
        else:
            os.environ[_REVISION] = before


def worse(then: Sequence[tuple[Row, Verdict]], now: Sequence[tuple[Row, Verdict]]) -> Iterator[tuple[Row, Verdict]]:
    """Yield the lines whose state got worse, and those with new places; of these only the new ones."""
    for (row, old), (_, new) in zip(then, now, strict=True):
        if new.state == UNKNOWN and old.state == KEPT:
            yield row, new
        if new.state != BROKEN:
            continue
        if old.state != BROKEN:
            yield row, new
            continue
        known = Counter(place.key for place in old.places)
        added = []
        for place in new.places:
            if known[place.key]:
                known[place.key] -= 1
            else:
                added.append(place)
        if added:
            yield row, Verdict(BROKEN, judging.told(added), fix=new.fix, commands=new.commands, places=added)

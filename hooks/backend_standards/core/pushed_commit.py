"""The commit that a push sends, as pre-commit and prek tell their hooks. Imports nothing that costs.

Source: what pre-commit 4.7 and prek 0.5 set at real pushes; see the comment in ``check_push.py``.
"""

from __future__ import annotations

import os

from backend_standards.core import Stopped


def revision() -> str:
    """Return the commit that a push is about to send, or "" if there is no push.

    ``PRE_COMMIT_TO_REF`` names it; ``run --to-ref`` sets that too. Where a push sends a whole history (an empty remote,
    a URL), pre-commit names only the local branch, which may also be an expression such as ``HEAD~1``.

    Raises:
        Stopped: the name would be an option of git's.
    """
    commit = os.environ.get("PRE_COMMIT_TO_REF", "")
    if not commit and os.environ.get("PRE_COMMIT_REMOTE_BRANCH"):
        commit = os.environ.get("PRE_COMMIT_LOCAL_BRANCH") or "HEAD"
    if commit.startswith("-"):
        raise Stopped(f"{commit} is not a revision: PRE_COMMIT_TO_REF or PRE_COMMIT_LOCAL_BRANCH must name one")
    return commit

"""The review of many repositories, each in a process of its own, over the audit's executor and its clones."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile

from backend_standards.audit import clones, many
from backend_standards.audit.sources import is_url
from backend_standards.core import PYPROJECT, Stopped, git_process, git_stream
from backend_standards.review.history import NEWEST
from backend_standards.standard.verdict import STATES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from backend_standards.audit.many import Folders, Means
    from backend_standards.audit.sources import Source
    from backend_standards.review.report import Report

COMPLETE = "complete"
UNREAD: Report = {"summary": None, "lines": []}
"""The members of the report on a repository that could not be read."""
_MEMBERS = ("id", "state", "why", "fix", "commands", "places", "more", "exempt")
"""What is kept of a line: its words are the same in all repositories."""


def review(
    listed: Sequence[Source], means: Means, done: Sequence[Report], progress: Callable[[int, int], None]
) -> list[Report]:
    """Return the reports in the order of the list. ``done`` are reports of an earlier run, which are kept."""
    return many.work_through(listed, many.Work(one, UNREAD, is_report), means, done, progress)


def is_report(value: object) -> bool:
    """Return whether a value from JSON is a report of this command: what later is read of it has its type."""
    if not (isinstance(value, dict) and value.keys() >= {"repository", "state", "problems", "summary", "lines"}):
        return False
    texts = [value["repository"], value["state"], *_list(value["problems"])]
    return all(isinstance(each, str) for each in texts) and (
        all(map(_is_line, _list(value["lines"]))) and (value["state"] != COMPLETE or _is_summary(value["summary"]))
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [None]


def _is_summary(value: object) -> bool:
    if not isinstance(value, dict) or "percent" not in value:
        return False
    share = value["percent"]
    return all(_is_count(value.get(state)) for state in STATES) and (share is None or _is_count(share))


def _is_line(value: object) -> bool:
    if not isinstance(value, dict) or value.get("state") not in STATES:
        return False
    texts = [value.get("id"), value.get("why"), value.get("fix", ""), value.get("exempt", "")]
    texts += _list(value.get("commands", []))
    are_texts = all(isinstance(each, str) for each in texts)
    return are_texts and all(map(_is_place, _list(value.get("places", [])))) and _is_count(value.get("more", 0))


def _is_place(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() < {"path", "in_file", "line", "column", "rule", "message"}:
        return False
    are_texts = all(isinstance(value[name], str) for name in ("path", "rule", "message"))
    return are_texts and all(_is_count(value[name] or 0) for name in ("line", "column"))


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def one(place: str, name: str, folders: Folders) -> Report:
    """Return the review of one source. This runs in a worker, perhaps on another machine.

    Raises:
        Stopped: it cannot be cloned, read or reviewed.
    """
    with many.folder_of(place, name, folders, newest=NEWEST + 1) as folder:
        if not git_process.bare_repository(folder):
            return _reviewed(folder, name, ())
        with tempfile.TemporaryDirectory(prefix="backend-standards-", dir=folders[1] or None) as scratch:
            if not is_url(place):  # nothing is written into a repository of somebody else
                bare = os.path.join(scratch, "bare")
                clones.clone(folder, bare)
                folder = bare
            with _tree(folder, os.path.join(scratch, "tree")) as tree:
                return _reviewed(tree, name, [f"--config=HEAD:{PYPROJECT}"])


@contextlib.contextmanager
def _tree(bare: str, tree: str) -> Iterator[str]:
    """Give a work tree of a bare clone, whose index has all files of HEAD and whose folder has none.

    The hooks judge the index. So no file of a repository is written, and no filter of a configuration runs.
    """
    try:
        head = _git(bare, ["symbolic-ref", "--short", "HEAD"])
        _git(bare, ["symbolic-ref", "refs/remotes/origin/HEAD", f"refs/remotes/origin/{head}"])
        _git(bare, ["rev-parse", "--quiet", "--verify", "HEAD^{commit}"])
    except Stopped as stopped:
        raise Stopped("has no commit on its default branch") from stopped
    _git(bare, ["worktree", "add", "--no-checkout", "--detach", tree, "HEAD"])
    try:
        _git(tree, ["read-tree", "HEAD"])
        yield tree
    finally:
        _git(bare, ["worktree", "remove", "--force", tree])


def _git(folder: str, arguments: Sequence[str]) -> str:
    with git_stream.Running(folder, arguments) as out:
        return os.fsdecode(out.read()).strip()


class _Child:
    """A review in a process group of its own, so that its end is that of the git that it started.

    As a context it is tracked: it ends with the worker, and an exception in the context ends it.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def __enter__(self) -> None:
        git_stream.track(self)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        git_stream.forget(self)
        if kind:
            self.kill()

    def kill(self) -> None:
        """Kill it, and what it started."""
        with contextlib.suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()


def _reviewed(folder: str, name: str, options: Sequence[str]) -> Report:
    """Return the review of a folder by a process of its own: hooks read the current folder and the environment."""
    command = [sys.executable, "-P", "-m", "backend_standards", "review", "--format=json", "--jobs=1", *options]
    process = subprocess.Popen(  # noqa: S603
        command,
        cwd=folder,
        env=git_stream.elsewhere(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    with process, _Child(process):
        out, err = process.communicate()
    try:
        report = json.loads(out)
        lines = report["lines"]
    except (ValueError, KeyError) as error:
        words = err.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise Stopped(
            words.removeprefix("backend-standards: error: ") or "the review ended without a report"
        ) from error
    kept = [{member: line[member] for member in _MEMBERS if line[member] or member in ("id", "why")} for line in lines]
    return {"repository": name, "state": COMPLETE, "problems": [], "summary": report["summary"], "lines": kept}

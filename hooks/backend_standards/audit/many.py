"""Work on many repositories by an executor of ``concurrent.futures``: processes, or a Dask cluster."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from functools import partial

from backend_standards.audit import clones, repository
from backend_standards.audit.journal import Journal
from backend_standards.audit.members import COMPLETE, FAILED, is_report
from backend_standards.audit.repository import Settings
from backend_standards.audit.sources import is_url, without_secret
from backend_standards.core import Stopped, pool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager
    from typing import TypeAlias

    from backend_standards.audit.members import Report
    from backend_standards.audit.sources import Source

    Folders: TypeAlias = tuple[str, str]
    """The folder for clones that are kept, and that for temporary ones."""

_DASK = "distributed>=2024.5"
"""The distribution of Dask's cluster; the audit is tested with the version in pyproject.toml."""
_ROUNDS = 3  # so often a repository is tried whose worker dies


class Work:
    """What is done with each repository of a list.

    ``task`` takes the place and the name of one, and the folders for clones that are kept and for temporary ones ("" is
    the default). It returns the report, and can be pickled: it may run on another machine. ``unread`` are the members
    of the report on a repository that could not be read. ``is_report`` says whether a value from JSON is a report.
    """

    __slots__ = ("is_report", "task", "unread")

    def __init__(
        self, task: Callable[[str, str, Folders], Report], unread: Report, is_report: Callable[[object], bool]
    ) -> None:
        self.task = task
        self.unread = unread
        self.is_report = is_report

    def failed(self, name: str, problem: str) -> Report:
        """Return the report on a repository that could not be read."""
        return {"repository": name, "state": FAILED, "problems": [problem], **self.unread}


def audit(
    listed: Sequence[Source],
    settings: Settings,
    *,
    clone_dir: str,
    scheduler: str,
    output: str,
    done: Sequence[Report],
    progress: Callable[[int, int], None],
) -> list[Report]:
    """Return the reports in the order of the list. ``done`` are reports of an earlier run, which are kept."""
    journal = Journal(output, is_report)
    finished = [each for each in (*done, *journal.read()) if each["state"] == COMPLETE]
    if any(each.get("exceptions") != settings.exceptions for each in finished):
        raise Stopped(f"{output}: was written with another --no-exceptions setting; choose another file, or delete it")
    work = Work(partial(one, exceptions=settings.exceptions), {"secrets": []}, is_report)
    means = Means(jobs=settings.jobs, clone_dir=clone_dir, scheduler=scheduler, output=output)
    return work_through(listed, work, means, done, progress)


class Means:
    """By what means a list is worked through: processes or a cluster, folders, and the file that is written."""

    __slots__ = ("clone_dir", "jobs", "output", "scheduler")

    def __init__(self, *, jobs: int, clone_dir: str = "", scheduler: str = "", output: str = "") -> None:
        self.jobs = jobs
        self.clone_dir = clone_dir
        self.scheduler = scheduler
        self.output = output


def work_through(
    listed: Sequence[Source],
    work: Work,
    means: Means,
    done: Sequence[Report],
    progress: Callable[[int, int], None],
) -> list[Report]:
    """Return the reports in the order of the list. ``done`` are reports of an earlier run, which are kept."""
    journal = Journal(means.output, work.is_report)
    names = {source.name for source in listed}
    finished = [report for report in (*done, *journal.read()) if report["state"] == COMPLETE]
    reports = {report["repository"]: report for report in finished if report["repository"] in names}
    left = [source for source in listed if source.name not in reports]
    progress(len(reports), len(listed))
    with journal, tempfile.TemporaryDirectory(prefix="backend-standards-", ignore_cleanup_errors=True) as scratch:
        # All temporary clones are in one folder, because a killed worker does not delete its own. A cluster's workers
        # may be on other machines, so they choose their folders.
        coming = _reports(left, work, means, "" if means.scheduler else scratch)
        with contextlib.closing(coming):
            for report in coming:
                journal.add(report)
                reports[report["repository"]] = report
                progress(len(reports), len(listed))
    return [reports[source.name] for source in listed]


def _reports(left: Sequence[Source], work: Work, means: Means, scratch: str) -> Generator[Report]:
    """Yield each report when it is finished. If a worker process dies, its repositories are tried again."""
    waiting = {source.name: source for source in left}
    for _ in range(_ROUNDS):
        if not waiting:
            return
        with _executor(means.scheduler, min(means.jobs, len(waiting))) as executor:
            for report in _round(list(waiting.values()), executor, (means.clone_dir, scratch), work):
                del waiting[report["repository"]]
                yield report
    for name in waiting:
        yield work.failed(name, f"the worker process died {_ROUNDS} times, perhaps without memory; try --jobs 1")


def _round(left: Sequence[Source], executor: Executor, folders: Folders, work: Work) -> Generator[Report]:
    """Yield the reports of the repositories whose worker process does not die."""
    from concurrent.futures import BrokenExecutor, as_completed

    tasks = {}
    with contextlib.suppress(BrokenExecutor):  # a worker may die before all tasks are submitted
        for source in left:
            tasks[executor.submit(work.task, source.place, source.name, folders)] = source
    for task in as_completed(tasks):
        try:
            report = task.result()
        except BrokenExecutor:
            continue
        except Stopped as stopped:
            report = work.failed(tasks[task].name, str(stopped))
        except Exception as error:  # noqa: BLE001 - a cluster raises what it likes, and the rest goes on
            report = work.failed(tasks[task].name, f"the worker failed: {type(error).__name__}")
        yield report


def _executor(scheduler: str, jobs: int) -> AbstractContextManager[Executor]:
    return _cluster(scheduler) if scheduler else pool.processes(jobs)


@contextlib.contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    """Give the executor of a Dask cluster. The cluster itself repeats the tasks of a lost worker."""
    try:
        from distributed import Client
    except ImportError as error:
        from backend_standards.core.remedies import quote

        # Named as what it is: the distribution of this project may not be on the index, and somebody else's would be.
        raise Stopped(f"--scheduler needs Dask: {quote(sys.executable)} -m pip install {quote(_DASK)}") from error
    try:
        client = Client(address)
    except (OSError, ValueError) as error:
        raise Stopped(f"--scheduler {address}: cannot be reached: {type(error).__name__}") from error
    with client:
        executor = client.get_executor(pure=False)
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
        executor.shutdown()


def one(place: str, name: str, folders: Folders, *, exceptions: bool) -> Report:
    """Return the audit of one source.

    Raises:
        Stopped: it cannot be cloned or read.
    """
    with folder_of(place, name, folders) as folder:
        return repository.audit(folder, name, Settings(exceptions=exceptions), lambda _done, _whole: None)


@contextlib.contextmanager
def folder_of(place: str, name: str, folders: Folders, *, newest: int = 0) -> Iterator[str]:
    """Give the folder of a source: the place itself, or a bare clone of it, with all commits or only the newest.

    Raises:
        Stopped: there is no such folder, it cannot be cloned, or what is done with it stopped or failed; the text has
            no login in it.
    """
    keep, scratch = folders
    try:
        if not is_url(place):
            if not os.path.isdir(place):
                raise Stopped("the folder does not exist")
            yield place
            return
        with contextlib.ExitStack() as stack:
            if not keep:
                made = tempfile.TemporaryDirectory(prefix="backend-standards-", dir=scratch or None)
                keep = stack.enter_context(made)
            else:
                newest = 0  # a kept clone is complete: the audit needs all of it
            folder = os.path.join(keep, clones.folder_of(name))
            clones.clone(place, folder, newest=newest)
            yield folder
    except Stopped as stopped:
        raise Stopped(without_secret(str(stopped), place)) from stopped
    except OSError as error:
        raise Stopped(f"{error.strerror}: {type(error).__name__}") from error

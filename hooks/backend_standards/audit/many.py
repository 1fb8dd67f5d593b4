"""The audit of many repositories by an executor of ``concurrent.futures``: processes, or a Dask cluster."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile

from backend_standards.audit import clones, repository
from backend_standards.audit.journal import Journal
from backend_standards.audit.members import COMPLETE, FAILED
from backend_standards.audit.repository import Settings
from backend_standards.audit.sources import is_url, without_secret
from backend_standards.core import Stopped, pool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from backend_standards.audit.members import Report
    from backend_standards.audit.sources import Source

_DASK = "distributed>=2024.5"
"""The distribution of Dask's cluster; the audit is tested with the version in pyproject.toml."""
_ROUNDS = 3  # so often a repository is tried whose worker dies


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
    journal = Journal(output)
    names = {source.name for source in listed}
    finished = [each for each in (*done, *journal.read()) if each["state"] == COMPLETE]
    if any(each.get("exceptions") != settings.exceptions for each in finished):
        raise Stopped(f"{output}: was written with another --no-exceptions setting; choose another file, or delete it")
    reports = {each["repository"]: each for each in finished if each["repository"] in names}
    left = [source for source in listed if source.name not in reports]
    progress(len(reports), len(listed))
    with journal, tempfile.TemporaryDirectory(prefix="backend-standards-", ignore_cleanup_errors=True) as scratch:
        # All temporary clones are in one folder, because a killed worker does not delete its own. A cluster's workers
        # may be on other machines, so they choose their folders.
        coming = _reports(left, settings, clone_dir, scheduler, "" if scheduler else scratch)
        with contextlib.closing(coming):
            for report in coming:
                journal.add(report)
                reports[report["repository"]] = report
                progress(len(reports), len(listed))
    return [reports[source.name] for source in listed]


def _reports(
    left: Sequence[Source], settings: Settings, clone_dir: str, scheduler: str, scratch: str
) -> Generator[Report]:
    """Yield each report when it is finished. If a worker process dies, its repositories are tried again."""
    waiting = {source.name: source for source in left}
    for _ in range(_ROUNDS):
        if not waiting:
            return
        with _executor(scheduler, min(settings.jobs, len(waiting))) as executor:
            for report in _round(list(waiting.values()), executor, (clone_dir, scratch), settings):
                del waiting[report["repository"]]
                yield report
    for name in waiting:
        yield _failed(name, f"the worker process died {_ROUNDS} times, perhaps without memory; try --jobs 1")


def _round(
    left: Sequence[Source], executor: Executor, folders: tuple[str, str], settings: Settings
) -> Generator[Report]:
    """Yield the reports of the repositories whose worker process does not die."""
    from concurrent.futures import BrokenExecutor, as_completed

    tasks = {}
    with contextlib.suppress(BrokenExecutor):  # a worker may die before all tasks are submitted
        for source in left:
            task = executor.submit(one, source.place, source.name, folders, exceptions=settings.exceptions)
            tasks[task] = source
    for task in as_completed(tasks):
        try:
            report = task.result()
        except BrokenExecutor:
            continue
        except Exception as error:  # noqa: BLE001 - a cluster raises what it likes, and the rest goes on
            report = _failed(tasks[task].name, f"the worker failed: {type(error).__name__}")
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


def one(place: str, name: str, folders: tuple[str, str], *, exceptions: bool) -> Report:
    """Return the report on one source. If it cannot be cloned or read, its report says so.

    This runs in a worker, so arguments and result can be pickled. ``folders`` are the folder for clones that are kept
    and the folder for temporary ones; "" means the default.
    """
    keep, scratch = folders
    settings = Settings(exceptions=exceptions)
    try:
        if not is_url(place):
            if not os.path.isdir(place):
                return _failed(name, "the folder does not exist")
            return repository.audit(place, name, settings, lambda _done, _whole: None)
        with contextlib.ExitStack() as stack:
            if not keep:
                keep = stack.enter_context(
                    tempfile.TemporaryDirectory(prefix="backend-standards-", dir=scratch or None)
                )
            folder = os.path.join(keep, clones.folder_of(name))
            clones.clone(place, folder)
            return repository.audit(folder, name, settings, lambda _done, _whole: None)
    except Stopped as stopped:
        return _failed(name, without_secret(str(stopped), place))
    except OSError as error:
        return _failed(name, f"{error.strerror}: {type(error).__name__}")


def _failed(name: str, problem: str) -> Report:
    return {"repository": name, "state": FAILED, "problems": [problem], "secrets": []}

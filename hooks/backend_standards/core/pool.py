"""Worker processes that end when the command does."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor

from backend_standards.core import git_stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor, Future
    from typing import Any


def cores() -> int:
    """Return the number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_ENDS = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}


class _Pool(ProcessPoolExecutor):
    """A pool that delays Ctrl-C while it starts: a half-started pool cannot be stopped without a traceback."""

    def submit(self, *arguments: Any, **named: Any) -> Future[Any]:
        """Submit a task. The thread and the processes that this starts ignore Ctrl-C from their first moment.

        A process gets its SIGTERM when it can end in order.
        """
        if not hasattr(signal, "pthread_sigmask"):
            return super().submit(*arguments, **named)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
        try:
            return super().submit(*arguments, **named)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """Give an executor with this many processes. After an exception no waiting task is started.

    A fork costs a hundredth of a new interpreter, and is safe because this process has one thread. It is asked for by
    name, because it is not the default from Python 3.14 on, and a library such as tqdm may have fixed the default
    before. Without fork (macOS, Windows) each process starts with ``python -c``, which imports from the current folder
    first. That folder holds the files that are checked, so PYTHONSAFEPATH keeps it out.
    """
    safe_path = os.environ.get("PYTHONSAFEPATH", "")
    os.environ["PYTHONSAFEPATH"] = "1"
    can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    context = multiprocessing.get_context("fork" if can_fork else None)
    pool = _Pool(jobs, mp_context=context, initializer=_leave_ctrl_c)
    try:
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        # One shutdown, which waits. After one that does not wait, the pool's thread closes its pipe while the exiting
        # interpreter still writes to it ("Bad file descriptor").
        pool.shutdown(cancel_futures=True)
        os.environ["PYTHONSAFEPATH"] = safe_path  # an empty value counts as unset


def _leave_ctrl_c() -> None:
    """Have a worker ignore Ctrl-C. The command ends the worker, which then kills its git, without output."""
    for number in _ENDS:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    threading.Thread(target=_end_with_the_command, daemon=True).start()


def _end_with_the_command() -> None:
    """End this worker when the command was killed. It would otherwise wait for ever for its next task."""
    if hasattr(signal, "pthread_sigmask"):  # a signal to this thread would not wake the main thread, which handles it
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    if parent := multiprocessing.parent_process():
        parent.join()
        _end()


def _end(*_: object) -> None:
    git_stream.kill_all()
    os._exit(1)

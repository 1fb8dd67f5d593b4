"""Processes that read at the same time, and end when the command does."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor

from backend_standards.core import git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor, Future
    from typing import Any


def cores() -> int:
    """Return the number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Pool(ProcessPoolExecutor):
    """A pool in whose beginning Ctrl-C waits: half a pool cannot be ended, and a worker would die with a traceback."""

    def submit(self, *arguments: Any, **named: Any) -> Future[Any]:
        """Hand out a task; what it starts (thread, processes and their git) is born without Ctrl-C."""
        if not hasattr(signal, "pthread_sigmask"):
            return super().submit(*arguments, **named)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(*arguments, **named)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """Give an executor of as many processes. Where it is left by an exception, nothing that waits is begun any more.

    A fork costs a hundredth of a new interpreter; this process has one thread, so it is safe. Where there is none
    (macOS, Windows), each process begins with ``python -c``, which looks for modules in the current folder first: in
    the very files that are checked.
    """
    safe_path = os.environ.get("PYTHONSAFEPATH", "")
    os.environ["PYTHONSAFEPATH"] = "1"
    can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    chosen = multiprocessing.get_start_method(allow_none=True)
    context = multiprocessing.get_context(chosen or ("fork" if can_fork else None))
    pool = _Pool(jobs, mp_context=context, initializer=_leave_ctrl_c)
    try:
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        # Once, and to its end: after a shutdown that does not wait, a second one does not either, and the pool's thread
        # closes its pipe while the interpreter writes to it on its way out ("Bad file descriptor").
        pool.shutdown(cancel_futures=True)
        os.environ["PYTHONSAFEPATH"] = safe_path  # an empty one counts as none


def _leave_ctrl_c() -> None:
    """A worker leaves Ctrl-C to the command, which ends it; with it, at once and without a word, its git."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_end_with_the_command, daemon=True).start()


def _end_with_the_command() -> None:
    """End when the command has been killed: a worker would wait for ever for a task that nobody can give it."""
    if hasattr(signal, "pthread_sigmask"):  # a signal that came here would not wake the thread that has to act on it
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    if parent := multiprocessing.parent_process():
        parent.join()
        _end()


def _end(*_: object) -> None:
    git.kill_all()
    os._exit(1)

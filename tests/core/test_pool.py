"""Processes that read at the same time, and how they end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from auditing import (
    is_alive,
    wait_for,
)
from backend_standards.core import pool
from support import new_group


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system cannot fork")
@pytest.mark.skipif(sys.platform == "darwin", reason="a fork is not safe there")
def test_processes_are_forked_whatever_a_library_chose() -> None:
    code = (
        "import multiprocessing; from backend_standards.core.pool import processes\n"
        "multiprocessing.set_start_method('spawn')\n"
        "with processes(1) as pool: print(pool._mp_context.get_start_method(), pool.submit(sum, [1, 2]).result())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "fork 3\n"


def test_what_is_left_by_ctrl_c_is_left_by_all() -> None:
    threads = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt):
        _interrupt_a_pool()
    assert set(threading.enumerate()) <= threads  # others' may have ended
    assert multiprocessing.active_children() == []


def _interrupt_a_pool() -> None:
    with pool.processes(2) as executor:
        for _ in range(5):
            executor.submit(time.sleep, 60)
        raise KeyboardInterrupt


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="this system lacks the signals that the test sends")
def test_ctrl_c_while_processes_begin(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(pool, "_leave_ctrl_c", _interrupted)  # that is: before it leaves Ctrl-C to the command
    with pool.processes(1) as executor:
        assert executor.submit(sum, [1, 2]).result() == 3
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system lacks the signals that the test sends")
def test_workers_end_with_a_command_that_is_killed() -> None:
    code = (
        "import time; from backend_standards.core.pool import processes\n"
        "with processes(3) as pool: pool.submit(sum, [1]).result(); print(1, flush=True); time.sleep(60)"
    )
    with new_group([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"1\n"
        process.kill()
        process.wait()
        wait_for(lambda: not is_alive(process.pid))


def _interrupted() -> None:
    os.kill(os.getpid(), signal.SIGINT)

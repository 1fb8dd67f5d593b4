"""Processes, and how they end."""

from __future__ import annotations

import multiprocessing
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

import fakes
from auditing import (
    ID_LINE,
    Audits,
    commit,
    is_alive,
    put,
    slow_git,
    wait_for,
)
from backend_standards.core import pool as core_pool
from support import PATIENCE, Repository, new_group


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize(
    ("arguments", "file"), [(["one"], "a.json"), (["--repo-list", "list"], "a.json.partial")], ids=["report", "journal"]
)
def test_a_full_disk(three: Path, arguments: list[str], file: str) -> None:
    command = [sys.executable, "-m", "backend_standards.backend_standards", "audit", "--format", "json"]
    limited = ["sh", "-c", 'ulimit -f 1; exec "$@"', "sh", *command, "--output", "a.json", *arguments]
    (three / "one" / "many").write_text("".join(f"x = 'AK{'IA'}{fakes.text(fakes.BASE32, 16, n)}'\n" for n in range(9)))
    Repository(three / "one").git("add", "many")
    commit(Repository(three / "one"))
    done = subprocess.run(limited, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        f"backend-standards audit: error: {three / file if file == 'a.json' else file}: cannot"
    )


def test_no_room_for_temporary_files(
    repository: Repository, audits: Audits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(repository, "a.py", ID_LINE)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    code, _out, err = audits.text()
    assert code == 2
    assert err.startswith("backend-standards audit: error: not all was read: [Errno 2]")


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system lacks the signals that the test sends")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("whom", ["the terminal's group", "the audit alone"])
def test_ctrl_c(repository: Repository, tmp_path: Path, whom: str, jobs: str) -> None:
    noise = os.urandom(1 << 20).hex().encode()
    for number in range(16):
        repository.add(f"{number}", noise[number:])
    commit(repository)
    shim = slow_git(tmp_path, f"touch {shlex.quote(str(tmp_path))}/reads; while :; do printf x; sleep 0.1; done")
    with new_group(
        [sys.executable, "-m", "backend_standards.backend_standards", "audit", "--jobs", jobs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PATH": f"{shim}:{os.environ['PATH']}"},
    ) as process:
        wait_for((tmp_path / "reads").exists)
        if whom == "the audit alone":
            process.send_signal(signal.SIGINT)
        else:
            os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out) == (130, b"")
        assert err == b"backend-standards audit: error: interrupted\n"
        wait_for(lambda: not is_alive(process.pid))  # nor is any of its group


def test_what_is_left_by_ctrl_c_is_left_by_all() -> None:
    threads = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt):
        _interrupt_a_pool()
    assert set(threading.enumerate()) <= threads  # others' may have ended
    assert multiprocessing.active_children() == []


def _interrupt_a_pool() -> None:
    with core_pool.processes(2) as pool:
        for _ in range(5):
            pool.submit(time.sleep, 60)
        raise KeyboardInterrupt


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="this system lacks the signals that the test sends")
def test_ctrl_c_while_processes_begin(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(core_pool, "_leave_ctrl_c", _interrupted)  # that is: before it leaves Ctrl-C to the command
    with core_pool.processes(1) as pool:
        assert pool.submit(sum, [1, 2]).result() == 3
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system lacks the signals that the test sends")
def test_workers_end_with_a_command_that_is_killed() -> None:
    code = (
        "import time; from backend_standards.core import pool as core_pool\n"
        "with core_pool.processes(3) as pool: pool.submit(sum, [1]).result(); print(1, flush=True); time.sleep(60)"
    )
    with new_group([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"1\n"
        process.kill()
        process.wait()
        wait_for(lambda: not is_alive(process.pid))


def _interrupted() -> None:
    os.kill(os.getpid(), signal.SIGINT)

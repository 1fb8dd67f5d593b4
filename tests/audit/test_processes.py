"""Processes, and how they end."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import tempfile
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
    assert err.startswith("backend-standards audit: error: the audit is not complete: [Errno 2]")


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system lacks the signals that the test sends")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_an_end_from_outside_leaves_no_clones(repository: Repository, tmp_path: Path, name: str) -> None:
    put(repository, "a.py", ID_LINE)
    (tmp_path / "list").write_text(f"file://{repository.path}\n")
    (tmp_path / "scratch").mkdir()
    reads = tmp_path / "reads"
    shim = slow_git(tmp_path, f"touch {shlex.quote(str(reads))}; while :; do printf x; sleep 0.1; done")
    with new_group(
        [sys.executable, "-m", "backend_standards.backend_standards", "audit", "--repo-list", str(tmp_path / "list")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PATH": f"{shim}:{os.environ['PATH']}", "TMPDIR": str(tmp_path / "scratch")},
    ) as process:
        wait_for(reads.exists)
        assert list((tmp_path / "scratch").glob("backend-standards-*"))
        process.send_signal(getattr(signal, name))
        out, _err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out) == (130, b"")
        wait_for(lambda: not is_alive(process.pid))
    assert os.listdir(tmp_path / "scratch") == []


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

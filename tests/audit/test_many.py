"""Many repositories: their workers, clusters."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import fakes
from auditing import (
    SCHEMA,
    Audits,
    is_alive,
    put,
    slow_git,
    states,
    wait_for,
)
from backend_standards.audit import many
from support import PATIENCE, Repository, new_group


def test_a_list(three: Path, audits: Audits) -> None:
    code, reports = audits.json("--repo-list", "list")
    assert code == 2
    assert states(reports) == [
        ("one", "complete", 1),
        ("two", "complete", 1),
        ("clean", "complete", 0),
        ("nowhere", "failed", 0),
    ]
    assert reports[-1]["problems"] == ["the folder does not exist"]
    out = audits.text("--repo-list", "list")[1]
    assert "nowhere: not read\n  not complete: " in out
    jsonschema.Draft4Validator(SCHEMA).validate(json.loads(audits.text("--repo-list", "list", "--format", "sarif")[1]))
    assert three


def test_a_second_run_goes_on(three: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("--repo-list", "list", "--output", "report.json", "--format", "json", "--jobs", "1")
    assert audits.text(*arguments)[0] == 2
    assert (three / "report.json.partial").exists()
    (three / "nowhere").mkdir()
    put(Repository(three / "nowhere"), "a.py", "x")
    read: list[str] = []
    whole = many._reports

    def note(left: Any, *rest: Any) -> Any:
        read.extend(source.name for source in left)
        return whole(left, *rest)

    monkeypatch.setattr(many, "_reports", note)
    assert audits.text(*arguments)[0] == 1
    assert read == ["nowhere"]
    assert not (three / "report.json.partial").exists()
    assert audits.text(*arguments)[0] == 1
    assert read == ["nowhere"]
    reports = json.loads((three / "report.json").read_text())["repositories"]
    assert [name for name, _state, _count in states(reports)] == ["one", "two", "clean", "nowhere"]


def test_a_run_with_other_options_is_refused(three: Path, audits: Audits) -> None:
    audits.text("--repo-list", "list", "--output", "report.json", "--format", "json")
    code, _out, err = audits.text(
        "--repo-list", "list", "--output", "report.json", "--format", "json", "--no-exceptions"
    )
    assert code == 2
    assert "delete it" in err
    assert three


def test_a_worker_that_dies_is_replaced(three: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, mark = many.one, three / "died"
    monkeypatch.setattr(many, "one", _dying)
    monkeypatch.setattr(sys.modules[__name__], "_one", whole)
    monkeypatch.setenv("DIE_ONCE", str(mark))
    _code, reports = audits.json("--repo-list", "list", "--jobs", "2")
    assert mark.exists()
    assert [state for _name, state, _count in states(reports)] == ["complete", "complete", "complete", "failed"]


_one = many.one


def _dying(*arguments: Any, **options: Any) -> Any:
    """Die at the first call of all, as a worker does that the system kills."""
    try:
        Path(os.environ["DIE_ONCE"]).touch(exist_ok=False)
    except FileExistsError:
        return _one(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
    return None


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system lacks the signals that the test sends")
def test_ctrl_c_leaves_no_clone_behind(three: Path) -> None:
    scratch = three / "scratch"
    scratch.mkdir()
    shim = slow_git(three, f"touch {shlex.quote(str(three))}/reads; while :; do printf x; sleep 0.1; done")
    (three / "list").write_text(f"file://{three}/one\nfile://{three}/two\n")
    options = ("--repo-list", "list", "--output", "x", "--jobs", "2")
    with new_group(
        [sys.executable, "-m", "backend_standards.backend_standards", "audit", *options],
        stderr=subprocess.PIPE,
        env={**os.environ, "PATH": f"{shim}:{os.environ['PATH']}", "TMPDIR": str(scratch)},
    ) as process:
        wait_for((three / "reads").exists)
        assert list(scratch.iterdir())
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130
        assert b"x.partial" in err
        assert b"Traceback" not in err
        wait_for(lambda: not is_alive(process.pid))
    assert not list(scratch.iterdir())


def test_a_cluster_that_loses_a_worker_loses_nothing(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    names = [f"r{number}" for number in range(8)]
    for name in names:
        (tmp_path / name).mkdir()
        put(Repository(tmp_path / name), "a.py", f"x = 'AK{'IA'}{fakes.text(fakes.BASE32, 16, int(name[1:]))}'\n")
    (tmp_path / "list").write_text("\n".join(names))
    shim = slow_git(tmp_path, f"echo $PPID >> {shlex.quote(str(tmp_path))}/readers; sleep 0.5")
    environment = {
        **os.environ,
        "PATH": f"{shim}:{os.environ['PATH']}",
        "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "20s",
    }
    with contextlib.ExitStack() as stack:

        def start(*words: str) -> subprocess.Popen[bytes]:
            process = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", *words], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
                )
            )
            stack.callback(process.kill)
            return process

        start(
            "distributed.cli.dask_scheduler", "--port=0", "--no-dashboard", "--host=127.0.0.1", "--scheduler-file=where"
        )
        wait_for(lambda: scheduler_of(tmp_path / "where") != "")
        address = scheduler_of(tmp_path / "where")
        worker = (
            "distributed.cli.dask_worker",
            address,
            "--nthreads=1",
            "--no-nanny",
            "--no-dashboard",
            "--host=127.0.0.1",
        )
        workers = {process.pid: process for process in (start(*worker), start(*worker))}
        both = "import distributed, sys; distributed.Client(sys.argv[1]).wait_for_workers(2)"  # or one may do it all
        subprocess.run([sys.executable, "-c", both, address], env=environment, check=True, timeout=PATIENCE)
        audit = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "backend_standards.backend_standards",
                "audit",
                "--repo-list",
                "list",
                "--format",
                "json",
                "--scheduler",
                address,
            ],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        stack.callback(audit.kill)
        readers = tmp_path / "readers"
        wait_for(lambda: readers.exists() and len(set(readers.read_text().split())) == 2)
        victim = workers[int(readers.read_text().split()[-1])]  # in the middle of a repository
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        out, err = audit.communicate(timeout=PATIENCE)
        assert audit.returncode == 1, err
    reports = json.loads(out)["repositories"]
    assert states(reports) == [(name, "complete", 1) for name in names]


def scheduler_of(file: Path) -> str:
    """Return the address that a scheduler has written to a file; before its last byte is there, nothing."""
    try:
        return str(json.loads(file.read_text())["address"])
    except (FileNotFoundError, json.JSONDecodeError):
        return ""


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense"])
def test_a_cluster_that_is_not_there(three: Path, address: str) -> None:
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "backend_standards.backend_standards",
            "audit",
            "--repo-list",
            "list",
            "--scheduler",
            address,
        ],
        capture_output=True,
        check=False,
        env={**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"},
    )
    assert done.returncode == 2
    assert f"--scheduler {address}: cannot be reached".encode() in done.stderr
    assert three


def test_a_cluster_without_its_extra(three: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _out, err = audits.text("--repo-list", "list", "--scheduler", "tcp://127.0.0.1:9")
    assert code == 2
    assert "-m pip install 'distributed>=2024.5'" in err
    assert three

"""Many repositories: lists, clones, journals, clusters."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import fakes
from auditing import (
    ID_LINE,
    SCHEMA,
    Audits,
    is_alive,
    put,
    slow_git,
    wait_for,
)
from backend_standards.audit import many
from backend_standards.core import Stopped
from support import PATIENCE, Repository, new_group


def states(reports: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    return [(Path(each["repository"]).name, each["state"], len(each["secrets"])) for each in reports]


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


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        pytest.param(["one", "one"], 1, id="path-twice"),
        pytest.param(["https://h.invalid/a", "https://h.invalid/a"], 1, id="url-twice"),
        pytest.param(["https://h.invalid/a", "https://h.invalid/b"], 2, id="two"),
        pytest.param(["ssh://alice@h.invalid/~/r", "ssh://bob@h.invalid/~/r"], 0, id="other-login"),
        pytest.param(["https://h.invalid/a?x=1", "https://h.invalid/a?x=2"], 0, id="other-query"),
    ],
)
def test_no_line_of_the_list_is_lost(tmp_path: Path, lines: list[str], number: int) -> None:
    (tmp_path / "list").write_text("\n".join(lines))
    if number:
        assert len(many.sources(str(tmp_path / "list"))) == number
        return
    with pytest.raises(Stopped, match="is listed twice with different logins or queries"):
        many.sources(str(tmp_path / "list"))


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


def test_a_run_that_was_killed_goes_on(three: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("--repo-list", "list", "--output", "report.sarif", "--format", "sarif", "--jobs", "1")
    whole = many._reports

    def interrupted(left: Any, *rest: Any) -> Any:
        for report in whole(left, *rest):
            yield report
            raise KeyboardInterrupt

    monkeypatch.setattr(many, "_reports", interrupted)
    code, _out, err = audits.text(*arguments)
    assert code == 130
    assert "report.sarif.partial" in err
    with (three / "report.sarif.partial").open("a") as journal:
        journal.write('{"repository": "tw')  # as a crash leaves it
    monkeypatch.setattr(many, "_reports", whole)
    assert audits.text(*arguments)[0] == 2
    assert len(json.loads((three / "report.sarif").read_text())["runs"]) == 4


@pytest.mark.parametrize("line", [b"{}", b"[]", b"\xff", b'{"state": "complete"}', b"[" * 100_000], ids=range(5))
def test_a_journal_of_something_else(three: Path, audits: Audits, line: bytes) -> None:
    (three / "report.json.partial").write_bytes(line + b"\n")
    code, _out, err = audits.text("--repo-list", "list", "--output", "report.json")
    assert (code, (three / "report.json.partial").read_bytes()) == (2, line + b"\n")
    assert err.endswith("report.json.partial: is not a journal of this command; delete it to start again\n")


def test_a_run_with_other_options_is_refused(three: Path, audits: Audits) -> None:
    audits.text("--repo-list", "list", "--output", "report.json", "--format", "json")
    code, _out, err = audits.text(
        "--repo-list", "list", "--output", "report.json", "--format", "json", "--no-exceptions"
    )
    assert code == 2
    assert "delete it" in err
    assert three


def test_clones_are_kept_and_brought_up_to_date(three: Path, audits: Audits) -> None:
    (three / "list").write_text(f"file://{three}/two\n")
    arguments = ("--repo-list", "list", "--clone-dir", "clones")
    assert len(audits.secrets(*arguments)) == 1
    put(Repository(three / "two"), "b.py", ID_LINE)
    found = audits.secrets(*arguments)
    assert len(found) == 2
    assert all(secret["head"] for secret in found)
    (clone,) = (three / "clones").iterdir()
    assert (clone / "HEAD").read_text() == "ref: refs/heads/main\n"


@pytest.mark.skipif(not shutil.which("ssh"), reason="needs ssh")
def test_a_silent_host_is_given_up(three: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_SSH", tuple(each.replace("=60", "=1") for each in many._SSH))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        (three / "list").write_text(f"ssh://git@127.0.0.1:{silent.getsockname()[1]}/a.git\n")
        code, (report,) = audits.json("--repo-list", "list")
    assert (code, report["state"]) == (2, "failed")
    assert "timed out" in report["problems"][0]


@pytest.mark.parametrize("how", ["GIT_SSH", "GIT_SSH_COMMAND", "core.sshCommand"])
def test_the_users_own_ssh_is_used(three: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    own = three / "own-ssh"
    own.write_text(f"#!/bin/sh\ntouch {shlex.quote(str(three))}/used\nexit 1\n")
    own.chmod(0o755)
    command = str(own) if how == "GIT_SSH" else shlex.quote(str(own))  # a program; a shell's words
    if how == "core.sshCommand":
        monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
        monkeypatch.setenv("GIT_CONFIG_KEY_0", how)
        monkeypatch.setenv("GIT_CONFIG_VALUE_0", command)
    else:
        monkeypatch.setenv(how, command)
    (three / "list").write_text("ssh://git@127.0.0.1/a.git\n")
    assert audits.json("--repo-list", "list")[0] == 2
    assert (three / "used").exists()


def test_a_login_is_neither_printed_nor_stored(three: Path, audits: Audits) -> None:
    password = "pass" + "w0rd%21x"
    (three / "list").write_text(
        f"https://user:{password}@127.0.0.1:9/x.git?token={password}\nfile://user:{password}@{three}/two\n"
    )
    for form in ("table", "json", "sarif"):
        code, out, err = audits.text(
            "--repo-list", "list", "--clone-dir", "clones", "--output", f"r.{form}", "--format", form
        )
        assert code == 2
        assert "w0rd" not in out + err
        assert "https://127.0.0.1:9/x.git" in out
    files = [path for path in three.rglob("*") if path.is_file() and path.name != "list"]
    assert any(path.name == "config" for path in files)
    assert not any(b"w0rd" in path.read_bytes() for path in files)


def test_without_secret() -> None:
    place = "https://me:p%40ss@host/x?y=z1"
    text = "fatal: https://me:p%40ss@host/x?y=z1 and me:p@ss, p@ss, p%40ss, z1"
    assert many.without_secret(text, place) == "fatal: https://host/x and ***, ***, ***, ***"


@pytest.mark.parametrize(
    ("place", "is_url"),
    [
        ("https://x/y", True), ("git@host:x/y.git", True), ("ext::sh -c x", True), ("../x", False), ("/x/y", False), ("a/b:c", False),
    ],
)  # fmt: skip
def test_is_url(place: str, is_url: bool) -> None:
    assert many.is_url(place) == is_url


@pytest.mark.parametrize("line", ["ext::sh -c 'touch made'", "--upload-pack=touch made:x", "-x://y"])
def test_a_line_of_the_list_starts_nothing(three: Path, audits: Audits, line: str) -> None:
    (three / "list").write_text(f"{line}\n")
    assert audits.text("--repo-list", "list")[0] == 2
    assert not list(three.rglob("made"))


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
    assert "pip install 'backend-standards[cluster]'" in err
    assert three


def test_merge(three: Path, audits: Audits) -> None:
    (three / "list-2").write_text("nowhere\none\n")
    audits.text("--repo-list", "list", "--output", "1.json", "--format", "json")
    (three / "nowhere").mkdir()
    put(Repository(three / "nowhere"), "a.py", "x")
    audits.text("--repo-list", "list-2", "--output", "2.json", "--format", "json")
    code, reports = audits.json("--merge", "1.json", "2.json")
    assert code == 1
    assert sorted(states(reports)) == [
        ("clean", "complete", 0),
        ("nowhere", "complete", 0),
        ("one", "complete", 1),
        ("two", "complete", 1),
    ]
    assert audits.json("--merge", "2.json", "1.json")[1] == reports
    assert "clean: no secret found" in audits.text("--merge", "1.json", "2.json")[1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("", "not a JSON report", id="empty"),
        pytest.param("[]", "not a JSON report", id="list"),
        pytest.param('{"version": 1, "repositories": [1]}', "not a JSON report", id="number"),
        pytest.param('{"version": 2, "repositories": []}', "version 2", id="version"),
    ],
)
def test_merge_of_other_files(tmp_path: Path, audits: Audits, content: str, words: str) -> None:
    (tmp_path / "x.json").write_text(content)
    code, _out, err = audits.text("--merge", str(tmp_path / "x.json"))
    assert code == 2
    assert words in err

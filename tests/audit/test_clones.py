"""Clones of what is listed by URL."""

from __future__ import annotations

import shlex
import shutil
import socket
from pathlib import Path

import pytest

from auditing import ID_LINE, Audits, put
from backend_standards.audit import clones
from support import Repository


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
    monkeypatch.setattr(clones, "_SSH", tuple(each.replace("=60", "=1") for each in clones._SSH))
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


@pytest.mark.parametrize("line", ["ext::sh -c 'touch made'", "--upload-pack=touch made:x", "-x://y"])
def test_a_line_of_the_list_starts_nothing(three: Path, audits: Audits, line: str) -> None:
    (three / "list").write_text(f"{line}\n")
    assert audits.text("--repo-list", "list")[0] == 2
    assert not list(three.rglob("made"))


def test_folders_are_readable_and_different() -> None:
    names = ["https://h.invalid/a.git", "https://h.invalid/a-git", "x" * 300, "\u00e4/..", "-"]
    folders = {clones.folder_of(name) for name in names}
    assert len(folders) == len(names)
    assert clones.folder_of(names[0]).startswith("https---h-invalid-a-git-")
    for folder in folders:
        assert len(folder) < 100
        assert folder.isascii()
        assert "/" not in folder
        assert not folder.startswith("..")

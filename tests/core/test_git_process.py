"""Starting git and talking to it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backend_standards.core import Stopped, git, git_process
from support import Repository


def test_git_that_does_not_read_its_input(repository: Repository) -> None:
    with pytest.raises(Stopped, match="git cat-file failed"):
        git_process.run(["cat-file", "--no-such-option"], stdin=b"x" * 1_000_000)
    assert repository.path.exists()


def test_no_descriptor_is_left_open(repository: Repository) -> None:
    before = len(os.listdir("/dev/fd")) if os.path.isdir("/dev/fd") else 0
    for _ in range(5):
        git.index()
        with pytest.raises(Stopped):
            git_process.run(["no-such-command"])
    assert before == (len(os.listdir("/dev/fd")) if os.path.isdir("/dev/fd") else 0)
    assert repository.path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such descriptors")
def test_closed_standard_streams(repository: Repository) -> None:
    repository.add("a.env", "A=1")
    program = (
        "import os; os.close(0); from backend_standards.forbid_env_files import main; raise SystemExit(main(['a.env']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("a.env: env-file:")


def test_windows_does_not_run_a_repositorys_own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "NODEFAULTCURRENTDIRECTORYINEXEPATH"  # Windows knows no case in names
    monkeypatch.setenv(name, "")  # taken back at the end
    monkeypatch.delenv(name)
    monkeypatch.setattr(sys, "platform", "win32")
    seen = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        seen.append(os.environ.get(name))
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr(subprocess, "run", run)
    git_process.run(["version"])
    assert seen == ["1"]


def test_only_the_question_for_branches_may_use_a_transport(repository: Repository, tmp_path: Path) -> None:
    remote = str(tmp_path / "remote.git")
    repository.git("commit", "--quiet", "--allow-empty", "-m", "feat: set the parser up")
    repository.git("clone", "--quiet", "--bare", str(repository.path), remote)
    with pytest.raises(Stopped, match="not allowed"):
        git_process.run(["ls-remote", remote])
    assert list(git.remote_branches(remote)) == ["main"]
    with pytest.raises(Stopped):
        git.remote_branches("--upload-pack=touch x")


def test_a_login_that_a_setting_adds_is_not_printed(repository: Repository) -> None:
    word = "pass" + "w0rd"
    repository.git("config", f"url.https://user:{word}@127.0.0.1:9/.insteadOf", "https://example.com/")
    with pytest.raises(Stopped) as stopped:
        git.remote_branches("https://example.com/x.git")
    assert word not in str(stopped.value)
    assert word not in str(git_process.failure(["x"], 1, f"fatal: https://user:{word}@h/x and {word}@h".encode()[:40]))

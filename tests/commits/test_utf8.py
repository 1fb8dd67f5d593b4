"""Names of branches are UTF-8, whatever the locale is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from backend_standards.commits import utf8
from support import Repository

PLAIN = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
"""An environment in which Python does not decode by UTF-8."""


def run(repository: Repository, hook: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PRE_COMMIT", "GITHUB_"))}
    return subprocess.run(
        [sys.executable, "-m", f"backend_standards.{hook}", *arguments],
        cwd=repository.path,
        env={**kept, **PLAIN, **environment},
        capture_output=True,
        check=False,
    )


def test_the_locale_of_the_tests_is_utf8() -> None:
    assert utf8.environment() is os.environ
    assert utf8.text("\u00fc\udcff") == utf8.argument("\u00fc\udcff") == "\u00fc\udcff"


def test_another_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    monkeypatch.setattr(os, "fsencode", lambda text: text.encode("ascii", "surrogateescape"))
    monkeypatch.setattr(os, "fsdecode", lambda data: data.decode("ascii", "surrogateescape"))
    monkeypatch.setattr(os, "environ", {"A": "\udcc3\udcbc"})
    assert utf8.environment() == {"A": "\u00fc"}
    assert utf8.text("\udcc3\udcbc\udcff") == "\u00fc\udcff"
    assert utf8.argument("\u00fc\udcff") == "\udcc3\udcbc\udcff"


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locale")


@pytest.mark.parametrize("name", ["gr\u00f6\u00dfe", "\u30ed\u30b0\u30a4\u30f3"])
def test_the_current_branch_and_the_pushed_one(repository: Repository, name: str) -> None:
    repository.git("commit", "--quiet", "--allow-empty", "-m", "feat: add login")
    repository.git("switch", "--quiet", "--create", f"feature/{name}")
    assert run(repository, "check_branch_name", "--").returncode == 0
    assert run(repository, "check_branch_name", f"--branch=feature/{name}").returncode == 0
    assert run(repository, "check_branch_name", f"--branch={name}", f"--allow={name}").returncode == 0
    assert run(repository, "check_branch_name", f"--branch={name}/x", f"--prefix={name}").returncode == 0
    assert run(repository, "check_branch_name", f"--branch={name}", f"--protected={name}").returncode == 0
    pushed = run(repository, "check_branch_name", "--", PRE_COMMIT_REMOTE_BRANCH=f"refs/heads/feature/{name}")
    assert pushed.returncode == 0, pushed.stdout
    assert run(repository, "check_branch_name", "--", GITHUB_HEAD_REF=f"feature/{name}", CI="1").returncode == 0
    refused = run(repository, "check_branch_name", "--", PRE_COMMIT_REMOTE_BRANCH=f"refs/heads/{name}")
    assert refused.returncode == 1


@pytest.mark.parametrize("name", ["gr\u00f6\u00dfe", "\u30ed\u30b0\u30a4\u30f3"])
def test_a_protected_branch(repository: Repository, name: str) -> None:
    repository.git("commit", "--quiet", "--allow-empty", "-m", "feat: add login")
    repository.git("init", "--quiet", "--bare", "remote.git")
    repository.git("remote", "add", "origin", "remote.git")
    repository.git("push", "--quiet", "origin", f"HEAD:refs/heads/{name}")
    environment = {
        "PRE_COMMIT_REMOTE_BRANCH": f"refs/heads/{name}",
        "PRE_COMMIT_LOCAL_BRANCH": f"refs/heads/{name}",
        "PRE_COMMIT_REMOTE_NAME": "origin",
        "PRE_COMMIT_REMOTE_URL": "remote.git",
        "PRE_COMMIT_TO_REF": repository.git("rev-parse", "HEAD").strip(),
    }
    done = run(repository, "check_push", f"--protected={name}", "--", **environment)
    assert done.returncode == 1, done.stderr
    assert b"push-to-protected" in done.stdout
    done = run(repository, "check_push", "--protected=other", "--", **environment)
    assert done.returncode == 0, done.stdout + done.stderr

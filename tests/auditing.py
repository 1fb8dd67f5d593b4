"""What the tests of the audit share."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import fakes
from backend_standards.audit.command import main
from support import PATIENCE, ROOT, Repository

KEY, OTHER = fakes.KEY_ID, "AK" + "IA" + fakes.text(fakes.BASE32, 16, 11)
SECRET = fakes.AWS_SECRET
ID_LINE = f"key = '{KEY}'\n"
SECRET_LINE = f"aws_secret_access_key = '{SECRET}'\n"
SCHEMA = json.loads((ROOT / "tests" / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))


def commit(repository: Repository, message: str = "change", *arguments: str) -> str:
    repository.git("commit", "--quiet", "--allow-empty", "--message", message, *arguments)
    return repository.git("rev-parse", "HEAD").strip()


def put(repository: Repository, name: str, content: bytes | str, *arguments: str) -> str:
    repository.add(name, content)
    return commit(repository, "change", *arguments)


def drop(repository: Repository, name: str) -> str:
    repository.git("rm", "--quiet", "--", name)
    return commit(repository)


class Audits:
    """Runs of the command in this process, and what they wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def text(self, *arguments: str) -> tuple[int, str, str]:
        code = main([*arguments])
        out, err = self.capsys.readouterr()
        return code, out, err

    def json(self, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
        code, out, _err = self.text("--format", "json", *arguments)
        document = json.loads(out)
        assert document["version"] == 1
        return code, document["repositories"]

    def one(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        code, (report,) = self.json(*arguments)
        return code, report

    def secrets(self, *arguments: str) -> list[dict[str, Any]]:
        return list(self.one(*arguments)[1]["secrets"])


def states(reports: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    return [(Path(each["repository"]).name, each["state"], len(each["secrets"])) for each in reports]


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def slow_git(folder: Path, action: str) -> Path:
    """Return a folder with a git that does something before it gives the contents of blobs."""
    shim = folder / "bin" / "git"
    shim.parent.mkdir()
    script = (
        f'#!/bin/sh\ncase "$*" in *"cat-file --batch --buffer"*) {action};; esac\nexec {shutil.which("git")} "$@"\n'
    )
    shim.write_text(script)
    shim.chmod(0o755)
    return shim.parent

"""What tests of all folders share: scratch repositories and processes."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PATIENCE = 120
"""Seconds that a test waits for another process: more than it takes on the busiest machine."""

ROOT = Path(__file__).parent.parent
PIPELINE = (
    ".circleci/config.yml",
    "jobs: {build: {steps: [{run: ruff check .}, {run: mypy .}, {run: pytest}, {run: docker build .}]}}\n",
)
"""The path and the text of a CI file that lacks no check. It names no forge, so it asks for no template there."""


GATES = {
    "ruff.toml": '[lint]\nselect = ["E", "F", "S"]\n',
    "mypy.ini": "[mypy]\nstrict = true\n",
    ".coveragerc": "[report]\nfail_under = 80\n",
    "osv-scanner.toml": "# none is ignored\n",
}
"""Settings with which require-quality-gates is content, if there are tests."""


class Repository:
    """A scratch git repository, away from the developer's own git configuration."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, stdin: bytes = b"", check: bool = True) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.path, input=stdin, capture_output=True, check=False)
        assert not check or done.returncode == 0, done.stderr
        return os.fsdecode(done.stdout + done.stderr)

    def write(self, name: str, content: bytes | str = b"") -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def add(self, name: str, content: bytes | str = b"") -> Path:
        file = self.write(name, content)
        self.git("--literal-pathspecs", "add", "--force", "--", name)
        return file

    def stage_only(self, name: str, content: bytes, mode: str = "100644") -> None:
        """Put a file into the index alone."""
        oid = self.git("hash-object", "-w", "--stdin", stdin=content).strip()
        self.git("update-index", "-z", "--index-info", stdin=os.fsencode(f"{mode} {oid}\t{name}\0"))


def places(text: str) -> list[str]:
    """Return the lines of a report that begin a finding."""
    ends = ("except all: ", "explain: ", "note: ", "run: ")
    return [line for line in text.splitlines() if not line.startswith((" ", *ends))]


def commands(text: str) -> list[str]:
    """Return the commands that the findings of a report print."""
    return re.findall(r"^ {4,}run: (.*)$", text, re.MULTILINE)  # prek puts more spaces before each line


def is_shell(command: str) -> bool:
    """Return whether a shell reads a command without a complaint."""
    done = subprocess.run(["bash", "-n", "-c", command], capture_output=True, check=False)
    return not (done.returncode or done.stderr)


@contextlib.contextmanager
def new_group(argv: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process as the head of a process group, of which nothing is left behind."""
    with subprocess.Popen(argv, start_new_session=True, **options) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

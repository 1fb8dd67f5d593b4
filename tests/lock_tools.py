"""The real tools that write locks: their own checks, and a made-up index. For tests and ``benchmarks/locks.py``."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import venv
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from backend_standards import check_lock_files
from backend_standards.core import Finding

UV = "uv==0.13.9"
TOOLS = {
    "poetry1": "poetry==1.8.5",
    "poetry2": "poetry==2.5.1",
    "pipenv": "pipenv==2026.10.3",
    "pdm": "pdm==2.29.4 hishel==1.4.0",  # which it does not bound, and of which 2.0 breaks it
    "pip-tools": "pip-tools==7.6.2",
}
NAMES = ("six", "iniconfig", "toolz", "zipp", "pathspec", "colorama")
"""What the made-up index has, each in two versions."""
LOCKS = {"uv.lock": "uv", "poetry.lock": "poetry2", "Pipfile.lock": "pipenv", "pdm.lock": "pdm"}
"""The tool that checks each lock."""


_ENTRIES = {
    "poetry": ("poetry.console.application", "main"),
    "pipenv": ("pipenv", "cli"),
    "pdm": ("pdm.core", "main"),
}
"""The function that each tool's script calls, and its module."""


class Tools:
    """The tools, each in an environment of its own and with caches of their own.

    ``pythons`` are interpreters for uv, which takes the first that a project accepts. ``close`` ends the processes that
    ``again`` starts.
    """

    def __init__(self, folder: Path, pythons: Sequence[str] = (sys.executable,)) -> None:
        self.folder = folder
        self.pythons = pythons
        self._forks: dict[str, subprocess.Popen[str]] = {}
        self.environment = dict(os.environ) | {
            "UV_CACHE_DIR": str(folder / "cache-uv"),
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_NO_BUILD": "1",  # a check starts nothing of what it checks
            "POETRY_CACHE_DIR": str(folder / "cache-poetry"),
            "POETRY_VIRTUALENVS_CREATE": "false",
            "PIPENV_CACHE_DIR": str(folder / "cache-pipenv"),
            "PDM_CACHE_DIR": str(folder / "cache-pdm"),
            "PDM_CHECK_UPDATE": "0",
            "VIRTUAL_ENV": str(folder / "pipenv"),  # or pipenv makes one more
            "PIP_TOOLS_CACHE_DIR": str(folder / "cache-pip-tools"),
        }
        self.environment["UV_PYTHON"] = pythons[0]
        if not (folder / "uv").is_dir():
            venv.create(folder / "uv", with_pip=True)
            self.run(folder, "uv", "python", "-m", "pip", "install", "--quiet", UV)
        for name, requirement in TOOLS.items():
            if not (folder / name).is_dir():
                self.run(
                    folder, "uv", "uv", "venv", "--quiet", "--seed", "--python", sys.executable, str(folder / name)
                )
                own = str(self.script(name, "python"))
                self.run(folder, "uv", "uv", "pip", "install", "--quiet", "--python", own, *requirement.split())

    def script(self, name: str, tool: str) -> Path:
        return self.folder / name / ("Scripts" if os.name == "nt" else "bin") / tool

    def run(self, cwd: Path, name: str, tool: str, *arguments: str, check: bool = True) -> tuple[int, bytes]:
        """Run a tool; return its exit code and its output."""
        command = [str(self.script(name, tool)), *arguments]
        done = subprocess.run(command, cwd=cwd, env=self.environment, capture_output=True, check=False, timeout=300)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done.returncode, done.stdout + done.stderr

    def again(self, cwd: Path, name: str, tool: str, *arguments: str) -> tuple[int, bytes]:
        """Run a tool that may run often; return its exit code and its output."""
        if not hasattr(os, "fork"):
            return self.run(cwd, name, tool, *arguments, check=False)
        if name not in self._forks:
            own = [str(self.script(name, "python")), str(Path(__file__).with_name("lock_forks.py")), *_ENTRIES[tool]]
            self._forks[name] = subprocess.Popen(
                own, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
            )
        process = self._forks[name]
        assert process.stdin
        assert process.stdout
        with tempfile.TemporaryDirectory() as scratch:
            output = Path(scratch, "output")
            process.stdin.write(f"{json.dumps([str(cwd), arguments, str(output)])}\n")
            process.stdin.flush()
            return int(process.stdout.readline()), output.read_bytes()

    def close(self) -> None:
        """End the processes that are kept for the next run."""
        for process in self._forks.values():
            process.communicate()
        self._forks = {}

    def is_fresh(self, folder: Path, lock: str, name: str = "") -> bool | None:
        """Return what a tool's own check says of the lock in a folder; None if it cannot say."""
        return self.verdict(folder, lock, name)[0]

    def verdict(self, folder: Path, lock: str, name: str = "") -> tuple[bool | None, str]:
        """Return what a tool's own check says of the lock in a folder (None if it cannot say), and its words."""
        name = name or LOCKS[lock]
        if name == "uv":
            for python in self.pythons:
                more = ("lock", "--check", "--verbose", "--python", python)
                code, said = self.run(folder, "uv", "uv", *more, check=False)
                if b"incompatible with the project's Python requirement" not in said:
                    break
            root = said.partition(b"Found workspace root: ")[2].partition(b"\n")[0].strip()
            if root and root != os.fsencode(folder):
                return None, "the lock of a member, which uv does not read"
            if code == 0:
                return True, ""
            if b"No `requires-python` value found" in said and b"due to change in Python requirement" in said:
                return None, "the project asks for no Python, and this is not that of the lock"
            reasons = [line for line in said.splitlines() if b"existing lockfile due to" in line]
            reason = reasons[-1].decode("utf-8", "replace") if reasons else said.decode("utf-8", "replace")[-400:]
            if (
                b"needs to be updated" in said
                or b"Failed to parse `uv.lock`" in said
                or "due to mismatched" in reason
                or "existing lockfile due to change in" in reason  # of what the lock itself records
                or "version: `" in reason
                or " newer" in reason
            ):
                return False, reason
            return None, f"{reason} {said.decode('utf-8', 'replace')[-400:]}"
        if name.startswith("poetry"):
            # By its words: the exit code is about all else in the file, too.
            code, said = self.again(folder, name, "poetry", "check", "--lock", "--no-interaction")
            text = said.decode("utf-8", "replace")
            if "changed significantly" in text or "not up to date" in text:
                return False, text
            return (
                None
                if "This project requires Poetry" in text
                or "is not a subset" in text
                or "not a valid" in text
                or "requirement is invalid" in text
                or "Traceback" in text
                else True
            ), text
        if name == "pipenv":
            code, said = self.again(folder, "pipenv", "pipenv", "verify")
            text = said.decode("utf-8", "replace")
            if "out-of-date" in text or "out of date" in text:
                return False, text
            return (True if code == 0 else None), text
        code, said = self.again(folder, "pdm", "pdm", "lock", "--check", "-v", "--no-isolation")
        text = said.decode("utf-8", "replace")
        return (code == 0 if "up to date" in text or "out of date" in text else None), text


def findings(folder: Path) -> list[Finding]:
    """Return what the hook finds in a folder, as if all of it were tracked."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    files = {path: file for path, file in files.items() if not path.startswith((".venv/", ".git/"))}

    def read(paths: Sequence[str]) -> dict[str, bytes]:
        return {path: files[path].read_bytes() for path in paths if path in files}

    return list(check_lock_files.check(sorted(files), read))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server of files that logs nothing."""

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def served_index(folder: Path) -> Iterator[str]:
    """Give the URL of an index (PEP 503) of empty wheels, which are written into a folder."""
    for name in NAMES:
        (folder / "simple" / name).mkdir(parents=True)
        links = []
        for version in ("1.16.0", "1.17.0"):
            wheel = f"{name}-{version}-py3-none-any.whl"
            info = f"{name}-{version}.dist-info"
            metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: x\n"
            with zipfile.ZipFile(folder / "simple" / name / wheel, "w") as archive:
                archive.writestr(f"{info}/METADATA", metadata)
                archive.writestr(
                    f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
                )
                archive.writestr(f"{info}/RECORD", "")
            links.append(f'<a href="{wheel}">{wheel}</a>')
        (folder / "simple" / name / "index.html").write_text("\n".join(links), encoding="utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/simple/"
    server.shutdown()
    server.server_close()

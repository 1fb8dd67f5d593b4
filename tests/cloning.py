"""A clone of a bare repository, real pushes from it, and what a refused push prints, obeyed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT, Repository, commands


class Clone(Repository):
    """A repository with a bare remote, `origin`, that has its `main` with one commit."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.remote = path.parent / "remote.git"
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))
        self.git("remote", "add", "origin", str(self.remote))
        self.commit("feat: set the parser up")
        self.git("push", "--quiet", "--set-upstream", "origin", "main")

    def commit(self, message: str, *arguments: str) -> str:
        self.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-m", message, *arguments)
        return self.git("rev-parse", "HEAD").strip()

    def push(self, monkeypatch: pytest.MonkeyPatch, *arguments: str, hook: str = "--") -> tuple[int, str]:
        """Push with check-push as git's own hook; return git's exit code and output."""
        file = self.path / ".git/hooks/pre-push"
        file.parent.mkdir(exist_ok=True)
        call = f'-m backend_standards.check_push --stdin {hook} "$@"'
        file.write_text(f'#!/bin/sh\nexec "{sys.executable}" {call}\n', encoding="utf-8")
        file.chmod(0o755)
        monkeypatch.setenv("PYTHONPATH", str(ROOT / "hooks"))
        done = subprocess.run(["git", "push", *arguments], cwd=self.path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


def obey(clone: Clone, out: str, **environment: str) -> None:
    """Run the commands of a report, word by word."""
    assert commands(out)
    for command in commands(out):
        done = subprocess.run(
            ["bash", "-c", command], cwd=clone.path, env={**os.environ, **environment}, capture_output=True, check=False
        )
        assert done.returncode == 0, (command, os.fsdecode(done.stdout + done.stderr))


def heads(clone: Clone) -> dict[str, str]:
    """Return the subject of the last commit of each branch of the remote."""
    form = "--format=%(refname:lstrip=2) %(subject)"
    lines = clone.git("--git-dir", str(clone.remote), "for-each-ref", form, "refs/heads").splitlines()
    return {branch: subject for branch, _, subject in (line.partition(" ") for line in lines)}


def change(clone: Clone, *messages: str) -> None:
    """Make commits that change files: git refuses to amend one that changes nothing."""
    for message in messages:
        clone.add(f"{len(list(clone.path.iterdir()))}.txt", message)
        clone.git("commit", "--quiet", "-m", message)


EDITOR = 'sh -c \'printf "%s\\n" "fix: reject expired tokens" > "$1"\' -'
"""An editor that writes what the note of a refusal asks for."""

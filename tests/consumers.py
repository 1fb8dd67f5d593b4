"""Repositories that take the hooks of this project by way of real pre-commit or real prek."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

from support import Repository

SCRIPTS = Path(sys.executable).parent
LAYOUT = "check-project-layout"
COMMAND = "backend-standards"


class Consumer(Repository):
    """A repository whose `.pre-commit-config.yaml` takes the hooks from `source`."""

    def __init__(
        self,
        path: Path,
        tool: str,
        source: Path,
        *,
        args: dict[str, list[str]] | None = None,
        messages: bool = False,
        layout: bool = False,
        only: list[str] | None = None,
    ) -> None:
        super().__init__(path)
        self.tool = tool
        revision = subprocess.run(["git", "rev-parse", "HEAD"], cwd=source, capture_output=True, text=True, check=True)
        manifest = yaml.safe_load((source / ".pre-commit-hooks.yaml").read_text())
        hooks = [
            {"id": hook["id"]} | ({"args": args[hook["id"]]} if args and hook["id"] in args else {})
            for hook in manifest
            if hook["id"] in (only or [hook["id"]])
            and (only or hook["id"] != COMMAND)  # which would find everything once more
            and (only or layout or hook["id"] != LAYOUT)  # most scenes here are no whole projects
        ]
        self.configuration = yaml.safe_dump(
            {
                "default_install_hook_types": ["pre-commit", "pre-push", *(["commit-msg"] if messages else [])],
                "repos": [{"repo": str(source), "rev": revision.stdout.strip(), "hooks": hooks}],
            }
        )
        self.add(".pre-commit-config.yaml", self.configuration)
        self.run("install")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SCRIPTS / self.tool, *arguments],
            cwd=self.path,
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )

    def run_hook(self, hook: str, stage: str = "pre-commit") -> subprocess.CompletedProcess[str]:
        option = "--stage" if self.tool == "prek" else "--hook-stage"
        return self.run("run", hook, "--all-files", option, stage)

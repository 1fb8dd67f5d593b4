"""What the tests of the review share: a small service, and runs of the command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from backend_standards import backend_standards
from backend_standards.standard.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pytest

    from support import Repository

SERVICE = {
    "src/app/main.py": '"""The service."""\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n',
    "src/config/settings.py": (
        '"""Settings."""\n\nfrom pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n'
        '    """Settings."""\n\n    app_env: str = "local"\n'
    ),
    "tests/app/test_main.py": "from src.app import main\n\n\ndef test_app() -> None:\n    assert main.app\n",
    "tests/config/test_settings.py": "from src.config import settings\n\n\ndef test_it() -> None:\n    assert settings\n",
    "requirements.txt": "fastapi==0.115.0\npydantic-settings==2.6.0\n",
    "README.md": "# Shop\n\nTakes the orders of the shop.\n",
    ".gitignore": ".env\n.venv/\n",
}


def fill(repository: Repository, files: Mapping[str, str] = SERVICE, message: str = "feat(app): take orders") -> None:
    """Commit files."""
    for path, content in files.items():
        repository.add(path, content)
    repository.git("commit", "--quiet", "--allow-empty", "-m", message)


class Reviews:
    """Runs of the command in this process, and what they wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def text(self, *arguments: str) -> tuple[int, str, str]:
        code = backend_standards.main(["review", *arguments])
        out, err = self._capsys.readouterr()
        return code, out, err

    def report(self, *arguments: str) -> dict[str, Any]:
        code, out, err = self.text("--format=json", *arguments)
        assert code == 0, err
        report: dict[str, Any] = json.loads(out)
        return report

    def lines(self, *arguments: str) -> dict[str, dict[str, Any]]:
        return {line["id"]: line for line in self.report(*arguments)["lines"]}


def project(files: Mapping[str, str]) -> Project:
    """Return a project of files that are nowhere on the disk."""

    def read(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        yield from ((path, files[path].encode()) for path in paths if path in files)

    return Project(sorted(files), read)

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from backend_standards.check_project_layout import main
from layouts import content
from support import Repository


def test_tree(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("src/app/a.py", "src/main.py", "run.py", "lib/a.py", "lib/b.py", "README.md", "test/test_a.py"):
        repository.add(name, content(name))
    assert main(["--show-tree", "--profile=strict"]) == 0
    assert capsys.readouterr().out == (
        "✓ repository/\n"
        "✓ ├── src/              # Application code (2 Python files)\n"
        "✓ │   ├── app/          # Core application logic\n"
        "✗ │   ├── config/       # Configuration loaders\n"
        "✗ │   ├── services/     # External integrations (AWS, APIs, etc.)\n"
        "✗ │   ├── models/       # Data schemas and ORM models\n"
        "✗ │   ├── utils/        # Common helper functions\n"
        "✓ │   └── main.py       # App entry point\n"
        "✗ ├── tests/            # Unit and integration tests\n"
        "✗ ├── scripts/          # DevOps or migration scripts\n"
        "✗ ├── requirements.txt  # Dependencies\n"
        "✓ └── README.md         # Project documentation\n"
        "! lib/: application code outside src/ (2 Python files)\n"
        "! run.py: application code outside src/\n"
        "! test/: tests outside tests/ (1 Python file)\n"
        "\n"
        "✓ is there  ✗ is missing  · is missing and optional  ! is outside its place\n"
    )
    assert main(["--show-tree"]) == 0
    assert "· │   ├── config/ " in capsys.readouterr().out


def test_an_old_code_page(repository: Repository) -> None:
    repository.add("src/a.py")
    command = [sys.executable, "-m", "backend_standards.check_project_layout", "--show-tree"]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, cwd=repository.path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"+ |-- src/ " in done.stdout

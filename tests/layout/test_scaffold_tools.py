"""A project that --init wrote and that has got its first code: the standard's own CI steps pass in it, with real tools.

The tools are those that the project itself pins; they are installed from the package registry once.
"""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path

import pytest

from backend_standards.check_project_layout import main
from backend_standards.layout import scaffold
from support import Repository

pytestmark = pytest.mark.xdist_group("environments")

APP = '"""Orders."""\n\n\ndef total(prices: list[int]) -> int:\n    """Return the sum."""\n    return sum(prices)\n'
TEST = "from {module} import total\n\n\ndef test_total() -> None:\n    assert total([2, 3]) == 5\n"


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment with what both requirements files ask for."""
    folder = tmp_path_factory.mktemp("tools")
    (folder / "requirements.txt").write_text(scaffold.REQUIREMENTS)
    (folder / "requirements-dev.txt").write_text(scaffold.REQUIREMENTS_DEV)
    venv.create(folder / "venv", with_pip=True)
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    install = [str(programs / "python"), "-m", "pip", "install", "--quiet", "-r", str(folder / "requirements-dev.txt")]
    subprocess.run(install, check=True)
    return programs


def run(folder: Path, tools: Path, command: str) -> str:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON", "COV"))
    }
    program, *arguments = command.split()
    done = subprocess.run(
        [str(tools / program), *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.parametrize(
    ("arguments", "source", "tests"),
    [
        pytest.param((), "src", "tests", id="default"),
        pytest.param(("--profile=strict",), "src", "tests", id="strict"),
        pytest.param(("--source=lib/x", "--tests=qa/tests"), "lib/x", "qa/tests", id="other-folders"),
    ],
)
def test_the_standards_ci_passes(
    repository: Repository, tools: Path, arguments: tuple[str, ...], source: str, tests: str
) -> None:
    assert main(["--init", *arguments]) == 0
    repository.write(f"{source}/app/orders.py", APP)
    repository.write(f"{tests}/app/test_orders.py", TEST.format(module="app.orders"))
    repository.write(f"{source}/services/orders.py", APP)
    repository.write(f"{tests}/services/test_orders.py", TEST.format(module="services.orders"))  # of the same name
    run(repository.path, tools, "black . --check")
    run(repository.path, tools, "mypy .")
    assert "6 passed" in run(repository.path, tools, "pytest -q")
    assert "Required test coverage of 80.0% reached" in run(repository.path, tools, f"pytest --cov={source} {tests}/")
    assert run(repository.path, tools, "pip-audit --version")
    status = repository.git("status", "--short", "--untracked-files=all")
    assert ".coverage" not in status
    assert "cache" not in status


def test_the_tools_are_pinned() -> None:
    names = {line.partition("==")[0] for line in scaffold.REQUIREMENTS_DEV.splitlines() if "==" in line}
    assert {"pytest", "pip-audit", "mypy", "pytest-cov"} <= names

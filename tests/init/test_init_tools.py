"""Projects that `init` wrote: the standard's own CI steps, and the tools that the templates configure, pass in them.

The tools are those that the projects themselves pin; they are installed from the package registry once, into one
environment with what all frameworks need. uv installs them, because pip would take most of the time of this module.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from backend_standards import backend_standards
from backend_standards.standard import versions
from support import Repository

pytestmark = pytest.mark.xdist_group("init-tools")

FRAMEWORKS = ("fastapi", "flask", "lambda", "none")
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
OURS = Path(sys.executable).parent
NOT_PINNED_BY_US = ("flake8==7.5.0",)
"""flake8 is no tool of the templates: ruff does its work. What is written is clean for those who prefer it."""


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment with everything that the templates pin."""
    folder = tmp_path_factory.mktemp("tools")
    pins = [f"{name}=={version}" for name, version in versions.PACKAGES.items() if not name.startswith("sphinx")]
    (folder / "requirements.txt").write_text("\n".join((*pins, *NOT_PINNED_BY_US)))
    uv = shutil.which("uv", path=str(OURS)) or "uv"
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(folder / "venv")], check=True)
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    install = [uv, "pip", "install", "--quiet", "--no-deps", "--python", str(folder / "venv" / SCRIPTS / "python")]
    subprocess.run([*install, "-r", str(folder / "requirements.txt")], check=True, env=environment)
    check = [uv, "pip", "check", "--python", str(folder / "venv" / SCRIPTS / "python")]
    done = subprocess.run(check, capture_output=True, text=True, check=False, env=environment)
    missing = [line for line in done.stderr.splitlines() if "requires" in line and "`pip" not in line]
    assert not [line for line in missing if "flake8" not in line], "the table has all that its packages need"
    extra = [uv, "pip", "install", "--quiet", "--python", str(folder / "venv" / SCRIPTS / "python")]
    subprocess.run([*extra, *NOT_PINNED_BY_US], check=True, env=environment)
    return folder / "venv" / SCRIPTS


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """mypy reads the libraries once for all projects."""
    return tmp_path_factory.mktemp("mypy")


def environment_of(tools: Path, cache: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON", "COV", "AWS_"))
    }
    return {**kept, "PATH": os.pathsep.join((str(tools), kept["PATH"])), "MYPY_CACHE_DIR": str(cache)}


def run(folder: Path, environment: dict[str, str], command: str) -> str:
    program, *arguments = command.split()
    found = shutil.which(program, path=environment["PATH"]) or program
    done = subprocess.run([found, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_standards_ci_passes(repository: Repository, tools: Path, cache: Path, framework: str) -> None:
    assert backend_standards.main(["init", "--write", f"--framework={framework}"]) == 0
    repository.write("src/services/greetings.py", '"""Greetings."""\n\nNUMBER = 5\n')  # as app/greetings.py
    repository.write(
        "tests/services/test_greetings.py",
        "from services.greetings import NUMBER\n\n\ndef test_it() -> None:\n    assert NUMBER == 5\n",
    )
    repository.write(
        "tests/app/test_greetings.py",
        'from app.greetings import logger\n\n\ndef test_it() -> None:\n    assert logger.name == "app.greetings"\n',
    )
    environment = environment_of(tools, cache)
    run(repository.path, environment, "black . --check")
    run(repository.path, environment, "mypy .")
    out = run(repository.path, environment, "pytest --cov=src tests/")
    assert "Required test coverage of 80.0% reached" in out
    assert "warning" not in out.lower()
    for command in ("ruff check .", "flake8", "flake8 --isolated", "deptry src", "deptry ."):
        run(repository.path, environment, command)
    status = repository.git("status", "--short", "--untracked-files=all")
    assert ".coverage" not in status
    assert "cache" not in status


@pytest.mark.parametrize("framework", ["fastapi", "flask"])
def test_the_service_starts(repository: Repository, tools: Path, cache: Path, framework: str) -> None:
    assert backend_standards.main(["init", "--write", f"--framework={framework}"]) == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = environment_of(tools, cache)
    words = {
        "fastapi": f"uvicorn --app-dir src --port {port} main:app",
        "flask": f"flask --app src/main:app run --port {port}",
    }[framework].split()
    server = subprocess.Popen(
        [shutil.which(words[0], path=environment["PATH"]) or words[0], *words[1:]],
        cwd=repository.path,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert answer(f"http://127.0.0.1:{port}/health", server) == b'{"status":"ok"}'
    finally:
        server.terminate()
        server.wait()


def answer(url: str, server: subprocess.Popen[bytes]) -> bytes:
    """Return what a server answers; it may still be starting, but must not have ended."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(url) as response:
                return bytes(response.read().strip())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(url)


def test_a_program_without_an_api_starts(repository: Repository, tools: Path, cache: Path) -> None:
    environment = environment_of(tools, cache)
    assert backend_standards.main(["init", "--write", "--framework=none"]) == 0
    assert '"message": "greeted"' in run(repository.path, environment, "python src/main.py")


@pytest.mark.parametrize("server", ["github", "gitlab"])
@pytest.mark.parametrize("manager", ["pip-tools", "uv", "poetry"])
def test_the_files_of_ci_and_hooks_are_valid(
    repository: Repository, tools: Path, cache: Path, server: str, manager: str
) -> None:
    options = [f"--ci={server}", f"--manager={manager}", "--with=docker,sphinx"]
    assert backend_standards.main(["init", "--write", *options]) == 0
    environment = environment_of(tools, cache)
    environment["PATH"] = os.pathsep.join((environment["PATH"], str(OURS)))
    repository.git("add", "--force", "--all")
    run(repository.path, environment, "pre-commit validate-config")
    run(repository.path, environment, "hadolint Dockerfile")
    run(repository.path, environment, "validate-pyproject pyproject.toml")
    run(repository.path, environment, "gitleaks dir --no-banner .")
    if server == "github":
        run(repository.path, environment, "zizmor --offline --no-progress --quiet .")
        workflows = " ".join(str(path) for path in sorted((repository.path / ".github/workflows").iterdir()))
        assert workflows.count(".yml") == 5
        run(repository.path, environment, f"check-jsonschema --builtin-schema=vendor.github-workflows {workflows}")
        run(repository.path, environment, "check-jsonschema --builtin-schema=vendor.dependabot .github/dependabot.yml")
    else:
        options_ = "--builtin-schema=vendor.gitlab-ci --data-transform=gitlab-ci --regex-variant=nonunicode"
        run(repository.path, environment, f"check-jsonschema {options_} .gitlab-ci.yml")
        run(repository.path, environment, "check-jsonschema --builtin-schema=vendor.renovate renovate.json")
    if shutil.which("make"):
        assert "check the types" in run(repository.path, environment, "make")
        run(repository.path, environment, "make --dry-run help setup lint typecheck test audit build")


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_compiled_requirements_are_complete(
    repository: Repository, tools: Path, cache: Path, framework: str
) -> None:
    """What the lists pin is all that their packages need on this Python: pip finds nothing to add to them."""
    assert backend_standards.main(["init", "--write", f"--framework={framework}"]) == 0
    pinned = set()
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (repository.path / name).read_text().splitlines()
        pinned |= {line.partition("==")[0] for line in lines if "==" in line}
    program = (
        "import sys, re, importlib.metadata as m\n"
        "from packaging.requirements import Requirement\n"
        "name = lambda each: re.sub('[-_.]+', '-', each).lower()\n"
        "have = set(sys.argv[1:])\n"
        "for each in sorted(have):\n"
        "    for text in m.requires(each) or ():\n"
        "        need = Requirement(text)\n"
        "        if (not need.marker or need.marker.evaluate({'extra': ''})) and name(need.name) not in have:\n"
        "            print(each, 'needs', need)\n"
    )
    python = str(tools / "python")
    environment = environment_of(tools, cache)
    done = subprocess.run([python, "-c", program, *sorted(pinned)], env=environment, capture_output=True, text=True, check=True)  # fmt: skip
    assert [line for line in done.stdout.splitlines() if "needs pip" not in line] == []

"""Count the instructions of a clean run of each hook, beside another commit and the bare interpreter.

``python benchmarks/startup.py [--base REV]`` prints a Markdown table. It needs git, valgrind and a package registry.
cachegrind counts user instructions: the same number again, whatever else the machine is doing. Each commit gets a
virtual environment of its own, with a current pip and without setuptools, and runs in the same repository.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE = "import os\n\n\ndef home() -> str:\n    return os.environ['HOME']\n" * 40
FILES = {
    "src/app/module.py": MODULE,
    "tests/app/test_module.py": "def test_home() -> None:\n    assert True\n",
    "README.md": "# Shop\n\nIt sells.\n",
    ".gitignore": ".env\n.env.keys\n",
    "requirements.txt": "boto3==1.34.0\nhttpx==0.27.0\n",
    "pyproject.toml": "[tool.coverage.report]\nfail_under = 85\n\n[tool.mypy]\nstrict = true\n\n"
    '[tool.ruff.lint]\nselect = ["E", "F", "S"]\n',
    ".pre-commit-config.yaml": "repos:\n- repo: https://github.com/pypa/pip-audit\n  rev: v2.9.0\n"
    "  hooks: [{id: pip-audit}]\n",
    ".github/workflows/ci.yml": "on: pull_request\njobs:\n  checks:\n    runs-on: ubuntu-24.04\n    steps:\n"
    "      - uses: actions/checkout@v4\n      - run: ruff check .\n      - run: mypy src\n      - run: pytest\n",
    ".github/pull_request_template.md": "## Description\n\n## Changes\n\n- [ ] tested\n",
    "message": "fix(auth): handle null\n\nThe session has none after a log-out.\n",
}
MORE_FILES = {
    ".env.example": "API_TOKEN=changeme\nDATABASE_URL=postgres://localhost/shop\n",
    "Dockerfile": "FROM python:3.12\nCOPY src /src\n",
    ".dockerignore": ".env\n",
}
"""What most services have besides, and what hooks then read: clean all the same, but not for nothing."""
MORE_RUNS = {"forbid-env-files": "-- .env.example", "require-env-ignored": "--"}
RUNS = {
    "check-branch-name": "--",
    "check-commit-message": "-- message",
    "check-push": "--",
    "forbid-aws-keys": "-- src/app/module.py",
    "forbid-env-files": "-- src/app/module.py",
    "forbid-secret-files": "-- src/app/module.py",
    "require-env-ignored": "--",
    "check-project-layout": "--",
    "require-pinned-requirements": "-- requirements.txt",
    "check-lock-files": "--",
    "forbid-swallowed-errors": "-- src/app/module.py",
    "forbid-debug-in-production": "-- src/app/module.py",
    "check-settings": "-- src/app/module.py",
    "check-api-routes": "--",
    "forbid-real-aws-in-tests": "--",
    "forbid-logged-secrets": "-- src/app/module.py",
    "check-aws-clients": "-- src/app/module.py",
    "check-project-docs": "--",
    "forbid-admin-policies": "-- src/app/module.py",
    "require-ci-checks": "--",
    "require-quality-gates": "--",
    "backend-standards": "check -- src/app/module.py",
}
COUNTED = re.compile(r"I\s+refs:\s+([\d,]+)")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--base", default="HEAD~1", metavar="REV", help="the commit to compare with (default: HEAD~1)")
    base = parser.parse_args().base
    if not shutil.which("valgrind"):
        raise SystemExit("valgrind is not there: install it with the system's package manager")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        before, after = (environment(scratch, name, rev) for name, rev in (("before", base), ("after", "")))
        repository = clean_repository(scratch / "repository", FILES)
        service = clean_repository(scratch / "service", {**FILES, **MORE_FILES})
        bare = instructions([str(after / "bin" / "python"), "-c", "pass"], repository)
        print(f"| hook | {base} | this tree | ratio |\n|---|---|---|---|")
        runs = [(hook, hook, words, repository) for hook, words in RUNS.items()]
        runs += [
            (f"{hook}, with a template and a Dockerfile", hook, words, service) for hook, words in MORE_RUNS.items()
        ]
        for label, hook, words, folder_of_run in runs:
            one, other = (
                instructions([str(each / "bin" / "python"), str(each / "bin" / hook), *words.split()], folder_of_run)
                for each in (before, after)
            )
            print(f"| `{label}` | {one / bare:.3f} | {other / bare:.3f} | {other / one:.3f} |", flush=True)
        print(f"\nThe figures are multiples of a bare start of Python, {bare / 1e6:.1f} million instructions.")


def environment(scratch: Path, name: str, revision: str) -> Path:
    """Return a virtual environment in which a commit is installed, or, without one, the working tree."""
    source = ROOT
    if revision:
        source = scratch / f"{name}-source"
        run(["git", "clone", "--quiet", "--no-checkout", str(ROOT), str(source)], scratch)
        run(["git", "checkout", "--quiet", run(["git", "rev-parse", revision], ROOT).strip()], source)
    folder = scratch / name
    run([sys.executable, "-m", "venv", str(folder)], scratch)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run([*pip, "install", "--upgrade", "pip"], scratch)
    run([*pip, "install", str(source)], scratch)
    # Without this `setuptools` of an older venv starts with every interpreter.
    run([*pip, "uninstall", "--yes", "setuptools"], scratch)
    return folder


def clean_repository(folder: Path, files: dict[str, str]) -> Path:
    """Return a repository in which every hook is content."""
    folder.mkdir()
    git = ["git", "-c", "user.name=Nobody", "-c", "user.email=nobody@example.com"]
    run([*git, "init", "--quiet", "--initial-branch=main"], folder)
    run([*git, "commit", "--quiet", "--allow-empty", "-m", "chore: begin the project"], folder)
    run([*git, "switch", "--quiet", "--create", "feature/x"], folder)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    run([*git, "add", "--", *(path for path in files if path != "message")], folder)
    return folder


def instructions(command: list[str], folder: Path) -> int:
    """Return the user instructions of a process, without those of the processes that it starts.

    A run before it has written the byte code. The order of sets depends on the hash seed, and so does the count.
    """
    variables = {**os.environ, "PYTHONHASHSEED": "0", "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} is not clean:\n{done.stdout}{done.stderr}")
    counting = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", *command]
    done = subprocess.run(counting, cwd=folder, env=variables, capture_output=True, text=True, check=True)
    found = COUNTED.search(done.stderr)
    if not found:
        raise SystemExit(f"valgrind counted nothing:\n{done.stderr}")
    return int(found[1].replace(",", ""))


def run(command: list[str], folder: Path) -> str:
    """Return what a command prints; it must succeed."""
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()

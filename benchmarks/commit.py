"""Measure `git commit` of one clean file as a person has it: under pre-commit and prek, with these hooks or others.

``python benchmarks/commit.py [--repeat N]`` makes one repository for each set of hooks, commits to it again and again,
and prints a Markdown table. pre-commit and prek themselves clone and install the hooks, before anything is measured:
this project at its last commit, and a package of a peer by way of a repository that requires it. It needs git and pip's
package registry, works in a temporary folder, and ends with 0 whatever it measured.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from benchmarks import command as trees
    from benchmarks import run
else:  # run as a script, whose own folder is on the path
    import run

    import command as trees

RUNNERS = ("pre-commit", "prek")
TOOLS = (trees.GITLEAKS, *(run.Tool(runner, runner, f"{{bin}}/{runner}") for runner in RUNNERS))
CONVENTIONAL = "conventional-pre-commit"
# Those of pre-commit-hooks that do something of what these hooks do, as its own manifest has them.
COUNTERPARTS: dict[str, dict[str, Any]] = {
    "check-added-large-files": {},
    "detect-private-key": {"types": ["text"]},
    "detect-aws-credentials": {"types": ["text"], "args": ["--allow-missing-credentials"]},
    "name-tests-test": {"files": "(^|/)tests/.+[.]py$"},
}
MANIFEST = run.ROOT / ".pre-commit-hooks.yaml"
MESSAGES = "check-commit-message"
NONE = "no hooks"
MODULE = "src/app/numbers.py"


def main() -> int:
    """Make the repositories, measure and print; return 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=7, metavar="N", help="commits of each kind (default: 7)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        scratch = Path(folder).resolve()
        installed = run.install(scratch, TOOLS)
        own = dict(os.environ)
        run.leave_own_settings(scratch)
        print(f"{run.environment(installed)}; {options.repeat} rounds\n")
        _measure(installed, scratch, options.repeat, own)
    return 0


def _measure(installed: Mapping[str, str], scratch: Path, repeat: int, own: Mapping[str, str]) -> None:
    """Measure and print; ``own`` is the environment in which the developer's pip works."""
    for runner in RUNNERS:
        os.environ[f"{runner.upper().replace('-', '_')}_HOME"] = str(scratch / f"home-of-{runner}")
    places = {(NONE, ""): _project(scratch / "none")}
    for number, (label, repositories) in enumerate(_sets(installed, scratch)):
        for runner in RUNNERS:
            if runner in installed:
                folder = scratch / f"{runner}-{number}"
                places[label, runner] = _with_hooks(folder, repositories, f"{installed[runner]}/{runner}", own)
    times: dict[tuple[str, str], list[tuple[float, float]]] = {key: [] for key in places}
    for number in range(repeat + 1):
        for key, folder in places.items():
            seconds = _commit(folder, number)
            if number:  # the first round warms the file system's caches
                times[key].append(seconds)
    base = times[NONE, ""]
    rows = []
    for (label, runner), found in times.items():
        wall, cpu = (f"{statistics.median(column) * 1000:.0f}" for column in zip(*found, strict=True))
        more = [statistics.median(a[n] - b[n] for a, b in zip(found, base, strict=True)) * 1000 for n in (0, 1)]
        rows.append((label, runner or "-", wall, cpu, *(f"{each:.0f}" if runner else "-" for each in more)))
    run.table(
        ("a commit of one clean file with", "under", "wall ms, median", "CPU ms", "wall ms more", "CPU ms more"), rows
    )


def _sets(installed: Mapping[str, str], scratch: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield (label, the ``repos:`` of a configuration)."""
    ids = [each["id"] for each in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))]
    ids.remove(run.OURS)
    source = scratch / "source"
    _git(scratch, ["clone", "--quiet", "--no-hardlinks", str(run.ROOT), str(source)])
    yield "a hook that does nothing", [_local("true", "true")]
    yield f"{len(ids)} hooks of this project", [_taken(source, ids)]
    yield "backend-standards and check-commit-message", [_taken(source, [run.OURS, MESSAGES])]
    peers = []
    if trees.GITLEAKS.package in installed:
        binary = run.argv(trees.GITLEAKS, installed[trees.GITLEAKS.package], ())[0]
        peers.append(_local("gitleaks", f"{binary} git --pre-commit --redact --staged --verbose", pass_filenames=False))
        yield "gitleaks", peers[-1:]
    peers.append(_package(scratch, CONVENTIONAL, {CONVENTIONAL: {"stages": ["commit-msg"]}}))
    yield CONVENTIONAL, peers[-1:]
    peers.append(_package(scratch, "pre-commit-hooks", COUNTERPARTS))
    yield f"{len(COUNTERPARTS)} of pre-commit-hooks", peers[-1:]
    yield "all of these peers", peers


def _local(name: str, entry: str, **more: object) -> dict[str, Any]:
    return {"repo": "local", "hooks": [{"id": name, "name": name, "language": "system", "entry": entry, **more}]}


def _taken(source: Path, ids: Iterable[str]) -> dict[str, Any]:
    """Return the entry of a configuration that takes hooks from a repository at its HEAD."""
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=source, check=True, capture_output=True, text=True)
    return {"repo": str(source), "rev": done.stdout.strip(), "hooks": [{"id": each} for each in ids]}


def _package(scratch: Path, package: str, hooks: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Make a repository whose hooks are programs of a package, in an environment that the runner makes."""
    manifest = [
        {"id": hook, "name": hook, "language": "python", "entry": hook, "stages": ["pre-commit"], **more}
        for hook, more in hooks.items()
    ]
    project = (
        f'[project]\nname = "hooks"\nversion = "1"\ndependencies = ["{package}"]\n[tool.setuptools]\npy-modules = []\n'
    )
    # JSON is YAML, so no emitter has to be right about quotes.
    files = {"pyproject.toml": project.encode(), ".pre-commit-hooks.yaml": json.dumps(manifest).encode()}
    folder = scratch / f"hooks-of-{package}"
    run.repository(folder, files)
    _git(folder, ["commit", "--quiet", "--message", "feat(hooks): take the programs of a package"])
    return _taken(folder, hooks)


def _project(folder: Path) -> Path:
    """Make a repository in which no hook finds anything: a README, pins, a test, and a module of 200 lines."""
    functions = (f"def plus_{number}(value: int) -> int:\n    return value + {number}\n" for number in range(50))
    files = {
        ".gitignore": ".env\n",
        "README.md": "# A project\n\nIt adds numbers.\n",
        "requirements.txt": "boto3==1.35.2\n",
        "tests/test_numbers.py": "def test_it() -> None:\n    assert True\n",
        MODULE: "\n\n".join(functions),
    }
    run.repository(folder, {**{name: text.encode() for name, text in files.items()}, **run.GATES, **run.PIPELINE})
    _git(folder, ["checkout", "--quiet", "-b", "feature/x"])
    _git(folder, ["commit", "--quiet", "--message", "feat(app): add the first module"])
    return folder


def _with_hooks(folder: Path, repositories: list[dict[str, Any]], runner: str, own: Mapping[str, str]) -> Path:
    """Make a repository with the head of README's configuration and these ``repos:``, and install its hooks."""
    _project(folder)
    head = {"default_install_hook_types": ["pre-commit", "pre-push", "commit-msg"], "default_stages": ["pre-commit"]}
    (folder / ".pre-commit-config.yaml").write_text(json.dumps({**head, "repos": repositories}), encoding="utf-8")
    _git(folder, ["add", "--all"])
    _git(folder, ["commit", "--quiet", "--message", "chore(hooks): configure the hooks"])
    done = subprocess.run(
        [runner, "install", "--install-hooks"],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        env={**own, **{name: value for name, value in os.environ.items() if name != "HOME"}},
    )
    if done.returncode:
        sys.exit(f"{runner} install: {done.stdout}{done.stderr}")
    return folder


def _commit(folder: Path, number: int) -> tuple[float, float]:
    """Return the wall and CPU time in seconds of a commit of a changed file."""
    with open(folder / MODULE, "a", encoding="utf-8") as stream:
        stream.write(f"\nVALUE_{number} = {number}\n")
    _git(folder, ["add", "--all"])
    words = ["git", "commit", "--quiet", "--message", f"feat(app): add the value number {number}"]
    start = time.perf_counter()
    cpu = run.cpu_ms(run.Command(f"git commit in {folder.name}", words, folder))[0]
    return time.perf_counter() - start, cpu / 1000


def _git(folder: Path, arguments: list[str]) -> None:
    done = subprocess.run(["git", *arguments], cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"git {arguments[0]} in {folder.name}: {done.stdout}{done.stderr}")


if __name__ == "__main__":
    raise SystemExit(main())

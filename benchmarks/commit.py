"""Measure `git commit` of one clean file as a person has it: under pre-commit and prek, with these hooks or others.

``python benchmarks/commit.py [--repeat N]`` makes one repository for each set of hooks, commits to it again and again,
and prints a Markdown table. The hooks run from environments that are made before (`language: system`), so that no
network and no installation is measured. It needs git and pip's package registry, works in a temporary folder, and ends
with 0 whatever it measured.
"""

from __future__ import annotations

import argparse
import json
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
CONVENTIONAL = run.Tool("conventional-pre-commit", "conventional-pre-commit", "{bin}/conventional-pre-commit")
# Those of pre-commit-hooks that do something of what these hooks do.
COUNTERPARTS: dict[str, tuple[str, dict[str, Any]]] = {
    "check-added-large-files": ("check-added-large-files", {}),
    "detect-private-key": ("detect-private-key", {}),
    "detect-aws-credentials": ("detect-aws-credentials --allow-missing-credentials", {}),
    "name-tests-test": ("name-tests-test", {"files": "(^|/)tests/.+[.]py$"}),
}
TOOLS = (
    run.TOOLS[0],
    trees.GITLEAKS,
    CONVENTIONAL,
    run.Tool("detect-private-key", "pre-commit-hooks", "{bin}/detect-private-key"),
    *(run.Tool(runner, runner, f"{{bin}}/{runner}") for runner in RUNNERS),
)
MANIFEST = run.ROOT / ".pre-commit-hooks.yaml"
MESSAGES = "check-commit-message"
NONE = "no hooks"


def main() -> int:
    """Make the repositories, measure and print; return 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=7, metavar="N", help="commits of each kind (default: 7)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        scratch = Path(folder).resolve()
        installed = run.install(scratch, TOOLS)
        run.leave_own_settings(scratch)
        print(f"{run.environment(installed)}; {options.repeat} rounds\n")
        _measure(installed, scratch, options.repeat)
    return 0


def _measure(installed: Mapping[str, str], scratch: Path, repeat: int) -> None:
    places = {(NONE, ""): _project(scratch / "none")}
    for runner in RUNNERS:
        if runner not in installed:
            continue
        for number, (label, hooks) in enumerate(_sets(installed)):
            places[label, runner] = _with_hooks(scratch / f"{runner}-{number}", hooks, f"{installed[runner]}/{runner}")
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
        more = statistics.median(a[0] - b[0] for a, b in zip(found, base, strict=True)) * 1000
        rows.append((label, runner or "-", wall, cpu, f"{more:.0f}" if runner else "-"))
    run.table(("a commit of one clean file with", "under", "wall ms, median", "CPU ms", "wall ms more"), rows)


def _sets(installed: Mapping[str, str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    ours = {each["id"]: _system(each, f"{installed[run.OURS]}/") for each in manifest}
    one = ours.pop(run.OURS)
    yield "a hook that does nothing", [_local("true", "true")]
    yield f"all {len(ours)} hooks", list(ours.values())
    yield "backend-standards and check-commit-message", [one, ours[MESSAGES]]
    peers = []
    if trees.GITLEAKS.package in installed:
        binary = run.argv(trees.GITLEAKS, installed[trees.GITLEAKS.package], ())[0]
        peers.append([_local("gitleaks", f"{binary} git --pre-commit --staged --no-banner", pass_filenames=False)])
        yield "gitleaks", peers[-1]
    if CONVENTIONAL.package in installed:
        entry = f"{installed[CONVENTIONAL.package]}/conventional-pre-commit"
        peers.append([_local("conventional-pre-commit", entry, stages=["commit-msg"])])
        yield "conventional-pre-commit", peers[-1]
    if "pre-commit-hooks" in installed:
        bin_ = installed["pre-commit-hooks"]
        peers.append([_local(hook, f"{bin_}/{words}", **more) for hook, (words, more) in COUNTERPARTS.items()])
        yield f"{len(COUNTERPARTS)} of pre-commit-hooks", peers[-1]
    yield "all of these three", [hook for some in peers for hook in some]


def _system(hook: dict[str, Any], bin_: str) -> dict[str, Any]:
    return {**hook, "language": "system", "entry": f"{bin_}{hook['entry']}"}


def _local(name: str, entry: str, **more: object) -> dict[str, Any]:
    return {"id": name, "name": name, "language": "system", "entry": entry, "stages": ["pre-commit"], **more}


def _project(folder: Path) -> Path:
    """Make a repository in which no hook finds anything."""
    trees.make_project(folder, 1)
    _git(folder, ["commit", "--quiet", "--message", "feat(app): add the first module"])
    return folder


def _with_hooks(folder: Path, hooks: Iterable[dict[str, Any]], runner: str) -> Path:
    _project(folder)
    configuration = {"default_stages": ["pre-commit"], "repos": [{"repo": "local", "hooks": list(hooks)}]}
    # JSON is YAML, so no emitter has to be right about quotes.
    (folder / ".pre-commit-config.yaml").write_text(json.dumps(configuration), encoding="utf-8")
    _git(folder, ["add", "--all"])
    _git(folder, ["commit", "--quiet", "--message", "chore(hooks): configure the hooks"])
    types = [word for hook in ("pre-commit", "commit-msg") for word in ("--hook-type", hook)]
    subprocess.run([runner, "install", *types], cwd=folder, check=True, capture_output=True)
    return folder


def _commit(folder: Path, number: int) -> tuple[float, float]:
    """Return the wall and CPU time in seconds of a commit of a changed file."""
    with open(folder / "src" / "part_0" / "module_0.py", "a", encoding="utf-8") as stream:
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

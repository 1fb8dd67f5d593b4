"""Measure `backend-standards audit` over a long history, beside gitleaks' `git` mode with its AWS rules and `git log`.

``python benchmarks/audit.py [--repository PATH ...] [--repeat N]`` takes any clones, which it only reads. Without one
it makes a repository out of the sources of a few packages: files come, are edited line by line and go, on branches
that are merged, and keys are planted and mostly taken out again. It prints Markdown: times, memory, and for the made
history how many of the planted keys were found. It needs git and pip's package registry, works in a temporary folder,
and ends with 0 whatever it measured.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "hooks")]

import fakes  # noqa: E402
from backend_standards.secrets.aws_credentials import account_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks import goals, run, tree
else:  # run as a script, whose own folder is on the path
    import goals
    import run
    import tree

SOURCES = ("moto==5.2.5", "localstack-core==2026.3.0", "boto3==1.44.5", "awscli==1.46.3")
LARGEST = 200_000  # bytes of a file that is taken along
PLANTED, IN_MERGES = 60, 6
GITLEAKS_OPTIONS = tree.GITLEAKS_OPTIONS.replace("dir ", "git ", 1).removesuffix(" .")
OURS, GITLEAKS, LOG = "backend-standards audit", "gitleaks git, AWS rules", "git log -p -U0 --all"
MOST = {GITLEAKS: 0.8, LOG: 1.3}
MEMORY = 200  # MB


class Planted(NamedTuple):
    """The key IDs that stand in the history: in ordinary commits, and in merges that bring what no parent has."""

    ordinary: set[str]
    merges: set[str]


def main() -> int:
    """Make the repository, measure and print; return 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="rounds (default: 5)")
    parser.add_argument("--commits", type=int, default=6000, metavar="N", help="of the made history (default: 6000)")
    parser.add_argument("--repository", type=Path, nargs="+", metavar="PATH", help="clones, bare or not")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        scratch = Path(folder).resolve()
        given = [path.resolve() for path in options.repository or ()]
        installed = run.install(scratch, [run.TOOLS[0], tree.GITLEAKS])
        run.leave_own_settings(scratch)
        print(f"{run.environment(installed)}; {options.repeat} rounds\n")
        for path in given:
            _measure(path, scratch, installed, options.repeat)
        if not given:
            _measure_made(scratch, installed, options.repeat, options.commits)
    return 0


def _measure_made(scratch: Path, installed: dict[str, str], repeat: int, commits: int) -> None:
    tree.unpack(scratch / "sdists", scratch / "tree", SOURCES)
    repository = scratch / "a made history"
    with ProcessPoolExecutor(1) as process:  # whose memory does not count for what is started from this one
        planted = process.submit(make_repository, repository, scratch / "tree", commits).result()
    _measure(repository, scratch, installed, repeat)
    rows = []
    for label, found in ((OURS, _found_by_us), (GITLEAKS, _found_by_gitleaks)):
        counts = (f"{len(found(scratch, keys))} of {len(keys)}" for keys in (planted.ordinary, planted.merges))
        rows.append((label, *counts))
    run.table(("command", "key IDs found", "of those in merges"), rows)


def _measure(repository: Path, scratch: Path, installed: dict[str, str], repeat: int) -> None:
    commands = list(_commands(repository, scratch, installed))
    times: dict[str, list[tuple[float, float]]] = {command.label: [] for command in commands}
    for number in range(repeat + 1):
        for command in commands:
            start = time.perf_counter()
            cpu = run.cpu_ms(command)[0] / 1000
            if number:  # the first round warms the file system's caches
                times[command.label].append((time.perf_counter() - start, cpu))
    name = _name(repository)
    print(f"{name}: {_described(repository)}\n")
    rows = []
    for label, found in times.items():
        seconds = (f"{statistics.median(column):.2f}" for column in zip(*found, strict=True))
        rows.append((label, *seconds))
    run.table(("command", "wall s, median", "CPU s, median"), rows)
    for column, kind in enumerate(("wall", "CPU")):
        seconds_of = {label: [pair[column] for pair in pairs] for label, pairs in times.items()}
        _print_goal(f"audit of {name}, {kind} time", seconds_of)
    memory = tree.peak(commands[1])
    verdict = goals.verdict(f"audit of {name}, memory at its peak, MB", "-", memory, MEMORY)
    print(f"- memory at its peak, in one process: {memory:.0f} MB; {verdict}\n")


def _print_goal(work: str, seconds: dict[str, list[float]]) -> None:
    """Print how long ours takes beside each peer: at most 0.8 of gitleaks, or 1.3 of git's log if that is longer."""
    ratios = {
        peer: statistics.median(ours / theirs for ours, theirs in zip(seconds[OURS], found, strict=True))
        for peer, found in seconds.items()
        if peer in MOST
    }
    peer = min(ratios, key=lambda each: ratios[each] / MOST[each])
    beside = ", ".join(f"{ratio:.2f} of {each}" for each, ratio in ratios.items())
    print(f"- {work}: {beside}; {goals.verdict(work, peer, ratios[peer], MOST[peer])}")


def _commands(repository: Path, scratch: Path, installed: dict[str, str]) -> Iterator[run.Command]:
    ours = [f"{installed[run.OURS]}/backend-standards", "audit", "--format=json", f"--output={scratch}/ours.json"]
    yield run.Command(OURS, ours, repository, (0, 1))
    yield run.Command("… --jobs 1", [*ours, "--jobs=1"], repository, (0, 1))
    yield run.Command(LOG, ["git", "log", "-p", "-U0", "--all"], repository)
    if tree.GITLEAKS.package in installed:
        words = run.argv(tree.GITLEAKS, installed[tree.GITLEAKS.package], ())
        options = [*GITLEAKS_OPTIONS.split(), "-f", "json", "-r", f"{scratch}/gitleaks.json", "."]
        yield run.Command(GITLEAKS, [*words, *options], repository)


def _name(repository: Path) -> str:
    done = subprocess.run(
        ["git", "config", "--get", "remote.origin.url"], cwd=repository, check=False, capture_output=True, text=True
    )
    return "/".join(done.stdout.strip().removesuffix(".git").split("/")[-2:]) or repository.name


def _found_by_us(scratch: Path, planted: set[str]) -> set[str]:
    (report,) = json.loads((scratch / "ours.json").read_text(encoding="utf-8"))["repositories"]
    signs = {secret["account"] or secret["sha256"] for secret in report["secrets"]}
    return {key for key in planted if (account_of(key) or hashlib.sha256(key.encode()).hexdigest()) in signs}


def _found_by_gitleaks(scratch: Path, planted: set[str]) -> set[str]:
    return planted & {each["Secret"] for each in json.loads((scratch / "gitleaks.json").read_text(encoding="utf-8"))}


def _described(repository: Path) -> str:
    head = _git(repository, "rev-parse", "--short=7", "HEAD").strip()
    commits = _git(repository, "rev-list", "--all", "--count").strip()
    blobs = [line.split() for line in _git(repository, "cat-file", "--batch-all-objects", "--batch-check").splitlines()]
    sizes = [int(size) for _oid, kind, size in blobs if kind == "blob"]
    return f"at {head}, {int(commits):,} commits, {len(sizes):,} blobs of {sum(sizes) / 1e6:,.0f} MB"


def _git(repository: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=repository, check=True, capture_output=True, text=True).stdout


# --- a history --------------------------------------------------------------------------------------


def make_repository(folder: Path, sources: Path, commits: int) -> Planted:
    """Make a repository whose history is the same for the same sources, packed as a clone is."""
    _git(folder.parent, "init", "--quiet", "--initial-branch=main", str(folder))
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE) as process:
        assert process.stdin
        history = _History(process.stdin, sources)
        planted = history.write(commits)
        process.stdin.close()
    assert process.returncode == 0
    _git(folder, "repack", "-a", "-d", "-q")
    return planted


class _History:
    """Writes commits for git-fast-import(1)."""

    def __init__(self, out: IO[bytes], sources: Path) -> None:
        self._out = out
        self._random = random.Random(7)
        self._mark = 0
        self._waiting = sorted(
            (str(path.relative_to(sources)), path)
            for path in sources.rglob("*")
            if path.is_file() and not path.is_symlink() and path.stat().st_size < LARGEST and '"' not in path.name
        )
        self._random.shuffle(self._waiting)
        self._texts: dict[str, list[bytes]] = {}
        self._lines: list[bytes] = []
        self._keys = 0

    def write(self, commits: int) -> Planted:
        """Write the commits: a fifth of the files at once, then changes, every tenth on a branch that is merged."""
        planted = Planted(set(), set())
        head = self._commit([self._new() for _ in range(len(self._waiting) // 5)])
        while self._mark < commits:
            plant = len(planted.ordinary) * commits < PLANTED * self._mark
            evil = len(planted.merges) * commits < IN_MERGES * self._mark
            if plant:
                path, content = self._plant(planted.ordinary)
                head = self._commit([(path, content)], head)
                if self._random.random() < 0.7:  # taken out again at once, but for the history
                    del self._texts[path][-2:]
                    head = self._commit([(path, b"".join(self._texts[path]))], head)
            elif evil or self._random.random() < 0.1:
                side = self._commit(self._changes(), head)
                head = self._commit(self._changes(), head)
                head = self._commit([self._plant(planted.merges)] if evil else [], head, side)
            else:
                head = self._commit(self._changes(), head)
        return planted

    def _changes(self) -> list[tuple[str, bytes]]:
        changes = [self._edit() for _ in range(self._random.choice((1, 1, 1, 2, 2, 3, 4, 6)))]
        if self._waiting and self._random.random() < 0.2:
            changes += [self._new() for _ in range(self._random.randint(1, 6)) if self._waiting]
        return changes

    def _new(self) -> tuple[str, bytes]:
        name, path = self._waiting.pop()
        content = path.read_bytes()
        if b"\0" not in content:
            self._texts[name] = content.splitlines(keepends=True)
            self._lines = self._texts[name] or self._lines
        return name, content

    def _edit(self) -> tuple[str, bytes]:
        name = self._random.choice(list(self._texts))
        lines = self._texts[name]
        for _ in range(self._random.randint(1, 4)):
            at, count = self._random.randint(0, len(lines)), self._random.choice((1, 1, 2, 3, 5, 10))
            if self._random.random() < 0.4 and len(lines) > 2 * count:
                del lines[at : at + count]
            else:  # of another file, so that what is new looks like source
                start = self._random.randrange(max(len(self._lines), 1))
                lines[at:at] = self._lines[start : start + count]
        return name, b"".join(lines)

    def _plant(self, planted: set[str]) -> tuple[str, bytes]:
        self._keys += 1
        key = "AK" + "IA" + fakes.text(fakes.BASE32, 16, 1000 + self._keys)
        planted.add(key)
        name = self._random.choice(list(self._texts))
        secret = fakes.text(fakes.BASE64, 40, 1000 + self._keys)
        self._texts[name] += [
            f"\naws_access_key_id = '{key}'\n".encode(),
            f"aws_secret_access_key = '{secret}'\n".encode(),
        ]
        return name, b"".join(self._texts[name])

    def _commit(self, changes: list[tuple[str, bytes]], *parents: int) -> int:
        self._mark += 1
        person = f"D{self._mark % 17} <d{self._mark % 17}@example.com> {1_500_000_000 + 3600 * self._mark} +0000"
        self._out.write(f"commit refs/heads/main\nmark :{self._mark}\ncommitter {person}\ndata 7\nchange\n".encode())
        for word, parent in zip(("from", *["merge"] * len(parents)), parents, strict=False):
            self._out.write(f"{word} :{parent}\n".encode())
        for name, content in dict(changes).items():
            self._out.write(b"M 100644 inline %s\ndata %d\n%s\n" % (os.fsencode(name), len(content), content))
        return self._mark


if __name__ == "__main__":
    raise SystemExit(main())

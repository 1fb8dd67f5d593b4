"""Try `backend-standards init` on copies of repositories: what it writes, and that nothing else changes.

    python benchmarks/init.py FOLDER...

Each FOLDER is a clone, or holds clones; they are copied, never written to. For each copy: the plan, `--write`, which
files changed and whether the plan said so, whether each file parses as before and the additions come on top, whether a
second run writes nothing, which findings went away, and the lines of the standard that are kept before and after.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import yaml

from backend_standards.init import additions

COMMAND = [sys.executable, "-m", "backend_standards"]
MENDED = frozenset(
    "unignored-env env-in-docker-context pr-template-missing coverage-gate-missing audit-not-configured "
    "lint-not-configured types-not-configured tests-not-configured security-not-configured "
    "ci-missing ci-no-lint ci-no-type-check ci-no-test ci-no-image-build".split()
)
"""Rules whose findings `init` may mend; any other that goes away was hidden."""


def main(folders: list[str]) -> int:
    """Print a row for each repository; return 1 if something changed that the plan did not tell."""
    repositories = [path for folder in folders for path in _repositories(Path(folder))]
    faults = 0
    total = {"write": 0, "add to": 0, "repositories": 0}
    for source in repositories:
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(scratch) / source.name
            shutil.copytree(source, copy, symlinks=True)
            _check_out(copy)
            row, found = _try(copy)
        total["repositories"] += 1
        for action in ("write", "add to"):
            total[action] += row[action]
        faults += len(found)
        print(source.name, json.dumps(row, ensure_ascii=False), *found, sep="\n    ", flush=True)
    counts = f"{total['write']} files written, {total['add to']} added to"
    print(f"{total['repositories']} repositories; {counts}; {faults} faults")
    return int(bool(faults))


def _repositories(folder: Path) -> list[Path]:
    if (folder / ".git").exists():
        return [folder]
    return sorted(path for path in folder.iterdir() if (path / ".git").exists())


def _check_out(copy: Path) -> None:
    """Bring the files of the index onto the disk, and take out of it what a partial clone does not have."""
    subprocess.run(["git", "checkout-index", "--all", "--force", "--quiet"], cwd=copy, capture_output=True, check=False)
    gone = subprocess.run(["git", "ls-files", "-z", "--deleted"], cwd=copy, capture_output=True, check=True).stdout
    subprocess.run(["git", "update-index", "-z", "--force-remove", "--stdin"], cwd=copy, input=gone, check=True)


def _try(copy: Path) -> tuple[dict[str, Any], list[str]]:
    """Return the numbers of one repository, and what went wrong."""
    before, findings, kept = _files(copy), _findings(copy), _review(copy)
    plan = _run([*COMMAND, "init"], copy)
    rows = [line for line in plan.splitlines() if line.startswith(("write ", "add to ", "leave ", "differs "))]
    planned = {line[9:].split("  ")[0].strip(): line[:8].strip() for line in rows}
    _run([*COMMAND, "init", "--write"], copy)
    after = _files(copy)
    faults = [f"{name}: changed, and the plan did not say so" for name in _changed(before, after, planned)]
    faults += [
        f"{name}: {why}" for name in before if after[name] != before[name] for why in _additions(name, before, after)
    ]
    _run([*COMMAND, "init", "--write"], copy)
    if _files(copy) != after:
        faults.append("a second run writes")
    _run(["git", "add", "--all"], copy)
    gone = findings - _findings(copy)
    faults += [f"hidden: {path}: {rule}" for path, rule in sorted(gone) if rule not in MENDED]
    row = {
        "write": list(planned.values()).count("write"),
        "add to": list(planned.values()).count("add to"),
        "differs": list(planned.values()).count("differs"),
        "mended": sorted({rule for _, rule in gone}),
        "kept before and after": [kept, _review(copy)],
    }
    return row, faults


def _changed(before: dict[str, bytes], after: dict[str, bytes], planned: dict[str, str]) -> list[str]:
    """Return the files that changed otherwise than the plan said."""
    wrong = [name for name in before if after.get(name) != before[name] and planned.get(name) != "add to"]
    return wrong + [name for name in after if name not in before and planned.get(name) != "write"]


def _additions(name: str, before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """Return what is wrong with a file that was added to."""
    old, new = before[name], after[name]
    if name.endswith((".yaml", ".yml")):
        first, second = yaml.safe_load(old), yaml.safe_load(new)
        is_kept = second["repos"][: len(first["repos"])] == first["repos"]
        return [] if is_kept and {**second, "repos": 0} == {**first, "repos": 0} else ["parses otherwise"]
    if not new.startswith(old):
        return ["bytes that were there changed"]
    if name.endswith(".toml"):
        first, second = (tomllib.loads(data.decode("utf-8-sig")) for data in (old, new))
        return [f"{key} is gone" for key, _ in additions.missing(second, first)]
    return []


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and ".git" not in path.relative_to(folder).parts[:1]
    }


def _findings(folder: Path) -> set[tuple[str, str]]:
    done = subprocess.run([*COMMAND, "check", "--format=json"], cwd=folder, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    return {(each["path"], each["rule"]["id"]) for each in report["findings"]}


def _review(folder: Path) -> str:
    done = subprocess.run([*COMMAND, "review"], cwd=folder, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if "✔ kept" in line]
    return " ".join(lines[0].split()[:5]) if lines else done.stderr.strip()[:80]


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{folder.name}: {' '.join(command)}: {done.stderr}")
    return done.stdout


if __name__ == "__main__":
    if not shutil.which("git") or not sys.argv[1:]:
        raise SystemExit(__doc__)
    raise SystemExit(main(sys.argv[1:]))

"""Compare check-lock-files with the own checks of uv, Poetry, pipenv and pdm.

``python benchmarks/locks.py [--mutations N] [--seed S] [--tools FOLDER] [REPOSITORY ...]`` takes git repositories: it
asks both about each lock of their newest commit, and then about ``N`` seeded changes of each lock that both call fresh,
and ``N`` of its manifest. ``--made N`` does so with made-up projects. It prints each disagreement, and counts.

It needs git and pip's package registry, where the tools come from; they are kept in ``--tools``. uv may ask the
registry again. Nothing of a repository is built or run.
"""

from __future__ import annotations

import argparse
import collections
import random
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "hooks")]

import lock_mutations  # noqa: E402
import lock_projects  # noqa: E402
import lock_tools  # noqa: E402
from backend_standards import check_lock_files  # noqa: E402
from backend_standards.core import Stopped  # noqa: E402
from backend_standards.locks.repository import is_ours  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MANIFESTS = {"Pipfile.lock": "Pipfile"}
_NEEDED = ("*.toml", "*.lock", "Pipfile", "*.txt", "*.in", "*.cfg", "*.py", "*.md", "*.rst", "LICENSE*")
"""The files of a repository that the checks read."""


class Count(collections.Counter[str]):
    """How often both said the same, and how often not."""

    def add(self, tool: str, theirs: bool | None, ours: str | None) -> str:
        """Note one pair of answers; return what it is."""
        answer = "not said" if theirs is None else "agreed" if theirs == (ours is None) else "disagreed"
        self[f"{tool}: {answer}"] += 1
        return answer


def tracked(folder: Path) -> list[str]:
    """Return the tracked paths of a work tree."""
    listed = subprocess.run(["git", "-C", folder, "ls-files", "-z"], capture_output=True, check=True).stdout
    return [path for path in listed.decode("utf-8", "surrogateescape").split("\0") if path]


def ours(folder: Path, paths: Sequence[str], lock: str) -> str | None:
    """Return what the hook says about a lock, or None if nothing."""

    def read(wanted: Sequence[str]) -> dict[str, bytes]:
        return {path: (folder / path).read_bytes() for path in wanted if path in known and (folder / path).is_file()}

    known = set(paths)
    try:
        found = [each.message for each in check_lock_files.check(paths, read) if each.path == lock]
    except Stopped as stopped:
        return f"stopped: {stopped}"
    return found[0] if found else None


def checkouts(repositories: Sequence[str], scratch: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name and the work tree of each repository."""
    for given in repositories:
        name = Path(given).parent.name if Path(given).name in ("repo", ".git") else Path(given).name
        name = Path(given).parent.parent.name if name == "repo" else name
        folder = scratch / name
        git = ["git", "-c", "core.hooksPath=/dev/null", "-C", str(folder)]
        commands = [
            ["git", "clone", "-q", "--shared", "--no-checkout", given, str(folder)],
            [*git, "sparse-checkout", "set", "--no-cone", *_NEEDED],  # a snapshot may lack large files
            [*git, "checkout", "-q"],
        ]
        if not any(subprocess.run(command, check=False, capture_output=True).returncode for command in commands):
            yield name, folder
        else:
            print(f"{given}: cannot be cloned")


def mutate(
    tools: lock_tools.Tools,
    folder: Path,
    lock: str,
    count: int,
    seed: int,
    counts: Count,
    *,
    label: str,
    name: str = "",
) -> None:
    """Ask both about seeded changes of a lock and of its manifest, and print each disagreement."""
    kind = Path(lock).name
    tool = name or lock_tools.LOCKS[kind]
    manifest = folder / Path(lock).parent / _MANIFESTS.get(kind, "pyproject.toml")
    if not manifest.is_file():
        return  # the lock of a member, which uv does not read
    paths = tracked(folder)
    choose = random.Random(f"{seed} {label} {lock}")
    for file, changed in ((manifest, _of_manifest), (folder / lock, _of_lock)):
        before = file.read_bytes()
        try:
            for number in range(count):
                what, text, told = changed(before.decode(), kind, choose, is_made=bool(name))
                if not what:
                    continue
                file.write_bytes(text.encode())
                theirs, words = tools.verdict((folder / lock).parent, kind, name)
                mine = ours(folder, paths, lock)
                answer = counts.add(f"{tool} changed {'lock' if file.name == kind else 'manifest'}", theirs, mine)
                if answer != "agreed":
                    print(f"{label}/{lock} change {number} ({what}): {answer}: tool {theirs}, hook: {mine}")
                    print(f"    {words.strip()[:600]}")
                    print(f"    {told[:900]}", flush=True)
        finally:
            file.write_bytes(before)


def _of_manifest(before: str, kind: str, choose: random.Random, *, is_made: bool) -> tuple[str, str, str]:
    """Return the name of a change of a manifest, or "" if it does not fit, the new text, and what is new in it."""
    changes = lock_mutations.CHANGES[kind]
    what = choose.choice([each for each in changes if is_made or each not in lock_mutations.NEEDS_A_BUILD])
    tables = tomllib.loads(before)
    if not changes[what](tables, choose):
        return "", "", ""
    told = "\n    ".join(sorted(_changed(tomllib.loads(before), tables)))
    return what, lock_mutations.dump(tables), told


def _of_lock(before: str, kind: str, choose: random.Random, *, is_made: bool) -> tuple[str, str, str]:  # noqa: ARG001
    """Return the name of a change of a lock, or "" if it does not fit, the new text, and the first lines of it."""
    changes = lock_mutations.LOCKS[kind]
    what = choose.choice(list(changes))
    text = changes[what](before, choose)
    lines = [f"{old} -> {new}" for old, new in zip(before.splitlines(), text.splitlines(), strict=False) if old != new]
    return ("", "", "") if text == before else (what, text, "\n    ".join(lines[:4]))


def _changed(before: object, after: object, where: str = "") -> Iterator[str]:
    """Yield which values of two tables differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {*before, *after}:
            yield from _changed(before.get(key), after.get(key), f"{where}.{key}")
    elif before != after:
        yield f"{where}: {before} -> {after}"


def main() -> int:
    """Compare, print, and return 1 if there was a disagreement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("repositories", nargs="*", metavar="REPOSITORY")
    parser.add_argument("--mutations", type=int, default=0)
    parser.add_argument("--made", type=int, default=0, help="changes of each made-up project")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tools", type=Path, help="a folder that keeps the tools")
    parser.add_argument("--python", action="append", default=[], help="one more interpreter for uv")
    parser.add_argument("--only", default="", help="only this lock, such as uv.lock")
    options = parser.parse_args()
    counts = Count()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.tools or Path(scratch) / "tools"
        folder.mkdir(exist_ok=True)
        tools = lock_tools.Tools(folder.resolve(), [sys.executable, *options.python])
        if options.made:
            made(tools, Path(scratch), options.made, options.seed, counts, options.only)
        for label, tree in checkouts(options.repositories, Path(scratch)):
            paths = tracked(tree)
            kinds = [options.only] if options.only else [*lock_tools.LOCKS]
            for lock in [path for path in paths if Path(path).name in kinds]:
                kind = Path(lock).name
                if not is_ours(lock.rpartition("/")[0]) or not (tree / lock).is_file():
                    continue
                theirs, words = tools.verdict((tree / lock).parent, kind)
                mine = ours(tree, paths, lock)
                answer = counts.add(lock_tools.LOCKS[kind], theirs, mine)
                print(f"{label}/{lock}: {answer}: tool {theirs}, hook: {mine}")
                if answer != "agreed":
                    print(f"    {words.strip()[:900]}")
                sys.stdout.flush()
                if answer == "agreed" and theirs and options.mutations:
                    mutate(tools, tree, lock, options.mutations, options.seed, counts, label=label)
        tools.close()
    for key, value in sorted(counts.items()):
        print(f"{key}: {value}")
    return 1 if any("disagreed" in key for key in counts) else 0


def made(tools: lock_tools.Tools, scratch: Path, count: int, seed: int, counts: Count, only: str) -> None:
    """Lock made-up projects, and ask both about changes of their manifests."""
    index = scratch / "index"
    with lock_tools.served_index(index) as url:
        for label, (lock, name, files) in lock_projects.PROJECTS.items():
            if only and lock != only:
                continue
            folder = scratch / "made" / label
            lock_projects.write(folder, lock_projects.serve(files, url))
            lock_projects.lock(tools, folder, name)
            subprocess.run(["git", "init", "-q", folder], check=True)
            subprocess.run(["git", "-C", folder, "add", "-A"], check=True)
            assert ours(folder, tracked(folder), lock) is None, ours(folder, tracked(folder), lock)
            mutate(tools, folder, lock, count, seed, counts, label=label, name=name)


if __name__ == "__main__":
    sys.exit(main())

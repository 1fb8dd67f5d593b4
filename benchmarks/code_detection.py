"""Compare what the hooks about Python code and (with peers) linters say of small projects with and without a fault.

``detection.py`` prints this table. The cases, ``tests/python_cases``, are this project's, and so is "right"; the
hooks' own answers are tested in ``tests/test_python_cases.py``. A case is hit if any of the rules that a tool has for
its kind reports anything in it. What all its other rules say is looked through too: see ``_others``.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from python_cases import KINDS, Case, Kind, cases  # noqa: E402

if TYPE_CHECKING:
    from benchmarks import run
else:  # run as a script, whose own folder is on the path
    import run

HINT = 0.25
"""By how much the share of bad cases in which another rule reports must be above that of good ones to be printed."""
LIBRARIES = "pydantic pydantic-settings fastapi flask boto3-stubs[essential] botocore-stubs moto structlog"


class Peer(NamedTuple):
    """A linter: how it is run with all its rules, how its output is read, and its rules for each kind."""

    name: str
    package: str
    command: str
    read: Callable[[str], Iterator[tuple[str, str]]]
    """Yields rule and path of what is reported."""
    rules: Mapping[str, str]
    """By kind, an expression for the names of the rules that are about it."""
    libraries: str = ""


Answer = tuple[str, Mapping[str, str], Mapping[str, set[str]]]
"""A peer's name, its expressions by kind, and the cases in which each of its rules reports."""


def chosen(semgrep_rules: str = "", *, peers: bool) -> list[Peer]:
    """Return the linters to compare: none, or all whose rules there are."""
    if peers and not semgrep_rules:
        print("- semgrep has its rules elsewhere, and is left out: see --semgrep-rules")
    return [peer for peer in PEERS if peers and (semgrep_rules or peer.package != "semgrep")]


def install(scratch: Path, peers: Sequence[Peer]) -> dict[str, str]:
    """Return the folder of programs of each package's own environment, with the libraries that a peer looks into."""
    tools = [run.Tool(peer.name, peer.package, peer.command.partition(" ")[0]) for peer in peers]
    installed = run.install(scratch, [run.TOOLS[0], *tools])
    for peer in peers:
        if peer.libraries and peer.package in installed:
            python = f"{installed[peer.package]}/python"
            subprocess.run([python, *run.PIP, "install", *peer.libraries.split()], check=True, capture_output=True)
    return installed


def compare(scratch: Path, installed: Mapping[str, str], peers: Sequence[Peer], semgrep_rules: str = "") -> None:
    """Run the hooks and the peers over all cases; print what they hit, and where they give a false alarm."""
    every = [case for kind in KINDS for case in cases(kind)]
    ours = of_hooks(installed[run.OURS], scratch, every)
    folder = write(scratch / "python", every)
    answers = []
    for peer in peers:
        if peer.package in installed:
            print(f"running {peer.name}", file=sys.stderr)
            found = _answers(peer, installed[peer.package], folder, semgrep_rules)
            answers.append((peer.name, peer.rules, by_case(found, every)))
    print(run.environment(installed), end="\n\n")
    show(every, ours, answers)


def write(folder: Path, every: Sequence[Case]) -> Path:
    """Write all cases side by side, each into a folder with its number."""
    for number, case in enumerate(every):
        for path, text in case.files.items():
            file = folder / f"case_{number}" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return folder


def by_case(found: Iterable[tuple[str, str]], every: Sequence[Case]) -> dict[str, set[str]]:
    """Return the names of the cases in which each rule reports, given pairs of rule and path."""
    names: dict[str, set[str]] = defaultdict(set)
    for rule, path in found:
        if place := re.search(r"(?:^|/)case_(\d+)(?:/|$)", path):
            names[rule].add(_name(every[int(place[1])]))
    return dict(sorted(names.items()))


def of_hooks(bin_: str, scratch: Path, every: Sequence[Case]) -> dict[str, set[str]]:
    """Return by kind the cases in which its hook finds anything; a kind without a hook is left out."""
    hooks = _hooks(bin_)
    kinds = dict.fromkeys(case.kind for case in every)
    return {kind.name: _ours(bin_, scratch, kind, every) for kind in kinds if kind.hook in hooks}


def _hooks(bin_: str) -> list[str]:
    code = "from backend_standards.command import selection; print(*selection.hooks())"
    return subprocess.run([f"{bin_}/python", "-c", code], capture_output=True, text=True, check=True).stdout.split()


def _ours(bin_: str, scratch: Path, kind: Kind, every: Sequence[Case]) -> set[str]:
    """Return the cases in which a hook finds anything: each is a repository of its own."""
    found = set()
    for case in (case for case in every if case.kind == kind):
        table = f"[tool.backend-standards.{kind.hook}]\n{kind.options}\n"
        files = {"pyproject.toml": table, **case.files}
        folder = scratch / "ours" / kind.name / case.name
        folder.parent.mkdir(parents=True, exist_ok=True)
        run.repository(folder, {path: text.encode() for path, text in files.items()})
        words = [f"{bin_}/backend-standards", "check", f"--hook={kind.hook}"]
        done = subprocess.run(words, cwd=folder, capture_output=True, check=False)
        if done.returncode not in (0, 1):
            raise run.WrongAnswer(f"{_name(case)}: exit code {done.returncode}: {os.fsdecode(done.stderr)}")
        if done.returncode:
            found.add(_name(case))
    return found


def _answers(peer: Peer, bin_: str, folder: Path, semgrep_rules: str) -> list[tuple[str, str]]:
    words = shlex.split(peer.command.format(bin=bin_, rules=semgrep_rules))
    environment = {**os.environ, "PATH": f"{bin_}:{os.environ['PATH']}"}  # semgrep starts a program beside it
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    found = list(peer.read(done.stdout))
    if not found:
        raise run.WrongAnswer(f"{peer.name} says nothing: {done.stderr[-2000:]}")
    return found


def _name(case: Case) -> str:
    return f"{case.kind.name}/{case.name}"


# --- the table --------------------------------------------------------------------------------------


def show(every: Sequence[Case], ours: Mapping[str, set[str]], answers: Sequence[Answer]) -> None:
    """Print the hits and false alarms by kind: of the hook, and of each peer with its rules about the kind."""
    rows = []
    others: list[str] = []
    for kind in dict.fromkeys(case.kind for case in every):
        bad = {_name(case) for case in every if case.kind == kind and case.is_bad}
        good = {_name(case) for case in every if case.kind == kind} - bad
        cells = [_cell(ours[kind.name], bad, good) if kind.name in ours else ""]
        for name, of_kind, found in answers:
            pattern = of_kind.get(kind.name, "")
            rules = [rule for rule in found if pattern and re.fullmatch(pattern, rule)]
            cells.append(_cell(set().union(*(found[rule] for rule in rules)), bad, good) if pattern else "-")
            others += _others(name, found, set(rules), bad, good, kind)
        rows.append((f"{kind.title}: {len(bad)}, {len(good)}", *cells))
    run.table(("kind: bad, good", "the hook", *(name for name, _, _ in answers)), rows)
    if answers:
        print("hits on bad cases, false alarms on good ones; - for no rule about the kind\n")
        print("\n".join(others) or f"- no other rule reports in more of the bad cases by {HINT}", end="\n\n")


def _cell(found: set[str], bad: set[str], good: set[str]) -> str:
    return f"{len(found & bad)}, {len(found & good)}"


def _others(
    name: str, found: Mapping[str, set[str]], rules: set[str], bad: set[str], good: set[str], kind: Kind
) -> Iterator[str]:
    """Yield the rules not taken for a kind that say more of its bad cases than of its good ones."""
    for rule, places in found.items():
        if rule not in rules and len(places & bad) / len(bad) - len(places & good) / len(good) >= HINT:
            yield f"- {kind.title}: {name} {rule}: {_cell(places, bad, good)}"


# --- what the linters say ---------------------------------------------------------------------------


def _read_ruff(text: str) -> Iterator[tuple[str, str]]:
    for each in json.loads(text):
        yield each["code"] or "", each["filename"]


def _read_pylint(text: str) -> Iterator[tuple[str, str]]:
    for each in json.loads(text):
        yield each["symbol"], each["path"]


def _read_bandit(text: str) -> Iterator[tuple[str, str]]:
    for each in json.loads(text)["results"]:
        yield each["test_id"], each["filename"]


def _read_semgrep(text: str) -> Iterator[tuple[str, str]]:
    for each in json.loads(text)["results"]:
        yield each["check_id"].rpartition("python.")[2], each["path"]


def _read_lines(text: str) -> Iterator[tuple[str, str]]:
    """Read what flake8 (path:line:column: CODE words) and mypy (path:line: error: words  [code]) print."""
    for line in text.splitlines():
        if found := re.match(r"([^:]+):\d+(?::\d+)?: (?:error: .* \[([a-z-]+)\]$|([A-Z]+\d+) )", line):
            yield found[2] or found[3], found[1]


PEERS = (
    Peer(
        "ruff",
        "ruff",
        "{bin}/ruff check --select=ALL --isolated --no-cache --output-format=json .",
        _read_ruff,
        {
            "swallowed-errors": "BLE001|S110|S112|SIM105|B012",
            "bare-excepts": "E722|BLE001",
            "debug-in-production": "S201",
            "settings": "S10[567]",
            "api-schemas": "ANN[24]01",
        },
    ),
    Peer(
        "pylint",
        "pylint",
        "{bin}/pylint --rcfile=/dev/null --enable-all-extensions --enable=all --persistent=no --output-format=json "
        "--recursive=yes .",
        _read_pylint,
        {
            "swallowed-errors": "broad-exception-caught|lost-exception|return-in-finally",
            "bare-excepts": "bare-except|broad-exception-caught",
        },
    ),
    Peer(
        "bandit",
        "bandit",
        "{bin}/bandit --recursive --format json --quiet .",
        _read_bandit,
        {
            "swallowed-errors": "B11[02]",
            "debug-in-production": "B201",
            "settings": "B10[567]",
        },
    ),
    Peer(
        "semgrep",
        "semgrep",
        "{bin}/semgrep scan --config {rules}/python --metrics=off --disable-version-check --json --no-git-ignore "
        "--quiet .",
        _read_semgrep,
        {
            "logged-secrets": r"lang\.security\.audit\.logging\..*",
            "debug-in-production": r"flask\.security\.audit\.debug-enabled",
        },
    ),
    Peer(
        "flake8-bugbear",
        "flake8-bugbear",
        "{bin}/flake8 --isolated --select=B --extend-select=B9 .",
        _read_lines,
        {"swallowed-errors": "B012", "bare-excepts": "B001"},
    ),
    Peer(
        "mypy --strict",
        "mypy",
        "{bin}/mypy --strict --explicit-package-bases --no-incremental --no-error-summary .",
        _read_lines,
        {
            "settings": "valid-type|misc|no-redef|attr-defined|call-overload",
            "api-schemas": "no-untyped-def|type-arg|explicit-any",
        },
        LIBRARIES,
    ),
)

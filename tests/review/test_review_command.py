"""``backend-standards review``: its options, its gates and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from backend_standards.command import explain
from backend_standards.standard.table import ROWS
from reviewing import Reviews, fill
from support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from support import Repository


def test_every_line_in_the_standards_order(service: Repository, reviews: Reviews) -> None:
    report = reviews.report()
    assert [line["id"] for line in report["lines"]] == list(ROWS)
    assert report["version"] == 1
    summary = report["summary"]
    assert sum(value for name, value in summary.items() if name != "percent") == len(ROWS)
    assert summary["percent"] == 100 * summary["kept"] // (summary["kept"] + summary["broken"])
    assert all(line["why"] for line in report["lines"]), "each line says why"
    assert all(line["fix"] or line["commands"] for line in report["lines"] if line["state"] == "broken")
    assert service


@pytest.mark.parametrize(
    ("files", "line", "state"),
    [
        pytest.param({}, "M1", "kept", id="kept"),
        pytest.param({".env": "A=b\n"}, "M1", "broken", id="broken"),
        pytest.param({}, "M22", "not-applicable", id="not-applicable"),
        pytest.param({}, "G21", "not-decidable", id="not-decidable"),
        pytest.param({}, "G7", "not-applicable", id="an-example-of-another-line"),
        pytest.param(
            {"src/app/x.py": "try:\n    x(\nexcept:\n    pass\n", "ruff.toml": "lint.select = ['E']\n"},
            "Y1",
            "unknown",
            id="cannot-be-parsed",
        ),
        pytest.param({}, "Y1", "broken", id="a-rule-whose-examples-alone-need-an-option"),
        pytest.param({}, "O5", "broken", id="a-rule-by-option"),
        pytest.param({"pyproject.toml": "[tool.ruff.lint]\nselect = ['T20']\n"}, "M11", "broken", id="not-run"),
        pytest.param(
            {
                "pyproject.toml": "[tool.ruff.lint]\nselect = ['T20']\n",
                ".pre-commit-config.yaml": "repos:\n  - repo: x\n    hooks:\n      - id: ruff-check\n",
            },
            "M11",
            "kept",
            id="configured-and-run",
        ),
    ],
)
def test_states(service: Repository, reviews: Reviews, files: dict[str, str], line: str, state: str) -> None:
    for path, content in files.items():
        service.add(path, content)
    assert reviews.lines()[line]["state"] == state


def test_a_broken_line_has_its_places_and_a_command(service: Repository, reviews: Reviews) -> None:
    service.add(
        "src/app/jobs.py", "def run() -> None:\n    try:\n        work()\n    except Exception:\n        pass\n"
    )
    line = reviews.lines()["M7"]
    assert line["places"] == [
        {
            "path": "src/app/jobs.py",
            "in_file": True,
            "line": 4,
            "column": 5,
            "rule": "swallowed-error",
            "message": line["places"][0]["message"],
        }
    ]
    assert line["commands"] == ["backend-standards check --hook=forbid-swallowed-errors"]
    out = reviews.text("--lines=M7")[1]
    assert "src/app/jobs.py:4:5: swallowed-error: " in out
    assert " M6 " not in out


def test_a_hook_that_stops_leaves_its_lines_unknown(service: Repository, reviews: Reviews) -> None:
    service.add("pyproject.toml", "[tool.backend-standards.check-project-layout]\nroot = ['nowhere']\n")
    lines = reviews.lines()
    assert lines["P1"]["state"] == "unknown"
    assert "check-project-layout could not run: --root nowhere" in lines["P1"]["why"]
    assert lines["M2"]["state"] == "kept"


def test_one_fault_of_many_commits(service: Repository, reviews: Reviews) -> None:
    service.git("commit", "--quiet", "--allow-empty", "-m", "Fixed stuff")
    lines = reviews.lines()
    assert lines["G4"]["state"] == "broken"
    assert not lines["G4"]["places"][0]["in_file"]
    assert lines["G6"]["why"] == "judged as a part of G4"


def test_merges_of_the_base_branch_and_branch_names(service: Repository, reviews: Reviews) -> None:
    assert reviews.lines()["G1"]["state"] == "not-applicable"
    service.git("switch", "--quiet", "--create", "wip/x")
    service.git("commit", "--quiet", "--allow-empty", "-m", "feat(app): take more orders")
    service.git("switch", "--quiet", "main")
    service.git("commit", "--quiet", "--allow-empty", "-m", "feat(app): send mails")
    service.git("switch", "--quiet", "wip/x")
    service.git("merge", "--quiet", "--no-edit", "main")
    lines = reviews.lines()
    assert lines["M28"]["state"] == "broken"
    assert lines["G1"]["places"][0]["path"] == "wip/x"
    assert lines["G2"]["state"] == "not-applicable"


# --- exemptions --------------------------------------------------------------------------------------


def test_an_exemption_with_its_reason(service: Repository, reviews: Reviews) -> None:
    service.add("pyproject.toml", '[tool.backend-standards.review]\nexempt = ["O2: OpenAPI serves"]\n')
    line = reviews.lines()["O2"]
    assert (line["state"], line["why"], line["exempt"]) == (
        "not-applicable",
        "exempt: OpenAPI serves",
        "OpenAPI serves",
    )


def test_an_exemption_of_what_is_kept_is_broken(service: Repository, reviews: Reviews) -> None:
    line = reviews.lines("--exempt=M1: why not")["M1"]
    assert line["state"] == "broken"
    assert line["fix"].startswith("Delete the exemption")
    assert service


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--exempt=O2"], "exempt O2: the reason is missing", id="no-reason"),
        pytest.param(["--exempt=O2: !"], "exempt O2: the reason is missing", id="an-empty-reason"),
        pytest.param(["--exempt=O99: because"], "exempt 'O99': the standard has no such line", id="unknown"),
        pytest.param(["--exempt=O2: a", "--exempt=O2: b"], "exempt O2: is given twice", id="twice"),
        pytest.param(["--require=Q"], "--require=Q: the standard has no such line or section", id="no-section"),
        pytest.param(["--lines=M99"], "--lines=M99: the standard has no such line", id="no-line"),
        pytest.param(["--fail-under=x"], "--fail-under=x: give a number from 0 to 100", id="no-number"),
        pytest.param(["--fail-under=101"], "--fail-under=101: give a number from 0 to 100", id="too-much"),
        pytest.param(["--jobs=0"], "--jobs=0: give a number from 1 to 1000", id="no-process"),
        pytest.param(["--format=xml"], "known are text, json, sarif, markdown, html, junit", id="no-format"),
        pytest.param(["--output=no/where.json"], "there is no such folder", id="no-folder-of-the-output"),
        pytest.param(["--badge=no/where.svg"], "there is no such folder", id="no-folder-of-the-badge"),
        pytest.param(["--baseline=x"], "a review hides nothing", id="baseline"),
        pytest.param(["nowhere"], "nowhere: is not a folder", id="no-repository"),
        pytest.param([".", "."], "a review is about one folder", id="two-folders"),
        pytest.param(["--explain=X9"], "X9", id="explain-unknown"),
    ],
)
def test_wrong_use(service: Repository, reviews: Reviews, arguments: list[str], words: str) -> None:
    code, out, err = reviews.text(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert service


# --- gates -------------------------------------------------------------------------------------------


def test_gates(service: Repository, reviews: Reviews) -> None:
    assert reviews.text("--fail-under=0")[0] == 0
    code, _out, err = reviews.text("--fail-under=100")
    assert code == 1
    assert "and --fail-under asks for 100\n" in err
    code, _out, err = reviews.text("--require=M1,O")
    assert code == 1
    assert "--require: broken is " in err
    assert "M1" not in err
    assert reviews.text("--require=M1")[0] == 0
    service.add("pyproject.toml", '[tool.backend-standards.review]\nrequire = ["O2"]\nfail-under = 1\n')
    assert reviews.text()[0] == 1
    assert reviews.text("--require=M1")[0] == 0


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reviews: Reviews) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = reviews.text()
    assert (code, out) == (2, "")
    assert "not in a git repository" in err


# --- what is written ---------------------------------------------------------------------------------


def test_a_folder_an_output_and_a_badge(service: Repository, reviews: Reviews, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = service.path.parent / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    code, out, _err = reviews.text(
        "--format=json", "--output=review.json", "--badge=badge.svg", os.path.relpath(service.path)
    )
    assert code == 0
    assert "Branching Strategy" in out
    report = json.loads((folder / "review.json").read_text(encoding="utf-8"))
    share = f"{report['summary']['percent']}%"
    badge = ET.fromstring((folder / "badge.svg").read_text(encoding="utf-8"))
    assert badge.attrib["aria-label"] == f"standard: {share}"
    assert "http" not in (folder / "badge.svg").read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")


def test_the_folder_of_a_service_has_its_own_settings(
    service: Repository, reviews: Reviews, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.add("pyproject.toml", '[tool.backend-standards.review]\nexempt = ["O2: OpenAPI serves"]\n')
    monkeypatch.chdir(service.path.parent)
    assert reviews.lines(service.path.name)["O2"]["exempt"] == "OpenAPI serves"


def test_explain_is_that_of_the_command(reviews: Reviews, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def note(words: list[str]) -> int:
        asked.append(list(words))
        return 0

    monkeypatch.setattr(explain, "main", note)
    assert reviews.text("--explain=M22,T5") == (0, "", "")
    assert asked == [["M22", "T5"]]


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_lists_the_options(reviews: Reviews, word: str) -> None:
    code, out, _err = reviews.text(word)
    assert code == 0
    for option in ("--exempt", "--require", "--fail-under", "--against", "--explain", "--badge", "--lines", "--jobs"):
        assert f"  {option} " in out
    assert reviews.text("--version")[1].startswith("backend-standards ")


@pytest.mark.parametrize(("encoding", "sign"), [("utf-8", "✔"), ("cp1252", "+"), ("ascii", "+")])
def test_a_console_of_any_encoding(service: Repository, encoding: str, sign: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "backend_standards", "review"],
        cwd=service.path,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT / "hooks"), "COLUMNS": "80"},
        capture_output=True,
        check=True,
    )
    out = done.stdout.decode(encoding)
    assert f"  {sign} M1 " in out
    assert "\\u2" not in out


def test_colour_and_width(service: Repository, reviews: Reviews, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    out = reviews.text()[1]
    assert "\x1b" not in out
    rows = [row for row in out.splitlines() if not any(word in row for word in ("run: ", "`", "✔ kept", "--explain"))]
    assert [row for row in rows if len(row) > 62 and not row.startswith("  ✔")] == []
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m✘" in reviews.text()[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in reviews.text()[1]
    assert service


def test_a_repository_without_python(repository: Repository, reviews: Reviews) -> None:
    fill(repository, {"README.md": "# Pages\n\nShow the shop to its customers.\n", "index.html": "<p>\n"})
    lines = reviews.lines()
    assert lines["Y2"]["state"] == "not-applicable"
    assert lines["A1"]["state"] == "not-applicable"


def test_an_empty_repository(repository: Repository, reviews: Reviews) -> None:
    assert reviews.lines()["G4"]["state"] == "not-applicable"
    assert repository


# --- against ----------------------------------------------------------------------------------------

SWALLOWED = "def {}() -> None:\n    try:\n        work()\n    except Exception:\n        pass\n"


@pytest.fixture
def branch(service: Repository) -> Repository:
    """A branch of the service, whose base has a fault of its own."""
    service.add("src/app/old.py", SWALLOWED.format("old"))
    service.git("commit", "--quiet", "-m", "feat(app): import old orders")
    service.git("switch", "--quiet", "--create", "feature/mail")
    return service


def test_against_a_branch_that_changes_nothing(branch: Repository, reviews: Reviews) -> None:
    branch.add("src/app/old.py", "\n\n" + SWALLOWED.format("old"))
    branch.git("commit", "--quiet", "-m", "style(app): move a function")
    report = reviews.report("--against=main")
    assert report["lines"] == []
    assert report["against"] == "main"
    assert "Nothing got worse since main." in reviews.text("--against=main")[1]
    assert reviews.text("--against=main", "--require=M7")[0] == 0


def test_against_shows_what_is_new(branch: Repository, reviews: Reviews) -> None:
    branch.add("src/app/mail.py", SWALLOWED.format("mail"))
    branch.add(".env", "A=b\n")
    branch.git("commit", "--quiet", "-m", "feat(app): send mails")
    lines = reviews.lines("--against=main")
    assert {"M1", "M7", "C2"} <= set(lines)
    assert [place["path"] for place in lines["M7"]["places"]] == ["src/app/mail.py"]
    assert "M4" not in lines, "it was broken before"
    assert reviews.text("--against=main", "--require=M7")[0] == 1


def test_against_judges_the_commits_of_the_branch_alone(branch: Repository, reviews: Reviews) -> None:
    branch.git("switch", "--quiet", "main")
    branch.git("commit", "--quiet", "--allow-empty", "-m", "Fixed stuff")
    branch.git("switch", "--quiet", "feature/mail")
    branch.git("commit", "--quiet", "--allow-empty", "-m", "wip")
    branch.git("merge", "--quiet", "--no-edit", "main")
    lines = reviews.lines("--against=main")
    assert "G4" not in lines, "the commit of the base has the fault"
    assert lines["M30"]["state"] == "broken"
    assert lines["M28"]["state"] == "broken"


@pytest.mark.parametrize("revision", ["nowhere", "--help"])
def test_against_a_revision_that_is_not_here(branch: Repository, reviews: Reviews, revision: str) -> None:
    code, out, err = reviews.text(f"--against={revision}")
    assert (code, out) == (2, "")
    assert "is not in this clone" in err
    assert branch


def test_against_another_history(branch: Repository, reviews: Reviews) -> None:
    branch.git("switch", "--quiet", "--orphan", "other")
    branch.git("commit", "--quiet", "--allow-empty", "-m", "chore: begin again")
    assert "no commit in common" in reviews.text("--against=main")[2]


# --- what init leaves out ----------------------------------------------------------------------------


def test_what_init_leaves_out_is_not_asked_for(service: Repository, reviews: Reviews) -> None:
    assert reviews.lines()["O2"]["state"] == "broken"
    service.add("pyproject.toml", '[tool.backend-standards.init]\nwithout = ["sphinx"]  # OpenAPI serves our readers\n')
    lines = reviews.lines()
    assert lines["O2"]["state"] == "not-applicable"
    assert lines["O2"]["why"] == 'exempt: without = ["sphinx"] of init'
    assert lines["M2"]["state"] == "kept"


def test_each_part_that_is_left_out_is_one_of_init() -> None:
    from backend_standards.init.options import WITHOUT
    from backend_standards.review.exemptions import LEFT_OUT

    assert set(LEFT_OUT) <= set(WITHOUT)
    assert {line for lines in LEFT_OUT.values() for line in lines} <= set(ROWS)


# --- CI and gates ------------------------------------------------------------------------------------

WORKFLOW = "on: pull_request\njobs:\n  lint:\n    steps:\n{}  test:\n    steps:\n      - run: pytest\n"


@pytest.mark.parametrize(
    ("step", "line", "state", "why"),
    [
        pytest.param(
            "      - run: ruff check .\n", "I3", "kept", "lint: ruff check . (.github/workflows/ci.yml:5)", id="runs"
        ),
        pytest.param("      - run: make lint\n", "I3", "kept", "lint: ruff check src", id="through-a-makefile"),
        pytest.param("      - run: ruff check .\n", "I4", "broken", "ci-no-type-check", id="missing"),
        pytest.param("      - run: ruff check .\n", "M23", "broken", "ci-no-type-check", id="one-of-three"),
        pytest.param("      - run: ruff check .\n", "I1", "kept", ".github/workflows/ci.yml", id="a-file"),
        pytest.param(
            "      - run: ruff check .\n", "I2", "kept", "lint in .github/workflows/ci.yml", id="separate-jobs"
        ),
    ],
)
def test_what_ci_runs(service: Repository, reviews: Reviews, step: str, line: str, state: str, why: str) -> None:
    service.add("Makefile", "lint:\n\truff check src\n")
    service.add(".github/workflows/ci.yml", WORKFLOW.format(step))
    found = reviews.lines()[line]
    assert (found["state"], why in found["why"]) == (state, True), found["why"]


def test_ci_of_another_repository(service: Repository, reviews: Reviews) -> None:
    uses = "acme/workflows/.github/workflows/python.yml@v1"
    service.add(".github/workflows/ci.yml", f"on: pull_request\njobs:\n  checks:\n    uses: {uses}\n")
    lines = reviews.lines()
    assert lines["M23"]["state"] == lines["I4"]["state"] == "unknown"
    assert "a workflow of another repository (.github/workflows/ci.yml:" in lines["I4"]["why"]


def test_without_ci(service: Repository, reviews: Reviews) -> None:
    lines = reviews.lines()
    assert lines["I1"]["state"] == lines["M23"]["state"] == "broken"
    assert lines["M25"]["state"] == "not-applicable"
    assert service


def test_quality_gates(service: Repository, reviews: Reviews) -> None:
    assert reviews.lines()["T5"]["state"] == "broken"
    service.add("pyproject.toml", "[tool.coverage.report]\nfail_under = 85\n[tool.mypy]\nstrict = true\n")
    lines = reviews.lines()
    assert lines["T5"]["state"] == "kept"
    assert "pyproject.toml" in lines["T5"]["why"]
    assert lines["D2"]["state"] == lines["M10"]["state"] == "broken"
    service.add("pyproject.toml", "[tool.backend-standards.require-quality-gates]\noptional = ['coverage']\n")
    assert reviews.lines()["T5"]["state"] == "not-applicable"


def test_a_wrong_option_of_a_hook_leaves_its_lines_unknown(service: Repository, reviews: Reviews) -> None:
    service.add("pyproject.toml", "[tool.backend-standards.require-ci-checks]\noptional = ['nothing']\n")
    lines = reviews.lines()
    assert lines["M23"]["state"] == "unknown"
    assert "require-ci-checks could not run" in lines["M23"]["why"]

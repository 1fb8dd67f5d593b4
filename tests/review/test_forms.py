"""The forms of a review for machines and for a job's summary: each parses, and nothing of a repository acts in it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import jsonschema
import pytest

from backend_standards.standard.table import ROWS
from reviewing import Reviews
from support import ROOT

if TYPE_CHECKING:
    from support import Repository

SCHEMA = json.loads((ROOT / "tests" / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
HOSTILE = "src/app/<img src=x onerror=alert(1)>|`x`##[error]\x1b[31m.py"


@pytest.fixture
def hostile(service: Repository) -> Repository:
    """A service with a fault in a file whose name would like to act."""
    service.add(HOSTILE, "def run() -> None:\n    try:\n        work()\n    except Exception:\n        pass\n")
    return service


def test_sarif(hostile: Repository, reviews: Reviews) -> None:
    log = json.loads(reviews.text("--format=sarif")[1])
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(ROWS)
    results = [result for result in run["results"] if result["ruleId"] == "M7"]
    assert results[0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 4
    assert all("physicalLocation" in result["locations"][0] for result in run["results"])
    prints = [result["partialFingerprints"]["backendStandardsReview/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    assert hostile


def test_junit(hostile: Repository, reviews: Reviews) -> None:
    text = reviews.text("--format=junit")[1]
    assert "##[" not in text
    suites = ET.fromstring(text)
    cases = {str(case.get("name")).partition(":")[0]: case for case in suites.iter("testcase")}
    assert list(cases) == list(ROWS)
    assert cases["M1"].find("failure") is None
    assert cases["M1"].find("skipped") is None
    assert cases["M7"].find("failure") is not None
    assert cases["M22"].find("skipped") is not None
    lines = reviews.lines()
    broken = sum(line["state"] == "broken" for line in lines.values())
    assert suites.get("failures") == str(broken)
    assert suites.get("skipped") == str(sum(line["state"] not in ("kept", "broken") for line in lines.values()))
    assert hostile


def test_markdown(hostile: Repository, reviews: Reviews) -> None:
    text = reviews.text("--format=markdown")[1]
    assert text.startswith("### The standard: ")
    assert "<img" not in text
    assert "\x1b" not in text
    row = next(line for line in text.splitlines() if line.startswith("| M7 |"))
    assert row.count(" | ") == 3, "a name of a file makes no column"
    assert text.count("<details>") == text.count("</details>")
    assert all(f" {name} " in text for name in ROWS)
    assert hostile


def test_text(hostile: Repository, reviews: Reviews) -> None:
    assert "\x1b" not in reviews.text("--lines=M7")[1]
    assert hostile


def test_a_folder_of_a_repository_gives_paths_from_its_root(
    service: Repository, reviews: Reviews, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("requirements.txt", "README.md"):
        service.add(f"services/mail/{name}", "x==1\n")
    service.add(
        "services/mail/src/app/x.py",
        "def run() -> None:\n    try:\n        work()\n    except Exception:\n        pass\n",
    )
    monkeypatch.chdir(service.path / "services" / "mail")
    log = json.loads(reviews.text("--format=sarif")[1])
    places = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in log["runs"][0]["results"]
    ]
    assert "services/mail/src/app/x.py" in places

"""The forms of a report, each opened by a reader of its own."""

from __future__ import annotations

import json
import os
import urllib.parse
from typing import Any

import jsonschema
import junitparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend_standards.core import Finding, Outcome
from backend_standards.reporting import formats
from support import ROOT

SARIF_SCHEMA = json.loads((ROOT / "tests" / "data/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
HOSTILE = "a b/%41\n::error::x|<b>`*\udcff\u2028é,:.py"
AWS, LAYOUT, BRANCH = "forbid-aws-keys", "check-project-layout", "check-branch-name"


def outcome(hook: str, *findings: Finding, stopped: str = "", more: int = 0) -> Outcome:
    made = Outcome(hook)
    made.findings, made.stopped, made.more = list(findings), stopped, more
    return made


OUTCOMES = [
    outcome(
        AWS,
        Finding("src/a.py", "aws-access-key-id", "a key", line=3, column=7, fix="rotate it", exception="write that"),
        Finding("src/a.py", "aws-access-key-id", "a key", line=9, column=7),
        Finding(HOSTILE, "aws-session-token", HOSTILE, line=1),
    ),
    outcome(LAYOUT, Finding("lib", "stray", "application code outside src/")),
    outcome(BRANCH, Finding("feature x", "invalid-branch-name", "has a blank"), more=2),
    outcome("require-env-ignored"),
    outcome("forbid-env-files", stopped="git failed: no\nsuch thing"),
]


def test_json() -> None:
    report = json.loads(formats.as_json(OUTCOMES, "sub/"))
    assert report["version"] == 1
    assert report["tool"]["name"] == "backend-standards"
    assert report["hooks"] == [each.hook for each in OUTCOMES]
    assert report["more"] == 2
    assert report["errors"] == [{"hook": "forbid-env-files", "message": "git failed: no\nsuch thing"}]
    first, second, hostile, stray, _branch = report["findings"]
    assert {key: first[key] for key in ("hook", "rule", "path", "line", "column", "message", "fix", "exception")} == {
        "hook": AWS,
        "rule": "aws-access-key-id",
        "path": "src/a.py",
        "line": 3,
        "column": 7,
        "message": "a key",
        "fix": "rotate it",
        "exception": "write that",
    }
    assert len(first["fingerprint"]) == 64
    assert first["fingerprint"] != second["fingerprint"]
    assert hostile["path"] == HOSTILE.replace("\udcff", "\\xff")
    assert (stray["line"], stray["column"]) == (None, None)


def test_fingerprints_stay_when_lines_move_and_differ_among_findings_alike() -> None:
    def fingerprints(*lines: int) -> list[str]:
        findings = [Finding("a.py", "aws-access-key-id", "a key", line=line) for line in lines]
        return [fingerprint for _, _, fingerprint in formats.numbered([outcome(AWS, *findings)])]

    assert fingerprints(1, 5) == fingerprints(101, 105)
    assert len(set(fingerprints(1, 1, 1))) == 3


def test_github() -> None:
    lines = formats.as_github(OUTCOMES, "sub/").removesuffix("\n").split("\n")
    assert lines[0] == "::error file=sub/src/a.py,line=3,col=7,title=aws-access-key-id::a key%0Afix: rotate it"
    assert lines[3] == "::error file=sub/lib,title=stray::application code outside src/"
    assert lines[4] == "::error title=invalid-branch-name::feature x: has a blank"
    assert lines[5] == "::error title=forbid-env-files::git failed: no%0Asuch thing"
    assert len(lines) == 6


def test_github_escapes() -> None:
    # The separators of properties are escaped in these alone. A line break of Unicode is none to GitHub's runner.
    line = formats.as_github([OUTCOMES[0]], "").split("\n")[2]
    path = "a b/%2541%0A%3A%3Aerror%3A%3Ax|<b>`*\\xff\u2028é%2C%3A.py"
    message = "a b/%2541%0A::error::x|<b>`*\\xff\u2028é,:.py"
    assert line == f"::error file={path},line=1,col=1,title=aws-session-token::{message}"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("a.py", "sub/a.py", id="below"),
        pytest.param("./b/../a.py", "sub/a.py", id="detour"),
        pytest.param("../a.py", "a.py", id="above"),
        pytest.param("/srv/sub/a.py", "sub/a.py", id="absolute"),
        pytest.param("/srv/a.py", "a.py", id="absolute-and-above"),
    ],
)
def test_paths_are_from_the_root(monkeypatch: pytest.MonkeyPatch, path: str, expected: str) -> None:
    monkeypatch.setattr(os, "getcwd", lambda: "/srv/sub")
    made = [outcome(AWS, Finding(path, "aws-session-token", "m", line=1))]
    assert formats.as_github(made, "sub/").startswith(f"::error file={expected},line=1,")
    assert json.loads(formats.as_gitlab(made, "sub/"))[0]["location"]["path"] == expected
    (result,) = sarif(made, "sub/")["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == expected


def test_github_summary() -> None:
    words = formats.github_summary(OUTCOMES)
    rows = [line for line in words.split("\n") if line.startswith("| ")]
    assert len(rows) == 6
    assert all(row.count("|") == 4 for row in rows)
    assert "<b>" not in words
    assert "and 2 more" in words
    assert "`require-env-ignored`" not in words
    many = outcome(AWS, *(Finding(f"{number}.py", "aws-session-token", "m") for number in range(600)))
    words = formats.github_summary([many])
    assert words.count("\n| ") == formats.SUMMARY_ROWS + 1
    assert "and 100 more" in words


def sarif(outcomes: list[Outcome], prefix: str = "") -> dict[str, Any]:
    log = json.loads(formats.as_sarif(outcomes, prefix))
    jsonschema.Draft4Validator(SARIF_SCHEMA).validate(log)
    (run,) = log["runs"]
    return dict(run)


def test_sarif() -> None:
    run = sarif(OUTCOMES, "sub/")
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    physical = run["results"][0]["locations"][0]["physicalLocation"]
    assert physical == {
        "artifactLocation": {"uri": "sub/src/a.py", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 3, "startColumn": 7},
    }
    uri = run["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert urllib.parse.unquote_to_bytes(uri) == b"sub/" + HOSTILE.encode("utf-8", "surrogateescape")
    assert not set(uri) & set(' :,|<>`"\n')
    assert "region" not in run["results"][3]["locations"][0]["physicalLocation"]
    assert run["results"][4]["locations"][0] == {"logicalLocations": [{"fullyQualifiedName": "feature x"}]}
    security = {rule["id"] for rule in rules if "security" in rule["properties"]["tags"]}
    assert {"aws-session-token", "env-file"} <= security
    assert "stray" not in security
    invocation = run["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert "git failed" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert sarif([outcome(AWS)])["invocations"][0]["executionSuccessful"] is True


def test_gitlab() -> None:
    # "Code Quality report format": description, check_name, fingerprint (unique), severity, location.path, lines.begin.
    report = json.loads(formats.as_gitlab(OUTCOMES, "sub/"))
    assert len({each["fingerprint"] for each in report}) == len(report) == 6
    for each in report:
        assert set(each) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not each["location"]["path"].startswith(("/", "./"))
        assert each["location"]["lines"]["begin"] >= 1
    assert [each["severity"] for each in report] == ["critical"] * 3 + ["major"] * 2 + ["blocker"]
    assert report[0]["location"]["path"] == "sub/src/a.py"
    assert json.loads(formats.as_gitlab([outcome(AWS)], "")) == []


def test_junit() -> None:
    suites = {suite.name: suite for suite in junitparser.JUnitXml.fromstring(formats.as_junit(OUTCOMES, "").encode())}
    assert list(suites) == [each.hook for each in OUTCOMES]
    counts = [(suite.tests, suite.failures, suite.errors) for suite in suites.values()]
    assert counts == [(3, 3, 0), (1, 1, 0), (1, 1, 0), (1, 0, 0), (1, 0, 1)]
    (case,) = suites["require-env-ignored"]
    assert case.is_passed
    first = next(iter(suites[AWS]))
    assert (first.classname, first.name) == (AWS, "src/a.py:3:7: aws-access-key-id")
    assert first.result[0].message == "a key"
    assert "fix: rotate it" in first.result[0].text
    (error,) = suites["forbid-env-files"]
    assert "git failed" in error.result[0].message


TEXTS = st.text(st.characters(min_codepoint=0, max_codepoint=0x2FFFF, exclude_categories=()))
PATHS = TEXTS.filter(  # of bytes that are not UTF-8, a path has halves of surrogate pairs from one range alone
    lambda words: all(not "\ud800" <= char <= "\udc7f" and not "\udd00" <= char <= "\udfff" for char in words)
)


@given(PATHS, TEXTS, st.integers(0, 3))
@example("a", "half of a pair, as JSON can write it: \ud800", 1)
def test_no_text_breaks_a_form(path: str, message: str, line: int) -> None:
    made = [outcome(AWS, Finding(path, "aws-session-token", message, line=line, fix=message), stopped=message)]
    found = json.loads(formats.as_json(made, ""))["findings"][0]
    assert found["message"].encode() is not None  # no lone surrogate is left
    sarif(made, "sub/")
    assert len(json.loads(formats.as_gitlab(made, ""))) == 1 + bool(message)
    (suite,) = junitparser.JUnitXml.fromstring(formats.as_junit(made, "").encode())
    assert suite.tests == 1 + bool(message)
    lines = formats.as_github(made, "").replace("\r", "\n").split("\n")
    assert all(each.startswith("::error ") for each in lines if each)
    assert len(lines) == 2 + bool(message)
    rows = [each for each in formats.github_summary(made).split("\n") if each.startswith("| ")]
    assert len(rows) == 2

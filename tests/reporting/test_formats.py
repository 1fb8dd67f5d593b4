"""The forms of a report, each opened by a reader of its own."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import junitparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend_standards.core import Finding, Outcome
from backend_standards.reporting import formats, github, gitlab, json_report, junit
from forms import AWS, KEY, TOKEN, outcome, sarif_run

TEXTS = st.text(st.characters(min_codepoint=0, max_codepoint=0x2FFFF, exclude_categories=()))
PATHS = TEXTS.filter(  # of bytes that are not UTF-8, a path has halves of surrogate pairs from one range alone
    lambda words: all(not "\ud800" <= char <= "\udc7f" and not "\udd00" <= char <= "\udfff" for char in words)
)


@given(PATHS, TEXTS, st.integers(0, 3))
@example("a", "half of a pair, as JSON can write it: \ud800", 1)
def test_no_text_breaks_a_form(path: str, message: str, line: int) -> None:
    made = [outcome(AWS, Finding(path, TOKEN, message, line=line, note=message, commands=[message]), stopped=message)]
    found = json.loads(json_report.render(made, ""))["findings"][0]
    assert found["message"].encode() is not None  # no lone surrogate is left
    sarif_run(made, "sub/")
    assert len(json.loads(gitlab.render(made, ""))) == 1 + bool(message)
    (suite,) = junitparser.JUnitXml.fromstring(junit.render(made, "").encode())
    assert suite.tests == 1 + bool(message)
    lines = github.render(made, "").replace("\r", "\n").split("\n")
    assert all(each.startswith("::error ") for each in lines if each)
    assert len(lines) == 2 + bool(message)
    rows = [each for each in github.summary(made).split("\n") if each.startswith("| ")]
    assert len(rows) == 2


# Each form, and what only it has.
MARKS = {
    "json": '"hooks": [',
    "github": "::error ",
    "sarif": '"ruleId"',
    "gitlab": '"check_name"',
    "junit": "<testsuites",
}


def test_every_form_is_rendered_as_its_name_says() -> None:
    made = [outcome(AWS, Finding("a", TOKEN, "m"))]
    assert set(formats.FORMATS) == set(MARKS)
    for form in MARKS:
        words = formats.render(form, made, "")
        assert [each for each, mark in MARKS.items() if mark in words] == [form]


HOSTILE_LINES = [
    "::add-mask::feat",
    "  ::error::forged",
    "x ##[add-mask]feat",
    "##vso[task.setvariable variable=PATH]x",
]


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "junit"])
def test_reports_hold_no_command_to_a_ci(form: str) -> None:
    findings = [Finding(words, KEY, words, note=words, commands=[words]) for words in HOSTILE_LINES]
    words = formats.render(form, [Outcome("forbid-aws-keys", findings, stopped="##[x]")], "")
    assert "##" not in words
    assert not any(line.lstrip().startswith("::") for line in words.splitlines())
    read = "".join(ElementTree.fromstring(words).itertext()) if form == "junit" else json.dumps(json.loads(words))
    assert "##vso[" in read, "who reads the report gets the text as it is"

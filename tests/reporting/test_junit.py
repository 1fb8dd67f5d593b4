"""The report as JUnit XML."""

from __future__ import annotations

import junitparser

from backend_standards.reporting import junit
from forms import AWS, OUTCOMES


def test_junit() -> None:
    suites = {suite.name: suite for suite in junitparser.JUnitXml.fromstring(junit.render(OUTCOMES, "").encode())}
    assert list(suites) == [each.hook for each in OUTCOMES]
    counts = [(suite.tests, suite.failures, suite.errors) for suite in suites.values()]
    assert counts == [(3, 3, 0), (1, 1, 0), (1, 1, 0), (1, 0, 0), (1, 0, 1)]
    (case,) = suites["require-env-ignored"]
    assert case.is_passed
    first = next(iter(suites[AWS]))
    assert (first.classname, first.name) == (AWS, "src/a.py:3:7: aws-access-key-id")
    assert first.result[0].message == "a key"
    assert "run: git diff" in first.result[0].text
    assert "note: Rotate it." in first.result[0].text
    (error,) = suites["forbid-env-files"]
    assert "git failed" in error.result[0].message

"""What the forms of reports share: fingerprints, and paths from the root."""

from __future__ import annotations

import json
import os

import pytest

from backend_standards.core import Finding
from backend_standards.reporting import github, gitlab
from backend_standards.reporting.rendering import numbered
from forms import AWS, KEY, TOKEN, outcome, sarif_run


def test_fingerprints_stay_when_lines_move_and_differ_among_findings_alike() -> None:
    def fingerprints(*lines: int) -> list[str]:
        findings = [Finding("a.py", KEY, "a key", line=line) for line in lines]
        return [fingerprint for _, _, fingerprint in numbered([outcome(AWS, *findings)])]

    assert fingerprints(1, 5) == fingerprints(101, 105)
    assert len(set(fingerprints(1, 1, 1))) == 3


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
    made = [outcome(AWS, Finding(path, TOKEN, "m", line=1))]
    assert github.render(made, "sub/").startswith(f"::error file={expected},line=1,")
    assert json.loads(gitlab.render(made, "sub/"))[0]["location"]["path"] == expected
    (result,) = sarif_run(made, "sub/")["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == expected

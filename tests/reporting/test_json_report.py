"""The report as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend_standards.reporting import json_report
from forms import AWS, HOSTILE, KEY, OUTCOMES


def test_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    report = json.loads(json_report.render(OUTCOMES, "sub/"))
    assert report["version"] == 2
    assert report["tool"]["name"] == "backend-standards"
    assert report["hooks"] == [each.hook for each in OUTCOMES]
    assert report["more"] == 2
    assert report["errors"] == [{"hook": "forbid-env-files", "message": "git failed: no\nsuch thing"}]
    first, second, hostile, stray, _branch = report["findings"]
    assert {key: value for key, value in first.items() if key != "fingerprint"} == {
        "hook": AWS,
        "rule": {"id": "aws-access-key-id", "title": KEY.title, "docs": None},
        "path": "src/a.py",
        "line": 3,
        "column": 7,
        "message": "a key",
        "commands": ["git status", "git diff"],
        "note": "Rotate it.",
        "exception": [
            {"where": "at the end of the line", "text": "# standards: ignore[aws-access-key-id] reason"},
            {"where": "in the args of forbid-aws-keys", "text": '"--allow-account=1"'},
        ],
    }
    assert len(first["fingerprint"]) == 64
    assert first["fingerprint"] != second["fingerprint"]
    assert hostile["path"] == HOSTILE.replace("\udcff", "\\xff")
    assert (stray["line"], stray["column"]) == (None, None)

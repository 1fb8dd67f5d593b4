"""The report as GitLab's Code Quality."""

from __future__ import annotations

import json

from backend_standards.reporting import gitlab
from forms import AWS, OUTCOMES, outcome


def test_gitlab() -> None:
    # "Code Quality report format": description, check_name, fingerprint (unique), severity, location.path, lines.begin.
    report = json.loads(gitlab.render(OUTCOMES, "sub/"))
    assert len({each["fingerprint"] for each in report}) == len(report) == 6
    for each in report:
        assert set(each) - {"content"} == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not each["location"]["path"].startswith(("/", "./"))
        assert each["location"]["lines"]["begin"] >= 1
    assert [each["severity"] for each in report] == ["critical"] * 3 + ["major"] * 2 + ["blocker"]
    assert report[0]["location"]["path"] == "sub/src/a.py"
    assert json.loads(gitlab.render([outcome(AWS)], "")) == []

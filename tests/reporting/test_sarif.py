"""The report as SARIF, held against its schema."""

from __future__ import annotations

import re
import urllib.parse

from forms import AWS, EVERY, HOSTILE, OUTCOMES, outcome, sarif_run


def test_sarif() -> None:
    run = sarif_run(OUTCOMES, "sub/")
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    # GitHub's "reportingDescriptor object": these fields are required, and those of the properties are read.
    for described in rules:
        assert described["shortDescription"]["text"] == EVERY[described["id"]].title
        assert described["fullDescription"]["text"] == EVERY[described["id"]].reason.replace("`", "")
        assert "Fix: " in described["help"]["text"]
        assert "**Bad:**" in described["help"]["markdown"]
        assert set(described["properties"]) >= {"tags", "precision", "problem.severity"}
        assert ("security" in described["properties"]["tags"]) == EVERY[described["id"]].secret
        assert (float(described["properties"].get("security-severity", 0)) >= 9) == EVERY[described["id"]].secret
        assert not re.search(r"@[A-Z]", described["help"]["text"]), "no placeholder of a secret is left"
    assert run["automationDetails"]["id"] == "backend-standards/check/"
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
    security = {each["id"] for each in rules if "security" in each["properties"]["tags"]}
    assert {"aws-session-token", "env-file"} <= security
    assert "stray-code" not in security
    invocation = run["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert "git failed" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert sarif_run([outcome(AWS)])["invocations"][0]["executionSuccessful"] is True

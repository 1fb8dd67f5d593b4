"""The protected branches that a team gives: names and patterns."""

from __future__ import annotations

import pytest

from backend_standards.commits.protection import Protected


@pytest.mark.parametrize(
    ("given", "branch", "expected"),
    [
        pytest.param(["trunk"], "trunk", True, id="name"),
        pytest.param(["trunk"], "main", False, id="a-name-replaces-main"),
        pytest.param(["trunk"], "trunk/x", False, id="below-a-name"),
        pytest.param(["trunk"], "other/trunk", False, id="end-of-a-name"),
        pytest.param(["release/*"], "release/1.0", True, id="pattern"),
        pytest.param(["release/*"], "release/1.0/x", True, id="below-a-pattern"),
        pytest.param(["release/*"], "release", False, id="above-a-pattern"),
        pytest.param(["release/*"], "old/release/1", False, id="anchored"),
        pytest.param(["release/*"], "main", True, id="a-pattern-keeps-main"),
        pytest.param(["release/*"], "master", True, id="a-pattern-keeps-master"),
        pytest.param(["release/*"], "develop", False, id="other"),
        pytest.param(["release/*", "trunk"], "main", False, id="pattern-and-name"),
        pytest.param(["release/*", "trunk"], "release/1", True, id="pattern-beside-a-name"),
        pytest.param(["release/?"], "release/1", True, id="question-mark"),
        pytest.param(["release/[0-9]"], "release/1", True, id="bracket"),
        pytest.param(["!master"], "master", False, id="taken-back"),
        pytest.param(["!master"], "main", True, id="one-taken-back"),
        pytest.param(["release/*", "!release/next"], "release/next", False, id="exception-of-a-pattern"),
        pytest.param(["!release/next", "release/*"], "release/next", True, id="the-last-decides"),
        pytest.param(["*"], "", False, id="no-branch"),
    ],
)
def test_protected(given: list[str], branch: str, expected: bool) -> None:
    assert (branch in Protected(given)) is expected


def test_names_for_git() -> None:
    assert list(Protected(["release/*", "!release/next"])) == ["main", "master", "release/*"]
    assert list(Protected(["trunk"])) == ["trunk"]
    assert 1 not in Protected(["*"])

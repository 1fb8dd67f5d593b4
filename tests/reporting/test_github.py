"""The workflow commands for GitHub, and the summary of a job."""

from __future__ import annotations

from backend_standards.core import Finding, Outcome
from backend_standards.reporting import github
from forms import AWS, KEY, NAME, OUTCOMES, STRAY, TOKEN, outcome


def test_github() -> None:
    lines = github.render(OUTCOMES, "sub/").removesuffix("\n").split("\n")
    title = f"{KEY.title} (aws-access-key-id)"
    advice = "%0Arun: git status%0Arun: git diff%0Anote: Rotate it."
    assert lines[0] == f"::error file=sub/src/a.py,line=3,col=7,title={title}::a key{advice}"
    assert lines[3] == f"::error file=sub/lib,title={STRAY.title} (stray-code)::application code outside src/"
    assert lines[4] == f"::error title={NAME.title} (invalid-branch-name)::feature x: has a space"
    assert lines[5] == "::error title=forbid-env-files::git failed: no%0Asuch thing"
    assert len(lines) == 6


def test_github_escapes() -> None:
    # The separators of properties are escaped in these alone.
    line = github.render([OUTCOMES[0]], "").split("\n")[2]
    path = "a b/%2541%0A%3A%3Aerror%3A%3Ax|<b>`*\\xff\\342\\200\\250é%2C%3A.py"
    message = "a b/%2541%0A::error::x|<b>`*\\xff\\342\\200\\250é,:.py"
    assert line == f"::error file={path},line=1,col=1,title={TOKEN.title} (aws-session-token)::{message}"


def test_no_control_character_reaches_the_log() -> None:
    finding = Finding("a\x1b[31m\x9b.py", TOKEN, "m\x1b]0;x\x07", commands=["git rm $'\x1b'"], note="n\u202e\x7f")
    stopped = Outcome("forbid-aws-keys", stopped="git: \x1b[2J")
    words = github.render([outcome(AWS, finding), stopped], "")
    assert words.replace("\n", "").isprintable()
    assert words.count("\n") == 2


def test_github_summary() -> None:
    words = github.summary(OUTCOMES)
    rows = [line for line in words.split("\n") if line.startswith("| ")]
    assert len(rows) == 6
    assert all(row.count("|") == 4 for row in rows)
    assert "<b>" not in words
    assert "and 2 more" in words
    assert "`require-env-ignored`" not in words
    many = outcome(AWS, *(Finding(f"{number}.py", TOKEN, "m") for number in range(600)))
    words = github.summary([many])
    assert words.count("\n| ") == github.SUMMARY_ROWS + 1
    assert "and 100 more" in words

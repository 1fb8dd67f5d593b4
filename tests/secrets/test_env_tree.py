from __future__ import annotations

import pytest

from backend_standards.core import IGNORE, Exempt, Finding, Outcome
from backend_standards.core.rules import UNUSED_IGNORE
from backend_standards.reporting.text import Style, render
from backend_standards.secrets import rules
from backend_standards.secrets.env_tree import tracked, unignored


def test_an_ignore_names_the_rule_that_the_file_breaks() -> None:
    found = Finding(".env.example", rules.ENV_TEMPLATE_SECRET, "X holds a token", line=2, column=3, exempt=IGNORE)
    finding = tracked(found)
    assert finding
    assert (finding.rule, finding.line, finding.column) == (rules.ENV_FILE_TRACKED, 2, 3)
    assert finding.message == "already in the index: X holds a token"
    outcome = Outcome("require-env-ignored", [finding])
    words = render([outcome], [(outcome, finding)], Style(width=1000))
    assert "except: on the line above: # standards: ignore-next-line[env-template-secret] reason" in words


def test_other_exceptions_and_commands_are_kept() -> None:
    allow = Exempt("allow", "/.env")
    found = Finding(".env", rules.ENV_FILE, "m", commands=["git rm --cached -- .env"], note="Rotate.", exempt=[allow])
    finding = tracked(found)
    assert finding
    assert finding.commands == ("git rm --cached -- .env",)
    assert finding.note == "Rotate."
    assert finding.exempt == (allow,)


def test_a_wrong_ignore_is_left_to_the_other_hook() -> None:
    assert tracked(Finding(".env.example", UNUSED_IGNORE, "m", line=1)) is None


@pytest.mark.parametrize(
    ("source", "is_tracked", "message", "command"),
    [
        ("", False, "no ignore file of the repository ignores it", "grep -qsxFe .env .gitignore || printf '%s\\n' .env >> .gitignore && git add .gitignore"),
        ("/home/a/ignore", False, "only a personal ignore file ignores it", "grep -qsxFe .env .gitignore || printf '%s\\n' .env >> .gitignore && git add .gitignore"),
        (".git/info/exclude", False, "only a personal ignore file ignores it", "grep -qsxFe .env .gitignore || printf '%s\\n' .env >> .gitignore && git add .gitignore"),
        ("../.gitignore", True, "only a line of ../.gitignore that is not staged", "git add -- ../.gitignore"),
        ("a b/.gitignore", False, "only a b/.gitignore, which is not tracked,", "git add -- 'a b/.gitignore'"),
    ],
)  # fmt: skip
def test_unignored(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, source: str, message: str, command: str, *, is_tracked: bool
) -> None:
    monkeypatch.chdir(str(tmp_path))
    finding = unignored(".env", source, is_tracked=is_tracked)
    assert finding.message.startswith(message)
    assert finding.commands == (command,)
    assert finding.exempt == (Exempt("allow", "/.env"),)

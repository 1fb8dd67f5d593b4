"""``backend-standards explain``: of each rule why it is one, the standard's words, examples, the fix."""

from __future__ import annotations

import pytest

from backend_standards import backend_standards
from backend_standards.core import catalog, rules


def test_explain_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert backend_standards.main(["explain", "env-template-secret"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "env-template-secret: Secret in a template of an env file\n  found by forbid-env-files\n\n  A"
    )
    assert "\n  The standard, M1 (Common Developer Mistakes (Python + AWS): Configuration & Secrets):\n" in out
    assert "    Committing `.env` or secrets to version control\n" in out
    assert "\n  Bad:\n    .env.example\n        API_TOKEN=…\n" in out
    assert "\n  Good:\n    .env.example\n        API_TOKEN=changeme\n" in out
    assert "\n  Fix:\n    Write a placeholder" in out
    assert "\n  Exception:\n    The refusal prints its exact text." in out


def test_explain_a_rule_that_an_option_switches_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert backend_standards.main(["explain", "unmirrored-tests"]) == 0
    assert "found by check-project-layout, only with --mirror\n" in capsys.readouterr().out


def test_explain_an_old_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert backend_standards.main(["explain", "stray"]) == 0
    out, error = capsys.readouterr()
    assert out.startswith("stray-code: ")
    assert error == "stray is now called stray-code\n"


def test_explain_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert backend_standards.main(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(rules.every())
    for rule in rules.every().values():
        assert backend_standards.main(["explain", rule.id]) == 0
        assert capsys.readouterr().out.startswith(f"{rule.id}: {rule.title}\n")
    for hook, texts in catalog.TEXTS.items():
        assert backend_standards.main(["explain", hook]) == 0
        out = capsys.readouterr().out
        assert out.startswith(f"{hook}\n  {texts['description'][:40]}")
        assert [rule.id for rule in rules.every().values() if f"    {rule.id} " in out] == [
            rule.id for rule in rules.every().values() if rule.hook == hook
        ]

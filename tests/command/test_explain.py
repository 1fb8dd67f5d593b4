"""``backend-standards explain``: of each rule why it is one, of each line what decides it, with examples."""

from __future__ import annotations

import pytest

from backend_standards import backend_standards
from backend_standards.core import catalog, rules
from backend_standards.standard.table import ROWS


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


def test_explain_a_rule_whose_examples_alone_need_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert backend_standards.main(["explain", "force-push-to-protected"]) == 0
    assert "found by check-push\n" in capsys.readouterr().out


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


def explained(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert backend_standards.main(["explain", name]) == 0
    return capsys.readouterr().out


def test_explain_a_line_that_a_hook_decides(capsys: pytest.CaptureFixture[str]) -> None:
    out = explained("G16", capsys)
    assert out.startswith(
        "G16: Always open a pull request (PR), even for small changes\n"
        "  The standard, Git Commit & Merge Standards: Pull Request Guidelines\n\n"
        "  Why:\n    A direct push puts code that nobody reviewed and no CI checked into the branch that\n"
        "    everybody starts from.\n\n"
        "  Decided by hooks:\n"
        "    push-to-protected           check-push\n"
        "    commit-on-protected-branch  check-branch-name  only with --forbid-protected\n"
    )
    assert "\n  Left to people:\n    Only the forge refuses" in out
    assert "\n  Bad, by push-to-protected:\n    git " in out
    assert "\n  Good:\n    git " in out
    assert "\n  Exception:\n    A hook prints the exact text with its finding.\n" in out


def test_explain_a_line_that_tools_decide(capsys: pytest.CaptureFixture[str]) -> None:
    out = explained("m21", capsys)
    assert out.startswith("M21: Not releasing AWS resources")
    assert "\n    ruff: `SIM115`, by `pyproject.toml: [tool.ruff.lint] select`. It passes a session that" in out
    assert "\n  Bad, by ruff SIM115:\n    src/app/service.py\n        def read(" in out
    assert "    ruff: `# noqa: CODE` at the end of the line.\n" in out
    assert '    review: `exempt = ["M21: REASON"]` in `[tool.backend-standards.review]`.\n' in out


def test_explain_a_line_that_the_review_decides(capsys: pytest.CaptureFixture[str]) -> None:
    out = explained("C4", capsys)
    assert "\n  Decided by review:\n    Kept where a field of the settings chooses" in out
    assert "\n  Applies:\n    Where the code reads the environment" in out
    assert "Decided by hooks" not in out


def test_explain_a_line_that_nothing_decides(capsys: pytest.CaptureFixture[str]) -> None:
    """The command is on one line, to be copied."""
    out = explained("G19", capsys)
    assert "\n  Decided by nobody here:\n    Which checks a merge needs is set in the forge:\n    `gh api repos/" in out
    assert "Exception" not in out


def test_explain_shows_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    out = explained("M2", capsys)
    assert 'GITHUB = "…"' in out
    assert "@" not in out


def test_explain_every_line(capsys: pytest.CaptureFixture[str]) -> None:
    for row in ROWS.values():
        out = explained(row.id, capsys)
        assert out.startswith(f"{row.id}: {row.text}\n")
        assert all(f"    {name} " in out for name in row.rules)
        assert all(f"    {tool.name}: " in out for tool in row.tools)
        assert ("Bad, by" in out) == bool(row.rules or row.tools)
        assert ("Not kept, by review" in out) == bool(row.check)
        assert ("\n  Why:\n    " in out) == (row.kind != "nothing")


def test_a_rule_names_its_line_and_an_unknown_name_ends(capsys: pytest.CaptureFixture[str]) -> None:
    assert "  The standard, G16 (" in explained("push-to-protected", capsys)
    assert backend_standards.main(["explain", "G99"]) == 2
    assert "there is no rule, hook or line of the standard 'G99'" in capsys.readouterr().err

"""One cause is one finding: which findings are merged, what the one says of the others, and how all are excepted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import fakes
from backend_standards import backend_standards
from backend_standards.core import IGNORE, Exempt, Finding, Outcome, rules
from backend_standards.reporting import causes, exceptions
from support import GATES, PIPELINE, Repository

ENV, KEYS, ENTRY, LOCK = "forbid-env-files", "forbid-aws-keys", "check-project-layout", "check-lock-files"
EVERY = rules.every()


def found(rule: str, path: str = "a", **facts: Any) -> Finding:
    return Finding(path, EVERY[rule], "m", **facts)


def merged(*outcomes: Outcome) -> list[tuple[str, str, str]]:
    """Return hook, rule and message of the findings that are left."""
    causes.merge(outcomes)
    return [(outcome.hook, finding.rule.id, finding.message) for outcome in outcomes for finding in outcome.findings]


def test_one_value_on_one_line() -> None:
    same: dict[str, Any] = {"line": 3, "note": "n", "exempt": (*IGNORE, Exempt("allow-sha256", "1"))}
    other = {**same, "exempt": (*IGNORE, Exempt("allow-sha256", "2"))}
    findings = [found("aws-access-key-id", column=column, **same) for column in (9, 5, 7)]
    findings += [found("aws-access-key-id", column=11, **other), found("aws-access-key-id", **{**same, "line": 4})]
    outcome = Outcome(KEYS, findings)
    assert merged(outcome) == [(KEYS, "aws-access-key-id", message) for message in ("m (3 times)", "m", "m")]
    assert (outcome.findings[0].column, outcome.findings[0].known_as) == (5, "m")


def test_what_says_nothing_to_do_is_not_merged() -> None:
    findings = [found("env-file", line=3, column=column) for column in (1, 2)]
    assert len(merged(Outcome(ENV, findings))) == 2


@pytest.mark.parametrize(
    ("number", "words"),
    [(2, "m (also p1:4)"), (4, "m (also p1:4, p2:4, p3:4)"), (6, "m (also p1:4, p2:4, p3:4 and 2 more)")],
)
def test_one_fix_for_several_places(number: int, words: str) -> None:
    facts: dict[str, Any] = {"line": 4, "commands": ["fix it"]}
    findings = [
        found("env-in-docker-context", f"p{at}", exempt=[Exempt("allow", f"/p{at}")], **facts) for at in range(number)
    ]
    outcome = Outcome("require-env-ignored", findings)
    outcome.by_command = True
    assert [message for _, _, message in merged(outcome)] == [words]
    values = ", ".join(f'"/p{at}"' for at in range(number))
    place = "in pyproject.toml, [tool.backend-standards.env-files]"
    assert exceptions.of_finding(outcome.findings[0], outcome) == [(place, f"allow = [{values}]")]


def test_one_place_with_one_remedy() -> None:
    first, second = (
        found(rule, ".env", commands=["untrack"], exempt=[Exempt("allow", "/.env")])
        for rule in ("env-file", "env-file-tracked")
    )
    outcomes = [Outcome(ENV, [first]), Outcome("require-env-ignored", [second])]
    assert merged(*outcomes) == [(ENV, "env-file", "m (also env-file-tracked)")]


def test_one_secret_that_two_hooks_see_is_excepted_by_one_comment() -> None:
    key = found(
        "aws-secret-access-key", "s.yaml", line=2, column=9, note="n", exempt=(*IGNORE, Exempt("allow-sha256", "1"))
    )
    file = found("secrets-file", "s.yaml", line=2, column=9, commands=["untrack"], exempt=IGNORE)
    outcomes = [Outcome(KEYS, [key]), Outcome("forbid-secret-files", [file])]
    expected = [("forbid-secret-files", "secrets-file", "m (also aws-secret-access-key)")]
    assert merged(*outcomes) == expected, "the one with a command"
    text = "# standards: ignore[aws-secret-access-key, secrets-file] reason"
    assert exceptions.of_finding(outcomes[1].findings[0], outcomes[1]) == [("at the end of the line", text)]


def test_a_cause_with_a_name_is_excepted_in_both_tables() -> None:
    entry = found("missing-entry", "requirements.txt", cause="c", exempt=[Exempt("optional", "requirements.txt")])
    lock = found(
        "missing-lock", "pyproject.toml", cause="c", exempt=[Exempt("allow-missing", "/pyproject.toml", words="w")]
    )
    outcomes = [Outcome(ENTRY, [entry]), Outcome(LOCK, [lock])]
    for outcome in outcomes:
        outcome.by_command = True
    assert merged(*outcomes) == [(LOCK, "missing-lock", "m (also missing-entry: requirements.txt)")]
    assert exceptions.of_finding(outcomes[1].findings[0], outcomes[1]) == [
        ("in pyproject.toml, [tool.backend-standards.check-lock-files] (w)", 'allow-missing = ["/pyproject.toml"]'),
        ("and in pyproject.toml, [tool.backend-standards.check-project-layout]", 'optional = ["requirements.txt"]'),
    ]


def test_a_finding_that_speaks_for_one_without_an_exception_has_none() -> None:
    facts: dict[str, Any] = {"path": "a", "commands": ["fix it"]}
    outcomes = [
        Outcome(ENV, [found("env-file", exempt=[Exempt("allow", "/a")], **facts)]),
        Outcome("require-env-ignored", [found("env-file-tracked", **facts)]),
    ]
    causes.merge(outcomes)
    assert exceptions.of_finding(outcomes[0].findings[0], outcomes[0]) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({".env": "A=1\n"}, ["env-file"], id="env-file"),
        pytest.param(
            {".env.example": f"SECRET_KEY={fakes.HEX64}\n", ".gitignore": ".env\n"},
            ["env-template-secret"],
            id="template",
        ),
        pytest.param(
            {".env.example": f"AWS_SECRET_ACCESS_KEY={fakes.AWS_SECRET}\n", ".gitignore": ".env\n"},
            ["aws-secret-access-key"],
            id="key-in-a-template",
        ),
        pytest.param(
            {
                "pyproject.toml": '[project]\nname = "a"\nversion = "1"\ndependencies = ["boto3"]\n',
                ".gitignore": ".env\n",
            },
            ["missing-lock"],
            id="no-lock",
        ),
        pytest.param(
            {
                "Dockerfile": "FROM x\nCOPY . .\nCOPY . .\n",
                "b.Dockerfile": "FROM x\nCOPY . .\n",
                ".gitignore": ".env\n",
            },
            ["env-in-docker-context"],
            id="dockerfiles",
        ),
    ],
)
def test_one_cause_is_one_finding_of_the_command(
    repository: Repository, capsys: pytest.CaptureFixture[str], files: dict[str, str], expected: Sequence[str]
) -> None:
    whole = {"README.md": "# Orders\n\nTakes orders.\n", "src/orders.py": "TOTAL = 1\n", **GATES}
    whole |= [PIPELINE]
    whole["tests/test_orders.py"] = "def test_total() -> None:\n    assert True\n"
    whole |= files if "pyproject.toml" in files else {"requirements.txt": "boto3==1.34.0\n", **files}
    for path, text in whole.items():
        repository.add(path, text)
    assert backend_standards.main(["check", "--skip=check-branch-name", "--format=json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [finding["rule"]["id"] for finding in report["findings"]] == expected
    assert Path.cwd() == repository.path

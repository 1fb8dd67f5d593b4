"""Outcomes that have all that a form of a report must hold, and a reader of SARIF."""

from __future__ import annotations

import json
from typing import Any

import jsonschema

from backend_standards.core import Exempt, Finding, Outcome, rules
from backend_standards.reporting import sarif
from support import ROOT

SARIF_SCHEMA = json.loads((ROOT / "tests" / "data/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
HOSTILE = "a b/%41\n::error::x|<b>`*\udcff\u2028é,:.py"
AWS, LAYOUT, BRANCH = "forbid-aws-keys", "check-project-layout", "check-branch-name"

EVERY = rules.every()
KEY, TOKEN = (EVERY[name] for name in ("aws-access-key-id", "aws-session-token"))
STRAY, NAME = (EVERY[name] for name in ("stray-code", "invalid-branch-name"))


def outcome(hook: str, *findings: Finding, stopped: str = "", more: int = 0) -> Outcome:
    return Outcome(hook, findings, stopped=stopped, more=more, about_files=hook != BRANCH)


OUTCOMES = [
    outcome(
        AWS,
        Finding(
            "src/a.py",
            KEY,
            "a key",
            line=3,
            column=7,
            commands=("git status", "git diff"),
            note="Rotate it.",
            exempt=(Exempt(), Exempt("allow-account", "1")),
        ),
        Finding("src/a.py", KEY, "a key", line=9, column=7),
        Finding(HOSTILE, TOKEN, HOSTILE, line=1),
    ),
    outcome(LAYOUT, Finding("lib", STRAY, "application code outside src/")),
    outcome(BRANCH, Finding("feature x", NAME, "has a space"), more=2),
    outcome("require-env-ignored"),
    outcome("forbid-env-files", stopped="git failed: no\nsuch thing"),
]


def sarif_run(outcomes: list[Outcome], prefix: str = "") -> dict[str, Any]:
    log = json.loads(sarif.render(outcomes, prefix))
    jsonschema.Draft4Validator(SARIF_SCHEMA).validate(log)
    (run,) = log["runs"]
    return dict(run)

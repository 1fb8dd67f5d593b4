"""The review under hostile input: files of a repository, reports of earlier runs, exemptions."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backend_standards.core import Stopped
from backend_standards.review import exemptions, listed
from backend_standards.standard import conditions, tools
from backend_standards.standard.checks import CHECKS
from backend_standards.standard.table import ROWS
from backend_standards.standard.verdict import STATES
from reviewing import project

PATHS = [
    "src/a.py",
    "tests/test_a.py",
    "Makefile",
    "pyproject.toml",
    "ruff.toml",
    ".pre-commit-config.yaml",
    "mypy.ini",
]
PATHS += [".github/workflows/ci.yml", "template.yaml", "requirements.txt", ".gitignore", "docs/conf.py"]
_WORDS = "FastAPI( openapi_url=None HTTPException(500 BaseSettings [tool.ruff.lint] select=['T20'] terraform deploy: boto3==1"
WORDS = st.sampled_from([*_WORDS.split(), "- id: ruff", "run: make lint", "error::ResourceWarning", *"\"'#\n\t[="])
TEXTS = st.lists(WORDS | st.text(max_size=20), max_size=30).map("".join)


@given(st.dictionaries(st.sampled_from(PATHS), TEXTS))
def test_checks_say_something_of_any_files(files: dict[str, str]) -> None:
    given_ = project({path: text.encode("utf-8", "replace").decode() for path, text in files.items()})
    found = [check(given_) for check in CHECKS.values()]
    found += [tools.decide(row.tools, given_) for row in ROWS.values() if row.tools]
    assert all(verdict.state in STATES and verdict.why for verdict in found)
    assert all(isinstance(conditions.unmet(name, given_), str) for name in conditions.NAMES)


@given(st.lists(st.text(max_size=40) | st.sampled_from(["O2: x", "M1:", "Q: y", ":", "O2"]), max_size=4))
def test_exemptions_are_read_or_refused(values: list[str]) -> None:
    with contextlib.suppress(Stopped):
        found = exemptions.read(values)
        assert all(name in ROWS and reason for name, reason in found.items())


_LEAVES = [*STATES, "complete", "failed", "M1"]
LEAF = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=6) | st.sampled_from(_LEAVES)
_KEYS = (
    "version repositories repository state problems summary lines id why places percent path in_file line column rule"
)
KEYS = st.sampled_from([*_KEYS.split(), "message", "commands", "fix", "more", *STATES])
JSON = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=20
)
WORD = st.text(st.characters() | st.sampled_from("<&|\x1b\ud800"), max_size=9)
PLACE = st.fixed_dictionaries(
    {
        "path": WORD,
        "in_file": st.booleans(),
        "line": st.none() | st.integers(0, 9),
        "column": st.none() | st.integers(0, 9),
    }
    | {"rule": WORD, "message": WORD}
)
LINE = st.fixed_dictionaries(
    {"id": st.sampled_from([*ROWS, "Z9"]), "state": st.sampled_from(STATES), "why": WORD},
    optional={"fix": WORD, "commands": st.lists(WORD, max_size=2), "places": st.lists(PLACE, max_size=2)},
)
COUNT = st.integers(0, 9)
REPORT = st.fixed_dictionaries(
    {
        "repository": WORD,
        "state": st.sampled_from(["complete", "failed"]),
        "problems": st.lists(WORD, max_size=2),
        "summary": st.fixed_dictionaries({**dict.fromkeys(STATES, COUNT), "percent": st.none() | st.integers(0, 100)}),
        "lines": st.lists(LINE, max_size=3),
    }
)


@given(st.lists(REPORT, max_size=2))
def test_a_report_can_be_shown(value: Any) -> None:
    reports = listed.from_json(json.dumps({"version": 1, "repositories": value}).encode(), "x.json")
    for form in listed.FORMATS:
        assert listed.render(form, reports, reports, "old.json").encode("utf-8", "backslashreplace")


@given(JSON)
def test_a_report_is_refused_or_can_be_shown(value: Any) -> None:
    data = json.dumps({"version": 1, "repositories": value}).encode()
    with contextlib.suppress(Stopped):
        reports = listed.from_json(data, "x.json")
        for form in listed.FORMATS:
            assert listed.render(form, reports, reports, "old.json")

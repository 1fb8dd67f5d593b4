"""The JSON Schema of [tool.backend-standards]: as the program reads the table, in each of the schema's readers."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import schema as generator
from backend_standards.core import Stopped, configuration
from backend_standards.core.options import OPTIONS
from backend_standards.core.schema import of_tool
from support import ROOT

SCRIPTS = Path(sysconfig.get_path("scripts"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SCHEMA = of_tool("backend-standards")
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
GOOD = """\
[tool.backend-standards]
skip = ["check-lock-files"]
baseline = ".standards-baseline.json"

[tool.backend-standards.env-files]
allow = "/deploy/ci.env"

[tool.backend-standards.check-commit-message]
max-header = 72
pushed = true
"""
BAD = [
    pytest.param('allow = "/deploy', 'alow = "/deploy', id="key"),
    pytest.param("env-files", "env-file", id="table"),
    pytest.param("pushed = true", 'pushed = "yes"', id="type"),
    pytest.param("skip = [", "skp = [", id="key-of-the-command"),
]


def test_it_is_up_to_date() -> None:
    assert generator.SCHEMA.read_text(encoding="utf-8") == generator.render(), "run: make catalog"


def test_it_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_this_project_keeps_it() -> None:
    VALIDATOR.validate(PYPROJECT["tool"]["backend-standards"])


def test_it_is_of_one_table() -> None:
    with pytest.raises(ValueError, match=r"\[tool.ruff\]"):
        of_tool("ruff")


def names(*more: str) -> st.SearchStrategy[str]:
    known = sorted({name for options in OPTIONS.values() for name in options} | {*OPTIONS, *more})
    return st.sampled_from(known) | st.text("abc-", min_size=1, max_size=5)


VALUES = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text("ab", max_size=2),
    st.lists(st.text("ab", max_size=2), max_size=2),
)
TABLES = st.dictionaries(
    names("commits", "branches", "env-files", "baseline", "baseline-secrets"),
    VALUES | st.dictionaries(names(), VALUES, max_size=2),
    max_size=2,
)


def written(tables: dict[str, object]) -> bytes:
    """Return a table of ours as TOML, of which JSON's scalars and lists are a part."""
    lines = []
    for name, value in tables.items():
        rows = value if isinstance(value, dict) else {"": value}
        for key, each in rows.items():
            lines.append(
                f"tool.backend-standards.{json.dumps(name)}{key and '.' + json.dumps(key)} = {json.dumps(each)}"
            )
        if not rows:
            lines.append(f"tool.backend-standards.{json.dumps(name)} = {{}}")
    return "\n".join(lines).encode()


@given(TABLES)
def test_it_takes_what_the_program_takes(tables: dict[str, object]) -> None:
    data = written(tables)
    parsed = tomllib.loads(data.decode()).get("tool", {}).get("backend-standards", {})
    try:
        configuration.of_hook(data, "forbid-env-files")
    except Stopped:
        assert not VALIDATOR.is_valid(parsed)
    else:
        VALIDATOR.validate(parsed)


@pytest.mark.parametrize(("part", "wrong"), [pytest.param("", "", id="good"), *BAD])
def test_check_jsonschema(tmp_path: Path, part: str, wrong: str) -> None:
    table = tomllib.loads(GOOD.replace(part, wrong) if part else GOOD)["tool"]["backend-standards"]
    (tmp_path / "table.json").write_text(json.dumps(table), encoding="utf-8")
    command = [str(SCRIPTS / "check-jsonschema"), "--schemafile", str(generator.SCHEMA), str(tmp_path / "table.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == bool(part), done.stdout + done.stderr


@pytest.mark.parametrize(("part", "wrong"), [pytest.param("", "", id="good"), *BAD])
def test_validate_pyproject(tmp_path: Path, part: str, wrong: str) -> None:
    text = '[project]\nname = "shop"\nversion = "1.0.0"\n\n' + (GOOD.replace(part, wrong) if part else GOOD)
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "validate_pyproject", str(tmp_path / "pyproject.toml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == bool(part), done.stdout + done.stderr
    assert not part or "tool.backend-standards" in done.stdout + done.stderr

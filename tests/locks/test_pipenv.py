"""Pipfile.lock beside Pipfile."""

from __future__ import annotations

import json
import tomllib

import pytest

from backend_standards.locks import pipenv as pipenv_tool
from locking import PIPFILE, judge, told


def pipenv(manifest: str, *, old: bool = False) -> str:
    tables = tomllib.loads(manifest)
    hashes = list(pipenv_tool.hashes_of(tables, None))
    meta = {
        "hash": {"sha256": hashes[old]},
        "pipfile-spec": 6,
        "requires": tables["requires"],
        "sources": tables["source"],
    }
    pins = {"default": {"requests": {"version": "==2.32"}}, "develop": {"pytest": {"version": "==8.0"}}}
    return json.dumps({"_meta": meta, **pins})


@pytest.mark.parametrize("old", [False, True])
def test_pipfile_up_to_date(old: bool) -> None:
    assert told({"Pipfile": PIPFILE, "Pipfile.lock": pipenv(PIPFILE, old=old)}) == []


def test_pipfile_renamed_to_the_same_name() -> None:
    assert told({"Pipfile": PIPFILE.replace("Requests", "requests"), "Pipfile.lock": pipenv(PIPFILE)}) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param((">=2.31", ">=2.33"), "Pipfile asks for requests>=2.33, but the lock has 2.32", id="specifier"),
        pytest.param(
            ("[dev-", 'six = "*"\n[dev-'), "asks for six, which the lock does not have in default", id="added"
        ),
        pytest.param(("pytest =", "ruff ="), "asks for ruff, which the lock does not have in develop", id="dev"),
        pytest.param(
            ('"3.11"', '"3.12"'), "requires python_version 3.12, but the lock is for python_version 3.11", id="python"
        ),
        pytest.param(("/simple", "/other"), "Pipfile has other sources than the lock", id="source"),
        pytest.param((">=2.31", ">=2.30"), "the hash is not that of Pipfile", id="cause-unknown"),
    ],
)
def test_pipfile_out_of_date(change: tuple[str, str], words: str) -> None:
    (finding,) = judge({"Pipfile": PIPFILE.replace(*change), "Pipfile.lock": pipenv(PIPFILE)})
    assert (finding.path, finding.rule.id, finding.commands) == (
        "Pipfile.lock",
        "stale-lock",
        ("pipenv lock && git add Pipfile.lock",),
    )
    assert words in finding.message

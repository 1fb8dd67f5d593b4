"""What the hooks about Python code answer to small projects with and without a fault."""

from __future__ import annotations

import ast

import pytest

import python_cases
from backend_standards import backend_standards
from backend_standards.core.catalog import TEXTS
from python_cases import KINDS, Case, Kind
from support import Repository

LEAST = 8
"""Cases of a verdict and a kind."""
WRONG = {("api-schemas", "dict-of-anything-out"): "an answer of literals needs no schema"}
"""By kind and case, why the hook does not answer as the case says."""


def each(kinds: list[Kind]) -> list[object]:
    return [
        pytest.param(case, id=f"{case.kind.name}-{case.name}") for kind in kinds for case in python_cases.cases(kind)
    ]


@pytest.mark.parametrize("case", each([kind for kind in KINDS if kind.hook in TEXTS]))
def test_answers(repository: Repository, case: Case) -> None:
    table = f"[tool.backend-standards.{case.kind.hook}]\n{case.kind.options}\n"
    for path, text in {"pyproject.toml": table, **case.files}.items():
        repository.write(path, text)
    repository.git("add", "--all")
    is_right = (case.kind.name, case.name) not in WRONG
    assert backend_standards.main(["check", f"--hook={case.kind.hook}"]) == (case.is_bad is is_right)


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in KINDS])
def test_the_cases_are_in_order(kind: Kind) -> None:
    cases = python_cases.cases(kind)
    assert len({case.name for case in cases}) == len(cases)
    assert min(sum(case.is_bad is verdict for case in cases) for verdict in (True, False)) >= LEAST
    for case in cases:
        for path, text in case.files.items():
            assert not path.endswith(".py") or ast.parse(text), case.name
    known = {(case.kind.name, case.name) for kind in KINDS for case in python_cases.cases(kind)}
    assert set(WRONG) <= known

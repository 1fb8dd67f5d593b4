"""What the hooks about infrastructure and projects answer to small repositories with and without a fault."""

from __future__ import annotations

import ast
import json

import pytest
import yaml

import project_cases
from backend_standards import backend_standards
from project_cases import KINDS
from python_cases import Case, Kind
from support import Repository

LEAST = 12
"""Cases of a verdict and a kind."""
WRONG = {
    ("latest-images", "dockerfile-latest"): "Dockerfiles are left to hadolint",
    ("latest-images", "dockerfile-without-tag"): "Dockerfiles are left to hadolint",
}
"""By kind and case, why the hook does not answer as the case says."""


def each() -> list[object]:
    return [pytest.param(case, id=f"{kind.name}-{case.name}") for kind in KINDS for case in project_cases.cases(kind)]


@pytest.mark.parametrize("case", each())
def test_answers(repository: Repository, case: Case) -> None:
    table = f"[tool.backend-standards.{case.kind.hook}]\n{case.kind.options}\n"
    for path, text in {"pyproject.toml": table, **case.files}.items():
        repository.write(path, text)
    repository.git("add", "--all")
    is_right = (case.kind.name, case.name) not in WRONG
    assert backend_standards.main(["check", f"--hook={case.kind.hook}"]) == (case.is_bad is is_right)


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in KINDS])
def test_the_cases_are_in_order(kind: Kind) -> None:
    cases = project_cases.cases(kind)
    assert len({case.name for case in cases}) == len(cases)
    assert min(sum(case.is_bad is verdict for case in cases) for verdict in (True, False)) >= LEAST
    for case in cases:
        for path, text in case.files.items():
            if path.endswith(".py"):
                assert ast.parse(text) is not None, case.name
            elif path.endswith(".json"):
                assert json.loads(text) is not None, case.name
            elif path.endswith((".yml", ".yaml")) and "!" not in text:
                assert list(yaml.safe_load_all(text)), case.name
    known = {(case.kind.name, case.name) for kind in KINDS for case in project_cases.cases(kind)}
    assert set(WRONG) <= known

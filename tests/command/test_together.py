"""Several hooks over the files of one run."""

from __future__ import annotations

import pytest

from backend_standards.code import source
from backend_standards.code.tree import Tree
from backend_standards.command import modules, selection
from backend_standards.core.catalog import TEXTS
from support import Repository

CODE = """
def load(client):
    try:
        client.attach_role_policy(PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    except Exception:
        pass
"""
TERRAFORM = (
    'resource "aws_iam_role_policy_attachment" "a" {\n  policy_arn = "arn:aws:iam::aws:policy/IAMFullAccess"\n}\n'
)


def test_a_file_is_parsed_once(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.add("a.py", CODE)
    repository.add("main.tf", TERRAFORM)
    parsed: list[bytes] = []
    parse = source._parse

    def counted(data: bytes) -> Tree | source.Fault:
        parsed.append(data)
        return parse(data)

    monkeypatch.setattr(source, "_parse", counted)
    files = {hook: ["a.py"] for hook in TEXTS if modules.parses_files(hook)}
    outcomes = selection.run({**files, "forbid-admin-policies": ["a.py", "main.tf"]})
    found = {(each.path, each.rule.id) for outcome in outcomes for each in outcome.findings}
    assert {("a.py", "admin-managed-policy"), ("main.tf", "broad-managed-policy"), ("a.py", "swallowed-error")} == found
    assert parsed == [CODE.encode()]

from __future__ import annotations

import json

import pytest

import fakes
from secret_samples import RANDOM, SEALED, rules, state


@pytest.mark.parametrize(
    ("path", "content", "refused"),
    [
        pytest.param("terraform.tfstate", state(resources=[{"type": "aws_vpc"}]), True, id="resources"),
        pytest.param("a.tfstate.backup", state(resources=[{"type": "aws_vpc"}]), True, id="backup"),
        pytest.param("a.tfstate", state(outputs={"p": {"value": "x", "sensitive": True}}), True, id="sensitive-output"),
        pytest.param("a.tfstate", json.dumps({"version": 3, "modules": [{"resources": {"a": {}}}]}), True, id="version-3"),
        pytest.param("a.tfstate", state(outputs={"token": {"value": fakes.GITHUB}}), True, id="key-shape-in-an-output"),
        pytest.param("a.tfstate", '<<<<<<< HEAD\n{"resources": [', True, id="no-json"),
        pytest.param("a.tfstate", "[" * 100_000 + '"resources"', True, id="too-deep"),
        pytest.param("a.tfstate", state().encode("utf-16"), False, id="empty"),
        pytest.param("a.tfstate", state(outputs={"url": {"value": "https://x.acme-corp.io"}}), False, id="open-output"),
        pytest.param("a.tfstate", json.dumps({"version": 3, "modules": [{"resources": {}}, 1]}), False, id="version-3-empty"),
        pytest.param("a.tfstate", json.dumps({"meta": {"key_provider.pbkdf2.my_passphrase": RANDOM}, "encrypted_data": RANDOM * 9}), False, id="opentofu-encrypted"),
        pytest.param("a.tfstate", "", False, id="no-content"),
        pytest.param("a.tfstate.lock.info", '{"ID": "x", "Operation": "OperationTypeApply"}', False, id="lock"),
        pytest.param("a.tfstate", (SEALED / "git-crypt").read_bytes(), False, id="git-crypt"),
    ],
)  # fmt: skip
def test_terraform_state(path: str, content: bytes | str, *, refused: bool) -> None:
    found = rules(path, content)
    assert [rule.partition(":")[0] for rule in found] == ["terraform-state-file"] * refused

"""pdm.lock beside pyproject.toml."""

from __future__ import annotations

import tomllib

from backend_standards.locks import pdm as pdm_tool
from locking import judge, project, told


def pdm(manifest: str) -> str:
    content_hash = next(pdm_tool.hashes_of(tomllib.loads(manifest)))
    return (
        f'[metadata]\ngroups = ["default"]\nlock_version = "4.5.0"\ncontent_hash = "sha256:{content_hash}"\n\n'
        '[[package]]\nname = "requests"\nversion = "2.32"\n'
    )


def test_pdm() -> None:
    assert told({"pyproject.toml": project(), "pdm.lock": pdm(project())}) == []
    (finding,) = judge({"pyproject.toml": project('"requests>=3"'), "pdm.lock": pdm(project())})
    assert finding.commands == ("pdm lock && git add pdm.lock",)
    assert finding.message == "pyproject.toml asks for requests>=3, but the lock has 2.32"
    (finding,) = judge({"pyproject.toml": project('"requests>=2"'), "pdm.lock": pdm(project())})
    assert finding.message == "the content_hash is not that of pyproject.toml"

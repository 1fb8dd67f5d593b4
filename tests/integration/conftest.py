from __future__ import annotations

import os

import pytest

from consumers import SCRIPTS


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings of the tools: where they keep environments, and where prek finds uv, which it would download."""
    folder = tmp_path_factory.mktemp("homes")
    path = f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"
    return {"PRE_COMMIT_HOME": str(folder / "pre-commit"), "PREK_HOME": str(folder / "prek"), "PATH": path}


@pytest.fixture(params=["pre-commit", "prek"])
def tool(request: pytest.FixtureRequest, homes: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in homes.items():
        monkeypatch.setenv(name, value)
    name = str(request.param)
    assert (SCRIPTS / name).exists() or (SCRIPTS / f"{name}.exe").exists(), (
        f"{name} is not installed beside this Python"
    )
    return name

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from consumers import SCRIPTS

if TYPE_CHECKING:
    pass


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("homes")
    return {"PRE_COMMIT_HOME": str(folder / "pre-commit"), "PREK_HOME": str(folder / "prek")}


@pytest.fixture(params=["pre-commit", "prek"])
def tool(request: pytest.FixtureRequest, homes: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in homes.items():
        monkeypatch.setenv(name, value)
    name = str(request.param)
    assert (SCRIPTS / name).exists() or (SCRIPTS / f"{name}.exe").exists(), (
        f"{name} is not installed beside this Python"
    )
    return name

"""Which files may ask for a least coverage: only these have CI followed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from backend_standards.project import task_files


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("pyproject.toml", "[tool.coverage.report]\nfail_under = 85\n", False, id="setting"),
        pytest.param("tox.ini", "[coverage:report]\nfail_under = 85\n", False, id="setting-of-tox"),
        pytest.param("pyproject.toml", 'test = "coverage report --fail-under=85"\n', True, id="task"),
        pytest.param("tox.ini", "commands = pytest --cov-fail-under=85\n", True, id="environment"),
        pytest.param("Makefile", "test:\n\tcoverage report --fail-under=85\n", True, id="make"),
        pytest.param(".github/workflows/test.yml", "with: {fail_under: 85}\n", True, id="input"),
        pytest.param(".github/workflows/test.yml", "run: pytest\n", False, id="nothing"),
    ],
)
def test_mention_gates(path: str, text: str, expected: bool) -> None:
    def read(paths: Sequence[str]) -> dict[str, bytes]:
        return {each: text.encode() for each in paths if each == path}

    assert task_files.mention_gates([path, "src/app.py"], read) is expected

"""Any text, given to the readers of formats."""

from __future__ import annotations

from hypothesis import given

from backend_standards.core import text as core_text
from backend_standards.readers import docker
from fuzzing import (
    TEXTS,
)


@given(TEXTS, TEXTS)
def test_any_dockerfile(dockerfile: str, dockerignore: str) -> None:
    for copy in docker.copies(core_text.lines(dockerfile)):
        copy.takes(".env")
    assert docker.is_ignored([*core_text.lines(dockerignore), ".env"], ".env")

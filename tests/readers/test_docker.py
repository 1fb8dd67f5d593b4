from __future__ import annotations

import pytest

from backend_standards.readers.docker import is_dockerfile


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Dockerfile", True),
        ("a/dockerfile", True),
        ("Dockerfile.dev", True),
        ("Dockerfile-dev", True),
        ("Dockerfile_prod", True),
        ("api.Dockerfile", True),
        ("Containerfile", True),
        ("Dockerfile.dockerignore", False),
        ("Dockerfile.md", False),
        ("dockerfile_parser.py", False),
        ("docker-compose.yml", False),
    ],
)
def test_is_dockerfile(path: str, *, expected: bool) -> None:
    assert is_dockerfile(path) is expected

"""What the tests of the project's layout share: trees that are done, and what the hook finds in others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from backend_standards.check_project_layout import check, main
from backend_standards.core import Finding
from backend_standards.layout.tree import Settings
from support import Repository, places

TEST = b"def test_a():\n    assert True\n"
CODE = b"VALUE = 1\n"
README = b"# Shop\n\nTakes orders and sends them to the warehouse.\n"
PINS = b"boto3==1.34.0\n"
DONE = "src/app/api.py tests/test_api.py README.md requirements.txt"
"""What the default profile asks for; most trees of the tests are this and something else."""
STRICT = (
    "src/app/a.py src/config/settings.py src/services/s3.py src/models/user.py src/utils/text.py src/main.py "
    "tests/test_a.py scripts/deploy.sh requirements.txt README.md"
)


def found(
    paths: str | Sequence[str], settings: Settings | None = None, contents: Mapping[str, bytes] | None = None
) -> list[Finding]:
    """Return the findings about tracked paths; ``path=test``, ``path=code`` and ``path=empty`` say what a path holds.

    What is not said holds what its name promises.
    """
    given = paths.split() if isinstance(paths, str) else list(paths)
    held = dict(contents or {})
    plain = []
    for path in given:
        name, mark, what = path.rpartition("=")
        plain.append(name if mark else path)
        if mark:
            held[name] = {"test": TEST, "code": CODE, "empty": b""}[what]

    def read(asked: Sequence[str]) -> dict[str, bytes]:
        return {each: held.get(each, content(each)) for each in asked}

    return list(check(plain, settings or Settings(), read))


def put(repository: Repository, paths: str | Sequence[str]) -> None:
    """Stage files, each with what its name promises; ``path=empty`` stages an empty one."""
    for path in paths.split() if isinstance(paths, str) else paths:
        name, mark, _ = path.rpartition("=")
        repository.add(name if mark else path, b"" if mark else content(path))


def content(path: str) -> bytes:
    """Return what a file of this name holds in a project that is done."""
    name = path.rpartition("/")[2]
    if name.startswith("test_"):
        return TEST
    if name.lower().startswith("readme"):
        return README
    return PINS if name.endswith((".txt", ".in", ".lock", ".toml")) else b""


def judged(
    paths: str | Sequence[str], settings: Settings | None = None, contents: Mapping[str, bytes] | None = None
) -> list[str]:
    """Return "path: rule" for each finding, sorted."""
    return sorted(f"{finding.path}: {finding.rule.id}" for finding in found(paths, settings, contents))


def findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Run the hook here and return "place: rule" for each finding."""
    code = main(arguments)
    captured = capsys.readouterr()
    assert code != 2, captured.err
    assert code == bool(captured.out)
    return [": ".join(line.split(": ")[:2]) for line in places(captured.out)]

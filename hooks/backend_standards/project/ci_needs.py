"""Which checks the files of a project ask for. Runs on every path, and imports next to nothing."""

from __future__ import annotations

from backend_standards.core import is_template
from backend_standards.layout import VENDORED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_NO_CODE = frozenset("docs doc examples example samples sample".split()) | VENDORED | {".venv", ".tox", ".nox"}
"""Folders whose Python files are none of the project's own code."""
_NO_IMAGE = frozenset(
    "dev development local test tests testing e2e docs doc examples example samples sample .devcontainer devcontainer "
    ".github .gitlab .circleci ci .ci fixtures testdata test-data benchmark benchmarks tools".split()
)
"""Folders, and last words of names, of images that are not deployed."""
_NO_DOCKERFILE = frozenset("py md rst txt yml yaml json toml ts js sh html dockerignore".split())
"""Suffixes of files that are only named after a Dockerfile."""


def has_python(paths: Iterable[str]) -> bool:
    """Return whether a project has Python code of its own."""
    return any(path.endswith(".py") and _is_own(path) for path in paths)


def _is_own(path: str) -> bool:
    return _NO_CODE.isdisjoint(path.lower().split("/")[:-1]) and not is_template(path)


def dockerfiles(paths: Iterable[str]) -> list[str]:
    """Return the Dockerfiles of images that are deployed."""
    found = []
    for path in paths:
        if "ockerfile" in path or "ontainerfile" in path or "OCKERFILE" in path:
            *folders, name = path.lower().split("/")
            stem, _, last = name.rpartition(".")
            is_file = name in ("dockerfile", "containerfile") or "dockerfile" in (stem.partition(".")[0], last)
            words = {*folders, *name.replace("-", ".").replace("_", ".").split(".")}
            is_file = is_file and last not in _NO_DOCKERFILE
            if is_file and words.isdisjoint(_NO_IMAGE) and _is_own(path):
                found.append(path)
    return found

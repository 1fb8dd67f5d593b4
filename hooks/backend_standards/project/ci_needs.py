"""Which checks the files of a project ask for. Runs on every path, and imports next to nothing."""

from __future__ import annotations

from backend_standards.core import is_template
from backend_standards.layout import VENDORED
from backend_standards.readers.ci_files import containing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NO_CODE = frozenset("docs doc examples example samples sample".split()) | VENDORED | {".venv", ".tox", ".nox"}
"""Folders whose Python files are none of the project's own code."""
_NO_IMAGE = frozenset(
    "dev development local test tests testing e2e docs doc examples example samples sample .devcontainer devcontainer "
    ".github .gitlab .circleci ci .ci fixtures testdata test-data benchmark benchmarks tools".split()
)
"""Folders, and last words of names, of images that are not deployed."""
_TASK_FILES = frozenset(
    "Makefile makefile GNUmakefile justfile .justfile tox.ini noxfile.py package.json pyproject.toml setup.cfg "
    "tasks.py .pre-commit-config.yaml prek.toml docker-compose.yml docker-compose.yaml compose.yml compose.yaml".split()
)
_TASK_ENDS = (".sh", ".mk", *_TASK_FILES)
_DEEPEST_SCRIPTS = 3
"""Folders above a script of CI, at most."""
_NO_DOCKERFILE = frozenset("py md rst txt yml yaml json toml ts js sh html dockerignore in j2 tmpl tpl".split())
"""Suffixes of files that are only named after a Dockerfile, or are templates of one."""


def has_python(paths: Iterable[str]) -> bool:
    """Return whether a project has Python code of its own."""
    return any(path.endswith(".py") and _is_own(path) for path in paths)


def of_tasks(paths: Sequence[str]) -> list[str]:
    """Return the files that probably say what the commands of CI run, by their names."""
    return [path for path in paths if path.endswith(_TASK_ENDS) and _is_of_tasks(path)]


def _is_of_tasks(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    if name.endswith((".sh", ".mk")):
        return folder.count("/") < _DEEPEST_SCRIPTS
    return name in _TASK_FILES and (not folder or _NO_CODE.isdisjoint(folder.lower().split("/")))


def _is_own(path: str) -> bool:
    return _NO_CODE.isdisjoint(path.lower().split("/")[:-1]) and not is_template(path)


def dockerfiles(paths: Sequence[str]) -> list[str]:
    """Return the Dockerfiles of images that are deployed."""
    found = []
    for path in containing(paths, ("dockerfile", "containerfile")):
        *folders, name = path.lower().split("/")
        stem, _, last = name.rpartition(".")
        is_file = name in ("dockerfile", "containerfile") or "dockerfile" in (stem.partition(".")[0], last)
        words = {*folders, *name.replace("-", ".").replace("_", ".").split(".")}
        is_file = is_file and last not in _NO_DOCKERFILE
        if is_file and words.isdisjoint(_NO_IMAGE) and _is_own(path):
            found.append(path)
    return found

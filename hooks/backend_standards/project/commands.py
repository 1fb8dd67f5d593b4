"""Where a project's commands are documented: a Makefile, a justfile, or another runner of tasks.

Sources: the documentation of GNU make, just, Task, nox, tox, invoke, Poe the Poet, Hatch, PDM, taskipy, pipenv, mise,
Pixi and npm. Imported only where the commands are asked for.
"""

from __future__ import annotations

import re

from backend_standards.layout import VENDORED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backend_standards.project.readme import Document

_MAKEFILES = ("makefile", "gnumakefile", "justfile", ".justfile")
_RUNNERS = frozenset(
    "noxfile.py toxfile.py tox.ini tox.toml tasks.py dodo.py duties.py fabfile.py pavement.py taskfile.yml "
    "taskfile.yaml taskfile.dist.yml taskfile.dist.yaml earthfile rakefile magefile.go dagger.json pants.toml".split()
)
"""Files of runners that hold nothing but tasks, in lower case."""
_TABLES = {
    "pyproject.toml": (
        "tool.poe",
        "tool.pdm.scripts",
        "tool.taskipy",
        "tool.rye.scripts",
        "tool.tox",
        "tool.hatch.envs",
        "tool.pixi.tasks",
    ),
    "setup.cfg": ("tox:", "testenv"),
    "pipfile": ("scripts",),
    "mise.toml": ("tasks",),
    ".mise.toml": ("tasks",),
    "hatch.toml": ("envs",),
    "pixi.toml": ("tasks", "feature"),
    "poe_tasks.toml": ("tool.poe", "tasks"),
}
"""Files of settings, in lower case, and how the header of a table of tasks begins."""
_NAMES = _RUNNERS.union(_MAKEFILES, _TABLES, ("package.json",))
_MANIFESTS = frozenset("pyproject.toml setup.py pipfile requirements.txt requirements.in manage.py".split())
_OTHERS = VENDORED.union("docs doc examples example tests test".split())
"""Folders whose commands are not those of the project."""
_MOST_FILES = 200
_FOLDERS = ("script", "scripts", "bin", "dev", "tools", "ci", ".ci")
_TASKS = frozenset("test tests lint setup bootstrap build format run dev server check checks start install".split())
"""Names of scripts for one's daily work ("scripts to rule them all")."""
_CHECKS = frozenset("test tests lint format check checks".split())
"""Words of the name of such a script: ``run-local-tests.sh``."""
_BY_HAND = re.compile(
    r"(?:^|[\s`$&;(])(pytest|mypy|ruff|flake8|pylint|black|isort|bandit|pip-audit|docker build|docker run|"
    r"python3? -m (?:pytest|unittest|mypy)|coverage run|uvicorn|gunicorn|flask run|fastapi (?:dev|run)|"
    r"sam (?:build|deploy)|cdk deploy|terraform apply|serverless deploy|alembic upgrade|"
    r"(?:\./)?manage\.py \w+)(?=[\s`.,;:)]|$)"
)
_FEW = 2
"""From so many commands on a README shows how the project is worked on by hand."""


def documented(paths: Sequence[str], root: str, read: Callable[[Sequence[str]], Mapping[str, bytes]]) -> str:
    """Return the file of a root that documents the commands, or "" if there is none."""
    at = len(root)
    asked = []
    found = (path[at:].lower().rpartition("/") for path in paths if path.startswith(root))
    projects = frozenset(folder for folder, _, name in found if folder and name in _MANIFESTS)
    for path in paths:
        if not path.startswith(root):
            continue
        folder, slash, name = path[at:].lower().rpartition("/")
        if slash and folder in _FOLDERS and _is_task(name.partition(".")[0]):
            return path
        if slash and not (name in _NAMES and _is_project(folder, projects)):
            continue
        if name in _RUNNERS:
            return path
        if name in _NAMES:
            asked.append(path)
    contents = read(asked[:_MOST_FILES])
    for path in asked:
        if _has_tasks(path.rpartition("/")[2].lower(), contents.get(path, b"")):
            return path
    return ""


def _is_task(stem: str) -> bool:
    """Return whether the name of a script is one for one's daily work."""
    return stem in _TASKS or not _CHECKS.isdisjoint(stem.replace("_", "-").split("-"))


def _is_project(folder: str, projects: frozenset[str]) -> bool:
    """Return whether a folder, in lower case, is a project of its own, whose commands are documented there."""
    return folder in projects and not _OTHERS.intersection(folder.split("/"))


def _has_tasks(name: str, data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    if name == "package.json":
        return '"scripts":{' in "".join(text.split())
    lines = text.splitlines()
    beginnings = _TABLES.get(name)
    if beginnings:
        headers = [line.strip().strip("[] \"'") for line in lines if line.strip().startswith("[")]
        return any(header.startswith(beginnings) for header in headers)
    return any(_is_target(line) for line in lines)


def _is_target(line: str) -> bool:
    """Return whether a line of a Makefile or justfile begins a target, or includes more of them."""
    if line.startswith(("include ", "-include ", "import ", "mod ")):
        return True
    name, colon, rest = line.partition(":")
    is_variable = "=" in name or rest.lstrip(":").startswith("=")
    return bool(colon and not is_variable and name[:1] not in ("\t", " ", "#", ".", ""))


def by_hand(document: Document) -> dict[str, int]:
    """Return the commands that a README tells its readers to run, with their lines; few are none."""
    found: dict[str, int] = {}
    for section in document.sections:
        for line in section.lines:
            if line.is_code or "`" in line.text:
                for match in _BY_HAND.finditer(line.text):
                    found.setdefault(match[1].removeprefix("./"), line.number)
    return found if len(found) >= _FEW else {}

"""How each manager of dependencies installs a project, and runs a program in its environment."""

from __future__ import annotations

import re

from backend_standards.standard import versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.init.seen import Seen

RUNTIME = ("boto3", "botocore", "pydantic", "pydantic-settings", "python-json-logger")
"""What the code of every new project imports."""
OF_FRAMEWORK = {"fastapi": ("fastapi", "uvicorn"), "flask": ("flask", "gunicorn")}
TOOLS = ("black", "deptry", "mypy", "pip-audit", "pytest", "pytest-cov", "ruff")
"""What CI runs."""
MORE_TOOLS = ("pytest-socket", "types-boto3", "types-boto3-secretsmanager")
"""What a new project has besides."""
_OF_SERVICE = (
    "requirements.txt",
    *(
        f"requirements/{name}.txt"
        for name in "requirements base production prod main common default runtime app".split()
    ),
)
_OF_TOOLS = re.compile(
    r"^(requirements[-_.](for[-_])?(dev|test|tests|testing|ci|lint)\w*\.txt|(dev|test|tests|ci)[-_.]requirements\.txt|"
    r"requirements/(dev|test|tests|local|ci|development|testing)\w*\.txt)$"
)


class Manager:
    """One manager of dependencies.

    ``install`` are the commands of a fresh checkout, ``run`` goes before a program, ``lock`` writes the lock.
    """

    __slots__ = ("install", "lock", "name", "run")

    def __init__(self, name: str, install: Sequence[str], run: str, lock: str = "") -> None:
        self.name = name
        self.install = list(install)
        self.run = run
        self.lock = lock


def manager_of(name: str, seen: Seen) -> Manager:
    """Return a manager for a repository: of one with code, with what is there."""
    lacking = [] if seen.is_blank else [tool for tool in TOOLS if not names_tool(seen, tool)]
    tools = " ".join(f"{tool}=={versions.PACKAGES[tool]}" for tool in lacking)
    version = versions.MANAGERS.get(name, "")
    if name == "uv":
        extras = " --all-extras" if "[project.optional-dependencies]" in seen.text("pyproject.toml") else ""
        locked = " --locked" if seen.is_blank or seen.has("uv.lock") else ""
        return Manager(
            name, _all(f"uv sync{locked}{extras}", tools and f"uv pip install {tools}"), "uv run ", "uv lock"
        )
    if name == "poetry":
        sync = "poetry sync" if seen.is_blank else "poetry install --no-interaction --all-extras"
        more = tools and f"poetry run pip install {tools}"
        return Manager(name, _all(f"pip install poetry=={version}", sync, more), "poetry run ", "poetry lock")
    if name == "pdm":
        more = tools and f"pdm run python -m ensurepip && pdm run python -m pip install {tools}"
        return Manager(name, _all(f"pip install pdm=={version}", "pdm sync --dev", more), "pdm run ", "pdm lock")
    if name == "pipenv":
        more = tools and f"pipenv run pip install {tools}"
        return Manager(
            name, _all(f"pip install pipenv=={version}", "pipenv sync --dev", more), "pipenv run ", "pipenv lock"
        )
    if seen.is_blank:
        return Manager(name, ["pip install -r requirements.txt -r requirements-dev.txt"], "")
    project = _pip(seen)
    return Manager(name, _all(project, tools and f"pip install {tools}") if project else [], "")


def _pip(seen: Seen) -> str:
    files = [path for path in _OF_SERVICE if path in seen.paths][:1]
    if not files and seen.has("requirements.in"):
        files = ["requirements.txt"]  # to be compiled
    files += [path for path in seen.paths if _OF_TOOLS.search(path)][:1]
    if files:
        return "pip install " + " ".join(f"-r {path}" for path in files)
    is_package = seen.has("setup.py") or re.search(r"(?m)^\[project\]", seen.text("pyproject.toml"))
    return "pip install -e ." if is_package else ""


def names_tool(seen: Seen, tool: str) -> bool:
    """Return whether a manifest names a tool as a package: not as a table of settings, nor in a comment."""
    texts = (re.sub(r"(?m)(^|[ \t])#.*$", "", seen.text(path)) for path in seen.manifests)
    return any(re.search(rf"(?<![\w.-]){tool}(?![\w.-])", text) for text in texts)


def _all(*commands: str) -> list[str]:
    return [command for command in commands if command]

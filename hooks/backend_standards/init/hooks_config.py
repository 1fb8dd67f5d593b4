"""The entries of ``.pre-commit-config.yaml``. A hook that is there in any form is left as it is, with its version."""

from __future__ import annotations

import re

from backend_standards.core import Stopped, disk
from backend_standards.init import additions, steps, tables
from backend_standards.init.additions import CannotAdd
from backend_standards.init.managers import names_tool
from backend_standards.init.steps import ADD, DIFFERS, LEAVE, WRITE, Step
from backend_standards.standard import templates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backend_standards.init.project import Project

PATH = ".pre-commit-config.yaml"
_OTHER = ".pre-commit-config.yml"
_OURS = ("check-branch-name", "check-commit-message", "check-push", "backend-standards")
"""The last one runs every hook that judges files or the tree."""
_ENTRIES = {
    "standards": r"backend-standards|forbid-aws-keys|forbid-env-files",
    "ruff": r"ruff(-check)?|flake8|pylint|prospector|pylama",
    "black": r"black(-jupyter)?|ruff-format|yapf|autopep8|blue|darker",
    "mypy": r"mypy|pyright|basedpyright|pyrefly|ty",
    "gitleaks": r"gitleaks(-docker|-system)?|detect-secrets|trufflehog|ggshield",
    "hadolint": r"hadolint(-docker|-py)?",
    "zizmor": r"zizmor",
    "check-github": r"check-github-workflows|actionlint(-docker|-system|-py)?",
    "check-gitlab": r"check-gitlab-ci",
}
"""By entry of ours, the ids of hooks that do its work already."""
_LINES = {"standards": ("M1", "M2"), "ruff": ("Y1",), "black": ("Y1",), "mypy": ("Y2",), "gitleaks": ("M2",)}
_ID = re.compile(r"(?m)^[ \t]{0,40}(?:-[ \t]{1,10})?(?:id|\"id\"):[ \t]{0,10}[\"']?([\w.-]+)")


def steps_of(project: Project, filled: Mapping[str, str]) -> Iterator[Step]:
    """Yield the step of the configuration of pre-commit."""
    if project.seen.below:
        yield Step(LEAVE, PATH, ("G19",), "belongs to the repository's root: run it there")
        return
    path = _OTHER if project.seen.has(_OTHER) and not project.seen.has(PATH) else PATH
    if reason := steps.obstacle(path):
        yield Step(LEAVE, path, ("G19",), reason)
        return
    try:
        data = disk.settings(path)
    except Stopped as stopped:
        yield Step(LEAVE, path, ("G19",), str(stopped))
        return
    ids = ids_in(data.decode("utf-8", "replace")) if data else []
    entries = _entries(project, filled, ids)
    lines = tuple(dict.fromkeys(line for name in entries for line in _LINES.get(name, ()))) or ("G19",)
    words = ", ".join(entries)
    if data is None:
        repos = "".join(f"{'  ' if line else ''}{line}\n" for text in entries.values() for line in text.splitlines())
        text = templates.filled("pre-commit-config.yaml", {**filled, "repos": repos})
        yield Step(WRITE, path, lines, words, new=text.encode())
        return
    if not entries:
        yield Step(LEAVE, path, lines, "has every hook")
        return
    try:
        new = additions.entries(data, "repos", list(entries.values()))
    except CannotAdd as error:
        yield Step(DIFFERS, path, lines, f"{error}; it lacks {words}", hints="".join(entries.values()).splitlines())
        return
    yield Step(ADD, path, lines, words, old=data, new=new)


def ids_in(text: str) -> list[str]:
    """Return the ids of the hooks that a configuration names."""
    return _ID.findall(text)


def _entries(project: Project, filled: Mapping[str, str], ids: list[str]) -> dict[str, str]:
    """Return the texts of the entries that are missing."""
    ours = "\n".join(f"    - id: {each}" for each in _OURS)
    filled = {**filled, "hook-ids": ours}
    has_python = not project.seen.is_foreign
    wanted = {
        "standards": True,
        "ruff": has_python
        and project.wants("ruff")
        and not tables.elsewhere(project, "ruff").startswith((".flake8", ".pylintrc")),
        "black": has_python and project.wants("black"),
        "mypy": project.wants("mypy") and (project.seen.is_new or names_tool(project.seen, "mypy")),
        "gitleaks": project.wants("gitleaks"),
        "hadolint": project.wants("hadolint") and project.has_images,
        "zizmor": project.wants("zizmor") and project.ci == "github",
        "check-github": project.wants("check-jsonschema") and project.ci == "github",
        "check-gitlab": project.wants("check-jsonschema") and project.ci == "gitlab",
    }
    return {
        name: templates.filled(f"hooks/{name}.yaml", filled)
        for name, is_wanted in wanted.items()
        if is_wanted and not any(re.fullmatch(_ENTRIES[name], each) for each in ids)
    }

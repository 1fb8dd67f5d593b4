"""The tables of ``pyproject.toml``, and the settings of flake8."""

from __future__ import annotations

import os

from backend_standards.core import PYPROJECT, toml
from backend_standards.init import additions, steps, values
from backend_standards.init.additions import CannotAdd
from backend_standards.init.steps import ADD, DIFFERS, LEAVE, WRITE, Step
from backend_standards.standard import templates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from backend_standards.init.project import Project

_ELSEWHERE: dict[str, tuple[tuple[str, str], ...]] = {
    "ruff": (
        *(("ruff.toml", ""), (".ruff.toml", ""), (".flake8", ""), ("setup.cfg", "[flake8]"), ("tox.ini", "[flake8]")),
        *((".pylintrc", ""), ("pylintrc", ""), (PYPROJECT, "[tool.pylint"), (PYPROJECT, "[tool.flake8")),
    ),
    "mypy": (
        *(("mypy.ini", ""), (".mypy.ini", ""), ("setup.cfg", "[mypy]"), ("pyrightconfig.json", "")),
        *((PYPROJECT, "[tool.pyright"), (PYPROJECT, "[tool.basedpyright")),
    ),
    "pytest": (
        *(("pytest.ini", ""), (".pytest.ini", ""), ("pytest.toml", ""), (".pytest.toml", "")),
        *(("tox.ini", "[pytest]"), ("setup.cfg", "[tool:pytest]")),
    ),
    "coverage": ((".coveragerc", ""), ("setup.cfg", "[coverage:"), ("tox.ini", "[coverage:")),
}
"""By tool, the files, and what is in them, that configure it or one in its place: a table of ours would fight them."""
_LINES = {
    "project": ("D1",),
    "groups": ("D1",),
    "poetry": ("Y4",),
    "ruff": ("Y1", "S4"),
    "mypy": ("Y2",),
    "pytest": ("T1", "M21"),
    "coverage": ("T5",),
    "deptry": ("D3",),
    "review": ("O2",),
}


def steps_of(project: Project, filled: Mapping[str, str]) -> Iterator[Step]:
    """Yield the steps of ``pyproject.toml`` and of what configures the tools beside it."""
    if project.seen.nested or project.seen.is_foreign:
        yield Step(LEAVE, PYPROJECT, ("Y1",), project.stranger)
        return
    yield from _pyproject(project, dict(filled))
    is_set = any(text in project.seen.text(path) for path, text in _ELSEWHERE["ruff"] if text)
    if project.seen.is_new and project.wants("flake8") and "python" in project.parts and not is_set:
        yield steps.new(".flake8", ("Y1",), lambda: templates.filled("flake8", filled))


def _pyproject(project: Project, filled: dict[str, str]) -> Iterator[Step]:
    reason = steps.obstacle(PYPROJECT)
    data = None if reason or not os.path.lexists(PYPROJECT) else _read()
    texts = _texts(project, filled)
    lines = tuple(dict.fromkeys(line for name in texts for line in _LINES[name]))
    if reason:
        yield Step(LEAVE, PYPROJECT, lines, reason)
        return
    if data is None:
        if texts:
            words = ", ".join(_heads(texts))
            yield Step(WRITE, PYPROJECT, lines, words, new="\n".join(texts.values()).encode())
        return
    try:
        old = toml.tables(additions.text_of(data))
    except (ValueError, CannotAdd):
        yield Step(DIFFERS, PYPROJECT, lines, "is not valid TOML")
        return
    lacking = {name: text for name, text in texts.items() if not _is_there(old, toml.tables(text))}
    yield from _differing(project, old, {name: text for name, text in texts.items() if name not in lacking})
    if not lacking:
        yield Step(LEAVE, PYPROJECT, lines, "has every table")
        return
    lines = tuple(dict.fromkeys(line for name in lacking for line in _LINES[name]))
    try:
        new = additions.tables(data, list(lacking.values()))
    except CannotAdd as error:
        hints = "\n".join(lacking.values()).splitlines()
        yield Step(DIFFERS, PYPROJECT, lines, f"{error}; it lacks {', '.join(_heads(lacking))}", hints=hints)
        return
    yield Step(ADD, PYPROJECT, lines, ", ".join(_heads(lacking)), old=data, new=new)


def _texts(project: Project, filled: dict[str, str]) -> dict[str, str]:
    """Return the tables that the project should have, by name."""
    found = {}
    if project.seen.is_blank and "dependencies" in project.parts:
        found["project"] = templates.filled("pyproject/project.toml", filled)
        if project.manager.name != "pip-tools":
            found["groups"] = templates.filled("pyproject/groups.toml", filled)
        if project.manager.name == "poetry":
            found["poetry"] = templates.filled("pyproject/poetry.toml", filled)
    if "python" not in project.parts:
        return found
    makers: dict[str, Callable[[], str]] = {
        "ruff": lambda: templates.filled("pyproject/ruff.toml", filled),
        "mypy": lambda: values.mypy_table(project, filled),
        "pytest": lambda: values.pytest_table(project, filled),
        "coverage": lambda: templates.filled("pyproject/coverage.toml", filled),
        "deptry": lambda: values.deptry_table(project, filled),
    }
    if project.seen.is_new and not project.with_sphinx:
        makers["review"] = lambda: templates.filled("pyproject/review.toml", filled)
    for name, make in makers.items():
        if project.wants(name) and not elsewhere(project, name):
            found[name] = make()
    return found


def elsewhere(project: Project, tool: str) -> str:
    """Return the file that configures a tool, or one in its place, other than by the table of ours; "" for none."""
    for path, text in _ELSEWHERE.get(tool, ()):
        if text in project.seen.text(path) if text else project.seen.has(path):
            return path
    return ""


def _is_there(old: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    """Return whether a file has the table of the tool, or the other table, that a text begins with."""
    (name, value), *_ = wanted.items()
    other = old.get(name)
    if name in ("tool", "backend-standards") and isinstance(other, dict) and isinstance(value, dict):
        return _is_there(other, value)
    return name in old


def _differing(project: Project, old: Mapping[str, object], texts: Mapping[str, str]) -> Iterator[Step]:
    """Yield what tables that exist do not have: their owner decides, so it is only said."""
    for name in ("coverage", "mypy"):
        if name not in texts or project.seen.is_new:
            continue
        wanted = {"coverage": {"report": {"fail_under": 80}}, "mypy": {"strict": True}}[name]
        missing = additions.missing(old, {"tool": {name: wanted}})
        if missing:
            hints = [f"{key} = {str(value).lower()}" for key, value in missing]
            words = f"[tool.{name}] does not have {', '.join(hints)}"
            yield Step(DIFFERS, PYPROJECT, _LINES[name], words, hints=hints)


def _heads(texts: Mapping[str, str]) -> list[str]:
    return [text.partition("\n")[0].replace(".run]", "]").replace(".ini_options]", "]") for text in texts.values()]


def _read() -> bytes:
    with open(PYPROJECT, "rb") as file:
        return file.read()

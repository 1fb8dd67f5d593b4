"""Whether a tool is configured for a line, and run: by the repository's own files."""

from __future__ import annotations

import pytest

from backend_standards.standard.delegated import Tool
from backend_standards.standard.tools import decide
from reviewing import project


def tool(name: str, *codes: str) -> Tool:
    return Tool(name, "", bad={code: {} for code in codes}, good=[])


HOOK = "repos:\n  - repo: https://example.com/x\n    rev: v1\n    hooks:\n      - id: {}\n"
RUFF = tool("ruff", "T201", "T203")
STYLE = tool("ruff", "E101", "W191")
SECURITY = tool("ruff", "S")
MYPY = tool("mypy", "no-untyped-def")
PYTEST = tool("pytest", "ResourceWarning")
GITLEAKS = tool("gitleaks", "github-pat")
SELECTED = "[tool.ruff.lint]\nselect = ['T20']\n"
WORKFLOW = "on: push\njobs:\n  lint:\n    steps:\n      - run: {}\n"


@pytest.mark.parametrize(
    ("asked", "files", "is_kept"),
    [
        pytest.param(
            RUFF, {"pyproject.toml": SELECTED, ".pre-commit-config.yaml": HOOK.format("ruff")}, True, id="hook"
        ),
        pytest.param(
            RUFF, {"pyproject.toml": SELECTED, "prek.toml": '[[repos.hooks]]\nid = "ruff-check"\n'}, True, id="prek"
        ),
        pytest.param(RUFF, {"pyproject.toml": SELECTED}, False, id="not-run"),
        pytest.param(RUFF, {".pre-commit-config.yaml": HOOK.format("ruff")}, False, id="not-configured"),
        pytest.param(
            RUFF,
            {"ruff.toml": "lint.select = ['ALL']\n", ".github/workflows/ci.yml": WORKFLOW.format("ruff check .")},
            True,
            id="ci",
        ),
        pytest.param(
            RUFF,
            {
                "ruff.toml": "lint.select = ['ALL']\nlint.ignore = ['T201']\n",
                ".pre-commit-config.yaml": HOOK.format("ruff"),
            },
            False,
            id="ignored",
        ),
        pytest.param(
            RUFF,
            {
                "ruff.toml": "lint.select = ['ALL']\n",
                ".github/workflows/ci.yml": WORKFLOW.format("make lint"),
                "Makefile": "lint:\n\truff check\n",
            },
            True,
            id="through-a-makefile",
        ),
        pytest.param(
            RUFF,
            {
                "ruff.toml": "lint.select = ['ALL']\n",
                ".github/workflows/ci.yml": WORKFLOW.format("make build"),
                "Makefile": "lint:\n\truff check\n\nbuild:\n\tpython -m build\n",
            },
            False,
            id="of-another-target",
        ),
        pytest.param(
            RUFF,
            {"ruff.toml": "lint.select = ['ALL']\n", ".github/workflows/ci.yml": "jobs:\n  # ruff check\n"},
            False,
            id="in-a-comment",
        ),
        pytest.param(
            RUFF,
            {"ruff.toml": "lint.select = ['ALL']\n", ".gitlab-ci.yml": "lint:\n  script: pip install ruff\n"},
            False,
            id="installed-alone",
        ),
        pytest.param(
            tool("ruff", "SIM115"),
            {"ruff.toml": "lint.select = ['S', 'E', 'F']\n", ".pre-commit-config.yaml": HOOK.format("ruff")},
            False,
            id="letters-of-another-linter",
        ),
        pytest.param(
            tool("ruff", "ANN001"),
            {"ruff.toml": "lint.select = ['A']\n", ".pre-commit-config.yaml": HOOK.format("ruff")},
            False,
            id="one-letter-of-three",
        ),
        pytest.param(
            tool("ruff", "D100", "D101"),
            {"ruff.toml": "lint.select = ['D1']\n", ".pre-commit-config.yaml": HOOK.format("ruff")},
            True,
            id="a-digit-of-a-code",
        ),
        pytest.param(STYLE, {".pre-commit-config.yaml": HOOK.format("black")}, True, id="black-formats"),
        pytest.param(STYLE, {".pre-commit-config.yaml": HOOK.format("flake8")}, True, id="flake8"),
        pytest.param(
            STYLE, {".github/workflows/ci.yml": WORKFLOW.format("ruff format --check")}, True, id="ruff-format"
        ),
        pytest.param(SECURITY, {".github/workflows/ci.yml": WORKFLOW.format("bandit -r src")}, True, id="bandit"),
        pytest.param(
            MYPY,
            {"pyproject.toml": "[tool.mypy]\nstrict = true\n", ".gitlab-ci.yml": "x:\n  script: mypy .\n"},
            True,
            id="mypy",
        ),
        pytest.param(
            MYPY,
            {"mypy.ini": "[mypy]\nstrict = True\n", ".gitlab-ci.yml": "x:\n  script: mypy .\n"},
            True,
            id="mypy-ini",
        ),
        pytest.param(MYPY, {".gitlab-ci.yml": "x:\n  script: mypy --strict .\n"}, True, id="mypy-argument"),
        pytest.param(MYPY, {".gitlab-ci.yml": "x:\n  script: mypy .\n"}, False, id="mypy-lenient"),
        pytest.param(MYPY, {".gitlab-ci.yml": "x:\n  script: pyright\n"}, True, id="pyright"),
        pytest.param(
            PYTEST,
            {
                "pyproject.toml": "[tool.pytest.ini_options]\nfilterwarnings = ['error::ResourceWarning', 'error::pytest.PytestUnraisableExceptionWarning']\n",
                ".gitlab-ci.yml": "x:\n  script: pytest\n",
            },
            True,
            id="pytest",
        ),
        pytest.param(
            PYTEST,
            {
                "pyproject.toml": "[tool.pytest.ini_options]\nfilterwarnings = ['error']\n",
                ".gitlab-ci.yml": "x:\n  script: pytest\n",
            },
            True,
            id="pytest-everything",
        ),
        pytest.param(
            PYTEST,
            {
                "pyproject.toml": "[tool.pytest.ini_options]\nfilterwarnings = ['error::ResourceWarning']\n",
                ".gitlab-ci.yml": "x:\n  script: pytest\n",
            },
            False,
            id="pytest-in-destructors-only",
        ),
        pytest.param(PYTEST, {".gitlab-ci.yml": "x:\n  script: pytest\n"}, False, id="pytest-lenient"),
        pytest.param(
            GITLEAKS, {".github/workflows/ci.yml": "x:\n  - uses: gitleaks/gitleaks-action@v2\n"}, True, id="action"
        ),
        pytest.param(GITLEAKS, {}, False, id="nothing"),
    ],
)
def test_decide(asked: Tool, files: dict[str, str], is_kept: bool) -> None:
    verdict = decide([asked], project(files))
    assert verdict.state == ("kept" if is_kept else "broken"), verdict.why
    assert is_kept or asked.name in verdict.why


def test_one_tool_of_several_is_enough() -> None:
    files = {"pyproject.toml": "[tool.mypy]\nstrict = true\n", ".pre-commit-config.yaml": HOOK.format("mypy")}
    assert decide([MYPY, tool("ruff", "ANN001")], project(files)).state == "kept"


def test_a_broken_settings_file_configures_nothing() -> None:
    files = {"pyproject.toml": "[tool.ruff\n", ".pre-commit-config.yaml": HOOK.format("ruff")}
    assert decide([RUFF], project(files)).state == "broken"

"""Small repositories with a fault that is not in Python code, and others that look like it and have none.

A file a kind, in the form of ``tests/python_cases``. The tests say what the hooks answer, ``benchmarks/detection.py``
what they and other tools do.
"""

from __future__ import annotations

from pathlib import Path

from python_cases import Case, Kind, read

_FOLDER = Path(__file__).parent
_CODE = (
    ("src/app/__init__.py", ""),
    (
        "src/app/main.py",
        'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/v1/invoices")\ndef listing(): ...\n',
    ),
    ("tests/test_main.py", "def test_main() -> None: ...\n"),
)
_WORKFLOW = (".github/workflows/nightly.yml", "on: {schedule: [{cron: '0 3 * * *'}]}\njobs: {}\n")
_MAKEFILE = ("Makefile", "test:\n\tpytest\n")
_README = (
    "README.md",
    (
        "# Invoices\n\nSends invoices to customers.\n\n## Setup\n\n    make install\n\n## Dependencies\n\n"
        "`uv lock --upgrade` updates them.\n\n## API\n\nSee `/docs`.\n"
    ),
)
_TEMPLATE = (
    ".github/pull_request_template.md",
    "## Description\n## Changes\n- [ ] tested\n- [ ] documentation\n- [ ] issue linked\n- [ ] code style\n",
)
_PROJECT = (
    "pyproject.toml",
    (
        '[project]\nname = "invoices"\n\n[tool.coverage.report]\nfail_under = 85\n\n[tool.mypy]\nstrict = true\n\n'
        '[tool.ruff.lint]\nselect = ["E", "F", "S"]\n'
    ),
)
_HOOKS = (
    ".pre-commit-config.yaml",
    "repos:\n- repo: https://github.com/pypa/pip-audit\n  rev: v2.9.0\n  hooks: [{id: pip-audit}]\n",
)
_WORDS = {"README.md": "readme", ".github/pull_request_template.md": "request"}
"""Words in the paths of what takes the place of a file beside a case."""

KINDS = (
    Kind("admin-policies", "admin policies", "forbid-admin-policies"),
    Kind("debug-in-deployments", "debug in deployments", "forbid-debug-in-production"),
    Kind("ci-checks", "checks in CI", "require-ci-checks", beside=_CODE),
    Kind("quality-gates", "quality gates", "require-quality-gates", beside=(*_CODE, _PROJECT, _HOOKS)),
    Kind(
        "documents",
        "README and template",
        "check-project-docs",
        'require = ["all"]',
        (*_CODE, _WORKFLOW, _MAKEFILE, _README, _TEMPLATE),
    ),
    Kind("latest-images", "images without a version", "require-pinned-requirements", "images = true"),
)


def cases(kind: Kind) -> list[Case]:
    """Return the cases of one kind, the bad ones first: each with the files beside it that it has not itself."""
    found = []
    for case in read(_FOLDER / f"{kind.name}.txt", kind):
        own = " ".join(case.files).lower()
        beside = {path: text for path, text in kind.beside if _WORDS.get(path, path.lower()) not in own}
        found.append(case._replace(files={**beside, **case.files}))
    return found

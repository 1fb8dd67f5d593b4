"""The rules of a project's documents and quality gates. Imported only for a finding."""

from __future__ import annotations

from backend_standards.core.rules import Rule
from backend_standards.project.pull_request import STANDARD

_DOCS = "check-project-docs"
_CI = "require-ci-checks"
_GATES = "require-quality-gates"
_README = """\
# Orders

Takes the shop's orders and sends them to the warehouse.

## Setup

    cp .env.example .env
    uv sync

## Dependencies

`uv lock --upgrade-package NAME` updates one.

## API

See `/docs` of the running service.
"""
"""The smallest README that has all parts."""
_TEMPLATE = ".github/pull_request_template.md"
_WORKFLOW = {".github/workflows/ci.yml": "on: push\njobs: {}\n"}


def _without(heading: str) -> str:
    """Return the README without one of its sections."""
    before, _, rest = _README.partition(f"## {heading}\n")
    return before + (f"## {after}" if (after := rest.partition("\n## ")[2]) else "")


# --- check-project-docs -----------------------------------------------------------------------------

README_PLACEHOLDER = Rule(
    "readme-placeholder",
    _DOCS,
    "Placeholder of a template in a README",
    reason="The README still has the text of a template, so a reader learns nothing and no longer trusts the rest.",
    fix="Write the text, or delete the section.",
    section="P11",
    bad={"README.md": "# Project name\n\nTODO: describe the project.\n"},
    good={"README.md": "# Orders\n\nTakes the shop's orders.\n"},
)
PR_TEMPLATE_MISSING = Rule(
    "pr-template-missing",
    _DOCS,
    "No pull request template",
    reason="Without a template each author decides anew what to tell the reviewer.",
    fix="Write the standard's template to the place that your forge reads, or one in your own words.",
    section="G22",
    bad=_WORKFLOW,
    good={**_WORKFLOW, _TEMPLATE: STANDARD},
)
README_NO_PURPOSE = Rule(
    "readme-no-purpose",
    _DOCS,
    "README that does not say what the project is for",
    reason="Whoever is on call, or new, has to read the code to learn what the service does.",
    fix="Write a sentence below the title: what the service does, and for whom.",
    section="O4",
    args=("--require=readme",),
    bad={"README.md": _README.replace("Takes the shop's orders and sends them to the warehouse.\n", "")},
    good={"README.md": _README},
)
README_NO_SETUP = Rule(
    "readme-no-setup",
    _DOCS,
    "README without instructions for the setup",
    reason="A new developer cannot start the service, or starts it in a way of their own.",
    fix="Write a section Setup: the commands, and the variables of the environment.",
    section="O5",
    args=("--require=readme",),
    bad={"README.md": _without("Setup")},
    good={"README.md": _README},
)
README_NO_DEPENDENCIES = Rule(
    "readme-no-dependencies",
    _DOCS,
    "README that does not say how dependencies are managed",
    reason="People who do not know which tool writes the lock file edit it by hand, or pin in the wrong place.",
    fix="Write a section Dependencies: how one is added, updated and locked.",
    section="O6",
    args=("--require=readme",),
    bad={"README.md": _without("Dependencies")},
    good={"README.md": _README},
)
README_NO_API = Rule(
    "readme-no-api",
    _DOCS,
    "README without the API, or a link to it",
    reason="Those who call the service have to guess the address of its documentation.",
    fix="Write a section API: the endpoints, or a link to the generated documentation, such as `/docs`.",
    section="O7",
    args=("--require=readme",),
    bad={"README.md": _without("API"), "src/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n"},
    good={"README.md": _README, "src/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n"},
)
PR_TEMPLATE_INCOMPLETE = Rule(
    "pr-template-incomplete",
    _DOCS,
    "Pull request template that lacks points of the standard's template",
    reason="What the template does not ask for is forgotten first: the tests, the documentation, the issue.",
    fix="Add what is missing, in your own words.",
    section="G22",
    args=("--require=pr-template-parts",),
    bad={_TEMPLATE: "### Description\n\n### Changes Made\n"},
    good={_TEMPLATE: STANDARD},
)
COMMANDS_UNDOCUMENTED = Rule(
    "commands-undocumented",
    _DOCS,
    "No Makefile or justfile that documents the commands",
    reason="If the commands are not written down, each developer runs other ones, and so does CI.",
    fix="Write a Makefile or justfile with a target for each: lint, type check, test, build.",
    section="I7",
    args=("--require=commands",),
    bad={"README.md": "# Orders\n\nTakes orders. Run `pytest`, `mypy .` and `docker build .` by hand.\n"},
    good={
        "README.md": "# Orders\n\nTakes orders. Run `make test`.\n",
        "Makefile": "test:  ## run the tests\n\tpytest\n",
    },
)

# --- require-ci-checks --------------------------------------------------------------------------------

_CI_FILE = ".github/workflows/ci.yml"
_APP = {"src/main.py": "PORT = 8080\n"}
_IMAGE = {"Dockerfile": "FROM python:3.12.4-slim\nCOPY src /src\n"}


def _ci(*commands: str, on: str = "pull_request", rest: str = "") -> dict[str, str]:
    """Return a small project whose workflow has one job with these commands as steps."""
    steps = "".join([f"      - run: {command}\n" for command in commands])
    return {**_APP, _CI_FILE: f"on: {on}\njobs:\n  check:\n    runs-on: ubuntu-24.04\n    steps:\n{steps}{rest}"}


_ALL_CHECKS = ("ruff check .", "mypy .", "pytest")
_DEPLOY_JOB = "  deploy:\n    runs-on: ubuntu-24.04\n    {}steps: [{{run: cdk deploy --all}}]\n"

CI_MISSING = Rule(
    "ci-missing",
    _CI,
    "No CI that checks anything",
    reason="What nobody runs for each change is run by hand, and forgotten: main breaks, and users see it first.",
    fix="Write a workflow that runs a linter, a type checker and the tests for each pull request.",
    section="M23",
    bad=_APP,
    good=_ci(*_ALL_CHECKS),
)
CI_NO_LINT = Rule(
    "ci-no-lint",
    _CI,
    "CI without a linter",
    reason="A linter that only some developers run lets through what the others write.",
    fix="Add a step that runs `ruff check .`, `flake8` or `black --check .`.",
    section="M23",
    bad=_ci("mypy .", "pytest"),
    good=_ci(*_ALL_CHECKS),
)
CI_NO_TYPE_CHECK = Rule(
    "ci-no-type-check",
    _CI,
    "CI without a type checker",
    reason="Type hints that nothing checks go wrong without anybody noticing, and then mislead their readers.",
    fix="Add a step that runs `mypy .` or another type checker.",
    section="M23",
    bad=_ci("ruff check .", "pytest"),
    good=_ci(*_ALL_CHECKS),
)
CI_NO_TEST = Rule(
    "ci-no-test",
    _CI,
    "CI without tests",
    reason="Tests that are not run for each change break, and nobody knows which change broke them.",
    fix="Add a step that runs `pytest`.",
    section="M23",
    bad=_ci("ruff check .", "mypy ."),
    good=_ci(*_ALL_CHECKS),
)
CI_NO_IMAGE_BUILD = Rule(
    "ci-no-image-build",
    _CI,
    "CI that never builds the image",
    reason="A Dockerfile that is only built for a release fails on the day of the release.",
    fix="Add a step that runs `docker build .`; it need not push the image.",
    section="M25",
    bad={**_ci(*_ALL_CHECKS), **_IMAGE},
    good={**_ci(*_ALL_CHECKS, "docker build ."), **_IMAGE},
)
CI_CHECK_CANNOT_FAIL = Rule(
    "ci-check-cannot-fail",
    _CI,
    "Check in CI that passes whatever it finds",
    reason="A check that cannot fail is read by nobody, and looks as if all was well.",
    fix="Delete what hides the failure: `|| true`, `continue-on-error`, `allow_failure`, `--exit-zero`.",
    section="M23",
    bad=_ci("ruff check .", "mypy . || true", "pytest"),
    good=_ci(*_ALL_CHECKS),
)
DEPLOY_WITHOUT_TESTS = Rule(
    "deploy-without-tests",
    _CI,
    "Deployment on a push that no test goes before",
    reason="The deployment and the tests run side by side, so a change that breaks the tests is deployed all the same.",
    fix="Have the job need the tests (`needs: test`), or start it after their workflow (`workflow_run`).",
    section="M23",
    bad=_ci(*_ALL_CHECKS, on="push", rest=_DEPLOY_JOB.format("")),
    good=_ci(*_ALL_CHECKS, on="push", rest=_DEPLOY_JOB.format("needs: check\n    ")),
)
CI_NOT_SEPARATE = Rule(
    "ci-not-separate",
    _CI,
    "One workflow for lint, tests, builds and deployments",
    reason="A workflow that does everything is started for everything, and its result does not say what is wrong.",
    fix="Write one workflow each for lint, test, build and deploy.",
    section="I2",
    args=("--separate",),
    bad=_ci(*_ALL_CHECKS),
    good={**_ci("ruff check .", "mypy ."), ".github/workflows/test.yml": _ci("pytest")[_CI_FILE]},
)
CI_UNREADABLE = Rule(
    "ci-unreadable",
    _CI,
    "CI file that cannot be read",
    reason="The CI system refuses the file, or reads something else in it than its author meant.",
    fix="Correct the file.",
    section="M23",
    bad={**_APP, _CI_FILE: "on: [push\n"},
    good=_ci(*_ALL_CHECKS),
)

# --- require-quality-gates --------------------------------------------------------------------------

_PYPROJECT = "pyproject.toml"
_LINT = '[tool.ruff.lint]\nselect = ["E", "F", "S"]\n'
_TYPES = "[tool.mypy]\nstrict = true\n"
_GATE = "[tool.coverage.report]\nfail_under = 80\n"
_TESTS = '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n'
_AUDIT = """\
repos:
  - repo: https://github.com/pypa/pip-audit
    rev: v2.9.0
    hooks: [{id: pip-audit}]
"""
_CONFIGURED = {
    _PYPROJECT: _LINT + _TYPES + _TESTS + _GATE,
    ".pre-commit-config.yaml": _AUDIT,
    "src/main.py": "print('started')\n",
}
"""The smallest repository with all gates."""

COVERAGE_GATE_MISSING = Rule(
    "coverage-gate-missing",
    _GATES,
    "No least coverage",
    reason="Coverage that is only printed falls a little with each change, and nobody notices.",
    fix="Write `fail_under = 80` below `[tool.coverage.report]` in pyproject.toml.",
    section="T5",
    bad={_PYPROJECT: '[tool.pytest.ini_options]\naddopts = "--cov=src"\n'},
    good={_PYPROJECT: '[tool.pytest.ini_options]\naddopts = "--cov=src --cov-fail-under=80"\n'},
)
COVERAGE_BELOW_80 = Rule(
    "coverage-below-80",
    _GATES,
    "Least coverage that is lower than the standard's",
    reason="The standard asks for a coverage of 80 % or more.",
    fix="Raise the number, step by step if need be.",
    section="T5",
    bad={_PYPROJECT: "[tool.coverage.report]\nfail_under = 60\n"},
    good={_PYPROJECT: _GATE},
)
COVERAGE_OMITS_SOURCE = Rule(
    "coverage-omits-source",
    _GATES,
    "Coverage that does not measure the application",
    reason="What is left out counts as neither covered nor missed, so the number says nothing about the application.",
    fix="Leave out single files that no test can run.",
    section="T5",
    bad={_PYPROJECT: f'[tool.coverage.run]\nomit = ["src/*"]\n{_GATE}'},
    good={_PYPROJECT: f'[tool.coverage.run]\nomit = ["src/migrations/*"]\n{_GATE}'},
)
LINT_NOT_CONFIGURED = Rule(
    "lint-not-configured",
    _GATES,
    "No linter",
    reason="Without a linter each review finds the same faults by hand, or misses them.",
    fix="Write a table `[tool.ruff.lint]` into pyproject.toml.",
    section="Y1",
    args=("--optional=security",),
    by_default=True,
    bad={**_CONFIGURED, _PYPROJECT: _TYPES + _TESTS + _GATE},
    good=_CONFIGURED,
)
TYPES_NOT_CONFIGURED = Rule(
    "types-not-configured",
    _GATES,
    "No type checker",
    reason="Type hints that nothing checks are wrong sooner or later, and mislead those who read them.",
    fix="Write a table `[tool.mypy]` with `strict = true` into pyproject.toml.",
    section="Y2",
    bad={**_CONFIGURED, _PYPROJECT: _LINT + _TESTS + _GATE},
    good=_CONFIGURED,
)
TESTS_NOT_CONFIGURED = Rule(
    "tests-not-configured",
    _GATES,
    "No tests, and no tool for them",
    reason="Without tests each change is tried in production first.",
    fix="Write tests, and a table `[tool.pytest.ini_options]` into pyproject.toml.",
    section="T1",
    args=("--optional=coverage",),
    by_default=True,
    bad={**_CONFIGURED, _PYPROJECT: _LINT + _TYPES},
    good=_CONFIGURED,
)
AUDIT_NOT_CONFIGURED = Rule(
    "audit-not-configured",
    _GATES,
    "Nothing looks for vulnerable dependencies",
    reason="A vulnerability of a dependency is published after it was pinned; who does not look does not learn of it.",
    fix="Run `pip-audit` in CI, or as a hook of pre-commit.",
    section="D2",
    bad={**_CONFIGURED, ".pre-commit-config.yaml": "repos: []\n"},
    good=_CONFIGURED,
)
SECURITY_NOT_CONFIGURED = Rule(
    "security-not-configured",
    _GATES,
    "No static security analysis",
    reason="SQL that is put together, `shell=True` and weak hashes look like any other line to a reviewer.",
    fix='Add "S" (the rules of bandit) to `select` of ruff, or run `bandit -r src`.',
    section="S4",
    bad={**_CONFIGURED, _PYPROJECT: _LINT.replace(', "S"', "") + _TYPES + _TESTS + _GATE},
    good=_CONFIGURED,
)
TOOL_SWITCHED_OFF = Rule(
    "tool-switched-off",
    _GATES,
    "Tool that is configured, but switched off",
    reason="The tool runs, reports nothing, and everybody takes the code for checked.",
    fix="Delete the setting, or narrow it to the modules and rules that need it.",
    section="Y2",
    bad={_PYPROJECT: "[tool.mypy]\nignore_errors = true\n"},
    good={_PYPROJECT: '[[tool.mypy.overrides]]\nmodule = "legacy.*"\nignore_errors = true\n'},
)
UNPINNED_HOOK = Rule(
    "unpinned-hook",
    _GATES,
    "Hook of a branch",
    reason="A branch is another commit tomorrow: each developer runs other code, and nobody has reviewed it.",
    fix="Write a tag or the id of a commit as `rev`.",
    section="M9",
    bad={".pre-commit-config.yaml": _AUDIT.replace("v2.9.0", "main")},
    good={".pre-commit-config.yaml": _AUDIT},
)
UNREADABLE_TOOL_SETTINGS = Rule(
    "unreadable-tool-settings",
    _GATES,
    "Settings that no tool can read",
    reason="The tool stops at the fault, or works without the settings, and the hook cannot judge them.",
    fix="Correct the line that the finding names.",
    section="Y1",
    bad={"ruff.toml": "[lint\n"},
    good={"ruff.toml": '[lint]\nselect = ["E"]\n'},
)

RULES = (
    README_PLACEHOLDER,
    PR_TEMPLATE_MISSING,
    README_NO_PURPOSE,
    README_NO_SETUP,
    README_NO_DEPENDENCIES,
    README_NO_API,
    PR_TEMPLATE_INCOMPLETE,
    COMMANDS_UNDOCUMENTED,
    CI_MISSING,
    CI_NO_LINT,
    CI_NO_TYPE_CHECK,
    CI_NO_TEST,
    CI_NO_IMAGE_BUILD,
    CI_CHECK_CANNOT_FAIL,
    DEPLOY_WITHOUT_TESTS,
    CI_NOT_SEPARATE,
    CI_UNREADABLE,
    COVERAGE_GATE_MISSING,
    COVERAGE_BELOW_80,
    COVERAGE_OMITS_SOURCE,
    LINT_NOT_CONFIGURED,
    TYPES_NOT_CONFIGURED,
    TESTS_NOT_CONFIGURED,
    AUDIT_NOT_CONFIGURED,
    SECURITY_NOT_CONFIGURED,
    TOOL_SWITCHED_OFF,
    UNPINNED_HOOK,
    UNREADABLE_TOOL_SETTINGS,
)
"""All of them, in the order in which the docs show them."""

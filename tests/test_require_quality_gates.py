"""The least coverage, the tools that are configured, those that are switched off, and the revisions of hooks."""

from __future__ import annotations

import pytest

from backend_standards import require_quality_gates
from backend_standards.core.patterns import Patterns
from backend_standards.project import gates
from backend_standards.project.gate_settings import Settings
from support import Repository

MAIN = {"src/main.py": "print('started')\n"}
LINT = '[tool.ruff.lint]\nselect = ["E", "F", "S"]\n'
TYPES = "[tool.mypy]\nstrict = true\n"
GATE = "[tool.coverage.report]\nfail_under = 80\n"
HOOKS = "repos:\n  - repo: https://github.com/pypa/pip-audit\n    rev: v2.9.0\n    hooks: [{id: pip-audit}]\n"
WHOLE = {**MAIN, "pyproject.toml": LINT + TYPES + GATE, ".pre-commit-config.yaml": HOOKS}
"""A project with everything."""
WORKFLOW = "on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"


def workflow(*steps: str) -> dict[str, str]:
    """Return a workflow that runs some commands, or uses some actions (``owner/name@version``)."""
    rows = [f"      - {'uses' if '@v' in step else 'run'}: {step}\n" for step in steps]
    return {".github/workflows/ci.yml": WORKFLOW + "".join(rows)}


def found(files: dict[str, str], **settings: object) -> list[str]:
    """Return the findings about some files, as ``path:line: rule``, the line only if there is one."""
    contents = {path: text.encode("utf-8", "surrogateescape") for path, text in files.items()}

    def read(paths: object) -> dict[str, bytes]:
        return {path: contents[path] for path in paths if path in contents}  # type: ignore[attr-defined]

    asked = Settings(**settings) if settings else None  # type: ignore[arg-type]
    findings = require_quality_gates.check(sorted(files), read, asked)
    return [f"{each.path}:{f'{each.line}:' if each.line else ''} {each.rule.id}" for each in findings]


def rules(files: dict[str, str], **settings: object) -> set[str]:
    """Return the rules that some files break."""
    return {each.rpartition(" ")[2] for each in found(files, **settings)}


def about_coverage(files: dict[str, str]) -> list[str]:
    """Return the findings about the least coverage of a project."""
    return [each for each in found({**MAIN, **files}) if " coverage-" in each]


def test_a_project_with_everything_is_clean() -> None:
    assert found(WHOLE) == []


# --- the least coverage -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"pyproject.toml": GATE}, id="pyproject"),
        pytest.param({"pyproject.toml": "[tool.coverage]\nreport.fail_under = 80.0\n"}, id="a dotted key"),
        pytest.param({"pyproject.toml": '[tool.coverage]\nreport = { fail_under = "80" }\n'}, id="an inline table"),
        pytest.param({".coveragerc": "[report]\nfail_under=80\n"}, id=".coveragerc"),
        pytest.param({".coveragerc": "[coverage:report]\nfail_under: 80\n"}, id=".coveragerc with the long name"),
        pytest.param({".coveragerc.toml": "[report]\nfail_under = 80\n"}, id=".coveragerc.toml"),
        pytest.param({"setup.cfg": "[coverage:report]\nfail_under = 80\n"}, id="setup.cfg"),
        pytest.param({"tox.ini": "[coverage:report]\nfail_under = 80\n"}, id="tox.ini"),
        pytest.param({"pytest.ini": "[pytest]\naddopts = --cov --cov-fail-under=80\n"}, id="addopts"),
        pytest.param({"pytest.ini": "[pytest]\naddopts =\n  --cov=src\n  --cov-fail-under 80\n"}, id="in lines"),
        pytest.param({"pytest.toml": '[pytest]\naddopts = ["--cov", "--cov-fail-under=80"]\n'}, id="pytest.toml"),
        pytest.param({"pyproject.toml": '[tool.pytest]\naddopts = ["--cov", "--cov-fail-under=80"]\n'}, id="native"),
        pytest.param({"setup.cfg": "[tool:pytest]\naddopts = --cov --cov-fail-under=80\n"}, id="setup.cfg of pytest"),
        pytest.param({"tox.ini": "[pytest]\naddopts = --cov --cov-fail-under=80\n"}, id="tox.ini of pytest"),
        pytest.param({"backend/.coveragerc": "[report]\nfail_under = 80\n"}, id="of a service below"),
        pytest.param({"pyproject.toml": '[tool.coverage.run]\nplugins = ["covdefaults"]\n'}, id="covdefaults"),
        pytest.param({"codecov.yml": "coverage: {status: {project: {default: {target: 80%}}}}\n"}, id="codecov"),
        pytest.param({".github/codecov.yml": "coverage: {status: {project: {api: {target: 80}}}}\n"}, id="codecov 2"),
        pytest.param(workflow("pytest --cov=src --cov-fail-under=80"), id="pytest in CI"),
        pytest.param(workflow("coverage run -m pytest", "coverage report --fail-under 80"), id="coverage in CI"),
        pytest.param(workflow("uv run coverage xml --fail-under=80"), id="behind uv"),
        pytest.param({**workflow("make test"), "Makefile": "M = 80\ntest:\n\tpytest --cov-fail-under=$(M)\n"}, id="make"),
        pytest.param({"Makefile": "test:\n\tcoverage report --fail-under=80\n"}, id="make without CI"),
        pytest.param({**workflow("tox"), "tox.ini": "[testenv]\ncommands = pytest --cov-fail-under=80\n"}, id="tox"),
        pytest.param({**workflow("sh scripts/t"), "scripts/t": "#!/bin/sh\ncoverage report --fail-under=80\n"}, id="sh"),
        pytest.param(workflow("nosetests --with-coverage --cover-min-percentage=80"), id="nose"),
        pytest.param(workflow("green --run-coverage --minimum-coverage 80"), id="green"),
        pytest.param({"pyproject.toml": '[tool.coverage.report]\nfail_under = "${LEAST}"\n'}, id="a variable"),
        pytest.param({"tests/unit/x.py": "", **workflow("pytest --cov-fail-under=$LEAST")}, id="a variable in CI"),
        pytest.param(workflow("coverallsapp/github-action@v2"), id="kept by Coveralls"),
        pytest.param({".pre-commit-config.yaml": "repos: [{repo: local, hooks: [{id: t, entry: pytest --cov --cov-fail-under=80}]}]\n"}, id="a hook"),
        pytest.param({"Dockerfile": "FROM x\nRUN coverage report --fail-under=80\n"}, id="in an image"),
        pytest.param({".github/workflows/a.yml": "on: push\nenv: {PYTEST_ADDOPTS: --cov-fail-under=80}\njobs: {}\n"}, id="a variable of pytest"),
        pytest.param(workflow("jq .totals.percent_covered coverage.json"), id="compared by a script"),
        pytest.param({**workflow("SonarSource/sonarqube-scan-action@v5")}, id="kept by Sonar"),
        pytest.param(
            {".github/workflows/ci.yml": "on: push\njobs: {a: {uses: o/w/.github/workflows/ci.yml@v1}}\n"},
            id="a workflow of another repository",
        ),
        pytest.param({"pyproject.toml": "[tool.coverage.report]\nfail_under = 60\n", **workflow("pytest --cov-fail-under=80")}, id="CI overrides"),
        pytest.param({"pyproject.toml": GATE, **workflow("pytest --cov --cov-fail-under=0", "coverage report")}, id="one of two commands"),
    ],
)  # fmt: skip
def test_a_gate_that_is_high_enough(files: dict[str, str]) -> None:
    assert about_coverage(files) == []


@pytest.mark.parametrize(
    ("files", "place"),
    [
        pytest.param({}, "pyproject.toml: coverage-gate-missing", id="nothing"),
        pytest.param({"pyproject.toml": "[tool.coverage.run]\nbranch = true\n"}, "pyproject.toml: coverage-gate-missing", id="measured only"),
        pytest.param({".coveragerc": "[report]\n# fail_under = 80\n"}, ".coveragerc: coverage-gate-missing", id="a comment"),
        pytest.param({"pytest.ini": "[pytest]\naddopts =\n  --cov\n  # --cov-fail-under=80\n"}, "pytest.ini: coverage-gate-missing", id="a comment in addopts"),
        pytest.param({".coveragerc": "[run]\nfail_under = 80\n"}, ".coveragerc: coverage-gate-missing", id="in the wrong section"),
        pytest.param({"setup.cfg": "[report]\nfail_under = 80\n"}, "pyproject.toml: coverage-gate-missing", id="without coverage: in setup.cfg"),
        pytest.param({".coveragerc": "[run]\nbranch = 1\n", "setup.cfg": "[coverage:report]\nfail_under = 80\n"}, ".coveragerc: coverage-gate-missing", id="a file that coverage.py does not come to"),
        pytest.param({".coveragerc": "", "pyproject.toml": GATE}, ".coveragerc: coverage-gate-missing", id="an empty .coveragerc hides the others"),
        pytest.param({"pytest.ini": "[pytest]\n", "setup.cfg": "[tool:pytest]\naddopts = --cov --cov-fail-under=80\n"}, "pyproject.toml: coverage-gate-missing", id="a file that pytest does not come to"),
        pytest.param({"codecov.yml": "coverage: {status: {project: {default: {target: auto}}}}\n"}, "codecov.yml: coverage-gate-missing", id="auto"),
        pytest.param({"codecov.yml": "coverage: {status: {patch: {default: {target: 80%}}}}\n"}, "codecov.yml: coverage-gate-missing", id="of the patch"),
        pytest.param({"codecov.yml": "coverage: {status: {project: {default: {target: 80%, informational: true}}}}\n"}, "codecov.yml: coverage-gate-missing", id="informational"),
        pytest.param({"codecov.yml": "coverage:\n  range: 80..100\n"}, "codecov.yml: coverage-gate-missing", id="colours"),
        pytest.param(workflow("pytest --cov=src"), "pyproject.toml: coverage-gate-missing", id="measured in CI"),
        pytest.param(workflow("coverage report --fail-under=80 || true"), "pyproject.toml: coverage-gate-missing", id="cannot fail"),
        pytest.param(workflow("echo coverage report --fail-under=80"), "pyproject.toml: coverage-gate-missing", id="echo"),
        pytest.param(workflow("pylint src --fail-under=8"), "pyproject.toml: coverage-gate-missing", id="of pylint"),
        pytest.param(workflow("diff-cover coverage.xml --fail-under=80"), "pyproject.toml: coverage-gate-missing", id="of the difference"),
        pytest.param({"pytest.ini": "[pytest]\naddopts = --cov-fail-under=80 --cov --no-cov\n"}, "pytest.ini: coverage-gate-missing", id="no-cov"),
        pytest.param({"pyproject.toml": "[tool.coverage.report]\nfail_under = 79.9\n"}, "pyproject.toml:2: coverage-below-80", id="79.9"),
        pytest.param({"pyproject.toml": "[tool.coverage.report]\nfail_under = 0\n"}, "pyproject.toml:2: coverage-below-80", id="0"),
        pytest.param({"setup.cfg": "[metadata]\nname = a\n[coverage:report]\nfail_under = 60\n"}, "setup.cfg:4: coverage-below-80", id="setup.cfg"),
        pytest.param({"pytest.ini": "[pytest]\naddopts =\n  --cov\n  --cov-fail-under=60\n"}, "pytest.ini:4: coverage-below-80", id="addopts"),
        pytest.param({"pytest.ini": "[pytest]\naddopts = --cov --cov-fail-under=60\n", ".coveragerc": "[report]\nfail_under = 90\n"}, "pytest.ini:2: coverage-below-80", id="addopts before fail_under"),
        pytest.param({"pyproject.toml": GATE, **workflow("coverage report --fail-under=50")}, ".github/workflows/ci.yml:6: coverage-below-80", id="CI overrides"),
        pytest.param({**workflow("make test"), "Makefile": "MIN ?= 70\ntest:\n\tpytest --cov --cov-fail-under=${MIN}\n"}, "Makefile:3: coverage-below-80", id="a variable of make"),
        pytest.param({"Makefile": "MIN := 70\ntest:\n\tcoverage report --fail-under=$(MIN)\n"}, "Makefile:3: coverage-below-80", id="make without CI"),
        pytest.param({".pre-commit-config.yaml": "repos:\n  - repo: local\n    hooks:\n      - id: t\n        entry: pytest --cov --cov-fail-under=50\n"}, ".pre-commit-config.yaml:4: coverage-below-80", id="a hook"),
        pytest.param({"codecov.yml": "coverage:\n  status:\n    project:\n      default:\n        target: 70%\n"}, "codecov.yml:5: coverage-below-80", id="codecov"),
        pytest.param({"a/.coveragerc": "[report]\nfail_under = 90\n", "b/.coveragerc": "[report]\nfail_under = 50\n"}, "b/.coveragerc:2: coverage-below-80", id="one of two services"),
    ],
)  # fmt: skip
def test_no_gate_or_one_that_is_too_low(files: dict[str, str], place: str) -> None:
    assert about_coverage(files) == [place]


@pytest.mark.parametrize(
    ("minimum", "broken"), [(60, set()), (61, {"coverage-below-80"}), (80, {"coverage-below-80"}), (0, set())]
)
def test_minimum(minimum: float, broken: set[str]) -> None:
    assert rules({"pyproject.toml": "[tool.coverage.report]\nfail_under = 60\n"}, minimum=minimum) == broken


def test_measured_without_any_python() -> None:
    auto = "coverage: {status: {project: {default: {target: auto}}}}\n"
    assert found({"codecov.yml": auto}) == ["codecov.yml: coverage-gate-missing"]
    assert found(workflow("pytest --cov=src tests")) == ["pyproject.toml: coverage-gate-missing"]
    assert found({"Makefile": "test:\n\tcoverage run -m pytest && coverage report\n"}) == [
        "pyproject.toml: coverage-gate-missing"
    ]


# --- what coverage leaves out -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        pytest.param('[tool.coverage.run]\nomit = ["src/*"]\n', 2, id="src"),
        pytest.param('[tool.coverage.run]\nomit = ["tests/*", "*/src/*"]\n', 2, id="any src"),
        pytest.param('[tool.coverage.run]\nomit = ["*"]\n', 2, id="everything"),
        pytest.param('[tool.coverage.run]\nomit = ["**/*.py"]\n', 2, id="all modules"),
        pytest.param('[tool.coverage.run]\nomit = "src/**, x"\n', 2, id="a text"),
        pytest.param('[tool.coverage.run]\nomit = ["./src/app/*", "src/*.py"]\n', 2, id="in parts"),
        pytest.param('[tool.coverage.run]\nbranch = true\n[tool.coverage.report]\nomit = ["src/*"]\n', 4, id="report"),
        pytest.param('[tool.coverage.run]\nsource = ["tests"]\n', 2, id="only tests"),
        pytest.param('[tool.coverage.run]\ninclude = ["tests/*"]\n', 2, id="includes only tests"),
        pytest.param('[tool.coverage.report]\nexclude_lines = [".*"]\n', 2, id="every line"),
        pytest.param('[tool.coverage.report]\nexclude_also = ["."]\n', 2, id="every line besides"),
    ],
)
def test_coverage_leaves_out_the_application(settings: str, line: int) -> None:
    files = {**MAIN, "src/app/orders.py": "", "tests/test_orders.py": "", "pyproject.toml": settings}
    assert f"pyproject.toml:{line}: coverage-omits-source" in found(files)


def test_the_named_source_is_left_out_in_a_tree_without_python() -> None:
    text = '[tool.coverage.run]\nsource = ["orders"]\nomit = ["orders/*"]\n[tool.coverage.report]\nfail_under = 90\n'
    assert found({"pyproject.toml": text}) == ["pyproject.toml:3: coverage-omits-source"]
    assert found({"pyproject.toml": text.replace("orders/*", "src/*")}) == []


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param('[tool.coverage.run]\nomit = ["src/migrations/*", "tests/*"]\n', id="a part"),
        pytest.param('[tool.coverage.run]\nomit = ["src"]\n', id="a folder without a wildcard leaves out nothing"),
        pytest.param('[tool.coverage.run]\nomit = ["src/main.py"]\n', id="one module"),
        pytest.param('[tool.coverage.run]\nomit = ["src/*.py"]\n', id="the modules at the top"),
        pytest.param('[tool.coverage.run]\nsource = ["src", "tests"]\n', id="tests besides"),
        pytest.param('[tool.coverage.run]\ninclude = ["src/*"]\n', id="included"),
        pytest.param('[tool.coverage.run]\nomit = ["*/tests/*", "*/__init__.py", "$X/*"]\n', id="usual"),
        pytest.param('[tool.coverage.report]\nexclude_lines = ["pragma: no cover", "def __repr__"]\n', id="lines"),
    ],
)
def test_coverage_leaves_out_a_part(settings: str) -> None:
    files = {**MAIN, "src/app/orders.py": "", "tests/test_orders.py": "", "pyproject.toml": settings}
    assert "coverage-omits-source" not in rules(files)


# --- the tools --------------------------------------------------------------------------------------


def with_one(kind: str, files: dict[str, str]) -> bool:
    """Return whether some files configure one kind of check of a project that has no other settings."""
    return f"{kind}-not-configured" not in rules({**MAIN, **files})


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        *(
            pytest.param("lint", {name: "[x]\n"}, id=name)
            for name in (".flake8", "ruff.toml", ".ruff.toml", ".pylintrc", "pylintrc", ".style.yapf")
        ),
        *(pytest.param("lint", {"pyproject.toml": f"[tool.{name}]\nx = 1\n"}, id=name) for name in ("ruff", "black", "flake8", "pylint.main", '"pylint"')),
        pytest.param("lint", {"setup.cfg": "[flake8]\nmax-line-length = 120\n"}, id="flake8 in setup.cfg"),
        pytest.param("lint", {"tox.ini": "[pycodestyle]\nmax-line-length = 120\n"}, id="pycodestyle in tox.ini"),
        pytest.param("lint", {"backend/setup.cfg": "[pylint.format]\nmax-line-length = 120\n"}, id="pylint in a folder"),
        pytest.param("lint", {".pre-commit-config.yaml": "repos: [{repo: local, hooks: [{id: x, entry: uv run ruff check}]}]\n"}, id="a local hook"),
        pytest.param("lint", {"prek.toml": '[[repos]]\nrepo = "x"\nrev = "v1"\nhooks = [{id = "ruff-format"}]\n'}, id="prek"),
        pytest.param("lint", workflow("uvx ruff check ."), id="ruff in CI"),
        pytest.param("lint", workflow("astral-sh/ruff-action@v3"), id="an action"),
        pytest.param("lint", {"Makefile": "lint:\n\tflake8 src\n"}, id="make"),
        pytest.param("lint", {"noxfile.py": 'def lint(session):\n    session.run("flake8")\n'}, id="nox"),
        pytest.param("lint", {"scripts/lint.sh": "black --check .\n"}, id="a script"),
        *(pytest.param("types", {name: "x = 1\n"}, id=name) for name in ("mypy.ini", ".mypy.ini", "ty.toml", "pyrefly.toml")),
        pytest.param("types", {"pyrightconfig.json": "{}"}, id="pyright"),
        *(pytest.param("types", {"pyproject.toml": f"[tool.{name}]\nx = 1\n"}, id=f"[tool.{name}]") for name in ("mypy", "pyright", "basedpyright", "ty", "pyrefly")),
        pytest.param("types", {"pyproject.toml": "[[tool.mypy.overrides]]\nmodule = 'a'\n"}, id="overrides"),
        pytest.param("types", {"setup.cfg": "[mypy-boto3.*]\nignore_missing_imports = True\n"}, id="mypy of modules"),
        pytest.param("types", workflow("poetry run mypy src"), id="mypy in CI"),
        pytest.param("types", workflow("python -m mypy src || true"), id="mypy that cannot fail is require-ci-checks'"),
        pytest.param("tests", {"tests/test_x.py": ""}, id="tests"),
        pytest.param("tests", {"pytest.ini": ""}, id="pytest.ini"),
        pytest.param("tests", {"src/tests.py": ""}, id="tests.py of Django"),
        pytest.param("tests", workflow("python -m unittest"), id="unittest in CI"),
        pytest.param("audit", {".pre-commit-config.yaml": HOOKS}, id="a hook"),
        pytest.param("audit", {".github/dependabot.yml": "updates:\n  - package-ecosystem: pip\n"}, id="Dependabot"),
        pytest.param("audit", {".github/dependabot.yml": 'updates:\n  - package-ecosystem: "uv"\n'}, id="Dependabot for uv"),
        pytest.param("audit", {"renovate.json": "{}"}, id="Renovate"),
        pytest.param("audit", workflow("gh api repos/o/r/dependabot/alerts"), id="alerts of Dependabot"),
        pytest.param("audit", {".snyk": ""}, id="snyk"),
        pytest.param("audit", {"pyproject.toml": "[tool.uv.audit]\nignore = []\n"}, id="[tool.uv.audit]"),
        *(pytest.param("audit", workflow(each), id=each) for each in (
            "pip-audit", "uvx pip-audit -r requirements.txt", "python -m pip_audit", "uv audit", "safety check", "safety scan", "osv-scanner -r .",
            "trivy fs .", "grype dir:.", "snyk test", "pipenv check", "poetry audit", "pypa/gh-action-pip-audit@v1",
            "actions/dependency-review-action@v4", "orders/actions/snyk-docker-scan@v1", "aquasecurity/trivy-action@v0", "snyk/actions/python@v1",
        )),
        pytest.param("audit", {".gitlab-ci.yml": "include:\n  - template: Jobs/Dependency-Scanning.gitlab-ci.yml\n"}, id="GitLab's template"),
        *(pytest.param("security", {"pyproject.toml": f"[tool.ruff{where}]\n{key} = ['{code}']\n"}, id=f"ruff {code} {key}{where}") for where, key, code in (
            (".lint", "select", "S"), (".lint", "extend-select", "S1"), ("", "select", "ALL"), ("", "extend-select", "S608"),
        )),
        pytest.param("security", {"ruff.toml": "[lint]\nselect = ['S']\n"}, id="ruff.toml"),
        pytest.param("security", {"bandit.yaml": "skips: [B101]\n"}, id="bandit.yaml"),
        pytest.param("security", {"pyproject.toml": "[tool.bandit]\nskips = ['B101']\n"}, id="[tool.bandit]"),
        pytest.param("security", {".semgrepignore": ""}, id="semgrep"),
        pytest.param("security", {"sonar-project.properties": ""}, id="sonar"),
        *(pytest.param("security", workflow(each), id=each) for each in (
            "bandit -r src", "uvx bandit -r src", "semgrep ci", "ruff check --extend-select S", "ruff check --select=ALL .", "snyk code test",
            "github/codeql-action/analyze@v3", "SonarSource/sonarcloud-github-action@v3",
        )),
        pytest.param("security", {".gitlab-ci.yml": "include:\n  - template: Security/SAST.gitlab-ci.yml\n"}, id="GitLab's SAST"),
    ],
)  # fmt: skip
def test_configured(kind: str, files: dict[str, str]) -> None:
    assert with_one(kind, files)


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        pytest.param("lint", {}, id="nothing"),
        pytest.param("lint", {"pyproject.toml": "[tool.isort]\nprofile = 'black'\n"}, id="isort"),
        pytest.param("lint", {"pyproject.toml": "# [tool.ruff]\n"}, id="a comment"),
        pytest.param("lint", {"docs/examples/pyproject.toml": "[tool.ruff]\n"}, id="of an example"),
        pytest.param("lint", {"{{cookiecutter.name}}/ruff.toml": ""}, id="of a template"),
        pytest.param("lint", workflow("pip install ruff"), id="installed"),
        pytest.param("lint", workflow("echo run ruff check"), id="echo"),
        pytest.param("lint", {".github/workflows/flake8.yml": "on: push\njobs: {}\n"}, id="the name of a workflow"),
        pytest.param("types", {"requirements-dev.txt": "mypy==1.19.0\n"}, id="required"),
        pytest.param("types", {"Makefile": "install:\n\tpip install mypy\n"}, id="installed by make"),
        pytest.param("tests", {}, id="no tests"),
        pytest.param("audit", {".github/dependabot.yml": "updates:\n  - package-ecosystem: github-actions\n"}, id="Dependabot for actions"),
        pytest.param("audit", {".github/dependabot.yml": "# - package-ecosystem: pip\n"}, id="Dependabot in a comment"),
        pytest.param("audit", {"renovate.json": '{"vulnerabilityAlerts": {"enabled": false}}'}, id="Renovate without alerts"),
        pytest.param("audit", {"renovate.json": '{"enabled": false}'}, id="Renovate that is off"),
        pytest.param("audit", workflow("npm audit"), id="npm"),
        pytest.param("audit", workflow("trivy config ."), id="trivy for infrastructure"),
        pytest.param("audit", workflow("pip install pip-audit"), id="installed"),
        pytest.param("security", {"pyproject.toml": "[tool.ruff.lint]\nselect = ['SIM', 'E']\n"}, id="SIM"),
        pytest.param("security", {"pyproject.toml": "[tool.ruff.lint]\nselect = ['S']\nignore = ['S']\n"}, id="S is ignored"),
        pytest.param("security", {"pyproject.toml": "[tool.ruff]\nline-length = 100\n"}, id="ruff's defaults"),
        pytest.param("security", workflow("gitleaks detect"), id="gitleaks"),
        pytest.param("security", workflow("snyk test"), id="snyk for dependencies"),
    ],
)  # fmt: skip
def test_not_configured(kind: str, files: dict[str, str]) -> None:
    assert not with_one(kind, files)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"main.tf": "", "modules/x/lambda/handler.py": "def f(): ...\n"}, id="Terraform with a function"),
        pytest.param({"cdk.json": "{}", "app.py": "", "requirements.txt": "", "stacks/a.py": ""}, id="a CDK application"),
        pytest.param({"package.json": "{}", "scripts/x.py": ""}, id="JavaScript with a script"),
        pytest.param({f"sample{n}/src/requirements.txt": "" for n in range(12)} | {f"sample{n}/src/app.py": "" for n in range(12)}, id="a collection of samples"),
        pytest.param({"examples/a/src/main.py": "", "examples/a/pyproject.toml": ""}, id="examples"),
        pytest.param({"README.md": "# Orders\n"}, id="no Python"),
        pytest.param({"pyproject.toml": GATE}, id="a gate alone"),
        pytest.param({"pyproject.toml": TYPES}, id="one tool alone"),
        pytest.param({"pyproject.toml": "[project]\nname = 'a'\n"}, id="a manifest alone"),
    ],
)  # fmt: skip
def test_nothing_is_asked_of(files: dict[str, str]) -> None:
    assert found(files) == []


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"requirements.txt": "", "app.py": ""}, id="modules at the top"),
        pytest.param({"tests/test_x.py": ""}, id="tests"),
        pytest.param({"backend/pyproject.toml": "", "backend/app/main.py": ""}, id="a service below"),
        pytest.param({"cdk.json": "{}", "src/app.py": ""}, id="a CDK application with a source"),
        pytest.param({"pyproject.toml": LINT + GATE}, id="settings of two kinds"),
    ],
)
def test_types_are_asked_of(files: dict[str, str]) -> None:
    assert "types-not-configured" in rules(files)


def test_a_hidden_workflow_hides_what_it_may_do() -> None:
    security = {".github/workflows/x.yml": "on: push\njobs: {a: {uses: o/w/.github/workflows/security-scan.yml@v1}}\n"}
    assert rules({**WHOLE, ".pre-commit-config.yaml": "repos: []\n", **security}) == set()
    release = {".github/workflows/x.yml": "on: push\njobs: {a: {uses: o/w/.github/workflows/release.yml@v1}}\n"}
    assert rules({**WHOLE, ".pre-commit-config.yaml": "repos: []\n", **release}) == {"audit-not-configured"}


# --- tools that are switched off --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "place"),
    [
        pytest.param({"pyproject.toml": "[tool.mypy]\nignore_errors = true\n"}, "pyproject.toml:2", id="ignore_errors"),
        pytest.param({"mypy.ini": "[mypy]\nstrict = True\nignore_errors: yes\n"}, "mypy.ini:3", id="ignore_errors in INI"),
        pytest.param({"setup.cfg": "[mypy-*]\nignore_errors = True\n"}, "setup.cfg:1", id="of all modules"),
        pytest.param({"pyproject.toml": "[tool.mypy]\nstrict = true\n[[tool.mypy.overrides]]\nmodule = ['src.*']\nignore_errors = true\n"}, "pyproject.toml:3", id="of src"),
        pytest.param({"pyproject.toml": "[tool.mypy]\nfollow_imports = 'skip'\n"}, "pyproject.toml:2", id="follow_imports"),
        pytest.param({"pyproject.toml": "[tool.mypy]\nexclude = 'src/'\n"}, "pyproject.toml:2", id="exclude"),
        pytest.param({"pyproject.toml": "[tool.mypy]\nexclude = ['^tests/', '^src/']\n"}, "pyproject.toml:2", id="excludes"),
        pytest.param({"pyproject.toml": "[tool.mypy]\nexclude = '^(src|tests)/'\n"}, "pyproject.toml:2", id="one of a group"),
        pytest.param({"pyproject.toml": "[tool.mypy]\nexclude = '.*'\n"}, "pyproject.toml:2", id="exclude everything"),
        pytest.param({"pyproject.toml": "[tool.ruff.lint]\nselect = []\n"}, "pyproject.toml:2", id="select"),
        pytest.param({"ruff.toml": "lint.select = []\n"}, "ruff.toml:1", id="select in ruff.toml"),
        pytest.param({"pyproject.toml": "[tool.ruff]\nselect = []\n"}, "pyproject.toml:2", id="select of old"),
        pytest.param({"pyproject.toml": "[tool.ruff]\nexclude = ['src']\n"}, "pyproject.toml:2", id="ruff's exclude"),
        pytest.param({"pyproject.toml": "[tool.ruff]\nextend-exclude = ['tests', 'src/**']\n"}, "pyproject.toml:2", id="ruff's extend-exclude"),
        pytest.param({".ruff.toml": "exclude = ['*.py']\n"}, ".ruff.toml:1", id="all files"),
        pytest.param({"pyproject.toml": "[tool.ruff.lint]\nignore = ['ALL']\n"}, "pyproject.toml:2", id="ignore ALL"),
        pytest.param({"pyproject.toml": "[tool.ruff.lint.per-file-ignores]\n'src/**' = ['ALL']\n"}, "pyproject.toml:2", id="per file"),
        pytest.param({"pyproject.toml": "[tool.ruff]\ninclude = []\n"}, "pyproject.toml:2", id="include nothing"),
        pytest.param({".flake8": "[flake8]\nexclude = .git,src\n"}, ".flake8:2", id="flake8"),
        pytest.param({"tox.ini": "[flake8]\nignore = E,W,F\n"}, "tox.ini:2", id="flake8 without rules"),
        pytest.param({".pylintrc": "[MESSAGES CONTROL]\ndisable=all\n"}, ".pylintrc:2", id="pylint"),
        pytest.param({"pyproject.toml": "[tool.pylint.'messages control']\ndisable = ['all']\n"}, "pyproject.toml:2", id="pylint in TOML"),
        pytest.param({".pylintrc": "[MASTER]\nignore=src\n"}, ".pylintrc:2", id="pylint ignores"),
        pytest.param({"pyproject.toml": "[tool.black]\nforce-exclude = '''\n/(\n  src\n | docs\n)/\n'''\n"}, "pyproject.toml:2", id="black"),
        pytest.param({"pyproject.toml": "[tool.pyright]\ntypeCheckingMode = 'off'\n"}, "pyproject.toml:2", id="pyright"),
        pytest.param({"pyrightconfig.json": '{\n  // none yet\n  "ignore": ["src"]\n}\n'}, "pyrightconfig.json:3", id="pyright ignores"),
        pytest.param({"pyproject.toml": "[tool.ty.rules]\nall = 'ignore'\n"}, "pyproject.toml:2", id="ty"),
        pytest.param({"ty.toml": "[src]\nexclude = ['src']\n"}, "ty.toml:2", id="ty's exclude"),
        pytest.param({"pyproject.toml": "[tool.bandit]\nexclude_dirs = ['src']\n"}, "pyproject.toml:2", id="bandit"),
        pytest.param({".bandit": "[bandit]\nexclude = /src\n"}, ".bandit:2", id="bandit in INI"),
        pytest.param({"bandit.yaml": "exclude_dirs:\n  - src\n"}, "bandit.yaml:2", id="bandit in YAML"),
        pytest.param({"pytest.ini": "[pytest]\naddopts = --collect-only\n"}, "pytest.ini:2", id="pytest"),
        pytest.param({"pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--ignore=tests'\n"}, "pyproject.toml:2", id="pytest ignores"),
        pytest.param({".pre-commit-config.yaml": "exclude: ^src/\nrepos: []\n"}, ".pre-commit-config.yaml:1", id="pre-commit"),
        pytest.param({".pre-commit-config.yaml": "repos:\n  - repo: local\n    hooks:\n      - id: mypy\n        exclude: ^src/\n"}, ".pre-commit-config.yaml:4", id="a hook"),
    ],
)  # fmt: skip
def test_switched_off(files: dict[str, str], place: str) -> None:
    assert f"{place}: tool-switched-off" in found(files)
    assert f"{place}: tool-switched-off" in found({**MAIN, **files})


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"pyproject.toml": "[[tool.mypy.overrides]]\nmodule = ['src.legacy.*']\nignore_errors = true\n"}, id="one package"),
        pytest.param({"pyproject.toml": "[tool.mypy]\nfollow_imports = 'silent'\n"}, id="silent"),
        pytest.param({"pyproject.toml": "[tool.mypy]\nexclude = ''\n"}, id="nothing"),
        pytest.param({"pyproject.toml": "[tool.mypy]\nexclude = ['src/legacy', 'src/app/migrations/.*']\n"}, id="parts"),
        pytest.param({"pyproject.toml": "[tool.mypy]\nexclude = '(?x)(^tests/|^docs/)'\n"}, id="tests"),
        pytest.param({"pyproject.toml": "[tool.mypy]\nexclude = '^(?!src/)'\n"}, id="all but src"),
        pytest.param({"pyproject.toml": "[tool.ruff.lint]\nselect = []\nextend-select = ['E']\n"}, id="extended"),
        pytest.param({"pyproject.toml": "[tool.ruff]\nexclude = ['src/migrations', '*.ipynb', 'tests', '.venv']\n"}, id="ruff leaves out parts"),
        pytest.param({"pyproject.toml": "[tool.ruff.lint.per-file-ignores]\n'tests/**' = ['ALL']\n'src/*' = ['D']\n"}, id="per file"),
        pytest.param({".flake8": "[flake8]\nignore = E501, W503\nexclude = .git, migrations, tests\n"}, id="flake8"),
        pytest.param({".pylintrc": "[MESSAGES CONTROL]\ndisable=all\nenable=unused-import\n"}, id="pylint with some"),
        pytest.param({"pyproject.toml": "[tool.pyright]\ntypeCheckingMode = 'off'\nstrict = ['src']\n"}, id="strict folders"),
        pytest.param({"pyproject.toml": "[tool.pyright]\ntypeCheckingMode = 'basic'\nexclude = ['**/node_modules']\n"}, id="pyright"),
        pytest.param({"pyproject.toml": "[tool.pyright]\ntypeCheckingMode = 'off'\n[tool.ty.rules]\nall = 'warn'\n"}, id="pyright of an editor"),
        pytest.param({"pyrightconfig.json": '{"typeCheckingMode": "off"}', "mypy.ini": "[mypy]\nstrict = True\n"}, id="pyright beside mypy"),
        pytest.param({"pyproject.toml": "[tool.ruff]\nextend-exclude = ['./.*', 'vendor']\n"}, id="what is hidden"),
        pytest.param({"pyrightconfig.json": '{"exclude": ["**/.*", ".venv"]}'}, id="what is hidden, for pyright"),
        pytest.param({"pyproject.toml": "[tool.bandit]\nexclude_dirs = ['tests']\n"}, id="bandit"),
        pytest.param({"pytest.ini": "[pytest]\naddopts = --ignore=tests/e2e --ignore-glob=**/test_results*\n"}, id="pytest"),
        pytest.param({"pytest.ini": "[pytest]\nnorecursedirs = .git node_modules\ntestpaths = tests\n"}, id="norecursedirs"),
        pytest.param({".pre-commit-config.yaml": "exclude: ^(docs|src/migrations)/\nrepos: []\n"}, id="pre-commit"),
        pytest.param({"frontend/src/x.ts": "", "backend/app/main.py": "", ".flake8": "[flake8]\nexclude = src, node_modules\n"}, id="src of another language"),
    ],
)  # fmt: skip
def test_not_switched_off(files: dict[str, str]) -> None:
    assert "tool-switched-off" not in rules(files)
    if "backend/app/main.py" not in files:
        assert "tool-switched-off" not in rules({**MAIN, "src/app/x.py": "", **files})


def test_the_only_package_is_left_out() -> None:
    files = {"orders/api.py": "", "tests/test_api.py": "", "pyproject.toml": "[tool.ruff]\nexclude = ['orders']\n"}
    assert "tool-switched-off" in rules(files)
    assert "tool-switched-off" not in rules({**files, "billing/api.py": ""})


# --- the revisions of hooks -------------------------------------------------------------------------


def revised(revision: str) -> set[str]:
    """Return the rules that a configuration breaks in which a hook has a revision."""
    text = HOOKS.replace("rev: v2.9.0", f"rev: {revision}")
    toml = (
        f'[[repos]]\nrepo = "https://github.com/pypa/pip-audit"\nrev = "{revision}"\nhooks = [{{id = "pip-audit"}}]\n'
    )
    found_in_yaml, found_in_toml = rules({".pre-commit-config.yaml": text}), rules({"prek.toml": toml})
    assert found_in_yaml == found_in_toml
    return found_in_yaml


@pytest.mark.parametrize(
    "revision",
    "main master HEAD develop stable latest trunk feature/x refs/heads/main origin/main 1.x v2.X release-3.x main-2-dev"
    .split(),
)  # fmt: skip
def test_a_branch(revision: str) -> None:
    assert revised(revision) == {"unpinned-hook"}


@pytest.mark.parametrize(
    "revision",
    "v1.2.3 1.2.3 v4 24.1.0 v0.15.2 3.7-beta.1 release-1.2 pypi-2.0 refs/tags/v1 abc1234 "
    "3e8a8703264a2f4a69428a0aa4dcb512790b2c8c v1.0.0rc1 py3.12-1 2024.01".split(),
)
def test_a_tag_or_commit(revision: str) -> None:
    assert revised(revision) == set()


@pytest.mark.parametrize("repo", ["local", "meta", "builtin"])
def test_hooks_without_a_revision(repo: str) -> None:
    assert rules({".pre-commit-config.yaml": f"repos:\n  - repo: {repo}\n    hooks: [{{id: identity}}]\n"}) == set()


def test_each_of_two_revisions_has_its_line() -> None:
    entry = '[[repos]]\nrepo = "https://x.org/{}"\nrev = "main"\nhooks = []\n'
    assert found({"prek.toml": entry.format("a") + entry.format("b")}) == [
        "prek.toml:3: unpinned-hook",
        "prek.toml:7: unpinned-hook",
    ]


# --- hostile files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "place"),
    [
        pytest.param({"pyproject.toml": "[tool.mypy\n"}, "pyproject.toml:1:", id="TOML"),
        pytest.param({"pyproject.toml": "a = 1\nb = \n"}, "pyproject.toml:2:", id="TOML of two lines"),
        pytest.param({".pre-commit-config.yaml": "repos:\n  - [\n"}, ".pre-commit-config.yaml:2:", id="YAML"),
        pytest.param({"codecov.yml": "a: *b\n"}, "codecov.yml:1:", id="codecov"),
        pytest.param({"bandit.yaml": "a: [\n"}, "bandit.yaml:1:", id="bandit"),
        pytest.param({"prek.toml": "[[repos]\n"}, "prek.toml:1:", id="prek"),
        pytest.param({"ruff.toml": "a = " + "[" * 5000 + "\n"}, "ruff.toml:", id="nested"),
    ],
)
def test_a_file_that_cannot_be_read(files: dict[str, str], place: str) -> None:
    assert f"{place} unreadable-tool-settings" in found(files)


def test_nothing_is_missing_besides_a_file_that_cannot_be_read() -> None:
    assert found({**WHOLE, "pyproject.toml": LINT + "[tool.mypy\n"}) == ["pyproject.toml:3: unreadable-tool-settings"]


# --- options, exceptions and the whole hook ---------------------------------------------------------


def test_optional_parts() -> None:
    parts = ("coverage", "lint", "types", "tests", "audit", "security")
    assert rules(MAIN) == {"coverage-gate-missing", *(f"{part}-not-configured" for part in parts[1:])}
    assert rules(MAIN, optional=parts) == set()
    assert rules(MAIN, optional=parts[1:]) == {"coverage-gate-missing"}


def test_a_file_that_is_allowed_still_configures_its_tools() -> None:
    text = LINT + TYPES + "ignore_errors = true\n[tool.coverage.report]\nfail_under = 60\n"
    files = {**WHOLE, "pyproject.toml": text}
    assert rules(files) == {"tool-switched-off", "coverage-below-80"}
    assert rules(files, allowed=Patterns(["/pyproject.toml"])) == set()


def test_roots_are_judged_one_by_one() -> None:
    files = {
        "a/src/main.py": "",
        "a/pyproject.toml": LINT + TYPES + GATE + "[tool.uv.audit]\n",
        "b/src/main.py": "",
        "b/pyproject.toml": LINT + TYPES,
    }
    assert rules(files) == set()
    assert "b/pyproject.toml: coverage-gate-missing" in found(files, roots=("a/", "b/"))


def test_settings_above_a_root_count() -> None:
    files = {
        "ruff.toml": '[lint]\nselect = ["S"]\n',
        "mypy.ini": "",
        ".snyk": "",
        "a/src/m.py": "",
        "a/.coveragerc": "[report]\nfail_under = 90\n",
    }
    assert rules(files, roots=("a/",)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "[tool.mypy]\nignore_errors = true  # standards: ignore[tool-switched-off] until March\n",
        "[tool.coverage.report]\nfail_under = 60  # standards: ignore[coverage-below-80] 2 points a month\n",
    ],
)
def test_a_comment_excepts(text: str) -> None:
    assert found({"pyproject.toml": text}) == []


def test_a_comment_above_excepts_in_ini() -> None:
    text = "[coverage:report]\n# standards: ignore-next-line[coverage-below-80] 2 points a month\nfail_under = 60\n"
    assert found({"setup.cfg": text}) == []


def test_verdicts_say_where_it_was_found() -> None:
    contents = {path: text.encode() for path, text in {**WHOLE, **workflow("make types"), "Makefile": "types:\n\tmypy .\n", "pyproject.toml": LINT + GATE}.items()}  # fmt: skip
    judge = gates.Gates(
        sorted(contents), lambda paths: {each: contents[each] for each in paths if each in contents}, Settings()
    )
    shown = {each.part: (each.state, each.path, each.line, each.why) for each in judge.verdicts()}
    assert shown["coverage"] == (gates.KEPT, "pyproject.toml", 4, "fail_under = 80")
    assert shown["types"] == (gates.KEPT, "Makefile", 2, "make types → mypy .")
    assert shown["audit"][:3] == (gates.KEPT, ".pre-commit-config.yaml", 4)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--optional=docs"], "--optional docs: known are coverage, lint, types, tests, audit, security"),
        (["--minimum=most"], "--minimum most: write a number of percent from 0 to 100, such as 80"),
        (["--minimum=101"], "--minimum 101: write a number"),
        (["--root=missing"], "--root missing: no file below it is tracked"),
        (["--", "pyproject.toml"], "takes no file names"),
    ],
)
def test_wrong_use(argv: list[str], said: str, repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/main.py", "")
    assert require_quality_gates.main(argv) == 2
    assert said in capsys.readouterr().err


def test_main(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("pyproject.toml", "[tool.coverage.report]\nfail_under = 60\n")
    assert require_quality_gates.main(["--"]) == 1
    out = capsys.readouterr().out
    assert "pyproject.toml:2:1: coverage-below-80: the least coverage is below 80 %: fail_under = 60" in out
    assert require_quality_gates.main(["--minimum=60"]) == 0
    repository.write("pyproject.toml", "[tool.coverage.report]\nfail_under = 80\n")  # on the disk alone
    assert require_quality_gates.main(["--"]) == 1


def test_a_link_to_what_is_not_tracked(repository: Repository) -> None:
    (repository.path / "ruff.toml").symlink_to("common/ruff.toml")
    repository.git("add", "ruff.toml")
    assert require_quality_gates.main(["--"]) == 0


def test_a_link_to_the_settings(repository: Repository) -> None:
    repository.add("config/ruff.toml", "[lint]\nselect = []\n")
    (repository.path / "ruff.toml").symlink_to("config/ruff.toml")
    repository.git("add", "ruff.toml")
    assert require_quality_gates.main(["--"]) == 1

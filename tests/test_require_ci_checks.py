"""Which checks CI runs, which it only seems to run, and which nobody can tell."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from backend_standards.core.patterns import Patterns
from backend_standards.project import ci_checks
from backend_standards.project.ci_findings import Settings
from backend_standards.require_ci_checks import check, main
from pipelines import project
from support import Repository

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend_standards.core import Finding

CI = ".github/workflows/ci.yml"
GITLAB = ".gitlab-ci.yml"
CODE = {"src/app.py": "PORT = 8080\n"}
IMAGE = {"Dockerfile": "FROM python:3.12.4-slim\nCOPY . .\n"}
CHECKS = ("run: ruff check .", "run: mypy .", "run: pytest")
LACKS_TYPES = ["ci-no-type-check"]


def findings(files: Mapping[str, str], settings: Settings | None = None) -> list[Finding]:
    """Return the findings about a project of some code and these files."""
    tree = project({**CODE, **files})
    return list(check(tree.paths, tree.read, settings))


def rules(files: Mapping[str, str], settings: Settings | None = None) -> list[str]:
    """Return the rules that a project breaks."""
    return [each.rule.id for each in findings(files, settings)]


def github(*steps: str, on: str = "pull_request", job: str = "", path: str = CI) -> dict[str, str]:
    """Return a workflow whose one job has these steps."""
    lines = "".join([f"      - {step if step.startswith('{') else '{' + step + '}'}\n" for step in steps])
    return {path: f"on: {on}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    {job}\n    steps:\n{lines}"}


def answers(files: Mapping[str, str]) -> dict[str, str]:
    """Return the answer for each kind of check."""
    checks = ci_checks.judge(project({**CODE, **files}))
    return {kind: checks.answer(kind) for kind in checks.needed}


# --- one command --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        *("ruff check .", "ruff check --fix src", "ruff .", "ruff format --check .", "flake8", "pflake8 src", "pylint src"),
        *("black --check .", "black . --check --diff", "black --check --diff src", "pycodestyle .", "prospector", "pylama"),
        *("python -m flake8 src", "uv run ruff check", "poetry run pylint src", "uvx ruff check", "pipx run black --check ."),
        *("hatch fmt --check", "ruff format --diff .", "yapf --diff -r .", "autopep8 --exit-code --diff ."),
        *("python3 -m black --check .", "if true; then ruff check .; fi", "cd src && ruff check .", "nbqa ruff ."),
        *("black . && git diff --exit-code", "ruff format . && git diff --quiet"),
    ],
)  # fmt: skip
def test_a_linter(command: str) -> None:
    assert rules(github(f"run: '{command}'", *CHECKS[1:])) == []


@pytest.mark.parametrize(
    "command",
    [
        *("ruff --version", "ruff clean", "ruff rule E501", "black --version", "flake8 --help", "pip install ruff"),
        *("echo ruff check .", "# ruff check .", "isort --check .", "yamllint .", "eslint .", "uv add ruff", "which ruff"),
        *("printf 'ruff check'", "pip install -r ruff.txt", "ruff linter", "bandit -r src"),
    ],
)  # fmt: skip
def test_no_linter(command: str) -> None:
    assert rules(github(f'run: "{command}"', *CHECKS[1:])) == ["ci-no-lint"]


@pytest.mark.parametrize(
    "command",
    [
        *("mypy", "mypy src", "mypy --strict .", "dmypy run -- src", "pyright", "basedpyright src", "npx pyright", "ty check"),
        *("pyre check", "pyre", "pyrefly check", "pytype src", "zuban check", "python -m mypy .", "uv run mypy src"),
        *("mypy --install-types --non-interactive src", "docker run --rm app mypy src", "docker compose exec app mypy ."),
    ],
)  # fmt: skip
def test_a_type_checker(command: str) -> None:
    assert rules(github(CHECKS[0], f"run: {command}", CHECKS[2])) == []


@pytest.mark.parametrize(
    "command",
    [
        *("mypy --version", "mypy --help", "mypy --install-types", "pip install mypy", "echo mypy", "dmypy stop", "ty version"),
        *("stubgen src", "pip install mypy && echo done", "uv pip install pyright", "python -c 'import mypy'"),
    ],
)  # fmt: skip
def test_no_type_checker(command: str) -> None:
    assert rules(github(CHECKS[0], f'run: "{command}"', CHECKS[2])) == LACKS_TYPES


@pytest.mark.parametrize(
    "command",
    [
        *("pytest", "py.test tests", "python -m pytest", "python -m unittest discover", "nose2", "green", "ward", "trial app"),
        *("python manage.py test", "./manage.py test app", "coverage run -m pytest", "coverage run manage.py test", "behave"),
        *("python setup.py test", "python manage.py unit_test", "python tests/test_app.py", "python run_tests.py", "hatch test", "pants test ::"),
        *("uv run --group test pytest -x", "docker compose run --rm app pytest", "xvfb-run pytest", "timeout 60 pytest"),
        *("PYTHONPATH=src pytest", "env A=b pytest", "poetry run coverage run -m pytest", "python -m coverage run -m pytest"),
        *("pytest || exit 1", "bash -c 'pytest'", "django-admin test", "bazel test //...", "pytest --cov=src --cov-fail-under=80"),
    ],
)  # fmt: skip
def test_tests(command: str) -> None:
    assert rules(github(*CHECKS[:2], f'run: "{command}"')) == []


@pytest.mark.parametrize(
    "command",
    [
        *("pytest --version", "pytest --collect-only", "pytest --co -q", "pytest --fixtures", "pip install pytest", "echo pytest"),
        *("python manage.py migrate", "coverage report", "python src/app.py", "pip install pytest pytest-cov"),
        *("cat <<EOF > a.sh\n          pytest\n          EOF", "echo 'run pytest'", "git commit -m pytest"),
    ],
)  # fmt: skip
def test_no_tests(command: str) -> None:
    text = github(*CHECKS[:2])[CI] + f"      - run: |\n          {command}\n"
    assert rules({CI: text}) == ["ci-no-test"]


@pytest.mark.parametrize(
    "step",
    [
        *("run: docker build .", "run: docker buildx build --load .", "run: docker buildx bake", "run: docker image build ."),
        *("run: docker compose build", "run: docker-compose up -d --build", "run: podman build .", "run: buildah bud ."),
        *("run: sam build", "run: cdk deploy --all", "run: /kaniko/executor --context .", "run: docker compose up -d"),
        *("uses: docker/build-push-action@v6", "uses: docker/bake-action@v5", "uses: redhat-actions/buildah-build@v2"),
        *("run: DOCKER_BUILDKIT=1 docker build -t a .", "run: az acr build .", "run: copilot svc deploy"),
    ],
)  # fmt: skip
def test_a_build_of_an_image(step: str) -> None:
    assert rules({**github(*CHECKS, step), **IMAGE}) == []


@pytest.mark.parametrize(
    "step",
    [
        *("run: docker pull python", "run: docker login", "run: docker compose down", "run: hadolint Dockerfile"),
        *("uses: docker/login-action@v3", "uses: docker/setup-buildx-action@v3", "run: docker push a", "run: docker run a true"),
        *("run: echo docker build .", "run: python -m build"),
    ],
)  # fmt: skip
def test_no_build_of_an_image(step: str) -> None:
    assert rules({**github(*CHECKS, step), **IMAGE}) == ["ci-no-image-build"]


def test_compose_builds_only_what_its_file_builds() -> None:
    files = {**github(*CHECKS, "run: docker compose -f ci/db.yml up -d"), **IMAGE}
    assert rules({**files, "ci/db.yml": "services: {db: {image: postgres}}\n"}) == ["ci-no-image-build"]
    assert rules({**files, "ci/db.yml": "services: {app: {build: ..}}\n"}) == []


@pytest.mark.parametrize(
    "path",
    [
        *(".devcontainer/Dockerfile", "Dockerfile.dev", "dev/Dockerfile", "tests/Dockerfile", "docs/Dockerfile"),
        *("examples/a/Dockerfile", "Dockerfile.test", "local.Dockerfile", "src/dockerfile.py", "{{ name }}/Dockerfile"),
    ],
)  # fmt: skip
def test_an_image_that_is_not_deployed(path: str) -> None:
    assert rules({**github(*CHECKS), path: "FROM x\n"}) == []


@pytest.mark.parametrize(
    "path", ["Dockerfile", "api/Dockerfile", "Dockerfile.api", "worker.Dockerfile", "Containerfile"]
)
def test_an_image_that_is_deployed(path: str) -> None:
    (found,) = findings({**github(*CHECKS), path: "FROM x\n"})
    assert (found.rule.id, path in found.message) == ("ci-no-image-build", True)


def test_the_tests_of_an_image_count_where_it_is_built() -> None:
    image = {"Dockerfile": "FROM python:3.12 AS test\nRUN pip install .\nRUN ruff check . && mypy . && pytest\n"}
    assert rules({**github("run: docker build --target test ."), **image}) == []


# --- when it runs, and whether it can fail ------------------------------------------------------------


@pytest.mark.parametrize(
    "on",
    [
        *("push", "pull_request", "[push, workflow_dispatch]", "merge_group", "pull_request_target"),
        *("{push: {branches: [main]}}", "{pull_request: {paths: ['src/**']}}", "{push: , schedule: [{cron: x}]}"),
    ],
)  # fmt: skip
def test_what_runs_on_changes(on: str) -> None:
    assert rules(github(*CHECKS, on=on)) == []


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("{schedule: [{cron: x}]}", "a schedule"),
        ("workflow_dispatch", "a start by hand"),
        ("{push: {tags: ['v*']}}", "tags and releases"),
        ("release", "tags and releases"),
        ("{pull_request: {types: [closed]}}", "other events"),
        ("{pull_request: {paths: ['docs/**']}}", "other events"),
    ],
)
def test_what_does_not_run_on_changes(on: str, said: str) -> None:
    found = findings({**github(*CHECKS, on=on), **github("run: true", path=".github/workflows/b.yml")})
    assert [each.rule.id for each in found] == ["ci-no-lint", "ci-no-type-check", "ci-no-test"]
    assert f"runs in {CI}, but only for {said}" in found[0].note


@pytest.mark.parametrize(
    "step",
    [
        *("run: mypy . || true", "run: mypy . ||true", "run: mypy . || echo failed", "run: 'set +e; mypy .; true'"),
        *("{run: mypy ., continue-on-error: true}", "run: mypy . | tee log", "run: '! mypy . || true'", "run: mypy . || exit 0"),
    ],
)  # fmt: skip
def test_a_check_that_cannot_fail(step: str) -> None:
    (found,) = findings(github(CHECKS[0], step, CHECKS[2]))
    assert (found.rule.id, found.path, found.line) == ("ci-check-cannot-fail", CI, 8)


@pytest.mark.parametrize(
    "step",
    [
        *("run: mypy . || exit 1", "run: 'set -o pipefail; mypy . | tee log'", "{run: mypy . | tee log, shell: bash}"),
        *("{run: mypy ., continue-on-error: false}", "run: mypy . && echo done || exit 1", "run: 'mypy .; echo done'"),
    ],
)  # fmt: skip
def test_a_check_that_can_fail(step: str) -> None:
    assert rules(github(CHECKS[0], step, CHECKS[2])) == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("ruff check --exit-zero .", "passes whatever it finds"),
        ("flake8 --exit-zero", "passes whatever it finds"),
        ("pylint --exit-zero src", "passes whatever it finds"),
        ("black --diff .", "passes whatever it finds"),
        ("black .", "changes the files, and passes"),
        ("ruff format .", "changes the files, and passes"),
    ],
)
def test_a_linter_that_cannot_fail(command: str, said: str) -> None:
    (found,) = findings(github(f"run: {command}", *CHECKS[1:]))
    assert (found.rule.id, said in found.message) == ("ci-check-cannot-fail", True)


def test_one_check_that_can_fail_is_enough() -> None:
    assert rules(github("run: flake8 --exit-zero", "run: flake8 --select=E9", *CHECKS[1:])) == []


@pytest.mark.parametrize(
    "job", ["continue-on-error: true", "if: false", "if: github.event_name == 'schedule'", "if: failure()"]
)
def test_a_job_that_counts_for_nothing(job: str) -> None:
    assert len(rules({**github(*CHECKS, job=job), **github("run: pylint src", path=".github/workflows/b.yml")})) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: {script: [ruff check ., mypy ., pytest]}\n", [], id="all"),
        pytest.param("a: {script: [ruff check ., pytest]}\n# b: {script: mypy}\n", LACKS_TYPES, id="comment"),
        pytest.param("a: {script: [ruff check ., pytest]}\n.b: {script: [mypy .]}\n", LACKS_TYPES, id="hidden-job"),
        pytest.param("a: {script: [ruff check ., pytest]}\nb: {script: [mypy .], when: manual}\n", LACKS_TYPES, id="manual"),
        pytest.param("a: {script: [ruff check ., pytest]}\nb: {script: [mypy .], only: [tags]}\n", LACKS_TYPES, id="tags"),
        pytest.param("a: {script: [ruff check ., pytest]}\nb: {script: [mypy .], only: [schedules]}\n", LACKS_TYPES, id="schedules"),
        pytest.param("a: {script: [ruff check ., pytest]}\nb: {script: [mypy .], allow_failure: true}\n", ["ci-check-cannot-fail"], id="allowed"),
        pytest.param("a: {script: [ruff check ., pytest]}\nb: {script: [echo], after_script: [mypy .]}\n", ["ci-check-cannot-fail"], id="afterwards"),
        pytest.param("a: {script: [ruff check ., pytest]}\nb: {script: [mypy .], only: [merge_requests]}\n", [], id="requests"),
        pytest.param("default: {before_script: [mypy .]}\na: {script: [ruff check ., pytest]}\n", [], id="before"),
    ],
)  # fmt: skip
def test_gitlab(text: str, expected: list[str]) -> None:
    assert rules({GITLAB: text}) == expected


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({".circleci/config.yml": "jobs: {build: {steps: [{run: ruff check .}, {run: mypy .}, {run: pytest}]}}\n"}, id="circle"),
        pytest.param({"bitbucket-pipelines.yml": "pipelines: {default: [{step: {script: [ruff check ., mypy ., pytest]}}]}\n"}, id="bitbucket"),
        pytest.param({"azure-pipelines.yml": "steps: [{script: ruff check .}, {bash: mypy .}, {script: pytest}]\n"}, id="azure"),
        pytest.param({"buildspec.yml": "phases: {build: {commands: [ruff check ., mypy ., pytest]}}\n"}, id="codebuild"),
        pytest.param({"Jenkinsfile": "sh 'ruff check .'\nsh \"mypy .\"\nsh '''\n  pytest\n'''\n"}, id="jenkins"),
        pytest.param({".travis.yml": "script: [ruff check ., mypy ., pytest]\n"}, id="travis"),
        pytest.param({".pre-commit-config.yaml": "ci: {autofix_prs: false}\nrepos:\n- {repo: local, hooks: [{id: a, entry: ruff check}, {id: b, entry: mypy}, {id: c, entry: pytest}]}\n"}, id="pre-commit.ci"),
        pytest.param({**github("run: ./ci.sh"), "ci.sh": "#!/bin/sh\nset -e\nruff check .\nmypy .\npytest\n"}, id="script"),
        pytest.param({**github("run: make ci"), "Makefile": "ci: lint types\n\tpytest\nlint types:\n\truff check .\n\tmypy .\n"}, id="make"),
        pytest.param({**github("run: tox"), "tox.ini": "[tox]\nenvlist = a\n[testenv]\ncommands =\n  ruff check .\n  mypy .\n  pytest\n"}, id="tox"),
        pytest.param(github("uses: astral-sh/ruff-action@v3", "uses: tsuyoshicho/action-mypy@v4", "run: pytest"), id="actions"),
        pytest.param(github("{run: '${{ matrix.c }}'}", job="strategy: {matrix: {c: [ruff check ., mypy ., pytest]}}"), id="matrix"),
        pytest.param({**github("uses: ./ci"), "ci/action.yml": "runs: {using: composite, steps: [{run: ruff check .}, {run: mypy .}, {run: pytest}]}\n"}, id="composite"),
    ],
)  # fmt: skip
def test_all_checks_in_every_system(files: dict[str, str]) -> None:
    assert rules(files) == []


COMPOSE = "services:\n  db:\n    image: postgres\n  test:\n    build: .\n    command: {}\n"


@pytest.mark.parametrize(
    ("command", "service"),
    [
        ("docker compose run --rm test", "make ci"),
        ("docker compose run test", "[make, ci]"),
        ("docker compose run test", "[sh, -c, make ci]"),
        ("docker compose up --exit-code-from test", "make ci"),
        ("docker-compose -f docker-compose.yml up test", '["make ci"]'),
        ("docker compose run -e A=b --rm test", "[bash, -c, 'set -e; make ci']"),
    ],
)
def test_the_command_of_a_service(command: str, service: str) -> None:
    make = {"Makefile": "ci:\n\truff check .\n\tmypy .\n\tpytest\n"}
    files = {**github(f"run: {command}"), "docker-compose.yml": COMPOSE.format(service), **make}
    assert rules(files) == []
    assert rules({**files, "docker-compose.yml": COMPOSE.format("sleep 1")}) == ["ci-missing"]


@pytest.mark.parametrize("command", ["docker compose down", "docker compose run db", "docker compose logs test"])
def test_another_service_runs_nothing(command: str) -> None:
    files = {**github(f"run: {command}"), "docker-compose.yml": COMPOSE.format("pytest")}
    assert rules(files) == ["ci-missing"]


def test_a_script_that_the_entry_of_an_image_runs() -> None:
    files = {**github(*CHECKS[:2], "run: docker compose run --rm app shell ./bin/test.sh"), "bin/test.sh": "pytest\n"}
    assert rules(files) == []
    assert rules({**files, **github(*CHECKS[:2], "run: chmod +x bin/test.sh")}) == ["ci-no-test"]


def test_a_matrix_of_variables() -> None:
    job = "strategy: {matrix: {env: [lint, types, tests]}}"
    step = "{run: tox, env: {TOXENV: '${{ matrix.env }}'}}"
    tox = "[testenv:lint]\ncommands = ruff check .\n[testenv:types]\ncommands = mypy\n[testenv:tests]\ncommands = pytest\n"
    assert rules({**github(step, job=job), "tox.ini": tox}) == []


def test_a_workflow_for_changes_of_the_dockerfile() -> None:
    build = github("run: docker build .", on="{pull_request: {paths: [Dockerfile]}}", path=".github/workflows/b.yml")
    assert rules({**github(*CHECKS), **build, **IMAGE}) == []


# --- what cannot be told ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({CI: "on: push\njobs: {a: {uses: a/b/.github/workflows/python.yml@v1}}\n"}, id="workflow"),
        pytest.param(github("run: '${{ inputs.command }}'"), id="computed"),
        pytest.param(github("run: $COMMAND"), id="variable"),
        pytest.param({**github("run: make $TARGET"), "Makefile": "a:\n\ttrue\n"}, id="target"),
        pytest.param({GITLAB: "include: [{project: a/b, file: ci.yml}]\n"}, id="include"),
        pytest.param({GITLAB: "include: https://a.example/ci.yml\n"}, id="address"),
        pytest.param({".circleci/config.yml": "workflows: {w: {jobs: [python/ci]}}\n"}, id="orb"),
        pytest.param(github("run: dagger call ci"), id="builder"),
        pytest.param({"Jenkinsfile": "@Library('ci') _\nci()\n"}, id="library"),
        pytest.param({"azure-pipelines.yml": "extends: {template: a.yml@b}\n"}, id="template"),
    ],
)
def test_what_may_run_any_check(files: dict[str, str]) -> None:
    assert rules({**files, **IMAGE}) == []
    assert set(answers(files).values()) == {"unknown"}


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        pytest.param("uses: a/b/.github/workflows/lint.yml@v1", ["ci-no-type-check", "ci-no-test"], id="lint"),
        pytest.param("uses: a/b/.github/workflows/python_tests.yml@v1", ["ci-no-lint", "ci-no-type-check"], id="tests"),
        pytest.param("uses: a/b/.github/workflows/mypy.yml@v1", ["ci-no-lint", "ci-no-test"], id="types"),
        pytest.param("uses: a/b/.github/workflows/release.yml@v1", ["ci-missing"], id="release"),
    ],
)
def test_a_name_tells_what_it_may_be(step: str, expected: list[str]) -> None:
    other = {".github/workflows/z.yml": f"on: push\njobs: {{a: {{{step}}}}}\n"}
    assert rules({**github("run: echo"), **other}) == expected


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        pytest.param("uses: a/python-quality@v1", ["ci-no-type-check"], id="quality"),
        pytest.param("uses: a/python-checks@v1", [], id="checks-of-python"),
        pytest.param("uses: a/link-check@v1", ["ci-no-lint", "ci-no-type-check"], id="links"),
        pytest.param("{uses: a/wool@v1, name: Run black}", ["ci-no-type-check"], id="title"),
        pytest.param("{uses: a/wool@v1}", ["ci-no-lint", "ci-no-type-check"], id="no-title"),
        pytest.param("run: $PYTEST tests; ./gone/types.sh", ["ci-no-lint"], id="script"),
        pytest.param("run: $NAME tests; ./gone/deploy.sh", ["ci-no-lint", "ci-no-type-check"], id="other-script"),
    ],
)
def test_a_name_of_a_step_tells_what_it_may_be(step: str, expected: list[str]) -> None:
    assert rules(github(step, "run: pytest")) == expected


@pytest.mark.parametrize(
    "action", ["actions/checkout@v4", "slackapi/slack-github-action@v1", "a/publish-test-results@v1", "codecov/codecov-action@v5"]
)  # fmt: skip
def test_an_action_that_checks_nothing_hides_nothing(action: str) -> None:
    assert rules(github(*CHECKS[:2], f"uses: {action}")) in (["ci-no-test"], [])


# --- one finding --------------------------------------------------------------------------------------


def test_no_ci_is_one_finding() -> None:
    (found,) = findings(IMAGE)
    assert (found.path, found.rule.id, found.line) == (CI, "ci-missing", 0)


def test_ci_that_checks_nothing_is_one_finding() -> None:
    (found,) = findings(github("uses: actions/stale@v9", path=".github/workflows/stale.yml"))
    assert (found.path, found.rule.id) == (".github/workflows/stale.yml", "ci-missing")


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"src/app.py": None, "main.tf": ""}, id="no-python"),
        pytest.param({"src/app.py": None, "docs/conf.py": ""}, id="documentation"),
        pytest.param({"src/app.py": None, "examples/a.py": ""}, id="examples"),
        pytest.param({"src/app.py": None, "node_modules/a/b.py": ""}, id="vendored"),
        pytest.param({"infra/pipeline.py": "from aws_cdk.pipelines import CodePipelineSource\n"}, id="cdk-pipelines"),
        pytest.param({"cfn.yml": "Resources: {A: {Type: AWS::CodeBuild::Project}}\n"}, id="codebuild-project"),
    ],
)
def test_who_is_not_asked_for_ci(files: dict[str, str | None]) -> None:
    tree = project({path: text for path, text in {**CODE, **files}.items() if text is not None})
    assert list(check(tree.paths, tree.read)) == []


def test_a_project_without_python_files_whose_ci_runs_python() -> None:
    tree = project(github("run: pytest"))
    assert [each.rule.id for each in check(tree.paths, tree.read)] == ["ci-no-lint", "ci-no-type-check"]


def test_a_finding_names_what_was_followed() -> None:
    (found,) = findings({**github("run: make lint", "run: pytest"), "Makefile": "lint:\n\truff check src\n"})
    assert found.message == "CI runs no type checker for pushes and pull requests"
    assert found.note.endswith("Followed: make lint → ruff check src; pytest.")


def test_a_finding_about_a_followed_command_is_where_it_is() -> None:
    (found,) = findings({**github(*CHECKS[:2], "run: make test"), "Makefile": "test:\n\t-pytest\n"})
    assert (found.path, found.line, found.rule.id) == ("Makefile", 2, "ci-check-cannot-fail")
    assert "Followed: make test → pytest." in found.note


@pytest.mark.parametrize(
    ("step", "place"),
    [
        pytest.param("run: make test || true", (CI, 8), id="workflow"),
        pytest.param("{run: make test, continue-on-error: true}", (CI, 8), id="step"),
        pytest.param("run: make all", ("Makefile", 4), id="outer-target"),
        pytest.param("run: bash run.sh", ("run.sh", 1), id="script"),
        pytest.param("run: bash -c 'make test || true'", (CI, 8), id="inner-shell"),
    ],
)
def test_a_hidden_failure_is_told_where_it_is_hidden(step: str, place: tuple[str, int]) -> None:
    files = {"Makefile": "test:\n\tpytest\nall:\n\t-make test\n", "run.sh": "make test || true\n"}
    (found,) = findings({**github(CHECKS[0], step, CHECKS[1]), **files})
    assert (found.path, found.line, found.rule.id) == (*place, "ci-check-cannot-fail")
    assert "make test → pytest." in found.note


def test_no_value_of_an_option_is_printed() -> None:
    secret = "Zq7" + "kP2mX9" * 4
    (found,) = findings(github(*CHECKS[:2], f"run: pytest --token={secret} -k {secret} || true"))
    assert secret not in f"{found.message} {found.note} {found.known_as}"


def test_an_unreadable_file_is_a_finding_and_hides_the_rest() -> None:
    (found,) = findings({CI: "on: [push\n"})
    assert (found.rule.id, found.path, found.line) == ("ci-unreadable", CI, 2)


# --- deployments --------------------------------------------------------------------------------------


def deploy(
    test: str = "pytest", needs: str = "", command: str = "cdk deploy", name: str = "deploy", more: str = ""
) -> dict[str, str]:
    """Return a workflow on a push with a job for the checks, and one that deploys."""
    return {
        CI: f"on: push\njobs:\n  checks: {{steps: [{{run: ruff check .}}, {{run: mypy .}}, {{run: '{test}'}}]}}\n"
        f"  {name}:\n    {needs}\n    {more}\n    steps: [{{run: '{command}'}}]\n"
    }


@pytest.mark.parametrize(
    "command",
    [
        *("cdk deploy --all", "npx cdk deploy", "sam deploy --no-confirm-changeset", "serverless deploy", "sls deploy"),
        *("terraform apply -auto-approve", "terraform -chdir=infra apply", "kubectl apply -f k8s", "helm upgrade --install a ."),
        *("aws ecs update-service --cluster a", "aws lambda update-function-code --function-name a", "eb deploy"),
        *("aws cloudformation deploy --stack-name a", "chalice deploy", "zappa update production", "pulumi up --yes"),
        *("copilot svc deploy", "kubectl set image deployment/a b=c", "flyctl deploy"),
    ],
)  # fmt: skip
def test_a_deployment_beside_the_tests(command: str) -> None:
    (found,) = findings(deploy(command=command))
    assert (found.rule.id, found.path, found.line) == ("deploy-without-tests", CI, 4)
    assert "the job deploy deploys on a push" in found.message


@pytest.mark.parametrize(
    "command",
    [
        *("cdk synth", "cdk diff", "sam build", "sam validate", "terraform plan", "kubectl get pods", "helm lint ."),
        *("aws s3 sync . s3://a", "serverless package", "kubectl apply --dry-run -f a", "echo cdk deploy", "aws ecr get-login"),
        *("terraform apply --help", "kubectl rollout status deployment/a"),
    ],
)  # fmt: skip
def test_no_deployment(command: str) -> None:
    assert rules(deploy(command=command)) == []


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(deploy(needs="needs: checks"), id="needs"),
        pytest.param(deploy(needs="needs: [checks]"), id="list"),
        pytest.param(deploy(command="pytest && cdk deploy"), id="same-job"),
        pytest.param(deploy(more="environment: staging"), id="staging"),
        pytest.param(deploy(name="deploy-dev"), id="development"),
        pytest.param(deploy(more="if: github.event_name == 'workflow_dispatch'"), id="by-hand"),
        pytest.param(deploy(more="if: startsWith(github.ref, 'refs/tags/')"), id="tags-may-be-tested-before"),
        pytest.param(
            {**github(*CHECKS), **github("run: cdk deploy", on="push", path=".github/workflows/deploy.yml")}, id="tested-as-a-request"
        ),
        pytest.param({GITLAB: "stages: [test, deploy]\na: {stage: test, script: [ruff check ., mypy ., pytest]}\nb: {stage: deploy, script: [cdk deploy]}\n"}, id="stages"),
        pytest.param(
            {
                CI: "name: ci\non: push\njobs: {a: {steps: [{run: ruff check .}, {run: mypy .}, {run: pytest}]}}\n",
                ".github/workflows/deploy.yml": "on: {workflow_run: {workflows: [ci]}}\njobs: {a: {steps: [{run: cdk deploy}]}}\n",
            },
            id="after-the-workflow",
        ),
    ],
)  # fmt: skip
def test_a_deployment_after_the_tests(files: dict[str, str]) -> None:
    assert [rule for rule in rules(files) if rule == "deploy-without-tests"] == []


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({**github(*CHECKS, on="push"), **github("run: cdk deploy", on="push", path=".github/workflows/deploy.yml")}, id="another-workflow"),
        pytest.param(deploy(more="environment: production"), id="production"),
        pytest.param({GITLAB: "stages: [deploy, test]\na: {stage: test, script: [ruff check ., mypy ., pytest]}\nb: {stage: deploy, script: [cdk deploy]}\n"}, id="stage-before"),
        pytest.param({GITLAB: "stages: [test, deploy]\na: {stage: test, script: [ruff check ., mypy ., pytest]}\nb: {stage: deploy, needs: [], script: [cdk deploy]}\n"}, id="needs-nothing"),
        pytest.param({**deploy(command="make release"), "Makefile": "release:\n\tsam deploy\n"}, id="followed"),
        pytest.param(
            {
                CI: "name: ci\non: push\njobs: {a: {steps: [{run: ruff check .}, {run: mypy .}, {run: pytest}]}}\n",
                ".github/workflows/b.yml": "name: b\non: push\njobs: {a: {steps: [{run: echo}]}}\n",
                ".github/workflows/deploy.yml": "on: {workflow_run: {workflows: [b]}}\njobs: {a: {steps: [{run: cdk deploy}]}}\n",
            },
            id="after-another-workflow",
        ),
    ],
)  # fmt: skip
def test_a_deployment_that_the_tests_do_not_stop(files: dict[str, str]) -> None:
    assert rules(files) == ["deploy-without-tests"]


def test_jobs_that_need_each_other_end() -> None:
    assert "deploy-without-tests" in rules(
        {CI: deploy(needs="needs: other")[CI] + "  other: {needs: deploy, steps: []}\n"}
    )


# --- options ------------------------------------------------------------------------------------------


def test_optional_parts() -> None:
    assert rules(github("run: pytest"), Settings(["types"])) == ["ci-no-lint"]
    assert rules({}, Settings(["ci"])) == []
    assert rules(deploy(), Settings(["deploy"])) == []


def test_allowed_files() -> None:
    assert rules(deploy(), Settings(allowed=Patterns([CI]))) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(github(*CHECKS), ["ci-not-separate"], id="one"),
        pytest.param({**github(*CHECKS[:2]), **github(CHECKS[2], path=".github/workflows/b.yml")}, [], id="two"),
        pytest.param({GITLAB: "a: {script: [ruff check ., mypy .]}\nb: {script: [pytest]}\n"}, [], id="jobs"),
        pytest.param({GITLAB: "a: {script: [ruff check ., mypy ., pytest]}\n"}, ["ci-not-separate"], id="one-job"),
    ],
)
def test_separate(files: dict[str, str], expected: list[str]) -> None:
    assert rules(files, Settings(is_separate=True)) == expected


def test_ignores() -> None:
    comment = "  # standards: ignore[ci-check-cannot-fail] until the old code is typed"
    text = github(CHECKS[0], "run: mypy . || true", CHECKS[2])[CI]
    assert rules({CI: text.replace("|| true}", f"|| true}}{comment}")}) == []
    assert rules({CI: github(*CHECKS)[CI].replace("pytest}", f"pytest}}{comment}")}) == ["unused-ignore"]


# --- main ---------------------------------------------------------------------------------------------


def test_main(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/app.py", "PORT = 8080\n")
    assert main(["--"]) == 1
    assert f"{CI}: ci-missing: no CI is tracked" in capsys.readouterr().out
    repository.add(CI, github(*CHECKS)[CI])
    assert main(["--"]) == 0
    assert main(["--separate"]) == 1
    assert main(["--separate", f"--allow={CI}"]) == 0
    (repository.path / CI).unlink()
    assert main(["--"]) == 0, "the index is judged, not the disk"


def test_links_are_followed(repository: Repository) -> None:
    repository.add("src/app.py", "PORT = 8080\n")
    repository.add(CI, github("run: pre-commit run --all-files", "run: pytest")[CI])
    repository.add(
        "common/hooks.yaml", "repos: [{repo: local, hooks: [{id: a, entry: ruff check}, {id: b, entry: mypy}]}]\n"
    )
    (repository.path / ".pre-commit-config.yaml").symlink_to("common/hooks.yaml")
    repository.git("add", "--all")
    assert main(["--"]) == 0
    repository.git("rm", "--cached", "-q", "common/hooks.yaml")
    assert main(["--"]) == 0, "the hooks are elsewhere: it cannot be told"


def test_main_in_a_folder_of_the_repository(repository: Repository) -> None:
    repository.add("service/pyproject.toml", "")
    repository.add("service/src/app.py", "PORT = 8080\n")
    os.chdir(repository.path / "service")
    assert main(["--"]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--optional=tets"], "known are ci, lint, types, tests, image, deploy"), (["--", "a.py"], "takes no file names")],
)
def test_wrong_use(repository: Repository, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert repository
    assert main(arguments) == 2
    assert said in capsys.readouterr().err

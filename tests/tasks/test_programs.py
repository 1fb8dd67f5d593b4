"""Tasks of each runner: a command, the files, and the commands that run. The table of make and tox is in the follower's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from backend_standards.project.following import Command, Project, Unknown, follow


def followed(
    text: str, files: Mapping[str, str], variables: Mapping[str, str] | None = None
) -> list[Command | Unknown]:
    def read(paths: Sequence[str]) -> Mapping[str, bytes]:
        return {path: files[path].encode() for path in paths}

    return list(follow(text, "ci.yml", 1, "", Project(list(files), read), variables or {}))


def told(text: str, files: Mapping[str, str]) -> list[str]:
    """Return the commands; those that cannot fail with a dash in front, and the unknown as a question mark."""
    return [
        "?" if isinstance(each, Unknown) else ("" if each.can_fail else "-") + " ".join(each.words)
        for each in followed(text, files)
    ]


JUSTFILE = """\
set shell := ["bash", "-euo", "pipefail", "-c"]
tool := "mypy"
flags := "--strict" + " " + '-v'
alias l := lint
import 'more.just'
mod sub

default: lint test

# checks
[group('x')]
lint dir='src': (types dir)
    @uv run ruff check {{dir}}
    -pylint \\
      {{ dir }}

types where:
    {{tool}} {{flags}} {{where}}

test *args: && after
    #!/usr/bin/env bash
    set -e
    pytest {{args}}
    echo "{{{{x}}"

after:
    cd sub && just a

script:
    #!/usr/bin/env python3
    import pytest
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("just lint", ["mypy --strict -v src", "ruff check src", "-pylint src"], id="default-parameter"),
        pytest.param("just l a/b", ["mypy --strict -v a/b", "ruff check a/b", "-pylint a/b"], id="alias-and-argument"),
        pytest.param("just --set tool pyright types x", ["pyright --strict -v x"], id="set"),
        pytest.param("just tool=pyright types x", ["pyright --strict -v x"], id="variable"),
        pytest.param(
            "just test -x -k a", ["set -e", "pytest -x -k a", "echo {{x}}", "pylint b"], id="variadic-script-after"
        ),
        pytest.param("just shared", ["flake8"], id="import"),
        pytest.param("just sub a", ["pylint b"], id="module"),
        pytest.param("just sub::a", ["pylint b"], id="path-of-a-module"),
        pytest.param("just sub/a", ["pylint b"], id="folder"),
        pytest.param("just shared after", ["flake8", "pylint b"], id="two"),
        pytest.param("just script", [], id="other-language"),
        pytest.param("just --list", ["just --list"], id="list"),
        pytest.param("just nothing", ["?"], id="no-recipe"),
        pytest.param("just $RECIPE", ["?"], id="recipe-of-a-variable"),
        pytest.param("just -f sub/justfile a", ["pylint b"], id="file"),
    ],
)
def test_just(text: str, expected: list[str]) -> None:
    files = {"justfile": JUSTFILE, "more.just": "shared:\n  flake8\n", "sub/justfile": "a:\n\tpylint b\n"}
    assert told(text, files) == expected


def test_the_default_recipe_and_its_trail() -> None:
    found = followed("just", {"justfile": JUSTFILE})
    assert [each.trail for each in found][:3] == [
        ("just default", "just types"),
        ("just default", "just lint"),
        ("just default", "just lint"),
    ]
    assert [each.line for each in found][:3] == [18, 13, 14]


NOXFILE = """\
import nox
SRC = ["src", "tests"]
nox.options.sessions = ["lint", "tests"]

@nox.session(python=["3.11", "3.12"])
def tests(session: nox.Session) -> None:
    session.install("pytest")
    session.run("pytest", "-x", *session.posargs, env={"A": "1"})
    _types(session)
    if session.posargs:
        session.notify("cover")

def _types(session):
    session.run("mypy", *SRC)

@nox.session(tags=["style"])
def lint(session):
    args = session.posargs or SRC
    session.run("ruff", "check", *args)
    session.run("pylint", *(session.posargs or SRC), success_codes=[0, 4])

@nox.session(name="cover", default=False)
def coverage(session):
    session.run("coverage", "report", f"--fail-under={MIN}")

MIN = "80"
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("nox", ["ruff check ${V}", "-pylint src tests", "pytest -x", "mypy src tests", "coverage report --fail-under=80"], id="default"),
        pytest.param("uvx nox -s lint -- a", ["ruff check ${V}", "-pylint a"], id="session"),
        pytest.param("nox --session=cover", ["coverage report --fail-under=80"], id="name"),
        pytest.param("nox -s tests-3.12 -- -v", ["pytest -x -v", "mypy src tests", "coverage report --fail-under=80"], id="version"),
        pytest.param("nox -t style", ["ruff check ${V}", "-pylint src tests"], id="tag"),
        pytest.param("nox -s nothing", ["?"], id="no-session"),
        pytest.param("nox -s $S", ["?"], id="session-of-a-variable"),
        pytest.param("nox --list", ["nox --list"], id="list"),
    ],
)  # fmt: skip
def test_nox(text: str, expected: list[str]) -> None:
    assert told(text, {"noxfile.py": NOXFILE}) == expected


POE = """\
[tool.poe.tasks]
lint = "ruff check src"
types.cmd = "mypy ${dir}"
types.args = [{name = "dir", default = "src"}]
test = {shell = "pytest | tee log"}
all = ["lint", "types", {cmd = "pylint", ignore_fail = true}]
deep = {sequence = ["all", "test"], ignore_fail = true}
call = {script = "a.b:c"}
"""
HATCH = """\
[tool.hatch.envs.default.scripts]
test = "pytest {args:tests}"
all = ["test -x", "- mypy"]
both = ["test", "lint:x"]
[tool.hatch.envs.lint]
template = "lint"
[tool.hatch.envs.lint.scripts]
check = "ruff check {args:.}"
all = ["check"]
"""
TABLES = """\
[tool.pdm.scripts]
lint = "ruff check"
pre_lint = "echo before"
types = {cmd = ["mypy", "src dir"]}
all = {composite = ["lint", "types --strict", "pytest"]}
call = {call = "a:b"}
[tool.taskipy.tasks]
lint = "flake8"
test = {cmd = "pytest"}
post_test = "task lint"
[tool.rye.scripts]
lint = ["pylint", "src"]
all = {chain = ["lint"]}
[tool.pixi.tasks]
lint = {cmd = "pyright", depends-on = ["prepare"]}
prepare = "echo p"
"""
PACKAGE = """\
{"name": "x",
 "scripts": {
  "lint": "eslint .",
  "pretest": "npm run lint",
  "test": "jest && npm run py -- -x",
  "py": "pytest",
  "lint:a": "ruff check",
  "all": "run-s lint:* py"
}}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("poetry run poe lint --fix", ["ruff check src --fix"], id="poe-cmd"),
        pytest.param("poe -q all", ["ruff check src", "mypy src", "-pylint"], id="poe-sequence"),
        pytest.param("poe deep", ["-ruff check src", "-mypy src", "-pylint", "-pytest", "-tee log"], id="poe-ignored"),
        pytest.param("python -m poethepoet lint", ["ruff check src"], id="poe-module"),
        pytest.param("poe call", ["?"], id="poe-script"),
        pytest.param("poe nothing", ["?"], id="poe-nothing"),
    ],
)
def test_poe(text: str, expected: list[str]) -> None:
    assert told(text, {"pyproject.toml": POE}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("hatch run test", ["pytest tests"], id="script"),
        pytest.param("hatch run test a", ["pytest a"], id="arguments"),
        pytest.param("hatch run lint:all", ["ruff check ."], id="environment"),
        pytest.param("hatch -e lint run check a", ["ruff check a"], id="option"),
        pytest.param("hatch run mypy src", ["mypy src"], id="program"),
        pytest.param("hatch run +py=3.12 test", ["pytest tests"], id="matrix"),
        pytest.param("hatch test -a", ["pytest"], id="test"),
        pytest.param("hatch fmt --check", ["ruff check .", "ruff format --check --diff ."], id="fmt"),
        pytest.param("hatch build", ["hatch build"], id="other"),
    ],
)
def test_hatch(text: str, expected: list[str]) -> None:
    assert told(text, {"pyproject.toml": HATCH}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("pdm run lint", ["echo before", "ruff check"], id="pdm"),
        pytest.param("pdm types", ["mypy src dir"], id="pdm-short"),
        pytest.param("pdm run all", ["echo before", "ruff check", "types --strict", "pytest"], id="pdm-composite"),
        pytest.param("pdm run call", ["?"], id="pdm-call"),
        pytest.param("pdm run pytest", ["pytest"], id="pdm-program"),
        pytest.param("pdm install", ["pdm install"], id="pdm-other"),
        pytest.param("poetry run task test -x", ["pytest -x", "flake8"], id="taskipy"),
        pytest.param("rye run all; rye test; rye lint -q", ["pylint src", "pytest", "ruff check -q"], id="rye"),
        pytest.param("pixi run -e dev lint", ["echo p", "pyright"], id="pixi"),
    ],
)
def test_tables(text: str, expected: list[str]) -> None:
    assert told(text, {"pyproject.toml": TABLES}) == expected


def test_scripts_of_pipenv_and_mise() -> None:
    assert told("pipenv run lint -v; pipenv run mypy", {"Pipfile": '[scripts]\nlint = "flake8 src"\n'}) == [
        "flake8 src -v",
        "mypy",
    ]
    mise = '[tasks.lint]\nrun = ["ruff check", "mypy"]\ndepends = ["a"]\n[tasks.a]\nrun = "echo a"\n'
    assert told("mise run lint; mise exec -- pytest", {"mise.toml": mise}) == ["echo a", "ruff check", "mypy", "pytest"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("npm test", ["eslint .", "jest", "pytest -x"], id="test"),
        pytest.param("npm run lint -- --fix", ["eslint . --fix"], id="arguments"),
        pytest.param("cd web && yarn --silent py", ["pytest"], id="yarn"),
        pytest.param("pnpm run all", ["ruff check", "pytest"], id="run-s"),
        pytest.param("npm --prefix web run py", ["pytest"], id="prefix"),
        pytest.param("npm ci; npm install; pnpm audit", ["npm ci", "npm install", "pnpm audit"], id="install"),
        pytest.param("npm run -- py -x", ["pytest -x"], id="dashes"),
        pytest.param("npm run nothing", ["?"], id="nothing"),
        pytest.param("npm run py -w web; npm run py -w @x/web", ["pytest"], id="workspace"),
        pytest.param("npm run test -w nothing", ["?"], id="no-workspace"),
    ],
)
def test_npm(text: str, expected: list[str]) -> None:
    assert (
        told(text, {"package.json": PACKAGE, "web/package.json": '{"name": "@x/web", "scripts": {"py": "pytest"}}'})
        == expected
    )


def test_a_script_of_npm_has_its_line() -> None:
    assert [each.line for each in followed("npm run py", {"package.json": PACKAGE})] == [6]


INVOKE = """\
from invoke import task

@task
def lint_all(c, fix=False):
    c.run("ruff check src")
    c.run("mypy src", warn=True)

@task(pre=[lint_all], name="tests")
def run_tests(ctx):
    ctx.run(f"pytest {X}")
"""
TASKFILE = """\
version: '3'
vars: {SRC: src}
includes:
  py: ./py
tasks:
  default: [lint, {task: test}]
  lint:
    deps: [prepare]
    cmds:
      - ruff check {{.SRC}}
      - cmd: mypy
        ignore_error: true
      - task: py:x
  prepare: echo a
  test:
    cmd: pytest {{.CLI_ARGS}}
"""


def test_invoke_doit_and_task() -> None:
    assert told("inv lint-all", {"tasks.py": INVOKE}) == ["ruff check src", "-mypy src"]
    assert told("invoke tests", {"tasks.py": INVOKE}) == ["pytest ${V}", "ruff check src", "-mypy src"]
    assert told("inv nothing; inv --list", {"tasks.py": INVOKE}) == ["?", "inv --list"]
    dodo = 'def task_lint():\n    return {"actions": ["ruff check", ["mypy", "a b"]]}\n'
    assert told("doit lint", {"dodo.py": dodo}) == ["ruff check", "mypy a b"]
    files = {"Taskfile.yml": TASKFILE, "py/Taskfile.yml": "tasks: {x: {cmds: [flake8]}}"}
    assert told("task lint", files) == ["echo a", "ruff check src", "-mypy", "flake8"]
    assert told("task test -- -x", files) == ["pytest -x"]
    assert told("task nothing", files) == ["?"]

"""All that CI runs, with what was followed to it."""

from __future__ import annotations

import pytest

from backend_standards.project import ci
from backend_standards.project.ci import Run
from pipelines import project

CI = ".github/workflows/ci.yml"


def run(files: dict[str, str]) -> Run:
    return ci.everything(project(files))


def github(*steps: str, on: str = "pull_request") -> dict[str, str]:
    lines = "".join([f"      - {step}\n" for step in steps])
    return {CI: f"name: checks\non: {on}\njobs:\n  a:\n    steps:\n{lines}"}


def test_a_command_with_its_workflow_job_and_place() -> None:
    (found,) = run(github("run: pip install .; pytest")).commands[1:]
    assert (found.words, found.text, found.path, found.line) == (("pytest",), "pytest", CI, 6)
    assert (found.workflow.name, found.job.name, found.trail, found.uses) == ("checks", "a", (), "")
    assert (set(found.triggers), found.on_changes, found.can_fail) == ({"request"}, True, True)


def test_what_is_followed_is_told() -> None:
    files = {**github("run: make check"), "Makefile": "check: lint\nlint:\n\truff check src\n"}
    (found,) = run(files).commands
    assert (found.words, found.trail) == (("ruff", "check", "src"), ("make check", "make lint"))
    assert (found.path, found.line) == ("Makefile", 3)


def test_a_loop_of_make_over_what_is_not_known() -> None:
    make = "DIRS := $(shell ls)\ntest:\n\t@ $(foreach dir,$(DIRS),pytest -c $(dir)/pytest.ini || exit 1;)\n"
    found = run({**github("run: make test"), "Makefile": make})
    assert [each.words[0] for each in found.commands] == ["pytest", "exit"]


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("run: mypy . || true", id="shell"),
        pytest.param("{run: mypy ., continue-on-error: true}", id="step"),
        pytest.param("{run: mypy . | tee log}", id="pipe"),
    ],
)
def test_a_command_that_cannot_fail(step: str) -> None:
    assert not run(github(step)).commands[0].can_fail


def test_a_command_of_a_schedule() -> None:
    (found,) = run(github("run: pytest", on="{schedule: [{cron: x}]}")).commands
    assert (set(found.triggers), found.on_changes) == ({"schedule"}, False)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        pytest.param("{uses: psf/black@stable}", ("black", "--check", "--diff", "."), id="default"),
        pytest.param("{uses: psf/black@stable, with: {options: --check, src: src}}", ("black", "--check", "src"), id="inputs"),
        pytest.param("{uses: astral-sh/ruff-action@v3}", ("ruff", "check"), id="ruff"),
        pytest.param("{uses: tsuyoshicho/action-mypy@v4}", ("mypy", "."), id="by-its-name"),
    ],
)  # fmt: skip
def test_an_action_that_runs_a_known_command(step: str, words: tuple[str, ...]) -> None:
    (found,) = run(github(step)).commands
    assert (found.words, found.uses) == (words, "")
    assert found.trail[0].startswith(step[7:].partition("@")[0])


def test_the_action_of_pre_commit_runs_the_hooks() -> None:
    hooks = "repos: [{repo: x, rev: v1, hooks: [{id: mypy}]}]\n"
    files = {**github("uses: pre-commit/action@v3.0.1"), ".pre-commit-config.yaml": hooks}
    (found,) = run(files).commands
    assert (found.words, found.trail) == (("mypy",), ("pre-commit/action", "pre-commit run mypy"))


@pytest.mark.parametrize("action", ["actions/checkout@v4", "MishaKav/pytest-coverage-comment@v1"])
def test_an_action_is_used(action: str) -> None:
    (found,) = run(github(f"{{uses: {action}, with: {{a: b}}}}")).commands
    assert (found.uses, found.words, found.inputs, found.text) == (action, (), {"a": "b"}, action)


@pytest.mark.parametrize(
    ("files", "name"),
    [
        pytest.param({CI: "on: push\njobs: {a: {uses: b/c/.github/workflows/d.yml@v1}}\n"}, "b/c/.github/workflows/d.yml@v1", id="workflow"),
        pytest.param({".gitlab-ci.yml": "include: [{project: a/b, file: c.yml}]\n"}, "project:a/b c.yml", id="include"),
        pytest.param(github("run: '${{ matrix.cmd }}'"), "", id="computed"),
        pytest.param(github("run: make gone"), "", id="target"),
    ],
)  # fmt: skip
def test_what_cannot_be_told(files: dict[str, str], name: str) -> None:
    found = run(files)
    assert [(each.name, bool(each.why)) for each in found.hidden] == [(name, True)]
    assert not found.commands


@pytest.mark.parametrize("text", ["run: ''\n", "script: ' '\n"])
def test_an_empty_command_is_none(text: str) -> None:
    found = run({".travis.yml": text})
    assert (found.commands, found.hidden) == ([], [])


def test_a_file_that_cannot_be_read_hides_no_other() -> None:
    files = {**github("run: pytest"), ".github/workflows/z.yml": "on: [\n"}
    found = run(files)
    assert [each.text for each in found.commands] == ["pytest"]
    assert [path for path, _ in found.unreadable] == [".github/workflows/z.yml"]
    assert found.files == {CI: "github", ".github/workflows/z.yml": "github"}

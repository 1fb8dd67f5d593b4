"""GitHub's workflows as jobs and steps."""

from __future__ import annotations

import itertools

import pytest

from backend_standards.readers.ci import AFTER, MANUAL, OTHER, PUSH, REQUEST, SCHEDULE, TAG
from backend_standards.readers.marked import Unreadable
from pipelines import jobs, steps, texts, workflows

CI = ".github/workflows/ci.yml"
JOBS = "jobs: {a: {runs-on: x, steps: [{run: pytest}]}}\n"


def job(*lines: str) -> dict[str, str]:
    """Return a workflow with one job, whose steps are these lines."""
    head = "on: pull_request\njobs:\n  a:\n    steps:\n"
    return {CI: head + "".join([f"      {line}\n" for line in lines])}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param("push", {PUSH, TAG}, id="word"),
        pytest.param("[push, pull_request]", {PUSH, TAG, REQUEST}, id="list"),
        pytest.param("{push: {branches: [main]}}", {PUSH}, id="branches"),
        pytest.param("{push: {tags: ['v*']}}", {TAG}, id="tags"),
        pytest.param("{push: {tags: ['v*'], branches: [main]}}", {PUSH, TAG}, id="tags-and-branches"),
        pytest.param("{pull_request: {types: [opened, synchronize]}}", {REQUEST}, id="types"),
        pytest.param("{pull_request: {types: [closed]}}", {OTHER}, id="after-the-merge"),
        pytest.param("{merge_group: }", {REQUEST}, id="merge-queue"),
        pytest.param("{pull_request: {paths: ['docs/**']}}", {OTHER}, id="paths-without-code"),
        pytest.param("{pull_request: {paths: ['**.py']}}", {REQUEST}, id="paths-of-code"),
        pytest.param("{pull_request: {paths: ['**', '!src/**']}}", {OTHER}, id="paths-but-those-of-code"),
        pytest.param("{pull_request: {paths: ['*.py']}}", {OTHER}, id="star-stops-at-a-slash"),
        pytest.param("{schedule: [{cron: '0 3 * * *'}], workflow_dispatch: }", {SCHEDULE, MANUAL}, id="at-night"),
        pytest.param("{workflow_run: {workflows: [ci]}}", {AFTER}, id="after-another"),
        pytest.param("release", {TAG}, id="release"),
        pytest.param("issues", {OTHER}, id="issues"),
    ],
)
def test_what_starts_a_workflow(on: str, expected: set[str]) -> None:
    found = workflows({CI: f"on: {on}\n{JOBS}", "src/app/main.py": ""})
    assert [set(each.triggers) for each in found] == [expected]


def test_a_workflow_that_is_only_called_starts_nothing() -> None:
    assert workflows({CI: f"on: workflow_call\n{JOBS}"}) == []


def test_a_workflow_tells_its_name_and_what_it_follows() -> None:
    (found,) = workflows({CI: f"name: deploy\non: {{workflow_run: {{workflows: [ci, lint]}}}}\n{JOBS}"})
    assert (found.name, found.after) == ("deploy", ("ci", "lint"))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        pytest.param("false", None, id="false"),
        pytest.param("${{ false }}", None, id="false-in-braces"),
        pytest.param("failure()", None, id="after-a-failure"),
        pytest.param("always()", {PUSH, REQUEST, SCHEDULE}, id="always"),
        pytest.param("github.event_name == 'pull_request'", {REQUEST}, id="event"),
        pytest.param("github.event_name != 'pull_request'", {PUSH, REQUEST, SCHEDULE}, id="another-request"),
        pytest.param("github.event_name == 'push' && github.ref == 'refs/heads/main'", {PUSH}, id="both"),
        pytest.param("github.event_name == 'push' || github.event_name == 'schedule'", {PUSH, SCHEDULE}, id="either"),
        pytest.param("github.ref == 'refs/heads/main'", {PUSH, SCHEDULE}, id="branch"),
        pytest.param("startsWith(github.ref, 'refs/tags/')", {SCHEDULE}, id="tag"),
        pytest.param("!(github.event_name == 'push')", {REQUEST, SCHEDULE}, id="not"),
        pytest.param("github.actor == 'dependabot[bot]'", None, id="robot"),
        pytest.param("github.actor != 'dependabot[bot]'", {PUSH, REQUEST, SCHEDULE}, id="everybody-else"),
        pytest.param("needs.a.result == 'failure'", None, id="failed-before"),
        pytest.param("contains(github.event.head_commit.message, 'x')", {PUSH, REQUEST, SCHEDULE}, id="unknown"),
    ],
)
def test_conditions(condition: str, expected: set[str] | None) -> None:
    text = (
        "on: {push: {branches: [main]}, pull_request: , schedule: [{cron: x}]}\n"
        f'jobs: {{a: {{if: "{condition}", steps: [{{run: pytest}}]}}}}\n'
    )
    found = jobs({CI: text})
    assert (set(found["a"].triggers) if found else None) == expected
    of_step = text.replace(f'if: "{condition}", steps: [{{', f'steps: [{{if: "{condition}", ')
    assert [set(each.triggers or ()) for each in steps({CI: of_step})] == ([expected] if expected else [])


def test_a_job_that_needs_one_that_never_runs_never_runs() -> None:
    text = "on: push\njobs:\n  a: {if: false, steps: [{run: a}]}\n  b: {needs: a, steps: [{run: b}]}\n"
    assert list(jobs({CI: text})) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["- run: |", "    a", "    b"], [("a\n    b", 6)], id="block"),
        pytest.param(["- {run: a}", "- name: x", "  run: b"], [("a", 5), ("b", 7)], id="lines"),
    ],
)
def test_lines_of_commands(lines: list[str], expected: list[tuple[str, int]]) -> None:
    found = [(step.text.strip().replace("\nb", "\n    b"), step.line) for step in steps(job(*lines))]
    assert found == expected


@pytest.mark.parametrize(
    ("matrix", "command", "expected"),
    [
        pytest.param(
            "{v: ['3.12', '3.13'], os: [ubuntu-24.04, macos-15]}",
            "a ${{ matrix.v }} ${{ matrix.os }}",
            ["a 3.12 ubuntu-24.04"],
            id="versions",
        ),
        pytest.param("{cmd: [ruff check ., mypy .]}", "${{ matrix.cmd }}", ["ruff check .", "mypy ."], id="list"),
        pytest.param("{include: [{cmd: a}, {cmd: b}]}", "${{matrix.cmd}} x", ["a x", "b x"], id="include"),
        pytest.param("{task: [{run: a, name: x}]}", "${{ matrix.task.run }}", ["a"], id="mappings"),
        pytest.param("{a: [a, b], b: [c, d]}", "${{ matrix.a }}${{ matrix.b }}", ["ac", "ad", "bc", "bd"], id="two"),
        pytest.param("{a: [x, y]}", "${{ matrix.a }}${{ matrix.a }}", ["xx", "yy"], id="twice"),
        pytest.param('{cmd: "${{ fromJSON(x) }}"}', "${{ matrix.cmd }}", ["${{ matrix.cmd }}"], id="computed"),
    ],
)
def test_a_matrix_gives_its_values(matrix: str, command: str, expected: list[str]) -> None:
    text = f"on: push\njobs:\n  a:\n    strategy: {{matrix: {matrix}}}\n    steps:\n      - run: {command}\n"
    assert texts({CI: text}) == expected


def test_a_matrix_is_bounded() -> None:
    values = "".join([f"{number}, " for number in range(500)])
    command = "${{ matrix.a }} ${{ matrix.b }} ${{ matrix.c }}"
    text = f"on: push\njobs:\n  a:\n    strategy: {{matrix: {{a: [{values}], b: [{values}], c: [{values}]}}}}\n"
    assert len(texts({CI: f"{text}    steps:\n      - run: {command}\n"})) <= 40


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["- {run: a, continue-on-error: true}"], [False], id="ignored"),
        pytest.param(['- {run: a, continue-on-error: "${{ matrix.new }}"}'], [True], id="sometimes"),
        pytest.param(
            [
                "- {run: a, id: x, continue-on-error: true}",
                "- {run: exit 1, if: steps.x.outcome == 'failure' || inputs.y}",
            ],
            [True, True],
            id="asked-for-later",
        ),
    ],
)
def test_ignored_failures(lines: list[str], expected: list[bool]) -> None:
    assert [step.can_fail for step in steps(job(*lines))] == expected


def test_a_job_whose_failure_is_ignored() -> None:
    found = jobs({CI: "on: push\njobs:\n  a: {continue-on-error: true, steps: [{run: a}]}\n"})
    assert not found["a"].can_fail


@pytest.mark.parametrize(
    ("shell", "expected"),
    [
        pytest.param("bash", [("pytest", True)], id="bash"),
        pytest.param("sh", [("pytest", False)], id="sh"),
        pytest.param("bash -leo pipefail {0}", [("pytest", True)], id="options"),
        pytest.param("python", [], id="not-a-shell"),
    ],
)
def test_shells(shell: str, expected: list[tuple[str, bool]]) -> None:
    found = steps(job(f"- {{run: pytest, shell: '{shell}'}}"))
    assert [(step.text, step.pipefail) for step in found] == expected
    defaults = {CI: f"on: push\ndefaults: {{run: {{shell: '{shell}'}}}}\n{JOBS}"}
    assert [(step.text, step.pipefail) for step in steps(defaults)] == expected


def test_folders_and_variables() -> None:
    text = (
        "on: push\nenv: {A: 1}\ndefaults: {run: {working-directory: back}}\njobs:\n  a:\n    env: {B: 2}\n"
        "    steps:\n      - {run: 'x ${{ env.A }}', env: {C: 3}}\n      - {run: y, working-directory: ./front}\n"
    )
    found = steps({CI: text})
    assert [(step.text, step.folder) for step in found] == [("x 1", "back"), ("y", "front")]
    assert found[0].environment == {"A": "1", "B": "2", "C": "3"}


def test_a_reusable_workflow_of_the_repository() -> None:
    called = (
        "on: {workflow_call: {inputs: {cmd: {default: pytest}, more: {default: x}}}}\njobs:\n"
        "  t: {steps: [{run: '${{ inputs.cmd }} ${{ inputs.more }}'}]}\n  u: {needs: t, steps: [{run: b}]}\n"
    )
    text = (
        "on: pull_request\njobs:\n  first: {steps: [{run: a}]}\n"
        "  checks: {needs: first, uses: ./.github/workflows/called.yml, with: {cmd: mypy}}\n"
        "  last: {needs: checks, steps: [{run: c}]}\n"
    )
    found = jobs({CI: text, ".github/workflows/called.yml": called})
    assert [step.text for step in found["checks / t"].steps] == ["mypy x"]
    assert found["checks / t"].needs == ("first",)
    assert found["checks / u"].needs == ("checks / t", "first")
    assert found["checks / u"].group == "checks"
    assert found["checks / u"].triggers == {REQUEST}
    assert found["checks / t"].steps[0].path == ".github/workflows/called.yml"


def test_an_input_that_is_not_known_is_not_the_default() -> None:
    called = "on: {workflow_call: {inputs: {cmd: {default: a}}}}\njobs: {t: {steps: [{run: '${{ inputs.cmd }}'}]}}\n"
    text = "on: push\njobs: {a: {uses: ./.github/workflows/b.yml, with: {cmd: '${{ vars.X }}'}}}\n"
    assert texts({CI: text, ".github/workflows/b.yml": called}) == ["${{ inputs.cmd }}"]


@pytest.mark.parametrize("called", ["a/b/.github/workflows/c.yml@main", "./.github/workflows/gone.yml"])
def test_a_workflow_that_is_not_here_is_unknown(called: str) -> None:
    (found,) = steps({CI: f"on: push\njobs: {{a: {{uses: '{called}'}}}}\n"})
    assert (found.action, bool(found.unknown)) == (called, True)


def test_workflows_that_call_each_other_end() -> None:
    text = "on: [push, workflow_call]\njobs: {a: {uses: ./.github/workflows/ci.yml}}\n"
    (found,) = steps({CI: text})
    assert found.unknown


def test_a_workflow_that_calls_too_much_is_refused() -> None:
    names = [f"b{number}.yml" for number in range(6)]
    files = {
        f".github/workflows/{name}": "on: [push, workflow_call]\njobs:\n"
        + "".join([f"  j{at}: {{uses: ./.github/workflows/{following}}}\n" for at in range(20)])
        for name, following in itertools.pairwise(names)
    }
    files[".github/workflows/b5.yml"] = f"on: workflow_call\n{JOBS}"
    with pytest.raises(Unreadable, match="too many steps"):
        workflows(files)


def test_a_composite_action_of_the_repository() -> None:
    action = (
        "inputs: {cmd: {default: pytest}}\nruns:\n  using: composite\n  steps:\n"
        "    - {run: '${{ inputs.cmd }}', shell: bash}\n    - {uses: other/action@v1}\n"
    )
    files = {**job("- {uses: ./ci/check, continue-on-error: true}"), "ci/check/action.yml": action}
    found = steps(files)
    assert [(step.text, step.action, step.path, step.can_fail) for step in found] == [
        ("pytest", "", "ci/check/action.yml", False),
        ("", "other/action@v1", "ci/check/action.yml", False),
    ]


@pytest.mark.parametrize(
    "action",
    [
        pytest.param("runs: {using: node20, main: a.js}\n", id="program"),
        pytest.param("runs: {using: docker, image: Dockerfile}\n", id="container"),
        pytest.param("", id="empty"),
    ],
)
def test_an_action_that_is_no_list_of_steps_is_unknown(action: str) -> None:
    (found,) = steps({**job("- uses: ./a"), "a/action.yml": action})
    assert found.unknown


def test_an_action_of_a_marketplace() -> None:
    (found,) = steps(job("- {uses: psf/black@stable, with: {options: --check}}"))
    assert (found.action, found.inputs, found.line) == ("psf/black@stable", {"options": "--check"}, 5)


@pytest.mark.parametrize("path", [".gitea/workflows/a.yaml", ".forgejo/workflows/a.yml"])
def test_forges_with_the_same_format(path: str) -> None:
    assert texts({path: f"on: push\n{JOBS}"}) == ["pytest"]


@pytest.mark.parametrize("text", ["", "a", "[]", "on: push\n", "on: push\njobs: [a]\n", "on: push\njobs: {a: }\n"])
def test_a_file_without_jobs_runs_nothing(text: str) -> None:
    assert texts({CI: text}) == []


def test_a_file_that_is_no_yaml_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        workflows({CI: "on: [push\n"})

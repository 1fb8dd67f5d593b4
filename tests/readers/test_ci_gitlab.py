"""GitLab's pipelines as jobs and steps."""

from __future__ import annotations

import pytest

from backend_standards.readers.ci import MANUAL, PUSH, REQUEST, SCHEDULE, TAG
from backend_standards.readers.ci_gitlab import holds
from backend_standards.readers.marked import Unreadable
from pipelines import jobs, steps, texts, workflows

CI = ".gitlab-ci.yml"
BRANCHES = {PUSH, TAG, SCHEDULE, MANUAL}


def test_jobs_and_their_scripts() -> None:
    text = (
        "stages: [lint, test]\ndefault: {before_script: [pip install .]}\n.hidden: {script: [x]}\n"
        "lint: {stage: lint, script: [ruff check ., mypy .]}\ntest:\n  script:\n    - cd src\n    - pytest\n"
    )
    found = jobs({CI: text})
    assert {name: [step.text for step in job.steps] for name, job in found.items()} == {
        "lint": ["pip install .", "ruff check .", "mypy ."],
        "test": ["pip install .", "cd src\npytest"],
    }
    assert [step.line for step in found["test"].steps] == [2, 7]
    assert found["test"].needs == (found["lint"].group,)
    assert found["lint"].group != found["test"].group


def test_stages_wait_for_each_other() -> None:
    text = (
        "stages: [a, b]\none: {stage: a, script: x}\ntwo: {stage: b, script: x}\n"
        "three: {stage: b, needs: [], script: x}\nfour: {stage: b, needs: [{job: one}], script: x}\n"
    )
    found = jobs({CI: text})
    assert found["two"].needs == (found["one"].group,)
    assert (found["three"].needs, found["four"].needs) == ((), ("one",))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        pytest.param("", BRANCHES, id="default"),
        pytest.param("when: manual", {MANUAL}, id="manual"),
        pytest.param("when: on_failure", None, id="after-a-failure"),
        pytest.param("only: [merge_requests]", {REQUEST}, id="only-requests"),
        pytest.param("only: [schedules]", {SCHEDULE}, id="only-schedules"),
        pytest.param("only: [main]", {PUSH}, id="only-main"),
        pytest.param("only: {refs: [tags]}", {TAG}, id="only-tags"),
        pytest.param("except: [schedules, tags]", {PUSH, MANUAL}, id="except"),
        pytest.param("except: [main]", BRANCHES, id="except-main"),
        pytest.param(
            'rules: [{if: \'$CI_PIPELINE_SOURCE == "merge_request_event"\'}]', {REQUEST}, id="rule-of-requests"
        ),
        pytest.param("rules: [{if: $CI_COMMIT_TAG}]", {TAG, MANUAL}, id="rule-of-tags"),
        pytest.param("rules: [{if: $CI_COMMIT_TAG, when: never}, {when: on_success}]", {PUSH, REQUEST, SCHEDULE, MANUAL}, id="all-but-tags"),
        pytest.param("rules: [{when: manual}]", {MANUAL}, id="rule-by-hand"),
        pytest.param("rules: [{if: '$CI_COMMIT_BRANCH == \"main\"', when: manual}, {when: on_success}]", {PUSH, REQUEST, TAG, SCHEDULE, MANUAL}, id="maybe"),
        pytest.param("rules: [{changes: [src/**]}]", {PUSH, REQUEST, TAG, SCHEDULE, MANUAL}, id="changes"),
        pytest.param("rules: [{when: never}]", None, id="never"),
    ],
)  # fmt: skip
def test_when_a_job_runs(keys: str, expected: set[str] | None) -> None:
    found = jobs({CI: f"a: {{script: x{', ' if keys else ''}{keys}}}\n"})
    assert (set(found["a"].triggers) if found else None) == expected


def test_the_rules_of_the_pipeline_hold_for_its_jobs() -> None:
    text = "workflow: {rules: [{if: $CI_MERGE_REQUEST_IID}]}\na: {script: x, rules: [{when: always}]}\n"
    assert jobs({CI: text})["a"].triggers == {REQUEST}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        pytest.param("allow_failure: true", False, id="allowed"),
        pytest.param("allow_failure: {exit_codes: 3}", True, id="of-one-code"),
        pytest.param("rules: [{when: always, allow_failure: true}]", False, id="by-a-rule"),
        pytest.param("rules: [{if: $X, allow_failure: true}, {when: always}]", True, id="by-one-of-two"),
    ],
)
def test_allowed_failures(keys: str, expected: bool) -> None:
    assert jobs({CI: f"a: {{script: x, {keys}}}\n"})["a"].can_fail is expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({CI: ".a: {script: [x]}\nb: {extends: .a}\n"}, ["x"], id="extends"),
        pytest.param({CI: ".a: {script: [x]}\n.c: {extends: .a}\nb: {extends: [.c]}\n"}, ["x"], id="extends-twice"),
        pytest.param({CI: ".a: {script: [x]}\nb: {extends: .a, script: [y]}\n"}, ["y"], id="own-script"),
        pytest.param({CI: ".a: &a {script: [x]}\nb: {<<: *a}\n"}, ["x"], id="merge-key"),
        pytest.param({CI: ".a: &a [x, y]\nb: {script: [*a, z]}\n"}, ["x", "y\nz"], id="anchor"),
        pytest.param({CI: ".a: {script: [x]}\nb: {script: [!reference [.a, script], z]}\n"}, ["x\nz"], id="reference"),
        pytest.param({CI: "include: ci/a.yml\n", "ci/a.yml": "b: {script: [x]}\n"}, ["x"], id="include"),
        pytest.param({CI: "include: [{local: /ci/*.yml}]\n", "ci/a.yml": "b: {script: [x]}\n"}, ["x"], id="glob"),
        pytest.param(
            {CI: "include: a.yml\nb: {script: [y]}\n", "a.yml": "b: {script: [x], allow_failure: true}\n"}, ["y"], id="own-job"
        ),
        pytest.param({CI: "b: {trigger: {include: a.yml}}\n", "a.yml": "c: {script: [x]}\n"}, ["x"], id="child"),
        pytest.param({CI: "spec: {inputs: {a: }}\n---\nb: {script: [x]}\n"}, ["x"], id="inputs"),
    ],
)  # fmt: skip
def test_files_and_templates(files: dict[str, str], expected: list[str]) -> None:
    assert texts(files) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("include: https://a.example/b.yml\n", id="address"),
        pytest.param("include: [{project: a/b, file: /c.yml}]\n", id="project"),
        pytest.param("include: [{template: Jobs/SAST.gitlab-ci.yml}]\n", id="template"),
        pytest.param("include: [{component: a/b@1}]\n", id="component"),
        pytest.param("a: {extends: .gone}\n", id="extends"),
        pytest.param("a: {script: [!reference [.gone, script]]}\n", id="reference"),
        pytest.param("a: {trigger: {project: a/b}}\n", id="downstream"),
    ],
)
def test_what_is_kept_elsewhere_is_unknown(text: str) -> None:
    (found,) = steps({CI: text})
    assert found.unknown


def test_variables_of_a_job() -> None:
    (found,) = steps({CI: "variables: {A: 1}\na: {variables: {B: 2}, script: x}\n"})
    assert found.environment == {"A": "1", "B": "2"}


def test_what_comes_after_the_script_cannot_fail_the_job() -> None:
    found = steps({CI: "a: {script: [x], after_script: [y]}\n"})
    assert [(step.text, step.can_fail) for step in found] == [("x", True), ("y", False)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: {extends: a, script: [x]}\n", id="extends-itself"),
        pytest.param("a: {extends: b}\nb: {extends: a, script: [x]}\n", id="extends-each-other"),
        pytest.param("a: {script: [!reference [a, script]]}\n", id="refers-to-itself"),
        pytest.param("include: .gitlab-ci.yml\na: {script: [x]}\n", id="includes-itself"),
        pytest.param("a: {trigger: {include: .gitlab-ci.yml}}\n", id="its-own-child"),
    ],
)
def test_circles_end(text: str) -> None:
    assert workflows({CI: text})


def test_references_that_grow_are_refused() -> None:
    rows = "".join([f".a{at}: {{s: [{', '.join([f'!reference [.a{at + 1}, s]'] * 9)}]}}\n" for at in range(8)])
    with pytest.raises(Unreadable, match="too many commands"):
        workflows({CI: f"{rows}.a8: {{s: [x, x, x, x]}}\nb: {{script: [!reference [.a0, s]]}}\n"})


@pytest.mark.parametrize(
    ("condition", "trigger", "expected"),
    [
        ("", PUSH, True),
        ("$CI_COMMIT_BRANCH", PUSH, True),
        ("$CI_COMMIT_BRANCH", REQUEST, False),
        ("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", PUSH, None),
        ("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", REQUEST, None),
        ("$CI_COMMIT_TAG == null", PUSH, True),
        ("$CI_COMMIT_TAG != null", TAG, True),
        ("$CI_COMMIT_TAG =~ /^v/", PUSH, False),
        ("$CI_PIPELINE_SOURCE == 'push' && $CI_COMMIT_TAG", PUSH, False),
        ("$CI_PIPELINE_SOURCE == 'push' || $X", REQUEST, None),
        ("($CI_PIPELINE_SOURCE == 'schedule')", SCHEDULE, True),
        ("$X == 'y'", PUSH, None),
        ("&& ( ==", PUSH, None),
    ],
)
def test_conditions(condition: str, trigger: str, expected: bool | None) -> None:
    assert holds(condition, trigger) is expected


@pytest.mark.parametrize("text", ["", "a", "[]", "a: x\n", "a: []\n", "a:\n", "a: {script: }\n"])
def test_a_file_without_jobs_runs_nothing(text: str) -> None:
    assert texts({CI: text}) == []

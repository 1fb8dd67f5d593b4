"""CircleCI, Bitbucket, Azure, CodeBuild, Jenkins and others as jobs and steps; which files are theirs."""

from __future__ import annotations

import pytest

from backend_standards.readers import ci_files
from backend_standards.readers.ci import MANUAL, PUSH, REQUEST, SCHEDULE, TAG
from backend_standards.readers.marked import Unreadable
from pipelines import jobs, steps, texts, workflows

CIRCLE = ".circleci/config.yml"
BITBUCKET = "bitbucket-pipelines.yml"
AZURE = "azure-pipelines.yml"
JENKINS = "Jenkinsfile"


@pytest.mark.parametrize(
    ("path", "system"),
    [
        (".github/workflows/a.yml", "github"),
        (".github/workflows/a/b.yml", ""),
        (".github/dependabot.yml", ""),
        (".gitlab-ci.yml", "gitlab"),
        ("a/.gitlab-ci.yml", ""),
        (".circleci/config.yml", "circle"),
        (".circleci/other.yml", ""),
        ("bitbucket-pipelines.yml", "bitbucket"),
        ("azure-pipelines.yml", "azure"),
        ("ci/azure-pipelines-pr.yaml", "azure"),
        (".azure-pipelines/a.yml", "azure"),
        ("azure.yaml", ""),
        ("buildspec.yml", "codebuild"),
        ("deploy/buildspec-test.yaml", "codebuild"),
        ("docs/buildspec.yml", ""),
        ("Jenkinsfile", "jenkins"),
        ("ci/Jenkinsfile.release", "jenkins"),
        ("{{ name }}/Jenkinsfile", ""),
        (".travis.yml", "others"),
        (".woodpecker/test.yml", "others"),
        ("src/app.py", ""),
        ("README.md", ""),
    ],
)
def test_which_files_are_those_of_a_ci_system(path: str, system: str) -> None:
    assert ci_files.kind(path) == system


def circle(*lines: str, workflow: str = "{jobs: [a]}", more: str = "") -> dict[str, str]:
    head = f"version: 2.1\n{more}workflows: {{w: {workflow}}}\njobs:\n  a:\n    docker: [{{image: x}}]\n    steps:\n"
    return {CIRCLE: head + "".join([f"      {line}\n" for line in lines])}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(circle("- checkout", "- run: x", "- run: {name: n, command: y}"), ["x", "y"], id="steps"),
        pytest.param(circle("- run: {command: x, when: on_fail}"), [], id="after-a-failure"),
        pytest.param(
            circle("- c: {p: y}", more="commands: {c: {parameters: {p: {default: x}}, steps: [{run: 'r << parameters.p >>'}]}}\n"),
            ["r y"], id="command",
        ),
        pytest.param(
            circle("- c", more="commands: {c: {parameters: {p: {default: x}}, steps: [{run: 'r << parameters.p >>'}]}}\n"),
            ["r x"], id="command-with-a-default",
        ),
        pytest.param(circle("- o/c", more="orbs: {o: {commands: {c: {steps: [{run: x}]}}}}\n"), ["x"], id="inline-orb"),
        pytest.param(circle("- o/c: {a: b}", more="orbs: {o: o/o@1}\n"), ["o/c"], id="orb"),
        pytest.param(circle("- when: {condition: true, steps: [{run: x}]}"), ["x"], id="when"),
        pytest.param(circle("- when: {condition: false, steps: [{run: x}]}"), [], id="never"),
        pytest.param(circle("- unless: {condition: false, steps: [{run: x}]}"), ["x"], id="unless"),
        pytest.param(
            circle("- run: 'r << parameters.p >>'", workflow="{jobs: [{a: {matrix: {parameters: {p: [x, y]}}}}]}"),
            ["r x", "r y"], id="matrix",
        ),
        pytest.param(circle("- run: x", workflow="{jobs: [b]}"), ["b"], id="job-of-an-orb"),
        pytest.param({CIRCLE: "jobs: {build: {steps: [{run: x}]}}\n"}, ["x"], id="without-workflows"),
        pytest.param({CIRCLE: "jobs: {a: {steps: [{run: x}]}}\nworkflows: {w: {jobs: []}}\n"}, [], id="unused-job"),
        pytest.param(
            {CIRCLE: "setup: true\n", ".circleci/more.yml": "jobs: {build: {steps: [{run: x}]}}\n"}, ["x"], id="setup"
        ),
    ],
)  # fmt: skip
def test_circle(files: dict[str, str], expected: list[str]) -> None:
    assert texts(files) == expected


@pytest.mark.parametrize(
    ("workflow", "expected"),
    [
        pytest.param("{jobs: [a]}", {PUSH, REQUEST}, id="plain"),
        pytest.param("{triggers: [{schedule: {cron: x}}], jobs: [a]}", {SCHEDULE}, id="schedule"),
        pytest.param("{when: false, jobs: [a]}", {MANUAL}, id="off"),
        pytest.param("{when: << pipeline.parameters.on >>, jobs: [a]}", {MANUAL}, id="off-by-default"),
        pytest.param("{when: {equal: [scheduled_pipeline, x]}, jobs: [a]}", {SCHEDULE}, id="scheduled"),
        pytest.param("{jobs: [{a: {filters: {branches: {only: main}}}}]}", {PUSH}, id="main"),
        pytest.param("{jobs: [{a: {filters: {branches: {ignore: /.*/}, tags: {only: /v.*/}}}}]}", {TAG}, id="tags"),
        pytest.param("{jobs: [{hold: {type: approval}}, {a: {requires: [hold]}}]}", {MANUAL}, id="after-a-person"),
    ],
)
def test_what_starts_a_job_of_circle(workflow: str, expected: set[str]) -> None:
    files = circle("- run: x", workflow=workflow, more="parameters: {on: {type: boolean, default: false}}\n")
    found = [set(job.triggers) for each in workflows(files) for job in each.jobs if job.name == "a"]
    assert found == ([expected] if TAG not in expected else [])  # a workflow without tags has no tagged pipeline


def test_folders_of_circle() -> None:
    found = steps(circle("- run: {command: x, working_directory: ~/project/back}", "- run: {command: y}"))
    assert [step.folder for step in found] == ["back", ""]


def test_bitbucket() -> None:
    text = (
        "pipelines:\n  default:\n    - step: {name: one, script: [x, {pipe: atlassian/a:1, variables: {B: c}}]}\n"
        "    - parallel: [{step: {name: two, script: [y]}}, {step: {name: three, script: [z]}}]\n"
        "    - stage: {steps: [{step: {name: four, trigger: manual, script: [v]}}]}\n"
        "  pull-requests: {'**': [{step: {name: five, script: [w]}}]}\n  custom: {n: [{step: {name: six, script: [u]}}]}\n"
    )
    found = jobs({BITBUCKET: text})
    assert {name: (set(job.triggers), job.needs) for name, job in found.items()} == {
        "one": ({PUSH}, ()),
        "two": ({PUSH}, ("one",)),
        "three": ({PUSH}, ("one",)),
        "four": ({MANUAL}, ("two", "three")),
        "five": ({REQUEST}, ()),
        "six": ({MANUAL}, ()),
    }
    assert texts({BITBUCKET: text})[:2] == ["x", "pipe:atlassian/a:1"]


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        pytest.param("steps:\n- script: x\n- bash: y\n", {}, ["x", "y"], id="steps"),
        pytest.param("jobs:\n- job: a\n  steps: [{pwsh: x}]\n", {}, ["x"], id="jobs"),
        pytest.param("stages:\n- stage: a\n  jobs: [{job: b, steps: [{script: x}]}]\n", {}, ["x"], id="stages"),
        pytest.param("steps: [{template: t.yml, parameters: {c: x}}]\n", {"t.yml": "parameters: {c: y, d: z}\nsteps: [{script: '${{ parameters.c }} ${{ parameters.d }}'}]\n"}, ["x z"], id="template"),
        pytest.param("steps: [{template: t.yml}]\n", {"t.yml": "parameters: [{name: c, default: y}]\nsteps: [{script: '${{ parameters.c }}'}]\n"}, ["y"], id="default"),
        pytest.param("jobs: [{template: d/t.yml@self}]\n", {"d/t.yml": "jobs: [{job: a, steps: [{template: u.yml}]}]\n", "d/u.yml": "steps: [{script: x}]\n"}, ["x"], id="templates-of-folders"),
        pytest.param("extends: {template: t.yml, parameters: {s: [{script: x}]}}\n", {"t.yml": "parameters: [{name: s, type: stepList}]\njobs: [{job: a, steps: ['${{ parameters.s }}']}]\n"}, ["x"], id="extends"),
        pytest.param("steps: [{template: t.yml@other}]\n", {}, ["t.yml@other"], id="other-repository"),
        pytest.param("steps:\n- '${{ if eq(1, 1) }}':\n  - script: x\n", {}, ["x"], id="condition"),
        pytest.param("steps: [{task: Bash@3, inputs: {script: x}}]\n", {}, ["x"], id="task-with-a-script"),
        pytest.param("steps: [{task: Bash@3, inputs: {filePath: a.sh}}]\n", {}, ["bash a.sh"], id="task-with-a-file"),
        pytest.param("steps: [{task: Docker@2, inputs: {command: build}}]\n", {}, ["task:Docker@2"], id="task"),
        pytest.param("steps: [{script: x, condition: false}, {script: y, enabled: false}]\n", {}, [], id="off"),
        pytest.param("jobs:\n- job: a\n  strategy: {matrix: {p: {c: x}, q: {c: y}}}\n  steps: [{script: $(c) z}]\n", {}, ["x z", "y z"], id="matrix"),
        pytest.param("jobs:\n- deployment: a\n  strategy: {runOnce: {deploy: {steps: [{script: x}]}}}\n", {}, ["x"], id="deployment"),
        pytest.param("parameters: {a: b}\nsteps: [{script: x}]\n", {}, [], id="a-template-is-no-pipeline"),
    ],
)  # fmt: skip
def test_azure(text: str, more: dict[str, str], expected: list[str]) -> None:
    assert texts({AZURE: text, **more}) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param("", {PUSH, REQUEST}, id="default"),
        pytest.param("trigger: none\npr: none\n", {MANUAL}, id="none"),
        pytest.param("trigger: none\npr: [main]\n", {REQUEST}, id="requests"),
        pytest.param("trigger: {tags: {include: ['v*']}}\npr: none\n", {TAG}, id="tags"),
        pytest.param("trigger: none\npr: none\nschedules: [{cron: x}]\n", {SCHEDULE}, id="schedule"),
    ],
)
def test_what_starts_a_pipeline_of_azure(head: str, expected: set[str]) -> None:
    (found,) = workflows({AZURE: f"{head}steps: [{{script: x}}]\n"})
    assert found.triggers == expected


def test_stages_of_azure_wait_for_each_other() -> None:
    text = (
        "stages:\n- stage: one\n  jobs: [{job: a, steps: [{script: x}]}]\n"
        "- stage: two\n  jobs: [{job: b, continueOnError: true, steps: [{script: y, continueOnError: true}]}]\n"
    )
    found = jobs({AZURE: text})
    assert (found["two / b"].needs, found["one / a"].group) == (("one",), "one")
    assert (found["two / b"].can_fail, found["two / b"].steps[0].can_fail) == (False, False)


def test_azure_templates_that_include_each_other_end() -> None:
    assert texts({AZURE: "steps: [{template: t.yml}]\n", "t.yml": "steps: [{template: t.yml}]\n"}) == ["t.yml"]


def test_codebuild() -> None:
    text = (
        "version: 0.2\nenv: {variables: {A: b}}\nphases:\n  install: {commands: [x]}\n"
        "  build:\n    on-failure: CONTINUE\n    commands:\n      - y\n      - z\n"
    )
    found = steps({"buildspec.yml": text})
    assert [(step.text, step.line, step.can_fail) for step in found] == [("x", 4, True), ("y\nz", 8, False)]
    assert found[0].environment == {"A": "b"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("sh 'a'", [("a", True)], id="single"),
        pytest.param('sh "a ${X}"', [("a ${X}", True)], id="double"),
        pytest.param("sh '''\na\nb\n'''", [("\na\nb\n", True)], id="long"),
        pytest.param('sh(script: "a", label: "b")', [("a", True)], id="named"),
        pytest.param("sh label: 'b', script: 'a'", [("a", True)], id="label-first"),
        pytest.param("sh(script: 'a', returnStatus: true)", [("a", False)], id="status"),
        pytest.param("sh(returnStatus: true, script: 'a')", [("a", False)], id="status-first"),
        pytest.param("// sh 'a'\n/* sh 'b' */", [], id="comments"),
        pytest.param("echo 'sh a'", [], id="echo"),
        pytest.param("catchError(buildResult: 'SUCCESS') { sh 'a' }\nsh 'b'", [("a", False), ("b", True)], id="caught"),
        pytest.param("catchError { sh 'a' }", [("a", True)], id="caught-and-failed"),
        pytest.param(r"sh 'a \'b\''", [("a 'b'", True)], id="escaped"),
        pytest.param("sh 'a", [("a", True)], id="open"),
    ],
)
def test_jenkins(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(step.text, step.can_fail) for step in steps({JENKINS: text})] == expected


def test_jenkins_builds_images_and_uses_libraries() -> None:
    found = steps({JENKINS: "@Library('x') _\nagent { dockerfile true }\ndocker.build('a')\n"})
    assert [(step.action, bool(step.unknown), step.line) for step in found] == [
        ("docker.build", False, 2),
        ("docker.build", False, 3),
        ("library", True, 1),
    ]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (".travis.yml", "install: x\nscript: [y, z]\n", ["x", "y", "z"]),
        (".travis.yml", "jobs: {include: [{script: x}]}\n", ["x"]),
        (".drone.yml", "kind: pipeline\nsteps: [{name: a, commands: [x]}]\n", ["x"]),
        (".woodpecker/a.yml", "steps: {a: {image: b, commands: [x]}}\n", ["x"]),
        (".buildkite/pipeline.yml", "steps: [{command: x}]\n", ["x"]),
        (".cirrus.yml", "a_task: {b_script: x}\n", ["x"]),
        ("cloudbuild.yaml", "steps: [{name: gcr.io/cloud-builders/docker, args: [build, .]}]\n", ["docker build ."]),
        ("appveyor.yml", "test_script: [x]\nversion: 1\n", ["x"]),
    ],
)
def test_other_systems(path: str, text: str, expected: list[str]) -> None:
    assert texts({path: text}) == expected


@pytest.mark.parametrize("path", [CIRCLE, BITBUCKET, AZURE, "buildspec.yml", ".travis.yml", JENKINS])
@pytest.mark.parametrize(
    "text", ["", "a", "[]", "{}", "jobs: []\n", "pipelines: x\n", "phases: x\n", "steps: {a: b}\n"]
)
def test_a_file_without_commands_runs_nothing(path: str, text: str) -> None:
    assert texts({path: text}) == []


@pytest.mark.parametrize("path", [CIRCLE, BITBUCKET, AZURE, "buildspec.yml", ".travis.yml"])
def test_a_file_that_is_no_yaml_is_unreadable(path: str) -> None:
    with pytest.raises(Unreadable):
        workflows({path: "a: [\n"})


def test_a_file_that_is_too_large_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="too much to read"):
        workflows({JENKINS: "x" * 1_000_001})

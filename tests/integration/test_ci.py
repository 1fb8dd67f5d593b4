"""What is offered to CIs: valid by their schemas, linted, and run as they would over a pull request of a scratch repository."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from packaging.requirements import Requirement

import backend_standards
import fakes
from actions import Action, Expression, commands
from backend_standards import check_commit_message
from backend_standards.core import catalog, rules
from support import GATES, PIPELINE, ROOT, Repository

pytestmark = [
    pytest.mark.xdist_group("environments"),
    pytest.mark.skipif(sys.platform == "win32", reason="the scripts are run by a POSIX shell"),
]
SCRIPTS = Path(sys.executable).parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/standards.yml").read_text(encoding="utf-8"))
GITLAB_HEAD, GITLAB = (ROOT / "templates/standards.yml").read_text(encoding="utf-8").split("\n---\n")
DOCS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/ci.md")}
REQUIREMENTS = (ROOT / "docs/ci/requirements.txt").read_text(encoding="utf-8")
TITLE = "feat: log in"
BAD_TITLE = "Feature: log in"
# Nothing in these may run, and nothing may reach the runner as a command of its own.
HOSTILE_BRANCH = "feature/$(touch${IFS}pwned)`touch${IFS}pwned`"
HOSTILE_TITLES = [
    '$(touch pwned)`touch pwned`"; touch pwned; "',
    "::add-mask::feat",
    "  ::stop-commands::x",
    "wip ##[add-mask]feat",
    "%0A::set-output name=sarif::/etc/passwd",
    "oops\n::set-output name=sarif::/etc/passwd",
]


class PullRequest:
    """A clone in which a CI has fetched a pull request: its base is origin/main, HEAD its last commit."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "origin").mkdir()
        origin = Repository(folder / "origin")
        for name in ("src/app.py", "requirements.txt"):
            origin.add(name)
        origin.add("tests/test_app.py", "def test_a():\n    assert 1\n")
        origin.add("README.md", "Takes orders.\n")
        origin.add(".gitignore", ".env\n")
        for name, content in (PIPELINE, *GATES.items()):
            origin.add(name, content)
        origin.git("commit", "-qm", "feat: start the project")
        origin.git("clone", "-q", str(origin.path), str(folder / "work"))
        self.path = folder / "work"
        self.repository = Repository(self.path)
        self.repository.git("checkout", "-q", "-b", "feature/log-in")

    def commit(self, message: str, **files: str) -> PullRequest:
        for name, content in files.items():
            self.repository.add(name, content)
        self.repository.git("commit", "-q", "--allow-empty", "-m", message)
        return self

    def mend(self) -> PullRequest:
        self.repository.git("reset", "-q", "--hard", "origin/main")
        return self.commit("feat: log in", **{"src/log_in.py": ""})

    @property
    def head(self) -> str:
        return self.repository.git("rev-parse", "HEAD").strip()

    def merged(self) -> str:
        """Merge the base, as GitHub and others do before they test; return the head."""
        head, base = self.head, self.repository.git("rev-parse", "origin/main").strip()
        self.repository.git("checkout", "-q", "--detach", "origin/main")
        self.repository.git("merge", "-q", "--no-ff", "-m", f"Merge {head} into {base}", head)
        return head


def bad(folder: Path) -> PullRequest:
    request = PullRequest(folder)
    request.commit("oops", **{"upload.py": f"key = '{fakes.KEY_ID}'\n", ".env": f"SECRET_KEY={fakes.HEX64}\n"})
    # If any of these ran, it would show.
    return request.commit(
        "wip", **dict.fromkeys(("venv.py", "pip.py", "packaging.py", "json.py"), "open('pwned', 'w')\n")
    )


def hostile(folder: Path) -> PullRequest:
    request = PullRequest(folder)
    for number, title in enumerate(HOSTILE_TITLES):
        request.commit(title, **{f"{title.splitlines()[0].replace('/', '')} {number}.env": "A=1\n"})
    return request


def run(script: str, folder: Path, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a script in bash, as CIs do: it ends where a command fails."""
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        encoding="utf-8",
    )


# The action.


@pytest.fixture(scope="session")
def installed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of the programs that the action's own first step has installed, from the checkout alone."""
    scratch = tmp_path_factory.mktemp("action")
    (scratch / "workspace").mkdir()
    (scratch / "workspace" / "venv.py").write_text("open('pwned', 'w')\n")
    action = Action(source, scratch / "workspace", scratch)
    action.run("push", {}, {}, tree="false")
    assert action.ran == ["install backend-standards", "say what is not judged"]
    assert action.failed == [], action.log
    assert not (scratch / "workspace" / "pwned").exists()
    assert not (source / "build").exists()
    return action.put_out["install.bin"]


Judge = Callable[..., Action]


@pytest.fixture
def judge(source: Path, installed: str, tmp_path: Path) -> Judge:
    """Run the action over a pull request, whose commit GitHub has merged with the base."""

    def run_it(
        request: PullRequest,
        title: str = TITLE,
        branch: str = "feature/log-in",
        inputs: Mapping[str, str] | None = None,
    ) -> Action:
        event = {"pull_request": {"title": title, "head": {"sha": request.merged(), "ref": branch}}}
        action = Action(source, request.path.parent, tmp_path, installed)
        variables = {"GITHUB_BASE_REF": "main", "GITHUB_HEAD_REF": branch, "GITHUB_REF": "refs/pull/1/merge"}
        action.run("pull_request", event, variables, path="work", **(inputs or {}))
        return action

    return run_it


PARTS = ["judge the tree", "judge the commits", "judge the title", "judge the branch's name"]


def annotated(log: str) -> set[str]:
    """Return the rules that the annotations in a log are titled with."""
    titles = [name.partition("title=")[2].partition(",")[0] for name, _ in commands(log)]
    return {title.rpartition("(")[2].removesuffix(")") for title in titles}


def test_action_refuses_and_passes_what_is_mended(judge: Judge, tmp_path: Path) -> None:
    request = bad(tmp_path / "request")
    action = judge(request, BAD_TITLE, "log_in")
    assert action.ran == PARTS, "each part runs whatever the others found"
    assert action.failed == PARTS
    for finding in (
        ".env: env-file: ",
        "upload.py:1:8: aws-access-key-id: ",
        ".: stray-code: ",
        '"oops":1:1: commit-header-format: ',
        '"wip":1:1: work-in-progress: ',
        "message:1:1: unknown-commit-type: 'Feature' is not a type of commit; the type for that is feat",
        "log_in: invalid-branch-name: ",
    ):
        assert finding in action.log
    found = annotated(action.log)
    assert found <= set(rules.every())
    assert {"env-file", "aws-access-key-id", "work-in-progress", "unknown-commit-type", "invalid-branch-name"} <= found
    assert "file=upload.py" in action.log, "from the root of the repository, wherever it is checked out"
    assert "| upload.py&#58;1&#58;8 | aws-access-key-id |" in action.summary
    report = json.loads(Path(action.outputs["sarif"]).read_text(encoding="utf-8"))
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in report["runs"][0]["results"]
    }
    assert {".env", "upload.py"} <= uris
    assert fakes.KEY_ID not in action.log + action.summary + json.dumps(report)
    assert not list(tmp_path.rglob("pwned"))

    request.repository.git("checkout", "-q", "feature/log-in")
    action = judge(request.mend())
    assert action.failed == [], action.log
    assert action.ran == PARTS
    assert commands(action.log) == []
    assert json.loads(Path(action.outputs["sarif"]).read_text(encoding="utf-8"))["runs"][0]["results"] == []


@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_a_hostile_pull_request(judge: Judge, tmp_path: Path, title: str) -> None:
    action = judge(hostile(tmp_path / "request"), title, HOSTILE_BRANCH)
    assert action.failed == PARTS, action.log
    assert annotated(action.log) <= set(rules.every())
    assert all(name.startswith("error ") for name, _ in commands(action.log))
    assert list(action.outputs) == ["sarif"]
    assert Path(action.outputs["sarif"]).name == "findings.sarif"
    assert not list(tmp_path.rglob("pwned"))
    assert "<" not in re.sub(r"&\w+;", "", action.summary)


@pytest.mark.parametrize("part", ["tree", "commits", "title", "branch"])
def test_each_part_can_be_left_out(judge: Judge, tmp_path: Path, part: str) -> None:
    action = judge(bad(tmp_path / "request"), BAD_TITLE, "log_in", {part: "false"})
    left = [name for name in PARTS if part not in name]
    assert action.ran == left
    assert action.failed == left
    assert bool(action.outputs["sarif"]) is (part != "tree")


def test_a_review_in_the_summary(judge: Judge, tmp_path: Path) -> None:
    rest = dict.fromkeys(("tree", "commits", "title", "branch"), "false")
    request = bad(tmp_path / "request")
    action = judge(request, inputs={"review": "true", **rest})
    assert action.ran == ["review the repository"]
    assert action.failed == [], action.log
    assert "### The standard since refs/remotes/origin/main" in action.summary
    assert "| M1 |" in action.summary
    assert "<img" not in action.summary
    request.repository.add("pyproject.toml", "[tool.backend-standards.review]\nrequire = ['M1']\n")
    request.repository.git("commit", "-q", "-m", "chore: ask for M1")
    assert judge(request, inputs={"review": "true", **rest}).failed == ["review the repository"], (
        "a gate is one here too"
    )


def test_inputs_about_the_tree(judge: Judge, tmp_path: Path) -> None:
    rest = dict.fromkeys(("commits", "title", "branch"), "false")
    request = bad(tmp_path / "request")
    chosen = {"hooks": "forbid-env-files,forbid-aws-keys", "skip": "forbid-aws-keys", "sarif_file": "a b.sarif"}
    action = judge(request, inputs=chosen | rest)
    assert action.failed == ["judge the tree"]
    assert action.outputs["sarif"] == str(request.path.parent / "a b.sarif")
    report = json.loads((request.path.parent / "a b.sarif").read_text(encoding="utf-8"))
    assert [result["ruleId"] for result in report["runs"][0]["results"]] == ["env-file"]

    request.repository.git("checkout", "-q", "feature/log-in")
    action = judge(request, inputs=chosen | {"baseline": "no.json"} | rest)
    assert "no.json: there is no such baseline" in action.log
    assert action.failed == ["judge the tree"]
    assert action.outputs["sarif"] == "", "the file that is there already is not this run's report"


def test_the_configuration_of_the_base_branch(judge: Judge, tmp_path: Path) -> None:
    """A request that switches everything off is judged by what the base branch says; without the input, by itself."""
    request = bad(tmp_path / "request")
    lax = '[tool.backend-standards]\nexclude = ["*"]\n[tool.backend-standards.commits]\nextra-types = ["wip"]\n'
    request.repository.add("pyproject.toml", lax)
    request.repository.git("commit", "-q", "-m", "wip: relax the checks")
    title = "wip: add a log-in by mail"
    action = judge(request, title)
    assert "judge the title" not in action.failed
    assert "aws-access-key-id" not in action.log
    assert re.search(r"0 files; left out: \d+ files excluded, 1 hook skipped", action.log)
    for config in ("base", "refs/remotes/origin/main:pyproject.toml"):
        action = judge(request, title, inputs={"config": config})
        assert "judge the title" in action.failed
        assert "aws-access-key-id" in action.log
    action = judge(request, title, inputs={"config": "none.toml"})
    assert action.failed == [part for part in action.ran if part != "install backend-standards"]


def test_an_event_without_a_pull_request(source: Path, installed: str, tmp_path: Path) -> None:
    request = PullRequest(tmp_path / "request").mend()
    action = Action(source, request.path, tmp_path, installed)
    assert action.run("push", {"ref": "refs/heads/main"}, {"GITHUB_REF": "refs/heads/main"})
    assert action.ran == ["judge the tree", "say what is not judged"]
    assert "The event push has no pull request: commits, title and branch are not judged." in action.log


def test_a_shallow_clone_is_refused(source: Path, installed: str, tmp_path: Path) -> None:
    request = PullRequest(tmp_path / "request").mend()
    shallow = tmp_path / "shallow"
    request.repository.git("clone", "-q", "--depth=1", f"file://{request.path}", str(shallow))
    event = {"pull_request": {"title": TITLE, "head": {"sha": request.head}}}
    action = Action(source, shallow, tmp_path, installed)
    action.run("pull_request", event, {"GITHUB_BASE_REF": "main", "GITHUB_HEAD_REF": "feature/log-in"})
    assert action.failed == ["judge the commits"]
    assert "fetch-depth: 0" in action.log


@pytest.mark.parametrize("python", ["missing", "old"])
def test_a_python_that_will_not_do(source: Path, tmp_path: Path, python: str) -> None:
    if python == "old":
        (tmp_path / "old").write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / "old").chmod(0o755)
        python = str(tmp_path / "old")
    action = Action(source, PullRequest(tmp_path / "request").path, tmp_path)
    assert not action.run("push", {}, {}, python=python)
    assert action.ran == ["install backend-standards", "say what is not judged"]
    ((name, text),) = commands(action.log)
    assert name == "error title=backend-standards"
    assert f"{python} is missing or older than Python 3.11" in text


def test_what_is_installed_is_pinned_and_hashed(installed: str) -> None:
    pins = re.findall(
        r"^([a-z]+)==(\S+) \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\\n|$))+", REQUIREMENTS, re.MULTILINE
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {Requirement(each).name: Requirement(each).specifier for each in project["dependencies"]}
    assert {name for name, _ in pins} == set(needed)
    assert all(version in needed[name] for name, version in pins)
    for script in [*(system() for system, _ in SYSTEMS.values()), *(step["run"] for step in ACTION["runs"]["steps"])]:
        assert not re.search(r"pip install", script), "install.sh alone installs, with hashes"
    program = "from importlib.metadata import distributions as d; [print(f'{e.name}=={e.version}') for e in d()]"
    listed = [str(Path(installed) / "python"), "-I", "-c", program]
    freeze = subprocess.run(listed, capture_output=True, text=True, check=True).stdout
    assert {line.partition("==")[0] for line in freeze.lower().split()} <= {*needed, "pip", "setuptools"}
    assert {f"{name}=={version}" for name, version in pins} <= set(freeze.lower().split())


def test_each_program_is_installed(installed: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name in project["scripts"]:
        done = subprocess.run(
            ["sh", str(Path(installed) / name), "--version"], capture_output=True, text=True, check=True
        )
        assert done.stdout.startswith(name)


def test_what_action_and_workflow_say_agrees() -> None:
    steps = WORKFLOW["jobs"]["standards"]["steps"]
    used = steps[-1]["with"]
    assert set(used) == set(ACTION["inputs"]) - {"python", "sarif-file"}
    called = WORKFLOW[True]["workflow_call"]["inputs"]  # YAML 1.1 takes `on` for true
    assert set(called) == set(used) - {"path"} | {"python-version", "runs-on"}
    for name in set(called) & set(used):
        assert used[name] == f"${{{{ inputs.{name} }}}}"
        assert str(called[name]["default"]).lower() == ACTION["inputs"][name]["default"]
    assert (used["path"], steps[0]["with"]["path"]) == ("repository", "repository")
    assert steps[-1]["uses"] == f"./{steps[1]['with']['path']}"
    for step in steps[:-1]:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
        assert step["uses"] in (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"), "one place to update"
    assert all("${{" not in step["run"] for step in ACTION["runs"]["steps"])
    assert not any("uses" in step for step in ACTION["runs"]["steps"]), "nothing of others' in it"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("'a' == 'A'", True, id="without-case"),
        pytest.param("!('a' == 'b') && 'x'", "x", id="last-value"),
        pytest.param("inputs.a != '' || 'it''s'", "it's", id="quote"),
        pytest.param("!cancelled() && failure()", True, id="functions"),
    ],
)
def test_expressions(text: str, expected: str | bool) -> None:
    assert Expression(text, {"inputs.a": ""}, failed=True).value == expected


@pytest.mark.parametrize("text", ["1 == 2", "github.actor", "contains('a', 'b')", "'a' 'b'", "a[0]"])
def test_expressions_that_are_not_known_fail(text: str) -> None:
    with pytest.raises((AssertionError, KeyError)):
        Expression(text, {"inputs.a": ""}, failed=False)


# Schemas and linters.


def snippets() -> Iterator[tuple[str, str, str]]:
    """Yield name, text and schema of everything that a CI reads."""
    yield "action.yml", (ROOT / "action.yml").read_text(encoding="utf-8"), "vendor.github-actions"
    for path in sorted((ROOT / ".github/workflows").iterdir()):
        yield path.name, path.read_text(encoding="utf-8"), "vendor.github-workflows"
    yield "gitlab", re.sub(r"\$\[\[ inputs\.(\w+) \]\]", r"\1", GITLAB), "vendor.gitlab-ci"
    yield "gitlab-head", GITLAB_HEAD, "vendor.gitlab-ci"
    for name in ("bitbucket-pipelines", "azure-pipelines"):
        yield name, (ROOT / f"docs/ci/{name}.yml").read_text(encoding="utf-8"), f"vendor.{name}"
    for page, text in DOCS.items():
        for number, block in enumerate(re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)):
            if re.search(r"^jobs:", block, re.MULTILINE):
                yield f"{page}-{number}", block, "vendor.github-workflows"
            elif re.search(r"^include:|^ +script:", block, re.MULTILINE):
                yield f"{page}-{number}", block, "vendor.gitlab-ci"


@pytest.mark.parametrize(("text", "schema"), [pytest.param(*rest, id=name) for name, *rest in snippets()])
def test_schema(text: str, schema: str, tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text(text, encoding="utf-8")
    # Azure's schema has patterns that are not valid in the default kind of expressions.
    check = [str(SCRIPTS / "check-jsonschema"), "--regex-variant=nonunicode", f"--builtin-schema={schema}", "x.yml"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_has_nothing_to_say() -> None:
    command = [str(SCRIPTS / "zizmor"), "--offline", "--no-progress", "--persona=pedantic", ".github", "action.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def scripts() -> Iterator[tuple[str, str]]:
    for step in ACTION["runs"]["steps"]:
        yield step["name"], step["run"]
    for name, (script, _) in SYSTEMS.items():
        yield name, script()
    for path in ("docs/ci/install.sh", "tools/test_next.sh"):
        yield path, (ROOT / path).read_text(encoding="utf-8")


def jenkins() -> str:
    ((script,)) = re.findall(r"sh '''\n(.*?)'''", (ROOT / "docs/ci/Jenkinsfile").read_text(encoding="utf-8"), re.DOTALL)
    return str(script)


def of_yaml(name: str, *keys: Any) -> Callable[[], str]:
    """Return what reads the script, a text or a list of commands, from below the keys of a file."""

    def read() -> str:
        text = GITLAB if name.startswith("templates/") else (ROOT / name).read_text(encoding="utf-8")
        value = yaml.safe_load(text)
        for key in keys:
            value = value[key]
        return value if isinstance(value, str) else "\n".join(value)

    return read


def buildspec() -> str:
    phases = yaml.safe_load((ROOT / "docs/ci/buildspec.yml").read_text(encoding="utf-8"))["phases"]
    return "\n".join([*phases["install"]["commands"], *phases["build"]["commands"]])


# By system: what reads its script, and the documented variables of a pull request's build.
SYSTEMS: dict[str, tuple[Callable[[], str], Callable[[PullRequest, str, str], dict[str, str]]]] = {
    "gitlab": (
        of_yaml("templates/standards.yml", "$[[ inputs.job ]]", "script"),
        lambda request, title, branch: {
            "CI_COMMIT_SHA": request.head,
            "CI_MERGE_REQUEST_IID": "1",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": branch,
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_MERGE_REQUEST_TITLE": title,
        },
    ),
    "gitlab-merged": (
        of_yaml("templates/standards.yml", "$[[ inputs.job ]]", "script"),
        lambda request, title, branch: {
            "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": request.merged(),
            "CI_COMMIT_SHA": request.head,
            "CI_MERGE_REQUEST_IID": "1",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": branch,
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_MERGE_REQUEST_TITLE": f"Draft: {title}",
        },
    ),
    "bitbucket": (
        of_yaml("docs/ci/bitbucket-pipelines.yml", "definitions", "steps", 0, "step", "script"),
        lambda request, _, branch: {
            "BITBUCKET_COMMIT": request.merged(),
            "BITBUCKET_PR_ID": "1",
            "BITBUCKET_BRANCH": branch,
            "BITBUCKET_PR_DESTINATION_BRANCH": "main",
        },
    ),
    "azure": (
        of_yaml("docs/ci/azure-pipelines.yml", "steps", 2, "bash"),
        lambda request, _, branch: {
            "TF_BUILD": "True",
            "BUILD_REASON": "PullRequest",
            "BUILD_SOURCEBRANCH": "refs/pull/1/merge",
            "SYSTEM_PULLREQUEST_SOURCEBRANCH": f"refs/heads/{branch}",
            "SYSTEM_PULLREQUEST_SOURCECOMMITID": request.merged(),
            "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
        },
    ),
    "jenkins": (
        jenkins,
        lambda _, title, branch: {
            "JENKINS_URL": "x",
            "CHANGE_ID": "1",
            "CHANGE_BRANCH": branch,
            "CHANGE_TARGET": "main",
            "CHANGE_TITLE": title,
            "BRANCH_NAME": "PR-1",
        },
    ),
    "codebuild": (
        buildspec,
        lambda _, __, branch: {
            "CODEBUILD_BUILD_ID": "x:1",
            "CODEBUILD_WEBHOOK_TRIGGER": "pr/1",
            "CODEBUILD_WEBHOOK_HEAD_REF": f"refs/heads/{branch}",
            "CODEBUILD_WEBHOOK_BASE_REF": "refs/heads/main",
        },
    ),
}
TELL_NO_TITLE = ("bitbucket", "azure", "codebuild")
MARKS = ("CI_MERGE_REQUEST_IID", "BITBUCKET_PR_ID", "BUILD_REASON", "CHANGE_ID", "CODEBUILD_WEBHOOK_TRIGGER")


@pytest.mark.parametrize(("name", "script"), list(scripts()), ids=[name for name, _ in scripts()])
def test_shellcheck(name: str, script: str, tmp_path: Path) -> None:
    (tmp_path / "script").write_text(script, encoding="utf-8")
    # SC2154: the variables are the environment's.
    check = [str(SCRIPTS / "shellcheck"), "--shell=bash", "--severity=style", "--exclude=SC2154", "script"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + name


# The other systems.


@pytest.fixture
def variables(source: Path, tmp_path: Path) -> dict[str, str]:
    """What every system has: a place for temporary files, and here the repository to install from."""
    (tmp_path / "temp").mkdir()
    places = ("TMPDIR", "WORKSPACE_TMP", "AGENT_TEMPDIRECTORY")
    ours = {"STANDARDS_SOURCE": source.as_uri(), "STANDARDS_VERSION": "main"}
    return {**ours, "CI": "true", **dict.fromkeys(places, str(tmp_path / "temp"))}


@pytest.fixture
def quick_python(installed: str, tmp_path: Path) -> dict[str, str]:
    """A python3 whose new virtual environment is one that has the package already; pip then has nothing to do."""
    python = tmp_path / "quick" / "python3"
    python.parent.mkdir()
    made = shlex.quote(str(Path(installed).parent))
    python.write_text(f'#!/bin/sh\n[ "$1 $2 $3" = "-I -m venv" ] && rm -rf "$4" && ln -s {made} "$4"\n')
    python.chmod(0o755)
    return {"PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}


def script_of(system: str, temporary: Path) -> str:
    # CodeBuild's container has a /tmp of its own.
    return SYSTEMS[system][0]().replace("/tmp/", f"{shlex.quote(str(temporary))}/temp/")


@pytest.mark.parametrize("system", SYSTEMS)
def test_system(system: str, variables: dict[str, str], quick_python: dict[str, str], tmp_path: Path) -> None:
    script, told = script_of(system, tmp_path), SYSTEMS[system][1]
    request = bad(tmp_path / "request")
    first = variables | (quick_python if system == "gitlab-merged" else {})  # gitlab's script is installed once
    done = run(script, request.path, first | told(request, BAD_TITLE, "log_in"))
    assert done.returncode == 1, done.stdout
    for finding in (
        "upload.py:1:8: aws-access-key-id: ",
        '"oops":1:1: commit-header-format: ',
        "log_in: invalid-branch-name: ",
        *(() if system in TELL_NO_TITLE else ("message:1:1: unknown-commit-type: ",)),
    ):
        assert finding in done.stdout
    assert ": merge-commit: " not in done.stdout, "that a system makes to test is not the author's"
    (report,) = [*request.path.rglob("standards.xml"), *tmp_path.glob("temp/*.xml"), *request.path.glob("gl-*.json")]
    if report.suffix == ".xml":
        assert "aws-access-key-id" in [each.get("type") for each in ElementTree.parse(report).iter("failure")]
    else:
        assert "upload.py" in [each["location"]["path"] for each in json.loads(report.read_text(encoding="utf-8"))]
    assert not list(tmp_path.rglob("pwned"))

    request.repository.git("checkout", "-q", "--force", "feature/log-in")
    request.mend()
    quick = variables | quick_python
    done = run(script, request.path, quick | told(request, TITLE, "feature/log-in"))
    assert done.returncode == 0, done.stdout

    plain = {name: value for name, value in told(request, TITLE, "feature/log-in").items() if name not in MARKS}
    done = run(script, request.path, quick | plain | {"BUILD_REASON": "IndividualCI"})
    assert done.returncode == 0, done.stdout
    assert re.search("^No (pull|merge) request: .* not judged", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_hostile_request_to_a_system(
    system: str, variables: dict[str, str], quick_python: dict[str, str], tmp_path: Path
) -> None:
    request = hostile(tmp_path / "request")
    told = SYSTEMS[system][1](request, HOSTILE_TITLES[0], HOSTILE_BRANCH)
    done = run(script_of(system, tmp_path), request.path, variables | quick_python | told)
    assert done.returncode == 1, done.stdout
    assert "invalid-branch-name" in done.stdout
    assert not list(tmp_path.rglob("pwned"))


def test_gitlab_switches(variables: dict[str, str], quick_python: dict[str, str], tmp_path: Path) -> None:
    """The inputs reach the script as variables, under the names that it reads."""
    inputs = yaml.safe_load(GITLAB_HEAD)["spec"]["inputs"]
    job = yaml.safe_load(GITLAB)["$[[ inputs.job ]]"]
    assert set(re.findall(r"\$\[\[ inputs\.(\w+) \]\]", GITLAB)) == set(inputs)
    filled = {
        name: re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda match: str(inputs[match[1]]["default"]).lower(), value)
        for name, value in job["variables"].items()
    }
    assert set(re.findall(r"STANDARDS_\w+", "\n".join(job["script"]))) == set(filled) - {"GIT_DEPTH"}
    request = bad(tmp_path / "request")
    told = SYSTEMS["gitlab"][1](request, BAD_TITLE, "log_in")
    off = dict.fromkeys(("STANDARDS_COMMITS", "STANDARDS_TITLE", "STANDARDS_BRANCH"), "false")
    chosen = {"STANDARDS_HOOKS": "forbid-env-files,require-env-ignored", "STANDARDS_SKIP": "require-env-ignored"}
    done = run(script_of("gitlab", tmp_path), request.path, filled | variables | quick_python | told | off | chosen)
    assert done.returncode == 1
    assert re.findall(r"^\S+: ([a-z-]+): ", done.stdout, re.MULTILINE) == ["env-file"], done.stdout
    done = run(
        script_of("gitlab", tmp_path),
        request.path,
        filled | variables | quick_python | told | off | {"STANDARDS_BASELINE": "no"},
    )
    assert done.returncode == 2
    assert "no: there is no such baseline" in done.stdout


def test_the_release_that_is_named() -> None:
    names = [
        *(path for path in (ROOT / "docs/ci").iterdir() if path.suffix not in (".sh", ".txt")),
        ROOT / "templates/standards.yml",
    ]
    for path in names:
        assert re.findall(r"\bv\d+\.\d+\.\d+\b", path.read_text(encoding="utf-8")) == [
            f"v{backend_standards.__version__}"
        ]
    named = re.findall(
        r"backend-standards(?:/standards|/\S+\.yml)?@(v[\d.]+\d)|version: (v[\d.]+\d)", "\n".join(DOCS.values())
    )
    assert {one or other for one, other in named} == {f"v{backend_standards.__version__}"}


def test_what_pre_commit_ci_writes_is_in_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ((block,)) = re.findall(r"^```yaml\n(ci:\n.*?)^```", DOCS["docs/ci.md"], re.MULTILINE | re.DOTALL)
    settings = yaml.safe_load(block)["ci"]
    monkeypatch.chdir(tmp_path)
    for name in ("autofix_commit_msg", "autoupdate_commit_msg"):
        assert check_commit_message.main([f"--message={settings[name]}"]) == 0
    assert set(settings["skip"]) <= set(catalog.TEXTS)

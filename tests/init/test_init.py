"""`backend-standards init`: what it plans, shows and writes; that nothing which exists changes but where it says so."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml

from backend_standards import backend_standards, check_project_layout
from backend_standards.init.options import WITHOUT
from backend_standards.review.exemptions import LEFT_OUT
from backend_standards.standard import versions
from layouts import CODE, PINS
from support import Repository

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = ".pre-commit-config.yaml"


def init(*arguments: str) -> int:
    return backend_standards.main(["init", *arguments])


def plan(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    """Return what the plan does with each file."""
    code = init(*arguments)
    out = capsys.readouterr().out
    rows = [line for line in out.splitlines() if line.startswith(("write ", "add to ", "leave ", "differs "))]
    found = {row[9:].split("  ")[0].strip(): row[:8].strip() for row in rows}
    assert code == int(any(action in ("write", "add to") for action in found.values()))
    return found


def written(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Run with --write, and return the paths that were written or added to."""
    assert init("--write", *arguments) == 0
    out = capsys.readouterr().out
    return [
        line.partition(" ")[2].removeprefix("to ") for line in out.splitlines() if line.startswith(("wrote", "added"))
    ]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts[:1]
    }


# --- a new project ------------------------------------------------------------------------------------


def test_the_plan_writes_nothing(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert init() == 1
    out = capsys.readouterr().out
    assert "write    src/main.py" in out
    assert "P7 Project Structure" in out
    assert " init --write\n" in out
    assert init("--framework=flask", "--skip=docs") == 1
    (*_, command) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("run: ")]
    assert command.endswith(" init --framework=flask --skip=docs --write")
    assert init("--diff") == 1
    assert "+++ b/src/main.py\n" in capsys.readouterr().out
    assert files(repository.path) == {}


@pytest.mark.parametrize("server", ["github", "gitlab"])
@pytest.mark.parametrize("framework", ["fastapi", "flask", "lambda", "none"])
@pytest.mark.parametrize("manager", ["pip-tools", "uv", "poetry"])
def test_each_combination(
    repository: Repository, capsys: pytest.CaptureFixture[str], server: str, framework: str, manager: str
) -> None:
    """Every file is what its parser takes, the hooks find nothing but the lock that needs the network, and no second
    run writes."""
    options = (f"--ci={server}", f"--framework={framework}", f"--manager={manager}")
    paths = written(capsys, *options)
    found = files(repository.path)
    assert sorted(paths) == sorted(found)
    for path, data in found.items():
        text = data.decode()
        assert "<<" not in text, path
        assert not data or (data.endswith(b"\n") and not data.endswith(b"\n\n")), path
        if path.endswith(".py"):
            compile(text, path, "exec")
        elif path.endswith((".yml", ".yaml")):
            assert yaml.safe_load(text), path
        elif path.endswith(".toml"):
            assert tomllib.loads(text), path
    assert (".gitlab-ci.yml" in found) == (server == "gitlab")
    assert (".github/workflows/lint.yml" in found) == (server == "github")
    ci = found[".gitlab-ci.yml" if server == "gitlab" else ".github/workflows/lint.yml"].decode()
    ci += found.get(".github/workflows/test.yml", b"").decode()
    run = {"pip-tools": "", "uv": "uv run ", "poetry": "poetry run "}[manager]
    for command in ("black . --check", "mypy .", "pytest --cov=src tests/"):
        assert f" {run}{command}\n" in ci
        assert f"\t{run}{command}\n" in found["Makefile"].decode()
    repository.git("add", "--force", "--all")
    left = "" if manager == "pip-tools" else "missing-lock"
    assert backend_standards.main(["check"]) == bool(left)
    out = capsys.readouterr().out
    assert left in out
    assert out.count("\nexplain:") == bool(left)
    if not left:
        repository.git("commit", "--quiet", "-m", "feat(app): greet people")
        assert backend_standards.main(["review", "--fail-under=100"]) == 0
        assert " 0 ✘ broken" in capsys.readouterr().out
    assert init(*options) == 0
    assert written(capsys, *options) == []
    assert files(repository.path) == found


def test_the_lock_that_needs_the_network_is_told(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert init("--manager=uv", "--write") == 0
    assert "run: uv lock && git add uv.lock\n" in capsys.readouterr().out
    repository.write("uv.lock", "version = 1\n")
    assert init("--manager=uv") == 0
    assert "uv lock" not in capsys.readouterr().out


def test_the_printed_command_adds_what_is_ignored(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(".gitignore", ".env*\n")
    assert init("--write") == 0
    (command,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("run: git add")]
    subprocess.run(shlex.split(command.removeprefix("run: ")), cwd=repository.path, check=True)
    assert ".env.example" in repository.git("ls-files")


def test_docker_and_sphinx_come_on_request(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    without = plan(capsys)
    with_both = plan(capsys, "--with=docker,sphinx")
    assert set(with_both) - set(without) == {
        *("Dockerfile", ".dockerignore", ".github/workflows/build.yml"),
        *("docs/conf.py", "docs/index.rst", "docs/requirements.txt"),
    }
    written(capsys, "--with=docker", "--with=sphinx")
    image, digest = versions.IMAGES["python"]
    text = (repository.path / "Dockerfile").read_text()
    assert f"FROM python:{image}@{digest}\n" in text
    assert "USER 10001" in text
    assert "LOG_LEVEL=INFO" in text
    assert "hadolint" in (repository.path / CONFIG).read_text()
    assert "O2" not in (repository.path / "pyproject.toml").read_text()


@pytest.mark.parametrize(
    ("option", "gone"),
    [
        pytest.param("sphinx", [], id="nothing"),
        pytest.param("make", ["Makefile"], id="a-part"),
        pytest.param("flake8", [".flake8"], id="a-tool"),
        pytest.param("deploy,audit", [f".github/{name}.yml" for name in ("dependabot", "workflows/audit", "workflows/deploy")], id="workflows"),
        pytest.param("hooks", [CONFIG], id="hooks"),
        pytest.param("readme,pull-request", [".github/pull_request_template.md", "README.md"], id="documents"),
    ],
)  # fmt: skip
def test_what_a_team_does_not_want(
    repository: Repository, capsys: pytest.CaptureFixture[str], option: str, gone: list[str]
) -> None:
    every = plan(capsys)
    assert sorted(set(every) - set(plan(capsys, f"--without={option}"))) == gone
    names = ", ".join(f'"{name}"' for name in option.split(","))
    repository.write("pyproject.toml", f"[tool.backend-standards.init]\nwithout = [{names}]  # we agreed so\n")
    assert sorted(set(every) - set(plan(capsys))) == gone


def test_a_tool_that_is_left_out_is_nowhere(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    written(capsys, "--without=mypy,gitleaks,zizmor")
    assert "mypy" not in (repository.path / CONFIG).read_text()
    assert "[tool.mypy]" not in (repository.path / "pyproject.toml").read_text()
    assert "gitleaks" not in (repository.path / CONFIG).read_text()


def test_parts_are_chosen(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(plan(capsys, "--only=make,hooks")) == {"Makefile", CONFIG}
    every = plan(capsys)
    assert set(every) - set(plan(capsys, "--skip=docs")) == {"README.md", ".github/pull_request_template.md"}
    written(capsys, "--only=ignore")
    assert set(files(repository.path)) == {".gitignore", ".env.example"}


def test_the_version_of_python_is_chosen(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    written(capsys, "--python=3.11")
    assert 'requires-python = ">=3.11"' in (repository.path / "pyproject.toml").read_text()
    assert 'target-version = "py311"' in (repository.path / "pyproject.toml").read_text()
    assert 'python-version: "3.11"' in (repository.path / ".github/workflows/test.yml").read_text()


def test_the_address_is_chosen(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert init() == 1
    assert "note: https://github.com/OWNER/backend-standards stands for" in capsys.readouterr().out
    written(capsys, "--repository=https://git.example.com/standards")
    assert "- repo: https://git.example.com/standards\n" in (repository.path / CONFIG).read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--framework=django"], "--framework django: there is no such name"),
        (["--manager=conda"], "--manager conda"),
        (["--ci=jenkins"], "--ci jenkins"),
        (["--only=tets"], "did you mean 'tests'?"),
        (["--without=shpinx"], "did you mean 'sphinx'?"),
        (["--with=dokcer"], "did you mean 'docker'?"),
        (["--python=2.7"], "write a version such as 3.13"),
        (["--with=docker", "--framework=lambda"], "zip file"),
        (["--source=../x"], "must be a path inside the repository"),
        (["README.md"], "takes no file names"),
        (["--format=json"], "unknown option --format"),
        (["--wirte"], "did you mean '--write'?"),
    ],
)
def test_a_wrong_use_stops(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert init(*arguments) == 2
    assert words in capsys.readouterr().err
    assert files(repository.path) == {}


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert init("--help") == 0
    out = capsys.readouterr().out
    assert "usage: backend-standards init" in out
    assert "--without NAME" in out
    assert backend_standards.main(["init", "--version"]) == 0


@pytest.mark.usefixtures("folder")
def test_outside_a_repository(capsys: pytest.CaptureFixture[str]) -> None:
    assert init() == 2
    assert "repository" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [(), ("--profile=strict",), ("--source=lib/x", "--tests=qa/tests")])
def test_the_older_name_of_the_command(
    repository: Repository, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert check_project_layout.main(["--init", *arguments]) == 0
    assert "wrote README.md" in capsys.readouterr().out
    repository.git("add", "--force", "--all")
    assert check_project_layout.main(arguments) == 0
    assert check_project_layout.main(["--init", "--root=services/a"]) == 2
    assert "--init does not go with --root" in capsys.readouterr().err


# --- a project that exists ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tracked",
    [
        pytest.param("app/main.py pyproject.toml", id="code-elsewhere"),
        pytest.param("src/main.py", id="code-in-the-source"),
        pytest.param("app/main.py tests/test_a.py", id="tests"),
        pytest.param("main.py", id="code-in-the-root"),
        pytest.param("notebook/a.py lib/b.py setup.py", id="folders"),
    ],
)
def test_no_file_hides_a_finding(repository: Repository, capsys: pytest.CaptureFixture[str], tracked: str) -> None:
    """No entry point, settings, requirements or test is written beside code: each would answer for what is missing."""
    for name in tracked.split():
        repository.add(name, '[project]\ndependencies = ["boto3"]\n' if name.endswith(".toml") else CODE)
    hooks = (
        "check-project-layout",
        "check-lock-files",
        "check-settings",
        "require-pinned-requirements",
        "forbid-real-aws-in-tests",
    )
    backend_standards.main(["check", f"--hook={','.join(hooks)}"])
    before = capsys.readouterr().out
    assert "missing-entry" in before
    paths = written(capsys)
    assert not [path for path in paths if path.startswith(("src/", "tests/", "app/")) or "requirements" in path]
    assert "README.md" not in paths
    repository.git("add", "--all")
    backend_standards.main(["check", f"--hook={','.join(hooks)}"])
    assert capsys.readouterr().out == before


def test_the_moves_and_the_lock_are_told(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("app/main.py", CODE)
    repository.add("pyproject.toml", '[project]\ndependencies = ["boto3"]\n')
    assert init() == 1
    out = capsys.readouterr().out
    assert "    run: pip-compile --output-file=requirements.txt pyproject.toml" in out
    assert "    run: mkdir -p src && git mv app src/app" in out


@pytest.mark.parametrize(
    ("manifest", "text"),
    [
        ("pyproject.toml", '[project]\ndependencies = ["boto3"]\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\nboto3 = "*"\n'),
        ("requirements.in", "boto3\n"),
        ("Pipfile", '[packages]\nboto3 = "*"\n'),
    ],
)
def test_no_pins_beside_a_manifest(
    repository: Repository, capsys: pytest.CaptureFixture[str], manifest: str, text: str
) -> None:
    repository.add(manifest, text)
    paths = written(capsys)
    assert "src/main.py" in paths
    assert "requirements.txt" not in paths
    assert (repository.path / manifest).read_text().startswith(text)
    assert "[project]" not in (repository.path / "pyproject.toml").read_text().removeprefix(text)


def test_nothing_that_exists_is_overwritten(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    names = set(plan(capsys))
    for name in names - {"pyproject.toml", "Makefile", CONFIG}:
        repository.write(name, "# mine\n" if not name.endswith("/") else "")
    before = files(repository.path)
    written(capsys)
    after = files(repository.path)
    added = {name for name in before if after[name] != before[name]}
    assert added <= {".gitignore", ".env.example"}
    assert all(after[name].startswith(before[name]) for name in added)


FULL = {
    "pyproject.toml": b'[project]\r\nname = "a"\r\ndependencies = ["flask==3.1.3"]\r\n\r\n[tool.black]\r\nline-length = 100',
    CONFIG: b"repos:\n  - repo: https://github.com/pre-commit/pre-commit-hooks\n    rev: v6.0.0\n    hooks:\n"
    b"      - id: check-yaml\n\n# CI\nci:\n  autofix_prs: false\n",
    ".gitignore": b"__pycache__\n*.log",
    "Makefile": b"test:\n\tpytest",
    ".github/workflows/ci.yml": b"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: ruff check . && pytest\n",
    "Dockerfile": b"FROM python:3.12-slim\nCOPY . .\n",
    "requirements.txt": PINS.encode() if isinstance(PINS, str) else PINS,
    "app/main.py": CODE if isinstance(CODE, bytes) else CODE.encode(),
    "app/__init__.py": b"",
    "tests/test_a.py": b"def test_a():\n    assert 1\n",
}


def test_additions_are_all_that_changes(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for name, data in FULL.items():
        repository.add(name, data)
    planned = plan(capsys)
    assert {name for name, action in planned.items() if action == "add to"} == {
        *("pyproject.toml", CONFIG, ".gitignore", "Makefile")
    }
    written(capsys)
    after = files(repository.path)
    for name, data in FULL.items():
        if planned.get(name) != "add to":
            assert after[name] == data, name
        elif name != CONFIG:
            assert after[name].startswith(data), name
    found = tomllib.loads(after["pyproject.toml"].decode())
    assert found["tool"]["black"] == {"line-length": 100}
    assert found["tool"]["ruff"]["line-length"] == 100
    assert found["tool"]["mypy"]["strict"] is True
    assert "plugins" not in found["tool"]["mypy"]
    assert b"\n" not in after["pyproject.toml"].replace(b"\r\n", b"")
    config = yaml.safe_load(after[CONFIG])
    assert config["ci"] == {"autofix_prs": False}
    assert [entry["repo"].rpartition("/")[2] for entry in config["repos"]][:2] == [
        "pre-commit-hooks",
        "backend-standards",
    ]
    assert after[CONFIG].endswith(b"\n# CI\nci:\n  autofix_prs: false\n")
    assert after[".gitignore"] == b"__pycache__\n*.log\n.env\n.env.*\n!.env.example\n"
    assert b"test:\n\tpytest\n\n.PHONY: help\n" in after["Makefile"]
    assert {name for name in after if name.startswith(".github/workflows/")} == {
        *(".github/workflows/ci.yml", ".github/workflows/lint.yml", ".github/workflows/build.yml"),
        ".github/workflows/audit.yml",
    }
    lint = after[".github/workflows/lint.yml"].decode()
    assert "mypy ." in lint
    assert "ruff" not in lint.partition("steps:")[2].replace("pip install", "").replace("ruff==", "")
    assert init() == 0
    assert written(capsys) == []
    assert files(repository.path) == after


@pytest.mark.parametrize(
    ("files_", "part", "action"),
    [
        pytest.param({"setup.cfg": "[mypy]\nstrict = true\n"}, "tool.mypy", "", id="mypy-in-setup-cfg"),
        pytest.param({"tox.ini": "[pytest]\naddopts = -q\n"}, "tool.pytest", "", id="pytest-in-tox-ini"),
        pytest.param({".coveragerc": "[run]\n"}, "tool.coverage", "", id="coverage-in-its-file"),
        pytest.param({".flake8": "[flake8]\n"}, "tool.ruff", "", id="flake8"),
        pytest.param({"ruff.toml": ""}, "tool.ruff", "", id="ruff-in-its-file"),
        pytest.param({"README.md": "Orders\n"}, "tool.ruff", "tool.ruff", id="none"),
    ],
)
def test_what_is_configured_elsewhere_stays_there(
    repository: Repository, capsys: pytest.CaptureFixture[str], files_: dict[str, str], part: str, action: str
) -> None:
    repository.add("src/main.py", CODE)
    for name, text in files_.items():
        repository.add(name, text)
    written(capsys)
    assert (part in (repository.path / "pyproject.toml").read_text()) == bool(action)


def test_what_a_table_lacks_is_said_and_left(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    text = "[tool.coverage.report]\nfail_under = 50\n\n[tool.mypy]\npretty = true\n"
    repository.add("src/main.py", CODE)
    repository.add("pyproject.toml", text)
    assert init() == 1
    out = capsys.readouterr().out
    assert "[tool.mypy] does not have tool.mypy.strict = true" in out
    assert init("--diff") == 1
    assert "#   tool.mypy.strict = true" in capsys.readouterr().out
    written(capsys)
    assert (repository.path / "pyproject.toml").read_text().startswith(text)


def test_hooks_that_are_there_are_left(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "repos:\n- repo: https://github.com/astral-sh/ruff-pre-commit\n  rev: v0.1.0\n  hooks:\n  - id: ruff\n"
        "  - id: ruff-format\n- repo: https://github.com/Yelp/detect-secrets\n  rev: v1.5.0\n  hooks:\n"
        "  - id: detect-secrets\n"
    )
    repository.add(CONFIG, text)
    repository.add("src/main.py", CODE)
    written(capsys)
    after = (repository.path / CONFIG).read_text()
    assert after.startswith(text)
    ids = [hook["id"] for entry in yaml.safe_load(after)["repos"][2:] for hook in entry["hooks"]]
    assert ids[-3:] == ["backend-standards", "zizmor", "check-github-workflows"]
    assert not {"ruff-check", "black", "gitleaks"} & set(ids)


@pytest.mark.parametrize("name", ["justfile", "noxfile.py", "Taskfile.yml"])
def test_another_runner_of_commands_is_enough(
    repository: Repository, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    repository.add(name, "x:\n")
    assert plan(capsys)[name] == "leave"
    assert "Makefile" not in written(capsys)


@pytest.mark.parametrize(
    ("name", "text"),
    [("Makefile", "include missing.mk\n"), ("pyproject.toml", "[project\n"), (CONFIG, "repos: []\n")],
)
def test_what_cannot_be_added_to_differs(
    repository: Repository, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> None:
    repository.add(name, text)
    assert plan(capsys)[name] == "differs"
    written(capsys)
    assert (repository.path / name).read_text() == text


def test_ci_of_another_kind_is_left(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("Jenkinsfile", "pipeline {}\n")
    found = plan(capsys)
    assert found["Jenkinsfile"] == "leave"
    assert not [name for name in found if name.startswith((".github/workflows", ".gitlab-ci"))]


def test_what_ci_runs_through_make_is_seen(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/main.py", CODE)
    repository.add(".github/workflows/ci.yml", "on: push\njobs: {a: {steps: [{run: make check}]}}\n")
    repository.add(
        "Makefile", "check:\n\tblack . --check\n\truff check .\n\tmypy .\n\tpytest\n\tdeptry .\n\tpip-audit\n"
    )
    assert not [name for name in written(capsys) if name.startswith(".github/workflows/")]


def test_a_folder_of_the_repository(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.add("services/a/pyproject.toml", "[tool.black]\n")
    monkeypatch.chdir(repository.path / "services" / "a")
    found = plan(capsys)
    assert found[CONFIG] == found[".github"] == "leave"
    assert found["pyproject.toml"] == "add to"


def test_projects_below_are_brought_there_one_by_one(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What runs over a whole repository with several projects in it, nobody can tell from its files."""
    for name in ("a", "b"):
        repository.add(f"services/{name}/requirements.txt", PINS)
        repository.add(f"services/{name}/main.py", CODE)
    repository.add("services/a/Dockerfile", "FROM python:3.13\n")
    assert init() == 1
    out = capsys.readouterr().out
    assert "the manifests are in services/a, services/b: run it there" in out
    found = plan(capsys)
    assert {name for name, action in found.items() if action == "write"} == {
        *(CONFIG, ".gitignore", ".github/dependabot.yml", ".github/pull_request_template.md")
    }
    assert init("--diff") == 1
    assert "+    directories: [/services/a, /services/b]\n" in capsys.readouterr().out
    monkeypatch.chdir(repository.path / "services" / "a")
    assert {name for name, action in plan(capsys).items() if action == "write"} == {
        *("pyproject.toml", "Makefile", ".dockerignore")
    }


@pytest.mark.parametrize(
    "paths",
    [
        "main.tf",
        "package.json index.js",
        "charts/app/Chart.yaml Makefile",
        "scripts/release.py go.mod",
        "web/index.html",
    ],
)
def test_a_repository_about_something_else(
    repository: Repository, capsys: pytest.CaptureFixture[str], paths: str
) -> None:
    for path in paths.split():
        repository.add(path, "x:\n" if path == "Makefile" else CODE)
    found = {name for name, action in plan(capsys).items() if action in ("write", "add to")}
    assert found <= {CONFIG, ".gitignore", ".github/dependabot.yml", ".github/pull_request_template.md"}
    assert init("--diff") == 1
    out = capsys.readouterr().out
    assert "ruff-pre-commit" not in out
    assert "package-ecosystem: pip" not in out
    assert "src/main.py" in plan(capsys, "--framework=flask")


@pytest.mark.parametrize("paths", ["README.md LICENSE", "docs/a.md .github/CODEOWNERS", "Dockerfile pyproject.toml"])
def test_what_comes_before_code(repository: Repository, capsys: pytest.CaptureFixture[str], paths: str) -> None:
    for path in paths.split():
        repository.add(path, "# A\n")
    assert "src/main.py" in plan(capsys)


@pytest.mark.parametrize("manager", ["requirements.txt", "uv.lock", "poetry.lock", "pdm.lock", "Pipfile"])
@pytest.mark.parametrize("named", ["", "black ruff mypy pytest pytest-cov deptry pip-audit"])
def test_ci_installs_what_it_runs(
    repository: Repository, capsys: pytest.CaptureFixture[str], manager: str, named: str
) -> None:
    """What no manifest names is installed with its version; what one names is not installed a second time."""
    repository.add("src/main.py", CODE)
    repository.add(manager, PINS)
    listed = ", ".join(f'"{name}==1.0"' for name in ["boto3", *named.split()])
    repository.add("pyproject.toml", f"[project]\nname = 'a'\ndependencies = [{listed}]\n")
    written(capsys)
    folder = repository.path / ".github" / "workflows"
    lines = [line for path in folder.iterdir() for line in path.read_text().splitlines() if "run: " in line]
    for name in ("black", "ruff", "mypy", "pytest", "pytest-cov", "deptry", "pip-audit"):
        pin = f"{name}=={versions.PACKAGES[name]}"
        assert any(pin in line.split() for line in lines) == (not named), name
    prefix = {"uv.lock": "uv run ", "poetry.lock": "poetry run ", "pdm.lock": "pdm run ", "Pipfile": "pipenv run "}
    assert f"      - run: {prefix.get(manager, '')}mypy ." in lines


def test_a_workflow_of_another_repository(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/main.py", CODE)
    repository.add("requirements.txt", PINS)
    repository.add(".github/workflows/ci.yml", "jobs:\n  a:\n    uses: acme/ci/.github/workflows/test.yml@main\n")
    found = plan(capsys)
    assert found[".github/workflows/"] == "leave"
    assert not [name for name, action in found.items() if action == "write" and name.startswith(".github/workflows")]


def test_the_hook_of_mypy_needs_mypy(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """It runs the project's own mypy. Where there is none, every commit would fail."""
    repository.add("src/main.py", CODE)
    repository.add("requirements.txt", PINS)
    assert init("--only=hooks", "--diff") == 1
    assert "mypy" not in capsys.readouterr().out
    repository.add("requirements-dev.txt", "mypy==1.0\n")
    assert init("--only=hooks", "--diff") == 1
    assert "id: mypy" in capsys.readouterr().out


def test_an_ignored_example_stays_ignored(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("src/main.py", CODE)
    repository.add(".gitignore", ".env*\n")
    assert plan(capsys)[".gitignore"] == "leave"


# --- safety -------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a privilege")
def test_no_link_is_followed(repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "file").write_text("theirs\n")
    for name in ("src", ".github"):
        os.symlink(outside, repository.path / name)
    for name in ("Makefile", ".gitignore", "README.md"):
        os.symlink(outside / "file", repository.path / name)
    found = plan(capsys)
    assert found["src/main.py"] == found["Makefile"] == found[".gitignore"] == "leave"
    written(capsys)
    assert [path.name for path in outside.iterdir()] == ["file"]
    assert (outside / "file").read_text() == "theirs\n"


def test_a_file_that_is_tracked_and_not_on_the_disk(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("README.md", "pyproject.toml", "Makefile", CONFIG, ".github/workflows/lint.yml"):
        repository.add(name, "mine: 1\n" if name.endswith("yaml") else "# mine\n")
        (repository.path / name).unlink()
    found = plan(capsys)
    assert {found[name] for name in ("README.md", "pyproject.toml", "Makefile", CONFIG)} == {"leave"}
    paths = written(capsys)
    assert not {"README.md", "pyproject.toml", "Makefile", CONFIG, ".github/workflows/lint.yml"} & set(paths)


def test_a_file_in_a_folders_place(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("tests", "")
    assert plan(capsys)["tests/conftest.py"] == "leave"
    written(capsys)
    assert (repository.path / "tests").read_text() == ""


def test_nothing_is_written_over_a_change(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves the file between the plan and the writing."""
    from backend_standards.init import command

    repository.write("Makefile", "a:\n\tb\n")
    planned = command.planned

    def later(project: object) -> object:
        found = list(planned(project))  # type: ignore[arg-type]
        repository.write("Makefile", "mine: now\n")
        return found

    monkeypatch.setattr(command, "planned", later)
    assert init("--write") == 2
    assert "Makefile: changed while it was read" in capsys.readouterr().err
    assert files(repository.path) == {"Makefile": b"mine: now\n"}


def test_no_secret_is_shown(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write(".env", "PASSWORD=made-up-value\n")
    repository.add(".env.example", "A=1")
    init("--diff")
    init()
    captured = capsys.readouterr()
    assert "made-up-value" not in captured.out + captured.err


def test_review_knows_the_same_names() -> None:
    """A name that the review silences lines for, and init does not know, could never be written."""
    assert set(LEFT_OUT) <= set(WITHOUT)

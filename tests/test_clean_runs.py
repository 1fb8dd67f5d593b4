"""What a clean run of each hook imports: a commit waits for every module."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support import GATES, PIPELINE

if TYPE_CHECKING:
    from support import Repository

HEADER = "fix(auth): handle null\n\nbody\n"
MODULES = " ".join(f"src/app/module_{number}.py" for number in range(200))
GIT = "core.disk core.git core.git_process core.pushed_commit"
# By hook: its arguments, which are clean in the repository below, and what is imported for them.
RUNS = {
    "check-branch-name": ("--", "core.current_branch core.disk core.git_folder commits"),
    "check-commit-message": (
        "-- message",
        "core.disk commits commits.cleanup commits.known_words commits.message commits.options commits.vagueness",
    ),
    "check-push": (
        "--",
        (
            "core.git_process core.git_stream"
            " commits commits.known_words commits.message commits.options commits.push commits.pushed commits.vagueness"
            " commits.vague_words"  # for "begin the project", in which each word is known
        ),
    ),
    "forbid-aws-keys": (
        "-- src/app/module_0.py",
        "core.disk core.git_folder core.index_file core.pushed_commit secrets secrets.aws_clues",
    ),
    "forbid-env-files": (f"-- {MODULES}", "secrets secrets.env_names"),
    "forbid-secret-files": (f"-- {MODULES} src/secrets.py id_rsa.pub", "secrets secrets.secret_names"),
    "require-env-ignored": (
        "--",
        f"{GIT} core.gitignore secrets secrets.env_files secrets.env_names",
    ),
    "check-project-layout": ("--", f"{GIT} layout layout.filled layout.test_names layout.tree"),
    "require-pinned-requirements": (
        "-- requirements.txt",
        (
            f"{GIT} core.tree locks dependencies dependencies.install_names dependencies.installs"
            " dependencies.pip_lines dependencies.plain dependencies.requirements_file"
        ),
    ),
    "forbid-swallowed-errors": (
        "-- src/app/module_0.py",
        "core.disk core.git_folder core.index_file core.pushed_commit code code.checks code.files",
    ),
    "forbid-debug-in-production": (
        "-- src/app/module_0.py deploy/template.yaml",
        "core.disk core.git_folder core.index_file core.pushed_commit code code.checks code.files",
    ),
    "check-settings": (
        "-- src/app/module_0.py",
        "core.disk core.git_folder core.index_file core.pushed_commit code code.checks code.files",
    ),
    "check-api-routes": ("--", f"{GIT} code code.checks"),
    "forbid-real-aws-in-tests": ("--", f"{GIT} code code.checks"),
    "forbid-logged-secrets": (
        "-- src/app/module_0.py",
        "core.disk core.git_folder core.index_file core.pushed_commit code code.checks code.files",
    ),
    "check-aws-clients": (
        "-- src/app/module_0.py",
        "core.disk core.git_folder core.index_file core.pushed_commit code code.checks code.files",
    ),
    "check-project-docs": ("--", f"{GIT} project project.clues project.places"),
    "forbid-admin-policies": (
        "-- src/app/module_0.py",
        "core.disk core.git_folder core.index_file core.pushed_commit code code.files infrastructure infrastructure.clues",
    ),
    "require-ci-checks": (
        "--",
        (
            f"{GIT} core.text layout tasks tasks.programs tasks.runners tasks.runner_options tasks.scripts tasks.shell_text project project.ci"
            " project.ci_actions project.ci_checks project.ci_containers project.ci_kinds project.ci_needs project.following readers readers.ci"
            " readers.ci_circle readers.ci_files readers.marked readers.shell readers.shell_failures readers.yaml_marks"
        ),
    ),
    "require-quality-gates": (
        "--",
        (
            f"{GIT} core.text core.toml layout layout.test_names project project.coverage_gate project.gate_files"
            " project.gate_settings project.gates project.quality_tools project.task_files project.tool_tables"
            " readers readers.ci_files readers.ini readers.toml_lines"
        ),
    ),
    "check-lock-files": (
        "--",
        f"{GIT} locks locks.files locks.manifests locks.plain locks.repository locks.requirements",
    ),
}
OTHERS = {"select", "_sha1"}
"""Modules of the standard library that a run which asks git may import; those of the interpreter's own start are free."""

NEEDS = {"require-ci-checks": "yaml, importlib, bisect", "require-quality-gates": "tomllib"}
"""What else a hook needs to know that all is well: whether CI checks anything is only to be seen in its YAML."""


@pytest.fixture
def clean(repository: Repository) -> Repository:
    """A repository in which every hook is content."""
    repository.git("commit", "--quiet", "--allow-empty", "-m", "chore: begin the project")
    repository.git("switch", "--quiet", "--create", "feature/x")
    repository.add("src/app/module_0.py", "x = 1\n" * 200)
    repository.add("tests/app/test_module_0.py", "def test_x(): assert 1\n")
    repository.add("deploy/template.yaml", "Resources: {F: {Type: AWS::Lambda::Function}}\n")
    repository.add("README.md", "# Purpose\n\nTakes orders.\n")
    repository.add(".gitignore", ".env\n")
    repository.add("requirements.txt", "boto3==1.34.0\n")
    repository.add(*PIPELINE)
    for name, text in GATES.items():
        repository.add(name, text)
    repository.write("message", HEADER)
    return repository


UNSEEN = "core.unseen core.git_folder core.pushed_commit core.disk"
# What is imported besides for a commit: a file of the run that is not on the disk is looked for.
AT_A_COMMIT = {
    "forbid-aws-keys": UNSEEN,
    "forbid-env-files": UNSEEN,
    "forbid-secret-files": UNSEEN,
    "require-pinned-requirements": f"{UNSEEN} dependencies.including",
    "forbid-swallowed-errors": UNSEEN,
    "forbid-debug-in-production": UNSEEN,
    "check-settings": UNSEEN,
    "forbid-logged-secrets": UNSEEN,
    "check-aws-clients": UNSEEN,
    "forbid-admin-policies": UNSEEN,
}


@pytest.mark.parametrize(("hook", "run"), RUNS.items(), ids=RUNS)
@pytest.mark.parametrize("is_commit", [False, True], ids=["by-hand", "commit"])
def test_a_clean_run_imports(
    hook: str, run: tuple[str, str], clean: Repository, monkeypatch: pytest.MonkeyPatch, is_commit: bool
) -> None:
    arguments, expected = run
    if is_commit:
        monkeypatch.setenv("PRE_COMMIT", "1")
        monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
        expected = f"{expected} {AT_A_COMMIT.get(hook, '')}"
    program = (
        f"import sys; before = set(sys.modules); from backend_standards.{hook.replace('-', '_')} import main; "
        f"code = main({arguments.split()!r}); print(code, *sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=clean.path, capture_output=True, text=True, check=True)
    code, *imported = done.stdout.split()
    ours = {each.removeprefix("backend_standards.") for each in imported if each.startswith("backend_standards.")}
    others = {each for each in imported if not each.startswith("backend_standards")}
    assert code == "0", done.stdout
    assert ours == {hook.replace("-", "_"), "_hook", "core", *expected.split()}
    allowed = OTHERS if "core.git" in expected else set()
    assert others - {"__future__", "gc"} <= allowed | _brought_by(NEEDS.get(hook, ""))


def _brought_by(module: str) -> set[str]:
    """Return the modules that an import brings along; none without one."""
    program = f"import sys; before = set(sys.modules); import {module or 'sys'}; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("hook", "arguments"), [("forbid-env-files", "-- .env.example"), ("require-env-ignored", "--")]
)
def test_a_clean_template_compiles_no_expression(hook: str, arguments: str, clean: Repository) -> None:
    clean.add(".env.example", "API_TOKEN=changeme\nDATABASE_URL=postgres://localhost/shop\n")
    clean.add("Dockerfile", "FROM python:3.12\nCOPY src /src\n")
    program = (
        f"import sys; from backend_standards.{hook.replace('-', '_')} import main; "
        f"code = main({arguments.split()!r}); print(code, 're' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path += {sys.path!r}; {program}"],
        cwd=clean.path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["0", "False"]


@pytest.mark.parametrize(
    ("hook", "line"),
    [
        pytest.param("forbid-swallowed-errors", "try:\n    pass\nexcept KeyError as e:\n    raise e\n", id="handler"),
        pytest.param("forbid-debug-in-production", "logging.basicConfig(level=logging.INFO)\n", id="level"),
        pytest.param("check-settings", "os.environ.setdefault('TZ', 'UTC')\n", id="environment"),
        pytest.param("forbid-admin-policies", "PolicyStatement(actions=['s3:Get'], resources=['*'])\n", id="statement"),
    ],
)
def test_a_clean_file_that_is_parsed_compiles_no_expression(hook: str, line: str, clean: Repository) -> None:
    clean.add("src/app/module_1.py", f"import logging\nimport os\n\n{line}")
    program = (
        f"import sys; from backend_standards.{hook.replace('-', '_')} import main; "
        "code = main(['--', 'src/app/module_1.py']); print(code, '_ast' in sys.modules, 're' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path += {sys.path!r}; {program}"],
        cwd=clean.path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["0", "True", "False"]

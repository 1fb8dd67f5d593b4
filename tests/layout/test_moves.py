from __future__ import annotations

import subprocess

import pytest

from backend_standards.check_project_layout import check
from backend_standards.core import git
from backend_standards.layout.tree import Settings
from layouts import TEST, found
from support import Repository

MESSY = (
    "README.md", "requirements.txt", "main.py", "my app/a.py", "my app/tests/test_a.py", "my app/tests/x.json", "app/b.py", "app/b_test.py", "src/app/b.py",
    "test/test_c.py", "test/unit/test_d.py", "tests/test_c.py", "tests/helper_test.py", "src/app/deep/tests/test_e.py", "src/app/deep/tests/sub/test_f.py",
    "src/app/tests/test_g.py", "src/app/tests/conftest.py", "-dash/a.py", "integration_tests/test_h.py", "line\nbreak.py", "test_root.py", "tests/zzz/test_z.py",
    "src/app/x/test_1.py", "src/app/x/test_2.py", "lib/tests/test_c.py", "lib/a.py", "tests/zzz/y_test.py",
)  # fmt: skip
NEW = ("app/b.py", "app/tests/test_b.py", "test/test_c.py", "test/x.json", "lib/a.py", "lib/test_d.py", "Src/x.py")
"""A tree without src/ and tests/: each command must hold what those before it have made."""


def run(commands: list[str], repository: Repository) -> None:
    """Run printed commands, one after the other, as a shell does."""
    for command in commands:
        done = subprocess.run(["bash", "-c", command], cwd=repository.path, check=False, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}\n{done.stderr}\n{commands}"


def commands_now(settings: Settings) -> list[str]:
    index = git.index()
    told = list(check(index.paths(), settings, index.contents))
    told.sort(key=lambda finding: (finding.path, finding.line))  # as the report does
    commands = [command for finding in told for command in finding.commands]
    return [command for command in commands if "git mv" in command]


@pytest.mark.parametrize("names", [MESSY, NEW], ids=["messy", "new"])
def test_all_commands_of_a_run_work_in_their_order(names: tuple[str, ...], repository: Repository) -> None:
    for name in names:
        repository.add(name, TEST)
    for folder in ("app", "test", "src/app/tests"):
        if any(name.startswith(f"{folder}/") for name in names):
            repository.write(f"{folder}/__pycache__/a.pyc")
    count = len(repository.git("ls-files", "-z").split("\0"))
    settings = Settings(mirror=True)
    for _ in range(4):
        commands = commands_now(settings)
        if not commands:
            break
        run(commands, repository)
    else:
        pytest.fail(f"does not come to an end: {commands}")
    assert len(repository.git("ls-files", "-z").split("\0")) == count


@pytest.mark.parametrize("names", [MESSY, NEW], ids=["messy", "new"])
def test_each_command_works_alone(names: tuple[str, ...], repository: Repository) -> None:
    """The first command of each run, one run after the other, until nothing is left to move."""
    for name in names:
        repository.add(name, TEST)
    count = len(repository.git("ls-files", "-z").split("\0"))
    for _ in range(60):
        commands = commands_now(Settings(mirror=True))
        if not commands:
            break
        run(commands[-1:], repository)
    else:
        pytest.fail(f"does not come to an end: {commands}")
    assert len(repository.git("ls-files", "-z").split("\0")) == count


def test_no_two_commands_have_one_target() -> None:
    names = (
        "src/a.py README.md uv.lock tests/test_a.py tests/a_test.py=test tests_old/test_a.py=test test/test_a.py=test "
        "b/tests/test_x.py c/tests/test_x.py"
    )
    commands = [command for finding in found(names) for command in finding.commands]
    targets = [command.split()[-1] for command in commands]
    assert len(commands) == 5
    assert len(set(targets)) == 5, commands

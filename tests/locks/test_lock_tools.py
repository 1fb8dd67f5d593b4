"""The hook and the tools' own checks agree: real locks of real uv, poetry, pipenv and pip-tools, fresh and stale.

The tools are installed from the package registry once, each into an environment of its own. poetry and pipenv lock
packages of an index that the tests serve: poetry asks a registry for more than each mirror has.
"""

from __future__ import annotations

import os
import random
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import lock_mutations
import lock_projects
from backend_standards.locks.files import packages
from lock_projects import PIPFILE, POETRY_1, POETRY_2, UV, lock, serve, write
from lock_tools import Tools, findings, served_index

pytestmark = pytest.mark.xdist_group("environments")

CHANGES = {
    "uv": 40,
    "uv-plain": 40,
    "poetry1": 2,
    "poetry2": 5,
    "pipenv": 4,
    "pdm": 3,
    "pdm-workspace": 3,
    "pdm-inputs": 4,
}
"""How many changes of each made-up project are tried here; ``benchmarks/locks.py`` tries as many as it is told to."""


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an index (PEP 503) of empty wheels."""
    with served_index(tmp_path_factory.mktemp("index")) as url:
        yield url


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    tools = Tools(tmp_path_factory.mktemp("lock-tools"))
    yield tools
    tools.close()


@pytest.mark.parametrize("label", lock_projects.PROJECTS)
def test_changes_by_a_seed(tools: Tools, index: str, tmp_path: Path, label: str) -> None:
    name_of_lock, tool, files = lock_projects.PROJECTS[label]
    write(tmp_path, serve(files, index))
    lock(tools, tmp_path, tool)
    assert findings(tmp_path) == []
    manifest = tmp_path / ("Pipfile" if tool == "pipenv" else "pyproject.toml")
    before = manifest.read_text(encoding="utf-8")
    choose = random.Random(label)
    changes = lock_mutations.CHANGES[name_of_lock]
    for _ in range(CHANGES[label]):
        what = choose.choice(list(changes))
        tables = tomllib.loads(before)
        if changes[what](tables, choose):
            manifest.write_text(lock_mutations.dump(tables), encoding="utf-8")
            theirs, words = tools.verdict(tmp_path, name_of_lock, tool)
            if theirs is not None:  # the tool cannot say: it would have to build, or the change makes no sense
                ours = [each.message for each in findings(tmp_path) if each.path == name_of_lock]
                assert (ours == []) == theirs, (what, ours, words, manifest.read_text(encoding="utf-8"))


UV_CHANGES = [
    pytest.param("", "", id="nothing"),
    pytest.param("Six >=1.0, !=1.5", "six!=1.5,>= 1.0", id="spelling"),
    pytest.param("python_version < '3.13' and", "python_version<'3.13' and", id="marker-spelling"),
    pytest.param("python_version < '3.13'", "python_full_version < '3.13'", id="marker-same"),
    pytest.param("platform_system == 'Linux'", "sys_platform == 'linux'", id="marker-same-system"),
    pytest.param(">=3.11,<4", "~=3.11", id="python-same"),
    pytest.param('name = "My.App"', 'name = "My.App"\ndescription = "x"', id="description"),
    pytest.param("empty = []\n", "", id="group-that-was-empty"),
    pytest.param("Six >=1.0", "six>=1.2", id="specifier"),
    pytest.param("    \"member\",\n", "", id="removed"),
    pytest.param('    "member",\n', '    "member",\n    "toolz",\n', id="added"),
    pytest.param("iniconfig[x]", "iniconfig", id="extra"),
    pytest.param("python_version < '3.13'", "python_version < '3.12'", id="marker"),
    pytest.param('"zipp>=1.3"', '"zipp>=1.2"', id="optional"),
    pytest.param("Fast_X", "slow", id="extra-renamed"),
    pytest.param("pathspec~=1.16", "pathspec~=1.15", id="group"),
    pytest.param('{include-group = "lint"}', '"colorama"', id="include"),
    pytest.param("===1.17.0", "==1.17.0", id="operator"),
    pytest.param(">=3.11,<4", ">=3.11,<3.15", id="python"),
    pytest.param(">=3.11,<4", ">=3.10,<4", id="python-lower"),
    pytest.param("zipp<9", "zipp<8", id="constraint"),
    pytest.param('override-dependencies = ["six>=1.10"]\n', "", id="override"),
    pytest.param("six>=1.1\"", "six>=1.3\"", id="member"),
    pytest.param('name = "member"', 'name = "part"', id="member-renamed"),
    pytest.param('name = "My.App"', 'name = "my_app"', id="same-name"),
]  # fmt: skip


def assert_commands_work(tools: Tools, name: str, folder: Path) -> None:
    """Run what the one finding of a folder prints, until nothing is found."""
    (finding,) = findings(folder)
    scripts = str(tools.script(name, "x").parent)
    environment = tools.environment | {"PATH": scripts + os.pathsep + os.environ["PATH"]}
    assert finding.commands
    subprocess.run(["git", "init", "-q", folder], check=True)  # the commands stage the lock
    for command in finding.commands:
        subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, check=True, timeout=120
        )
    assert findings(folder) == []


@pytest.fixture(scope="session")
def uv_project(tools: Tools, index: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uv-project")
    write(folder, serve(UV, index))
    tools.run(folder, "uv", "uv", "lock", "--quiet")
    return folder


@pytest.mark.parametrize(("old", "new"), UV_CHANGES)
def test_uv(tools: Tools, index: str, uv_project: Path, old: str, new: str) -> None:
    write(uv_project, serve(UV, index), old, new)
    is_fresh, words = tools.verdict(uv_project, "uv.lock")
    assert (findings(uv_project) == []) == is_fresh, (findings(uv_project), words)


def test_uv_command(tools: Tools, tmp_path: Path) -> None:
    files = {"a b/pyproject.toml": '[project]\nname = "x"\nversion = "1"\ndependencies = ["toolz>=0.1"]\n'}
    write(tmp_path, files)
    assert_commands_work(tools, "uv", tmp_path)
    write(tmp_path, files, "toolz>=0.1", "toolz>=0.2")
    assert_commands_work(tools, "uv", tmp_path)


POETRY_1_CHANGES = [
    pytest.param("", "", id="nothing"),
    pytest.param('description = ""', 'description = "x"', id="description"),
    pytest.param("six =", "# why\nsix  =", id="spelling"),
    pytest.param("^1.16", "^1.15", id="specifier"),
    pytest.param("x = [", "y = [", id="extra"),
    pytest.param('toolz = "*"', 'toolz = ">=0"', id="group"),
    pytest.param("^3.11", "^3.12", id="python"),
]
POETRY_2_CHANGES = [
    pytest.param("", "", id="nothing"),
    pytest.param('version = "1"', 'version = "2"', id="version"),
    pytest.param(">=1.16", ">=1.15", id="specifier"),
    pytest.param('"six', '"toolz", "six', id="added"),
    pytest.param("x = [", "y = [", id="extra"),
    pytest.param('["zipp"]', '["zipp>=0"]', id="group"),
    pytest.param('toolz = "*"', 'toolz = ">=0"', id="old-group"),
    pytest.param('">=3.11"', '">=3.12"', id="python"),
]


@pytest.fixture(scope="session")
def poetry_projects(tools: Tools, index: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folders = {}
    for name, files in (("poetry1", POETRY_1), ("poetry2", POETRY_2)):
        folders[name] = tmp_path_factory.mktemp(name)
        write(folders[name], serve(files, index))
        tools.run(folders[name], name, "poetry", "lock", "--no-interaction")
    return folders


@pytest.mark.parametrize(("old", "new"), POETRY_1_CHANGES)
def test_poetry_1(tools: Tools, index: str, poetry_projects: dict[str, Path], old: str, new: str) -> None:
    files = serve(POETRY_1, index)
    assert_poetry_agrees(tools, "poetry1", poetry_projects["poetry1"], files, old, new)


@pytest.mark.parametrize(("old", "new"), POETRY_2_CHANGES)
def test_poetry_2(tools: Tools, index: str, poetry_projects: dict[str, Path], old: str, new: str) -> None:
    files = serve(POETRY_2, index)
    assert_poetry_agrees(tools, "poetry2", poetry_projects["poetry2"], files, old, new)


def assert_poetry_agrees(tools: Tools, name: str, folder: Path, files: dict[str, str], old: str, new: str) -> None:
    write(folder, files, old, new)
    assert (findings(folder) == []) == tools.is_fresh(folder, "poetry.lock", name), findings(folder)


@pytest.mark.parametrize(("name", "files"), [("poetry1", POETRY_1), ("poetry2", POETRY_2)])
def test_poetry_command(tools: Tools, index: str, tmp_path: Path, name: str, files: dict[str, str]) -> None:
    write(tmp_path, serve(files, index))
    assert_commands_work(tools, name, tmp_path)
    write(tmp_path, serve(files, index), "1.16", "1.15")
    assert_commands_work(tools, name, tmp_path)


PIPFILE_CHANGES = [
    pytest.param("", "", id="nothing"),
    pytest.param("Six =", "# why\nsix =", id="spelling"),
    pytest.param(">=1.16", ">=1.15", id="specifier"),
    pytest.param('toolz = "*"', 'toolz = ">=0"', id="category"),
]


@pytest.fixture(scope="session")
def pipenv_project(tools: Tools, index: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pipenv-project")
    write(folder, serve(PIPFILE, index))
    tools.run(folder, "pipenv", "pipenv", "lock")
    return folder


@pytest.mark.parametrize(("old", "new"), PIPFILE_CHANGES)
def test_pipenv(tools: Tools, index: str, pipenv_project: Path, old: str, new: str) -> None:
    write(pipenv_project, serve(PIPFILE, index), old, new)
    assert (findings(pipenv_project) == []) == tools.is_fresh(pipenv_project, "Pipfile.lock")


def test_pipenv_command(tools: Tools, index: str, tmp_path: Path) -> None:
    write(tmp_path, serve(PIPFILE, index))
    assert_commands_work(tools, "pipenv", tmp_path)
    write(tmp_path, serve(PIPFILE, index), ">=1.16", ">=1.15")
    assert_commands_work(tools, "pipenv", tmp_path)


COMPILED = {
    "requirements.in": "-c limits.txt\n-r base.in\nSix>=1.16  # why\niniconfig; python_version < '3'\n",
    "base.in": "colorama ; sys_platform == 'win32'\ntoolz\n",
    "limits.txt": "toolz<9\n",
}
COMPILED_CHANGES = [
    pytest.param("", "", True, id="nothing"),
    pytest.param("Six>=1.16", "six >= 1.16", True, id="spelling"),
    pytest.param("Six>=1.16", "six>=1.17,<99", True, id="still-fulfilled"),
    pytest.param("Six>=1.16", "six>=99", False, id="specifier"),
    pytest.param("Six>=1.16", "six\nzipp", False, id="added"),
    pytest.param("Six>=1.16  # why\n", "", False, id="removed"),
    pytest.param("toolz\n", "", False, id="removed-from-include"),
    pytest.param("toolz<9", "toolz<0.1", False, id="constraint"),
]


@pytest.fixture(scope="session", params=["pip-compile", "pip-compile-hashes", "uv", "uv-universal"])
def compiled_project(request: pytest.FixtureRequest, tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compiled")
    write(folder, COMPILED)
    if request.param.startswith("uv"):
        more = ["--universal"] if request.param == "uv-universal" else []
        tools.run(folder, "uv", "uv", "pip", "compile", "--quiet", "requirements.in", "-o", "requirements.txt", *more)
    else:
        more = ["--generate-hashes"] if request.param.endswith("hashes") else []
        tools.run(folder, "pip-tools", "pip-compile", "--quiet", "--strip-extras", *more, "requirements.in")
    return folder


@pytest.mark.parametrize(("old", "new", "is_fresh"), COMPILED_CHANGES)
def test_compiled(compiled_project: Path, old: str, new: str, is_fresh: bool) -> None:
    write(compiled_project, COMPILED, old, new)
    assert (findings(compiled_project) == []) == is_fresh, findings(compiled_project)


def test_compiled_command(tools: Tools, tmp_path: Path) -> None:
    write(tmp_path, {"a/requirements.in": "toolz>=0.1\n"})
    assert_commands_work(tools, "pip-tools", tmp_path)
    write(tmp_path, {"a/requirements.in": "toolz>=0.1\nsix\n"})
    assert_commands_work(tools, "pip-tools", tmp_path)
    (tmp_path / "a/requirements.txt").write_text("toolz==1.0\n", encoding="utf-8")  # written by hand
    assert_commands_work(tools, "pip-tools", tmp_path)


def test_what_the_locks_pin(uv_project: Path, poetry_projects: dict[str, Path], pipenv_project: Path) -> None:
    assert {"six", "iniconfig", "toolz", "zipp", "pathspec"} <= pinned(uv_project / "uv.lock").keys()
    expected = {"six": "1.17.0", "iniconfig": "1.17.0", "toolz": "1.17.0"}
    assert pinned(poetry_projects["poetry1"] / "poetry.lock") == expected
    assert pinned(poetry_projects["poetry2"] / "poetry.lock") == expected | {"zipp": "1.17.0"}
    assert pinned(pipenv_project / "Pipfile.lock") == expected


def pinned(lock: Path) -> dict[str, str]:
    return {name: version for name, version, _ in packages(lock.name, lock.read_bytes())}

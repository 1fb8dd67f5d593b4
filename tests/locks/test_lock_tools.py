"""The hook and the tools' own checks agree: real locks of real uv, poetry, pipenv and pip-tools, fresh and stale.

The tools are installed from the package registry once, each into an environment of its own. poetry and pipenv lock
packages of an index that the tests serve: poetry asks a registry for more than each mirror has.
"""

from __future__ import annotations

import functools
import http.server
import os
import subprocess
import sys
import threading
import venv
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from backend_standards import check_lock_files
from backend_standards.core import Finding
from backend_standards.locks.files import packages

pytestmark = pytest.mark.xdist_group("environments")

TOOLS = {
    "poetry1": "poetry==1.8.5",
    "poetry2": "poetry==2.5.1",
    "pipenv": "pipenv==2026.10.3",
    "pip-tools": "pip-tools==7.6.2",
}


class Tools:
    """The tools, each in an environment of its own and with caches of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = dict(os.environ) | {
            "UV_CACHE_DIR": str(folder / "cache-uv"),
            "UV_PYTHON": sys.executable,
            "UV_PYTHON_DOWNLOADS": "never",
            "POETRY_CACHE_DIR": str(folder / "cache-poetry"),
            "POETRY_VIRTUALENVS_CREATE": "false",
            "PIPENV_CACHE_DIR": str(folder / "cache-pipenv"),
            "VIRTUAL_ENV": str(folder / "pipenv"),  # or pipenv makes one more
            "PIP_TOOLS_CACHE_DIR": str(folder / "cache-pip-tools"),
        }
        venv.create(folder / "uv", with_pip=True)
        self.run(folder, "uv", "python", "-m", "pip", "install", "--quiet", "uv==0.13.9")
        for name, requirement in TOOLS.items():
            self.run(folder, "uv", "uv", "venv", "--quiet", "--seed", str(folder / name))
            python = self.script(name, "python")
            self.run(folder, "uv", "uv", "pip", "install", "--quiet", "--python", str(python), requirement)

    def script(self, name: str, tool: str) -> Path:
        return self.folder / name / ("Scripts" if os.name == "nt" else "bin") / tool

    def run(self, cwd: Path, name: str, tool: str, *arguments: str, check: bool = True) -> tuple[int, bytes]:
        """Run a tool; return its exit code and its output."""
        command = [str(self.script(name, tool)), *arguments]
        done = subprocess.run(command, cwd=cwd, env=self.environment, capture_output=True, check=False, timeout=120)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done.returncode, done.stdout + done.stderr


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server of files that logs nothing."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an index (PEP 503) of empty wheels."""
    folder = tmp_path_factory.mktemp("index")
    for name in ("six", "iniconfig", "toolz", "zipp"):
        (folder / "simple" / name).mkdir(parents=True)
        wheel = f"{name}-1.17.0-py3-none-any.whl"
        info = f"{name}-1.17.0.dist-info"
        with zipfile.ZipFile(folder / "simple" / name / wheel, "w") as archive:
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.17.0\n")
            archive.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr(f"{info}/RECORD", "")
        (folder / "simple" / name / "index.html").write_text(f'<a href="{wheel}">{wheel}</a>', encoding="utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/simple/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    return Tools(tmp_path_factory.mktemp("lock-tools"))


def findings(folder: Path) -> list[Finding]:
    """Return what the hook finds in a folder, as if all of it were tracked."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    files = {path: file for path, file in files.items() if not path.startswith((".venv/", ".git/"))}

    def read(paths: Sequence[str]) -> dict[str, bytes]:
        return {path: files[path].read_bytes() for path in paths if path in files}

    return list(check_lock_files.check(sorted(files), read))


UV = {
    "pyproject.toml": """\
[project]
name = "My.App"
version = "1"
requires-python = ">=3.11,<4"
dependencies = [
    "Six >=1.0, !=1.5",
    "iniconfig[x]; python_version < '3.13' and platform_system == 'Linux'",
    "member",
]

[project.optional-dependencies]
Fast_X = ["zipp>=3", "my-app[y]"]
y = ["toolz; python_version == '3.12' or os_name == 'nt'"]

[dependency-groups]
dev = ["pathspec~=0.12", {include-group = "lint"}]
lint = ["colorama===0.4.6"]
empty = []

[tool.uv]
constraint-dependencies = ["zipp<9"]
override-dependencies = ["six>=1.10"]

[tool.uv.sources]
member = {workspace = true}

[tool.uv.workspace]
members = ["pkgs/*"]
""",
    "pkgs/member/pyproject.toml": """\
[project]
name = "member"
version = "1"
requires-python = ">=3.10"
dependencies = ["six>=1.1"]
""",
}
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
    pytest.param('"zipp>=3"', '"zipp>=2"', id="optional"),
    pytest.param("Fast_X", "slow", id="extra-renamed"),
    pytest.param("pathspec~=0.12", "pathspec~=0.11", id="group"),
    pytest.param('{include-group = "lint"}', '"colorama"', id="include"),
    pytest.param("===0.4.6", "==0.4.6", id="operator"),
    pytest.param(">=3.11,<4", ">=3.11,<3.15", id="python"),
    pytest.param(">=3.11,<4", ">=3.12,<4", id="python-lower"),
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


def serve(files: dict[str, str], index: str) -> dict[str, str]:
    return {name: text.replace("@INDEX@", index) for name, text in files.items()}


def write(folder: Path, files: dict[str, str], old: str = "", new: str = "") -> None:
    assert not old or sum(old in text for text in files.values()) == 1
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace(old, new) if old else text, encoding="utf-8")


@pytest.fixture(scope="session")
def uv_project(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uv-project")
    write(folder, UV)
    tools.run(folder, "uv", "uv", "lock", "--quiet")
    return folder


@pytest.mark.parametrize(("old", "new"), UV_CHANGES)
def test_uv(tools: Tools, uv_project: Path, old: str, new: str) -> None:
    write(uv_project, UV, old, new)
    is_fresh = tools.run(uv_project, "uv", "uv", "lock", "--check", check=False)[0] == 0
    assert (findings(uv_project) == []) == is_fresh, findings(uv_project)


def test_uv_command(tools: Tools, tmp_path: Path) -> None:
    files = {"a b/pyproject.toml": '[project]\nname = "x"\nversion = "1"\ndependencies = ["toolz>=0.1"]\n'}
    write(tmp_path, files)
    assert_commands_work(tools, "uv", tmp_path)
    write(tmp_path, files, "toolz>=0.1", "toolz>=0.2")
    assert_commands_work(tools, "uv", tmp_path)


POETRY_1 = {
    "pyproject.toml": """\
[tool.poetry]
name = "app"
version = "1"
description = ""
authors = []

[tool.poetry.dependencies]
python = "^3.11"
six = "^1.16"
iniconfig = {version = ">=1", optional = true, markers = "sys_platform == 'linux'"}

[tool.poetry.extras]
x = ["iniconfig"]

[tool.poetry.group.dev.dependencies]
toolz = "*"

[[tool.poetry.source]]
name = "own"
url = "@INDEX@"
priority = "primary"
"""
}
POETRY_1_CHANGES = [
    pytest.param("", "", id="nothing"),
    pytest.param('description = ""', 'description = "x"', id="description"),
    pytest.param("six =", "# why\nsix  =", id="spelling"),
    pytest.param("^1.16", "^1.15", id="specifier"),
    pytest.param("x = [", "y = [", id="extra"),
    pytest.param('toolz = "*"', 'toolz = ">=0"', id="group"),
    pytest.param("^3.11", "^3.12", id="python"),
]
POETRY_2 = {
    "pyproject.toml": """\
[project]
name = "app"
version = "1"
requires-python = ">=3.11"
dependencies = ["six (>=1.16)"]

[project.optional-dependencies]
x = ["iniconfig>=1"]

[dependency-groups]
dev = ["zipp"]

[tool.poetry]
package-mode = false

[tool.poetry.group.old.dependencies]
toolz = "*"

[[tool.poetry.source]]
name = "own"
url = "@INDEX@"
priority = "primary"
"""
}
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
    # By its words: the exit code is about all else in the file, too.
    _, said = tools.run(folder, name, "poetry", "check", "--lock", check=False)
    is_fresh = b"changed significantly" not in said and b"not up to date" not in said
    assert (findings(folder) == []) == is_fresh, findings(folder)


@pytest.mark.parametrize(("name", "files"), [("poetry1", POETRY_1), ("poetry2", POETRY_2)])
def test_poetry_command(tools: Tools, index: str, tmp_path: Path, name: str, files: dict[str, str]) -> None:
    write(tmp_path, serve(files, index))
    assert_commands_work(tools, name, tmp_path)
    write(tmp_path, serve(files, index), "1.16", "1.15")
    assert_commands_work(tools, name, tmp_path)


PIPFILE = {
    "Pipfile": """\
[[source]]
name = "own"
url = "@INDEX@"
verify_ssl = false

[packages]
Six = ">=1.16"

[dev-packages]
iniconfig = "*"

[docs]
toolz = "*"
"""
}
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
    is_fresh = tools.run(pipenv_project, "pipenv", "pipenv", "verify", check=False)[0] == 0
    assert (findings(pipenv_project) == []) == is_fresh, findings(pipenv_project)


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

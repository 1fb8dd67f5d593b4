"""Made-up projects that the real tools lock, by the tool. For tests and ``benchmarks/locks.py``."""

from __future__ import annotations

from pathlib import Path

from lock_tools import Tools

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
Fast_X = ["zipp>=1.3", "my-app[y]"]
y = ["toolz; python_version == '3.12' or os_name == 'nt'"]

[dependency-groups]
dev = ["pathspec~=1.16", {include-group = "lint"}]
lint = ["colorama===1.17.0"]
empty = []

[tool.uv]
constraint-dependencies = ["zipp<9"]
override-dependencies = ["six>=1.10"]

[[tool.uv.index]]
url = "@INDEX@"
default = true

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
UV_PLAIN = {
    "pyproject.toml": """\
[project]
name = "plain"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["six>=1.16", "toolz==1.17.0", "lib"]

[project.optional-dependencies]
aws = ["zipp"]

[tool.uv.sources]
lib = {path = "lib", editable = true}

[[tool.uv.index]]
url = "@INDEX@"
default = true

[dependency-groups]
dev = ["iniconfig", "pathspec>=1.16"]
""",
    "lib/pyproject.toml": '[project]\nname = "lib"\nversion = "3"\nrequires-python = ">=3.9"\ndependencies = ["colorama"]\n',
}
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
PDM = {
    "pyproject.toml": """\
[project]
name = "app"
version = "1"
requires-python = ">=3.11"
dependencies = ["six>=1.16", "iniconfig; sys_platform == 'linux'"]

[project.optional-dependencies]
x = ["toolz"]

[dependency-groups]
Dev_x = ["zipp>=1"]

[tool.pdm]
distribution = false

[tool.pdm.dev-dependencies]
lint = ["pathspec"]

[[tool.pdm.source]]
name = "pypi"
url = "@INDEX@"
verify_ssl = false
"""
}
PDM_WORKSPACE = {
    "pyproject.toml": PDM["pyproject.toml"].replace("[tool.pdm]\n", '[tool.pdm]\nworkspace = {members = ["pkgs/*"]}\n'),
    "pkgs/one/pyproject.toml": '[project]\nname = "one"\nversion = "1"\ndependencies = ["colorama"]\n[tool.pdm]\ndistribution = false\n',
}
PDM_INPUTS = {
    "pyproject.toml": PDM["pyproject.toml"].replace("[tool.pdm]\n", "[tool.pdm]\nresolution = {lock_inputs = true}\n")
}
PROJECTS = {
    "uv": ("uv.lock", "uv", UV),
    "uv-plain": ("uv.lock", "uv", UV_PLAIN),
    "poetry1": ("poetry.lock", "poetry1", POETRY_1),
    "poetry2": ("poetry.lock", "poetry2", POETRY_2),
    "pipenv": ("Pipfile.lock", "pipenv", PIPFILE),
    "pdm": ("pdm.lock", "pdm", PDM),
    "pdm-workspace": ("pdm.lock", "pdm", PDM_WORKSPACE),
    "pdm-inputs": ("pdm.lock", "pdm", PDM_INPUTS),
}
"""For each project its lock, the tool in ``Tools``, and its files."""
_COMMANDS = {
    "uv": ("uv", "lock", "--quiet"),
    "poetry1": ("poetry", "lock", "--no-interaction"),
    "poetry2": ("poetry", "lock", "--no-interaction"),
    "pipenv": ("pipenv", "lock"),
    "pdm": ("pdm", "lock", "--quiet", "--no-isolation"),
}


def serve(files: dict[str, str], index: str) -> dict[str, str]:
    """Return files that name an index by its URL."""
    return {name: text.replace("@INDEX@", index) for name, text in files.items()}


def write(folder: Path, files: dict[str, str], old: str = "", new: str = "") -> None:
    """Write files into a folder; ``old``, which is once in them, becomes ``new``."""
    assert not old or sum(old in text for text in files.values()) == 1
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace(old, new) if old else text, encoding="utf-8")


def lock(tools: Tools, folder: Path, name: str) -> None:
    """Let a tool write its lock in a folder."""
    tools.run(folder, name, *_COMMANDS[name])

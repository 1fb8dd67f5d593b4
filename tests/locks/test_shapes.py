"""The types of the values of manifests and locks: each one that is read has its type, and another one stops."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lock_mutations import dump
from locking import PIPFILE, POETRY, WORKSPACE, project, stopped, uv

VALUES: dict[str, object] = {
    "a string": "text",
    "an integer": 5,
    "a float": 1.5,
    "a boolean": True,
    "an array": [],
    "a table": {},
}
"""A value of each type, by its name."""
FITTING = {
    "a string": ["a string"],
    "a boolean": ["a boolean"],
    "an integer": ["an integer"],
    "a table": ["a table"],
    "a string or a table": ["a string", "a table"],
    "a string or a table or an array of tables": ["a string", "a table", "an array"],
    "a table or an array of tables": ["a table", "an array"],
    "a string or an array of strings": ["a string", "an array"],
    "an array of strings": ["an array"],
    "an array of tables": ["an array"],
    "an array of arrays": ["an array"],
}
"""What fits, by how a message names it."""
MANIFEST = {
    "a string": "project.name project.version project.requires-python project.dependencies.1 project.dynamic.1 "
    "project.optional-dependencies.x.1 tool.uv.resolution tool.uv.prerelease tool.uv.fork-strategy tool.uv.exclude-newer "
    "tool.uv.index-url tool.uv.default-index tool.uv.index.1.name tool.uv.index.1.url tool.uv.workspace.members.1 "
    "tool.uv.conflicts.1.1.extra tool.uv.dependency-groups.x.requires-python tool.uv.dependency-metadata.1.name "
    "tool.poetry.dependencies.x.version tool.poetry.extras.x.1 tool.pdm.dev-dependencies.x.1 tool.uv.sources.x.git "
    "dependency-groups.x.1.include-group",
    "a boolean": "tool.uv.managed tool.uv.package tool.uv.index.1.default tool.uv.sources.x.workspace "
    "tool.uv.sources.x.editable",
    "a table": "project project.optional-dependencies dependency-groups tool tool.uv tool.poetry tool.pdm "
    "tool.uv.sources tool.uv.workspace tool.uv.index.1 tool.uv.dependency-groups tool.uv.dependency-groups.x "
    "tool.poetry.dependencies tool.poetry.dev-dependencies tool.poetry.group tool.poetry.group.x tool.poetry.extras "
    "tool.poetry.group.x.dependencies tool.poetry.source.1 tool.pdm.source.1 tool.pdm.resolution tool.pdm.workspace "
    "tool.pdm.resolution.overrides tool.pdm.dev-dependencies tool.uv.conflicts.1.1",
    "an array of strings": "project.dependencies project.dynamic project.optional-dependencies.x tool.uv.dev-dependencies "
    "tool.uv.exclude-dependencies tool.uv.extra-index-url tool.uv.workspace.members tool.uv.workspace.exclude "
    "tool.poetry.extras.x tool.pdm.workspace.members tool.pdm.dev-dependencies.x tool.uv.dependency-metadata.1.requires-dist",
    "an array of tables": "tool.uv.index tool.uv.dependency-metadata tool.poetry.source tool.pdm.source",
    "an array of arrays": "tool.uv.conflicts",
    "a string or a table": "dependency-groups.x.1 tool.uv.override-dependencies.1",
    "a table or an array of tables": "tool.uv.sources.x",
    "a string or a table or an array of tables": "tool.poetry.dependencies.x tool.poetry.group.x.dependencies.y",
    "a string or an array of strings": "tool.uv.environments tool.uv.required-environments tool.uv.default-groups",
}
"""Each key of a manifest that is read, by what it must be; a number is a place in an array."""
LOCKS = {
    "uv.lock": {
        "a string": "requires-python options.resolution-mode options.exclude-newer package.1.name package.1.version package.1.source.virtual manifest.members.1 "
        "package.1.metadata.requires-dist.1.specifier package.1.metadata.requires-dist.1.marker "
        "package.1.group-requires-python.x supported-markers.1",
        "an integer": "revision",
        "a table": "options manifest package.1 package.1.source package.1.metadata package.1.metadata.requires-dev "
        "package.1.metadata.requires-dist.1 manifest.dependency-groups",
        "an array of strings": "resolution-markers supported-markers required-markers manifest.members manifest.excludes "
        "package.1.metadata.provides-extras package.1.metadata.requires-dist.1.extras",
        "an array of tables": "package package.1.metadata.requires-dist package.1.metadata.requires-dev.x "
        "manifest.constraints manifest.overrides manifest.build-constraints",
        "an array of arrays": "conflicts",
    },
    "poetry.lock": {"a string": "metadata.content-hash metadata.python-versions"},
    "pdm.lock": {
        "a string": "metadata.content_hash metadata.groups.1 package.1.name package.1.version",
        "a table": "metadata.lock_inputs metadata.lock_inputs.project metadata.lock_inputs.project.resolution package.1",
        "an array of strings": "metadata.groups metadata.lock_inputs.project.groups.x",
        "an array of tables": "package metadata.lock_inputs.project.sources",
    },
    "pylock.toml": {
        "a string": "created-by packages.1.name packages.1.version",
        "a table": "packages.1 packages.1.directory",
        "an array of tables": "packages",
    },
    "Pipfile.lock": {
        "a string": "_meta.hash.sha256 default.x.version default.x.markers default.x.os_name",
        "a table": "_meta.hash _meta.requires default default.x develop docs.x",
        "an array of tables": "_meta.sources",
    },
    "Pipfile": {
        "a string": "source.1.url packages.x.version docs.x.markers",
        "a table": "requires packages dev-packages docs source.1",
        "an array of tables": "source",
        "a string or a table": "packages.x dev-packages.y docs.z",
    },
}
"""The same for each lock and the ``Pipfile``."""
WHOLE: dict[str, dict[str, Any]] = {
    "pyproject.toml": {"project": {"name": "app"}},
    "uv.lock": {"version": 1, "package": [{"name": "app", "source": {"virtual": "."}}]},
    "poetry.lock": {"metadata": {"lock-version": "2.1"}},
    "pdm.lock": {"package": [{"name": "x"}], "metadata": {"lock_version": "4.5"}},
    "pylock.toml": {"lock-version": "1.0", "packages": [{"name": "x"}]},
    "Pipfile.lock": {"_meta": {"pipfile-spec": 6}},
    "Pipfile": {},
}
"""The least that each file has."""


def put(tables: Any, key: str, value: object) -> None:
    """Set the value of a dotted key, with the tables and arrays above it; in an array it is the only member."""
    part, _, rest = key.partition(".")
    inner: object = [] if rest[:1].isdigit() else {}
    if part.isdigit():
        tables[:] = tables or [{}]
        if rest:
            tables[0] = tables[0] if type(tables[0]) is type(inner) else inner
            put(tables[0], rest, value)
        else:
            tables[0] = value
    elif rest:
        put(tables.setdefault(part, inner), rest, value)
    else:
        tables[part] = value


def written(path: str, tables: dict[str, Any]) -> str:
    return json.dumps(tables) if path == "Pipfile.lock" else dump(tables)


ALL = [
    pytest.param(path, key, told, id=f"{path}-{key}")
    for path, shapes in {"pyproject.toml": MANIFEST, **LOCKS}.items()
    for told, keys in shapes.items()
    for key in keys.split()
]


@pytest.mark.parametrize(("path", "key", "told"), ALL)
def test_each_type_of_each_value(path: str, key: str, told: str) -> None:
    for name, value in VALUES.items():
        tables: dict[str, Any] = json.loads(json.dumps(WHOLE[path]))
        put(tables, key, value)
        other = {"Pipfile": {"Pipfile.lock": '{"_meta": {"pipfile-spec": 6}}'}, "Pipfile.lock": {"Pipfile": ""}}
        contents = {path: written(path, tables)} | other.get(
            path, {} if path == "pyproject.toml" else {"pyproject.toml": project()}
        )
        if path == "pyproject.toml":
            contents["uv.lock"] = uv()
        words = stopped(contents)
        if name in FITTING[told]:
            assert " must be " not in words
            continue
        spelt = "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in key.split("."))[1:]
        assert f"{spelt} must be {told}, but is {name}; " in words
        assert words.startswith(path)


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        ({"pyproject.toml": "[project]\nname = 'a'\n\ndependencies = 5\n"}, "pyproject.toml:4: project.dependencies must be"),
        ({"pyproject.toml": "[project]\nname = 'a'\ndependencies = ['b',\n 5]\n"}, "pyproject.toml:3: project.dependencies[2] must"),
        ({"pyproject.toml": "project.dependencies = 5\n"}, "pyproject.toml:1: project.dependencies must"),
        ({"pyproject.toml": "[tool]\nuv.dev-dependencies = 'a'\n"}, "pyproject.toml:2: tool.uv.dev-dependencies must"),
        ({"pyproject.toml": "[[tool.uv.index]]\nurl = 'a'\n[[tool.uv.index]]\nurl = 3\ndependencies = 1\n"}, "pyproject.toml:4: tool.uv.index[2].url must"),
        ({"pyproject.toml": "[tool.'poetry'.dependencies]\na = 1\n"}, "pyproject.toml:2: tool.poetry.dependencies.a must"),
        ({"pyproject.toml": project(), "uv.lock": uv() + '[[package]]\nversion = "1"\n'}, "uv.lock:18: package[3].name is missing; write the lock again with uv lock"),
        ({"pyproject.toml": project(), "uv.lock": uv().replace('virtual = "."', "virtual = 1")}, "uv.lock:8: package[1].source.virtual must be a string"),
        ({"pyproject.toml": POETRY, "poetry.lock": '[[package]]\nname = "a"\n[metadata]\nlock-version = "2.1"\ncontent-hash = 5\n'}, "poetry.lock:5: metadata.content-hash must"),
        ({"pyproject.toml": POETRY, "poetry.lock": '[[package]]\nname = "a"\n\n[metadata]\nlock-version = \n'}, "(at line 5, column 16)"),
        ({"Pipfile": PIPFILE, "Pipfile.lock": '{"_meta": {"pipfile-spec": 6}, "default": {"a": 1}}'}, "Pipfile.lock: default.a must be a table, but is an integer; write the lock again with pipenv lock"),
        ({"Pipfile": "[packages]\n\na = 3\n", "Pipfile.lock": '{"_meta": {"pipfile-spec": 6}}'}, "Pipfile:3: packages.a must be a string or a table, but is an integer; fix it"),
        ({"pyproject.toml": WORKSPACE, "uv.lock": uv(), "pkgs/a/pyproject.toml": "[project]\ndependencies = 'a'\n"}, "pkgs/a/pyproject.toml:2: project.dependencies must"),
        ({"pyproject.toml": project(), "uv.lock": uv(), "uv.toml": "index = 3\n"}, "uv.toml:1: index must"),
    ],
)  # fmt: skip
def test_the_line_and_the_remedy(contents: dict[str, str], words: str) -> None:
    assert words in stopped(contents)


def test_a_key_that_may_be_a_secret_is_not_shown() -> None:
    key = "ghp_" + "a1B2" * 9
    words = stopped({"pyproject.toml": f"[project.optional-dependencies]\n{key} = 3\n", "uv.lock": uv()})
    assert key not in words
    assert words.startswith("pyproject.toml:2: project.optional-dependencies.")

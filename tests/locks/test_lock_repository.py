"""Which manifest has no lock."""

from __future__ import annotations

import pytest

from backend_standards.core import Exempt
from locking import MEMBER, PIPFILE, POETRY, WORKSPACE, Files, judge, project, told, uv, workspace_lock


@pytest.mark.parametrize(
    ("files", "missing"),
    [
        pytest.param({"pyproject.toml": project()}, ["pyproject.toml"], id="project"),
        pytest.param({"pyproject.toml": POETRY}, ["pyproject.toml"], id="poetry"),
        pytest.param({"Pipfile": PIPFILE}, ["Pipfile"], id="pipfile"),
        pytest.param({"requirements.in": "a\n"}, ["requirements.in"], id="requirements-in"),
        pytest.param({"requirements.in": "a==1\n"}, [], id="requirements-in-pinned"),
        pytest.param({"requirements.in": "\n"}, [], id="requirements-in-empty"),
        pytest.param({"requirements.in": "-r a.in\n"}, [], id="requirements-in-includes"),
        pytest.param({"requirements/a.in": "a\n", "requirements/b.in": "-r a.in\n", "requirements/b.txt": "a==1\n"}, [], id="included"),
        pytest.param({"requirements/constraints.in": "a\n"}, [], id="constraints"),
        pytest.param({"pyproject.toml": "[tool.ruff]\n"}, [], id="tools"),
        pytest.param({"pyproject.toml": project("")}, [], id="no-dependencies"),
        pytest.param({"pyproject.toml": '[project]\nname = "a"\ndynamic = ["dependencies"]\n'}, [], id="dynamic"),
        pytest.param({"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.11"\n'}, [], id="poetry-python-alone"),
        pytest.param({"pyproject.toml": project(), "requirements.txt": "requests==2.32\n"}, [], id="pinned"),
        pytest.param({"pyproject.toml": project(), "requirements/prod.txt": "requests==2.32\n"}, [], id="pinned-in-folder"),
        pytest.param({"pyproject.toml": project(), "requirements.txt": "requests\n"}, ["pyproject.toml"], id="not-pinned"),
        pytest.param({"pyproject.toml": project(), "requirements.txt": "a==1\nb==1.*\n"}, ["pyproject.toml"], id="wildcard"),
        pytest.param({"pyproject.toml": project(), "requirements.txt": "\n"}, ["pyproject.toml"], id="empty-requirements"),
        pytest.param({"pyproject.toml": project(), "requirements.txt": "a==1\n"}, ["pyproject.toml"], id="pins-of-others"),
        pytest.param({"pyproject.toml": project('"a", "B_b>=1", "app[x]"'), "requirements.txt": "a==1\n"}, ["pyproject.toml"], id="pins-of-some"),
        pytest.param({"pyproject.toml": project('"a", "B_b>=1", "app[x]"'), "requirements.txt": "a==1\n-r requirements/b.txt\n", "requirements/b.txt": "b-b==1\n"}, [], id="pins-in-two-files"),
        pytest.param({"pyproject.toml": project("\"a\", \"b; os_name == 'nt'\", \"c @ https://example.org/c.whl\""), "requirements.txt": "a==1\n"}, [], id="pins-but-for-markers-and-urls"),
        pytest.param({"pyproject.toml": POETRY.replace("requests", "urllib3"), "requirements.txt": "requests==1\n"}, ["pyproject.toml"], id="poetry-pins-of-others"),
        pytest.param({"Pipfile": PIPFILE, "requirements.txt": "zipp==1\n"}, ["Pipfile"], id="pipfile-pins-of-others"),
        pytest.param({"Pipfile": '[packages]\nA = "*"\nb = {version = "*", extras = ["x"]}\nc = {path = "c"}\nd = {version = "*", markers = "x"}\n', "requirements.txt": "a==1\nb==1\n"}, [], id="pipfile-pins"),
        pytest.param({"a/pyproject.toml": project(), "b/requirements.txt": "a==1\n"}, ["a/pyproject.toml"], id="elsewhere"),
        pytest.param({"tests/fixtures/a/pyproject.toml": project()}, [], id="tests"),
        pytest.param({"uv-examples/a/pyproject.toml": project()}, [], id="examples"),
        pytest.param({"{{cookiecutter.x}}/pyproject.toml": project()}, [], id="template"),
        pytest.param({"node_modules/a/pyproject.toml": project()}, [], id="node-modules"),
        pytest.param({"setup.py": "setup(install_requires=['a'])"}, [], id="setup-py"),
        pytest.param({"pkgs/member/pyproject.toml": MEMBER, "pyproject.toml": WORKSPACE, "uv.lock": workspace_lock()}, [], id="member"),
        pytest.param({"other/x/pyproject.toml": MEMBER, "pyproject.toml": project(), "uv.lock": uv()}, ["other/x/pyproject.toml"], id="no-member"),
    ],
)  # fmt: skip
def test_missing(files: Files, missing: list[str]) -> None:
    assert [each.path for each in judge(files) if each.rule.id == "missing-lock"] == missing


COMPILED = {"b/requirements.in": "a\n", "b/requirements.txt": "a==1\n"}


@pytest.mark.parametrize(
    ("files", "path", "command"),
    [
        pytest.param({"pyproject.toml": project()}, "pyproject.toml", "uv lock && git add uv.lock", id="no-tool"),
        pytest.param({"pyproject.toml": project(more="[tool.uv]\n")}, "pyproject.toml", "uv lock && git add uv.lock", id="uv"),
        pytest.param({"pyproject.toml": project(more="[tool.pdm]\n")}, "pyproject.toml", "pdm lock && git add pdm.lock", id="pdm"),
        pytest.param({"a b/pyproject.toml": POETRY}, "a b/pyproject.toml", "(cd 'a b' && poetry lock && git add poetry.lock)", id="poetry"),
        pytest.param({"Pipfile": PIPFILE}, "Pipfile", "pipenv lock && git add Pipfile.lock", id="pipenv"),
        pytest.param({"requirements.in": "a\n"}, "requirements.in", "pip-compile -o requirements.txt requirements.in && git add requirements.txt", id="input"),
        pytest.param(
            {"a/pyproject.toml": project(), "b/uv.lock": "version = 1\n"}, "a/pyproject.toml", "(cd a && uv lock && git add uv.lock)", id="uv-elsewhere"
        ),
        pytest.param(
            {"a/pyproject.toml": project(), "b/poetry.lock": ""}, "a/pyproject.toml", "(cd a && poetry lock && git add poetry.lock)", id="poetry-elsewhere"
        ),
        pytest.param(
            {"a/pyproject.toml": project(), **COMPILED},
            "a/pyproject.toml",
            "(cd a && pip-compile -o requirements.txt pyproject.toml && git add requirements.txt)",
            id="compiled-elsewhere",
        ),
        pytest.param(
            {"a/pyproject.toml": project(), "a/requirements.txt": "six\n", **COMPILED},
            "a/pyproject.toml",
            "(cd a && uv lock && git add uv.lock)",
            id="a-file-by-hand-is-not-written-over",
        ),
        pytest.param(
            {"pyproject.toml": project(), "requirements.in": "six\n"},
            "pyproject.toml",
            "pip-compile -o requirements.txt pyproject.toml requirements.in && git add requirements.txt",
            id="one-cause-one-finding",
        ),
        pytest.param(
            {"pyproject.toml": project(more="[tool.uv]\n"), "requirements.in": "six\n"}, "pyproject.toml", "uv lock && git add uv.lock", id="one-tool-one-finding"
        ),
    ],
)  # fmt: skip
def test_missing_names_one_command(files: Files, path: str, command: str) -> None:
    (finding,) = judge(files)
    assert (finding.path, finding.rule.id, finding.commands) == (path, "missing-lock", (command,))
    assert finding.exempt == (Exempt("allow-missing", f"/{path}", words="for a library"),)


def test_the_other_way_is_a_note() -> None:
    (finding,) = judge({"a/pyproject.toml": project()})
    assert (
        finding.note
        == "Or compile a requirements file: `(cd a && pip-compile -o requirements.txt pyproject.toml && git add requirements.txt)`."
    )


def test_an_input_beside_an_excepted_project_is_a_finding() -> None:
    files = {"pyproject.toml": project(), "requirements.in": "six\n"}
    assert [each.path for each in judge(files, allow=["/pyproject.toml"])] == ["requirements.in"]
    assert [each.path for each in judge(files, allow_missing=["/pyproject.toml"])] == ["requirements.in"]


def test_missing_names_what_no_file_pins() -> None:
    files = {"pyproject.toml": project('"a", "b", "c", "d", "e", "f"'), "requirements.txt": "b==1\n"}
    message = "there is no lock file, and no pinned requirements file has a, c, d and 2 more"
    assert told(files) == [f"pyproject.toml: missing-lock: this file lists dependencies, but {message}"]


@pytest.mark.parametrize(
    ("folder", "is_looked_at"),
    [
        ("", True),
        ("tests", True),
        ("tests/requirements", True),
        ("tests/data", False),
        ("a/Unit-Tests/data", False),
        ("requirements", True),
        ("samples", False),
        ("my-sample", False),
        ("{{cookiecutter.slug}}", False),
        ("{% if x %}y{% endif %}", False),
        ("{x}", True),
        ("latest", True),
    ],
)
def test_the_folders_that_are_looked_at(folder: str, *, is_looked_at: bool) -> None:
    path = f"{folder}/pyproject.toml".lstrip("/")
    assert bool(judge({path: project()})) == is_looked_at


def test_patterns_of_both_options() -> None:
    files = {"a/pyproject.toml": project(), "b/pyproject.toml": project(), "c/pyproject.toml": project()}
    found = judge(files, allow=["a/pyproject.toml"], allow_missing=["/b/"])
    assert [each.path for each in found] == ["c/pyproject.toml"]


LIB = '[project]\nname = "lib"\nversion = "1"\ndependencies = ["six"]\n'


@pytest.mark.parametrize(
    ("name", "lock", "is_held"),
    [
        ("uv.lock", 'version = 1\n[[package]]\nname = "lib"\nversion = "1"\nsource = { directory = "libs/a" }\n', True),
        ("uv.lock", 'version = 1\n[[package]]\nname = "lib"\nversion = "1"\nsource = { editable = "./libs/a" }\n', True),
        ("uv.lock", 'version = 1\n[[package]]\nname = "lib"\nversion = "1"\nsource = { virtual = "libs/a" }\n', True),
        ("uv.lock", 'version = 1\n[[package]]\nname = "lib"\nversion = "1"\nsource = { directory = "libs/b" }\n', False),
        ("poetry.lock", '[[package]]\nname = "lib"\nversion = "1"\n[package.source]\ntype = "directory"\nurl = "libs/a"\n', True),
        ("poetry.lock", '[[package]]\nname = "lib"\nversion = "1"\n[package.source]\ntype = "git"\nurl = "libs/a"\n', False),
        ("Pipfile.lock", '{"_meta": {}, "default": {"lib": {"path": "libs/a", "editable": true}}}', True),
        ("Pipfile.lock", '{"_meta": {}, "develop": {"lib": {"path": "./libs/a"}}, "x": 1}', True),
        ("Pipfile.lock", '{"_meta": {}, "default": {"lib": {"version": "==1"}, "y": []}}', False),
        ("pdm.lock", '[[package]]\nname = "lib"\nversion = "1"\npath = "./libs/a"\n', True),
        ("pylock.toml", 'lock-version = "1.0"\n[[packages]]\nname = "lib"\n[packages.directory]\npath = "libs/a"\n', True),
        ("pylock.toml", 'lock-version = "1.0"\n[[packages]]\nname = "lib"\nversion = "1"\n', False),
        ("pixi.lock", "path: libs/a\n", False),
        ("uv.lock", "version = 1\npackage = 3\n", False),
    ],
)  # fmt: skip
def test_a_project_that_another_lock_holds_needs_none(name: str, lock: str, *, is_held: bool) -> None:
    files: Files = {"libs/a/pyproject.toml": LIB, name: lock}
    found = [each.path for each in judge(files) if each.rule.id == "missing-lock"]
    assert found == ([] if is_held else ["libs/a/pyproject.toml"])

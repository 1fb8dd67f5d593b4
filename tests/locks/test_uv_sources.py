"""Where a package comes from: by ``[tool.uv.sources]``, and by the lock."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

import pytest

from backend_standards.locks.manifests import Manifest, Manifests
from backend_standards.locks.uv_sources import Sources, Workspace, folder_of, inside, names, rows


def workspace(**texts: str) -> tuple[Workspace, dict[str, Manifest]]:
    """Return a workspace of manifests, whose folders are given with ``__`` for a slash; ``root`` is the root."""
    contents = {
        f"{'' if folder == 'root' else folder.replace('__', '/') + '/'}pyproject.toml": text
        for folder, text in texts.items()
    }

    def read(paths: Sequence[str]) -> dict[str, bytes]:
        return {path: contents[path].encode() for path in paths if path in contents}

    manifests = Manifests(list(contents), read, {})
    projects = {folder: manifests.project("" if folder == "root" else folder.replace("__", "/")) for folder in texts}
    known = {folder: each for folder, each in projects.items() if each}
    root = known["root"]
    members = [each for folder, each in known.items() if each.project and not folder.startswith("other")]
    return Workspace(root, members, manifests), known


def project(name: str, *dependencies: str, more: str = "") -> str:
    return f'[project]\nname = "{name}"\ndependencies = [{", ".join(map(repr, dependencies))}]\n{more}'


def placed(source: str, dependency: str = "x>=1", *, group: str = "", index: str = "", **others: str) -> list[str]:
    """Return the requirements of a project with one source, each with its specifier, marker and place."""
    more = f"[tool.uv.sources]\nX = {source}\n{index}"
    shared, projects = workspace(root=project("app", dependency, more=more), **others)
    found = Sources(projects["root"], shared).of(projects["root"].dependencies(), group=group)
    return ["|".join((each.specifier, each.marker, each.place)) for each in found]


OWN = '[[tool.uv.index]]\nname = "own"\nurl = "https://own.example.org"\n[[tool.uv.index]]\nurl = "https://a.example.org"\n'


@pytest.mark.parametrize(
    ("source", "place"),
    [
        pytest.param('{git = "https://h/r"}', "||git https://h/r", id="git"),
        *(
            pytest.param(f'{{git = "https://h/r", {key} = "v"}}', "||git https://h/r@v", id=key)
            for key in ("tag", "branch", "rev")
        ),
        pytest.param('{git = "https://h/r", tag = "v", subdirectory = "d"}', "||git https://h/r@v#d", id="git-folder"),
        pytest.param('{url = "https://h/x.zip"}', "||url https://h/x.zip", id="url"),
        pytest.param('{url = "https://h/x.zip", subdirectory = "d"}', "||url https://h/x.zip#d", id="url-folder"),
        pytest.param('{index = "own"}', ">=1||index https://own.example.org", id="index"),
        pytest.param('{index = "no"}', ">=1||index", id="unknown-index"),
        pytest.param('{workspace = true}', "||path", id="no-member"),
        pytest.param('{workspace = false}', ">=1||", id="no-workspace"),
        pytest.param("{other = 1}", ">=1||", id="another-key"),
        pytest.param('{path = "d", editable = true}', "||path editable:d", id="editable"),
        pytest.param('{path = "d", editable = false}', "||path directory:d", id="not-editable"),
        pytest.param('{path = "d", package = true}', "||path directory:d", id="package"),
        pytest.param('{path = "d", package = false}', "||path virtual:d", id="no-package"),
        pytest.param('{path = "."}', "||path directory:", id="itself"),
        pytest.param('{path = "../d"}', "||path directory:../d", id="outside"),
        *(
            pytest.param(f'{{path = "d/x{ending}", editable = true}}', f"||path path:d/x{ending}", id=ending)
            for ending in (".whl", ".zip", ".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".tar")
        ),
        pytest.param('{path = "d/x.exe"}', "||path directory:d/x.exe", id="no-archive"),
    ],
)  # fmt: skip
def test_the_place_of_a_source(source: str, place: str) -> None:
    assert placed(source, index=OWN) == [place]


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ("", "directory"),
        ("[tool.uv]\npackage = true\n", "directory"),
        ("[tool.uv]\npackage = false\n", "virtual"),
    ],
)
def test_a_folder_says_itself_whether_it_is_a_package(settings: str, place: str) -> None:
    assert placed('{path = "d"}', other=settings, d=project("x", more=settings)) == [f"||path {place}:d"]


NT = "os_name == 'nt'"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('[{git = "https://h/r"}]', ["||git https://h/r"], id="one"),
        pytest.param(f'[{{git = "https://h/r", marker = "{NT}"}}]', [f"|{NT}|git https://h/r", ">=1||rest"], id="and-the-rest"),
        pytest.param(
            f'[{{git = "https://h/r", marker = "{NT}"}}, {{index = "own"}}]',
            [f"|{NT}|git https://h/r", ">=1||index https://own.example.org"],
            id="no-rest",
        ),
        pytest.param(f'{{git = "https://h/r", marker = "{NT}"}}', [f"|{NT}|git https://h/r", ">=1||rest"], id="one-without-a-list"),
        pytest.param("[]", [">=1||"], id="none"),
        pytest.param('[{git = "https://h/r", group = "dev"}]', [">=1||"], id="of-a-group"),
        pytest.param('[{git = "https://h/r", extra = "e"}]', [">=1||"], id="of-an-extra"),
    ],
)  # fmt: skip
def test_sources_for_some_environments(source: str, expected: list[str]) -> None:
    assert placed(source, index=OWN) == expected


@pytest.mark.parametrize(
    ("source", "dependency", "group", "is_for_it"),
    [
        ('{git = "https://h/r", group = "Dev_a"}', "x", "dev-a", True),
        ('{git = "https://h/r", group = "dev"}', "x", "lint", False),
        ('{git = "https://h/r", group = "dev"}', "x", "", False),
        ('{git = "https://h/r", extra = "E_a"}', "x; extra == 'e-a'", "", True),
        ('{git = "https://h/r", extra = "e"}', "x; extra == 'f'", "", False),
        ('{git = "https://h/r", extra = "e"}', "x", "dev", False),
        ('{git = "https://h/r"}', "x; extra == 'e'", "dev", True),
    ],
)
def test_a_source_of_an_extra_or_a_group_alone(source: str, dependency: str, group: str, *, is_for_it: bool) -> None:
    (found,) = placed(source, dependency, group=group)
    assert found.endswith("git https://h/r") is is_for_it


# --- workspaces -------------------------------------------------------------------------------------

SHARED = '[tool.uv.sources]\nx = {git = "https://h/root"}\n'
INNER = project("inner", "x")


@pytest.mark.parametrize(
    ("others", "is_shared"),
    [
        pytest.param({}, True, id="nothing-between"),
        pytest.param({"a__b": "[tool.black]\n"}, True, id="no-project-between"),
        pytest.param({"a__b": project("between")}, False, id="project-between"),
        pytest.param({"a": project("between")}, False, id="project-above"),
        pytest.param({"d": project("beside")}, True, id="project-beside"),
    ],
)
def test_whose_sources_a_member_has(others: dict[str, str], *, is_shared: bool) -> None:
    shared, projects = workspace(root=project("app", more=SHARED), a__b__c=INNER, **others)
    assert shared.shares_sources_with(projects["a__b__c"]) is is_shared
    (found,) = Sources(projects["a__b__c"], shared).of(projects["a__b__c"].dependencies())
    assert found.place == ("git https://h/root" if is_shared else "")


def test_the_own_sources_go_first_and_no_stranger_has_those_of_the_root() -> None:
    own = INNER + SHARED.replace("root", "own")
    shared, projects = workspace(
        root=project("app", more=SHARED), a=own, other=project("other", "x"), b=project("b", "x")
    )
    assert [
        Sources(projects[each], shared).of(projects[each].dependencies())[0].place for each in ("a", "b", "other")
    ] == ["git https://h/own", "git https://h/root", ""]
    assert shared.shares_sources_with(projects["root"])


@pytest.mark.parametrize(
    ("source", "settings", "kind"),
    [
        pytest.param("{workspace = true}", "", "editable", id="asked-for"),
        pytest.param("{workspace = true, editable = true}", "", "editable", id="editable"),
        pytest.param("{workspace = true, editable = false}", "", "directory", id="not-editable"),
        pytest.param('[{workspace = true, editable = false}]', "", "directory", id="in-a-list"),
        pytest.param("{workspace = false}", "", "virtual", id="nobody-asks"),
        pytest.param("{workspace = false}", "[build-system]\n", "editable", id="built"),
        pytest.param("{workspace = true}", "[tool.uv]\npackage = false\n", "virtual", id="no-package"),
        pytest.param("{workspace = false}", "[tool.uv]\npackage = true\n", "editable", id="package"),
    ],
)  # fmt: skip
def test_the_kind_of_a_member(source: str, settings: str, kind: str) -> None:
    root = project("app", "X_x", more=f"[tool.uv.sources]\nx-x = {source}\n")
    shared, projects = workspace(root=root, a__x=project("X.X", more=settings))
    assert shared.kind(projects["a__x"]) == kind
    (found,) = Sources(projects["root"], shared).of(projects["root"].dependencies())
    assert found.place == ("" if "false}" in source and "editable" not in source else f"path {kind}:a/x")


def test_a_workspace_by_its_names() -> None:
    shared, projects = workspace(root=project("My_App", more=OWN), a=project("B.b"), d='[project]\nversion = "1"\n')
    assert shared.projects == {"my-app": projects["root"], "b-b": projects["a"]}
    assert shared.indexes == {"own": "https://own.example.org"}
    assert shared.kind(projects["d"]) == "virtual"


# --- the lock ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("", ""),
        ('editable = "../d"', "path editable:a/d"),
        ('virtual = "d"', "path virtual:a/b/d"),
        ('directory = "."', "path directory:a/b"),
        ('path = "../../x.whl"', "path path:x.whl"),
        ('url = "https://h/x.zip"', "url https://h/x.zip"),
        ('url = "https://h/x.zip?rev=c"', "url https://h/x.zip?rev=c"),
        ('url = "https://h/x.zip", subdirectory = "d"', "url https://h/x.zip#d"),
        ('path = "x.zip", subdirectory = "d"', "path path:a/b/x.zip"),
        ('git = "https://h/r"', "git https://h/r"),
        ('git = "https://h/r?tag=v%2F1"', "git https://h/r@v/1"),
        ('git = "https://h/r?branch=b"', "git https://h/r@b"),
        ('git = "https://h/r?rev=c"', "git https://h/r@c"),
        ('git = "https://h/r?subdirectory=d%2Fe"', "git https://h/r#d/e"),
        ('git = "https://h/r?subdirectory=d&rev=c"', "git https://h/r@c#d"),
        ('git = "https://h/r?other=c"', "git https://h/r"),
        ('index = "https://own.example.org"', "index https://own.example.org"),
    ],
)
def test_the_place_of_a_row(row: str, place: str) -> None:
    text = f'rows = [{{name = "X", extras = ["E_e"], specifier = ">= 1, <2", marker = "m"{", " * bool(row)}{row}}}, {{name = "y"}}]'
    first, second = rows("a/b/uv.lock", tomllib.loads(text)["rows"])
    assert (first.name, first.extras, first.specifier, first.marker) == ("x", frozenset({"e-e"}), ">=1,<2", "m")
    assert first.place == place
    assert (second.name, second.extras, second.specifier, second.marker, second.place) == ("y", frozenset(), "", "", "")


@pytest.mark.parametrize(
    ("path", "place", "expected"),
    [
        ("uv.lock", ".", ""),
        ("uv.lock", "a", "a"),
        ("a/uv.lock", ".", "a"),
        ("a/uv.lock", "..", ""),
        ("a/uv.lock", "../..", ".."),
        ("a/b/uv.lock", "../c/./d", "a/c/d"),
    ],
)
def test_inside(path: str, place: str, expected: str) -> None:
    assert inside(path, place) == expected


def test_folders_and_names() -> None:
    assert [folder_of(path) for path in ("a", "a/b", "a/b/c")] == ["", "a", "a/b"]
    assert names(["A_b", "a-b", "C"]) == {"a-b", "c"}

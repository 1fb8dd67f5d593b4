"""What a manifest declares."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

import pytest

from backend_standards.core import Stopped
from backend_standards.locks.manifests import Manifest, Manifests, is_needed, pipfile_sections, poetry_specifier


@pytest.mark.parametrize(
    ("constraint", "specifier"),
    [
        ("1.2", "==1.2"),
        ("=1.2", "==1.2"),
        ("==1.2", "==1.2"),
        (">= 1.2, <2", ">=1.2,<2"),
        ("*", ""),
        ("^1.2.3", ">=1.2.3,<2"),
        ("^0.2.3", ">=0.2.3,<0.3"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("^0", ">=0,<1"),
        ("~1.2.3", ">=1.2.3,<1.3"),
        ("~1", ">=1,<2"),
        ("~=1.2", "~=1.2"),
        ("!=1.2", "!=1.2"),
        ("^1.2 || ^2", ""),
        ("^1.2rc1", ""),
        ("^" + "9" * 5000, ""),
        ("latest", ""),
    ],
)
def test_poetry_specifier(constraint: str, specifier: str) -> None:
    assert poetry_specifier(constraint) == specifier


def manifest(text: str) -> Manifest:
    return Manifest("pyproject.toml", tomllib.loads(text))


def test_extras_have_their_marker() -> None:
    text = '[project.optional-dependencies]\nA_b = ["x", "y; os_name == \'nt\' or os_name == \'posix\'"]\nc = ["z"]\n'
    assert [str(each) for each in manifest(text).extras(["a-B"])] == [
        "x; extra == 'a-b'",
        "y; (os_name == 'nt' or os_name == 'posix') and extra == 'a-b'",
    ]
    assert [each.name for each in manifest(text).extras()] == ["x", "y", "z"]


def test_groups_include_others() -> None:
    text = '[dependency-groups]\nDev = ["x", {include-group = "lint"}]\nlint = ["y"]\n[tool.uv]\ndev-dependencies = ["z"]\n'
    groups = manifest(text).groups()
    assert {name: [each.name for each in rows] for name, rows in groups.items()} == {
        "dev": ["x", "y", "z"],
        "lint": ["y"],
    }


@pytest.mark.parametrize(("name", "fault"), [("a", "includes itself"), ("b", "is included, but missing")])
def test_groups_stop(name: str, fault: str) -> None:
    with pytest.raises(Stopped, match=f"^pyproject.toml: dependency-groups.{name} {fault}$"):
        manifest(f'[dependency-groups]\na = [{{include-group = "{name}"}}]\n').groups()


def test_needed() -> None:
    text = (
        '[project]\nname = "Own"\n'
        'dependencies = ["a", "b; os_name == \'nt\'", "c @ https://example.org/c.whl", "own[x]"]\n'
        '[tool.poetry.dependencies]\npython = "^3.11"\nD_d = "*"\ne = {version = "*", markers = "x"}\n'
    )
    assert manifest(text).needed() == {"a", "d-d"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("*", True),
        ({"version": "*", "extras": ["x"]}, True),
        ({"path": "x"}, False),
        ({"markers": "x"}, False),
        (1, False),
    ],
)
def test_is_needed(row: object, expected: bool) -> None:
    assert is_needed(row) is expected


def test_pipfile_sections() -> None:
    tables = {"packages": {"a": "*"}, "docs": {"b": "*"}, "requires": {"python_version": "3"}, "source": []}
    assert pipfile_sections(tables) == {"default": {"a": "*"}, "develop": {}, "docs": {"b": "*"}}


def test_what_is_not_a_requirement_stops() -> None:
    with pytest.raises(Stopped, match=r"^pyproject.toml: project.dependencies: entry 2 is not a requirement"):
        manifest('[project]\ndependencies = ["a", "- b"]\n').dependencies()


FILES = {
    "pyproject.toml": b'[tool.uv.workspace]\nmembers = ["./a*/", "b/c"]\nexclude = ["ab"]\n',
    "a1/pyproject.toml": b"[project]\nname = 'a1'\n",
    "ab/pyproject.toml": b"",
    "a1/x/pyproject.toml": b"",
    "b/c/pyproject.toml": b"",
    "limits.txt": b"x<1\n",
}


def test_manifests_are_read_once() -> None:
    asked: list[str] = []

    def read(paths: Sequence[str]) -> dict[str, bytes]:
        asked.extend(paths)
        return {path: FILES[path] for path in paths if path in FILES}

    manifests = Manifests(frozenset(FILES), read, {"pyproject.toml": FILES["pyproject.toml"]})
    root = manifests.project("")
    assert root
    assert list(manifests.members(root)) == ["a1", "b/c"]
    member = manifests.project("a1")
    assert member
    assert member.name == "a1"
    assert manifests.project("a1") is member
    assert manifests.project("z") is None
    assert manifests.content("limits.txt") == manifests.content("limits.txt") == b"x<1\n"
    assert manifests.content("../outside.txt") is None
    assert manifests.has("limits.txt")
    assert not manifests.has("z/pyproject.toml")
    assert asked == ["a1/pyproject.toml", "z/pyproject.toml", "limits.txt"]

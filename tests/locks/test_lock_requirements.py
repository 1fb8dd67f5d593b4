"""Requirements of manifests and locks compared."""

from __future__ import annotations

import pytest

from backend_standards.locks import requirements
from backend_standards.locks.plain import words
from backend_standards.locks.requirements import (
    Requirement,
    parse,
    plain_marker,
    same_marker,
    same_pythons,
    same_specifier,
    satisfies,
    unlocked,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A_b", "a-b"),
        ("a [X, y] >= 1, <2 ; os_name == 'nt'", "a[x,y]>=1,<2; os_name == 'nt'"),
        ("a (>=1)", "a>=1"),
        ("a>=1,", "a>=1"),
        ("a @ https://me:word@example.org/a.whl ; os_name == 'nt'", "a; os_name == 'nt' (from url)"),
        ("a @ git+https://example.org/a@v1", "a (from git)"),
        ("", None),
        ("- a", None),
        ("a[x", None),
        ("a 1.0", None),
        ("a @", None),
        ("-a", None),
        ("a-", None),
    ],
)
def test_parse(text: str, shown: str | None) -> None:
    found = parse(text)
    assert (str(found) if found else None) == shown


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (">=1,<2", "<2,>=1", True),
        (">=1.0", ">=1", True),
        (">=1", ">1", False),
        (">=1", "", False),
        (">=x", ">=x", True),
        (">=x", ">=y", False),
    ],
)
def test_same_specifier(one: str, other: str, expected: bool) -> None:
    assert same_specifier(one, other) is expected


@pytest.mark.parametrize(
    ("version", "specifier", "expected"),
    [
        ("1.0", "", True),
        ("1.0", "==1.0", True),
        ("1", "==1.0", True),
        ("1.5", ">=1,<2", True),
        ("2.0", ">=1,<2", False),
        ("1.5", "~=1.4", True),
        ("2.0", "~=1.4", False),
        ("1.4.9", "~=1.4.2", True),
        ("1.5", "~=1.4.2", False),
        ("1.4.1", "==1.4.*", True),
        ("1.4.1", "!=1.4.*", False),
        ("1.0rc1", ">=1.0", False),
        ("1.0rc1", ">=0.9", True),
        ("no version", ">=1", True),
        ("1", "no specifier", True),
    ],
)
def test_satisfies(version: str, specifier: str, expected: bool) -> None:
    assert satisfies(version, specifier) is expected


@pytest.mark.parametrize(
    ("declared", "locked", "expected"),
    [
        ([">=3.11"], ">=3.11", True),
        (["~=3.11"], ">=3.11, <4", True),
        ([">=3.11", ">=3.10"], ">=3.11", True),
        ([">=3.11,!=3.11.4"], ">=3.11", True),
        ([">=3.11"], ">=3.12", False),
        ([">=3.11,<3.14"], ">=3.11", False),
        (["no specifier"], ">=3.11", False),
    ],
)
def test_same_pythons(declared: list[str], locked: str, expected: bool) -> None:
    assert same_pythons(declared, locked) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "", True),
        ("os_name == 'nt'", 'os_name=="nt"', True),
        ("(os_name == 'nt')", "os_name == 'nt'", True),
        ("python_version < '3.12'", "python_full_version < '3.12'", True),
        ("platform_system == 'Windows'", "sys_platform == 'win32'", True),
        ("os_name == 'nt' or os_name == 'posix'", "os_name == 'posix' or os_name == 'nt'", True),
        ("os_name == 'nt'", "os_name == 'posix'", False),
        ("python_version < '3.12'", "python_version < '3.13'", False),
        ("os_name == 'nt'", "", False),
        ("os_name ==", "os_name", False),
        ("python_version < '<3.10'", "os_name == 'nt'", True),
    ],
)
def test_same_marker(one: str, other: str, expected: bool) -> None:
    assert same_marker(one, other) is expected
    assert same_marker(other, one) is expected


def test_unlocked() -> None:
    wanted = [
        Requirement("a", (), ">=2", ""),
        Requirement("b", (), "", ""),
        Requirement("c", (), "", "os_name == 'nt'"),
        Requirement("d", (), ">=2", "", "url https://example.org/d.whl"),
        Requirement("e", (), ">=2", ""),
    ]
    pins = [("A", "1.0", ""), ("a", "1.1", ""), ("d", "1", ""), ("e", "", "")]
    assert list(unlocked(wanted, pins, "pyproject.toml")) == [
        "pyproject.toml asks for a>=2, but the lock has 1.0, 1.1",
        "pyproject.toml asks for b, which the lock does not have",
    ]


@pytest.mark.parametrize(
    ("marker", "plain"),
    [
        ("", ""),
        ("python_version<'3.9'", "python_full_version < '3.9'"),
        ('python_version >= "3.9"', "python_full_version >= '3.9'"),
        ("python_version > '3.9'", "python_version > '3.9'"),
        ("python_version == '3.9'", "python_version == '3.9'"),
        ("platform_release >= '5'", "platform_release >= '5'"),
        ("os_name < 'x'", "os_name < 'x'"),
        ("platform_system == 'Windows'", "sys_platform == 'win32'"),
        ("platform_system != 'Linux'", "sys_platform != 'linux'"),
        ("platform_system=='Darwin'", "sys_platform == 'darwin'"),
        ("platform_system in 'Windows'", "platform_system in 'Windows'"),
        ("platform_system == 'Java'", "platform_system == 'Java'"),
        ("sys_platform == 'Windows'", "sys_platform == 'Windows'"),
        ("(os_name == 'nt')", "os_name == 'nt'"),
        ("(os_name == 'nt') or (os_name == 'posix')", "( os_name == 'nt' ) or ( os_name == 'posix' )"),
    ],
)
def test_plain_marker(marker: str, plain: str) -> None:
    assert plain_marker(marker) == plain


def test_a_url_right_after_its_sign() -> None:
    found = parse("a[x]@https://example.org/a.whl")
    assert found
    assert found.place == "url https://example.org/a.whl"


def test_markers_that_are_too_long_count_as_different() -> None:
    names = [f"os_name == 'x{number}'" for number in range(300)]
    assert not same_marker(" or ".join(names), " or ".join(reversed(names)))
    few = names[:3]
    assert same_marker(" or ".join(few), " or ".join(reversed(few)))


def test_how_many_environments_are_compared() -> None:
    def environments(marker: str) -> list[tuple[tuple[str, str], ...]]:
        return [tuple(sorted(each.items())) for each in requirements._environments([*words(marker)], 1) or ()]

    few = environments("os_name == 'nt' and sys_platform == 'linux'")
    assert len(few) == len(set(few)), "each once"
    assert {dict(each)["os_name"] for each in few} >= {"nt", "", "nt~"}
    variables = "os_name sys_platform platform_machine platform_system platform_release implementation_name".split()
    many = environments(" and ".join(f"{each} in 'a b c d e f'" for each in variables))
    assert len(many) == requirements._POINTS

"""uv.lock beside pyproject.toml."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backend_standards.core import Exempt
from backend_standards.locks import files
from backend_standards.locks import uv as uv_tool
from locking import MEMBER, WORKSPACE, judge, project, stopped, told, uv, workspace_lock

R = '{ name = "requests", specifier = ">=2.31" }'


@pytest.mark.parametrize(
    ("manifest", "lock"),
    [
        pytest.param(project(), uv(), id="same"),
        pytest.param(project('"Requests >= 2.31"'), uv(), id="case-and-blanks"),
        pytest.param(project('"requests (>=2.31)"'), uv(), id="parentheses"),
        pytest.param(project('"requests<3,>=2.31"'), uv('{ name = "requests", specifier = ">=2.31,<3" }'), id="order"),
        pytest.param(project('"requests>=2.31.0"'), uv(), id="trailing-zero"),
        pytest.param(
            project("\"requests>=2.31; python_version<'3.13'\""),
            uv('{ name = "requests", marker = "python_full_version < \'3.13\'", specifier = ">=2.31" }'),
            id="marker",
        ),
        pytest.param(
            project("\"requests>=2.31; python_version=='3.12'\""),
            uv('{ name = "requests", marker = "python_full_version == \'3.12.*\'", specifier = ">=2.31" }'),
            id="marker-that-uv-rewrites",
        ),
        pytest.param(
            project("\"requests>=2.31; python_version<='3.12'\""),
            uv('{ name = "requests", marker = "python_full_version < \'3.13\'", specifier = ">=2.31" }'),
            id="marker-at-most",
        ),
        pytest.param(
            project("\"requests>=2.31; python_version in '3.9 3.10'\""),
            uv(
                '{ name = "requests", specifier = ">=2.31",'
                " marker = \"python_full_version >= '3.9' and python_full_version < '3.11'\" }"
            ),
            id="marker-in",
        ),
        pytest.param(
            project("\"requests>=2.31; platform_system=='Windows'\""),
            uv('{ name = "requests", marker = "sys_platform == \'win32\'", specifier = ">=2.31" }'),
            id="platform-system",
        ),
        pytest.param(
            project("\"requests>=2.31; 'linux' == sys_platform or os_name=='nt'\""),
            uv(
                "{ name = \"requests\", marker = \"os_name == 'nt' or sys_platform == 'linux'\", specifier = '>=2.31' }"
            ),
            id="marker-turned-round",
        ),
        pytest.param(
            project('"requests[Socks,use_chardet]>=2.31"'),
            uv('{ name = "requests", extras = ["use-chardet", "socks"], specifier = ">=2.31" }'),
            id="extras",
        ),
        pytest.param(
            project(more='[project.optional-dependencies]\nFast_X = ["orjson"]\n'),
            uv(f'{R}, {{ name = "orjson", marker = "extra == \'fast-x\'" }}', 'provides-extras = ["fast-x"]\n'),
            id="optional",
        ),
        pytest.param(
            project(more="[project.optional-dependencies]\nx = [\"orjson; os_name=='nt' or os_name=='posix'\"]\n"),
            uv(
                f"{R}, {{ name = \"orjson\", marker = \"(os_name == 'nt' and extra == 'x') or (os_name == 'posix'"
                " and extra == 'x')\" }",
                'provides-extras = ["x"]\n',
            ),
            id="optional-with-marker",
        ),
        pytest.param(
            project(
                more='[dependency-groups]\nDev_a = ["pytest>=8", {include-group = "lint"}]\nlint = ["ruff"]\ne = []\n'
            ),
            uv(
                more='[package.metadata.requires-dev]\ndev-a = [\n    { name = "pytest", specifier = ">=8" },\n'
                '    { name = "ruff" },\n]\nlint = [{ name = "ruff" }]\ne = []\n'
            ),
            id="groups",
        ),
        pytest.param(
            project(more='[tool.uv]\ndev-dependencies = ["pytest"]\n'),
            uv(more='[package.metadata.requires-dev]\ndev = [{ name = "pytest" }]\n'),
            id="old-dev-dependencies",
        ),
        pytest.param(
            project(more='[tool.uv]\nconstraint-dependencies = ["idna<4"]\noverride-dependencies = ["six"]\n'),
            uv(
                head='requires-python = ">=3.11"\n\n[manifest]\nconstraints = [{ name = "idna", specifier = "<4" }]\n'
                'overrides = [{ name = "six" }]\n'
            ),
            id="manifest",
        ),
        pytest.param(
            project('"requests"', '[tool.uv.sources]\nrequests = {git = "https://git.example.org/r", tag = "v1"}\n'),
            uv('{ name = "requests", git = "https://git.example.org/r?tag=v1" }'),
            id="source-git",
        ),
        pytest.param(
            project('"requests>=2"', '[tool.uv.sources]\nrequests = {path = "../r", editable = true}\n'),
            uv('{ name = "requests", editable = "../r" }'),
            id="source-path",
        ),
        pytest.param(
            project('"requests>=2"', '[tool.uv.sources]\nrequests = {index = "own"}\n'),
            uv('{ name = "requests", specifier = ">=2", index = "https://index.example.org/simple" }'),
            id="source-index",
        ),
        pytest.param(
            project('"requests @ https://files.example.org/r.whl"'),
            uv('{ name = "requests", url = "https://files.example.org/r.whl" }'),
            id="url",
        ),
        pytest.param(
            project('"requests @ git+https://git.example.org/r@v1"'),
            uv('{ name = "requests", git = "https://git.example.org/r?rev=v1" }'),
            id="git-url",
        ),
        pytest.param(project(python="~=3.11"), uv(head='requires-python = ">=3.11, <4"\n'), id="python-compatible"),
        pytest.param(project(python=">= 3.11 ,<4"), uv(head='requires-python = ">=3.11, <4"\n'), id="python-blanks"),
        pytest.param(project(python="==3.11.*"), uv(head='requires-python = "==3.11.*"\n'), id="python-wildcard"),
        pytest.param(project().replace("dependencies = [", 'dynamic = ["dependencies"]\nx = ['), uv(), id="dynamic"),
        pytest.param(project().replace("\n", "\r\n"), uv().replace("\n", "\r\n"), id="crlf"),
        pytest.param(project(""), uv("", names=""), id="nothing"),
    ],
)
def test_uv_up_to_date(manifest: str, lock: str) -> None:
    assert told({"pyproject.toml": manifest, "uv.lock": lock}) == []


@pytest.mark.parametrize(
    ("manifest", "lock", "words"),
    [
        pytest.param(
            project('"requests>=2.32"'),
            uv(),
            "pyproject.toml asks for requests>=2.32, but the lock has requests>=2.31",
            id="specifier",
        ),
        pytest.param(project('"requests>=2.31", "six"'), uv(), "pyproject.toml asks for six, which the lock", id="added"),
        pytest.param(project(""), uv(), "the lock has requests>=2.31, which pyproject.toml does not", id="removed"),
        pytest.param(
            project('"requests[socks]>=2.31"'), uv(), "asks for requests[socks]>=2.31, but the lock has requests>=2.31", id="extra"
        ),
        pytest.param(
            project("\"requests>=2.31; os_name=='nt'\""), uv(), "requests>=2.31; os_name=='nt', but the lock", id="marker"
        ),
        pytest.param(
            project("\"requests>=2.31; python_version<'3.13'\""),
            uv('{ name = "requests", marker = "python_full_version < \'3.12\'", specifier = ">=2.31" }'),
            "python_version<'3.13', but the lock has requests>=2.31; python_full_version < '3.12'",
            id="marker-of-another-python",
        ),
        pytest.param(
            project(more='[project.optional-dependencies]\nx = ["six"]\n'), uv(), "six; extra == 'x', which", id="optional"
        ),
        pytest.param(
            project(more="[project.optional-dependencies]\nx = []\n"),
            uv(more='provides-extras = ["y"]\n'),
            "has the extra x, which the lock does not have; the lock has the extra y",
            id="name-of-an-extra",
        ),
        pytest.param(
            project(more='[dependency-groups]\ndev = ["six"]\n'),
            uv(),
            "group dev of pyproject.toml asks for six, which the lock does not have",
            id="group",
        ),
        pytest.param(
            project(more='[dependency-groups]\ndev = ["six>=2"]\n'),
            uv(more='[package.metadata.requires-dev]\ndev = [{ name = "six", specifier = ">=1" }]\n'),
            "asks for six>=2, but the lock has six>=1",
            id="group-specifier",
        ),
        pytest.param(
            project(),
            uv(more='[package.metadata.requires-dev]\ndev = [{ name = "six" }]\n'),
            "the lock has six, which group dev of pyproject.toml does not ask for",
            id="group-removed",
        ),
        pytest.param(project(python=">=3.12"), uv(), "asks for Python >=3.12, but the lock is for >=3.11", id="python"),
        pytest.param(project(python=">=3.11,<3.14"), uv(), "Python >=3.11,<3.14, but the lock", id="python-upper"),
        pytest.param(
            project(more='[tool.uv]\nconstraint-dependencies = ["idna<4", "other"]\n'),
            uv(names="requests idna"),
            "tool.uv.constraint-dependencies asks for idna<4, which the lock does not have",
            id="constraint",
        ),
        pytest.param(
            project(more='[tool.uv]\noverride-dependencies = ["idna<4"]\n'),
            uv(head='requires-python = ">=3.11"\n\n[manifest]\noverrides = [{ name = "idna", specifier = "<3" }]\n'),
            "tool.uv.override-dependencies asks for idna<4, but the lock has idna<3",
            id="override",
        ),
        pytest.param(
            project('"requests>=2.31"', '[tool.uv.sources]\nrequests = {git = "https://git.example.org/r"}\n'),
            uv(),
            "asks for requests (from git), but the lock has requests>=2.31",
            id="source",
        ),
        pytest.param(
            project('"requests"', '[tool.uv.sources]\nrequests = {git = "https://git.example.org/r", tag = "v2"}\n'),
            uv('{ name = "requests", git = "https://git.example.org/r?tag=v1" }'),
            "asks for requests (from git), but the lock has requests (from git)",
            id="source-tag",
        ),
        pytest.param(
            project().replace('"app"', '"shop"'), uv(), "pyproject.toml is the project shop, which the lock", id="renamed"
        ),
        pytest.param(project(), uv(names="six"), "requests>=2.31, but the lock pins no version of it", id="not-locked"),
    ],
)  # fmt: skip
def test_uv_out_of_date(manifest: str, lock: str, words: str) -> None:
    (finding,) = judge({"pyproject.toml": manifest, "uv.lock": lock})
    assert (finding.path, finding.rule.id, finding.commands) == (
        "uv.lock",
        "stale-lock",
        ("uv lock && git add uv.lock",),
    )
    assert words in finding.message
    assert finding.exempt == (Exempt("allow", "/uv.lock"),)


@pytest.mark.parametrize("change", [("", ""), ("version = 1\n", "version = 1 # parsed as a whole\n")])
def test_uv_pins_what_its_declarations_exclude(change: tuple[str, str]) -> None:
    lock = uv().replace('version = "2.31.9"', 'version = "2.0"').replace(*change)
    assert told({"pyproject.toml": project(), "uv.lock": lock}) == [
        "uv.lock: stale-lock: pyproject.toml asks for requests>=2.31, but the lock pins 2.0"
    ]


def test_uv_workspace() -> None:
    files = {"pyproject.toml": WORKSPACE, "pkgs/member/pyproject.toml": MEMBER, "uv.lock": workspace_lock()}
    assert told(files) == []
    assert told({f"backend/{path}": text for path, text in files.items()}) == []
    stale = {**files, "uv.lock": workspace_lock('{ name = "six", specifier = ">=1" }')}
    assert told(stale) == [
        "uv.lock: stale-lock: pkgs/member/pyproject.toml asks for six, but the lock has six>=1"
    ]  # fmt: skip
    (finding,) = judge({f"backend/{path}": text for path, text in stale.items()})
    assert (finding.path, finding.commands) == ("backend/uv.lock", ("(cd backend && uv lock && git add uv.lock)",))
    unmanaged = {**files, "pkgs/new/pyproject.toml": "[tool.uv]\nmanaged = false\n" + MEMBER}
    assert told(unmanaged) == []
    new = {**files, "pkgs/new/pyproject.toml": MEMBER.replace('"member"', '"new"')}
    assert told(new) == [
        "uv.lock: stale-lock: pkgs/new/pyproject.toml is the project new, which the lock does not have in its place"
    ]


FROM_ELSEWHERE = {
    "registry": '{ registry = "https://index.example.org/simple" }',
    "git": '{ git = "https://git.example.org/r?tag=v1#00" }',
    "url": '{ url = "https://files.example.org/r.whl" }',
    "path": '{ path = "wheels/r.whl" }',
}


def read_by_tomllib(lock: str, monkeypatch: pytest.MonkeyPatch) -> tuple[uv_tool.Lock, list[bytes]]:
    """Return a lock, and what of it was parsed as TOML."""
    parsed: list[bytes] = []
    read = files.read

    def noting(path: str, data: bytes) -> dict[str, object]:
        parsed.append(data)
        return read(path, data)

    monkeypatch.setattr(files, "read", noting)
    return uv_tool.Lock("uv.lock", lock.encode()), parsed


@pytest.mark.parametrize("source", FROM_ELSEWHERE)
def test_the_packages_from_elsewhere_are_not_parsed(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = uv().replace(FROM_ELSEWHERE["registry"], FROM_ELSEWHERE[source])
    lock += '\n[package.optional-dependencies]\nx = [{ name = "app" }]\n\n[package.metadata]\nrequires-dist = []\n'
    found, (parsed,) = read_by_tomllib(lock, monkeypatch)
    assert b'name = "requests"\nversion' not in parsed
    assert b"optional-dependencies" not in parsed
    assert b'name = "app"' in parsed
    assert b"[package.metadata]" in parsed
    assert [row["name"] for row in found.local] == ["app"]
    assert found.versions == {"app": ["1"], "requests": ["2.31.9"]}
    assert found.registries == ({"https://index.example.org/simple": "requests"} if source == "registry" else {})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version = 1\n", "version = 1 # x\n"),
        ("\n", "\r\n"),
        ('name = "requests"\n', "name = 'requests'\n"),
        ('name = "requests"\n', 'name = "reque\\u0073ts"\n'),
        ('name = "requests"\n', 'name =  "requests"\n'),
        ('version = "2.31.9"\n', 'version = """2.31.9"""\n'),
        ('version = "2.31.9"\n', "version = '''2.31.9'''\n"),
        ('version = "2.31.9"\n', "version = '2.31.9'\n"),
        ('version = "2.31.9"\nsource', 'source'),
        ('source = { registry', 'source = {registry'),
        (' }\nsdist', '  } # x\nsdist'),
        ('registry = "https://index', "registry = 'https://index"),
        ("[[package]]\nname = \"requests\"", "[[ package ]]\nname = \"requests\""),
        ("revision = 3\n", 'revision = 3\n\n[package-index]\nx = 1\n'),
    ],
)  # fmt: skip
def test_a_lock_in_another_form_is_parsed_as_a_whole(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = uv().replace(old, new)
    if old == 'registry = "https://index':
        lock = lock.replace('simple" }', "simple' }")
    assert lock != uv()
    found, parsed = read_by_tomllib(lock, monkeypatch)
    whole, _ = read_by_tomllib(uv().replace("version = 1\n", "version = 1 # x\n"), monkeypatch)
    is_unversioned = old.endswith("source")
    assert found.versions == (whole.versions | {"requests": [""]} if is_unversioned else whole.versions)
    assert found.registries == whole.registries
    assert [row["name"] for row in found.local] == ["app"]
    assert (
        is_unversioned or "package-index" in new or b'sdist = { url = "https://files' in parsed[0].replace(b"\r", b"")
    )


def test_an_extra_of_a_project_that_the_lock_does_not_tell() -> None:
    manifest = project(more="[project.optional-dependencies]\nx = []\n")
    assert len(told({"pyproject.toml": manifest, "uv.lock": uv()})) == 1  # uv writes none where a project has none
    assert (
        told({"pyproject.toml": manifest, "uv.lock": uv().replace("revision = 3\n", "")}) == []
    )  # older uvs wrote no names
    assert told({"pyproject.toml": manifest, "uv.lock": uv(more='provides-extras = ["x"]\n')}) == []
    assert len(told({"pyproject.toml": manifest, "uv.lock": uv(more="provides-extras = []\n")})) == 1


def test_one_difference_of_a_requirement_is_told_once() -> None:
    (finding,) = judge({"pyproject.toml": project('"requests>=3"'), "uv.lock": uv()})
    assert finding.message == "pyproject.toml asks for requests>=3, but the lock has requests>=2.31"


@pytest.mark.parametrize(
    ("wanted", "has", "pythons", "is_stale"),
    [
        ("python_version in '3.11 3.12'", "", ">=3.12, <3.13", False),
        ("python_version in '3.11 3.12'", "", ">=3.12", True),
        ("python_version < '3.13' or os_name == 'nt'", "", "==3.12.*", False),
        ("python_version >= '3.11' and os_name == 'nt'", "os_name == 'nt'", ">=3.11", False),
        ("python_version >= '3.12' and os_name == 'nt'", "os_name == 'nt'", ">=3.11", True),
        ("python_version < '3.12' or os_name == 'nt'", "os_name == 'nt'", ">=3.12", False),
        ("python_version >= '3.12'", "", ">=3.12, !=3.12.1", False),
    ],
)
def test_markers_are_compared_for_the_pythons_of_the_lock(
    wanted: str, has: str, pythons: str, *, is_stale: bool
) -> None:
    row = f'{{ name = "requests"{f", marker = {chr(34)}{has}{chr(34)}" if has else ""} }}'
    lock = uv(row, head=f'requires-python = "{pythons}"\n')
    assert bool(told({"pyproject.toml": project(f'"requests; {wanted}"', python=pythons), "uv.lock": lock})) == is_stale


@pytest.mark.parametrize(
    ("pythons", "is_stale"),
    [(">=3.11", False), (">=3.13", False), (">=3.11, <4", True), ("==3.12.*", True), (">=3.11.2", True)],
)
def test_a_project_without_a_python_has_a_lock_with_a_lower_limit_only(pythons: str, *, is_stale: bool) -> None:
    manifest = project().replace('requires-python = ">=3.11"\n', "")
    found = told({"pyproject.toml": manifest, "uv.lock": uv(head=f'requires-python = "{pythons}"\n')})
    message = f"uv.lock: stale-lock: pyproject.toml asks for no Python, but the lock is for {pythons}"
    assert found == [message] * is_stale


@pytest.mark.parametrize(("revision", "is_stale"), [("", False), ("revision = 1\n", True), ("revision = 3\n", True)])
def test_an_empty_group_that_the_lock_does_not_have(revision: str, *, is_stale: bool) -> None:
    manifest = project(more="[dependency-groups]\nhollow = []\n")
    lock = uv().replace("revision = 3\n", revision)
    assert bool(told({"pyproject.toml": manifest, "uv.lock": lock})) == is_stale


@pytest.mark.parametrize(
    ("groups", "locked", "is_stale"),
    [
        ('dev = ["six"]', 'dev = [{ name = "six", marker = "python_full_version >= \'3.12\'" }]', False),
        ('dev = ["six"]', 'dev = [{ name = "six" }]', True),
        (
            "dev = [\"six; os_name == 'nt'\"]",
            "dev = [{ name = \"six\", marker = \"python_full_version >= '3.12' and os_name == 'nt'\" }]",
            False,
        ),
        (
            'dev = [{include-group = "lint"}]\nlint = ["six"]',
            'dev = [{ name = "six", marker = "python_full_version >= \'3.12\'" }]\nlint = [{ name = "six" }]',
            False,
        ),
        (
            'dev = ["six"]\nall = [{include-group = "dev"}]',
            'all = [{ name = "six" }]\ndev = [{ name = "six", marker = "python_full_version >= \'3.12\'" }]',
            True,
        ),
    ],
)
def test_the_pythons_of_a_group_are_markers_of_its_members(groups: str, locked: str, *, is_stale: bool) -> None:
    more = f'[dependency-groups]\n{groups}\n[tool.uv.dependency-groups]\ndev = {{requires-python = ">=3.12"}}\n'
    lock = uv(more=f"[package.metadata.requires-dev]\n{locked}\n")
    assert bool(told({"pyproject.toml": project(more=more), "uv.lock": lock})) == is_stale


DEPENDENT = """
[[package]]
name = "dependent"
version = "1"
source = { registry = "https://index.example.org/simple" }
dependencies = [
    { name = "requests" },
    { name = "Other_one", marker = "os_name == 'nt'" },
]

[package.optional-dependencies]
x = [{ name = "third" }]
"""


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        (lambda text: text, "Other_one"),
        (lambda text: text.replace("Other_one", "requests"), "third"),
        (lambda text: text.replace("Other_one", "requests").replace("third", "app"), ""),
        (lambda text: text.replace("\n", "\r\n"), "Other_one"),
        (lambda text: text.replace("optional-dependencies", "dev-dependencies").replace("Other_one", "app"), "third"),
        (lambda text: text.replace("optional-dependencies", "metadata.requires-dev").replace("Other_one", "app"), ""),
        (lambda text: text.replace("Other_one", "app").replace("third", "app").replace("dependent", "'dependent'"), ""),
    ],
)
def test_a_lock_without_a_package_that_another_one_needs(change: Callable[[str], str], missing: str) -> None:
    words = stopped({"pyproject.toml": project(), "uv.lock": change(uv() + DEPENDENT)})
    assert words == (
        f"uv.lock: a package in it needs {missing}, which is not in it, so uv cannot read it;"
        " restore the lock, or delete it and run uv lock"
        if missing
        else ""
    )


EXTRAS = """
[project.optional-dependencies]
x = ["six>=1"]
y = ["app[x]", "toolz; os_name == 'nt'"]
all = ["app[y]; python_version < '3.13'", "app[all]"]
"""
FLAT = """
    { name = "six", marker = "extra == 'x'", specifier = ">=1" },
    { name = "toolz", marker = "os_name == 'nt' and extra == 'y'" },
    { name = "six", marker = "extra == 'y'", specifier = ">=1" },
    { name = "six", marker = "python_version < '3.13' and extra == 'all'", specifier = ">=1" },
    { name = "toolz", marker = "os_name == 'nt' and python_version < '3.13' and extra == 'all'" },
"""


@pytest.mark.parametrize(
    ("dynamic", "row", "is_stale"),
    [
        (True, "", False),
        (False, "", True),
        (True, '{ name = "other" },', True),
    ],
)
def test_the_build_of_a_dynamic_project_may_flatten_its_extras(row: str, *, dynamic: bool, is_stale: bool) -> None:
    manifest = project('"requests>=2.31"', EXTRAS)
    lock = uv(f'{{ name = "requests", specifier = ">=2.31" }},{FLAT}{row}', 'provides-extras = ["x", "y", "all"]\n')
    if dynamic:
        manifest = manifest.replace('version = "1"', 'dynamic = ["version"]')
        lock = lock.replace('\nversion = "1"\nsource = { virtual', "\nsource = { virtual")
    assert bool(told({"pyproject.toml": manifest, "uv.lock": lock})) == is_stale


@pytest.mark.parametrize(
    ("one", "other", "is_stale"),
    [
        (">=1.16", ">1", False),
        (">=1.16", ">=1", False),
        (">1.16", ">1", False),
        (">1.16", ">=1.16", False),
        (">=1.16", ">1.16", True),
        (">=1.16", ">=1.17", True),
        ("<=2", "<3", False),
        ("<2", "<3", False),
        ("<2", "<=3", False),
        ("<=2", "<2", True),
        (">=1.16", "!=1", False),
        (">=1.16", "!=1.17", True),
        ("<2", "!=3", False),
        ("<2", "!=1", True),
        (">=1.16,<2", ">1,<9", False),
        ("~=1.16", ">1", False),
        ("!=1.5,>=1.6", "!=1.4", False),
        ("==1.17.0", ">1", True),
        ("==1.17.0", "~=1.16", True),
        (">=1.16", "~=1.0", True),
        ("!=1.5", "!=1.5,!=1.4", True),
    ],
)
def test_a_weaker_limit_beside_a_stricter_one(one: str, other: str, *, is_stale: bool) -> None:
    """What ``uv lock --check`` of 0.13 says of the same."""
    lock = uv(f'{{ name = "requests", specifier = "{one}" }}').replace("2.31.9", "1.16.5")
    found = told({"pyproject.toml": project(f'"requests{one}", "requests{other}"'), "uv.lock": lock})
    assert bool([each for each in found if "which the lock does not have" in each]) == is_stale

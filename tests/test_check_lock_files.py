from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pytest

from backend_standards import check_lock_files
from backend_standards.core import Finding, Stopped
from backend_standards.locks.hashes import of_pdm, of_pipfile, of_poetry
from support import Repository

Files = Mapping[str, str | bytes]


def judge(files: Files, *, allow: Sequence[str] = (), allow_missing: Sequence[str] = ()) -> list[Finding]:
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}

    def read(paths: Sequence[str]) -> dict[str, bytes]:
        return {path: contents[path] for path in paths if path in contents}

    return list(check_lock_files.check(sorted(contents), read, allow, allow_missing))


def told(files: Files) -> list[str]:
    return [f"{each.path}: {each.rule}: {each.message}" for each in judge(files)]


def project(dependencies: str = '"requests>=2.31"', more: str = "", python: str = ">=3.11") -> str:
    return (
        f'[project]\nname = "app"\nversion = "1"\nrequires-python = "{python}"\ndependencies = [{dependencies}]\n{more}'
    )


def uv(
    requires: str = '{ name = "requests", specifier = ">=2.31" }',
    more: str = "",
    *,
    head: str = 'requires-python = ">=3.11"\n',
    names: str = "requests",
    source: str = 'virtual = "."',
) -> str:
    pins = "".join(
        f'\n[[package]]\nname = "{name}"\nversion = "2.31.9"\nsource = {{ registry = "https://index.example.org/simple" }}\n'
        f'sdist = {{ url = "https://files.example.org/{name}-2.31.9.tar.gz", hash = "sha256:00" }}\n'
        for name in names.split()
    )
    return (
        f'version = 1\nrevision = 3\n{head}\n[[package]]\nname = "app"\nversion = "1"\nsource = {{ {source} }}\n\n'
        f"[package.metadata]\nrequires-dist = [{requires}]\n{more}{pins}"
    )


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
                " and extra == 'x')\" }"
            ),
            id="optional-with-marker",
        ),
        pytest.param(
            project(
                more='[dependency-groups]\nDev_a = ["pytest>=8", {include-group = "lint"}]\nlint = ["ruff"]\ne = []\n'
            ),
            uv(
                more='[package.metadata.requires-dev]\ndev-a = [\n    { name = "pytest", specifier = ">=8" },\n'
                '    { name = "ruff" },\n]\nlint = [{ name = "ruff" }]\n'
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
            "pyproject.toml asks for requests>=2.32, the lock is for requests>=2.31",
            id="specifier",
        ),
        pytest.param(project('"requests>=2.31", "six"'), uv(), "pyproject.toml asks for six, which the lock", id="added"),
        pytest.param(project(""), uv(), "the lock is for requests>=2.31, which pyproject.toml does not", id="removed"),
        pytest.param(
            project('"requests[socks]>=2.31"'), uv(), "asks for requests[socks]>=2.31, the lock is for requests>=2.31", id="extra"
        ),
        pytest.param(
            project("\"requests>=2.31; os_name=='nt'\""), uv(), "requests>=2.31; os_name=='nt', the lock", id="marker"
        ),
        pytest.param(
            project("\"requests>=2.31; python_version<'3.13'\""),
            uv('{ name = "requests", marker = "python_full_version < \'3.12\'", specifier = ">=2.31" }'),
            "python_version<'3.13', the lock is for requests>=2.31; python_full_version < '3.12'",
            id="marker-of-another-python",
        ),
        pytest.param(
            project(more='[project.optional-dependencies]\nx = ["six"]\n'), uv(), "six; extra == 'x', which", id="optional"
        ),
        pytest.param(
            project(more="[project.optional-dependencies]\nx = []\n"),
            uv(more='provides-extras = ["y"]\n'),
            "has the extra x, which the lock does not know; the lock has the extra y",
            id="name-of-an-extra",
        ),
        pytest.param(
            project(more='[dependency-groups]\ndev = ["six"]\n'),
            uv(),
            "group dev of pyproject.toml asks for six, which the lock does not know",
            id="group",
        ),
        pytest.param(
            project(more='[dependency-groups]\ndev = ["six>=2"]\n'),
            uv(more='[package.metadata.requires-dev]\ndev = [{ name = "six", specifier = ">=1" }]\n'),
            "asks for six>=2, the lock is for six>=1",
            id="group-specifier",
        ),
        pytest.param(
            project(),
            uv(more='[package.metadata.requires-dev]\ndev = [{ name = "six" }]\n'),
            "the lock is for six, which group dev of pyproject.toml does not ask for",
            id="group-removed",
        ),
        pytest.param(project(python=">=3.12"), uv(), "asks for Python >=3.12, the lock is for >=3.11", id="python"),
        pytest.param(project(python=">=3.11,<3.14"), uv(), "Python >=3.11,<3.14, the lock", id="python-upper"),
        pytest.param(
            project(more='[tool.uv]\nconstraint-dependencies = ["idna<4"]\n'),
            uv(),
            "tool.uv.constraint-dependencies asks for idna<4, which the lock does not know",
            id="constraint",
        ),
        pytest.param(
            project(more='[tool.uv]\noverride-dependencies = ["idna<4"]\n'),
            uv(head='requires-python = ">=3.11"\n\n[manifest]\noverrides = [{ name = "idna", specifier = "<3" }]\n'),
            "tool.uv.override-dependencies asks for idna<4, the lock is for idna<3",
            id="override",
        ),
        pytest.param(
            project('"requests>=2.31"', '[tool.uv.sources]\nrequests = {git = "https://git.example.org/r"}\n'),
            uv(),
            "asks for requests (from git), the lock is for requests>=2.31",
            id="source",
        ),
        pytest.param(
            project('"requests"', '[tool.uv.sources]\nrequests = {git = "https://git.example.org/r", tag = "v2"}\n'),
            uv('{ name = "requests", git = "https://git.example.org/r?tag=v1" }'),
            "asks for requests (from git), the lock is for requests (from git)",
            id="source-tag",
        ),
        pytest.param(
            project().replace('"app"', '"shop"'), uv(), "pyproject.toml is the project shop, which the lock", id="renamed"
        ),
        pytest.param(project(), uv(names="six"), "requests>=2.31, of which the lock pins no version", id="not-locked"),
    ],
)  # fmt: skip
def test_uv_out_of_date(manifest: str, lock: str, words: str) -> None:
    (finding,) = judge({"pyproject.toml": manifest, "uv.lock": lock})
    assert (finding.path, finding.rule, finding.fix) == ("uv.lock", "lock-out-of-date", "uv lock")
    assert words in finding.message
    assert finding.exception == 'in this hook\'s args: "--allow=/uv.lock"'


WORKSPACE = project(
    '"member"', '[tool.uv.sources]\nmember = {workspace = true}\n[tool.uv.workspace]\nmembers = ["pkgs/*"]\n'
)
MEMBER = '[project]\nname = "member"\nversion = "1"\ndependencies = ["six"]\n'


def workspace_lock(six: str = '{ name = "six" }') -> str:
    return (
        uv('{ name = "member", editable = "pkgs/member" }', names="six")
        + f'\n[[package]]\nname = "member"\nversion = "1"\nsource = {{ editable = "pkgs/member" }}\n\n'
        f"[package.metadata]\nrequires-dist = [{six}]\n"
    )


@pytest.mark.parametrize("change", [("", ""), ("version = 1\n", "version = 1 # parsed as a whole\n")])
def test_uv_pins_what_its_declarations_exclude(change: tuple[str, str]) -> None:
    lock = uv().replace('version = "2.31.9"', 'version = "2.0"').replace(*change)
    assert told({"pyproject.toml": project(), "uv.lock": lock}) == [
        "uv.lock: lock-out-of-date: pyproject.toml asks for requests>=2.31, of which the lock pins 2.0"
    ]


def test_uv_workspace() -> None:
    files = {"pyproject.toml": WORKSPACE, "pkgs/member/pyproject.toml": MEMBER, "uv.lock": workspace_lock()}
    assert told(files) == []
    assert told({f"backend/{path}": text for path, text in files.items()}) == []
    stale = {**files, "uv.lock": workspace_lock('{ name = "six", specifier = ">=1" }')}
    assert told(stale) == [
        "uv.lock: lock-out-of-date: pkgs/member/pyproject.toml asks for six, the lock is for six>=1"
    ]  # fmt: skip
    (finding,) = judge({f"backend/{path}": text for path, text in stale.items()})
    assert (finding.path, finding.fix) == ("backend/uv.lock", "cd backend && uv lock")
    unmanaged = {**files, "pkgs/new/pyproject.toml": "[tool.uv]\nmanaged = false\n" + MEMBER}
    assert told(unmanaged) == []
    new = {**files, "pkgs/new/pyproject.toml": MEMBER.replace('"member"', '"new"')}
    assert told(new) == [
        "uv.lock: lock-out-of-date: pkgs/new/pyproject.toml is the project new, which the lock does not know as such"
    ]


POETRY = '[tool.poetry]\nname = "app"\n[tool.poetry.dependencies]\npython = "^3.11"\nrequests = "^2.31"\n'
PEP621 = project('"requests>=2.31"', "[tool.poetry]\npackage-mode = false\n")
GROUPS = PEP621 + '[dependency-groups]\ndev = ["pytest"]\n'


def poetry(
    manifest: str, version: str = "2.1", writer: str = "2.3.0", *, python: str = "^3.11", pins: str = "requests 2.32"
) -> str:
    import tomllib

    content_hash = next(of_poetry(tomllib.loads(manifest), version, writer))
    words = pins.split()
    rows = "".join(
        f'[[package]]\nname = "{name}"\nversion = "{pin}"\noptional = false\n\n'
        for name, pin in zip(words[::2], words[1::2], strict=True)
    )
    return (
        f"# This file is automatically @generated by Poetry {writer} and should not be changed by hand.\n\n{rows}[metadata]\n"
        f'lock-version = "{version}"\npython-versions = "{python}"\ncontent-hash = "{content_hash}"\n'
    )


# By real poetries the hashes are judged in test_lock_tools.py.
POETRY_MANIFESTS = [
    pytest.param(POETRY, "2.0", "1.8.5", id="poetry-1"),
    pytest.param(POETRY, "2.1", "2.1.0", id="poetry-2-old-tables"),
    pytest.param(PEP621, "2.1", "2.1.0", id="poetry-2-project"),
    pytest.param(GROUPS, "2.1", "2.3.0", id="poetry-2-groups"),
    pytest.param(POETRY + '[tool.poetry.group.dev.dependencies]\npytest = "*"\n', "2.0", "1.8.5", id="poetry-1-group"),
]


@pytest.mark.parametrize(("manifest", "version", "writer"), POETRY_MANIFESTS)
def test_poetry_up_to_date(manifest: str, version: str, writer: str) -> None:
    assert told({"pyproject.toml": manifest, "poetry.lock": poetry(manifest, version, writer)}) == []


def test_poetry_before_groups_were_hashed() -> None:
    lock = poetry(PEP621, writer="2.1.0")
    assert told({"pyproject.toml": GROUPS, "poetry.lock": lock}) == []
    assert len(told({"pyproject.toml": GROUPS, "poetry.lock": lock.replace("Poetry 2.1.0", "Poetry 2.3.0")})) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(('"^2.31"', '"^2.33"'), "asks for requests>=2.33,<3, the lock has 2.32", id="caret"),
        pytest.param(('"^2.31"', '"~2.33"'), "asks for requests>=2.33,<2.34, the lock has 2.32", id="tilde"),
        pytest.param(('"^2.31"', '"2.33"'), "asks for requests==2.33, the lock has 2.32", id="exact"),
        pytest.param(('"^3.11"', '"^3.12"'), "asks for Python ^3.12, the lock is for ^3.11", id="python"),
        pytest.param(("requests =", "six ="), "asks for six>=2.31,<3, which the lock does not have", id="added"),
        pytest.param(('"^2.31"', '{version = "^2.33", extras = ["x"]}'), "requests>=2.33,<3, the lock has", id="table"),
        pytest.param(
            ('"^2.31"', '"^2.30 || ^3"'), "its content-hash is not that of a/pyproject.toml", id="cause-unknown"
        ),
        pytest.param(('"^2.31"', '"^2.32"'), "its content-hash is not that of a/pyproject.toml", id="still-fulfilled"),
    ],
)
def test_poetry_out_of_date(change: tuple[str, str], words: str) -> None:
    (finding,) = judge({"a/pyproject.toml": POETRY.replace(*change), "a/poetry.lock": poetry(POETRY)})
    assert (finding.path, finding.rule, finding.fix) == ("a/poetry.lock", "lock-out-of-date", "cd a && poetry lock")
    assert words in finding.message


def test_poetry_1_is_told_its_own_command() -> None:
    stale = POETRY.replace("2.31", "2.33")
    (finding,) = judge({"pyproject.toml": stale, "poetry.lock": poetry(POETRY, "2.0", "1.8.5")})
    assert finding.fix == "poetry lock --no-update (Poetry 1; Poetry 2: poetry lock)"


PIPFILE = """\
[[source]]
name = "own"
url = "https://index.example.org/simple"
verify_ssl = true

[packages]
Requests = ">=2.31"

[dev-packages]
pytest = "*"

[requires]
python_version = "3.11"
"""


def pipenv(manifest: str, *, old: bool = False) -> str:
    import tomllib

    tables = tomllib.loads(manifest)
    hashes = list(of_pipfile(tables, None))
    meta = {
        "hash": {"sha256": hashes[old]},
        "pipfile-spec": 6,
        "requires": tables["requires"],
        "sources": tables["source"],
    }
    pins = {"default": {"requests": {"version": "==2.32"}}, "develop": {"pytest": {"version": "==8.0"}}}
    return json.dumps({"_meta": meta, **pins})


@pytest.mark.parametrize("old", [False, True])
def test_pipfile_up_to_date(old: bool) -> None:
    assert told({"Pipfile": PIPFILE, "Pipfile.lock": pipenv(PIPFILE, old=old)}) == []


def test_pipfile_renamed_to_the_same_name() -> None:
    assert told({"Pipfile": PIPFILE.replace("Requests", "requests"), "Pipfile.lock": pipenv(PIPFILE)}) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param((">=2.31", ">=2.33"), "Pipfile asks for requests>=2.33, the lock has 2.32", id="specifier"),
        pytest.param(
            ("[dev-", 'six = "*"\n[dev-'), "asks for six, which the lock does not have in default", id="added"
        ),
        pytest.param(("pytest =", "ruff ="), "asks for ruff, which the lock does not have in develop", id="dev"),
        pytest.param(
            ('"3.11"', '"3.12"'), "requires python_version 3.12, the lock is for python_version 3.11", id="python"
        ),
        pytest.param(("/simple", "/other"), "Pipfile has other sources than the lock", id="source"),
        pytest.param((">=2.31", ">=2.30"), "its hash is not that of Pipfile", id="cause-unknown"),
    ],
)
def test_pipfile_out_of_date(change: tuple[str, str], words: str) -> None:
    (finding,) = judge({"Pipfile": PIPFILE.replace(*change), "Pipfile.lock": pipenv(PIPFILE)})
    assert (finding.path, finding.rule, finding.fix) == ("Pipfile.lock", "lock-out-of-date", "pipenv lock")
    assert words in finding.message


PYLOCK = 'lock-version = "1.0"\ncreated-by = "pip"\n[[packages]]\nname = "requests"\nversion = "2.32"\n'


@pytest.mark.parametrize(
    ("dependencies", "path", "words"),
    [
        pytest.param('"requests>=2.31"', "pylock.toml", "", id="same"),
        pytest.param('"requests", "six; os_name==\'nt\'"', "pylock.toml", "", id="marker-may-be-absent"),
        pytest.param('"requests", "six"', "pylock.dev.toml", "", id="another-set"),
        pytest.param('"requests", "six"', "pylock.toml", "asks for six, which the lock does not have", id="added"),
        pytest.param('"requests>=3"', "pylock.toml", "asks for requests>=3, the lock has 2.32", id="version"),
    ],
)
def test_pylock(dependencies: str, path: str, words: str) -> None:
    found = judge({"pyproject.toml": project(dependencies), path: PYLOCK})
    assert [each.message.partition("pyproject.toml ")[2] for each in found] == [words] * bool(words)
    assert all(each.fix == "pip lock ." for each in found)


def pdm(manifest: str) -> str:
    import tomllib

    content_hash = next(of_pdm(tomllib.loads(manifest)))
    return (
        f'[metadata]\ngroups = ["default"]\nlock_version = "4.5.0"\ncontent_hash = "sha256:{content_hash}"\n\n'
        '[[package]]\nname = "requests"\nversion = "2.32"\n'
    )


def test_pdm() -> None:
    assert told({"pyproject.toml": project(), "pdm.lock": pdm(project())}) == []
    (finding,) = judge({"pyproject.toml": project('"requests>=3"'), "pdm.lock": pdm(project())})
    assert finding.fix == "pdm lock"
    assert finding.message == "pyproject.toml asks for requests>=3, the lock has 2.32"
    (finding,) = judge({"pyproject.toml": project('"requests>=2"'), "pdm.lock": pdm(project())})
    assert finding.message == "its content_hash is not that of pyproject.toml"


HEADER = """\
#
# This file is autogenerated by pip-compile with Python 3.11
# by the following command:
#
#    pip-compile --output-file=requirements.txt requirements.in
#
"""
OUTPUT = HEADER + "requests==2.32\n    # via -r requirements.in\nurllib3==2.1\n    # via requests\n"
UV_HEADER = """\
# This file was autogenerated by uv via the following command:
#    uv pip compile pyproject.toml --extra x -o requirements.txt
"""


@pytest.mark.parametrize(
    ("files", "words"),
    [
        pytest.param({"requirements.in": "requests>=2.31\n", "requirements.txt": OUTPUT}, [], id="same"),
        pytest.param(
            {"requirements.in": "Requests>=2.31  # why\n\n# six\n", "requirements.txt": OUTPUT}, [], id="comments"
        ),
        pytest.param(
            {"requirements.in": "requests>=2.31\nsix\n", "requirements.txt": OUTPUT},
            ["six is asked for, but not pinned"],
            id="added",
        ),
        pytest.param(
            {"requirements.in": "requests>=2.33\n", "requirements.txt": OUTPUT},
            ["requests>=2.33 is asked for, 2.32 is pinned"],
            id="specifier",
        ),
        pytest.param(
            {"requirements.in": "urllib3\n", "requirements.txt": OUTPUT},
            ["requests is pinned for requirements.in, which does not ask for it"],
            id="removed",
        ),
        pytest.param(
            {"requirements.in": "requests\nsix; sys_platform == 'win32'\n", "requirements.txt": OUTPUT}, [], id="marker"
        ),
        pytest.param(
            {"requirements.in": "requests>=3; python_version < '3'\n", "requirements.txt": OUTPUT},
            ["requests>=3; python_version < '3' is asked for, 2.32 is pinned"],
            id="marked-version",
        ),
        pytest.param(
            {
                "requirements.in": "requests<2; python_version < '3'\nrequests>=2; python_version >= '3'\n",
                "requirements.txt": OUTPUT,
            },
            [],
            id="alternatives",
        ),
        pytest.param(
            {"requirements.in": "-r base.in\n", "base.in": "requests\nsix\n", "requirements.txt": OUTPUT},
            ["six is asked for, but not pinned"],
            id="include",
        ),
        pytest.param(
            {"requirements.in": "requests\n-c limits.txt\n", "limits.txt": "requests<2.32\nsix<1\n", "requirements.txt": OUTPUT},
            ["requests<2.32 is a constraint, 2.32 is pinned"],
            id="constraint",
        ),
        pytest.param(
            {"requirements.in": "-r requirements.in\nrequests\n", "requirements.txt": OUTPUT}, [], id="cycle"
        ),
        pytest.param(
            {"requirements.in": "requests\n-r lost.in\n-r https://example.org/r.txt\n", "requirements.txt": OUTPUT},
            [],
            id="include-that-is-not-tracked",
        ),
        pytest.param(
            {"requirements.in": "requests\nsetuptools\n", "requirements.txt": OUTPUT}, [], id="unsafe-package"
        ),
        pytest.param(
            {
                "requirements.in": "-e .\n./lib\nrequests @ https://files.example.org/r.whl\n--index-url x\n",
                "requirements.txt": HEADER + "requests @ https://files.example.org/r.whl\n    # via -r requirements.in\n",
            },
            [],
            id="urls-and-paths",
        ),
        pytest.param(
            {
                "requirements.in": "requests\n",
                "requirements.txt": HEADER + "requests==2.32 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\n",
            },
            [],
            id="hashes",
        ),
        pytest.param({"requirements.in": "requests\n", "requirements.txt": "requests==2.32\n"}, [], id="no-header"),
        pytest.param(
            {"requirements.in": "six\n", "requirements.txt": "requests==2.32\n"},
            ["six is asked for, but not pinned"],
            id="no-header-added",
        ),
        pytest.param(
            {
                "pyproject.toml": project('"requests"', '[project.optional-dependencies]\nx = ["app[y]"]\ny = ["six"]\nz = ["a"]\n'),
                "requirements.txt": UV_HEADER + "requests==2.32\n",
            },
            ["six is asked for, but not pinned"],
            id="uv-extra-of-itself",
        ),
        pytest.param(
            {
                "setup.cfg": "[options]\ninstall_requires =\n    requests\n    six>=2 # why\n",
                "requirements.txt": HEADER.replace(" requirements.in", " setup.cfg") + "requests==1\nsix==1\n",
            },
            ["six>=2 is asked for, 1 is pinned"],
            id="setup-cfg",
        ),
        pytest.param(
            {
                "requirements/base.in": "six\n",
                "requirements/base.txt": HEADER.replace("requirements.txt requirements.in", "requirements/base.txt requirements/base.in")
                + "requests==1\n",
            },
            ["six is asked for, but not pinned"],
            id="folder",
        ),
        pytest.param(
            {"requirements.in": "a==1.0.post1\n", "requirements.txt": HEADER + "a==1.0.post1\n"}, [], id="post"
        ),
        pytest.param({"requirements.in": "a>=1.0rc1\n", "requirements.txt": HEADER + "a==1.0rc2\n"}, [], id="pre"),
        pytest.param({"requirements.in": "a~=1.4.2\n", "requirements.txt": HEADER + "a==1.5\n"}, ["a~=1.4.2 is asked for, 1.5 is pinned"], id="compatible"),
        pytest.param(
            {"requirements.in": "a\n", "requirements.txt": UV_HEADER.replace("pyproject.toml --extra x", "lost.in") + "b==1\n"},
            [],
            id="input-that-is-not-tracked",
        ),
        pytest.param(
            {"requirements.in": "a<1\n", "requirements.txt": HEADER.replace("--output", "--override=o.txt --output") + "a==1\n"},
            [],
            id="override",
        ),
        pytest.param(
            {
                "pyproject.toml": project('"a<1", "b<1"', '[tool.uv]\noverride-dependencies = ["a==1"]\n'),
                "requirements.txt": UV_HEADER + "a==1\nb==1\n",
            },
            ["b<1 is asked for, 1 is pinned"],
            id="uv-override-of-the-project",
        ),
        pytest.param({"requirements.in": "a\nb\n", "requirements.txt": "-r base.txt\nb==1\n"}, [], id="written-by-hand"),
        pytest.param({"MANIFEST.in": "include x\n", "docs/notes.txt": "x\n"}, [], id="other-files"),
        pytest.param({"requirements.in": "a\n", "requirements.txt": "a\r==1\r\n".encode("utf-16")}, ["a is asked for, but not pinned"], id="utf-16"),
    ],
)  # fmt: skip
def test_compiled(files: Files, words: list[str]) -> None:
    found = [each for each in judge(files, allow_missing=["*"]) if each.rule == "lock-out-of-date"]
    assert [each.message for each in found] == words


@pytest.mark.parametrize(
    ("path", "command", "fix"),
    [
        ("requirements.txt", "pip-compile --output-file=requirements.txt requirements.in", None),
        ("a/requirements.txt", "pip-compile requirements.in", "cd a && pip-compile requirements.in"),
        ("a/requirements.txt", "pip-compile -o a/requirements.txt a/requirements.in", None),
        ("requirements.txt", "uv pip compile requirements.in -o requirements.txt --python-version 3.12", None),
        (
            "requirements.txt",
            "pip-compile --index-url=https://me:word@index.example.org/simple requirements.in",
            "run the command in its header",
        ),
    ],
)
def test_compiled_names_its_command(path: str, command: str, fix: str | None) -> None:
    header = f"# This file is autogenerated by pip-compile with Python 3.11\n# by the following command:\n#\n#    {command}\n#\n"
    (finding,) = judge({path: f"{header}b==1\n", f"{path[:-4]}.in": "a\n"})
    assert (finding.path, finding.fix) == (path, fix or command)


LOCKS = ("poetry.lock", "uv.lock", "pdm.lock", "pylock.toml", "pixi.lock", "conda-lock.yml")


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
    assert [each.path for each in judge(files) if each.rule == "lock-missing"] == missing


@pytest.mark.parametrize(
    ("files", "fix"),
    [
        ({"pyproject.toml": project()}, "uv lock, or pip-compile -o requirements.txt pyproject.toml"),
        ({"pyproject.toml": project(more="[tool.uv]\n")}, "uv lock"),
        ({"pyproject.toml": project(more="[tool.pdm]\n")}, "pdm lock"),
        ({"a b/pyproject.toml": POETRY}, "cd 'a b' && poetry lock"),
        ({"Pipfile": PIPFILE}, "pipenv lock"),
        ({"requirements.in": "a\n"}, "pip-compile -o requirements.txt requirements.in"),
    ],
)
def test_missing_names_the_command(files: Files, fix: str) -> None:
    (finding,) = judge(files)
    assert (finding.rule, finding.fix) == ("lock-missing", fix)


def test_missing_names_what_no_file_pins() -> None:
    files = {"pyproject.toml": project('"a", "b", "c", "d", "e", "f"'), "requirements.txt": "b==1\n"}
    message = "no lock file stands beside it, and no pinned requirements file has a, c, d and 2 more"
    assert told(files) == [f"pyproject.toml: lock-missing: has dependencies, but {message}"]


def test_exceptions() -> None:
    stale = {"pyproject.toml": project('"requests>=2.32"'), "uv.lock": uv()}
    assert judge(stale, allow=["uv.lock"]) == []
    assert len(judge(stale, allow_missing=["*"])) == 1
    assert judge({"pyproject.toml": project()}, allow_missing=["/pyproject.toml"]) == []
    assert judge({"pyproject.toml": project()}, allow=["/pyproject.toml"]) == []


@pytest.mark.parametrize(
    ("files", "words"),
    [
        pytest.param({"pyproject.toml": project(), "uv.lock": "version = 2\n"}, "uv.lock: has version 2; supported are 1", id="uv"),
        pytest.param({"pyproject.toml": project(), "uv.lock": uv() + "<<<<<<< HEAD\n"}, "holds the mark of an unresolved merge", id="uv-merge"),
        pytest.param({"pyproject.toml": "<<<<<<< HEAD\n" + project(), "uv.lock": uv()}, "pyproject.toml:1: holds the mark", id="manifest-merge"),
        pytest.param({"pyproject.toml": "[project\n", "uv.lock": uv()}, "pyproject.toml: is not valid TOML", id="manifest"),
        pytest.param({"pyproject.toml": POETRY, "poetry.lock": '[metadata]\nlock-version = "3.0"\n'}, "supported are 1.0", id="poetry"),
        pytest.param({"pyproject.toml": POETRY, "poetry.lock": "x"}, "poetry.lock: is not valid TOML", id="poetry-syntax"),
        pytest.param({"Pipfile": PIPFILE, "Pipfile.lock": '{"_meta": {"pipfile-spec": 5}}'}, "supported are 6", id="pipfile"),
        pytest.param({"pyproject.toml": project(), "pylock.toml": 'lock-version = "2.0"\n'}, "supported are 1.0", id="pylock"),
        pytest.param({"pyproject.toml": project(), "pylock.x.toml": 'lock-version = "2.0"\n'}, "supported are 1.0", id="pylock-name"),
        pytest.param({"pyproject.toml": project(), "pdm.lock": '[metadata]\nlock_version = "5.0"\n'}, "supported are 4.x", id="pdm"),
        pytest.param({"pyproject.toml": project(), "pdm.lock": 'package = 3\n[metadata]\nlock_version = "4.5"\n'}, "not built as its format demands", id="pdm-shape"),
        pytest.param({"pyproject.toml": project('"- x"'), "uv.lock": uv()}, "project.dependencies: entry 1 is no requirement", id="requirement"),
        pytest.param({"requirements.in": "a b\n", "requirements.txt": "a==1\n"}, "requirements.in:1: is no requirement", id="line"),
        pytest.param({"pyproject.toml": project(more='[dependency-groups]\na = [{include-group = "a"}]\n'), "uv.lock": uv()}, "includes itself", id="group-cycle"),
        pytest.param({"pyproject.toml": project(more='[dependency-groups]\na = [{include-group = "b"}]\n'), "uv.lock": uv()}, "is included, but missing", id="group-missing"),
        pytest.param({"pyproject.toml": project(), "uv.lock": uv().replace("requires-dist = [", "requires-dist = [1, ")}, "not built as its format demands", id="shape"),
    ],
)  # fmt: skip
def test_stops(files: Files, words: str) -> None:
    with pytest.raises(Stopped) as stopped:
        judge(files)
    assert words in str(stopped.value)


HUGE = "9" * 5000  # Python reads no number of more than 4300 digits


@pytest.mark.parametrize(
    ("files", "count"),
    [
        pytest.param({"requirements.in": "x>=1\n", "requirements.txt": f"x=={HUGE}.dev1\n"}, 0, id="version"),
        pytest.param({"requirements.in": f"x>={HUGE}\n", "requirements.txt": "x==1\n"}, 0, id="specifier"),
        pytest.param({"pyproject.toml": project(f'"requests>={HUGE}"'), "uv.lock": uv()}, 1, id="two-specifiers"),
        pytest.param({"pyproject.toml": project(python=f">={HUGE}"), "uv.lock": uv()}, 1, id="python"),
        pytest.param(
            {
                "pyproject.toml": project(f"\"requests>=2.31; python_version<'{HUGE}'\""),
                "uv.lock": uv('{ name = "requests", specifier = ">=2.31", marker = "python_version < \'4\'" }'),
            },
            1,
            id="marker",
        ),
        pytest.param(
            {
                "pyproject.toml": project(f"\"requests>=2.31; {'(' * 3000}os_name=='a'{')' * 3000}\""),
                "uv.lock": uv('{ name = "requests", specifier = ">=2.31", marker = "os_name == \'b\'" }'),
            },
            1,
            id="brackets",
        ),
    ],
)
def test_what_python_cannot_compare_crashes_nothing(files: Files, count: int) -> None:
    assert [each.rule for each in judge(files)] == ["lock-out-of-date"] * count


def test_main(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_lock_files.main(["--"]) == 0
    repository.add("pyproject.toml", project('"requests>=2.32"'))
    assert check_lock_files.main(["--"]) == 1
    assert (
        capsys.readouterr()
        .out.splitlines()[0]
        .startswith("pyproject.toml: lock-missing: has dependencies, but no lock")
    )
    repository.add("uv.lock", uv())
    assert check_lock_files.main(["--"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "uv.lock: lock-out-of-date: pyproject.toml asks for requests>=2.32, the lock is for requests>=2.31",
        "    fix: uv lock",
        '    exception: in this hook\'s args: "--allow=/uv.lock"',
    ]
    assert check_lock_files.main(["--allow=/uv.lock", "--"]) == 0
    repository.add("pyproject.toml", project())
    repository.write("pyproject.toml", "not staged")
    assert check_lock_files.main(["--"]) == 0
    repository.write("requirements/x", "not staged")
    assert check_lock_files.main(["--", "uv.lock"]) == 2
    assert "takes no file names" in capsys.readouterr().err


def test_main_reads_the_commit_that_is_pushed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.add("pyproject.toml", project())
    repository.add("uv.lock", uv('{ name = "requests" }'))
    repository.git("commit", "-qm", "x")
    repository.add("uv.lock", uv())
    assert check_lock_files.main(["--"]) == 0
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert check_lock_files.main(["--"]) == 1
    repository.git("commit", "-qm", "x")
    assert check_lock_files.main(["--"]) == 0
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "no-such-commit")
    assert check_lock_files.main(["--"]) == 2


def test_main_follows_links(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("app/pyproject.toml", project())
    repository.add("locks/app", uv())
    (repository.path / "locks/uv.lock").symlink_to("app")
    (repository.path / "app/uv.lock").symlink_to("../locks/uv.lock")
    repository.git("add", ".")
    assert check_lock_files.main(["--"]) == 0
    repository.add("locks/app", uv('{ name = "requests" }'))
    assert check_lock_files.main(["--"]) == 1
    assert capsys.readouterr().out.startswith("app/uv.lock: lock-out-of-date: ")
    (repository.path / "locks/uv.lock").unlink()
    (repository.path / "locks/uv.lock").symlink_to("uv.lock")
    repository.git("add", ".")
    assert check_lock_files.main(["--"]) == 2


def test_main_stops_at_an_unknown_version(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("pyproject.toml", project())
    repository.add("uv.lock", "version = 2\n")
    assert check_lock_files.main(["--"]) == 2
    assert capsys.readouterr().err.startswith("check-lock-files: error: uv.lock: has version 2; supported are 1")

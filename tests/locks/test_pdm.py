"""pdm.lock beside pyproject.toml."""

from __future__ import annotations

import hashlib
import tomllib

import pytest

from backend_standards.core import Stopped
from backend_standards.locks import pdm as pdm_tool
from backend_standards.locks import requirements
from backend_standards.locks.requirements import Requirement
from locking import judge, project, told


def pdm(manifest: str) -> str:
    content_hash = next(pdm_tool.hashes_of(tomllib.loads(manifest)))
    return (
        f'[metadata]\ngroups = ["default"]\nlock_version = "4.5.0"\ncontent_hash = "sha256:{content_hash}"\n\n'
        '[[package]]\nname = "requests"\nversion = "2.32"\n'
    )


def test_pdm() -> None:
    assert told({"pyproject.toml": project(), "pdm.lock": pdm(project())}) == []
    (finding,) = judge({"pyproject.toml": project('"requests>=3"'), "pdm.lock": pdm(project())})
    assert finding.commands == ("pdm lock && git add pdm.lock",)
    assert finding.message == "pyproject.toml asks for requests>=3, but the lock has 2.32"
    (finding,) = judge({"pyproject.toml": project('"requests>=2"'), "pdm.lock": pdm(project())})
    assert finding.message == "the content_hash is not that of pyproject.toml"


INPUTS = """\
[metadata]
groups = ["default", "dev-x"]
lock_version = "4.5.1"

[metadata.lock_inputs.project]
requires-python = ">=3.11"

[metadata.lock_inputs.project.groups]
default = ["iniconfig; sys_platform == \\"linux\\"", "six"]
dev-x = ["zipp"]
x = ["toolz[y]"]

[metadata.lock_inputs.project.resolution]
{resolution}
[[metadata.lock_inputs.project.sources]]
name = "pypi"
url = "sha256:{url}"

[[package]]
name = "six"
version = "1.17.0"

[[package]]
name = "zipp"
version = "3"
"""
URL = "https://index.example.org/simple"
PROJECT = f"""\
[project]
name = "app"
requires-python = ">=3.11"
dependencies = ["Six>=1.16", "iniconfig; sys_platform == 'linux'"]
[project.optional-dependencies]
x = ["toolz[Y]>=1"]
[dependency-groups]
Dev_X = ["zipp>=1"]
[tool.pdm]
resolution = {{lock_inputs = true}}
[[tool.pdm.source]]
name = "pypi"
url = "{URL}"
username = "me"
password = "${{PASSWORD}}"
"""


def inputs(resolution: str = "") -> str:
    return INPUTS.format(url=hashlib.sha256(URL.encode()).hexdigest(), resolution=resolution)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("", "", ""),
        (">=1.16", ">=1.10", ""),
        ('"Six>=1.16", ', '"six!=1",', ""),
        (">=1.16", ">=2", "asks for six>=2, but the lock has 1.17.0"),
        ("zipp>=1", "zipp>=4", "asks for zipp>=4, but the lock has 3"),
        ('"zipp>=1"', '"zipp>=1", "idna"', "group dev-x of pyproject.toml is not that of the lock"),
        ('"Six>=1.16", ', "", "group default of pyproject.toml is not that of the lock"),
        ("sys_platform == 'linux'", "sys_platform == 'win32'", "group default of pyproject.toml is not that of the lock"),
        ("toolz[Y]", "toolz", "group x of pyproject.toml is not that of the lock"),
        ("x = [", "z = [", "group x of pyproject.toml is not that of the lock; group z of pyproject.toml is not that of"),
        ('["zipp>=1"]', '["zipp>=1"]\nmore = [{include-group = "dev-x"}]', "group more of pyproject.toml is not that of the lock"),
        ('["zipp>=1"]', '["zipp>=1"]\nmore = []', "group more of pyproject.toml is not that of the lock"),
        ('">=3.11"', '">=3.12"', "asks for Python >=3.12, but the lock is for >=3.11"),
        ('">=3.11"', '">=3.11.0"', ""),
        ('requires-python = ">=3.11"\n', "", "asks for Python of any version, but the lock is for >=3.11"),
        ("lock_inputs = true", "lock_inputs = true, allow-prereleases = true", "tool.pdm.resolution of pyproject.toml is not"),
        ("index.example", "other.example", "tool.pdm.source of pyproject.toml is not that of the lock"),
        ('username = "me"\n', "", ""),
        ('name = "pypi"\n', 'name = "pypi"\nverify_ssl = false\n', "tool.pdm.source of pyproject.toml is not that of the lock"),
    ],
)  # fmt: skip
def test_lock_inputs(old: str, new: str, words: str) -> None:
    found = told({"pyproject.toml": PROJECT.replace(old, new) if old else PROJECT, "pdm.lock": inputs()})
    assert bool(found) == bool(words), found
    assert words in "".join(found)


def test_lock_inputs_of_a_resolution_with_a_url() -> None:
    digest = hashlib.sha256(b"https://x.org/a").hexdigest()
    manifest = PROJECT.replace("lock_inputs = true", 'overrides = {a = "https://x.org/a", b = ["1"]}')
    resolution = f'[metadata.lock_inputs.project.resolution.overrides]\na = "sha256:{digest}"\nb = ["1"]\n'
    assert told({"pyproject.toml": manifest, "pdm.lock": inputs(resolution)}) == []


def test_lock_inputs_of_packages_from_urls_and_of_extras_of_the_project_itself() -> None:
    manifest = PROJECT.replace('"Six>=1.16", ', '"Six", "shop @ git+https://x.org/a@v1", "app[x]", ')
    lock = inputs().replace('"six"]\ndev', '"six", "url-sha256:00", "toolz[y]"]\ndev')
    assert told({"pyproject.toml": manifest, "pdm.lock": lock}) == [
        (
            "pdm.lock: stale-lock: pyproject.toml asks for shop (from git), which the lock does not have; "
            "pyproject.toml asks for toolz[y]>=1, which the lock does not have"
        )
    ]


def test_lock_inputs_of_a_workspace() -> None:
    manifest = PROJECT.replace("[tool.pdm]\n", '[tool.pdm]\nworkspace = {members = ["pkgs/*"]}\n')
    member = '[project]\nname = "one"\ndependencies = ["six"]\n'
    lock = inputs().replace(
        "[[package]]",
        '[metadata.lock_inputs.workspace."pkgs/a"]\nrequires-python = ""\n'
        '[metadata.lock_inputs.workspace."pkgs/a".groups]\ndefault = ["six"]\n\n[[package]]',
        1,
    )
    files = {"pyproject.toml": manifest, "pkgs/a/pyproject.toml": member}
    assert told(files | {"pdm.lock": lock}) == []
    assert (
        "pkgs/b/pyproject.toml is a member, which the lock"
        in told(files | {"pkgs/b/pyproject.toml": member, "pdm.lock": lock})[0]
    )
    assert "a member that the workspace does not have" in told({"pyproject.toml": manifest, "pdm.lock": lock})[0]
    other = member.replace('"six"', '"six", "a"')
    assert (
        "group default of pkgs/a/pyproject.toml is not"
        in told(files | {"pkgs/a/pyproject.toml": other, "pdm.lock": lock})[0]
    )


def test_groups_that_include_one_another_twice_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken each time that they are included, the members of these groups would be parsed 2^12 times."""
    parsed: list[str] = []

    def counted(row: str) -> Requirement | None:
        parsed.append(row)
        return requirements.parse(row)

    monkeypatch.setattr("backend_standards.locks.pdm.parse", counted)
    depth = 12
    both = "{{include-group = 'g{0}'}}, {{include-group = 'g{0}'}}".format
    twice = "".join(f"g{at} = [{both(at + 1)}]\n" for at in range(depth))
    manifest = f'{project()}[dependency-groups]\n{twice}g{depth} = ["idna"]\n'
    lock = pdm(project('"six"')).replace('["default"]', '["default", "g0"]')
    (finding,) = judge({"pyproject.toml": manifest, "pdm.lock": lock})
    assert "asks for idna, which the lock does not have" in finding.message
    assert parsed.count("idna") < depth


def test_too_many_groups_of_groups() -> None:
    chain = "".join(f'g{at} = [{{include-group = "g{at + 1}"}}]\n' for at in range(300))
    manifest = f"{project()}[dependency-groups]\n{chain}g300 = []\n"
    lock = pdm(project('"idna"'))  # of another manifest, so the groups are compared
    with pytest.raises(Stopped, match=r"^pyproject.toml: the dependency groups have more than 20000 members in all$"):
        told({"pyproject.toml": manifest, "pdm.lock": lock})


def test_a_project_in_a_folder() -> None:
    files = {"README.md": "", "backend/pyproject.toml": project(), "backend/pdm.lock": pdm(project())}
    assert told(files) == []
    (finding,) = judge(files | {"backend/pyproject.toml": project('"requests>=3"')})
    assert finding.message == "backend/pyproject.toml asks for requests>=3, but the lock has 2.32"


def test_a_package_with_the_name_of_a_key_and_a_line_that_is_no_requirement() -> None:
    manifest = project('"include-group>=1", "no requirement !"')
    (finding,) = judge({"pyproject.toml": manifest, "pdm.lock": pdm(project())})
    assert finding.message == "pyproject.toml asks for include-group>=1, which the lock does not have"


def test_how_many_members_groups_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    # A group counts itself and what it holds: default one and one, dev one and two.
    manifest = project(more='[dependency-groups]\ndev = ["six", "idna"]\n')
    files = {"pyproject.toml": manifest, "pdm.lock": pdm(project())}
    for most, stops in ((5, False), (4, True)):
        monkeypatch.setattr(pdm_tool, "MOST_MEMBERS", most)
        if stops:
            with pytest.raises(Stopped, match="more than 4 members in all"):
                told(files)
        else:
            assert len(told(files)) == 1

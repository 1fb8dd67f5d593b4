"""The hashes that the tools write into their locks, computed here a second time, from what the tools' sources say.

Each key that counts is changed once, and so is one beside it that does not count.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from typing import Any

import pytest

from backend_standards.core import Stopped
from backend_standards.locks import poetry as poetry_tool
from locking import judge, told


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# --- Poetry -----------------------------------------------------------------------------------------


def is_fresh(manifest: str, content: object, version: str, writer: str = "") -> bool:
    """Return whether the hook takes a lock for fresh whose hash is that of a value as JSON."""
    by = f" by Poetry {writer}" if writer else ""
    lock = (
        f"# This file is automatically @generated{by} and should not be changed by hand.\n\n[metadata]\n"
        f'lock-version = "{version}"\npython-versions = "*"\n'
        f'content-hash = "{sha256(json.dumps(content, sort_keys=True))}"\n'
    )
    return told({"pyproject.toml": manifest, "poetry.lock": lock}) == []


OWN: dict[str, Any] = {"dependencies": {"python": "^3.11"}, "source": None, "extras": None, "dev-dependencies": None}
OLD = '[tool.poetry]\nname = "app"\n[tool.poetry.dependencies]\npython = "^3.11"\n'
GROUP = {"dev": {"dependencies": {"ruff": "*"}}}
IN_GROUP = '[tool.poetry.group.dev.dependencies]\nruff = "*"\n'


@pytest.mark.parametrize("version", ["1.0", "1.1", "2.0"])
def test_poetry_1_hashes_four_tables(version: str) -> None:
    assert is_fresh(OLD, OWN, version)
    assert not is_fresh(OLD, {}, version)
    changes = {
        "dependencies": ('python = "^3.11"\n', 'python = "^3.11"\nsix = "*"\n', {"python": "^3.11", "six": "*"}),
        "source": ("[tool.poetry.dep", '[[tool.poetry.source]]\nname = "x"\n[tool.poetry.dep', [{"name": "x"}]),
        "extras": ("[tool.poetry.dep", 'extras = {x = ["y"]}\n[tool.poetry.dep', {"x": ["y"]}),
        "dev-dependencies": ("[tool.poetry.dep", 'dev-dependencies = {y = "*"}\n[tool.poetry.dep', {"y": "*"}),
    }
    for key, (old, new, value) in changes.items():
        assert is_fresh(OLD.replace(old, new), {**OWN, key: value}, version), key
        assert not is_fresh(OLD.replace(old, new), OWN, version), key
    other = OLD.replace('name = "app"', 'name = "shop"\nversion = "1"') + '[project]\nrequires-python = ">=3"\n'
    assert is_fresh(other, OWN, version)


def test_poetry_1_hashes_groups_from_1_2_on() -> None:
    assert is_fresh(OLD + IN_GROUP, OWN | {"group": GROUP}, "2.0")
    assert is_fresh(OLD + IN_GROUP, OWN | {"group": GROUP}, "1.1")
    assert is_fresh(OLD + IN_GROUP, OWN, "1.1")  # Poetry 1.1 knew no groups
    assert is_fresh(OLD + IN_GROUP, OWN, "1.0")
    assert not is_fresh(OLD + IN_GROUP, OWN, "2.0")
    assert not is_fresh(OLD, OWN | {"group": None}, "2.0")


@pytest.mark.parametrize("writer", ["", "2.1.0", "2.3.0"])
def test_poetry_2_hashes_old_tables_as_before(writer: str) -> None:
    assert is_fresh(OLD, OWN, "2.1", writer)
    assert is_fresh(OLD + IN_GROUP, OWN | {"group": GROUP}, "2.1", writer)
    assert not is_fresh(OLD + IN_GROUP, OWN, "2.1", writer)
    assert not is_fresh(OLD, {"tool": {"poetry": OWN}}, "2.1", writer)


PROJECT = {"requires-python": ">=3.11", "dependencies": [], "optional-dependencies": {"x": []}}
NEW = '[project]\nname = "app"\nrequires-python = ">=3.11"\ndependencies = []\noptional-dependencies = {x = []}\n'


def test_poetry_2_hashes_the_project() -> None:
    whole = {"project": PROJECT, "tool": {"poetry": {}}}
    assert is_fresh(NEW, whole, "2.1", "2.3.0")
    assert is_fresh(NEW + 'version = "1"\n', whole, "2.1", "2.3.0")
    for key in PROJECT:
        fewer = {"project": {each: value for each, value in PROJECT.items() if each != key}, "tool": {"poetry": {}}}
        assert not is_fresh(NEW, fewer, "2.1", "2.3.0"), key
        assert is_fresh(
            "".join(line for line in NEW.splitlines(keepends=True) if not line.startswith(key)), fewer, "2.1"
        ), key
    with_group = {"project": PROJECT, "tool": {"poetry": {"group": GROUP}}}
    assert is_fresh(NEW + IN_GROUP, with_group, "2.1", "2.3.0")
    assert not is_fresh(NEW, {"project": PROJECT, "tool": {"poetry": OWN}}, "2.1", "2.3.0")


@pytest.mark.parametrize(
    ("writer", "may_lack_groups"),
    [
        ("", True),
        ("x", True),
        ("1.8.5", True),
        ("2.0.0", True),
        ("2.2.9", True),
        ("2.3.0", False),
        ("2.3.0rc1", False),
        ("2.10.1", False),
        ("3.0.0", False),
    ],
)
def test_poetry_hashes_dependency_groups_from_2_3_on(writer: str, *, may_lack_groups: bool) -> None:
    manifest = NEW + '[dependency-groups]\ndev = ["ruff"]\n'
    whole = {"project": PROJECT, "dependency-groups": {"dev": ["ruff"]}, "tool": {"poetry": {}}}
    assert is_fresh(manifest, whole, "2.1", writer)
    assert is_fresh(manifest, {"project": PROJECT, "tool": {"poetry": {}}}, "2.1", writer) == may_lack_groups
    alone = {"dependency-groups": {"dev": ["ruff"]}, "tool": {"poetry": {}}}
    assert is_fresh('[dependency-groups]\ndev = ["ruff"]\n', alone, "2.1", writer)
    assert is_fresh('[dependency-groups]\ndev = ["ruff"]\n', dict.fromkeys(OWN), "2.1", writer) == may_lack_groups


@pytest.mark.parametrize(
    ("version", "writer", "number"), [("2.1", "2.3.0", 1), ("2.1", "2.2.0", 2), ("2.0", "", 1), ("1.1", "", 2)]
)
def test_poetry_hashes_as_often_as_it_must(version: str, writer: str, number: int) -> None:
    tables = tomllib.loads(NEW + '[dependency-groups]\ndev = ["ruff"]\n')
    assert len(list(poetry_tool.hashes_of(tables, version, writer))) == number


# --- pipenv -----------------------------------------------------------------------------------------

PIPFILE = '[[source]]\nname = "x"\nurl = "https://x.org"\nverify_ssl = true\n[packages]\nA_b = "*"\n'
SOURCES = [{"name": "x", "url": "https://x.org", "verify_ssl": True}]


def pipenv_is_fresh(manifest: str, content: object, sources: object = SOURCES) -> bool:
    digest = sha256(json.dumps(content, sort_keys=True, separators=(",", ":")))
    meta = {"hash": {"sha256": digest}, "pipfile-spec": 6, "requires": {}, "sources": sources}
    lock = {"_meta": meta, "default": {"a-b": {"version": "==1"}}, "develop": {"c": {"version": "==1"}}}
    return told({"Pipfile": manifest, "Pipfile.lock": json.dumps(lock)}) == []


def test_pipenv_hashes_sources_requires_and_categories() -> None:
    whole: dict[str, Any] = {"_meta": {"sources": SOURCES, "requires": {}}, "default": {"a-b": "*"}, "develop": {}}
    assert pipenv_is_fresh(PIPFILE, whole)
    assert pipenv_is_fresh(PIPFILE, {**whole, "default": {"A_b": "*"}})  # before it normalised names
    assert not pipenv_is_fresh(PIPFILE, {**whole, "default": {"a_b": "*"}})
    assert not pipenv_is_fresh(PIPFILE, {**whole, "default": {}})
    assert pipenv_is_fresh(f'{PIPFILE}[dev-packages]\nc = "*"\n', {**whole, "develop": {"c": "*"}})
    assert pipenv_is_fresh(f'{PIPFILE}[docs]\nD_e = "*"\n', {**whole, "docs": {"d-e": "*"}})
    assert not pipenv_is_fresh(f'{PIPFILE}[docs]\nD_e = "*"\n', whole)
    for name in ("scripts", "pipenv", "pipfile"):
        assert pipenv_is_fresh(f'{PIPFILE}[{name}]\nx = "y"\n', whole), name
    for name in ("default", "develop"):  # which a Pipfile calls packages and dev-packages
        assert pipenv_is_fresh(f'{PIPFILE}[{name}]\nx = "y"\n', whole), name
    meta = {"sources": SOURCES, "requires": {"python_version": "3.11"}}
    changed = f'{PIPFILE}[requires]\npython_version = "3.11"\n'
    assert not pipenv_is_fresh(changed, whole)
    assert pipenv_is_fresh(changed, {**whole, "_meta": meta})
    assert not pipenv_is_fresh(PIPFILE.replace("true", "false"), whole)


def test_a_pipfile_without_sources_is_hashed_with_those_of_the_lock() -> None:
    manifest = '[packages]\nA_b = "*"\n'
    whole = {"_meta": {"sources": SOURCES, "requires": {}}, "default": {"a-b": "*"}, "develop": {}}
    assert pipenv_is_fresh(manifest, whole)
    assert pipenv_is_fresh(
        manifest, {**whole, "_meta": {"sources": [], "requires": {}}}
    )  # pip's configuration may say so
    assert not pipenv_is_fresh(manifest.replace("A_b", "z"), whole)


@pytest.mark.parametrize(
    ("row", "is_stale"),
    [
        ('"*"', True),
        ('{version = "*", markers = "os_name == \'nt\'"}', False),
        ('{version = "*", sys_platform = "== \'win32\'"}', False),
        ('{version = "*", os_name = "== \'nt\'"}', False),
        ('{version = "*", platform_machine = "== \'x\'"}', False),
        ('{version = "*", python_version = "< \'3\'"}', False),
        ('{version = "*", extras = ["x"]}', True),
    ],
)
def test_a_row_of_a_pipfile_that_the_lock_lacks(row: str, *, is_stale: bool) -> None:
    meta = {"hash": {"sha256": "0"}, "pipfile-spec": 6, "requires": {}, "sources": []}
    lock = json.dumps({"_meta": meta, "default": {}, "develop": {}})
    (told_of,) = told({"Pipfile": f"[[source]]\n[packages]\nsix = {row}\n", "Pipfile.lock": lock})
    assert ("asks for six" in told_of) == is_stale


# --- pdm --------------------------------------------------------------------------------------------

PDM = '[project]\nname = "app"\nrequires-python = ">=3.11"\ndependencies = ["six"]\n'
PDM_DATA: dict[str, Any] = {
    "sources": [],
    "dependencies": ["six"],
    "dev-dependencies": {},
    "optional-dependencies": {},
    "requires-python": ">=3.11",
    "resolution": {},
}


def pdm_is_fresh(manifest: str, content: object, version: str = "4.5.0") -> bool:
    lock = (
        f'[metadata]\ngroups = ["default"]\nlock_version = "{version}"\n'
        f'content_hash = "sha256:{sha256(json.dumps(content, sort_keys=True))}"\n[[package]]\nname = "six"\nversion = "1"\n'
    )
    return told({"pyproject.toml": manifest, "pdm.lock": lock}) == []


@pytest.mark.parametrize(
    ("more", "key", "value"),
    [
        ('[[tool.pdm.source]]\nname = "x"\n', "sources", [{"name": "x"}]),
        ('[dependency-groups]\nA_b = ["ruff"]\n', "dev-dependencies", {"a-b": ["ruff"]}),
        ('[tool.pdm.dev-dependencies]\nA_b = ["ruff"]\n', "dev-dependencies", {"a-b": ["ruff"]}),
        ('[dependency-groups]\nd = ["a"]\n[tool.pdm.dev-dependencies]\nd = ["b"]\n', "dev-dependencies", {"d": ["a", "b"]}),
        ('[project.optional-dependencies]\nx = ["y"]\n', "optional-dependencies", {"x": ["y"]}),
        ("[tool.pdm.resolution]\nallow-prereleases = true\n", "resolution", {"allow-prereleases": True}),
    ],
)  # fmt: skip
def test_pdm_hashes_six_tables(more: str, key: str, value: object) -> None:
    assert pdm_is_fresh(PDM + more, PDM_DATA | {key: value})
    assert not pdm_is_fresh(PDM + more, PDM_DATA)
    assert pdm_is_fresh(PDM + "[tool.ruff]\nline-length = 1\n[tool.pdm]\ndistribution = true\n", PDM_DATA)


def test_pdm_hashes_the_project() -> None:
    assert pdm_is_fresh(PDM, PDM_DATA)
    assert not pdm_is_fresh(PDM.replace('">=3.11"', '">=3.12"'), PDM_DATA)
    assert pdm_is_fresh(PDM.replace('">=3.11"', '">=3.12"'), PDM_DATA | {"requires-python": ">=3.12"})
    assert pdm_is_fresh(PDM.replace('requires-python = ">=3.11"\n', ""), PDM_DATA | {"requires-python": ""})
    assert not pdm_is_fresh(PDM.replace('["six"]', '["six>0"]'), PDM_DATA)
    assert pdm_is_fresh(PDM.replace('dependencies = ["six"]\n', ""), PDM_DATA | {"dependencies": []})


def test_the_hashes_of_older_pdms_count() -> None:
    manifest = PDM + '[tool.pdm.resolution]\noverrides = {six = "1"}\n[tool.pdm.dev-dependencies]\nA_b = ["ruff"]\n'
    data = {key: value for key, value in PDM_DATA.items() if key != "resolution"}
    assert pdm_is_fresh(manifest, data | {"overrides": {"six": "1"}, "dev-dependencies": {"a-b": ["ruff"]}})
    assert pdm_is_fresh(manifest, data | {"overrides": {"six": "1"}, "dev-dependencies": {"A_b": ["ruff"]}})
    assert not pdm_is_fresh(manifest, data | {"overrides": {}, "dev-dependencies": {"A_b": ["ruff"]}})


@pytest.mark.parametrize("version", ["4.0", "4.4.1", "4.5.1"])
def test_the_versions_of_pdm_s_lock(version: str) -> None:
    assert pdm_is_fresh(PDM, PDM_DATA, version)


def test_pdm_hashes_a_workspace() -> None:
    root = PDM + '[tool.pdm]\nworkspace = {members = ["pkgs/*"]}\n'
    member = '[project]\nname = "one"\ndependencies = ["six>=1"]\n'
    empty = PDM_DATA | {"requires-python": "", "dependencies": ["six>=1"]}
    own, other = (sha256(json.dumps(each, sort_keys=True)) for each in (PDM_DATA, empty))
    whole = hashlib.sha256(own.encode() + b"\0pkgs/a\0" + other.encode() + b"\0pkgs/b\0" + other.encode()).hexdigest()
    files = {"pyproject.toml": root, "pkgs/b/pyproject.toml": member, "pkgs/a/pyproject.toml": member}
    lock = (
        f'[metadata]\ngroups = ["default"]\nlock_version = "4.5.1"\ncontent_hash = "sha256:{whole}"\n'
        '[[package]]\nname = "six"\nversion = "1"\n'
    )
    assert told(files | {"pdm.lock": lock}) == []
    assert told({f"x/{path}": text for path, text in files.items()} | {"x/pdm.lock": lock}) == []
    changed = files | {"pkgs/a/pyproject.toml": member.replace(">=1", ">=2")}
    assert told(changed | {"pdm.lock": lock}) == [
        "pdm.lock: stale-lock: pkgs/a/pyproject.toml asks for six>=2, but the lock has 1"
    ]
    assert told(files | {"pkgs/c/pyproject.toml": member, "pdm.lock": lock}) == [
        "pdm.lock: stale-lock: the content_hash is not that of pyproject.toml"
    ]


# --- the form of a poetry.lock ----------------------------------------------------------------------


def poetry_lock(content: object, *, head: str = "", tail: str = "", packages: str = "") -> str:
    digest = sha256(json.dumps(content, sort_keys=True))
    return f'{head}{packages}[metadata]\nlock-version = "2.1"\npython-versions = "*"\ncontent-hash = "{digest}"\n{tail}'


@pytest.mark.parametrize(
    "lock",
    [
        poetry_lock(OWN, head="# a comment\n\n"),
        poetry_lock(OWN),  # nothing before the metadata
        poetry_lock(OWN, head="# x\n", tail='\n[metadata.files]\nx = []\n'),
        poetry_lock(OWN, head="# x\n", packages='[[package]]\nname = "x"\nversion = "1"\ndescription = """\n[metadata]\n"""\n\n'),
        poetry_lock(OWN, head="# x\n", packages="[[package]]\nname = 'x'\nversion = '1'\ndescription = '''\n[metadata]\n'''\n\n"),
        poetry_lock(OWN, head="# x\n", packages='[[package]]\nname = "x"\nversion = "1"\ndescription = "[metadata]"\n\n'),
        poetry_lock(OWN, head="# x\n").replace("\n", "\r\n"),
        poetry_lock(OWN, head="# x\n", tail='[extras]\nx = ["y"]\n'),
    ],
)  # fmt: skip
def test_the_metadata_of_a_poetry_lock_in_any_form(lock: str) -> None:
    assert told({"pyproject.toml": OLD, "poetry.lock": lock}) == []
    other = OLD.replace("^3.11", "^3.12")
    assert len(told({"pyproject.toml": other, "poetry.lock": lock})) == 1


def test_a_merge_in_a_poetry_lock_is_seen_above_the_metadata() -> None:
    lock = poetry_lock(OWN, head="# x\n<<<<<<< a\n")
    with pytest.raises(Stopped, match="unresolved merge"):
        told({"pyproject.toml": OLD, "poetry.lock": lock})


@pytest.mark.parametrize(
    ("version", "writer", "command"),
    [
        ("2.1", "2.1.0", "poetry lock"),
        ("2.1", "", "poetry lock"),
        ("2.0", "2.0.0", "poetry lock"),
        ("2.0", "1.8.5", "poetry lock --no-update"),
        ("2.0", "", "poetry lock --no-update"),
        ("1.1", "", "poetry lock --no-update"),
    ],
)
def test_the_command_is_that_of_the_poetry_that_wrote_the_lock(version: str, writer: str, command: str) -> None:
    by = f"# by Poetry {writer} and\n" if writer else "# x\n"
    lock = by + poetry_lock({}).replace('"2.1"', f'"{version}"')
    (finding,) = judge({"pyproject.toml": OLD, "poetry.lock": lock})
    assert finding.commands == (f"{command} && git add poetry.lock",)


def test_poetry_names_itself_in_the_first_line() -> None:
    by = "# This file is automatically @generated by Poetry {} and should not be changed by hand.\n"
    manifest = NEW + '[dependency-groups]\ndev = ["ruff"]\n'
    old = poetry_lock({"project": PROJECT, "tool": {"poetry": {}}}, head=by.format("2.2.0"))
    assert told({"pyproject.toml": manifest, "poetry.lock": old}) == []
    far = poetry_lock({"project": PROJECT, "tool": {"poetry": {}}}, head="#" * 190 + "\n" + by.format("2.3.0"))
    assert told({"pyproject.toml": manifest, "poetry.lock": far}) == []  # that is not where it names itself


@pytest.mark.parametrize("name", ["poetry.lock", "Pipfile.lock", "pdm.lock"])
def test_a_lock_without_a_manifest_is_compared_with_nothing(name: str) -> None:
    assert told({name: "x"}) == []


@pytest.mark.parametrize(
    ("version", "is_known"), [('"4"', False), ('"4.0"', True), ('"5.0"', False), ("4.5", False), ('"x"', False)]
)
def test_the_versions_of_a_pdm_lock(version: str, *, is_known: bool) -> None:
    lock = f'[metadata]\nlock_version = {version}\ncontent_hash = "sha256:{sha256(json.dumps(PDM_DATA, sort_keys=True))}"\n'
    if is_known:
        assert told({"pyproject.toml": PDM, "pdm.lock": lock}) == []
    else:
        with pytest.raises(Stopped, match=r"supported versions: 4\.x"):
            told({"pyproject.toml": PDM, "pdm.lock": lock})


def test_a_pdm_lock_whose_packages_are_no_list_is_malformed() -> None:
    lock = 'package = 3\n[metadata]\nlock_version = "4.0"\n'
    with pytest.raises(Stopped, match=r"pdm\.lock:1: package must be an array of tables, but is an integer; write the"):
        told({"pyproject.toml": PDM, "pdm.lock": lock})


@pytest.mark.parametrize(
    ("groups", "is_stale"),
    [
        ('["default"]', False),
        ('["default", "dev"]', True),
        ('["*"]', True),
        ("[]", True),
        ('["default", "other"]', False),
    ],
)
def test_the_groups_that_a_pdm_lock_has(groups: str, *, is_stale: bool) -> None:
    manifest = PDM + '[dependency-groups]\ndev = ["ruff"]\n'
    lock = f'[metadata]\ngroups = {groups}\nlock_version = "4.5"\ncontent_hash = "x"\n[[package]]\nname = "six"\nversion = "1"\n'
    (message,) = told({"pyproject.toml": manifest, "pdm.lock": lock})
    assert ("asks for ruff" in message) == is_stale


@pytest.mark.parametrize(
    ("row", "locked", "words"),
    [
        ('">=2"', '"==1"', "asks for six>=2, but the lock has 1"),
        ('{version = ">=2"}', '"==1"', "asks for six>=2, but the lock has 1"),
        ('{git = "https://x.org"}', '"==1"', "the hash is not that of Pipfile"),
        ('" * "', '"==1"', "the hash is not that of Pipfile"),
        ('">= 1"', '"==1"', "the hash is not that of Pipfile"),
        ('">=2"', '">=1"', "the hash is not that of Pipfile"),
    ],
)
def test_a_row_of_a_pipfile_and_its_pin(row: str, locked: str, words: str) -> None:
    meta = {"hash": {"sha256": "0"}, "pipfile-spec": 6, "requires": {}, "sources": [{}]}
    lock = json.dumps({"_meta": meta, "default": {"Six": {"version": json.loads(locked)}}, "develop": {}})
    (told_of,) = told({"Pipfile": f"[[source]]\n[packages]\nsix = {row}\n", "Pipfile.lock": lock})
    assert words in told_of


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_what_only_looks_like_the_metadata_of_a_poetry_lock(quotes: str) -> None:
    fake = poetry_lock(OWN)  # of the manifest beside it
    text = f"[[package]]\nname = 'x'\nversion = '1'\ndescription = {quotes}\n{fake}{quotes}\n\n"
    lock = "# x\n" + text + poetry_lock({}).replace("[metadata]", "[ metadata ]")
    assert len(told({"pyproject.toml": OLD, "poetry.lock": lock})) == 1

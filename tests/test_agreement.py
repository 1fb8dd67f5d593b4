"""The manifest, the scripts, the modules, the README and the pages say the same, in one order."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import backend_standards
import catalog
import decided
import documentation
from backend_standards.core.catalog import LITERALS, TEXTS
from backend_standards.core.options import OPTIONS
from backend_standards.standard.table import ROWS

ROOT = Path(__file__).parent.parent

PACKAGE = ROOT / "hooks" / "backend_standards"
README = (ROOT / "README.md").read_text(encoding="utf-8")
MANIFEST = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
LONGEST_README = 250
"""Lines: what somebody reads who is only looking; the rest is in docs/."""
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
IDS = [hook["id"] for hook in MANIFEST]
# Of the hooks that are about something else than files.
STAGES = {
    "check-branch-name": ["pre-commit", "pre-push", "manual"],
    "check-commit-message": ["commit-msg"],
    "check-push": ["pre-push", "manual"],
}


def module_of(hook: str) -> str:
    return hook.replace("-", "_")


def section(readme: str, heading: str) -> str:
    """Return README's text below a heading, up to the next one of the same or a higher level."""
    level = heading.index(" ")
    match = re.search(rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{level}}} |\Z)", readme, re.MULTILINE | re.DOTALL)
    assert match, f"README.md has no heading {heading!r}"
    return match[1]


def rows(text: str) -> list[list[str]]:
    """Return the cells of a Markdown table's rows, without its head."""
    found = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in cells] for cells in found if not set("".join(cells)) <= set("-: ")][1:]


def test_manifest_scripts_modules_and_readme_list_the_same_hooks() -> None:
    assert list(PYPROJECT["project"]["scripts"].items()) == [
        (hook, f"backend_standards.{module_of(hook)}:main") for hook in IDS
    ]
    modules = [path.stem for path in PACKAGE.glob("*.py") if not path.stem.startswith("_")]
    assert sorted(modules) == sorted(map(module_of, IDS))
    assert list(OPTIONS) == list(TEXTS) == IDS
    assert [re.sub(r"[`\[]|\].*", "", row[0]) for row in rows(section(README, "## Hooks"))] == IDS
    assert [row[0].partition("(")[2].rstrip(")") for row in rows(section(README, "## Hooks"))] == [
        f"docs/hooks/{hook}.md" for hook in IDS
    ]
    assert re.findall(r"^      - id: (\S+)$", section(README, "## Start"), re.MULTILINE) == IDS[:-1]
    assert sorted(path.stem for path in (ROOT / "docs" / "hooks").glob("*.md")) == sorted([*IDS, "index"])


@pytest.mark.parametrize("hook", MANIFEST, ids=IDS)
def test_manifest_entry(hook: dict[str, object]) -> None:
    assert hook["language"] == "python"
    assert hook["entry"] == (f"{hook['id']} check" if hook["id"] == "backend-standards" else hook["id"])
    assert hook["args"] == ["--"]
    assert hook["stages"] == STAGES.get(str(hook["id"]), ["pre-commit", "pre-merge-commit", "pre-push", "manual"])
    # prek hands no file name over where the hook runs in a folder of the repository.
    assert hook["stages"] != ["commit-msg"] or hook["always_run"] is True
    assert hook["minimum_pre_commit_version"] == "3.2.0"
    assert "additional_dependencies" not in hook


@pytest.mark.parametrize("hook", MANIFEST, ids=IDS)
def test_description(hook: dict[str, str]) -> None:
    module = importlib.import_module(f"backend_standards.{module_of(hook['id'])}")
    assert hook["id"] == module.HOOK
    assert (module.__doc__ or "").splitlines()[0] == hook["description"]
    (row,) = (row for row in rows(section(README, "## Hooks")) if hook["id"] in row[0])
    assert row[1] == hook["description"]


@pytest.mark.parametrize("hook", IDS)
def test_options(hook: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What ``--help`` prints is what the page shows, whose table tools/documentation.py makes of the same options."""
    module = importlib.import_module(f"backend_standards.{module_of(hook)}")
    assert module.main(["check", "--help"] if hook == "backend-standards" else ["--help"]) == 0
    own, _, shared = capsys.readouterr().out.partition("options of every hook:\n")
    assert options(own, "^  {}") == options(documentation.options_table(hook), r"^\| `{}`")
    every = options(documentation.options_table(documentation.EVERY_HOOK), r"^\| `{}`")
    names = [name.partition(" ")[0] for name in [*every, "--help", "--version"]]
    assert [re.findall(r"--[a-z-]+", line)[0] for line in shared.splitlines() if re.match(r"  -", line)] == names


def options(text: str, where: str) -> list[str]:
    return re.findall(where.replace("{}", "(--[a-z0-9-]+(?: [A-Z]+)?)"), text, re.MULTILINE)


def test_readme_is_short_and_its_links_answer() -> None:
    assert README.count("\n") <= LONGEST_README
    links = re.findall(r"\]\(([^()\s]+)\)", README)
    assert len(links) > 20
    for link in links:
        if not link.startswith("https://"):
            path, _, anchor = link.partition("#")
            text = (ROOT / path).read_text(encoding="utf-8")
            assert not anchor or re.search(rf"^#+ {anchor.replace('-', ' ')}$", text, re.MULTILINE | re.IGNORECASE), (
                link
            )


def test_catalog_is_up_to_date() -> None:
    assert catalog.CATALOG.read_text(encoding="utf-8") == catalog.render(), "run: make catalog"
    assert catalog.OPTIONS.read_text(encoding="utf-8") == catalog.render_options(), "run: make catalog"
    assert catalog.WORDS.read_text(encoding="utf-8") == catalog.render_words(), "run: make catalog"


def test_readme_says_how_many_lines_are_decided_by_what() -> None:
    readme = decided.README.read_text(encoding="utf-8")
    assert decided.with_sentence(readme) == readme, "run: make catalog"
    assert decided.sentence() in " ".join(readme.split())
    assert sum(decided.tally().values()) == len(ROWS)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param(r"\.txt$", ".txt", id="suffix"),
        pytest.param(r"(^|/)requirements[^/]*\.txt$", "/requirements requirements", id="longest"),
        pytest.param(r"abc|de", "abc de", id="alternatives"),
        pytest.param(r"abc|[^/]*", "", id="an-open-alternative"),
        pytest.param(r"(?:\.txt)?x", ".txtx x", id="optional"),
        pytest.param(r"\.ya?ml$", ".yaml .yml", id="optional-letter"),
        pytest.param(r"[Dd]ocker[^/]*", "Docker docker", id="letters"),
        pytest.param(r"[^/]*\.(sh|bash)$", ".bash .sh", id="behind-a-point"),
        pytest.param(r"(a+|b)xy", "xy", id="repeated"),
        pytest.param(r"(x[^/]*|[^/]*yy)z", "x yy", id="nested"),
        pytest.param(r"(?i)\.txt$", "", id="without-case"),
    ],
)
def test_what_every_match_holds(pattern: str, expected: str) -> None:
    assert " ".join(catalog.literals(pattern)) == expected


@given(st.data())
def test_every_match_holds_one(data: st.DataObject) -> None:
    for hook, facts in TEXTS.items():
        if facts["files"]:
            path = data.draw(st.from_regex(facts["files"]))
            assert any(part in path for part in LITERALS[hook])


@pytest.mark.parametrize("hook", IDS)
def test_each_hook_names_its_source_and_its_exceptions(hook: str) -> None:
    help_text = importlib.import_module(f"backend_standards.{module_of(hook)}").__doc__ or ""
    assert "\nSource: the standard" in help_text
    assert "``" not in help_text
    assert help_text.count("\n") <= 8, "how the hook does it stands in comments"


def test_version() -> None:
    version = backend_standards.__version__
    assert re.findall(r"^ +rev: (\S+)", README, re.MULTILINE) == [f"v{version}"] * README.count("    rev: ")
    assert README.count("    rev: ") >= 1
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d\S*)", changelog, re.MULTILINE)[0] == version


def test_runtime_dependencies_are_imported_lazily() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.name == "yaml_marks.py":
            continue  # it reads nothing but YAML, and is itself imported for a file that has to be read
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] in ("packaging", "tomllib", "tqdm", "yaml") for name in names), path.name


def test_no_expression_repeats_a_group_possessively() -> None:
    # Python 3.11.0 to 3.11.4, that of Debian 12 among them, goes wrong there: cpython issue 106052. A group is atomic.
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        # What an expression is put together of may be a group too.
        assert not re.search(r"(?:\)|\{[A-Za-z_]+\}|%[bs])(?:[*+?]|\{+\d*,?\d*\}+)\+", text), path.name


def test_no_hook_imports_another() -> None:
    for hook in IDS:
        tree = ast.parse((PACKAGE / f"{module_of(hook)}.py").read_text(encoding="utf-8"))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        assert not imported & {module_of(other) for other in IDS}

"""The manifest, the scripts, the modules, the rules and the README say the same, in one order."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest
import yaml

import backend_standards
from backend_standards import _options, _rules

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "hooks" / "backend_standards"
README = (ROOT / "README.md").read_text(encoding="utf-8")
MANIFEST = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAKERS = ("Finding", "Credential", "Problem")
IDS = [hook["id"] for hook in MANIFEST]
# Of the hooks that are about something else than files.
STAGES = {
    "check-branch-name": ["pre-commit", "pre-push", "manual"],
    "check-commit-message": ["commit-msg"],
    "check-push": ["pre-push", "manual"],
}


def module_of(hook: str) -> str:
    return hook.replace("-", "_")


def section(heading: str) -> str:
    """Return README's text below a heading, up to the next one of the same or a higher level."""
    level = heading.index(" ")
    match = re.search(rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{level}}} |\Z)", README, re.MULTILINE | re.DOTALL)
    assert match, f"README has no heading {heading!r}"
    return match[1]


def rows(text: str) -> list[list[str]]:
    """Return the cells of a Markdown table's rows, without its head."""
    found = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in cells] for cells in found if not set("".join(cells)) <= set("-: ")][1:]


def emitted_rules() -> dict[str, set[str]]:
    """Return, by module, the rule of every Finding, Credential or Problem that the code makes or renames."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                rule: ast.expr = node.args[1]
                if isinstance(rule, ast.Attribute) and rule.attr == "rule":
                    continue  # of a Credential or Problem, whose making is looked at too
            elif (
                isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Attribute)
                and node.targets[0].attr == "rule"
            ):
                if isinstance(node.value, ast.Name):
                    continue  # the classes' own constructors
                rule = node.value
            else:
                continue
            assert isinstance(rule, ast.Constant), f"{path.name}:{node.lineno}: a rule is written out where it is used"
            assert isinstance(rule.value, str)
            found.setdefault(path.stem, set()).add(rule.value)
    return found


def test_manifest_scripts_modules_and_readme_list_the_same_hooks() -> None:
    assert list(PYPROJECT["project"]["scripts"].items()) == [
        (hook, f"backend_standards.{module_of(hook)}:main") for hook in IDS
    ]
    assert _options.hook_ids() == sorted(IDS)
    assert [re.sub(r"[`\[]|\].*", "", row[0]) for row in rows(section("## Hooks"))] == IDS
    assert re.findall(r"^### `([a-z-]+)`$", section("## The hooks in detail"), re.MULTILINE) == IDS


@pytest.mark.parametrize("hook", MANIFEST, ids=IDS)
def test_manifest_entry(hook: dict[str, object]) -> None:
    assert hook["language"] == "python"
    assert hook["entry"] == hook["id"]
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
    (row,) = (row for row in rows(section("## Hooks")) if hook["id"] in row[0])
    assert row[1] == hook["description"]


@pytest.mark.parametrize("hook", IDS)
def test_options(hook: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = importlib.import_module(f"backend_standards.{module_of(hook)}")
    assert module.main(["--help"]) == 0
    printed = re.findall(r"^  (--[a-z0-9-]+(?: [A-Z]+)?)", capsys.readouterr().out, re.MULTILINE)
    documented = re.findall(r"^\| `(--[a-z0-9-]+(?: [A-Z]+)?)` \|", section(f"### `{hook}`"), re.MULTILINE)
    assert [option for option in printed if option not in ("--help", "--version")] == documented


def test_rules() -> None:
    emitted = {rule for rules in emitted_rules().values() for rule in rules}
    assert emitted == set(_rules.RULES)


@pytest.mark.parametrize("hook", [*IDS, _rules.SHARED])
def test_readme_gives_each_rule_a_reason_and_a_fix(hook: str) -> None:
    rules = {rule for rule, owner in _rules.RULES.items() if owner == hook}
    text = section(f"### `{hook}`") if hook in IDS else section("## Exceptions")
    table = {row[0].strip("`"): row[1:] for row in rows(text) if row[0].strip("`") in _rules.RULES}
    assert set(table) == rules
    assert all(len(cells) == 2 and all(len(cell) > 10 for cell in cells) for cells in table.values())


def test_version() -> None:
    version = backend_standards.__version__
    assert re.findall(r"^ +rev: (\S+)", README, re.MULTILINE) == [f"v{version}"] * README.count("    rev: ")
    assert README.count("    rev: ") >= 1
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d\S*)", changelog, re.MULTILINE)[0] == version


def test_runtime_dependencies_are_imported_lazily() -> None:
    for path in PACKAGE.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] in ("identify", "packaging", "tomllib") for name in names), path.name


def test_no_hook_imports_another() -> None:
    for hook in IDS:
        tree = ast.parse((PACKAGE / f"{module_of(hook)}.py").read_text(encoding="utf-8"))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        assert not imported & {module_of(other) for other in IDS}

"""The manifest, the scripts, the modules, the rules and the README say the same, in one order."""

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
from backend_standards import _hook
from backend_standards.core.catalog import EXCEPTIONS, LITERALS, RULES, SHARED, TEXTS
from backend_standards.reporting import formats
from catalog import rows, section

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


def emitted_rules() -> dict[str, set[str]]:
    """Return, by module, the rule of every Finding, Credential or Problem that the code makes or renames."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
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
    assert _hook.hook_ids() == sorted(IDS)
    assert [re.sub(r"[`\[]|\].*", "", row[0]) for row in rows(section(README, "## Hooks"))] == IDS
    assert re.findall(r"^### `([a-z-]+)`$", section(README, "## The hooks in detail"), re.MULTILINE) == IDS


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
    module = importlib.import_module(f"backend_standards.{module_of(hook)}")
    assert module.main(["check", "--help"] if hook == "backend-standards" else ["--help"]) == 0
    own, _, shared = capsys.readouterr().out.partition("options of every hook:\n")
    assert options(own, "^  {}") == options(section(README, f"### `{hook}`"), r"^\| `{}` \|")
    reports = options(section(README, "## Reports"), r"^\| `{}` \|")
    assert options(shared, "^  {}") == [*reports, "--help", "--version"]


def options(text: str, where: str) -> list[str]:
    return re.findall(where.replace("{}", "(--[a-z0-9-]+(?: [A-Z]+)?)"), text, re.MULTILINE)


def test_catalog_is_up_to_date() -> None:
    assert catalog.CATALOG.read_text(encoding="utf-8") == catalog.render(), "run: make catalog"


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


def test_rules() -> None:
    emitted = {rule for rules in emitted_rules().values() for rule in rules}
    assert emitted == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_readme_gives_each_rule_a_reason_and_a_fix(rule: str) -> None:
    hook, reason, fix = RULES[rule]
    assert hook in {*IDS, SHARED}
    assert len(reason) > 10
    assert len(fix) > 10
    # `explain` and the reports print them alone, without the table's other rows.
    assert not any(words in fix.lower() for words in ("as above", "same as there"))
    assert not reason.startswith("`--")


@pytest.mark.parametrize("hook", IDS)
def test_each_hook_names_its_source_and_its_exceptions(hook: str) -> None:
    help_text = importlib.import_module(f"backend_standards.{module_of(hook)}").__doc__ or ""
    assert "\nSource: the standard" in help_text
    assert "``" not in help_text
    assert help_text.count("\n") <= 8, "how the hook does it stands in comments"
    assert EXCEPTIONS[hook]


def test_version() -> None:
    version = backend_standards.__version__
    assert re.findall(r"^ +rev: (\S+)", README, re.MULTILINE) == [f"v{version}"] * README.count("    rev: ")
    assert README.count("    rev: ") >= 1
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d\S*)", changelog, re.MULTILINE)[0] == version


def test_runtime_dependencies_are_imported_lazily() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] in ("identify", "packaging", "tomllib", "tqdm") for name in names), (
                path.name
            )


def test_no_expression_repeats_a_group_possessively() -> None:
    # Python 3.11.0 to 3.11.4, that of Debian 12 among them, goes wrong there: cpython issue 106052. A group is atomic.
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\)(?:[*+?]|\{\d*,?\d*\})\+", text), path.name


def test_no_hook_imports_another() -> None:
    for hook in IDS:
        tree = ast.parse((PACKAGE / f"{module_of(hook)}.py").read_text(encoding="utf-8"))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        assert not imported & {module_of(other) for other in IDS}


def test_the_names_of_what_is_secret_are_real() -> None:
    # A renamed rule that stayed behind here could be hidden by a baseline.
    assert set(formats.SECRET_HOOKS) <= set(TEXTS)
    assert set(formats.SECRET_RULES) <= set(RULES)

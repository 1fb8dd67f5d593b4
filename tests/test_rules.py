"""Each rule is described in order, is emitted, and its examples are what they are said to be."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path
from types import ModuleType

import pytest

from backend_standards.core import rules
from backend_standards.core.rules import FOLDERS, RENAMED, SHARED, Rule
from backend_standards.secrets import aws_keys, env_values, values
from rule_examples import MANIFEST, PLACEHOLDER, judge, materialise, texts, value_of
from support import ROOT

PACKAGE = ROOT / "hooks" / "backend_standards"
EVERY = rules.every()
MAKERS = ("Finding", "Problem")
"""The classes that take a rule as their second argument."""
ABOUT_COMMITS = {"check-branch-name", "check-commit-message", "check-push"}
"""The hooks whose examples are no files: ``tests/commits/test_commit_rules.py`` runs them."""
SECRET_HOOKS = {"forbid-aws-keys", "forbid-env-files", "forbid-secret-files"}
SECRET_RULES = {"env-file-tracked", "index-credentials", "url-credentials"}
PARTS = [
    pytest.param(getattr(rule, part), id=f"{rule.id}-{part}") for rule in EVERY.values() for part in ("bad", "good")
]
"""The examples."""

each_rule = pytest.mark.parametrize("rule", EVERY.values(), ids=list(EVERY))
each_rule_about_files = pytest.mark.parametrize(
    "rule", [pytest.param(rule, id=rule.id) for rule in EVERY.values() if rule.hook not in ABOUT_COMMITS]
)


def tables() -> dict[str, ModuleType]:
    """Return the rules modules by their folder's name."""
    found = {"core": rules}
    for folder in FOLDERS:
        found[folder] = importlib.import_module(f"backend_standards.{folder}.rules")
    return found


def emitted_rules() -> set[str]:
    """Return the rules that code names: by the constant of a ``rules.py``, or by the id that a Credential carries."""
    constants = {
        name: rule.id for table in tables().values() for name, rule in vars(table).items() if isinstance(rule, Rule)
    }
    found = set()
    for path in PACKAGE.rglob("*.py"):
        if path.name == "rules.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
                name = node.attr if isinstance(node, ast.Attribute) else node.id
                found |= {constants[name]} if name in constants else set()
            elif isinstance(node, ast.Constant) and path.name.startswith("aws_"):  # what a Credential carries
                found |= {str(node.value)} & EVERY.keys()
    return found


def test_a_finding_is_made_of_a_rule_and_never_of_its_name() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                assert not isinstance(node.args[1], ast.Constant), f"{path.name}:{node.lineno}"
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
                is_own = isinstance(node.targets[0].value, ast.Name) and node.targets[0].value.id == "self"
                assert node.targets[0].attr != "rule" or is_own, f"{path.name}:{node.lineno}: a rule is renamed"


def test_the_rules_are_those_that_the_code_emits() -> None:
    assert emitted_rules() == EVERY.keys()


def test_each_hook_has_a_rule() -> None:
    hooks = {rule.hook for rule in EVERY.values()}
    assert hooks == {*MANIFEST, SHARED} - {"backend-standards"}


def test_ids_and_titles_are_unique() -> None:
    listed = [rule for table in tables().values() for rule in vars(table)["RULES"]]
    assert len(listed) == len(EVERY)
    assert len({rule.title for rule in listed}) == len(EVERY)


@pytest.mark.parametrize("folder", tables())
def test_each_constant_is_listed_and_called_as_its_id(folder: str) -> None:
    members = vars(tables()[folder])
    constants = {name: rule for name, rule in members.items() if isinstance(rule, Rule)}
    assert {name: rule.id.upper().replace("-", "_") for name, rule in constants.items()} == {
        name: name for name in constants
    }
    assert set(constants.values()) == set(members["RULES"])


@each_rule
def test_description(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-([a-z]+[0-9]?|80))*", rule.id)  # "v1" is of pydantic, "80" of the standard's text
    assert len(rule.title) <= 70
    assert rule.title == rule.title.strip()
    assert "`" not in rule.title
    assert not rule.title.endswith(".")
    for text in (rule.reason, rule.fix):
        assert len(text) > 10
        assert text.endswith(".")
        assert text.count("`") % 2 == 0
    assert rule.bad != rule.good
    assert re.fullmatch(r"[A-Z]\d{1,2}" if rule.hook != SHARED else "", rule.section)


@each_rule
def test_what_is_secret(rule: Rule) -> None:
    is_secret = rule.hook in SECRET_HOOKS and rule.id != "virtualenv-file"  # which a baseline may hold
    assert rule.secret == (is_secret or rule.id in SECRET_RULES)


@pytest.mark.parametrize("example", PARTS)
def test_example_in_the_source_holds_no_secret(example: rules.Example) -> None:
    for text in texts(example):
        assert all(value_of(match[1]) for match in PLACEHOLDER.finditer(text))
        assert not list(env_values.real_values(text))
        assert not list(values.known_secrets(text))
        assert not aws_keys.scan(text.encode("utf-8", "surrogateescape"))


@each_rule_about_files
def test_bad_gives_this_rule_and_no_other(rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, found = judge(rule, rule.bad, tmp_path)
    assert set(found) == {rule.id}
    assert code == 1


@each_rule_about_files
def test_good_gives_nothing(rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert judge(rule, rule.good, tmp_path) == (0, [])


def test_materialise(tmp_path: Path) -> None:
    example = {".env": "KEY=@KEY_ID@\n", ".gitignore": ".env\n", "a/b.txt": "c\n"}
    repository = materialise(example, tmp_path)
    assert repository.git("ls-files").split() == list(example)
    assert (tmp_path / ".env").read_text(encoding="utf-8") == f"KEY={value_of('KEY_ID')}\n"


def test_find() -> None:
    assert rules.find("env-file") is EVERY["env-file"]
    assert rules.find("no-such-rule") is None
    assert rules.find("stray") is EVERY["stray-code"], "by the name that it had in 0.1.0"
    assert rules.every() is EVERY


def test_renamed() -> None:
    assert not RENAMED.keys() & EVERY.keys()
    assert set(RENAMED.values()) <= EVERY.keys()

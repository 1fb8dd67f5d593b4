"""Every command that a rule prints does away with its finding, and every exception excepts it.

Generated from the bad examples of the rules: a new rule is run without a word here. What is printed about commits,
branches and pushes has scenes of its own: ``tests/commits/test_commit_rules.py`` and ``tests/test_check_push.py``.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backend_standards.core import Finding, rules
from backend_standards.core.rules import SHARED, Rule
from printed import COMMAND, Scene, tools, ways
from support import GATES, PIPELINE, ROOT, is_shell

if TYPE_CHECKING:
    from backend_standards.core.rules import Example

ABOUT_COMMITS = {"check-branch-name", "check-commit-message", "check-push"}
ABOUT_FILES = [rule for rule in rules.every().values() if rule.hook not in ABOUT_COMMITS]
ABOUT_ROOTS = {"check-project-layout", "check-project-docs", "require-ci-checks"}
BELOW = [rule for rule in ABOUT_FILES if rule.hook not in ABOUT_ROOTS and rule.id != "stale-baseline"]
"""Rules whose examples are the same below another folder. Only the root has a README, tests, CI, a baseline."""
_SEALED = {".env.production": "API_TOKEN=@SEALED@\nDB_TOKEN=@SEALED@\n"}
_TEST = "from orders import LIMIT\n\n\ndef test_limit() -> None:\n    assert LIMIT == 10\n"
_LAYOUT = {
    "README.md": "# Orders\n\nTakes orders.\n",
    "requirements.txt": "boto3==1.34.0\n",
    "src/orders.py": "LIMIT = 10\n",
    "tests/test_orders.py": _TEST,
}


def another(id_: str, bad: Example, *args: str) -> Rule:
    """Return a rule with another bad example: one for each form in which something is printed."""
    rule = rules.every()[id_]
    facts = {"reason": rule.reason, "fix": rule.fix, "section": rule.section, "good": rule.good}
    return Rule(rule.id, rule.hook, rule.title, bad=bad, args=args, secret=rule.secret, **facts)  # type: ignore[arg-type]


MORE = {
    "env-file-by-a-pattern": another("env-file", {"prod.settings": "A=1\n"}, "--forbid=*.settings"),
    "env-file-that-is-sealed": another("env-file", _SEALED, "--no-encrypted"),
    "env-files": another("env-file", {".env": "A=1\n", "a/.env": "A=1\n", ".gitignore": "*.log"}),
    "env-file-with-an-ignore-file-that-is-not-ended": another("env-file", {".env": "A=1\n", ".gitignore": "*.log"}),
    "claims-encryption": another("env-not-encrypted", {".env.encrypted": "A=1\n"}),
    "dockerfiles-with-one-ignore-file": another(
        "env-in-docker-context",
        {".gitignore": ".env\n", ".dockerignore": "*.log", "Dockerfile": "FROM x\nCOPY . .\n", "b.Dockerfile": "FROM x\nCOPY . .\nCOPY . .\n"},
    ),
    "dockerfile-with-two-env-files": another(
        "env-in-docker-context", {".gitignore": ".env\n", "Dockerfile": "FROM x\nCOPY .env .env.production ./\n"}
    ),
    "login-file-in-ini": another("login-file", {".pypirc": "[pypi]\nusername = __token__\npassword = @PYPI@\n"}),
    "secrets-file-in-json": another("secrets-file", {"secrets.json": '{"password": "@PASSWORD@"}\n'}),
    "two-rules-on-one-line": another(
        "unpinned-range", {"requirements.txt": "boto3>=1 --hash=md5:00\n"}
    ),
    "continued-requirement": another("unpinned-range", {"requirements.txt": "boto3 \\\n  >=1.34\n"}),
    "continued-run": another(
        "unpinned-bare", {"Dockerfile": "FROM x\nRUN pip install \\\n    boto3 \\\n    flask\nRUN true\n"}, "--install-commands"
    ),
    "run-in-a-workflow": another(
        "unpinned-bare",
        {".github/workflows/a.yml": "jobs:\n  a:\n    steps:\n      - run: pip install boto3\n      - run: |\n          pip install flask\n"},
        "--install-commands",
    ),
    "pyproject": another(
        "unpinned-range", {"pyproject.toml": '[project]\nname = "a"\nversion = "1"\ndependencies = [\n  "boto3>=1",\n  "six>=1",\n]\n'}, "--pyproject"
    ),
    "no-tests": another("missing-entry", {path: text for path, text in _LAYOUT.items() if "tests" not in path}),
    "no-requirements": another("missing-entry", {path: text for path, text in _LAYOUT.items() if "req" not in path}),
    "readme-without-text": another("readme-no-purpose", {"README.md": "# Orders\n"}, "--require=readme"),
    "template-that-is-empty": another("pr-template-missing", {"docs/pull_request_template.md": "\n"}),
    "tests-beside-the-code": another(
        "stray-test", {**_LAYOUT, "src/test_a.py": _TEST, "src/shop/test_b.py": _TEST}
    ),
}  # fmt: skip
"""Examples besides those of the rules."""
FOLDERS = {
    "quoted": '-it\'s "[x]" #1 !y\\*',
    "blanks": " a  b ",
    "raw": "n\nl\t\udcff",
}
"""Names that a shell, TOML, YAML, an ignore file or a terminal would misread."""

each_rule = pytest.mark.parametrize(
    "rule",
    [
        *(pytest.param(rule, id=rule.id) for rule in ABOUT_FILES),
        *(pytest.param(rule, id=name) for name, rule in MORE.items()),
    ],
)
each_rule_below = pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in BELOW])
each_folder = pytest.mark.parametrize(
    "folder",
    [
        pytest.param(name, id=id_, marks=pytest.mark.skipif(sys.platform == "win32", reason="no such names"))
        for id_, name in FOLDERS.items()
    ],
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, the current one."""
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run_the_commands(scene: Scene, folder: Path) -> bool:
    """Run what a scene prints until nothing is found; return whether there was something to run."""
    found, text = scene.judge()
    assert scene.rule.id in [finding["rule"]["id"] for finding in found]
    for finding in found:
        assert finding["commands"] or finding["note"], "a finding says what to do"
        for command in finding["commands"]:
            assert is_shell(command)
            assert command.isprintable()
            assert f"    run: {command}\n" in text, "a command has a line of its own, and nothing else is on it"
    if not all(finding["commands"] for finding in found):
        return False
    scene.obey(text, tools(folder))
    if scene.hook in CAN_BE_REPEATED:
        scene.obey(text, folder)
        for path in scene.repository.git("ls-files", "-z", "--", "*ignore").split("\0")[:-1]:
            lines = (scene.repository.path / path).read_text(encoding="utf-8").splitlines()
            assert len(lines) == len(set(lines)), "no line twice, and none that is blank"
    assert scene.judge()[0] == []
    return True


CAN_BE_REPEATED = {"forbid-env-files", "forbid-secret-files", "require-env-ignored"}
"""The hooks whose commands two hooks may print for one file: pasted twice, they do no harm."""


@each_rule
def test_the_commands_do_away_with_the_finding(rule: Rule, place: Path, tmp_path: Path) -> None:
    run_the_commands(Scene(place, rule), tmp_path / "tools")


@each_rule_below
@each_folder
def test_the_commands_below_a_folder_with_an_odd_name(rule: Rule, folder: str, place: Path, tmp_path: Path) -> None:
    run_the_commands(Scene(place, rule, below=f"{folder}/"), tmp_path / "tools")


@pytest.mark.parametrize("has_table", [False, True], ids=["args", "table"])
@each_rule
def test_the_exceptions_except_the_finding(rule: Rule, place: Path, tmp_path: Path, *, has_table: bool) -> None:
    except_everything(rule, place, tmp_path, has_table=has_table)


@each_folder
@each_rule_below
def test_the_exceptions_of_an_odd_name(rule: Rule, folder: str, place: Path, tmp_path: Path) -> None:
    # YAML and TOML have the same quotes: each is read with some of the names.
    except_everything(rule, place, tmp_path, below=f"{folder}/", has_table=folder != FOLDERS["quoted"])


def except_everything(rule: Rule, place: Path, tmp_path: Path, *, below: str = "", has_table: bool) -> None:
    """Write each exception of a rule's example, one way after the other, each until nothing is found."""
    found, text = Scene(place, rule, below=below, has_table=has_table).judge()
    number = ways(found)
    assert number or rule.hook == SHARED, "only a wrong exception has no exception"
    for exception in (each for finding in found for each in finding["exception"]):
        assert f"    except: {exception['where']}: {exception['text']}\n" in text
    for choice in range(number):
        folder = tmp_path / str(choice)
        folder.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            scene = Scene(folder, rule, below=below, has_table=has_table)
            scene.exempt(found, choice)
            assert scene.judge()[0] == []


@each_rule
def test_the_command_prints_what_holds_for_all_hooks(rule: Rule, place: Path, tmp_path: Path) -> None:
    """In one process several hooks see one cause: what it prints does away with what all of them find."""
    if rule.args or rule.hook == SHARED:
        return  # the command has no arguments for single hooks, and a wrong exception has no exception
    found = Scene(place, rule, hook=COMMAND).judge()[0]
    assert rule.id in str(found), "alone, or named in a finding of another rule"
    for choice in range(ways(found)):
        folder = tmp_path / str(choice)
        folder.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            scene = Scene(folder, rule, hook=COMMAND)
            scene.exempt(found, choice)
            assert scene.judge()[0] == []


def test_the_commands_of_a_run_run_in_their_order(place: Path, tmp_path: Path) -> None:
    """Moves come last: what else is printed names the files as they are now."""
    files = {
        ".gitignore": "*.log",
        ".dockerignore": "*.log",
        "README.md": _LAYOUT["README.md"],
        "requirements.txt": "boto3==1.34.0\n",
        "orders.py": "LIMIT = 10\n",
        "shop/.env": "A=1\n",
        "shop/.env.production": "A=1\n",
        "shop/code.py": "A = 1\n",
        "shop/id_rsa": "@PRIVATE_KEY@",
        "shop/test_code.py": _TEST,
        "Dockerfile": "FROM x\nCOPY . .\n",
        **dict([PIPELINE]),
        **GATES,
    }
    scene = Scene(place, another("env-file", files), hook=COMMAND)
    found, text = scene.judge()
    rules_found = {finding["rule"]["id"] for finding in found}
    assert rules_found >= {"env-file", "stray-code", "stray-test", "private-key-file", "unignored-env"}
    scene.obey(text, tools(tmp_path / "tools"))
    assert [(each["rule"]["id"], each["path"]) for each in scene.judge()[0]] == []
    expected = ["src/orders.py", "src/shop/code.py", "tests/shop/test_code.py"]
    assert scene.repository.git("ls-files", "*.py").split() == expected
    assert "" not in (place / ".gitignore").read_text(encoding="utf-8").splitlines()


def makers() -> set[str]:
    """Return the functions that make a finding with commands or an exception, as module and name."""
    found = set()
    for path in (ROOT / "hooks" / "backend_standards").rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding"):
                    continue
                if {"commands", "exempt"} & {keyword.arg for keyword in node.keywords}:
                    found.add(f"{path.parent.name}/{path.stem}.{function.name}")
    return found


def test_each_place_that_prints_something_has_an_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no example of this file comes by would be printed untried."""
    made = set()
    make = Finding.__init__

    def recorded(self: Finding, *arguments: Any, **facts: Any) -> None:
        code = sys._getframe(1).f_code
        path = Path(code.co_filename)
        made.add(f"{path.parent.name}/{path.stem}.{code.co_name}")
        make(self, *arguments, **facts)

    monkeypatch.setattr(Finding, "__init__", recorded)
    for number, rule in enumerate([*ABOUT_FILES, *MORE.values()]):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        assert Scene(folder, rule).judge()[0]
    assert {name for name in makers() - made if not name.startswith("commits/")} == set()

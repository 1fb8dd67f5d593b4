"""How an exception is written for a file's format, for arguments, and for pyproject.toml; and that it then holds."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
import yaml

import fakes
from backend_standards import forbid_env_files
from backend_standards.core import IGNORE, Exempt, Finding, Outcome, rules
from backend_standards.core.ignores import apply_ignores
from backend_standards.reporting import exceptions
from support import Repository

RULE = rules.every()["env-template-secret"]
HOOK = "forbid-env-files"


@pytest.mark.parametrize(
    ("path", "where", "text"),
    [
        pytest.param("a.py", "at the end of the line", "# standards: ignore[r] reason", id="python"),
        pytest.param("Dockerfile", "at the end of the line", "# standards: ignore[r] reason", id="no-suffix"),
        pytest.param("a/b.JS", "at the end of the line", "// standards: ignore[r] reason", id="javascript"),
        pytest.param("a.sql", "at the end of the line", "-- standards: ignore[r] reason", id="sql"),
        pytest.param("a.xml", "at the end of the line", "<!-- standards: ignore[r] reason -->", id="xml"),
        pytest.param("a.css", "at the end of the line", "/* standards: ignore[r] reason */", id="css"),
        pytest.param("a.clj", "at the end of the line", "; standards: ignore[r] reason", id="clojure"),
        pytest.param("a.json", "on the line, as a member", '"//": "standards: ignore[r] reason"', id="json"),
        pytest.param("a.ini", "on the line above", "# standards: ignore-next-line[r] reason", id="ini"),
        pytest.param("a.properties", "on the line above", "# standards: ignore-next-line[r] reason", id="properties"),
        pytest.param(".env.example", "on the line above", "# standards: ignore-next-line[r] reason", id="env-template"),
        pytest.param("deploy/prod.env", "on the line above", "# standards: ignore-next-line[r] reason", id="env"),
    ],
)
def test_ignore(path: str, where: str, text: str) -> None:
    assert exceptions.ignore(path, ["r"]) == (where, text)


@pytest.mark.parametrize(
    "path", ["a.py", "a.js", "a.sql", "a.xml", "a.css", "a.clj", "a.json", "a.ini", ".env.example"]
)
def test_the_comment_that_is_printed_excepts(path: str) -> None:
    def findings(line: int) -> list[Finding]:
        return [Finding(path, rule, "m", line=line) for rule in (RULE, rules.every()["aws-access-key-id"])]

    where, comment = exceptions.ignore(path, [RULE.id, "aws-access-key-id"])
    above = "above" in where
    text = f"{comment}\nx\n" if above else f"x {comment}\n"
    line = 2 if above else 1
    assert list(apply_ignores(path, text, findings(line), HOOK)) == []
    assert len(list(apply_ignores(path, text, findings(line + 1), HOOK))) == 3, "and that line only: it is unused here"


def outcome(*arguments: str, hook: str = HOOK, by_command: bool = False) -> Outcome:
    made = Outcome(hook)
    made.arguments = frozenset(arguments)
    made.by_command = by_command
    return made


ARGUMENT = ("in the args of forbid-env-files", '"--allow=/a"')
TABLE = ("in pyproject.toml, [tool.backend-standards.env-files]", 'allow = ["/a"]')


@pytest.mark.parametrize(
    ("file", "made", "expected"),
    [
        pytest.param(False, outcome(), ARGUMENT, id="no-pyproject"),
        pytest.param(True, outcome(), TABLE, id="pyproject"),
        pytest.param(True, outcome("allow"), ARGUMENT, id="an-argument-would-replace-it"),
        pytest.param(True, outcome("forbid"), TABLE, id="another-argument"),
        pytest.param(False, outcome(by_command=True), TABLE, id="command"),
    ],
)
def test_setting(
    file: bool,
    made: Outcome,
    expected: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    if file:
        (tmp_path / "pyproject.toml").touch()
    assert exceptions.setting([Exempt("allow", "/a")], made) == expected


def test_flags_and_several_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    push = outcome(hook="check-push")
    assert exceptions.setting([Exempt("allow-merges")], push) == ("in the args of check-push", '"--allow-merges"')
    push.by_command = True
    assert exceptions.setting([Exempt("allow-merges")], push)[1] == "allow-merges = true"
    both = [Exempt("allow", "/a"), Exempt("allow", '/"b" \\')]
    _, text = exceptions.setting(both, outcome())
    assert yaml.safe_load(f"[{text}]") == ["--allow=/a", '--allow=/"b" \\']
    _, text = exceptions.setting(both, outcome(by_command=True))
    assert tomllib.loads(text) == {"allow": ["/a", '/"b" \\']}


def test_words_say_what_an_exception_means() -> None:
    finding = Finding("a", RULE, "m", exempt=[Exempt("allow", "/a", words="accepts this Dockerfile")])
    ((where, _),) = exceptions.of_finding(finding, outcome("allow"))
    assert where == "in the args of forbid-env-files (accepts this Dockerfile)"


def test_an_exception_that_is_printed_holds(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.add(".env", "A=1\n")
    repository.add(".env.example", f"SECRET_KEY={fakes.HEX64}\n")
    assert forbid_env_files.main(["--format=json", "--", ".env", ".env.example"]) == 1
    first, second = json.loads(capsys.readouterr().out)["findings"]
    (argument,) = first["exception"]
    assert forbid_env_files.main([*json.loads(f"[{argument['text']}]"), "--", ".env"]) == 0
    (comment,) = second["exception"]
    assert comment["where"] == "on the line above"
    repository.add(".env.example", f"{comment['text']}\nSECRET_KEY={fakes.HEX64}\n")
    assert forbid_env_files.main(["--", ".env.example"]) == 0
    repository.write("pyproject.toml", "")
    assert forbid_env_files.main(["--format=json", "--", ".env"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    (entry,) = finding["exception"]
    table = entry["where"].removeprefix("in pyproject.toml, ").partition(" (")[0]
    repository.write("pyproject.toml", f"{table}\n{entry['text']}\n")
    assert forbid_env_files.main(["--", ".env"]) == 0
    assert IGNORE[0] == Exempt()

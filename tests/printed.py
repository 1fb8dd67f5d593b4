"""What a refusal prints, taken at its word: commands are pasted into bash, exceptions go where they say they go."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

import locking
from backend_standards.core.rules import SHARED, Rule
from backend_standards.reporting.rendering import unicode
from rule_examples import JUDGES_SHARED, MANIFEST, filled, materialise
from support import Repository, commands, is_shell

COMMAND = "backend-standards"
_TOOLS = ("uv", "pip-compile", "poetry", "pipenv", "pdm", "pip")
_UV_LOCK = locking.uv('{ name = "boto3", specifier = ">=1.34" }', names="boto3", head="").replace(
    'name = "app"\nversion = "1"', 'name = "shop"\nversion = "1.0.0"'
)
LOCKS = {"uv.lock": _UV_LOCK, "requirements.txt": "boto3==1.35.0\n"}
"""What the tools write that a command calls: the locks of the rules' examples. The tools themselves need an index."""


class Scene:
    """A repository with something wrong in it, the hook that says so, and its arguments."""

    def __init__(self, folder: Path, rule: Rule, *, below: str = "", hook: str = "", has_table: bool = False) -> None:
        assert not isinstance(rule.bad, str)
        self.repository = materialise({below + path: text for path, text in rule.bad.items()}, folder)
        self.rule = rule
        self.hook = hook or (JUDGES_SHARED if rule.hook == SHARED else rule.hook)
        self.arguments = list(rule.args)
        if has_table and not (folder / "pyproject.toml").exists():
            (folder / "pyproject.toml").write_text("# no table yet\n", encoding="utf-8")

    def judge(self) -> tuple[list[dict[str, Any]], str]:
        """Return the findings, and the text that a person sees."""
        code, report = self._run("--format=json")
        text = self._run()[1]
        assert code in (0, 1)
        return json.loads(report)["findings"], text

    def _run(self, *form: str) -> tuple[int, str]:
        if self.hook == COMMAND:
            arguments = ["check", "--skip=check-branch-name", *form]
        else:
            arguments = [*form, *self.arguments, "--", *self._paths()]
        main = importlib.import_module(f"backend_standards.{self.hook.replace('-', '_')}").main
        output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="surrogateescape")
        with contextlib.redirect_stdout(output):
            code = main(arguments)
        output.seek(0)
        return code, output.read()

    def _paths(self) -> list[str]:
        """Return the tracked files that pre-commit gives the hook."""
        entry = MANIFEST[self.hook]
        if not entry.get("pass_filenames", True):
            return []
        paths = self.repository.git("ls-files", "-z").split("\0")[:-1]
        return [path for path in paths if re.search(entry.get("files", ""), path) and os.path.lexists(path)]

    def obey(self, text: str, tools: Path) -> None:
        """Run all commands of a report, as printed and in their order."""
        for command in commands(text):
            assert is_shell(command), command
            environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
            done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, check=False)
            assert done.returncode == 0, (command, done.stderr)

    def exempt(self, findings: Sequence[Mapping[str, Any]], choice: int) -> None:
        """Write one exception of each finding where it says; the settings of one option as one, as the run prints.

        Findings of one line have one comment.
        """
        settings: dict[str, dict[str, None]] = {}
        comments = set()
        for finding in sorted(findings, key=lambda each: -(each["line"] or 0)):  # a line above moves those below
            ways = _ways(finding["exception"])
            for exception in ways[min(choice, len(ways) - 1)] if ways else ():
                where, text = exception["where"], exception["text"]
                setting = re.match(r"(?:and )?(in the args of \S+|in pyproject.toml, \[.*?\])", where)
                if setting:
                    settings.setdefault(setting[1], {})[text] = None
                elif (
                    comment := (finding["path"], finding["line"] * ("above" not in where), where, text)
                ) not in comments:
                    comments.add(comment)
                    _comment(self.repository, finding, where, text)
        for place, texts in settings.items():
            if place.startswith("in the args"):
                for text in texts:
                    self.arguments += yaml.safe_load(f"[{text}]")
            else:
                _set(self.repository, place.partition(", ")[2], list(texts))


def _ways(exceptions: Sequence[Mapping[str, str]]) -> list[list[Mapping[str, str]]]:
    """Return the ways to except a finding: what begins with "and" belongs to the one before it."""
    ways: list[list[Mapping[str, str]]] = []
    for exception in exceptions:
        if exception["where"].startswith("and "):
            ways[-1].append(exception)
        else:
            ways.append([exception])
    return ways


def ways(findings: Sequence[Mapping[str, Any]]) -> int:
    """Return how many ways there are to except findings, each of them in the same way."""
    numbers = [len(_ways(finding["exception"])) for finding in findings if finding["exception"]]
    return min(numbers, default=0) if len(findings) > 1 else max(numbers, default=0)


def _comment(repository: Repository, finding: Mapping[str, Any], where: str, text: str) -> None:
    (path,) = [each for each in repository.git("ls-files", "-z").split("\0") if unicode(each) == finding["path"]]
    file = repository.path / path
    number = int(found[1]) if (found := re.search(r" line (\d+)", where)) else finding["line"]
    lines = file.read_bytes().decode("utf-8", "surrogateescape").split("\n")
    if where.startswith("at the end of"):
        lines[number - 1] += f"  {text}"
    elif where.startswith(("on the line above", "on a line of its own above")):
        lines.insert(number - 1, text)
    else:
        assert where == "on the line, as a member"
        before, brace, after = lines[number - 1].partition("{")
        lines[number - 1] = f"{before}{brace}{text}, {after}"
    repository.add(path, "\n".join(lines).encode("utf-8", "surrogateescape"))


def _set(repository: Repository, table: str, texts: Sequence[str]) -> None:
    """Write settings into a table; several values of one option into its one list."""
    lists: dict[str, list[str]] = {}
    for text in texts:
        option, _, value = text.partition(" = ")
        lists.setdefault(option, []).append(value.removeprefix("[").removesuffix("]"))
    rows = "".join(
        f"{option} = {values[0] if values[0] == 'true' else '[' + ', '.join(values) + ']'}\n"
        for option, values in lists.items()
    )
    file = repository.path / "pyproject.toml"
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    assert table not in before
    file.write_text(f"{before}\n{table}\n{rows}", encoding="utf-8")
    if repository.git("ls-files", "pyproject.toml"):
        repository.git("add", "pyproject.toml")


def tools(folder: Path) -> Path:
    """Return a folder of stand-ins for the tools that write locks: each writes those of the examples."""
    folder.mkdir()
    for name, text in LOCKS.items():
        (folder / name).write_text(filled(text), encoding="utf-8")
    script = "".join(f'cat "$(dirname "$0")/{name}" > {name}\n' for name in LOCKS)
    for tool in _TOOLS:
        (folder / tool).write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
        (folder / tool).chmod(0o755)
    return folder

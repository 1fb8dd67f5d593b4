"""What GitHub's runner does with a composite action, as far as this project's own one needs it.

Anything else, an expression or a key that is not known here, fails: a test must not pass by looking away. Source:
GitHub's "Workflow syntax", "Expressions", "Variables" and "Workflow commands", and ActionCommand of its runner.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

COMMANDS = {
    "add-mask",
    "debug",
    "endgroup",
    "error",
    "group",
    "notice",
    "save-state",
    "set-output",
    "stop-commands",
    "warning",
}
_TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|(==|!=|&&|\|\||!|\(|\))|([A-Za-z_][\w.-]*)(\(\))?)")
_STEP_KEYS = {"id", "name", "if", "shell", "working-directory", "env", "run"}
_SHELL = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]  # what `shell: bash` stands for


class Expression:
    """An expression's value: texts, `==`, `!=`, `!`, `&&`, `||`, parentheses, contexts, status functions."""

    def __init__(self, text: str, contexts: Mapping[str, str], failed: bool) -> None:
        self.names: set[str] = set()
        self._contexts = contexts
        self._functions = {"always": True, "cancelled": False, "failure": failed, "success": not failed}
        self._tokens: list[tuple[str, str]] = []
        place = 0
        while text[place:].strip():
            match = _TOKEN.match(text, place)
            assert match, f"not known here: {text[place:]}"
            quoted, operator, name, call = match.groups()
            kind = "text" if quoted is not None else "operator" if operator else "call" if call else "name"
            self._tokens.append((kind, (quoted or "").replace("''", "'") if kind == "text" else operator or name))
            place = match.end()
        self.value = self._either()
        assert not self._tokens, f"not known here: {text}"

    def _next_is(self, *operators: str) -> str:
        is_next = bool(self._tokens) and self._tokens[0][0] == "operator" and self._tokens[0][1] in operators
        return self._tokens.pop(0)[1] if is_next else ""

    def _either(self) -> str | bool:
        value = self._both()
        while self._next_is("||"):
            other = self._both()
            value = value or other
        return value

    def _both(self) -> str | bool:
        value = self._compared()
        while self._next_is("&&"):
            other = self._compared()
            value = other if value else value
        return value

    def _compared(self) -> str | bool:
        value = self._one()
        while operator := self._next_is("==", "!="):
            other = self._one()
            assert isinstance(value, str), "only texts are compared here: GitHub turns other things into numbers"
            assert isinstance(other, str)
            value = (value.lower() == other.lower()) is (operator == "==")
        return value

    def _one(self) -> str | bool:
        if self._next_is("!"):
            return not self._one()
        if self._next_is("("):
            value = self._either()
            assert self._next_is(")")
            return value
        kind, word = self._tokens.pop(0)
        assert kind != "operator", word
        if kind == "text":
            return word
        self.names.add(word)
        return self._functions[word] if kind == "call" else self._contexts[word]


class Action:
    """A composite action, run in a workspace.

    ``installed`` is what its step ``install`` put out before, for an action of which that alone takes long.
    """

    def __init__(self, folder: Path, workspace: Path, scratch: Path, installed: str = "") -> None:
        self.facts: dict[str, Any] = yaml.safe_load((folder / "action.yml").read_text(encoding="utf-8"))
        self.folder = folder
        self.workspace = workspace
        self.scratch = scratch
        self.installed = installed
        self.log = ""
        self.summary = ""
        self.ran: list[str] = []
        self.failed: list[str] = []
        self.outputs: dict[str, str] = {}
        self.put_out: dict[str, str] = {}

    def run(self, event_name: str, event: Mapping[str, Any], variables: Mapping[str, str], **inputs: str) -> bool:
        """Run the action for an event; return whether it succeeds."""
        contexts = {f"inputs.{name}": facts["default"] for name, facts in self.facts["inputs"].items()}
        given = {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
        assert set(given) <= set(contexts), "an input that the action does not have"
        pull = event.get("pull_request", {})
        contexts |= given | {
            "github.base_ref": variables.get("GITHUB_BASE_REF", ""),
            "github.event.pull_request.head.sha": pull.get("head", {}).get("sha", ""),
            "github.event.pull_request.title": pull.get("title", ""),
        }
        for name in ("temp", "files"):
            (self.scratch / name).mkdir(exist_ok=True)
        (self.scratch / "files" / "event.json").write_text(json.dumps(event), encoding="utf-8")
        summary = self.scratch / "files" / "summary.md"
        summary.touch()
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "RUNNER_"))},
            **variables,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(self.folder),
            "GITHUB_EVENT_NAME": event_name,
            "GITHUB_EVENT_PATH": str(self.scratch / "files" / "event.json"),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.scratch / "temp"),
        }
        assert self.facts["runs"]["using"] == "composite"
        for step in self.facts["runs"]["steps"]:
            self._step(step, contexts)
        self.outputs = {name: self._filled(facts["value"], contexts) for name, facts in self.facts["outputs"].items()}
        self.summary = summary.read_text(encoding="utf-8")
        return not self.failed

    def _step(self, step: Mapping[str, Any], contexts: dict[str, str]) -> None:
        assert set(step) <= _STEP_KEYS, step
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an expression in a script is code"
        condition = Expression(
            str(step.get("if", "success()")).strip().removeprefix("${{").removesuffix("}}"), contexts, bool(self.failed)
        )
        if not condition.names & {"always", "cancelled", "failure", "success"}:
            condition.value = condition.value and not self.failed
        known = f"steps.{step.get('id', '')}"
        if self.installed and step.get("id") == "install":
            contexts |= {f"{known}.outcome": "success", f"{known}.outputs.bin": self.installed}
            return
        if not condition.value:
            contexts[f"{known}.outcome"] = "skipped"
            return
        self.ran.append(step["name"])
        script, output = self.scratch / "files" / "script.sh", self.scratch / "files" / "output"
        script.write_text(step["run"], encoding="utf-8")
        output.write_text("")
        own = {name: self._filled(value, contexts) for name, value in step.get("env", {}).items()}
        assert not any(name.startswith(("GITHUB_", "RUNNER_")) for name in own), "the runner does not let these be set"
        done = subprocess.run(
            [*_SHELL, str(script)],
            cwd=self.workspace / self._filled(step.get("working-directory", "."), contexts),
            env={**self._environment, **own, "GITHUB_OUTPUT": str(output)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.log += done.stdout.decode("utf-8", "surrogateescape")
        for line in output.read_text(encoding="utf-8").splitlines():
            name, equals, value = line.partition("=")
            assert equals, "one line a value is what is known here"
            contexts[f"{known}.outputs.{name}"] = value
            self.put_out[f"{step.get('id')}.{name}"] = value
        contexts[f"{known}.outcome"] = "failure" if done.returncode else "success"
        if done.returncode:
            self.failed.append(step["name"])

    def _filled(self, text: str, contexts: dict[str, str]) -> str:
        """Return a text with its expressions filled in; what no step has put out is empty."""
        for name in re.findall(r"\$\{\{ *(steps\.[\w.-]+\.outputs\.[\w-]+) *\}\}", text):
            contexts.setdefault(name, "")
        return re.sub(
            r"\$\{\{(.*?)\}\}", lambda match: str(Expression(match[1], contexts, bool(self.failed)).value), text
        )


def commands(log: str) -> list[tuple[str, str]]:
    """Return name and text of every workflow command that the runner obeys in a log."""
    found = []
    for line in log.splitlines():
        name, closing, text = line.lstrip().removeprefix("::").partition("::")
        if line.lstrip().startswith("::") and closing and name.split(" ")[0] in COMMANDS:
            found.append((name, text))
        elif "##[" in line:
            found.append(("##[", line))
    return found

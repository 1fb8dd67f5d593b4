"""The examples of the rules about files: filled in, put into a repository, judged by their hooks' own ``main``.

Those about commits are messages, branch names and shell commands: ``tests/commits/test_commit_rules.py`` has them.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import re
from typing import TYPE_CHECKING

import yaml

import fake_keys
import fakes
from backend_standards.core.rules import SHARED, Rule
from support import ROOT, Repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backend_standards.core.rules import Example

PLACEHOLDER = re.compile(r"@([A-Z][A-Z0-9_]*)@")
MANIFEST = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
JUDGES_SHARED = "require-pinned-requirements"
"""The hook that the examples of the rules of all hooks are for."""


def texts(example: Example) -> Iterator[str]:
    """Yield the texts of an example as they are in the source."""
    yield from [example] if isinstance(example, str) else example.values()


def value_of(name: str) -> str:
    """Return what ``@NAME@`` stands for: the fake of that name."""
    value = getattr(fakes, name, None) or getattr(fake_keys, name, None)
    assert isinstance(value, str), f"@{name}@ is not a text of fakes.py or fake_keys.py"
    return value


def filled(text: str) -> str:
    """Return a text of an example with fake secrets in place of its ``@NAME@``."""
    return PLACEHOLDER.sub(lambda match: value_of(match[1]), text)


def materialise(example: Example, folder: Path) -> Repository:
    """Return a new repository in a folder, in which the files of an example are tracked."""
    assert not isinstance(example, str), "an example about files is a table of them"
    repository = Repository(folder)
    for path, text in example.items():
        repository.write(path, filled(text))
    repository.git("add", "--force", "--all")
    return repository


def judge(rule: Rule, example: Example, folder: Path) -> tuple[int, list[str]]:
    """Return the exit code of a rule's hook for an example, and the rule of each finding.

    ``folder`` is empty, and the current folder. The hook is given the tracked files that pre-commit hands it over.
    """
    materialise(example, folder)
    hook = JUDGES_SHARED if rule.hook == SHARED else rule.hook
    entry = MANIFEST[hook]
    paths = [path for path in example if entry.get("pass_filenames", True) and re.search(entry.get("files", ""), path)]
    main = importlib.import_module(f"backend_standards.{hook.replace('-', '_')}").main
    output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(output):
        code = main(["--format=json", *rule.args, "--", *paths])
    output.seek(0)
    return code, [finding["rule"]["id"] for finding in json.load(output)["findings"]]

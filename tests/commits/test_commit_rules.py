"""The examples of the rules of commits: in the bad one the hook finds exactly that rule, in the good one nothing."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backend_standards import check_branch_name, check_commit_message
from backend_standards.commits.rules import RULES
from backend_standards.core import address
from backend_standards.core.rules import Rule
from support import ROOT, Repository, is_shell


def of_hook(hook: str) -> list[Any]:
    return [
        pytest.param(rule, side, id=f"{rule.id}-{side}")
        for rule in RULES
        if rule.hook == hook
        for side in ("bad", "good")
    ]


def expected(rule: Rule, side: str) -> set[str]:
    return {rule.id} if side == "bad" else set()


def example(rule: Rule, side: str) -> str:
    text = rule.bad if side == "bad" else rule.good
    assert isinstance(text, str)
    return text


def rules_in(out: str) -> set[str]:
    """Return the rules of a report in JSON, in which each finding tells what to do, in the shell or in prose."""
    found = json.loads(out)["findings"]
    for each in found:
        rule = by_id(each["rule"]["id"])
        assert each["rule"] == {"id": rule.id, "title": rule.title, "docs": address.page(rule.id) or None}
        assert each["commands"] or each["note"]
        assert [command for command in each["commands"] if not is_shell(command)] == []
    return {each["rule"]["id"] for each in found}


def by_id(rule: str) -> Rule:
    (found,) = [each for each in RULES if each.id == rule]
    return found


@pytest.fixture
def committing(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with a commit, in which a hook finds what git sets for the hooks of `git commit`."""
    repository.git("commit", "--quiet", "--allow-empty", "-m", "chore: begin the project")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    return repository


@pytest.mark.parametrize(("rule", "side"), of_hook(check_branch_name.HOOK))
def test_branch_names(rule: Rule, side: str, committing: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    committing.git("branch", "--move", example(rule, side))
    code = check_branch_name.main([*rule.args, "--format=json"])
    assert rules_in(capsys.readouterr().out) == expected(rule, side)
    assert code == (side == "bad")


@pytest.mark.parametrize(("rule", "side"), of_hook(check_commit_message.HOOK))
def test_messages(rule: Rule, side: str, repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("message", example(rule, side).encode("utf-8", "surrogateescape"))
    code = check_commit_message.main([*rule.args, "--format=json", "--", "message"])
    assert rules_in(capsys.readouterr().out) == expected(rule, side)
    assert code == (side == "bad")


@pytest.fixture
def clone(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A clone of a bare repository whose `main` has one commit; the current branch starts there."""
    repository.git("commit", "--quiet", "--allow-empty", "-m", "chore: begin the project")
    repository.git("clone", "--quiet", "--bare", ".", str(tmp_path / "origin.git"))
    repository.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    repository.git("fetch", "--quiet", "origin")
    repository.git("branch", "--quiet", "--set-upstream-to=origin/main")
    repository.git("switch", "--quiet", "--create", "feature/login")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "hooks"))
    return repository


@pytest.mark.skipif(sys.platform == "win32", reason="the git hook is a shell script")
@pytest.mark.parametrize(("rule", "side"), of_hook("check-push"))
def test_pushes(rule: Rule, side: str, clone: Repository) -> None:
    *commands, push = example(rule, side).split("\n")
    assert push.startswith("git push ")
    for command in commands:
        subprocess.run(command, shell=True, cwd=clone.path, check=True, capture_output=True)
    report = clone.path / "report.json"
    call = [sys.executable, "-m", "backend_standards.check_push", "--stdin", *rule.args, "--format=json", "--"]
    hook = clone.write(".git/hooks/pre-push", f'#!/bin/sh\nexec {shlex.join(call)} "$@" > {shlex.quote(str(report))}\n')
    hook.chmod(0o755)
    done = subprocess.run(push, shell=True, cwd=clone.path, capture_output=True, check=False)
    assert rules_in(report.read_text(encoding="utf-8")) == expected(rule, side), os.fsdecode(done.stderr)
    assert bool(done.returncode) == (side == "bad")


def test_ids_are_unique_and_in_order() -> None:
    for hook in (check_branch_name.HOOK, check_commit_message.HOOK, "check-push"):
        ids = [rule.id for rule in RULES if rule.hook == hook]
        assert ids == sorted(set(ids))

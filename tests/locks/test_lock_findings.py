"""The texts of findings about locks."""

from __future__ import annotations

import pytest

from backend_standards.core import Exempt
from backend_standards.locks import findings


def test_stale() -> None:
    finding = findings.stale("a/uv.lock", ["x", "y"], ("uv lock", "A note."))
    assert (finding.path, finding.rule.id, finding.message) == ("a/uv.lock", "stale-lock", "x; y")
    assert (finding.commands, finding.note) == (("uv lock",), "A note.")
    assert finding.exempt == (Exempt("allow", "/a/uv.lock"),)


def test_no_command() -> None:
    assert findings.stale("pylock.toml", ["x"], ("", "A note.")).commands == ()


@pytest.mark.parametrize(
    ("differences", "message"),
    [
        pytest.param(["a", "b", "c"], "a; b; c", id="three"),
        pytest.param(["a", "b", "c", "d", "e"], "a; b; c; and 2 more", id="five"),
        pytest.param(["a " * 75, "b " * 75, "c"], f"{'a ' * 75}; and 2 more", id="two-lines-at-most"),
        pytest.param(["a " * 150, "b"], f"{'a ' * 150}; and 1 more", id="one-at-least"),
    ],
)
def test_a_message_names_some(differences: list[str], message: str) -> None:
    assert findings.stale("uv.lock", differences, ("uv lock", "")).message == message


def test_a_baseline_knows_a_missing_lock_whatever_else_is_pinned() -> None:
    one = findings.missing("pyproject.toml", ["a", "b"], ("uv lock", ""))
    other = findings.missing("pyproject.toml", ["a"], ("uv lock", ""))
    assert one.message != other.message
    assert one.known_as == other.known_as


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("uv.lock", "uv lock && git add uv.lock"),
        ("a/uv.lock", "(cd a && uv lock && git add uv.lock)"),
        ("a b/c/uv.lock", "(cd 'a b/c' && uv lock && git add uv.lock)"),
        ("$x/uv.lock", "(cd '$x' && uv lock && git add uv.lock)"),
        ("-a/uv.lock", "(cd ./-a && uv lock && git add uv.lock)"),
        ("-a.txt", "uv lock && git add -- -a.txt"),
    ],
)
def test_writing(path: str, command: str) -> None:
    assert findings.writing("uv lock", path) == command


@pytest.mark.parametrize(
    ("folder", "command"),
    [("", "x && git add a/b/c.txt"), ("a", "(cd a && x && git add b/c.txt)")],
)
def test_writing_from_another_folder(folder: str, command: str) -> None:
    assert findings.writing("x", "a/b/c.txt", folder) == command

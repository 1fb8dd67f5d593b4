"""Exceptions inside a file: which lines they except, and what is wrong with those that except nothing."""

from __future__ import annotations

import pytest

from backend_standards.core import Finding, rules
from backend_standards.core.ignores import apply_ignores, take

HOOK = "forbid-env-files"
ENV, KEY = (rules.every()[name] for name in ("env-template-secret", "aws-access-key-id"))
LONGEST = 400  # characters between the brackets


def left(text: str, *findings: tuple[int, rules.Rule], path: str = "a.py") -> list[tuple[int, str]]:
    made = [Finding(path, rule, "m", line=line) for line, rule in findings]
    return [(each.line, each.rule.id) for each in apply_ignores(path, text, made, HOOK)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("x  # standards: ignore[env-template-secret] sandbox", [(1, KEY.id)], id="one"),
        pytest.param("x  # standards: ignore[env-template-secret, aws-access-key-id] sandbox", [], id="two"),
        pytest.param("x  # standards:ignore[ aws-access-key-id ,env-template-secret ]why", [], id="spacing"),
        pytest.param(
            "x  # standards: ignore[aws-access-key-id] a standards: ignore[env-template-secret] b", [], id="twice"
        ),
        pytest.param(
            "x  # standards: ignore-next-line[env-template-secret] why",
            [(1, "unused-ignore"), (1, ENV.id), (1, KEY.id)],
            id="next-line-on-the-line",
        ),
        pytest.param(
            "x  # standards: ignore-nextline[env-template-secret] why",
            [(1, "ignore-without-rule"), (1, ENV.id), (1, KEY.id)],
            id="typo",
        ),
        pytest.param(
            "x  # standards: ignore[env-template-secret]", [(1, "ignore-without-reason"), (1, KEY.id)], id="no-reason"
        ),
        pytest.param(
            "x  # standards: ignore because", [(1, "ignore-without-rule"), (1, ENV.id), (1, KEY.id)], id="no-rule"
        ),
        pytest.param(
            "x  # standards: ignore[] because", [(1, "ignore-without-rule"), (1, ENV.id), (1, KEY.id)], id="empty"
        ),
        pytest.param(
            "x  # standards: ignore[env-template-secrets] why",
            [(1, "ignore-unknown-rule"), (1, ENV.id), (1, KEY.id)],
            id="unknown",
        ),
        pytest.param(
            "x  # standards: ignore[env-file] why", [(1, "unused-ignore"), (1, ENV.id), (1, KEY.id)], id="unused"
        ),
        pytest.param("x  # standards: ignore[merge-commit] why", [(1, ENV.id), (1, KEY.id)], id="of-another-hook"),
        pytest.param("x", [(1, ENV.id), (1, KEY.id)], id="none"),
    ],
)
def test_ignores(text: str, expected: list[tuple[int, str]]) -> None:
    assert left(text, (1, ENV), (1, KEY)) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_next_line(end: str) -> None:
    text = end.join(["a", "# standards: ignore-next-line[env-template-secret] why", "SECRET=x", "SECRET=y"])
    assert left(text, (3, ENV), (4, ENV)) == [(4, ENV.id)]
    assert left(text, (2, ENV)) == [(2, "unused-ignore"), (2, ENV.id)]


def test_a_line_that_is_continued() -> None:
    text = "a \\\nb  # standards: ignore[env-template-secret] why"
    finding = Finding("a.py", ENV, "m", line=1)
    assert list(apply_ignores("a.py", text, [finding], HOOK, {2: 1})) == []


def test_bare_markers_of_one_line_are_one_mistake() -> None:
    text = "x  # standards: ignore a standards: ignore b\ny  # standards: ignore c\n"
    assert left(text) == [(1, "ignore-without-rule"), (2, "ignore-without-rule")]


def test_an_old_name_still_excepts() -> None:
    moved = rules.every()["stray-code"]
    assert left("x  # standards: ignore[stray] why", (1, moved)) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.md", "Write standards: ignore[env-file] reason.", id="manual"),
        pytest.param("a.py", 'help = "standards: ignore[env-file] reason"', id="string"),
        pytest.param("a.py", "x  # " + "standards: ignore[" + "a" * (LONGEST + 1) + "] why", id="longer-than-a-list"),
    ],
)
def test_talk_about_ignores_is_none(path: str, text: str) -> None:
    expected = [(1, "ignore-without-rule")] if "a" * 9 in text else []
    assert left(text, path=path) == expected


def test_in_json_a_string_is_all_there_is() -> None:
    text = '{"API_KEY": "x", "//": "standards: ignore[env-template-secret] sandbox"}'
    assert left(text, (1, ENV), path="a.json") == []
    assert left('{"//": "standards: ignore[env-file] why"}', path="a.json") == [(1, "unused-ignore")]


def test_each_is_told_how_to_write_it() -> None:
    (finding,) = apply_ignores("a.py", "# standards: ignore x", [], HOOK)
    assert (finding.line, finding.column) == (1, 3)
    assert "standards: ignore[rule-name] reason" in finding.note


@pytest.mark.parametrize(("count", "expected"), [(20, []), (21, [(1, "crowded-ignore")])])
def test_an_ignore_does_not_except_hundreds_without_a_word(count: int, expected: list[tuple[int, str]]) -> None:
    text = "x  # standards: ignore[aws-access-key-id] why"
    assert left(text, *[(1, KEY)] * count) == expected
    assert left(f"# standards: ignore-next-line[{KEY.id}] why\nx", *[(2, KEY)] * count) == expected
    (finding,) = apply_ignores("a", text, [Finding("a", KEY, "m", line=1)] * 300, HOOK)
    assert finding.message == "the ignore excepts 300 findings of aws-access-key-id at once"
    assert finding.known_as == "the ignore excepts many findings of aws-access-key-id"


def test_a_rule_about_the_whole_file() -> None:
    """No comment excepts it, and the message says so: the ignore was written in good faith."""
    text = "x  # standards: ignore[env-file] why"
    finding = Finding(".env", rules.every()["env-file"], "m")
    told, kept = apply_ignores(".env", text, [finding], HOOK)
    assert kept is finding
    assert told.message == "the ignore excepts nothing: env-file is about the whole file, so a comment cannot except it"
    assert told.note == "Use the exception that the finding prints."


def test_what_the_command_has_to_decide() -> None:
    take()
    text = "x  # standards: ignore[missing-lock] why\ny  # standards: ignore[env-template-secret] why"
    left(text, (2, ENV))
    left("x = 1")
    ((owner, finding),), read = take()
    assert (owner, finding.rule.id, finding.line, read) == ("check-lock-files", "unused-ignore", 1, {(HOOK, "a.py")})
    assert take() == ([], set())

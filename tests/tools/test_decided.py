"""What the page about the lines of the standard says of each, and the README of all."""

from __future__ import annotations

import re

import pytest

import decided
from backend_standards.core import rules
from backend_standards.standard.table import KINDS, ROWS, Row
from documentation import DOCS, table


def test_the_sections_have_every_line_once_and_in_order() -> None:
    rows = [row for members in decided.sections().values() for row in members]
    assert rows == list(ROWS.values())


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_cells(row: Row) -> None:
    line, text, deciding, surely = decided.cells(row)
    assert line == f'<a id="{row.id}"></a>[{row.id}](standard.md#{row.id})'
    assert text == row.text
    assert all(f"`{name}`" in deciding for name in row.rules)
    assert all(code in deciding for tool in row.tools for code in tool.codes)
    assert (deciding == "nothing") == (row.kind == "nothing")
    assert row.why in surely
    assert surely
    (_, _, written) = table(decided.HEAD, [decided.cells(row)]).splitlines()
    assert len(re.findall(r"(?<!\\)\|", written)) == 5


def test_cells_of_a_line() -> None:
    _, _, deciding, surely = decided.cells(ROWS["M21"])
    assert deciding.startswith("`check-aws-clients`: `client-in-handler` (on request), ")
    assert "<br>ruff: SIM115 (`pyproject.toml: [tool.ruff.lint] select`)" in deciding
    assert "<br>ruff: right on 1 bad and 1 good example. It passes a session that nobody closes.<br>Left to" in surely


def test_what_a_push_finds_is_not_on_request() -> None:
    _, _, deciding, _ = decided.cells(ROWS["M28"])
    assert deciding == "`check-commit-message`: `merge-commit`"


def test_lines_of_a_rule() -> None:
    rule = rules.every()["retries-disabled"]
    assert decided.lines_of(rule, "c.md") == "[M20](c.md#M20), [W2](c.md#W2)"


def test_a_rule_decides_a_line_or_is_named_as_one_that_does_not() -> None:
    named = set(re.findall(r"`([\w-]+)`", decided.without_line()))
    assert {rule.id for rule in rules.every().values() if not decided.lines_of(rule, "")} == named


def test_sentence() -> None:
    numbers = decided.tally()
    assert list(numbers) == list(KINDS)
    assert sum(numbers.values()) == len(ROWS)
    assert [int(number) for number in re.findall(r"\d+", decided.sentence())] == [len(ROWS), *numbers.values()]
    assert decided.with_sentence("a\nOf its 3 lines, 1\n  or more.\nb\n").startswith("a\nOf its 124 lines, ")


def test_the_standard_and_its_coverage_lead_to_each_other() -> None:
    assert "](coverage.md)" in (DOCS / "standard.md").read_text(encoding="utf-8")
    assert "```{coverage}\n```" in (DOCS / "coverage.md").read_text(encoding="utf-8")

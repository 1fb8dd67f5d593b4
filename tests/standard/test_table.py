"""The table and docs/standard.md hold each other: an anchor for every row, a row for every entry. So do table and rules."""

from __future__ import annotations

import re

import pytest

from backend_standards.core import rules
from backend_standards.standard import table
from backend_standards.standard.table import ROWS
from support import ROOT

DOC = (ROOT / "docs" / "standard.md").read_text(encoding="utf-8").splitlines()
COUNTS = {"G": 22, "M": 30, "P": 12, "Y": 4, "D": 4, "C": 5, "L": 5, "T": 5, "A": 6, "S": 6, "W": 5, "I": 8, "O": 7, "N": 4}  # fmt: skip
"""How many lines each letter has. R has no number: it stands for all references."""
IN_CODE = ("G4", "G5", "C5")
"""The lines whose words are a part of an example in code."""
INTRODUCTIONS = ("Example GitHub Actions steps:", "Your `README.md` should include:")
"""The list items that only introduce the items in them."""
ANCHOR = r'<a id="(\w+)"></a>'


class Entry:
    """A piece of the document that is a line of its own: a list item, a heading, a paragraph, or a whole block of code."""

    def __init__(self, number: int, ids: list[str], section: str, text: str, code: list[str]) -> None:
        self.number = number
        self.ids = ids
        self.section = section
        self.text = text
        self.code = code


def words(markdown: str) -> str:
    """Return the words of a line: without anchors, link targets, emphasis and the mark of a mistake."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(ANCHOR, "", markdown))
    return plain.replace("**", "").replace("❌ ", "").strip()


def entries() -> list[Entry]:
    """Return what the document consists of, with the anchors of each entry and the code that belongs to it."""
    found: list[Entry] = []
    top = sub = parent = ""
    waiting: list[str] = []  # the anchors of a line that holds nothing else
    in_code = False
    for number, line in enumerate(DOC, 1):
        if line.strip().startswith("```"):
            if waiting or not found:
                found.append(Entry(number, waiting, f"{top}: {sub}" if sub else top, "", []))
                waiting = []
            in_code = not in_code
            continue
        if in_code:
            found[-1].code.append(line)
            continue
        ids, text = re.findall(ANCHOR, line), words(line)
        if not text:
            waiting += ids
            continue
        if heading := re.fullmatch(r"(#+) \W*(\w.*)", text):
            level, text = len(heading[1]), heading[2]
            top, sub = (text, "") if level < 3 else (top, text)
        elif item := re.fullmatch(r"( *)- (.*)", re.sub(ANCHOR, "", line)):
            text = words(item[2])
            if not item[1]:
                parent = text
            else:
                text = f"{parent} {text}"
        found.append(Entry(number, waiting + ids, f"{top}: {sub}" if sub else top, text, []))
        waiting = []
    return found


ENTRIES = entries()
TREE = next(entry for entry in ENTRIES if "P1" in entry.ids)


def tree() -> list[str]:
    """Return the entries of the project tree as the lines have them: path, colon, comment."""
    found, folder = [], ""
    for line in TREE.code[1:]:
        match = re.fullmatch(r"((?:│   )*)[├└]── (\S+)\s*(?:# (.*))?", line)
        assert match, line
        if not match[1]:
            folder = match[2] if match[2].endswith("/") else ""
        path = f"{folder}{match[2]}" if match[1] else match[2]
        found.append(f"`{path}`: {match[3]}" if match[3] else f"`{path}`")
    return found


def test_every_id_is_there_once() -> None:
    expected = {f"{letter}{number}" for letter, most in COUNTS.items() for number in range(1, most + 1)}
    assert set(ROWS) == expected | {"R"}
    assert [each.id for each in ROWS.values()] == list(ROWS)
    assert len(ROWS) == 124
    anchors = [each for entry in ENTRIES for each in entry.ids]
    assert sorted(anchors) == sorted(ROWS), "an id has one anchor, and an anchor is an id"


@pytest.mark.parametrize("id_", ROWS)
def test_the_anchor_is_at_the_line_that_holds_the_words(id_: str) -> None:
    (entry,) = (entry for entry in ENTRIES if id_ in entry.ids)
    line = ROWS[id_]
    assert line.section == entry.section
    if entry is TREE:
        assert line.text == tree()[entry.ids.index(id_)]
    elif id_ in IN_CODE:
        assert line.text in (each.strip() for each in entry.code)
    else:
        assert line.text == entry.text


def test_every_entry_of_the_document_is_a_line() -> None:
    texts = [line.text for line in ROWS.values()]
    items = [
        entry
        for entry in ENTRIES
        if re.match(r" *- ", DOC[entry.number - 1])
        and entry.section != "References"
        and entry.text not in INTRODUCTIONS
    ]
    assert [entry.text for entry in items if entry.text not in texts and not set(entry.ids) & set(IN_CODE)] == []
    assert all(len(entry.ids) == 1 for entry in items)
    assert [text for text in tree() if text not in texts] == []
    assert len(TREE.ids) == len(tree())


def test_every_rule_has_a_line() -> None:
    """A rule without one is about an exception: it says something about the collection, not about the standard."""
    every = rules.every().values()
    assert [rule.id for rule in every if rule.section not in ROWS and rule.hook != rules.SHARED] == []
    assert [rule.id for rule in every if rule.hook == rules.SHARED and rule.section] == []


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_a_row_names_what_exists(row: table.Row) -> None:
    assert [name for name in row.also if name not in rules.every()] == [], "these rules do not exist"
    own = [rule.id for rule in rules.every().values() if rule.section == row.id]
    assert [name for name in row.also if name in own] == [], "these rules have the line as their section already"
    assert not row.shown or row.shown in row.rules
    assert not row.check or row.check in table.CHECKS
    assert not row.applies or row.applies in table.CONDITIONS
    assert not row.entry or f"`{row.entry}`" in row.text or row.id == "M14"
    assert row.kind in table.KINDS


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_a_row_that_nothing_decides_says_why(row: table.Row) -> None:
    assert row.why if row.kind == "nothing" else True
    assert not row.why or row.why.endswith((".", ":")), "a sentence"


def test_what_decides_a_line_says_why_the_standard_asks_for_it() -> None:
    reasons = [tool.reason for row in ROWS.values() for tool in row.tools]
    reasons += [check.reason for check in table.CHECKS.values()]
    assert [reason for reason in reasons if not re.fullmatch(r"[A-Z].{20,}\.|botocore .*\.", reason)] == []


def test_every_condition_and_check_is_named_by_a_row() -> None:
    assert {row.check for row in ROWS.values()} - {""} == set(table.CHECKS)
    assert {row.applies for row in ROWS.values()} - {""} == set(table.CONDITIONS)


@pytest.mark.parametrize(
    ("id_", "kind"),
    [
        pytest.param("G4", "hook", id="a rule that is on by default"),
        pytest.param("M4", "tool", id="tools"),
        pytest.param("M21", "tool", id="a tool, and rules that only an option switches on"),
        pytest.param("Y1", "tool", id="tools, and a rule that decides a small part"),
        pytest.param("G17", "hook", id="a rule that only an option switches on"),
        pytest.param("A1", "review", id="a check of the review"),
        pytest.param("G19", "nothing", id="nothing"),
    ],
)
def test_the_kind_is_the_strongest_of_what_decides(id_: str, kind: str) -> None:
    assert ROWS[id_].kind == kind


def test_the_rules_of_a_row_are_its_own_then_those_of_other_lines() -> None:
    assert ROWS["G16"].rules == ("push-to-protected", "commit-on-protected-branch")
    assert ROWS["G16"].opt_in == {"commit-on-protected-branch"}

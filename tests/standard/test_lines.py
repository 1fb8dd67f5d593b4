"""The lines of the standard and docs/standard.md hold each other: an anchor for every line, a line for every entry."""

from __future__ import annotations

import re

import pytest

from backend_standards.commits import rules as commit_rules
from backend_standards.standard.lines import LINES
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
    assert set(LINES) == expected | {"R"}
    assert [each.id for each in LINES.values()] == list(LINES)
    assert len(LINES) == 124
    anchors = [each for entry in ENTRIES for each in entry.ids]
    assert sorted(anchors) == sorted(LINES), "an id has one anchor, and an anchor is an id"


@pytest.mark.parametrize("id_", LINES)
def test_the_anchor_is_at_the_line_that_holds_the_words(id_: str) -> None:
    (entry,) = (entry for entry in ENTRIES if id_ in entry.ids)
    line = LINES[id_]
    assert line.section == entry.section
    if entry is TREE:
        assert line.text == tree()[entry.ids.index(id_)]
    elif id_ in IN_CODE:
        assert line.text in (each.strip() for each in entry.code)
    else:
        assert line.text == entry.text


def test_every_entry_of_the_document_is_a_line() -> None:
    texts = [line.text for line in LINES.values()]
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


def test_every_rule_names_a_line() -> None:
    assert [rule.id for rule in commit_rules.RULES if rule.section not in LINES] == []

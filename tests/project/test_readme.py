"""READMEs as sections: what is a heading, what is text, and what is neither."""

from __future__ import annotations

import pytest

from backend_standards.project.readme import Document

EACH = [
    pytest.param("# a\nb c\n", [("", "a", 1, "b c")], id="atx"),
    pytest.param("# a #\n\nb\n", [("", "a", 1, "b")], id="closed atx"),
    pytest.param("##a\nb\n", [("", "a", 2, "b")], id="atx without a space"),
    pytest.param("a\n===\nb\n\nc\n---\nd\n", [("", "a", 1, "b"), ("", "c", 2, "d")], id="setext"),
    pytest.param("b\n\n---\nc\n", [("", "", 0, "b|c")], id="a rule is no heading"),
    pytest.param("- b\n---\nc\n", [("", "", 0, "- b|c")], id="a rule after a list"),
    pytest.param(
        "# a\n```sh\n# not a heading\n```\n# c\nd\n", [("", "a", 1, "# not a heading"), ("", "c", 1, "d")], id="fence"
    ),
    pytest.param("# a\n````\n```\n# b\n````\nc\n", [("", "a", 1, "```|# b|c")], id="longer fence"),
    pytest.param("# a\n~~~\n# b\n", [("", "a", 1, "# b")], id="fence that is not closed"),
    pytest.param("# a\n<!-- # b\nc -->d\n", [("", "a", 1, "d")], id="comment"),
    pytest.param("# a\nb <!-- c --> d\n", [("", "a", 1, "b  d")], id="comment in a line"),
    pytest.param("# a\n<!-- b\nc\n", [("", "a", 1, "")], id="comment that is not closed"),
    pytest.param("# a\n![b](c)\n[![d](e)](f)\n<img src='x'>\n", [("", "a", 1, "")], id="badges"),
    pytest.param("# a\n[b](c)\n", [("", "a", 1, "b")], id="link"),
    pytest.param("# a\n[b]: https://x\n", [("", "a", 1, "")], id="definition of a link"),
    pytest.param("<h1 align='center'>a</h1>\nb\n", [("", "a", 1, "b")], id="heading of HTML"),
    pytest.param("<h2>\n  <img src='x'>\n  a\n</h2>\nb\n", [("", "a", 2, "b")], id="heading of HTML in lines"),
    pytest.param("<details><summary>a</summary>\nb\n", [("", "a", 7, "b")], id="summary"),
    pytest.param("# a\n**Setup**\nb\n", [("", "a", 1, ""), ("", "Setup", 7, "b")], id="bold line"),
    pytest.param("Setup:\nb\n", [("", "Setup", 7, "b")], id="line with a colon"),
    pytest.param("---\na: b\n---\n# c\nd\n", [("", "c", 1, "d")], id="front matter"),
    pytest.param("> ## a\n> b\n", [("", "a", 2, "> b")], id="quoted"),
    pytest.param("# a\n\n    b\n", [("", "a", 1, "b")], id="indented code"),
    pytest.param("\ufeff# a\nb\n", [("", "a", 1, "b")], id="byte order mark"),
]
RST = [
    pytest.param("a\n===\nb\n", [("", "a", 1, "b")], id="underlined"),
    pytest.param("===\na\n===\nb\n\nc\n===\nd\n", [("", "a", 1, "b"), ("", "c", 2, "d")], id="overlined"),
    pytest.param("a\n=\n", [("", "", 0, "a")], id="too short"),
    pytest.param("a\n===\n.. comment\n   b\nc\n", [("", "a", 1, "c")], id="comment"),
    pytest.param("a\n===\n.. image:: b.png\n   :alt: c\n", [("", "a", 1, "")], id="image"),
    pytest.param("a\n===\n.. |b| image:: c.png\n|b|\n", [("", "a", 1, "")], id="substitution"),
    pytest.param("a\n===\n.. code-block:: sh\n\n   b\n", [("", "a", 1, "b")], id="code"),
    pytest.param("a\n===\nb::\n\n  c\n", [("", "a", 1, "b|c")], id="literal block"),
    pytest.param("a\n===\n.. note:: b\n", [("", "a", 1, "b")], id="note"),
    pytest.param("a\n===\n.. include:: b.rst\n", [("", "a", 1, "b.rst")], id="include"),
]  # fmt: skip


def sections(path: str, text: str) -> list[tuple[str, str, int, str]]:
    return [
        ("", section.heading, section.level, "|".join(line.text for line in section.lines))
        for section in Document(path, text).sections
    ]


@pytest.mark.parametrize(("text", "expected"), EACH)
def test_markdown(text: str, expected: list[tuple[str, str, int, str]]) -> None:
    assert sections("README.md", text) == expected
    assert sections("README.md", text.replace("\n", "\r\n")) == expected


@pytest.mark.parametrize(("text", "expected"), RST)
def test_rst(text: str, expected: list[tuple[str, str, int, str]]) -> None:
    assert sections("README.rst", text) == expected


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see [a](b.md)", [("a", "b.md")]),
        ("see [a](<b.md> 'c')", [("a", "b.md")]),
        ("see [a][b]", [("a", "b")]),
        ("see https://x.org/a.", [("https://x.org/a.", "https://x.org/a.")]),
        ('<a href="b.md">a</a>', [("", "b.md")]),
        ("<https://x.org/a>", [("https://x.org/a", "https://x.org/a")]),
        ("see [a][b]\n[b]: c.md", [("a", "c.md")]),
        ("[![a](b)](c)", []),
    ],
)
def test_links(text: str, links: list[tuple[str, str]]) -> None:
    assert [
        link for section in Document("a.md", text).sections for line in section.lines for link in line.links
    ] == links


def test_links_of_rst() -> None:
    (section,) = Document("a.rst", "see `a b <c.rst>`_ there\n").sections
    assert [line.links for line in section.lines] == [[("a b", "c.rst")]]


def test_references_of_rst() -> None:
    (section,) = Document(
        "a.rst", "see `the docs`_, Tutor_ and snake_case_name\n\n.. _the docs: a.rst\n.. _tutor: b\n"
    ).sections
    assert [line.links for line in section.lines] == [[("the docs", "a.rst"), ("Tutor", "b")]]


def test_text_below_a_heading_counts_for_those_above() -> None:
    document = Document("a.md", "# a\n## b\n### c\nd\n## e\n## f\n[g](#g)\n")
    assert [(section.heading, has) for section, has in zip(document.sections, document.has_text(), strict=True)] == [
        ("a", True),
        ("b", True),
        ("c", True),
        ("e", False),
        ("f", False),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# a\nb\n", 0),
        ("# a\n# b\n", 0),
        ("## a\n### b\n", 0),
        ("## a\n## b\n", -1),
        ("text\n# a\n", -1),
        ("[x](y)\n\n# a\n", 1),
        ("text\n", -1),
    ],
)
def test_title(text: str, title: int) -> None:
    assert Document("a.md", text).title == title

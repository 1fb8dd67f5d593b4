from __future__ import annotations

import contextlib
from typing import Any

import hcl2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend_standards.readers import hcl
from backend_standards.readers.marked import Block, Call, Items, Node, Text, Unreadable, everything
from marks import pairs, plain


def read(text: str) -> dict[Any, Any]:
    return pairs(hcl.body(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('a = "b"', {"a": "b"}, id="text"),
        pytest.param('a = "\\"\\u002a\\n$${x} %%{y}"', {"a": '"*\n${x} %{y}'}, id="escapes"),
        pytest.param('a = "x${f("}", {b = "c"})}y"', {"a": 'x${f("}", {b = "c"})}y'}, id="template"),
        pytest.param('a = "%{ if b }c%{ endif }"', {"a": "%{ if b }c%{ endif }"}, id="directive"),
        pytest.param("a = [1, true,\n  null,\n]\n", {"a": ["1", "true", "null"]}, id="list"),
        pytest.param('a = { b = "c", "d" : "e"\n  f = 1 }', {"a": {"b": "c", "d": "e", "f": "1"}}, id="object"),
        pytest.param("a = <<EOF\n b }\nEOF\nc = 1", {"a": " b }\n", "c": "1"}, id="heredoc"),
        pytest.param("a = <<-E\n  b\n  E\nc = 1", {"a": "  b\n", "c": "1"}, id="indented-heredoc"),
        pytest.param("a = f(b.c, [1])", {"a": ("f", ["b.c", ["1"]])}, id="call"),
        pytest.param("a = provider::aws::f(1)", {"a": ("provider::aws::f", ["1"])}, id="function-of-a-provider"),
        pytest.param('a = b ? "c" : "d"\ne = 1', {"a": ("?", ["c", "d"]), "e": "1"}, id="conditional"),
        pytest.param('a = b == 1 ? "c" : (d ? "e" : "f")', {"a": ("?", ["c", ("?", ["e", "f"])])}, id="inner-conditional"),
        pytest.param('a = b["x"].c[0].d', {"a": "b[].c[].d"}, id="index"),
        pytest.param("a = data.x.y.arn # z\n// b = 1\n/* c = 1\n*/ d = 1", {"a": "data.x.y.arn", "d": "1"}, id="comments"),
        pytest.param('r "a" "b" {\n  c = 1\n  d { e = 2 }\n}', {"r": (("r", "a", "b"), {"c": "1", "d": (("d",), {"e": "2"})})}, id="blocks"),
        pytest.param("locals {}\n", {"locals": (("locals",), {})}, id="empty-block"),
        pytest.param('a = "b"\r\nc = "d"\r\n', {"a": "b", "c": "d"}, id="crlf"),
        pytest.param("a = b.\nc = 1", {"a": "b", "c": "1"}, id="dot-at-the-end"),
        pytest.param("(a) = 1\n", {"a": "1"}, id="computed-key"),
    ],
)  # fmt: skip
def test_values(text: str, expected: object) -> None:
    assert read(text) == expected


def test_values_within_a_for_expression_are_there() -> None:
    body = hcl.body(
        'a = [for s in x : { Effect = "Allow", n = s } if s != ""]\nb = { for k, v in y : k => { c = "d" } }\n'
    )
    texts = [each.text for each in everything([body]) if isinstance(each, Text)]
    assert {"Allow", "d"} <= set(texts)


def test_marks() -> None:
    text = 'r "a" {\n  b = [\n    "c",\n  ]\n  d = <<-E\n    e\n  E\n  f = g("h")\n}\n'
    found = {
        each.text if isinstance(each, Text) else type(each).__name__: (each.line, each.column)
        for each in everything([hcl.body(text)])
    }
    assert found["Block"] == (1, 1)
    assert found["Items"] == (2, 7)
    assert found["c"] == (3, 5)
    assert found["    e\n"] == (6, 1), "the first line of a heredoc is the one below its head"
    assert found["Call"] == (8, 7)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param('a = 1\nb = "c\n', 2, "quoted", id="quote"),
        pytest.param("a = 1\nb {\n", 2, "not closed", id="block"),
        pytest.param("a = [\n}\n", 2, "not open", id="wrong-bracket"),
        pytest.param("}\n", 1, "not open", id="closed-only"),
        pytest.param("a = <<EOF\nb\n", 1, "heredoc", id="heredoc"),
        pytest.param("/* a\n", 1, "comment", id="comment"),
        pytest.param('a = "${b\n', 1, "template", id="template"),
        pytest.param("a = " + "[" * 5000, 1, "nested", id="deep"),
    ],
)
def test_what_cannot_be_read(text: str, line: int, words: str) -> None:
    with pytest.raises(Unreadable) as raised:
        hcl.body(text)
    assert (raised.value.line, words in raised.value.message) == (line, True), raised.value.message


# --- as python-hcl2 reads it --------------------------------------------------------------------------

NAMES = st.text(st.sampled_from("abcXYZ_"), min_size=1, max_size=4).map(lambda name: f"n{name}")
STRINGS = st.text(st.sampled_from("ab*:/ {}[]#=,.'-"), max_size=8)
VALUES = st.recursive(
    st.one_of(STRINGS, st.integers(0, 99)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=6,
)
BODIES = st.lists(st.tuples(st.booleans(), NAMES, st.lists(STRINGS, max_size=2), st.dictionaries(NAMES, VALUES, max_size=3)), max_size=3)  # fmt: skip


def written(value: Any, newline: str) -> str:
    if isinstance(value, list):
        return f"[{', '.join(written(each, newline) for each in value)}]"
    if isinstance(value, dict):
        return "{" + newline + "".join(f"{key} = {written(each, newline)}{newline or ', '}" for key, each in value.items()) + "}"  # fmt: skip
    return f'"{value}"' if isinstance(value, str) else str(value)


def of_other(value: Any) -> Any:
    """Return what python-hcl2 has read in the form of ``mine``."""
    if isinstance(value, list):
        return [of_other(each) for each in value]
    if isinstance(value, dict):
        return {
            key.strip('"') if key.startswith('"') else key: of_other(each)
            for key, each in value.items()
            if not key.startswith("__")
        }
    return value[1:-1] if isinstance(value, str) and value.startswith('"') else str(value)


def mine(node: Node) -> Any:
    """Return what the reader has read in the form of python-hcl2: blocks of one type as a list, labels as keys."""
    if not isinstance(node, Block) and not hasattr(node, "pairs"):
        return [mine(each) for each in node.items] if isinstance(node, Items) else plain(node)
    found: dict[str, Any] = {}
    for key, value in node.pairs:
        assert isinstance(key, Text)
        inner = mine(value)
        if isinstance(value, Block):
            for label in reversed(value.labels):
                inner = {label: inner}
            found.setdefault(key.text, []).append(inner)
        else:
            found[key.text] = inner
    return found


@settings(max_examples=25)
@given(BODIES, st.sampled_from(["\n", "\n  "]))
def test_it_is_read_as_python_hcl2_reads_it(blocks: list[Any], newline: str) -> None:
    text = ""
    for number, (has_inner, name, labels, attributes) in enumerate(blocks):
        rows = [f"  {key} = {written(value, newline)}\n" for key, value in attributes.items()]
        rows += ["  inner {\n    x = 1\n  }\n"] if has_inner else []
        text += f"b{number}{name} " + "".join(f'"{label}" ' for label in labels) + "{\n" + "".join(rows) + "}\n"
    assert mine(hcl.body(text)) == of_other(hcl2.loads(text))


@given(st.lists(st.one_of(st.sampled_from([*'{}[]()=:,?."\n#', "a", "${", "%{", "<<E\n", "\nE\n", "/*", "*/", "for ", "=>", " "]), st.text(max_size=4)), max_size=30).map("".join))  # fmt: skip
def test_any_text(text: str) -> None:
    with contextlib.suppress(Unreadable):
        in_bounds(text)


def in_bounds(text: str) -> None:
    for each in everything([hcl.body(text)]):
        assert 1 <= each.line <= text.count("\n") + 2
        assert not isinstance(each, Call) or all(each.arguments)

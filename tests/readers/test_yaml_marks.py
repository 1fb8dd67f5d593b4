from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.readers import yaml_marks
from backend_standards.readers.marked import Items, Node, Pairs, Text, Unreadable, everything
from marks import plain

TEMPLATE = """\
Resources:
  Role:
    Arn: !Sub arn:${AWS::Partition}:iam::aws:policy/x
    Joined: !Join ['', [a, !Ref b]]
    If: !If [c, "d", 'e']
    Text: >-
      folded
      text
"""


def at(node: Node | None, *path: str | int) -> Node:
    for step in path:
        if isinstance(step, int):
            assert isinstance(node, Items)
            node = node.items[step]
        else:
            assert isinstance(node, Pairs)
            node = node.get(step)
    assert node is not None
    return node


def only(text: str) -> Node:
    (document,) = yaml_marks.documents(text)
    return document


@pytest.mark.parametrize(
    ("path", "tag", "line", "column", "style"),
    [
        pytest.param(("Arn",), "!Sub", 3, 10, "", id="plain"),
        pytest.param(("Joined",), "!Join", 4, 13, None, id="list"),
        pytest.param(("Joined", 1, 1), "!Ref", 4, 28, "", id="inner"),
        pytest.param(("If", 1), "", 5, 17, '"', id="quoted"),
        pytest.param(("Text",), "", 6, 11, ">", id="folded"),
    ],
)
def test_tags_and_marks(path: tuple[str | int, ...], tag: str, line: int, column: int, style: str | None) -> None:
    node = at(only(TEMPLATE), "Resources", "Role", *path)
    assert (node.tag, node.line, node.column) == (tag, line, column)
    assert getattr(node, "style", None) == style


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: &x [1]\nb: *x\n", {"a": ["1"], "b": ["1"]}, id="anchor"),
        pytest.param("a: 1\na: 2\n", {"a": "2"}, id="duplicate-key"),
        pytest.param("a: !!python/object/apply:os.system ['true']\n", {"a": ["true"]}, id="no-object"),
        pytest.param("a: !!binary 'x'\n", {"a": "x"}, id="no-construction"),
        pytest.param("{a: [b, {c: d}]}", {"a": ["b", {"c": "d"}]}, id="flow"),
        pytest.param("? [a]\n: b\n", {"['a']": "b"}, id="complex-key"),
        pytest.param("a: yes\nb: ~\nc: 08\n", {"a": "yes", "b": "~", "c": "08"}, id="no-types"),
        pytest.param("a: 'x\u2028y'\n", {"a": "x y"}, id="line-separator"),
    ],
)
def test_values(text: str, expected: object) -> None:
    assert plain(only(text)) == expected


def test_several_documents() -> None:
    assert [plain(each) for each in yaml_marks.documents("a: 1\n---\n- 2\n---\n...\n")] == [{"a": "1"}, ["2"], ""]


def test_a_merged_mapping_has_no_say_over_own_keys() -> None:
    node = at(only("base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\nlist:\n  <<: [*b, {z: 4}]\n"))
    assert [plain(at(node, "own", name)) for name in "xy"] == ["1", "3"]
    assert plain(at(node, "list", "z")) == "4"


LAUGHS = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param(LAUGHS, 5, "stand for too much", id="billion-laughs"),
        pytest.param("a: &a [*a]\n", 1, "what it is in", id="alias-of-itself"),
        pytest.param("a: 1\nb: *none\n", 2, "stands for nothing", id="undefined-alias"),
        pytest.param("[" * 5000, 1, "nested", id="deep"),
        pytest.param("".join(f"a{n}: &a{n} [{f'*a{n - 1}' if n else ''}]\n" for n in range(300)), 200, "nested", id="deep-by-aliases"),
        pytest.param("a: 1\nb: [\n", 3, "did not find", id="unclosed"),
        pytest.param("a: b: c\n", 1, "not allowed", id="mapping-in-a-scalar"),
        pytest.param("a: '\x01'\n", 0, "character", id="control-character"),
        pytest.param('a: "\\UFFFFFFFF"\n', 1, "escape", id="no-character"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(text: str, line: int, words: str) -> None:
    with pytest.raises(Unreadable) as raised:
        yaml_marks.documents(text)
    assert (raised.value.line, words in raised.value.message) == (line, True), raised.value.message


def test_no_value_is_in_a_message() -> None:
    with pytest.raises(Unreadable) as raised:
        yaml_marks.documents("%TAG !hunter2x! a\n%TAG !hunter2x! b\n--- x\n")
    assert "hunter2" not in raised.value.message


def test_both_parsers_of_pyyaml_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    first = [(type(each), each.line, each.column, each.tag) for each in everything([only(TEMPLATE)])]
    monkeypatch.setattr(yaml_marks, "_LOADER", yaml.SafeLoader)
    assert [(type(each), each.line, each.column, each.tag) for each in everything([only(TEMPLATE)])] == first


SCALARS = st.text(st.sampled_from("ab *&!|>'\"#:-{}[],%@`\\\n\t~\u00e9"), max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(SCALARS, inner, max_size=4)),
    max_leaves=12,
)


@given(
    VALUES,
    st.sampled_from([True, False, None]),
    st.sampled_from(["'", '"', "|", ">", None]),
    st.sampled_from([20, 80]),
)
def test_what_pyyaml_writes(value: object, flow: bool | None, style: str | None, width: int) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, default_style=style, width=width, allow_unicode=True)
    assert plain(only(text)) == yaml.load(text, yaml.BaseLoader)


PIECES = st.sampled_from(
    ["a", "b: ", "- ", "\n", "  ", "[", "]", "{", "}", ", ", ": ", "'", '"', "&x ", "*x ", "!t ", "|\n", ">\n", "#", "---\n", "? ", "<<: ", "%", "\\"]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=30).map("".join))
def test_any_text_is_read_as_pyyaml_reads_it(text: str) -> None:
    try:
        expected = [each for each in yaml.load_all(text, yaml.BaseLoader) if each is not None]
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        expected = None  # PyYAML makes data of less than can be read, such as keys that are lists
    try:
        found = [plain(each) for each in yaml_marks.documents(text)]
    except Unreadable:
        found = None
    if expected is not None and found is not None and "\u2028" not in text and "?" not in text:
        assert found == expected


@given(VALUES)
def test_marks_are_where_the_values_are(value: object) -> None:
    text = yaml.safe_dump(value, default_style='"', allow_unicode=True, width=1000)
    lines = text.split("\n")
    for node in everything([only(text)]):
        if isinstance(node, Text) and node.style == '"':
            assert lines[node.line - 1][node.column - 1 :].startswith(('"', "!!"))

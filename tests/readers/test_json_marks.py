from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.readers import json_marks
from backend_standards.readers.marked import Expression, Pairs, Text, Unreadable, everything
from marks import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('{"a": [1, true, null, {"b": "c"}]}', {"a": ["1", "true", "null", {"b": "c"}]}, id="json"),
        pytest.param('{"a": "\\u002a\\n\\/"}', {"a": "*\n/"}, id="escapes"),
        pytest.param('{"a": "\\q"}', {"a": "\\q"}, id="wrong-escape"),
        pytest.param('// x\n{"a": 1, /* "b": 2, */ "c": 3, # d\n}', {"a": "1", "c": "3"}, id="comments"),
        pytest.param('{"a": ${jsonencode({b = "}"})}, "c": "d"}', {"a": "", "c": "d"}, id="quotes-in-a-template"),
        pytest.param('{"a": ${x}, "c": "d"}', {"a": "", "c": "d"}, id="template"),
        pytest.param('{"a": ["b", "c"', {"a": ["b", "c"]}, id="unclosed"),
        pytest.param('{"a": 1}, {"b": 2}', {"a": "1"}, id="first-value"),
        pytest.param("no value", None, id="none"),
    ],
)
def test_values(text: str, expected: object) -> None:
    assert plain(json_marks.value(text)) == expected


def test_marks() -> None:
    node = json_marks.value('\n{\n  "a": {"b":\n    "c"}}', line=10)
    assert [(type(each), each.line, each.column) for each in everything([node] if node else [])] == [
        (Pairs, 11, 1),
        (Pairs, 12, 8),
        (Text, 13, 5),
    ]


def test_too_deep() -> None:
    with pytest.raises(Unreadable, match="nested"):
        json_marks.value("[" * 300)


def words(value: Any) -> Any:
    """Return the value with the words for numbers and constants that the text has."""
    if isinstance(value, list):
        return [words(each) for each in value]
    if isinstance(value, dict):
        return {key: words(each) for key, each in value.items()}
    return value if isinstance(value, str) else json.dumps(value)


VALUES = st.recursive(
    st.one_of(st.text(max_size=6), st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=4), inner, max_size=4)),
    max_leaves=15,
)


@given(st.one_of(st.lists(VALUES, max_size=4), st.dictionaries(st.text(max_size=4), VALUES, max_size=4)), st.sampled_from([None, 1]), st.booleans())  # fmt: skip
def test_json_is_read_as_python_reads_it(value: object, indent: int | None, is_ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=is_ascii)
    assert plain(json_marks.value(text)) == words(json.loads(text))


@given(st.lists(st.one_of(st.sampled_from([*'{}[]:,"\\/#', "${", "//", "/*", "*/", '"a"']), st.text(max_size=4)), max_size=30).map("".join))  # fmt: skip
def test_any_text(text: str) -> None:
    node = json_marks.value(text)
    for each in everything([node] if node else []):
        assert each.line >= 1
        assert each.column >= 1
        assert isinstance(each, Expression) or text

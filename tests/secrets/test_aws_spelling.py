from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.secrets.aws_spelling import BASE64, Joined, decoded, merged, unescaped, without_escapes


def test_letters_of_base64_agree() -> None:
    assert bytes(sorted(BASE64)) == bytes(sorted((string.ascii_letters + string.digits + "+/").encode()))


@pytest.mark.parametrize(
    ("original", "joined"),
    [
        ('"ab" + "cd"', '"abcd"'),
        ("'ab'\n    'cd'", "'abcd'"),
        ('"ab" . "cd" . "ef"', '"abcdef"'),
        ('"ab", "cd"', '"ab", "cd"'),
        ('"ab" + cd', '"ab" + cd'),
    ],
)
def test_concatenations_are_closed(original: str, joined: str) -> None:
    assert Joined(original).text == joined
    assert Joined(original).has_parts == (original != joined)


@given(st.lists(st.sampled_from(["ab", '"', "'", " + ", '" + "', "\n", "' '", "x", "/"]), max_size=30).map("".join))
def test_each_character_of_a_joined_text_has_its_place(original: str) -> None:
    joined = Joined(original)
    for at, char in enumerate(joined.text):
        assert original[joined.origin(at)] == char
        assert joined.place(joined.origin(at)) == at


@pytest.mark.parametrize(
    ("spelt", "value"),
    [
        ("a%2Fb", "a/b"),
        ("a%252fb", "a/b"),
        (r"a\/b", "a/b"),
        (r"a\u002Bb", "a+b"),
        ("a&#43;b", "a+b"),
        ("a%3D", "a="),
        ("a%41", "a%41"),
    ],
)
def test_unescaped(spelt: str, value: str) -> None:
    assert unescaped(spelt) == value


def test_escapes_become_as_many_spaces() -> None:
    assert without_escapes(r"a\u0022b&quot;c%2Fd") == "a      b      c%2Fd"


def test_spans_that_touch_become_one() -> None:
    assert merged([(5, 9), (-3, 2), (2, 4), (30, 90)], 40) == [(0, 4), (5, 9), (30, 40)]


@pytest.mark.parametrize(
    ("encoded", "text"), [("YWJj", "abc"), ("YWI=", "ab"), ("YWI", "ab"), ("YWJjZ", "abc"), ("", "")]
)
def test_decoded(encoded: str, text: str) -> None:
    assert decoded(encoded) == text

from __future__ import annotations

import base64
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.secrets.aws_spelling import (
    BASE64,
    Joined,
    continues_before,
    decoded,
    merged,
    unescaped,
    without_escapes,
)


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


@given(st.binary(max_size=40))
def test_base64_with_and_without_padding(data: bytes) -> None:
    encoded = base64.b64encode(data).decode()
    for text in (encoded, encoded.rstrip("=")):
        assert decoded(text) == data.decode("latin-1")
    if not encoded.endswith("="):
        assert decoded(encoded + "Z") == data.decode("latin-1"), "one letter of a group says nothing"


# --- escapes, written a second time -----------------------------------------------------------------

COLOURS = ["\x1b", r"\u001b", r"\u001B", r"\x1b", r"\x1B", r"\033", r"\e"]
BEFORE = [
    *(f"\\{letter}" for letter in "abefnrtv0"),
    *(r"\u0022", r"\uAbC9", r"\x22", r"\xfF", "%22", "%2f", "%2522", "%252522", "=3D"),
    *(f"{start}[{codes}m" for start in COLOURS for codes in ("", "0", "1;31")),
    "%" + "25" * 10 + "22",
]
NO_ESCAPES = [
    *("x", "0", "é".encode("latin-1").decode("latin-1") + "a", r"\z", r"\u002", r"\x2", "%2", "%G2", "=3E", "3D", "[0m", r"\033[0x"),
    *(r"\033[1:2m", r"\034[0m", "%" + "25" * 11 + "22", f"\x1b[{'1' * 13}m"),
]  # fmt: skip


@pytest.mark.parametrize("escape", BEFORE)
def test_an_escape_ends_before_a_value(escape: str) -> None:
    data = f"{escape}value".encode("latin-1")
    assert not continues_before(data, len(data) - 5)


@pytest.mark.parametrize("text", NO_ESCAPES)
def test_a_word_goes_on_in_a_value(text: str) -> None:
    data = f"{text}value".encode("latin-1")
    assert continues_before(data, len(data) - 5)


def test_signs_and_the_beginning_end_a_word() -> None:
    assert not continues_before(b"value", 0)
    assert not any(continues_before(f"a{sign}value".encode(), 2) for sign in "\n \"'=_-/+.")


BLANKED = [
    *(f"{start}[{codes}m" for start in COLOURS for codes in ("", "0", "1;31")),
    *(f"\\{letter}" for letter in "abefnrtv\"'0`"),
    *(r"\\n", r"\u0022", r"\u00fF", r"\x22", r"\xAb"),
    *(
        f"%{code}"
        for code in "20 21 22 23 24 25 26 27 28 29 2A 2a 2C 2c 2D 2d 2E 2e 3A 3a 3D 3F 3f 0A 0a 0D 0d".split()
    ),
    *(f"%{code}" for code in "5B 5b 5D 5d 7B 7b 7D 7d".split()),
    *("%253D", "%25253d", "&quot;", "&apos;", "&lt;", "&gt;", "&amp;", "&nbsp;", "&#39;", "&#x27;", "&#1234;"),
]
KEPT = [
    *("%2F", "%2f", "%2B", "%2b", "%252F", r"\/", r"\u002F", r"\u002b", "&#43;", "&#47;", "&#x2F;", "&#x2b;"),
    *("%30", "%4A", "%61", "&copy;", "&#;", "%", "a", r"\z"),
]


@pytest.mark.parametrize("escape", BLANKED)
def test_an_escape_becomes_spaces(escape: str) -> None:
    assert without_escapes(f"k{escape}v") == f"k{' ' * len(escape)}v"


@pytest.mark.parametrize("text", KEPT)
def test_what_may_be_a_letter_of_a_key_stays(text: str) -> None:
    assert without_escapes(f"k{text}v") == f"k{text}v"


@pytest.mark.parametrize(
    ("spelt", "value"),
    [(each, "/") for each in ("%2F", "%2f", "%252F", "%25252f", r"\/", r"\\/", r"\u002F", r"\u002f", "&#x2F;", "&#x2f;", "&#47;")]
    + [(each, "+") for each in ("%2B", "%2b", "%252B", r"\u002B", r"\u002b", r"\\u002b", "&#x2B;", "&#x2b;", "&#43;")]
    + [(each, "=") for each in ("%3D", "%3d", "%253D", r"\u003D", r"\u003d", r"\\u003d")]
    + [(each, each) for each in ("%2C", "%20", r"\u0041", r"\n", "&#44;", "&#x41;", "&amp;")],
)  # fmt: skip
def test_a_sign_of_base64_as_an_escape(spelt: str, value: str) -> None:
    assert unescaped(f"k{spelt}v") == f"k{value}v"


# --- parts, written a second time -------------------------------------------------------------------

SIGNS = ["+", "\\", ".", "..", "&", "~", "<>"]
SEAMS = [
    *(f"\"{sign}\"" for sign in ("", *SIGNS)),
    *(f"\" {sign} \"" for sign in SIGNS),
    *(f"'{sign}\t'" for sign in SIGNS),
    *(f"\"\n{sign}\"" for sign in "+.&"),
    *(f'"{prefix}"'.replace('"', '" ', 1) for prefix in ("r", "b", "f", "u", "rb", "fr")),
    *("`+`", "'+\"", '\\"+\\"', '\\\\"+\\\\"', '"\n"', '"\r\n"', '"\n    "', '"\\\n"', '"\\\r\n"', '" + \n  "'),
    # In the source of a notebook, which is a list of lines in JSON.
    *('\\"\\n", "\\"', '\\"\\n",\n  "    \\"', '\\" +\\n",\n "\\"', f'\\"\\n",{" " * 8}\n{" " * 80}"{" " * 80}\\"'),
    f'"{" " * 40}+{" " * 40}"', f'"\n{" " * 80}"', f'"\n+{" " * 40}"', f'"+\n{" " * 80}&{" " * 40}"',
]  # fmt: skip
NO_SEAMS = [
    *('", "', '"; "', '" - "', '" +++ "', '" .... "', '"\n\n"', '" x "', '" brb"', '"/*"', "+", '"'),
    *(f'"{" " * 41}+"', f'"+{" " * 41}"', f'"\n{" " * 81}"', f'"\n+{" " * 41}"'),
]


@pytest.mark.parametrize("seam", SEAMS)
def test_parts_are_joined(seam: str) -> None:
    joined = Joined(f"x = 'ab{seam}cd'")
    assert joined.text == "x = 'abcd'"
    assert joined.has_parts


@pytest.mark.parametrize("seam", NO_SEAMS)
def test_other_parts_stay(seam: str) -> None:
    text = f"x = 'ab{seam}cd'"
    assert Joined(text).text == text
    assert not Joined(text).has_parts


@pytest.mark.parametrize("end", ["=\n", "=\r\n", "\\\n", "\\\r\n"])
def test_a_line_goes_on(end: str) -> None:
    assert Joined(f"ab{end}cd").text == "abcd"
    assert Joined(f"ab{end}{' ' * 80}cd").text == "abcd"
    for text in (f"ab{end}{' ' * 81}cd", f"ab{end}-", f"ab {end}cd", f"ab{end[1:]}cd"):
        assert Joined(text).text == text


@pytest.mark.parametrize("last", ["a", "Z", "0", "/", "+"])
def test_a_part_ends_with_a_letter_of_base64(last: str) -> None:
    assert Joined(f'"-{last}" + "b"').text == f'"-{last}b"'
    text = '"a-" + "b"'
    assert Joined(text).text == text
    assert Joined(f'"a{last}" + "-"').text == f'"a{last}" + "-"'

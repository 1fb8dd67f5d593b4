from __future__ import annotations

import configparser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.readers.ini import rows, sections

TEXT = """\
; comment
[tox]
EnvList =
    lint

    # comment
    py
[testenv:lint]
commands: flake8 \\
  src
  mypy
empty
deps = a = b
"""


def test_lines() -> None:
    found = sections(TEXT)
    assert {name: section.line for name, section in found.items()} == {"tox": 2, "testenv:lint": 8}
    option = found["tox"].options["envlist"]
    assert (option.line, option.lines) == (3, [("", 3), ("lint", 4), ("", 5), ("py", 7)])
    assert list(rows(found["testenv:lint"].options["commands"])) == [("flake8 src", 9), ("mypy", 11)]
    assert found["testenv:lint"].options["deps"].value == "a = b"


LINES = st.lists(
    st.sampled_from(
        [
            "[a]",
            "[b] x",
            "[",
            "[]",
            "a = 1",
            "a=",
            "B: c = d",
            "  more",
            "\tmore: x",
            "   ",
            "# c",
            "  ; c",
            "x",
            "=",
            ":",
        ]
    )
)


@given(LINES.map("\n".join))
@pytest.mark.filterwarnings("ignore")
def test_values_are_those_of_configparser(text: str) -> None:
    text = f"[first]\n{text}"
    parser = configparser.RawConfigParser(strict=False, default_section="none of these")
    try:
        parser.read_string(text)
    except configparser.ParsingError:
        return
    expected = {name: dict(parser[name]) for name in parser.sections()}
    assert {
        name: {key: each.value for key, each in found.options.items()} for name, found in sections(text).items()
    } == expected

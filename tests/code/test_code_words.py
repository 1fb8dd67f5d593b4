"""The words of a name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.code.words import words
from backend_standards.secrets.placeholders import WORDS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("db_password", "db password", id="snake"),
        pytest.param("accessToken", "access token", id="camel"),
        pytest.param("AWSSecretKey", "aws secret key", id="capitals"),
        pytest.param("X-Api-Key2", "x api key 2", id="kebab"),
        pytest.param("API", "api", id="all-capitals"),
        pytest.param("é_Éa__", "a", id="other-letters"),
        pytest.param("", "", id="none"),
    ],
)
def test_words(name: str, expected: str) -> None:
    assert words(name) == expected.split()


@given(st.text(alphabet="abzABZ019_-. é", max_size=30) | st.text(max_size=20))
def test_they_are_those_of_the_expression(name: str) -> None:
    assert words(name) == [word.lower() for word in re.findall(WORDS, name)]

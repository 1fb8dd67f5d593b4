from __future__ import annotations

import pytest

import fakes
from backend_standards.secrets.value_clues import suspicious_lines

URL = "postgres://" + "shop:hunt@db.corp.eu/shop"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("NAME=a-long-value-of-no-interest", [], id="no-word"),
        pytest.param("# a secret\nNAME=x\nAPI_TOKEN=0123456789ab", [1, 3], id="words"),
        pytest.param("API_TOKEN=0123456789a", [], id="short-value"),
        pytest.param("API_TOKEN=0123456789ab", [1], id="long-enough"),
        pytest.param("API_TOKEN=", [1], id="empty-value-that-may-go-on-below"),
        pytest.param("a: TOKEN=b", [1], id="colon-before-the-sign"),
        pytest.param("API_TOKEN=-x", [1], id="not-a-plain-value"),
        pytest.param(fakes.GITHUB + "=1", [1], id="token-before-the-sign"),
        pytest.param("HOME=https://shop.corp.eu/long/way", [], id="URL-without-a-login"),
        pytest.param("MAIL=a@shop.corp.eu\nHOME=https://shop.corp.eu/way", [], id="sign-on-another-line"),
        pytest.param(f"URL={URL}", [1], id="URL-with-a-login"),
        pytest.param("\u0130\nAPI_TOKEN=0123456789ab", [2], id="letter-that-grows-in-lower-case"),
    ],
)
def test_suspicious_lines(text: str, numbers: list[int]) -> None:
    assert [number for number, _, _ in suspicious_lines(text)] == numbers


def test_short_values_count_among_literals() -> None:
    assert [line for _, line, _ in suspicious_lines("API_TOKEN=x", literals=True)] == ["API_TOKEN=x"]


def test_what_follows_a_line_comes_with_it() -> None:
    [(_, line, following)] = suspicious_lines('A=1\nAPI_TOKEN="\nbelow\n' + "x" * 600)
    assert line == 'API_TOKEN="'
    assert following.startswith("below\n")
    assert len(following) == 512

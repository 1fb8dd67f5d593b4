from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.secrets.base64_text import decoded, decoded_padded


@given(st.binary(min_size=1))
def test_base64_of_anything(data: bytes) -> None:
    text = base64.b64encode(data).decode()
    assert decoded_padded(text) == data
    assert decoded(text) == decoded(text.rstrip("=")) == data


@pytest.mark.parametrize("text", ["", "abc!", "ab c", "a", "====", "YWJj\n", "a-b_"])
def test_other_text_gives_no_bytes(text: str) -> None:
    assert decoded(text) == decoded_padded(text) == b""


def test_padding() -> None:
    assert (decoded("YWI"), decoded_padded("YWI")) == (b"ab", b"")

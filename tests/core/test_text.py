from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.core.text import decode, lines


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"]
)
def test_decode(encoding: str) -> None:
    assert "PASSWORD=changeme" in decode("# caf\u00e9\nPASSWORD=changeme\n".encode(encoding))


@given(st.binary())
def test_decode_never_fails(data: bytes) -> None:
    assert isinstance(decode(data), str)


@given(st.text("ab=\u00e9\u65e5 \t").filter(str.strip))
def test_decode_is_exact_with_a_mark(text: str) -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert decode(text.encode(encoding)) == text


def test_lines() -> None:
    assert lines("a\r\nb\rc\nd\u2028\x0ce") == ["a", "b", "c", "d\u2028\x0ce"]
    assert lines("") == [""]

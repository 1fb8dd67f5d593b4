from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.core.text import decode, lines

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"]
)
def test_decode(encoding: str) -> None:
    assert "PASSWORD=changeme" in decode("# caf\u00e9\nPASSWORD=changeme\n".encode(encoding))


SETTING = "# a comment\nPASSWORD=changeme\n"
COMMENT = "# \u6f22\u5b57" * 2000 + "\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "form",
    [
        pytest.param(lambda encoding: SETTING.encode(encoding), id="no-mark"),
        pytest.param(lambda encoding: "\ufeff".encode(encoding) + SETTING.encode(), id="false-mark"),
        pytest.param(lambda encoding: (COMMENT + SETTING).encode(encoding), id="below-a-foreign-comment"),
        pytest.param(lambda encoding: b"# x\n" * 2000 + SETTING.encode(encoding), id="below-utf-8"),
        pytest.param(lambda encoding: ("# x\n" * 2000).encode(encoding) + SETTING.encode(), id="above-utf-8"),
        pytest.param(lambda encoding: "\ufeff# x\n".encode(encoding) + SETTING.encode(), id="mark-above-utf-8"),
        pytest.param(lambda encoding: b"\0" + SETTING.encode(encoding), id="odd"),
    ],
)
def test_decode_loses_no_ascii_character(encoding: str, form: Callable[[str], bytes]) -> None:
    assert "PASSWORD=changeme" in decode(form(encoding))


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

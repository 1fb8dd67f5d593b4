"""Any text, printed."""

from __future__ import annotations

import os
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from backend_standards.core import Finding, output


@given(st.text(st.sampled_from(":#[]vso \n\r\t\u2003\u2028e") | st.characters(codec="utf-8")))
def test_no_text_is_a_command_to_a_ci(words: str) -> None:
    printed = output.text([Finding(words, "rule", words, line=1, column=2, fix=words, exception=words, source=words)])
    with mock.patch.dict(os.environ, {"GITHUB_ACTIONS": "true"}):
        lines = output._inert(printed).splitlines()
    assert not any(line.lstrip().startswith("::") or "##" in line for line in lines), lines

"""Any text, printed."""

from __future__ import annotations

import os
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from backend_standards.core import IGNORE, Exempt, Finding, Outcome, output, rules
from backend_standards.reporting import text

RULE = rules.every()["env-file"]


@given(st.text(st.sampled_from(":#[]vso \n\r\t\u2003\u2028e") | st.characters(codec="utf-8")), st.integers(1, 90))
def test_no_text_is_a_command_to_a_ci(words: str, width: int) -> None:
    exempt = (*IGNORE, Exempt("allow", words, words=words))
    finding = Finding(words, RULE, words, line=1, column=2, commands=[words], note=words, exempt=exempt, source=words)
    outcome = Outcome("forbid-env-files", [finding])
    printed = text.render([outcome], [(outcome, finding)], text.Style(width=width))
    with mock.patch.dict(os.environ, {"GITHUB_ACTIONS": "true"}):
        lines = output._inert(printed).splitlines()
    assert not any(line.lstrip().startswith("::") or "##" in line for line in lines), lines

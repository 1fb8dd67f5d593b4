"""A rule's examples as a person reads them."""

from __future__ import annotations

import pytest

from backend_standards.core import rules
from backend_standards.core.examples import shown
from rule_examples import PLACEHOLDER


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        pytest.param("feat: add login\n", "feat: add login", id="message"),
        pytest.param({"a.py": "x = 1\n\ny = 2\n"}, "a.py\n    x = 1\n\n    y = 2", id="blank-line"),
        pytest.param({"a.py": "x", "b/c": "y\n"}, "a.py\n    x\n\nb/c\n    y", id="two-files"),
        pytest.param({".env": "", "a": "\n"}, ".env (empty)\n\na (empty)", id="empty"),
        pytest.param({"a": "KEY=@KEY_ID@\n"}, "a\n    KEY=…", id="secret"),
        pytest.param("@HEX64@ @PEM_2@", "… …", id="secrets"),
        pytest.param("user@EXAMPLE.com @x@ @1A@", "user@EXAMPLE.com @x@ @1A@", id="no-placeholder"),
        pytest.param("caf\udce9 é", "caf\\xe9 é", id="not-utf-8"),
    ],
)
def test_shown(example: rules.Example, expected: str) -> None:
    assert shown(example) == expected


def test_no_rule_shows_a_placeholder() -> None:
    for rule in rules.every().values():
        for example in (rule.bad, rule.good):
            assert shown(example)
            assert not PLACEHOLDER.search(shown(example))
    assert "…" in shown(rules.every()["aws-access-key-id"].bad)

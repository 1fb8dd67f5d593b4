"""The project keeps the standard itself, or says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import ROOT

if TYPE_CHECKING:
    from reviewing import Reviews


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="a source distribution has no index to judge")
def test_nothing_is_broken_without_a_reason(reviews: Reviews, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    broken = {name: line["why"] for name, line in reviews.lines().items() if line["state"] == "broken"}
    # The commits and branches of a clone are its owner's.
    assert {
        name: why for name, why in broken.items() if not name.startswith("G") and name not in ("M26", "M28", "M30")
    } == {}

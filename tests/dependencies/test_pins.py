"""Exact pins compared."""

from __future__ import annotations

import pytest

from backend_standards.dependencies import Requirement
from backend_standards.dependencies.pins import Pins, allows, same_version
from backend_standards.dependencies.requirements import judge

NT, POSIX = "os_name == 'nt'", "os_name == 'posix'"


@pytest.mark.parametrize(
    ("pins", "marker", "version"),
    [
        pytest.param(["x==1"], "", "1", id="one"),
        pytest.param(["x==1"], NT, "1", id="one-for-all-environments"),
        pytest.param(["x==1", "x==2"], "", "1", id="the-first"),
        pytest.param([f"x==1 ; {NT}"], "", "", id="only-under-a-marker"),
        pytest.param([f"x==1 ; {NT}"], NT, "1", id="the-same-marker"),
        pytest.param([f"x==1 ; {NT}"], 'os_name=="nt"', "1", id="the-same-marker-in-another-style"),
        pytest.param([f"x==1 ; {NT}"], POSIX, "", id="another-marker"),
        pytest.param([f"x==1 ; {NT}", f"x==2 ; {POSIX}"], "", "1", id="several-markers"),
        pytest.param(["x", "x>=1", "x==1.*"], "", "", id="no-exact-pin"),
    ],
)
def test_pins(pins: list[str], marker: str, version: str) -> None:
    found = Pins()
    for pin in pins:
        found.add(judge(pin))
    holding = found.holding(Requirement("x", marker=marker))
    assert (holding.version if holding else "") == version


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1.0", "1.0", True),
        ("1.0", "1.0.0", True),
        ("1.0", "1.1", False),
        ("1.0+cpu", "1.0", True),
        ("1.0+cpu", "1.0+cu1", False),
        ("1.0-custom", "1.0", False),
    ],
)
def test_same_version(one: str, other: str, expected: bool) -> None:
    assert same_version(one, other) is expected
    assert same_version(other, one) is expected


@pytest.mark.parametrize(
    ("specifier", "version", "expected"),
    [
        (">=1", "1.5", True),
        (">=1", "0.9", False),
        (">=1,!=1.5", "1.5", False),
        (">=1", "2.0rc1", True),
        ("", "1", True),
        ("no specifier", "1", True),
        (">=1", "no version", True),
    ],
)
def test_allows(specifier: str, version: str, expected: bool) -> None:
    assert allows(specifier, version) is expected

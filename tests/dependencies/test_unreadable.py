"""Texts that pip cannot read."""

from __future__ import annotations

import pytest

import fakes
from pinning import found


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("invalid-requirement", fakes.GITHUB),
        ("invalid-requirement", f"{fakes.GITHUB}>=1.0"),
        ("invalid-requirement", "x==1.0-custom"),
        ("invalid-requirement", "x=1.0"),
        ("invalid-requirement", "x==1.0#c"),
        ("invalid-requirement", "x 1.0"),
        ("invalid-requirement", "x==1.0 y==1.0"),
        ("invalid-requirement", "x^1.0"),
        ("invalid-requirement", "x = '^1.0'"),
        ("invalid-requirement", "x=="),
        ("invalid-requirement", "x==1..0"),
        ("invalid-requirement", "x>=${lower}"),
        ("invalid-requirement", "x==$V"),
        ("invalid-requirement", "x=={{ version }}"),
        ("invalid-requirement", "'x==1.0'"),
        ("invalid-requirement", "pip install x==1.0"),
        ("invalid-requirement", "<<<<<<< HEAD"),
        ("invalid-requirement", "======="),
        ("invalid-requirement", "Some words about it"),
        ("invalid-requirement", ".. module:: requirements"),
        ("invalid-requirement", "x{% endif %}"),
        ("invalid-requirement", "x==1.0 ; python < '3'"),
        ("invalid-requirement", "x==1.0 ; python_version < 3"),
        ("invalid-requirement", "x @ lib"),
        ("invalid-requirement", "x==1.0.zip"),
    ],
)  # fmt: skip
def test_refused(rule: str, text: str | bytes) -> None:
    (finding,) = found({"requirements.txt": text})
    assert finding.rule.id == rule
    if isinstance(text, str):  # a baseline knows a finding by its message, so that holds no line number
        (moved,) = found({"requirements.txt": f"\n\n{text}"})
        assert (moved.message, moved.line) == (finding.message, finding.line + 2)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            "x[b,a]>=1 ; os_name=='nt'",
            "Write x[a,b]==VERSION ; os_name=='nt', with the version that you have tested: `pip show x` prints it.",
        ),
        ("x=1.0", "Write x==1.0."),
        ("x 1.0", "Write x==1.0."),
        ("x==1.0-custom", "Write x==1.0+custom for a local version, or x===1.0-custom for this text."),
        ("x==1.0#c", "Write x==1.0  # comment."),
        ("- x", "Delete the dash."),
        ("x==2\n-c c.txt", "Write the same in both, such as x==1."),
    ],
)
def test_note(text: str, note: str) -> None:
    (finding,) = found({"requirements.txt": text, "c.txt": "x==1"})
    assert finding.note == note
    assert finding.commands == ()

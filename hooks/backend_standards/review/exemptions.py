"""The lines of the standard that a team excepts, each with its reason: ``exempt = ["O2: OpenAPI serves"]``."""

from __future__ import annotations

from backend_standards.core import Stopped
from backend_standards.core.arguments import nearest
from backend_standards.standard.table import ROWS
from backend_standards.standard.verdict import BROKEN, INAPPLICABLE, KEPT, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backend_standards.review.report import Line

_FORM = 'write LINE: REASON, such as "O2: OpenAPI serves"'


def read(values: Sequence[str]) -> dict[str, str]:
    """Return the reason of each exempt line.

    Raises:
        Stopped: there is no such line, a reason is missing, or a line is exempt twice.
    """
    found: dict[str, str] = {}
    for value in values:
        name, _, reason = (part.strip() for part in value.partition(":"))
        known(name, "exempt")
        if not any(char.isalnum() for char in reason):
            raise Stopped(f"exempt {name}: the reason is missing; {_FORM}")
        if name in found:
            raise Stopped(f"exempt {name}: is given twice; keep one reason")
        found[name] = reason
    return found


LEFT_OUT: dict[str, tuple[str, ...]] = {
    "audit": ("D2", "M10"),
    "build": ("M25",),
    "ci": ("M23", "M25", "I1", "I2", "I3", "I4", "I5"),
    "code": ("P2", "P3", "P4", "P5", "P6", "P7"),
    "coverage": ("T5",),
    "deploy": ("M24",),
    "deptry": ("D3",),
    "docker": ("I6", "M25"),
    "docs": ("O2", "O4", "O5", "O6", "O7"),
    "lint": ("I3",),
    "make": ("I7",),
    "mypy": ("Y2", "M4", "I4"),
    "pull-request": ("G22",),
    "pytest": ("T1",),
    "readme": ("O4", "O5", "O6", "O7"),
    "sphinx": ("O2",),
    "test": ("I5",),
    "tests": ("M14", "P8", "T1", "T5"),
}
"""The lines that a team leaves out with what ``init`` leaves out for it."""


def left_out(parts: Sequence[str]) -> dict[str, str]:
    """Return the reason by line for what ``without`` of ``init`` names."""
    return {line: f'without = ["{part}"] of init' for part in parts for line in LEFT_OUT.get(part, ())}


def silence(lines: Sequence[Line], reasons: Mapping[str, str]) -> None:
    """Take the lines out of those that are broken or unknown that a team does not want; kept ones stay kept."""
    for each in lines:
        if each["id"] in reasons and each["state"] in (BROKEN, UNKNOWN):
            _take_out(each, reasons[each["id"]])


def _take_out(line: Line, reason: str) -> None:
    line.update(exempt=reason, state=INAPPLICABLE, why=f"exempt: {reason}", fix="", commands=[])


def known(name: str, option: str) -> None:
    """Stop if there is no such line.

    Raises:
        Stopped: with the nearest line that there is.
    """
    if name not in ROWS:
        raise Stopped(f"{option} {name!r}: the standard has no such line{nearest(name, ROWS, otherwise=f'; {_FORM}')}")


def apply(lines: Sequence[Line], exempt: Mapping[str, str]) -> None:
    """Take the exempt lines out of those that are broken or unknown; one that is kept needs no exemption."""
    for each in lines:
        reason = exempt.get(each["id"], "")
        if not reason:
            continue
        if each["state"] in (BROKEN, UNKNOWN):
            _take_out(each, reason)
        elif each["state"] == KEPT:
            each.update(
                exempt=reason,
                state=BROKEN,
                why=f"is kept ({each['why']}), and exempt all the same: {reason}",
                fix="Delete the exemption: it would hide the day on which the line is broken.",
            )

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
        each["exempt"] = reason
        if each["state"] in (BROKEN, UNKNOWN):
            each.update(state=INAPPLICABLE, why=f"exempt: {reason}", fix="", commands=[])
        elif each["state"] == KEPT:
            each.update(
                state=BROKEN,
                why=f"is kept ({each['why']}), and exempt all the same: {reason}",
                fix="Delete the exemption: it would hide the day on which the line is broken.",
            )

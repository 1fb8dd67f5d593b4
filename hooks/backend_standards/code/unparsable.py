"""The finding about a file that this Python cannot parse. Python 2 and templates have none.

Imported only for such a file.
"""

from __future__ import annotations

import re
import sys

from backend_standards.code import rules
from backend_standards.core import Finding
from backend_standards.core.remedies import allow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.code.source import Fault, Source

_PYTHON_2 = re.compile(
    r"""(?mx)
    ^[ \t]*+print[ \t]++(?:["'\w%]|>>)           # a statement
    |^[ \t]*+exec[ \t]++["'\w]
    |^[ \t]*+except[ \t]++[\w.]{1,99}[ \t]*+,[ \t]*+[a-z_]\w{0,99}[ \t]*+:
    |^[ \t]*+except[ \t]*+\([^()\n]{1,200}\)[ \t]*+,[ \t]*+\w{1,99}[ \t]*+:
    |^[ \t]*+raise[ \t]++[\w.]{1,99}[ \t]*+,
    |[ (=,\t]ur["']
    |[\w)\]][ \t]*+<>[ \t]*+[\w('"-]
    |(?<!\w)0[0-7]++(?![\w.])
    |(?<!\w)\d++[lL](?!\w)
    |`[\w.()\[\]]{1,99}`
    |^[ \t]*+def[ \t]++\w{1,99}[ \t]*+\((?:\w++,[ \t]*+){0,9}\(
    """
)
"""Constructs of Python 2 alone, at the line that the parser names; the first two anywhere."""
_PRINTS = re.compile(
    r"(?m)^[ \t]*+(?:print[ \t]++(?:[\"'][^\n]{0,200}$|>>)|except[ \t]++[\w.]{1,99},[ \t]*+[a-z_]\w{0,99}:)"
)
_NEWER = (
    (re.compile(r"^[ \t]*+type[ \t]++\w++[ \t]*+(?:\[[^\n]{0,200}\][ \t]*+)?="), "3.12"),
    (re.compile(r"^[ \t]*+(?:async[ \t]++)?(?:def|class)[ \t]++\w++\["), "3.12"),
    (re.compile(r"^[ \t]*+except\*?[ \t]++[\w.]++[ \t]*+,[ \t]*+[\w.]*[A-Z]"), "3.14"),
    (re.compile(r"(?:^|[^\w'\"])(?:[tT][rR]?|[rR][tT])['\"]"), "3.14"),
    (re.compile(r"^[ \t]*+lazy[ \t]++(?:import|from)[ \t]"), "3.15"),
)
"""Lines that a later Python reads, and the first one that does."""
_NESTED = re.compile(r"""[fF][rR]?(?:"[^"\n]*\{[^}"\n]*(?:"|$)|'[^'\n]*\{[^}'\n]*(?:'|$))""")
"""An f-string that ends inside of its braces, or whose line does, if its quotes are not nested."""
_TEMPLATE = re.compile(r"\{%[-+]?[ \t]*+\w[^\n]{0,200}%\}|\{\{[^\n{}]{0,200}\}\}")
_LONGEST_LINE = 1000  # characters that are looked at: nobody writes longer ones by hand
_LONGEST = 120  # characters of what the parser says


def findings(source: Source, fault: Fault) -> Iterator[Finding]:
    """Yield the one finding about a file that has no tree; none for Python 2 and templates."""
    line = source.line(fault.line)[:_LONGEST_LINE]
    if fault.line and (_is_python_2(source, line) or _TEMPLATE.search(line)):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    message = fault.message if len(fault.message) <= _LONGEST else f"{fault.message[:_LONGEST]}…"
    newer = _newer(line, message)
    if newer:
        message = f"this is syntax of Python {newer}, and the hooks run on {version}"
        note = f"Run the hooks on Python {newer}: language_version: python{newer} in .pre-commit-config.yaml."
    else:
        message = f"Python {version} cannot parse the file: {message}"
        note = "Correct the line that the parser names. No rule about Python code is checked in this file until then."
    yield Finding(
        source.path,
        rules.UNPARSABLE_PYTHON,
        message,
        line=fault.line,
        column=fault.column,
        note=note,
        exempt=(allow(source.path),),
        cause=f"Python {newer}" if newer else f"unparsable-python {source.path}",
    )


def _is_python_2(source: Source, line: str) -> bool:
    """Return whether the parser stopped at what only Python 2 has, or the file has its statements elsewhere."""
    return bool(_PYTHON_2.search(line) or _PRINTS.search(source.text))


def _newer(line: str, message: str) -> str:
    """Return the first Python that reads what this one does not, if the line tells, or ""."""
    found = next((version for pattern, version in _NEWER if pattern.search(line)), "")
    if not found and (message.startswith("f-string") or _NESTED.search(line)):
        found = "3.12"  # which lets an f-string hold its own quotes, backslashes and comments
    return found if found and _number(found) > sys.version_info[:2] else ""


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))

"""The messages about what a deployment switches on. Imported only for a finding."""

from __future__ import annotations

from backend_standards.code.rules import DEBUG_LEVEL, WIRE_LOG
from backend_standards.core import ABOVE, IGNORE, Exempt, Finding
from backend_standards.core.patterns import literal
from backend_standards.infrastructure import debug_hits, debug_words, rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.infrastructure.debug_hits import Hit

_RULES = {debug_words.WIRE: WIRE_LOG, debug_words.ROOT: DEBUG_LEVEL}
"""The rule of each kind that has one of its own."""
_NOTES = {
    debug_words.LEVEL: "Write INFO here, and DEBUG in a file that only developers use.",
    debug_words.MODE: "Leave it out here, and switch it on in a file that only developers use.",
    debug_words.COMMAND: "Take it out of the command, and use it in a file that only developers use.",
    debug_words.WIRE: "Leave it out: the statements hold personal data and secrets.",
    debug_words.ROOT: "Write INFO here, and DEBUG in a configuration that only developers use.",
}


def of(path: str, hit: Hit) -> Finding:
    """Return the finding of a place in a file."""
    exempt = {
        debug_hits.INLINE: IGNORE,
        debug_hits.ABOVE: (Exempt(place=ABOVE),),
        debug_hits.NOWHERE: (Exempt("allow", literal(path)),),
    }[hit.comment]
    return Finding(
        path,
        _RULES.get(hit.kind, rules.DEBUG_IN_DEPLOYMENT),
        hit.said,
        line=hit.line,
        column=hit.column,
        note=_NOTES[hit.kind],
        exempt=exempt,
    )

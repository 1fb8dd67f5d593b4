"""A finding at a node of a file: its line and column, and the ignore that excepts it."""

from __future__ import annotations

from backend_standards.core import IGNORE, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _ast as ast

    from backend_standards.code.source import Source
    from backend_standards.core.rules import Rule

    Placed = ast.stmt | ast.expr | ast.excepthandler | ast.arg | ast.keyword | ast.alias


def at(source: Source, node: Placed, rule: Rule, message: str, *, note: str, known_as: str = "") -> Finding:
    """Return the finding of a rule at a node; ``known_as`` is for a message that may change while the fault stays."""
    return Finding(
        source.path,
        rule,
        message,
        line=node.lineno,
        column=source.column(node.lineno, node.col_offset),
        note=note,
        exempt=IGNORE,
        known_as=known_as,
    )

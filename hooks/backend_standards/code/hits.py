"""What a rule has found in a tree, without a message yet: most files have no hit, and need no message."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _ast as ast
    from collections.abc import Sequence

SWALLOWED, CONVERSION, BARE, SUPPRESSED, DROPPED, FINALLY, EXIT = range(7)
"""The kinds of swallowed errors."""


class Hit:
    """One place that breaks a rule: its kind, its node, and what the message needs besides."""

    __slots__ = ("kind", "node", "words")

    def __init__(self, kind: int, node: ast.ExceptHandler | ast.Call | ast.stmt, words: Sequence[str] = ()) -> None:
        self.kind = kind
        self.node = node
        self.words = words

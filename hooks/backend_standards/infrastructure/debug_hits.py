"""What a deployment switches on, and where, without a rule or a note yet."""

from __future__ import annotations

INLINE, ABOVE, NOWHERE = "inline", "above", "nowhere"
"""Where a comment can except a place: at the end of its line, on the line above, nowhere in the file."""


class Hit:
    """One place: what it switches on (``debug_words``), what to say of it, and where a comment can be."""

    __slots__ = ("column", "comment", "kind", "line", "said")

    def __init__(self, kind: str, said: str, line: int, column: int = 0, comment: str = INLINE) -> None:
        self.kind = kind
        self.said = said
        self.line = line
        self.column = column
        self.comment = comment

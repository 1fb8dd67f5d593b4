"""What a policy grants, and where, without a message yet."""

from __future__ import annotations

UNKNOWN = "${}"
"""A part of a text that is not known."""


class Hit:
    """One grant: its kind (``policies``), its place, the name of AWS's policy if it is one.

    ``has_comments`` says that a comment can stand on its line: not in JSON, and not in a text of several lines.
    """

    __slots__ = ("column", "has_comments", "kind", "line", "name")

    def __init__(self, kind: int, line: int, column: int, name: str = "", *, has_comments: bool = True) -> None:
        self.kind = kind
        self.line = line
        self.column = column
        self.name = name
        self.has_comments = has_comments


class Wanted:
    """What a run asks for: names of further managed policies, and all actions of single services."""

    __slots__ = ("names", "services")

    def __init__(self, names: tuple[str, ...] = (), *, services: bool = False) -> None:
        self.names = names
        self.services = services

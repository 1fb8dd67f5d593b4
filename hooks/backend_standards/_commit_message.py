"""What a commit message has to be: Conventional Commits 1.0.0 as the standard narrows it, and a summary that says something.

Pure: a text as git stores it and the team's rules in, problems out. A valid message is judged by string methods alone.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

TYPES = ("feat", "fix", "docs", "style", "refactor", "test", "chore")
"""The standard's "Commit Types"."""


class Rules:
    """What a team asks of a message; the defaults are the standard's."""

    __slots__ = ("allow_vague", "max_header", "require_scope", "require_ticket", "scopes", "types")

    def __init__(
        self,
        types: Sequence[str] = TYPES,
        scopes: Sequence[str] = (),
        *,
        require_scope: bool = False,
        require_ticket: str = "",
        max_header: int = 0,
        allow_vague: bool = False,
    ) -> None:
        self.types = tuple(types)
        self.scopes = tuple(scopes)
        self.require_scope = require_scope
        self.require_ticket = require_ticket
        self.max_header = max_header
        self.allow_vague = allow_vague


class Problem:
    """One thing that is wrong with a message.

    ``line`` and ``column`` count from 1, in the message as git stores it. ``corrected`` is the whole corrected header,
    given only where it can be derived with confidence.
    """

    __slots__ = ("column", "corrected", "fix", "line", "message", "rule")

    def __init__(
        self, line: int, rule: str, message: str, *, column: int = 1, fix: str = "", corrected: str = ""
    ) -> None:
        self.rule = rule
        self.message = message
        self.line = line
        self.column = column
        self.fix = fix
        self.corrected = corrected

    def __repr__(self) -> str:
        return f"Problem({self.line}, {self.rule!r}, column={self.column}, corrected={self.corrected!r})"


def problems(message: str, rules: Rules, *, pushed: bool = False, title: bool = False) -> list[Problem]:
    """Return all that is wrong with a message as git stores it; an empty message has no problem, for git refuses it.

    ``pushed`` judges as at a push: ``fixup!`` and its like and merges are refused too. ``title`` is for a text that will
    get its body later, such as a pull request's title.
    """
    raise NotImplementedError

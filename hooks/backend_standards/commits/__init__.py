"""What the modules about commits share: the standard's types and branches, Rules and Problem. Private: no API."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.core.rules import Rule

TYPES = ("feat", "fix", "docs", "style", "refactor", "test", "chore")
"""The standard's "Commit Types"."""
PROTECTED = ("main", "master")
"""The branches that commits reach only through pull requests, by the standard."""
HEADS = "refs/heads/"
"""The start of a branch's full name."""
VAGUE = "vague"
UNFINISHED = "unfinished"
"""What is wrong with a description: it says nothing, or it says that the work is unfinished."""
CI_MARKS = ("CI", "TF_BUILD", "JENKINS_URL", "CODEBUILD_BUILD_ID")
"""One of these variables is set in CI: GitHub, GitLab and most others; Azure Pipelines; Jenkins; CodeBuild."""


class Rules:
    """What a team asks of a message. The defaults are the standard's."""

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
    """One fault of a message.

    ``line`` and ``column`` count from 1, in the message as git stores it. ``note`` says in prose what to do about it.
    ``corrected`` is the whole corrected header, or "" if it would be a guess.
    """

    __slots__ = ("column", "corrected", "line", "message", "note", "rule")

    def __init__(
        self, line: int, rule: Rule, message: str, *, column: int = 1, note: str = "", corrected: str = ""
    ) -> None:
        self.rule = rule
        self.message = message
        self.line = line
        self.column = column
        self.note = note
        self.corrected = corrected

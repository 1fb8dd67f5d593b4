"""What every part of the package speaks of: findings, and what a run comes to. Private: no API.

Every hook imports this module on its clean path, so it imports nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

CLEAN = 0
FINDINGS = 1
STOPPED = 2


class Stopped(Exception):
    """The check could not run: wrong use, an unreadable file, a failing git. Ends as exit code 2.

    The text names the file (and line) and the remedy, and never holds a value from a checked file.
    """


class Finding:
    """One violation of one rule at one place.

    ``line`` and ``column`` count from 1; 0 stands for "the whole file". ``fix`` says what to do and
    ``exception`` gives the exact text that makes an exception; ``source`` is the text of the line, to be shown with a
    caret under the column. All three may be empty. ``known_as`` is what a baseline and a fingerprint know the
    finding by, where its message counts or lists what may change while the finding stays the same one.
    """

    __slots__ = ("column", "exception", "fix", "known_as", "line", "message", "path", "rule", "source")

    def __init__(
        self,
        path: str,
        rule: str,
        message: str,
        *,
        line: int = 0,
        column: int = 0,
        fix: str = "",
        exception: str = "",
        source: str = "",
        known_as: str = "",
    ) -> None:
        self.path = path
        self.rule = rule
        self.message = message
        self.line = line
        self.column = column
        self.fix = fix
        self.exception = exception
        self.source = source
        self.known_as = known_as

    def __repr__(self) -> str:
        return f"Finding({self.path!r}, {self.rule!r}, line={self.line}, column={self.column})"


class Outcome:
    """What a run of a hook came to, where it is not printed at once.

    ``files`` are those that it was given, None for a hook that looks for its own; ``more`` is a number of findings that
    are too many to show, ``stopped`` why the check could not run, or "". ``has_edited`` says that the hook failed
    without a finding, because it mended what it found.
    """

    __slots__ = ("files", "findings", "has_edited", "hook", "more", "stopped")

    def __init__(self, hook: str, files: Sequence[str] | None = None) -> None:
        self.hook = hook
        self.files = files
        self.findings: list[Finding] = []
        self.has_edited = False
        self.more = 0
        self.stopped = ""

    @property
    def code(self) -> int:
        """The exit code: a check that stopped is never clean, whatever it found before."""
        if self.stopped:
            return STOPPED
        return FINDINGS if self.findings or self.more or self.has_edited else CLEAN

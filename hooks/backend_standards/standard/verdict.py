"""What a review says about one line of the standard: one of five states, why, and how to mend it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

KEPT = "kept"
BROKEN = "broken"
UNKNOWN = "unknown"
INAPPLICABLE = "not-applicable"
UNDECIDABLE = "not-decidable"
STATES = (KEPT, BROKEN, UNKNOWN, INAPPLICABLE, UNDECIDABLE)


class Place:
    """One thing that breaks a line, and where: ``line`` and ``column`` are 0 for a whole file, a branch or a commit.

    ``rule`` is the rule of a hook that found it, "" for a check of the review alone. ``in_file`` says that ``path`` is
    the path of a file. ``known_as`` replaces the message in a comparison, if the message counts what may change.
    """

    __slots__ = ("column", "in_file", "known_as", "line", "message", "path", "rule")

    def __init__(
        self,
        path: str,
        line: int = 0,
        column: int = 0,
        *,
        message: str = "",
        rule: str = "",
        in_file: bool = True,
        known_as: str = "",
    ) -> None:
        self.path = path
        self.line = line
        self.column = column
        self.message = message
        self.rule = rule
        self.in_file = in_file
        self.known_as = known_as

    @property
    def key(self) -> tuple[str, str, str]:
        """What stays the same of a place while lines move."""
        return self.path, self.rule, self.known_as or self.message


class Verdict:
    """The state of one line.

    ``why`` is prose: what shows it. ``fix`` says how to mend it, or what would tell; ``commands`` are shell commands
    that do so. ``places`` are what breaks the line.
    """

    __slots__ = ("commands", "fix", "places", "state", "why")

    def __init__(
        self,
        state: str,
        why: str,
        *,
        fix: str = "",
        commands: Sequence[str] = (),
        places: Sequence[Place] = (),
    ) -> None:
        self.state = state
        self.why = why
        self.fix = fix
        self.commands = tuple(commands)
        self.places = tuple(places)

    def __repr__(self) -> str:
        return f"<Verdict {self.state}: {self.why}>"


def kept(why: str) -> Verdict:
    """Return that a line is kept."""
    return Verdict(KEPT, why)


def broken(why: str, *, fix: str = "", commands: Sequence[str] = (), places: Sequence[Place] = ()) -> Verdict:
    """Return that a line is broken."""
    return Verdict(BROKEN, why, fix=fix, commands=commands, places=places)


def unknown(why: str, *, fix: str = "", commands: Sequence[str] = ()) -> Verdict:
    """Return that nothing here tells; ``fix`` and ``commands`` say what would."""
    return Verdict(UNKNOWN, why, fix=fix, commands=commands)


def inapplicable(why: str) -> Verdict:
    """Return that a line is not about this repository."""
    return Verdict(INAPPLICABLE, why)


def undecidable(why: str, *, fix: str = "", commands: Sequence[str] = ()) -> Verdict:
    """Return that no machine can decide a line from a repository; ``fix`` and ``commands`` say whom to ask."""
    return Verdict(UNDECIDABLE, why, fix=fix, commands=commands)

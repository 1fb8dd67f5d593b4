"""The words of the whole package: options, findings, and what a run comes to. Private: no API.

Every hook imports this module on its clean path, so it imports nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backend_standards.core.rules import Rule

CLEAN = 0
FINDINGS = 1
STOPPED = 2

PYPROJECT = "pyproject.toml"
MANIFESTS = (
    PYPROJECT,
    "requirements.txt",
    "setup.py",
    "setup.cfg",
    "Pipfile",
    ".pre-commit-config.yaml",
    ".pre-commit-config.yml",
    "prek.toml",
)
"""A folder of a repository with one of these is a project of its own."""
BASELINE = ".standards-baseline.json"
"""The file that ``--update-baseline`` writes if no ``--baseline`` is given."""
RUNNER = "PRE_COMMIT"
"""The variable that pre-commit and prek set for their hooks."""
FILES = "FILE..."
"""The operands of a hook that judges the files that it is given."""


def is_template(path: str) -> bool:
    """Return whether a path belongs to a template (cookiecutter, copier), whose files are not this repository's own."""
    return "{{" in path or "{%" in path or ".cookiecutter/" in path


class Stopped(Exception):
    """The check could not run: wrong use, an unreadable file, a failing git. Ends as exit code 2.

    The text names the file (and line) and the remedy, and never holds a value from a checked file.
    """


class Option:
    """One option of a hook: a flag, or (with ``metavar``) a list that grows with each use.

    ``single`` is for one value: the last use wins, and ``pyproject.toml`` takes a text or a number.
    ``tightens`` marks an option that makes the hook refuse more: it is obeyed even where a file has its name.
    ``subject`` names the table of ``pyproject.toml`` in which several hooks find the option, such as "commits".
    ``also`` are other names of the same option; ``is_action`` marks one that only the command line can ask for.
    """

    __slots__ = ("also", "is_action", "metavar", "name", "purpose", "single", "subject", "tightens")

    def __init__(
        self,
        name: str,
        purpose: str,
        metavar: str = "",
        *,
        single: bool = False,
        tightens: bool = False,
        subject: str = "",
        also: Sequence[str] = (),
        is_action: bool = False,
    ) -> None:
        self.name = name
        self.purpose = purpose
        self.metavar = metavar
        self.single = single
        self.tightens = tightens
        self.subject = subject
        self.also = also
        self.is_action = is_action


REPORTING = (
    Option(
        "format",
        "the form of the report: text, json, github, sarif, gitlab or junit",
        "NAME",
        single=True,
        also=("output-format",),
    ),
    Option(
        "output",
        "write the report to a file; the text still goes to the terminal",
        "FILE",
        single=True,
        also=("output-file",),
    ),
    Option("baseline", "hide the findings that a file records", "FILE", single=True),
    Option("update-baseline", "record the findings of this run in the baseline", is_action=True),
    Option("baseline-secrets", "record and hide secrets too"),
)
"""Options of every hook, for its report."""
CONFIG = Option(
    "config",
    "take the settings from this file, or from REVISION:FILE, not from pyproject.toml",
    "FILE",
    single=True,
    tightens=True,
)
OF_EVERY_HOOK = (*REPORTING, CONFIG)
"""Options of every hook."""


class Options:
    """The values of one run: those of the command line, then those of the configuration."""

    __slots__ = ("arguments", "files", "values", "wants")

    def __init__(self) -> None:
        self.files: list[str] = []
        self.wants = ""
        """``help`` or ``version`` if the command line asks for it, otherwise empty."""
        self.arguments: frozenset[str] = frozenset()
        """The names of the options that the command line gives."""
        self.values: dict[str, list[str] | bool] = {}

    @property
    def is_reporting(self) -> bool:
        """Whether the run asks for more than text: another format, a file, a baseline."""
        return bool(self.values) and any(option.name in self.values for option in REPORTING)

    def texts(self, name: str) -> list[str]:
        """Return the values of a list option, in the order in which they were given."""
        value = self.values.get(name)
        return value if isinstance(value, list) else []

    def words(self, name: str) -> list[str]:
        """Return the values of a list option whose values may themselves be lists with commas."""
        parts = [part.strip() for text in self.texts(name) for part in text.split(",")]
        return [part for part in parts if part]

    def text(self, name: str) -> str:
        """Return the value of a single option, or ""."""
        return (self.texts(name) or [""])[-1]

    def flag(self, name: str) -> bool:
        """Return whether a flag is set."""
        return self.values.get(name) is True


class Exempt:
    """One way to except a finding: a value of an option, or, without an option, an ignore in the file itself.

    ``value`` is "" for a flag; for an ignore, it is the rule that the comment names, if that differs from the finding's
    own rule. ``words`` say what the exception means, where the option does not: "accepts this Dockerfile". ``place``
    says where an ignore goes, if it cannot be on the finding's own line: "at the end of line 3". The report writes the
    exception as an argument, as a table of ``pyproject.toml`` or as a comment.
    """

    __slots__ = ("option", "place", "value", "words")

    def __init__(self, option: str = "", value: str = "", *, words: str = "", place: str = "") -> None:
        self.option = option
        self.value = value
        self.words = words
        self.place = place

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Exempt) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        return f"Exempt{self._identity()}"

    def _identity(self) -> tuple[str, ...]:
        return self.option, self.value, self.words, self.place


IGNORE = (Exempt(),)
"""The exception of a finding on a line of a file that can hold a comment."""
ABOVE = "on the line above"
"""The place of an ignore whose line can hold no comment at its end, such as an instruction of a Dockerfile."""


class Finding:
    """One violation of one rule at one place.

    ``line`` and ``column`` count from 1; 0 means the whole file. ``commands`` are shell commands that do away with the
    finding, in the order in which they run; ``note`` is prose that says what else to do. ``exempt`` are the ways to
    except the finding. ``source`` is the text of the line, to be shown with a caret under the column. ``known_as``
    replaces the message in a baseline and a fingerprint, if the message counts or lists what may change while the
    finding stays the same. ``cause`` is a name for what is wrong, if two hooks see it in different places. The report
    merges the findings of one cause into one, and keeps the ``others`` for their exceptions.
    """

    __slots__ = (
        "cause",
        "column",
        "commands",
        "exempt",
        "known_as",
        "line",
        "message",
        "note",
        "others",
        "path",
        "rule",
        "source",
    )

    def __init__(
        self,
        path: str,
        rule: Rule,
        message: str,
        *,
        line: int = 0,
        column: int = 0,
        commands: Sequence[str] = (),
        note: str = "",
        exempt: Sequence[Exempt] = (),
        source: str = "",
        known_as: str = "",
        cause: str = "",
        others: Sequence[tuple[Outcome, Finding]] = (),
    ) -> None:
        self.path = path
        self.rule = rule
        self.message = message
        self.line = line
        self.column = column
        self.commands = tuple(commands)
        self.note = note
        self.exempt = tuple(exempt)
        self.source = source
        self.known_as = known_as
        self.cause = cause
        self.others = others

    def __repr__(self) -> str:
        return f"Finding({self.path!r}, {self.rule!r}, line={self.line}, column={self.column})"


class Outcome:
    """The outcome of one run of a hook.

    ``files`` are the files that the hook was given, None for a hook that looks for its own. ``more`` is a number of
    findings that are too many to show; ``in_order`` says that the findings have an order of their own, such as that of
    a history. ``about_files`` is False for a hook about branches, commits or messages. ``said`` is text for people that
    follows the findings, such as a tree that was asked for. ``has_edited`` says that the hook failed without a finding:
    it fixed what it found, or another run told it. ``arguments`` are the options that the command line gave.
    ``by_command`` says that the hook ran as a part of the command, which has no arguments for single hooks. ``hidden``
    is the number of findings that a baseline took off. ``moves`` says that the hook's commands move files: the report
    prints them last, because the commands of other hooks name the files as they are now. ``ignores`` is what
    ``core/ignores.py`` read for it. ``stopped`` says why the check could not run, or is "".
    """

    __slots__ = (
        "about_files",
        "arguments",
        "by_command",
        "files",
        "findings",
        "has_edited",
        "hidden",
        "hook",
        "ignores",
        "in_order",
        "more",
        "moves",
        "said",
        "stopped",
    )

    def __init__(
        self,
        hook: str,
        findings: Iterable[Finding] = (),
        *,
        more: int = 0,
        in_order: bool = False,
        about_files: bool = True,
        said: str = "",
        has_edited: bool = False,
        moves: bool = False,
        stopped: str = "",
    ) -> None:
        self.hook = hook
        self.findings = list(findings)
        self.files: Sequence[str] | None = None
        self.more = more
        self.hidden = 0
        self.in_order = in_order
        self.about_files = about_files
        self.said = said
        self.has_edited = has_edited
        self.moves = moves
        self.stopped = stopped
        self.arguments: frozenset[str] = frozenset()
        self.by_command = False
        self.ignores: tuple[list[tuple[str, Finding]], set[tuple[str, str]]] = ([], set())

    @property
    def code(self) -> int:
        """The exit code: a check that stopped is never clean, whatever it found before."""
        if self.stopped:
            return STOPPED
        return FINDINGS if self.findings or self.more or self.has_edited else CLEAN

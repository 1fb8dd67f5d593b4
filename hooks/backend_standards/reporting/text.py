"""Findings as text for people, in the form that editors and CI systems parse: ``path:line:column: rule: message``."""

from __future__ import annotations

import os
import sys

from backend_standards.core import BASELINE, PYPROJECT, address
from backend_standards.core.output import printable, printable_path, wants_colour
from backend_standards.reporting import exceptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from backend_standards.core import Finding, Outcome

_INDENT = "    "
_WIDTH = 80
"""Columns where there is no terminal: what pre-commit's own lines take."""
_SHOWN = 100
"""Characters of a long source line that are shown."""
_BASELINE = (
    f'Write baseline = "{BASELINE}" below [tool.backend-standards] in {PYPROJECT}, run this, and commit both files:'
)
MANY = 10
"""Findings from which on a baseline that records them is worth a word: an old repository, not a slip."""
_COLOURS = {"bold": "\x1b[1m", "red": "\x1b[31m", "green": "\x1b[32m", "dim": "\x1b[2m"}


class Style:
    """How text is set: in colour or not, with links or not, and how wide."""

    __slots__ = ("_colour", "_links", "width")

    def __init__(self, *, colour: bool = False, links: bool = False, width: int = _WIDTH) -> None:
        self._colour = colour
        self._links = links
        self.width = width

    def paint(self, colour: str, words: str) -> str:
        """Return words in a colour, or as they are."""
        return f"{_COLOURS[colour]}{words}\x1b[m" if self._colour and words else words

    def linked(self, words: str, url: str) -> str:
        """Return words as a terminal's link (OSC 8), where links are wanted and there is a URL."""
        return f"\x1b]8;;{url}\x1b\\{words}\x1b]8;;\x1b\\" if self._links and url else words

    def wrapped(self, head: str, words: str, painted: str = "") -> str:
        """Return prose that begins after a head and goes on below it with an indent of eight, as wide as the terminal.

        ``painted`` is the head in colour. A command in backticks stays in one line, so that it can be copied.
        """
        room = self.width - len(head)
        lines, line = [], ""
        for word in _words(words):
            if line and len(line) + 1 + len(word) > room:
                lines.append(line)
                line, room = "", self.width - len(_INDENT * 2)
            line += f" {word}" if line else word
        lines.append(line)
        return (painted or head) + f"\n{_INDENT * 2}".join(lines) + "\n"


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text; what is between two backticks is one."""
    if text.count("`") % 2:  # one of them belongs to a name
        yield from text.split(" ")
        return
    held: list[str] = []
    for word in text.split(" "):
        held.append(word)
        if word.count("`") % 2 == (len(held) > 1):  # all that were opened are closed
            yield " ".join(held)
            held = []
    yield from held


PLAIN = Style()


def of_terminal() -> Style:
    """Return the style for standard output: its colours and width, 80 columns where it has none."""
    colour = wants_colour(sys.stdout)
    links = colour and bool(os.environ.get("FORCE_HYPERLINK"))
    return Style(colour=colour, links=links, width=_columns())


def _columns() -> int:
    """Return the width of the terminal, or 80. ``shutil`` would ask the same, and import four compressions."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns[:4]):
        return int(columns[:4])
    try:
        return os.get_terminal_size(1).columns or _WIDTH
    except OSError:
        return _WIDTH


def render(
    outcomes: Sequence[Outcome],
    findings: Sequence[tuple[Outcome, Finding]],
    style: Style = PLAIN,
    *,
    has_baseline: bool = False,
) -> str:
    """Return the findings of a run, in their order, and below them what holds for the run as a whole.

    A reader who has a baseline is not told of it.
    """
    beside = exceptions.beside(finding for _, finding in findings)
    words = [
        line
        for outcome, finding in findings
        for line in _lines(finding, outcome, beside.get((finding.path, finding.line), ()), style)
    ]
    if more := sum(outcome.more for outcome in outcomes):
        words.append(f"and {more} more\n")
    words += _of_run(outcomes, findings, style, has_baseline=has_baseline)
    return "".join(words)


def _lines(finding: Finding, outcome: Outcome, beside: Collection[str], style: Style) -> Iterator[str]:
    place, rule = _place(finding), finding.rule.id
    painted = f"{style.paint('bold', place)}: {style.linked(style.paint('red', rule), address.page(rule))}: "
    yield style.wrapped(f"{place}: {rule}: ", printable(finding.message), painted)
    if finding.source:
        yield _pointed(finding.source, finding.column or 1)
    for command in finding.commands:
        yield f"{_INDENT}run: {style.paint('green', printable(command))}\n"
    if finding.note:
        yield style.wrapped(f"{_INDENT}note: ", printable(finding.note))
    for where, text in exceptions.of_finding(finding, outcome, beside):
        yield style.paint("dim", f"{_INDENT}except: {where}: {printable(text)}") + "\n"


def _place(finding: Finding) -> str:
    place = printable_path(finding.path)
    return f"{place}:{finding.line}:{finding.column or 1}" if finding.line else place


def _of_run(
    outcomes: Sequence[Outcome], findings: Sequence[tuple[Outcome, Finding]], style: Style, *, has_baseline: bool
) -> Iterator[str]:
    """Yield what a reader of the whole wants to know: exceptions together, the baseline, where rules are explained."""
    if not findings:
        return
    for place, text in exceptions.combined(outcomes):
        yield style.paint("dim", f"except all: {place}: {printable(text)}") + "\n"
    recordable = sum(outcome.about_files and not finding.rule.secret for outcome, finding in findings)
    if recordable >= MANY and not has_baseline:
        words = f"A baseline can record {recordable} of the findings, so that an old repository fixes them one by one."
        yield style.wrapped("note: ", f"{words} {_BASELINE}")
        yield f"run: {style.paint('green', address.command('check --update-baseline'))}\n"
    rules = dict.fromkeys(finding.rule.id for _, finding in findings)
    yield f"explain: {style.paint('green', address.command('explain ' + ' '.join(rules)))}\n"


def _pointed(source: str, column: int) -> str:
    """Return a line of text and, below it, a caret under its column; of a long line only what is around it."""
    start = 0 if column <= _SHOWN else column - _SHOWN // 2
    before = ("..." if start else "") + printable(source[start : column - 1])
    after = printable(source[column - 1 : start + _SHOWN]) + ("..." if len(source) > start + _SHOWN else "")
    width = len(before)
    if not before.isascii():
        import unicodedata

        width = sum(
            0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
            for char in before
        )
    return f"{_INDENT}{before}{after}\n{_INDENT}{' ' * width}^\n"

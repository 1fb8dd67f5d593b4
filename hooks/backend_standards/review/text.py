"""A review as text for people: the standard, section by section, each line with a sign, why, and how to mend it."""

from __future__ import annotations

import sys

from backend_standards.core import address
from backend_standards.core.catalog import TEXTS
from backend_standards.core.output import counted, printable
from backend_standards.reporting.text import PLAIN, Style
from backend_standards.review import report as reports
from backend_standards.standard.verdict import BROKEN, INAPPLICABLE, KEPT, UNDECIDABLE, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backend_standards.review.report import Line, Report

_DASH = "\N{EN DASH}"
SIGNS = {KEPT: "✔", BROKEN: "✘", UNKNOWN: "?", INAPPLICABLE: _DASH, UNDECIDABLE: "…"}
_ASCII = {KEPT: "+", BROKEN: "x", UNKNOWN: "?", INAPPLICABLE: "-", UNDECIDABLE: "."}
"""The signs for a console that cannot show the others."""
WORDS = {
    KEPT: "kept",
    BROKEN: "broken",
    UNKNOWN: "cannot be told here",
    INAPPLICABLE: "not applicable",
    UNDECIDABLE: "not machine-decidable",
}
_COLOURS = {KEPT: "green", BROKEN: "red", UNKNOWN: "bold", INAPPLICABLE: "dim", UNDECIDABLE: "dim"}
_INDENT = " " * 9
_LEAST = 40
"""Columns of prose on the narrowest terminal."""
_ROOM = 20
"""Columns that the reason of a kept line needs to be worth a beginning."""


def signs(encoding: str) -> Mapping[str, str]:
    """Return the signs of the states that an encoding can write."""
    try:
        "".join(SIGNS.values()).encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return _ASCII
    return SIGNS


def of_terminal() -> Mapping[str, str]:
    """Return the signs that standard output can show."""
    return signs((sys.stdout and sys.stdout.encoding) or "utf-8")


def render(report: Report, style: Style = PLAIN, marks: Mapping[str, str] = SIGNS, *, with_places: bool = False) -> str:
    """Return the review as text; ``with_places`` lists every place that breaks a line."""
    words = []
    if base := report.get("against"):
        words.append(_against(report, base))
    for section, lines in reports.sections(report["lines"]):
        words.append(_heading(section, lines, style))
        words += _lines(lines, style, marks, with_places=with_places)
        words.append("\n")
    text = "".join([*words, *_end(report, style, marks)])
    return text if marks is SIGNS else text.replace("≥", ">=").replace("…", "...")


def _against(report: Report, base: str) -> str:
    if not report["lines"]:
        return f"Nothing got worse since {printable(base)}.\n\n"
    return f"What got worse since {printable(base)}:\n\n"


def _heading(section: str, lines: Sequence[Line], style: Style) -> str:
    found = reports.summary(lines)
    told = found[KEPT] + found[BROKEN]
    words = f"{found[KEPT]} of {told}" if told else ""
    if found[UNKNOWN]:
        words += f"{', ' if words else ''}{found[UNKNOWN]} cannot be told"
    room = style.width - len(section) - len(words)
    return style.paint("bold", section) + (" " * max(room, 2) + words if words else "") + "\n"


def _lines(lines: Sequence[Line], style: Style, marks: Mapping[str, str], *, with_places: bool) -> Iterator[str]:
    at = 0
    told: tuple[str, list[str]] = "", []
    while at < len(lines):
        end = at + 1
        each = lines[at]
        if each["state"] == INAPPLICABLE:  # neighbours that are so for one reason are one row
            while end < len(lines) and (lines[end]["state"], lines[end]["why"]) == (INAPPLICABLE, each["why"]):
                end += 1
        if end - at > 1:
            name = f"{each['id']}{marks[INAPPLICABLE]}{lines[end - 1]['id']}"
            yield style.paint("dim", f"  {marks[INAPPLICABLE]} {name:<5} {printable(each['why'])}") + "\n"
        else:
            advice = each["fix"], each["commands"]
            yield from _line(each, style, marks, is_repeated=advice == told)
            told = advice
            yield from _places(each, style) if with_places else ()
        at = end


def _line(each: Line, style: Style, marks: Mapping[str, str], *, is_repeated: bool) -> Iterator[str]:
    """Yield the rows of a line; what to do is not repeated where the line above says the same."""
    state = each["state"]
    sign = style.paint(_COLOURS[state], marks[state])
    title = printable(each["title"])
    if state == KEPT:
        room = style.width - len(_INDENT) - len(title) - 2
        why, cut = printable(each["why"]), "…" if marks is SIGNS else "..."
        shown = why if len(why) <= room else f"{why[: room - len(cut)]}{cut}" if room >= _ROOM else ""
        yield f"  {sign} {each['id']:<4} {title}{style.paint('dim', f'  {shown}') if shown else ''}\n"
        return
    yield _prose(f"  {marks[state]} {each['id']:<4} ", title, style, f"  {sign} {each['id']:<4} ")
    if each["why"]:
        yield _prose(_INDENT, printable(each["why"]), style)
    if is_repeated:
        return
    if each["fix"]:
        yield _prose(f"{_INDENT}fix: " if state == BROKEN else _INDENT, printable(each["fix"]), style)
    for command in each["commands"]:
        yield f"{_INDENT}run: {style.paint('green', printable(_runnable(command)))}\n"


def _runnable(command: str) -> str:
    """Return a command as the reader's own shell runs it: a program of ours may not be on its path."""
    program, _, words = command.partition(" ")
    return address.command(words, program) if program in TEXTS else command


def _places(each: Line, style: Style) -> Iterator[str]:
    for place in each["places"]:
        is_line = place["line"] and place["in_file"]
        at = f"{place['path']}:{place['line']}:{place['column']}" if is_line else place["path"]
        rule = f" {place['rule']}:" if place["rule"] else ""
        yield f"{_INDENT}{style.paint('bold', printable(at))}:{rule} {printable(place['message'])}\n"
    if each["more"]:
        yield f"{_INDENT}and {each['more']} more\n"


def _prose(head: str, words: str, style: Style, painted: str = "") -> str:
    """Return prose that begins after a head, and goes on below with the indent of what is said of a line."""
    text = Style(width=max(style.width - 1, _LEAST)).wrapped(head, words, painted)
    return "".join(
        line if not number else f"{_INDENT}{line.lstrip()}"
        for number, line in enumerate(text.splitlines(keepends=True))
    )


def _end(report: Report, style: Style, marks: Mapping[str, str]) -> Iterator[str]:
    found = report["summary"]
    counts = "  ".join(f"{found[state]} {style.paint(_COLOURS[state], marks[state])} {WORDS[state]}" for state in WORDS)
    yield f"{counts}\n"
    if found["percent"] is not None:
        told = found[KEPT] + found[BROKEN]
        yield f"{found['percent']} % of the {counted(told, 'line')} that can be told are kept\n"
    if broken := next((each for each in report["lines"] if each["state"] == BROKEN), None):
        yield f"\nwhat a line asks and why: {address.command('review --explain ' + broken['id'])}\n"

"""The one place that prints: findings as text, and what else a person reads."""

from __future__ import annotations

import os
import sys

from backend_standards.core import CLEAN, FINDINGS, STOPPED, Outcome, Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TextIO

    from backend_standards.core import Finding

_BOLD, _RED, _RESET = "\x1b[1m", "\x1b[31m", "\x1b[m"

_outcome: Outcome | None = None  # of the run that is being collected


def is_collecting() -> bool:
    """Return whether findings are collected instead of printed."""
    return _outcome is not None


def collect(hook: str, judge: Callable[[], int], files: Sequence[str] | None = None) -> Outcome:
    """Return what a run of a hook comes to: meanwhile nothing is printed to standard output."""
    global _outcome
    before, _outcome = _outcome, Outcome(hook, files)
    try:
        code = judge()
        _outcome.has_edited = code == FINDINGS and _outcome.code == CLEAN
        if code not in (CLEAN, FINDINGS, _outcome.code):
            _outcome.stopped = f"ended with exit code {code}, and did not say why"
    except Stopped as stopped:
        _outcome.stopped = str(stopped)
    finally:
        collected, _outcome = _outcome, before
    return collected


def report(findings: Iterable[Finding], *, in_order: bool = False, more: int = 0) -> int:
    """Print findings to standard output, sorted by path, line and column; return the exit code.

    ``in_order`` says that they come in the order of something else than paths, such as a history; ``more`` is a number
    of further findings, too many to print.
    """
    ordered = list(findings)
    if not in_order:
        ordered.sort(key=lambda each: (each.path, each.line, each.column))
    if _outcome is not None:
        _outcome.findings += ordered
        _outcome.more += more
        return _outcome.code
    if not ordered:
        return CLEAN
    _write(sys.stdout, text(ordered, more=more))
    return FINDINGS


def text(findings: Iterable[Finding], *, more: int = 0, colour: bool | None = None) -> str:
    """Return findings as text, coloured where standard output shows colours, unless ``colour`` decides.

    The form is ``path:line:column: rule: message``, the one that editors and CI systems parse, with
    the line itself, ``fix:`` and ``exception:`` indented below.
    """
    is_coloured = _wants_colour(sys.stdout) if colour is None else colour
    bold, red, reset = (_BOLD, _RED, _RESET) if is_coloured else ("", "", "")
    lines = []
    for finding in findings:
        place = printable_path(finding.path)
        if finding.line:
            place += f":{finding.line}:{finding.column or 1}"
        lines.append(f"{bold}{place}{reset}: {red}{finding.rule}{reset}: {printable(finding.message)}\n")
        if finding.source:
            lines.append(_pointed(finding.source, finding.column or 1))
        if finding.fix:
            lines.append(f"    fix: {printable(finding.fix)}\n")
        if finding.exception:
            lines.append(f"    exception: {printable(finding.exception)}\n")
    if more:
        lines.append(f"and {more} more\n")
    return "".join(lines)


def _pointed(source: str, column: int) -> str:
    """Return a line of text and, below it, a caret under its column; of a long line only what is around it."""
    start = 0 if column <= _SHOWN else column - _SHOWN // 2
    before = ("..." if start else "") + printable(source[start : column - 1])
    behind = printable(source[column - 1 : start + _SHOWN]) + ("..." if len(source) > start + _SHOWN else "")
    width = len(before)
    if not before.isascii():
        import unicodedata

        width = sum(
            0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
            for char in before
        )
    return f"    {before}{behind}\n    {' ' * width}^\n"


_SHOWN = 100  # characters of a long line


def stop(hook: str, stopped: Stopped) -> int:
    """Print why a check could not run to standard error; return exit code 2."""
    if _outcome is not None:
        _outcome.stopped = str(stopped)
        return STOPPED
    _write(sys.stderr, f"{hook}: error: {printable(str(stopped))}\n")
    return STOPPED


def show(words: str, *, is_report: bool = False) -> None:
    """Print text that is no finding, such as ``--help``, to standard output; beside a report, to standard error.

    ``is_report`` says that it is in a form which sees to CI's commands itself, and is UTF-8 whatever the console has.
    """
    _write(sys.stdout if _outcome is None else sys.stderr, words, is_report=is_report)


def note(words: str) -> None:
    """Print text that is for people alone to standard error."""
    _write(sys.stderr, words)


def printable_path(path: str) -> str:
    """Return a path for one line of output.

    A path with control or other unprintable characters is quoted in C style, as git does under
    ``core.quotePath`` (git-config(1)). Bytes that are not UTF-8 (surrogates here) stay as they are.
    """
    if path.isprintable():
        return path
    quoted = printable(path.replace("\\", "\\\\").replace('"', '\\"'))
    return path if quoted == path else f'"{quoted}"'


def printable(text: str) -> str:
    """Return a text in which no line break can forge a second finding, nor an escape sequence reach a terminal."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or "\udc80" <= char <= "\udcff" else _ESCAPES.get(char) or _octal(char)
        for char in text
    )


_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _octal(char: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogatepass"))


def _wants_colour(stream: TextIO | None) -> bool:
    """Colour is for terminals only, and never under NO_COLOR (no-color.org) or on a dumb terminal."""
    return (
        stream is not None and stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def _inert(words: str) -> str:
    r"""Return text in which no line is a command to the CI that reads the log.

    GitHub obeys a line that begins with ``::``, after blanks, and ``##[`` anywhere in one; Azure ``##vso[``. A file's
    name, a branch or a title could mask words in the log or set variables so. They become ``\072:`` and ``#\043``.
    Source: ActionCommand of GitHub's runner; "Logging commands" of Azure Pipelines.
    """
    if os.environ.get("GITHUB_ACTIONS") != "true" and not os.environ.get("TF_BUILD"):
        return words
    lines = words.replace("##", "#\\043").split("\n")
    return "\n".join(line.replace("::", "\\072:", 1) if line.lstrip().startswith("::") else line for line in lines)


def counted(number: int, noun: str) -> str:
    """Return a number and what is counted, in the plural where it is not one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _write(stream: TextIO | None, text: str, *, is_report: bool = False) -> None:
    """Write text so that no legacy code page, raw byte, closed pipe or full disk can change the exit code."""
    if stream is None:  # closed before the hook began
        return
    encoding = (not is_report and stream.encoding) or "utf-8"
    if not is_report:
        text = _inert(text)
    try:
        data = text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        data = text.encode(encoding, "backslashreplace")
    try:
        stream.flush()
        stream.buffer.write(data)
        stream.flush()
    except OSError:
        # The reader has gone (`| head`), or nothing can be written; the exit code still tells. Keep the interpreter's
        # own last flush from failing again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())

"""The one place that writes to the standard streams, and makes text safe for them. Imported only to say something."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def show(words: str, *, is_report: bool = False) -> None:
    """Print text to standard output.

    ``is_report`` says that the text is a report for a machine: UTF-8 whatever the console has, and already safe for CI.
    """
    _write(sys.stdout, words, is_report=is_report)


def note(words: str) -> None:
    """Print text that is only for people to standard error."""
    _write(sys.stderr, words)


def wants_colour(stream: TextIO | None) -> bool:
    """Return whether a stream gets colour: a terminal does, but not a dumb one.

    NO_COLOR switches colour off (no-color.org), FORCE_COLOR switches it on (force-color.org); NO_COLOR wins.
    """
    if stream is None or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


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

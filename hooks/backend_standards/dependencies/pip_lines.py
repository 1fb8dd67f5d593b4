r"""A requirements file as pip reads it: encoding, lines, comments, continuations, options.

Source: pip's documentation ("Requirements File Format") and its own reader, ``pip/_internal/req/req_file.py``, which
``tests/dependencies/test_pip_lines.py`` compares this module with. pip reads a file in the encoding that a byte order
mark or a PEP 263 line tells, and otherwise as UTF-8; and it separates lines as ``str.splitlines`` does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SLOW_ENCODINGS = ("idna", "punycode")
"""Codecs that take quadratic time, and that no file is written in."""
_FLAG, _VALUE = False, True
_OPTIONS = {
    "--index-url": _VALUE,
    "--pypi-url": _VALUE,
    "--extra-index-url": _VALUE,
    "--no-index": _FLAG,
    "--constraint": _VALUE,
    "--requirement": _VALUE,
    "--editable": _VALUE,
    "--find-links": _VALUE,
    "--no-binary": _VALUE,
    "--only-binary": _VALUE,
    "--prefer-binary": _FLAG,
    "--require-hashes": _FLAG,
    "--no-require-hashes": _FLAG,
    "--pre": _FLAG,
    "--all-releases": _VALUE,
    "--only-final": _VALUE,
    "--trusted-host": _VALUE,
    "--use-feature": _VALUE,
    "--hash": _VALUE,
    "--config-settings": _VALUE,
}
_SHORT = {
    "i": "--index-url",
    "c": "--constraint",
    "r": "--requirement",
    "e": "--editable",
    "f": "--find-links",
    "C": "--config-settings",
}
_STRONG = ("sha256:", "sha384:", "sha512:")
_LONGEST_OPTION = 40
"""Characters of an option's name that is shown; what is longer may be a secret."""
_HASHES = tuple(f"--hash={name}" for name in _STRONG)


class Source:
    """The text of a file. ``mark + text.encode(encoding)`` are its bytes again, unless there is a ``fault``."""

    __slots__ = ("encoding", "fault", "mark", "text")

    def __init__(self, text: str, encoding: str, mark: bytes = b"", fault: str = "") -> None:
        self.text = text
        self.encoding = encoding
        self.mark = mark
        self.fault = fault
        """Why pip cannot read the file, or ""."""


def decode(data: bytes) -> Source:
    """Return the text of a file's bytes, with the reason if pip could not decode them."""
    marked = None if data.isascii() else _marked(data)
    if marked:
        return marked
    encoding = _declared(data) if b"coding" in data else ""
    try:
        if encoding in _SLOW_ENCODINGS:
            raise LookupError
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        fault = f"byte {error.start} is not {encoding or 'UTF-8'}"
    except (LookupError, UnicodeError, ValueError):  # an unknown codec, or one that is not for text
        fault = "the encoding that its first lines declare is unknown"
    else:
        if "\0" not in text:
            return Source(text, encoding or "utf-8")
        fault = "it holds NUL bytes: it is UTF-16 without a byte order mark, or not a text"
        return Source("", "latin-1", fault=fault)
    return Source("" if b"\0" in data else data.decode("latin-1"), "latin-1", fault=fault)


def _marked(data: bytes) -> Source | None:
    """Return the text of a file that begins with a byte order mark; most are ASCII, and need no import to tell."""
    from backend_standards.core.text import MARKS

    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return Source(data[len(mark) :].decode(encoding), encoding, mark)
            except UnicodeDecodeError as error:
                fault = f"byte {error.start + len(mark)} is not {encoding}, which the byte order mark tells"
                return Source("", encoding, mark, fault)
    return None


def _declared(data: bytes) -> str:
    """Return the encoding that one of the first two lines, a comment, declares (PEP 263), or ""."""
    for line in data.split(b"\n", 2)[:2]:
        if line.startswith(b"#"):
            import re

            found = re.search(rb"coding[:=]\s*([-\w.]+)", line)
            if found:
                return found[1].decode("ascii")
    return ""


class Line:
    """One logical line, which pip makes of one line of the file or, with continuations, of several.

    ``text`` is without the comment and without spaces around it. ``number`` is the first of its lines in the file,
    ``last`` the last, as an editor counts them. ``swallowed`` is the number of a line that pip does not read, because
    the comment before it ends in a backslash; 0 if there is none.
    """

    __slots__ = ("_parts", "last", "number", "swallowed", "text")

    def __init__(self, text: str, parts: Sequence[tuple[int, int, str]], swallowed: int = 0) -> None:
        self.text = text
        self.number = parts[0][0]
        self.last = parts[-1][0]
        self.swallowed = swallowed
        self._parts = parts
        """Number, offset in the file's text, and text of each line of the file."""

    def offset(self, index: int = 0) -> int:
        """Return the offset in the file's text of a character of ``text``."""
        raw = "".join([part for _, _, part in self._parts])
        index += len(raw) - len(raw.lstrip())
        for _, start, part in self._parts:
            if index < len(part):
                return start + index
            index -= len(part)
        return self._parts[-1][1]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the place in the file's text of a part of ``text``; None if it is on more than one line."""
        first, last = self.offset(start), self.offset(max(end - 1, start))
        return (first, last + 1) if last - first == max(end - 1, start) - start else None


def lines(text: str) -> Iterator[Line]:
    """Yield the logical lines that hold more than a comment."""
    number, offset = 1, 0
    joined: list[tuple[int, int, str]] = []  # the lines that a backslash continues
    for line, whole in zip(text.splitlines(), text.splitlines(keepends=True), strict=True):
        if line.endswith("\\") and ("#" not in line or not _is_comment(line)):
            bare = line.strip("\\")  # as pip does, at both ends
            joined.append((number, offset if line[0] != "\\" else offset + line.find(bare), bare))
        elif joined:
            if "#" in line and _is_comment(
                line
            ):  # as pip has it: a comment is one even where the line before ends in a letter
                joined.append((number, offset - 1, " " + line))
            else:
                joined.append((number, offset, line))
            if found := _join(joined):
                yield found
            joined = []
        elif "#" not in line:
            if stripped := line.strip():
                yield Line(stripped, ((number, offset, line),))
        elif found := _join([(number, offset, line)]):
            yield found
        offset += len(whole)
        if whole[-1] in "\n\r":  # an editor begins a line only here, pip at other characters too
            number += 1
    if joined and (found := _join(joined)):
        yield found


def _join(joined: Sequence[tuple[int, int, str]]) -> Line | None:
    """Return what pip reads of lines that continue one another, or None if that is only a comment."""
    raw = "".join([line for _, _, line in joined])
    comment = _comment(raw)
    if comment < 0:
        text = raw.strip()
        return Line(text, joined) if text else None
    swallowed = _swallowed(joined, comment)
    text = raw[:comment].strip()
    return Line(text, joined, swallowed) if text or swallowed else None


def _swallowed(joined: Sequence[tuple[int, int, str]], comment: int) -> int:
    """Return the number of the first line that becomes a part of a comment, though it is not one itself; or 0."""
    at = 0
    for number, _, line in joined:
        if at > comment and line.strip() and not _is_comment(line):
            return number
        at += len(line)
    return 0


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _comment(raw: str) -> int:
    """Return where a comment begins: at the start of a line or after a space; -1 if there is none."""
    at = raw.find("#")
    while at > 0 and not raw[at - 1].isspace():
        at = raw.find("#", at + 1)
    return at


class Words:
    """The parts of a logical line: a requirement, options, and the words that pip silently ignores."""

    __slots__ = ("ignored", "options", "requirement")

    def __init__(self, requirement: str, options: list[tuple[str, str]], ignored: list[str]) -> None:
        self.requirement = requirement
        self.options = options
        self.ignored = ignored


class Refused(Exception):
    """Pip ends with an error at the options of a line. The text says why, and holds no part of a value."""


def words(text: str) -> Words:
    """Return the parts of a logical line.

    Raises:
        Refused: pip would end with an error.
    """
    if not text.startswith("-") and " -" not in text:
        return Words(text, [], [])
    requirement, rest = _parted(text)
    arguments = _split(rest)
    options = [("--hash", word[7:]) for word in arguments if word.startswith(_HASHES)]
    if len(options) == len(arguments):
        return Words(requirement, options, [])
    options = []
    ignored: list[str] = []
    arguments.reverse()
    while arguments:
        word = arguments.pop()
        if word == "--":
            ignored += reversed(arguments)
            break
        if word.startswith("--"):
            options.append(_long(word, arguments))
        elif word.startswith("-") and len(word) > 1:
            name = _SHORT.get(word[1])
            if name is None:
                raise Refused(f"pip knows no option {word[:2]} here")
            options.append((name, word[2:] or _next(name, arguments)))
        else:
            ignored.append(word)
    return Words(requirement, options, ignored)


def _parted(text: str) -> tuple[str, str]:
    """Return the text before the first word that follows a space and begins with ``-``, and the rest."""
    at = 0 if text.startswith("-") else text.find(" -") + 1
    return text[:at].rstrip(" "), text[at:]


def _split(text: str) -> list[str]:
    """Return the words of a text, as a shell reads it."""
    if text.isascii() and text.isprintable() and "'" not in text and '"' not in text and "\\" not in text:
        return text.split()
    from backend_standards.readers import words as shell_words

    try:
        return shell_words.split(text)
    except ValueError as error:
        raise Refused("a quote is not closed, or the line ends in a backslash") from error


def _long(word: str, arguments: list[str]) -> tuple[str, str]:
    """Return one long option with its value; an unambiguous beginning of a name is enough, as in optparse."""
    name, equals, value = word.partition("=")
    if name not in _OPTIONS:
        near = [each for each in _OPTIONS if each.startswith(name)]
        if len(near) != 1:
            raise Refused(f"pip knows no option {_shown(name)} in a requirements file")
        name = near[0]
    if _OPTIONS[name] is _FLAG:
        if equals:
            raise Refused(f"{name} does not take a value")
        return name, ""
    value = value if equals else _next(name, arguments)
    if name == "--hash":
        _, colon, _ = value.partition(":")
        if not colon:
            raise Refused("--hash needs the algorithm: --hash=sha256:DIGEST")
    if name == "--config-settings" and "=" not in value:
        raise Refused("--config-settings needs KEY=VALUE")
    return name, value


def _next(name: str, arguments: list[str]) -> str:
    if not arguments:
        raise Refused(f"{name} needs a value")
    return arguments.pop()


def _shown(name: str) -> str:
    """Return the name of an option, if it looks like one."""
    return name if len(name) < _LONGEST_OPTION and name.replace("-", "").isalpha() else "of that name"


def is_strong(value: str) -> bool:
    """Return whether the value of ``--hash`` has an algorithm that pip accepts."""
    return value.startswith(_STRONG)

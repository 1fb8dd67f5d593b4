r"""The commands of a shell text and their words, each with its place. Nothing is run or expanded.

Source: POSIX.1-2024, "Shell Command Language" (2.2 Quoting, 2.3 Token Recognition, 2.7.4 Here-Document), and what CI
systems add: ``${{ … }}``. A NUL in the text is nothing: readers of other formats replace everything with NULs that is
not shell text, so that every place stays that of the file.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN = re.compile(r"\{+|[^\s\0'\"\\$`;&|()<>#{]+")
"""Characters of a word that mean nothing special; braces may be the beginning of a template."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
"""The name of a variable."""
_EXPRESSION = re.compile(r"\{\s*(?:env|matrix|vars|inputs)\.([\w-]+)\s*\}")
"""The inside of ``${{ … }}``, a workflow's expression, if it is only the name of a value."""
_DEFAULT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*|[0-9]|[@*]):?[-=]([^$`{}]*)")
"""The inside of ``${NAME:-default}``."""
_PARAMETERS = frozenset("0123456789@*")
_ARRAY = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\[[@*]\]")
"""The inside of ``${NAME[@]}``."""
_TEMPLATE = re.compile(r"\{\{[^{}\n]*\}\}")
"""A template of another program, such as ``{{ name }}`` of Jinja."""
_DELIMITER = re.compile(r"-?[ \t\0]*(['\"]?)([^\s'\"\0;&|()<>]+)\1")
"""The delimiter of a heredoc, in quotes or not."""
_PLACES = {"pwd": "PWD", "git rev-parse --show-toplevel": "GITHUB_WORKSPACE"}
"""Variables for what these commands print."""
_MOST_MISSING = 20
"""Heredocs without an end, after which no end is looked for: each look goes through the whole text."""
_LONGEST_VARIABLE = 200
"""Characters of ``${…}`` or ``$(…)`` that are looked into for a name or a default."""
_SHELLS = ("sh", "bash", "dash", "zsh", "ksh", "ash")
"""Programs whose heredoc is a script, and so stays shell text."""
UNKNOWN = "V"
"""The name of a value that no variable of the file gives."""
UNKNOWN_VALUE = f"${{{UNKNOWN}}}"
ARGUMENTS = "-args"
"""The name of all arguments of a script, ``$@``."""


class Word:
    """One word: its text without quotes, with variables as ``${NAME}``, and its place in the file.

    ``compared`` says that an unquoted ``<`` or ``>`` with a version follows, which the shell takes for a redirection.
    """

    __slots__ = ("compared", "end", "is_quoted", "start", "text")

    def __init__(self, text: str, start: int, end: int, *, is_quoted: bool = False) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.is_quoted = is_quoted
        self.compared = False

    def program(self) -> str:
        """Return the name of the program that the word would start, in lower case, without its folder."""
        name = self.text.replace("\\", "/").rpartition("/")[2].lower()
        return name.removesuffix(".exe")


class Command:
    """The words of one simple command. ``first`` and ``last`` are the offsets of the beginning and end of its line.

    ``before`` has the operators, parentheses and line ends between it and the command before it, without spaces.
    ``writes`` says that its output goes into a file.
    """

    __slots__ = ("before", "first", "last", "words", "writes")

    def __init__(self, words: list[Word], first: int, before: str = "") -> None:
        self.words = words
        self.first = first
        self.last = first
        self.before = before
        self.writes = False


def commands(text: str, start: int = 0, end: int | None = None) -> Iterator[Command]:
    """Yield the simple commands of a shell text, or of a part of it, in order; linear in its length."""
    reader = _Reader(text, start, len(text) if end is None else end)
    for line in reader.lines():
        yield from line


class _Reader:
    """Reads one text from its start to its end, once."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.at = start
        self.end = end
        self.parts: list[str] = []
        self.word_start = -1
        self.is_quoted = False
        self.words: list[Word] = []
        self.drops = ""
        """The sign of a redirection whose target is the next word."""
        self.writes = False
        self.heredocs: list[tuple[str, bool]] = []
        self.missing: set[str] = set()
        self.signs: list[str] = []
        """Operators since the last command."""

    def lines(self) -> Iterator[list[Command]]:
        """Yield the commands of each line; a line goes on after a backslash and within quotes."""
        while self.at < self.end:
            first = self.at
            line: list[Command] = []
            while self.at < self.end:
                char = self.text[self.at]
                if char == "\n":
                    break
                if char in ";&|()" and not self.text.startswith("&>", self.at):
                    self._end_command(line, first)
                    self.signs.append(char)
                    self.at += 1
                else:
                    self._step(char)
            self._end_command(line, first)
            self.signs.append("\n")
            for command in line:
                command.last = self.at
            self.at += 1
            for delimiter, strips in self.heredocs:
                self._skip_heredoc(delimiter, strips=strips)
            self.heredocs = []
            yield line

    def _end_command(self, line: list[Command], first: int) -> None:
        self._end_word()
        self.drops = ""
        if self.words:
            command = Command(self.words, first, "".join(self.signs))
            command.writes = self.writes
            line.append(command)
            self.words = []
            self.signs = []
        self.writes = False

    def _end_word(self) -> None:
        if self.word_start < 0:
            return
        if self.drops:
            target = "".join(self.parts)
            self.writes = self.writes or (self.drops == ">" and not target.isdigit() and target != "/dev/null")
            self.drops = ""
        else:
            word = Word("".join(self.parts), self.word_start, self.at, is_quoted=self.is_quoted)
            self.words.append(word)
        self.parts = []
        self.word_start = -1
        self.is_quoted = False

    def _begin_word(self) -> None:
        if self.word_start < 0:
            self.word_start = self.at

    def _step(self, char: str) -> None:
        text = self.text
        if char == "\0":
            self.at += 1
        elif char.isspace():
            self._end_word()
            self.at += 1
        elif char == "#" and self.word_start < 0:
            newline = text.find("\n", self.at, self.end)
            self.at = self.end if newline < 0 else newline
        elif char == "\\":
            self._backslash()
        elif char in "<>":
            self._redirection()
        elif char == "&":  # of ``&>``, which the reader of lines leaves to this
            self._end_word()
            self.at += 1
        else:
            self._begin_word()
            if char == "'":
                self._single_quoted()
            elif char == '"':
                self._double_quoted()
            elif char == "$":
                self.parts.append(self._variable())
            elif char == "`":
                self.parts.append(self._backquoted())
            elif text.startswith("{{", self.at) and (template := _TEMPLATE.match(text, self.at, self.end)):
                self.parts.append("{{}}")
                self.at = template.end()
            else:
                match = _PLAIN.match(text, self.at, self.end)
                stop = match.end() if match else self.at + 1
                self.parts.append(text[self.at : stop])
                self.at = stop

    def _backslash(self) -> None:
        following = self.text[self.at + 1 : self.at + 3]
        if following.startswith("\n"):
            self.at += 2
        elif following == "\r\n":
            self.at += 3
        else:
            self._begin_word()
            self.parts.append(following[:1])
            self.at += 2

    def _single_quoted(self) -> None:
        stop = self.text.find("'", self.at + 1, self.end)
        stop = self.end if stop < 0 else stop
        self.parts.append(self.text[self.at + 1 : stop].replace("\0", ""))
        self.is_quoted = True
        self.at = stop + 1

    def _double_quoted(self) -> None:
        self.is_quoted = True
        self.at += 1
        while self.at < self.end:
            char = self.text[self.at]
            if char == '"':
                break
            if char == "$":
                self.parts.append(self._variable())
            elif char == "`":
                self.parts.append(self._backquoted())
            elif char == "\\":
                following = self.text[self.at + 1 : self.at + 2]
                is_escaped = following in '"\\$`'
                self.parts.append("" if following == "\n" else following if is_escaped else f"\\{following}")
                self.at += 2
            else:
                self.parts.append("" if char == "\0" else char)
                self.at += 1
        self.at += 1

    def _backquoted(self) -> str:
        stop = self.text.find("`", self.at + 1, self.end)
        self.at = self.end if stop < 0 else stop + 1
        return UNKNOWN_VALUE

    def _variable(self) -> str:
        """Go past what a ``$`` begins; return it as ``${NAME}``, or as the default that the text gives."""
        text = self.text
        following = text[self.at + 1 : self.at + 2]
        if following in ("(", "{"):
            inner_start = self.at + 2
            self.at = _closing(text, self.at + 1, self.end)
            inner = text[inner_start : self.at - 1].replace("\0", "")
            if len(inner) > _LONGEST_VARIABLE:
                return UNKNOWN_VALUE
            if match := _EXPRESSION.fullmatch(inner):
                return f"${{{match[1]}}}"
            if following == "(" and (place := _PLACES.get(inner.strip())):
                return f"${{{place}}}"
            if _NAME.fullmatch(inner):  # after a parenthesis, too: a variable of make
                return f"${{{inner}}}"
            if following == "{" and (match := _DEFAULT.fullmatch(inner)):
                return match[2] if match[2] and match[1] not in _PARAMETERS else _named(match[1])
            if following == "{" and (match := _ARRAY.fullmatch(inner)):
                return _named(match[1])
            return _named(inner) if following == "{" and len(inner) == 1 else UNKNOWN_VALUE
        match = _NAME.match(text, self.at + 1, self.end)
        if match:
            self.at = match.end()
            return f"${{{match[0]}}}"
        if following and (following.isdigit() or following in "@*#?$!-"):
            self.at += 2
            return _named(following)
        self.at += 1
        return "" if following in ("'", '"') else "$"

    def _redirection(self) -> None:
        text = self.text
        operator = text[self.at]
        is_adjacent = self.word_start >= 0 and text[self.at - 1] != "\0"
        if is_adjacent and "".join(self.parts).isdigit():
            self.parts, self.word_start = [], -1  # the number of a file descriptor
        self._end_word()
        if text.startswith("<<<", self.at):
            self.at += 3
            self.drops = "<"
        elif text.startswith("<<", self.at):
            self.at += 2
            self._heredoc()
        elif text.startswith((operator + "(",), self.at):
            self._begin_word()
            self.parts.append(UNKNOWN_VALUE)  # the name of a pipe
            self.at = _closing(text, self.at + 1, self.end)
            self._end_word()
        else:
            if (
                is_adjacent
                and self.words
                and not self.drops
                and re.match(r"[<>]=?[ ]?v?\d", text[self.at : self.at + 5])
            ):
                self.words[-1].compared = True
            self.at += 1
            while self.at < self.end and text[self.at] in "<>&|":
                self.at += 1
            self.drops = operator

    def _heredoc(self) -> None:
        match = _DELIMITER.match(self.text, self.at, self.end)
        if not match:
            return
        self.at = match.end()
        if not (self.words and self.words[0].program() in _SHELLS):
            self.heredocs.append((match[2], self.text[match.start()] == "-"))

    def _skip_heredoc(self, delimiter: str, *, strips: bool) -> None:
        if delimiter in self.missing or len(self.missing) == _MOST_MISSING:
            return
        at = self.at
        while at < self.end:
            newline = self.text.find("\n", at, self.end)
            newline = self.end if newline < 0 else newline
            line = self.text[at:newline].replace("\0", "")
            at = newline + 1
            if (line.lstrip("\t ") if strips else line.strip()) == delimiter:
                self.at = at
                return
        self.missing.add(delimiter)  # then it was not a heredoc


def _named(name: str) -> str:
    """Return a variable or a parameter of a script; those that no text sets are unknown."""
    if name in "@*":
        return f"${{{ARGUMENTS}}}"
    return UNKNOWN_VALUE if name in "#?$!-" else f"${{{name}}}"


def _closing(text: str, at: int, end: int) -> int:
    """Return the offset after the bracket that closes the one at an offset; the end if none does."""
    closing = {"(": ")", "{": "}"}
    waiting: list[str] = []
    while at < end:
        char = text[at]
        at += 1
        if waiting and char == waiting[-1]:
            waiting.pop()
            if not waiting:
                return at
        elif waiting[-1:] == ['"']:
            if char == "$" and text[at : at + 1] in closing:
                waiting.append(closing[text[at]])
                at += 1
            elif char == "\\":
                at += 1
        elif char in closing:
            waiting.append(closing[char])
        elif char == '"' and waiting:
            waiting.append('"')
        elif char == "'" and waiting[-1:] == [")"]:
            stop = text.find("'", at, end)
            at = end if stop < 0 else stop + 1
        elif char == "\\":
            at += 1
    return end

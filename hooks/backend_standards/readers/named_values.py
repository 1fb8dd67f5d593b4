"""The values of a text with their names and places: HCL, TOML, JSON, YAML, ini, ``.npmrc`` and ``.yarnrc``.

The readers take linear time on any input, and report no errors in it.
Sources: YAML 1.2.2 (block and flow styles), TOML 1.0, HashiCorp's HCL native syntax (variable definitions files), RFC
8259 (JSON), Python's configparser, the manuals of npm and Yarn.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

Pair: TypeAlias = "tuple[int, int, tuple[str, ...], str]"
"""A value as it is read: line and column (from 1), the names that lead to it, and itself."""

# Expressions are compiled on first use; `re` caches them.
_PIECE = (
    r"(?s)(?P<comment>\#[^\n]*|//[^\n]*|/\*)|<<-?(?P<heredoc>[A-Za-z_]\w{0,63})[ \t]*\n|(?P<triple>\"{3}|'{3})"
    r"|\"(?P<double>[^\"\\\n]*(?:\\.[^\"\\\n]*)*)\"?|'(?P<single>[^'\n]*)'?"
    r"|(?P<word>[^\s\"'=:,\[\]{}]+(?::[^\s\"'=:,\[\]{}]+)*)|(?P<sign>[=:,\[\]{}\n])"
)
"""A piece of HCL, TOML, JSON or flow YAML. A quote need not be closed: a line of quotes would take quadratic time."""
FIELD = r"\"(?P<quoted>[^\"]*)\"?|(?P<bare>[^\s\"]+)"
"""A word of ``.netrc`` or ``.yarnrc``, in quotes or not."""
_INI_LINE = r"(?P<name>[^\s=:#;\[][^=:]{0,200}?)[ \t]*[=:][ \t]*(?P<value>.*)"
"""An option of an ini file. The limit on the name keeps the time linear."""
_INI_COMMENT = r"(?:^|[ \t])[#;][ \t].*"
"""A comment of an ini file: the sign has a space on both sides."""
_YAML_COMMENT = r"(?:^|[ \t])#.*"
"""A comment of YAML: a space is before the sign."""
_NO_YAML = ("#", "{{", "{%", "<%")
"""What a comment, or a line of a template that makes YAML, begins with."""
_DEEPEST = 64
"""How many of the last names that lead to a value are kept: all names of deep nesting would take quadratic time."""
_MOST_DASHES = 8
"""Lists within lists that begin on one line."""
_LONGEST_KEY = 256
"""Characters of a YAML key with spaces: what is longer is prose with a colon."""
_MOST_PROPERTIES = 4
"""Tags and anchors before a value: YAML allows one of each."""


def token_pairs(text: str) -> Iterator[Pair]:
    """Yield the quoted values of HCL, TOML or JSON, and heredocs, with the names that lead to them."""
    for line, column, path, value, is_word in tokens(text):
        if not is_word:
            yield line, column, path, value


def tokens(text: str, *, is_value: bool = False) -> Iterator[tuple[int, int, tuple[str, ...], str, bool]]:
    """Yield (line, column, names, value, is a bare word) for each value of a text, in whatever layout.

    ``is_value`` says that the text follows a name, so that an element of its outermost list has one.
    """
    return _Tokens(text, is_value=is_value).values()


class _Tokens:
    """Reads one text of HCL, TOML, JSON or flow YAML, once, piece by piece."""

    def __init__(self, text: str, *, is_value: bool) -> None:
        self.text = text
        self.at = 0
        self.is_value = is_value
        self.outer: list[str] = []
        """The names of the braces and brackets around the current place; "" for those without a name."""
        self.names: list[str] = []
        """The names among them that are not empty."""
        self.name = ""
        """The name whose value comes next."""
        self.last = ""
        """The last piece, if it may still be a name or an element; whether it is a bare word, and its place."""
        self.is_word = False
        self.place = (0, 0)
        self.line = 1
        self.line_start = 0
        self.counted = 0
        """Up to where line ends are counted."""

    def values(self) -> Iterator[tuple[int, int, tuple[str, ...], str, bool]]:
        """Yield the values, in order."""
        next_piece = re.compile(_PIECE).search
        while match := next_piece(self.text, self.at):
            self.at, group = match.end(), match.lastgroup or ""
            if group == "comment":
                if match[0] == "/*" and not self._skip_comment():
                    return
            elif group == "sign":
                if self._ends_element(match[0]):
                    yield *self.place, tuple(self.names[-_DEEPEST:]), self.last, self.is_word
                self._sign(match[0])
            else:
                value, start = self._value(match, group)
                place = self._place(start)
                if self.name:
                    yield *place, (*self.names[-_DEEPEST:], self.name), value.strip(), group == "word"
                    self.name, self.last = "", ""
                else:
                    self.last, self.is_word, self.place = value, group == "word", place

    def _skip_comment(self) -> bool:
        """Go to the end of a comment; return whether it has one."""
        end = self.text.find("*/", self.at)
        self.at = end + 2
        return end >= 0

    def _ends_element(self, sign: str) -> bool:
        """Return whether a sign ends an element of a list that a name leads to."""
        return bool(sign not in "=:" and self.last and not self.name and (self.is_value or self.names))

    def _sign(self, sign: str) -> None:
        if sign in "=:":
            self.name, self.last = self.last or self.name, ""
            return
        self.last = ""
        if sign in "{[":
            self.outer.append(self.name)
            if self.name:
                self.names.append(self.name)
            self.name = ""
        elif sign in "}]":
            if self.outer and self.outer.pop():
                self.names.pop()
            self.name = ""
        elif sign == ",":
            self.name = ""

    def _value(self, match: re.Match[str], group: str) -> tuple[str, int]:
        """Return the value that a piece is or begins, and where it starts; go to its end."""
        text, value = self.text, match[group] or ""
        if group in ("heredoc", "triple"):
            start = self.at + (group == "triple" and text.startswith("\n", self.at))
            end = _end_of_heredoc(text, start, value) if group == "heredoc" else text.find(value, start)
            self.at = end + len(value) if end >= 0 else len(text)
            return text[start : end if end >= 0 else len(text)], start
        if group == "double":
            value = value.replace("\\n", "\n").replace("\\/", "/")
        return value, match.start(group)

    def _place(self, start: int) -> tuple[int, int]:
        """Return line and column of an offset, which is never before that of the call before."""
        self.line += self.text.count("\n", self.counted, start)
        newline = self.text.rfind("\n", self.counted, start)
        if newline >= 0:
            self.line_start = newline + 1
        self.counted = start
        return self.line, start - self.line_start + 1


def _end_of_heredoc(text: str, at: int, mark: str) -> int:
    end = re.compile(rf"^[ \t]*{mark}[ \t]*$", re.MULTILINE).search(text, at)
    return end.start() if end else -1


def yaml_pairs(text: str) -> Iterator[Pair]:
    """Yield the scalars of a YAML document in block style, flow style within it, with the keys that lead to them.

    It reads line by line, only by indentation, and gives no errors. Values after an application's own tag (``!vault``,
    ``!secret``) are references, and left out.
    """
    return _Yaml(text).pairs()


class _Yaml:
    """Reads the lines of one YAML document, once."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.number = 0
        """The number of the line that is read last, from 1."""
        self.outer: list[tuple[int, str]] = []
        """Indentation and name of the keys around the current line."""

    def pairs(self) -> Iterator[Pair]:
        """Yield the scalars, in order."""
        while self.number < len(self.lines):
            line = self.lines[self.number]
            self.number += 1
            body = line.lstrip(" \t")
            if body and not body.startswith(_NO_YAML):
                yield from self._line(line, body)

    def _line(self, line: str, body: str) -> Iterator[Pair]:
        """Yield what a line gives, and the lines below that continue its value."""
        dash = indent = len(line) - len(body)
        for _ in range(_MOST_DASHES):
            if not body.startswith("- "):
                break
            body = body[2:].lstrip(" ")
            indent = len(line) - len(body)
        if not body:
            return
        path, value, has_key = self._path(body, dash, indent)
        if not path and (value[:1] != "{" or value.startswith(("{{", "{%"))):  # a scalar or a template without a key
            return
        value, is_reference = _without_properties(value)
        column = len(line.rstrip()) - len(value) + 1
        first = self.number
        style = value[:1]
        if style in ("|", ">") and has_key:
            first, column, value = self._block(style, indent if indent == dash else dash)
        elif style in ("{", "[") and not value.startswith(("{{", "{%")):
            yield from self._flow(value, first, column, path)
            return
        elif style in ("'", '"') and value:
            value, column = self._quoted(value, dash), column + 1
        else:
            value = re.sub(_YAML_COMMENT, "", value)
        if value and not is_reference:
            yield first, column, path, value.strip()

    def _path(self, body: str, dash: int, indent: int) -> tuple[tuple[str, ...], str, bool]:
        """Return the keys that lead to a line's value, its own included, the value, and whether it has a key."""
        while self.outer and self.outer[-1][0] > (dash if indent != dash else indent - 1):
            self.outer.pop()
        path = tuple(name for _, name in self.outer)
        key, value = _yaml_key(body)
        if key:
            path = (*path, key)
            self.outer = [*self.outer, (indent, key)][-_DEEPEST:]
        return path, value, bool(key)

    def _block(self, style: str, indent: int) -> tuple[int, int, str]:
        """Return the place of a block scalar's text and the text."""
        head = self.number
        self.number, value = _block(self.lines, head, indent)
        first = next((at for at in range(head, self.number) if self.lines[at].strip()), head) + 1
        column = _indent(self.lines[min(first, len(self.lines)) - 1]) + 1
        return first, column, value if style == "|" else " ".join(value.split())

    def _flow(self, value: str, first: int, column: int, path: tuple[str, ...]) -> Iterator[Pair]:
        """Yield the scalars of a value in flow style, which may go on below."""
        parts, opened = [value], _opened(value)
        while opened > 0 and self.number < len(self.lines):
            parts.append(self.lines[self.number])
            opened += _opened(self.lines[self.number])
            self.number += 1
        for below, at, names, inner, _ in tokens("\n".join(parts), is_value=bool(path)):
            yield first + below - 1, at + (column - 1 if below == 1 else 0), (*path, *names), inner

    def _quoted(self, value: str, dash: int) -> str:
        """Return what is in a quoted scalar, which may go on below."""
        quote, end = value[0], _closing_quote(value)
        while end < 0 and self.number < len(self.lines) and _indent(self.lines[self.number]) > dash:
            end = _closing_quote(quote + self.lines[self.number])
            value += self.lines[self.number].strip()
            end = end if end < 0 else value.rfind(quote)
            self.number += 1
        return value[1 : end if end > 0 else len(value)]


def _yaml_key(body: str) -> tuple[str, str]:
    """Return the key of a line without indentation and what follows its colon; without a key, "" and the line."""
    if body[0] in "\"'":
        end = body.find(body[0], 1)
        rest = body[end + 1 :].lstrip(" ") if end > 0 else ""
        return (body[1:end], rest[1:].strip()) if rest.startswith(":") and end < _LONGEST_KEY else ("", body.strip())
    if body[0] in "{[&*!|>%@`,":
        return "", body.strip()
    body = body.rstrip()
    at = body.find(": ")
    at = at if at >= 0 else len(body) - 1 if body.endswith(":") else body.find(":\t")
    if at < 0 or (at > _LONGEST_KEY and " " in body[:at]) or " #" in body[:at]:
        return "", body
    return body[:at].rstrip(), body[at + 1 :].strip()


def _without_properties(value: str) -> tuple[str, bool]:
    """Return a value without its tags and anchor, and whether it refers to another place."""
    is_reference = value.startswith("*")
    for _ in range(_MOST_PROPERTIES):
        if not value.startswith(("!", "&")):
            break
        word, _, value = value.partition(" ")
        value = value.lstrip(" ")
        is_reference = is_reference or (word[0] == "!" and word not in ("!!str", "!!binary", "!binary", "!"))
    return value, is_reference


def _block(lines: list[str], number: int, indent: int) -> tuple[int, str]:
    """Return the number of the line after a block scalar, and its text without indentation."""
    parts = []
    while number < len(lines):
        body = lines[number].strip()
        if body and _indent(lines[number]) <= indent:
            break
        parts.append(body)
        number += 1
    return number, "\n".join(parts).rstrip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _opened(text: str) -> int:
    """Return how many more brackets a text opens than it closes."""
    return text.count("{") + text.count("[") - text.count("}") - text.count("]")


def _closing_quote(value: str) -> int:
    """Return where the quoted scalar at the beginning of a value ends, or -1."""
    if value[0] == "'":
        match = re.match(r"'[^']*(?:''[^']*)*'", value)
    else:
        match = re.match(r'(?s)"[^"\\]*(?:\\.[^"\\]*)*"', value)
    return match.end() - 1 if match else -1


def ini_pairs(text: str) -> Iterator[Pair]:
    """Yield the options of an ini file as configparser reads it: an indented line continues the value above."""
    name = ""
    for number, line in enumerate(text.split("\n"), 1):
        body = line.strip()
        if not body or body[0] in "#;[":
            continue
        match = re.match(_INI_LINE, body)
        indent = len(line) - len(line.lstrip())
        if indent and name and (not match or "://" in body.partition("=")[0]):
            yield number, indent + 1, (name,), re.sub(_INI_COMMENT, "", body)
        elif match:
            name, value = match["name"], re.sub(_INI_COMMENT, "", match["value"]).rstrip()
            quoted = value[:1] in ("'", '"') and value[-1:] == value[:1]
            yield number, indent + match.start("value") + 1, (name,), value[1:-1] if quoted else value


def npm_pairs(text: str) -> Iterator[Pair]:
    """Yield the settings of ``.npmrc`` (``//host/:_authToken=…``) and ``.yarnrc`` (``"//host/:_authToken" "…"``)."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip()[:1] in ("#", ";", "["):
            continue
        name, equals, value = line.partition("=")
        if equals and '"' not in name:
            column = len(line) - len(value.lstrip()) + 1
            yield number, column, (name.strip(),), re.sub(_INI_COMMENT, "", value).strip().strip("\"'")
            continue
        words = list(re.finditer(FIELD, line))
        if len(words) == 2:
            word = words[1]
            yield (
                number,
                word.start() + 1,
                (words[0]["quoted"] or words[0]["bare"] or "",),
                word["quoted"] or word["bare"] or "",
            )

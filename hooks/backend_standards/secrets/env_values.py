"""Which values in an env file look real.

Sources: python-dotenv's, Docker Compose's and direnv's documentation (what an assignment is). Imported only when
a file has to be read.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from backend_standards.core.text import with_newlines
from backend_standards.secrets.env_names import ENV, SHELL
from backend_standards.secrets.placeholders import default_of
from backend_standards.secrets.value_clues import suspicious_lines
from backend_standards.secrets.values import (
    HIGH_ENTROPY,
    LITERAL,
    LOGIN_IN_URL,
    is_high_entropy,
    is_literal,
    judge,
    known_secrets,
    url_passwords,
)
from backend_standards.secrets.variable_names import is_secret_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_SHOWN_NAME = 64

# Expressions are kept as text and compiled on first use (re caches them): most files need none of them.
# NAME=value, export NAME=value, NAME: value, "NAME": "value", - NAME=value, NAME := value; in a comment too.
_ASSIGNMENT = (
    r"(?s)[ \t]*+(?P<comment>(?:[#;]|//)[#;/ \t]*+)?(?:-[ \t]++)?[{,]?[ \t]*+"
    r"(?:(?:export|readonly|local|typeset|declare|set|setx|ENV)(?:[ \t]++-\w{1,8})?[ \t]++|\$env:)?"
    r"[\"']?(?P<name>[A-Za-z_][A-Za-z0-9_.-]*+)[\"']?[ \t]*+(?P<operator>[:?+]?=>?|:(?!/))[ \t]*+"
    r"(?P<value>.*)"
)
# A further assignment on the same line: export A=1 B=2, {A: 1, B: 2}, {"A": 1, "B": 2}.
_FURTHER = (
    r"(?<!\$)[,;{ \t][\"']?(?P<name>[A-Za-z_][A-Za-z0-9_.-]*+)[\"']?[ \t]*+(?:[:?+]?=>?|:(?!/))[ \t]*+"
    r"(?P<value>\"[^\"]*\"|'[^']*'|[^\s,;{}\"']+)"
)
# fish and csh: set -gx NAME value, setenv NAME value.
_SET = (
    r"[ \t]*+(?P<comment>#[ \t]*+)?(?:set[ \t]++-\w{0,8}x\w{0,8}|setenv)[ \t]++"
    r"(?P<name>[A-Za-z_]\w*+)[ \t]++(?P<value>[^=\s].*)"
)
_END_OF_BARE_VALUE = r"[\s,;}]"
# The value is on the next line: an open quote, a continuation, a YAML block. After a colon there may be nothing.
_NEXT_LINE = r"(?P<open>[\"'`]|[\"']{3})|\\|[|>][-+0-9]{0,3}"
_TRAILING_COMMENT = r"(?:^|[ \t])#[ \t].*"
# What begins a comment, a rule or a decorator, but not a value.
_NOT_A_VALUE = ("#", "//", ";", "*", "@")
# The pieces of a shell line, outside and inside double quotes. Each begins with another character, so that the search
# is linear.
_SHELL_PIECE = r"(?s)\\.|'[^']*'|\$\{[^{}]*\}|\$\(|\$|[^\s\\'\"`$;&|<>()]+|."
_QUOTED_PIECE = r"(?s)\\.|\$\{[^{}]*\}|\$\(|\$|[^\\\"`$)]+|."
_SHELL_NAME = r"(?P<quote>[\"']?)(?P<brace>(?:\$\{)?)(?P<name>[A-Za-z_]\w*+)[:+]?="
_BUILTINS = ("export", "declare", "typeset", "readonly", "local", "env")
_NAME = r"[A-Za-z_$@][\w.$@/\[\]-]*"  # a name that may be shown: it cannot hold a value after a sign


class Hit:
    """A value that must not be committed: its place (from 1), its variable's name, and its kind."""

    __slots__ = ("column", "kind", "line", "name")

    def __init__(self, line: int, column: int, name: str, kind: str) -> None:
        self.line = line
        self.column = column
        self.name = name
        self.kind = kind

    @property
    def message(self) -> str:
        """What a finding says about the value."""
        return f"{self.name or 'this line'} holds {self.kind}"


class _Assignment:
    """A value with its name. The offsets are the value's in its line; those on the next line continue after the end.

    ``in_use`` says that it is not in a comment.
    """

    __slots__ = ("end", "in_use", "name", "start", "value")

    def __init__(self, start: int, end: int, name: str, value: str, *, in_use: bool) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.value = value
        self.in_use = in_use


def real_values(text: str, *, syntax: str = ENV, literals: bool = False) -> Iterator[Hit]:
    """Yield the values that look real, in comments too; at most one hit for a value.

    ``syntax`` is SHELL for a file that a shell reads. With ``literals`` each value that is written out under a
    secret-like name counts too, random or not, except in comments.
    """
    for number, line, following in suspicious_lines(with_newlines(text), literals=literals):
        yield from _hits_of_line(number, line, following, syntax, literals=literals)


def _hits_of_line(number: int, line: str, following: str, syntax: str, *, literals: bool) -> Iterator[Hit]:
    """Yield the hits of a line, and last the one of a value that its assignment has on the next line."""
    spans = [*known_secrets(line, following)]
    spans += [(start, start + 1, LOGIN_IN_URL) for start in url_passwords(line)]
    spans.sort()
    hits = {start: ("", kind) for start, _, kind in spans}
    starts = [start for start, _, _ in spans]
    last = -1
    below: list[Hit] = []
    for each in _assignments(line, following, syntax):
        at = bisect_left(starts, each.start)
        inside = starts[at : bisect_left(starts, each.end)]
        for offset in inside:
            hits[offset] = (each.name, hits[offset][1])
        is_below = each.start > len(line)
        if inside or each.start < last or (not is_below and at and spans[at - 1][1] > each.start):
            continue
        kind = _kind(each.name, each.value, literals=literals and each.in_use)
        if kind and not is_below:
            hits[each.start] = (each.name, kind)
            last = each.end
        elif kind and not any(known_secrets(each.value)):  # those are found on their own line
            below.append(Hit(number + 1, each.start - len(line), printable_name(each.name), kind))
    for offset in sorted(hits):
        name, kind = hits[offset]
        yield Hit(number, offset + 1, printable_name(name), kind)
    yield from below


def _kind(name: str, value: str, *, literals: bool) -> str:
    if is_high_entropy(name, value):
        return HIGH_ENTROPY
    return LITERAL if literals and is_literal(name, value) else ""


# --- assignments ------------------------------------------------------------------------------------


def _assignments(line: str, following: str, syntax: str) -> Iterator[_Assignment]:
    """Yield each assignment of a line."""
    if syntax == SHELL:
        yield from _shell_assignments(line, following)
        return
    match = re.match(_SET, line) if "set" in line else None
    match = match or re.match(_ASSIGNMENT, line)
    if not match:
        return
    found = _assignments_of(match, line)
    # In "name: DB_PASSWORD, value: ..." the name of the value is a value itself; without quotes it goes on to the end.
    names = [re.split(_END_OF_BARE_VALUE, each.value, maxsplit=1)[0] for each in found if each.name.lower() == "name"]
    secret_names = [name for name in names if is_secret_name(name)]
    for each in found:
        if secret_names and each.name.lower() == "value":
            each.name = secret_names[0]
        yield each
    if len(found) > 1:
        return
    first = found[0]
    if secret_names:
        pair = re.match(_ASSIGNMENT, following.partition("\n")[0])
        if pair and pair["name"].lower() == "value":
            start = len(line) + 1 + pair.start("value")
            end = start + len(pair["value"])
            yield _Assignment(start, end, secret_names[0], _unquote(pair["value"]), in_use=first.in_use)
    else:
        is_mapping = match.groupdict().get("operator") == ":"
        yield from _next_line(line, match["value"], following, first.name, is_mapping=is_mapping, in_use=first.in_use)


def _assignments_of(match: re.Match[str], line: str) -> list[_Assignment]:
    """Return the assignment that a match is, and those after it on the line."""
    in_use, raw = not match["comment"], match["value"]
    value = default_of(_unquote(raw))
    end = match.start("value") + raw.find(value) + len(value) if value and value in raw else len(line)
    found = [_Assignment(match.start("value"), end, match["name"], value, in_use=in_use)]
    start = match.end("name")
    for further in re.finditer(_FURTHER, line[start:]):
        if further["name"].lower() != "key":
            value = default_of(_unquote(further["value"]))
            place = further.start("value") + start, further.end("value") + start
            found.append(_Assignment(*place, further["name"], value, in_use=in_use))
    return found


def _shell_assignments(line: str, following: str) -> Iterator[_Assignment]:
    previous = ""
    for start, word, in_use in _shell_words(line):
        match = re.match(_SHELL_NAME, word)
        # In quotes, only the argument of a builtin and a brace are assignments; anything else is a text.
        if match and (not match["quote"] or match["brace"] or previous in _BUILTINS):
            raw = word[match.end() :].removesuffix(match["quote"] or " ")
            value = default_of(_unquote(raw.removesuffix("}" if match["brace"] else " "), "\"'"))
            yield _Assignment(start + match.end(), start + len(word), match["name"], value, in_use=in_use)
            if start + len(word) == len(line):
                yield from _next_line(line, raw, following, match["name"], is_mapping=False, in_use=in_use)
        previous = word


def _next_line(
    line: str, raw: str, following: str, name: str, *, is_mapping: bool, in_use: bool
) -> Iterator[_Assignment]:
    """Yield the value on the next line, if this line has only the beginning of one (``raw``)."""
    raw = re.sub(_TRAILING_COMMENT, "", raw.strip()).rstrip(" \t")
    match = re.fullmatch(_NEXT_LINE, raw)
    below = following.partition("\n")[0]
    text = re.sub(_TRAILING_COMMENT, "", below.strip()).rstrip(" \t")
    if not match and (raw or not is_mapping or not below.startswith((" ", "\t", '"', "'"))):
        return
    if not (match and match["open"]) and (not text or text.startswith(_NOT_A_VALUE) or ":" in text):
        return
    another = re.match(_ASSIGNMENT, below)
    if another and another["value"].strip("=\"' "):  # the padding of base64 does not make an assignment
        return
    start = len(line) + 1 + len(below) - len(below.lstrip())
    yield _Assignment(start, start + len(text), name, _unquote(text.rstrip("\"'`,")), in_use=in_use)


def _shell_words(line: str) -> Iterator[tuple[int, str, bool]]:
    """Yield (offset, word, is in use) for the words of one line of POSIX shell; the words of a comment are not in use.

    Quotes and ``$(...)`` nest as in the shell: an assignment inside them does not belong to this line.
    Source: POSIX.1-2024, Shell Command Language, 2.2 and 2.3.
    """
    start, at = -1, 0
    nest: list[str] = []
    outside, quoted = re.compile(_SHELL_PIECE), re.compile(_QUOTED_PIECE)
    while piece := (quoted if nest and nest[-1] == '"' else outside).match(line, at):
        text, here, at = piece[0], at, piece.end()
        if not nest and (text.isspace() or text in ";&|<>()"):
            if start >= 0:
                yield start, line[start:here], True
            start = -1
            continue
        if start < 0 and text.startswith("#"):
            yield from ((here + word.start(), word[0], False) for word in re.finditer(r"[^\s#]+", line[here:]))
            return
        start = here if start < 0 else start
        if nest and text == nest[-1]:
            nest.pop()
        elif text in ('"', "`"):
            nest.append(text)
        elif text == "$(":
            nest.append(")")
    if start >= 0:
        yield start, line[start:], True


def _unquote(value: str, quotes: str = "\"'`") -> str:
    """Return a value without its quotes, and without the comment or the comma after it."""
    value = value.strip()
    for triple in ('"""', "'''"):
        value = value.removeprefix(triple)
    if value and value[0] in quotes:
        end = value.find(value[0], 1)
        return value[1:end] if end > 0 else value[1:]
    if value.startswith("# ") or value == "#":
        return ""
    comment = re.search(r"[ \t]#", value)
    if comment:
        value = value[: comment.start()]
    value = value.rstrip(",; \t")
    if "{" not in value and "[" not in value:  # {"NAME": value}
        value = value.rstrip("}] \t")
    return value


def printable_name(name: str) -> str:
    """Return the name of a variable for a message, or "" if the name itself may be a secret."""
    from backend_standards.core import masking

    if len(name) > _LONGEST_SHOWN_NAME or not re.fullmatch(_NAME, name) or judge("secret", name):
        return ""
    return name if masking.is_plain(name) else ""

"""Which values in an env file look real.

Sources: python-dotenv's, Docker Compose's and direnv's documentation (what an assignment is). Imported only when
a file has to be read.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from backend_standards.core.text import with_newlines
from backend_standards.secrets import values
from backend_standards.secrets.env_names import ENV, SHELL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Kept as text and compiled on first use (re caches it), as in `_values`.
# NAME=value, export NAME=value, NAME: value, "NAME": "value", - NAME=value, NAME := value; commented out too.
_ASSIGNMENT = (
    r"(?s)[ \t]{0,64}(?P<comment>(?:[#;]|//)[#;/ \t]{0,64})?(?:-[ \t]+)?[{,]?[ \t]{0,8}"
    r"(?:(?:export|readonly|local|typeset|declare|set|setx|ENV)(?:[ \t]{1,8}-\w{1,8})?[ \t]{1,64}|\$env:)?"
    r"[\"']?(?P<name>[A-Za-z_][A-Za-z0-9_.-]{0,200})[\"']?[ \t]{0,64}(?P<operator>[:?+]?=>?|:(?!/))[ \t]{0,64}"
    r"(?P<value>.*)"
)
# A further assignment on the same line: export A=1 B=2, {A: 1, B: 2}, {"A": 1, "B": 2}.
_FURTHER = (
    r"(?<!\$)[,;{ \t][\"']?(?P<name>[A-Za-z_][A-Za-z0-9_.-]{0,200})[\"']?[ \t]{0,8}(?:[:?+]?=>?|:(?!/))[ \t]{0,8}"
    r"(?P<value>\"[^\"]*\"|'[^']*'|[^\s,;{}\"']+)"
)
# fish and csh: set -gx NAME value, setenv NAME value.
_SET = (
    r"[ \t]{0,64}(?P<comment>#[ \t]{0,64})?(?:set[ \t]{1,8}-\w{0,8}x\w{0,8}|setenv)[ \t]{1,8}"
    r"(?P<name>[A-Za-z_]\w{0,200})[ \t]{1,8}(?P<value>[^=\s].*)"
)
# The value stands on the next line: an open quote, a continuation, a YAML block; behind a colon also nothing.
_NEXT_LINE = r"(?P<open>[\"'`]|[\"']{3})|\\|[|>][-+0-9]{0,3}"
_TRAILING_COMMENT = r"(?:^|[ \t]+)#[ \t].*"
# The pieces of a shell line, outside and inside double quotes: each begins with another character, so that the search
# stays linear.
_SHELL_PIECE = r"(?s)\\.|'[^']*'|\$\{[^{}]*\}|\$\(|\$|[^\s\\'\"`$;&|<>()]+|."
_QUOTED_PIECE = r"(?s)\\.|\$\{[^{}]*\}|\$\(|\$|[^\\\"`$)]+|."
_SHELL_NAME = r"(?P<quote>[\"']?)(?P<brace>(?:\$\{)?)(?P<name>[A-Za-z_]\w{0,200})[:+]?="
_BUILTINS = ("export", "declare", "typeset", "readonly", "local", "env")
_URL_KIND = "a password in the URL of a remote host"
_NAME = r"[A-Za-z_$@][\w.$@/\[\]-]*"  # of what a message may show: nothing in it can part a name from a value


class Hit:
    """A value that must not be committed: where it stands (from 1), its variable's name, and its kind."""

    __slots__ = ("column", "kind", "line", "name")

    def __init__(self, line: int, column: int, name: str, kind: str) -> None:
        self.line = line
        self.column = column
        self.name = name
        self.kind = kind


def real_values(text: str, *, syntax: str = ENV, literals: bool = False) -> Iterator[Hit]:
    """Yield the values that look real, commented-out ones too.

    ``syntax`` is SHELL for a file that a shell reads. With ``literals`` also each value that is written out under a
    secret-like name, random or not, outside comments. At most one hit a value.
    """
    for number, line, following in _suspicious_lines(with_newlines(text)):
        if not literals and _is_short(line):
            continue
        spans = [*values.known_secrets(line, following)]
        spans += [(start, start + 1, _URL_KIND) for start in values.url_passwords(line)]
        spans.sort()
        hits = {start: ("", kind) for start, _, kind in spans}
        starts = [start for start, _, _ in spans]
        last = -1
        below: list[Hit] = []
        for start, end, name, value, in_use in _assignments(line, following, syntax):
            at = bisect_left(starts, start)
            inside = starts[at : bisect_left(starts, end)]
            for offset in inside:
                hits[offset] = (name, hits[offset][1])
            if inside or start < last or (start <= len(line) and at and spans[at - 1][1] > start):
                continue
            kind = _kind(name, value, literals=literals and in_use)
            if kind and start > len(line):
                if not any(values.known_secrets(value)):  # those are found on their own line
                    below.append(Hit(number + 1, start - len(line), printable_name(name), kind))
            elif kind:
                hits[start] = (name, kind)
                last = end
        for offset in sorted(hits):
            name, kind = hits[offset]
            yield Hit(number, offset + 1, printable_name(name), kind)
        yield from below


def _kind(name: str, value: str, *, literals: bool) -> str:
    if values.is_high_entropy(name, value):
        return "a high-entropy value under a secret-like name"
    return "a literal value under a secret-like name" if literals and values.is_literal(name, value) else ""


def _is_short(line: str) -> bool:
    """Return whether a line is NAME=value with a value too short to look real, by far the most common line."""
    name, equals, value = line.partition("=")
    value = value.strip()
    if not equals or ":" in name or not 0 < len(value) < 12 or not value[0].isalnum():
        return False
    return not any(head in name for head in values.SHAPE_HEADS)  # a token may stand before the sign


def _suspicious_lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (number from 1, line, what follows) for the lines with a word without which no value can look real.

    A few literal searches over the whole text: a clean file of any size costs little more than reading it.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a capital I with a dot becomes two characters
        lowered = text.translate({upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)})
    starts = set()
    for where, words in ((text, values.SHAPE_HEADS), (lowered, values.SECRET_STEMS)):
        for word in words:
            at = where.find(word)
            while at >= 0:
                starts.add(where.rfind("\n", 0, at) + 1)
                end = where.find("\n", at)
                at = where.find(word, end) if end >= 0 else -1
    number, counted = 1, 0
    for start in sorted(starts):
        number += text.count("\n", counted, start)
        counted = start
        end = text.find("\n", start)
        end = end if end >= 0 else len(text)
        yield number, text[start:end], text[end + 1 : end + 513]


def _assignments(line: str, following: str, syntax: str) -> Iterator[tuple[int, int, str, str, bool]]:
    """Yield (start, end, name, value, is in use) for each assignment of a line.

    The offsets are the value's; one that stands on the next line has offsets behind the line's end, as if the two
    were one.
    """
    if syntax == SHELL:
        yield from _shell_assignments(line, following)
        return
    match = re.match(_SET, line) if "set" in line else None
    match = match or re.match(_ASSIGNMENT, line)
    if not match:
        return
    in_use, raw, name = not match["comment"], match["value"], match["name"]
    value = values.default_of(_unquote(raw))
    end = match.start("value") + raw.find(value) + len(value) if value and value in raw else len(line)
    found = [(match.start("value"), end, name, value)]
    behind = match.end("name")
    for further in re.finditer(_FURTHER, line[behind:]):
        value = values.default_of(_unquote(further["value"]))
        if further["name"].lower() != "key":
            found.append((further.start("value") + behind, further.end("value") + behind, further["name"], value))
    # Without quotes, the value of "name" reaches to the end of the line.
    names = [re.split(r"[\s,;}]", value, maxsplit=1)[0] for _, _, name, value in found if name.lower() == "name"]
    secret_names = [name for name in names if values.is_secret_name(name)]
    for start, end, name, value in found:
        paired = secret_names and name.lower() == "value"
        yield start, end, secret_names[0] if paired else name, value, in_use
    operator = match.groupdict().get("operator") or ""
    if secret_names and len(found) == 1:
        pair = re.match(_ASSIGNMENT, following.partition("\n")[0])
        if pair and pair["name"].lower() == "value":
            start = len(line) + 1 + pair.start("value")
            yield start, start + len(pair["value"]), secret_names[0], _unquote(pair["value"]), in_use
    elif len(found) == 1:
        yield from _next_line(line, raw, following, name, is_mapping=operator == ":", in_use=in_use)


def _shell_assignments(line: str, following: str) -> Iterator[tuple[int, int, str, str, bool]]:
    previous = ""
    for start, word, in_use in _shell_words(line):
        match = re.match(_SHELL_NAME, word)
        # Inside quotes an assignment is one only as what a builtin is told, or in a brace; else it is a text.
        if match and (not match["quote"] or match["brace"] or previous in _BUILTINS):
            raw = word[match.end() :].removesuffix(match["quote"] or " ")
            value = values.default_of(_unquote(raw.removesuffix("}" if match["brace"] else " "), "\"'"))
            yield start + match.end(), start + len(word), match["name"], value, in_use
            if start + len(word) == len(line):
                yield from _next_line(line, raw, following, match["name"], is_mapping=False, in_use=in_use)
        previous = word


def _next_line(
    line: str, raw: str, following: str, name: str, *, is_mapping: bool, in_use: bool
) -> Iterator[tuple[int, int, str, str, bool]]:
    """Yield the value that stands on the next line, where this line holds only the beginning of one."""
    raw = re.sub(_TRAILING_COMMENT, "", raw.strip())
    match = re.fullmatch(_NEXT_LINE, raw)
    below = following.partition("\n")[0]
    text = re.sub(_TRAILING_COMMENT, "", below.strip())
    if not match and (raw or not is_mapping or not below.startswith((" ", "\t", '"', "'"))):
        return
    if not (match and match["open"]) and ((not text or text.startswith(("#", "//", ";", "*", "@"))) or ":" in text):
        return
    another = re.match(_ASSIGNMENT, below)
    if another and another["value"].strip("=\"' "):  # what is left of base64's padding makes no assignment
        return
    start = len(line) + 1 + len(below) - len(below.lstrip())
    yield start, start + len(text), name, _unquote(text.rstrip("\"'`,")), in_use


def _shell_words(line: str) -> Iterator[tuple[int, str, bool]]:
    """Yield (offset, word, is in use) for the words of one line of POSIX shell; a comment's words are not in use.

    Quotes and ``$(...)`` nest as in the shell, so that an assignment inside them is none of this line's.
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
    """Return a value without its quotes, and without the inline comment or the comma behind it."""
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
    """Return a variable's name for a message, or "" where the name itself may be a secret."""
    if len(name) > 64 or not re.fullmatch(_NAME, name) or values.judge("secret", name):
        return ""
    return name

"""Which values in an env file look real.

Sources: python-dotenv's, Docker Compose's and direnv's documentation (what an assignment is). Imported only when
a file has to be read.
"""

from __future__ import annotations

import re

from backend_standards import _text, _values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# NAME=value, export NAME=value, NAME: value, "NAME": "value", - NAME=value, also behind a comment's mark.
_ASSIGNMENT = re.compile(
    r"[ \t]{0,64}(?P<comment>(?:[#;]|//)[#;/ \t]{0,64})?(?:-[ \t]+)?[{,]?[ \t]{0,8}"
    r"(?:(?:export|set|setx|setenv|declare[ \t]+-x|set[ \t]+-g?x)[ \t]+|\$env:|ENV[ \t]+)?"
    r"[\"']?(?P<name>[A-Za-z_][A-Za-z0-9_.-]{0,200})[\"']?[ \t]{0,64}(?:=|:(?!/))[ \t]{0,64}(?P<value>.*)",
    re.DOTALL,
)
# Kept as text and compiled on first use (re caches it), as in `_values`. The pieces of a shell line: each begins with
# another character, so that the search stays linear.
_SHELL_PIECE = r"(?s)\\.|'[^']*'|\$\{[^{}]*\}|\$\(|\$|[^\s\\'\"`$;&|<>()]+|."
_SHELL_NAME = r"[A-Za-z_]\w{0,200}(?==)"


class Hit:
    """A value that must not be committed: where it stands (from 1), its variable's name, and its kind."""

    __slots__ = ("column", "kind", "line", "name")

    def __init__(self, line: int, column: int, name: str, kind: str) -> None:
        self.line = line
        self.column = column
        self.name = name
        self.kind = kind


def real_values(text: str, *, literals: bool = False) -> Iterator[Hit]:
    """Yield the values that look real, commented-out ones too.

    With ``literals`` (for ``.envrc`` and ``.flaskenv``) also each value that is written out under a secret-like
    name, random or not. At most one hit a value.
    """
    text = _text.with_newlines(text)
    for number, line in _suspicious_lines(text):
        hits = {offset: ("", kind) for offset, kind in _values.known_secrets(line)}
        hits.update((offset, ("", "a password in the URL of a remote host")) for offset in _values.url_passwords(line))
        for start, end, name, value, in_use in _assignments(line, shell=literals):
            inside = [offset for offset in hits if start <= offset < end]
            for offset in inside:
                hits[offset] = (name, hits[offset][1])
            if not inside and _values.is_high_entropy(name, value):
                hits[start] = (name, "a high-entropy value under a secret-like name")
            elif not inside and literals and in_use and _values.is_literal(name, value):
                hits[start] = (name, "a literal value under a secret-like name")
        for offset in sorted(hits):
            name, kind = hits[offset]
            yield Hit(number, offset + 1, _printable_name(name), kind)


def _suspicious_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield (number from 1, line) for the lines that hold a word without which no value can look real.

    A few literal searches over the whole text: a clean file of any size costs little more than reading it.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a capital I with a dot becomes two characters
        lowered = text.translate({upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)})
    starts = set()
    for where, words in ((text, _values.SHAPE_HEADS), (lowered, _values.SECRET_STEMS)):
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
        yield number, text[start : end if end >= 0 else len(text)]


def _assignments(line: str, *, shell: bool) -> Iterator[tuple[int, int, str, str, bool]]:
    """Yield (start, end, name, value, is in use) for each assignment of a line; offsets are the value's."""
    if shell:
        for start, word, in_use in _shell_words(line):
            name = re.match(_SHELL_NAME, word)
            if name:
                at = name.end() + 1
                value = _values.default_of(_unquote(word[at:], "\"'"))
                yield start + at, start + len(word), name[0], value, in_use
        return
    assignment = _ASSIGNMENT.match(line)
    if assignment:
        value = _values.default_of(_unquote(assignment["value"]))
        yield assignment.start("value"), assignment.end("value"), assignment["name"], value, not assignment["comment"]


def _shell_words(line: str) -> Iterator[tuple[int, str, bool]]:
    """Yield (offset, word, is in use) for the words of one line of POSIX shell; a comment's words are not in use.

    Quotes and ``$(...)`` nest as in the shell, so that an assignment inside them is none of this line's.
    Source: POSIX.1-2024, Shell Command Language, 2.2 and 2.3.
    """
    start = -1
    nest: list[str] = []
    for piece in re.finditer(_SHELL_PIECE, line):
        text, at = piece[0], piece.start()
        if not nest and (text.isspace() or text in ";&|<>()"):
            if start >= 0:
                yield start, line[start:at], True
            start = -1
            continue
        if start < 0 and text.startswith("#"):
            yield from ((at + word.start(), word[0], False) for word in re.finditer(r"[^\s#]+", line[at:]))
            return
        start = at if start < 0 else start
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
    if value and value[0] in quotes:
        end = value.find(value[0], 1)
        return value[1:end] if end > 0 else value[1:]
    comment = re.search(r"[ \t]#", value)
    if value.startswith("#"):
        return ""
    if comment:
        value = value[: comment.start()]
    return value.rstrip(",; \t")


def _printable_name(name: str) -> str:
    """Return a variable's name for a message, or "" where the name itself may be a secret."""
    if not name or len(name) > 64 or _values.judge("secret", name):
        return ""
    return name

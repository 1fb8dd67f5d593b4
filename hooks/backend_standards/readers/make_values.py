"""Values of a makefile's variables: references and functions in a text, replaced by what they stand for.

A value that is not in the file stays a reference of the shell, ``${NAME}``. Nothing is run: ``$(shell …)`` is unknown.
Source: GNU make manual, "How to Use Variables", "Functions for Transforming Text".
"""

from __future__ import annotations

import posixpath
import re

from backend_standards.readers.shell import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NOT_KNOWN = f"${{{UNKNOWN}}}"
_DEEPEST = 20
"""Variables whose values refer to each other."""
_FREE, _PER_CHARACTER = 20_000, 10
"""Characters that all values of a file may come to: some, and more for a longer file."""
_MOST_CHOICES = 4
"""Values of one variable, from branches of which one is taken, that are told apart."""
_MOST_WORDS = 50
"""Words of a list for which a text is repeated."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_CLOSING = {"(": ")", "{": "}"}
_CALL = re.compile(r"([a-z-]+)[ \t]+")
_PRINTED = {"pwd": ".", "git rev-parse --show-toplevel": "${GITHUB_WORKSPACE}"}
"""What commands print that ask for a folder."""
_PIECE = re.compile(r"[^$(){}]+|\$[({]|\$\$|\$.|.", re.DOTALL)


class Variable:
    """A variable: its value as it is written, or as it was expanded at once if it ``is_simple``.

    ``others`` are values that it has instead if another branch is taken.
    """

    __slots__ = ("is_simple", "others", "value")

    def __init__(self, value: str, *, is_simple: bool = False) -> None:
        self.value = value
        self.is_simple = is_simple
        self.others: list[str] = []

    def choices(self) -> int:
        """Return how many values it may have."""
        return min(1 + len(self.others), _MOST_CHOICES)

    def choice(self, number: int) -> str:
        """Return one of its values; a number too large is the first."""
        return self.others[number - 1] if 0 < number <= len(self.others) else self.value


class Values:
    """The variables of one makefile, and how much their values may come to."""

    def __init__(self, length: int, given: Mapping[str, str]) -> None:
        self.variables: dict[str, Variable] = {}
        self.given = given
        """Values from the command line, which the file does not change."""
        self.left = _FREE + _PER_CHARACTER * length

    def expand(self, text: str, extra: Mapping[str, str] | None = None, choice: int = 0) -> str:
        """Return a text with the values of its references; ``extra`` has those of a rule's own variables."""
        if "$" not in text:
            return text
        return _Expansion(self, extra or {}, choice).of(text, frozenset())

    def choices(self, text: str) -> int:
        """Return how many texts a text may stand for, by the variables that it names itself."""
        names = re.findall(r"\$[({]([\w.-]+)[)}]", text)
        return max((self.variables[name].choices() for name in names if name in self.variables), default=1)


class _Frame:
    __slots__ = ("inside", "parts", "sign")

    def __init__(self, sign: str, *, inside: bool) -> None:
        self.sign = sign
        self.inside = inside
        """It began with a ``$``: what is in it is a reference."""
        self.parts: list[str] = []


class _Expansion:
    def __init__(self, values: Values, extra: Mapping[str, str], choice: int) -> None:
        self.values = values
        self.extra = extra
        self.choice = choice

    def of(self, text: str, open_names: frozenset[str]) -> str:
        """Return a text with its references replaced, without recursion on brackets."""
        stack = [_Frame("", inside=False)]
        for match in _PIECE.finditer(text):
            piece, frame = match[0], stack[-1]
            if piece == "$$":
                frame.parts.append("$" if frame.sign == "" else "$$")
            elif piece in ("$(", "${"):
                stack.append(_Frame(piece[1], inside=True))
            elif piece[0] == "$" and len(piece) == 2:
                frame.parts.append(self._reference(piece[1], open_names))
            elif piece == frame.sign:
                stack.append(_Frame(piece, inside=False))
            elif frame.sign and piece == _CLOSING[frame.sign]:
                stack.pop()
                inner = "".join(frame.parts)
                done = self._inside(inner, open_names) if frame.inside else f"{frame.sign}{inner}{piece}"
                stack[-1].parts.append(done)
            else:
                frame.parts.append(piece)
        while len(stack) > 1:  # a bracket that nothing closes: an error of make
            frame = stack.pop()
            stack[-1].parts.append(NOT_KNOWN if frame.inside else frame.sign + "".join(frame.parts))
        return "".join(stack[0].parts)

    def _inside(self, inner: str, open_names: frozenset[str]) -> str:
        if match := _CALL.match(inner):
            function, arguments = match[1], inner[match.end() :]
            if function in _FUNCTIONS:
                return self._paid(_FUNCTIONS[function](arguments))
            if function == "call":
                return self._call(arguments, open_names)
            if function in _OPAQUE:
                return _PRINTED.get(arguments.strip(), NOT_KNOWN) if function == "shell" else NOT_KNOWN
        name, colon, change = inner.partition(":")
        value = self._reference(name if colon and "=" in change else inner, open_names)
        if colon and "=" in change:
            pattern, _, replacement = change.partition("=")
            if "%" not in pattern:
                pattern, replacement = f"%{pattern}", f"%{replacement}"
            value = self._paid(_substituted(pattern, replacement, value))
        return value

    def _call(self, arguments: str, open_names: frozenset[str]) -> str:
        """Return the value of a variable that is a function of its own."""
        name, *given = arguments.split(",")
        variable = self.values.variables.get(name.strip())
        if variable is None or name in open_names or len(open_names) == _DEEPEST:
            return NOT_KNOWN
        numbered = {str(number): word for number, word in enumerate(given, 1)}
        inner = _Expansion(self.values, {**{str(number): "" for number in range(1, 10)}, **numbered}, self.choice)
        return inner.of(variable.choice(self.choice), open_names | {name})

    def _reference(self, name: str, open_names: frozenset[str]) -> str:
        if name in self.extra:
            return self._paid(self.extra[name])
        if name in self.values.given:
            return self._paid(self.values.given[name])
        variable = self.values.variables.get(name)
        if variable is None:
            return self._paid(_BUILT_IN[name]) if name in _BUILT_IN else _unknown(name)
        value = variable.choice(self.choice)
        if variable.is_simple or "$" not in value:
            return self._paid(value)
        if name in open_names or len(open_names) == _DEEPEST:
            return NOT_KNOWN
        return self._paid(self.of(value, open_names | {name}))

    def _paid(self, value: str) -> str:
        """Return a value, or that it is unknown if all values together come to too much."""
        self.values.left -= len(value)
        return value if self.values.left > 0 else NOT_KNOWN


_BUILT_IN = {
    "MAKE": "make",
    "CURDIR": ".",
    "SHELL": "/bin/sh",
    "MAKEFLAGS": "",
    "MFLAGS": "",
    "RM": "rm -f",
    "CC": "cc",
}


def _unknown(name: str) -> str:
    return f"${{{name}}}" if _NAME.fullmatch(name) else NOT_KNOWN


def _words(text: str) -> list[str]:
    return text.split()


def _by_word(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: " ".join(change(word) for word in _words(text))


def _two(change: Callable[[str, str], str]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        first, _, second = text.partition(",")
        return change(first.strip(), second)

    return changed


def _substituted(pattern: str, replacement: str, text: str) -> str:
    before, percent, after = pattern.partition("%")
    found = []
    for word in _words(text):
        if not percent:
            found.append(replacement if word == pattern else word)
        elif len(word) >= len(before) + len(after) and word.startswith(before) and word.endswith(after):
            stem = word[len(before) : len(word) - len(after)]
            found.append(replacement.replace("%", stem, 1))
        else:
            found.append(word)
    return " ".join(found)


def _patsubst(text: str) -> str:
    parts = text.split(",", 2)
    return _substituted(parts[0].strip(), parts[1].strip(), parts[2]) if len(parts) == 3 else NOT_KNOWN


def _subst(text: str) -> str:
    parts = text.split(",", 2)
    return parts[2].replace(parts[0], parts[1]) if len(parts) == 3 and parts[0] else NOT_KNOWN


def _is_unknown(text: str) -> bool:
    return "${" in text


def _if(text: str) -> str:
    parts = text.split(",", 2)
    if _is_unknown(parts[0]) or len(parts) < 2:
        return NOT_KNOWN
    return parts[1] if parts[0].strip() else "".join(parts[2:])


def _or(text: str) -> str:
    for part in text.split(","):
        if _is_unknown(part):
            return NOT_KNOWN
        if part.strip():
            return part.strip()
    return ""


def _filter(text: str, *, keeps: bool) -> str:
    patterns, _, words = text.partition(",")
    if _is_unknown(text):
        return NOT_KNOWN
    allowed = patterns.split()[:50]
    return " ".join(word for word in words.split() if any(_fits(word, each) for each in allowed) == keeps)


def _fits(word: str, pattern: str) -> bool:
    before, percent, after = pattern.partition("%")
    if not percent:
        return word == pattern
    return len(word) >= len(before) + len(after) and word.startswith(before) and word.endswith(after)


def _foreach(text: str) -> str:
    """Return a text once for each word of a list. In the text, the variable has no value yet.

    A list that is not known has one word that is not known.
    """
    name, _, rest = text.partition(",")
    listed, comma, body = rest.partition(",")
    if not comma:
        return NOT_KNOWN
    words = [NOT_KNOWN] if _is_unknown(listed) else listed.split()[:_MOST_WORDS]
    return " ".join(body.replace(f"${{{name.strip()}}}", word) for word in words)


def _dir(word: str) -> str:
    return word[: word.rfind("/") + 1] or "./"


_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "subst": _subst,
    "patsubst": _patsubst,
    "strip": lambda text: " ".join(text.split()),
    "filter": lambda text: _filter(text, keeps=True),
    "filter-out": lambda text: _filter(text, keeps=False),
    "sort": lambda text: " ".join(sorted(set(text.split()))),
    "firstword": lambda text: " ".join(text.split()[:1]),
    "lastword": lambda text: " ".join(text.split()[-1:]),
    "dir": _by_word(_dir),
    "notdir": _by_word(lambda word: word.rpartition("/")[2]),
    "basename": _by_word(lambda word: posixpath.splitext(word)[0]),
    "suffix": _by_word(lambda word: posixpath.splitext(word)[1]),
    "addprefix": _two(lambda prefix, words: " ".join(prefix + word for word in _words(words))),
    "addsuffix": _two(lambda suffix, words: " ".join(word + suffix for word in _words(words))),
    "abspath": lambda text: text,
    "realpath": lambda text: text,
    "if": _if,
    "or": _or,
    "foreach": _foreach,
    "eval": lambda _: "",
    "info": lambda _: "",
    "error": lambda _: "",
    "warning": lambda _: "",
}
"""Functions whose value follows from the file alone."""
_OPAQUE = frozenset(
    "shell wildcard origin flavor value file and word words wordlist join guile let findstring intcmp".split()
)
"""Functions whose value is not looked for."""

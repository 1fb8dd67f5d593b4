r"""Makefiles: their variables, and their rules with the lines of each recipe. Nothing is run.

A condition that the file alone does not decide leaves both branches possible. Source: GNU make manual, "Writing
Makefiles", "Writing Rules", "Writing Recipes in Rules", "How to Use Variables", "Conditional Parts of Makefiles".
"""

from __future__ import annotations

import re

from backend_standards.readers.make_values import NOT_KNOWN, Values, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Opener = Callable[[str], Sequence[tuple[str, str]]]
    """Returns the files that a name of ``include`` stands for: (path, text) of each that is known."""

_MOST_FILES = 50
"""Makefiles that one includes, with those that these include."""
_ASSIGNMENT = re.compile(r":{0,3}=|\?=|\+=|!=")
_MODIFIER = re.compile(r"(?:export|override|private|unexport)[ \t]+(?=\S)")
_DEFINE = re.compile(
    r"(?:override[ \t]+|export[ \t]+)*define(?:[ \t]+(?P<name>.*?))?[ \t]*(?P<sign>[:?+!]{0,3}=)?[ \t]*"
)
_WORD = re.compile(r"[^\s]+")
_CONDITION = re.compile(r"(ifeq|ifneq|ifdef|ifndef|else|endif)(?![\w-])[ \t]*")
_INCLUDE = re.compile(r"(-include|sinclude|include)[ \t]+")
_PAIR = re.compile(r"""\(?\s*(?P<quote>['"])(.*?)(?P=quote)\s*(['"])(.*?)\3\s*$""")
_TAKEN, _POSSIBLE, _PASSED = "taken", "possible", "passed"


class Line:
    """A line of a recipe: its shell text as it is written, its number, and the signs before it: ``@``, ``-``, ``+``."""

    __slots__ = ("number", "signs", "text")

    def __init__(self, text: str, number: int) -> None:
        rest = text.lstrip("@-+ \t")
        self.signs = text[: len(text) - len(rest)].replace(" ", "").replace("\t", "")
        self.text = rest
        self.number = number


class Rule:
    """A rule with its targets and prerequisites as they are expanded.

    ``pattern`` is the one of a static pattern rule. ``is_possible`` says that a condition decides whether it is there.
    """

    __slots__ = ("is_double", "is_possible", "line", "path", "pattern", "prerequisites", "recipe", "targets")

    def __init__(self, targets: Sequence[str], path: str, line: int, *, is_double: bool, is_possible: bool) -> None:
        self.targets = tuple(targets)
        self.prerequisites: tuple[str, ...] = ()
        self.pattern = ""
        self.recipe: list[Line] = []
        self.path = path
        self.line = line
        self.is_double = is_double
        self.is_possible = is_possible


class Makefile:
    """What a makefile says, with the files that it includes."""

    def __init__(self, values: Values) -> None:
        self.rules: list[Rule] = []
        self.values = values
        self.own: dict[str, dict[str, str]] = {}
        """Variables of single targets, as they are written."""
        self.missing: list[str] = []
        """What it includes and nobody can read."""

    def is_one_shell(self) -> bool:
        """Return whether all lines of a recipe are one text (``.ONESHELL``)."""
        return any(".ONESHELL" in rule.targets for rule in self.rules)


def read(text: str, path: str, opener: Opener | None = None, given: Mapping[str, str] | None = None) -> Makefile:
    """Return what a makefile says. ``given`` are variables of the command line; linear in the length of all files."""
    reader = _Reader(text, path, opener or (lambda _: ()), given or {})
    reader.read()
    return reader.found


class _Source:
    """A file that is read, and the place in it."""

    __slots__ = ("at", "depth", "lines", "path")

    def __init__(self, text: str, path: str, depth: int) -> None:
        self.lines = text.split("\n")
        self.path = path
        self.at = 0
        self.depth = depth
        """Conditions that were open when it began."""


class _Reader:
    def __init__(self, text: str, path: str, opener: Opener, given: Mapping[str, str]) -> None:
        self.values = Values(len(text), given)
        self.found = Makefile(self.values)
        self.opener = opener
        self.sources = [_Source(text, path, 0)]
        self.seen = {path}
        self.rule: Rule | None = None
        self.has_rule = False
        """Lines that begin with the prefix belong to a recipe."""
        self.prefix = "\t"
        self.branches: list[tuple[str, bool]] = []
        """How each open condition stands, and whether a branch of it was taken for certain."""

    def read(self) -> None:
        """Read all files, without recursion."""
        while self.sources:
            source = self.sources[-1]
            if source.at >= len(source.lines):
                del self.branches[source.depth :]
                self.sources.pop()
                self.rule, self.has_rule = None, False
                continue
            number = source.at + 1
            line = source.lines[source.at]
            if self.has_rule and line.startswith(self.prefix):
                self._recipe(source)
            else:
                self._line(self._logical(source), number, source)

    def _state(self) -> str:
        states = {state for state, _ in self.branches}
        return _PASSED if _PASSED in states else _POSSIBLE if _POSSIBLE in states else _TAKEN

    def _logical(self, source: _Source) -> str:
        """Return the line at the place with those that continue it, and go past them."""
        parts = []
        while source.at < len(source.lines):
            line = source.lines[source.at].removesuffix("\r")
            source.at += 1
            if not _continues(line):
                parts.append(line)
                break
            parts.append(line[:-1])
        if len(parts) == 1:
            return parts[0]
        return " ".join([parts[0].rstrip(), *(part.strip() for part in parts[1:])])

    def _recipe(self, source: _Source) -> None:
        number = source.at + 1
        parts = []
        while source.at < len(source.lines):
            line = source.lines[source.at].removesuffix("\r")
            parts.append(line.removeprefix(self.prefix))
            source.at += 1
            if not _continues(line):
                break
        if self.rule is not None and self._state() != _PASSED:
            self.rule.recipe.append(Line("\n".join(parts), number))

    def _line(self, line: str, number: int, source: _Source) -> None:
        text = _uncommented(line).strip()
        if not text:
            return
        if match := _CONDITION.match(text):
            self._condition(match[1], text[match.end() :])
            return
        if match := _DEFINE.fullmatch(text):
            self._define(match["name"] or "", match["sign"] or "=", source)
            return
        if self._state() == _PASSED:
            return
        if match := _INCLUDE.match(text):
            self._include(text[match.end() :])
            return
        self._statement(text, line, number, source.path)

    # --- conditions ---------------------------------------------------------------------------------

    def _condition(self, word: str, rest: str) -> None:
        if word == "endif":
            if self.branches:
                self.branches.pop()
            return
        if word == "else":
            if not self.branches:
                return
            state, is_decided = self.branches.pop()
            is_decided = is_decided or state == _TAKEN
            if is_decided:
                self.branches.append((_PASSED, True))
            elif match := _CONDITION.match(rest):
                answer = self._answer(match[1], rest[match.end() :])
                self.branches.append(
                    (_POSSIBLE if answer == _TAKEN and state == _POSSIBLE else answer, answer == _TAKEN)
                )
            else:
                self.branches.append((_POSSIBLE if state == _POSSIBLE else _TAKEN, True))
            return
        answer = self._answer(word, rest)
        self.branches.append((answer, answer == _TAKEN))

    def _answer(self, word: str, rest: str) -> str:
        """Return how a condition comes out."""
        if self._state() == _PASSED:
            return _PASSED
        if word in ("ifdef", "ifndef"):
            name = self.values.expand(rest.strip())
            variable = self.values.variables.get(name)
            if name not in self.values.given and (variable is None or variable.others):
                return _POSSIBLE
            is_set = bool(self.values.given.get(name) or (variable and variable.value))
            return _TAKEN if is_set == (word == "ifdef") else _PASSED
        sides = _sides(rest)
        if sides is None:
            return _POSSIBLE
        left, right = (self.values.expand(side) for side in sides)
        if "${" in left or "${" in right or any(self.values.choices(side) > 1 for side in sides):
            return _POSSIBLE
        return _TAKEN if (left.strip() == right.strip()) == (word == "ifeq") else _PASSED

    # --- variables ----------------------------------------------------------------------------------

    def _define(self, name: str, sign: str, source: _Source) -> None:
        """Read the lines of a variable up to its ``endef``."""
        parts = []
        depth = 1
        while source.at < len(source.lines):
            line = source.lines[source.at].removesuffix("\r")
            source.at += 1
            word = _WORD.match(line.strip())
            if word and not line.startswith(self.prefix):
                depth += {"define": 1, "endef": -1}.get(word[0], 0)
                if not depth:
                    break
            parts.append(line)
        self.rule, self.has_rule = None, False
        if self._state() != _PASSED:
            self._assign(name, sign, "\n".join(parts))

    def _assign(self, name: str, sign: str, value: str) -> None:
        name = self.values.expand(name).strip()
        variables = self.values.variables
        old = variables.get(name)
        if sign == "?=" and old is not None and not old.others and self._state() == _TAKEN:
            return
        if sign == "!=":
            new = Variable(NOT_KNOWN, is_simple=True)
        elif sign in (":=", "::=", ":::="):
            new = Variable(self.values.expand(value), is_simple=True)
        elif sign == "+=" and old is not None:
            added = self.values.expand(value) if old.is_simple else value
            new = Variable(f"{old.value} {added}" if old.value else added, is_simple=old.is_simple)
            self.values.left -= len(new.value)
            if self.values.left < 0:
                new = Variable(NOT_KNOWN, is_simple=True)
        else:
            new = Variable(value)
        if self._state() == _POSSIBLE and old is not None:
            if new.value not in (old.value, *old.others):
                old.others.append(new.value)
            return
        variables[name] = new
        if name == ".RECIPEPREFIX":
            self.prefix = new.value[:1] or "\t"

    # --- rules --------------------------------------------------------------------------------------

    def _include(self, names: str) -> None:
        self.rule, self.has_rule = None, False
        for name in reversed(self.values.expand(names).split()):
            files = [] if "$" in name or len(self.seen) > _MOST_FILES else self.opener(name)
            if not files:
                self.found.missing.append(name)
            for path, text in reversed(files):
                if path not in self.seen:
                    self.seen.add(path)
                    self.values.left += len(text)
                    self.sources.append(_Source(text, path, len(self.branches)))

    def _statement(self, text: str, line: str, number: int, path: str) -> None:
        """Read an assignment or a rule, whichever its first sign makes it."""
        while match := _MODIFIER.match(text):
            text = text[match.end() :]
        if assigned := _assignment(text):
            self.rule, self.has_rule = None, False
            self._assign(*assigned)
            return
        colon = _find(text, ":")
        if colon >= 0:
            semicolon = _find(line, ";")
            recipe = line[semicolon + 1 :].strip() if semicolon >= 0 else ""  # in which a # is the shell's
            self._rule(text, recipe, colon, number, path)

    def _rule(self, text: str, recipe: str, colon: int, number: int, path: str) -> None:
        targets = self.values.expand(text[:colon].removesuffix("&")).split()
        is_double = text.startswith("::", colon)
        rest = text[colon + 1 + is_double :].lstrip()
        while match := _MODIFIER.match(rest):
            rest = rest[match.end() :]
        semicolon = _find(rest, ";")
        before = rest if semicolon < 0 else rest[:semicolon]
        if assigned := _assignment(before):
            self._assign_for(targets, *_assignment(rest) or assigned)
            return
        rule = Rule(targets, path, number, is_double=is_double, is_possible=self._state() == _POSSIBLE)
        pattern = _find(before, ":")
        if pattern >= 0:
            rule.pattern = self.values.expand(before[:pattern]).strip()
            before = before[pattern + 1 :]
        rule.prerequisites = tuple(word for word in self.values.expand(before).split() if word != "|")
        if semicolon >= 0:
            rule.recipe.append(Line(recipe, number))
        self.found.rules.append(rule)
        self.rule, self.has_rule = rule, True

    def _assign_for(self, targets: Sequence[str], name: str, sign: str, value: str) -> None:
        """Keep a variable of single targets."""
        self.rule, self.has_rule = None, False
        for target in targets:
            own = self.found.own.setdefault(target, {})
            own[name] = self.values.expand(value) if ":" in sign else value


def _continues(line: str) -> bool:
    """Return whether a line ends in a backslash that no other one escapes."""
    return line.endswith("\\") and (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _uncommented(line: str) -> str:
    r"""Return a line without its comment; ``\#`` is a sign."""
    at = line.find("#")
    while at > 0 and line[at - 1] == "\\":
        at = line.find("#", at + 1)
    return (line if at < 0 else line[:at]).replace("\\#", "#")


def _find(text: str, signs: str) -> int:
    """Return the offset of the first of some signs outside of references, -1 if there is none."""
    depth: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char == "$" and text[at + 1 : at + 2] in ("(", "{"):
            depth.append(")" if text[at + 1] == "(" else "}")
            at += 1
        elif depth and char == depth[-1]:
            depth.pop()
        elif not depth and char in signs:
            return at
        at += 1
    return -1


def _assignment(text: str) -> tuple[str, str, str] | None:
    """Return the name, the sign and the value of an assignment, None if a text is none."""
    at = _find(text, ":=")
    if at < 0:
        return None
    start = at
    while start and text[start - 1] in "?+!":
        start -= 1
    match = _ASSIGNMENT.match(text, start)
    return (text[:start].strip(), match[0], text[match.end() :].lstrip()) if match else None


def _sides(rest: str) -> tuple[str, str] | None:
    """Return the two texts that ``ifeq`` compares."""
    rest = rest.strip()
    if match := _PAIR.match(rest):
        return match[2], match[4]
    if not rest.startswith("("):
        return None
    depth = 0
    for at, char in enumerate(rest):
        depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(char, 0)
        if char == "," and depth == 1:
            end = rest.rfind(")")
            return (rest[1:at], rest[at + 1 : end]) if end > at else None
    return None

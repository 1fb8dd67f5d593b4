"""The commands of a shell text that run: functions where they are called, the branch of a ``case`` that is taken.

Both branches of an ``if`` count, and each of a ``case`` whose word is not known. Words of conditions, arrays and
arithmetic are no commands. Source: POSIX.1-2024, "Shell Command Language", 2.9.4 (Compound Commands), 2.9.5 (Function
Definition Command); Bash manual, "Arrays", "Conditional Constructs".
"""

from __future__ import annotations

import re
from functools import partial

from backend_standards.readers import shell, shell_failures
from backend_standards.readers.marked import Places
from backend_standards.tasks import folder_of, joined, resolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from backend_standards.tasks import Step

_LONGEST = 2_000
"""Characters of a word after its variables have their values."""
_MOST_CHOICES = 8
"""Values of a loop's variable that are tried."""
_MOST_CALLS = 200
"""Calls of functions in one text."""
_MOST_EXPORTED = 200
_MOST_SPACES = 40
_LONGEST_PATTERN = 200
_VARIABLE = re.compile(r"\$\{([\w-]+)\}", re.ASCII)
_POSITIONAL = re.compile(r"\$\{([0-9]):?[-=]([^${}]*)\}", re.ASCII)
"""A parameter of a script, and its default."""
_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*(?:\[[^\[\]]*\])?)(\+?=)", re.ASCII)
"""The beginning of an assignment, to an element of an array too."""
_ALL = f"${{{shell.ARGUMENTS}}}"
_KEYWORDS = frozenset("then do ! { while until".split())
"""Words of the shell before a command."""
_ALONE = frozenset("done } select in esac".split())
"""Words of the shell that begin no command."""
_DECLARING = frozenset("export local readonly declare typeset".split())


class Found:
    """A command that runs: its words, its place, the folders that it may run in, and whether its failure counts."""

    __slots__ = ("can_fail", "folders", "line", "path", "words")

    def __init__(self, words: list[str], path: str, line: int, folders: tuple[str, ...], *, can_fail: bool) -> None:
        self.words = words
        self.path = path
        self.line = line
        self.folders = folders
        self.can_fail = can_fail


class Shell:
    """The state of a shell while its text is read, and that of the texts that it sources."""

    __slots__ = ("calls", "exported", "folders", "functions", "has_folder", "values")

    def __init__(self, step: Step, has_folder: Callable[[str], bool]) -> None:
        self.has_folder = has_folder
        self.values: dict[str, tuple[str, ...]] = {name: (value,) for name, value in step.values.items()}
        self.exported = set(step.values)
        self.folders: tuple[str, ...] = (step.folder,)
        self.functions: dict[str, _Function] = {}
        self.calls: list[_Call] = []
        _give(self.values, step.arguments)

    def environment(self) -> dict[str, str]:
        """Return the variables that programs see, with one value each."""
        return {name: self.values[name][0] for name in self.exported if name in self.values}


def commands(step: Step, state: Shell) -> Iterator[Found]:
    """Yield the commands of a text that are in no function, in order; ``state`` changes on the way."""
    text = _Text(step)
    state.functions.update(text.functions)
    yield from text.run(0, len(text.commands), state, can_fail=step.can_fail)


def called(state: Shell) -> Iterator[Found]:
    """Yield the commands of the functions that were called, and of those that these call: each call once."""
    done: set[tuple[object, ...]] = set()
    for call in state.calls:  # which grows by the calls of functions
        key = (call.name, call.can_fail, *call.arguments)
        if key in done or len(state.calls) > _MOST_CALLS:
            continue
        done.add(key)
        function = state.functions[call.name]
        state.folders = call.folders
        _give(state.values, call.arguments)
        yield from function.text.run(function.first, function.last + 1, state, can_fail=call.can_fail)


def _give(values: dict[str, tuple[str, ...]], arguments: Sequence[str]) -> None:
    """Set the positional parameters."""
    for number in range(1, 10):
        values.pop(str(number), None)
    values.update({str(number): (word,) for number, word in enumerate(arguments[:9], 1)})
    values[shell.ARGUMENTS] = (" ".join(arguments),)


class _Function:
    """A function: the place of its body in a text."""

    __slots__ = ("first", "last", "text")

    def __init__(self, text: _Text, first: int, last: int) -> None:
        self.text = text
        self.first = first
        self.last = last


class _Call:
    """A call of a function."""

    __slots__ = ("arguments", "can_fail", "folders", "name")

    def __init__(self, name: str, arguments: Sequence[str], folders: tuple[str, ...], *, can_fail: bool) -> None:
        self.name = name
        self.arguments = arguments
        self.folders = folders
        self.can_fail = can_fail


class _Case:
    """A ``case`` that is open: its word (None if unknown), and whether the commands that follow run."""

    __slots__ = ("folders", "is_done", "pattern", "runs", "word")

    def __init__(self, word: str | None, folders: tuple[str, ...]) -> None:
        self.word = word
        self.folders = folders
        self.is_done = False
        self.runs = False
        self.pattern: list[str] | None = []
        """The patterns that are being read; None within the commands of a branch."""


class _Text:
    """One shell text, with its functions set apart."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.commands = list(shell.commands(step.text))
        self.places = Places(step.text)
        settings = shell_failures.Settings(errexit=step.errexit, pipefail=step.pipefail)
        judged = shell_failures.Failures(self.commands, settings)
        self.can_fail = judged.answers()
        self.functions: dict[str, _Function] = {}
        self.after: dict[int, int] = {}
        """The place after each function, by where it begins."""
        for at in range(len(self.commands)):
            self._define(at, judged.end_of)

    def _define(self, at: int, end_of: Mapping[int, int]) -> None:
        words = [word.text for word in self.commands[at].words]
        following = self.commands[at + 1].before if at + 1 < len(self.commands) else ""
        if words[0] == "function" and len(words) > 1:
            name, first = words[1], at if words[-1] == "{" else at + 1
        elif len(words) == 1 and following.startswith("()"):
            name, first = words[0], at + 1
        else:
            return
        last = end_of.get(first, first)
        if first < len(self.commands):
            self.functions[name] = _Function(self, first, last)
            self.after[at] = last + 1

    def run(self, first: int, last: int, state: Shell, *, can_fail: bool) -> Iterator[Found]:
        """Yield what runs of a part of the text."""
        yield from _Run(self, state, can_fail=can_fail).commands(first, last)


class _Run:
    """One run through a part of a text."""

    def __init__(self, text: _Text, state: Shell, *, can_fail: bool) -> None:
        self.text = text
        self.state = state
        self.can_fail = can_fail
        self.groups: list[tuple[str, ...]] = []
        """The folders before each group in parentheses that is open."""
        self.branches: list[tuple[str, ...]] = []
        """The folders before each ``if`` that is open."""
        self.cases: list[_Case] = []
        self.until = ""
        """The sign or word that ends what holds no commands: an array, arithmetic, or a condition in brackets."""
        self.array = ""
        """The array whose words are being read."""

    def commands(self, first: int, last: int) -> Iterator[Found]:
        """Yield the commands between two places."""
        at = first
        while at < last:
            if at in self.text.after and (at != first or not first):
                at = self.text.after[at]
                continue
            yield from self._command(at)
            at += 1

    def _command(self, at: int) -> Iterator[Found]:
        command = self.text.commands[at]
        words = [word.text for word in command.words]
        if self._is_inside(command, words):
            return
        self._signs(command.before)
        if self.cases and self.cases[-1].pattern is not None and self._pattern(at, words):
            return
        skipped = self._keywords(words)
        if skipped == len(words):
            return
        runs = all(case.runs for case in self.cases)
        for found in self._expanded(command.words[skipped:]) if runs else ():
            yield from self._simple(found, at)
        if words[skipped] == "case":
            self._open_case(command.words[skipped:], at)

    # --- what holds no commands ---------------------------------------------------------------------

    def _is_inside(self, command: shell.Command, words: list[str]) -> bool:
        """Return whether a command is a piece of a condition, of arithmetic or of an array."""
        if self.until and self.until in command.before:
            self.until = self.array = ""
        if self.until:
            if self.until in words:
                self.until = ""
            elif self.array:
                self._append(words)
            return True
        if command.before.endswith("((") and self._is_arithmetic(command):
            self.until = "))"
            return True
        if self.array and command.before.strip() == "(":
            self.until = ")"
            self._append(words)
            return True
        self.array = ""
        rest = [word for word in words if word not in _KEYWORDS and word not in ("if", "elif")]
        if rest[:1] == ["[["] and "]]" not in rest:
            self.until = "]]"
            return True
        if match := _ASSIGNMENT.fullmatch(words[-1]):
            self.array = match[1]
            if match[2] == "=":
                self.state.values.pop(match[1], None)
        return False

    def _is_arithmetic(self, command: shell.Command) -> bool:
        """Return whether two parentheses before a command are next to each other: ``((``, not ``( (``."""
        start = command.words[0].start
        return self.text.step.text[max(start - _MOST_SPACES, 0) : start].rstrip().endswith("((")

    def _append(self, words: Sequence[str]) -> None:
        before = self.state.values.get(self.array, ("",))[0]
        self.state.values[self.array] = (f"{before} {' '.join(words)}".strip()[:_LONGEST],)

    # --- structure ----------------------------------------------------------------------------------

    def _signs(self, before: str) -> None:
        if self.cases and (";;" in before or ";&" in before):
            case = self.cases[-1]
            case.pattern, case.runs = [], False
            self.state.folders = case.folders
            return
        for sign in before:
            if sign == "(":
                self.groups.append(self.state.folders)
            elif sign == ")" and self.groups:
                self.state.folders = self.groups.pop()

    def _keywords(self, words: list[str]) -> int:
        """Go past the words of the shell before a command; return how many they are."""
        at = 0
        while at < len(words):
            word = words[at]
            if word == "if":
                self.branches.append(self.state.folders)
            elif word in ("else", "elif") and self.branches:
                self.state.folders = self.branches[-1]
            elif word == "fi":
                if self.branches:
                    self.state.folders = tuple(dict.fromkeys((*self.branches.pop(), *self.state.folders)))
                return len(words)
            elif word not in _KEYWORDS:
                return len(words) if word in _ALONE else at
            at += 1
        return at

    def _open_case(self, words: Sequence[shell.Word], at: int) -> None:
        found = next(self._expanded(words[1:2]), [""])
        word = "".join(found)
        case = _Case(None if "$" in word or not word else word, self.state.folders)
        self.cases.append(case)
        if len(words) > 3:
            self._pattern(at, [each.text for each in words[3:]])

    def _pattern(self, at: int, words: list[str]) -> bool:
        """Take a command as a pattern of the innermost ``case``; return whether it is one."""
        case = self.cases[-1]
        if words[0] == "esac":
            self.cases.pop()
            return True
        if case.pattern is None:
            return False
        case.pattern += words
        following = self.text.commands[at + 1].before if at + 1 < len(self.text.commands) else ")"
        if not following.startswith("|"):
            is_taken = case.word is None or any(_fits(case.word, pattern) for pattern in case.pattern)
            case.runs = is_taken and not case.is_done
            case.is_done = case.is_done or (is_taken and case.word is not None)
            case.pattern = None
        return True

    def _expanded(self, words: Sequence[shell.Word]) -> Iterator[list[str]]:
        return _expanded(words, self.state.values, self.text.step.text)

    # --- simple commands ----------------------------------------------------------------------------

    def _simple(self, words: list[str], at: int) -> Iterator[Found]:
        state = self.state
        if words[0] == "for" and words[2:3] == ["in"]:
            state.values[words[1]] = tuple(words[3 : 3 + _MOST_CHOICES])
        if words[0] in ("for", "case") or _assign(words, state):
            return
        if words[0] == "read":
            for name in words[1:]:
                state.values.pop(name, None)
        if words[0] in ("cd", "pushd"):
            state.folders = _changed(state, words, self.text.step.path)
            return
        can_fail = self.can_fail and self.text.can_fail[at]
        if names := _functions(words[0], state.functions):
            state.calls += [_Call(name, words[1:], state.folders, can_fail=can_fail) for name in names]
            return
        if not words[0]:
            return
        line = self.text.step.line + self.text.places.of(self.text.commands[at].words[0].start)[0] - 1
        yield Found(words, self.text.step.path, line, state.folders, can_fail=can_fail)


def _functions(word: str, functions: Mapping[str, _Function]) -> list[str]:
    """Return the functions that a word calls; of a word with a variable in it, all that it may call."""
    if word in functions:
        return [word]
    if "$" not in word or not functions:
        return []
    parts = _VARIABLE.split(word)[::2]
    start, end = parts[0], parts[-1]
    return [name for name in functions if name.startswith(start) and name.endswith(end)][:_MOST_CALLS]


def _assign(words: Sequence[str], state: Shell) -> bool:
    """Keep the values that a command assigns; return whether it does nothing else."""
    values = state.values
    if words[0] == "export" and len(state.exported) < _MOST_EXPORTED:
        state.exported.update(word.partition("=")[0] for word in words[1:])
    rest = words[1:] if words[0] in _DECLARING else words
    pairs = [(match[1], match[2], word[match.end() :]) for word in rest if (match := _ASSIGNMENT.match(word))]
    if words[0] not in _DECLARING and len(pairs) < len(words):
        return False
    for name, sign, value in pairs:
        before = values[name][0] if sign == "+=" and name in values else ""
        if shell.UNKNOWN_VALUE in value or len(value) > _LONGEST:
            values.pop(name, None)
        else:
            values[name] = (f"{before}{value}"[:_LONGEST],)
    return True


def _expanded(words: Sequence[shell.Word], values: Mapping[str, tuple[str, ...]], source: str) -> Iterator[list[str]]:
    """Yield the words of a command with the values of its variables, once for each value of a loop's variable."""
    names = {match[1] for word in words if "${" in word.text for match in _VARIABLE.finditer(word.text)}
    choices = max((len(values[name]) for name in names if name in values), default=1)
    for choice in range(choices):
        found: list[str] = []
        for number, word in enumerate(words):
            if "${" not in word.text:
                found.append(word.text)
                continue
            defaults = dict(_POSITIONAL.findall(source, word.start, word.end))
            text = _VARIABLE.sub(partial(_value, values=values, choice=choice, defaults=defaults), word.text)[:_LONGEST]
            is_one = word.is_quoted and word.text != _ALL and (number or not _VARIABLE.fullmatch(word.text))
            found += [text] if is_one or text == word.text else text.split()
        if found:
            yield found


def _value(
    match: re.Match[str], values: Mapping[str, tuple[str, ...]], choice: int, defaults: Mapping[str, str]
) -> str:
    known = values.get(match[1])
    return known[choice % len(known)] if known else defaults.get(match[1], match[0])


def _fits(word: str, pattern: str) -> bool:
    if pattern == word or "$" in pattern:
        return True
    if not any(sign in pattern for sign in "*?["):
        return False
    from fnmatch import fnmatchcase

    return fnmatchcase(word[:_LONGEST_PATTERN], pattern[:_LONGEST_PATTERN])


def _changed(state: Shell, words: Sequence[str], path: str) -> tuple[str, ...]:
    """Return the folders that a shell may be in after ``cd``."""
    target = next((word for word in words[1:] if word[:1] != "-"), "")
    if not target or target == "-":
        return state.folders
    known = [found for folder in state.folders if (found := joined(folder, target)) is not None]
    if not known:
        maybe = [found for folder in (*state.folders, folder_of(path)) for found in resolved(folder, target)]
        known = [each for each in maybe if state.has_folder(each)]
    if known:
        return tuple(dict.fromkeys(known))
    own = folder_of(path)  # a script goes to its own folder, or to the one above it
    return tuple(dict.fromkeys((folder_of(own), own, *state.folders, "")))

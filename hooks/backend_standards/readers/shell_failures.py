"""Which commands of a shell text make it fail when they fail.

Where that cannot be told from the text (the condition of an ``if``, a fallback that may fail itself, a status that is
looked at afterwards), a command is said to be able to. Source: POSIX.1-2024, "Shell Command Language", 2.8 (Exit
Status), 2.9.2 (Pipelines), 2.9.3 (Lists), and ``set -e`` and ``pipefail`` of 2.15.
"""

from __future__ import annotations

from backend_standards.readers.shell import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.readers.shell import Command

HARMLESS = frozenset(("true", ":", "echo", "printf", "exit", "return", "logger", "sleep"))
"""Commands that succeed, unless ``exit`` and ``return`` are given another status than 0."""
_ENDS = frozenset(("fi", "done", "esac", "}", "else", "elif", "then", "do"))
"""Words after which a text may go on elsewhere than at the next command."""
_GIVEN = f"${{{UNKNOWN}}}"
"""The status of the last command, among other values that the text does not tell."""
_MOST_OPEN = 50
"""Groups within each other that are told apart."""


class Settings:
    """How a shell takes failures: ``errexit`` ends it at the first, ``pipefail`` counts each one of a pipeline."""

    __slots__ = ("errexit", "pipefail")

    def __init__(self, *, errexit: bool, pipefail: bool) -> None:
        self.errexit = errexit
        self.pipefail = pipefail


def can_fail(commands: Sequence[Command], start: Settings) -> list[bool]:
    """Return for each command of a text whether the text may fail when this command alone fails."""
    return Failures(commands, start).answers()


def options(words: Sequence[str], before: Settings) -> Settings:
    """Return the settings after ``set``, or of a shell that is started with these arguments."""
    errexit, pipefail = before.errexit, before.pipefail
    for at, word in enumerate(words):
        is_on = word[:1] == "-"
        if word[:1] not in ("-", "+") or word[:2] in ("--", "++") or len(word) == 1:
            continue
        if "e" in word[1:]:
            errexit = is_on
        name = words[at + 1] if word.endswith("o") and at + 1 < len(words) else ""
        if name == "pipefail":
            pipefail = is_on
        elif name == "errexit":
            errexit = is_on
    return Settings(errexit=errexit, pipefail=pipefail)


class Failures:
    """The commands of one text, looked at from the last to the first."""

    def __init__(self, commands: Sequence[Command], start: Settings) -> None:
        self.commands = commands
        self.words = [[word.text for word in command.words] for command in commands]
        self.settings = self._settings(start)
        self.after = [_operator(command.before) for command in commands[1:]] + [""]
        self.end_of: dict[int, int] = {}
        """The last command of each group, by its first."""
        self._find_groups()
        count = len(commands) + 1
        self.failing = [True] * count
        """The text may fail when this command fails."""
        self.skipped = [True] * count
        """The text may fail when this command, or the group that it begins, is passed over after a failure."""
        self.piped = [True] * count
        """The text may fail when a command before this one, or before the group that it begins, fails in a pipe."""
        self.fallback = [True] * count
        """The text may fail when this command runs because another one failed."""
        self.success = [False] * count
        """The text may fail by what follows in the list of this command, although it succeeds."""

    def _settings(self, start: Settings) -> list[Settings]:
        found = []
        for words in self.words:
            if words[0] == "set":
                start = options(words[1:], start)
            found.append(start)
        return found

    def _find_groups(self) -> None:
        """Find the groups in parentheses and braces."""
        opened: list[tuple[str, int]] = []
        for at, command in enumerate(self.commands):
            for sign in command.before:
                if sign == "(" and len(opened) < _MOST_OPEN:
                    opened.append((sign, at))
                elif sign == ")" and opened and opened[-1][0] == "(":  # not of a pattern in a case
                    self._close(opened.pop()[1], at - 1)
            if "{" in (self.words[at][0], self.words[at][-1]) and len(opened) < _MOST_OPEN:
                opened.append(("{", at))
            elif self.words[at] == ["}"] and opened and opened[-1][0] == "{":
                self._close(opened.pop()[1], at)
        while opened:
            self._close(opened.pop()[1], len(self.commands) - 1)

    def _close(self, first: int, last: int) -> None:
        if last >= first:
            self.end_of[first] = max(last, self.end_of.get(first, first))

    def answers(self) -> list[bool]:
        """Return the answer for each command."""
        for at in range(len(self.commands) - 1, -1, -1):
            operator = self.after[at]
            following = at + 1
            self.success[at] = operator == "&&" and self._may_fail(following)
            self.failing[at] = self._failing(at, operator)
            end = self.end_of.get(at, at)
            self.skipped[at] = self._passed_over(end)
            self.piped[at] = self._after_a_pipe(end)
            self.fallback[at] = self._as_fallback(at, end)
        swallowed = [0] * (len(self.commands) + 1)
        for first, last in self.end_of.items():
            if self.after[last] == "||" and not self.fallback[last + 1]:
                swallowed[first] += 1
                swallowed[last + 1] -= 1
        depth, found = 0, []
        for at in range(len(self.commands)):
            depth += swallowed[at]
            found.append(self.failing[at] and not depth)
        return found

    def _failing(self, at: int, operator: str) -> bool:
        settings = self.settings[at]
        if self.words[at][0] == "exit":
            return True
        if operator == "|":
            return settings.pipefail and self.piped[at + 1]
        if operator == "&&":
            return self.skipped[at + 1]
        if operator == "||":
            return self.fallback[at + 1]
        if operator == "&":
            return False
        return settings.errexit or self._is_told(at)

    def _after_a_pipe(self, end: int) -> bool:
        operator = self.after[end]
        return self.piped[end + 1] if operator == "|" else self._failing(end, operator)

    def _passed_over(self, end: int) -> bool:
        operator = self.after[end]
        if operator == "|" and self.commands[end + 1].before.startswith(")"):
            return self.settings[end].pipefail and self.piped[end + 1]  # the status of a group
        if operator in ("&&", "|"):
            return self.skipped[end + 1]
        if operator == "||":
            return self.fallback[end + 1]
        return self._is_told(end)

    def _is_told(self, at: int) -> bool:
        """Return whether the status of a list that ends here may be that of the text, or be looked at."""
        if at + 1 >= len(self.commands):
            return True
        following = self.words[at + 1]
        before = self.commands[at + 1].before
        if before.startswith(")") and self.settings[at].errexit:
            return True  # the status of a group, which may end the shell
        return following[0] in _ENDS or ";;" in before or any(_GIVEN in word for word in following)

    def _as_fallback(self, at: int, end: int) -> bool:
        """Return whether the text may fail when a command, or the group that it begins, runs after a failure."""
        group = range(at, end + 1)
        if any(not _is_harmless(self.words[each]) or self.commands[each].writes for each in group):
            return True  # a file may tell the failure to what follows
        return self.success[end]

    def _may_fail(self, at: int) -> bool:
        """Return whether a command that follows ``&&`` may end in a failure, or what follows it in turn."""
        return not _is_harmless(self.words[at]) or self.success[at]


def _is_harmless(words: Sequence[str]) -> bool:
    """Return whether a command of a group always succeeds."""
    rest = [word for word in words if word not in ("{", "}")]
    if not rest:
        return True
    if rest[0] in ("exit", "return"):
        return rest[1:] == ["0"]
    return rest[0] in HARMLESS


def _operator(signs: str) -> str:
    """Return the operator between two commands: ``&&``, ``||``, ``|`` or ``&``, "" if a list ends there."""
    signs = signs.lstrip(")")
    for operator in ("&&", "||", "|", "&"):
        if signs.startswith(operator):
            return operator
    return ""

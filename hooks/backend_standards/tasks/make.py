"""Targets of make: the recipes of those that a command asks for, and of their prerequisites.

Source: GNU make manual, "How to Run make", "Errors in Recipes", "Using One Shell", "Static Pattern Rules".
"""

from __future__ import annotations

import re

from backend_standards.readers import makefile
from backend_standards.readers.shell_failures import Settings, options
from backend_standards.tasks import Step, Unknown, folder_of, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.readers.makefile import Makefile, Rule
    from backend_standards.tasks import Call, Project

_NAMES = ("GNUmakefile", "makefile", "Makefile")
_WITH_VALUE = frozenset(
    "-C --directory -f --file --makefile -I --include-dir -o --old-file --assume-old -W --what-if --new-file".split()
)
_ASSIGNMENT = re.compile(r"([A-Za-z_.][\w.-]*)[:?]{0,2}=(.*)", re.ASCII | re.DOTALL)
_MOST_NAMED = 20
"""Prerequisites that ``$^`` stands for."""
_MOST_TARGETS = 300
"""Targets that one command leads to through prerequisites."""


class _Asked:
    """What a command of make asks for."""

    __slots__ = ("file", "folder", "goals", "ignores", "only_prints", "values")

    def __init__(self, words: Sequence[str]) -> None:
        self.goals: list[str] = []
        self.folder = ""
        self.file = ""
        self.ignores = self.only_prints = False
        self.values: dict[str, str] = {}
        at = 0
        while at < len(words):
            at = self._word(words, at)

    def _word(self, words: Sequence[str], at: int) -> int:
        word = words[at]
        if word[:1] != "-":
            if match := _ASSIGNMENT.fullmatch(word):
                self.values[match[1]] = match[2]
            else:
                self.goals.append(word)
            return at + 1
        option, has_value, value = word.partition("=")
        taken = 1
        if word[:2] in ("-C", "-f") and len(word) > 2:
            option, value = word[:2], word[2:]
        elif option in _WITH_VALUE and not has_value:
            value = words[at + 1] if at + 1 < len(words) else ""
            taken = 2
        elif option in ("-j", "-l", "--jobs") and words[at + 1 : at + 2] and words[at + 1].isdigit():
            taken = 2
        if option in ("-C", "--directory"):
            self.folder = value
        elif option in ("-f", "--file", "--makefile"):
            self.file = value
        elif option in ("--ignore-errors", "-i"):
            self.ignores = True
        elif option in ("--dry-run", "--just-print", "--recon", "-n", "-p", "-q", "-v", "--version", "-h", "--help"):
            self.only_prints = True
        return at + taken


def steps(call: Call) -> Iterator[Step | Unknown]:
    """Yield the lines of the recipes that a command of make runs."""
    asked = _Asked(call.words)
    if asked.only_prints:
        return
    path = call.find([asked.file] if asked.file else _NAMES, asked.folder)
    label = " ".join(["make", *(["-C", asked.folder] if asked.folder else []), *asked.goals])
    if not path:
        yield call.unknown(
            f"there is no makefile {asked.file} in the folder {asked.folder or call.folders[0] or '.'}".replace(
                "  ", " "
            ),
            label,
        )
        return
    folder = folder_of(path) if not asked.file else joined(call.folders[0], asked.folder) or ""
    targets = _Targets(call.project, path, asked, folder)
    for goal in asked.goals or targets.default():
        yield from targets.steps(goal, call)


def read(project: Project, path: str, given: dict[str, str] | None = None) -> Makefile:
    """Return what a makefile of the project says, with the local files that it includes."""
    folder = folder_of(path)

    def opened(name: str) -> list[tuple[str, str]]:
        found = joined(folder, name)
        if found is None:
            return []
        if "*" in found:
            pattern = re.compile("[^/]*".join(re.escape(part) for part in found.split("*")))
            return [(each, project.text(each)) for each in project.paths if pattern.fullmatch(each)]
        return [(found, project.text(found))] if project.has(found) else []

    key = f"make {sorted((given or {}).items())}"
    return project.once(key, path, lambda: makefile.read(project.text(path), path, opened, given))


class _Targets:
    """The targets of one makefile as one command sees them."""

    def __init__(self, project: Project, path: str, asked: _Asked, folder: str) -> None:
        self.path = path
        self.asked = asked
        self.folder = folder
        self.file = read(project, path, asked.values)
        self.project = project
        self.is_one_shell = self.file.is_one_shell()
        self.shell = self._shell()
        self.by_name: dict[str, list[Rule]] = {}
        self.patterns: list[Rule] = []
        for rule in self.file.rules:
            for target in rule.targets:
                if "%" in target:
                    self.patterns.append(rule)
                else:
                    self.by_name.setdefault(target, []).append(rule)

    def default(self) -> list[str]:
        """Return the goal of a command that names none."""
        goal = self.file.values.variables.get(".DEFAULT_GOAL")
        if goal is not None:
            return [self.file.values.expand(goal.value)]
        for rule in self.file.rules:
            for target in rule.targets:
                if not (target.startswith(".") and "/" not in target) and "%" not in target:
                    return [target]
        return []

    def steps(self, goal: str, call: Call) -> Iterator[Step | Unknown]:
        """Yield the lines that a goal leads to: those of its prerequisites first."""
        program = " ".join(["make", *(["-C", self.asked.folder] if self.asked.folder else [])])
        top = f"{program} {goal}"
        if "$" in goal:
            yield call.unknown(f"the target comes from a variable: {goal}", top)
            return
        if not self._rules(goal):
            why = f"{self.path} has no rule for the target {goal}"
            if self.file.missing:
                why = f"{why}, and includes {self.file.missing[0]}, which is not in the repository"
            yield call.unknown(why, top)
            return
        for target in self._closure(goal):
            trail = (top,) if target == goal else (top, f"{program} {target}")
            for rule, stem in self._rules(target):
                yield from self._recipe(rule, target, stem, trail)

    def _rules(self, target: str) -> list[tuple[Rule, str]]:
        """Return the rules of a target, each with the stem of its pattern."""
        rules = self.by_name.get(target, [])
        found = [(rule, _stem(rule.pattern, target)) for rule in rules]
        if not any(rule.recipe for rule in rules) and not (rules and self.project.has(target)):
            for rule in self.patterns[:_MOST_TARGETS]:
                stem = next((stem for each in rule.targets if (stem := _stem(each, target))), "")
                if stem and rule.recipe and (rules or _is_explicit(rule)):
                    return [*found, (rule, stem)]
        return found

    def _closure(self, goal: str) -> list[str]:
        """Return a target after all that it needs, each once."""
        done: dict[str, None] = {}
        entered: set[str] = set()
        stack = [(goal, False)]
        while stack and len(done) < _MOST_TARGETS:
            target, is_ready = stack.pop()
            if is_ready:
                done[target] = None
                continue
            if target in entered:
                continue
            entered.add(target)
            stack.append((target, True))
            needed = [
                each.replace("%", stem, 1) if stem else each
                for rule, stem in self._rules(target)
                for each in rule.prerequisites
            ]
            stack += [(each, False) for each in reversed(needed) if each not in entered]
        return list(done)

    def _recipe(self, rule: Rule, target: str, stem: str, trail: tuple[str, ...]) -> Iterator[Step]:
        values = self.file.values
        needed = [each.replace("%", stem, 1) for each in rule.prerequisites[:_MOST_NAMED]]
        extra = {"@": target, "<": needed[0] if needed else "", "*": stem, "^": " ".join(needed), "+": " ".join(needed)}
        extra |= {name: value for name, value in self.file.own.get(target, {}).items() if "$" not in value}
        for line in self._lines(rule):
            for choice in range(values.choices(line.text)):
                text = values.expand(line.text, extra, choice)
                for each in text.split("\n") if "\n" in text and "\n" not in line.text else [text]:
                    piece = makefile.Line(each, line.number)
                    yield Step(
                        piece.text,
                        rule.path,
                        line.number,
                        self.folder,
                        trail,
                        can_fail="-" not in line.signs + piece.signs and not self.asked.ignores,
                        errexit=self.shell.errexit,
                        pipefail=self.shell.pipefail,
                    )

    def _lines(self, rule: Rule) -> Sequence[makefile.Line]:
        """Return the lines of a recipe, each of which is a text for a shell of its own."""
        if not self.is_one_shell or not rule.recipe:
            return rule.recipe
        first = rule.recipe[0]
        whole = makefile.Line("\n".join(line.text for line in rule.recipe), first.number)
        whole.signs = first.signs
        return [whole]

    def _shell(self) -> Settings:
        """Return how the shell of the recipes takes failures."""
        values = self.file.values
        said: list[str] = []
        for name, first in (("SHELL", 1), (".SHELLFLAGS", 0)):
            if variable := values.variables.get(name):
                said += values.expand(variable.value).split()[first:]
        return options(said, Settings(errexit=False, pipefail=False))


def _stem(pattern: str, target: str) -> str:
    """Return what the ``%`` of a pattern stands for in a target, "" if it does not fit."""
    before, percent, after = pattern.partition("%")
    if percent and len(target) > len(before) + len(after) and target.startswith(before) and target.endswith(after):
        return target[len(before) : len(target) - len(after)]
    return ""


def _is_explicit(rule: Rule) -> bool:
    """Return whether a pattern rule makes its targets without a file to begin with."""
    return all("%" not in each for each in rule.prerequisites)

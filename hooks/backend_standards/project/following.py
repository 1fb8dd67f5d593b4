"""Follows a shell text of a project to the commands that really run, through make, tox, scripts and other tasks.

Nothing is run. What cannot be followed is said to be unknown, with the reason. Commands of both branches of a condition
count: whether they run is not known, and what may run is what is asked for.
"""

from __future__ import annotations

import re
from functools import partial

from backend_standards.readers import shell, shell_failures
from backend_standards.readers.marked import Places
from backend_standards.tasks import NOTHING, Call, Project, Step, Unknown, folder_of, joined, runners

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Command", "Project", "Unknown", "follow"]

MOST = 2_000
"""Commands and texts that one text may lead to."""
DEEPEST = 5
"""Texts within each other: a workflow that calls make, which calls a script, which calls make …"""
_LONGEST = 2_000
"""Characters of a word after its variables have their values."""
_MOST_CHOICES = 8
"""Values of a loop's variable that are tried."""
_VARIABLE = re.compile(r"\$\{([\w-]+)\}", re.ASCII)
_EXPRESSION = re.compile(r"\$\{\{\s*(?:env|matrix|vars|inputs|parameters)\.([\w-]+)\s*\}\}", re.ASCII)
_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=", re.ASCII)
_TOPS = frozenset(
    """
    GITHUB_WORKSPACE CI_PROJECT_DIR BITBUCKET_CLONE_DIR CODEBUILD_SRC_DIR BUILD_SOURCESDIRECTORY
    BUILD_REPOSITORY_LOCALPATH CIRCLE_WORKING_DIRECTORY WORKSPACE TRAVIS_BUILD_DIR PWD
    """.split()
)
"""Variables in which CI systems keep the folder of the clone."""
_KEYWORDS = frozenset("if then else elif while until do ! { time".split())
"""Words of the shell before a command."""
_ALONE = frozenset("fi done esac } case for select function in".split())
"""Words of the shell that begin no command."""
_DECLARING = frozenset("export local readonly declare typeset".split())


class Command:
    """A command that runs: its words from the name of the program on, its place, and the tasks that lead to it.

    ``can_fail`` is False if what is followed succeeds even if this command fails.
    """

    __slots__ = ("can_fail", "line", "path", "trail", "words")

    def __init__(self, words: tuple[str, ...], path: str, line: int, trail: tuple[str, ...], *, can_fail: bool) -> None:
        self.words = words
        self.path = path
        self.line = line
        self.trail = trail
        self.can_fail = can_fail


def follow(
    text: str,
    path: str,
    line: int,
    folder: str,
    project: Project,
    variables: Mapping[str, str] = NOTHING,
    *,
    pipefail: bool = True,
) -> Iterator[Command | Unknown]:
    """Yield the commands that a shell text of a CI system leads to, and what cannot be followed.

    ``line`` is the number of the text's first line in the file ``path``, ``folder`` is where it runs ("" for the top).
    ``variables`` are those of the environment and of a matrix: ``${{ matrix.x }}``, ``${x}`` and ``$x`` are "x". The
    shell ends at the first failure, as those of CI systems do.
    """
    text = _EXPRESSION.sub(lambda match: variables.get(match[1], match[0]), text)
    first = Step(text, path, line, folder, errexit=True, pipefail=pipefail, values=variables)
    yield from _Follower(project).step(first, (), 0)


class _Shell:
    """The state of a shell while its text is read."""

    __slots__ = ("folders", "values")

    def __init__(self, step: Step) -> None:
        self.values: dict[str, tuple[str, ...]] = {name: (value,) for name, value in step.values.items()}
        self.folders: tuple[str, ...] = (step.folder,)


class _Follower:
    """Follows one text, and each task once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.left = MOST
        self.done: set[tuple[object, ...]] = set()

    def step(self, step: Step, trail: tuple[str, ...], depth: int) -> Iterator[Command | Unknown]:
        """Yield what one text leads to."""
        trail += step.trail
        if depth > DEEPEST:
            yield Unknown(step.path, step.line, trail, f"tasks call each other more than {DEEPEST} deep")
            return
        if self.left <= 0:
            return
        self.left -= 1
        key = (step.path, step.line, step.text, step.folder, step.can_fail, tuple(step.values.items()))
        if key in self.done:
            return
        self.done.add(key)
        commands = list(shell.commands(step.text))
        settings = shell_failures.Settings(errexit=step.errexit, pipefail=step.pipefail)
        answers = shell_failures.can_fail(commands, settings)
        places = Places(step.text)
        state = _Shell(step)
        stack: list[tuple[str, ...]] = []
        for at, command in enumerate(commands):
            if self.left <= 0:
                return
            for sign in command.before:
                if sign == "(":
                    stack.append(state.folders)
                elif sign == ")" and stack:
                    state.folders = stack.pop()
            if at + 1 < len(commands) and commands[at + 1].before.startswith("()"):
                continue  # the name of a function
            line = step.line + places.of(command.words[0].start)[0] - 1
            can_fail = step.can_fail and answers[at]
            for words in _expanded(command.words, state.values):
                here = Step("", step.path, line, step.folder, trail, can_fail=can_fail)
                yield from self._command(words, here, state, depth)

    def _command(self, words: list[str], here: Step, state: _Shell, depth: int) -> Iterator[Command | Unknown]:
        words = _without_keywords(words)
        if not words:
            return
        if words[0] == "for" and words[2:3] == ["in"]:
            state.values[words[1]] = tuple(words[3 : 3 + _MOST_CHOICES])
        if words[0] in _ALONE or _assign(words, state.values):
            return
        if words[0] in ("cd", "pushd"):
            state.folders = _changed(state.folders, words, here.path)
            return
        self.left -= 1
        if self.left <= 0:
            yield Unknown(here.path, here.line, here.trail, f"it leads to more than {MOST} commands")
            return
        found = runners.behind(words)
        folders = tuple(path for each in state.folders if (path := joined(each, found.folder)) is not None)
        folders = folders or state.folders
        values = {name: values[0] for name, values in state.values.items() if len(values) == 1} | found.values
        if found.text:
            inner = shell_failures.options(found.shell, shell_failures.Settings(errexit=False, pipefail=False))
            step = Step(
                found.text, here.path, here.line, folders[0], can_fail=here.can_fail,
                errexit=inner.errexit, pipefail=inner.pipefail, values=values,
            )  # fmt: skip
            yield from self.step(step, here.trail, depth + 1)
            return
        if not found.words:
            return
        call = Call(found.words, here.path, here.line, folders, self.project, values)
        steps = _tasks(call, found)
        if steps is None:
            yield self._plain(found.words, here)
            return
        for each in steps:
            if isinstance(each, Unknown):
                yield Unknown(each.path, each.line, here.trail + each.trail, each.why)
            else:
                each.can_fail = each.can_fail and here.can_fail
                yield from self.step(each, here.trail, depth + 1)

    def _plain(self, words: Sequence[str], here: Step) -> Command | Unknown:
        program = runners.name(words[0])
        if "$" in program or "{{" in program:
            return Unknown(
                here.path, here.line, here.trail, f"the name of the program comes from a variable: {words[0]}"
            )
        return Command((program, *words[1:]), here.path, here.line, here.trail, can_fail=here.can_fail)


def _tasks(call: Call, found: runners.Program) -> Iterable[Step | Unknown] | None:
    """Return what a command runs that is one of tasks; None if it is a plain command."""
    from backend_standards.tasks import programs

    return programs.steps(call, found)


def _without_keywords(words: list[str]) -> list[str]:
    at = 0
    while at < len(words) and words[at] in _KEYWORDS:
        at += 1
    return words[at:]


def _assign(words: Sequence[str], values: dict[str, tuple[str, ...]]) -> bool:
    """Keep the values that a command assigns; return whether it does nothing else."""
    rest = words[1:] if words[0] in _DECLARING else words
    pairs = [(match[1], word[match.end() :]) for word in rest if (match := _ASSIGNMENT.match(word))]
    if words[0] not in _DECLARING and len(pairs) < len(words):
        return False
    for name, value in pairs:
        if f"${{{shell.UNKNOWN}}}" in value:
            values.pop(name, None)
        else:
            values[name] = (value,)
    return True


def _expanded(words: Sequence[shell.Word], values: Mapping[str, tuple[str, ...]]) -> Iterator[list[str]]:
    """Yield the words of a command with the values of its variables, once for each value of a loop's variable."""
    names = {match[1] for word in words if "${" in word.text for match in _VARIABLE.finditer(word.text)}
    choices = max((len(values[name]) for name in names if name in values), default=1)
    for choice in range(choices):
        found: list[str] = []
        for word in words:
            if "${" not in word.text:
                found.append(word.text)
                continue
            text = _VARIABLE.sub(partial(_value, values=values, choice=choice), word.text)[:_LONGEST]
            found += [text] if word.is_quoted or text == word.text else text.split()
        if found:
            yield found


def _value(match: re.Match[str], values: Mapping[str, tuple[str, ...]], choice: int) -> str:
    known = values.get(match[1])
    return known[choice % len(known)] if known else match[0]


def _changed(folders: tuple[str, ...], words: Sequence[str], path: str) -> tuple[str, ...]:
    """Return the folders that a shell may be in after ``cd``."""
    target = next((word for word in words[1:] if word[:1] != "-"), "")
    name, _, below = target.removeprefix("${").partition("}")
    if target.startswith("${") and name in _TOPS:
        top = folders[0] if name == "PWD" else ""
        inside = joined(top, below.strip("/"))
        return folders if inside is None else (inside,)
    known = tuple(found for folder in folders if target and (found := joined(folder, target)) is not None)
    if known:
        return known
    own = folder_of(path)  # a script goes to its own folder, or to the one above it
    return tuple(dict.fromkeys((folder_of(own), own, *folders, "")))

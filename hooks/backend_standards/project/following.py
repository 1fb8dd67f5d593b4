"""Follows a shell text of a project to the commands that really run, through make, tox, scripts and other tasks.

Nothing is run. What cannot be followed is said to be unknown, with the reason. Commands of both branches of a condition
count: whether they run is not known, and what may run is what is asked for.
"""

from __future__ import annotations

import re

from backend_standards.readers import shell_failures
from backend_standards.readers.shell import UNKNOWN_VALUE
from backend_standards.tasks import NOTHING, TOP, Call, Project, Step, Unknown, joined, programs, runners, shell_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Command", "Project", "Unknown", "follow"]

MOST = 2_000
"""Commands and texts that one text may lead to."""
DEEPEST = 5
"""Texts within each other: a workflow that calls make, which calls a script, which calls make …"""
_EXPRESSION = re.compile(r"\$\{\{\s*(?:(?:env|matrix|vars|inputs|parameters)\.([\w-]+)|([^{}]*))\s*\}\}", re.ASCII)


class Command:
    """A command that runs: its words from the name of the program on, its place, and the tasks that lead to it.

    ``can_fail`` is False if what is followed succeeds even if this command fails. ``hidden_at`` is then the path and
    line of the command whose failure is hidden: of this one, or of one that leads to it.
    """

    __slots__ = ("can_fail", "hidden_at", "line", "path", "trail", "words")

    def __init__(self, words: tuple[str, ...], path: str, line: int, trail: tuple[str, ...], *, can_fail: bool) -> None:
        self.words = words
        self.path = path
        self.line = line
        self.trail = trail
        self.can_fail = can_fail
        self.hidden_at: tuple[str, int] | None = None


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
    values = {name: _told(value, variables) for name, value in variables.items()}
    first = Step(_told(text, values), path, line, folder, errexit=True, pipefail=pipefail, values=values)
    yield from _Follower(project).step(first, (), 0)


def _told(text: str, variables: Mapping[str, str]) -> str:
    """Return a text with the values of the expressions in it, such as ``${{ matrix.command }}``."""

    def value(match: re.Match[str]) -> str:
        if match[1]:
            return variables.get(match[1], f"${{{match[1]}}}")
        return TOP if match[2].strip() == "github.workspace" else UNKNOWN_VALUE

    return _EXPRESSION.sub(value, text)


class _Follower:
    """Follows one text, and each task once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.left = MOST
        self.done: set[tuple[object, ...]] = set()

    def step(
        self, step: Step, trail: tuple[str, ...], depth: int, outer: shell_text.Shell | None = None
    ) -> Iterator[Command | Unknown]:
        """Yield what one text leads to; ``outer`` is the shell that sources it."""
        trail += step.trail
        if depth > DEEPEST:
            yield Unknown(step.path, step.line, trail, f"tasks call each other more than {DEEPEST} deep")
            return
        self.left -= 1
        key = (step.path, step.line, step.text, step.folder, step.can_fail, *step.values.items(), *step.arguments)
        if key in self.done or self.left <= 0:
            return
        self.done.add(key)
        state = outer or shell_text.Shell(step, self.project.has_folder)
        for found in shell_text.commands(step, state):
            yield from self._command(found, trail, state, depth, step.hidden_at)
        if outer is None:
            for found in shell_text.called(state):
                yield from self._command(found, trail, state, depth, step.hidden_at)

    def _command(
        self,
        found: shell_text.Found,
        trail: tuple[str, ...],
        state: shell_text.Shell,
        depth: int,
        hidden_at: tuple[str, int] | None,
    ) -> Iterator[Command | Unknown]:
        if self.left <= 0:
            return
        self.left -= 1
        if not self.left:
            yield Unknown(found.path, found.line, trail, f"it leads to more than {MOST} commands")
            return
        if not found.can_fail:
            hidden_at = hidden_at or (found.path, found.line)
        program = runners.behind(found.words)
        inside = [path for each in found.folders if (path := joined(each, program.folder)) is not None]
        folders = tuple(inside) or found.folders
        if program.text:
            settings = shell_failures.Settings(errexit=False, pipefail=False)
            inner = shell_failures.options(program.shell, settings)
            step = Step(program.text, found.path, found.line, folders[0], can_fail=found.can_fail)
            step.values = {name: value[0] for name, value in state.values.items()} | program.values
            step.errexit, step.pipefail, step.hidden_at = inner.errexit, inner.pipefail, hidden_at
            yield from self.step(step, trail, depth + 1)
            return
        if not program.words:
            return
        call = Call(
            program.words, found.path, found.line, folders, self.project, lambda: state.environment() | program.values
        )
        steps = programs.steps(call, program)
        if steps is None:
            plain = _plain(program.words, found, trail)
            if isinstance(plain, Command):
                plain.hidden_at = hidden_at
            yield plain
            return
        for each in steps:
            if isinstance(each, Unknown):
                yield Unknown(each.path, each.line, trail + each.trail, each.why)
            else:
                each.hidden_at = hidden_at or (None if each.can_fail else (each.path, each.line))
                each.can_fail = each.can_fail and found.can_fail
                yield from self.step(each, trail, depth + 1, state if each.sourced else None)


def _plain(words: Sequence[str], found: shell_text.Found, trail: tuple[str, ...]) -> Command | Unknown:
    program = runners.name(words[0].rstrip("/")) or words[0]
    if program.startswith(":"):
        program = ":"  # of make, whose functions end in nothing: @:$(call check, …)
    if "$" in program or "{{" in program:
        return Unknown(found.path, found.line, trail, f"the name of the program comes from a variable: {words[0]}")
    return Command((program, *words[1:]), found.path, found.line, trail, can_fail=found.can_fail)

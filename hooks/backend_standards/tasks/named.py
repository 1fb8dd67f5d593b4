"""Tasks that have a name and run commands or other tasks: the common part of poe, hatch, PDM, npm and their like."""

from __future__ import annotations

import re

from backend_standards.tasks import Step, Unknown, folder_of, joined, runners

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from backend_standards.tasks import Call, Project

_MOST = 300
"""Tasks that one command leads to."""
_ARGUMENTS = re.compile(r"\{args(?::((?:[^{}]|\{[^{}]*\})*))?\}|\$@|\$\*|\{\{\.CLI_ARGS\}\}|\"\$@\"")
"""Where the arguments of a command go, with what stands there if it has none."""


class Item:
    """One thing that a task does: a shell ``text``, or another task (``task``), or what nobody can follow (``why``)."""

    __slots__ = ("can_fail", "errexit", "folder", "line", "task", "text", "why")

    def __init__(
        self,
        text: str,
        line: int,
        *,
        task: str = "",
        why: str = "",
        can_fail: bool = True,
        errexit: bool = False,
        folder: str = "",
    ) -> None:
        self.text = text
        self.line = line
        self.task = task
        self.why = why
        self.can_fail = can_fail
        self.errexit = errexit
        self.folder = folder


class Tasks:
    """The tasks of one file: what each does, in order. ``program`` is how a task is called, such as "poe"."""

    __slots__ = ("by_name", "path", "program")

    def __init__(self, path: str, program: str) -> None:
        self.path = path
        self.program = program
        self.by_name: dict[str, list[Item]] = {}

    def _called(self, name: str) -> str:
        return f"{self.program}{name}" if self.program.endswith(":") else f"{self.program} {name}"

    def steps(
        self, name: str, arguments: Sequence[str], values: Mapping[str, str] | None = None, *, appends: bool = True
    ) -> Iterator[Step | Unknown]:
        """Yield what a task runs, with all tasks that it calls; ``appends`` puts arguments at the end of a text."""
        top = self._called(name)
        entered = {name}
        stack = [(item, name, True) for item in reversed(self.by_name[name])]
        left = _MOST
        while stack and left:
            item, task, can_fail = stack.pop()
            can_fail = can_fail and item.can_fail
            trail = (top,) if task == name else (top, self._called(task))
            if item.why:
                yield Unknown(self.path, item.line, trail, item.why)
            elif item.task in self.by_name:
                if item.task not in entered:
                    left -= 1
                    entered.add(item.task)
                    stack += [(each, item.task, can_fail) for each in reversed(self.by_name[item.task])]
            elif item.task:
                yield Unknown(self.path, item.line, trail, f"{self.path} has no task {item.task}")
            else:
                own = folder_of(self.path)
                inside = joined(own, item.folder)
                yield Step(
                    filled(item.text, arguments if task == name else (), appends=appends),
                    self.path,
                    item.line,
                    own if inside is None else inside,
                    trail,
                    can_fail=can_fail,
                    errexit=item.errexit,
                    values=values or {},
                )


def filled(text: str, arguments: Sequence[str], *, appends: bool) -> str:
    """Return the text of a task with the arguments of the command in it."""
    given = " ".join(runners.quoted(word) for word in arguments)
    if _ARGUMENTS.search(text):
        return _ARGUMENTS.sub(lambda match: given or match[1] or "", text)
    return f"{text} {given}" if given and appends else text


def tables(project: Project, path: str) -> Mapping[str, object]:
    """Return the tables of a TOML file; none if it cannot be read."""
    from backend_standards.core.toml import tables as read

    def make() -> Mapping[str, object]:
        try:
            return read(project.text(path))
        except ValueError:
            return {}

    return project.once("toml", path, make)


def table(data: object, *names: str) -> Mapping[str, object]:
    """Return a table within others, an empty one if it is not there."""
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def line_of(project: Project, path: str, *names: str) -> int:
    """Return the line of a key of a TOML file."""
    from backend_standards.readers import toml_lines

    known = project.once("toml lines", path, lambda: toml_lines.lines(project.text(path)))
    return next((known[names[:end]] for end in range(len(names), 0, -1) if names[:end] in known), 1)


def of_files(call: Call, names: Iterable[str], read: Callable[[Project, str], Tasks | None]) -> Iterator[Tasks]:
    """Yield the tasks of each of some files that is in a folder of the call, or in the nearest one above it."""
    seen: set[str] = set()
    for folder in call.folders:
        at: str | None = folder
        while at is not None:
            for name in names:
                path = joined(at, name)
                if path and path not in seen and call.project.has(path):
                    seen.add(path)
                    if found := read(call.project, path):
                        yield found
            at = folder_of(at) if at else None


def texts(value: object) -> list[str]:
    """Return the texts of a list, or of one text."""
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []

"""Tasks of Task (taskfile.dev), where they are simple. Source: its documentation, "Usage" and "Taskfile Schema"."""

from __future__ import annotations

import re

from backend_standards.readers import yaml_marks
from backend_standards.readers.make_values import NOT_KNOWN
from backend_standards.readers.marked import Items, Node, Pairs, Text, Unreadable
from backend_standards.tasks import folder_of, joined
from backend_standards.tasks.named import Item, Tasks, of_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from backend_standards.tasks import Call, Project, Step, Unknown

NAMES = tuple(
    f"{name}{dist}.{ending}"
    for dist in ("", ".dist")
    for ending in ("yml", "yaml")
    for name in ("Taskfile", "taskfile")
)
_VALUE = re.compile(r"\{\{-?\s*\.?([\w.]+)[^{}]*\}\}")
_WITH_VALUE = ("-t", "--taskfile", "-d", "--dir", "-o", "--output", "-C", "--concurrency", "-I", "--interval")
_MOST_INCLUDED = 20


def steps(call: Call) -> Iterable[Step | Unknown] | None:
    """Return what a task of a Taskfile runs; None if there is no Taskfile, or the command runs no task."""
    words = list(call.words)
    name, folder, at = "", "", 0
    while at < len(words) and words[at][:1] == "-" and words[at] != "--":
        if words[at] in (
            "-l",
            "--list",
            "-a",
            "--list-all",
            "--version",
            "--init",
            "-i",
            "-h",
            "--help",
            "-n",
            "--dry",
        ):
            return None
        if words[at] in _WITH_VALUE and at + 1 < len(words):
            name = words[at + 1] if words[at] in ("-t", "--taskfile") else name
            folder = words[at + 1] if words[at] in ("-d", "--dir") else folder
            at += 1
        at += 1
    if folder:
        call.folders = [path for each in call.folders if (path := joined(each, folder)) is not None] or call.folders
    found = next(of_files(call, [name] if name else NAMES, _read), None)
    if found is None:
        return None
    rest = words[at:]
    arguments = rest[rest.index("--") + 1 :] if "--" in rest else []
    goals = [word for word in (rest[: rest.index("--")] if "--" in rest else rest) if "=" not in word] or ["default"]
    values = {**call.values, **{word.partition("=")[0]: word.partition("=")[2] for word in rest if "=" in word}}
    return _steps(call, found, goals, arguments, values)


def _steps(
    call: Call, found: Tasks, goals: list[str], arguments: list[str], values: Mapping[str, str]
) -> Iterator[Step | Unknown]:
    for goal in goals:
        if goal in found.by_name:
            yield from found.steps(goal, arguments, values, appends=False)
        else:
            why = f"the task comes from a variable: {goal}" if "$" in goal else f"{found.path} has no task {goal}"
            yield call.unknown(why, f"task {goal}")


def _read(project: Project, path: str) -> Tasks:
    return project.once("taskfile", path, lambda: _tasks(project, path))


def _tasks(project: Project, path: str) -> Tasks:
    found = Tasks(path, "task")
    waiting = [(path, "")]
    for number in range(_MOST_INCLUDED):
        if number == len(waiting):
            break
        at, prefix = waiting[number]
        top = _top(project.text(at))
        if top is None:
            continue
        own = {name: value.text for name, value in _names(top.get("vars")) if isinstance(value, Text)}
        for name, value in _names(top.get("tasks")):
            line = value.line if at == path else 1
            folder = folder_of(at) if prefix else ""
            found.by_name[prefix + name] = list(_items(value, line, own, prefix, folder))
        for name, value in _names(top.get("includes")):
            place = value.get("taskfile") if isinstance(value, Pairs) else value
            inside = joined(folder_of(at), place.text) if isinstance(place, Text) else None
            files = [inside, *(f"{inside}/{each}" for each in NAMES)] if inside else []
            waiting += [(file, f"{prefix}{name}:") for file in files if file and project.has(file)][:1]
    return found


def _top(text: str) -> Pairs | None:
    try:
        documents = yaml_marks.documents(text)
    except Unreadable:
        return None
    return documents[0] if documents and isinstance(documents[0], Pairs) else None


def _names(node: Node | None) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Pairs):
        yield from node.names()


def _items(node: Node, line: int, values: Mapping[str, str], prefix: str, folder: str) -> Iterator[Item]:
    if isinstance(node, Text):
        yield Item(_filled(node.text, values), line, folder=folder)
        return
    own = dict(values)
    can_fail = True
    commands: Node | None = node
    if isinstance(node, Pairs):
        own |= {name: value.text for name, value in _names(node.get("vars")) if isinstance(value, Text)}
        for needed in _listed(node.get("deps")):
            yield _other(needed, line, prefix)
        commands = node.get("cmds", "cmd")
        can_fail = not _is_true(node.get("ignore_error"))
        place = node.get("dir")
        folder = place.text if isinstance(place, Text) else folder
    for each in _listed(commands):
        yield _command(each, line, own, prefix, folder, can_fail=can_fail)


def _command(node: Node, line: int, values: Mapping[str, str], prefix: str, folder: str, *, can_fail: bool) -> Item:
    line = node.line if line > 1 else line
    if isinstance(node, Pairs):
        if node.get("task") is not None:
            return _other(node, line, prefix)
        command = node.get("cmd", "defer")
        can_fail = can_fail and not _is_true(node.get("ignore_error"))
        node = command if command is not None else node
    if isinstance(node, Text):
        return Item(_filled(node.text, values), line, can_fail=can_fail, folder=folder, errexit=False)
    return Item("", line, why="it is no plain command")


def _other(node: Node, line: int, prefix: str) -> Item:
    """Return another task that is called."""
    name = node.get("task") if isinstance(node, Pairs) else node
    text = name.text if isinstance(name, Text) else NOT_KNOWN
    return Item("", line, task=text[1:] if text.startswith(":") else prefix + text)


def _listed(node: Node | None) -> list[Node]:
    if isinstance(node, Items):
        return node.items
    return [] if node is None else [node]


def _is_true(node: Node | None) -> bool:
    return isinstance(node, Text) and node.text == "true"


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Return a command with the variables of the file; others are variables of the shell."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name == "CLI_ARGS":
            return "{{.CLI_ARGS}}"
        return values.get(name) or (f"${{{name}}}" if re.fullmatch(r"\w+", name, re.ASCII) else NOT_KNOWN)

    return _VALUE.sub(value, text)

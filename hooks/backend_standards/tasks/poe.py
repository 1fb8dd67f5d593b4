"""Tasks of Poe the Poet. Source: its documentation, "Task types", "Options common to all tasks", "Include tasks"."""

from __future__ import annotations

from backend_standards.tasks import folder_of, joined
from backend_standards.tasks.named import Item, Tasks, line_of, of_files, table, tables, texts
from backend_standards.tasks.runners import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backend_standards.tasks import Call, Project, Step, Unknown

_FILES = ("pyproject.toml", "poe_tasks.toml")
_WITH_VALUE = ("-C", "--directory", "-e", "--executor", "-X", "--executor-opt", "--root")
_UNFOLLOWED = {"script": "a function of Python", "expr": "an expression of Python", "switch": "a choice at run time"}
_MOST_INCLUDED = 20


def steps(call: Call) -> Iterable[Step | Unknown] | None:
    """Return what a task of poe runs; None if a command names none."""
    words = list(call.words)
    at, folder = 0, ""
    while at < len(words) and words[at][:1] == "-":
        if words[at] in _WITH_VALUE:
            folder = words[at + 1] if at + 1 < len(words) and words[at] in ("-C", "--directory", "--root") else folder
            at += 1
        at += 1
    if at >= len(words):
        return None
    if folder:
        inside = [path for each in call.folders if (path := joined(each, folder)) is not None]
        call.folders = inside or call.folders
    for found in of_files(call, _FILES, _read):
        if words[at] in found.by_name:
            return found.steps(words[at], words[at + 1 :], call.values)
    return [call.unknown(f"there is no task {words[at]} of poe", f"poe {words[at]}")]


def _read(project: Project, path: str) -> Tasks:
    return project.once("poe", path, lambda: _tasks(project, path))


def _tasks(project: Project, path: str) -> Tasks:
    found = Tasks(path, "poe")
    waiting = [path]
    for number in range(_MOST_INCLUDED):
        if number == len(waiting):
            break
        at = waiting[number]
        data = tables(project, at)
        place: tuple[str, ...] = ("tool", "poe") if table(data, "tool", "poe") else ()
        settings = table(data, *place)
        for name, value in table(settings, "tasks").items():
            line = line_of(project, at, *place, "tasks", name) if at == path else 1
            found.by_name.setdefault(name, list(_items(value, line, settings)))
        included = settings.get("include")
        for each in included if isinstance(included, list) else [included]:
            file = each.get("path") if isinstance(each, dict) else each
            inside = joined(folder_of(at), file) if isinstance(file, str) and file else None
            if inside and inside not in waiting and project.has(inside):
                waiting.append(inside)
    return found


def _items(value: object, line: int, settings: Mapping[str, object]) -> Iterable[Item]:
    if isinstance(value, str):
        is_reference = settings.get("default_task_type") == "ref"
        return [Item("", line, task=value) if is_reference else Item(value, line)]
    if isinstance(value, list):
        return _sequence(value, line, str(settings.get("default_array_item_task_type", "ref")))
    return _of_table(value, line) if isinstance(value, dict) else []


def _of_table(value: Mapping[str, object], line: int) -> list[Item]:
    folder = str(value.get("cwd", ""))
    items = [Item("", line, task=each.split(" ", maxsplit=1)[0]) for each in texts(value.get("deps"))]
    for kind in ("cmd", "shell"):
        text = value.get(kind)
        if isinstance(text, str):
            text = " ".join(text.split()) if kind == "cmd" else text
            items.append(Item(_with_defaults(text, value.get("args")), line, folder=folder))
    if isinstance(value.get("ref"), str):
        items.append(Item("", line, task=str(value["ref"]).split(" ", maxsplit=1)[0]))
    for kind in ("sequence", "parallel"):
        parts = value.get(kind)
        if isinstance(parts, list):
            items += _sequence(parts, line, str(value.get("default_item_type", "ref")))
    items += [Item("", line, why=f"it is {what}") for kind, what in _UNFOLLOWED.items() if kind in value]
    if value.get("ignore_fail") in (True, "return_zero"):
        for item in items:
            item.can_fail = False
    return items


def _sequence(parts: list[object], line: int, kind: str) -> list[Item]:
    """Return the parts of a sequence, in which a text is the name of a task unless something else is said."""
    items: list[Item] = []
    for part in parts:
        if isinstance(part, str):
            items.append(Item("", line, task=part.split(" ", maxsplit=1)[0]) if kind == "ref" else Item(part, line))
        elif isinstance(part, dict):
            items += _shallow(part, line)
        elif isinstance(part, list):
            items += [Item("", line, task=each.split(" ", maxsplit=1)[0]) for each in texts(part)]
    return items


def _shallow(part: Mapping[str, object], line: int) -> list[Item]:
    """Return what a table within a sequence does; a sequence within it is not looked into."""
    flat = {key: value for key, value in part.items() if key not in ("sequence", "parallel")}
    return _of_table(flat, line)


def _with_defaults(text: str, arguments: object) -> str:
    """Return a command with the defaults of its arguments as values of its variables."""
    pairs: list[tuple[str, object]] = []
    if isinstance(arguments, dict):
        pairs = [(name, each.get("default") if isinstance(each, dict) else None) for name, each in arguments.items()]
    elif isinstance(arguments, list):
        pairs = [(str(each.get("name", "")), each.get("default")) for each in arguments if isinstance(each, dict)]
    for name, default in pairs[:20]:
        if isinstance(default, str | int):
            value = quoted(str(default))
            text = text.replace(f"${{{name}}}", value).replace(f"${name}", value)
    return text

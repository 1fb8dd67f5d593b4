"""Scripts in a table of names and commands: those of PDM, taskipy, Rye, Pixi, pipenv and mise.

Sources: PDM, "PDM Scripts"; taskipy's README; Rye, "Scripts"; Pixi, "Advanced tasks"; pipenv, "Custom Script
Shortcuts"; mise, "TOML-based Tasks".
"""

from __future__ import annotations

from backend_standards.tasks.named import Item, Tasks, line_of, of_files, table, tables, texts
from backend_standards.tasks.runners import name as program_name
from backend_standards.tasks.runners import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from backend_standards.tasks import Call, Project, Step, Unknown

_PLACES: dict[str, dict[str, tuple[str, ...]]] = {
    "pdm": {"pyproject.toml": ("tool", "pdm", "scripts")},
    "task": {"pyproject.toml": ("tool", "taskipy", "tasks")},
    "rye": {"pyproject.toml": ("tool", "rye", "scripts")},
    "pixi": {"pixi.toml": ("tasks",), "pyproject.toml": ("tool", "pixi", "tasks")},
    "pipenv": {"Pipfile": ("scripts",)},
    "mise": {"mise.toml": ("tasks",), ".mise.toml": ("tasks",), ".config/mise.toml": ("tasks",)},
}
"""The files of each program, and the table in it."""
_CALLS = ("call", "run_task", "script")
_NEEDED = ("depends", "depends-on", "depends_on", "wait_for")


def steps(call: Call, program: str) -> Iterable[Step | Unknown] | None:
    """Return what a script of a program's tables runs, whose name is the call's first word; None if there is none."""
    name = call.words[0] if call.words else ""
    for found in of_files(call, _PLACES[program], _reader(program)):
        if name in found.by_name:
            return found.steps(name, [word for word in call.words[1:] if word != "--"], call.values)
    return None


def _reader(program: str) -> Callable[[Project, str], Tasks | None]:
    def read(project: Project, path: str) -> Tasks:
        return project.once(f"tables of {program}", path, lambda: _read(project, path, program))

    return read


def _read(project: Project, path: str, program: str) -> Tasks:
    place = _PLACES[program][path if path.startswith(".config/") else path.rpartition("/")[2]]
    label = program if program == "task" else f"{program} run"
    found = Tasks(path, label)
    data = tables(project, path)
    places = [place]
    if program == "pixi":
        features = (*place[:-1], "feature")
        places += [(*features, feature, "tasks") for feature in table(data, *features)]
    for each in places:
        scripts = table(data, *each)
        for name, value in scripts.items():
            line = line_of(project, path, *each, name)
            found.by_name.setdefault(name, _items(value, line, scripts, program))
    if program in ("pdm", "task"):
        _surround(found)
    return found


def _surround(found: Tasks) -> None:
    """Let each script call the ones that are to run before and after it."""
    for name, items in found.by_name.items():
        line = items[0].line if items else 1
        if (before := f"pre_{name}") in found.by_name:
            items.insert(0, Item("", line, task=before))
        if (after := f"post_{name}") in found.by_name:
            items.append(Item("", line, task=after))


def _items(value: object, line: int, names: Mapping[str, object], program: str) -> list[Item]:
    if isinstance(value, str):
        return [Item(value, line)]
    if isinstance(value, list):
        if program == "rye":
            return [Item(" ".join(quoted(word) for word in texts(value)), line)]
        return [_item(each, line, names) for each in value]
    if not isinstance(value, dict):
        return []
    folder = next((each for key in ("cwd", "working_dir", "dir") if isinstance(each := value.get(key), str)), "")
    can_fail = value.get("keep_going") is not True
    items = [_needed(each, line) for key in _NEEDED for each in _list(value.get(key))]
    command = value.get("cmd") or value.get("shell") or value.get("run")
    if isinstance(command, list) and "run" not in value:
        command = " ".join(quoted(word) for word in texts(command))
    items += [
        Item(each, line, folder=folder) if isinstance(each, str) else _needed(each, line) for each in _list(command)
    ]
    parts = texts(value.get("composite")) + texts(value.get("chain"))
    items += [_item(each, line, names, can_fail=can_fail) for each in parts]
    if any(key in value for key in _CALLS):
        items.append(Item("", line, why="it calls a function of Python"))
    return items


def _list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _needed(value: object, line: int) -> Item:
    """Return another task that a task needs: its name, or a table with its name."""
    name = value.get("task") if isinstance(value, dict) else value
    return Item("", line, task=str(name).split(" ", maxsplit=1)[0])


def _item(value: object, line: int, names: Mapping[str, object], *, can_fail: bool = True) -> Item:
    """Return a part of a composite script: another script by its name, or a command."""
    text = str(value)
    name = text.split(" ", maxsplit=1)[0]
    if name in names and text == name:
        return Item("", line, task=name, can_fail=can_fail)
    return Item(text, line, can_fail=can_fail)


def direct(call: Call) -> Iterable[Step | Unknown] | None:
    """Return what ``pdm lint``, ``task lint`` or ``mise run lint`` runs; None for another command."""
    program = program_name(call.program)
    words = [word for word in call.words if word[:1] != "-"] if program != "task" else list(call.words)
    if program in ("mise", "rtx"):
        if words[:1] not in (["run"], ["r"]):
            return None
        call.words, program = words[1:], "mise"
    return steps(call, program)

"""Tasks of invoke, duty and doit: commands in the functions of a Python file, which is read and never run.

Sources: invoke's documentation, "Defining and running task functions"; duty's and doit's, "Tasks".
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code.tree import FUNCTIONS
from backend_standards.tasks import Step, python_calls, runners
from backend_standards.tasks.python_calls import Code, called, keyword

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backend_standards.tasks import Call, Unknown

_FILES = {"inv": "tasks.py", "invoke": "tasks.py", "duty": "duties.py", "doit": "dodo.py"}
_DECORATORS = {"inv": "task", "invoke": "task", "duty": "duty"}
_WITH_VALUE = ("-c", "--collection", "-r", "--search-root", "-f", "--config", "--file", "-d", "--duties-file")
_MOST_TASKS = 100


def steps(call: Call) -> Iterable[Step | Unknown] | None:
    """Return what the tasks of a command run; None if it names none."""
    program = runners.name(call.program)
    words = list(call.words)
    at = 0
    while at < len(words) and words[at][:1] == "-":
        at += 2 if words[at] in _WITH_VALUE else 1
    names = [word for word in words[at:] if word[:1] != "-" and "=" not in word]
    if program == "doit" and names[:1] in (["run"], ["list"], ["info"], ["clean"], ["forget"], ["help"]):
        if names[0] != "run":
            return None
        names = names[1:]
    if not names and program != "doit":
        return None
    return _steps(call, program, names)


def _steps(call: Call, program: str, names: list[str]) -> Iterator[Step | Unknown]:
    file = _FILES[program]
    path = call.find([file]) or call.find([f"{file.removesuffix('.py')}/__init__.py"])
    code = python_calls.code(call.project, path) if path else None
    if code is None:
        yield call.unknown(f"there is no {file} that can be read", " ".join([program, *names[:1]]))
        return
    found = _tasks(code, program)
    first = names[0] if names else ""
    if names and first not in found:
        why = f"the task comes from a variable: {first}" if "$" in first else f"{path} has no task {first}"
        yield call.unknown(why, f"{program} {first}")
        return
    waiting = [name for name in names if name in found] or list(found)
    for name in waiting[:_MOST_TASKS]:  # which grows by the tasks that others need
        function = code.functions[found[name]]
        for _, options in python_calls.decorators(function):
            for needed in _needed(options):
                other = next((each for each, place in found.items() if place == needed), "")
                if other and other not in waiting:
                    waiting.append(other)
    for name in waiting[:_MOST_TASKS]:
        for text, line, can_fail in _commands(code, found[name], program):
            yield Step(text, path, line, path.rpartition("/")[0], (f"{program} {name}",), can_fail=can_fail)


def _tasks(code: Code, program: str) -> dict[str, str]:
    """Return the function of each task."""
    found: dict[str, str] = {}
    for name, function in code.functions.items():
        if program == "doit":
            if name.startswith("task_"):
                found[name.removeprefix("task_")] = name
            continue
        for decorator, options in python_calls.decorators(function):
            if decorator.rpartition(".")[2] == _DECORATORS[program]:
                given = keyword(options, "name")
                found[python_calls.text(given, code) if given is not None else name.replace("_", "-").strip("-")] = name
                found.setdefault(name, name)
    return found


def _needed(options: ast.Call | None) -> list[str]:
    """Return the functions that a task needs: those of ``pre``, and the positional arguments."""
    if options is None:
        return []
    nodes: list[ast.expr] = list(options.args)
    for name in ("pre", "post"):
        value = keyword(options, name)
        nodes += value.elts if isinstance(value, ast.List | ast.Tuple) else []
    return [name for node in nodes if (name := called(node))]


def _commands(code: Code, name: str, program: str) -> Iterator[tuple[str, int, bool]]:
    """Yield the shell texts that a function runs, their lines, and whether a failure counts."""
    if program == "doit":
        for made in code.tree.of(ast.Dict):
            if code.around(made) == name:
                yield from _actions(made, code)
        return
    functions = frozenset(python_calls.reached(name, code))
    for call in code.tree.of(ast.Call):
        if (
            code.around(call) not in functions
            or called(call.func).rpartition(".")[2] not in ("run", "sudo")
            or not call.args
        ):
            continue
        first = call.args[0]
        warns = keyword(call, "warn") or keyword(call, "nofail")
        can_fail = not (isinstance(warns, ast.Constant) and warns.value is True)
        if isinstance(first, ast.List | ast.Tuple):
            yield python_calls.shell(python_calls.words(first.elts, code, {})), call.lineno, can_fail
        elif isinstance(first, ast.Call) and called(first.func).startswith("tools."):
            yield called(first.func).removeprefix("tools.").replace(".", " "), call.lineno, can_fail
        else:
            yield python_calls.text(first, code), call.lineno, can_fail


def _actions(made: ast.Dict, code: Code) -> Iterator[tuple[str, int, bool]]:
    for key, value in zip(made.keys, made.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == "actions" and isinstance(value, ast.List | ast.Tuple):
            for each in value.elts:
                if isinstance(each, ast.List):
                    yield python_calls.shell(python_calls.words(each.elts, code, {})), each.lineno, True
                elif not isinstance(each, FUNCTIONS):
                    yield python_calls.text(each, code), each.lineno, True

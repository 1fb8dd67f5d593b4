"""Python scripts of the repository: the programs that they start, as far as they are written in them.

Source: Python's documentation, "subprocess" and "os". A script is read, never run.
"""

from __future__ import annotations

import _ast as ast
import re

from backend_standards.tasks import Step, python_calls, runners

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.tasks import Call, Project, Unknown
    from backend_standards.tasks.python_calls import Code

_STARTING = frozenset("run call check_call check_output Popen getoutput getstatusoutput".split())
_CHECKED = frozenset("check_call check_output".split())
_SYSTEM = frozenset(("os.system", "os.popen"))
_MAINS = {"pytest.main": "pytest", "unittest.main": "unittest", "nose.run": "nose", "nose.main": "nose"}
"""Functions that are a program."""
_CLUES = ("subprocess", *sorted(_SYSTEM), *_MAINS)
_CHECKS = frozenset(
    "all check checks ci format lint linters qa quality test tests type types typecheck validate verify".split()
)
"""Words of the name or of the arguments of a script that may start what checks the code."""
_MOST = 200
"""Calls of one script that are looked at."""


def path_of(call: Call, found: runners.Program) -> str:
    """Return the path of the Python script or module that a command runs, "" if it is none of the repository."""
    word = call.program
    is_given = found.by[-1:] == ["python"]
    if is_given and not word.endswith(".py"):
        place = word.replace(".", "/")
        return call.find([f"{place}.py", f"{place}/__main__.py"]) if "/" in place else ""
    if not is_given and "/" not in word:
        return ""
    path = call.find([word])
    return path if path.endswith(".py") or (path and _is_python(call.project, path)) else ""


def _is_python(project: Project, path: str) -> bool:
    head = project.text(path).partition("\n")[0]
    return head.startswith("#!") and "python" in head


def steps(call: Call, path: str) -> Iterator[Step | Unknown]:
    """Yield the script itself as a command, then the programs that it starts."""
    itself = " ".join(runners.quoted(word) for word in (runners.name(call.program), *call.words))
    yield Step(itself, call.path, call.line, call.folders[0])
    text = call.project.text(path)
    if not any(word in text for word in _CLUES):
        return
    code = python_calls.code(call.project, path)
    for made in code.tree.of(ast.Call)[:_MOST] if code else ():
        if code and (step := _started(made, code, call, path)):
            yield step


def _started(made: ast.Call, code: Code, call: Call, path: str) -> Step | Unknown | None:
    """Return the command that a call starts, None if it starts none."""
    name = python_calls.called(made.func)
    receiver, _, method = name.rpartition(".")
    if name in _MAINS:
        return Step(_MAINS[name], path, made.lineno, call.folders[0], (path,))
    is_system = name in _SYSTEM
    if not made.args or not (is_system or (method in _STARTING and receiver in ("subprocess", "sp", ""))):
        return None
    if not receiver and method in code.functions:
        return None
    first = made.args[0]
    if isinstance(first, ast.Name) and first.id in code.constants:
        first = code.constants[first.id]
    if isinstance(first, ast.List | ast.Tuple):
        text = python_calls.shell(python_calls.words(first.elts, code, {}))
    else:
        text = python_calls.text(first, code)
    checks = python_calls.keyword(made, "check")
    is_checked = method in _CHECKED or (isinstance(checks, ast.Constant) and checks.value is True)
    is_used = not isinstance(code.tree.parent(made), ast.Expr)  # the script may look at the status
    can_fail = is_checked or is_used
    if text.startswith("${"):
        is_check = not _CHECKS.isdisjoint(re.split(r"[^a-z]+", f"{call.program} {' '.join(call.words)}".lower()))
        return call.unknown(f"{path} starts programs that it does not name", path) if is_check else None
    return Step(text, path, made.lineno, call.folders[0], (path,), can_fail=can_fail)

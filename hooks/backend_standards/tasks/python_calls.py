"""Commands in Python code: the words that a call is given. Nothing is run; what is no constant is unknown."""

from __future__ import annotations

import _ast as ast
from bisect import bisect_right

from backend_standards.code.source import Source
from backend_standards.code.tree import FUNCTIONS, Tree
from backend_standards.readers.make_values import NOT_KNOWN
from backend_standards.tasks.runners import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backend_standards.code.tree import Function
    from backend_standards.tasks import Project

_MOST_CALLED = 50
"""Functions of a file that one task leads to."""


class Code:
    """A Python file: its tree, its functions, and the constants that it gives names."""

    __slots__ = ("_defined", "_starts", "constants", "functions", "tree")

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.functions: dict[str, Function] = {}
        self.constants: dict[str, ast.expr] = {}
        self._defined: list[Function] = [each for each in tree.module.body if isinstance(each, FUNCTIONS)]
        self._starts = [each.lineno for each in self._defined]
        for statement in tree.module.body:
            if isinstance(statement, FUNCTIONS):
                self.functions.setdefault(statement.name, statement)
            elif isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                for target in targets:
                    if isinstance(target, ast.Name):
                        self.constants[target.id] = statement.value

    def around(self, node: ast.expr) -> str:
        """Return the name of the function of the module that an expression is in, "" if it is in none."""
        at = bisect_right(self._starts, node.lineno) - 1
        if at < 0 or node.lineno > (self._defined[at].end_lineno or 0):
            return ""
        return self._defined[at].name


def code(project: Project, path: str) -> Code | None:
    """Return what a Python file says, None if nobody can parse it."""

    def make() -> Code | None:
        parsed = Source(path, project.read([path]).get(path, b"")).parsed
        return Code(parsed) if isinstance(parsed, Tree) else None

    return project.once("python", path, make)


def called(node: ast.AST) -> str:
    """Return the dotted name of what is called, such as "session.run"; "" if it is no plain name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < 10:
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])


def decorators(function: Function) -> Iterator[tuple[str, ast.Call | None]]:
    """Yield the name of each decorator of a function, and its call if it has arguments."""
    for each in function.decorator_list:
        if isinstance(each, ast.Call):
            yield called(each.func), each
        else:
            yield called(each), None


def keyword(call: ast.Call | None, name: str) -> ast.expr | None:
    """Return the value of a keyword argument."""
    return next((each.value for each in call.keywords if each.arg == name), None) if call else None


def text(node: ast.AST | None, code: Code) -> str:
    """Return the text of an expression, with ``${V}`` for what is no constant."""
    if isinstance(node, ast.Name) and node.id in code.constants:
        node = code.constants[node.id]
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else NOT_KNOWN
    if isinstance(node, ast.JoinedStr):
        pieces = [each.value if isinstance(each, ast.FormattedValue) else each for each in node.values]
        return "".join(_piece(each, code) for each in pieces)
    if isinstance(node, ast.Attribute) and called(node) == "sys.executable":
        return "python"
    return NOT_KNOWN


def _piece(node: ast.AST, code: Code) -> str:
    if isinstance(node, ast.Name) and node.id in code.constants:
        node = code.constants[node.id]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else NOT_KNOWN


def words(nodes: Sequence[ast.expr], code: Code, known: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the words of arguments or items; ``known`` has the words of names such as "session.posargs"."""
    found: list[str] = []
    for node in nodes:
        if isinstance(node, ast.Starred):
            found += _listed(node.value, code, known)
        else:
            found.append(text(node, code))
    return found


def _listed(node: ast.expr, code: Code, known: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the words of a list that is spread into others."""
    if isinstance(node, ast.BoolOp) and node.values:  # session.posargs or ["tests"]
        first = called(node.values[0])
        if first in known:
            return list(known[first]) or _listed(node.values[-1], code, {})
    name = called(node)
    if name in known:
        return list(known[name])
    if isinstance(node, ast.Name) and node.id in code.constants:
        node = code.constants[node.id]
    if isinstance(node, ast.List | ast.Tuple):
        return [text(each, code) for each in node.elts if not isinstance(each, ast.Starred)]
    return [NOT_KNOWN]


def shell(found: Sequence[str]) -> str:
    """Return words as the shell text of one command."""
    return " ".join(quoted(word) for word in found)


def reached(first: str, code: Code) -> list[str]:
    """Return the functions of a file that a function calls, with itself and those that these call."""
    calls: dict[str, list[str]] = code_calls(code)
    found = [first]
    for number in range(_MOST_CALLED):
        if number == len(found):
            break
        found += [name for name in calls.get(found[number], ()) if name not in found]
    return found[:_MOST_CALLED]


def code_calls(code: Code) -> dict[str, list[str]]:
    """Return for each function of a module which others of it are called in it."""
    calls: dict[str, list[str]] = {}
    for call in code.tree.of(ast.Call):
        if isinstance(call.func, ast.Name) and call.func.id in code.functions:
            inside = calls.setdefault(code.around(call), [])
            if call.func.id not in inside:
                inside.append(call.func.id)
    return calls

"""What the names in one file stand for, as far as the file alone tells.

Imports and their aliases, names that are bound once to another name, constants of the module. What cannot be known
stays as it is written: no module is imported to find out.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code.tree import SCOPES, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    Scope: TypeAlias = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef

_BINDERS: tuple[type[ast.stmt | ast.expr | ast.arg | ast.excepthandler | ast.pattern], ...] = (
    *(ast.Import, ast.ImportFrom, ast.arg, ast.ExceptHandler, ast.Global, ast.Nonlocal, ast.MatchAs, ast.MatchStar),
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
)
"""What binds names, besides a name that something is assigned to."""
_MOST_STEPS = 20
"""Names that are followed one after another, and parts of one constant."""
_LONGEST = 2000
"""Characters of a constant that is put together."""


class Binding:
    """One place that gives a name its meaning.

    ``target`` is what an import binds the name to ("boto3.client"), "" for everything else. ``value`` is the expression
    that is assigned to the name alone, ``node`` is the statement, argument, function or class.
    """

    __slots__ = ("node", "target", "value")

    def __init__(self, node: ast.AST, target: str = "", value: ast.expr | None = None) -> None:
        self.node = node
        self.target = target
        self.value = value


class _Bound:
    """All that gives one name of a scope its meaning; ``target`` is that of the first import, "" without one."""

    __slots__ = ("places", "target")

    def __init__(self) -> None:
        self.places: list[Binding] = []
        self.target = ""

    def add(self, binding: Binding) -> None:
        """Take down one more place."""
        self.places.append(binding)
        self.target = self.target or binding.target


class Names:
    """The scopes of one file, and what their names are bound to."""

    __slots__ = ("_bound", "_scopes", "_tree", "stars")

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._scopes: dict[ast.AST, Scope] = {}
        """By node, the scope that it is in, for those that were asked for and those around them."""
        self._bound: dict[Scope, dict[str, _Bound]] = {}
        self.stars: list[str] = []
        """The modules from which all names are imported."""
        for node in _binders(tree):
            self._bind(node)

    # --- questions --------------------------------------------------------------------------------------

    def bindings(self, name: ast.Name) -> list[Binding]:
        """Return what a name is bound to in the innermost scope that binds it; nothing for a name of Python's own."""
        bound = self._find(name)
        return bound.places if bound is not None else []

    def value(self, expression: ast.expr) -> ast.expr:
        """Return the expression that a name is bound to, if only one is; any other expression as it is."""
        for _ in range(_MOST_STEPS):
            if not isinstance(expression, ast.Name):
                break
            found = self.bindings(expression)
            if len(found) != 1 or found[0].value is None:
                break
            expression = found[0].value
        return expression

    def qualified(self, expression: ast.expr) -> str:
        """Return the dotted name that an expression stands for, "" for one that is no name.

        ``c`` is "boto3.client" after ``from boto3 import client as c``. A name that the file does not explain keeps
        its own spelling: "Exception", "self.client.exceptions.ClientError".
        """
        parts: list[str] = []
        for _ in range(_MOST_STEPS):
            while isinstance(expression, ast.Attribute):
                parts.append(expression.attr)
                expression = expression.value
            if not isinstance(expression, ast.Name):
                return ""
            bound = self._find(expression)
            if bound is not None and bound.target:
                # Several are the branches of a try or an if: the first is what the code was written for.
                parts.append(bound.target)
                break
            value = bound.places[0].value if bound is not None and len(bound.places) == 1 else None
            if value is None or not isinstance(value, ast.Name | ast.Attribute):
                parts.append(expression.id)
                break
            expression = value
        else:
            parts.append(dotted(expression))  # names that stand for each other
        return ".".join(reversed(parts))

    def called(self, call: ast.Call) -> str:
        """Return the dotted name of what is called."""
        return self.qualified(call.func)

    def is_builtin(self, name: ast.Name) -> bool:
        """Return whether the file does not bind a name: it is Python's own, or comes with a star."""
        return not self.bindings(name)

    def text(self, expression: ast.expr) -> str | None:
        """Return the text of a constant: a literal, a name bound once to one, a sum or an f-string of them."""
        parts: list[str] = []
        stack: list[ast.expr] = [expression]
        for _ in range(_MOST_STEPS):
            if not stack:
                found = "".join(parts)
                return found if len(found) <= _LONGEST else None
            each = self.value(stack.pop())
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                parts.append(each.value)
            elif isinstance(each, ast.BinOp) and isinstance(each.op, ast.Add):
                stack += [each.right, each.left]
            elif isinstance(each, ast.JoinedStr):
                stack += each.values[::-1]
            elif isinstance(each, ast.FormattedValue) and each.conversion == -1 and each.format_spec is None:
                stack.append(each.value)
            else:
                return None
        return None

    def scope(self, node: ast.AST) -> Scope:
        """Return the function, class or module in which a node is."""
        return self._tree.nearest(node, *SCOPES) or self._tree.module

    # --- scopes -----------------------------------------------------------------------------------------

    def _find(self, name: ast.Name) -> _Bound | None:
        scope: Scope | None = self._around(name)
        is_first = True
        while scope is not None:
            # A class's names are those of its own body alone.
            if is_first or not isinstance(scope, ast.ClassDef):
                found = self._bound.get(scope, {}).get(name.id)
                if found is not None:
                    return found
            is_first = False
            scope = self._outer(scope)
        return None

    def _outer(self, scope: Scope) -> Scope | None:
        return None if isinstance(scope, ast.Module) else self._around(scope)

    def _around(self, node: ast.AST) -> Scope:
        """Return the scope whose names a node sees: decorators and bases see none of what they stand at.

        What is found holds for all nodes on the way, so that no way is gone twice.
        """
        scopes, tree = self._scopes, self._tree
        way: list[ast.AST] = []
        scope: Scope = tree.module
        at: ast.AST | None = node
        while at is not None:
            known = scopes.get(at)
            if known is not None:
                scope = known
                break
            way.append(at)
            outer = tree.parent(at)
            if isinstance(outer, SCOPES) and not _is_outside(at, outer):
                scope = outer
                break
            at = outer
        for each in way:
            scopes[each] = scope
        return scope

    def _bind(self, node: ast.AST) -> None:
        """Take down what a node binds."""
        if isinstance(node, ast.Name):
            self._add(node, node.id, Binding(node, value=self._assigned(node)))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for name, target in _imported(node):
                if name == "*":
                    self.stars.append(target)
                else:
                    self._add(node, name, Binding(node, target))
        elif isinstance(node, ast.arg):
            self._add(node, node.arg, Binding(node))
        elif isinstance(node, ast.Global | ast.Nonlocal):
            for name in node.names:
                self._add(self._tree.module if isinstance(node, ast.Global) else node, name, Binding(node))
        elif own := getattr(node, "name", None):  # of a function, a class, a handler, a pattern
            self._add(node, own, Binding(node))

    def _add(self, node: ast.AST, name: str, binding: Binding) -> None:
        """Take down one name of the scope that a node is in."""
        bound = self._bound.setdefault(self._around(node), {})
        if name not in bound:
            bound[name] = _Bound()
        bound[name].add(binding)

    def _assigned(self, name: ast.Name) -> ast.expr | None:
        """Return what is assigned to a name alone; None for a loop, an unpacking and the like."""
        outer = self._tree.parent(name)
        return outer.value if isinstance(outer, ast.Assign | ast.AnnAssign | ast.NamedExpr) else None


def _binders(tree: Tree) -> list[ast.stmt | ast.expr | ast.arg | ast.excepthandler | ast.pattern]:
    """Return the nodes that bind names, in the order of the text."""
    found = [each for kind in _BINDERS for each in tree.of(kind)]
    found += [each for each in tree.of(ast.Name) if isinstance(each.ctx, ast.Store)]
    return sorted(found, key=lambda each: (each.lineno, each.col_offset))


def _is_outside(child: ast.AST, scope: Scope) -> bool:
    """Return whether what is directly in a function or class does not see its own names: decorators and bases."""
    if isinstance(scope, ast.ClassDef):
        return isinstance(child, ast.expr | ast.keyword)
    if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
        return isinstance(child, ast.expr) and child is not scope.returns
    return False


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """Yield the names that an import binds, with what each stands for; "*" with the module."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            top = alias.name.partition(".")[0]
            yield (alias.asname, alias.name) if alias.asname else (top, top)
        return
    module = "." * (node.level or 0) + (node.module or "")
    for alias in node.names:
        if alias.name == "*":
            yield "*", module
        else:
            dot = "" if module.endswith(".") or not module else "."
            yield alias.asname or alias.name, f"{module}{dot}{alias.name}"


def last(dotted: str) -> str:
    """Return the last part of a dotted name."""
    return dotted.rpartition(".")[2]


def dotted(expression: ast.expr) -> str:
    """Return a name as it is written, such as "self.log.error"; "" for an expression that is no name."""
    parts: list[str] = []
    while isinstance(expression, ast.Attribute):
        parts.append(expression.attr)
        expression = expression.value
    return ".".join(reversed([*parts, expression.id])) if isinstance(expression, ast.Name) else ""

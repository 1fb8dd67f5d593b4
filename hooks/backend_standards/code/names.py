"""What the names in one file stand for, as far as the file alone tells.

Imports and their aliases, names that are bound once to another name, constants of the module. What cannot be known
stays as it is written: no module is imported to find out.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code.tree import SCOPES, Tree, children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    Scope: TypeAlias = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef

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


class Names:
    """The scopes of one file, and what their names are bound to."""

    __slots__ = ("_bindings", "_scopes", "_tree", "stars")

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._scopes: dict[ast.AST, Scope] = {}
        """By name (``ast.Name``), the scope that it is used in."""
        self._bindings: dict[Scope, dict[str, list[Binding]]] = {}
        self.stars: list[str] = []
        """The modules from which all names are imported."""
        stack: list[tuple[ast.AST, Scope]] = [(tree.module, tree.module)]
        while stack:
            node, scope = stack.pop()
            inner = self._bind(node, scope)
            below = children(node)
            if inner is scope:
                stack += [(child, scope) for child in reversed(below)]
            else:  # decorators, defaults and bases run where the function or class is written
                outside = set(_outside(inner))
                stack += [(child, scope if child in outside else inner) for child in reversed(below)]

    # --- questions --------------------------------------------------------------------------------------

    def bindings(self, name: ast.Name) -> list[Binding]:
        """Return what a name is bound to in the innermost scope that binds it; nothing for a name of Python's own."""
        scope: Scope | None = self._scopes.get(name, self._tree.module)
        is_first = True
        while scope is not None:
            # A class's names are those of its own body alone.
            if is_first or not isinstance(scope, ast.ClassDef):
                found = self._bindings.get(scope, {}).get(name.id)
                if found:
                    return found
            is_first = False
            scope = self._outer(scope)
        return []

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
            found = self.bindings(expression)
            targets = {each.target for each in found if each.target}
            if targets:  # several are the branches of a try or an if: the first is what the code was written for
                parts.append(next(each.target for each in found if each.target))
                break
            value = found[0].value if len(found) == 1 else None
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

    def _outer(self, scope: Scope) -> Scope | None:
        if isinstance(scope, ast.Module):
            return None
        return self._scopes.get(scope, self._tree.module)

    def _bind(self, node: ast.AST, scope: Scope) -> Scope:
        """Take down what a node binds; return the scope of what is below it."""
        if isinstance(node, ast.Name):
            self._scopes[node] = scope
            if isinstance(node.ctx, ast.Store):
                self._add(scope, node.id, Binding(node, value=self._assigned(node)))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for name, target in _imported(node):
                if name == "*":
                    self.stars.append(target)
                else:
                    self._add(scope, name, Binding(node, target))
        elif isinstance(node, ast.arg):
            self._add(scope, node.arg, Binding(node))
        elif isinstance(node, ast.ExceptHandler) and node.name:
            self._add(scope, node.name, Binding(node))
        elif isinstance(node, ast.Global | ast.Nonlocal):
            for name in node.names:
                self._add(self._tree.module if isinstance(node, ast.Global) else scope, name, Binding(node))
        elif isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
            self._add(scope, node.name, Binding(node))
        elif isinstance(node, SCOPES):
            self._scopes[node] = scope
            if not isinstance(node, ast.Lambda):
                self._add(scope, node.name, Binding(node))
            return node
        return scope

    def _add(self, scope: Scope, name: str, binding: Binding) -> None:
        self._bindings.setdefault(scope, {}).setdefault(name, []).append(binding)

    def _assigned(self, name: ast.Name) -> ast.expr | None:
        """Return what is assigned to a name alone; None for a loop, an unpacking and the like."""
        outer = self._tree.parent(name)
        if isinstance(outer, ast.Assign) and any(target is name for target in outer.targets):
            return outer.value
        if isinstance(outer, ast.AnnAssign | ast.NamedExpr) and outer.target is name:
            return outer.value
        return None


def _outside(scope: Scope) -> list[ast.AST]:
    """Return the nodes of a function or class that do not see its own names."""
    if isinstance(scope, ast.ClassDef):
        return [*scope.decorator_list, *scope.bases, *scope.keywords]
    return list(scope.decorator_list) if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef) else []


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

"""A parsed file, walked once: its nodes by kind, and what is around each.

Nothing here calls itself: a tree may be nested as deeply as the parser allows.
"""

from __future__ import annotations

import _ast as ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias, TypeVar

    Node = TypeVar("Node", bound=ast.AST)
    Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
"""What has names of its own, besides the module and comprehensions."""
_MARKS = frozenset((ast.Load, ast.Store, ast.Del))
"""Nodes that all names share: they have no place of their own."""
_LEAVES = frozenset((ast.Name, ast.Constant, ast.alias, ast.Pass, ast.Break, ast.Continue, ast.Global, ast.Nonlocal))
"""Nodes with none below them: more than half of a tree."""


class Tree:
    """The tree of one module. Nodes are given in the order of the text."""

    __slots__ = ("_blocks", "_kinds", "_parents", "module")

    def __init__(self, module: ast.Module) -> None:
        self.module = module
        self._parents: dict[ast.AST, ast.AST] = {}
        self._kinds: dict[type[ast.AST], list[ast.AST]] = {}
        self._blocks: dict[ast.AST, tuple[list[ast.stmt], int]] = {}
        """By statement, its block, and where the one after it is there; made when it is asked for."""
        self._walk(module)

    def _walk(self, module: ast.Module) -> None:
        """Visit every node once. It takes half as long as with calls of ``children``, a fifth of a clean run."""
        parents, kinds = self._parents, self._kinds
        stack: list[ast.AST] = [module]
        while stack:
            node = stack.pop()
            kind = node.__class__
            if kind in kinds:
                kinds[kind].append(node)
            else:
                kinds[kind] = [node]
            if kind in _LEAVES:
                continue
            for field in kind._fields[::-1]:
                value = getattr(node, field, None)
                if value.__class__ is list:
                    for each in value[::-1]:
                        if isinstance(each, ast.AST):
                            stack.append(each)
                            parents[each] = node
                elif isinstance(value, ast.AST) and value.__class__ not in _MARKS:
                    stack.append(value)
                    parents[value] = node

    def of(self, kind: type[Node]) -> list[Node]:
        """Return the nodes of one class."""
        return self._kinds.get(kind, [])  # type: ignore[return-value]  # each list holds nodes of its class

    @property
    def functions(self) -> list[Function]:
        """The functions and methods, in the order of the text."""
        found: list[Function] = [*self.of(ast.FunctionDef), *self.of(ast.AsyncFunctionDef)]
        return sorted(found, key=lambda each: (each.lineno, each.col_offset))

    def parent(self, node: ast.AST) -> ast.AST | None:
        """Return the node directly around another; None for the module."""
        return self._parents.get(node)

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes around another, the innermost first."""
        outer = self._parents.get(node)
        while outer is not None:
            yield outer
            outer = self._parents.get(outer)

    def nearest(self, node: ast.AST, *kinds: type[Node]) -> Node | None:
        """Return the innermost node of some classes around another."""
        return next((outer for outer in self.around(node) if isinstance(outer, kinds)), None)

    def function(self, node: ast.AST) -> Function | None:
        """Return the function in whose body a node is; None for the body of a module or class."""
        for outer in self.around(node):
            if isinstance(outer, FUNCTIONS):
                return outer
            if isinstance(outer, ast.ClassDef):
                return None
        return None

    def place(self, node: ast.AST) -> str:
        """Return where a node is, for a message: " in load()", or "" outside of functions."""
        outer = next((each for each in self.around(node) if isinstance(each, FUNCTIONS)), None)
        return f" in {outer.name}()" if outer else ""

    def statement(self, node: ast.AST) -> ast.stmt | None:
        """Return the statement that a node is or belongs to."""
        found: ast.AST | None = node
        while found is not None and not isinstance(found, ast.stmt):
            found = self._parents.get(found)
        return found

    def after(self, statement: ast.stmt, most: int = 0) -> list[ast.stmt]:
        """Return the statements that follow one in its own block: all of them, or the first ``most`` and the last."""
        if not self._blocks:
            for node in set(self._parents.values()):
                for block in node.__dict__.values():
                    if block.__class__ is list and block and isinstance(block[0], ast.stmt):
                        self._blocks.update((each, (block, at)) for at, each in enumerate(block, 1))
        block, at = self._blocks.get(statement, ([], 0))
        if most and len(block) - at > most:
            return [*block[at : at + most], block[-1]]
        return block[at:]


def children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes directly in another, in the order of its fields."""
    found: list[ast.AST] = []
    if node.__class__ in _LEAVES:
        return found
    for field in node._fields:
        value = getattr(node, field, None)
        if value.__class__ is list:
            found += [each for each in value if isinstance(each, ast.AST)]
        elif isinstance(value, ast.AST) and value.__class__ not in _MARKS:
            found.append(value)
    return found


def inside(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield nodes and all below them that run when these run: what nested functions and classes hold does not."""
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, SCOPES):
            stack += reversed(children(node))


def everything(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield nodes and all below them, nested functions and classes too."""
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        stack += reversed(children(node))

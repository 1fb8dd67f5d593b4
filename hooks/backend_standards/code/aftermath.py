"""Whether the code after a handler deals with the error: after a loop of attempts, or by a name that it sets."""

from __future__ import annotations

import _ast as ast

from backend_standards.code import logs
from backend_standards.code.answers import is_error_answer, is_error_status
from backend_standards.code.names import last
from backend_standards.code.tree import SCOPES, everything, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.code.source import Source
    from backend_standards.code.tree import Function

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_ENDS = ("abort", "exit", "fail")
_WARNINGS = frozenset("warning warn error exception critical fatal".split())
_OUTCOMES = frozenset("success successful succeeded ok healthy alive valid reachable connected available".split())
"""Words of a name that holds whether something went well."""
_MOST_LOOKED_AT = 400
"""Nodes after a try that are looked at: what deals with its error is not far away, and a file may have many of them."""


class Aftermath:
    """What follows the handlers of one file. Each function is looked through once."""

    def __init__(self, source: Source) -> None:
        self._names = source.names
        self._tree = source.tree
        self._told: dict[Function, dict[str, int]] = {}
        """By function and name, the last line on which the name decides about a log line, a raise or an answer."""

        self._reads: dict[Function, dict[str, tuple[int, int]]] = {}
        """By function and name, the first and the last line on which the name is read."""

    def deals(self, handler: ast.ExceptHandler) -> bool:
        """Return whether what follows a handler deals with its error."""
        return self._goes_on_to_deal(handler) or self._is_told_later(handler)

    def is_read_outside(self, handler: ast.ExceptHandler, name: str) -> bool:
        """Return whether a name that a handler sets is read anywhere else; at a module's top others may read it."""
        function = self._tree.function(handler)
        if function is None:
            return True
        if function not in self._reads:
            reads = self._reads[function] = {}
            for node in everything(function.body):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    first, final = reads.get(node.id, (node.lineno, node.lineno))
                    reads[node.id] = min(first, node.lineno), max(final, node.lineno)
        first, final = self._reads[function].get(name, (handler.lineno, handler.lineno))
        return first < handler.lineno or final > (handler.end_lineno or handler.lineno)

    # --- where the handler goes on ----------------------------------------------------------------------

    def _goes_on_to_deal(self, handler: ast.ExceptHandler) -> bool:
        """Return whether the code after a try whose body always leaves is the handling: nothing else comes by there."""
        end = handler.body[-1]
        outer = self._tree.parent(handler)
        if isinstance(end, ast.Return | ast.Break | ast.Raise) or not isinstance(outer, ast.Try | ast.TryStar):
            return False
        if _leaves(outer.orelse or outer.body):
            return self._rest_deals(outer, isinstance(end, ast.Continue))
        return self._is_attempt(outer)

    def _is_attempt(self, statement: ast.Try | ast.TryStar) -> bool:
        """Return whether a try in a loop may end the loop, and the end of the loop itself raises or logs."""
        loop = self._tree.parent(statement)
        if not isinstance(loop, _LOOPS) or not any(
            isinstance(each, ast.Return | ast.Break) for each in _some(statement.body)
        ):
            return False
        after = [*loop.orelse, *self._tree.after(loop, _MOST_LOOKED_AT)]
        block = self._tree.parent(loop)
        while isinstance(block, ast.With | ast.AsyncWith):
            after += self._tree.after(block, _MOST_LOOKED_AT)
            block = self._tree.parent(block)
        return any(isinstance(each, ast.Raise) or self._warns(each) for each in after)

    def _warns(self, statement: ast.stmt) -> bool:
        """Return whether a statement logs that something failed: not that the loop has ended."""
        if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)):
            return False
        function = statement.value.func
        is_warning = isinstance(function, ast.Attribute) and function.attr in _WARNINGS
        return is_warning and self._logs_or_raises(statement.value)

    def _rest_deals(self, statement: ast.stmt, is_next_round: bool) -> bool:
        """Return whether what runs after a statement logs or raises; of a loop, what follows when it ends."""
        current = statement
        while True:
            rest = [] if is_next_round else self._tree.after(current, _MOST_LOOKED_AT)
            if any(self._logs_or_raises(each) for each in _some(rest)):
                return True
            if _leaves(rest):
                return any(isinstance(each, ast.Call) for each in _some(rest))
            outer = self._tree.parent(current)
            if isinstance(outer, _LOOPS):
                is_next_round = False
                if any(self._logs_or_raises(each) for each in _some(outer.orelse)):
                    return True
            above = self._tree.statement(outer) if outer is not None else None
            if above is None or isinstance(above, SCOPES):
                return False
            current = above

    # --- what the handler sets --------------------------------------------------------------------------

    def _is_told_later(self, handler: ast.ExceptHandler) -> bool:
        """Return whether a name that a handler sets decides afterwards about a log line, a raise or an answer."""
        function = self._tree.function(handler)
        if function is None:
            return False
        end = handler.end_lineno or handler.lineno
        for node in inside(handler.body):
            if isinstance(node, ast.Assign):
                if function not in self._told:
                    self._told[function] = self._last_lines(function)
                told = self._told[function]
                if any(isinstance(each, ast.Name) and told.get(each.id, 0) > end for each in node.targets):
                    return True
        return False

    def _last_lines(self, function: Function) -> dict[str, int]:
        found: dict[str, int] = {}
        for node in inside(function.body):
            for name in self._deciding(node):
                found[name] = max(found.get(name, 0), getattr(node, "lineno", 0))
        return found

    def _deciding(self, node: ast.AST) -> Iterable[str]:
        """Return the names because of which a node logs, raises or answers with an error."""
        if isinstance(node, ast.If | ast.While):
            names = _read(node.test)
            below = inside([*node.body, *node.orelse]) if names else ()
            is_telling = any(self._logs_or_raises(each) or self._answers(each) for each in below)
            return names if is_telling else ()
        if isinstance(node, ast.IfExp):
            branches = node.body, node.orelse
            return _read(node.test) if any(is_error_status(each, self._names) for each in branches) else ()
        if isinstance(node, ast.Assert):
            return _read(node.test)
        if isinstance(node, ast.Call) and self._logs_or_raises(node):
            return _read(node)
        if isinstance(node, ast.Dict | ast.Call):
            return (name for name in _read(node) if not _OUTCOMES.isdisjoint(name.lower().split("_")))
        return ()

    def _answers(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Return | ast.Dict) and is_error_answer(node, self._names)

    def _logs_or_raises(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Raise):
            return True
        if not isinstance(node, ast.Call):
            return False
        return logs.is_log_call(node, self._names) or last(self._names.called(node)) in _ENDS


def _some(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    return (node for node, _ in zip(inside(body), range(_MOST_LOOKED_AT), strict=False))


def _leaves(body: Sequence[ast.stmt]) -> bool:
    """Return whether the last of some statements leaves the block."""
    return bool(body) and isinstance(body[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)


def _read(expression: ast.AST) -> set[str]:
    return {each.id for each in everything([expression]) if isinstance(each, ast.Name)}

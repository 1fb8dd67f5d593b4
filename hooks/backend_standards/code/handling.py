"""Does a handler do something about the error: log, raise, pass on, answer, or call what may do so?

A call is believed to be the handling, because one file does not tell what it does. What is left are handlers that do
nothing but go on: ``pass``, ``continue``, ``return None``, ``data = {}``, ``print``.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import errors, logs
from backend_standards.code.names import last
from backend_standards.code.tree import SCOPES, children, everything, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.code.names import Names
    from backend_standards.code.source import Source
    from backend_standards.code.tree import Tree

_PRINTS = frozenset(("print", "pprint", "pprint.pprint", "rich.print", "pp", "pprint.pp"))
_PURE = frozenset(
    "dict list set tuple frozenset str int float bool bytes bytearray object Decimal ZoneInfo defaultdict OrderedDict "
    "Counter deque timedelta SimpleNamespace DataFrame Series".split()
)
"""Constructors that make a value and do nothing else."""
_WAITS = ("time.sleep", "asyncio.sleep", "gevent.sleep", "anyio.sleep", "trio.sleep")
_UNDOES = frozenset(("rollback", "close", "aclose"))
"""Methods that a handler calls besides telling of the error."""
_MODULES = ("", "pandas", "zoneinfo", "decimal", "collections", "datetime", "types", "builtins")
"""Where they come from: a method of that name is another thing."""
_LEAST_ERROR = 400
_MOST_ERROR = 599
_STATUS = ("status", "code")
_GOOD = frozenset("OK CREATED ACCEPTED NO_CONTENT PARTIAL_CONTENT FOUND SEE_OTHER NOT_MODIFIED".split())
"""Constants of HTTPStatus that are no error."""
_TELLING = frozenset(
    "error errors err message msg detail details reason failed failure failures fault exception problem warning "
    "warnings fallback unavailable unhealthy down".split()
)
"""Words of keys and texts that tell the caller about the failure."""


_OUTCOMES = frozenset("success successful succeeded ok healthy alive valid reachable connected available".split())
"""Words of a name that holds whether something went well."""
_CHECKS = frozenset(
    "health healthy healthcheck healthz ping alive ready readiness liveness reachable connected".split()
)
"""Words of the name of a function whose answer is whether something works."""
_CLEANUPS = frozenset(
    "close aclose terminate kill rollback shutdown disconnect unlink rmtree remove cancel release stop wait quit "
    "cleanup join abort_multipart_upload".split()
)
"""Methods that end something."""


def cleans_up(node: ast.AST, body: Sequence[ast.stmt], tree: Tree) -> bool:
    """Return whether statements do nothing but end things, in a handler or a finally: on the way of another error."""
    if not all(isinstance(each, ast.Expr) and _ends_something(each.value) for each in body):
        return False
    below: ast.AST = node
    for outer in tree.around(node):
        if isinstance(outer, ast.ExceptHandler):
            return True
        if isinstance(outer, ast.Try | ast.TryStar) and any(below is each for each in outer.finalbody):
            return True
        if isinstance(outer, SCOPES):
            return False
        below = outer
    return False


def _ends_something(value: ast.expr) -> bool:
    call = value.value if isinstance(value, ast.Await) else value
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _CLEANUPS


def _is_false(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


class Handler:
    """One handler with what is around it, and how it deals with the error."""

    def __init__(self, source: Source, handler: ast.ExceptHandler, *, prints: bool = False) -> None:
        """Take a handler; ``prints`` says that printing is enough, as in a script."""
        self.node = handler
        self.names: Names = source.names
        self._tree = source.tree
        self._prints = prints

    def swallows(self) -> bool:
        """Return whether nothing on any path through the handler deals with the error."""
        if self._deals(self.node.body) or self._is_after_another_error() or self._is_a_check():
            return False
        return not (self._goes_on_to_deal() or self._is_told_later())

    def _is_after_another_error(self) -> bool:
        """Return whether the try only cleans up after another error, which a second one would hide."""
        outer = self._tree.parent(self.node)
        return isinstance(outer, ast.Try) and cleans_up(outer, outer.body, self._tree)

    def _is_a_check(self) -> bool:
        """Return whether the function asks whether something is there, and the handler answers that it is not."""
        answer = self.node.body[-1]
        function = self._tree.function(self.node)
        if function is None or not (isinstance(answer, ast.Return) and _is_false(answer.value)):
            return False
        words = function.name.lower().split("_")
        if not _CHECKS.isdisjoint(words):
            return True
        caught = errors.caught(self.node, self.names)
        return words[0] == "check" and not any(each.is_broad or each.name in errors.AWS for each in caught)

    def _deals(self, body: Sequence[ast.stmt]) -> bool:
        """Return whether statements hold something that deals with the error."""
        printed: set[ast.AST] = set()
        for node in inside(body):
            if node in printed:
                continue
            if isinstance(node, ast.Call) and self.names.called(node) in _PRINTS and not self._goes_elsewhere(node):
                if self._prints or any(self._tells_all(each) for each in everything(children(node))):
                    return True
                printed.update(everything(children(node)))
                continue
            if self._deals_alone(node):
                return True
        return False

    def _deals_alone(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Raise | ast.Assert | ast.Yield | ast.YieldFrom | ast.AugAssign):
            return True
        if isinstance(node, ast.Await):
            return not isinstance(node.value, ast.Call)  # the call itself tells
        if isinstance(node, ast.Call):
            return not self._is_pure(node)
        if isinstance(node, ast.Name):
            return node.id == self.node.name and isinstance(node.ctx, ast.Load)
        if isinstance(node, SCOPES):
            return any(isinstance(each, ast.Name) and each.id == self.node.name for each in everything([node]))
        if isinstance(node, ast.Return) and node.value is not None:
            return _answers(node.value, self.names)
        if isinstance(node, ast.Assign):
            return _answers(node.value, self.names) or any(self._notes(target, node.value) for target in node.targets)
        return False

    def _notes(self, target: ast.expr, value: ast.expr) -> bool:
        """Return whether an assignment notes the failure: ``failed = True``, ``response.status_code = 502``."""
        word = _last_word(target)
        is_true = isinstance(value, ast.Constant) and bool(value.value)
        is_noted = is_true and not _TELLING.isdisjoint(word.split("_"))
        return is_noted or (_is_status(word) and _is_error_status(value, self.names))

    def _is_pure(self, call: ast.Call) -> bool:
        """Return whether a call makes a value, waits or undoes, and tells nobody."""
        name = self.names.called(call)
        if name in _WAITS or (isinstance(call.func, ast.Attribute) and call.func.attr in _UNDOES):
            return True
        return last(name) in _PURE and name.rpartition(".")[0] in _MODULES

    def _goes_elsewhere(self, call: ast.Call) -> bool:
        """Return whether a print writes to a file of its own."""
        return any(
            keyword.arg == "file" and not self.names.qualified(keyword.value).startswith("sys.")
            for keyword in call.keywords
        )

    def _tells_all(self, node: ast.AST) -> bool:
        """Return whether a printed expression is the whole traceback."""
        return isinstance(node, ast.Call) and self.names.called(node).startswith(("traceback.", "sys.exc_info"))

    # --- what follows the handler -----------------------------------------------------------------------

    def _goes_on_to_deal(self) -> bool:
        """Return whether the code after a try whose body always leaves is the handling: nothing else comes by there."""
        if not _falls_through(self.node.body):
            return False
        outer = self._tree.parent(self.node)
        if not isinstance(outer, ast.Try | ast.TryStar) or not _leaves(outer.orelse or outer.body):
            return False
        return self._rest_deals(outer, is_continue=isinstance(self.node.body[-1], ast.Continue))

    def _rest_deals(self, statement: ast.stmt, *, is_continue: bool) -> bool:
        """Return whether what runs after a statement logs or raises; of a loop, what follows when it ends."""
        current: ast.AST = statement
        while isinstance(current, ast.stmt):
            rest = [] if is_continue else self._tree.after(current)
            if any(self._logs_or_raises(each) for each in inside(rest)):
                return True
            if not is_continue and rest and _leaves(rest):
                return any(isinstance(each, ast.Call) for each in inside(rest))
            outer = self._tree.parent(current)
            if isinstance(outer, ast.For | ast.AsyncFor | ast.While):
                is_continue = False
                if any(self._logs_or_raises(each) for each in inside(outer.orelse)):
                    return True
            if outer is None or isinstance(outer, (*SCOPES, ast.Module)):
                return False
            current = outer if isinstance(outer, ast.stmt) else self._tree.statement(outer) or outer
        return False

    def _is_told_later(self) -> bool:
        """Return whether a name that the handler sets decides afterwards about a log line, a raise or an answer."""
        assigned = {
            target.id
            for node in inside(self.node.body)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        function = self._tree.function(self.node)
        if not assigned or function is None:
            return False
        end = self.node.end_lineno or self.node.lineno
        later = (node for node in inside(function.body) if getattr(node, "lineno", 0) > end)
        return any(self._tells(node, assigned) for node in later)

    def _tells(self, node: ast.AST, names: set[str]) -> bool:
        """Return whether a node logs or raises because of a name, or answers with an error because of it."""
        if isinstance(node, ast.If | ast.While):
            below = inside([*node.body, *node.orelse]) if _reads(node.test, names) else ()
            return any(self._logs_or_raises(each) or _is_error_answer(each, self.names) for each in below)
        if isinstance(node, ast.IfExp):
            branches = node.body, node.orelse
            return _reads(node.test, names) and any(_is_error_status(each, self.names) for each in branches)
        if isinstance(node, ast.Assert):
            return _reads(node.test, names)
        if isinstance(node, ast.Dict | ast.Call):
            return _reads(node, {name for name in names if not _OUTCOMES.isdisjoint(name.lower().split("_"))}) or (
                isinstance(node, ast.Call) and self._logs_or_raises(node) and _reads(node, names)
            )
        return False

    def _logs_or_raises(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Raise):
            return True
        if not isinstance(node, ast.Call):
            return False
        return logs.is_log_call(node, self.names) or last(self.names.called(node)) in ("abort", "exit", "fail")


def _falls_through(body: Sequence[ast.stmt]) -> bool:
    """Return whether a handler goes on with what follows the try, or with the next round of its loop."""
    return not isinstance(body[-1], ast.Return | ast.Break | ast.Raise)


def _leaves(body: Sequence[ast.stmt]) -> bool:
    """Return whether the last of some statements leaves the block."""
    return bool(body) and isinstance(body[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)


def _reads(expression: ast.AST, names: set[str]) -> bool:
    return any(isinstance(each, ast.Name) and each.id in names for each in everything([expression]))


def _answers(value: ast.expr, names: Names) -> bool:
    """Return whether a value tells the caller about the failure: a status, an error, words about it."""
    return _is_error_answer(value, names) or _is_telling(value)


def _is_error_answer(node: ast.AST, names: Names) -> bool:
    """Return whether an answer to a request has the status of an error."""
    if isinstance(node, ast.Return) and node.value is not None:
        node = node.value
    if isinstance(node, ast.Tuple):
        return any(_is_error_status(each, names) for each in node.elts[1:])
    if isinstance(node, ast.Dict):
        return any(
            isinstance(key, ast.Constant) and _is_status(str(key.value)) and _is_error_status(value, names)
            for key, value in zip(node.keys, node.values, strict=True)
        )
    return False


def _is_status(word: str) -> bool:
    return word.lower().replace("_", "").endswith(_STATUS)


def _is_error_status(value: ast.expr, names: Names) -> bool:
    """Return whether a value is an HTTP status from 400 on: a number, its text, or a constant of HTTPStatus."""
    if isinstance(value, ast.Constant):
        number = value.value
        if isinstance(number, str) and number[:3].isdecimal():
            number = int(number[:3])
        return isinstance(number, int) and _LEAST_ERROR <= number <= _MOST_ERROR
    parts = names.qualified(value).split(".")
    if parts[-1] == "value":
        parts.pop()
    name = parts[-1]
    if name.startswith("HTTP_"):
        return name[5:6] in ("4", "5")
    return "HTTPStatus" in parts and name not in _GOOD


def _is_telling(value: ast.expr) -> bool:
    """Return whether a value says in words that something failed: in a text, or in the keys of a dict."""
    for node in everything([value]):
        if isinstance(node, ast.JoinedStr):
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 2:
            text = node.value.lower()
            if " " in text.strip() or any(word in text for word in _TELLING) or "fail" in text or "invalid" in text:
                return True
    return False


def _last_word(target: ast.expr) -> str:
    """Return the last word of what is assigned to: "error" of ``self.last_error``, "status" of ``result["status"]``."""
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        name = str(target.slice.value)
    else:
        name = target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""
    return name.lower()

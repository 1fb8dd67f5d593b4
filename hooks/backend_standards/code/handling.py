"""Whether a handler deals with the error: it logs, raises, passes it on, answers, or calls what may do so.

A call is believed to be the handling, because one file does not tell what it does. The other handlers do nothing but go
on: ``pass``, ``continue``, ``return None``, ``data = {}``, ``print``.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import errors, logs
from backend_standards.code.aftermath import Aftermath
from backend_standards.code.answers import TELLING, answers, is_error_status, is_status
from backend_standards.code.names import last
from backend_standards.code.tree import SCOPES, children, everything, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.code.names import Names
    from backend_standards.code.source import Source
    from backend_standards.code.tree import Tree

_PRINTS = frozenset(
    "print pprint pprint.pprint rich.print pp pprint.pp sys.stdout.write sys.stderr.write sys.stdout.flush "
    "sys.stderr.flush".split()
)
_LOOKS = frozenset("isinstance issubclass hasattr getattr type str repr int len bool any all".split())
_LOOK_METHODS = frozenset("get lower upper strip startswith endswith split find".split())
"""Functions and methods that only look at an error."""
_RESPONSES = frozenset(
    "HttpResponse JsonResponse Response JSONResponse ORJSONResponse PlainTextResponse HTMLResponse TemplateResponse "
    "HttpResponseRedirect RedirectResponse jsonify make_response redirect render render_template".split()
)
"""Answers to a request. Without an error's status or words, an answer hides the error from everybody."""
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
_CHECKS = frozenset(
    "health healthy healthcheck healthz ping alive ready readiness liveness reachable connected".split()
)
"""Words of the name of a function whose answer is whether something works."""
_OF_LOGGING = ("filter", "format", "emit")
_CLEANUPS = frozenset(
    "detach close aclose terminate kill rollback shutdown disconnect unlink rmtree remove cancel release stop wait "
    "quit cleanup join abort_multipart_upload".split()
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


class Handlers:
    """The handlers of one file, with what is around each, and how each deals with the error."""

    def __init__(self, source: Source) -> None:
        self.names: Names = source.names
        self._tree = source.tree
        self._aftermath = Aftermath(source)

    def swallows(self, handler: ast.ExceptHandler, *, prints: bool = False) -> bool:
        """Return whether nothing on any path through a handler deals with the error.

        ``prints`` says that printing is enough, as in a script.
        """
        if self._deals(handler, prints=prints) or self._is_after_another_error(handler) or self._is_a_check(handler):
            return False
        return not (self._is_about_logging(handler) or self._aftermath.deals(handler))

    def _is_about_logging(self, handler: ast.ExceptHandler) -> bool:
        """Return whether what failed is logging itself: a try of log calls alone, or a filter, formatter or handler."""
        function = self._tree.function(handler)
        if function and function.name in _OF_LOGGING and any(each.arg == "record" for each in function.args.args):
            return True
        outer = self._tree.parent(handler)
        return isinstance(outer, ast.Try) and all(
            isinstance(each, ast.Expr) and isinstance(each.value, ast.Call) and logs.is_log_call(each.value, self.names)
            for each in outer.body
        )

    def _is_after_another_error(self, handler: ast.ExceptHandler) -> bool:
        """Return whether the try only cleans up after another error, which a second one would hide."""
        outer = self._tree.parent(handler)
        return isinstance(outer, ast.Try) and cleans_up(outer, outer.body, self._tree)

    def _is_a_check(self, handler: ast.ExceptHandler) -> bool:
        """Return whether the function asks whether something is there, and the handler answers that it is not."""
        answer = handler.body[-1]
        function = self._tree.function(handler)
        if function is None or not (isinstance(answer, ast.Return | ast.Assign) and _is_false(answer.value)):
            return False
        words = function.name.lower().split("_")
        if not _CHECKS.isdisjoint(words):
            return True
        caught = errors.caught(handler, self.names)
        return words[0] == "check" and not any(each.is_broad or each.name in errors.AWS for each in caught)

    def _deals(self, handler: ast.ExceptHandler, *, prints: bool) -> bool:
        """Return whether the handler itself holds something that deals with the error."""
        known = {handler.name} if handler.name else set()
        passed_over: set[ast.AST] = set()
        for node in inside(handler.body):
            if node in passed_over:
                continue
            if isinstance(node, ast.Call) and self.names.called(node) in _PRINTS and not self._goes_elsewhere(node):
                if prints or any(self._tells_all(each) for each in everything(children(node))):
                    return True
                passed_over.update(everything(children(node)))
            elif looked_at := self._looked_at(node, handler, known):
                passed_over.update(everything([looked_at]))
            elif self._deals_alone(node, known):
                return True
        return False

    def _looked_at(self, node: ast.AST, handler: ast.ExceptHandler, known: set[str]) -> ast.expr | None:
        """Return the expression of a node that only looks at the error; None for one that does more.

        A condition only looks, and so does a statement of no effect. A name that is bound to a part of the error stands
        for the error, unless code outside of the handler reads it: it is added to ``known``.
        """
        found: ast.expr | None = None
        if isinstance(node, ast.If | ast.While | ast.IfExp):
            found = node.test
        elif isinstance(node, ast.Match):
            found = node.subject
        elif isinstance(node, ast.Expr):
            found = node.value
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if _mentions(node.value, known) and not self._aftermath.is_read_outside(handler, name):
                found = node.value
                known.add(name)
        return found if found is not None and _only_looks(found) else None

    def _deals_alone(self, node: ast.AST, known: set[str]) -> bool:
        if isinstance(node, ast.Raise | ast.Assert | ast.Yield | ast.YieldFrom | ast.AugAssign):
            return True
        if isinstance(node, ast.Await):
            return not isinstance(node.value, ast.Call)  # the call itself tells
        if isinstance(node, ast.Call):
            return not self._is_pure(node)
        if isinstance(node, ast.Name):
            return node.id in known and isinstance(node.ctx, ast.Load)
        if isinstance(node, SCOPES):
            return _mentions(node, known)
        if isinstance(node, ast.Return) and node.value is not None:
            return answers(node.value, self.names)
        if isinstance(node, ast.Assign):
            return answers(node.value, self.names) or any(self._notes(target, node.value) for target in node.targets)
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            return answers(node.value, self.names) or self._notes(node.target, node.value)
        return False

    def _notes(self, target: ast.expr, value: ast.expr) -> bool:
        """Return whether an assignment notes the failure: ``failed = True``, ``response.status_code = 502``."""
        word = _last_word(target)
        is_true = isinstance(value, ast.Constant) and bool(value.value)
        is_noted = is_true and not TELLING.isdisjoint(word.split("_"))
        return is_noted or (is_status(word) and is_error_status(value, self.names))

    def _is_pure(self, call: ast.Call) -> bool:
        """Return whether a call makes a value, waits or undoes, and tells nobody."""
        name = self.names.called(call)
        if name in _WAITS:  # in a loop it waits for the next attempt
            return self._tree.nearest(call, ast.For, ast.AsyncFor, ast.While) is None
        if isinstance(call.func, ast.Attribute) and call.func.attr in _UNDOES:
            return True
        if last(name) in _RESPONSES:  # whose status and words are looked at where it is returned
            return isinstance(self._tree.parent(call), ast.Return)
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


def _mentions(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(each, ast.Name) and each.id in names for each in everything([node]))


def _only_looks(expression: ast.expr) -> bool:
    """Return whether an expression calls nothing that may deal with an error."""
    for node in everything([expression]):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name) and function.id in _LOOKS:
                continue
            if not (isinstance(function, ast.Attribute) and function.attr in _LOOK_METHODS):
                return False
        elif isinstance(node, ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr | ast.Lambda):
            return False
    return True


def _last_word(target: ast.expr) -> str:
    """Return the last word of what is assigned to: "error" of ``self.last_error``, "status" of ``result["status"]``."""
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        name = str(target.slice.value)
    else:
        name = target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""
    return name.lower()

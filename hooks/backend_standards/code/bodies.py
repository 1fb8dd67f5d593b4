"""Bodies that a function reads by hand and takes fields out of, before anything has checked them."""

from __future__ import annotations

import _ast as ast

from backend_standards.code import endpoints
from backend_standards.code.names import last
from backend_standards.code.routes import Candidate, is_page
from backend_standards.code.tree import inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.code.names import Names
    from backend_standards.code.routes import Served
    from backend_standards.code.source import Source
    from backend_standards.code.tree import Function

_VALIDATES = frozenset(
    "validate validates validated model validator deserialize deserialise load loads parse parsed schema schemas "
    "structure check verify clean expects arguments args input kwargs accept accepts".split()
)
"""Words in the names of calls and decorators that check a body."""
_HARMLESS = frozenset(
    "json.loads orjson.loads ujson.loads simplejson.loads dict list len str bool print repr type isinstance sorted "
    "json.dumps orjson.dumps jsonify flask.jsonify log parse_qs urllib.parse.parse_qs base64.b64decode bytes set tuple "
    "copy.deepcopy copy.copy enumerate iter any all zip id hash int float".split()
)
"""Calls that a body is given to and that do not check it."""
_LOGS = frozenset("debug info warning error exception".split())
_COPIES = frozenset("copy decode to_dict strip".split())
_READS = frozenset("get pop items keys values setdefault getlist get_all".split())
_OF_REQUEST = frozenset("json form data values get_json get_data json_body body decoded_body".split())
_MOST_ROUNDS = 5
"""Names in a row that one body goes through."""
_MOST_STEPS = 10
_LAMBDA = ("event", "context")


def judge(source: Source, served: Iterable[Served], *, flask: bool) -> Iterator[Candidate]:
    """Yield the findings about the functions of one file; ``flask`` asks for those of Flask and of Lambdas too."""
    for each in served:
        function, nodes = each.function, each.nodes
        if read := _read(nodes, _of_fastapi(function, nodes, source.names), source.names):
            yield _unchecked(source, each.router, function, read, (endpoints.FASTAPI,))
        if not flask or is_page(nodes) or _is_checked_before(each, source.names):
            continue
        if read := _read(nodes, _of_flask(nodes, source.names), source.names):
            yield _unchecked(source, each.router, function, read, (endpoints.FLASK, endpoints.POWERTOOLS))
    if flask and b"body" in source.data:
        for function in source.tree.functions:
            event = event_of(function)
            nodes = list(inside(function.body)) if event else []
            if read := _read(nodes, _of_lambda(event, nodes), source.names):
                yield _unchecked(source, "", function, read, ())


def event_of(function: Function) -> str:
    """Return the name of the event of a function that a Lambda calls, "" for any other function."""
    arguments = [*function.args.posonlyargs, *function.args.args]
    names = [argument.arg.strip("_") for argument in arguments]
    if len(names) != len(_LAMBDA):
        return ""
    is_event, is_context = names[0] in ("event", "evt"), names[1] in ("context", "ctx", "lambda_context")
    return arguments[0].arg if is_event or (is_context and "handler" in function.name) else ""


# --- where a body is read ---------------------------------------------------------------------------


def _of_fastapi(function: Function, nodes: Sequence[ast.AST], names: Names) -> list[ast.expr]:
    """Return the expressions that read the body of a request: ``await request.json()``."""
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    requests = {
        argument.arg
        for argument in arguments
        if argument.annotation is not None and last(names.qualified(argument.annotation)) == "Request"
    }
    if not requests:
        return []
    return [
        node
        for node in nodes
        if isinstance(node, ast.Await)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr in ("json", "body")
        and isinstance(node.value.func.value, ast.Name)
        and node.value.func.value.id in requests
    ]


def _of_flask(nodes: Sequence[ast.AST], names: Names) -> list[ast.expr]:
    """Return the expressions that read the body of Flask's request, or of the event of Powertools."""
    found: list[ast.expr] = []
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr in _OF_REQUEST:
            owner = names.qualified(node.value)
            if owner in ("flask.request", "quart.request") or owner.endswith("current_event"):
                found.append(node)
    return found


def _of_lambda(event: str, nodes: Sequence[ast.AST]) -> list[ast.expr]:
    """Return the expressions that read the body of a Lambda's event."""
    found: list[ast.expr] = []
    for node in nodes:
        if isinstance(node, ast.Subscript):
            key, owner = node.slice, node.value
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "get"
            and node.args
        ):
            key, owner = node.args[0], node.func.value
        else:
            continue
        if isinstance(owner, ast.Name) and owner.id == event and isinstance(key, ast.Constant) and key.value == "body":
            found.append(node)
    return found


def _is_checked_before(served: Served, names: Names) -> bool:
    """Return whether another decorator of a function checks the body: ``@use_args(schema)``."""
    for decorator in served.function.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        words = last(names.qualified(called)).lower().split("_")
        if decorator is not served.call and not _VALIDATES.isdisjoint(words):
            return True
    return False


# --- where it goes ----------------------------------------------------------------------------------


def _read(every: Sequence[ast.AST], bodies: Sequence[ast.expr], names: Names) -> ast.expr | None:
    """Return where a function takes a field out of a body that nothing has checked; None if it does not."""
    if not bodies:
        return None
    nodes = [node for node in every if isinstance(node, ast.expr | ast.stmt)]
    body = _Body(bodies, nodes, names)
    if any(isinstance(node, ast.Call) and body.is_checked_by(node) for node in nodes):
        return None
    return next((node for node in nodes if isinstance(node, ast.expr) and body.is_read_by(node)), None)


class _Body:
    """The body of one request in one function: the expressions and names that hold it, and those of its fields."""

    def __init__(self, reads: Sequence[ast.expr], nodes: Sequence[ast.AST], names: Names) -> None:
        self._names = names
        self._reads = set(map(id, reads))
        self._held: set[str] = set()
        self._fields: set[str] = set()
        bound = [pair for node in nodes for pair in _bound(node)]
        for _ in range(_MOST_ROUNDS):
            before = len(self._held)
            self._held.update(name for name, value in bound if self._is_whole(value))
            if len(self._held) == before:
                break
        self._fields.update(name for name, value in bound if self.is_read_by(value))

    def is_read_by(self, node: ast.expr) -> bool:
        """Return whether an expression takes a field out of the body."""
        if isinstance(node, ast.Subscript):
            return isinstance(node.ctx, ast.Load) and self._is_whole(node.value)
        function = node.func if isinstance(node, ast.Call) else None
        return isinstance(function, ast.Attribute) and function.attr in _READS and self._is_whole(function.value)

    def is_checked_by(self, call: ast.Call) -> bool:
        """Return whether a call may check the body: a model that gets it or fields of it, any function that gets it."""
        name = self._names.called(call)
        if name in _HARMLESS or last(name) in _LOGS:
            return False
        given = [each.value if isinstance(each, ast.Starred) else each for each in call.args]
        given += [keyword.value for keyword in call.keywords]
        if any(self._is_whole(value) for value in given):
            return True
        is_model = last(name)[:1].isupper() or not _VALIDATES.isdisjoint(last(name).lower().split("_"))
        return is_model and any(
            self.is_read_by(value) or (isinstance(value, ast.Name) and value.id in self._fields) for value in given
        )

    def _is_whole(self, value: ast.expr) -> bool:
        """Return whether an expression is the body, whole: as it is, decoded, copied, or with a default."""
        for _ in range(_MOST_STEPS):
            if id(value) in self._reads or (isinstance(value, ast.Name) and value.id in self._held):
                return True
            if isinstance(value, ast.Await):
                value = value.value
            elif isinstance(value, ast.BoolOp):
                value = value.values[0]
            elif isinstance(value, ast.Call):
                function = value.func
                if id(function) in self._reads:
                    return True
                if isinstance(function, ast.Attribute) and function.attr in _COPIES:
                    value = function.value
                elif value.args and self._names.called(value) in _HARMLESS:
                    value = value.args[0]
                else:
                    return False
            else:
                return False
        return False


def _bound(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that a node binds, each with what it is bound to."""
    if isinstance(node, ast.Assign):
        yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and isinstance(node.target, ast.Name) and node.value:
        yield node.target.id, node.value


def _unchecked(source: Source, router: str, function: Function, read: ast.expr, kinds: Sequence[str]) -> Candidate:
    from backend_standards.code import rules
    from backend_standards.code.findings import at

    name = function.name
    message = f"{name}() takes fields out of a body that nothing has checked"
    rule = rules.UNVALIDATED_BODY
    note = "Write a pydantic model of the fields, and read them from Model.model_validate(…)."
    if endpoints.FASTAPI in kinds:
        rule = rules.UNTYPED_REQUEST_BODY
        note = f"Write a pydantic model of the fields, and make it a parameter of {name}() in place of the request."
    return Candidate(router, kinds, at(source, read, rule, message, note=note))

"""Parameters and responses of FastAPI, and bodies of Litestar, whose annotations say nothing of their fields."""

from __future__ import annotations

import _ast as ast
from itertools import islice

from backend_standards.code import endpoints
from backend_standards.code.names import last
from backend_standards.code.routes import Candidate
from backend_standards.code.tree import FUNCTIONS, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backend_standards.code.names import Names
    from backend_standards.code.routes import Served
    from backend_standards.code.source import Source

_WITH_BODY = frozenset(("post", "put", "patch"))
_ANY = frozenset("Any object".split())
_DICTS = frozenset("dict Dict Mapping MutableMapping OrderedDict defaultdict DefaultDict".split())
_LISTS = frozenset(
    "list List Sequence Iterable Iterator set Set frozenset tuple Tuple Optional Union Annotated".split()
)
_BARE = frozenset("list List Sequence Iterable set Set tuple Tuple".split()) | _DICTS | _ANY
_NOT_BODY = frozenset("Depends Query Path Header Cookie Form File Security Dependency Inject Provide".split())
"""What else a parameter may be read from."""
_NO_CONTENT = ("204", "205", "304", "NO_CONTENT", "RESET_CONTENT", "NOT_MODIFIED")
_RESPONSES = frozenset(
    f"{name}Response"
    for name in "JSON ORJSON UJSON HTML PlainText Redirect Streaming File EventSource Template".split()
) | {"Response"}
_MOST_NODES = 500
"""Nodes of a function that others call, which is looked through for each of them."""
_GIVES_RESPONSE = ("_response", "redirect", "render", "stream")
"""Words in the names of functions that make a response themselves."""


def judge(source: Source, served: Iterable[Served]) -> Iterator[Candidate]:
    """Yield the findings about the functions of one file."""
    for each in served:
        yield from _function(source, each)


def _function(source: Source, served: Served) -> Iterator[Candidate]:
    function, names = served.function, source.names
    if not _WITH_BODY.isdisjoint(_verbs(served.call)):
        for argument in _untyped_bodies(served, names):
            yield _untyped_argument(source, served, argument)
    if _has_untyped_response(served, names):
        from backend_standards.code import rules
        from backend_standards.code.findings import at

        message = f"{function.name}() returns data without a schema"
        note = "Give the decorator response_model=, or annotate what the function returns with a pydantic model."
        yield Candidate(
            served.router, (endpoints.FASTAPI,), at(source, function, rules.UNTYPED_RESPONSE, message, note=note)
        )


def _verbs(call: ast.Call) -> set[str]:
    """Return the methods of HTTP that a route takes, in lower case."""
    function = call.func
    name = (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
    if name in endpoints.VERBS:
        return {name}
    given = next((keyword.value for keyword in call.keywords if keyword.arg in ("methods", "method")), None)
    values = given.elts if isinstance(given, ast.List | ast.Tuple | ast.Set) else [given]
    return {str(each.value).lower() for each in values if isinstance(each, ast.Constant)}


# --- bodies of FastAPI ------------------------------------------------------------------------------


def _untyped_bodies(served: Served, names: Names) -> Iterator[ast.arg]:
    """Yield the parameters that take any JSON: annotated dict, list or Any, and read from the body."""
    arguments = served.function.args
    every = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(every) - len(arguments.defaults))
    pairs = list(zip(every, [*defaults, *arguments.defaults], strict=True))
    pairs += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    path = _path_names(served.call)
    for argument, default in pairs:
        marker = last(names.qualified(default.func)) if isinstance(default, ast.Call) else ""
        marker = marker or _marker(argument.annotation, names)
        if (
            marker in _NOT_BODY
            or f"{{{argument.arg}}}" in path
            or f"{{{argument.arg}:" in path
            or argument.arg in ("self", "cls")
        ):
            continue
        if argument.annotation is None:
            if marker == "Body":
                yield argument
        elif is_untyped(argument.annotation, names):
            yield argument


def _path_names(call: ast.Call) -> str:
    found = call.args[0] if call.args else None
    return found.value if isinstance(found, ast.Constant) and isinstance(found.value, str) else ""


def _marker(annotation: ast.expr | None, names: Names) -> str:
    """Return what ``Annotated`` says that a parameter is read from: "Body", "Depends"."""
    if isinstance(annotation, ast.Name | ast.Attribute):
        annotation = names.value(annotation)
    if not isinstance(annotation, ast.Subscript) or last(names.qualified(annotation.value)) != "Annotated":
        return ""
    parts = annotation.slice.elts[1:] if isinstance(annotation.slice, ast.Tuple) else []
    found = [last(names.qualified(each.func if isinstance(each, ast.Call) else each)) for each in parts]
    return next((each for each in found if each), "")


def is_untyped(annotation: ast.expr, names: Names) -> bool:
    """Return whether an annotation says nothing about the fields: dict, list[dict], dict[str, Any], Any, a union."""
    stack = [annotation]
    for _ in range(20):
        if not stack:
            return False
        each = names.value(stack.pop())
        if isinstance(each, ast.BinOp):
            stack += [each.left, each.right]
        elif isinstance(each, ast.Subscript):
            name = last(names.qualified(each.value))
            inner = each.slice.elts if isinstance(each.slice, ast.Tuple) else [each.slice]
            if name in _DICTS:
                stack += inner[1:2]
            elif name == "Annotated":
                stack += inner[:1]
            elif name in _LISTS:
                stack += inner
        elif isinstance(each, ast.Name | ast.Attribute) and last(names.qualified(each)) in _BARE:
            return True
    return False


def _untyped_argument(source: Source, served: Served, argument: ast.arg) -> Candidate:
    from backend_standards.code import rules
    from backend_standards.code.findings import at

    name = served.function.name
    message = f"{name}() takes {argument.arg} from the body without a schema"
    note = f"Write a pydantic model of the fields that {name}() needs, and annotate {argument.arg} with it."
    kinds = (endpoints.FASTAPI, endpoints.LITESTAR) if argument.arg == "data" else (endpoints.FASTAPI,)
    return Candidate(served.router, kinds, at(source, argument, rules.UNTYPED_REQUEST_BODY, message, note=note))


# --- responses --------------------------------------------------------------------------------------


def _has_untyped_response(served: Served, names: Names) -> bool:
    function, call = served.function, served.call
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if None in given or "response_class" in given or _is_no_content(given.get("status_code"), names):
        return False
    model = given.get("response_model")
    if model is not None and not (isinstance(model, ast.Constant) and model.value is None):
        return is_untyped(model, names)
    returned = [node.value for node in served.nodes if isinstance(node, ast.Return) and node.value is not None]
    values = [each for each in returned if not (isinstance(each, ast.Constant) and each.value is None)]
    if not values or any(isinstance(node, ast.Yield | ast.YieldFrom) for node in served.nodes):
        return False
    if function.returns is not None and not is_untyped(function.returns, names):
        return False
    typed = {
        argument.arg
        for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
        if argument.annotation is not None and not is_untyped(argument.annotation, names)
    }
    return not _needs_no_schema(call) and any(not _is_plain(value, typed, names) for value in values)


def _needs_no_schema(call: ast.Call) -> bool:
    """Return whether nobody writes code against a route: it is hidden, a health check, or laid down by others."""
    from backend_standards.code.route_prefixes import is_exempt

    hidden = next((keyword.value for keyword in call.keywords if keyword.arg == "include_in_schema"), None)
    path = _path_names(call)
    return (isinstance(hidden, ast.Constant) and hidden.value is False) or (len(path) > 1 and is_exempt((path,)))


def _is_no_content(status: ast.expr | None, names: Names) -> bool:
    if status is None:
        return False
    shown = str(status.value) if isinstance(status, ast.Constant) else names.qualified(status)
    return shown.endswith(_NO_CONTENT) or any(word in shown for word in _NO_CONTENT)


def _is_response(call: ast.Call, names: Names) -> bool:
    name = last(names.called(call))
    return name in _RESPONSES or any(word in name.lower() for word in _GIVES_RESPONSE)


def _gives_response(call: ast.Call, names: Names) -> bool:
    """Return whether a function of the file is called that is annotated with a response, or returns nothing else."""
    found = names.bindings(call.func) if isinstance(call.func, ast.Name) else []
    function = found[0].node if len(found) == 1 else None
    if not isinstance(function, FUNCTIONS):
        return False
    if function.returns is not None:
        return last(names.qualified(function.returns)) in _RESPONSES
    nodes = list(islice(inside(function.body), _MOST_NODES))
    if len(nodes) == _MOST_NODES:
        return False
    values = [node.value for node in nodes if isinstance(node, ast.Return)]
    values = [names.value(value) if value is not None else None for value in values]
    return bool(values) and all(isinstance(value, ast.Call) and _is_response(value, names) for value in values)


def _is_plain(value: ast.expr, typed: set[str], names: Names) -> bool:
    """Return whether a value says itself what it is: a response, or literals and parameters with a type alone."""
    if isinstance(value, ast.Name) and "resp" in value.id.lower():
        return True
    value = names.value(value)
    value = value.value if isinstance(value, ast.Await) else value
    if isinstance(value, ast.Call):
        return _is_response(value, names) or _gives_response(value, names)
    stack = [value]
    for _ in range(200):
        if not stack:
            return True
        each = stack.pop()
        if isinstance(each, ast.Dict):
            if None in each.keys:
                return False
            stack += each.values
        elif isinstance(each, ast.List | ast.Tuple):
            stack += each.elts
        elif isinstance(each, ast.Name):
            if each.id not in typed:
                return False
        elif not isinstance(each, ast.Constant | ast.JoinedStr):
            return False
    return False

"""Answers that tell of an error, and have the status 200: of routes, of exception handlers, of a Lambda.

Source: the standard's "API Design" ("Returning 200 OK for error conditions").
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code import endpoints
from backend_standards.code.bodies import event_of
from backend_standards.code.names import dotted, last
from backend_standards.code.routes import Candidate
from backend_standards.code.tree import inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backend_standards.code.names import Names
    from backend_standards.code.routes import Served
    from backend_standards.code.source import Source
    from backend_standards.code.tree import Function

_ERRORS = frozenset("error errors err errormessage errormsg exception errordetail errordetails".split())
"""Keys that tell of an error if they hold something."""
_OUTCOMES = frozenset("success ok status succeeded successful isok issuccess result".split())
_FAILURES = frozenset("error failed failure fail fatal exception ko err nok unsuccessful".split())
"""Values of such a key that tell of an error."""
_BESIDE = (
    _ERRORS
    | _OUTCOMES
    | frozenset(
        "message msg messages detail details reason description code errorcode errortype type title hint help info "
        "text errordescription statuscode timestamp requestid correlationid traceid path instance traceback stacktrace "
        "suggestion field fields".split()
    )
)
"""Keys that an answer has beside an error, and that are no content of its own."""
_EMPTY_BESIDE = frozenset("data result results response value items payload body content".split())
"""Keys that may be there if they hold nothing."""
_JSON = frozenset("jsonify JSONResponse ORJSONResponse UJSONResponse json_response make_response Response".split())
_RESPONSES = _JSON | frozenset("HTMLResponse PlainTextResponse response_class TemplateResponse".split())
_PAGES = frozenset("render_template render_template_string".split())
_STATUS_NAMES = ("status_code", "status", "statusCode")
_CUSTOMS = ("graphql", "webhook")
_LEAST_OTHER = 300
_EVERY = tuple(set(endpoints.FRAMEWORKS.values()))
_SAYING = frozenset("error exception fail failed failure invalid unable cannot not missing denied unauthorized".split())


class _Answer:
    """What a function returns: its body, and its status (0 for none given, -1 for one that nobody knows)."""

    __slots__ = ("body", "status")

    def __init__(self, body: ast.expr | None, status: int) -> None:
        self.body = body
        self.status = status


def judge(source: Source, served: Iterable[Served]) -> Iterator[Candidate]:
    """Yield the findings about the functions of one file."""
    for each in served:
        if not _is_told(each.call, source.names):
            yield from _function(source, each)
    for function in source.tree.functions:
        if _handles_exceptions(function):
            yield from _handler(source, function)
        if event_of(function) and b"statusCode" in source.data:
            yield from _lambda(source, function)


def _is_told(call: ast.Call, names: Names) -> bool:
    """Return whether the decorator itself gives a status other than 200."""
    status = next((keyword.value for keyword in call.keywords if keyword.arg == "status_code"), None)
    return status is not None and not _is_good(_status(status, names))


def _is_good(status: int) -> bool:
    return 0 <= status < _LEAST_OTHER


def _is_by_custom(served: Served) -> bool:
    """Return whether errors of a function have the status 200 by custom: GraphQL, and webhooks.

    The sender of a webhook sends it again unless the status is 200, however often it cannot be used.
    """
    path = served.call.args[0] if served.call.args else None
    words = [served.function.name, str(path.value) if isinstance(path, ast.Constant) else ""]
    for node in served.nodes:
        if isinstance(node, ast.Attribute):
            words.append(node.attr)
        elif isinstance(node, ast.Name):
            words.append(node.id)
    return any(custom in word.lower() for word in words for custom in _CUSTOMS)


# --- functions of routes ----------------------------------------------------------------------------


def _function(source: Source, served: Served) -> Iterator[Candidate]:
    found = [
        node
        for node in served.nodes
        if isinstance(node, ast.Return) and node.value is not None and _is_good_error(node.value, source.names)
    ]
    if found and not _sets_status(served.nodes) and not _is_by_custom(served):
        for node in found:
            yield _found(source, served.function, served.router, node)


def _is_good_error(value: ast.expr, names: Names) -> bool:
    """Return whether an answer tells of an error, and has a status that does not."""
    answer = _answer(value, names)
    return answer.body is not None and _is_good(answer.status) and _tells_of_error(answer.body, names)


def _sets_status(nodes: Iterable[ast.AST]) -> bool:
    """Return whether a function gives a response another status afterwards: ``response.status_code = 409``."""
    for node in nodes:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(target, ast.Attribute) and target.attr in _STATUS_NAMES for target in targets):
            return True
    return False


def _answer(value: ast.expr, names: Names) -> _Answer:
    """Return the body and the status of what a function returns."""
    status = 0
    for _ in range(10):
        value = names.value(value)
        value = value.value if isinstance(value, ast.Await) else value
        if isinstance(value, ast.Tuple) and value.elts:
            status = _of_tuple(value, names) or status
            value = value.elts[0]
        elif isinstance(value, ast.Call):
            name = last(names.called(value)) or last(dotted(value.func))
            if name in ("dumps", "dict"):
                return _Answer(value, status)
            if name in _PAGES:
                return _Answer(None, status)
            if name not in _RESPONSES:
                return _Answer(None, -1)
            given = _given_status(value, name, names)
            status = given or status
            if name == "jsonify" and value.keywords:
                return _Answer(value, status)
            body = value.args[0] if value.args else _keyword(value, "content", "body", "response")
            if name != "make_response" or body is None:
                return _Answer(body, status)
            value = body
        else:
            break
    return _Answer(value, status)


def _of_tuple(value: ast.Tuple, names: Names) -> int:
    """Return the status in Flask's tuple (body, status, headers), 0 if there is none."""
    if len(value.elts) == 1:
        return 0
    second = names.value(value.elts[1])
    return 0 if isinstance(second, ast.Dict) else _status(second, names)


def _given_status(call: ast.Call, name: str, names: Names) -> int:
    if name == "jsonify":  # whose keywords are all of the body, status too
        return 0
    given = _keyword(call, *_STATUS_NAMES)
    if given is None and len(call.args) > 1:
        given = call.args[1]
    if given is not None:
        return _status(given, names)
    is_open = any(keyword.arg is None for keyword in call.keywords)
    return -1 if is_open or any(isinstance(each, ast.Starred) for each in call.args) else 0


def _keyword(call: ast.Call, *known: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg in known), None)


def _status(value: ast.expr, names: Names) -> int:
    """Return the number of a status: of a literal or a constant of a framework; -1 if nobody knows."""
    value = names.value(value)
    if isinstance(value, ast.Constant):
        digits = str(value.value)[:3]
        return int(digits) if digits.isascii() and digits.isdigit() else -1
    parts = names.qualified(value).split(".")
    if parts[-1] == "value":
        parts.pop()
    name = parts[-1]
    if name.startswith("HTTP_") and name[5:8].isdigit():
        return int(name[5:8])
    good = {"OK": 200, "CREATED": 201, "ACCEPTED": 202, "NO_CONTENT": 204}
    return good.get(name, -1) if "HTTPStatus" in parts else -1


# --- what an answer says ----------------------------------------------------------------------------


def _pairs(body: ast.expr, names: Names) -> list[tuple[str, ast.expr]] | None:
    """Return the keys and values of a body; None for one whose keys are not all known."""
    body = names.value(body)
    if isinstance(body, ast.Call):
        name = last(names.called(body))
        if name == "dumps" and body.args:
            return _pairs_of_dict(names.value(body.args[0]), names)
        if name not in ("jsonify", "dict") or body.args:
            return None
        return [(_word(keyword.arg), keyword.value) for keyword in body.keywords if keyword.arg]
    return _pairs_of_dict(body, names)


def _pairs_of_dict(body: ast.expr, names: Names) -> list[tuple[str, ast.expr]] | None:
    if not isinstance(body, ast.Dict):
        return None
    found: list[tuple[str, ast.expr]] = []
    for key, value in zip(body.keys, body.values, strict=True):
        text = names.text(key) if key is not None else None
        if text is None:
            return None
        found.append((_word(text), value))
    return found


def _word(key: str) -> str:
    return key.lower().replace("_", "").replace("-", "")


def _tells_of_error(body: ast.expr, names: Names) -> bool:
    """Return whether a body says that something failed, and nothing else."""
    pairs = _pairs(body, names)
    if not pairs:
        return False
    if any(not _is_beside(key, value) for key, value in pairs):
        return False
    told = [(key, names.value(value)) for key, value in pairs]
    if any(key in _OUTCOMES and not _is_error(key, value) for key, value in told):
        return False  # such as success=done: it may have succeeded
    return any(_is_error(key, value) for key, value in told)


def _is_beside(key: str, value: ast.expr) -> bool:
    """Return whether a key is one that describes an error, and no content of its own."""
    if key in _EMPTY_BESIDE:
        return _is_empty(value) or (key == "result" and isinstance(value, ast.Constant))
    return key in _BESIDE


def _is_error(key: str, value: ast.expr) -> bool:
    if key == "errors" and not isinstance(value, ast.List | ast.Dict | ast.Constant | ast.JoinedStr):
        return False  # a list that may be empty, as batches and validations have one
    if key in _ERRORS:
        return not _is_empty(value)
    if key in _OUTCOMES and isinstance(value, ast.Constant):
        if value.value is False:
            return True
        return isinstance(value.value, str) and value.value.lower() in _FAILURES
    return False


def _is_empty(value: ast.expr) -> bool:
    """Return whether a value is nothing: None, False, 0, "", an empty list or dict."""
    if isinstance(value, ast.Constant):
        return not value.value
    if isinstance(value, ast.List | ast.Tuple):
        return not value.elts
    return isinstance(value, ast.Dict) and not value.keys


def _found(source: Source, function: Function, router: str, node: ast.stmt, what: str = "") -> Candidate:
    from backend_standards.code import rules
    from backend_standards.code.findings import at

    message = f"{function.name}() {what or 'answers with an error, and the status 200'}"
    finding = at(source, node, rules.OK_ON_ERROR, message, note=_note(source))
    return Candidate(router, () if not router else _EVERY, finding)


def _note(source: Source) -> str:
    data = source.data
    if b"fastapi" in data:
        return "Raise HTTPException(status_code=…, detail=…), or give the response the status: 400, 404, 409, 500."
    if b"statusCode" in data:
        return 'Answer with the status of the error in "statusCode": 400, 404, 409, 500.'
    return "Return the status beside the body: return …, 404. Or call abort(404)."


# --- exception handlers -----------------------------------------------------------------------------


def _handles_exceptions(function: Function) -> bool:
    """Return whether a function answers for the exceptions of an application."""
    return any(
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in endpoints.EXCEPTION_HANDLERS
        for decorator in function.decorator_list
    )


def _handler(source: Source, function: Function) -> Iterator[Candidate]:
    nodes = list(inside(function.body))
    for node in nodes if not _sets_status(nodes) else ():
        if not isinstance(node, ast.Return) or node.value is None:
            continue
        value = source.names.value(node.value)
        if _answer(value, source.names).status == 0 and _is_response(value, source.names):
            yield _found(source, function, "", node, "answers for an exception without a status, which means 200")


def _is_response(value: ast.expr, names: Names) -> bool:
    """Return whether a value is a response that has the status 200 unless it is given another one."""
    if isinstance(value, ast.Dict | ast.JoinedStr):
        return True
    if isinstance(value, ast.Constant):
        return isinstance(value.value, str)
    if not isinstance(value, ast.Call):
        return False
    name = last(names.called(value)) or last(dotted(value.func))
    return name in _RESPONSES or name in _PAGES


# --- Lambda -----------------------------------------------------------------------------------------


def _lambda(source: Source, function: Function) -> Iterator[Candidate]:
    names = source.names
    for node in inside(function.body):
        if not isinstance(node, ast.Return) or node.value is None:
            continue
        pairs = dict(_pairs_of_dict(names.value(node.value), names) or ())
        status, body = pairs.get("statuscode"), pairs.get("body")
        if status is None or body is None or not 0 < _status(status, names) < _LEAST_OTHER:
            continue
        if _tells_of_error(body, names) or _tells_of_exception(source, node, body):
            yield _found(source, function, "", node)


def _tells_of_exception(source: Source, node: ast.Return, body: ast.expr) -> bool:
    """Return whether a return in a handler puts the exception, or words about a failure, into the body."""
    handler = source.tree.nearest(node, ast.ExceptHandler)
    if handler is None:
        return False
    return any(
        (isinstance(each, ast.Name) and each.id == handler.name)
        or (isinstance(each, ast.Constant) and isinstance(each.value, str) and _says_failure(each.value))
        for each in inside([source.names.value(body)])
    )


def _says_failure(text: str) -> bool:
    return not _SAYING.isdisjoint(text.lower().replace(":", " ").replace(".", " ").split())

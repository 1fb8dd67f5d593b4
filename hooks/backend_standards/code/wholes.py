"""Expressions that are a whole request, event, environment or settings object, with the secrets that are in it."""

from __future__ import annotations

import _ast as ast

from backend_standards.code.names import dotted, last
from backend_standards.code.secret_words import is_secret, words
from backend_standards.code.tree import inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.code.names import Binding, Names
    from backend_standards.code.tree import Function, Tree

_REQUESTS = frozenset(
    "request req http_request flask_request django_request fastapi_request current_request current_event websocket "
    "httprequest".split()
)
_REQUEST_TYPES = frozenset("Request HttpRequest WSGIRequest ASGIRequest HTTPConnection WebSocket".split())
_EVENTS = frozenset("event lambda_event apigw_event api_event api_gateway_event proxy_event evt".split())
_CONTEXTS = frozenset("context ctx _context _ __ lambda_context _ctx unused_context".split())
_HEADERS = frozenset("headers meta cookies environ multivalueheaders multi_value_headers raw_headers".split())
_BODIES = frozenset("json form data post body values json_body raw_body decoded_body media forms".split())
_BODY_METHODS = frozenset("json form body get_json get_data post text read".split())
_EVENT_BODIES = frozenset(("body", "json_body", "decoded_body"))
_DUMPS = frozenset("model_dump model_dump_json dict json to_dict as_dict dump".split())
_GATEWAY_KEYS = frozenset("headers multiValueHeaders body httpMethod requestContext queryStringParameters".split())
"""Keys of the events of API Gateway, which hold the Authorization header of the caller."""
_OTHER_KEYS = frozenset(("actionGroup", "Records", "detail", "source"))
"""Keys of the events of Bedrock's agents, queues and EventBridge, which hold no header."""
_SETTINGS_BASES = frozenset(("BaseSettings", "BaseAppSettings"))
HIDING = frozenset(("SecretStr", "SecretBytes", "Secret", "MaskedStr", "PasswordType"))
"""Types whose text is asterisks."""


class Seen:
    """The requests, events and settings of one file."""

    def __init__(self, tree: Tree, names: Names) -> None:
        self._tree = tree
        self._names = names
        # Answers that are asked for again and again: by function, by class, by name and the place that first binds it.
        self._gateway: dict[ast.AST, bool] = {}
        self._secret_classes: dict[ast.ClassDef, bool] = {}
        self._requests: dict[tuple[str, ast.AST | None], bool | None] = {}

    def whole(self, each: ast.expr) -> str:
        """Return what an expression is the whole of: "headers", "body", "environment", "event"; "" for none."""
        if isinstance(each, ast.Attribute):
            return self._attribute(each)
        if isinstance(each, ast.Subscript):
            key = self._names.text(each.slice) if isinstance(each.slice, ast.expr) else None
            return self._member(each.value, key or "")
        if isinstance(each, ast.Call):
            return self._call(each)
        if isinstance(each, ast.Name):
            if self._names.qualified(each) == "os.environ":
                return "environment"
            if self.handler(each) is not None:
                return "event"
            if self._leaks(each):
                return "environment"
        return ""

    def _attribute(self, each: ast.Attribute) -> str:
        name = each.attr.lower()
        if self._names.qualified(each) in ("os.environ", "os.environb"):
            return "environment"
        if each.attr == "__dict__":
            return "environment" if self._is_settings(each.value) else "headers" * self.is_request(each.value)
        if each.attr == "config" and last(dotted(each.value)) in ("app", "current_app"):
            return "environment"
        if name in _HEADERS and (self.is_request(each.value) or self.is_event(each.value)):
            return "headers"
        if (name in _BODIES and self.is_request(each.value)) or (name in _EVENT_BODIES and self.is_event(each.value)):
            return "body"
        return ""

    def _member(self, outer: ast.expr, key: str) -> str:
        if not key or not (self.is_event(outer) or self.is_request(outer) or last(dotted(outer)) == "scope"):
            return ""
        return "headers" if key in ("headers", "multiValueHeaders", "cookies") else "body" if key == "body" else ""

    def _call(self, call: ast.Call) -> str:
        function = call.func
        if not isinstance(function, ast.Attribute):
            if self._names.qualified(function) == "vars" and call.args:
                return "environment" if self._is_settings(call.args[0]) else ""
            return ""
        outer, method = function.value, function.attr
        if method == "get" and call.args:
            return self._member(outer, self._names.text(call.args[0]) or "")
        if method in _BODY_METHODS and self.is_request(outer):
            return "body"
        chosen = {keyword.arg for keyword in call.keywords} & {"exclude", "include"}
        if method in _DUMPS and not chosen and self._is_settings(outer):
            return "environment"
        return ""

    # --- requests and events ----------------------------------------------------------------------------

    def is_request(self, each: ast.expr) -> bool:
        """Return whether an expression is the request that a server answers, by its name or its annotation."""
        if isinstance(each, ast.Name):
            bindings = self._names.bindings(each)
            key = each.id, bindings[0].node if bindings else None
            if key not in self._requests:
                self._requests[key] = self._is_bound_to_request(each, bindings)
            known = self._requests[key]
            if known is not None:
                return known
        name = each.attr if isinstance(each, ast.Attribute) else each.id if isinstance(each, ast.Name) else ""
        if isinstance(each, ast.Subscript):  # info.context["request"] of GraphQL
            name = self._names.text(each.slice) or ""
        return name.lower().strip("_") in _REQUESTS

    def _is_bound_to_request(self, name: ast.Name, bindings: Sequence[Binding]) -> bool | None:
        """Return whether what binds a name says that it is a request or is none; None if it does not say."""
        if any(binding.value is not None and _called(binding.value) for binding in bindings):
            return False  # one that is sent, or an answer
        if self._names.qualified(name).startswith(("urllib", "requests", "httpx")):
            return False
        for binding in bindings:
            kind = binding.node.annotation if isinstance(binding.node, ast.arg) else None
            if kind is not None and last(self._names.qualified(kind)) in _REQUEST_TYPES:
                return True
        return None

    def is_event(self, each: ast.expr) -> bool:
        """Return whether an expression is the event of a Lambda function."""
        if not isinstance(each, ast.Name):
            return isinstance(each, ast.Attribute) and each.attr in ("current_event", "lambda_event")
        return each.id.strip("_") in _EVENTS or self.handler(each) is not None

    def handler(self, name: ast.Name) -> Function | None:
        """Return the Lambda handler whose event a name is; None if it is something else."""
        bindings = self._names.bindings(name)
        if len(bindings) != 1 or not isinstance(bindings[0].node, ast.arg):
            return None
        function = self._tree.function(bindings[0].node)
        return function if function is not None and is_handler(function, name.id) else None

    def is_gateway(self, function: Function) -> bool:
        """Return whether a handler answers API Gateway: it reads what only such events have, or says so."""
        if function not in self._gateway:
            self._gateway[function] = self._reads_gateway(function)
        return self._gateway[function]

    def _reads_gateway(self, function: Function) -> bool:
        event = function.args.args[0]
        kinds = [event.annotation, *function.decorator_list]
        if any("APIGateway" in name or "ALBEvent" in name for name in map(_classes, kinds)):
            return True
        keys = set()
        for node in inside(function.body):
            key: ast.expr | None = None
            outer: ast.expr | None = None
            if isinstance(node, ast.Subscript):
                key, outer = node.slice, node.value
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                outer, key = node.func.value, node.args[0] if node.args else None
                if node.func.attr == "resolve" and isinstance(key, ast.Name) and key.id == event.arg:
                    return True
                outer = outer if node.func.attr == "get" else None
            is_of_event = isinstance(outer, ast.Name) and outer.id == event.arg
            if is_of_event and isinstance(key, ast.Constant):
                keys.add(key.value)
        return not keys.isdisjoint(_GATEWAY_KEYS) and keys.isdisjoint(_OTHER_KEYS)

    # --- settings ---------------------------------------------------------------------------------------

    def _is_settings(self, each: ast.expr) -> bool:
        """Return whether an expression is the settings of an application, with a secret in them as far as is known."""
        found = self._class(each)
        if found is not None:
            return self._is_settings_class(found) and self._has_secret(found)
        if isinstance(each, ast.Call):
            name = last(self._names.qualified(each.func))
            return words(name)[-1:] == ["settings"]
        return words(last(dotted(each)))[-1:] == ["settings"]

    def _leaks(self, name: ast.Name) -> bool:
        """Return whether the text of a name holds secrets: settings of a class of this file with such fields."""
        found = self._class(name)
        return found is not None and self._is_settings_class(found) and self._has_secret(found)

    def _class(self, each: ast.expr) -> ast.ClassDef | None:
        """Return the class of this file that a name was made from."""
        made = self._names.value(each)
        if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Name):
            return None
        bindings = self._names.bindings(made.func)
        node = bindings[0].node if len(bindings) == 1 else None
        return node if isinstance(node, ast.ClassDef) else None

    def _is_settings_class(self, each: ast.ClassDef) -> bool:
        return any(last(self._names.qualified(base)) in _SETTINGS_BASES for base in each.bases)

    def _has_secret(self, each: ast.ClassDef) -> bool:
        if each not in self._secret_classes:
            self._secret_classes[each] = _has_secret_field(each)
        return self._secret_classes[each]


def _has_secret_field(each: ast.ClassDef) -> bool:
    return any(
        isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and is_secret(field.target.id)
        and not HIDING & annotated(field.annotation)
        for field in each.body
    )


def is_handler(function: Function, event: str) -> bool:
    """Return whether a function is a Lambda handler with this name for its event: ``def handler(event, context)``."""
    given = [*function.args.posonlyargs, *function.args.args]
    if len(given) != 2 or given[0].arg != event or "event" not in event:
        return False
    return given[1].arg in _CONTEXTS


def annotated(annotation: ast.expr | None) -> set[str]:
    """Return the last names of the classes in an annotation: "str" and "None" for ``str | None``; also in quotes."""
    found: set[str] = set()
    stack = [annotation] if annotation is not None else []
    while stack:
        each = stack.pop()
        if isinstance(each, ast.Name):
            found.add(each.id)
        elif isinstance(each, ast.Attribute):
            found.add(each.attr)
        elif isinstance(each, ast.Constant):
            found |= set(_parts(each.value)) if isinstance(each.value, str) else {str(each.value)}
        elif isinstance(each, ast.Subscript):
            stack += [each.value, each.slice]
        elif isinstance(each, ast.BinOp):
            stack += [each.left, each.right]
        elif isinstance(each, ast.Tuple | ast.List):
            stack += each.elts
        elif isinstance(each, ast.Call):
            stack.append(each.func)
    return found


def _parts(text: str) -> list[str]:
    for mark in "[]|,() ":
        text = text.replace(mark, ".")
    return [part for part in text.split(".") if part]


def _classes(each: ast.expr | None) -> str:
    """Return the names in an annotation or decorator, in one text."""
    found = " ".join(annotated(each))
    if isinstance(each, ast.Call):
        for keyword in each.keywords:
            found += " " + " ".join(annotated(keyword.value))
        for value in each.args:
            found += " " + " ".join(annotated(value))
    return found


def _called(value: ast.expr) -> bool:
    """Return whether a value is what some function gave, other than one that gives the current request."""
    call = value.value if isinstance(value, ast.Await) else value
    return isinstance(call, ast.Call) and "get_current_request" not in dotted(call.func)

"""Which calls make a client of AWS: with boto3, aioboto3, aiobotocore or botocore, from a session or without one.

Sources: https://docs.aws.amazon.com/boto3/latest/reference/core/session.html and the sources of the four libraries.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code.tree import FUNCTIONS, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.code.names import Names
    from backend_standards.code.tree import Tree

_MAKERS = frozenset(("boto3.client", "boto3.resource", "aioboto3.client", "aioboto3.resource"))
_SESSIONS = frozenset(
    (
        *("boto3.Session", "boto3.session.Session", "boto3.DEFAULT_SESSION"),
        *("aioboto3.Session", "aioboto3.session.Session", "botocore.session.get_session", "botocore.session.Session"),
        *("aiobotocore.session.get_session", "aiobotocore.get_session", "aiobotocore.session.AioSession"),
    )
)
_METHODS = frozenset(("client", "resource", "create_client"))
_OF_CLIENT = ("service_name", "region_name", "api_version", "use_ssl", "verify", "endpoint_url", "aws_access_key_id")
_OF_SESSION = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "region_name", "botocore_session")
_MOST_STEPS = 10
"""Names and attributes that are followed one after another to a session."""


class Made:
    """A call that makes a client, and the call that makes its session (None without one, or for one not seen)."""

    __slots__ = ("api", "call", "session")

    def __init__(self, call: ast.Call, api: str, session: ast.Call | None = None) -> None:
        self.call = call
        self.api = api
        """What is called, for a message: "boto3.client"."""
        self.session = session


class Clients:
    """The clients that one file makes."""

    __slots__ = ("_answers", "_attributes", "_fixtures", "_names", "_tree")

    def __init__(self, tree: Tree, names: Names) -> None:
        self._tree = tree
        self._names = names
        self._attributes: dict[str, list[ast.expr]] | None = None
        self._answers: dict[ast.AST, ast.expr | None] = {}
        """By function, what it returns."""
        self._fixtures: dict[str, list[ast.AST]] | None = None

    def all(self) -> list[Made]:
        """Return the clients in the order of the text."""
        return [made for call in self._tree.of(ast.Call) if (made := self.made(call))]

    def made(self, call: ast.Call) -> Made | None:
        """Return the client that a call makes, or None."""
        name = self._names.called(call)
        if name in _MAKERS and self._is_known(call.func):
            return Made(call, name)
        if isinstance(call.func, ast.Attribute) and call.func.attr in _METHODS:
            session = self.session(call.func.value)
            if session is not None:
                return Made(call, f"Session.{call.func.attr}", session if isinstance(session, ast.Call) else None)
        return None

    def session(self, expression: ast.expr) -> ast.expr | None:
        """Return the expression that makes the session which another one stands for, or None."""
        for _ in range(_MOST_STEPS):
            expression = self.value(expression)
            if isinstance(expression, ast.Await):
                expression = expression.value
            called = expression.func if isinstance(expression, ast.Call) else expression
            if self._names.qualified(called) in _SESSIONS and self._is_known(called):
                return expression
            answer = self._answer(expression)
            if answer is None:
                return None
            expression = answer
        return None

    def value(self, expression: ast.expr) -> ast.expr:
        """Return what a name, or an attribute to which the file assigns one thing, stands for."""
        found = self._names.value(expression)
        if isinstance(found, ast.Attribute) and isinstance(found.value, ast.Name) and found.value.id in ("self", "cls"):
            values = {self._names.value(each) for each in self.attributes().get(found.attr, [])[:_MOST_STEPS]}
            return values.pop() if len(values) == 1 else found
        return found

    def attributes(self) -> dict[str, list[ast.expr]]:
        """Return what the file assigns to the attributes of ``self`` and in the bodies of classes, by name."""
        if self._attributes is None:
            self._attributes = {}
            for each in self._tree.of(ast.Assign):
                for target in each.targets:
                    self._take(target, each.value)
            for noted in self._tree.of(ast.AnnAssign):
                if noted.value is not None:
                    self._take(noted.target, noted.value)
        return self._attributes

    def _take(self, target: ast.expr, value: ast.expr) -> None:
        assert self._attributes is not None  # noqa: S101 - its only caller has made it
        if is_none(value):  # which only says that there will be something
            return
        if isinstance(target, ast.Attribute):
            self._attributes.setdefault(target.attr, []).append(value)
        elif isinstance(target, ast.Name) and isinstance(self._names.scope(target), ast.ClassDef):
            self._attributes.setdefault(target.id, []).append(value)

    def _answer(self, expression: ast.expr) -> ast.expr | None:
        """Return what a name may be besides what is assigned to it once.

        What a function of the file returns, or a fixture of the file by its name, if it is one expression; the default
        of an argument; the first of several values, such as those of the branches of an ``if``.
        """
        name = expression.func if isinstance(expression, ast.Call) else expression
        if not isinstance(name, ast.Name):
            return None
        found = self._names.bindings(name)
        if len(found) > 1 and name is expression:
            return found[0].value if all(each.value is not None for each in found) else None
        node = found[0].node if found else None
        if isinstance(node, ast.arg):
            named = self._named().get(name.id, [])
            return self._returned(named[0]) if len(named) == 1 else self._default(node)
        return self._returned(node) if node is not None else None

    def _named(self) -> dict[str, list[ast.AST]]:
        """Return the functions with a decorator, which may be fixtures, by name."""
        if self._fixtures is None:
            self._fixtures = {}
            for each in self._tree.functions:
                if each.decorator_list:
                    self._fixtures.setdefault(each.name, []).append(each)
        return self._fixtures

    def _returned(self, node: ast.AST) -> ast.expr | None:
        """Return the one expression that a function returns or yields, or None."""
        if not isinstance(node, FUNCTIONS):
            return None
        if node not in self._answers:
            values = [
                each.value
                for each in inside(node.body)
                if isinstance(each, ast.Return | ast.Yield) and each.value is not None
            ]
            self._answers[node] = values[0] if len(values) == 1 else None
        return self._answers[node]

    def _default(self, node: ast.arg) -> ast.expr | None:
        """Return the default of an argument."""
        arguments = self._tree.parent(node)
        if not isinstance(arguments, ast.arguments):
            return None
        plain = [*arguments.posonlyargs, *arguments.args]
        with_default = dict(zip(plain[::-1], arguments.defaults[::-1], strict=False))
        with_default.update(
            (each, value) for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value
        )
        return with_default.get(node)

    def _is_known(self, expression: ast.expr) -> bool:
        """Return whether the file imports what an expression begins with: an argument ``boto3`` may be anything."""
        while isinstance(expression, ast.Attribute):
            expression = expression.value
        if not isinstance(expression, ast.Name):
            return False
        found = self._names.bindings(expression)
        return bool(found) and not any(isinstance(each.node, ast.arg) for each in found)


def argument(call: ast.Call, name: str, names: Names) -> tuple[ast.expr | None, bool]:
    """Return a named argument of a call, and whether the file tells if there is one.

    ``**options`` is looked through if the file has it as a dictionary.
    """
    order = _OF_CLIENT if isinstance(call.func, ast.Name) or _last(call.func) in _METHODS else _OF_SESSION
    if name in order:
        at = order.index(name)
        if len(call.args) > at and not any(isinstance(each, ast.Starred) for each in call.args[: at + 1]):
            return call.args[at], True
    is_known = not any(isinstance(each, ast.Starred) for each in call.args)
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value, True
        if keyword.arg is None:
            pairs = pairs_of(keyword.value, names)
            if pairs is None:
                is_known = False
            elif name in pairs:
                return pairs[name], True
    return None, is_known


def pairs_of(expression: ast.expr, names: Names) -> dict[str, ast.expr] | None:
    """Return the values of a dictionary by their constant keys; None for what the file does not tell."""
    value = names.value(expression)
    if isinstance(value, ast.Dict):
        found: dict[str, ast.expr] = {}
        for key, each in zip(value.keys, value.values, strict=True):
            text = names.text(key) if key is not None else None
            if text is None:
                return None
            found[text] = each
        return found
    if isinstance(value, ast.Call) and names.called(value) == "dict" and not value.args:
        if any(each.arg is None for each in value.keywords):
            return None
        return {each.arg: each.value for each in value.keywords if each.arg}
    return None


def is_none(expression: ast.expr | None) -> bool:
    """Return whether an argument is missing, or ``None``."""
    return expression is None or (isinstance(expression, ast.Constant) and expression.value is None)


def _last(expression: ast.expr) -> str:
    return expression.attr if isinstance(expression, ast.Attribute) else ""

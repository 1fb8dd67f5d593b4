"""Whether an answer tells the caller about a failure: by an HTTP status, or in words."""

from __future__ import annotations

import _ast as ast

from backend_standards.code.tree import everything

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.code.names import Names

_LEAST_ERROR, _MOST_ERROR = 400, 599
_STATUS = ("status", "code")
_GOOD = frozenset("OK CREATED ACCEPTED NO_CONTENT PARTIAL_CONTENT FOUND SEE_OTHER NOT_MODIFIED".split())
"""Constants of HTTPStatus that are no error."""
TELLING = frozenset(
    "error errors err message msg detail details reason failed failure failures fault exception problem warning "
    "warnings fallback unavailable unhealthy down".split()
)
"""Words of names and keys that tell about a failure."""
_SAYING = TELLING | frozenset(
    "not no none cannot can't unable could couldn't invalid denied wrong missing sorry unexpected refused timeout "
    "timed fail fails failing forbidden unauthorized impossible rejected broken".split()
)
"""Words of a text that says so."""


def answers(value: ast.expr, names: Names) -> bool:
    """Return whether a value tells the caller about the failure: a status, an error, words about it."""
    return is_error_answer(value, names) or is_telling(value)


def is_error_answer(node: ast.AST, names: Names) -> bool:
    """Return whether an answer to a request has the status of an error."""
    if isinstance(node, ast.Return) and node.value is not None:
        node = node.value
    if isinstance(node, ast.Tuple):
        return any(is_error_status(each, names) for each in node.elts[1:])
    if isinstance(node, ast.Call):
        named = [keyword.value for keyword in node.keywords if is_status(keyword.arg or "")]
        return any(is_error_status(each, names) for each in (*node.args[1:], *named))
    if isinstance(node, ast.Dict):
        return any(
            isinstance(key, ast.Constant) and is_status(str(key.value)) and is_error_status(value, names)
            for key, value in zip(node.keys, node.values, strict=True)
        )
    return False


def is_status(word: str) -> bool:
    """Return whether a key or an attribute is that of a status: "statusCode", "status_code"."""
    return word.lower().replace("_", "").endswith(_STATUS)


def is_error_status(value: ast.expr, names: Names) -> bool:
    """Return whether a value is an HTTP status from 400 on: a number, its text, or a constant of HTTPStatus."""
    if isinstance(value, ast.Constant):
        number = value.value
        if isinstance(number, str) and number[:3].isdecimal():
            number = int(number[:3])
        return isinstance(number, int) and _LEAST_ERROR <= number <= _MOST_ERROR
    parts = names.qualified(value).split(".")
    if parts[-1] == "value" and len(parts) > 1:
        parts.pop()
    name = parts[-1]
    if name.startswith("HTTP_"):
        return name[5:6] in ("4", "5")
    return "HTTPStatus" in parts and name not in _GOOD


def is_telling(value: ast.expr) -> bool:
    """Return whether a value says in words that something failed: in a text, or in the keys of a dict."""
    for node in everything([value]):
        if isinstance(node, ast.JoinedStr):
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _says(node.value):
            return True
        if isinstance(node, ast.Attribute) and not TELLING.isdisjoint(node.attr.lower().split("_")):
            return True  # of an enumeration: Status.FAILED
    return False


def _says(text: str) -> bool:
    for mark in "_-.:,;!/()\n":
        text = text.replace(mark, " ")
    return not _SAYING.isdisjoint(text.lower().split())

"""Pure conversions, and the exceptions that they raise: what a broad handler around one should name."""

from __future__ import annotations

import _ast as ast

from backend_standards.code.names import last
from backend_standards.code.tree import inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.code.names import Names

_VALUE = ("ValueError",)
_TYPE = ("TypeError", "ValueError")
_FUNCTIONS = {
    "int": _TYPE,
    "float": _TYPE,
    "complex": _TYPE,
    "str": (),
    "bool": (),
    "len": ("TypeError",),
    "bytes.fromhex": _VALUE,
    "Decimal": ("InvalidOperation",),
    "decimal.Decimal": ("InvalidOperation",),
    "uuid.UUID": _VALUE,
    "json.loads": ("json.JSONDecodeError",),
    "ast.literal_eval": ("SyntaxError", "ValueError"),
    "urllib.parse.urlparse": _VALUE,
    "urllib.parse.urlsplit": _VALUE,
    "zoneinfo.ZoneInfo": ("ZoneInfoNotFoundError",),
    "ipaddress.ip_address": _VALUE,
    "ipaddress.ip_network": _VALUE,
    "base64.b64decode": ("binascii.Error",),
    "base64.urlsafe_b64decode": ("binascii.Error",),
    "datetime.datetime.fromisoformat": _VALUE,
    "datetime.date.fromisoformat": _VALUE,
    "datetime.datetime.strptime": _VALUE,
    "datetime.datetime.fromtimestamp": ("OverflowError", "ValueError"),
    "time.strptime": _VALUE,
    "dateutil.parser.parse": _VALUE,
    "dateutil.parser.isoparse": _VALUE,
    "getattr": ("AttributeError",),
    "chr": _VALUE,
    "ord": ("TypeError",),
    "sorted": ("TypeError",),
    "re.compile": ("re.error",),
    "importlib.metadata.version": ("PackageNotFoundError",),
    "importlib_metadata.version": ("PackageNotFoundError",),
    "phonenumbers.parse": ("NumberParseException",),
    "yaml.safe_load": ("yaml.YAMLError",),
    "tomllib.loads": ("tomllib.TOMLDecodeError",),
}
"""By the dotted name of a function, what it raises for a value that it cannot convert."""
_METHODS = {
    "fromisoformat": _VALUE,
    "strptime": _VALUE,
    "decode": ("UnicodeDecodeError",),
    "encode": ("UnicodeEncodeError",),
    "strip": (),
    "lower": (),
    "upper": (),
    "replace": (),
    "split": (),
    "rsplit": (),
    "partition": (),
    "get": (),
    "date": (),
    "isoformat": (),
    "timestamp": (),
    "join": (),
}
"""The same of methods."""
_MOST_STATEMENTS = 3
_PLAIN = (ast.Assign, ast.AnnAssign, ast.Return, ast.Expr, ast.ImportFrom, ast.Import)


def errors_of(body: Sequence[ast.stmt], names: Names) -> tuple[str, ...]:
    """Return what the body of a try raises if it is nothing but conversions; () for any other body."""
    if len(body) > _MOST_STATEMENTS or not all(isinstance(each, _PLAIN) for each in body):
        return ()
    found: set[str] = set()
    if all(isinstance(each, ast.ImportFrom | ast.Import) for each in body):
        return ("ImportError",)
    has_subscript = False
    for node in inside(body):
        if isinstance(node, ast.Call):
            raised = _raised(node, names)
            if raised is None:
                return ()
            found.update(raised)
        elif isinstance(node, ast.Await | ast.Yield | ast.YieldFrom):
            return ()
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            has_subscript = True
    if has_subscript:
        found.add("LookupError")
    return tuple(sorted(found))


def _raised(call: ast.Call, names: Names) -> tuple[str, ...] | None:
    """Return what a call raises, None for one that is no conversion."""
    name = names.called(call)
    if name in _FUNCTIONS:
        return _FUNCTIONS[name]
    if isinstance(call.func, ast.Attribute):
        if call.func.attr == "json" and not call.args and not call.keywords:
            return _VALUE  # of a response
        return _METHODS.get(last(call.func.attr))
    return None

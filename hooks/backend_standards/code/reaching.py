"""Which parts of an expression get into its text: both sides of a sum, the values of an f-string or a dict.

The result of a function is its own: ``len(token)`` and ``mask(token)`` do not hold the token. Only functions that are
known to give back what they were given are looked through.
"""

from __future__ import annotations

import _ast as ast

from backend_standards.code.names import dotted, last

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.code.names import Names

SHORT = 6
"""Characters of a secret that may be shown. Source: PCI DSS 3.4, the first six digits of a card and the last four."""
_NONE: frozenset[str] = frozenset()
_BUILTINS = frozenset("str repr ascii bytes bytearray format dict".split())
_SAME = frozenset(
    "dumps asdict pformat deepcopy loads literal_eval parse_qs parse_qsl urlencode "
    "quote quote_plus unquote b64encode b64decode urlsafe_b64encode urlsafe_b64decode jsonable_encoder OrderedDict "
    "MappingProxyType cast saferepr safe_load".split()
)
"""Functions whose result holds their first argument."""
_LISTS = frozenset("list tuple set frozenset sorted reversed iter next max min".split())
"""Functions whose result holds what the argument holds; of a mapping, only the keys."""
_SAME_METHODS = frozenset(
    "decode encode strip lstrip rstrip lower upper casefold copy items values split rsplit splitlines removeprefix "
    "removesuffix partition rpartition hex to_dict as_dict expandtabs ljust rjust zfill title swapcase tobytes "
    "popitem getvalue model_dump model_dump_json dict _asdict".split()
)
"""Methods whose result holds what they are called on."""


class Part:
    """One expression whose value gets into a text.

    ``key`` is the name under which it does ("" without one), ``falsy`` are the names that are None or empty there,
    ``keys`` says that only the keys of a mapping do, ``via`` is the name in the call through which it was found.
    """

    __slots__ = ("expression", "falsy", "key", "keys", "via")

    def __init__(
        self,
        expression: ast.expr,
        key: str = "",
        falsy: frozenset[str] = _NONE,
        via: ast.Name | None = None,
        *,
        keys: bool = False,
    ) -> None:
        self.expression = expression
        self.key = key
        self.falsy = falsy
        self.via = via
        self.keys = keys

    def on(self, expression: ast.expr, key: str | None = None, *, keys: bool = False) -> Part:
        """Return another part at the same place."""
        return Part(expression, self.key if key is None else key, self.falsy, self.via, keys=keys or self.keys)


def below(part: Part, names: Names) -> list[Part] | None:
    """Return the parts of which one is made; None for one that is judged by itself: a name, an attribute, a call."""
    each = part.expression
    if isinstance(each, ast.Name | ast.Attribute):
        return None
    if isinstance(each, ast.Call):
        return _of_call(part, each, names)
    if isinstance(each, ast.Subscript):
        return _of_subscript(part, each)
    if isinstance(each, ast.JoinedStr):
        return [part.on(value) for value in each.values]
    if isinstance(each, ast.FormattedValue):
        return [] if _is_cut(each) else [part.on(each.value)]
    if isinstance(each, ast.Dict):
        return _of_dict(part, each, names)
    if isinstance(each, ast.Tuple | ast.List | ast.Set):
        return [part.on(value) for value in each.elts]
    if isinstance(each, ast.BinOp):
        is_text = isinstance(each.op, ast.Add | ast.Mod | ast.Mult | ast.BitOr)
        return [part.on(each.left), part.on(each.right)] if is_text else []
    if isinstance(each, ast.BoolOp):  # `a and b` gives a only where it is empty
        return [part.on(value) for value in (each.values if isinstance(each.op, ast.Or) else each.values[-1:])]
    if isinstance(each, ast.IfExp):
        found = []
        for value, is_true in ((each.body, True), (each.orelse, False)):
            branch = part.on(value)
            branch.falsy = part.falsy | empty(each.test, is_true=is_true)
            found.append(branch)
        return found
    if isinstance(each, ast.Starred | ast.Await | ast.DictComp):
        return [part.on(each.value)]
    if isinstance(each, ast.ListComp | ast.GeneratorExp | ast.SetComp):
        return [part.on(each.elt)]
    if isinstance(each, ast.NamedExpr):
        return [part.on(each.value), part.on(each.target)]
    return [part.on(each.body)] if isinstance(each, ast.Lambda) else []


def _of_call(part: Part, call: ast.Call, names: Names) -> list[Part] | None:
    function = call.func
    method = function.attr if isinstance(function, ast.Attribute) else ""
    name = method or last(names.qualified(function))
    first = call.args[:1]
    if method in ("format", "format_map") and isinstance(function, ast.Attribute):
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        return [part.on(value) for value in (function.value, *given)]
    if method == "join":
        return [part.on(value, keys=True) for value in first]
    if name == "dict" and not method:
        return [*(part.on(value) for value in first), *keywords(part, call)]
    if first and (name in _SAME or (name in _BUILTINS and not method)):
        return [part.on(first[0])]
    if name in _LISTS and first and not method:
        return [part.on(first[0], keys=True)]
    if method in _SAME_METHODS and isinstance(function, ast.Attribute):
        return [part.on(function.value)]
    return None


def keywords(part: Part, call: ast.Call) -> Iterator[Part]:
    """Yield the keyword arguments of a call, each under its name."""
    for keyword in call.keywords:
        yield part.on(keyword.value, keyword.arg or "")


def _of_subscript(part: Part, each: ast.Subscript) -> list[Part] | None:
    if isinstance(each.slice, ast.Slice):
        return [] if _is_short(each.slice) else [part.on(each.value)]
    index = each.slice.operand if isinstance(each.slice, ast.UnaryOp) else each.slice
    if isinstance(index, ast.Constant) and isinstance(index.value, int):
        return [part.on(each.value)]
    return None


def _of_dict(part: Part, each: ast.Dict, names: Names) -> list[Part]:
    found = []
    for key, value in zip(each.keys, each.values, strict=True):
        if key is None:
            found.append(part.on(value, ""))
        else:
            found.append(part.on(value, names.text(key) or last(dotted(key))))
    return found


def _is_short(cut: ast.Slice) -> bool:
    """Return whether a slice leaves few characters: ``[:4]``, ``[-4:]``."""
    lower, upper = _number(cut.lower), _number(cut.upper)
    if cut.step is not None:
        return False
    if cut.lower is None or lower == 0:
        return upper is not None and 0 <= upper <= SHORT
    return cut.upper is None and lower is not None and -SHORT <= lower < 0


def _number(bound: ast.expr | None) -> int | None:
    if isinstance(bound, ast.UnaryOp) and isinstance(bound.op, ast.USub):
        inner = _number(bound.operand)
        return -inner if inner is not None else None
    if isinstance(bound, ast.Constant) and isinstance(bound.value, int):
        return bound.value
    return None


def _is_cut(value: ast.FormattedValue) -> bool:
    """Return whether a format leaves few characters: ``{token:.4}``."""
    spec = value.format_spec
    if not isinstance(spec, ast.JoinedStr) or len(spec.values) != 1:
        return False
    text = spec.values[0].value if isinstance(spec.values[0], ast.Constant) else ""
    precision = str(text).rstrip("s").rpartition(".")[2] if "." in str(text) else ""
    return precision.isdigit() and len(precision) == 1 and int(precision) <= SHORT


# --- what is None or empty --------------------------------------------------------------------------


def empty(test: ast.expr, *, is_true: bool) -> frozenset[str]:
    """Return the names that are None or empty where a test is true, or false: ``x is None``, ``not x``."""
    found = []
    stack = [(test, is_true)]
    while stack:
        each, wanted = stack.pop()
        if isinstance(each, ast.UnaryOp) and isinstance(each.op, ast.Not):
            stack.append((each.operand, not wanted))
        elif isinstance(each, ast.BoolOp) and isinstance(each.op, ast.And) == wanted:
            stack += [(value, wanted) for value in each.values]
        elif isinstance(each, ast.Compare) and len(each.ops) == 1:
            right = each.comparators[0]
            is_equal = isinstance(each.ops[0], ast.Is | ast.Eq)
            is_other = isinstance(each.ops[0], ast.IsNot | ast.NotEq)
            if isinstance(right, ast.Constant) and not right.value and (is_equal if wanted else is_other):
                found.append(spelled(each.left))
        elif not wanted:
            found.append(spelled(each))
    return frozenset(found) - {""}


def spelled(each: ast.expr) -> str:
    """Return how a name, an attribute or a constant key is written; "" for anything else."""
    parts: list[str] = []
    while True:
        if isinstance(each, ast.Attribute):
            parts.append(f".{each.attr}")
            each = each.value
        elif isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Constant):
            parts.append(f"[{each.slice.value!r}]")
            each = each.value
        else:
            break
    return "".join(reversed([*parts, each.id])) if isinstance(each, ast.Name) else ""

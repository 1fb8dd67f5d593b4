"""The texts that a value may stand for: lists, conditionals, and the functions of CloudFormation and Terraform."""

from __future__ import annotations

from backend_standards.infrastructure.hits import UNKNOWN
from backend_standards.readers.marked import Call, Expression, Items, Node, Pairs, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NAME_SIGNS = str.maketrans("_-.:", "aaaa")
_OPAQUE = frozenset(
    "!Ref !GetAtt !ImportValue !FindInMap !Select !Split !GetAZs !Base64 !Cidr !Transform !Condition !Equals".split()
)
_SAME = frozenset(
    "concat toset tolist tomap merge flatten distinct compact coalesce coalescelist setunion sort try nonsensitive ? "
    "jsonencode".split()
)
"""Functions of Terraform whose result holds what they are given."""


def texts(node: Node | None, resolve: Callable[[str], list[tuple[Node, str]]] | None = None) -> list[tuple[Node, str]]:
    """Return the known texts of a value, each with its node; ``resolve`` gives those of a name."""
    return list(_texts(node, resolve)) if node else []


def _texts(node: Node, resolve: Callable[[str], list[tuple[Node, str]]] | None) -> Iterator[tuple[Node, str]]:
    stack = [node]
    while stack:
        each = stack.pop()
        parameter = _parameter(each)
        if parameter and resolve:
            yield from ((each, text) for _, text in resolve(parameter))
        if each.tag in _OPAQUE:
            continue
        if isinstance(each, Text):
            name = reference(each.text)
            if name and resolve:
                yield from ((each, text) for _, text in resolve(name))
            else:
                yield each, each.text
        elif isinstance(each, Expression):
            if each.text and resolve:
                yield from ((each, text) for _, text in resolve(each.text))
        elif isinstance(each, Items | Pairs):
            function, arguments = intrinsic(each)
            if function == "If":
                stack += arguments[:0:-1]
            elif function in ("Join", "Sub"):
                yield each, joined(function, arguments)
            elif not function and isinstance(each, Items):
                stack += each.items[::-1]
        elif isinstance(each, Call):
            if each.name in _SAME:
                stack += each.arguments[::-1]
            elif each.name == "format" and each.arguments and isinstance(each.arguments[0], Text):
                yield each, each.arguments[0].text.replace("%s", UNKNOWN).replace("%v", UNKNOWN)
            elif each.name == "join":
                yield each, joined("Join", each.arguments)


def _parameter(node: Node) -> str:
    """Return ``Ref NAME`` for a value that is a reference of CloudFormation, "" for any other."""
    if isinstance(node, Text):
        return f"Ref {node.text}" if node.tag == "!Ref" else ""
    if isinstance(node, Pairs) and len(node.pairs) == 1:
        (key, value), *_ = node.pairs
        if isinstance(key, Text) and key.text == "Ref" and isinstance(value, Text):
            return f"Ref {value.text}"
    return ""


def passes_on(node: Node) -> bool:
    """Return whether the texts of a value are those of the values below it, which need no look of their own."""
    if isinstance(node, Call):
        return node.name in _SAME or node.name in ("format", "join")
    if isinstance(node, Items | Pairs):
        return bool(intrinsic(node)[0]) or isinstance(node, Items)
    return False


def intrinsic(node: Items | Pairs) -> tuple[str, list[Node]]:
    """Return the function of CloudFormation that a value calls, without its prefix, and its arguments; or ""."""
    if node.tag.startswith("!"):
        return node.tag[1:], node.items if isinstance(node, Items) else []
    if isinstance(node, Pairs) and len(node.pairs) == 1:
        (key, value), *_ = node.pairs
        if isinstance(key, Text) and (key.text.startswith("Fn::") or key.text == "Ref"):
            return key.text.removeprefix("Fn::"), value.items if isinstance(value, Items) else [value]
    return "", []


def joined(function: str, arguments: list[Node]) -> str:
    """Return the text that a Join or Sub makes, with ``UNKNOWN`` for each part that is not known."""
    if function == "Sub":
        first = arguments[0] if arguments else None
        return first.text if isinstance(first, Text) else UNKNOWN
    if len(arguments) != 2 or not isinstance(arguments[0], Text) or not isinstance(arguments[1], Items):
        return UNKNOWN
    parts = [
        part.text if isinstance(part, Text) and part.tag not in _OPAQUE else UNKNOWN for part in arguments[1].items
    ]
    return arguments[0].text.join(parts)


def reference(text: str) -> str:
    """Return the name of a text that is only a template of it: of ``${local.actions}``, ``${self:custom.actions}``."""
    if text.startswith("${") and text.endswith("}"):
        name = text[2:-1].strip()
        if name.translate(_NAME_SIGNS).isalnum():
            return name
    return ""

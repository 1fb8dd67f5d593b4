"""Marked values as plain data, for the comparison of a reader with another parser."""

from __future__ import annotations

from typing import Any

from backend_standards.readers.marked import Block, Call, Expression, Items, Node, Pairs, Text


def plain(node: Node | None) -> Any:
    """Return a value as plain data: of a key that is there twice, the last one counts; a call is (name, arguments)."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Items):
        return [plain(each) for each in node.items]
    if isinstance(node, Block):
        return (node.type, *node.labels), pairs(node)
    if isinstance(node, Pairs):
        return pairs(node)
    if isinstance(node, Call):
        return node.name, [plain(each) for each in node.arguments]
    return node.text if isinstance(node, Expression) else None


def pairs(node: Pairs) -> dict[Any, Any]:
    return {_hashable(plain(key)): plain(value) for key, value in node.pairs}


def _hashable(key: Any) -> Any:
    return str(key) if isinstance(key, list | dict) else key

"""A file of TOML as data with the lines of its keys: logging as data, and the SAM CLI's configuration."""

from __future__ import annotations

from backend_standards.core import toml
from backend_standards.readers import toml_lines
from backend_standards.readers.marked import Items, Pairs, Text, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend_standards.readers.marked import Node

_DEEPEST = 50
"""Values within each other."""


def document(text: str) -> Node:
    """Return the values of a text; each has the line of its key, or of the table that it is in.

    Raises:
        Unreadable: it is no TOML, or is nested too deeply.
    """
    try:
        values = toml.tables(text)
    except ValueError as error:
        raise Unreadable("it is no TOML") from error
    return _node(values, (), 1, toml_lines.lines(text))


def _node(value: object, path: tuple[str, ...], line: int, lines: Mapping[tuple[str, ...], int]) -> Node:
    line = lines.get(path, line)
    if len(path) > _DEEPEST:
        raise Unreadable(f"values are nested more than {_DEEPEST} deep", line)
    if isinstance(value, dict):
        pairs = Pairs(line, 1)
        pairs.pairs = [(Text(key, line, 1), _node(each, (*path, key), line, lines)) for key, each in value.items()]
        return pairs
    if isinstance(value, list):
        items = Items(line, 1)
        items.items = [_node(each, (*path, ""), line, lines) for each in value]
        return items
    return Text(str(value), line, 1)

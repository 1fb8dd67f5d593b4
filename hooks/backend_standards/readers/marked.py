"""Values of YAML, JSON and HCL as plain data with their marks: the line and column at which each begins, from 1."""

from __future__ import annotations

from bisect import bisect_left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MERGE = "<<"
"""YAML's key whose mappings are a part of the mapping that it is in."""


class Unreadable(Exception):
    """A text that cannot be read: what is wrong, and the line (0 for the whole text). It holds no value of the text."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class Node:
    """One value and its place. ``tag`` is the tag that a YAML file gives it, such as "!Sub"."""

    __slots__ = ("column", "line", "tag")

    def __init__(self, line: int, column: int, tag: str = "") -> None:
        self.line = line
        self.column = column
        self.tag = tag

    def below(self) -> Iterable[Node]:
        """Return the values directly in this one."""
        return ()


class Text(Node):
    """A scalar. ``style`` is its quote, "|", ">" or "<<" for a text of several lines, "" for a plain word or number."""

    __slots__ = ("style", "text")

    def __init__(self, text: str, line: int, column: int, style: str = "", tag: str = "") -> None:
        super().__init__(line, column, tag)
        self.text = text
        self.style = style


class Items(Node):
    """A list."""

    __slots__ = ("items",)

    def __init__(self, line: int, column: int, tag: str = "") -> None:
        super().__init__(line, column, tag)
        self.items: list[Node] = []

    def below(self) -> Iterable[Node]:
        """Return the items."""
        return self.items


class Pairs(Node):
    """A mapping: its keys and values in the order of the text. A key may be there more than once."""

    __slots__ = ("pairs",)

    def __init__(self, line: int, column: int, tag: str = "") -> None:
        super().__init__(line, column, tag)
        self.pairs: list[tuple[Node, Node]] = []

    def below(self) -> Iterable[Node]:
        """Return the values."""
        return [value for _, value in self.pairs]

    def all(self, *names: str) -> list[Node]:
        """Return the values of the keys with one of these names; those of merged mappings if it has none of its own."""
        found = [value for key, value in self.pairs if isinstance(key, Text) and key.text in names]
        if found:
            return found
        merged = [value for key, value in self.pairs if isinstance(key, Text) and key.text == _MERGE and not key.style]
        for value in merged:
            for each in value.items if isinstance(value, Items) else (value,):
                if isinstance(each, Pairs):
                    found += each.all(*names)
        return found

    def get(self, *names: str) -> Node | None:
        """Return the last value of the keys with one of these names: parsers take the last."""
        found = self.all(*names)
        return found[-1] if found else None

    def names(self) -> Iterator[tuple[str, Node]]:
        """Yield each key that is a text, with its value."""
        for key, value in self.pairs:
            if isinstance(key, Text):
                yield key.text, value


class Block(Pairs):
    """A block of HCL with its labels, in which attributes and inner blocks are the pairs."""

    __slots__ = ("labels", "type")

    def __init__(self, kind: str, labels: list[str], line: int, column: int) -> None:
        super().__init__(line, column)
        self.type = kind
        self.labels = labels


class Call(Node):
    """A call of a function in HCL."""

    __slots__ = ("arguments", "name")

    def __init__(self, name: str, line: int, column: int) -> None:
        super().__init__(line, column)
        self.name = name
        self.arguments: list[Node] = []

    def below(self) -> Iterable[Node]:
        """Return the arguments."""
        return self.arguments


class Expression(Node):
    """What is computed: a reference (``text`` is its name), or operators with ``parts`` around them."""

    __slots__ = ("parts", "text")

    def __init__(self, line: int, column: int, text: str = "", parts: Iterable[Node] = ()) -> None:
        super().__init__(line, column)
        self.text = text
        self.parts = list(parts)

    def below(self) -> Iterable[Node]:
        """Return the parts."""
        return self.parts


def everything(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield nodes and all below them, in the order of the text."""
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        stack += list(node.below())[::-1]


class Places:
    """The line and column of each offset of a text, counted from 1."""

    __slots__ = ("_ends",)

    def __init__(self, text: str) -> None:
        self._ends = [at for at, char in enumerate(text) if char == "\n"]

    def of(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset."""
        line = bisect_left(self._ends, offset)
        return line + 1, offset - (self._ends[line - 1] if line else -1)

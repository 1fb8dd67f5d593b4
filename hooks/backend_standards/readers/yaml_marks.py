"""YAML as data with marks and tags. No object is made of it: a tag is only a word.

PyYAML's events are read, with libyaml's parser where the build has it. Tags of CloudFormation (``!Sub``, ``!Join``)
stay on their values. An alias is the node of its anchor, so nothing is copied. How much all aliases together stand for
is bounded all the same, because whoever walks over the data visits them again. Imported only for a file that needs it:
PyYAML costs more than a bare interpreter.

Source: YAML 1.1 as PyYAML reads it.
"""

from __future__ import annotations

import re

import yaml

from backend_standards.readers.marked import Items, Node, Pairs, Text, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 200
"""Values within each other, through aliases too. The deepest of 2,000 files of infrastructure has 20."""
_FREE, _PER_CHARACTER = 10_000, 10
"""Nodes that a text may stand for when its aliases are followed: some, and more for a longer text."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_ENDS = str.maketrans("\x85\u2028\u2029\ufeff", "    ")
"""Characters that end a line in YAML and in no editor, and byte order marks inside of a text."""
_QUOTED = re.compile(r"'[^']{3,}'|\"[^\"]{3,}\"")
"""A name of the file in a message of the parser."""
_CORE = "tag:yaml.org,2002:"
_TOO_DEEP = f"values are nested more than {DEEPEST} deep"


def documents(text: str) -> list[Node]:
    """Return the documents of a YAML text, without empty ones.

    Raises:
        Unreadable: it is no YAML, is nested too deeply, or its aliases stand for too much.
    """
    text = text.encode("utf-8", "replace").decode("utf-8").translate(_LINE_ENDS)
    try:
        return list(_Composer(text).documents())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = _QUOTED.sub("a name", error.problem or "it is no YAML")
        raise Unreadable(problem, mark.line + 1 if mark else 0) from error
    except yaml.reader.ReaderError as error:
        raise Unreadable("it has a character that YAML does not allow") from error
    except ValueError as error:  # a number too large for a character, in the escape of a quoted text
        raise Unreadable("it has an escape that stands for no character") from error


class _Open:
    """A list or mapping that is being read, with the key that waits for its value."""

    __slots__ = ("anchor", "height", "key", "node", "size")

    def __init__(self, node: Items | Pairs, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: Node | None = None
        self.size = 1
        self.height = 1


class _Composer:
    """Makes nodes of the parser's events, without recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.most = _FREE + _PER_CHARACTER * len(text)
        self.followed = 0
        """Nodes that the aliases so far stand for."""
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        """Node, size and height of each anchor whose value is read to its end."""
        self.open: list[_Open] = []
        self.root: Node | None = None

    def documents(self) -> Iterator[Node]:
        """Yield the documents of the text."""
        for event in yaml.parse(self.text, _LOADER):
            if isinstance(event, yaml.DocumentStartEvent):
                self.root = None
                self.anchors = {}
            elif isinstance(event, yaml.DocumentEndEvent):
                if self.root is not None:
                    yield self.root
            elif isinstance(event, yaml.NodeEvent):
                self._begin(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                done = self.open.pop()
                self._end(done.node, done.anchor, done.size, done.height)

    def _begin(self, event: yaml.NodeEvent) -> None:
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        if isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", line)
            return
        tag = _tag(event)
        if isinstance(event, yaml.ScalarEvent):
            self._end(Text(event.value, line, column, event.style or "", tag), event.anchor, 1, 0)
            return
        if len(self.open) == DEEPEST:
            raise Unreadable(_TOO_DEEP, line)
        node = Items(line, column, tag) if isinstance(event, yaml.SequenceStartEvent) else Pairs(line, column, tag)
        self.open.append(_Open(node, event.anchor))

    def _alias(self, name: str, line: int) -> None:
        if name not in self.anchors:
            raise Unreadable("an alias stands for nothing that is above it, or for what it is in", line)
        node, size, height = self.anchors[name]
        self.followed += size
        if self.followed > self.most:
            raise Unreadable("its aliases stand for too much", line)
        if len(self.open) + height > DEEPEST:
            raise Unreadable(_TOO_DEEP, line)
        self._end(node, None, size, height)

    def _end(self, node: Node, anchor: str | None, size: int, height: int) -> None:
        """Put a node that is read to its end where it belongs."""
        if anchor:
            self.anchors[anchor] = node, size, height
        if not self.open:
            self.root = node
            return
        outer = self.open[-1]
        outer.size += size
        outer.height = max(outer.height, height + 1)
        if isinstance(outer.node, Items):
            outer.node.items.append(node)
        elif isinstance(outer.node, Pairs):
            if outer.key is None:
                outer.key = node
            else:
                outer.node.pairs.append((outer.key, node))
                outer.key = None


def _tag(event: yaml.NodeEvent) -> str:
    """Return the tag that the text gives a value, "" for those of YAML's own types."""
    tag = getattr(event, "tag", None) or ""
    return "" if tag.startswith(_CORE) or tag == "!" else tag

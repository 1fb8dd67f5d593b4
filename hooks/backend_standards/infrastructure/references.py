"""What references in a YAML or JSON document stand for: parameters of CloudFormation, and ``self:`` of Serverless."""

from __future__ import annotations

from backend_standards.infrastructure import policies
from backend_standards.infrastructure.values import texts
from backend_standards.readers.marked import Node, Pairs

_SELF = "self:"
_REF = "Ref "
_MOST_TEXTS = 100
"""Texts that one reference stands for."""


class References:
    """The names of one document."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._texts: dict[str, list[tuple[Node, str]]] = {}
        self._values: dict[int, dict[str, Node]] = {}
        """By mapping, its values by their keys: each is gone through once."""

    def texts(self, name: str) -> list[tuple[Node, str]]:
        """Return the texts that a reference stands for; none for what the document does not say."""
        if name not in self._texts:
            self._texts[name] = []  # of a name that stands for itself
            self._texts[name] = self._of(name)[:_MOST_TEXTS]
        return self._texts[name]

    def _of(self, name: str) -> list[tuple[Node, str]]:
        if name.startswith(_SELF):
            return texts(self._at(name.removeprefix(_SELF).split(".")), self.texts)
        if not name.startswith(_REF):
            return []
        parameter = name.removeprefix(_REF)
        found = texts(self._at(["Parameters", parameter, "Default"]))
        if "polic" in parameter.lower():  # then the default itself is told of, unless it is a list
            found = [(node, text) for node, text in found if not policies.managed(text)]
        return [(node, part.strip()) for node, text in found for part in text.split(",")]

    def _at(self, path: list[str]) -> Node | None:
        node: Node | None = self._root
        for step in path:
            if not isinstance(node, Pairs):
                return None
            if id(node) not in self._values:
                self._values[id(node)] = dict(node.names())
            node = self._values[id(node)].get(step)
        return node

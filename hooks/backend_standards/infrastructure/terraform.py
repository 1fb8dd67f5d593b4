"""Grants in Terraform, OpenTofu and Terragrunt.

Locals and defaults of variables of the same file are looked through. What another file gives is unknown, and passes.
"""

from __future__ import annotations

from backend_standards.infrastructure import documents, policies
from backend_standards.infrastructure.hits import Hit
from backend_standards.infrastructure.values import texts
from backend_standards.readers.marked import Block, Expression, Node, Pairs, Text, everything

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.infrastructure.hits import Wanted

_DOCUMENT = "aws_iam_policy_document"
_MANAGED = "aws_iam_policy"
_PEOPLE = "aws_ssoadmin_"
_LIMITING = ("aws_organizations_policy", "aws_vpc_endpoint", "aws_vpc_endpoint_policy", _PEOPLE)
"""Beginnings of the types of resources whose policies only limit, or are those of people who sign in for a while."""
_MOST_TEXTS = 100
"""Texts that one name of the file stands for."""


def judge(body: Pairs, wanted: Wanted) -> Iterator[Hit]:
    """Yield what a file grants."""
    names = _Names(body)
    types = [value.labels[0] for value in body.all("resource") if isinstance(value, Block) and value.labels]
    # Then the locals and variables of the file are those of permission sets.
    is_of_people = any(each.startswith(_PEOPLE) for each in types) and not any(
        each.startswith("aws_iam_") for each in types
    )
    for key, value in body.pairs:
        if isinstance(value, Block) and value.type in ("data", "resource") and _is_limiting(value, names):
            continue
        if is_of_people and isinstance(key, Text) and key.text in ("locals", "variable"):
            continue
        if isinstance(value, Block) and value.type == "data" and value.labels[:1] == [_MANAGED]:
            yield from _looked_up(value, wanted, names)
            continue
        place = documents.Place(terraform=True)
        if isinstance(value, Block):
            for word in value.labels if value.type in ("variable", "module", "resource") else ():
                place = place.under(word)
        elif isinstance(key, Text):
            place = place.under(key.text)
        yield from documents.judge([value], wanted, place, names.texts)


def _looked_up(block: Block, wanted: Wanted, names: _Names) -> Iterator[Hit]:
    """Yield a managed policy that the file looks up by name or ARN: nothing else is done with it than to attach it."""
    for value in block.all("name", "arn"):
        for node, text in texts(value, names.texts):
            granted = policies.managed(text, wanted.names, bare=True)
            if granted:
                yield Hit(granted[0], node.line, node.column, granted[1])


def _is_limiting(block: Block, names: _Names) -> bool:
    """Return whether a policy is used in this file, and only where policies limit: as a boundary, by organizations."""
    if len(block.labels) < 2 or block.labels[0] not in (_DOCUMENT, _MANAGED):
        return False
    prefix = "data." if block.type == "data" else ""
    users = names.users.get(f"{prefix}{block.labels[0]}.{block.labels[1]}", [])
    return bool(users) and all(user.startswith(_LIMITING) or user == "boundary" for user in users)


class _Names:
    """What the names of one file stand for, and where policies are used."""

    def __init__(self, body: Pairs) -> None:
        self._values: dict[str, Node] = {}
        self._texts: dict[str, list[tuple[Node, str]]] = {}
        self.users: dict[str, list[str]] = {}
        """By policy of the file, the types of the resources that use it, or "boundary"."""
        for value in body.all("locals"):
            if isinstance(value, Pairs):
                self._values.update({f"local.{name}": each for name, each in value.names() if not _is_told(name)})
        for value in body.all("variable"):
            default = value.get("default") if isinstance(value, Block) else None
            if isinstance(value, Block) and value.labels and default and not _is_told(value.labels[0]):
                self._values[f"var.{value.labels[0]}"] = default
        for _, block in body.pairs:
            if isinstance(block, Block):
                self._note_uses(block)

    def texts(self, name: str) -> list[tuple[Node, str]]:
        """Return the texts that a local or the default of a variable stands for."""
        if name not in self._texts:
            self._texts[name] = []  # of a name that stands for itself
            self._texts[name] = [
                each for value in self._named(name) for each in texts(value, self.texts)[:_MOST_TEXTS]
            ][:_MOST_TEXTS]
        return self._texts[name]

    def _named(self, name: str) -> list[Node]:
        """Return what a name stands for: all values of a map, such as for ``for_each``, or the one of a key."""
        first, _, key = name.partition(".")
        key, _, inner = key.partition(".")
        value = self._values.get(f"{first}.{key}")
        if isinstance(value, Pairs):
            found = value.all(inner) if inner else list(value.below())
            return found[:_MOST_TEXTS]
        return [value] if value and not inner else []

    def _note_uses(self, block: Block) -> None:
        user = block.labels[0] if block.labels else block.type
        for key, value in block.pairs:
            limits = isinstance(key, Text) and "boundary" in key.text
            for each in everything([value]):
                text = each.text if isinstance(each, Expression | Text) else ""
                if "aws_iam_policy" in text:
                    parts = text.replace("${", "").replace("[]", "").split(".")
                    name = ".".join(parts[:3] if parts[0] == "data" else parts[:2])
                    self.users.setdefault(name, []).append("boundary" if limits else user)


def _is_told(name: str) -> bool:
    """Return whether a policy in a value is told of where the value is: its name says that it is about policies."""
    return "polic" in name.lower()

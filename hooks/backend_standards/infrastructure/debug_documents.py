"""Debug modes in YAML, JSON and Terraform: variables of an environment, levels, defaults of parameters, and commands.

A value that a condition or another file gives is unknown, and passes. So does what is keyed or named for developers.
"""

from __future__ import annotations

from backend_standards.infrastructure import debug_words
from backend_standards.infrastructure.debug_hits import INLINE, NOWHERE, Hit
from backend_standards.infrastructure.debug_places import is_for_elsewhere, says_elsewhere
from backend_standards.infrastructure.debug_words import COMMAND
from backend_standards.readers import json_marks
from backend_standards.readers.hcl import CONDITIONAL
from backend_standards.readers.marked import Block, Call, Expression, Items, Node, Pairs, Text, Unreadable, everything

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ENVIRONMENTS = frozenset(
    "environment environments env envs envvars extraenv extraenvvars variables environmentvariables envvariables "
    "runtimeenvironmentvariables data stringdata literals config configmap secrets environmentfrom "
    "awselasticbeanstalkapplicationenvironment containerenv lambdaenvironment commonenv globalenv".split()
)
"""Keys, without their signs, whose mappings and lists are variables of an environment."""
_COMMANDS = frozenset(
    "command args arguments entrypoint cmd startcommand dockercommand buildcommand runcommand commandoverride "
    "containercommand containerargs".split()
)
"""Keys, without their signs, whose values are commands or their arguments."""
_OVERRIDES = "parameteroverrides"
"""The key, without its signs, of what the SAM CLI gives the parameters of a template."""
_NAMES = ("name", "Name", "key", "Key", "ParameterKey", "option_name", "OptionName")
_VALUES = ("value", "Value", "ParameterValue")
_OWN_NAMES = (
    *("name", "Name", "namespace", "Namespace", "family", "Family", "FunctionName", "function_name", "generateName"),
    "environment",
)
"""Keys whose values name a resource, a container or a function, or say where it runs."""
_CONDITIONS = frozenset(("Fn::If", "Fn::FindInMap", "Fn::Select", "Conditions"))
_UNKNOWN_TAGS = ("!If", "!FindInMap", "!Select", "!Ref", "!GetAtt", "!ImportValue", "!Sub", "!Join", "!Split")
_DEFAULTS = ("Default", "default")
_PROVIDERS = ("provider", "terraform")
_LOCAL = frozenset(("provisioner", "connection", "test", "mock_resource"))
"""Blocks of Terraform whose commands run where Terraform runs."""
_BLOCKS = frozenset(("|", ">", "<<"))
_DEEPEST = 2
"""Texts of JSON within each other."""
_SKIPPED = frozenset("description Description comment tags Tags labels annotations Outputs AllowedValues".split())


class Place:
    """What is around a value: the key that it has, whether it is an environment, and the quoted text that it is in.

    ``of_chart`` says that a debug mode may have a name in lower case, as in the values of Helm.
    """

    __slots__ = ("comment", "depth", "in_environment", "key", "line", "of_chart")

    def __init__(
        self,
        key: str = "",
        *,
        in_environment: bool = False,
        comment: str = INLINE,
        line: int = 0,
        depth: int = 0,
        of_chart: bool = False,
    ) -> None:
        self.key = key
        self.in_environment = in_environment
        self.comment = comment
        self.line = line
        self.depth = depth
        self.of_chart = of_chart

    def under(self, key: str) -> Place:
        """Return the place of a value under a key."""
        return Place(
            key,
            in_environment=_plain(key) in _ENVIRONMENTS,
            comment=self.comment,
            line=self.line,
            depth=self.depth,
            of_chart=self.of_chart,
        )

    def hit(self, kind: str, said: str, node: Node) -> Hit:
        """Return what is to say of a value that is here."""
        line, column = (self.line, 0) if self.line else (node.line, node.column)
        return Hit(kind, said, line, column, self.comment)


def of_terraform(body: Pairs) -> Pairs:
    """Return a file of Terraform without its providers and their variables: they run where Terraform runs."""
    blocks = [value for _, value in body.pairs if isinstance(value, Block)]
    used = {
        each.text.removeprefix("var.")
        for each in everything(block for block in blocks if block.type in _PROVIDERS)
        if isinstance(each, Expression)
    }
    found = Pairs(body.line, body.column)
    for key, value in body.pairs:
        is_left_out = isinstance(value, Block) and (
            value.type in _PROVIDERS or (value.type == "variable" and not used.isdisjoint(value.labels))
        )
        found.pairs += [] if is_left_out else [(key, value)]
    return found


def judge(root: Node, place: Place) -> Iterator[Hit]:
    """Yield what a document switches on."""
    stack: list[tuple[Node, Place]] = [(root, place)]
    visited: set[int] = set()
    """The nodes that were judged: an alias of YAML is one of them again."""
    while stack:
        node, around = stack.pop()
        if id(node) in visited or _is_conditional(node):
            continue
        visited.add(id(node))
        if isinstance(node, Pairs):
            if _is_for_elsewhere(node, around):
                continue
            yield from _of_mapping(node, around)
            stack += [(value, around.under(name)) for name, value in _members(node)][::-1]
        elif isinstance(node, Items):
            if is_for_elsewhere(_variables(node)):
                continue
            yield from _of_list(node, around)
            stack += [(each, around) for each in node.items][::-1]
        elif isinstance(node, Call | Expression):
            stack += [(each, around) for each in node.below()][::-1]
        elif isinstance(node, Text):
            yield from _of_text(node, around)


def _members(node: Pairs) -> Iterator[tuple[str, Node]]:
    """Yield the values of a mapping that may run in production, with their keys."""
    for key, value in node.pairs:
        name = key.text if isinstance(key, Text) else ""
        if name in _CONDITIONS or name in _SKIPPED or (isinstance(value, Block) and value.type in _LOCAL):
            continue
        if says_elsewhere(name) or (isinstance(value, Block) and any(map(says_elsewhere, value.labels[-1:]))):
            continue
        yield name, value


def _is_conditional(node: Node) -> bool:
    return (isinstance(node, Call) and node.name == CONDITIONAL) or node.tag in _UNKNOWN_TAGS


def _is_for_elsewhere(node: Pairs, around: Place) -> bool:
    """Return whether a mapping says itself that it is for developers: by its name, its condition, its variables."""
    metadata = node.get("metadata")
    own = [node.get(name) for name in _OWN_NAMES] if not _pair(node) else []
    own += [metadata.get(name) for name in ("name", "namespace")] if isinstance(metadata, Pairs) else []
    own += [node.get("Condition")]
    if any(isinstance(each, Text) and says_elsewhere(each.text) for each in own):
        return True
    if not around.in_environment:
        return False
    return is_for_elsewhere((name, each.text) for name, each in node.names() if isinstance(each, Text))


def _variables(node: Items) -> Iterator[tuple[str, str]]:
    """Yield the variables that the items of a list are: ``{name: STAGE, value: dev}``."""
    for each in node.items:
        pair = _pair(each) if isinstance(each, Pairs) else None
        if pair:
            yield pair[0].text, pair[1].text


def _pair(node: Pairs) -> tuple[Text, Text] | None:
    """Return name and value of a mapping that is one variable: ``{name: LOG_LEVEL, value: debug}``."""
    name, value = node.get(*_NAMES), node.get(*_VALUES)
    return (name, value) if isinstance(name, Text) and isinstance(value, Text) else None


def _of_mapping(node: Pairs, around: Place) -> Iterator[Hit]:
    pair = _pair(node)
    if pair:
        if not _is_conditional(pair[1]):
            yield from _said(pair[0].text, pair[1], around)
        return
    if isinstance(node, Block) and node.type == "variable" and node.labels:
        yield from _of_default(node.labels[0], node, around)
    for key, value in node.pairs:
        name_of_key = key.text if isinstance(key, Text) else ""
        if isinstance(value, Text) and not _is_conditional(value):
            counts = around.in_environment or around.of_chart or name_of_key.isupper()
            if counts or debug_words.is_level(name_of_key):
                yield from _said(name_of_key, value, around)
            if _plain(name_of_key) in _COMMANDS:
                yield from _of_command(value, value.text, around)
            elif _plain(name_of_key) == _OVERRIDES:
                yield from _of_assignments(value, debug_words.split(value.text), around)
        elif isinstance(value, Items) and _plain(name_of_key) in _COMMANDS:
            texts = [each.text for each in value.items if isinstance(each, Text) and not _is_conditional(each)]
            yield from _of_command(value, texts, around)
        elif isinstance(value, Items) and _plain(name_of_key) == _OVERRIDES:
            yield from _of_assignments(value, [each.text for each in value.items if isinstance(each, Text)], around)
        elif isinstance(value, Pairs) and around.key == "Parameters":
            yield from _of_default(name_of_key, value, around)


def _of_default(name: str, node: Pairs, around: Place) -> Iterator[Hit]:
    """Yield the default of a parameter that is a level or a debug mode."""
    default = node.get(*_DEFAULTS)
    if isinstance(default, Text):
        kind, said = debug_words.of_variable(name, default.text)
        if kind:
            yield around.hit(kind, f"{said} unless it is set", default)


def _said(name: str, value: Text, around: Place) -> Iterator[Hit]:
    kind, said = debug_words.of_variable(name, value.text)
    if kind:
        yield around.hit(kind, said, value)


def _of_assignments(node: Node, given: Sequence[str], around: Place) -> Iterator[Hit]:
    """Yield what assignments of one text set, unless one says that it is for developers."""
    pairs = [(name, value.strip("\"'")) for name, _, value in (each.partition("=") for each in given)]
    if not is_for_elsewhere(pairs):
        for name, value in pairs:
            kind, said = debug_words.of_variable(name, value)
            if kind:
                yield around.hit(kind, said, node)


def _of_command(node: Node, command: str | list[str], around: Place) -> Iterator[Hit]:
    told = debug_words.of_command(command)
    if told:
        option = told.partition(" ")[0]
        items = node.items if isinstance(node, Items) else ()
        place = next((each for each in items if isinstance(each, Text) and option in each.text), node)
        yield around.hit(COMMAND, f"the command has {told}", place)


def _of_list(node: Items, around: Place) -> Iterator[Hit]:
    """Yield the variables of a list of texts such as ``LOG_LEVEL=debug``, unless one says that it is for developers."""
    items = node.items if around.in_environment else []
    given = [(name, value, each) for each in items for name, value in _assigned(each)]
    if not is_for_elsewhere((name, value) for name, value, _ in given):
        for name, value, each in given:
            kind, said = debug_words.of_variable(name, value)
            if kind:
                yield around.hit(kind, said, each)


def _assigned(node: Node) -> Iterator[tuple[str, str]]:
    if isinstance(node, Text) and not _is_conditional(node):
        name, sign, value = node.text.partition("=")
        if sign:
            yield name, value


def _of_text(node: Text, around: Place) -> Iterator[Hit]:
    """Yield what a text of JSON switches on, such as that of a heredoc."""
    if around.depth == _DEEPEST:
        return
    try:
        root = json_marks.inside(node)
    except Unreadable:
        return
    if root:
        line = around.line or (0 if node.style in _BLOCKS else node.line)
        inner = Place(in_environment=False, comment=NOWHERE, line=line, depth=around.depth + 1)
        yield from judge(root, inner)


def _plain(key: str) -> str:
    """Return a key without its signs, in lower case."""
    return "".join(char for char in key[: debug_words.LONGEST_NAME].lower() if char.isalnum())

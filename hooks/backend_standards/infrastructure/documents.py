"""Grants in YAML and JSON: CloudFormation, SAM, Serverless, Ansible, plain policies, and Terraform's form in JSON.

The objects of Terraform's own language are judged here too: a statement has the same elements in each of them.
"""

from __future__ import annotations

from backend_standards.infrastructure import policies
from backend_standards.infrastructure.hits import Hit
from backend_standards.infrastructure.policies import Statement
from backend_standards.infrastructure.values import passes_on, texts
from backend_standards.readers import json_marks
from backend_standards.readers.marked import Block, Node, Pairs, Text, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from backend_standards.infrastructure.hits import Wanted

    Resolve = Callable[[str], list[tuple[Node, str]]]

_NAMES = (
    ("Effect",),
    ("Action", "Actions"),
    ("NotAction", "NotActions"),
    ("Resource", "Resources"),
    ("NotResource", "NotResources"),
    ("Principal", "NotPrincipal"),
    ("Condition", "Conditions"),
)
"""The elements of a statement: effect, actions, other actions, resources, other resources, principals, conditions."""
_NAMES_IN_TERRAFORM = (
    ("Effect", "effect"),
    ("Action", "Actions", "action", "actions"),
    ("NotAction", "NotActions", "not_action", "not_actions"),
    ("Resource", "Resources", "resource", "resources"),
    ("NotResource", "NotResources", "not_resource", "not_resources"),
    ("Principal", "NotPrincipal", "principal", "principals", "not_principals"),
    ("Condition", "Conditions", "condition", "conditions"),
)
"""The same, with the words of a document of statements and of modules."""
_NOT_GRANTING = frozenset(
    (
        *("AWS::Organizations::Policy", "AWS::EC2::VPCEndpoint"),
        *("aws_organizations_policy", "aws_vpc_endpoint", "aws_vpc_endpoint_policy"),
        *("AWS::Config::ConfigRule", "aws_config_config_rule", "aws_config_organization_managed_rule"),
        "aws_ssoadmin_managed_policy_attachment",
    )
)
"""Resources with policies that only limit or are looked for, and those of people who sign in for a while."""
_TYPES = ("String", "List<", "CommaDelimitedList", "AWS::")
"""Beginnings of the types of a template's parameters."""
_OWN_NAMES = ("PolicyName", "ManagedPolicyName", "Name", "name", "policy_name", "name_prefix")
_BARE = ("Policies", "managed_policies", "managed_policy")
"""Keys under which SAM and Ansible take the name of a policy alone."""
_LIMITS = ("boundary", "boundaries", "servicecontrol")
"""Parts of a key whose value limits what is granted elsewhere."""
_LIMIT = frozenset("condition conditions scp scps deny denied".split())
_DEEPEST = 3
"""Texts of JSON within each other."""


class Place:
    """What is around a value.

    ``attaches``: policies are named here; ``bare``: by their names alone. ``in_document``: a statement without an
    effect allows, as in Terraform's document of statements. ``line`` is that of a quoted text, for all that is in it.
    """

    __slots__ = ("attaches", "bare", "depth", "has_comments", "in_document", "line", "terraform")

    def __init__(self, *, has_comments: bool = True, terraform: bool = False) -> None:
        self.attaches = False
        self.bare = False
        self.in_document = False
        self.has_comments = has_comments
        self.terraform = terraform
        self.line = 0
        self.depth = 0

    def under(self, name: str) -> Place:
        """Return the place of a value under a key."""
        attaches = self.attaches or "polic" in name.lower() or name == "for_each"
        in_document = self.terraform and (
            name == "statement" or (name == "dynamic") or (self.in_document and name == "content")
        )
        bare = name in _BARE
        if (attaches, bare, in_document) == (self.attaches, self.bare, self.in_document):
            return self
        found = Place(has_comments=self.has_comments, terraform=self.terraform)
        found.attaches, found.bare, found.in_document = attaches, bare, in_document
        found.line, found.depth = self.line, self.depth
        return found


def judge(roots: Iterable[Node], wanted: Wanted, place: Place, resolve: Resolve | None = None) -> Iterator[Hit]:
    """Yield what values and all below them grant, each place once."""
    told: set[int] = set()
    """The nodes that a finding is about: an alias of YAML is one of them again."""
    stack = [(root, place, False) for root in roots][::-1]
    while stack:
        node, around, is_seen = stack.pop()
        if isinstance(node, Pairs):
            statement = statement_of(node, resolve, around)
            kind = statement.grants(services=wanted.services) if statement else None
            if kind is not None and id(node) not in told:
                told.add(id(node))
                yield _hit(kind, node, around)
            if statement or _limits(node):
                continue
        elif isinstance(node, Text):
            yield from _of_text(node, wanted, around)
        attaches = around.attaches or around.bare
        for each, granted, name in _attached(node, wanted, around, resolve) if attaches and not is_seen else ():
            if id(each) not in told:
                told.add(id(each))
                yield _hit(granted, each, around, name)
        is_seen = attaches and passes_on(node)
        if isinstance(node, Pairs):
            stack += [
                (value, around.under(key.text if isinstance(key, Text) else ""), is_seen)
                for key, value in node.pairs
                if not _is_limit(key)
            ][::-1]
        else:
            stack += [(each, around, is_seen) for each in node.below()][::-1]


def statement_of(node: Pairs, resolve: Resolve | None, around: Place) -> Statement | None:
    """Return the statement that a mapping is; None for any other."""
    names = _NAMES_IN_TERRAFORM if around.terraform else _NAMES
    effect, actions, not_actions, resources, not_resources = (node.get(*each) for each in names[:5])
    if (actions is None and not_actions is None) or (effect is None and not around.in_document):
        return None
    sid = node.get("Sid", "sid")
    is_allowed = effect is None or any(text.lower() == "allow" for _, text in texts(effect, resolve))
    return Statement(
        "Allow" if is_allowed else "",
        [text for _, text in texts(actions, resolve)],
        None if resources is None else [text for _, text in texts(resources, resolve)],
        not_actions=not_actions is not None,
        not_resources=not_resources is not None,
        has_principal=bool(node.all(*names[5])) or _has_dynamic_principals(node),
        conditions=[text for value in node.all(*names[6]) for text in _condition_keys(value)],
        sid=sid.text if isinstance(sid, Text) else "",
    )


def _condition_keys(value: Node) -> Iterator[str]:
    """Yield the keys that a condition asks about: those of the mappings in it, or Terraform's ``variable``."""
    if not isinstance(value, Pairs):
        return
    test, variable = value.get("test"), value.get("variable")
    if isinstance(variable, Text) and not (isinstance(test, Text) and policies.holds_without_key(test.text)):
        yield variable.text
    for operator, inner in value.names():
        if isinstance(inner, Pairs) and not policies.holds_without_key(operator):
            yield from (key for key, _ in inner.names())


def _has_dynamic_principals(node: Pairs) -> bool:
    return any(isinstance(each, Block) and "principals" in each.labels for each in node.all("dynamic"))


def _limits(node: Pairs) -> bool:
    """Return whether a mapping is a resource that grants nothing, a policy that is named as a boundary, or a record."""
    kind = node.get("Type")
    words = node.labels if isinstance(node, Block) else [kind.text] if isinstance(kind, Text) else []
    if not _NOT_GRANTING.isdisjoint(words) or any(_is_boundary(word) for word in words):
        return True
    if any(map(policies.is_of_people, words[:1])) or _is_of_people(node) or node.get(*policies.RECORDS):
        return True
    if node.get("PolicyName") and node.get("PolicyArn"):  # what AWS answers when it is asked what is attached
        return True
    if node.get("Default") and words and not words[0].startswith(_TYPES):  # a parameter of something else
        return True
    names = [node.get(key) for key in _OWN_NAMES] if node.get("PolicyDocument", "policy", "Document") else []
    return any(isinstance(each, Text) and _is_boundary(each.text) for each in names)


def _is_of_people(node: Pairs) -> bool:
    """Return whether a mapping names the permission set that it is about: no locals, which are about all kinds."""
    if isinstance(node, Block) and node.type == "locals":
        return False
    return any((isinstance(value, Text) or value.tag) and policies.is_of_people(key) for key, value in node.names())


def _is_boundary(name: str) -> bool:
    return "boundary" in name.lower()


def _is_limit(key: Node) -> bool:
    """Return whether the value of a key limits what is granted elsewhere."""
    if not isinstance(key, Text):
        return False
    name = key.text.lower().replace("_", "").replace("-", "")
    if name in _LIMIT or key.text in _NOT_GRANTING or policies.is_of_people(name):
        return True
    return any(word in name for word in _LIMITS)


def _attached(node: Node, wanted: Wanted, around: Place, resolve: Resolve | None) -> Iterator[tuple[Node, int, str]]:
    """Yield the policies that a value names: its node, the kind and the name of the policy."""
    for each, text in texts(node, resolve):
        granted = policies.managed(text, wanted.names, bare=around.bare)
        if granted:
            yield each, *granted


def _of_text(node: Text, wanted: Wanted, around: Place) -> Iterator[Hit]:
    """Yield what a text of JSON grants, such as that of a heredoc."""
    if '"Effect"' not in node.text or around.depth == _DEEPEST:
        return
    is_block = node.style in ("|", ">", "<<")
    inner = Place(has_comments=False)
    inner.depth = around.depth + 1
    inner.line = 0 if is_block and not around.line else around.line or node.line
    try:
        root = json_marks.value(node.text, node.line + (node.style in ("|", ">")))
    except Unreadable:
        return
    if root:
        yield from judge([root], wanted, inner)


def _hit(kind: int, node: Node, around: Place, name: str = "") -> Hit:
    if around.line:
        return Hit(kind, around.line, 0, name, has_comments=around.has_comments)
    return Hit(kind, node.line, node.column, name, has_comments=around.has_comments)

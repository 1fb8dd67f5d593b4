"""What one statement of a policy grants, whatever it is written in, and which of AWS's policies grant too much.

Source: IAM's reference of policy elements; "Granting full admin IAM permissions" of the standard.
"""

from __future__ import annotations

from backend_standards.infrastructure.clues import ADMIN, BROAD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

ADMIN_POLICY, NOT_ACTION, IAM, SERVICE, ADMIN_MANAGED, BROAD_MANAGED = range(6)
"""What is granted: a kind for each rule."""
_OF_AWS = "iam::aws:policy/"
"""In the ARN of each policy that is AWS's own."""
_PARTITIONS = ("*", "aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b")
_ACCOUNT_DIGITS = 12
_TEMPLATES = ("${", "%{", "{", "<")
"""Beginnings of what another program fills in."""
_NARROWING = (
    "resourcetag",
    "requesttag",
    "calledvia",
    "viaservice",
    "permissionsboundary",
    "policyarn",
    "passedtoservice",
)
"""Words of condition keys that say what is done, and to what. The others say only who, where and when."""
RECORDS = frozenset(("CreateDate", "eventName", "eventSource"))
"""Keys of what IAM answers and of what CloudTrail logs, and of rules that look for it: it was granted elsewhere."""
_PEOPLE = "permissionset"
"""In names of what people get who sign in for a while."""
_SID_OF_ORGANIZATIONS = "fullawsaccess"
"""AWS gives this name to the statement that a service control policy begins with; it grants nothing."""


class Statement:
    """The elements of one statement, as far as they are known.

    ``effect`` is "" if it is not known. ``actions`` and ``resources`` are the known ones; an element that is absent is
    None. ``is_policy_resource`` says that a resource must be named where it is None: the grant is not for all.
    """

    __slots__ = ("actions", "conditions", "effect", "has_principal", "not_actions", "not_resources", "resources", "sid")

    def __init__(
        self,
        effect: str,
        actions: Sequence[str],
        resources: Sequence[str] | None,
        *,
        not_actions: bool = False,
        not_resources: bool = False,
        has_principal: bool = False,
        conditions: Sequence[str] = (),
        sid: str = "",
    ) -> None:
        self.effect = effect
        self.actions = actions
        self.resources = resources
        self.not_actions = not_actions
        self.not_resources = not_resources
        self.has_principal = has_principal
        self.conditions = conditions
        self.sid = sid

    def grants(self, *, services: bool = False) -> int | None:
        """Return the kind of what is granted to all, or None; ``services`` asks for single services, too."""
        if self.effect.lower() != "allow" or self.has_principal or self.sid.lower() == _SID_OF_ORGANIZATIONS:
            return None
        if any(word in key.lower() for key in self.conditions for word in _NARROWING):
            return None
        is_on_all = self.not_resources or self.resources is None or any(map(_is_all, self.resources))
        if is_on_all and any(_is_every_action(action) for action in self.actions):
            return ADMIN_POLICY
        if is_on_all and self.not_actions:
            return NOT_ACTION
        of_services = [action.partition(":")[0].lower() for action in self.actions if _is_whole_service(action)]
        if "iam" in of_services and (is_on_all or any(map(_is_all_of_iam, self.resources or ()))):
            return IAM
        return SERVICE if services and is_on_all and of_services else None


def holds_without_key(operator: str) -> bool:
    """Return whether a condition is met where its key is missing, as the tags of most resources are.

    Source: IAM's reference of condition operators, "...IfExists" and "ForAllValues".
    """
    return operator.endswith("IfExists") or operator.startswith("ForAllValues:")


def is_of_people(name: str) -> bool:
    """Return whether a name says permission set, which is for people who sign in for a while."""
    return _PEOPLE in name.lower().replace("_", "").replace("-", "")


def _is_every_action(action: str) -> bool:
    return "*" in action and not action.strip("*:")


def _is_whole_service(action: str) -> bool:
    service, colon, name = action.partition(":")
    return bool(service.strip("*") and colon and name and not name.strip("*"))


def _is_all(resource: str) -> bool:
    """Return whether a resource is a star, or a name of a resource in which all that matters is one."""
    if "*" in resource and not resource.strip("*"):
        return True
    parts = resource.split(":", 5)
    return (
        len(parts) > 2
        and parts[0] == "arn"
        and _is_partition(parts[1])
        and parts[-1].strip("*/:") == ""
        and "*" in parts[-1]
        and parts[2] in ("*", "")
        and all(_is_account_or_region(part) for part in parts[3:-1])
    )


def _is_partition(part: str) -> bool:
    return part in _PARTITIONS or part.startswith(_TEMPLATES)


def _is_account_or_region(part: str) -> bool:
    return part in ("", "*") or part.startswith(_TEMPLATES) or (part.isdigit() and len(part) == _ACCOUNT_DIGITS)


def _is_all_of_iam(resource: str) -> bool:
    parts = resource.split(":", 5)
    return len(parts) == 6 and parts[0] == "arn" and parts[2] in ("iam", "*") and not parts[5].strip("*")


def managed(text: str, more: Sequence[str] = (), *, bare: bool = False) -> tuple[int, str] | None:
    """Return kind and name of a policy of AWS's that grants too much; None for any other text.

    ``more`` are the names that the team has added. ``bare`` says that a name without the rest may stand here.
    """
    text = text.strip()
    head, mark, name = text.rpartition(_OF_AWS)
    if not mark:
        name = text if bare else ""
    elif not _begins_an_arn(head):
        return None
    name = name.rpartition("/")[2]
    if name == ADMIN:
        return ADMIN_MANAGED, name
    return (BROAD_MANAGED, name) if name in BROAD or (name and name in more) else None


def arn(name: str) -> str:
    """Return the ARN of a policy of AWS's."""
    return f"arn:aws:{_OF_AWS}{name}"


def _begins_an_arn(head: str) -> bool:
    """Return whether a text is what stands before ``iam`` in an ARN; a join may have given it without its beginning."""
    return head in ("", ":") or (head.startswith("arn:") and head.endswith(":") and _is_partition(head[4:-1]))

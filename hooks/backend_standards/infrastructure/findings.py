"""The messages about grants. Imported only for a finding."""

from __future__ import annotations

from backend_standards.core import IGNORE, Exempt, Finding
from backend_standards.core.patterns import literal
from backend_standards.infrastructure import policies, rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.infrastructure.hits import Hit

_RULES = {
    policies.ADMIN_POLICY: rules.ADMIN_POLICY,
    policies.NOT_ACTION: rules.ALLOW_NOT_ACTION,
    policies.IAM: rules.IAM_FULL_ACCESS,
    policies.SERVICE: rules.SERVICE_WILDCARD,
    policies.ADMIN_MANAGED: rules.ADMIN_MANAGED_POLICY,
    policies.BROAD_MANAGED: rules.BROAD_MANAGED_POLICY,
}
_OWN_POLICY = rules.ADMIN_MANAGED_POLICY.fix
_CALLED = "List the actions that the program calls, and the ARNs that it calls them on."
_SAID = {
    policies.ADMIN_POLICY: (
        "the statement allows every action on every resource",
        _CALLED,
    ),
    policies.NOT_ACTION: (
        "the statement allows every action but a few, on every resource",
        "List the allowed actions with Action. NotAction also allows every action that AWS adds later.",
    ),
    policies.IAM: (
        "the statement allows all of IAM on every resource: a role with it can make itself an administrator",
        "List the actions, and the ARNs of the roles that they apply to.",
    ),
    policies.SERVICE: (
        "the statement allows every action of a service on every resource",
        _CALLED,
    ),
    policies.ADMIN_MANAGED: (
        "{name} is attached: it allows every action on every resource",
        _OWN_POLICY,
    ),
    policies.BROAD_MANAGED: (
        "{name} is attached: it allows far more than one program needs",
        _OWN_POLICY,
    ),
}


def of(path: str, hit: Hit) -> Finding:
    """Return the finding of a grant in a file."""
    message, note = _SAID[hit.kind]
    exempt = IGNORE if hit.has_comments else (Exempt("allow", literal(path)),)
    return Finding(
        path,
        _RULES[hit.kind],
        message.format(name=hit.name),
        line=hit.line,
        column=hit.column,
        note=note,
        exempt=exempt,
    )


def unreadable(path: str, problem: str, line: int = 0) -> Finding:
    """Return the finding of a file that cannot be read."""
    return Finding(
        path,
        rules.UNREADABLE_INFRASTRUCTURE,
        f"the file cannot be read: {problem}",
        line=line,
        note="Correct the file: no part of it is judged until then.",
        exempt=(Exempt("allow", literal(path)),),
    )

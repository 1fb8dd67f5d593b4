"""The rules about infrastructure as code. Imported only for a finding."""

from __future__ import annotations

from backend_standards.core.rules import Rule

_ADMIN = "forbid-admin-policies"
_DEBUG = "forbid-debug-in-production"
_OWN_POLICY = "Write a policy with the actions and the resources that are needed."
_NEEDED = "List the actions and the resources that are needed."
_LEAST = "An attacker who gets into the program gets everything else in the account."


def _document(body: str) -> str:
    return f'data "aws_iam_policy_document" "orders" {{\n  statement {{\n{body}  }}\n}}\n'


def _attachment(arn: str) -> str:
    return (
        'resource "aws_iam_role_policy_attachment" "orders" {\n'
        f'  role       = aws_iam_role.orders.name\n  policy_arn = "{arn}"\n}}\n'
    )


_SCOPED = _document('    actions   = ["s3:GetObject"]\n    resources = ["arn:aws:s3:::shop-orders/*"]\n')
_DENIED = _document('    effect    = "Deny"\n    actions   = ["*"]\n    resources = ["*"]\n')
_READ_ONLY = _attachment("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")

ADMIN_POLICY = Rule(
    "admin-policy",
    _ADMIN,
    "Statement that allows everything",
    reason=_LEAST,
    fix=_NEEDED,
    section="M22",
    bad={"infra/main.tf": _document('    actions   = ["*"]\n    resources = ["*"]\n')},
    good={"infra/main.tf": _SCOPED},
)
ADMIN_MANAGED_POLICY = Rule(
    "admin-managed-policy",
    _ADMIN,
    "AdministratorAccess that is attached",
    reason=_LEAST,
    fix=_OWN_POLICY,
    section="M22",
    bad={"infra/main.tf": _attachment("arn:aws:iam::aws:policy/AdministratorAccess")},
    good={"infra/main.tf": _READ_ONLY},
)
BROAD_MANAGED_POLICY = Rule(
    "broad-managed-policy",
    _ADMIN,
    "PowerUserAccess or IAMFullAccess that is attached",
    reason="PowerUserAccess allows everything but IAM. A role with IAMFullAccess can grant itself everything.",
    fix=_OWN_POLICY,
    section="M22",
    bad={"infra/main.tf": _attachment("arn:aws:iam::aws:policy/PowerUserAccess")},
    good={"infra/main.tf": _READ_ONLY},
)
IAM_FULL_ACCESS = Rule(
    "iam-full-access",
    _ADMIN,
    "Statement that allows all of IAM",
    reason="A role that may do everything in IAM can attach AdministratorAccess to itself.",
    fix="List the IAM actions, and the ARNs of the roles that they apply to.",
    section="M22",
    bad={"infra/main.tf": _document('    actions   = ["iam:*"]\n    resources = ["*"]\n')},
    good={"infra/main.tf": _document('    actions   = ["iam:GetRole"]\n    resources = ["*"]\n')},
)
ALLOW_NOT_ACTION = Rule(
    "allow-not-action",
    _ADMIN,
    "Allow with NotAction",
    reason="It allows everything that is not listed, and each action that AWS adds.",
    fix="List the allowed actions with Action.",
    section="M22",
    bad={"infra/main.tf": _document('    not_actions = ["iam:*"]\n    resources   = ["*"]\n')},
    good={"infra/main.tf": _SCOPED},
)
SERVICE_WILDCARD = Rule(
    "service-wildcard",
    _ADMIN,
    "Statement that allows a whole service",
    reason="With `s3:*` on every resource a program can delete every bucket. checkov checks single actions.",
    fix=_NEEDED,
    section="M22",
    args=("--service-wildcards",),
    bad={"infra/main.tf": _document('    actions   = ["s3:*"]\n    resources = ["*"]\n')},
    good={"infra/main.tf": _SCOPED},
)
UNREADABLE_INFRASTRUCTURE = Rule(
    "unreadable-infrastructure",
    _ADMIN,
    "Terraform or YAML file that cannot be read",
    reason="The file mentions a policy or a debug mode, and no part of it can be judged.",
    fix="Correct the line that the finding names.",
    section="M22",
    bad={"infra/main.tf": _DENIED.removesuffix("}\n")},
    good={"infra/main.tf": _DENIED},
)

DEBUG_IN_DEPLOYMENT = Rule(
    "debug-in-deployment",
    _DEBUG,
    "Debug mode or level that a deployment switches on",
    reason="The service runs with what its image and its deployment set. At DEBUG it logs values, requests and "
    "credentials, and logs cost money; in debug mode it answers errors with its source.",
    fix="Leave it out or write INFO, and switch it on in a file that only developers use.",
    section="M13",
    bad={"Dockerfile": 'FROM python:3.12.4-slim\nENV LOG_LEVEL=DEBUG\nCMD ["python", "main.py"]\n'},
    good={"Dockerfile": 'FROM python:3.12.4-slim\nENV LOG_LEVEL=INFO\nCMD ["python", "main.py"]\n'},
)

RULES = (
    *(ADMIN_POLICY, ADMIN_MANAGED_POLICY, BROAD_MANAGED_POLICY, IAM_FULL_ACCESS, ALLOW_NOT_ACTION, SERVICE_WILDCARD),
    UNREADABLE_INFRASTRUCTURE,
    DEBUG_IN_DEPLOYMENT,
)

"""What `review` alone looks at, by the names that the table has. Each check is a small function of a project."""

from __future__ import annotations

from backend_standards.standard import about_api, about_aws, about_delivery, about_logs, about_structure
from backend_standards.standard.project import searched
from backend_standards.standard.verdict import broken, kept, undecidable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from backend_standards.standard.project import Project
    from backend_standards.standard.verdict import Verdict

_OWNERS = ("codeowners", ".github/codeowners", "docs/codeowners", ".gitlab/codeowners")
_LOGGERS = searched(
    *(b"import logging", b"from logging", b"structlog", b"loguru", b"aws_lambda_powertools", b"getLogger("),
    *(b"current_app.logger", b"app.logger", b"get_logger("),
)
_SETTINGS = searched(b"BaseSettings", b"dynaconf", b"environ.config", b"from environs", b"from decouple")


def code_owners(project: Project) -> Verdict:
    """Return whether a file asks for the reviewers by itself."""
    for name in _OWNERS:
        if path := project.lowered.get(name):
            return kept(path)
    return undecidable(
        "no CODEOWNERS file asks for reviewers by itself, and who was asked is not in the repository",
        fix="Ask the forge: `gh pr list --state merged --json number,reviews`",
    )


def logging(project: Project) -> Verdict:
    """Return whether the code logs at all."""
    if spots := project.clue(*_LOGGERS):
        return kept(f"{spots[0]}: {spots[0].text[:60]}")
    if not project.service:
        return undecidable("there is no code of a service here")
    return broken("the code logs nothing", fix="Log with logging.getLogger(__name__) what an operator has to know.")


def settings_class(project: Project) -> Verdict:
    """Return whether a class of settings validates the environment."""
    if spots := project.clue(*_SETTINGS):
        return kept(f"{spots[0]}: {spots[0].text[:60]}")
    return broken(
        "no class of settings validates what the code reads from the environment",
        fix="Declare the variables in a pydantic_settings.BaseSettings, in src/config/settings.py.",
        commands=["backend-standards init --diff"],
    )


CHECKS: dict[str, Callable[[Project], Verdict]] = {
    "api-framework": about_api.framework,
    "aws-profile": about_aws.credentials,
    "aws-timeouts": about_aws.timeouts,
    "aws-sdk": about_aws.library,
    "code-owners": code_owners,
    "docker": about_delivery.image,
    "environment-switch": about_structure.stages,
    "generic-500": about_api.generic_errors,
    "infrastructure-as-code": about_delivery.as_code,
    "laptop-deploy": about_delivery.deployment,
    "logging": logging,
    "object-tags": about_aws.tags,
    "observability": about_logs.monitored,
    "openapi": about_api.openapi,
    "pytest": about_structure.pytest,
    "secret-store": about_aws.secret_store,
    "settings-class": settings_class,
    "sphinx": about_delivery.sphinx,
    "structured-logs": about_logs.structured,
    "untested-modules": about_structure.tested,
    "updates": about_delivery.updates,
    "validation-handler": about_api.handlers,
    "virtual-environment": about_structure.isolation,
}
"""The checks by name."""

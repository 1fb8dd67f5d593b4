"""When a line says something about a repository: what shows that, or why it does not apply. Keys of ``CONDITIONS``."""

from __future__ import annotations

from backend_standards.standard import facts
from backend_standards.standard.project import searched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from backend_standards.standard.project import Project

_READS = searched(b"os.environ", b"getenv(", b"BaseSettings", b"load_dotenv", b"decouple", b"dynaconf", b"environs")
_FASTAPI = searched(b"FastAPI(", b"APIRouter(", b"from fastapi", b"import fastapi")
_POLICY = ('"Effect"', '"Action"')


def _docker(project: Project) -> str:
    return next(iter(facts.dockerfiles(project)), "")


def _environment(project: Project) -> str:
    return next(map(str, project.clue(*_READS)), "")


def _fastapi(project: Project) -> str:
    return next(map(str, project.clue(*_FASTAPI)), "")


def _infrastructure(project: Project) -> str:
    if path := facts.infrastructure(project):
        return path
    for path in project.ending("policy.json", "role.json", "iam.json", "policies.json"):
        if all(word in project.text(path) for word in _POLICY):
            return path
    return ""


_SHOWN_BY: dict[str, tuple[Callable[[Project], str], str]] = {
    "api": (facts.api, "no route of a web framework here"),
    "aws": (facts.aws, "nothing here calls AWS"),
    "deployed": (facts.deployed, "nothing here is deployed"),
    "docker": (_docker, "no Dockerfile here"),
    "environment": (_environment, "the code reads no environment variable"),
    "fastapi": (_fastapi, "no FastAPI application here"),
    "infrastructure": (_infrastructure, "no infrastructure and no IAM policy here"),
}


def unmet(condition: str, project: Project) -> str:
    """Return why a line with this condition does not apply, or "" if it does."""
    if not condition:
        return ""
    shown, words = _SHOWN_BY[condition]
    return "" if shown(project) else words


NAMES = frozenset(_SHOWN_BY)
"""The conditions that are known here."""

"""What the review says of an API, where no hook decides: its framework, its handlers and its documentation."""

from __future__ import annotations

import re

from backend_standards.standard import facts
from backend_standards.standard.project import searched
from backend_standards.standard.verdict import Place, broken, inapplicable, kept, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.standard.project import Project
    from backend_standards.standard.verdict import Verdict

_HANDLERS = searched(b"exception_handler(", b"add_exception_handler(", b"errorhandler(", b"exception_handlers=")
_VALIDATION = ("RequestValidationError", "ValidationError", "HTTPException", "Exception", "BadRequest", "422", "400")
_FASTAPI = searched(b"FastAPI(")
_FLASK = searched(b"Flask(", b"Blueprint(")
_SWITCHES = searched(b"docs_url", b"openapi_url")
_OFF = r"\b(openapi_url)\s{0,9}=\s{0,9}(?:None|\"\"|'')"
_DOCS_OFF = r"\b(docs_url)\s{0,9}=\s{0,9}None"
_SCHEMAS = searched(
    b"flask_smorest", b"apispec", b"flasgger", b"flask_restx", b"spectree", b"APIFlask(", b"drf_spectacular"
)
_GENERIC = searched(b"HTTPException(", b"abort(500")
_STATUS_500 = r"HTTPException\(\s{0,9}(?:status_code\s{0,9}=\s{0,9})?(?:500|status\.HTTP_500\w{0,40})|abort\(500"


def framework(project: Project) -> Verdict:
    """Return whether the API is made with FastAPI or Flask."""
    name, manifest = facts.framework(project)
    if name in ("fastapi", "flask"):
        return kept(f"{name} in {manifest}")
    if name:
        return broken(
            f"the API is made with {name} ({manifest})",
            fix="Use FastAPI for the next service; or write the reason for the other framework into the exemptions.",
            places=[Place(manifest, message=f"declares {name}")],
        )
    return unknown(
        f"{facts.api(project)} makes an API, and no manifest names its framework",
        fix="Declare the framework in requirements.txt or pyproject.toml.",
    )


def handlers(project: Project) -> Verdict:
    """Return whether validation errors have a handler of the project's own."""
    spots = project.clue(*_HANDLERS)
    for spot in spots:
        if any(word in spot.text for word in _VALIDATION):
            return kept(f"{spot}: {spot.text[:80]}")
    if spots:
        return kept(f"{spots[0]} has a handler of errors")
    if project.clue(*_FASTAPI):
        return unknown(
            "no handler of RequestValidationError; FastAPI's own answer to an invalid request is 422",
            fix="Add @app.exception_handler(RequestValidationError) if clients need the error in a form of your own.",
        )
    if not project.clue(*_FLASK):
        return unknown(
            "no handler of validation errors was found; most frameworks answer an invalid request with 400",
            fix="Ask whether clients get each error in one form.",
        )
    return broken(
        "no handler of validation errors was found",
        fix="Register one for the application, such as @app.errorhandler(ValidationError).",
    )


def generic_errors(project: Project) -> Verdict:
    """Return whether the code answers with a 500 of its own."""
    found = [spot for spot in project.clue(*_GENERIC) if re.search(_STATUS_500, spot.text)]
    if not found:
        return kept("no route raises a 500 of its own")
    return broken(
        f"status 500 is raised at {len(found)} place{'' if len(found) == 1 else 's'}",
        fix="Raise an error with the status of its cause (400, 404, 409, 502, …), and leave 500 to what is unexpected.",
        places=[Place(spot.path, spot.line, message="raises a generic 500") for spot in found],
    )


def openapi(project: Project) -> Verdict:
    """Return whether the OpenAPI document is served."""
    if not project.clue(*_FASTAPI):
        if spots := project.clue(*_SCHEMAS):
            return kept(f"{spots[0]} makes an OpenAPI document")
        for path in project.ending("openapi.yaml", "openapi.yml", "openapi.json", "swagger.yaml", "swagger.json"):
            return kept(f"{path} describes the API")
        return broken(
            "nothing makes an OpenAPI document",
            fix="Add one: APIFlask, flask-smorest or apispec make it from the code; or write an openapi.yaml.",
        )
    for spot in project.clue(*_SWITCHES):
        if re.search(_OFF, spot.text):
            return broken(
                f"{spot} switches the OpenAPI document off",
                fix="Leave openapi_url at its default; to hide the pages in production, set it from the settings.",
                places=[Place(spot.path, spot.line, message="openapi_url is off")],
            )
    return kept(f"FastAPI makes it ({project.clue(*_FASTAPI)[0]})")


def docs_page(project: Project) -> Verdict:
    """Return whether FastAPI serves its page ``/docs``."""
    if not project.clue(*_FASTAPI):
        return inapplicable("no FastAPI application here")
    for spot in project.clue(*_SWITCHES):
        if re.search(_DOCS_OFF, spot.text) or re.search(_OFF, spot.text):
            return broken(
                f"{spot} switches the page off",
                fix="Leave docs_url at its default, or give it another path.",
                places=[Place(spot.path, spot.line, message="docs_url is off")],
            )
    return kept(f"{project.clue(*_FASTAPI)[0]} serves it")

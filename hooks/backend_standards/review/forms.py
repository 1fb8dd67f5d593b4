"""The forms of a review besides text; the module of a form is imported only where that one is asked for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.review.report import Report


def render(form: str, report: Report) -> str:
    """Return a review in a form of ``FORMATS`` but text."""
    if form == "json":
        from backend_standards.review.report import as_json

        return as_json(report)
    raise NotImplementedError(form)

"""The forms of a review besides text; the module of a form is imported only where that one is asked for."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.review.report import Report


def render(form: str, report: Report, prefix: str) -> str:
    """Return a review in a form of ``FORMATS`` but text.

    ``prefix`` is the current folder's path from the repository's root, with a final slash, or "".
    """
    if form == "json":
        from backend_standards.review.report import as_json

        return as_json(report)
    if form == "sarif":
        from backend_standards.review import sarif

        return sarif.render(report, prefix)
    if form == "markdown":
        from backend_standards.review import markdown

        return markdown.render(report)
    if form == "junit":
        from backend_standards.review import junit

        return junit.render(report)
    from backend_standards.review import page

    return page.of_one(report, os.path.basename(os.getcwd()))

"""The forms of a report besides text; the module of a form is imported only where that one is asked for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.core import Outcome

_MODULES = {"json": "json_report", "github": "github", "sarif": "sarif", "gitlab": "gitlab", "junit": "junit"}
FORMATS = tuple(_MODULES)


def render(form: str, outcomes: Sequence[Outcome], prefix: str) -> str:
    """Return outcomes in a form of ``FORMATS``.

    ``prefix`` is the current folder's path from the repository's root, with a final slash, or "".
    """
    import importlib

    module = importlib.import_module(f"backend_standards.reporting.{_MODULES[form]}")
    return str(module.render(outcomes, prefix))

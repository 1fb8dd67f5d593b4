"""Which paths the manifest gives a hook, by their names."""

from __future__ import annotations

from backend_standards.core.catalog import LITERALS, TEXTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def matching(hook: str, paths: Iterable[str]) -> list[str]:
    """Return the paths that the manifest's ``files`` and ``exclude`` of a hook let through.

    Source: pre-commit's documentation of ``files`` and ``exclude``.
    """
    pattern, unwanted = TEXTS[hook]["files"], TEXTS[hook]["exclude"]
    parts = LITERALS[hook]  # which spares most files the regular expression, and most runs its import
    found = [path for path in paths if any(part in path for part in parts)]
    if found and (pattern or unwanted != "^$"):
        import re

        found = [path for path in found if re.search(pattern, path) and not re.search(unwanted, path)]
    return found

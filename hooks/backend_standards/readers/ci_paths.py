"""The path filters of workflows: whether a change of the Python code, or of a Dockerfile, would start one.

Source: GitHub's "Filter pattern cheat sheet". A pattern that begins with ``!`` takes files off again.
"""

from __future__ import annotations

from backend_standards.core import Stopped
from backend_standards.core.patterns import Patterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_PATTERNS = 100
_MOST_FILES = 2_000
"""Files that are compared with the patterns."""


def starts_for(patterns: Sequence[str], code: Sequence[str]) -> bool:
    """Return whether a file of the code is covered by the patterns; True in doubt."""
    if not code or len(patterns) > _MOST_PATTERNS:
        return True
    if not any(pattern.startswith("!") for pattern in patterns) and any(
        path.startswith(start) for pattern in patterns if (start := _beginning(pattern)) for path in code
    ):
        return True
    try:
        compiled = Patterns([_gitignore(pattern) for pattern in patterns])
    except Stopped:  # a class of characters that is not supported
        return True
    return any(compiled.cover(path) for path in code[:_MOST_FILES])


def _beginning(pattern: str) -> str:
    """Return how each path begins that a pattern covers which is a folder, "" for any other pattern."""
    folder = pattern.removesuffix("**").lstrip("/")
    is_folder = folder.endswith("/") and folder != pattern.lstrip("/")
    return folder if is_folder and not any(sign in folder for sign in "*?[]+!") else ""


def _gitignore(pattern: str) -> str:
    """Return a pattern in the form of a ``.gitignore``, from the root: there, ``**`` is a whole name."""
    negated = "!" if pattern.startswith("!") else ""
    names = pattern.removeprefix("!").lstrip("/").split("/")
    names = [f"**/{name.replace('**', '*')}" if "**" in name and name != "**" else name for name in names]
    return f"{negated}/{'/'.join(names)}"

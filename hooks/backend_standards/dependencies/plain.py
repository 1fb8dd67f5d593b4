"""Requirements that are plainly pinned, as nearly all are: judged without ``packaging`` and without ``re``.

Every clean run reads its requirements here, so the rest is in ``requirements``.
"""

from __future__ import annotations

from backend_standards.dependencies import LONGEST, Requirement, is_version
from backend_standards.locks import normal

OPERATORS = ("==", "!=", "<=", ">=", "<", ">")
_VARIABLES = (
    "python_version python_full_version os_name sys_platform platform_release platform_system platform_version "
    "platform_machine platform_python_implementation implementation_name implementation_version"
).split()
"""The variables of markers (PyPA's "Dependency specifiers")."""


def plain(text: str) -> Requirement | None:
    """Return a requirement that is surely pinned: ``name[extras]==version ; marker``; None if in doubt.

    It accepts only texts that ``packaging`` would also read as one ``==`` with a version without a wildcard.
    """
    name, equals, rest = text.partition("==")
    if not equals or len(text) > LONGEST or not text.isascii():
        return None
    version, semicolon, marker = rest.partition(";")
    version, marker = version.strip(" \t"), marker.strip(" \t")
    parts = name_and_extras(name)
    if not parts or not is_version(version) or (semicolon and not is_marker(marker)):
        return None
    return Requirement(normal(parts[0]), version, marker)


def name_and_extras(text: str) -> tuple[str, list[str]] | None:
    """Return a name and the extras in brackets after it; None for any other text."""
    name = text.strip(" \t")
    extras: list[str] = []
    if name.endswith("]"):
        name, _, inside = name[:-1].partition("[")
        name = name.rstrip(" \t")
        extras = [extra.strip(" \t") for extra in inside.split(",")]
        if not all(map(is_name, extras)):
            return None
    return (name, extras) if is_name(name) else None


def is_name(text: str) -> bool:
    """Return whether a text is a name of PyPA's "Names and normalization"."""
    return text[:1].isalnum() and text[-1:].isalnum() and without_marks(text).isalnum()


def without_marks(text: str) -> str:
    """Return a text without the marks that a name may have inside."""
    return text.replace("-", "").replace("_", "").replace(".", "")  # a quarter of what translate() takes


def is_marker(text: str) -> bool:
    """Return whether a text is comparisons of known variables with quoted words, joined by ``and`` and ``or``."""
    words = text.split(" ")
    if len(words) % 4 != 3:
        return False
    for at in range(0, len(words), 4):
        variable, operator, value = words[at : at + 3]
        quote = value[:1]
        if variable not in _VARIABLES or operator not in OPERATORS or quote not in ("'", '"') or len(value) < 3:
            return False
        if value[-1] != quote or not without_marks(value[1:-1]).isalnum():
            return False
    return all(words[at] in ("and", "or") for at in range(3, len(words), 4))

"""Exact pins compared: those of the constraints of an install, and versions with versions."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.dependencies import Requirement

MANY = 50
"""Lines of one name that are compared with one another, at most: each comparison parses two versions."""


class Pins:
    """The exact pins of one name in the constraints of an install.

    A pin under a marker holds for a requirement with the same marker. It also holds if the constraints pin the name
    under several markers, as compilers for all platforms do.
    """

    __slots__ = ("_by_marker",)

    def __init__(self) -> None:
        self._by_marker: dict[str, tuple[int, Requirement]] = {}
        """The first pin of each marker, with its place among them."""

    def add(self, pin: Requirement) -> None:
        """Note a requirement of the constraints; only an exact pin counts."""
        if pin.version and not pin.problem:
            self._by_marker.setdefault(pin.marker_key, (len(self._by_marker), pin))

    def holding(self, requirement: Requirement) -> Requirement | None:
        """Return the pin that holds for a requirement: the first without a marker or with the same one."""
        found = [self._by_marker[key] for key in {"", requirement.marker_key} if key in self._by_marker]
        if found:
            return min(found, key=lambda each: each[0])[1]
        return next(iter(self._by_marker.values()))[1] if len(self._by_marker) > 1 else None


def same_version(one: str, other: str) -> bool:
    """Return whether one release can be both: 1.0 and 1.0.0 are equal, and 1.0+cpu satisfies ==1.0 (PEP 440)."""
    if ("+" in one) != ("+" in other):
        one, other = one.partition("+")[0], other.partition("+")[0]
    if one == other:
        return True
    from packaging.version import InvalidVersion, Version

    try:
        return Version(one) == Version(other)
    except (InvalidVersion, ValueError):
        return False


def allows(specifier: str, version: str) -> bool:
    """Return whether a version, or a pre-release, satisfies a specifier; True where either cannot be parsed."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    try:  # a text that is not a version satisfies nothing in newer releases of packaging
        return SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except (InvalidSpecifier, InvalidVersion, ValueError):
        return True

"""The options of ``require-quality-gates`` as settings."""

from __future__ import annotations

from backend_standards.core import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backend_standards.core import Options
    from backend_standards.core.patterns import Patterns

MINIMUM = 80
"""Percent: "Ensure coverage ≥80%"."""
PARTS = ("coverage", "lint", "types", "tests", "audit", "security")
"""Everything that ``--optional`` can except."""


class Settings:
    """What the team asks for. Roots are the prefix of the paths below them."""

    __slots__ = ("_allowed", "_optional", "minimum", "roots")

    def __init__(
        self,
        *,
        minimum: float = MINIMUM,
        optional: Iterable[str] = (),
        roots: Sequence[str] = ("",),
        allowed: Patterns | None = None,
    ) -> None:
        self.minimum = minimum
        self._optional = frozenset(optional)
        self.roots = roots
        self._allowed = allowed

    def asks(self, part: str) -> bool:
        """Return whether a part is asked for."""
        return part not in self._optional

    def refuses(self, path: str) -> bool:
        """Return whether a file is judged."""
        return self._allowed is None or not self._allowed.cover(path)


def settings_of(options: Options, paths: Sequence[str]) -> Settings:
    """Return the options as settings: a typing error must not pass.

    Raises:
        Stopped: a part that does not exist, a minimum that is no number of percent, or a root without tracked files.
    """
    from backend_standards.core.remedies import patterns
    from backend_standards.core.roots import prefixes

    for name in options.words("optional"):
        if name not in PARTS:
            raise Stopped(f"--optional {name}: known are {', '.join(PARTS)}")
    return Settings(
        minimum=_minimum(options.text("minimum")),
        optional=options.words("optional"),
        roots=prefixes(options.texts("root"), paths) or [""],
        allowed=patterns(options.texts("allow")),
    )


def _minimum(text: str) -> float:
    if not text:
        return MINIMUM
    is_plain = text.isascii() and text.replace(".", "", 1).isdecimal() and len(text) < 10
    if not is_plain or not 0 <= float(text) <= 100:
        raise Stopped(f"--minimum {text}: write a number of percent from 0 to 100, such as 80")
    return float(text)

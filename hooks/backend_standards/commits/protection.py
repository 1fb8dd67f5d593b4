"""The branches that a team protects: names, and patterns as in --allow. Imported only where --protected is given."""

from __future__ import annotations

from backend_standards.commits import PROTECTED, utf8
from backend_standards.core.patterns import Patterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    Branches: TypeAlias = "Sequence[str] | Protected"

_WILD = "*?[!"


class Protected:
    """The protected branches: ``in`` asks for one, and iterating gives their names and patterns for git.

    Names replace main and master, because they say what the main branch is called. Patterns alone do not replace them:
    a team that adds ``release/*`` still has a main branch. The last entry that matches a branch decides, and ``!``
    negates it.
    """

    def __init__(self, given: Sequence[str]) -> None:
        given = [utf8.text(each) for each in given]
        self._given = given if any(not _is_pattern(each) for each in given) else [*PROTECTED, *given]

    def __contains__(self, branch: object) -> bool:
        """Return whether a branch is protected. "" stands for no branch, and is not protected."""
        fitting = [each for each in self._given if isinstance(branch, str) and branch and _fits(branch, each)]
        return bool(fitting) and not fitting[-1].startswith("!")

    def __iter__(self) -> Iterator[str]:
        return (each for each in self._given if not each.startswith("!"))


def _is_pattern(text: str) -> bool:
    return any(sign in text for sign in _WILD)


def _fits(branch: str, name: str) -> bool:
    body = name.removeprefix("!")
    return branch == body or (_is_pattern(body) and Patterns([f"/{body.lstrip('/')}"]).cover(branch))

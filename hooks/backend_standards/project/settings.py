"""The options of ``check-project-docs`` as settings. Imported only if one is given, or for a finding."""

from __future__ import annotations

from backend_standards.core import Stopped
from backend_standards.project import GROUPS, PARTS, README_PARTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backend_standards.core import Options
    from backend_standards.core.patterns import Patterns


class Settings:
    """What the team asks for. Roots are the prefix of the paths below them."""

    __slots__ = ("_allowed", "_asked", "_everywhere", "roots", "words")

    def __init__(
        self,
        *,
        require: Sequence[str] = (),
        optional: Iterable[str] = (),
        words: Mapping[str, Sequence[str]] | None = None,
        roots: Sequence[str] = ("",),
        allowed: Patterns | None = None,
    ) -> None:
        left = set(_parts(optional))
        self._asked = set(_parts(["pr-template", *require])) - left
        self._everywhere = set(require).intersection(PARTS) - left
        self.words = words or {}
        self.roots = roots
        self._allowed = allowed

    def asks(self, part: str) -> bool:
        """Return whether a part is asked for where it applies."""
        return part in self._asked

    def insists(self, part: str) -> bool:
        """Return whether a part is asked for by its own name, so that it applies in any case."""
        return part in self._everywhere

    @property
    def is_strict(self) -> bool:
        """Whether more is asked for than without options."""
        return len(self._asked) > 1 or bool(self._everywhere)

    def refuses(self, path: str) -> bool:
        """Return whether a file is judged."""
        return self._allowed is None or not self._allowed.cover(path)


def _parts(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from GROUPS.get(name, (name,))


def settings_of(options: Options, paths: Sequence[str]) -> Settings:
    """Return the options as settings: a typing error must not pass.

    Raises:
        Stopped: a part that does not exist, words without one, or a root below which nothing is tracked.
    """
    from backend_standards.core.remedies import patterns
    from backend_standards.core.roots import prefixes

    for option in ("require", "optional"):
        for name in options.words(option):
            if name not in PARTS and name not in GROUPS:
                raise Stopped(f"--{option} {name}: known are {', '.join((*PARTS, *GROUPS))}")
    words: dict[str, list[str]] = {}
    for text in options.texts("words"):
        part, equals, word = text.partition("=")
        if part not in README_PARTS or not equals or not any(char.isalnum() for char in word):
            raise Stopped(f"--words {text}: write a part and a word, such as setup=Bootstrapping")
        words.setdefault(part, []).append(word.strip())
    return Settings(
        require=options.words("require"),
        optional=options.words("optional"),
        words=words,
        roots=prefixes(options.texts("root"), paths) or [""],
        allowed=patterns(options.texts("allow")),
    )

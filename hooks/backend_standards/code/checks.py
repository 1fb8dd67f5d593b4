"""What one hook asks of Python files, which of them a literal search rules out, and what it finds in the others.

A clean run imports this module, so it imports nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from backend_standards.code.source import Source
    from backend_standards.core import Finding, Options

    Judge: TypeAlias = Callable[[Source], Iterable[Finding]]

_PLAIN = (b"utf-8", b"utf8", b"ascii", b"us-ascii", b"latin-1", b"latin1", b"iso-8859-1", b"iso-8859-15", b"cp1252")
"""Encodings in which a word of ASCII is the same bytes, as they are declared in nearly all files that declare one."""
_DECLARED = b"coding"


class Check:
    """What one hook asks of Python files, in one run.

    ``clues`` are literals: a file without any of them cannot break a rule, and is not parsed. ``and_clues`` are others,
    one of which a file has too; none for a hook that asks for one word alone. ``judge`` yields the findings in a file
    that could be parsed. ``with_tests`` asks for tests, ``with_migrations`` for migrations, which are left out
    otherwise.
    """

    __slots__ = ("allow", "and_clues", "clues", "hook", "judge", "with_migrations", "with_tests")

    def __init__(
        self,
        hook: str,
        options: Options,
        clues: Sequence[bytes],
        judge: Judge,
        *,
        and_clues: Sequence[bytes] = (b"",),
        with_tests: bool = False,
        with_migrations: bool = False,
    ) -> None:
        self.hook = hook
        self.allow = options.texts("allow")
        self.clues = clues
        self.and_clues = and_clues
        self.judge = judge
        self.with_tests = with_tests
        self.with_migrations = with_migrations

    def concerns(self, data: bytes) -> bool:
        """Return whether a file may break a rule, or cannot be read as the literal search reads it."""
        if any(clue in data for clue in self.clues) and any(clue in data for clue in self.and_clues):
            return True
        return b"\0" in data or _has_odd_encoding(data)

    def findings(self, source: Source) -> Iterator[Finding]:
        """Yield what the hook finds in a file that the search has not ruled out: its place, its tree, its ignores."""
        from backend_standards.code import places
        from backend_standards.code.source import Fault

        if places.is_left_out(
            source.path, source.data, with_tests=self.with_tests, with_migrations=self.with_migrations
        ):
            return
        if self.allow:
            from backend_standards.core.patterns import Patterns

            if Patterns(self.allow).cover(source.path):
                return
        fault = source.parsed if isinstance(source.parsed, Fault) else None
        found: list[Finding] = []
        try:
            found += self.judge(source) if not fault else ()
        except RecursionError:
            fault = Fault("the code is nested too deeply to judge")
        if fault:
            from backend_standards.code import unparsable

            yield from unparsable.findings(source, fault)
        elif found or b"standards:" in source.data:
            from backend_standards.code import comments

            yield from comments.apply(source, found, self.hook)


def _has_odd_encoding(data: bytes) -> bool:
    """Return whether a file declares an encoding in which a word may be other bytes, such as UTF-7.

    Source: PEP 263, a comment in one of the first two lines.
    """
    end = data.find(b"\n", data.find(b"\n") + 1)
    end = end if end >= 0 else len(data)
    at = data.find(_DECLARED, 0, end)
    while at >= 0:
        at += len(_DECLARED)
        if data[at : at + 1] in (b":", b"="):
            name = data[at + 1 : min(at + 41, end)].lstrip(b" \t").lower().replace(b"_", b"-")
            if not name.startswith(_PLAIN):
                return True
        at = data.find(_DECLARED, at, end)
    return False

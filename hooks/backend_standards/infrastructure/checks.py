"""What one run of the hook asks of each file. A Python file is parsed once for it and the hooks about Python code.

Imported only for a file with a clue, and where several hooks run in one process.
"""

from __future__ import annotations

from backend_standards.code import checks
from backend_standards.infrastructure import clues

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.code.source import Source
    from backend_standards.core import Finding, Options
    from backend_standards.infrastructure.hits import Wanted


class Check(checks.Check):
    """What the hook asks of files of infrastructure, and of Python code."""

    __slots__ = ("_more", "_services", "_words")

    def __init__(self, hook: str, options: Options) -> None:
        super().__init__(hook, options, (), self._of_python)
        self._more = tuple(options.words("managed"))
        self._services = options.flag("service-wildcards")
        self._words = clues.words(self._more)

    def concerns(self, data: bytes) -> bool:
        """Return whether a file may break a rule."""
        return clues.concerns(data, self._words, services=self._services)

    def findings(self, source: Source) -> Iterator[Finding]:
        """Yield what the hook finds in a file of any kind that the search has not ruled out."""
        from backend_standards.infrastructure import places

        kind = clues.kind(source.path)
        if not kind or places.is_left_out(source.path):
            return
        if kind == clues.PYTHON:
            yield from super().findings(source)
            return
        if self.allow:
            from backend_standards.core.patterns import Patterns

            if Patterns(self.allow).cover(source.path):
                return
        if b"\0" in source.data and not self._concerns_text(source.data):
            return
        from backend_standards.infrastructure import judging

        yield from judging.judge(source.path, source.data, kind, self._wanted(), self.hook)

    def _concerns_text(self, data: bytes) -> bool:
        """Return whether a file with NULs may break a rule: if it is no text, but a ciphertext, it has no such word."""
        from backend_standards.core.text import decode

        return self.concerns(decode(data).encode("utf-8", "replace"))

    def _of_python(self, source: Source) -> Iterator[Finding]:
        from backend_standards.infrastructure import python_policies

        for hit in python_policies.judge(source, self._wanted()):
            from backend_standards.infrastructure import findings

            yield findings.of(source.path, hit)

    def _wanted(self) -> Wanted:
        from backend_standards.infrastructure.hits import Wanted

        return Wanted(self._more, services=self._services)

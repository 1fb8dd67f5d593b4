"""Refuse debug modes, and logs at the level DEBUG, in code and deployments that run in production.

Source: the standard's "Logging and Monitoring" ("Logging at `DEBUG` level in production").
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.code import checks, files
from backend_standards.core import FILES, Option, Options, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.code.source import Source
    from backend_standards.core import Finding

HOOK = "forbid-debug-in-production"
OPTIONS = (Option("allow", "do not judge this file; as in .gitignore", "PATTERN"),)
_CLUES = (
    *(b"DEBUG", b'"debug"', b"'debug'", b"debug=", b"debug =", b"debug:", b"debug_", b"debuglevel", b"bottle.debug"),
    *(b"TRACE", b'"trace"', b"'trace'", b"reload", b"use_debugger", b"echo=", b"ECHO", b"set_debug_logger"),
    *(b"set_stream_logger", b"etLevel(", b"basicConfig", b"FLASK_ENV"),
)
_OF_DEPLOYMENTS = (
    *(b"ebug", b"EBUG", b"race", b"RACE", b"eload", b"ELOAD", b"SK_ENV", b"RT_ENV", b"echo", b"ECHO", b"DEVMODE"),
    *(b"fastapi", b"ptvsd", b" 10", b"=10", b":10", b'"10', b"'10", b"\0"),
)
"""Parts of what ``debug_clues`` looks for in any case. A file of a deployment without them needs no module for it."""


class _Check(checks.Check):
    """What a run of the hook asks of Python files, and of the files of deployments."""

    __slots__ = ()

    def concerns(self, data: bytes) -> bool:
        """Return whether a file of either kind may switch something on."""
        from backend_standards.infrastructure import debug_clues

        return super().concerns(data) or debug_clues.concerns(data)

    def of_path(self, path: str, data: bytes) -> bool:
        """Return whether a file may switch something on, by the words of its own kind."""
        if path.endswith(".py"):
            return super().concerns(data)
        if not any(clue in data for clue in _OF_DEPLOYMENTS):
            return False
        from backend_standards.infrastructure import debug_clues

        return bool(debug_clues.kind(path)) and debug_clues.concerns(data)

    def findings(self, source: Source) -> Iterator[Finding]:
        """Yield what the hook finds in a file that the search has not ruled out."""
        if not self.of_path(source.path, source.data):
            return
        if source.path.endswith(".py"):
            yield from super().findings(source)
            return
        from backend_standards.infrastructure import debug_judging

        yield from debug_judging.judge(source.path, source.data, self.hook, self.allow)


def begin(options: Options) -> _Check:
    """Return what this run of the hook asks of each file."""
    return _Check(HOOK, options, _CLUES, check)


def check(source: Source) -> Iterator[Finding]:
    """Yield the findings about one Python file that could be parsed."""
    from backend_standards.code import debugging
    from backend_standards.infrastructure import debug_python

    yield from debugging.judge(source)
    for hit in debug_python.judge(source):
        from backend_standards.infrastructure import debug_findings

        yield debug_findings.of(source.path, hit)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Judge the files as they are staged, or at a push as the commit has them."""
    return Outcome(HOOK, _findings(begin(options), files.contents(options.files)))


def _findings(check: _Check, contents: Iterable[tuple[str, bytes]]) -> Iterator[Finding]:
    for path, data in contents:
        if check.of_path(path, data):
            from backend_standards.code.source import Source

            yield from check.findings(Source(path, data))


if __name__ == "__main__":
    raise SystemExit(main())

"""Refuse debug modes, and logs at the level DEBUG, in code and deployments that run in production.

Source: the standard's "Logging and Monitoring" ("Logging at `DEBUG` level in production").
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.code import checks, files
from backend_standards.core import FILES, Option, Options, Outcome
from backend_standards.infrastructure import debug_clues

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.code.source import Source
    from backend_standards.core import Finding

HOOK = "forbid-debug-in-production"
OPTIONS = (Option("allow", "do not judge this file; as in .gitignore", "PATTERN"),)
_CLUES = (
    *(b"DEBUG", b'"debug"', b"'debug'", b"debug=", b"debug =", b"debug:", b"debug_", b"debuglevel", b"bottle.debug"),
    *(b"TRACE", b'"trace"', b"'trace'", b"reload", b"use_debugger", b"echo=", b"ECHO", b"set_debug_logger"),
    *(b"set_stream_logger", b"etLevel(", b"basicConfig", b"FLASK_ENV"),
)


class _Check(checks.Check):
    """What a run of the hook asks of Python files, and of the files of deployments."""

    __slots__ = ()

    def concerns(self, data: bytes) -> bool:
        """Return whether a file of either kind may switch something on."""
        return super().concerns(data) or debug_clues.concerns(data)

    def findings(self, source: Source) -> Iterator[Finding]:
        """Yield what the hook finds in a file that the search has not ruled out."""
        if source.path.endswith(".py"):
            if super().concerns(source.data):
                yield from super().findings(source)
            return
        kind = debug_clues.kind(source.path)
        if not kind or not debug_clues.concerns(source.data):
            return
        from backend_standards.infrastructure import debug_judging

        yield from debug_judging.judge(source.path, source.data, kind, self.hook, self.allow)


def begin(options: Options) -> checks.Check:
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
    return Outcome(HOOK, files.findings(begin(options), files.contents(options.files)))


if __name__ == "__main__":
    raise SystemExit(main())

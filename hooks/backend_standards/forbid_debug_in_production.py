"""Refuse debug modes, and logs at the level DEBUG, in code that runs in production.

Source: the standard's "Logging and Monitoring" ("Logging at `DEBUG` level in production").
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.code import checks, files
from backend_standards.core import FILES, Option, Options, Outcome

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
    *(b"set_stream_logger", b"etLevel(", b"basicConfig"),
)


def begin(options: Options) -> checks.Check:
    """Return what this run of the hook asks of Python files."""
    return checks.Check(HOOK, options, _CLUES, check)


def check(source: Source) -> Iterator[Finding]:
    """Yield the findings about one file that could be parsed."""
    from backend_standards.code import debugging

    return debugging.judge(source)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Judge the files as they are staged, or at a push as the commit has them."""
    return Outcome(HOOK, files.findings(begin(options), files.contents(options.files)))


if __name__ == "__main__":
    raise SystemExit(main())

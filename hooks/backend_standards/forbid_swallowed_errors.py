"""Refuse errors that are caught and then neither logged, raised nor passed on.

Source: the standard's "Code Quality" ("Catching bare `except:` without handling specific exceptions", "Swallowing
errors without logging or re-raising").
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.code import checks, files
from backend_standards.core import FILES, Option, Options, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.code.source import Source
    from backend_standards.code.swallowed import Policy
    from backend_standards.core import Finding

HOOK = "forbid-swallowed-errors"
OPTIONS = (
    Option("allow", "do not judge this file; as in .gitignore", "PATTERN"),
    Option("also", "judge handlers of this exception too; may be repeated, and takes commas", "NAME", tightens=True),
    Option("only-broad", "judge only bare handlers and those of Exception and BaseException"),
    Option("bare", "refuse a bare except and BaseException, unless raised again", tightens=True),
)
_CLUES = (b"except", b"suppress", b"return_exceptions", b"finally", b"exit__")


def begin(options: Options) -> checks.Check:
    """Return what this run of the hook asks of Python files."""

    def found(source: Source) -> Iterator[Finding]:
        from backend_standards.code.swallowed import Policy

        return check(source, Policy.of(options))

    return checks.Check(HOOK, options, _CLUES, found)


def check(source: Source, policy: Policy) -> Iterator[Finding]:
    """Yield the findings about one file that could be parsed."""
    from backend_standards.code import swallowed

    return swallowed.judge(source, policy)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Judge the files as they are staged, or at a push as the commit has them."""
    return Outcome(HOOK, files.findings(begin(options), files.contents(options.files)))


if __name__ == "__main__":
    raise SystemExit(main())

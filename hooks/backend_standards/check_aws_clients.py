"""Check that AWS clients retry failed calls, and are created once.

Source: the standard's "AWS Integration" ("Implement retry mechanisms using `botocore.config.Config(retries=...)`") and
"Not retrying failed AWS calls (e.g., due to throttling)".
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.code import checks, files
from backend_standards.core import FILES, Option, Options, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.code.aws_clients import Wish
    from backend_standards.code.source import Source
    from backend_standards.core import Finding

HOOK = "check-aws-clients"
OPTIONS = (
    Option("allow", "do not judge this file; as in .gitignore", "PATTERN"),
    Option("placement", "refuse clients that are created for each request or in each iteration, too", tightens=True),
    Option("retries", "refuse clients whose retries are left to the default, too", tightens=True),
)
_CLUES = (b"max_attempts", b"AWS_MAX_ATTEMPTS")
_ALL_CLUES = (*_CLUES, b"boto")


def begin(options: Options) -> checks.Check:
    """Return what this run of the hook asks of Python files; what others settle is looked for once."""
    wishes: list[Wish] = []

    def found(source: Source) -> Iterator[Finding]:
        if not wishes:
            from backend_standards.code import aws_clients, aws_retries

            settled = aws_retries.Settled() if options.flag("retries") else None
            wishes.append(aws_clients.Wish(has_placement=options.flag("placement"), is_settled=settled))
        return check(source, wishes[0])

    is_wide = options.flag("placement") or options.flag("retries")
    return checks.Check(HOOK, options, _ALL_CLUES if is_wide else _CLUES, found)


def check(source: Source, wish: Wish) -> Iterator[Finding]:
    """Yield the findings about one file that could be parsed."""
    from backend_standards.code import aws_clients

    return aws_clients.judge(source, wish)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Judge the files as they are staged, or at a push as the commit has them."""
    return Outcome(HOOK, files.findings(begin(options), files.contents(options.files)))


if __name__ == "__main__":
    raise SystemExit(main())

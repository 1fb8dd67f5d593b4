"""Check that settings are loaded and validated in one place, in a form that pydantic reads, without secrets in it.

Source: the standard's "Configuration Management" ("Structure your `config.py` to load and validate config via
`pydantic.BaseSettings`") and its "Missing environment variable validation before runtime".
"""

from __future__ import annotations

from backend_standards import _hook
from backend_standards.code import checks, files
from backend_standards.core import FILES, Option, Options, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from backend_standards.code.settings_choice import Others
    from backend_standards.code.source import Source
    from backend_standards.core import Finding

HOOK = "check-settings"
OPTIONS = (Option("allow", "do not judge this file; as in .gitignore", "PATTERN"),)
_CLUES = (
    *(b"BaseSettings", b"environ", b"getenv", b"decouple", b"dotenv", b"starlette.config", b"import env"),
    *(b"Settings)", b"class Config"),
)


def begin(options: Options) -> checks.Check:
    """Return what this run of the hook asks of Python files; what it needs to know of others is read once."""
    kept: list[Others] = []

    def others() -> Others:
        if not kept:
            from backend_standards.code.settings_choice import Others

            kept.append(Others.of_run())
        return kept[0]

    return checks.Check(HOOK, options, _CLUES, lambda source: check(source, others))


def check(source: Source, others: Callable[[], Others]) -> Iterator[Finding]:
    """Yield the findings about one file that could be parsed; the others tell of bases, pins and other settings."""
    from backend_standards.code import settings

    return settings.judge(source, others)


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the given files; return 0 clean, 1 findings, 2 stopped."""
    return _hook.run(HOOK, __doc__, OPTIONS, judge, argv, FILES)


def judge(options: Options) -> Outcome:
    """Judge the files as they are staged, or at a push as the commit has them."""
    return Outcome(HOOK, files.findings(begin(options), files.contents(options.files)))


if __name__ == "__main__":
    raise SystemExit(main())

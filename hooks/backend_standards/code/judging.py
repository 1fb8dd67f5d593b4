"""One hook's judgement of one Python file: its place, its parse, its rules, its ignores."""

from __future__ import annotations

from backend_standards.code import places
from backend_standards.code.source import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.code.checks import Check
    from backend_standards.code.source import Source
    from backend_standards.core import Finding


def judge(check: Check, source: Source) -> Iterator[Finding]:
    """Yield what a hook finds in a file that its literal search has not ruled out."""
    if places.is_left_out(source.path, source.data, with_tests=check.with_tests, with_migrations=check.with_migrations):
        return
    if check.allow:
        from backend_standards.core.patterns import Patterns

        if Patterns(check.allow).cover(source.path):
            return
    fault = source.parsed if isinstance(source.parsed, Fault) else None
    found: list[Finding] = []
    try:
        found += check.judge(source) if not fault else ()
    except RecursionError:
        fault = Fault("the code is nested too deeply to judge")
    if fault:
        from backend_standards.code import unparsable

        yield from unparsable.findings(source, fault)
    elif found or b"standards:" in source.data:
        from backend_standards.code import comments

        yield from comments.apply(source, found, check.hook)

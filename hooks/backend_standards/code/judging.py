"""One hook's judgement of one Python file: its place, its parse, its rules, its ignores."""

from __future__ import annotations

from backend_standards.code import comments, places, unparsable
from backend_standards.code.source import Fault
from backend_standards.core.remedies import patterns

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
    allowed = patterns(check.allow)
    if allowed and allowed.cover(source.path):
        return
    parsed = source.parsed
    if isinstance(parsed, Fault):
        yield from unparsable.findings(source, parsed)
        return
    try:
        found = list(check.judge(source))
    except RecursionError:
        yield from unparsable.findings(source, Fault("the code is nested too deeply to judge"))
        return
    yield from comments.apply(source, found, check.hook)

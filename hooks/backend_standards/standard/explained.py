"""What a line of the standard asks, what decides it, and how to except something from it, as a person reads it."""

from __future__ import annotations

from backend_standards.core import examples, rules
from backend_standards.core.examples import INDENT, wrapped
from backend_standards.standard.delegated import EXCEPTIONS
from backend_standards.standard.table import CHECKS, CONDITIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.core.rules import Rule
    from backend_standards.standard.delegated import Tool
    from backend_standards.standard.table import Row

_DEEP = INDENT * 2


def text(row: Row) -> Iterator[str]:
    """Yield the text about a line."""
    yield f"{row.id}: {row.text}\n"
    yield wrapped(f"The standard, {row.section}")
    deciding = [rules.every()[name] for name in row.rules]
    deciding_most = sorted(deciding, key=lambda rule: (rule.id != row.shown, rule.id in row.opt_in))[:1]
    yield from _titled("Why", wrapped(_reason(row, deciding_most), _DEEP))
    yield from _titled(
        "Decided by hooks",
        _columns((rule.id, rule.hook, _needs(rule, row)) for rule in deciding),
    )
    yield from _titled("Decided by tools, which a repository configures", "".join(map(_tool, row.tools)))
    if row.check:
        yield from _titled("Decided by review", wrapped(f"Kept where {CHECKS[row.check].holds}.", _DEEP))
    if row.applies:
        yield from _titled("Applies", wrapped(f"Where {CONDITIONS[row.applies]}.", _DEEP))
    if row.why:
        title = "Decided by nobody here" if row.kind == "nothing" else "Left to people"
        yield from _titled(title, wrapped(row.why, _DEEP))
    yield from _examples(row, deciding_most)
    yield from _titled("Exception", "".join(_exceptions(row)))


def _titled(title: str, body: str) -> Iterator[str]:
    """Yield a part of the text, if there is one."""
    if body:
        yield f"\n{INDENT}{title}:\n{body}"


def _columns(rows: Iterable[tuple[str, ...]]) -> str:
    listed = list(rows)
    widths = [max(map(len, column)) for column in zip(*listed, strict=True)]
    lines = ("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in listed)
    return "".join(f"{_DEEP}{line.rstrip()}\n" for line in lines)


def _tool(tool: Tool) -> str:
    codes = ", ".join(f"`{code}`" for code in tool.codes)
    return wrapped(f"{tool.name}: {codes}, by `{tool.configured}`. {limits(tool)}", _DEEP)


def limits(tool: Tool) -> str:
    """Return what a tool is known to pass, and to refuse wrongly, in a sentence each."""
    passed = f"It passes {_listed(tool.misses)}." if tool.misses else ""
    refused = f"It refuses {_listed(tool.alarms)} too." if tool.alarms else ""
    return f"{passed} {refused}".strip()


def _listed(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _needs(rule: Rule, row: Row) -> str:
    return f"only with {' '.join(rule.args)}" if rule.id in row.opt_in else ""


def _reason(row: Row, deciding: Sequence[Rule]) -> str:
    """Return why the standard asks for it: the reason of what decides most of the line, "" if nothing does."""
    reasons = [rule.reason for rule in deciding] if row.kind == "hook" else []
    reasons += [tool.reason for tool in row.tools]
    reasons += [CHECKS[row.check].reason] if row.check else []
    return next(iter(reasons), "")


def _examples(row: Row, deciding: Sequence[Rule]) -> Iterator[str]:
    """Yield a bad and a good example of one rule, of each tool, and of what the review looks at."""
    for rule in deciding:
        yield from examples.block(f"Bad, by {rule.id}", rule.bad)
        yield from examples.block("Good", rule.good)
    for tool in row.tools:
        code, bad = next(iter(tool.bad.items()))
        yield from examples.block(f"Bad, by {tool.name} {code}", bad)
        yield from examples.block("Good", tool.good[0])
    if row.check:
        yield from examples.block("Not kept, by review", CHECKS[row.check].bad)
        yield from examples.block("Kept", CHECKS[row.check].good)


def _exceptions(row: Row) -> Iterator[str]:
    """Yield how each of what decides a line excepts something, and how a team excepts the whole line."""
    if row.rules:
        yield wrapped("A hook prints the exact text with its finding.", _DEEP)
    for name in dict.fromkeys(tool.name for tool in row.tools):
        yield wrapped(EXCEPTIONS[name].words, _DEEP)
    if row.kind != "nothing":
        yield wrapped(f'review: `exempt = ["{row.id}: REASON"]` in `[tool.backend-standards.review]`.', _DEEP)

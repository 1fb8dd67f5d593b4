"""``backend-standards explain``: what a rule is for, or what decides a line of the standard, with examples."""

from __future__ import annotations

from backend_standards.core import CLEAN, Stopped, address, rules
from backend_standards.core.arguments import WANTS, nearest
from backend_standards.core.catalog import TEXTS
from backend_standards.core.examples import INDENT, block, wrapped
from backend_standards.core.options import OPTIONS
from backend_standards.core.output import note, show
from backend_standards.standard import explained
from backend_standards.standard.table import ROWS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.core.rules import Rule

_USAGE = """usage: backend-standards explain [RULE|HOOK|LINE...]

LINE is the id of a line of the standard, such as G4. Without a name, the table of all rules.
"""
_ALLOWS = "allow"
"""What the options that except something begin with."""


def main(words: Sequence[str]) -> int:
    """Print the text about each rule, hook or line of the standard that is named, or the table of all rules.

    Raises:
        Stopped: there is no such rule, hook or line.
    """
    names = [word for word in words if word != "--"]
    if any(name in WANTS for name in names):
        show(_USAGE)
        return CLEAN
    texts = ["".join(_text(name)) for name in names]
    show("\n".join(texts) if texts else _table())
    return CLEAN


def _text(name: str) -> Iterator[str]:
    """Return the lines about what has a name."""
    if rule := rules.find(name):
        if rule.id != name:
            note(f"{name} is now called {rule.id}\n")
        return _rule(rule)
    if name in TEXTS:
        return _hook(name)
    if row := ROWS.get(name.upper()):
        return explained.text(row)
    near = nearest(name, [*rules.every(), *TEXTS], otherwise="; backend-standards explain lists all rules")
    raise Stopped(f"there is no rule, hook or line of the standard {name!r}{near}")


def _table() -> str:
    every = rules.every().values()
    width = max(len(rule.id) for rule in every)
    hooks = max(len(rule.hook) for rule in every)
    return "".join(f"{rule.id:<{width}}  {rule.hook:<{hooks}}  {rule.title}\n" for rule in every)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"{rule.id}: {rule.title}\n"
    yield f"{INDENT}found by {rule.hook}{_needs(rule)}\n\n"
    yield wrapped(rule.reason)
    if line := ROWS.get(rule.section):
        yield f"\n{INDENT}The standard, {line.id} ({line.section}):\n"
        yield wrapped(line.text, INDENT * 2)
    yield from block("Bad", rule.bad)
    yield from block("Good", rule.good)
    yield f"\n{INDENT}Fix:\n{wrapped(rule.fix, INDENT * 2)}"
    yield f"\n{INDENT}Exception:\n{wrapped(_exception(rule), INDENT * 2)}"
    if page := address.page(rule.id):
        yield f"\n{INDENT}{page}\n"


def _needs(rule: Rule) -> str:
    """Return which options switch a rule on, or ""."""
    return f", only with {' '.join(rule.args)}" if not rule.by_default else ""


def _exception(rule: Rule) -> str:
    if rule.hook == rules.SHARED:
        return "None: an exception that is wrong excepts nothing."
    options = [f"--{name}" for name in OPTIONS[rule.hook] if name.startswith(_ALLOWS)]
    words = f"The refusal prints its exact text. Options of {rule.hook} that allow something: {', '.join(options)}."
    return words if options else "The refusal prints its exact text, where there is one."


def _hook(hook: str) -> Iterator[str]:
    yield f"{hook}\n"
    yield wrapped(TEXTS[hook]["description"])
    found = [rule for rule in rules.every().values() if rule.hook == hook]
    if found:
        width = max(len(rule.id) for rule in found)
        yield f"\n{INDENT}Rules:\n"
        yield from (f"{INDENT * 2}{rule.id:<{width}}  {rule.title}\n" for rule in found)

"""``backend-standards explain``: what a rule is for, the standard's own words, examples, its fix and exceptions."""

from __future__ import annotations

from backend_standards.core import CLEAN, Stopped, address, examples, rules
from backend_standards.core.arguments import WANTS, nearest
from backend_standards.core.catalog import TEXTS
from backend_standards.core.options import OPTIONS
from backend_standards.core.output import note, show
from backend_standards.standard.table import ROWS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.core.rules import Example, Rule

_WIDTH = 88
_INDENT = "  "
_ALLOWS = "allow"
"""What the options that except something begin with."""


def main(words: Sequence[str]) -> int:
    """Print the text about each rule or hook that is named, or the table of all rules.

    Raises:
        Stopped: there is no such rule or hook.
    """
    names = [word for word in words if word != "--"]
    if any(name in WANTS for name in names):
        show("usage: backend-standards explain [RULE|HOOK...]\n\nWithout one, the table of all rules.\n")
        return CLEAN
    for name in names:
        if not rules.find(name) and name not in TEXTS:
            near = nearest(name, [*rules.every(), *TEXTS], otherwise="; backend-standards explain lists them all")
            raise Stopped(f"there is no rule or hook {name!r}{near}")
    texts = []
    for name in names:
        rule = rules.find(name)
        if rule and rule.id != name:
            note(f"{name} is now called {rule.id}\n")
        texts.append("".join(_rule(rule) if rule else _hook(name)))
    show("\n".join(texts) if texts else _table())
    return CLEAN


def _table() -> str:
    every = rules.every().values()
    width = max(len(rule.id) for rule in every)
    hooks = max(len(rule.hook) for rule in every)
    return "".join(f"{rule.id:<{width}}  {rule.hook:<{hooks}}  {rule.title}\n" for rule in every)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"{rule.id}: {rule.title}\n"
    yield f"{_INDENT}found by {rule.hook}{_needs(rule)}\n\n"
    yield _wrapped(rule.reason)
    if line := ROWS.get(rule.section):
        yield f"\n{_INDENT}The standard, {line.id} ({line.section}):\n"
        yield _wrapped(line.text, _INDENT * 2)
    yield from _example("Bad", rule.bad)
    yield from _example("Good", rule.good)
    yield f"\n{_INDENT}Fix:\n{_wrapped(rule.fix, _INDENT * 2)}"
    yield f"\n{_INDENT}Exception:\n{_wrapped(_exception(rule), _INDENT * 2)}"
    if page := address.page(rule.id):
        yield f"\n{_INDENT}{page}\n"


def _needs(rule: Rule) -> str:
    """Return which options switch a rule on, or ""."""
    return f", only with {' '.join(rule.args)}" if rule.args else ""


def _example(title: str, example: Example) -> Iterator[str]:
    yield f"\n{_INDENT}{title}:\n"
    yield from (f"{_INDENT * 2}{line}".rstrip() + "\n" for line in examples.shown(example).split("\n"))


def _exception(rule: Rule) -> str:
    if rule.hook == rules.SHARED:
        return "None: an exception that is wrong excepts nothing."
    options = [f"--{name}" for name in OPTIONS[rule.hook] if name.startswith(_ALLOWS)]
    words = f"The refusal prints its exact text. Options of {rule.hook} that allow something: {', '.join(options)}."
    return words if options else "The refusal prints its exact text, where there is one."


def _hook(hook: str) -> Iterator[str]:
    yield f"{hook}\n"
    yield _wrapped(TEXTS[hook]["description"])
    found = [rule for rule in rules.every().values() if rule.hook == hook]
    if found:
        width = max(len(rule.id) for rule in found)
        yield f"\n{_INDENT}Rules:\n"
        yield from (f"{_INDENT * 2}{rule.id:<{width}}  {rule.title}\n" for rule in found)


def _wrapped(words: str, indent: str = _INDENT) -> str:
    import textwrap

    lines = textwrap.wrap(words, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "".join(f"{indent}{line}\n" for line in lines)

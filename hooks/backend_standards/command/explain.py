"""``backend-standards explain``: what a rule is for, where the standard has it, its fix and exceptions."""

from __future__ import annotations

from backend_standards._hook import nearest
from backend_standards.core import CLEAN, Stopped
from backend_standards.core.catalog import EXCEPTIONS, RULES, SHARED, TEXTS
from backend_standards.core.output import show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_LABEL = 12


def main(words: Sequence[str]) -> int:
    """Print the text about each rule or hook that is named, or the table of all rules."""
    names = [word for word in words if word != "--"]
    if "--help" in names:
        show("usage: backend-standards explain [RULE|HOOK...]\n\nWithout one, the table of all rules.\n")
        return CLEAN
    for name in names:
        if name not in RULES and name not in TEXTS:
            near = nearest(name, [*RULES, *TEXTS], otherwise="; backend-standards explain lists them all")
            raise Stopped(f"there is no rule or hook {name!r}{near}")
    texts = [_rule(name) if name in RULES else _hook(name) for name in names]
    show("\n".join(texts) if texts else _table())
    return CLEAN


def _table() -> str:
    width = max(map(len, RULES))
    hooks = max(len(facts[0]) for facts in RULES.values())
    return "".join(f"{rule:<{width}}  {hook:<{hooks}}  {reason}\n" for rule, (hook, reason, _) in RULES.items())


def _rule(rule: str) -> str:
    hook, reason, fix = RULES[rule]
    rows = [("hook", hook), ("reason", reason)]
    if hook != SHARED:
        rows.append(("standard", source(hook)))
    rows.append(("fix", fix))
    if EXCEPTIONS.get(hook):
        rows.append(("exception", EXCEPTIONS[hook]))
    return f"{rule}\n" + "".join(_wrapped(label, words) for label, words in rows)


def _hook(hook: str) -> str:
    rules = [rule for rule, facts in RULES.items() if facts[0] == hook]
    rows = [("what it does", TEXTS[hook]["description"]), ("standard", source(hook))]
    rows += [("exception", EXCEPTIONS[hook])] if EXCEPTIONS[hook] else []
    rows += [("rules", ", ".join(rules))] if rules else []
    return f"{hook}\n" + "".join(_wrapped(label, words) for label, words in rows)


def source(hook: str) -> str:
    """Return where in the standard a hook's rules stand: what its docstring says behind "Source:"."""
    import importlib

    doc = importlib.import_module(f"backend_standards.{hook.replace('-', '_')}").__doc__ or ""
    paragraph = doc.partition("Source: ")[2].partition("\n\n")[0]
    return " ".join(paragraph.split())


def _wrapped(label: str, words: str) -> str:
    import textwrap

    lines = textwrap.wrap(words, 88, break_long_words=False, break_on_hyphens=False) or [""]
    return "".join(f"  {label if not at else '':<{_LABEL}} {line}\n" for at, line in enumerate(lines))

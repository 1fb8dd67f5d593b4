"""What decides each line of the standard: the tables of docs/coverage.md, and the sentence in the README."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from backend_standards.core import rules
from backend_standards.standard.explained import limits
from backend_standards.standard.table import CHECKS, CONDITIONS, KINDS, ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backend_standards.core.rules import Rule
    from backend_standards.standard.table import Kind, Row

README = Path(__file__).resolve().parent.parent / "README.md"
_SENTENCE = re.compile(r"Of its \d+ lines,.*?\.(?=\n)", re.DOTALL)
_BY = {
    "hook": "a hook",
    "tool": "another tool in the configuration that `init` writes",
    "review": "`review` alone",
    "nothing": "nothing that reads a repository",
}
HEAD = ("line", "the standard", "what decides it", "how surely")
_OPT_IN = " (on request)"
_WIDTH = 126  # characters of a line of the README


def tally() -> dict[Kind, int]:
    """Return how many lines each kind decides, the strongest kind first."""
    numbers = Counter(row.kind for row in ROWS.values())
    return {kind: numbers[kind] for kind in KINDS}


def sentence() -> str:
    """Return the README's sentence about the lines and what decides them."""
    numbers = tally()
    first, *others, last = (f"{numbers[kind]} {'are decided ' * (kind == KINDS[0])}by {_BY[kind]}" for kind in KINDS)
    return f"Of its {len(ROWS)} lines, {first}, {', '.join(others)}, and {last}."


def with_sentence(readme: str) -> str:
    """Return the README with the sentence as it is to be."""
    return _SENTENCE.sub(lambda _: "\n  ".join(textwrap.wrap(sentence(), _WIDTH)), readme)


def sections() -> dict[str, list[Row]]:
    """Return the rows by section, in the order of the text."""
    found: dict[str, list[Row]] = {}
    for row in ROWS.values():
        found.setdefault(row.section, []).append(row)
    return found


def cells(row: Row) -> tuple[str, str, str, str]:
    """Return the cells of a row: its line, the standard's words, what decides it, and how surely."""
    line = f'<a id="{row.id}"></a>[{row.id}](standard.md#{row.id})'
    return line, row.text, "<br>".join(_deciding(row)) or "nothing", "<br>".join(_surely(row))


def lines_of(rule: Rule, page: str) -> str:
    """Return links to the lines that a rule decides, its own first, on a page of them."""
    deciding = [row.id for row in ROWS.values() if rule.id in row.rules]
    return ", ".join(f"[{id_}]({page}#{id_})" for id_ in sorted(deciding, key=lambda id_: id_ != rule.section))


def without_line() -> str:
    """Return which rules decide no line, and why."""
    named = _names(rule.id for rule in rules.every().values() if not rule.section)
    return f"The rules {named} decide no line: they are about exceptions, which every hook has."


def _names(names: Iterable[str]) -> str:
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} and {last}"


def _deciding(row: Row) -> Iterator[str]:
    """Yield what decides a line: the rules by hook, the tools, and what the review looks at."""
    every = rules.every()
    for hook in dict.fromkeys(every[name].hook for name in row.rules):
        own = [name for name in row.rules if every[name].hook == hook]
        yield f"`{hook}`: {', '.join(f'`{name}`{_OPT_IN * (name in row.opt_in)}' for name in own)}"
    yield from (f"{tool.name}: {', '.join(tool.codes)} (`{tool.configured}`)" for tool in row.tools)
    if row.check:
        yield f"`review`: {CHECKS[row.check].holds}"


def _surely(row: Row) -> Iterator[str]:
    """Yield how surely a line is decided: only what the table says and the tests run."""
    if row.rules:
        yield f"hooks: right on {_examples(len(row.rules), len(row.rules))}."
    for tool in row.tools:
        yield f"{tool.name}: right on {_examples(len(tool.bad), len(tool.good))}. {limits(tool)}".rstrip()
    if row.check:
        yield "review: sees what is there, not how good it is."
    if row.applies:
        yield f"Only where {CONDITIONS[row.applies]}."
    if row.why:
        yield f"Left to people: {row.why}" if row.kind != "nothing" else row.why


def _examples(bad: int, good: int) -> str:
    return f"{bad} bad and {good} good example{'s' * (good > 1)}"

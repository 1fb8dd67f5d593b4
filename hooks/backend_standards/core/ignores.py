"""Exceptions inside a file: ``standards: ignore[rule] reason`` in a comment on the line that breaks the rule.

``ignore[rule-a, rule-b] reason`` excepts several rules; ``ignore-next-line[rule] reason`` goes on the line above, for
formats in which a comment at the end of a line belongs to its value. Source: the project's own syntax.
"""

from __future__ import annotations

from backend_standards.core import Finding
from backend_standards.core.text import lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from backend_standards.core.rules import Rule

_LONGEST_LIST = 400
"""Characters in the brackets: some ten names of rules; a longer text is prose."""
_MARKER = (  # compiled on first use: few files carry one
    rf"standards:[ \t]*ignore(-next-line)?(?:\[([^\]\r\n]{{0,{_LONGEST_LIST}}})\])?[ \t]*((?:(?!standards:)[^\r\n])*)"
)
_MOST = 20
"""The most findings of one rule that an ignore excepts on one line: a reader can still count them."""
_LONGEST_NAME = 40
"""Characters of a rule's name, and some more; what is longer may be anything."""
_END_OF_COMMENT = " \t*/->#\"'"
"""What may follow the bracket and is not a reason."""
_QUOTES = "\"'`"
_PROSE = (".md", ".markdown", ".rst", ".adoc")
_foreign: list[tuple[str, Finding]] = []
"""The findings about ignores of other hooks' rules, if they except nothing, each with the hook that can tell."""
_read: set[tuple[str, str]] = set()
"""Hook and path of the files with ignores that were read."""
_FORM = "Write it as: standards: ignore[rule-name] reason"


class _Ignore:
    """One marker of a file: the line that it excepts, where it is, and what it says."""

    __slots__ = ("column", "is_meant", "line", "names", "number", "reason")

    def __init__(self, number: int, column: int, line: int, names: list[str], reason: str, *, is_meant: bool) -> None:
        self.number = number
        self.column = column
        self.line = line
        self.names = names
        self.reason = reason
        self.is_meant = is_meant


def apply_ignores(
    path: str, text: str, findings: Iterable[Finding], hook: str, joined: Mapping[int, int] | None = None
) -> Iterator[Finding]:
    """Yield the findings that no ignore excepts, and the ignores that are wrong.

    ``joined`` gives, for a line that continues another, the number of the first: an ignore on either excepts.

    An ignore is wrong if it has no rule or no reason, if no hook has its rule, or if it excepts too many findings to
    review. It is also wrong if it excepts nothing and its rule is one of ``hook``'s own. A text that only speaks of
    ignores is not an ignore.
    """
    remaining: dict[tuple[int, str], list[Finding]] = {}
    for each in findings:
        remaining.setdefault((each.line, each.rule.id), []).append(each)
    if "standards:" in text:
        from backend_standards.core import rules

        told = 0
        _read.add((hook, path))
        for ignore in _ignores(path, text):
            if ignore.is_meant and not ignore.names and ignore.number != told:
                told = ignore.number  # once a line: a repeated marker is one mistake
                yield _finding(path, rules.IGNORE_WITHOUT_RULE, "the ignore names no rule", ignore)
            elif ignore.is_meant and ignore.names and not ignore.reason:
                yield _finding(path, rules.IGNORE_WITHOUT_REASON, "the ignore gives no reason", ignore)
            for name in ignore.names:
                rule = rules.find(name)
                current = rule.id if rule else name
                excepted = remaining.pop((ignore.line, current), None) or (
                    remaining.pop((joined.get(ignore.line, 0), current), None) if joined else None
                )
                if excepted:
                    if len(excepted) > _MOST:
                        message = f"the ignore excepts {len(excepted)} findings of {current} at once"
                        note = "Break the line, so that each ignore is about a few, or exclude the file."
                        known = f"the ignore excepts many findings of {current}"
                        yield _finding(path, rules.CROWDED_IGNORE, message, ignore, note=note, known_as=known)
                    continue
                if ignore.is_meant and not rule:
                    message = f"no hook has the rule that the ignore names{_nearest(name, rules.every())}"
                    yield _finding(path, rules.IGNORE_UNKNOWN_RULE, message, ignore)
                elif ignore.is_meant and rule:
                    unused = _unused(path, current, ignore, is_about_file=(0, current) in remaining)
                    if rule.hook == hook:
                        yield unused
                    else:
                        _foreign.append((rule.hook, unused))
    for each_place in remaining.values():
        yield from each_place


def take() -> tuple[list[tuple[str, Finding]], set[tuple[str, str]]]:
    """Return what was read since the last call.

    First, each ignore of a rule that another hook owns: that hook, and what to say if the ignore excepts nothing.
    Second, hook and path of the files whose ignores were read.
    """
    taken = [*_foreign], {*_read}
    _foreign.clear()
    _read.clear()
    return taken


def _unused(path: str, rule: str, ignore: _Ignore, *, is_about_file: bool) -> Finding:
    from backend_standards.core.rules import UNUSED_IGNORE

    message, note = f"the ignore excepts nothing: no finding of {rule} is on its line", "Delete the ignore."
    if is_about_file:
        message = f"the ignore excepts nothing: {rule} is about the whole file, so a comment cannot except it"
        note = "Use the exception that the finding prints."
    return _finding(path, UNUSED_IGNORE, message, ignore, note=note)


def _ignores(path: str, text: str) -> Iterator[_Ignore]:
    import re

    for number, line in enumerate(lines(text), 1):
        if "standards:" not in line:
            continue
        before, quotes = 0, dict.fromkeys(_QUOTES, 0)
        for marker in re.finditer(_MARKER, line):
            for quote in quotes:
                quotes[quote] += line.count(quote, before, marker.start())
            before = marker.start()
            names = [name.strip() for name in (marker[2] or "").split(",") if name.strip()]
            excepted = number + 1 if marker[1] else number
            is_meant = _is_meant(path, in_string=any(count % 2 for count in quotes.values()))
            reason = marker[3].strip(_END_OF_COMMENT)
            yield _Ignore(number, marker.start() + 1, excepted, names, reason, is_meant=is_meant)


def _nearest(name: str, known: Iterable[str]) -> str:
    """Return "; did you mean X?" for a name that looks like a rule's; anything else is not printed."""
    if len(name) > _LONGEST_NAME or not name.replace("-", "a").isalpha() or not name.isascii():
        return ""
    from backend_standards.core.arguments import nearest

    return nearest(name, known, otherwise=": backend-standards explain lists them")


def _finding(path: str, rule: Rule, message: str, ignore: _Ignore, note: str = _FORM, known_as: str = "") -> Finding:
    return Finding(path, rule, message, line=ignore.number, column=ignore.column, note=note, known_as=known_as)


def _is_meant(path: str, *, in_string: bool) -> bool:
    """Return whether a marker speaks to the hooks: not in a manual, and, except in JSON, not in a string."""
    path = path.lower()
    return not path.endswith(_PROSE) and (path.endswith((".json", ".ipynb")) or not in_string)

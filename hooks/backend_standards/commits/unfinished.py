"""The marks of unfinished work in a summary or a scope: wip, draft, do not merge. Imported only for a text with one.

Such a word can also be what a change is about: "limit WIP per column", "ignore [WIP] titles". So the place decides: the
first word, the last one, in brackets, or between dashes; and the words beside it.
"""

from __future__ import annotations

import re

_WIP = r"(?:wip|w\.i\.p\.?+|work[ -]in[ -]progress)"
_NO_MERGE = r"do(?:n'?t| not) merge"
_NOT_DONE = r"(?:unfinished|incomplete|half[- ]done|(?:not|isn't) (?:finished|done|complete|ready))"
# Words after "wip" that make it a thing and not a mark: what a board, a tool or a ledger has.
_NOUNS = (
    r"(?:limit\w*|items?|columns?|count\w*|labels?|scopes?|status\w*|states?|boards?|cards?|pages?|prs?|mrs?|branch\w*|"
    r"messages?|prefix\w*|suffix\w*|tags?|badges?|bots?|apps?|check(?:s|er)?(?!-in)|flags?|mark(?:s|er|ers)?|titles?|notices?|"
    r"banners?|warnings?|info|detection|age|metrics?|charts?|tracking|inventory|accounts?|costs?|orders?|quantit\w+|"
    r"stock|reports?|views?|widgets?|lanes?|swimlanes?|thresholds?|caps?|pull|merge|numbers?|totals?|values?|entr\w+|"
    r"lists?|fields?|keywords?|words?|commits?(?= [a-z]))"
)
_IS_NOUN = rf"(?=[ _-]{_NOUNS}\b)"
_OBJECT_AFTER = frozenset(
    """
    a about all an any as be being by exclude excluding for from ignoring in into isn't like limiting mark
    marked no non not of on or out per skipping than the to total tracking with without
    """.split()
)
"""Words before "wip" that make it a thing: "mark it as WIP", "the WIP"."""
_VERBS = frozenset(
    """
    allow ban calculate call cap compute count deprecate detect disallow display drop enforce exceed filter
    forbid handle hide ignore include label limit measure minimise minimize plot prevent reduce refuse reject
    remove rename report restrict show skip support track treat visualise visualize
    """.split()
)
"""Verbs that have "wip" for their object: "limit WIP". Later in a sentence some are nouns: "add S3 support WIP"."""
_VERB_AFTER = frozenset("and can must never not or should to will".split())
_MARKS_OTHERS = frozenset("mark marks marked marking declare declares declared declaring".split())
"""First words that make it what something is called: "mark the project work-in-progress"."""
_ASKS = frozenset("if whether when while unless that which where".split())
"""Words before "is wip" that make it a condition and not a statement."""
_START = (
    rf"[\[({{<*_]+ ?(?:{_WIP}|in progress|draft|dnm|{_NO_MERGE})"
    rf"(?: ?[\])}}>*_]+:?(?! {_NOUNS}\b)|[:,;]| (?!{_NOUNS}\b))"
    rf"|{_WIP}(?!{_IS_NOUN})(?![a-z0-9'])"
    rf"|(?:draft|{_NO_MERGE}) ?:"
    rf"|{_NO_MERGE} [-\u2013\u2014]"
    r"|dnm\b"
    rf"|--+ ?{_WIP} ?--+"
    r"|in[ -]progress ?(?:[:;,\u2013\u2014]|-+ )"
    r"|(?:still|currently) working on\b"
)
_END = (
    rf"[\[({{<*_](?:[^()\[\]]*[ ,/])? ?(?:{_WIP}|in progress)(?!{_IS_NOUN})(?: [^()\[\]]{{0,20}})? ?[\])}}>*_]+"
    rf"|[\[({{<*_] ?(?:draft|dnm|{_NO_MERGE}|(?:but |still )*{_NOT_DONE}(?: yet)?)[\])}}>*_]+"
    rf"|(?<!work)[-\u2013\u2014,;:.|/(] ?(?:still )?(?:in[ -]progress|{_NO_MERGE}(?: yet)?|dnm)"
    rf"|[-\u2013\u2014,;:.|/(] ?but (?:is |it is |it's |still )*{_NOT_DONE}"
    r"|[-\u2013\u2014,;:.|/(] ?(?:but |is |it |still )*(?:(?:not (?:working|finished|done|complete|ready)|doesn't work|"
    r"does not work) yet|not yet (?:working|finished|done|complete|ready)|half[- ]done|unfinished|incomplete)"
)
_LAST = rf"(?P<before>.*?)(?<![\w'])(?<!\w-)(?P<wip>{_WIP}|dnm)"
_BETWEEN = (
    rf"(?:[-\u2013\u2014,;:.|/] (?P<dashes>{_WIP})(?= ?[-\u2013\u2014,;:.|]| \()"
    rf"|(?P<brackets>[\[(]{_WIP}[\])])(?= (?:and\b|[-\u2013\u2014/,;+&])))"
)
_COMMA = rf"(?<![\w'])(?<!\w-)(?P<wip>{_WIP})(?=[,;:.!] | [-\u2013\u2014]+ )"
_STILL = (
    rf"\b(?:still|current|initial|first|early|continued|further|stash(?:ed|ing)? local) (?P<wip>{_WIP})\b(?!{_IS_NOUN})"
)
_IS_ONE = (
    r"\b(?:is|are|it's|still|remains)(?: (?!not\b|never\b)[a-z]+)? an? (?:[a-z]+ )?"
    rf"(?P<wip>{_WIP})(?![\w'-])(?!{_IS_NOUN})"
)
_SENTENCE = rf"[.!?;] (?P<wip>{_WIP})(?![\w'-])(?!{_IS_NOUN})"
_SHOUTED = r"\b(?:DO NOT|DON'?T) MERGE\b"
# Tickets, emoji and their names before the first word; references, marks for CI and signs after the last one.
_BEFORE_ALL = r"(?:(?:[\[(]?(?:[a-z][a-z0-9]*+-|#)\d++[\])]?:?|:[a-z0-9_+-]+:|[^\w\s\[({<*`\"'#@$./\\&~-]+) +)*"
_TAIL = (
    r"(?:\s+|\((?:[a-z]+-|[\w./-]*#|!)?\d+\)|#\d+|[\[(](?:skip ci|ci skip|skip-ci)[\])]|[.!\u2026]+|:[a-z0-9_+-]+:|"
    r"[^\w\s\])}>*_`\"'?/-]+)$"
)
_LONGEST = 500
"""A longer text is not searched: nobody writes one."""
_LONGEST_TAIL = 80
"""Characters of one reference, sign or mark at the end: each is looked for only there."""
_PART = r"[\s,/]+"


def mark(description: str) -> str:
    """Return the mark of unfinished work in a description, as it is written there, or ""."""
    text = " ".join(description[:_LONGEST].replace("\u2019", "'").split())
    if text.startswith(('Revert "', 'Reapply "')):  # the mark is in the name of another commit
        return ""
    if shouted := re.search(_SHOUTED, text):
        return shouted[0]
    text = text.lower()
    start = re.match(_BEFORE_ALL, text)
    first = re.compile(_START).match(text, start.end() if start else 0)
    if first:
        return first[0].strip()
    bare = _without_end(text)
    last = re.search(rf"(?:{_END})$", bare)
    if last:
        return last[0].strip()
    word = re.fullmatch(_LAST, bare)
    if word and _stands_alone(word["before"]):
        return word["wip"]
    inner = re.search(_BETWEEN, text) or re.search(_STILL, text) or re.search(_SENTENCE, text)
    if inner:
        return str(next(filter(None, inner.groups())))
    is_one = re.search(_IS_ONE, text)
    if is_one and _ASKS.isdisjoint(text[: is_one.start()].split()):
        return is_one["wip"]
    for comma in re.finditer(_COMMA, text):
        if _stands_alone(text[: comma.start()]):
            return comma[0]
    return ""


def scope_mark(scope: str) -> str:
    """Return the part of a scope that marks unfinished work, or ""."""
    return next((part for part in re.split(_PART, scope) if re.fullmatch(rf"{_WIP}|dnm", part.lower())), "")


def _without_end(text: str) -> str:
    """Return a text without the references, signs and marks for CI at its end."""
    while True:
        low = max(len(text) - _LONGEST_TAIL, 0)
        end = re.search(_TAIL, text[low:])
        if not end:
            return text
        text = text[: low + end.start()]


def _stands_alone(before: str) -> bool:
    """Return whether the last word is a mark after these words, and not their object."""
    if not before.strip():
        return True
    if before.rstrip()[-1:] in "-\u2013\u2014,;:.|/()[]":
        return True
    words = before.split()
    if words[0] in _MARKS_OTHERS:
        return False
    if words[-1] in ("is", "are"):
        return _ASKS.isdisjoint(words)
    word = words[-1].strip("\"'")
    if word in _VERBS:
        return len(words) > 1 and words[-2].strip(",;") not in _VERB_AFTER and words[-2][-1] not in ",;"
    return word not in _OBJECT_AFTER

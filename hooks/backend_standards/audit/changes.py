"""What a content has that an earlier version of it does not have.

The versions of a large file share most of their bytes. Whatever is equal in both, with its surroundings, is judged
alike in both, so only the rest has to be judged again.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Span: TypeAlias = "tuple[int, int]"
    """Start and end of a part of a content."""

_FIRST_STEP = 1 << 12  # bytes that are compared together, at first
_LAST_STEP = 32  # bytes that are compared one by one
_GROWTH = 4
# After a difference the versions meet again at the beginning of a line of the new one that the old one has too. Enough
# first bytes of the line are compared that a chance match is unlikely, and the line is not further away than a change
# is long.
_ANCHOR = 48
_FURTHEST = 1 << 16
_MOST_CHANGES = 200  # in one content; where there are more, what follows counts as changed


def changed(old: bytes, new: bytes) -> list[Span]:
    """Return the spans of the new content that are not in the old one, in order.

    Between two spans is a part that the old content has too, in one piece and in this order. A span is empty where
    something is only missing. No difference gives no span.
    """
    at_old = at = _equal(old, new, 0, 0, min(len(old), len(new)))
    if at == len(new) == len(old):
        return []
    tail = _equal_at_end(old, new, min(len(old), len(new)) - at)
    end_old, end = len(old) - tail, len(new) - tail
    spans: list[Span] = []
    while len(spans) < _MOST_CHANGES:
        meeting = _meeting(old[at_old : min(end_old, at_old + 2 * _FURTHEST)], new[at : min(end, at + _FURTHEST)])
        if not meeting:
            break
        spans.append((at, at + meeting[1]))
        at_old, at = at_old + meeting[0], at + meeting[1]
        equal = _equal(old, new, at_old, at, min(end_old - at_old, end - at))
        at_old, at = at_old + equal, at + equal
    if at < end or at_old < end_old:
        spans.append((at, end))
    return spans


def around(spans: list[Span], reach: int, size: int) -> list[Span]:
    """Return the spans of a content of this size, each longer by ``reach`` on both sides; those that touch are one."""
    found: list[Span] = []
    for start, end in spans:
        start, end = max(start - reach, 0), min(end + reach, size)
        if found and start <= found[-1][1]:
            start, _ = found.pop()
        found.append((start, end))
    return found


def _meeting(old: bytes, new: bytes) -> Span | None:
    """Return where the rests of two contents meet again, as the offsets in both; None if they do not."""
    skipped = 0
    start = new.find(b"\n")
    while 0 <= start <= len(new) - _ANCHOR:
        found = old.find(new[start : start + _ANCHOR])
        if found >= 0:
            return found, start
        skipped = 2 * skipped + 1  # fewer and fewer lines are tried, so a long change costs little
        start = new.find(b"\n", start + skipped)
    return None


def _equal(old: bytes, new: bytes, at_old: int, at: int, most: int) -> int:
    """Return how many bytes are equal from two offsets on."""
    view = memoryview(old)
    equal, step = 0, _FIRST_STEP
    while equal < most:
        step = min(step, most - equal)
        # `startswith` compares with a view, which copies nothing.
        if new.startswith(view[at_old + equal : at_old + equal + step], at + equal):
            equal += step
            step *= _GROWTH
        elif step <= _LAST_STEP:
            while old[at_old + equal] == new[at + equal]:
                equal += 1
            return equal
        else:
            step //= _GROWTH
    return equal


def _equal_at_end(old: bytes, new: bytes, most: int) -> int:
    """Return how many bytes are equal before the ends."""
    view = memoryview(old)
    equal, step = 0, _FIRST_STEP
    while equal < most:
        step = min(step, most - equal)
        first_old, first = len(old) - equal - step, len(new) - equal - step
        if new.startswith(view[first_old : first_old + step], first):
            equal += step
            step *= _GROWTH
        elif step <= _LAST_STEP:
            while old[len(old) - 1 - equal] == new[len(new) - 1 - equal]:
                equal += 1
            return equal
        else:
            step //= _GROWTH
    return equal

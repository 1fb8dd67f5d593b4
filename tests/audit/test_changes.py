"""What an earlier version does not have."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.audit.changes import around, changed

LINES = [f"line {number}: {random.Random(number).random():.40f} of the file\n".encode() for number in range(4000)]
OLD = b"".join(LINES)


def parts(new: bytes) -> list[bytes]:
    return [new[start:end] for start, end in changed(OLD, new)]


@pytest.mark.parametrize(
    ("new", "most"),
    [
        pytest.param(OLD, None, id="nothing"),
        pytest.param(b"new\n" + OLD, 200, id="at the beginning"),
        pytest.param(OLD + b"new\n", 200, id="at the end"),
        pytest.param(b"".join([*LINES[:2000], b"new\n", *LINES[2000:]]), 200, id="in the middle"),
        pytest.param(b"".join([*LINES[:2000], *LINES[2001:]]), 200, id="a line is gone"),
        pytest.param(b"".join([*LINES[:9], b"1\n", *LINES[10:2000], b"2\n", *LINES[2001:3000], b"3\n", *LINES[3001:]]), 600, id="three"),
        pytest.param(b"".join([*LINES[:1000], *LINES[1010:1500], *LINES[1000:1010], *LINES[1500:]]), 1200, id="lines move"),
        pytest.param(OLD[:1000] + b"x" + OLD[1000:], 200, id="a byte"),
        pytest.param(OLD[:100_000], 0, id="the end is gone"),
        pytest.param(OLD[100_000:], 200, id="the beginning is gone"),
        pytest.param(b"".join([*LINES[:100], *LINES[700:]]), 200, id="more is gone than is looked through"),
        pytest.param(b"x" * 1000, 1000, id="another file"),
        pytest.param(b"", 0, id="an empty one"),
    ],
)  # fmt: skip
def test_little_counts_as_changed(new: bytes, most: int | None) -> None:
    spans = changed(OLD, new)
    assert bool(spans) == (most is not None)
    assert sum(end - start for start, end in spans) <= (most or 0)


def test_too_many_changes_end_the_comparison() -> None:
    new = b"".join(b"new\n" + line for line in LINES[:1000])
    assert len(changed(OLD, new)) <= 201


PIECES = st.lists(st.one_of(st.integers(0, 60), st.binary(max_size=3)), max_size=40)


@given(PIECES, PIECES)
def test_what_is_between_the_changes_is_in_the_old_one_in_one_piece_and_in_order(
    old_pieces: list[int | bytes], new_pieces: list[int | bytes]
) -> None:
    old, new = (
        b"".join(LINES[piece] if isinstance(piece, int) else piece for piece in pieces)
        for pieces in (old_pieces, new_pieces)
    )
    spans = changed(old, new)
    assert all(0 <= start <= end <= len(new) for start, end in spans)
    assert bool(spans) == (old != new)
    edges = [0, *(edge for span in spans for edge in span), len(new)]
    assert edges == sorted(edges)
    at = 0
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        found = old.find(new[start:end], at)
        assert found >= at
        at = found + end - start


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([(0, 0)], [(0, 5)]),
        ([(50, 52)], [(45, 57)]),
        ([(99, 100)], [(94, 100)]),
        ([(20, 21), (31, 32)], [(15, 37)]),
        ([(20, 21), (32, 33)], [(15, 26), (27, 38)]),
        ([(20, 21), (22, 40), (90, 90)], [(15, 45), (85, 95)]),
    ],
)
def test_around(spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert around(spans, 5, 100) == expected

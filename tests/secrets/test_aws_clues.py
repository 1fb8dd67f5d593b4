from __future__ import annotations

import pytest

import fakes
from backend_standards.secrets import aws_clues


@pytest.mark.parametrize("name", ["secret", "SECRET", "Secret", "sEcReT"])
def test_clues_know_no_case(name: str) -> None:
    assert aws_clues.finder()(b"a " + name.encode()) == {b"secret": [2]}
    assert aws_clues.finder()(name[:-1].encode()) == {}


@pytest.mark.parametrize(
    "literal",
    [
        *(
            b"AKIA",
            b"ASIA",
            b"ABIA",
            b"ACCA",
            b"ABSK",
            b"secret",
            b"smtp",
            b"da2-",
            b"codecommit",
            b"standards:",
        ),
        *(b"bedrock-api-key-", b"amzn.mws.", *aws_clues.TOKENS, *aws_clues.ENCODED),
        *(aws_clues.PRIVATE_KEY, *aws_clues.KEYS_ENCODED),
    ],
)
@pytest.mark.parametrize("before", [b"", b"x", b"\n", b"de", b"standards"])
@pytest.mark.parametrize("many", [False, True])
def test_every_literal_is_a_clue(literal: bytes, before: bytes, many: bool) -> None:
    assert len(before) in aws_clues.finder(many=many)(before + literal + b"AAAA").get(literal, [])


def test_heads_may_overlap() -> None:
    for many in (False, True):
        assert aws_clues.finder(many=many)(b"AKIA" + b"KIA2") == {b"AKIA": [0, 3]}


def test_the_expressions_for_many_files_are_made_once() -> None:
    """Each content of a history asks for them anew, and they take longer than the search in a small content."""
    assert aws_clues.finder(many=True) is aws_clues.finder(many=True)


def test_suspects() -> None:
    contents = {
        "clean": b"x = 1\n",
        "key": fakes.KEY_ID.encode(),
        "word": b"see the Secret",
        "utf-16": fakes.KEY_ID.encode("utf-16"),
        "nuls": bytes(1000),
    }
    for many in (False, True):
        suspects = aws_clues.suspects(contents.items(), many=many)
        assert {name: set(clues) for name, _data, clues in suspects} == {
            "key": {b"AKIA"},
            "word": {b"secret"},
            "utf-16": set(),
        }


def test_words_over_the_end_of_a_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_clues, "_PIECE", 16)
    data = b"." * 13 + b"SECRET" + b"." * 14 + b"secret"
    assert aws_clues.finder()(data) == {b"secret": [13, 33]}

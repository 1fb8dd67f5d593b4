"""Each form of `token_table` is known, at its shortest and its longest, and nothing that is shorter by one is."""

from __future__ import annotations

import pytest

from backend_standards.secrets.value_clues import SHAPE_HEADS
from backend_standards.secrets.values import _SHAPES, known_secrets
from fakes import BASE64, text
from token_table import FORMS, KINDS, Part, bounds, made

each_form = pytest.mark.parametrize(
    ("kind", "form"), FORMS, ids=[f"{kind}-{number}" for number, (kind, _) in enumerate(FORMS)]
)


def kinds(line: str) -> list[str]:
    return [kind for _, _, kind in known_secrets(line)]


def test_the_table_is_complete() -> None:
    assert set(_SHAPES) == KINDS | {"a private key"}


@each_form
@pytest.mark.parametrize("longest", [False, True])
def test_known(kind: str, form: tuple[Part, ...], *, longest: bool) -> None:
    token = made(form, longest=longest)
    assert kinds(token) == [kind]
    assert kinds(f"x = '{token}'") == [kind]
    assert [(start, end) for start, end, _ in known_secrets(f"({token})")] == [(1, 1 + len(token))]
    assert any(head in token for head in SHAPE_HEADS)
    assert kinds(f"x{token}") == [], "inside a word"


@each_form
def test_one_character_less(kind: str, form: tuple[Part, ...]) -> None:
    for number in bounds(form):
        assert kind not in kinds(made(form, shorter=number)), number


@each_form
def test_one_character_more_before_the_end(kind: str, form: tuple[Part, ...]) -> None:
    for number in bounds(form):
        if number < len(form) - 1:
            assert kind not in kinds(made(form, longer=number)), number


@each_form
def test_one_character_more(kind: str, form: tuple[Part, ...]) -> None:
    """What is longer than the longest ends there, or is no token."""
    token = made(form, longest=True)
    more = token + token[-1] if bounds(form)[-1] == len(form) - 1 else token
    assert [end for _, end, found in known_secrets(more) if found == kind] in ([len(token)], [])


@pytest.mark.parametrize(("length", "count"), [(31, 0), (32, 1)])
def test_body_of_a_private_key(length: int, count: int) -> None:
    head = "-----BEGIN " + "PRIVATE KEY-----"
    assert len(kinds(f"{head} {text(BASE64, length)} -----END")) == count
    assert len(kinds(f"{head} {'!' * 4096}{text(BASE64, 32)}")) == 0

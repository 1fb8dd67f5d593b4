from __future__ import annotations

import re

import pytest

import fakes
from backend_standards.secrets.key_shapes import _SHAPES, SHAPE_HEADS, known_secrets


def test_every_shape_has_its_head_among_the_searched_ones() -> None:
    samples = [value for name, value in vars(fakes).items() if name.isupper() and isinstance(value, str)]
    matched = {kind for value in samples for _, _, kind in known_secrets(value)}
    for value in samples:
        if list(known_secrets(value)):
            assert any(head in value for head in SHAPE_HEADS), value[:4]
    assert len(matched) >= 18
    for expression in _SHAPES.values():
        literals = re.sub(r"\(\?![^)]*\)", "", expression)
        assert any(head.replace(".", "\\.")[:3] in literals or head[:2] in literals for head in SHAPE_HEADS)


@pytest.mark.parametrize("kind", list(_SHAPES))
def test_shapes_are_bounded(kind: str) -> None:
    """An unbounded repetition behind a literal would make hostile input quadratic."""
    assert not re.search(r"(?<!\\)[*+](?!\])", re.sub(r"\[[^\]]*\]", "", _SHAPES[kind])), kind


@pytest.mark.parametrize(
    ("text", "following", "count"),
    [
        pytest.param(fakes.PEM_HEAD, "", 1, id="head-alone"),
        pytest.param(fakes.PEM_HEAD, fakes.text(fakes.BASE64, 64), 1, id="body-on-the-next-line"),
        pytest.param(fakes.PEM_HEAD + "\\n" + fakes.text(fakes.BASE64, 64), "", 1, id="body-with-escapes"),
        pytest.param(fakes.PEM_HEAD + "\\n...\\n-----END", "", 0, id="dots"),
        pytest.param(fakes.PEM_HEAD, "YOUR KEY HERE", 0, id="words"),
        pytest.param("x" + fakes.GITHUB, "", 0, id="inside-a-word"),
        pytest.param("AKIAIOSFODNN7" + "EXAMPLE", "", 0, id="placeholder"),
        pytest.param(f"{fakes.GITHUB} {fakes.NPM}", "", 2, id="two"),
    ],
)
def test_known_secrets(text: str, following: str, count: int) -> None:
    found = list(known_secrets(text, following))
    assert len(found) == count
    assert all(text[start:end].strip() == text[start:end] for start, end, _kind in found)

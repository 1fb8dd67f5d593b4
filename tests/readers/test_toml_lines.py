from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_standards.readers.toml_lines import line, lines

TEXT = """\
[tool.poe.tasks]
lint = "ruff"
"a b".cmd = '''
[x]
y = 1
'''
[[tool.x]]
z = [
  1,
]
"""


@pytest.mark.parametrize(
    ("path", "number"),
    [
        (("tool", "poe", "tasks"), 1),
        (("tool", "poe", "tasks", "lint"), 2),
        (("tool", "poe", "tasks", "a b", "cmd"), 3),
        (("tool", "x"), 7),
        (("tool", "x", "z"), 8),
        (("tool", "poe", "tasks", "lint", "nothing"), 2),
        (("nothing",), 1),
    ],
)
def test_lines(path: tuple[str, ...], number: int) -> None:
    assert line(TEXT, path) == number


def paths(value: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, each in value.items() if isinstance(value, dict) else ():
        yield (*at, key)
        yield from paths(each[0] if isinstance(each, list) and each else each, (*at, key))


STATEMENTS = st.lists(
    st.sampled_from(
        [
            "[a]",
            "[a.b]",
            '["c d".e]',
            "[[f]]",
            "x = 1",
            "y.z = 'q'",
            '"v w" = """\n[h]\nx = 2\n"""',
            "# [i]",
            "",
            "u = [\n  1,\n  2,\n]",
        ]
    ),
    unique=True,
)


@given(STATEMENTS)
def test_keys_are_those_of_tomllib(statements: list[str]) -> None:
    text = "\n".join(statements)
    data = tomllib.loads(text)
    found = lines(text)
    known = set(paths(data))
    assert set(found) <= known
    assert {path for path in known if not isinstance(value_at(data, path), dict)} <= set(found)
    for path, number in found.items():
        assert path[-1] in text.split("\n")[number - 1]


def value_at(data: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        data = data[0][name] if isinstance(data, list) else data[name]
    return data[0] if isinstance(data, list) and data and isinstance(data[0], dict) else data

"""The words of the whole package that are more than a name."""

from __future__ import annotations

import pytest

from backend_standards.core import is_template


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("{{cookiecutter.slug}}/src/app.py", True),
        ("a/{{ name }}.py", True),
        ("{% if docs %}docs{% endif %}/conf.py", True),
        ("src/app.py", False),
        ("{app}/x.py", False),
        ("a/}}/x.py", False),
        ("a/{ {x/y.py", False),
    ],
)
def test_is_template(path: str, *, expected: bool) -> None:
    assert is_template(path) is expected

"""The hash of a manifest as JSON."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator

import pytest

from backend_standards.core import Stopped
from backend_standards.locks import hashes


def test_of_json_sorts_the_keys() -> None:
    assert hashes.of_json({"b": 1, "a": [2]}) == hashlib.sha256(b'{"a": [2], "b": 1}').hexdigest()
    assert hashes.of_json({"b": 1}, separators=(",", ":")) == hashlib.sha256(b'{"b":1}').hexdigest()


def made(value: object) -> Iterator[str]:
    yield hashes.of_json(value)


def test_what_json_does_not_have_stops() -> None:
    assert hashes.all_of(made([1]), "pyproject.toml") == [hashes.of_json([1])]
    with pytest.raises(Stopped, match=r"^pyproject.toml: holds a value that JSON does not have, such as a date; fix"):
        hashes.all_of(made(datetime.date(2024, 1, 1)), "pyproject.toml")

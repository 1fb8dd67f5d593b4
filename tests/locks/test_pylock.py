"""pylock.toml beside pyproject.toml."""

from __future__ import annotations

import pytest

from locking import judge, project

PYLOCK = 'lock-version = "1.0"\ncreated-by = "pip"\n[[packages]]\nname = "requests"\nversion = "2.32"\n'


@pytest.mark.parametrize(
    ("dependencies", "path", "words"),
    [
        pytest.param('"requests>=2.31"', "pylock.toml", "", id="same"),
        pytest.param('"requests", "six; os_name==\'nt\'"', "pylock.toml", "", id="marker-may-be-absent"),
        pytest.param('"requests", "six"', "pylock.dev.toml", "", id="another-set"),
        pytest.param('"requests", "six"', "pylock.toml", "asks for six, which the lock does not have", id="added"),
        pytest.param('"requests>=3"', "pylock.toml", "asks for requests>=3, but the lock has 2.32", id="version"),
    ],
)
def test_pylock(dependencies: str, path: str, words: str) -> None:
    found = judge({"pyproject.toml": project(dependencies), path: PYLOCK})
    assert [each.message.partition("pyproject.toml ")[2] for each in found] == [words] * bool(words)
    assert all(each.commands == (f"pip lock . && git add {path}",) for each in found)

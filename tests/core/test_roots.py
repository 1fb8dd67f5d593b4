from __future__ import annotations

import pytest

from backend_standards.core import Stopped
from backend_standards.core.roots import inside, prefixes

PATHS = ["README.md", "services/a/x.py", "services/b/c/y.py", "lib/", "[d]/z.py"]


@pytest.mark.parametrize(
    ("roots", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param(["."], [""], id="here"),
        pytest.param(["services/a"], ["services/a/"], id="folder"),
        pytest.param(["./services//a/"], ["services/a/"], id="spelling"),
        pytest.param(["services/*"], ["services/a/", "services/b/"], id="glob"),
        pytest.param(["services/**/c"], ["services/b/c/"], id="two-stars"),
        pytest.param(["services/b", "services/*"], ["services/b/", "services/a/"], id="each-once"),
        pytest.param(["[d]"], ["[d]/"], id="a-name-with-brackets"),
    ],
)
def test_prefixes(roots: list[str], expected: list[str]) -> None:
    assert prefixes(roots, PATHS) == expected


@pytest.mark.parametrize("root", ["nothing", "README.md", "serv?", "lib", "services/a/x.py", "l*"])
def test_a_typing_error_stops(root: str) -> None:
    with pytest.raises(Stopped, match="no file below it is tracked"):
        prefixes([root], PATHS)


@pytest.mark.parametrize("path", ["../x", "..", "/x", "a/../../x"])
def test_a_path_outside_stops(path: str) -> None:
    with pytest.raises(Stopped, match=r"--source .*: must be a path inside the repository"):
        inside("source", path)


def test_inside() -> None:
    assert [inside("source", path) for path in (".", "a/", "./a/b", "a/../b")] == [".", "a", "a/b", "b"]

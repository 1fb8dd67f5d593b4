"""Which files a hook is given."""

from __future__ import annotations

import pytest

from backend_standards.command import selection
from backend_standards.core import catalog
from support import Repository

TYPES = {
    "some": {"types": ["text"], "types_or": ["python", "json"], "exclude_types": ["executable"]},
    "links": {"types": [], "types_or": ["file", "symlink"], "exclude_types": []},
    "default": {"types": ["file"], "types_or": [], "exclude_types": []},
}


@pytest.mark.parametrize(
    ("types", "files", "exclude", "expected"),
    [
        pytest.param("default", "", "^$", ["a.py", "b.json", "c.txt", "d.py", "e.bin"], id="default"),
        pytest.param("links", "", "^$", ["a.py", "b.json", "c.txt", "d.py", "e.bin", "link"], id="links"),
        pytest.param("some", "", "^$", ["a.py", "b.json"], id="some-types"),
        pytest.param("default", r"\.py$", "^$", ["a.py", "d.py"], id="files"),
        pytest.param("default", r"\.py$", "^d", ["a.py"], id="exclude"),
    ],
)
def test_selection(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, types: str, files: str, exclude: str, expected: list[str]
) -> None:
    for name in ("a.py", "b.json", "c.txt", "d.py"):
        repository.write(name, "{}\n")
    repository.write("e.bin", b"\0\1")
    (repository.path / "d.py").chmod(0o755)
    (repository.path / "link").symlink_to("a.py")
    (repository.path / "folder").mkdir()
    monkeypatch.setitem(catalog.LISTS, "x", {**TYPES[types], "stages": []})
    monkeypatch.setitem(catalog.TEXTS, "x", {"files": files, "exclude": exclude, "description": ""})
    monkeypatch.setitem(catalog.LITERALS, "x", (".py" if files else "",))
    names = ["a.py", "b.json", "c.txt", "d.py", "e.bin", "link", "folder", "gone"]
    assert selection.Selector(names).files("x") == expected

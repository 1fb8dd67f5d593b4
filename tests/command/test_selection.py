"""Which files a hook is given."""

from __future__ import annotations

import pytest

from backend_standards.command import selection
from backend_standards.core import catalog
from support import Repository

TYPES = {
    "links": {"types": [], "types_or": ["file", "symlink"], "exclude_types": []},
    "files": {"types": ["file"], "types_or": [], "exclude_types": []},
    "others": {"types": [], "types_or": [], "exclude_types": ["symlink"]},
}


@pytest.mark.parametrize(
    ("types", "files", "exclude", "expected"),
    [
        pytest.param("files", "", "^$", ["a.py", "b.json", "d.py", "gone", "folder", "typo"], id="files"),
        pytest.param("links", "", "^$", ["a.py", "b.json", "d.py", "gone", "folder", "typo", "link"], id="links"),
        pytest.param("others", "", "^$", ["a.py", "b.json", "d.py", "gone", "folder", "typo", "module"], id="others"),
        pytest.param("files", r"\.py$", "^$", ["a.py", "d.py"], id="pattern"),
        pytest.param("files", r"\.py$", "^d", ["a.py"], id="exclude"),
    ],
)
def test_selection(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, types: str, files: str, exclude: str, expected: list[str]
) -> None:
    for name in ("b.json", "d.py"):
        repository.write(name)
    repository.add("a.py")
    repository.add("gone").unlink()
    (repository.path / "link").symlink_to("a.py")
    repository.git("add", "link")
    (repository.path / "link").unlink()
    repository.write("link", "what the index has counts, not the disk")
    (repository.path / "folder").mkdir()
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    monkeypatch.setitem(catalog.LISTS, "x", {**TYPES[types], "stages": []})
    monkeypatch.setitem(catalog.TEXTS, "x", {"files": files, "exclude": exclude, "description": ""})
    monkeypatch.setitem(catalog.LITERALS, "x", (".py" if files else "",))
    names = ["a.py", "b.json", "d.py", "gone", "folder", "typo", "link", "module"]
    assert selection.Selector(names).files("x") == expected

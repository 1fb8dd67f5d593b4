"""Lists of repositories, and what of a URL is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_standards.audit.sources import is_url, shown, sources, without_secret
from backend_standards.core import Stopped


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        pytest.param(["one", "one"], 1, id="path-twice"),
        pytest.param(["https://h.invalid/a", "https://h.invalid/a"], 1, id="url-twice"),
        pytest.param(["https://h.invalid/a", "https://h.invalid/b"], 2, id="two"),
        pytest.param(["ssh://alice@h.invalid/~/r", "ssh://bob@h.invalid/~/r"], 0, id="other-login"),
        pytest.param(["https://h.invalid/a?x=1", "https://h.invalid/a?x=2"], 0, id="other-query"),
    ],
)
def test_no_line_of_the_list_is_lost(tmp_path: Path, lines: list[str], number: int) -> None:
    (tmp_path / "list").write_text("\n".join(lines))
    if number:
        assert len(sources(str(tmp_path / "list"))) == number
        return
    with pytest.raises(Stopped, match="is listed twice with different logins or queries"):
        sources(str(tmp_path / "list"))


def test_without_secret() -> None:
    place = "https://me:p%40ss@host/x?y=z1"
    text = "fatal: https://me:p%40ss@host/x?y=z1 and me:p@ss, p@ss, p%40ss, z1"
    assert without_secret(text, place) == "fatal: https://host/x and ***, ***, ***, ***"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("https://x/y", True), ("git@host:x/y.git", True), ("ext::sh -c x", True), ("../x", False), ("/x/y", False), ("a/b:c", False),
    ],
)  # fmt: skip
def test_is_url(place: str, expected: bool) -> None:
    assert is_url(place) == expected


def test_a_list_has_comments_and_blank_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list").write_bytes(b"# ours\r\none\r\n\r\n  https://me:pw1@h.invalid/a.git \r\n")
    assert [(each.name, each.place) for each in sources("list")] == [
        ("one", str(tmp_path / "one")),
        ("https://h.invalid/a.git", "https://me:pw1@h.invalid/a.git"),
    ]
    (tmp_path / "list").write_text("# nothing\n")
    with pytest.raises(Stopped, match="list: lists no repository"):
        sources("list")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("https://me:p@host.invalid/a.git?token=x", "https://host.invalid/a.git"),
        ("https://token@host.invalid/a.git", "https://host.invalid/a.git"),
        ("git@host.invalid:a.git", "git@host.invalid:a.git"),
        ("../a?b", "../a?b"),
    ],
)
def test_shown(place: str, expected: str) -> None:
    assert shown(place) == expected

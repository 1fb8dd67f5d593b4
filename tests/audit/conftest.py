from __future__ import annotations

from pathlib import Path

import pytest

from auditing import (
    ID_LINE,
    SECRET_LINE,
    Audits,
    put,
)
from support import Repository


@pytest.fixture
def audits(capsys: pytest.CaptureFixture[str]) -> Audits:
    return Audits(capsys)


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three repositories (one clean) and a list with one more, which is not there."""
    for name, content in (("one", ID_LINE), ("two", SECRET_LINE), ("clean", "x")):
        (tmp_path / name).mkdir()
        put(Repository(tmp_path / name), "a.py", content)
    (tmp_path / "list").write_text(f"# ours\none\nfile://{tmp_path}/two\n\nclean\nnowhere\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path

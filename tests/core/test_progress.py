"""How far a command has come, on a terminal and elsewhere."""

from __future__ import annotations

import sys
import time

import pytest

from backend_standards.core.progress import bar


class Terminal:
    """A standard error that says it is a terminal."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written.append(text)
        return len(text)

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(("has_tqdm", "shown"), [(True, "50%|"), (False, "\r 50%")])
def test_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch, has_tqdm: bool, shown: str) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    if not has_tqdm:
        monkeypatch.setitem(sys.modules, "tqdm", None)
    with bar("B") as progress:
        progress(0, 2)
        time.sleep(0.11)  # tqdm draws ten times a second
        progress(1, 2)
    assert shown in "".join(terminal.written)


def test_no_progress_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    with bar("B") as progress:
        progress(1, 2)
    assert capsys.readouterr().err == ""

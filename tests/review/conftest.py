from __future__ import annotations

import pytest

from reviewing import Reviews, fill
from support import Repository


@pytest.fixture
def reviews(capsys: pytest.CaptureFixture[str]) -> Reviews:
    return Reviews(capsys)


@pytest.fixture
def service(repository: Repository) -> Repository:
    """A small service on FastAPI, as the current folder."""
    fill(repository)
    return repository

"""Virtual environments as far as their files tell what is installed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def put(folder: Path, name: str, version: str, *, metadata: str = "", files: Sequence[str] = ()) -> None:
    """Install a package, as far as its metadata goes."""
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(metadata or f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\nName: no\n")
    for file in files:
        (info / file).write_text("{}")


def make(root: Path, files: Sequence[str], settings: str | None = None) -> None:
    """Make an environment of some empty files (or folders, with a slash), and its ``pyvenv.cfg``."""
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir() if name.endswith("/") else path.write_text("")
    if settings is not None:
        (root / "pyvenv.cfg").write_text(settings)


VENV = "home = /usr/bin\nversion = 3.11.7\n"
POSIX = ["bin/python", "lib/python3.11/site-packages/"]
WINDOWS = ["Scripts/python.exe", "Lib/site-packages/"]

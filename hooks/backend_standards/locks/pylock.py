"""Whether a ``pylock.toml`` (PEP 751) has what the ``pyproject.toml`` beside it asks for."""

from __future__ import annotations

from backend_standards.locks import files
from backend_standards.locks.requirements import unlocked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend_standards.locks.findings import Remedy
    from backend_standards.locks.manifests import Manifests

_COMMANDS = {"uv": "uv export -o pylock.toml", "pip": "pip lock .", "pdm": "pdm lock"}
"""By the name that a tool writes as ``created-by``."""


def differences(path: str, data: bytes, manifests: Manifests) -> Iterator[str]:
    """Yield what the manifest asks for and the lock does not have, each as a sentence.

    Raises:
        Stopped: the lock or the manifest cannot be parsed.
    """
    files.read(path, data)
    folder, _, name = path.rpartition("/")
    manifest = manifests.project(folder)
    # A lock with another name may be that of one group, and nothing says of which.
    if manifest is None or name != files.PYLOCK or "dependencies" in manifest.dynamic:
        return
    yield from unlocked(manifest.dependencies(), files.every_package(path, data), manifest.path)


def command(path: str, data: bytes) -> Remedy:
    """Return the command that writes the lock again, or a note where the tool that wrote it is not known."""
    from backend_standards.locks.findings import writing

    known = _COMMANDS.get(files.read(path, data).get("created-by", ""))
    if known is None:
        return "", "Write the lock again with the tool that wrote it."
    return writing(known, path), ""

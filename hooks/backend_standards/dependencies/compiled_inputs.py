"""Which requirements files others are compiled from, by the headers of those: what they ask for is pinned there.

Imported only where a requirement is not pinned.
"""

from __future__ import annotations

from backend_standards.locks import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_OTHERS = (".in", ".toml", ".cfg", ".py")
"""The ends of inputs that are not requirements files."""
STEMS = (b"requirement", b"constraint")
"""What the paths of compiled files contain, in lower case."""
COMPILED = (".txt", ".pip")
"""The ends of compiled files."""
INPUTS = (b".txt", b".pip", b".in", b".toml", b".cfg", b".py")
"""What the paths of inputs contain."""


def of(files: Mapping[str, bytes], tracked: Collection[str]) -> set[str]:
    """Return the tracked requirements files that the headers of some files name as their inputs."""
    found: set[str] = set()
    for path, data in files.items():
        command = compiled.header(data)
        if command is None:
            continue
        for folder in command.folders(path):
            inputs = [compiled.beside(f"{folder}/x" if folder else "x", each) for each in command.inputs]
            if all(each in tracked for each in inputs):
                found.update(each for each in inputs if each != path and not each.endswith(_OTHERS))
                break
    return found

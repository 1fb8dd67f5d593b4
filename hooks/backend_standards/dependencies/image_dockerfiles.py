"""Images of Dockerfiles that hadolint does not see: the default of an argument, and what COPY takes from an image.

Sources: Dockerfile reference (ARG, COPY, FROM); hadolint's DL3006 and DL3007, which read a FROM as it is written.
"""

from __future__ import annotations

import re

from backend_standards.dependencies import image_references
from backend_standards.dependencies.image_documents import Hit, Place
from backend_standards.readers import docker
from backend_standards.readers.marked import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ARGUMENT = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_FROM = "--from="


def judge(text: str) -> Iterator[Hit]:
    """Yield the images of a Dockerfile that move."""
    arguments: dict[str, str] = {}
    stages: set[str] = set()
    for line, instruction in docker.instructions(text.split("\n")):
        word, rest = docker.parted(instruction)
        given = rest.split()
        if word == "ARG":
            pairs = (each.partition("=") for each in given)
            arguments.update((name, value.strip("\"'")) for name, sign, value in pairs if sign)
        elif word == "FROM":
            images = [each for each in given if not each.startswith("--")]
            if images and "$" in images[0]:
                yield from _of(images[0], arguments, line)
            stages.update(images[2:3])
        elif word == "COPY":
            taken = next((each.removeprefix(_FROM) for each in given if each.startswith(_FROM)), "")
            if taken and taken not in stages and not taken.isdigit() and ":" in taken:
                yield from _of(taken, arguments, line)


def _of(written: str, arguments: Mapping[str, str], line: int) -> Iterator[Hit]:
    known = _ARGUMENT.sub(lambda match: arguments.get(match[1] or match[2], match[0]), written)
    found = image_references.moving(known, needs_tag=False)
    if found:
        found.problem += " unless an argument is given" if known != written else ""
        yield Place().hit(found, Text(known, line, 0))

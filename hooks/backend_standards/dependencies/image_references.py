"""References of container images: which of them name another image after each release.

Sources: the grammar of distribution/reference; "docker image pull" (without a tag, the tag is latest).
"""

from __future__ import annotations

import re

UNKNOWN = "\0"
"""A part of a reference that is not known."""
_LONGEST = 300
_LONGEST_NAME = 100
_DEFAULT = re.compile(r"\$\{[\w.]{1,99}:?-([^${}]{0,99})\}")
"""A variable with a default, as Compose and shells write it."""
_VARIABLE = re.compile(r"\$\{[^{}]*\}|\$\([^()]*\)|\$\w+|\{\{[^{}]*\}\}|\{[^{}]*\}|<[^<>]*>|%\([^()]*\)s|%\w+%|____+")
_MOST_NESTED = 5
_REFERENCE = re.compile(r"[\w./:+\0-]+", re.ASCII)
_WORD = re.compile(r"[a-z]+|\d+")
_MOVING = frozenset(
    "main master head trunk edge nightly rolling develop dev devel stable current newest mainline lts slim alpine dind "
    "rc beta alpha snapshot production prod staging release".split()
)
"""Tags without a version, which are moved to each new build."""
_LATEST = "latest"
_LOCAL = ("localhost", "127.0.0.1", "host.docker.internal", "kind-registry")
_FILES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp", ".ico", ".iso", ".img", ".qcow2", ".vhd")


class Reference:
    """A reference that moves: the name of the image, and what is wrong with its tag."""

    __slots__ = ("name", "problem")

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        self.problem = problem


def moving(text: str, *, needs_tag: bool) -> Reference | None:
    """Return what is wrong with a reference; None if it has a version or a digest, or is not known.

    ``needs_tag`` says that nothing else gives the tag of a name without one.
    """
    text = text.strip().removeprefix("docker://")
    if not text or len(text) > _LONGEST or "@" in text or text.startswith(("/", ".", "http")):
        return None
    known = _DEFAULT.sub(r"\1", text)
    unless = " unless a variable is set" if known != text else ""
    for _ in range(_MOST_NESTED):
        known = _VARIABLE.sub(UNKNOWN, known)
    if not _REFERENCE.fullmatch(known) or known.lower().endswith(_FILES) or is_local(known):
        return None
    folder, slash, last = known.rpartition("/")
    base, colon, tag = last.partition(":")
    name = printed(f"{folder}{slash}{base}")
    if colon:
        return Reference(name, f"{told(tag)}{unless}") if is_moving(tag) else None
    if not needs_tag or not last or last.endswith(UNKNOWN) or known == "scratch":
        return None
    return Reference(name, "has no tag, which means latest")


def is_local(name: str) -> bool:
    """Return whether an image is in a registry of one machine."""
    return name.startswith(_LOCAL)


def is_moving(tag: str) -> bool:
    """Return whether a tag is moved to each new build: ``latest``, ``3-latest``, ``main``, ``slim``."""
    lower = tag.lower()
    return lower in _MOVING or (_LATEST in _WORD.findall(lower) and UNKNOWN not in tag)


def told(tag: str) -> str:
    """Return what to say of a tag that moves, without the rest of a tag that has ``latest`` in it."""
    lower = tag.lower()
    return f"has the tag {lower}" if lower in (_LATEST, *_MOVING) else "has a tag with the word latest"


def printed(name: str) -> str:
    """Return the name of an image for a message, "" for one that is not known as a whole."""
    return name if 0 < len(name) <= _LONGEST_NAME and UNKNOWN not in name else ""

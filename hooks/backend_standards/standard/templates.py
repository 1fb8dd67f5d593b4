"""The templates of what ``init`` writes: files beside this module, with ``<<name>>`` where something is put in."""

from __future__ import annotations

import os
import re

from backend_standards.standard import versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = os.path.join(os.path.dirname(__file__), "templates")
_SUFFIX = ".in"
"""Keeps tools, and this project's own hooks, from taking a template for what it will be."""
_NAME = re.compile(r"<<([\w./-]+)>>")
_ALONE = re.compile(r"(?m)^([ ]*)<<([\w./-]+)>>\n")


def filled(name: str, values: Mapping[str, str] | None = None) -> str:
    """Return the text of a template with its names replaced.

    A name alone on its line stands for any number of lines, each of which gets its indentation. The other names are
    texts, or those of the table of versions: ``<<actions/checkout>>``, ``<<boto3>>``.

    Raises:
        KeyError: a name is in neither.
    """
    known = {**table(), **(values or {})}

    def lines(match: re.Match[str]) -> str:
        return "".join(f"{match[1]}{line}".rstrip() + "\n" for line in known[match[2]].splitlines())

    text = _ALONE.sub(lines, read(name))
    return _NAME.sub(lambda match: known[match[1]], text)


def read(name: str) -> str:
    """Return a template as it is in the package."""
    with open(os.path.join(_FOLDER, *name.split("/")) + _SUFFIX, encoding="utf-8") as file:
        return file.read()


def table() -> dict[str, str]:
    """Return the names that the table of versions gives, and what they stand for."""
    return {
        **versions.PACKAGES,
        **{f"manager/{name}": version for name, version in versions.MANAGERS.items()},
        **versions.HOOKS,
        **{name: f"{name}@{commit} # {tag}" for name, (commit, tag) in versions.ACTIONS.items()},
        **{f"image/{name}": f"{name}:{tag}@{digest}" for name, (tag, digest) in versions.IMAGES.items()},
    }

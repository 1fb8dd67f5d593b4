"""The metadata that depends on where the project is published: the page of an index, and its links.

The README links to files beside it, which an index does not have. With an address the links lead there; without one
only their words are left, and the picture is left out. hatchling runs this when it builds. Source: hatchling's
documentation, "Metadata hook plugins".
"""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).resolve().parent.parent
_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\((?!https?:|#)([^()\s]+)\)")
"""A link or a picture whose target is a file of the repository."""


def page(readme: str, repository: str, version: str) -> str:
    """Return the README for an index: no link leads to a file that is not there."""

    def changed(match: re.Match[str]) -> str:
        picture, words, path = match.groups()
        if not repository:
            return "" if picture else words
        kind = "raw" if picture else "blob"
        return f"{picture}[{words}]({repository}/{kind}/v{version}/{path})"

    return _LINK.sub(changed, readme)


def urls(repository: str, docs: str) -> dict[str, str]:
    """Return the links of the project beside the page; none without an address."""
    found = {"Documentation": docs, "Source": repository}
    found["Changelog"] = f"{repository}/blob/main/CHANGELOG.md" if repository else ""
    return {name: url for name, url in found.items() if url}


class CustomMetadataHook(MetadataHookInterface):
    """What hatchling asks for the dynamic fields."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Put in the page and the links."""
        package = ROOT / "hooks" / "backend_standards"
        address = runpy.run_path(str(package / "core" / "address.py"))
        version = runpy.run_path(str(package / "__init__.py"))["__version__"]
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        text = page(readme, address["REPOSITORY"], version)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
        metadata["urls"] = urls(address["REPOSITORY"], address["DOCS"])

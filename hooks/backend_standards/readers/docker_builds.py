"""From which folders images are built: what Compose files and workflows say, and links to Dockerfiles.

Sources: Compose Build Specification; the inputs of docker/build-push-action. A value that a variable decides is not
known, and is left out. Nothing here touches the disk.
"""

from __future__ import annotations

import posixpath
import re

from backend_standards.readers.named_values import yaml_pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_ACTION = "docker/build-push-action@"
_WORKSPACE = r"\$\{\{ *github\.workspace *\}\}/?"
_DEFAULT = r"\$\{\w+:?-([^${}]*)\}"


class Build:
    """How a Dockerfile is built: its path as given, the context as a prefix of paths, and the file that says so."""

    __slots__ = ("context", "dockerfile", "source")

    def __init__(self, dockerfile: str, context: str, source: str) -> None:
        self.dockerfile = dockerfile
        self.context = context
        self.source = source


def is_build_file(path: str) -> bool:
    """Return whether a path names a Compose file or a workflow of GitHub."""
    folder, _, name = path.lower().rpartition("/")
    if not name.endswith((".yml", ".yaml")):
        return False
    return name.startswith(("compose", "docker-compose")) or folder == ".github/workflows"


def builds(files: Iterable[tuple[str, str]], links: Mapping[str, str]) -> dict[str, list[Build]]:
    """Return the known builds of each Dockerfile, by its path.

    Args:
        files: (path, text) of each Compose file and workflow.
        links: where each Dockerfile that is a symbolic link leads.
    """
    found: dict[str, dict[tuple[str, str], Build]] = {}
    for link in links:
        folder = posixpath.dirname(link)
        _add(found, Build(link, f"{folder}/" if folder else "", link), links)
    for path, text in files:
        read = _workflow if path.lower().startswith(".github/workflows/") else _compose
        for context, dockerfile, base in read(text):
            folder = "" if read is _workflow else posixpath.dirname(path)
            where = _place(folder, context)
            given = None if where is None else _place(where if base == "context" else folder, dockerfile)
            if given:
                _add(found, Build(given, f"{where}/" if where else "", path), links)
    return {path: list(known.values()) for path, known in found.items()}


def _add(found: dict[str, dict[tuple[str, str], Build]], build: Build, links: Mapping[str, str]) -> None:
    real = links.get(build.dockerfile, build.dockerfile)
    found.setdefault(real, {}).setdefault((build.context, build.dockerfile), build)


def _compose(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (context, Dockerfile, "context") of each service that is built; the Dockerfile is below the context."""
    services: dict[tuple[str, ...], dict[str, str]] = {}
    for _, _, path, value in yaml_pairs(text):
        if path[:1] != ("services",) or len(path) not in (3, 4) or path[2] != "build":
            continue
        name = path[3] if len(path) == 4 else "context"
        services.setdefault(path[:2], {}).setdefault(name, value)
    for build in services.values():
        if "dockerfile_inline" not in build:
            yield build.get("context", "."), build.get("dockerfile", "Dockerfile"), "context"


def _workflow(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (context, Dockerfile, "root") of each step that builds an image from a folder.

    Without a context, the action builds from a clone of its own, in which there is no env file.
    """
    step: dict[str, str] = {}
    for _, _, path, value in (*yaml_pairs(text), (0, 0, ("uses",), "")):
        if path[-1:] == ("uses",):
            if "context" in step:
                context = re.sub(_WORKSPACE, "", step["context"]) or "."
                yield context, re.sub(_WORKSPACE, "", step.get("file", posixpath.join(context, "Dockerfile"))), "root"
            step = {"uses": value} if value.startswith(_ACTION) else {}
        elif step and path[-2:-1] == ("with",):
            step.setdefault(path[-1], value)


def _place(folder: str, path: str) -> str | None:
    """Return a path that is given from a folder, "" for the top; None for one that leads out of it or is not known."""
    path = re.sub(_DEFAULT, r"\1", path)
    if "$" in path or ":" in path or path.startswith(("/", "~")):
        return None
    whole = posixpath.normpath(posixpath.join(folder, path))
    return None if whole == ".." or whole.startswith("../") else "" if whole == "." else whole

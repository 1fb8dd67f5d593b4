"""Where a repository keeps its README and its template for pull requests, by the names of its files.

Sources: the documentation of GitHub, GitLab, Azure DevOps, Forgejo and Gitea. Runs on every tracked path, and imports
nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_READMES = ("readme.md", "readme.markdown", "readme.rst", "readme.txt", "readme")
"""In the order in which one is taken for the README, in lower case."""
_README_FOLDERS = ("", ".github/", "docs/")
"""Where GitHub looks for it besides."""
_TEMPLATE_FOLDERS = ("", ".github/", "docs/", ".azuredevops/", ".vsts/", ".gitea/", ".forgejo/")
_GITLAB = ".gitlab/merge_request_templates/"
_TEMPLATE = "pull_request_template"
_FORGES = (
    (".gitlab/", f"{_GITLAB}Default.md"),
    (".gitlab-ci.yml", f"{_GITLAB}Default.md"),
    (".github/", ".github/pull_request_template.md"),
    (".azuredevops/", ".azuredevops/pull_request_template.md"),
    ("azure-pipelines.yml", ".azuredevops/pull_request_template.md"),
    (".forgejo/", ".forgejo/pull_request_template.md"),
    (".gitea/", ".gitea/pull_request_template.md"),
)
"""How a tracked path begins that tells the forge, and the template's place there."""
_REQUESTS = ("pull_request", "merge_request", "pr")
DEFAULT_TEMPLATE = ".github/pull_request_template.md"


def readmes(paths: Iterable[str], root: str) -> list[str]:
    """Return the READMEs of a root, in the order in which they count; those of one folder only."""
    at = len(root)
    found: dict[str, list[tuple[int, str]]] = {}
    for path in paths:
        if "eadme" in path or "EADME" in path:
            folder, slash, name = path[at:].rpartition("/")
            folder += slash
            if path.startswith(root) and folder.lower() in _README_FOLDERS and name.lower() in _READMES:
                found.setdefault(folder.lower(), []).append((_READMES.index(name.lower()), path))
    kept = next((found[folder] for folder in _README_FOLDERS if folder in found), [])
    return [path for _, path in sorted(kept)]


def templates(paths: Iterable[str]) -> list[str]:
    """Return the templates for pull or merge requests."""
    return [path for path in paths if "request_template" in (lowered := path.lower()) and _is_template(lowered)]


def misplaced(paths: Iterable[str]) -> list[str]:
    """Return the files that are named like a template for pull requests, but are where no forge looks.

    A name without the word "template" counts only where templates are. Elsewhere it may be about anything: the
    webhook ``pull_request``, public relations.
    """
    found = []
    for path in paths:
        folder, slash, name = path.lower().rpartition("/")
        stem = name.replace("-", "_").removesuffix(".md")
        if name.endswith(".md") and stem.removesuffix("_template") in _REQUESTS:
            is_named_so = stem not in _REQUESTS or folder + slash in _TEMPLATE_FOLDERS
            if is_named_so and not _is_foreign(path):
                found.append(path)
    return found


def _is_foreign(path: str) -> bool:
    """Return whether a file belongs to other people's code, or to the projects that a template makes."""
    from backend_standards.core import is_template
    from backend_standards.layout import VENDORED

    return is_template(path) or not VENDORED.isdisjoint(path.lower().split("/")[:-1])


def _is_template(path: str) -> bool:
    """Return whether a path in lower case is one at which a forge looks for a template."""
    if path.startswith(_GITLAB):
        return path.endswith(".md") and "/" not in path[len(_GITLAB) :]
    folder, _, rest = path.rpartition(_TEMPLATE)
    if folder not in _TEMPLATE_FOLDERS:
        return False
    if rest.startswith("/"):
        return path.endswith((".md", ".txt"))
    return rest in ("", ".md", ".txt", ".rst", ".markdown", ".yaml", ".yml")


def place_of_template(paths: Sequence[str]) -> str:
    """Return where the template belongs on the forge that the files tell, or "" if they tell none."""
    for beginning, place in _FORGES:
        if any(path.startswith(beginning) for path in paths):
            return place
    return DEFAULT_TEMPLATE if misplaced(paths) else ""

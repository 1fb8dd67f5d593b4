"""The hooks of pre-commit and prek: which repositories they come from, at which revision, and what they run.

Source: pre-commit's ".pre-commit-config.yaml - repos", prek's "Configuration". A revision is not looked up: whether it
is a tag or a branch is told by its name.
"""

from __future__ import annotations

import re

from backend_standards.project import tool_tables
from backend_standards.readers.marked import Items, Node, Pairs, Text
from backend_standards.readers.words import split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.project.tool_tables import Tables

_WITHOUT_REVISION = ("local", "meta", "builtin")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_OPEN = re.compile(r"(?i)[._-][x*]$|-(?:branch|dev|latest|stable|maintenance)$")
"""Ends of the name of a branch of releases: ``1.x``, ``v2-dev``."""
BRANCHES = frozenset(
    "head main master develop dev trunk stable latest next nightly edge production prod staging".split()
)
_REVISION = re.compile(r"""\brev\s*=\s*(["'])([^"'\n]*)\1""")
_REFS = ("refs/heads/", "origin/", "heads/", "feature/", "bugfix/", "hotfix/", "fix/")


class Hook:
    """One hook: its id, its own command, its arguments, and where it is."""

    __slots__ = ("arguments", "entry", "exclude", "files", "id", "line", "path", "stages")

    def __init__(self, path: str, line: int, name: str) -> None:
        self.path = path
        self.line = line
        self.id = name
        self.entry: list[str] = []
        self.arguments: list[str] = []
        self.exclude = self.files = ""
        self.stages: list[str] = []


class Source:
    """One repository of hooks. ``revision`` is None without one; ``line`` is that of the revision, or of the entry."""

    __slots__ = ("hooks", "line", "path", "revision", "url")

    def __init__(self, path: str, line: int, url: str, revision: str | None) -> None:
        self.path = path
        self.line = line
        self.url = url
        self.revision = revision
        self.hooks: list[Hook] = []

    @property
    def name(self) -> str:
        """The repository's own name, without the address."""
        from backend_standards.core.masking import cleaned

        return cleaned(self.url.rstrip("/").removesuffix(".git").replace(":", "/").rpartition("/")[2])[:60]

    @property
    def moves(self) -> bool:
        """Whether the revision names something that is another commit tomorrow."""
        return self.url not in _WITHOUT_REVISION and self.revision is not None and is_branch(self.revision)


def is_branch(revision: str) -> bool:
    """Return whether a revision is a branch or HEAD by its name: the name of a release has a number."""
    word = revision.strip()
    lowered = word.lower()
    if lowered in BRANCHES or not word or lowered.startswith(_REFS):
        return True
    if lowered.startswith("refs/tags/") or _COMMIT.fullmatch(word):
        return False
    return not any(char.isdecimal() for char in word) or _OPEN.search(word) is not None


class Config:
    """What one file says: its repositories, and the files that it leaves out altogether."""

    __slots__ = ("exclude", "exclude_line", "files", "path", "sources")

    def __init__(self, path: str) -> None:
        self.path = path
        self.sources: list[Source] = []
        self.exclude = self.files = ""
        self.exclude_line = 0


def of_yaml(path: str, text: str) -> Config:
    """Return what a ``.pre-commit-config.yaml`` says.

    Raises:
        Unreadable: it is no YAML.
    """
    from backend_standards.readers import yaml_marks

    config = Config(path)
    for top in yaml_marks.documents(text)[:1]:
        if not isinstance(top, Pairs):
            continue
        exclude = top.get("exclude")
        config.exclude, config.exclude_line = _text(exclude), exclude.line if exclude else 0
        config.files = _text(top.get("files"))
        for repo in _items(top.get("repos")):
            if not isinstance(repo, Pairs):
                continue
            revision = repo.get("rev", "sha")
            url = _text(repo.get("repo"))
            line = revision.line if revision else repo.line
            source = Source(path, line, url, _text(revision) if isinstance(revision, Text) else None)
            for each in _items(repo.get("hooks")):
                if isinstance(each, Pairs):
                    source.hooks.append(_hook(path, each))
            config.sources.append(source)
    return config


def _hook(path: str, node: Pairs) -> Hook:
    hook = Hook(path, node.line, _text(node.get("id")))
    hook.entry = _words(_text(node.get("entry")))
    hook.arguments = [each.text for each in _items(node.get("args")) if isinstance(each, Text)]
    hook.exclude, hook.files = _text(node.get("exclude")), _text(node.get("files"))
    hook.stages = [each.text for each in _items(node.get("stages")) if isinstance(each, Text)]
    return hook


def of_toml(file: Tables) -> Config:
    """Return what a ``prek.toml`` says."""
    config = Config(file.path)
    exclude = file.top.get("exclude")
    config.exclude, config.exclude_line = exclude if isinstance(exclude, str) else "", file.line("exclude")
    repos = file.top.get("repos")
    lines = _lines_of_revisions(file.text)
    for repo in repos if isinstance(repos, list) else []:
        if not isinstance(repo, dict):
            continue
        revision = repo.get("rev")
        revision = revision if isinstance(revision, str) else None
        line = lines.get(revision or "", [0])
        number = line.pop(0) if len(line) > 1 else line[0]
        source = Source(file.path, number, _plain(repo.get("repo")), revision)
        hooks = repo.get("hooks")
        for each in hooks if isinstance(hooks, list) else []:
            if isinstance(each, dict):
                hook = Hook(file.path, 0, _plain(each.get("id")))
                hook.entry = _words(_plain(each.get("entry")))
                hook.arguments = tool_tables.words(each.get("args"))
                hook.exclude, hook.files = _plain(each.get("exclude")), _plain(each.get("files"))
                source.hooks.append(hook)
        config.sources.append(source)
    return config


def _lines_of_revisions(text: str) -> dict[str, list[int]]:
    """Return the lines of a TOML text on which each revision is written."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        for match in _REVISION.finditer(line):
            found.setdefault(match[2], []).append(number)
    return found


def _plain(value: object) -> str:
    return value if isinstance(value, str) else ""


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Text) else ""


def _items(node: Node | None) -> list[Node]:
    return node.items if isinstance(node, Items) else [node] if isinstance(node, Text) else []


def _words(text: str) -> list[str]:
    try:
        return split(text)
    except ValueError:
        return text.split()

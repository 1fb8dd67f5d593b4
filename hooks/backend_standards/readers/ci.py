"""What CI systems run, in one shape: workflows have jobs, and jobs have steps. A module ``ci_…`` reads each format."""

from __future__ import annotations

import posixpath
import re

from backend_standards.core.text import decode, with_newlines
from backend_standards.readers import yaml_marks
from backend_standards.readers.marked import Items, Node, Pairs, Text, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Protocol

    class Files(Protocol):
        """The tracked files, as ``project.following.Project`` has them."""

        @property
        def paths(self) -> Sequence[str]:
            """The tracked paths."""

        def read(self, paths: Sequence[str]) -> Mapping[str, bytes]:
            """Return the contents of those paths that are tracked."""


PUSH, REQUEST, TAG, SCHEDULE, MANUAL, AFTER, OTHER = "push", "request", "tag", "schedule", "manual", "after", "other"
"""What starts a workflow: a push to a branch, a pull or merge request, a tag or release, a time, a person, another
workflow, or anything else."""
ON_CHANGES = frozenset((PUSH, REQUEST))
LARGEST = 1_000_000
"""Bytes of a CI file that is read. The largest of 60 public repositories has 90 kB."""
MOST_STEPS = 5_000
"""Steps of one workflow, with those of what it includes. A file can include another one many times."""
MOST_VARIANTS = 40
"""Values of a matrix that are put into the text of one step."""
DEEPEST = 5
"""Files that include each other. GitHub allows four levels of reusable workflows."""
EXPRESSION = re.compile(r"\$\{\{\s*(matrix|inputs|env|parameters|variables)\.([\w.-]+)\s*\}\}")
"""An expression of GitHub or Azure that is only the name of a value."""


class Step:
    """One step of a job.

    ``text`` is shell text, whose first line is ``line`` of the file ``path``. A step without one uses an ``action``
    (the action of a marketplace, an orb, a pipe or a task), with ``inputs``; or it is ``unknown``: why nothing can be
    said about it. ``folder`` is where it runs, from the root of the repository; ``environment`` are the variables whose
    values the files give. ``can_fail`` is False for a step whose failure the job ignores, ``pipefail`` for a shell that
    ignores the failure of all but the last command of a pipe. ``triggers`` are those of its job that it runs for; None
    for all. ``name`` is what the file calls it.
    """

    __slots__ = (
        "action",
        "can_fail",
        "environment",
        "folder",
        "inputs",
        "line",
        "name",
        "path",
        "pipefail",
        "text",
        "triggers",
        "unknown",
    )

    def __init__(
        self,
        path: str,
        line: int,
        *,
        text: str = "",
        action: str = "",
        unknown: str = "",
        inputs: Mapping[str, str] | None = None,
        folder: str = "",
        environment: Mapping[str, str] | None = None,
        can_fail: bool = True,
        pipefail: bool = True,
        triggers: frozenset[str] | None = None,
        name: str = "",
    ) -> None:
        self.path = path
        self.line = line
        self.name = name
        self.text = text
        self.action = action
        self.unknown = unknown
        self.inputs = inputs or {}
        self.folder = folder
        self.environment = environment or {}
        self.can_fail = can_fail
        self.pipefail = pipefail
        self.triggers = triggers

    def __repr__(self) -> str:
        return f"Step({self.path}:{self.line}, {self.text or self.action or self.unknown!r})"


class Job:
    """One job: ``needs`` are the jobs, or groups of jobs, that must have passed before it starts.

    ``group`` is the name that other jobs know it by, if several jobs have one: those of a called workflow, or of a
    stage. ``triggers`` are those of its workflow that it runs for. ``target`` is the environment that it deploys to, ""
    if it names none. ``line`` is its line in the file of its workflow; ``path`` may be a file that this one includes.
    """

    __slots__ = ("can_fail", "group", "line", "name", "needs", "path", "steps", "target", "triggers")

    def __init__(
        self,
        name: str,
        path: str,
        line: int,
        triggers: Collection[str],
        *,
        needs: Sequence[str] = (),
        group: str = "",
        can_fail: bool = True,
        target: str = "",
    ) -> None:
        self.name = name
        self.path = path
        self.line = line
        self.triggers = frozenset(triggers)
        self.needs = tuple(needs)
        self.group = group
        self.can_fail = can_fail
        self.target = target
        self.steps: list[Step] = []

    def __repr__(self) -> str:
        return f"Job({self.name!r}, {sorted(self.triggers)}, {self.steps})"


class Workflow:
    """What one file starts. ``after`` are the names of the workflows after which it starts (``workflow_run``)."""

    __slots__ = ("after", "jobs", "name", "path", "triggers")

    def __init__(self, path: str, name: str, triggers: Collection[str], after: Sequence[str] = ()) -> None:
        self.path = path
        self.name = name
        self.triggers = frozenset(triggers)
        self.after = tuple(after)
        self.jobs: list[Job] = []

    def __repr__(self) -> str:
        return f"Workflow({self.path!r}, {sorted(self.triggers)}, {self.jobs})"


class Tracked:
    """The files among which a CI file includes others; each is read and parsed once."""

    __slots__ = ("_code", "_files", "_known", "_read")

    def __init__(self, files: Files) -> None:
        self._files = files
        self._known: frozenset[str] | None = None
        self._code: list[str] | None = None
        self._read: dict[str, list[Node]] = {}

    @property
    def known(self) -> frozenset[str]:
        """All tracked paths."""
        if self._known is None:
            self._known = frozenset(self._files.paths)
        return self._known

    @property
    def code(self) -> list[str]:
        """The Python files and Dockerfiles."""
        if self._code is None:
            self._code = [path for path in self._files.paths if path.endswith(".py") or "ockerfile" in path]
        return self._code

    def text(self, path: str) -> str:
        """Return the text of a tracked file.

        Raises:
            Unreadable: it is too large.
        """
        data = self._files.read([path]).get(path, b"")
        if len(data) > LARGEST:
            raise Unreadable(f"the file has more than {LARGEST // 1_000_000} MB, which is too much to read")
        return with_newlines(decode(data)).replace("\0", "")

    def documents(self, path: str) -> list[Node]:
        """Return the documents of a tracked YAML file.

        Raises:
            Unreadable: it is no YAML.
        """
        if path not in self._read:
            self._read[path] = yaml_marks.documents(self.text(path))
        return self._read[path]

    def mapping(self, path: str) -> Pairs | None:
        """Return the mapping that a tracked YAML file is, or None.

        Raises:
            Unreadable: it is no YAML.
        """
        return next((each for each in self.documents(path) if isinstance(each, Pairs)), None)


def inside(folder: str, path: str) -> str:
    """Return a path from a folder as a path from the root; one that leads out of the repository is ``..``."""
    found = posixpath.normpath(posixpath.join(folder, path))
    return ".." if found.startswith(("/", "..")) else "" if found == "." else found


# --- nodes --------------------------------------------------------------------------------------------


def text_of(node: Node | None) -> str:
    """Return the text of a scalar, "" for anything else."""
    return node.text if isinstance(node, Text) else ""


def value(node: Node | None, *names: str) -> Node | None:
    """Return what a mapping has under a name; None where it is no mapping."""
    return node.get(*names) if isinstance(node, Pairs) else None


def word(node: Node | None, *names: str) -> str:
    """Return the text that a mapping has under a name, "" without one."""
    return text_of(value(node, *names))


def items(node: Node | None) -> list[Node]:
    """Return the items of a list; another value is the only item, and nothing has none."""
    if isinstance(node, Items):
        return node.items
    return [] if node is None or (isinstance(node, Text) and not node.text and not node.style) else [node]


def words(node: Node | None) -> list[str]:
    """Return the texts of a list, or of the only value."""
    return [each.text for each in items(node) if isinstance(each, Text) and each.text]


def named(node: Node | None) -> dict[str, Node]:
    """Return a mapping by its names; the last of a name counts."""
    if not isinstance(node, Pairs):
        return {}
    found: dict[str, Node] = {}
    for key, each in node.pairs:
        if isinstance(key, Text) and key.text == "<<" and not key.style:
            for merged in items(each):
                found = {**named(merged), **found}
        elif isinstance(key, Text):
            found[key.text] = each
    return found


def lines(node: Node | None) -> dict[str, int]:
    """Return the line of each key of a mapping, by its name."""
    found = node.pairs if isinstance(node, Pairs) else []
    return {key.text: key.line for key, _ in found if isinstance(key, Text)}


def target(node: Node | None) -> str:
    """Return the name of the environment that a job deploys to: ``environment: production``, or a mapping with it."""
    environment = value(node, "environment")
    return text_of(environment) or word(environment, "name")


def values(node: Node | None) -> dict[str, str]:
    """Return the texts of a mapping by their names."""
    return {name: each.text for name, each in named(node).items() if isinstance(each, Text)}


def is_true(node: Node | None) -> bool:
    """Return whether a value is a plain true of YAML."""
    return isinstance(node, Text) and node.text.lower() in ("true", "yes", "on")


def is_false(node: Node | None) -> bool:
    """Return whether a value is a plain false of YAML."""
    return isinstance(node, Text) and node.text.lower() in ("false", "no", "off")


def first_line(node: Node) -> int:
    """Return the line on which the text of a scalar begins: that of a block scalar is below its sign."""
    return node.line + 1 if isinstance(node, Text) and node.style in ("|", ">") else node.line


def filled(
    text: str, known: Mapping[str, Mapping[str, Sequence[str]]], pattern: re.Pattern[str] = EXPRESSION
) -> list[str]:
    """Return a text with the values of its expressions: one text for each combination that its names have.

    ``known`` has the values by what gives them (the first group of the pattern, such as "matrix") and by name (the
    second). An expression without a known value stays.
    """
    done: list[list[str]] = [[]]
    taken: dict[tuple[str, str], list[str]] = {}
    """For each value that the variants differ in: that of each variant."""
    at = 0
    for match in pattern.finditer(text):
        key = match[1], match[2]
        found = known.get(match[1], {}).get(match[2]) or (match[0],)
        if key not in taken and len(found) > 1:
            chosen = found[: max(1, MOST_VARIANTS // len(done))]
            taken = {name: [each for each in column for _ in chosen] for name, column in taken.items()}
            taken[key] = [*chosen] * len(done)
            done = [[*parts] for parts in done for _ in chosen]
        column = taken.get(key) or [found[0]] * len(done)
        for parts, new in zip(done, column, strict=True):
            parts += (text[at : match.start()], new)
        at = match.end()
    return list(dict.fromkeys("".join(parts) + text[at:] for parts in done)) if at else [text]


def steps_of(job: Job, steps: Iterator[Step]) -> None:
    """Put steps into a job, no more than are reasonable.

    Raises:
        Unreadable: it has too many.
    """
    for step in steps:
        if len(job.steps) == MOST_STEPS:
            raise Unreadable("what it includes has too many steps", job.line)
        job.steps.append(step)

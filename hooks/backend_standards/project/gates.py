"""How a project stands with its quality gates: one verdict a part, and the findings. Imported only to judge.

``verdicts`` is what a review of the whole standard asks; ``Gates.findings`` is what the hook prints.
"""

from __future__ import annotations

from backend_standards.core import text as text_of
from backend_standards.project import coverage_gate, gate_files, quality_tools, task_files
from backend_standards.project.tool_tables import Broken, Tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from backend_standards.project.coverage_gate import Folder, Least
    from backend_standards.project.gate_runs import Runs
    from backend_standards.project.gate_settings import Settings
    from backend_standards.project.hook_config import Config
    from backend_standards.readers.marked import Pairs, Unreadable
    from backend_standards.tasks import Project

    Reader: TypeAlias = Callable[[Sequence[str]], Mapping[str, bytes]]

KEPT, MISSING, UNKNOWN, NOT_ASKED = "kept", "missing", "unknown", "not asked"
COVERAGE = "coverage"
PARTS = (COVERAGE, *quality_tools.KINDS)
_LONGEST_LINK = 4096
"""Bytes that the target of a symbolic link has at most."""
_CLUES = (
    *(
        b"standards:",
        b"ignore",
        b"exclude",
        b"[]",
        b"[ ",
        b"[\n",
        b"[\r",
        b"ALL",
        b"include",
        b"disable",
        b"typeChecking",
    ),
    *(b"follow_imports", b"--co", b"--setup", b"--fixtures", b"--help", b"--version", b"norecurse", b"omit", b"source"),
    *(b"files:", b"files =", b"stages"),
)
"""A file of settings without any of these switches nothing off, leaves nothing out, and has no exception."""
_MISSING = {
    "lint": "no linter is configured",
    "types": "no type checker is configured",
    "tests": "there are no tests, and no tool for them is configured",
    "audit": "nothing looks for known vulnerabilities in the dependencies",
    "security": "no static security analysis is configured",
}


class Verdict:
    """How a project stands with one part: kept, missing, unknown or not asked.

    ``path`` and ``line`` are where that was found, ``why`` says it in words: "fail_under = 85".
    """

    __slots__ = ("line", "part", "path", "state", "why")

    def __init__(self, part: str, state: str, path: str = "", line: int = 0, why: str = "") -> None:
        self.part = part
        self.state = state
        self.path = path
        self.line = line
        self.why = why

    def __repr__(self) -> str:
        return f"Verdict({self.part!r}, {self.state!r}, {self.path!r}, {self.line}, {self.why!r})"


class Gates:
    """The quality gates of one root of a repository."""

    def __init__(
        self, paths: Sequence[str], read: Reader, settings: Settings, root: str = "", project: Project | None = None
    ) -> None:
        """Read the settings; ``project`` is what others have read of the same files, if they have."""
        self.settings = settings
        self._project = project
        self._paths = paths
        self._read = read
        self.files = gate_files.found(paths, root)
        self._contents = self._all_contents()
        self.broken: list[tuple[str, Broken | Unreadable, int]] = []
        """The files that cannot be read: why, and the number of their lines."""
        self.tables = [file for path in self.files.read if (file := self._tables(path))]
        self.marked: dict[str, Pairs] = {}
        """Settings in JSON and YAML, by path."""
        self._read_marked()
        self.hooks = [config for path in self.files.hooks if (config := self._hooks(path))]
        self.folders = self._folders()
        self._runs: Runs | None = None
        self._least: tuple[Least | None, list[Least]] | None = None
        self._verdicts: list[Verdict] = []
        self._configured = self._configured_tools()

    # --- what is read -----------------------------------------------------------------------------------

    def _all_contents(self) -> Mapping[str, bytes]:
        """Return the contents of all files; a link to a tracked file has those of its target."""
        import posixpath

        wanted = [*self.files.read, *self.files.hooks, *self.files.codecov, *self.files.audits]
        contents = dict(self._read(wanted))
        for path, data in list(contents.items()):
            if 0 < len(data) < _LONGEST_LINK and not any(
                sign in data for sign in (b"\n", b" ", b"=", b"[", b"{", b":")
            ):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), data.decode("utf-8", "replace")))
                found = self._read([target])
                if target in found:
                    contents[path] = found[target]
                else:
                    del contents[path]  # a link into a submodule leads to nothing that can be read
        return contents

    def _tables(self, path: str) -> Tables | None:
        if path.endswith((".json", ".yaml", ".yml", "Pipfile")) or path not in self._contents:
            return None
        try:
            return Tables(path, self._contents[path])
        except Broken as broken:
            self._break(path, broken)
            return None

    def _break(self, path: str, why: Broken | Unreadable) -> None:
        text = text_of.with_newlines(text_of.decode(self._contents.get(path, b"")))
        self.broken.append((path, why, text.count("\n") + (not text.endswith("\n"))))

    def _read_marked(self) -> None:
        for path in self.files.read:
            if not path.endswith((".json", ".yaml", ".yml")):
                continue
            from backend_standards.readers import json_marks
            from backend_standards.readers.marked import Pairs, Unreadable

            text = text_of.with_newlines(text_of.decode(self._contents.get(path, b"")))
            try:
                if path.endswith(".json"):
                    node = json_marks.value(text)
                else:
                    from backend_standards.readers import yaml_marks

                    node = next(iter(yaml_marks.documents(text)), None)
            except Unreadable as unreadable:
                self._break(path, unreadable)
                continue
            if isinstance(node, Pairs):
                self.marked[path] = node

    def _hooks(self, path: str) -> Config | None:
        from backend_standards.project import hook_config
        from backend_standards.readers.marked import Unreadable

        data = self._contents.get(path, b"")
        try:
            if path.endswith(".toml"):
                return hook_config.of_toml(Tables(path, data))
            return hook_config.of_yaml(path, text_of.with_newlines(text_of.decode(data)))
        except (Broken, Unreadable) as broken:
            self._break(path, broken)
            return None

    def _folders(self) -> dict[str, Folder]:
        """Return what the settings of each folder say of coverage."""
        by_folder: dict[str, dict[str, Tables]] = {}
        for file in self.tables:
            by_folder.setdefault(file.folder, {})[file.name] = file
        return {folder: coverage_gate.Folder(files) for folder, files in by_folder.items()}

    @property
    def runs(self) -> Runs:
        """What CI and the project's own tasks run, read when somebody asks, and once."""
        if self._runs is None:
            from backend_standards.project.gate_runs import Runs
            from backend_standards.tasks import Project

            files = [path for path in self._paths if not path.endswith("/")]
            self._runs = Runs(self._project or Project(files, self._read))
        return self._runs

    # --- what is configured -----------------------------------------------------------------------------

    def _configured_tools(self) -> dict[str, tuple[str, int]]:
        """Return where each kind of check is configured by a file: its path and line."""
        found: dict[str, tuple[str, int]] = {}
        for file in self.tables:
            for kind, line in quality_tools.of_tables(file):
                found.setdefault(kind, (file.path, line))
        for kind, path in self.files.present.items():
            found.setdefault(kind, (path, 0))
        return found

    def _hooked_tools(self) -> dict[str, tuple[str, int]]:
        found: dict[str, tuple[str, int]] = {}
        for config in self.hooks:
            for source in config.sources:
                for hook in source.hooks:
                    for kind in quality_tools.of_hook(hook.id, hook.entry, hook.arguments):
                        found.setdefault(kind, (hook.path, hook.line))
        for path in self.files.audits:
            if quality_tools.updates_python(path, text_of.decode(self._contents.get(path, b""))):
                found.setdefault("audit", (path, 0))
        return found

    @property
    def is_project(self) -> bool:
        """Whether there is Python to check; without any in the tree, settings of two kinds of check tell of some."""
        return self.files.has_code() or (not self.files.python and len(self._configured) > 1)

    # --- verdicts ---------------------------------------------------------------------------------------

    def verdicts(self) -> list[Verdict]:
        """Return the verdict of each part: coverage, lint, types, tests, audit, security."""
        if not self._verdicts:
            hooked = self._hooked_tools()
            self._verdicts = [self._coverage(), *(self._tool(kind, hooked) for kind in quality_tools.KINDS)]
        return self._verdicts

    def _tool(self, kind: str, hooked: Mapping[str, tuple[str, int]]) -> Verdict:
        if not self.settings.asks(kind):
            return Verdict(kind, NOT_ASKED, why="--optional")
        for known in (self._configured, hooked):
            if kind in known:
                return Verdict(kind, KEPT, *known[kind])
        if kind == "tests" and self.files.has_tests():
            return Verdict(kind, KEPT, self.files.has_tests())
        if not self.is_project:
            return Verdict(kind, NOT_ASKED, why="there is no Python to check")
        run = self.runs.find(kind)
        if run:
            return Verdict(kind, KEPT, run.path, run.line, run.said)
        alerts = task_files.asks_dependabot(self._paths, self._read) if kind == "audit" else ""
        if alerts:
            return Verdict(kind, KEPT, alerts, why="asks for the alerts of Dependabot")
        hidden = self._unread() or self.runs.hidden(kind)
        if hidden:
            return Verdict(kind, UNKNOWN, why=hidden)
        return Verdict(kind, MISSING, self._manifest(), why=_MISSING[kind])

    def _unread(self) -> str:
        """Return that there is a file of settings that nobody can read, which may have what is missing, or ""."""
        return f"{self.broken[0][0]} cannot be read" if self.broken else ""

    def _is_measured(self) -> bool:
        """Return whether CI or a task measures the coverage of a tree without Python."""
        if self.files.python:
            return False
        self.runs.by_ci()
        self.runs.by_tasks()
        return bool(self.runs.measures)

    def _manifest(self) -> str:
        """Return the file into which the settings of tools belong."""
        root = self.files.root
        return next(
            (file.path for file in self.tables if file.path == f"{root}pyproject.toml"), f"{root}pyproject.toml"
        )

    def _coverage(self) -> Verdict:
        if not self.settings.asks(COVERAGE):
            return Verdict(COVERAGE, NOT_ASKED, why="--optional")
        least, low = self.least()
        if least and least.value is None:
            return Verdict(COVERAGE, UNKNOWN, least.path, least.line, f"{least.said} has no number")
        if least:
            return Verdict(COVERAGE, KEPT, least.path, least.line, least.said)
        if low:
            return Verdict(COVERAGE, MISSING, low[0].path, low[0].line, f"{low[0].said} is below {self.minimum}")
        measured = next((file.path for each in self.folders.values() if (file := each.measures)), "")
        measured = measured or next(iter(self.files.codecov), "")
        if not (self.is_project or (measured and not self.files.python) or self._is_measured()):
            return Verdict(COVERAGE, NOT_ASKED, why="there is no Python to test")
        hidden = self._unread() or self.runs.hidden(COVERAGE) or self.runs.on_server()
        if hidden:
            return Verdict(COVERAGE, UNKNOWN, why=hidden)
        script = task_files.compares_itself(self._paths, self._read)
        if script:
            return Verdict(COVERAGE, UNKNOWN, script, why="a script, or a variable, may ask for it")
        return Verdict(COVERAGE, MISSING, measured or self._manifest(), why="no least coverage is asked for")

    @property
    def minimum(self) -> str:
        """The least number of percent, as it is said."""
        return f"{self.settings.minimum:g}"

    def least(self) -> tuple[Least | None, list[Least]]:
        """Return a gate that is high enough, or whose number cannot be told; else those that are too low."""
        if self._least is None:
            self._least = self._find_least()
        return self._least

    def _find_least(self) -> tuple[Least | None, list[Least]]:
        mentions = task_files.mention_gates(self._paths, self._read)
        commands = self.runs.gates() if mentions else []
        settings = [*(least for folder in self.folders.values() if (least := folder.least)), *self._of_hooks()]
        good, low = self._sorted(settings)
        if commands and not (good and self.runs.reports_plainly):
            return self._sorted(commands)
        if settings and not low:
            return good, []
        codecov = self._codecov()
        enough = self._sorted(codecov)[0]
        if enough:
            return enough, []
        if low:
            return None, low
        if codecov:
            return None, self._sorted(codecov)[1]
        return self._sorted(self.runs.task_gates() if mentions else [])

    def _of_hooks(self) -> Iterator[Least]:
        """Yield what the commands of hooks ask for."""
        for config in self.hooks:
            for hook in (hook for source in config.sources for hook in source.hooks):
                asked = coverage_gate.asked([*hook.entry, *hook.arguments])
                if asked.option and "tests" in quality_tools.of_hook(hook.id, hook.entry, hook.arguments):
                    yield coverage_gate.Least(asked.least, hook.path, hook.line, asked.option)

    def _sorted(self, found: Sequence[Least]) -> tuple[Least | None, list[Least]]:
        low = [each for each in found if self._is_low(each)]
        return next((each for each in found if not self._is_low(each)), None), low

    def _is_low(self, least: Least) -> bool:
        """Return whether a least coverage is too low, and in a file that is judged."""
        return least.value is not None and least.value < self.settings.minimum and self.settings.refuses(least.path)

    def _codecov(self) -> list[Least]:
        found: list[Least] = []
        for path in self.files.codecov:
            from backend_standards.readers.marked import Unreadable

            text = text_of.with_newlines(text_of.decode(self._contents.get(path, b"")))
            try:
                found += coverage_gate.of_codecov(path, text)
            except Unreadable as unreadable:
                self._break(path, unreadable)
        return found

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the text of each file that is judged, for the ignores in it."""
        for path, data in self._contents.items():
            if b"standards:" in data and self.settings.refuses(path):
                yield path, text_of.decode(data)

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to tell: a literal search rules out what the verdicts do not say."""
        is_kept = all(verdict.state != MISSING for verdict in self.verdicts())
        if not is_kept or self.broken or self.marked:
            return False
        if any(source.moves for config in self.hooks for source in config.sources):
            return False
        return not any(clue in data for data in self._contents.values() for clue in _CLUES)

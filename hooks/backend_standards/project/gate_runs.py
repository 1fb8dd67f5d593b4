"""What CI and the project's own tasks run that has to do with quality gates: checks, and the least coverage.

CI is followed to the commands that really run (``project/ci.py``), and so are a Makefile's targets. Of other files of
tasks only the words are read, which is enough to see that somebody uses a tool.
"""

from __future__ import annotations

import re

from backend_standards.project import coverage_gate, quality_tools, task_files
from backend_standards.project.coverage_gate import Least
from backend_standards.tasks import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.project.ci import Hidden, Ran

_TABLES = {
    "pyproject.toml": ("poe", "hatch", "pdm", "taskipy", "pixi", "rye", "tox", "uv-run", "invoke", "nox"),
    "pipfile": ("scripts",),
    "tox.ini": ("testenv",),
}
"""Files with more than tasks, in lower case, and the first words of their tables of tasks, after ``tool``."""
_LARGEST = 300_000
"""Bytes of a file of tasks that is read for its words."""
_MOST_TARGETS = 300
_WORD = re.compile(r"[A-Za-z0-9_][\w.-]*")
_NOT_RUN = ("install", "echo ", "add ", "pip ", "requires", "dependencies", "http", "apt", "brew")
"""What a line has that names a tool and does not run it."""
_UNDER = re.compile(r"--(?:cov-)?fail-under[\"',=\s]{1,4}([\d.]{1,8})")
GATED = frozenset("pytest py.test coverage slipcover".split())
"""Programs whose ``--fail-under`` is about coverage. That of pylint is not, and diff-cover judges a part."""
_REPORTS = frozenset("report html xml json lcov".split())
"""Commands of coverage.py that fail below the least coverage."""
_OTHER_GATES = {"nosetests": "--cover-min-percentage", "green": "--minimum-coverage"}
_HIDES_SCANS = frozenset(
    "security scan scans scanning sast audit dependency dependencies vulnerability vulnerabilities snyk trivy codeql "
    "sonar sonarqube sonarcloud bandit semgrep compliance python".split()
)
"""Words of what is not here that say that it may look for vulnerabilities."""
_ON_SERVERS = {
    "sonar": "Sonar's quality gate is kept on its server",
    "coveralls": "the least coverage of Coveralls is kept on its server",
    "codacy": "Codacy's gate is kept on its server",
    "codeclimate": "the gate of Code Climate is kept on its server",
    "qlty": "the gate of Qlty is kept on its server",
}
_COVERAGE_WORDS = ("cover", "cobertura", "buildqualitychecks")
_INPUT_WORDS = ("threshold", "minimum", "min_", "min-", "fail-under", "fail_under", "failunder")


class Run:
    """A command or action that is run: the kinds of check that it does, its place, and what leads to it."""

    __slots__ = ("kinds", "line", "path", "said")

    def __init__(self, kinds: set[str], path: str, line: int, said: str) -> None:
        self.kinds = kinds
        self.path = path
        self.line = line
        self.said = said


class Runs:
    """Everything that is run. Each part is read when somebody asks for it, and once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._done: dict[str, list[Run]] = {}
        self._least: dict[str, list[Least]] = {"ci": [], "tasks": []}
        self._hidden: dict[str, str] = {}
        self.measures: str = ""
        """The file in which coverage is measured, "" if nothing does."""
        self.reports_plainly = False
        """Whether CI runs a command for which the settings say how much coverage is enough."""
        self._on_server = ""

    # --- what is run ------------------------------------------------------------------------------------

    def by_ci(self) -> list[Run]:
        """Return what CI runs."""
        if "ci" not in self._done:
            self._done["ci"] = list(self._of_ci())
        return self._done["ci"]

    def by_tasks(self) -> list[Run]:
        """Return what the project's own tasks run."""
        if "tasks" not in self._done:
            self._done["tasks"] = [*self._of_make(), *self._of_words()]
        return self._done["tasks"]

    def find(self, kind: str) -> Run | None:
        """Return a run of one kind of check, or None."""
        for runs in (self.by_ci, self.by_tasks):
            for run in runs():
                if kind in run.kinds:
                    return run
        return None

    def hidden(self, kind: str) -> str:
        """Return why nobody can tell whether CI does a kind of check, or ""."""
        self.by_ci()
        return self._hidden.get(kind, "")

    def on_server(self) -> str:
        """Return why the least coverage may be kept where no tree shows it, or ""."""
        self.by_ci()
        self.by_tasks()
        return self._on_server

    def gates(self) -> list[Least]:
        """Return what the commands of CI ask for; of a project without CI, what its tasks ask for."""
        self.by_ci()
        from backend_standards.readers import ci_files

        if not self._least["ci"] and not ci_files.files(self._project.paths):
            return self.task_gates()
        return self._least["ci"]

    def task_gates(self) -> list[Least]:
        """Return what the project's own tasks ask for."""
        self.by_tasks()
        return self._least["tasks"]

    # --- CI ---------------------------------------------------------------------------------------------

    def _of_ci(self) -> Iterator[Run]:
        from backend_standards.project import ci

        everything = ci.everything(self._project)
        for ran in everything.commands:
            found = self._of_ran(ran)
            if found:
                yield found
        for hidden in everything.hidden:
            for kind in _behind(hidden):
                self._hidden.setdefault(kind, f"{hidden.path}:{hidden.line}: {hidden.why}")
        for path, _ in everything.unreadable:
            for kind in (*quality_tools.KINDS, "coverage"):
                self._hidden.setdefault(kind, f"{path} cannot be read")

    def _of_ran(self, ran: Ran) -> Run | None:
        place = ran.path, ran.line
        if ran.words:
            self._gate_of(ran.words, *place, "ci", is_kept=ran.can_fail)
            kinds = quality_tools.of_words(ran.words)
        else:
            kinds = quality_tools.of_action(ran.uses) | quality_tools.of_gitlab_template(ran.uses)
            self._gate_of_action(ran)
        self._look_elsewhere(ran.uses or ran.words[0])
        said = " → ".join((*ran.trail, " ".join(ran.words) or ran.uses))
        return Run(kinds, *place, said) if kinds else None

    def _look_elsewhere(self, name: str) -> None:
        lowered = name.lower()
        for word, why in _ON_SERVERS.items():
            if word in lowered:
                self._on_server = self._on_server or why

    def _gate_of(self, words: Sequence[str], path: str, line: int, whose: str, *, is_kept: bool = True) -> None:
        program = words[0].rpartition("/")[2]
        option = _OTHER_GATES.get(program)
        if program not in GATED and not option:
            return
        asked = coverage_gate.asked(words[1:])
        if asked.has_cov or program == "coverage":
            self.measures = self.measures or path
        is_report = asked.has_cov or (program == "coverage" and not _REPORTS.isdisjoint(words[1:2]))
        if whose == "ci" and is_report and not asked.option and is_kept:
            self.reports_plainly = True
        if option:
            value = _value_of(option, words)
            if value and is_kept:
                self._least[whose].append(Least(coverage_gate.number(value), path, line, f"{option}={value}"))
        elif asked.option and is_kept:
            self._least[whose].append(Least(asked.least, path, line, f"{program} {asked.option}"))

    def _gate_of_action(self, ran: Ran) -> None:
        lowered = ran.uses.lower()
        if not any(word in lowered for word in _COVERAGE_WORDS):
            return
        for name, text in ran.inputs.items():
            if any(word in name.lower() for word in _INPUT_WORDS):
                value = coverage_gate.number(text)
                value = value * 100 if value is not None and 0 < value <= 1 else value
                self._least["ci"].append(Least(value, ran.path, ran.line, f"{name} of {ran.uses.partition('@')[0]}"))

    # --- tasks ------------------------------------------------------------------------------------------

    def _of_make(self) -> Iterator[Run]:
        from backend_standards.project import following
        from backend_standards.tasks import make

        for path in task_files.makefiles(self._project.paths):
            folder = path.rpartition("/")[0]
            targets = [target for rule in make.read(self._project, path).rules for target in rule.targets]
            plain = [
                name
                for name in dict.fromkeys(targets)
                if not name.startswith(".") and not set(name) & set("%$ ;&|<>()")
            ]
            for target in plain[:_MOST_TARGETS]:
                text = f"make -- {target}" if target.startswith("-") else f"make {target}"
                for each in following.follow(text, path, 1, folder, self._project):
                    if isinstance(each, following.Command):
                        self._look_elsewhere(each.words[0])
                        self._gate_of(each.words, each.path, each.line, "tasks", is_kept=each.can_fail)
                        kinds = quality_tools.of_words(each.words)
                        if kinds:
                            yield Run(kinds, each.path, each.line, " → ".join((*each.trail, " ".join(each.words))))

    def _of_words(self) -> Iterator[Run]:
        for path, data in self._project.read(task_files.tasks(self._project.paths)).items():
            if len(data) > _LARGEST:
                continue
            name = path.rpartition("/")[2].lower()
            is_of_tasks = name not in _TABLES
            for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
                stripped = line.strip()
                if stripped.startswith("["):
                    is_of_tasks = _is_of_tasks(name, stripped)
                if not (is_of_tasks and stripped) or stripped.startswith(("#", "//", "[")):
                    continue
                if any(word in line for word in _NOT_RUN):
                    continue
                for match in _UNDER.finditer(line):
                    self._least["tasks"].append(Least(coverage_gate.number(match[1]), path, number, match[0]))
                kinds = {kind for word in _WORD.findall(line) for kind in quality_tools.of_words([word])}
                if kinds:
                    yield Run(kinds, path, number, path.rpartition("/")[2])


def _value_of(option: str, words: Sequence[str]) -> str:
    """Return the value of an option: what follows its equals sign, or the next word."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, equals, value = word.partition("=")
        if name == option:
            return value if equals else following
    return ""


def _is_of_tasks(name: str, header: str) -> bool:
    """Return whether the table that begins with a header holds tasks, in a file of a name."""
    if name not in _TABLES:
        return True
    words = [word for word in _WORD.findall(header.replace(".", " ").replace(":", " ")) if word != "tool"]
    return bool(words) and words[0] in _TABLES[name]


def _behind(hidden: Hidden) -> set[str]:
    """Return the kinds of check that may be in something that is not here."""
    from backend_standards.project import ci_actions, ci_checks

    known = ci_checks.hidden_kinds(hidden)
    found: set[str] = {kind for kind in ("lint", "types", "tests") if kind in known}
    words = set(re.findall(r"[a-z0-9]+", f"{hidden.name} {' '.join(hidden.trail)} {hidden.workflow.path}".lower()))
    if known == ci_actions.ALL or not _HIDES_SCANS.isdisjoint(words):
        found |= {"audit", "security"}
    return found | ({"coverage"} if "tests" in found else set())

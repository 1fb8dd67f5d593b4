"""The least coverage that is asked for: by the settings of a folder, by the words of a command, by Codecov.

Sources: the documentation of coverage.py 7 (where it looks for its settings), of pytest 9 (the same) and of
pytest-cov 7; Codecov's "codecov.yml reference".
"""

from __future__ import annotations

from backend_standards.project import gate_files
from backend_standards.project.tool_tables import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backend_standards.project.tool_tables import Tables
    from backend_standards.readers.marked import Node

_COVERAGE_SECTIONS = ("run", "report", "paths", "html", "xml", "json", "lcov", "annotate", "combine")
_COVDEFAULTS = "covdefaults"
"""A plugin of coverage.py that sets ``fail_under`` to 100."""
_OFF = ("off", "false", "no", "n")


class Least:
    """The least coverage that something asks for, in percent; None for one that cannot be told, such as a variable's.

    ``said`` is how it is written: "fail_under = 60".
    """

    __slots__ = ("line", "path", "said", "value")

    def __init__(self, value: float | None, path: str, line: int, said: str) -> None:
        self.value = value
        self.path = path
        self.line = line
        self.said = said


class Asked:
    """What the words of a command, or of pytest's ``addopts``, say of coverage."""

    __slots__ = ("config", "has_cov", "is_off", "least", "option", "sources")

    def __init__(self) -> None:
        self.least: float | None = None
        self.option = ""
        """The option that asks for the least coverage, as it is written, "" if none does."""
        self.has_cov = False
        """Whether pytest-cov measures: without ``--cov`` it does nothing."""
        self.is_off = False
        self.config = ""
        """The file of settings that is named."""
        self.sources: list[str] = []


def asked(given: Sequence[str]) -> Asked:
    """Return what the words of a command say; of an option that is repeated, the last counts."""
    found = Asked()
    for at, word in enumerate(given):
        option, equals, value = word.partition("=")
        if not option.startswith("--"):
            continue
        following = given[at + 1] if not equals and at + 1 < len(given) else ""
        if option in ("--cov-fail-under", "--fail-under"):
            found.option = f"{option}={value or following}"
            found.least = number(value or following)
        elif option in ("--cov", "--cov-reset"):
            found.has_cov = option == "--cov"
            source = value or ("" if following.startswith("-") else following)
            found.sources = [*found.sources, source] if found.has_cov else []
        elif option == "--no-cov":
            found.is_off = True
        elif option in ("--cov-config", "--rcfile"):
            found.config = value or following
    return found


def number(value: object) -> float | None:
    """Return a number of percent; None for what is none, such as a variable, or a number that nobody means."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value) if abs(value) < 1e9 else None
    text = value.strip().removesuffix("%").strip() if isinstance(value, str) else ""
    is_plain = bool(text) and len(text) < 20 and text.isascii() and text.replace(".", "", 1).isdecimal()
    return float(text) if is_plain else None


# --- the settings of a folder -----------------------------------------------------------------------


class Folder:
    """What the files of one folder say of coverage; ``files`` has them by name."""

    __slots__ = ("_files", "addopts", "coverage", "pytest")

    def __init__(self, files: Mapping[str, Tables], named: str = "") -> None:
        self._files = files
        self.pytest = pytest_settings(files)
        self.addopts = asked(addopts(self.pytest[1] if self.pytest else {}))
        self.coverage = coverage_settings(files, self.addopts.config or named)

    @property
    def least(self) -> Least | None:
        """The least coverage that the folder asks for; None if it asks for none."""
        if self.pytest and self.addopts.option and not self.addopts.is_off:
            file, _, keys = self.pytest
            line = _line_with(file, self.addopts.option.partition("=")[0], file.line(*keys, "addopts"))
            return Least(self.addopts.least, file.path, line, self.addopts.option)
        if self.coverage:
            file, keys_of = self.coverage
            report = file.table(*keys_of("report"))
            if "fail_under" in report:
                value = report["fail_under"]
                line = file.line(*keys_of("report"), "fail_under")
                return Least(number(value), file.path, line, f"fail_under = {value}")
            plugins, path, line = self.setting("run", "plugins")
            if _COVDEFAULTS in plugins:
                return Least(100.0, path, line, f"plugins = {_COVDEFAULTS}")
        return None

    @property
    def measures(self) -> Tables | None:
        """The file that says that coverage is measured; None if none does."""
        if self.pytest and self.addopts.has_cov:
            return self.pytest[0]
        return self.coverage[0] if self.coverage else None

    def setting(self, section: str, key: str) -> tuple[list[str], str, int]:
        """Return a list of coverage.py's settings, with the file and line that it is in."""
        if not self.coverage:
            return [], "", 0
        file, keys = self.coverage
        value = file.table(*keys(section)).get(key)
        return words(value), file.path, file.line(*keys(section), key)


def pytest_settings(files: Mapping[str, Tables]) -> tuple[Tables, Mapping[str, object], tuple[str, ...]] | None:
    """Return the file in which pytest finds its settings, the settings, and the keys of their table."""
    for name in gate_files.PYTEST:
        file = files.get(name)
        if not file:
            continue
        if name == "pyproject.toml":
            tool = file.table("tool", "pytest")
            if tool:
                keys = ("tool", "pytest", "ini_options") if "ini_options" in tool else ("tool", "pytest")
                return file, file.table(*keys), keys
        elif name == "setup.cfg":
            if file.has("tool:pytest"):
                return file, file.table("tool:pytest"), ("tool:pytest",)
        elif name != "tox.ini" or file.has("pytest"):
            return file, file.table("pytest"), ("pytest",)
    return None


def addopts(settings: Mapping[str, object]) -> list[str]:
    """Return the words of pytest's ``addopts``."""
    value = settings.get("addopts")
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str)]
    lines = value.split("\n") if isinstance(value, str) else []
    text = "\n".join(line.partition(" #")[0] for line in lines if not line.lstrip().startswith("#"))
    if not text:
        return []
    from backend_standards.readers.words import split

    try:
        return split(text)
    except ValueError:
        return text.split()


def coverage_settings(files: Mapping[str, Tables], named: str = "") -> tuple[Tables, _Keys] | None:
    """Return the file in which coverage.py finds its settings, and how the keys of a section there are made.

    ``named`` is the file that a command names. A file that is coverage.py's own counts even if it is empty.
    """
    for name in (named or gate_files.COVERAGE[0], *gate_files.COVERAGE[1:]):
        file = files.get(name)
        if not file:
            continue
        is_own = name in (named, *gate_files.COVERAGE[:2])
        keys = _Keys(file, is_own=is_own)
        if is_own or any(file.table(*keys(section)) for section in _COVERAGE_SECTIONS):
            return file, keys
    return None


class _Keys:
    """Makes the keys of a section of coverage.py's in a file, of which its own have no prefix, or one."""

    def __init__(self, file: Tables, *, is_own: bool) -> None:
        self._file = file
        self._is_own = is_own

    def __call__(self, section: str) -> tuple[str, ...]:
        if self._file.is_toml:
            keys: tuple[str, ...] = ("tool", "coverage", section)
            return (section,) if self._is_own and not self._file.has(*keys) else keys
        name = f"coverage:{section}"
        return (section,) if self._is_own and not self._file.has(name) else (name,)


def _line_with(file: Tables, word: str, start: int) -> int:
    """Return the first line from ``start`` on that has a word, or ``start``."""
    lines = file.text.split("\n")
    return next((at + 1 for at in range(max(start - 1, 0), len(lines)) if word in lines[at]), start)


# --- Codecov ----------------------------------------------------------------------------------------


def of_codecov(path: str, text: str) -> Iterator[Least]:
    """Yield the targets of a project that a ``codecov.yml`` sets as numbers.

    Raises:
        Unreadable: it is no YAML.
    """
    from backend_standards.readers import yaml_marks
    from backend_standards.readers.marked import Pairs, Text

    for document in yaml_marks.documents(text):
        status = _below(document, "coverage", "status")
        project = status.get("project") if isinstance(status, Pairs) else None
        statuses: list[Node] = [project] if project else []
        if isinstance(project, Pairs):
            statuses += project.below()
        for management in ("flag_management", "component_management"):
            found = _below(document, management, "default_rules", "statuses")
            statuses += found.below() if found else ()
        default = _below(document, "coverage", "status", "default_rules")
        informs = isinstance(default, Pairs) and _is(default.get("informational"), "true", "yes")
        for each in statuses:
            if not isinstance(each, Pairs) or informs or _is(each.get("informational"), "true", "yes"):
                continue
            if _is(each.get("enabled"), *_OFF) or not _is(each.get("type"), "", "project"):
                continue
            target = each.get("target")
            if isinstance(target, Text) and target.text.strip().lower() != "auto":
                yield Least(number(target.text), path, target.line, f"target: {target.text}")


def _below(node: Node | None, *keys: str) -> Node | None:
    from backend_standards.readers.marked import Pairs

    for key in keys:
        node = node.get(key) if isinstance(node, Pairs) else None
    return node


def _is(node: Node | None, *texts: str) -> bool:
    """Return whether a value is one of some words; without a value, whether "" is one of them."""
    from backend_standards.readers.marked import Text

    return (node.text.lower() if isinstance(node, Text) else "") in texts

"""Which files hold a project's own tasks, by their names. Runs on every tracked path, and imports little."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeAlias

    Reader: TypeAlias = Callable[[Sequence[str]], Mapping[str, bytes]]

_TASK_NAMES = frozenset(
    "justfile .justfile noxfile.py toxfile.py tox.toml tox.ini tasks.py dodo.py duties.py taskfile.yml taskfile.yaml "
    "package.json pyproject.toml pipfile hatch.toml mise.toml .mise.toml pixi.toml poe_tasks.toml".split()
)
"""Files of tasks that are read for their words, in lower case."""
_MAKEFILES = ("makefile", "gnumakefile")
_SCRIPTS = (".sh", ".bash", ".mk", ".just")
_SCRIPT_FOLDERS = frozenset("script scripts bin ci .ci tools dev hack build".split())
_FEW_FOLDERS = 3
"""Folders between the top and a script that may belong to the project's daily work."""
_MOST_FILES = 200
_READS = (b"percent_covered", b"line-rate", b"line_rate", b"--format=total", b"--format total")
"""What a script reads out of the results of coverage.py."""
_ALERTS = (b"dependabot.listAlerts", b"dependabot/alerts")
"""Calls of GitHub's API for the alerts of Dependabot."""
_ADDED = b"PYTEST_ADDOPTS"
"""The variable that adds options to pytest."""
_ACTIONS = ".github/actions/"
_GATES = (b"fail-under", b"fail_under", b"hreshold", b"inimum", b"min-percentage", b"min_")
"""Words of a command or action that asks for a least coverage."""
_SETTINGS = (".toml", ".ini")
_SETTING = b"fail_under"
"""The setting of coverage.py. Commands ask with a hyphen, so in a file of settings it is not about a task."""


def makefiles(paths: Iterable[str]) -> list[str]:
    """Return the makefiles among some paths."""
    return [path for path in paths if path.rpartition("/")[2].lower() in _MAKEFILES][:_MOST_FILES]


def tasks(paths: Iterable[str]) -> list[str]:
    """Return the other files of tasks."""
    found = []
    for path in paths:
        folder, _, name = path.lower().rpartition("/")
        folders = folder.split("/") if folder else []
        is_script = name.endswith(_SCRIPTS) or ("." not in name and not _SCRIPT_FOLDERS.isdisjoint(folders[-1:]))
        is_image = name.startswith("dockerfile") or name.endswith(".dockerfile")
        if name in _TASK_NAMES or is_image or (is_script and len(folders) <= _FEW_FOLDERS):
            found.append(path)
    return found[:_MOST_FILES]


def mention_gates(paths: Sequence[str], read: Reader) -> bool:
    """Return whether CI or a task may ask for a least coverage: a literal search over their files."""
    return any(
        word in data
        for path, data in _of_all(paths, read).items()
        for word in _GATES
        if not (word == _SETTING and path.lower().endswith(_SETTINGS))
    )


def compares_itself(paths: Sequence[str], read: Reader) -> str:
    """Return the file of CI or of tasks that may ask for a least coverage in a way that nobody can tell, or ""."""
    contents = _of_all(paths, read)
    for path, data in contents.items():
        if any(word in data for word in _READS) or (_ADDED in data and b"fail-under" in data):
            return path
    return ""


def asks_dependabot(paths: Sequence[str], read: Reader) -> str:
    """Return the file of CI or of tasks that asks GitHub for Dependabot's alerts, which are on there, or ""."""
    contents = _of_all(paths, read)
    return next((path for path, data in contents.items() if any(word in data for word in _ALERTS)), "")


def _of_all(paths: Sequence[str], read: Reader) -> Mapping[str, bytes]:
    from backend_standards.readers import ci_files

    names = [*ci_files.files(paths), *makefiles(paths), *tasks(paths)]
    names += [path for path in paths if path.startswith(_ACTIONS) or path.endswith(_SCRIPTS)]
    return read(list(dict.fromkeys(names)))

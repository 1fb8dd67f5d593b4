"""Debug modes in files of lines: a Procfile, units of systemd, supervisor, uWSGI, and logging in INI files.

Sources: Heroku's Procfile format; systemd.exec(5), systemd.service(5); the configurations of supervisor and uWSGI;
Python's logging.config, "Configuration file format".
"""

from __future__ import annotations

from backend_standards.infrastructure import debug_words
from backend_standards.infrastructure.debug_hits import ABOVE, NOWHERE, Hit
from backend_standards.infrastructure.debug_places import says_elsewhere
from backend_standards.infrastructure.debug_words import COMMAND, LEVEL, MODE, ROOT
from backend_standards.readers import ini
from backend_standards.readers import words as shell_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_COMMENTS = ("#", ";")
_PROGRAMS = ("program:", "eventlistener:", "fcgi-program:")
"""Beginnings of the sections of supervisor that start something."""
_ROOT = "logger_root"
_HANDLER = "handler_"


def judge(path: str, text: str) -> Iterator[Hit]:
    """Yield what a file switches on."""
    name = path.lower().rpartition("/")[2]
    if name.startswith("procfile"):
        return _of_procfile(text)
    if name.endswith(".service"):
        return _of_unit(text)
    return _of_sections(ini.sections(text))


def _of_procfile(text: str) -> Iterator[Hit]:
    for number, line in enumerate(text.split("\n"), 1):
        process, sign, command = line.partition(":")
        if sign and process.replace("-", "a").replace("_", "a").isalnum() and not says_elsewhere(process):
            told = debug_words.of_command(command)
            if told:
                yield Hit(COMMAND, f"the process {process} has {told}", number, comment=NOWHERE)


def _of_unit(text: str) -> Iterator[Hit]:
    """Yield what a unit of systemd sets, which may say ``Environment=`` several times."""
    for line, name, value in _settings(text):
        if name == "environment":
            yield from _of_environment(value, line)
        elif name == "execstart":
            yield from _of_command(value, line)


def _settings(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, name and value of each setting of a unit; a backslash joins a line to the next."""
    start, parts = 0, [""]
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if stripped.startswith(_COMMENTS):
            continue
        start = start or number
        parts.append(stripped.removesuffix("\\"))
        if not stripped.endswith("\\"):
            name, _, value = " ".join(parts).partition("=")
            yield start, name.strip().lower(), value
            start, parts = 0, []


def _of_sections(sections: Mapping[str, ini.Section]) -> Iterator[Hit]:
    """Yield what the programs of supervisor and the loggers of an INI file set."""
    yield from _of_logging(sections)
    for section in sections.values():
        if section.name == "supervisord":
            level = section.get("loglevel")
            if level and debug_words.is_debug(level.value):
                yield Hit(LEVEL, "loglevel is DEBUG", level.line, comment=ABOVE)
        elif section.name == "uwsgi":
            yield from _of_uwsgi(section)
            continue
        elif not section.name.startswith(_PROGRAMS) or says_elsewhere(section.name):
            continue
        environment, command = section.get("environment"), section.get("command")
        if environment:
            yield from _of_environment(environment.value, environment.line)
        if command:
            yield from _of_command(command.value, command.line)


def _of_uwsgi(section: ini.Section) -> Iterator[Hit]:
    """Yield the reloader of a uWSGI server, and the last of its variables."""
    environment, reload = section.get("env"), section.get("py-autoreload", "py-auto-reload")
    if environment:
        yield from _of_environment(environment.value, environment.line)
    if reload and reload.value not in ("0", "false"):
        yield Hit(MODE, f"{reload.name} is on", reload.line, comment=ABOVE)


def _of_environment(value: str, line: int) -> Iterator[Hit]:
    """Yield what assignments set: words for systemd, parted by commas for supervisor."""
    try:
        given = shell_words.split(value)
    except ValueError:
        given = value.split()
    for each in (part for word in given for part in word.split(",")):
        name, _, known = each.partition("=")
        kind, said = debug_words.of_variable(name.strip(), known.strip("\"'"))
        if kind:
            yield Hit(kind, said, line, comment=ABOVE)


def _of_command(value: str, line: int) -> Iterator[Hit]:
    told = debug_words.of_command(value)
    if told:
        yield Hit(COMMAND, f"the command has {told}", line, comment=ABOVE)


def _of_logging(sections: Mapping[str, ini.Section]) -> Iterator[Hit]:
    """Yield the level of the root logger, unless each of its handlers is above DEBUG."""
    root = sections.get(_ROOT)
    level = root.get("level") if root else None
    if root is None or level is None or not _lets_through(level.value):
        return
    handlers = root.get("handlers")
    names = [each.strip() for each in handlers.value.split(",") if each.strip()] if handlers else []
    sought = [sections.get(f"{_HANDLER}{each}") for each in names]
    levels = [section.get("level") if section else None for section in sought]
    if levels and all(each and not _lets_through(each.value) for each in levels):
        return
    yield Hit(ROOT, f"the root logger has the level {level.value.upper()}", level.line, comment=ABOVE)


def _lets_through(level: str) -> bool:
    return level.upper() in ("DEBUG", "NOTSET")

"""Which variables, options and commands switch a debug mode on, whatever format they are written in.

Sources: the documentation of Flask, Django, uvicorn, gunicorn, Celery and AWS Lambda Powertools; "Lambda advanced
logging controls".
"""

from __future__ import annotations

import itertools

from backend_standards.code.words import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL, MODE, COMMAND, WIRE, ROOT = "level", "mode", "command", "wire", "root"
"""What a place sets: a level, a debug mode, an option of a command, a log of statements, the root logger."""
LONGEST_NAME = 80
"""Characters of a name that is read, and printed."""
_LONGEST_COMMAND = 20_000
_DEEPEST = 3
"""Commands of shells within each other."""
_LEVELS = frozenset(("debug", "trace", "10"))
"""DEBUG and TRACE, and the number of DEBUG. A lower number is a level in none of the libraries, and may be a count."""
_LOGS = frozenset("log logs logger logging loguru logger".split())
_LEVEL_WORDS = frozenset("level lvl verbosity".split())
_JOINED = ("loglevel", "loggerlevel", "logginglevel", "loglvl")
_ON = frozenset("true 1 yes on y t enabled".split())
_OFF = frozenset("false 0 no off n f".split())
_FLAG_ENDS = frozenset(("mode", "enabled", "enable", "on"))
_NEGATIONS = frozenset("no not non never disable disabled skip without hide suppress silence pin".split())
_FLAGS = frozenset(("pythonasynciodebug", "pythondevmode", "flaskdebug", "djangodebug", "appdebug"))
_RELOADS = frozenset("uvicorn_reload flask_run_reload granian_reload gunicorn_reload hypercorn_reload".split())
_MODES = frozenset(("flask_env", "quart_env"))
_ECHO = (("sqlalchemy", "echo"), ("db", "echo"), ("database", "echo"), ("sql", "echo"))
_ARGUMENTS = ("gunicorn_cmd_args", "celery_args", "celeryd_opts", "uvicorn_args", "gunicorn_args", "gunicorn_opts")
_OPTIONS = frozenset(
    "--debug --debugger --debug-mode --reload --auto-reload --autoreload --use-reloader --use-debugger "
    "--with-debugger".split()
)
_LEVEL_OPTIONS = frozenset(("--logging", "--log"))
_DEBUGGERS = frozenset(("debugpy", "ptvsd", "pydevd"))
_SHELLS = ("sh", "bash", "ash", "dash", "zsh")
_CONDITIONS = frozenset("if case [ [[ test elif".split())


def of_variable(name: str, value: str) -> tuple[str, str]:
    """Return what a variable of an environment switches on, and what to say of it; "" for nothing."""
    if not 0 < len(name) <= LONGEST_NAME or not name.replace("_", "a").replace("-", "a").replace(".", "a").isalnum():
        return "", ""
    value, is_default = literal(value)
    said = _of_variable(name, value.strip().lower())
    return said[0], f"{said[1]} unless it is set" if is_default and said[1] else said[1]


def _of_variable(name: str, value: str) -> tuple[str, str]:
    parts = words(name)
    if is_level(name):
        return (LEVEL, f"{name} is DEBUG") if is_debug(value) else ("", "")
    lower = name.lower().replace("-", "_")
    if lower in _MODES:
        return (MODE, f"{name} is development") if value in ("development", "dev", "debug") else ("", "")
    if lower in _ARGUMENTS:
        told = of_command(value)
        return (COMMAND, f"{name} has {told}") if told else ("", "")
    if value not in _ON or not _NEGATIONS.isdisjoint(parts):
        return "", ""
    if lower in _RELOADS or is_flag(name):
        return MODE, f"{name} is on"
    return (WIRE, f"{name} writes each statement with its values") if tuple(parts[-2:]) in _ECHO else ("", "")


def is_level(name: str) -> bool:
    """Return whether a name is that of a level of logs: ``LOG_LEVEL``, ``applicationLogLevel``, ``DJANGO_LOGLEVEL``."""
    parts = words(name[:LONGEST_NAME])
    return any(part.endswith(_JOINED) for part in parts) or any(
        part in _LOGS and following in _LEVEL_WORDS for part, following in itertools.pairwise(parts)
    )


def is_flag(name: str) -> bool:
    """Return whether a name is that of a debug mode: ``DEBUG``, ``FLASK_DEBUG``, ``APP_DEBUG_MODE``."""
    parts = words(name[:LONGEST_NAME])
    if parts and parts[-1] in _FLAG_ENDS:
        parts = parts[:-1]
    return bool(parts) and (parts[-1] == "debug" or name.lower() in _FLAGS)


def is_debug(value: str) -> bool:
    """Return whether a text is the level DEBUG, or one below: ``debug``, ``TRACE``, ``10``."""
    return value.strip().lower().removeprefix("logging.") in _LEVELS


def literal(value: str) -> tuple[str, bool]:
    """Return what a text stands for if nothing is set: the default of ``${LEVEL:-debug}``, ``${env:LEVEL, 'debug'}``.

    The second is whether it is such a default. A text with other templates stays as it is.
    """
    value = value.strip()
    if not (value.startswith("${") and value.endswith("}")) or value.count("${") > 1:
        return value, False
    inner = value[2:-1]
    name, sign, default = inner.partition(":-")
    if not sign:
        name, sign, default = inner.rpartition(",")
        if not sign:
            name, sign, default = inner.partition("-")
    if sign and name.replace("_", "a").replace(":", "a").replace(".", "a").replace(" ", "").isalnum():
        return default.strip().strip("'\""), True
    return value, False


def of_command(command: str | Sequence[str], depth: int = 0) -> str:
    """Return the option or variable of a command that switches a debug mode on; "" for none.

    What a shell decides (``if``, ``test``) is unknown.
    """
    given = split(command) if isinstance(command, str) else list(command)
    if not _CONDITIONS.isdisjoint(given):
        return ""
    program = ""
    for at, word in enumerate(given):
        following = given[at + 1].strip(";").lower() if at + 1 < len(given) else ""
        if word in ("-c", "-lc", "-ec") and depth < _DEEPEST and program in _SHELLS and at + 1 < len(given):
            return of_command(given[at + 1], depth + 1)
        name = word.rpartition("/")[2]
        program = program or name
        told = _of_word(word.strip(";&"), following, name, given)
        if told:
            return told
    return ""


def _of_word(word: str, following: str, name: str, given: Sequence[str]) -> str:
    option, equals, value = word.partition("=")
    if not option.startswith("-"):
        if equals:
            told = of_variable(option, value)[0]
            return f"{option}={value.lower()}" if told and value.isalnum() else option if told else ""
        if name == "fastapi" and following == "dev":
            return "fastapi dev"
        return name if name in _DEBUGGERS or name.startswith("debugpy") else ""
    option = option.replace("_", "-").lower()
    value = value.strip("'\"").lower() if equals else following
    if option in _OPTIONS:
        return "" if value in _OFF else option
    if option in _LEVEL_OPTIONS or (option.startswith("--") and is_level(option)):
        return f"{option} {value}" if is_debug(value) and not value.isdigit() else ""
    if option == "-l" and is_debug(value) and any(each.rpartition("/")[2] == "celery" for each in given):
        return f"-l {value}"
    return ""


def split(text: str) -> list[str]:
    """Return the words of a command line; of one with a quote that is not closed, what is between spaces."""
    text = text[:_LONGEST_COMMAND]
    from backend_standards.readers import words as shell_words  # which imports re

    try:
        return shell_words.split(text)
    except ValueError:
        return text.split()

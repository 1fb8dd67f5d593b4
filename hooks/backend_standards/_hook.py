"""A hook's options, from the command line and from ``pyproject.toml``.

The manifest's default is ``args: ["--"]``: every further argument is a file, and nothing here runs but
one look into ``pyproject.toml``. argparse is not used: it costs a commit two thirds of a bare
interpreter start, and it takes a tracked file called ``--help`` for an option.
"""

from __future__ import annotations

import gc
import os
import sys

from backend_standards.core import CLEAN, Stopped
from backend_standards.core.output import is_collecting, show, stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PYPROJECT = "pyproject.toml"
FILES = "FILE..."
"""The operands of a hook that judges the files that it is given."""
_TABLE = b"backend-standards"  # however the head is written: with blanks, in quotes, as a dotted key


class Option:
    """One option of a hook: a flag, or (with ``metavar``) a list that grows with each use.

    ``single`` is for one value: the last use wins, and ``pyproject.toml`` takes a text or a number.
    ``tightens`` marks one that makes the hook refuse more: such a word is obeyed even where a file has its name.
    """

    __slots__ = ("metavar", "name", "purpose", "single", "tightens")

    def __init__(
        self, name: str, purpose: str, metavar: str = "", *, single: bool = False, tightens: bool = False
    ) -> None:
        self.name = name
        self.purpose = purpose
        self.metavar = metavar
        self.single = single
        self.tightens = tightens


REPORTING = (
    Option("format", "text, json, github, sarif, gitlab or junit", "NAME", single=True),
    Option("output", "write the report to a file, beside the text on the terminal", "FILE", single=True),
    Option("baseline", "hide the findings that a file records", "FILE", single=True),
    Option("update-baseline", "record the findings of this run in it"),
    Option("baseline-secrets", "let it record, and hide, secrets too"),
)
"""Options of every hook."""
_SHARED_KEYS = ("baseline", "baseline-secrets")  # of [tool.backend-standards] itself


class Options:
    """The values that hold for one run: the command line's, else the configuration's, else none."""

    __slots__ = ("_values", "configured", "files", "wants")

    def __init__(self) -> None:
        self.files: list[str] = []
        self.wants = ""
        """``help`` or ``version`` when the command line asks for that, else empty."""
        self.configured: frozenset[str] = frozenset()
        """The options that the configuration sets, and the command line does not."""
        self._values: dict[str, list[str] | bool] = {}

    @property
    def is_reporting(self) -> bool:
        """Whether more is asked for than text: another format, a file, a baseline."""
        return bool(self._values) and any(option.name in self._values for option in REPORTING)

    def texts(self, name: str) -> list[str]:
        """Return the values of a list option, in the order in which they were given."""
        value = self._values.get(name)
        return value if isinstance(value, list) else []

    def words(self, name: str) -> list[str]:
        """Return the values of a list option that are parted by commas, too."""
        parts = [part.strip() for text in self.texts(name) for part in text.split(",")]
        return [part for part in parts if part]

    def text(self, name: str) -> str:
        """Return the value of a single option, or ""."""
        return (self.texts(name) or [""])[-1]

    def flag(self, name: str) -> bool:
        """Return whether a flag is set."""
        return self._values.get(name) is True


def read(hook: str, known: Sequence[Option], argv: Sequence[str]) -> Options:
    """Return the options for one run of a hook.

    What follows ``--`` is a file. Without a ``--``, a word that begins with ``-`` but exists is a file too, for a
    tracked file must never be able to switch a hook off, nor an option off: a word that makes the hook refuse more is
    then both. Options of the command line replace the same ones in ``[tool.backend-standards.<hook>]``.

    Raises:
        Stopped: an unknown option, a missing or superfluous value, or a broken configuration.
    """
    options = Options()
    if argv[:1] == ["--"]:
        options.files = list(argv[1:])
    else:
        _read_arguments(options, {option.name: option for option in (*known, *REPORTING)}, argv)
    if os.sep != "/":
        options.files = [path.replace(os.sep, "/") for path in options.files]
    if not options.wants:
        values = _read_pyproject(hook, known)
        options.configured = frozenset(values).difference(options._values)
        options._values = {**values, **options._values}
    return options


def run(
    hook: str,
    doc: str | None,
    known: Sequence[Option],
    judge: Callable[[Options], int],
    argv: Sequence[str] | None,
    operands: str = "",
) -> int:
    """Read a hook's options and judge; return its exit code: 0 clean, 1 findings, 2 the check could not run.

    ``argv`` is the process's own where it is None; ``doc`` and ``operands`` are for ``--help``.
    """
    collects = gc.isenabled()
    gc.disable()  # a short run leaves little in cycles, and the search for it takes a tenth of the time
    try:
        options = read(hook, known, sys.argv[1:] if argv is None else argv)
        if options.wants:
            show(answer(options.wants, hook, doc, known, operands))
            return CLEAN
        if is_collecting() or not (options.is_reporting or os.environ.get("GITHUB_ACTIONS") == "true"):
            return judge(options)
        from backend_standards.reporting import report

        return report.run(hook, options, judge, options.files if operands == FILES else None)
    except Stopped as stopped:
        return stop(hook, stopped)
    except Exception as error:  # noqa: BLE001 - a fault of the hook's own is neither a pass nor a finding
        return stop(hook, fault(error))
    finally:
        if collects:
            gc.enable()


def fault(error: Exception) -> Stopped:
    """Return what to say of a fault in the project itself: where it is, but not its text, which may hold a secret."""
    from backend_standards import __version__

    places = []
    trace = error.__traceback__
    while trace:
        places.append(f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}")
        trace = trace.tb_next
    kind = type(error).__name__
    return Stopped(f"{kind} at {' > '.join(places[-5:])}: a fault of backend-standards {__version__}; please report it")


def answer(
    wants: str, hook: str, doc: str | None, known: Sequence[Option], operands: str = "", command: str = ""
) -> str:
    """Return what ``--help`` or ``--version`` prints; ``doc`` is the hook's docstring."""
    from backend_standards import __version__

    if wants == "version":
        return f"{hook} {__version__}\n"
    rows = [(f"--{each.name} {each.metavar}".rstrip(), each.purpose) for each in (*known, *REPORTING)]
    rows += [("--help", "print this text"), ("--version", "print the version")]
    width = max(len(name) for name, _ in rows) + 2
    lines = [f"  {name:<{width}}{text}\n" for name, text in rows]
    own, shared = "".join(lines[: len(known)]), "".join(lines[len(known) :])
    return (
        f"usage: {hook}{command and ' '}{command} [OPTION...] [--] {operands}".rstrip()
        + f"\n\n{(doc or '').strip()}\n\n"
        + (f"options:\n{own}\n" if own else "")
        + f"options of every hook:\n{shared}\n"
        f"An option with a value may be repeated. [tool.backend-standards.{hook}] in pyproject.toml takes the same\n"
        "options, [tool.backend-standards] those about the baseline; the command line wins.\n"
        "Exit code: 0 clean, 1 findings, 2 the check could not run.\n"
    )


def _read_arguments(options: Options, known: dict[str, Option], argv: Sequence[str]) -> None:
    # Before a "--" stand the user's own words alone, unless that is a file's name too.
    may_be_file = "--" not in argv or os.path.lexists("--")
    rest = iter(argv)
    for argument in rest:
        name, equals, value = argument[2:].partition("=")
        option = known.get(name) if argument.startswith("--") else None
        if argument == "--":
            files = list(rest)
            if os.path.lexists("--") and "--" not in files:  # which of the two it is cannot be told
                files.append("--")
            options.files += files
            continue
        if not argument.startswith("-") or argument == "-" or (may_be_file and os.path.lexists(argument)):
            options.files.append(argument)
            if not (option and option.tightens and (equals or not option.metavar)):
                continue
        if argument in ("--help", "--version"):
            options.wants = argument[2:]
            continue
        if option is None:
            raise Stopped(f"unknown option {argument.partition('=')[0]}{nearest('--' + name, known, '--')}")
        if option.metavar:
            value = value if equals else next(rest, "")
            if not value or (value == "--" and not equals):
                raise Stopped(f"option --{name} needs a value: write --{name}={option.metavar}")
            options._values[name] = [*options.texts(name), value]
        elif equals:
            raise Stopped(f"option --{name} takes no value: write --{name}")
        else:
            options._values[name] = True


def _read_pyproject(hook: str, known: Sequence[Option]) -> dict[str, list[str] | bool]:
    """Return the hook's own table, checked key by key; no table, no tomllib."""
    try:
        with open(PYPROJECT, "rb") as stream:
            data = stream.read()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Stopped(f"{PYPROJECT}: cannot be read: {error.strerror}") from error
    return _check_table(data, hook, known) if _TABLE in data and b"tool" in data else {}


def _check_table(data: bytes, hook: str, known: Sequence[Option]) -> dict[str, list[str] | bool]:
    import tomllib

    try:
        tool = tomllib.loads(data.decode("utf-8")).get("tool")
    except UnicodeDecodeError as error:
        raise Stopped(f"{PYPROJECT}: byte {error.start} is not UTF-8, as TOML demands") from error
    except (ValueError, RecursionError) as error:
        raise Stopped(f"{PYPROJECT}: is not valid TOML: {error}") from error
    tables = tool.get("backend-standards", {}) if isinstance(tool, dict) else {}
    if not isinstance(tables, dict):
        raise Stopped(f"{PYPROJECT}: [tool.backend-standards] must be a table")
    hooks = hook_ids()
    for table in tables:
        if table not in hooks and table not in _SHARED_KEYS:
            where = f"{PYPROJECT}: [tool.backend-standards.{table}]"
            raise Stopped(f"{where} names no hook of this collection{nearest(table, [*hooks, *_SHARED_KEYS])}")
    where = f"{PYPROJECT}: [tool.backend-standards]"
    shared = {name: tables[name] for name in _SHARED_KEYS if name in tables}
    values = tables.get(hook, {})
    if not isinstance(values, dict):
        raise Stopped(f"{PYPROJECT}: [tool.backend-standards.{hook}] must be a table")
    return {
        **_checked(shared, where, {option.name: option for option in REPORTING}),
        **_checked(values, f"{PYPROJECT}: [tool.backend-standards.{hook}]", {option.name: option for option in known}),
    }


def _checked(values: dict[str, object], where: str, options: dict[str, Option]) -> dict[str, list[str] | bool]:
    """Return the values of a table, each of the type that its option takes."""
    checked: dict[str, list[str] | bool] = {}
    for name, value in values.items():
        option = options.get(name)
        if option is None:
            raise Stopped(f"{where} has the unknown key {name!r}{nearest(name, options)}")
        if not option.metavar:
            if not isinstance(value, bool):
                raise Stopped(f"{where} {name} must be true or false")
            checked[name] = value
        elif option.single:
            if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
                raise Stopped(f'{where} {name} must be a text or a number: {name} = "{option.metavar}"')
            checked[name] = [str(value)]
        elif not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            raise Stopped(f'{where} {name} must be a list of texts: {name} = ["{option.metavar}"]')
        else:
            checked[name] = value
    return checked


def hook_ids() -> list[str]:
    """Return the ids of all hooks of the collection: the names of the package's public modules."""
    names = sorted(os.listdir(os.path.dirname(__file__)))
    return [name[:-3].replace("_", "-") for name in names if name.endswith(".py") and not name.startswith("_")]


def nearest(name: str, known: Iterable[str], prefix: str = "", *, otherwise: str = "") -> str:
    """Return "; did you mean X?" for the nearest known name; where none is near, ``otherwise`` or the list of all."""
    import difflib

    names = [prefix + each for each in known]
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return otherwise or f"; known are {', '.join(names) or 'none'}"


def of_pyproject(data: bytes, hook: str, known: Sequence[Option]) -> Options:
    """Return the options that the bytes of some ``pyproject.toml`` set for a hook.

    Raises:
        Stopped: a broken configuration.
    """
    options = Options()
    if _TABLE in data and b"tool" in data:
        options._values = _check_table(data, hook, known)
    return options

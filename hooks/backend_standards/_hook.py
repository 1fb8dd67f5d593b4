"""One run of one hook: reads the options, has the hook judge, and hands what it found to the report.

The manifest's default is ``args: ["--"]``: every further argument is a file, and nothing here runs but one look into
``pyproject.toml``. A hook that finds nothing imports nothing more.
"""

from __future__ import annotations

import gc
import os
import sys

from backend_standards.core import CLEAN, FILES, PYPROJECT, RUNNER, STOPPED, Options, Outcome, Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backend_standards.core import Option

_TABLE = b"backend-standards"
"""In every ``pyproject.toml`` with a table of ours, however its name is written: with spaces, in quotes, dotted."""
_MISSPELT = (b"[tool.backend", b"[tool.Backend", b"-standard", b"_standard")
"""In nearly every ``pyproject.toml`` with a misspelt table of ours, and in few others."""


def run(
    hook: str,
    doc: str | None,
    known: Sequence[Option],
    judge: Callable[[Options], Outcome],
    argv: Sequence[str] | None,
    operands: str = "",
) -> int:
    """Read a hook's options, have it judge, and report; return 0 clean, 1 findings, 2 the check could not run.

    ``argv`` is the process's own if it is None; ``doc`` and ``operands`` are for ``--help``.
    """
    collects = gc.isenabled()
    gc.disable()  # a short run leaves little in cycles, and the search for it takes a tenth of the time
    try:
        argv = sys.argv[1:] if argv is None else argv
        options = read(hook, known, argv)
        if options.wants:
            from backend_standards.core import arguments, output

            output.show(arguments.answer(options.wants, hook, doc, known, operands))
            return CLEAN
        is_run = bool(os.environ.get(RUNNER))
        if not argv and operands == FILES and not is_run:
            raise Stopped(f"no file is given: write {hook} FILE..., or run backend-standards check for all of them")
        others = _others(hook, options) if operands == FILES and is_run else ()
        outcome = judged(hook, judge, options)
        if others and outcome.findings:
            from backend_standards.core import unseen

            outcome.said += unseen.told(others, [finding.path for finding in outcome.findings])
        outcome.arguments = options.arguments
        if operands == FILES:
            outcome.files = options.files
        is_quiet = not (outcome.code or outcome.said)
        if is_quiet and not options.is_reporting and os.environ.get("GITHUB_ACTIONS") != "true":
            return CLEAN
        from backend_standards.reporting.report import Report

        return Report(options).finish([outcome])
    except Stopped as stopped:
        return stop(hook, stopped)
    finally:
        if collects:
            gc.enable()


def _others(hook: str, options: Options) -> Sequence[str]:
    """Give a hook the files of the run that are not on the disk, which no runner gives; return them."""
    from backend_standards.core import unseen

    found = unseen.files(hook, options.files)
    options.files += found
    return found


def judged(hook: str, judge: Callable[[Options], Outcome], options: Options) -> Outcome:
    """Return what a run of a hook comes to, a run that ends in an exception too."""
    try:
        return judge(options)
    except Stopped as stopped:
        return Outcome(hook, stopped=str(stopped))
    except Exception as error:  # noqa: BLE001 - a fault of the hook's own is neither a pass nor a finding
        return Outcome(hook, stopped=str(fault(error)))


def read(hook: str, known: Sequence[Option], argv: Sequence[str], config: str = "") -> Options:
    """Return the options for one run of a hook.

    What follows ``--`` is a file. Options of the command line replace those of ``pyproject.toml``, or of ``config``,
    which is what ``--config`` would name.

    Raises:
        Stopped: an unknown option, a missing or superfluous value, or a broken configuration.
    """
    options = Options()
    if argv[:1] == ["--"]:
        options.files = list(argv[1:])
    elif argv:
        from backend_standards.core import arguments

        arguments.read(options, known, argv)
    if os.sep != "/":
        options.files = [path.replace(os.sep, "/") for path in options.files]
    if not options.wants:
        options.arguments = frozenset(options.values)
        options.values = {**_configured(hook, options.text("config") or config), **options.values}
    return options


def _configured(hook: str, named: str) -> dict[str, list[str] | bool]:
    """Return what ``pyproject.toml`` of the current folder sets for a hook; without a table of ours, no tomllib.

    ``named`` is what the option --config names in its place, or "".
    """
    if named:
        from backend_standards.core import named_configuration

        return named_configuration.of_hook(named, hook)
    if not os.path.lexists(PYPROJECT):
        return {}
    from backend_standards.core import disk

    data = disk.settings(PYPROJECT) or b""
    if b"tool" not in data or not (_TABLE in data or any(part in data for part in _MISSPELT)):
        return {}
    from backend_standards.core import configuration

    if _TABLE not in data:
        configuration.refuse_misspelt(data)
        return {}
    return configuration.of_hook(data, hook)


def stop(hook: str, stopped: Stopped) -> int:
    """Print why a check could not run to standard error; return exit code 2."""
    from backend_standards.core import output

    output.note(f"{hook}: error: {output.printable(str(stopped))}\n")
    return STOPPED


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

"""The command line of a hook. Imported only where it has more than ``--`` and files.

argparse is not used: it costs a commit two thirds of a bare interpreter start, and it takes a tracked file called
``--help`` for an option.
"""

from __future__ import annotations

import os

from backend_standards.core import OF_EVERY_HOOK, Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backend_standards.core import Option, Options

WANTS = {"-h": "help", "--help": "help", "-V": "version", "--version": "version"}


def read(options: Options, known: Sequence[Option], argv: Sequence[str]) -> None:
    """Put the words of a command line into ``options``.

    Without a ``--``, a word that begins with ``-`` but exists is a file too: a tracked file must never be able to
    switch a hook off. A word that makes the hook refuse more is then both.

    Raises:
        Stopped: an unknown option, or a missing or superfluous value.
    """
    names = {name: option for option in (*known, *OF_EVERY_HOOK) for name in (option.name, *option.also)}
    # Before a "--" there are only the user's own words, unless a file has that name too.
    may_be_file = "--" not in argv or os.path.lexists("--")
    rest = iter(argv)
    for argument in rest:
        if argument == "--":
            files = list(rest)
            if os.path.lexists("--") and "--" not in files:  # it cannot be told which of the two is meant
                files.append("--")
            options.files += files
            continue
        name, equals, value = argument[2:].partition("=")
        option = names.get(name) if argument.startswith("--") else None
        if not argument.startswith("-") or argument == "-" or (may_be_file and os.path.lexists(argument)):
            options.files.append(argument)
            if not (option and option.tightens and (equals or not option.metavar)):
                continue
        if argument in WANTS:
            options.wants = WANTS[argument]
            continue
        if option is None:
            raise Stopped(f"unknown option {argument.partition('=')[0]}{nearest('--' + name, names, '--')}")
        if option.metavar:
            value = value if equals else next(rest, "")
            if not value or (value == "--" and not equals):
                raise Stopped(f"option --{name} needs a value: write --{name}={option.metavar}")
            options.values[option.name] = [*options.texts(option.name), value]
        elif equals:
            raise Stopped(f"option --{name} takes no value: write --{name}")
        else:
            options.values[option.name] = True


def answer(
    wants: str, hook: str, doc: str | None, known: Sequence[Option], operands: str = "", command: str = ""
) -> str:
    """Return what ``--help`` or ``--version`` prints; ``doc`` is the hook's docstring."""
    from backend_standards import __version__

    if wants == "version":
        return f"{hook} {__version__}\n"
    rows = [_row(option) for option in (*known, *OF_EVERY_HOOK)]
    rows += [("-h, --help", "print this text"), ("-V, --version", "print the version")]
    width = max(len(name) for name, _ in rows) + 2
    lines = [f"  {name:<{width}}{text}\n" for name, text in rows]
    own, shared = "".join(lines[: len(known)]), "".join(lines[len(known) :])
    return (
        f"usage: {hook}{command and ' '}{command} [OPTION...] [--] {operands}".rstrip()
        + f"\n\n{(doc or '').strip()}\n\n"
        + (f"options:\n{own}\n" if own else "")
        + f"options of every hook:\n{shared}\n"
        f"An option with a value may be repeated. pyproject.toml takes the same options, in the table\n"
        f"[{_table(hook)}]; the command line wins.\n"
        "Exit code: 0 clean, 1 findings, 2 the check could not run.\n"
    )


def _row(option: Option) -> tuple[str, str]:
    names = ", ".join(f"--{name}" for name in (option.name, *option.also))
    return f"{names} {option.metavar}".rstrip(), option.purpose


def _table(hook: str) -> str:
    return "tool.backend-standards" + ("" if hook == "backend-standards" else f".{hook}")


def nearest(name: str, known: Iterable[str], prefix: str = "", *, otherwise: str = "") -> str:
    """Return "; did you mean X?" for the nearest known name; if none is near, ``otherwise`` or the list of all."""
    import difflib

    names = [prefix + each for each in known]
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return otherwise or f"; known are {', '.join(names) or 'none'}"

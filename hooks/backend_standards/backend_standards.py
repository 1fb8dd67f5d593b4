"""Run every hook that judges files or the tree, in one process.

The command `backend-standards`: `check` runs the hooks, `review` goes through the standard, `init` writes
what is missing, `audit` reads the history, `explain` tells what a rule is for.
Source: the standard as a whole; each hook names its own part.
"""

from __future__ import annotations

import os
import sys

from backend_standards import _hook
from backend_standards.core import CLEAN, RUNNER, STOPPED, Option, Outcome, Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backend_standards.core import Options
    from backend_standards.reporting.report import Report

HOOK = "backend-standards"
OPTIONS = (
    Option("hook", "run only this hook; may be repeated, and takes commas", "ID"),
    Option("skip", "leave this hook out; may be repeated, and takes commas", "ID"),
    Option("exclude", "give no hook these files, or HOOK:PATTERN that hook; as in .gitignore", "PATTERN"),
    Option("jobs", "use this many processes; the default is one a core, on many files", "N", single=True),
)
_USAGE = """\
usage: backend-standards check [OPTION...] [--] [PATH...]   run the hooks over the tracked files, or some of them
       backend-standards audit [OPTION...] [PATH]           find AWS keys, private keys and env files in the history
       backend-standards init [OPTION...]                   bring a repository to the standard: the plan, or the files
       backend-standards review [OPTION...] [FOLDER]        how a repository stands, line by line of the standard
       backend-standards explain [RULE|HOOK...]             what a rule is for, its fix and exceptions; all rules
       backend-standards help [COMMAND]
       backend-standards --version

Each of check, audit, init and review takes --help, which lists its options.
"""
COMMANDS = ("check", "audit", "init", "review", "explain", "help")
_MANY = 2000
"""Files from which on more processes gain more than they cost."""
_INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return 0 clean, 1 findings, 2 stopped."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _dispatch(words)
    except Stopped as stopped:
        return _hook.stop(HOOK, stopped)
    except Exception as error:  # noqa: BLE001 - as in _hook.judged
        return _hook.stop(HOOK, _hook.fault(error))
    except KeyboardInterrupt:
        from backend_standards.core.output import note

        note(f"{HOOK}: interrupted\n")
        return _INTERRUPTED


def _dispatch(words: Sequence[str]) -> int:
    from backend_standards.core import arguments

    command = words[0] if words else ""
    rest = list(words[1:])
    if command == "help" and rest:
        command, rest = rest[0], ["--help"]
    if command == "check":
        return _check(rest)
    if command in COMMANDS and rest and arguments.WANTS.get(rest[0]) == "version":
        command = rest[0]
    if command == "audit":
        from backend_standards.audit import command as audit

        return audit.main(rest)
    if command == "init":
        from backend_standards.init import command as init

        return init.main(rest)
    if command == "review":
        from backend_standards.review import command as review

        return review.main(rest)
    if command == "explain":
        from backend_standards.command import explain

        return explain.main(rest)
    from backend_standards.core import output

    if not command:
        output.note(_USAGE)
        return STOPPED
    wanted = arguments.WANTS.get(command, "help" if command == "help" else "")
    if not wanted:
        raise Stopped(f"there is no command {command!r}{arguments.nearest(command, COMMANDS)}")
    output.show(_USAGE if wanted == "help" else arguments.answer(wanted, HOOK, __doc__, OPTIONS))
    return CLEAN


def _check(words: Sequence[str]) -> int:
    """Run the hooks over the tracked files, those below the given paths, or, after a ``--``, just the given files."""
    from backend_standards.command import installed, selection
    from backend_standards.core import git, output

    options = _hook.read(HOOK, OPTIONS, words)
    if options.wants:
        from backend_standards.core import arguments

        output.show(arguments.answer(options.wants, HOOK, __doc__, OPTIONS, "[PATH...]", "check"))
        return CLEAN
    _refuse_doubtful(words, options.files)
    hooks = selection.hooks(options.words("hook"), options.words("skip"))
    jobs = _jobs(options.text("jobs"))
    is_plain = not options.is_reporting and os.environ.get("GITHUB_ACTIONS") != "true"
    report = None if is_plain else _report(options)
    with git.kept():
        others = _others(options) if "--" in words else []
        files = [*options.files, *others] if "--" in words else selection.below(options.files)
        selector = selection.Selector(files, options.texts("exclude"))
        chosen = {hook: selector.files(hook) for hook in hooks}
        outcomes = _run(chosen, jobs, options.text("config"), many=len(files) >= _MANY)
    if others:
        from backend_standards.core import unseen

        outcomes[-1].said += unseen.told(others, [found.path for outcome in outcomes for found in outcome.findings])
    if report is None and any(outcome.code for outcome in outcomes):
        report = _report(options)
    code = report.finish(outcomes) if report else CLEAN
    left_out = _left_out(len(selector.excluded), len(set(options.words("skip"))), outcomes)
    output.note(f"{HOOK}: {_summary(outcomes, selector.kept)}{left_out}\n{installed.advice()}")
    return code


def _others(options: Options) -> list[str]:
    """Return, under a runner, the files of the run that are not on the disk, which it does not give."""
    if not os.environ.get(RUNNER):
        return []
    from backend_standards.core import unseen

    return unseen.files(HOOK, options.files)


def _refuse_doubtful(words: Sequence[str], files: Sequence[str]) -> None:
    """Stop if all files that are named have the names of options, because the checkout has such files.

    Otherwise whoever adds such a file could have only that file judged, in place of all.
    """
    if files and "--" not in words and all(each.startswith("-") for each in files):
        raise Stopped(f"{files[0]}: is an option and the name of a file; rename the file, or write ./{files[0]} for it")


def _summary(outcomes: Sequence[Outcome], files: int) -> str:
    """Return how much was found and judged; a hook that stopped did not run."""
    from backend_standards.core.output import counted

    found = sum(len(outcome.findings) + outcome.more for outcome in outcomes)
    stopped = sum(bool(outcome.stopped) for outcome in outcomes)
    words = f"{counted(found, 'finding')}; {counted(len(outcomes) - stopped, 'hook')}, {counted(files, 'file')}"
    return words + (f"; {counted(stopped, 'hook')} could not run" if stopped else "")


def _left_out(files: int, hooks: int, outcomes: Sequence[Outcome]) -> str:
    """Return what the configuration left out, or "": a run that judged next to nothing must not look clean."""
    from backend_standards.core.output import counted

    hidden = sum(outcome.hidden for outcome in outcomes)
    parts = [
        f"{counted(number, noun)} {why}"
        for number, noun, why in (
            (files, "file", "excluded"),
            (hooks, "hook", "skipped"),
            (hidden, "finding", "in the baseline"),
        )
        if number
    ]
    return f"; left out: {', '.join(parts)}" if parts else ""


def _report(options: Options) -> Report:
    from backend_standards.reporting.report import Report

    return Report(options)


def _jobs(words: str) -> int:
    if not words:
        return 0
    if not words.isdecimal() or not 0 < int(words) <= 1000:
        raise Stopped(f"option --jobs={words}: give a number of processes, such as --jobs=4")
    return int(words)


def _run(chosen: Mapping[str, Sequence[str] | None], jobs: int, config: str, *, many: bool) -> list[Outcome]:
    """Return what each hook comes to, in the hooks' order.

    ``jobs`` is the number of processes, 0 for one a core if there are ``many`` files, otherwise one.
    """
    from backend_standards.command import selection

    if jobs == 1 or not (jobs or many):
        outcomes = selection.run(chosen, config)
    else:
        from backend_standards.command import parallel

        outcomes = parallel.run(chosen, jobs, config)
    selection.tell_unused_ignores(outcomes)
    found = {outcome.hook: outcome for outcome in outcomes}
    return [found.get(hook) or _without_files(hook) for hook in chosen]


def _without_files(hook: str) -> Outcome:
    outcome = Outcome(hook)
    outcome.files = []
    return outcome


if __name__ == "__main__":
    raise SystemExit(main())

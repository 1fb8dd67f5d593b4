"""Run every hook that judges files or the tree, in one process.

The command `backend-standards`: `check` runs the hooks, `audit` reads the history, `explain` tells what a rule is for.
Source: the standard as a whole; each hook names its own part.
"""

from __future__ import annotations

import os
import sys

from backend_standards import _hook
from backend_standards._hook import Option
from backend_standards.command import selection
from backend_standards.core import CLEAN, STOPPED, Outcome, Stopped
from backend_standards.core.output import collect, counted, note, show, stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backend_standards.reporting.report import Reporting

HOOK = "backend-standards"
OPTIONS = (
    Option("hook", "run this hook alone; may be repeated, and take commas", "ID"),
    Option("skip", "leave this hook out; may be repeated, and take commas", "ID"),
    Option("exclude", "give no hook these files, or HOOK:PATTERN that hook; as in .gitignore", "PATTERN"),
    Option("jobs", "use as many processes; the default is a core each, on many files", "N", single=True),
)
_USAGE = """\
usage: backend-standards check [OPTION...] [--] [PATH...]   run the hooks over the tracked files, or some of them
       backend-standards audit [OPTION...] [PATH]           what the history holds of AWS keys and env files
       backend-standards explain [RULE|HOOK]                what a rule is for, its fix, its exceptions; all rules
       backend-standards --version

backend-standards check --help, and audit --help, tell the options.
"""
_MANY = 2000  # files; from here on more processes gain more than they cost
_INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return 0 clean, 1 findings, 2 stopped."""
    words = list(sys.argv[1:] if argv is None else argv)
    command = words[0] if words else ""
    try:
        if command == "check":
            return _check(words[1:])
        if command == "audit":
            from backend_standards.audit import command as audit_command

            return audit_command.main(words[1:])
        if command == "explain":
            from backend_standards.command import explain

            return explain.main(words[1:])
        if command == "--version":
            from backend_standards import __version__

            show(f"{HOOK} {__version__}\n")
            return CLEAN
        if command in ("--help", "-h"):
            show(_USAGE)
            return CLEAN
        if not command:
            note(_USAGE)
            return STOPPED
        raise Stopped(f"there is no command {command!r}{_hook.nearest(command, ['check', 'audit', 'explain'])}")
    except Stopped as stopped:
        return stop(HOOK, stopped)
    except Exception as error:  # noqa: BLE001 - as in _hook.run
        return stop(HOOK, _hook.fault(error))
    except KeyboardInterrupt:
        note(f"{HOOK}: interrupted\n")
        return _INTERRUPTED


def _check(words: Sequence[str]) -> int:
    """Run the hooks over the tracked files, those below the given paths, or, behind a ``--``, just the given files."""
    options = _hook.read(HOOK, OPTIONS, words)
    if options.wants:
        show(_hook.answer(options.wants, HOOK, __doc__, OPTIONS, "[PATH...]", "check"))
        return CLEAN
    hooks = selection.hooks(options.words("hook"), options.words("skip"))
    jobs = _jobs(options.text("jobs"))
    is_plain = not options.is_reporting and os.environ.get("GITHUB_ACTIONS") != "true"
    reporting = None if is_plain else _reporting(options)
    files = options.files if "--" in words else selection.below(options.files)
    selector = selection.Selector(files, options.texts("exclude"))
    outcomes = run({hook: selector.files(hook) for hook in hooks}, jobs, many=len(files) >= _MANY)
    if reporting is None and any(outcome.code for outcome in outcomes):
        reporting = _reporting(options)
    code = reporting.finish(outcomes) if reporting else CLEAN
    findings = sum(len(outcome.findings) + outcome.more for outcome in outcomes)
    note(f"{HOOK}: {counted(findings, 'finding')}; {counted(len(hooks), 'hook')}, {counted(len(files), 'file')}\n")
    return code


def _reporting(options: _hook.Options) -> Reporting:
    from backend_standards.reporting.report import Reporting

    return Reporting(options)


def _jobs(words: str) -> int:
    if not words:
        return 0
    if not words.isdecimal() or not 0 < int(words) <= 1000:
        raise Stopped(f"option --jobs={words}: give a number of processes, such as --jobs=4")
    return int(words)


def run(chosen: Mapping[str, Sequence[str] | None], jobs: int = 0, *, many: bool = False) -> list[Outcome]:
    """Return what each hook comes to on its files, or on the repository where they are None, in the hooks' order.

    ``jobs`` is the number of processes, 0 for one each core where there are ``many`` files, else one.
    """
    if jobs == 1 or not (jobs or many):
        from backend_standards.core import git

        git.keep_index(keep=True)
        try:
            outcomes = [judged((hook, given)) for hook, given in chosen.items() if given != []]
        finally:
            git.keep_index(keep=False)
    else:
        from backend_standards.command import parallel

        outcomes = parallel.run(chosen, jobs)
    found = {outcome.hook: outcome for outcome in outcomes}
    return [found.get(hook) or Outcome(hook, []) for hook in chosen]


def judged(task: tuple[str, Sequence[str] | None]) -> Outcome:
    """Return what a hook comes to on files, or on the repository where they are None."""
    import importlib

    hook, files = task
    module = importlib.import_module(f"backend_standards.{hook.replace('-', '_')}")
    outcome = collect(hook, lambda: module.main(["--", *(files or ())]), files)
    if outcome.findings:
        from backend_standards.core.remedies import in_pyproject

        for finding in outcome.findings:
            finding.exception = in_pyproject(finding.exception, hook)
            finding.fix = in_pyproject(finding.fix, hook)
    return outcome


if __name__ == "__main__":
    raise SystemExit(main())

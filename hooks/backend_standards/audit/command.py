"""Find the AWS keys, private keys and env files in a repository's history, each with its first commit.

The audit reads every blob that a branch, a tag, a note or a stash reaches, each once. It changes nothing.
"""

from __future__ import annotations

import os

from backend_standards._hook import stop
from backend_standards.audit import repository
from backend_standards.audit.ending import ended_in_order
from backend_standards.audit.members import COMPLETE, text
from backend_standards.audit.repository import Settings
from backend_standards.core import Stopped, disk, pool, writing
from backend_standards.core.output import note, printable, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from backend_standards.audit.members import Report

COMMAND = "backend-standards audit"
FORMATS = ("table", "json", "sarif", "html")
INTERRUPTED = 130  # as in shells: 128 and the number of SIGINT


def main(argv: Sequence[str]) -> int:
    """Run the audit; return 0 (clean), 1 (secrets found), 2 (something could not be read) or 130 (Ctrl-C)."""
    options = _parser().parse_args(argv)
    try:
        _check(options)
        with ended_in_order():
            reports = _reports(options)
            return _deliver(reports, options)
    except Stopped as stopped:
        return stop(COMMAND, stopped)
    except OSError as error:  # a full disk, or no process: the exit code 1 of a traceback would mean secrets
        return stop(COMMAND, Stopped(f"the audit is not complete: {error}"))
    except KeyboardInterrupt:
        more = f"; run the same command again to continue ({options.output}.partial)" if options.repo_list else ""
        stop(COMMAND, Stopped(f"interrupted{more if options.output else ''}"))
        return INTERRUPTED


def _parser() -> ArgumentParser:
    """Return the parser. The import of argparse is slow, but no commit waits for an audit."""
    import argparse

    parser = argparse.ArgumentParser(
        prog=COMMAND,
        description=(__doc__ or "").partition("\n")[0],
        epilog="Exit code: 0 clean, 1 secrets found, 2 something could not be read, for instance in a shallow clone.",
    )
    add = parser.add_argument
    add("path", nargs="?", default=".", help="the repository, bare or not (default: the current folder)")
    add("--format", choices=FORMATS, default="table", help="the format of the report (default: table)")
    add("--output", metavar="FILE", default="", help="write the report to this file, and the table to the terminal")
    add("--no-exceptions", action="store_true", help="also show secrets that comments or HEAD's pyproject.toml allow")
    add("--jobs", type=int, default=pool.cores(), metavar="N", help="the number of processes (default: one per core)")
    add("--repo-list", metavar="FILE", help="audit the repositories in this file: one path or clone URL per line")
    add("--clone-dir", metavar="DIR", default="", help="keep the clones in this folder, and update them the next time")
    add("--scheduler", metavar="ADDRESS", default="", help="audit the list on a Dask cluster")
    add("--merge", metavar="FILE", nargs="+", help="merge JSON reports; read no repository")
    return parser


def _check(options: Namespace) -> None:
    if options.jobs < 1:
        raise Stopped(f"option --jobs={options.jobs}: the audit needs at least one process")
    if options.merge and options.repo_list:
        raise Stopped("--merge and --repo-list exclude each other: give one of them")
    if (options.repo_list or options.merge) and options.path != ".":
        raise Stopped(f"{options.path}: give either a repository or --repo-list or --merge, not two of them")
    for name in ("clone_dir", "scheduler"):
        if getattr(options, name) and not options.repo_list:
            raise Stopped(f"--{name.replace('_', '-')} works only together with --repo-list")
    folder = os.path.dirname(options.output)
    if folder and not os.path.isdir(folder):
        raise Stopped(f"--output {options.output}: the folder {folder} does not exist")


def _reports(options: Namespace) -> list[Report]:
    from backend_standards.core.progress import bar

    settings = Settings(jobs=options.jobs, exceptions=not options.no_exceptions)
    if options.merge:
        return _merged(options.merge)
    if options.repo_list:
        from backend_standards.audit import many
        from backend_standards.audit.sources import sources

        listed = sources(options.repo_list)
        with bar("repositories") as progress:
            return many.audit(
                listed,
                settings,
                clone_dir=os.path.abspath(options.clone_dir) if options.clone_dir else "",
                scheduler=options.scheduler,
                output="" if _is_stream(options.output) else options.output,
                done=_earlier(options),
                progress=progress,
            )
    if not os.path.isdir(options.path):
        raise Stopped(
            f"{options.path}: is not a folder; to audit a URL, write it into a file and give that to --repo-list"
        )
    with bar("B") as progress:
        return [repository.audit(options.path, _name(options.path), settings, progress, _warn)]


def _warn(problem: str) -> None:
    """Tell at once what a long audit will not see."""
    note(f"{COMMAND}: {printable(problem)}\n")


def _name(path: str) -> str:
    """Return the repository's name in the report; reports with the same name are merged.

    The name is the URL that the repository was cloned from, without a login, otherwise its path on this machine.
    """
    from backend_standards.audit.sources import is_url, shown
    from backend_standards.core import git_stream

    try:
        with git_stream.Running(path, ["config", "--get", "remote.origin.url"]) as out:
            origin = os.fsdecode(out.read()).rstrip("\n")
    except Stopped:
        origin = ""
    return text(shown(origin) if is_url(origin) else os.path.abspath(path))


def _earlier(options: Namespace) -> list[Report]:
    """Return the reports of an earlier run with the same ``--output``."""
    from backend_standards.audit.report import from_json

    if options.format != "json" or not os.path.exists(options.output) or _is_stream(options.output):
        return []
    return from_json(disk.read(options.output), options.output)


def _is_stream(path: str) -> bool:
    """Return whether a path is a stream such as ``/dev/stdout``, which stores nothing for a second run."""
    return os.path.exists(path) and not os.path.isfile(path)


def _merged(paths: Sequence[str]) -> list[Report]:
    """Return the reports in the files, sorted by repository; of each repository the last complete one."""
    from backend_standards.audit.report import from_json

    found: dict[str, Report] = {}
    for path in paths:
        for report in from_json(disk.read(path), path):
            name = report["repository"]
            if name not in found or report["state"] == COMPLETE or found[name]["state"] != COMPLETE:
                found[name] = report
    return [found[name] for name in sorted(found)]


def _as_html(reports: Sequence[Report]) -> str:
    from backend_standards.audit import page

    return page.render(reports)


def _deliver(reports: Sequence[Report], options: Namespace) -> int:
    """Print or write the reports; return the exit code."""
    from backend_standards.audit.report import as_json, as_sarif, as_table, exit_code

    render = {"table": as_table, "json": as_json, "sarif": as_sarif, "html": _as_html}
    report = render[options.format](reports)
    if options.output:
        writing.write(options.output, report.encode("utf-8", "surrogateescape"))
        show(report if options.format == "table" else as_table(reports))
        if options.repo_list and all(report["state"] == COMPLETE for report in reports):
            from backend_standards.audit.journal import forget

            forget(options.output)
    else:
        show(report)
    return exit_code(reports)

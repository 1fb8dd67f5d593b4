"""Read what is already in a repository's history: AWS keys and env files, each with its first commit.

Every content that a branch, a tag, a note or a stash can reach is read once. Reads alone, changes nothing.
"""

from __future__ import annotations

import os

from backend_standards.audit import repository
from backend_standards.audit.repository import COMPLETE, Settings
from backend_standards.core import Stopped, disk, pool
from backend_standards.core.output import show, stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from backend_standards.audit.repository import Report

COMMAND = "backend-standards audit"
FORMATS = ("table", "json", "sarif")
INTERRUPTED = 130


def main(argv: Sequence[str]) -> int:
    """Audit; return 0 clean, 1 secrets found, 2 something could not be read, 130 stopped by Ctrl-C."""
    options = _parser().parse_args(argv)
    try:
        _check(options)
        reports = _reports(options)
        return _deliver(reports, options)
    except Stopped as stopped:
        return stop(COMMAND, stopped)
    except OSError as error:  # no room for a temporary file, no process to be had: a traceback's 1 means secrets
        return stop(COMMAND, Stopped(f"not all was read: {error}"))
    except KeyboardInterrupt:
        more = f"; the same command goes on where it stopped ({options.output}.partial)" if options.repo_list else ""
        stop(COMMAND, Stopped(f"interrupted{more if options.output else ''}"))
        return INTERRUPTED


def _parser() -> ArgumentParser:
    """Return the parser. argparse may cost what it does here: nobody waits for a commit."""
    import argparse

    parser = argparse.ArgumentParser(
        prog=COMMAND,
        description=(__doc__ or "").partition("\n")[0],
        epilog="Exit code: 0 clean, 1 secrets found, 2 something could not be read (a shallow clone, too).",
    )
    add = parser.add_argument
    add("path", nargs="?", default=".", help="the repository, bare or not (default: the current folder)")
    add("--format", choices=FORMATS, default="table", help="of the report (default: table)")
    add("--output", metavar="FILE", default="", help="write the report there, and the table to the terminal")
    add("--no-exceptions", action="store_true", help="show what comments and HEAD's pyproject.toml except, too")
    add("--jobs", type=int, default=pool.cores(), metavar="N", help="processes at once (default: the cores)")
    add("--repo-list", metavar="FILE", help="audit many: a path or clone URL a line; # begins a comment")
    add("--clone-dir", metavar="DIR", default="", help="keep the clones there, and bring them up to date the next time")
    add("--scheduler", metavar="ADDRESS", default="", help="let a Dask cluster work the list off, not this machine")
    add("--merge", metavar="FILE", nargs="+", help="join JSON reports into one, and read no repository")
    return parser


def _check(options: Namespace) -> None:
    if options.jobs < 1:
        raise Stopped(f"option --jobs={options.jobs}: at least one process has to read")
    if options.merge and options.repo_list:
        raise Stopped("--merge joins reports, --repo-list makes one: give one of the two")
    if (options.repo_list or options.merge) and options.path != ".":
        raise Stopped(f"{options.path}: give one repository, or a list, or reports to merge")
    for name in ("clone_dir", "scheduler"):
        if getattr(options, name) and not options.repo_list:
            raise Stopped(f"--{name.replace('_', '-')} is for many repositories: give --repo-list too")
    folder = os.path.dirname(options.output)
    if folder and not os.path.isdir(folder):
        raise Stopped(f"--output {options.output}: there is no folder {folder}")


def _reports(options: Namespace) -> list[Report]:
    from backend_standards.core.progress import bar

    settings = Settings(jobs=options.jobs, exceptions=not options.no_exceptions)
    if options.merge:
        return _merged(options.merge)
    if options.repo_list:
        from backend_standards.audit import many

        listed = many.sources(options.repo_list)
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
        raise Stopped(f"{options.path}: there is no such folder; URLs are cloned from a --repo-list")
    with bar("B") as progress:
        return [repository.audit(options.path, _name(options.path), settings, progress)]


def _name(path: str) -> str:
    """Return what a repository is called in the report, and is told by when reports are merged.

    That is the URL that it was cloned from, without a login, or else its place on this machine.
    """
    from backend_standards.audit import many
    from backend_standards.core import git

    try:
        with git.Running(path, ["config", "--get", "remote.origin.url"]) as out:
            origin = os.fsdecode(out.read()).rstrip("\n")
    except Stopped:
        origin = ""
    place = many.shown(origin) if many.is_url(origin) else os.path.abspath(path)
    return repository.text(place)


def _earlier(options: Namespace) -> list[Report]:
    """Return what an earlier run with the same ``--output`` found."""
    from backend_standards.audit.report import from_json

    if options.format != "json" or not os.path.exists(options.output) or _is_stream(options.output):
        return []
    return from_json(_content(options.output), options.output)


def _is_stream(path: str) -> bool:
    """Return whether a path is one like ``/dev/stdout``, which keeps nothing for a second run."""
    return os.path.exists(path) and not os.path.isfile(path)


def _merged(paths: Sequence[str]) -> list[Report]:
    """Return the reports of files, sorted; of one repository the last one that was complete."""
    from backend_standards.audit.report import from_json

    found: dict[str, Report] = {}
    for path in paths:
        for report in from_json(_content(path), path):
            name = report["repository"]
            if name not in found or report["state"] == COMPLETE or found[name]["state"] != COMPLETE:
                found[name] = report
    return [found[name] for name in sorted(found)]


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise Stopped(f"{path}: cannot be read: {error.strerror}") from error


def _deliver(reports: Sequence[Report], options: Namespace) -> int:
    """Print or write the reports; return the exit code."""
    from backend_standards.audit.report import as_json, as_sarif, as_table, exit_code

    render = {"table": as_table, "json": as_json, "sarif": as_sarif}
    text = render[options.format](reports)
    if options.output:
        disk.write(options.output, text.encode("utf-8", "surrogateescape"))
        show(text if options.format == "table" else as_table(reports))
        if options.repo_list and all(report["state"] == COMPLETE for report in reports):
            from backend_standards.audit import many

            many.forget(options.output)
    else:
        show(text)
    return exit_code(reports)

"""The audit of many repositories: their list, an executor that audits them, and a journal from which a run continues.

The executor is one of ``concurrent.futures``: processes of this machine, or a Dask cluster.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile

from backend_standards.audit import repository
from backend_standards.audit.repository import COMPLETE, FAILED, Settings
from backend_standards.core import Stopped, disk, git, git_stream, pool
from backend_standards.core.text import lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager
    from typing import IO

    from backend_standards.audit.repository import Report

_ROUNDS = 3  # so often a repository is tried whose worker dies
_SLOW = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60")
_SSH = ("-c", "core.sshCommand=ssh -o BatchMode=yes -o ConnectTimeout=60 -o ServerAliveInterval=20")
_QUIET = ("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", f"core.hooksPath={os.devnull}")


class Source:
    """One line of the list: a path or a URL, and the name under which it is reported."""

    __slots__ = ("name", "place")

    def __init__(self, line: str) -> None:
        self.place = line if is_url(line) else os.path.abspath(line)
        self.name = repository.text(shown(line))


def is_url(place: str) -> bool:
    """Return whether git has to clone a place: a URL, or ``host:path`` that is not a folder here."""
    if os.path.isdir(place):
        return False
    return "::" in place or "://" in place or ":" in place.partition("/")[0]


def shown(place: str) -> str:
    """Return a place without secrets, for output and reports: a URL loses its login and its query."""
    if not is_url(place):
        return place
    if login := _login(place):
        place = place.replace(f"{login}@", "", 1)
    return git.without_login(place).partition("?")[0]


def _login(place: str) -> str:
    """Return the login in a URL: everything before the "@" that precedes the host.

    A password may contain a slash that should have been escaped. So "https://host:8443/@scope/name" counts as one
    with a login: it is safer to show too little of a URL than too much.
    """
    rest = place.partition("://")[2]
    before = rest.rpartition("@")[0]
    return before if ":" in before else rest.partition("/")[0].rpartition("@")[0]


def sources(path: str) -> list[Source]:
    """Return the sources in a file with one per line, each once; a line that starts with ``#`` is a comment.

    Raises:
        Stopped: the file cannot be read, lists nothing, or lists two URLs that differ only in their login or query.
    """
    rows = [line.strip() for line in lines(disk.read(path).decode("utf-8", "surrogateescape"))]
    found = [Source(row) for row in rows if row and not row.startswith("#")]
    if not found:
        raise Stopped(f"{path}: lists no repository; write one path or clone URL per line")
    by_name: dict[str, Source] = {}
    for source in found:
        if by_name.setdefault(source.name, source).place != source.place:
            message = "is listed twice with different logins or queries; list them in two files"
            raise Stopped(f"{path}: {source.name} {message}")
    return list(by_name.values())


def audit(
    listed: Sequence[Source],
    settings: Settings,
    *,
    clone_dir: str,
    scheduler: str,
    output: str,
    done: Sequence[Report],
    progress: Callable[[int, int], None],
) -> list[Report]:
    """Return the reports in the order of the list. ``done`` are reports of an earlier run, which are kept."""
    journal = _Journal(f"{output}.partial" if output else "")
    names = {source.name for source in listed}
    finished = [each for each in (*done, *journal.read()) if each["state"] == COMPLETE]
    if any(each.get("exceptions") != settings.exceptions for each in finished):
        raise Stopped(f"{output}: was written with another --no-exceptions setting; choose another file, or delete it")
    reports = {each["repository"]: each for each in finished if each["repository"] in names}
    left = [source for source in listed if source.name not in reports]
    progress(len(reports), len(listed))
    with journal, tempfile.TemporaryDirectory(prefix="backend-standards-", ignore_cleanup_errors=True) as scratch:
        # All temporary clones are in one folder, because a killed worker does not delete its own. A cluster's workers
        # may be on other machines, so they choose their folders.
        coming = _reports(left, settings, clone_dir, scheduler, "" if scheduler else scratch)
        with contextlib.closing(coming):
            for report in coming:
                journal.add(report)
                reports[report["repository"]] = report
                progress(len(reports), len(listed))
    return [reports[source.name] for source in listed]


def _reports(
    left: Sequence[Source], settings: Settings, clone_dir: str, scheduler: str, scratch: str
) -> Generator[Report]:
    """Yield each report when it is finished. If a worker process dies, its repositories are tried again."""
    waiting = {source.name: source for source in left}
    for _ in range(_ROUNDS):
        if not waiting:
            return
        with _executor(scheduler, min(settings.jobs, len(waiting))) as executor:
            for report in _round(list(waiting.values()), executor, (clone_dir, scratch), settings):
                del waiting[report["repository"]]
                yield report
    for name in waiting:
        yield _failed(name, f"the worker process died {_ROUNDS} times, perhaps without memory; try --jobs 1")


def _round(
    left: Sequence[Source], executor: Executor, folders: tuple[str, str], settings: Settings
) -> Generator[Report]:
    """Yield the reports of the repositories whose worker process does not die."""
    from concurrent.futures import BrokenExecutor, as_completed

    tasks = {}
    with contextlib.suppress(BrokenExecutor):  # a worker may die before all tasks are submitted
        for source in left:
            task = executor.submit(one, source.place, source.name, folders, exceptions=settings.exceptions)
            tasks[task] = source
    for task in as_completed(tasks):
        try:
            report = task.result()
        except BrokenExecutor:
            continue
        except Exception as error:  # noqa: BLE001 - a cluster raises what it likes, and the rest goes on
            report = _failed(tasks[task].name, f"the worker failed: {type(error).__name__}")
        yield report


def _executor(scheduler: str, jobs: int) -> AbstractContextManager[Executor]:
    return _cluster(scheduler) if scheduler else pool.processes(jobs)


@contextlib.contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    """Give the executor of a Dask cluster. The cluster itself repeats the tasks of a lost worker."""
    try:
        from distributed import Client
    except ImportError as error:
        raise Stopped("--scheduler needs Dask: pip install 'backend-standards[cluster]'") from error
    try:
        client = Client(address)
    except (OSError, ValueError) as error:
        raise Stopped(f"--scheduler {address}: cannot be reached: {type(error).__name__}") from error
    with client:
        executor = client.get_executor(pure=False)
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
        executor.shutdown()


def one(place: str, name: str, folders: tuple[str, str], *, exceptions: bool) -> Report:
    """Return the report on one source. If it cannot be cloned or read, its report says so.

    This runs in a worker, so arguments and result can be pickled. ``folders`` are the folder for clones that are kept
    and the folder for temporary ones; "" means the default.
    """
    keep, scratch = folders
    settings = Settings(exceptions=exceptions)
    try:
        if not is_url(place):
            if not os.path.isdir(place):
                return _failed(name, "the folder does not exist")
            return repository.audit(place, name, settings, lambda _done, _whole: None)
        with contextlib.ExitStack() as stack:
            if not keep:
                keep = stack.enter_context(
                    tempfile.TemporaryDirectory(prefix="backend-standards-", dir=scratch or None)
                )
            folder = os.path.join(keep, folder_of(name))
            clone(place, folder)
            return repository.audit(folder, name, settings, lambda _done, _whole: None)
    except Stopped as stopped:
        return _failed(name, without_secret(str(stopped), place))
    except OSError as error:
        return _failed(name, f"{error.strerror}: {type(error).__name__}")


def clone(url: str, folder: str) -> None:
    """Make a bare clone of a URL with all refs, or update the one in the folder.

    ``git clone`` is not used, because it would store the URL with its login. Nobody is asked for a password.

    Raises:
        Stopped: git failed.
    """
    os.makedirs(folder, exist_ok=True)
    _run(folder, ["init", "--quiet", "--bare", "--template="])
    fetch = ["fetch", "--quiet", "--no-write-fetch-head", "--no-tags", "--no-recurse-submodules", "--prune", "--"]
    ssh = _ssh(folder)
    _run(folder, [*fetch, url, "+refs/*:refs/*"], ssh, network=True)
    head = os.fsdecode(_run(folder, ["ls-remote", "--symref", "--", url, "HEAD"], ssh, network=True))
    target, _, _ = head.partition("\t")
    if target.startswith("ref: refs/"):
        _run(folder, ["symbolic-ref", "HEAD", target.removeprefix("ref: ")])


def _ssh(folder: str) -> tuple[str, ...]:
    """Return the setting that makes ssh give up after a minute of silence; () if the user has set an ssh command.

    Source: ssh_config(5), "core.sshCommand" of git-config(1). GIT_SSH_COMMAND overrides it.
    """
    if "GIT_SSH" in os.environ:
        return ()
    try:
        _run(folder, ["config", "--get", "core.sshCommand"])
    except Stopped:
        return _SSH
    return ()


def _run(folder: str, arguments: Sequence[str], settings: Sequence[str] = (), *, network: bool = False) -> bytes:
    with git_stream.Running(folder, arguments, settings=(*_SLOW, *_QUIET, *settings), network=network) as out:
        return out.read()


def folder_of(name: str) -> str:
    """Return the name of the folder for a clone: readable, and different for each repository."""
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in name)
    return f"{plain[-60:].strip('-')}-{hashlib.sha256(os.fsencode(name)).hexdigest()[:8]}.git"


def without_secret(text: str, place: str) -> str:
    """Return git's output without the login and the query values of the URL ``place``."""
    from urllib.parse import unquote

    text = text.replace(place, shown(place))
    login = _login(place)
    values = [pair.partition("=")[2] for pair in place.partition("?")[2].split("&")]
    for part in (login, *login.split(":", 1)[1:], *values):
        for form in {part, unquote(part)} - {""}:
            text = text.replace(form, "***")
    return text


def _failed(name: str, problem: str) -> Report:
    return {"repository": name, "state": FAILED, "problems": [problem], "secrets": []}


class _Journal:
    """Finished reports, one per line, so that a second run continues where the first one stopped."""

    __slots__ = ("_file", "_path")

    def __init__(self, path: str) -> None:
        self._file: IO[bytes] | None = None
        self._path = path

    def read(self) -> list[Report]:
        if not self._path or not os.path.exists(self._path):
            return []
        rows = disk.read(self._path).split(b"\n")
        with contextlib.suppress(ValueError, RecursionError):
            reports: list[Report] = [json.loads(line) for line in rows[:-1]]  # the last one may be incomplete
            if all(map(repository.is_report, reports)):
                return reports
        raise Stopped(f"{self._path}: is not a journal of this command; delete it to start again")

    def __enter__(self) -> None:
        if not self._path:
            return
        with self._faults():
            self._file = open(self._path, "a+b")
            self._drop_incomplete_line()

    def _drop_incomplete_line(self) -> None:
        """Remove an incomplete last line, which an interrupted run may leave."""
        if self._file:
            self._file.seek(0)
            self._file.truncate(self._file.read().rfind(b"\n") + 1)

    def add(self, report: Report) -> None:
        if not self._file or report["state"] != COMPLETE:
            return
        with self._faults():
            self._file.write(json.dumps(report).encode() + b"\n")
            self._file.flush()

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Stopped(f"{self._path}: cannot be written: {error.strerror}") from error

    def __exit__(self, *_: object) -> None:
        if self._file:
            with contextlib.suppress(OSError):  # an error of writing was already reported
                self._file.close()


def forget(output: str) -> None:
    """Remove the journal of an output that is complete."""
    with contextlib.suppress(OSError):
        os.remove(f"{output}.partial")

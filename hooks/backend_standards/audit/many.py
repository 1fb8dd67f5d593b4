"""The audit of many repositories: a list of them, an executor that works it off, and a journal from which to go on.

The executor is whatever ``concurrent.futures`` knows as one: this machine's processes, or a Dask cluster.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile

from backend_standards.audit import repository
from backend_standards.audit.repository import COMPLETE, FAILED, Settings
from backend_standards.core import Stopped, git, pool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager
    from typing import IO

    from backend_standards.audit.repository import Report

_ROUNDS = 3  # in which a repository is tried whose worker died
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
    """Return whether git has to clone a place: a URL, or ``host:path`` where no such folder stands here."""
    if os.path.isdir(place):
        return False
    return "::" in place or "://" in place or ":" in place.partition("/")[0]


def shown(place: str) -> str:
    """Return a place as it may be shown and stored: a URL without its login and without its query."""
    if not is_url(place):
        return place
    if login := _login(place):
        place = place.replace(f"{login}@", "", 1)
    return git.without_login(place).partition("?")[0]


def _login(place: str) -> str:
    """Return what stands before the host of a URL.

    A password may have a slash in it, unescaped as it should not be. So has "https://host:8443/@scope/name" a login, by
    its looks: better too little of a URL is shown than too much.
    """
    rest = place.partition("://")[2]
    before = rest.rpartition("@")[0]
    return before if ":" in before else rest.partition("/")[0].rpartition("@")[0]


def sources(path: str) -> list[Source]:
    """Return the sources that a file lists, one a line, each once; ``#`` begins a comment.

    Raises:
        Stopped: the file cannot be read, lists nothing, or two repositories that cannot be told apart by what is shown.
    """
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = [line.strip() for line in file]
    except OSError as error:
        raise Stopped(f"{path}: cannot be read: {error.strerror}") from error
    found = [Source(line) for line in lines if line and not line.startswith("#")]
    if not found:
        raise Stopped(f"{path}: lists no repository; write a path or a clone URL a line")
    by_name: dict[str, Source] = {}
    for source in found:
        if by_name.setdefault(source.name, source).place != source.place:
            message = (
                "is listed twice, with another login or query, which no report holds: list each in a file of its own"
            )
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
    """Return the reports, in the list's order, those of an earlier run (``done``) included."""
    journal = _Journal(f"{output}.partial" if output else "")
    names = {source.name for source in listed}
    finished = [each for each in (*done, *journal.read()) if each["state"] == COMPLETE]
    if any(each.get("exceptions") != settings.exceptions for each in finished):
        raise Stopped(f"{output}: is of a run with other options (--no-exceptions); give another file, or delete it")
    reports = {each["repository"]: each for each in finished if each["repository"] in names}
    left = [source for source in listed if source.name not in reports]
    progress(len(reports), len(listed))
    with journal, tempfile.TemporaryDirectory(prefix="backend-standards-", ignore_cleanup_errors=True) as scratch:
        # Clones that are not kept stand in one folder, for a worker that is ended leaves its own behind. Those of a
        # cluster's workers may stand on other machines.
        coming = _work_off(left, settings, clone_dir, scheduler, "" if scheduler else scratch)
        with contextlib.closing(coming):
            for report in coming:
                journal.add(report)
                reports[report["repository"]] = report
                progress(len(reports), len(listed))
    return [reports[source.name] for source in listed]


def _work_off(
    left: Sequence[Source], settings: Settings, clone_dir: str, scheduler: str, scratch: str
) -> Generator[Report]:
    """Yield the reports as they come; where a worker process dies, its repositories are tried again."""
    from concurrent.futures import BrokenExecutor, as_completed

    folders = (clone_dir, scratch)
    waiting = {source.name: source for source in left}
    for _round in range(_ROUNDS):
        if not waiting:
            return
        with _executor(scheduler, min(settings.jobs, len(waiting))) as executor:
            tasks = {}
            with contextlib.suppress(BrokenExecutor):  # a worker may die while the list is still handed out
                for source in waiting.values():
                    task = executor.submit(one, source.place, source.name, folders, exceptions=settings.exceptions)
                    tasks[task] = source
            for task in as_completed(tasks):
                try:
                    report = task.result()
                except BrokenExecutor:
                    continue
                except Exception as error:  # noqa: BLE001 - a cluster raises what it likes, and the rest goes on
                    report = _failed(tasks[task].name, f"the worker failed: {type(error).__name__}")
                del waiting[report["repository"]]
                yield report
    for name in waiting:
        yield _failed(name, f"the worker process died {_ROUNDS} times (out of memory?); see with fewer: --jobs 1")


def _executor(scheduler: str, jobs: int) -> AbstractContextManager[Executor]:
    return _cluster(scheduler) if scheduler else pool.processes(jobs)


@contextlib.contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    """Give the executor of a Dask cluster, which itself tries again what a lost worker had."""
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
    """Return the report on one source; one that cannot be cloned or read has a report that says so.

    Runs in a worker, so it gets and gives what can be pickled. ``folders`` are where clones are kept and where they are
    not, each empty where the default is meant.
    """
    keep, scratch = folders
    settings = Settings(exceptions=exceptions)
    try:
        if not is_url(place):
            if not os.path.isdir(place):
                return _failed(name, "there is no such folder")
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
    """Bring a bare clone with all refs of a URL into a folder, or bring the one there up to date.

    ``git clone`` would store the URL, with the login that may stand in it. Nobody is asked for a password.

    Raises:
        Stopped: that did not succeed.
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
    """Return the setting by which ssh gives up on a host that is silent for a minute; () for a command of the user's.

    Source: ssh_config(5), "core.sshCommand" of git-config(1). GIT_SSH_COMMAND has its way in any case.
    """
    if "GIT_SSH" in os.environ:
        return ()
    try:
        _run(folder, ["config", "--get", "core.sshCommand"])
    except Stopped:
        return _SSH
    return ()


def _run(folder: str, arguments: Sequence[str], settings: Sequence[str] = (), *, network: bool = False) -> bytes:
    with git.Running(folder, arguments, settings=(*_SLOW, *_QUIET, *settings), network=network) as out:
        return out.read()


def folder_of(name: str) -> str:
    """Return the name of the folder for a clone: readable, and another one for each repository."""
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in name)
    return f"{plain[-60:].strip('-')}-{hashlib.sha256(os.fsencode(name)).hexdigest()[:8]}.git"


def without_secret(text: str, place: str) -> str:
    """Return a text of git's without the login that stands in a URL."""
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
    """Finished reports, one a line, so that a second run goes on where the first one was stopped."""

    __slots__ = ("_file", "_path")

    def __init__(self, path: str) -> None:
        self._file: IO[bytes] | None = None
        self._path = path

    def read(self) -> list[Report]:
        if not self._path:
            return []
        try:
            with open(self._path, "rb") as file:
                lines = file.read().split(b"\n")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise Stopped(f"{self._path}: cannot be read: {error.strerror}") from error
        with contextlib.suppress(ValueError, RecursionError):
            reports: list[Report] = [json.loads(line) for line in lines[:-1]]  # the last one may have been cut off
            if all(map(repository.is_report, reports)):
                return reports
        raise Stopped(f"{self._path}: is no journal of this command; delete it to begin again")

    def __enter__(self) -> None:
        if not self._path:
            return
        try:
            self._file = open(self._path, "a+b")
            self._drop_cut_off()
        except OSError as error:
            raise Stopped(f"{self._path}: cannot be written: {error.strerror}") from error

    def _drop_cut_off(self) -> None:
        """Drop the line that an earlier run did not write to its end."""
        if self._file:
            self._file.seek(0)
            self._file.truncate(self._file.read().rfind(b"\n") + 1)

    def add(self, report: Report) -> None:
        if not self._file or report["state"] != COMPLETE:
            return
        try:
            self._file.write(json.dumps(report).encode() + b"\n")
            self._file.flush()
        except OSError as error:
            raise Stopped(f"{self._path}: cannot be written: {error.strerror}") from error

    def __exit__(self, *_: object) -> None:
        if self._file:
            with contextlib.suppress(OSError):  # what could not be written before
                self._file.close()


def forget(output: str) -> None:
    """Remove the journal of an output, once the output itself holds everything."""
    with contextlib.suppress(OSError):
        os.remove(f"{output}.partial")

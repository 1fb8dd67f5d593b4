"""A git whose output is read while git writes it, in this repository or in another one."""

from __future__ import annotations

import os

from backend_standards.core import git_process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import TracebackType
    from typing import IO, Protocol

    class Killable(Protocol):
        """What can be killed."""

        def kill(self) -> None:
            """Kill it."""


_PIPE = 1 << 20
"""Bytes that git may write before they are read; by default Linux allows this to every user."""
_BUFFER = 1 << 16  # bytes; what is longer is read directly, without another copy
_NO_COMMIT_GRAPH = ("-c", "core.commitGraph=false")
_BARE = {True: ("-c", "safe.bareRepository=all"), False: ("-c", "safe.bareRepository=explicit")}
"""Whether the folder that the user named is a bare repository itself. GIT_DIR does not name it, because git
would then not check who owns it (safe.directory)."""
# The variables of `git rev-parse --local-env-vars` that name a repository. Variables that hold settings are kept. So is
# the variable of the grafts, which is set for every git.
_LOCAL = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_OBJECT_DIRECTORY GIT_DIR GIT_WORK_TREE GIT_IMPLICIT_WORK_TREE "
    "GIT_INDEX_FILE GIT_REPLACE_REF_BASE GIT_PREFIX GIT_SHALLOW_FILE GIT_COMMON_DIR GIT_NAMESPACE"
).split()


def records(arguments: Sequence[str], *, settings: Sequence[str] = ()) -> Iterator[bytes]:
    """Yield the NUL-separated records of git's output while git writes it; only one record is in memory.

    Raises:
        NotARepository: the current folder is not in a repository.
        Stopped: git is not installed, or failed. A failure is raised only after the last record.
    """
    return between_nuls(_chunks(arguments, settings))


def between_nuls(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the NUL-separated records of a stream that comes in pieces. A NUL at its end starts no record."""
    rest: list[bytes] = []
    for piece in pieces:
        first, *more = piece.split(b"\0")
        rest.append(first)
        if more:
            yield b"".join(rest)
            yield from more[:-1]
            rest = [more[-1]]
    if last := b"".join(rest):
        yield last


def _chunks(arguments: Sequence[str], settings: Sequence[str]) -> Iterator[bytes]:
    """Yield git's standard output in pieces; without ``posix_spawn``, in one."""
    try:
        spawned = git_process.spawn(git_process.command(arguments, settings), git_process.environment())
    except OSError as failed:
        raise git_process.not_started(failed) from failed
    if spawned is None:
        yield git_process.run(arguments, settings=settings)
        return
    import select

    process, feed, read_out, read_error = spawned
    os.close(feed)
    errors, waiting = b"", {read_out, read_error}
    poll = select.poll()
    try:
        for end in waiting:
            poll.register(end, select.POLLIN)
        while waiting:
            for end, _ in poll.poll():
                piece = os.read(end, 1 << 20)
                if not piece:
                    poll.unregister(end)
                    waiting.discard(end)
                elif end == read_out:
                    yield piece
                else:
                    errors += piece
    finally:  # if the reader stops early, git can no longer write, which ends it
        os.close(read_out)
        os.close(read_error)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if code:
        raise git_process.failure(arguments, code, errors)


class Running:
    """A git that runs in a given repository; as a context, it gives git's standard output.

    The output can be read piece by piece, so that only one piece is in memory. An exception in the context kills git,
    and so does ``kill_all``. ``stdin`` is git's input. The commit graph is ignored, because it could show a history
    that the commits do not have; replacement objects and grafts are ignored for every git. No setting of the repository
    makes git run a command.

    Raises:
        NotARepository: the folder is not in a repository.
        Stopped: git is not installed, or failed. A failure is raised only at the end of the context.
    """

    __slots__ = ("_arguments", "_errors", "_network", "_process", "_repository", "_settings", "_stdin")

    def __init__(
        self,
        repository: str,
        arguments: Sequence[str],
        *,
        settings: Sequence[str] = (),
        stdin: bytes = b"",
        network: bool = False,
    ) -> None:
        self._repository = repository
        self._settings = settings
        self._arguments = arguments
        self._stdin = stdin
        self._network = network

    def __enter__(self) -> IO[bytes]:
        import subprocess
        import tempfile

        bare = git_process.bare_repository(self._repository)
        if bare and bare != os.path.realpath(self._repository):
            raise git_process.nobody_named(bare)
        command = ["git", "-C", self._repository, *_BARE[bool(bare)], *git_process.COMMANDS_OFF, *_NO_COMMIT_GRAPH]
        own = {
            name: value for name, value in git_process.environment(network=self._network).items() if name not in _LOCAL
        }
        if self._network:
            own["GIT_ASKPASS"] = ""
            own["SSH_ASKPASS_REQUIRE"] = "never"  # ssh without a terminal would otherwise open a window
        self._errors = tempfile.TemporaryFile()
        with tempfile.TemporaryFile() as feed:  # a file, because git may write before it has read everything
            feed.write(self._stdin)
            feed.seek(0)
            git_process.search_path_only()
            try:
                self._process = subprocess.Popen(  # noqa: S603
                    [*command, *self._settings, *self._arguments],
                    stdin=feed,
                    stdout=subprocess.PIPE,
                    stderr=self._errors,
                    env=own,
                    bufsize=_BUFFER,
                    start_new_session=self._network,
                )
            except OSError as failed:
                self._errors.close()
                raise git_process.not_started(failed) from failed
        _running.add(self)
        out = self._process.stdout
        assert out  # noqa: S101
        _widen(out)
        return out

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        _running.discard(self)
        with self._errors, self._process as process:
            if kind:
                self.kill()
                return
            if process.stdout:
                process.stdout.close()
            code = process.wait()
            self._errors.seek(0)
            if code:
                raise git_process.failure(self._arguments, code, self._errors.read())

    def kill(self) -> None:
        """Kill git. If it uses the network (fetch), also kill the processes that it started."""
        import signal

        try:
            if self._network and hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        except ProcessLookupError:
            pass


def _widen(pipe: IO[bytes]) -> None:
    """Let a pipe hold more, where the system can: git and its reader then wait for each other less often."""
    import contextlib

    with contextlib.suppress(ImportError, AttributeError, OSError):  # Windows; not Linux; the user has too many such
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def elsewhere(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment for a process about another repository: without what names this one, or its push."""
    return {
        name: value for name, value in environment.items() if name not in _LOCAL and not name.startswith("PRE_COMMIT")
    }


def track(process: Killable) -> None:
    """Have ``kill_all`` kill a process of another kind, too."""
    _running.add(process)


def forget(process: Killable) -> None:
    """Leave a process that has ended to itself."""
    _running.discard(process)


_running: set[Killable] = set()


def kill_all() -> None:
    """Kill every ``Running`` git, and what else is tracked, before this process ends."""
    for each in list(_running):
        each.kill()

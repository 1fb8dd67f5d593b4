"""Starting git and talking to it: the one way for a question whose answer fits into memory.

git gets the hook's own environment. ``GIT_DIR``, ``GIT_INDEX_FILE`` and ``GIT_WORK_TREE`` say which index is meant in a
worktree, under ``git commit -a`` and in prek's workspaces. git is kept from the network, because it would otherwise
fetch the missing blobs of a partial clone. A caller asks for the network with ``network=True``.

git is kept from a configuration that came with the checked files, too. A folder with ``HEAD``, ``objects`` and ``refs``
can be committed like any other, and git takes it for a bare repository, whose ``config`` names commands to run.
"""

from __future__ import annotations

import os
import sys

from backend_standards.core import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


COMMANDS_OFF = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
"""Settings that keep git from running commands that a repository's configuration names."""
_EXPLICIT = ("-c", "safe.bareRepository=explicit")
"""git's own refusal of a bare repository that nobody named; versions before 2.38 do not know it (git-config(1))."""
_NO_FILE = os.path.join(os.devnull, "none")
"""A path that cannot exist: at an empty file of grafts git would print a hint."""
_OWN = ".git"


class NotARepository(Stopped):
    """The current folder is not in a git repository."""


class Elsewhere(Stopped):
    """A path is outside the repository or in a submodule, so the index does not have it."""


def run(
    arguments: Sequence[str],
    *,
    settings: Sequence[str] = (),
    stdin: bytes = b"",
    accept: Sequence[int] = (0,),
    network: bool = False,
) -> bytes:
    """Run git, with ``settings`` before the subcommand, and return its standard output.

    Raises:
        NotARepository: the current folder is not in a repository.
        Stopped: git is not installed, its exit code is not in ``accept``, or the folder is a bare repository that
            nobody named.
    """
    try:
        code, out, error = _start(command(arguments, settings), environment(network=network), stdin)
    except OSError as failed:
        raise not_started(failed) from failed
    if code in accept:
        return out
    raise failure(arguments, code, error)


def commit(revision: str) -> str:
    """Return the object name of a commit, or "" if this clone does not have it.

    Raises:
        Stopped: git failed for another reason.
    """
    arguments = ["rev-parse", "--quiet", "--verify", "--end-of-options", f"{revision}^{{commit}}"]
    return run(arguments, accept=(0, 1)).decode("ascii").strip()


def command(arguments: Sequence[str], settings: Sequence[str] = ()) -> list[str]:
    """Return git's command line for a question about the repository of the current folder.

    Raises:
        Stopped: git would take a folder for a bare repository that nobody named.
    """
    if "GIT_DIR" not in os.environ and not os.path.lexists(_OWN) and (folder := bare_repository(os.curdir)):
        raise nobody_named(folder)
    return ["git", *_EXPLICIT, *COMMANDS_OFF, *settings, *arguments]


def bare_repository(folder: str) -> str:
    """Return the bare repository that git would find from a folder; "" if it would find a ``.git``, or nothing.

    A folder called ``.git`` does not count, because git never writes a file of a checkout into it. git's own conditions
    (is_git_directory of its setup.c) are stricter, so every repository that git would find is found here too.
    """
    folder = os.path.realpath(folder)
    while os.path.basename(folder) != _OWN and not os.path.lexists(os.path.join(folder, _OWN)):
        if _is_git_folder(folder):
            return folder
        if os.path.dirname(folder) == folder:
            break
        folder = os.path.dirname(folder)
    return ""


def nobody_named(folder: str) -> Stopped:
    """Return the exception for a bare repository that git would find, though nobody named it."""
    return Stopped(
        f"{folder} looks like a bare repository, and its configuration could run commands: "
        "rename its HEAD, or set GIT_DIR to the repository that is meant"
    )


def _is_git_folder(folder: str) -> bool:
    has = {name: os.path.lexists(os.path.join(folder, name)) for name in ("HEAD", "commondir", "objects", "refs")}
    has["objects"] |= "GIT_OBJECT_DIRECTORY" in os.environ
    return has["HEAD"] and (has["commondir"] or (has["objects"] and has["refs"]))


def _start(command: list[str], environment: Mapping[str, str], stdin: bytes) -> tuple[int, bytes, bytes]:
    """Run the git on PATH, without a shell; return exit code, output and errors.

    ``posix_spawn`` starts it if the system has that: importing ``subprocess`` costs more than the interpreter's start.
    """
    spawned = spawn(command, environment)
    if spawned is None:
        import subprocess

        search_path_only()
        done = subprocess.run(command, input=stdin, capture_output=True, env=environment, check=False)  # noqa: S603
        return done.returncode, done.stdout, done.stderr
    process, feed, read_out, read_error = spawned
    out, error = _talk(feed, stdin, read_out, read_error)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), out, error


def search_path_only() -> None:
    """Make Windows search only PATH for git. It would otherwise run a git.exe in the current folder.

    The environment of this process decides. Source: NeedCurrentDirectoryForExePathW (Microsoft's processenv.h).
    """
    os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"


def spawn(command: list[str], environment: Mapping[str, str]) -> tuple[int, int, int, int] | None:
    """Start git with ``posix_spawn``; return its process and our ends of its streams, or None if that is impossible."""
    pipes = [os.pipe() for _ in range(3)] if hasattr(os, "posix_spawnp") and sys.platform != "win32" else []
    if not pipes or min(min(pipe) for pipe in pipes) < 3:  # a standard stream is closed: dup2 would mix them up
        for end in (end for pipe in pipes for end in pipe):
            os.close(end)
        return None
    (child_in, feed), (read_out, child_out), (read_error, child_error) = pipes
    actions = [(os.POSIX_SPAWN_DUP2, end, number) for number, end in enumerate((child_in, child_out, child_error))]
    try:
        process = os.posix_spawnp(command[0], command, environment, file_actions=actions)
    except OSError:
        for end in (feed, read_out, read_error):
            os.close(end)
        raise
    finally:
        for end in (child_in, child_out, child_error):
            os.close(end)
    return process, feed, read_out, read_error


def _talk(feed: int, stdin: bytes, *readers: int) -> list[bytes]:
    """Write to a process and read from it at the same time, so that neither waits for the other; close all ends."""
    import select

    poll = select.poll()
    got: dict[int, list[bytes]] = {reader: [] for reader in readers}
    for reader in readers:
        poll.register(reader, select.POLLIN)
    os.set_blocking(feed, False)
    poll.register(feed, select.POLLOUT)
    waiting, sent = {feed, *readers}, 0
    while waiting:
        for end, _ in poll.poll():
            if end == feed:
                try:
                    sent += os.write(feed, stdin[sent : sent + 65536])
                except BrokenPipeError:  # git stopped reading; its exit code says whether that is a fault
                    sent = len(stdin)
                is_done = sent >= len(stdin)
            else:
                got[end].append(os.read(end, 1 << 20))
                is_done = not got[end][-1]
            if is_done:
                poll.unregister(end)
                os.close(end)
                waiting.discard(end)
    return [b"".join(got[reader]) for reader in readers]


def environment(*, network: bool = False) -> dict[str, str]:
    """Return the environment for git: the hook's own, in English, without a password prompt or a lock of the index.

    Replacement objects and grafts are off. They stay on this machine, so a push would send something else than git
    shows.
    """
    transport = {"GIT_TERMINAL_PROMPT": "0"} if network else {"GIT_ALLOW_PROTOCOL": "none"}
    return {
        **os.environ,
        **transport,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": _NO_FILE,
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }


def not_started(error: OSError) -> Stopped:
    """Return why git could not be started."""
    if isinstance(error, FileNotFoundError):
        return Stopped("git was not found on PATH; install it, or add it to PATH")
    return Stopped(f"git could not be started: {error.strerror}")


def failure(arguments: Sequence[str], code: int, error: bytes) -> Stopped:
    """Return the exception for a git that failed."""
    from backend_standards.core.masking import without_logins

    # A setting such as url.<base>.insteadOf may have put a login into a URL.
    words = without_logins(os.fsdecode(error)).strip() or f"exit code {code}"
    if "not a git repository" in words or "must be run in a work tree" in words:
        return NotARepository(
            "not in a git repository's work tree; run this in a checkout (a source tarball has no index)"
        )
    if "is outside repository" in words or "is in submodule" in words or "beyond a symbolic link" in words:
        return Elsewhere(f"git {arguments[0]}: {words}")
    return Stopped(f"git {arguments[0]} failed: {words}")

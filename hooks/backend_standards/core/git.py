"""The one place that starts git.

git sees the hook's own environment (``GIT_DIR``, ``GIT_INDEX_FILE`` and ``GIT_WORK_TREE`` are how a
commit in a worktree, ``git commit -a`` and prek's workspaces say which index is meant), and is kept from
the network: a partial clone would else fetch a missing blob. ``remote_branches`` alone is let through.
"""

from __future__ import annotations

import os
import sys

from backend_standards.core import Stopped, disk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType
    from typing import IO, TypeAlias

SUBMODULE = "160000"
LINK = "120000"
_COMMITS_ALONE = ("-c", "core.commitGraph=false")
_PATHS_A_CALL = 200
_FEW = 10
_HEXADECIMAL = "0123456789abcdefABCDEF"
# What says which repository is meant, of `git rev-parse --local-env-vars`; settings by environment are the user's own.
_LOCAL = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_OBJECT_DIRECTORY GIT_DIR GIT_WORK_TREE GIT_IMPLICIT_WORK_TREE GIT_GRAFT_FILE "
    "GIT_INDEX_FILE GIT_REPLACE_REF_BASE GIT_PREFIX GIT_SHALLOW_FILE GIT_COMMON_DIR GIT_NAMESPACE"
).split()
_NO_BLOB = "git has no blob {0}, which the index names; in a partial clone, fetch it once: git cat-file -e {0}"

Entry: TypeAlias = "tuple[str, str, str]"
"""Of the index: mode (octal), object name (hex), and path from the current folder."""


class NotARepository(Stopped):
    """The current folder is in no git repository."""


class _Elsewhere(Stopped):
    """A path lies outside the repository or inside a submodule, where the index says nothing of it."""


class Index:
    """The index's entries at or below the current folder.

    It stays the bytes that git wrote: a hook asks about a few of the thousands of entries.
    """

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        self._raw = b"\0" + raw

    def entries(self, stems: Sequence[bytes] = ()) -> list[Entry]:
        """Return the entries, sorted by path, whose paths hold one of the stems (in lower case); all without stems."""
        starts = set()
        lowered = self._raw.lower() if stems else self._raw
        for stem in stems or (b"\0",):
            at = lowered.find(stem)
            while at >= 0:
                starts.add(self._raw.rfind(b"\0", 0, at + 1) + 1)
                end = self._raw.find(b"\0", at + 1)
                at = lowered.find(stem, end) if end >= 0 else -1
        found = [self._entry(start) for start in sorted(starts) if start < len(self._raw)]
        if not stems:
            return found
        # A stem of hexadecimal digits also hits object names.
        return [entry for entry in found if any(stem in os.fsencode(entry[2]).lower() for stem in stems)]

    def paths(self) -> list[str]:
        """Return every path once, in git's order; that of a submodule, an opaque entry, with a final slash."""
        rows, at = self._rows()
        paths = [row[at:] for row in rows]
        if any(stage in self._raw for stage in (b" 1\t", b" 2\t", b" 3\t")):
            paths = list(dict.fromkeys(paths))
        if b"\0" + SUBMODULE.encode() in self._raw:
            submodules = {row[at:] for row in rows if row.startswith(SUBMODULE)}
            paths = [f"{path}/" if path in submodules else path for path in paths]
        return paths

    def contents(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the contents as staged of those paths that are tracked; of an unmerged one, that of one stage.

        Raises:
            Stopped: git failed, or an object is missing (a partial clone).
        """
        wanted = set(paths)
        if not wanted:
            return {}
        oids = self._oids(wanted, *self._rows(wanted))
        if len(oids) < len(wanted):
            oids = self._oids(wanted, *self._rows())
        found = blobs(oids.values())
        return {path: found[oid] for path, oid in oids.items()}

    def has(self, path: str) -> bool:
        """Return whether a path is a tracked file or a folder with one below it; with a final slash, a folder.

        A submodule is neither: what stands in it is no business of this index.
        """
        row = b"\t" + os.fsencode(path)
        ends = (b"",) if path.endswith("/") else (b"\0", b"/")
        return any(self._stands_at(row + end) for end in ends)

    def _oids(self, wanted: Collection[str], rows: Sequence[str], at: int) -> dict[str, str]:
        submodule = f"{SUBMODULE} "
        return {row[at:]: row.split(" ", 2)[1] for row in rows if row[at:] in wanted and not row.startswith(submodule)}

    def _rows(self, paths: Collection[str] = ()) -> tuple[list[str], int]:
        """Return the rows as text, at least those of the paths, and where in each its path begins.

        Mode, object name and stage have one width.
        """
        raw = self._raw
        if 0 < len(paths) <= _FEW:
            spots = [raw.find(b"\t" + os.fsencode(path) + b"\0") for path in paths]
            found = [raw[raw.rfind(b"\0", 0, at) : raw.find(b"\0", at)] for at in spots if at >= 0]
            raw = b"".join(found) + b"\0"
        rows = os.fsdecode(raw).split("\0")[1:-1]
        return rows, rows[0].index("\t") + 1 if rows else 0

    def _stands_at(self, row: bytes) -> bool:
        at = self._raw.find(row)
        while at >= 0:
            head = self._raw[self._raw.rfind(b"\0", 0, at) + 1 : at]
            if b"\t" not in head and not head.startswith(SUBMODULE.encode()):
                return True
            at = self._raw.find(row, at + 1)
        return False

    def _entry(self, start: int) -> Entry:
        row = os.fsdecode(self._raw[start : self._raw.find(b"\0", start)])
        head, _, path = row.partition("\t")
        mode, oid, _stage = head.split(" ")
        return mode, oid, path


def index(paths: Sequence[str] = ()) -> Index:
    """Return the index at or below the current folder, or that of the paths alone.

    Source: ``git ls-files --stage -z`` (git-ls-files(1)). An unmerged path has an entry a stage.

    Raises:
        NotARepository: outside a work tree.
        Stopped: git failed.
    """
    if _kept and not paths:
        return _kept[0]
    found = Index(run(["ls-files", "--stage", "-z", "--", *paths], settings=("--literal-pathspecs",)))
    if _kept is not None and not paths:
        _kept.append(found)
    return found


def tree(commit: str, paths: Sequence[str] = ()) -> Index:
    """Return what a commit holds at or below the current folder, or of the paths alone, as an index of it would be.

    Source: ``git ls-tree -r -z`` (git-ls-tree(1)).

    Raises:
        NotARepository: outside a work tree.
        Stopped: git failed, or there is no such commit.
    """
    rows = run(["ls-tree", "-r", "-z", commit, "--", *paths], settings=("--literal-pathspecs",)).split(b"\0")[:-1]
    entries = []
    for row in rows:
        head, _, path = row.partition(b"\t")
        mode, _type, oid = head.split(b" ")
        entries.append(b"%b %b 0\t%b\0" % (mode, oid, path))
    return Index(b"".join(entries))


_kept: list[Index] | None = None


def keep_index(*, keep: bool) -> None:
    """Ask git for the whole index once, until this is taken back: for several hooks in one process and folder."""
    global _kept
    _kept = [] if keep else None


def blobs(oids: Iterable[str]) -> dict[str, bytes]:
    """Return the contents of blobs by object name.

    Source: ``git cat-file --batch`` (git-cat-file(1)); no filter runs, so what comes back is what a push
    would send, not what a smudge filter such as git-crypt's puts into the work tree.

    Raises:
        Stopped: git failed, or an object is missing (a partial clone).
    """
    wanted = sorted(set(oids))
    if not wanted:
        return {}
    try:
        out = run(["cat-file", "--batch"], stdin="".join(oid + "\n" for oid in wanted).encode())
    except Stopped as stopped:
        missing = str(stopped).partition("could not fetch ")[2].partition(" ")[0]
        raise (Stopped(_NO_BLOB.format(missing)) if missing else stopped) from stopped
    contents = {oid: content for oid, content in zip(wanted, _answers(out), strict=False) if content is not None}
    for oid in wanted:
        if oid not in contents:
            raise Stopped(_NO_BLOB.format(oid))
    return contents


def _answers(out: bytes) -> Iterator[bytes | None]:
    """Yield the contents that ``git cat-file --batch`` has written, and None for each name that is no blob's."""
    at = 0
    while (end := out.find(b"\n", at)) >= 0:
        name, kind, size = (*out[at:end].split(b" "), b"", b"", b"")[:3]
        at = end + 1
        if not size.isdigit() or b":" in name:  # what git does not have, it repeats: `:./path missing`
            yield None
        else:
            yield out[at : at + int(size)] if kind == b"blob" else None
            at += int(size) + 1


def staged(paths: Sequence[str]) -> list[tuple[str, bytes]]:
    """Return each path with its content as staged or, at a push, as the commit has it, in the given order.

    A path that the index does not know, or outside any repository, is read from the disk: the text of the
    link for a symlink, and nothing for a path that is not there. A path with unmerged stages comes once a stage.

    Raises:
        Stopped: git failed, or a file cannot be read.
    """
    commit = pushed_commit()
    places = {path: _from_here(path) for path in paths}
    contents = {place: [content] for place, content in _by_name(commit, places.values()).items()}
    others = dict.fromkeys(place for place in places.values() if place not in contents)
    entries = []
    asked = list(others)
    for start in range(0, len(asked), _PATHS_A_CALL):
        for mode, oid, place in _entries(commit, asked[start : start + _PATHS_A_CALL]):
            if mode != SUBMODULE and place in others:  # what stands below a folder is none of it
                entries.append((place, oid))
    by_oid = blobs(oid for _, oid in entries)
    for place, oid in entries:
        contents.setdefault(place, []).append(by_oid[oid])
    return [(path, each) for path in paths for each in contents.get(places[path]) or [disk.content(path) or b""]]


def _by_name(commit: str, paths: Iterable[str]) -> dict[str, bytes]:
    """Return the contents of those paths that are a blob of the index, or of a commit: nearly always of all.

    This starts git once, where to ask for the objects' names first starts it twice. Source: ``:./path`` and
    ``commit:./path`` in gitrevisions(7). What is missing here (unmerged, not tracked, a submodule, not fetched, or
    because git refused one of the paths) is for that way to tell apart.
    """
    names = [path for path in dict.fromkeys(paths) if means_itself(path)]
    if not names:
        return {}
    asked = "".join(f"{commit}:./{path}\n" for path in names)
    try:
        out = run(["cat-file", "--batch"], stdin=os.fsencode(asked))
    except Stopped:
        return {}
    return {path: content for path, content in zip(names, _answers(out), strict=False) if content is not None}


def means_itself(path: str) -> bool:
    """Return whether git reads a line ``:./path`` or ``commit:path`` as that path.

    A line break ends the line, and so does, for some versions, a carriage return before it. A name that ends as
    git-describe(1) ends one (``-g`` and an object's name) is that object's.
    """
    return not ("\n" in path or "\r" in path or path.rstrip(_HEXADECIMAL).endswith("-g"))


def pushed_commit() -> str:
    """Return the commit that a push is about to send, or "" where nothing is pushed.

    pre-commit and prek name it in the environment (also for ``run --to-ref``). What is staged or on the disk may
    differ: a key that has been taken out there, but not out of the commit, is pushed all the same.
    """
    commit = os.environ.get("PRE_COMMIT_TO_REF", "")
    return "" if commit.startswith("-") else commit


def ignored_by(paths: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return, for each path that the repository's own files ignore, the ignore file and its deciding pattern.

    The ignore file is given from the current folder (``../.gitignore``), or absolute. A personal global ignore file
    (``core.excludesFile``) has no say, nor a pattern that holds only because a folder of that name stands here, nor a
    file system without case. Source: ``git check-ignore --no-index --verbose`` (git-check-ignore(1)).

    Raises:
        Stopped: git failed.
    """
    if not paths:
        return {}
    asked = "".join(path + "\0" for path in paths)
    arguments = ["check-ignore", "--no-index", "--verbose", "--non-matching", "-z", "--stdin"]
    settings = ("-c", "core.excludesFile=", "-c", "core.ignoreCase=false")
    out = run(arguments, settings=settings, stdin=os.fsencode(asked), accept=(0, 1))
    top = "" if os.path.lexists(".git") else os.fsdecode(run(["rev-parse", "--show-cdup"])).strip("\n")
    fields = [os.fsdecode(field) for field in out.split(b"\0")[:-1]]
    found = {}
    for source, _line, pattern, path in zip(*[iter(fields)] * 4, strict=True):
        if not source or pattern.startswith("!") or (pattern.endswith("/") and os.path.isdir(path)):
            continue
        place = source if os.path.isabs(source) else os.path.relpath(os.path.join(top, source)).replace(os.sep, "/")
        found[path] = place, pattern
    return found


def remote_branches(remote: str) -> dict[str, str]:
    """Return the branches (without ``refs/heads/``) that a remote, a name or a URL, has now, with their commits.

    This is the one call that opens a connection, and only to where a push is going that very moment. It asks for no
    password on the terminal, and gives up on a server that sends nothing for ten seconds. Source: git-ls-remote(1).

    Raises:
        Stopped: the remote cannot be reached, or refuses.
    """
    settings = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=10")
    out = os.fsdecode(run(["ls-remote", "--heads", "--", remote], settings=settings, network=True))
    rows = (line.partition("\t") for line in out.split("\n") if line)
    return {ref.removeprefix("refs/heads/"): oid for oid, _, ref in rows}


def without_login(url: str) -> str:
    """Return a URL without the user and the password that it may hold; anything else as it is."""
    scheme, separator, rest = url.partition("://")
    if not separator and "@" in url.partition("/")[0]:  # user:password@host:path, as scp has it
        login, _, place = url.partition("@")
        return f"{login.partition(':')[0]}@{place}"
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}" if separator else url


def records(arguments: Sequence[str], *, settings: Sequence[str] = ()) -> Iterator[bytes]:
    """Yield what git's standard output holds between NULs, while git writes it: as much as one record is in memory.

    Raises:
        NotARepository: git says that the current folder is in no repository.
        Stopped: git is not installed, or failed; that shows only behind the last record.
    """
    return between_nuls(_chunks(arguments, settings))


def between_nuls(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what stands between the NULs of a stream that comes in pieces; a NUL at its end is the last one's own."""
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
        NotARepository: git says that the current folder is in no repository.
        Stopped: git is not installed, or ended with a code that is not in ``accept``.
    """
    try:
        code, out, error = _start(["git", *settings, *arguments], _environment(network=network), stdin)
    except OSError as failed:
        raise _not_started(failed) from failed
    if code in accept:
        return out
    raise _failure(arguments, code, error)


class Running:
    """A git that runs in another repository than the hooks' own; as a context, its standard output.

    What it writes can be read piece by piece, so that no more than one piece is in memory. It is killed where the
    context is left by an exception, and by ``kill_all``. ``stdin`` is what it reads; replacement objects, grafts and a
    commit graph, which could all tell another history than the commits do, are never followed.

    Raises:
        NotARepository: git says that there is no repository.
        Stopped: git is not installed, or failed; that shows only when the context is left.
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

        own = {name: value for name, value in _environment(network=self._network).items() if name not in _LOCAL}
        own["GIT_NO_REPLACE_OBJECTS"] = "1"
        own["GIT_GRAFT_FILE"] = os.devnull
        if self._network:
            own["GIT_ASKPASS"] = ""
            own["SSH_ASKPASS_REQUIRE"] = "never"  # with no terminal of its own, ssh would else open a window
        self._errors = tempfile.TemporaryFile()
        with tempfile.TemporaryFile() as feed:  # a file, for git may write before it has read all
            feed.write(self._stdin)
            feed.seek(0)
            _pass_the_current_folder_by()
            try:
                self._process = subprocess.Popen(  # noqa: S603
                    ["git", "-C", self._repository, *_COMMITS_ALONE, *self._settings, *self._arguments],  # noqa: S607
                    stdin=feed,
                    stdout=subprocess.PIPE,
                    stderr=self._errors,
                    env=own,
                    bufsize=1 << 20,
                    start_new_session=self._network,
                )
            except OSError as failed:
                self._errors.close()
                raise _not_started(failed) from failed
        _running.add(self)
        out = self._process.stdout
        assert out  # noqa: S101
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
                raise _failure(self._arguments, code, self._errors.read())

    def kill(self) -> None:
        """Kill git, and of one in a session of its own (clone, fetch) also what it started."""
        import signal

        try:
            if self._network and hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        except ProcessLookupError:
            pass


_running: set[Running] = set()


def kill_all() -> None:
    """Kill every git that is running in another repository, for a process that is about to end."""
    for each in list(_running):
        each.kill()


def _environment(*, network: bool = False) -> dict[str, str]:
    transport = {"GIT_TERMINAL_PROMPT": "0"} if network else {"GIT_ALLOW_PROTOCOL": "none"}
    return {**os.environ, **transport, "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


def _not_started(error: OSError) -> Stopped:
    if isinstance(error, FileNotFoundError):
        return Stopped("git was not found on PATH; the check needs it")
    return Stopped(f"git could not be started: {error.strerror}")


def _failure(arguments: Sequence[str], code: int, error: bytes) -> Stopped:
    """Return what a failed git means."""
    words = os.fsdecode(error).strip() or f"exit code {code}"
    if "not a git repository" in words or "must be run in a work tree" in words:
        return NotARepository(
            "not in a git repository's work tree: run this inside a checkout (a source tarball has no index)"
        )
    if "is outside repository" in words or "is in submodule" in words or "beyond a symbolic link" in words:
        return _Elsewhere(f"git {arguments[0]}: {words}")
    return Stopped(f"git {arguments[0]} failed: {words}")


def _start(command: list[str], environment: Mapping[str, str], stdin: bytes) -> tuple[int, bytes, bytes]:
    """Run git, the user's own by name from PATH and without a shell; return exit code, output and errors.

    By ``posix_spawn`` where there is one: importing ``subprocess`` costs more than the interpreter's start.
    """
    spawned = _spawn(command, environment)
    if spawned is None:
        import subprocess

        _pass_the_current_folder_by()
        done = subprocess.run(command, input=stdin, capture_output=True, env=environment, check=False)  # noqa: S603
        return done.returncode, done.stdout, done.stderr
    process, feed, read_out, read_error = spawned
    out, error = _talk(feed, stdin, read_out, read_error)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), out, error


def _pass_the_current_folder_by() -> None:
    """Have Windows look for git on PATH alone: else a repository's own git.exe, in the current folder, would run.

    It is this process's environment that counts. Source: NeedCurrentDirectoryForExePathW (Microsoft's processenv.h).
    """
    os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"


def _spawn(command: list[str], environment: Mapping[str, str]) -> tuple[int, int, int, int] | None:
    """Start git by ``posix_spawn``; return its process and our ends of its streams, or None where that cannot be."""
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


def _chunks(arguments: Sequence[str], settings: Sequence[str]) -> Iterator[bytes]:
    """Yield git's standard output in pieces; without ``posix_spawn``, in one."""
    try:
        spawned = _spawn(["git", *settings, *arguments], _environment())
    except OSError as failed:
        raise _not_started(failed) from failed
    if spawned is None:
        yield run(arguments, settings=settings)
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
    finally:  # a reader that has seen enough leaves git with nobody to write to, which ends it
        os.close(read_out)
        os.close(read_error)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if code:
        raise _failure(arguments, code, errors)


def _talk(feed: int, stdin: bytes, *readers: int) -> list[bytes]:
    """Write to a process and read from it at once, so that neither side waits for the other; close all ends."""
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
                except BrokenPipeError:  # git has read enough; its exit code tells whether that was right
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


def _entries(commit: str, paths: Sequence[str]) -> list[Entry]:
    """Return the entries of the index, or of a commit, for those of the paths that git knows anything of."""
    try:
        return (tree(commit, paths) if commit else index(paths)).entries()
    except NotARepository:
        if commit:
            raise
        return []
    except _Elsewhere:
        if len(paths) == 1:
            return []
        return [entry for path in paths for entry in _entries(commit, [path])]


def _from_here(path: str) -> str:
    """Return a path in git's spelling: from the current folder, with slashes."""
    path = os.path.relpath(path) if os.path.isabs(path) or ".." in path else os.path.normpath(path)
    return path if os.sep == "/" else path.replace(os.sep, "/")

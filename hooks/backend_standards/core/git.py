"""What the hooks ask git: the index, the contents of blobs, what is ignored, and the branches of a remote."""

from __future__ import annotations

import os

from backend_standards.core import Stopped, disk, git_process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import TypeAlias

SUBMODULE = "160000"
LINK = "120000"
_PATHS_A_CALL = 200
_FEW = 10
_HEXADECIMAL = "0123456789abcdefABCDEF"
_NO_BLOB = "git has no blob {0}, which the index names; in a partial clone, fetch it: git cat-file -e {0}"

Entry: TypeAlias = "tuple[str, str, str]"
"""An entry of the index: mode (octal), object name (hex), and path from the current folder."""


class Index:
    """The index's entries at or below the current folder.

    It keeps the bytes that git wrote, because a hook asks about a few of thousands of entries.
    """

    __slots__ = ("_asked", "_places", "_raw")

    def __init__(self, raw: bytes) -> None:
        self._raw = b"\0" + raw
        self._asked = 0
        """How often ``has`` has searched the bytes; from then on it looks into ``_places``."""
        self._places: set[str] = set()

    def entries(self, stems: Sequence[bytes] = ()) -> list[Entry]:
        """Return the entries whose paths contain a stem (in lower case), sorted by path; all entries without stems."""
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
        # A stem of hexadecimal digits is also found in object names.
        return [entry for entry in found if any(stem in os.fsencode(entry[2]).lower() for stem in stems)]

    def paths(self) -> list[str]:
        """Return every path once, in git's order; that of a submodule ends with a slash."""
        rows, at = self._rows()
        paths = [row[at:] for row in rows]
        if any(stage in self._raw for stage in (b" 1\t", b" 2\t", b" 3\t")):
            paths = list(dict.fromkeys(paths))
        if b"\0" + SUBMODULE.encode() in self._raw:
            submodules = {row[at:] for row in rows if row.startswith(SUBMODULE)}
            paths = [f"{path}/" if path in submodules else path for path in paths]
        return paths

    def contents(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the staged contents of those paths that are tracked; of an unmerged path, one of its stages.

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

        A submodule is neither: this index does not list its files.
        """
        if self._asked < _FEW:
            self._asked += 1
            row = b"\t" + os.fsencode(path)
            ends = (b"",) if path.endswith("/") else (b"\0", b"/")
            return any(self._has_row(row + end) for end in ends)
        if not self._places:
            self._places = self._find_places()
        return path in self._places

    def _find_places(self) -> set[str]:
        """Return all paths but those of submodules, and the folders above them with and without a final slash."""
        rows, at = self._rows()
        found = {row[at:] for row in rows if not row.startswith(SUBMODULE)}
        for path in tuple(found):
            end = path.rfind("/")
            while end > 0 and path[: end + 1] not in found:
                found.update((path[:end], path[: end + 1]))
                end = path.rfind("/", 0, end)
        return found

    def _oids(self, wanted: Collection[str], rows: Sequence[str], at: int) -> dict[str, str]:
        submodule = f"{SUBMODULE} "
        return {row[at:]: row.split(" ", 2)[1] for row in rows if row[at:] in wanted and not row.startswith(submodule)}

    def _rows(self, paths: Collection[str] = ()) -> tuple[list[str], int]:
        """Return the rows as text, at least those of the paths, and the index of the path in each row.

        Mode, object name and stage have the same width in all rows.
        """
        raw = self._raw
        if 0 < len(paths) <= _FEW:
            spots = [raw.find(b"\t" + os.fsencode(path) + b"\0") for path in paths]
            found = [raw[raw.rfind(b"\0", 0, at) : raw.find(b"\0", at)] for at in spots if at >= 0]
            raw = b"".join(found) + b"\0"
        rows = os.fsdecode(raw).split("\0")[1:-1]
        return rows, rows[0].index("\t") + 1 if rows else 0

    def _has_row(self, row: bytes) -> bool:
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
    """Return the index at or below the current folder, or only that of the paths.

    Source: ``git ls-files --stage -z`` (git-ls-files(1)). An unmerged path has one entry per stage.

    Raises:
        git_process.NotARepository: outside a work tree.
        Stopped: git failed.
    """
    if _kept and not paths:
        return _kept[0]
    found = Index(git_process.run(["ls-files", "--stage", "-z", "--", *paths], settings=("--literal-pathspecs",)))
    if _kept is not None and not paths:
        _kept.append(found)
    return found


def tree(commit: str, paths: Sequence[str] = ()) -> Index:
    """Return a commit's files at or below the current folder, or only those of the paths, as an index.

    Source: ``git ls-tree -r -z`` (git-ls-tree(1)).

    Raises:
        git_process.NotARepository: outside a work tree.
        Stopped: git failed, or the commit does not exist.
    """
    rows = git_process.run(["ls-tree", "-r", "-z", commit, "--", *paths], settings=("--literal-pathspecs",)).split(
        b"\0"
    )[:-1]
    entries = []
    for row in rows:
        head, _, path = row.partition(b"\t")
        mode, _type, oid = head.split(b" ")
        entries.append(b"%b %b 0\t%b\0" % (mode, oid, path))
    return Index(b"".join(entries))


_kept: list[Index] | None = None


def keep_index(*, keep: bool) -> None:
    """Keep the first whole index for later calls, or stop that: several hooks run in one process and folder."""
    global _kept
    _kept = [] if keep else None


def blobs(oids: Iterable[str]) -> dict[str, bytes]:
    """Return the contents of blobs by object name.

    Source: ``git cat-file --batch`` (git-cat-file(1)); no filter runs. The contents are those that a push would
    send, not those that a smudge filter such as git-crypt's writes to the work tree.

    Raises:
        Stopped: git failed, or an object is missing (a partial clone).
    """
    wanted = sorted(set(oids))
    if not wanted:
        return {}
    try:
        out = git_process.run(["cat-file", "--batch"], stdin="".join(oid + "\n" for oid in wanted).encode())
    except Stopped as stopped:
        missing = str(stopped).partition("could not fetch ")[2].partition(" ")[0]
        raise (Stopped(_NO_BLOB.format(missing)) if missing else stopped) from stopped
    contents = {oid: content for oid, content in zip(wanted, _answers(out), strict=False) if content is not None}
    for oid in wanted:
        if oid not in contents:
            raise Stopped(_NO_BLOB.format(oid))
    return contents


def _answers(out: bytes) -> Iterator[bytes | None]:
    """Yield each content in the output of ``git cat-file --batch``, and None for a name that is not a blob's."""
    at = 0
    while (end := out.find(b"\n", at)) >= 0:
        name, kind, size = (*out[at:end].split(b" "), b"", b"", b"")[:3]
        at = end + 1
        if not size.isdigit() or b":" in name:  # git repeats the name of a missing object: `:./path missing`
            yield None
        else:
            yield out[at : at + int(size)] if kind == b"blob" else None
            at += int(size) + 1


def staged(paths: Sequence[str]) -> list[tuple[str, bytes]]:
    """Return each path with its staged content or, at a push, its content in the commit, in the given order.

    A path that the index does not have, or that is outside a repository, is read from the disk: a symlink gives its
    target, and a path that does not exist gives ``b""``. An unmerged path comes once per stage.

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
            if mode != SUBMODULE and place in others:  # not a file below a folder that was asked for
                entries.append((place, oid))
    by_oid = blobs(oid for _, oid in entries)
    for place, oid in entries:
        contents.setdefault(place, []).append(by_oid[oid])
    return [(path, each) for path in paths for each in contents.get(places[path]) or [disk.content(path) or b""]]


def _by_name(commit: str, paths: Iterable[str]) -> dict[str, bytes]:
    """Return the contents of those paths that are blobs in the index or in the commit: nearly always all of them.

    This starts git once; a caller that first asks for object names starts it twice. Source: ``:./path`` and
    ``commit:./path`` in gitrevisions(7). A path may be missing here because it is unmerged, not tracked, a submodule or
    not fetched, or because git refused one of the paths. The caller then asks for its object name.
    """
    names = [path for path in dict.fromkeys(paths) if means_itself(path)]
    if not names:
        return {}
    asked = "".join(f"{commit}:./{path}\n" for path in names)
    try:
        out = git_process.run(["cat-file", "--batch"], stdin=os.fsencode(asked))
    except Stopped:
        return {}
    return {path: content for path, content in zip(names, _answers(out), strict=False) if content is not None}


def means_itself(path: str) -> bool:
    """Return whether git reads a line ``:./path`` or ``commit:path`` as that path.

    A line break ends the line, and in some versions of git also a carriage return before it. git reads a name that ends
    with ``-g`` and an object's name, as git-describe(1) writes it, as that object.
    """
    return not ("\n" in path or "\r" in path or path.rstrip(_HEXADECIMAL).endswith("-g"))


def pushed_commit() -> str:
    """Return the commit that a push is about to send, or "" if there is no push.

    pre-commit and prek set it in the environment (also for ``run --to-ref``). The index and the disk may differ: a
    key that was deleted there, but not in the commit, would be pushed.
    """
    commit = os.environ.get("PRE_COMMIT_TO_REF", "")
    return "" if commit.startswith("-") else commit


def ignored_by(paths: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return, for each path that the repository's own files ignore, the ignore file and its deciding pattern.

    The ignore file is given from the current folder (``../.gitignore``), or absolute. A personal global ignore file
    (``core.excludesFile``) does not count. Nor does a pattern that matches only because a folder of that name exists
    here, or only without regard to case. Source: ``git check-ignore --no-index --verbose`` (git-check-ignore(1)).

    Raises:
        Stopped: git failed.
    """
    if not paths:
        return {}
    asked = "".join(path + "\0" for path in paths)
    arguments = ["check-ignore", "--no-index", "--verbose", "--non-matching", "-z", "--stdin"]
    settings = ("-c", "core.excludesFile=", "-c", "core.ignoreCase=false")
    out = git_process.run(arguments, settings=settings, stdin=os.fsencode(asked), accept=(0, 1))
    top = "" if os.path.lexists(".git") else os.fsdecode(git_process.run(["rev-parse", "--show-cdup"])).strip("\n")
    fields = [os.fsdecode(field) for field in out.split(b"\0")[:-1]]
    found = {}
    for source, _line, pattern, path in zip(*[iter(fields)] * 4, strict=True):
        if not source or pattern.startswith("!") or (pattern.endswith("/") and os.path.isdir(path)):
            continue
        place = source if os.path.isabs(source) else os.path.relpath(os.path.join(top, source)).replace(os.sep, "/")
        found[path] = place, pattern
    return found


def remote_branches(remote: str) -> dict[str, str]:
    """Return the current branches of a remote (a name or a URL), without ``refs/heads/``, with their commits.

    Only this call opens a connection, and only to the remote that is being pushed to. It asks for no password on the
    terminal, and gives up if the server sends nothing for ten seconds. Source: git-ls-remote(1).

    Raises:
        Stopped: the remote cannot be reached, or refuses the connection.
    """
    settings = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=10")
    out = os.fsdecode(git_process.run(["ls-remote", "--heads", "--", remote], settings=settings, network=True))
    rows = (line.partition("\t") for line in out.split("\n") if line)
    return {ref.removeprefix("refs/heads/"): oid for oid, _, ref in rows}


def without_login(url: str) -> str:
    """Return a URL without its user and password. Any other text is returned unchanged."""
    scheme, separator, rest = url.partition("://")
    if not separator and "@" in url.partition("/")[0]:  # user:password@host:path, the form of scp
        login, _, place = url.partition("@")
        return f"{login.partition(':')[0]}@{place}"
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}" if separator else url


def _entries(commit: str, paths: Sequence[str]) -> list[Entry]:
    """Return the entries of the index, or of a commit, for those paths that it has."""
    try:
        return (tree(commit, paths) if commit else index(paths)).entries()
    except git_process.NotARepository:
        if commit:
            raise
        return []
    except git_process.Elsewhere:
        if len(paths) == 1:
            return []
        return [entry for path in paths for entry in _entries(commit, [path])]


def _from_here(path: str) -> str:
    """Return a path in git's spelling: from the current folder, with slashes."""
    path = os.path.relpath(path) if os.path.isabs(path) or ".." in path else os.path.normpath(path)
    return path if os.sep == "/" else path.replace(os.sep, "/")

"""What the hooks ask git: which files a run judges, their contents, and the branches of a remote.

``judged`` is the one answer to the question which tree is meant: at a push the commit that is pushed, otherwise the
index. The disk counts only for a file that git does not know. It is also read where it has the very bytes that git
stores, because that is faster.
"""

from __future__ import annotations

import os

from backend_standards.core import MANIFESTS, RUNNER, Stopped, disk, git_process, pushed_commit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import TypeAlias

SUBMODULE = "160000"
LINK = "120000"
_PORTION = 100
"""Files whose contents are in memory together; all of a repository would need too much."""
_FEW = 10
"""The most paths that git is asked for by name: it compares each of them with the whole index."""
_EMPTY = (
    b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    b"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
"""The names of an empty blob, in SHA-1 and in SHA-256."""
_HEXADECIMAL = "0123456789abcdefABCDEF"
_NO_BLOB = "git has no blob {0}, which the index names; in a partial clone, fetch it: git cat-file -e {0}"

Entry: TypeAlias = "tuple[str, str, str]"
"""An entry of the index: mode (octal), object name (hex), and path from the current folder."""


class Index:
    """The entries of the index, or of a commit, at or below the current folder.

    It keeps the bytes that git wrote, because a hook asks about a few of thousands of entries.
    """

    __slots__ = ("_asked", "_by_path", "_every", "_places", "_raw", "_sought")

    def __init__(self, raw: bytes) -> None:
        self._raw = b"\0" + raw
        self._every: list[Entry] | None = None
        self._asked = 0
        """How often ``has`` has searched the bytes. After several searches it uses ``_places``."""
        self._places: set[str] = set()
        self._sought = 0
        """How often ``entry`` has searched the bytes. After several searches it uses ``_by_path``."""
        self._by_path: dict[str, Entry] = {}

    def entries(self, stems: Sequence[bytes] = ()) -> list[Entry]:
        """Return the entries whose paths contain a stem (in lower case), sorted by path; all entries without stems."""
        if not stems:
            if self._every is None:
                self._every = self._all()
            return self._every
        starts = set()
        lowered = self._raw.lower()
        for stem in stems:
            at = lowered.find(stem)
            while at >= 0:
                starts.add(self._raw.rfind(b"\0", 0, at + 1) + 1)
                end = self._raw.find(b"\0", at + 1)
                at = lowered.find(stem, end) if end >= 0 else -1
        found = [self._entry(start) for start in sorted(starts) if start < len(self._raw)]
        # A stem of hexadecimal digits is also found in object names.
        return [entry for entry in found if any(stem in os.fsencode(entry[2]).lower() for stem in stems)]

    def among(self, paths: Collection[str]) -> Iterator[Entry]:
        """Yield the entries of some paths, sorted by path; unlike those of ``entries``, they are not kept."""
        at, raw = 1, self._raw
        while at < len(raw):
            end = raw.index(b"\0", at)
            tab = raw.index(b"\t", at, end)
            path = os.fsdecode(raw[tab + 1 : end])
            if path in paths:
                mode, oid, _stage = raw[at:tab].decode("ascii").split(" ")
                yield mode, oid, path
            at = end + 1

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
        """Return the stored contents of those paths that are tracked; of an unmerged path, one of its stages.

        Raises:
            Stopped: git failed, or an object is missing (a partial clone).
        """
        wanted = set(paths)
        if not wanted:
            return {}
        oids = self._oids(wanted, *self._rows(wanted))
        if len(oids) < len(wanted):
            oids = self._oids(wanted, *self._rows())
        return dict(zip(oids, stored(list(oids.items())), strict=True))

    def files(self) -> list[str]:
        """Return the path of every file once, in git's order; links and submodules are none."""
        return list(dict.fromkeys(path for mode, _, path in self.entries() if mode not in (SUBMODULE, LINK)))

    def each(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield those paths that are files with their stored contents, of which few are in memory together.

        Raises:
            Stopped: git failed, or an object is missing (a partial clone).
        """
        for start in range(0, len(paths), _PORTION):
            found = filter(None, map(self.entry, paths[start : start + _PORTION]))
            rows = [(path, oid) for mode, oid, path in found if mode not in (SUBMODULE, LINK)]
            yield from zip((path for path, _ in rows), stored(rows), strict=True)

    def entry(self, path: str) -> Entry | None:
        """Return the entry of a path; of an unmerged one, one of them; None if there is none."""
        if self._sought >= _FEW:
            if not self._by_path:
                self._by_path = {entry[2]: entry for entry in reversed(self.entries())}
            return self._by_path.get(path)
        self._sought += 1
        end = b"\t" + os.fsencode(path) + b"\0"
        at = self._raw.find(end)
        while at >= 0:
            start = self._raw.rfind(b"\0", 0, at) + 1
            if self._raw.find(b"\t", start) == at:  # not a tab of another path
                return self._entry(start)
            at = self._raw.find(end, at + 1)
        return None

    def has_links(self) -> bool:
        """Return whether a link is tracked; True in doubt."""
        return b"\0" + LINK.encode() in self._raw

    def links(self) -> dict[str, str]:
        """Return where each link leads, as it is written.

        Raises:
            Stopped: git failed, or an object is missing (a partial clone).
        """
        if not self.has_links():
            return {}
        oids = {path: oid for mode, oid, path in self.entries() if mode == LINK}
        return {path: os.fsdecode(data) for path, data in zip(oids, stored(list(oids.items())), strict=True)}

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

    def _all(self) -> list[Entry]:
        rows, at = self._rows()
        return [(row[:6], row[7:].partition(" ")[0], row[at:]) for row in rows]

    def _entry(self, start: int) -> Entry:
        row = os.fsdecode(self._raw[start : self._raw.find(b"\0", start)])
        head, _, path = row.partition("\t")
        mode, oid, _stage = head.split(" ")
        return mode, oid, path


def judged(paths: Sequence[str] = ()) -> Index:
    """Return the files that this run judges, at or below the current folder, or at least those of the paths.

    At a push that is the tree of the commit that is pushed, otherwise the index. The disk may differ from both: a key
    that was deleted there, but not in the commit, would be pushed.

    Raises:
        git_process.NotARepository: outside a work tree.
        Stopped: git failed, or the commit does not exist.
    """
    commit = pushed_commit.revision()
    if _kept is None or any(path.startswith("../") for path in paths):
        return tree(commit, paths) if commit else index(paths)
    if commit not in _kept:
        _kept[commit] = tree(commit) if commit else index()
    return _kept[commit]


def below(path: str) -> list[str]:
    """Return the judged files at or below a path, without submodules.

    Raises:
        git_process.NotARepository: outside a work tree.
        Stopped: git failed.
    """
    place = _from_here(path)
    found = judged([place]).paths()
    if not place.startswith("../") and place != ".":
        found = [each for each in found if each == place or each.startswith(f"{place}/")]
    return [each for each in found if not each.endswith("/")]


def project() -> Index:
    """Return the files of a check of the whole tree: ``judged``, in a folder that can be checked by itself.

    Such a folder is the repository's root, the folder in which pre-commit or prek (in a workspace) start a hook, or a
    folder with a manifest of its own, such as a service of a monorepo.

    Raises:
        git_process.NotARepository: outside a work tree.
        Stopped: the current folder is only a part of the repository, or git failed.
    """
    if not (os.environ.get(RUNNER) or any(os.path.lexists(name) for name in (".git", *MANIFESTS))):
        folder = prefix()
        if folder:
            top = "/".join([".."] * folder.count("/"))
            raise Stopped(
                f"{folder} is only a part of the repository, without a manifest of its own; first run: cd {top}"
            )
    return judged()


_kept: dict[str, Index] | None = None


class kept:  # noqa: N801 - a context, whose module contextlib costs its import
    """A context in which what is judged is listed once: several hooks run in one process and folder."""

    def __enter__(self) -> None:
        global _kept
        _kept = {}

    def __exit__(self, *_: object) -> None:
        global _kept
        _kept = None


def index(paths: Sequence[str] = ()) -> Index:
    """Return the index at or below the current folder, or only that of the paths.

    Source: ``git ls-files --stage -z`` (git-ls-files(1)). An unmerged path has one entry per stage. A file that is only
    intended to be added (``git add -N``) is left out: a commit would not have it.

    Raises:
        git_process.NotARepository: outside a work tree.
        Stopped: git failed.
    """
    raw = git_process.run(["ls-files", "--stage", "-z", "--", *paths], settings=("--literal-pathspecs",))
    if any(b" %b 0\t" % oid in raw for oid in _EMPTY):
        from backend_standards.core import git_folder

        if git_folder.may_have_flags():
            return Index(_without_intended(raw))
    return Index(raw)


def _without_intended(raw: bytes) -> bytes:
    """Return the rows of the index without those of files that are only intended to be added.

    git shows them as files that are new on the disk; their rows have the name of an empty blob.
    """
    out = git_process.run(["diff-files", "-z", "--name-only", "--diff-filter=A", "--relative", "--ignore-submodules"])
    intended = set(out.split(b"\0")[:-1])
    rows = raw.split(b"\0")[:-1]
    return b"".join(row + b"\0" for row in rows if row.partition(b"\t")[2] not in intended)


def tree(commit: str, paths: Sequence[str] = ()) -> Index:
    """Return a commit's files at or below the current folder, or only those of the paths, as an index.

    Source: ``git ls-tree -r -z`` (git-ls-tree(1)).

    Raises:
        git_process.NotARepository: outside a work tree.
        Stopped: git failed, or the commit does not exist.
    """
    out = git_process.run(["ls-tree", "-r", "-z", commit, "--", *paths], settings=("--literal-pathspecs",))
    entries = []
    for row in out.split(b"\0")[:-1]:
        head, _, path = row.partition(b"\t")
        mode, _type, oid = head.split(b" ")
        entries.append(b"%b %b 0\t%b\0" % (mode, oid, path))
    return Index(b"".join(entries))


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


def stored(rows: Sequence[tuple[str, str]]) -> list[bytes]:
    """Return the contents of (path, object name) pairs: from the disk where it has them, otherwise from git.

    A file on the disk counts only if its bytes have the name that git gave them. A filter such as git-crypt's, another
    encoding or a later change give it other bytes.

    Raises:
        Stopped: git failed, or an object is missing (a partial clone).
    """
    folders: dict[str, bool] = {}
    found = [disk.content_if(path, oid, folders) for path, oid in rows]
    by_oid = blobs(oid for (_, oid), data in zip(rows, found, strict=True) if data is None)
    return [by_oid[oid] if data is None else data for (_, oid), data in zip(rows, found, strict=True)]


def staged(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each path with its content as this run judges it, in the given order.

    That is the content in the index or, at a push, in the commit. A file that git does not know is read from the disk.
    A file is left out if the index has it and the pushed commit does not. A submodule is left out too. An unmerged path
    comes once per stage; of a symlink, the content is its target.

    Raises:
        Stopped: git failed, or a path is neither known to git nor a file.
    """
    places, known = _known(paths)
    for start in range(0, len(paths), _PORTION):
        part = paths[start : start + _PORTION]
        contents = iter(stored([(places[path], oid) for path in part for oid in known.get(places[path], ())]))
        for path in part:
            if places[path] in known:
                yield from ((path, next(contents)) for _ in known[places[path]])
            else:
                yield path, _on_disk(path)


def staged_once(paths: Sequence[str]) -> Iterator[tuple[Sequence[str], bytes]]:
    """Yield each content once, with all paths that have it; otherwise the same as ``staged``, in no given order.

    Of 41,000 files in 21 public repositories, every fifth is a copy of another one. Only one content is in memory, but
    for those that the disk does not have.

    Raises:
        Stopped: git failed, or a path is neither known to git nor a file.
    """
    places, known = _known(paths)
    by_oid: dict[str, list[str]] = {}
    for path in paths:
        if (oids := known.get(places[path])) is None:
            yield (path,), _on_disk(path)
            continue
        for oid in oids:
            by_oid.setdefault(oid, []).append(path)
    missing = []
    folders: dict[str, bool] = {}
    for oid, same in by_oid.items():
        data = disk.content_if(places[same[0]], oid, folders)
        if data is None:
            missing.append(oid)
        else:
            yield same, data
    for start in range(0, len(missing), _PORTION):
        yield from ((by_oid[oid], data) for oid, data in blobs(missing[start : start + _PORTION]).items())


def _known(paths: Iterable[str]) -> tuple[dict[str, str], dict[str, Sequence[str]]]:
    """Return the place of each path in git's spelling, and the object names of the places that git knows.

    A place has none if it is a submodule, or if a push leaves it out.
    """
    places = {path: _from_here(path) for path in paths}
    known: dict[str, Sequence[str]] = {}
    for mode, oid, place in _rows_of(frozenset(places.values())):
        known[place] = (*known.get(place, ()), *((oid,) if mode != SUBMODULE else ()))
    others = frozenset(place for place in places.values() if place not in known)
    if others and pushed_commit.revision():
        known |= {place: () for _, _, place in _rows_of(others, of_index=True)}
    return places, known


def _rows_of(paths: Collection[str], *, of_index: bool = False) -> Iterable[Entry]:
    """Return the entries of those paths that this run knows from git."""
    read = index if of_index else judged
    near = [path for path in paths if not path.startswith("../")]
    far = [path for path in paths if path.startswith("../")]
    try:
        if not far and len(near) > _FEW:
            return read().among(paths)
        entries = [*(read().entries() if len(near) > _FEW else _entries(read, near)), *_entries(read, far)]
    except git_process.NotARepository:
        if pushed_commit.revision():
            raise
        return []
    return [entry for entry in entries if entry[2] in paths]  # not the files below a folder that was asked for


def _entries(read: Callable[[Sequence[str]], Index], paths: Sequence[str]) -> list[Entry]:
    """Return the entries of a few paths, of which some may be outside of the repository or in a submodule."""
    try:
        return read(paths).entries() if paths else []
    except git_process.Elsewhere:
        return [entry for path in paths for entry in _entries(read, [path])] if len(paths) > 1 else []


def entry(path: str, known: Index) -> Entry | None:
    """Return the entry of a path: in what is known below the current folder, or, above that, by asking git.

    Raises:
        Stopped: git failed.
    """
    if not path.startswith("../"):
        return known.entry(path)
    return next((each for each in _entries(judged, [path]) if each[2] == path), None)


def sent(paths: Iterable[str]) -> list[str]:
    """Return the paths without those that a push leaves out: the index has them, but not the commit that is pushed.

    Raises:
        Stopped: git failed.
    """
    if not pushed_commit.revision():
        return list(paths)
    places = {path: _from_here(path) for path in paths}
    wanted = frozenset(places.values())
    left_out = {row[2] for row in _rows_of(wanted, of_index=True)} - {row[2] for row in _rows_of(wanted)}
    return [path for path, place in places.items() if place not in left_out]


def is_left_out(path: str) -> bool:
    """Return whether a push leaves a path out: the index has it, but not the commit that is pushed.

    Raises:
        Stopped: git failed.
    """
    return bool(pushed_commit.revision()) and bool(_rows_of([path], of_index=True))


def _on_disk(path: str) -> bytes:
    """Return the content of a file that git does not know.

    Raises:
        Stopped: there is no such file, it is a folder or a device, or it cannot be read.
    """
    data = disk.content(path)
    if data is None:
        raise Stopped(f"{path}: there is no such file, neither on the disk nor staged")
    if not data and not os.path.islink(path) and not os.path.isfile(path):
        what = "a folder" if os.path.isdir(path) else "not a regular file"
        raise Stopped(f"{path}: is {what}; give the names of files, as git ls-files prints them")
    return data


def means_itself(path: str) -> bool:
    """Return whether git reads a line ``:./path`` or ``commit:path`` as that path.

    A line break ends the line, and in some versions of git also a carriage return before it. git reads a name that ends
    with ``-g`` and an object's name, as git-describe(1) writes it, as that object.
    """
    return not ("\n" in path or "\r" in path or path.rstrip(_HEXADECIMAL).endswith("-g"))


def prefix() -> str:
    """Return the current folder as git writes it from the repository's top: "", or with a final slash.

    Raises:
        git_process.NotARepository: outside a repository.
        Stopped: git failed.
    """
    if os.path.lexists(".git"):
        return ""
    return os.fsdecode(git_process.run(["rev-parse", "--show-prefix"])).removesuffix("\n")


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
    top = "../" * prefix().count("/")
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
    out = git_process.run(["ls-remote", "--heads", "--", remote], settings=settings, network=True)
    rows = (line.partition("\t") for line in out.decode("utf-8", "surrogateescape").split("\n") if line)
    return {ref.removeprefix("refs/heads/"): oid for oid, _, ref in rows}


def without_login(url: str) -> str:
    """Return a URL without its user and password. Any other text is returned unchanged."""
    scheme, separator, rest = url.partition("://")
    if not separator and "@" in url.partition("/")[0]:  # user:password@host:path, the form of scp
        login, _, place = url.partition("@")
        return f"{login.partition(':')[0]}@{place}"
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}" if separator else url


def _from_here(path: str) -> str:
    """Return a path in git's spelling: from the current folder, with slashes."""
    path = os.path.relpath(path) if os.path.isabs(path) or ".." in path else os.path.normpath(path)
    return path if os.sep == "/" else path.replace(os.sep, "/")

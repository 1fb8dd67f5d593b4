"""One repository's history from ``git log``: which commit added which blob at which path.

The history is everything that a branch, a tag, a remote's branch, a note, a stash or a worktree's HEAD reaches.
"""

from __future__ import annotations

import os
from array import array

from backend_standards.core import Stopped, disk, git, git_process, git_stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from backend_standards.audit.blobs import Addition, Blobs

    Places: TypeAlias = "dict[tuple[str, str], Place]"
    """Places by blob and path."""

_SEPARATOR = b"\x01"  # the first byte of a commit's record; no other field of the output starts with it
# Each option undoes a setting that adds, hides or renames something. `-c` lists what a merge adds to all its parents.
_LOG = (
    "log -z --raw -c --root --no-renames --no-abbrev --no-relative --full-history --date-order --no-show-signature "
    "--no-notes --no-color --no-decorate --no-mailmap --ignore-submodules=none -O/dev/null"
).split()
_AUTHORS = [
    "log",
    "-z",
    "--no-walk=unsorted",
    "--stdin",
    "--no-show-signature",
    "--no-mailmap",
    "--format=tformat:%an%x00%ae%x00%aI",
]
_ASIDE = ("-c", "log.showRoot=true", "-c", "i18n.logOutputEncoding=UTF-8")
_PROMISOR = r"^remote\..*\.promisor$|^extensions\.partialclone$"
_PIECE = 1 << 16  # bytes of the log that are read together
_FILES = ("100", "120")  # the first digits of the mode of a file and of a link; a deletion has the mode 000000


class Commit:
    """A commit's author and date. Bytes that are not UTF-8 are surrogates.

    ``number`` is 1 for the newest commit, so the earlier of two commits has the higher number.
    """

    __slots__ = ("author", "date", "email", "number", "oid")

    def __init__(self, number: int, oid: str) -> None:
        self.number = number
        self.oid = oid
        self.author = self.email = self.date = ""


class Place:
    """A blob at a path: the first commit that added it there, and the numbers of all commits that did."""

    __slots__ = ("commits", "first")

    def __init__(self) -> None:
        self.first = Commit(0, "")
        self.commits: list[int] = []


class History:
    """What each commit added, newest first: three numbers an addition, because a history may have millions of them."""

    __slots__ = ("_additions", "_blobs", "_commits", "_path_numbers", "missing", "paths")

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._commits: list[bytes] = []
        self._additions = array("I")
        """The numbers of commit, blob and path, again and again."""
        self._path_numbers: dict[str, int] = {}
        self.paths: list[str] = []
        """Every path, by its number."""
        self.missing: dict[bytes, int] = {}
        """The numbers of the blobs that the repository does not have, by name; they follow those of its blobs."""

    @property
    def commits(self) -> int:
        """How many commits there are."""
        return len(self._commits)

    def begin(self, commit: str) -> None:
        """Note a commit. Every commit is noted before its parents."""
        self._commits.append(bytes.fromhex(commit))

    def add(self, oid: str, path: str) -> None:
        """Note that the last commit added a blob at a path."""
        name = bytes.fromhex(oid)
        blob = self._blobs.numbers.get(name)
        if blob is None:
            blob = self.missing.setdefault(name, len(self._blobs.numbers) + len(self.missing))
        number = self._path_numbers.setdefault(path, len(self.paths))
        if number == len(self.paths):
            self.paths.append(path)
        self._additions.extend((len(self._commits), blob, number))

    def additions(self) -> Iterator[Addition]:
        """Yield the numbers of commit, blob and path of each addition, newest first."""
        return zip(*[iter(self._additions)] * 3, strict=True)

    def places(self, repository: str, oids: Iterable[str], is_wanted: Callable[[str], bool]) -> Places:
        """Return the places of these blobs, and of all blobs at the paths for which ``is_wanted`` is true.

        Raises:
            Stopped: git failed.
        """
        blobs = {self._blobs.numbers[bytes.fromhex(oid)] for oid in oids}
        paths = {number for number, path in enumerate(self.paths) if is_wanted(path)}
        by_number: dict[tuple[int, int], Place] = {}
        if blobs or paths:
            for commit, blob, path in self.additions():
                if blob in blobs or path in paths:
                    by_number.setdefault((blob, path), Place()).commits.append(commit)
        names = [*self._blobs.numbers, *self.missing] if by_number else []
        # Children come before their parents, so the last commit of a place is the first one that added it.
        firsts = {
            number: Commit(number, self._commits[number - 1].hex())
            for number in {place.commits[-1] for place in by_number.values()}
        }
        _add_authors(repository, firsts.values())
        for place in by_number.values():
            place.first = firsts[place.commits[-1]]
        return {(names[blob].hex(), self.paths[path]): place for (blob, path), place in by_number.items()}


def read_history(repository: str, blobs: Blobs) -> History:
    """Return the history of a repository that has these blobs.

    Raises:
        Stopped: git failed.
    """
    history = History(blobs)
    arguments = [*_LOG, "--format=tformat:%x01%H", "--all", "--stdin"]
    with git_stream.Running(repository, arguments, settings=_ASIDE, stdin=_stashes(repository)) as out:
        for commit, oid, path in entries(git_stream.between_nuls(iter(lambda: out.read(_PIECE), b""))):
            if commit:
                history.begin(commit)
            else:
                history.add(oid, path)
    return history


def entries(fields: Iterable[bytes]) -> Iterator[tuple[str, str, str]]:
    """Yield (commit, "", "") for each commit, and after it ("", blob, path) for everything that it added.

    Source: "RAW OUTPUT FORMAT" and "diff format for merges" of git-diff(1), with ``-z``: ``:mode mode oid oid status``
    (a merge has a colon, a mode and an object name for each parent), then the path in a field of its own.

    Raises:
        Stopped: the output has another form.
    """
    rest = iter(fields)
    for field in rest:
        start = field.lstrip(b"\n")
        if start.startswith(_SEPARATOR):
            yield start[1:].decode("ascii", "replace"), "", ""
        elif start.startswith(b":"):
            parents = len(start) - len(start.lstrip(b":"))
            words = start[parents:].decode("ascii", "replace").split(" ")
            if len(words) != 2 * parents + 3:
                raise Stopped(f"git log wrote an entry of {len(words)} words in place of {2 * parents + 3}")
            path = os.fsdecode(next(rest, b""))
            if words[parents].startswith(_FILES):
                yield "", words[2 * parents + 1], path
        elif start:
            raise Stopped("git log wrote a field that is neither a commit nor an entry")


def _add_authors(repository: str, commits: Collection[Commit]) -> None:
    if not commits:
        return
    stdin = "".join(f"{commit.oid}\n" for commit in commits).encode()
    with git_stream.Running(repository, _AUTHORS, settings=_ASIDE, stdin=stdin) as out:
        fields = [os.fsdecode(field) for field in out.read().split(b"\0")]
    for commit, *known in zip(commits, *[iter(fields)] * 3, strict=False):
        commit.author, commit.email, commit.date = known


def _stashes(repository: str) -> bytes:
    """Return all stashes. Only the newest one is a ref; the others are only in its reflog."""
    if not _answer(repository, ["rev-parse", "--quiet", "--verify", "refs/stash"]):
        return b""
    return _answer(repository, ["log", "--walk-reflogs", "--format=%H", "refs/stash", "--"])


def branch_tips(repository: str) -> tuple[str, dict[str, list[str]]]:
    """Return the commit of HEAD or "", and the names of the branches by commit. HEAD's commit is among them."""
    head = _answer(repository, ["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]).decode().strip()
    found: dict[str, list[str]] = {head: []} if head else {}
    form = "--format=%(objecttype) %(objectname) %(symref) %(refname)"
    with git_stream.Running(repository, ["for-each-ref", form, "refs/heads", "refs/remotes"]) as out:
        for line in os.fsdecode(out.read()).split("\n")[:-1]:  # splitlines would split a name that contains U+2028
            kind, oid, target, name = line.split(" ", 3)
            if kind == "commit" and not target:
                found.setdefault(oid, []).append(name.removeprefix("refs/heads/").removeprefix("refs/remotes/"))
    return head, found


def blobs_at(repository: str, commits: Sequence[str], paths: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return the blob by commit and path, for all paths that these commits have.

    Source: ``git cat-file --batch-check`` with ``commit:path`` (gitrevisions(7)).
    """
    plain = [path for path in paths if git.means_itself(path)]
    asked = [(commit, path) for commit in commits for path in plain]
    found: dict[tuple[str, str], str] = {}
    stdin = b"".join(b"%s:%s\n" % (commit.encode(), os.fsencode(path)) for commit, path in asked)
    # A found blob's answer is as long as a commit's name. For a missing one git repeats the question.
    arguments = ["cat-file", "--buffer", "--batch-check=%(objectname)"]
    with git_stream.Running(repository, arguments, stdin=stdin) as out:
        for place in asked:
            answer = out.readline().rstrip(b"\n")
            if len(answer) == len(place[0]):
                found[place] = answer.decode()
    for path in set(paths).difference(plain):
        for commit in commits:
            if oid := _blob_at(repository, commit, path):
                found[commit, path] = oid
    return found


def _blob_at(repository: str, commit: str, path: str) -> str:
    """Return the blob of a path that ``commit:path`` cannot name; "" if the commit does not have it."""
    arguments = ["ls-tree", "-z", "--full-tree", commit, "--", path]
    with git_stream.Running(repository, arguments, settings=("--literal-pathspecs",)) as out:
        head = out.read().partition(b"\t")[0].split(b" ")
    return head[2].decode() if len(head) == 3 else ""


def tagged_files(repository: str) -> Iterator[tuple[str, str, str]]:
    """Yield (tag, blob, path) for each tag that names a file or a folder in place of a commit."""
    with git_stream.Running(repository, ["for-each-ref", "--format=%(objecttype) %(objectname) %(refname)"]) as out:
        refs = [row.split(" ", 2) for row in os.fsdecode(out.read()).split("\n")[:-1]]
    others = [(oid, name) for kind, oid, name in refs if kind != "commit"]
    stdin = "".join(f"{oid}^{{}}\n" for oid, _name in others).encode()  # also follows a tag of a tag
    arguments = ["cat-file", "--buffer", "--batch-check=%(objecttype) %(objectname)"]
    with git_stream.Running(repository, arguments, stdin=stdin) as out:
        answers = out.read().decode().splitlines()
    for (_oid, name), answer in zip(others, answers, strict=True):
        kind, oid = answer.split(" ", 1)
        if oid == "missing":
            raise Stopped(f"{name}: the object that this tag names is missing; run git fsck")
        if kind == "blob":
            yield name, oid, name
        elif kind == "tree":
            yield from ((name, blob, path) for blob, path in _files_of(repository, oid))


def _files_of(repository: str, tree: str) -> Iterator[tuple[str, str]]:
    """Yield (blob, path) for each file of a folder."""
    with git_stream.Running(repository, ["ls-tree", "-r", "-z", "--full-tree", tree]) as out:
        rows = os.fsdecode(out.read()).split("\0")[:-1]
    for row in rows:
        head, _, path = row.partition("\t")
        if head.startswith(_FILES):
            yield head.split(" ")[2], path


def shallow_boundary(repository: str) -> int:
    """Return the number of commits whose parents a shallow clone lacks; 0 for a full clone."""
    with git_stream.Running(repository, ["rev-parse", "--git-path", "shallow"]) as out:
        path = os.fsdecode(out.read()).rstrip("\n")
    return len((disk.content(os.path.join(repository, path)) or b"").split())


def is_partial(repository: str) -> bool:
    """Return whether a clone was made with a filter, so that some blobs may be only on the server."""
    return bool(_answer(repository, ["config", "--get-regexp", _PROMISOR]).strip())


def _answer(repository: str, arguments: Sequence[str]) -> bytes:
    """Return git's answer; b"" if git fails because the thing does not exist."""
    try:
        with git_stream.Running(repository, arguments) as out:
            return out.read()
    except git_process.NotARepository:
        raise
    except Stopped:
        return b""

"""One repository's history as ``git log`` tells it: which commit brought which content to which path.

Whatever can be reached from a branch, a tag, a remote's branch, a note, a stash or a worktree's HEAD belongs to it.
"""

from __future__ import annotations

import os

from backend_standards.core import Stopped, git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_SEPARATOR = b"\x01"  # begins a commit's record; no other field of the output begins so
_COMMIT = "--format=tformat:%x01%H%x00%an%x00%ae%x00%aI"
# Nothing that the configuration adds, hides or renames. `-c` gives of a merge what is in none of its parents.
_LOG = (
    "log -z --raw -c --root --no-renames --no-abbrev --no-relative --full-history --date-order --no-show-signature "
    "--no-notes --no-color --no-decorate --no-mailmap --ignore-submodules=none -O/dev/null"
).split()
_ASIDE = ("-c", "log.showRoot=true", "-c", "i18n.logOutputEncoding=UTF-8")
_PROMISOR = r"^remote\..*\.promisor$|^extensions\.partialclone$"
_PIECE = 1 << 16  # bytes of the log that are in memory at once
_FILES = ("100", "120")  # how the mode of a file, and of a link, begins; a deletion has the mode 000000


class Commit:
    """Who brought something, and when; text as git has it, bytes that are not UTF-8 as surrogates.

    ``number`` counts from the newest commit on, so that of two commits the earlier one has the higher number.
    """

    __slots__ = ("author", "date", "email", "number", "oid")

    def __init__(self, number: int, oid: str, author: str, email: str, date: str) -> None:
        self.number = number
        self.oid = oid
        self.author = author
        self.email = email
        self.date = date


class Place:
    """A content at a path: the first commit that brought it there, and the numbers of all that did."""

    __slots__ = ("commits", "first")

    def __init__(self, first: Commit) -> None:
        self.first = first
        self.commits: list[int] = []


class History:
    """What the log told: ``places`` by (blob, path) of those asked for, ``commits`` read, ``missing`` blobs."""

    __slots__ = ("commits", "missing", "places")

    def __init__(self) -> None:
        self.commits = 0
        self.missing: set[str] = set()
        self.places: dict[tuple[str, str], Place] = {}


class Blobs:
    """The blobs that a repository holds: their number, their bytes, and portions of them to be read together."""

    __slots__ = ("names", "portions", "size")

    def __init__(self) -> None:
        self.names: set[bytes] = set()
        self.portions: list[tuple[int, bytes]] = []
        self.size = 0


def blobs(repository: str, portion: int) -> Blobs:
    """Return the blobs of the object store, in its own order, in which git reads them fastest.

    Source: ``git cat-file --batch-all-objects --unordered`` (git-cat-file(1)). Each is there once, however many commits
    hold it; those that no commit holds (any more) are there too.
    """
    found = Blobs()
    arguments = ["cat-file", "--batch-all-objects", "--unordered", "--buffer"]
    lines: list[bytes] = []
    size = 0
    with git.Running(repository, [*arguments, "--batch-check=%(objecttype) %(objectsize) %(objectname)"]) as out:
        for line in out:
            if not line.startswith(b"blob "):
                continue
            _, length, oid = line.split(b" ")
            found.names.add(bytes.fromhex(oid.decode()))
            lines.append(oid)
            size += int(length)
            if size >= portion:
                found.portions.append((size, b"".join(lines)))
                found.size += size
                lines, size = [], 0
    if lines:
        found.portions.append((size, b"".join(lines)))
        found.size += size
    return found


def read(repository: str, known: set[bytes], is_wanted: Callable[[str, str], bool]) -> History:
    """Return the history of the contents that are wanted, by blob and path.

    ``known`` are the blobs that are there, to tell the ones that are missing.

    Raises:
        Stopped: git failed.
    """
    history = History()
    commit: Commit | None = None
    arguments = [*_LOG, _COMMIT, "--all", "--stdin"]
    with git.Running(repository, arguments, settings=_ASIDE, stdin=_stashes(repository)) as out:
        for each in entries(git.between_nuls(iter(lambda: out.read(_PIECE), b""))):
            if isinstance(each, Commit):
                commit = each
                history.commits += 1
                continue
            oid, path = each
            if bytes.fromhex(oid) not in known:
                history.missing.add(oid)
            if commit and is_wanted(oid, path):
                _note(history, oid, path, commit)
    return history


def _note(history: History, oid: str, path: str, commit: Commit) -> None:
    # Newest first, and no parent before its children: what comes last is the beginning.
    place = history.places.setdefault((oid, path), Place(commit))
    place.first = commit
    place.commits.append(commit.number)


def entries(fields: Iterable[bytes]) -> Iterator[Commit | tuple[str, str]]:
    """Yield each commit and, behind it, (blob, path) of what it brought.

    Source: "RAW OUTPUT FORMAT" and "diff format for merges" of git-diff(1), with ``-z``: ``:mode mode oid oid status``,
    of a merge with a colon, a mode and a name for each parent, then the path as a field of its own.

    Raises:
        Stopped: that is not what git writes.
    """
    rest, number = iter(fields), 0
    for field in rest:
        start = field.lstrip(b"\n")
        if start.startswith(_SEPARATOR):
            author, email, date = (next(rest, b"") for _ in range(3))
            number += 1
            yield Commit(number, *map(os.fsdecode, (start[1:], author, email, date)))
        elif start.startswith(b":"):
            parents = len(start) - len(start.lstrip(b":"))
            words = start[parents:].decode("ascii", "replace").split(" ")
            if len(words) != 2 * parents + 3:
                raise Stopped(f"git log wrote an entry of {len(words)} words, where {2 * parents + 3} were expected")
            path = os.fsdecode(next(rest, b""))
            if words[parents].startswith(_FILES):
                yield words[2 * parents + 1], path
        elif start:
            raise Stopped("git log wrote something else than a commit or an entry")


def _stashes(repository: str) -> bytes:
    """Return the stashes below the newest one, which is a ref: the others are in its log alone."""
    try:
        with git.Running(repository, ["rev-parse", "--quiet", "--verify", "refs/stash"]) as out:
            out.read()
        with git.Running(repository, ["log", "--walk-reflogs", "--format=%H", "refs/stash", "--"]) as out:
            return out.read()
    except git.NotARepository:
        raise
    except Stopped:
        return b""


def tips(repository: str) -> tuple[str, dict[str, list[str]]]:
    """Return the commit that HEAD is at, or "", and by commit the branches that are there; HEAD's is among them."""
    head = ""
    try:
        with git.Running(repository, ["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]) as out:
            answer = out.read().decode().strip()
        head = answer
    except git.NotARepository:
        raise
    except Stopped:
        pass  # no commit yet
    found: dict[str, list[str]] = {head: []} if head else {}
    form = "--format=%(objecttype) %(objectname) %(symref) %(refname)"
    with git.Running(repository, ["for-each-ref", form, "refs/heads", "refs/remotes"]) as out:
        for line in os.fsdecode(out.read()).split("\n")[:-1]:  # splitlines would part a name with U+2028 in it
            kind, oid, target, name = line.split(" ", 3)
            if kind == "commit" and not target:
                found.setdefault(oid, []).append(name.removeprefix("refs/heads/").removeprefix("refs/remotes/"))
    return head, found


def standing(repository: str, commits: Sequence[str], paths: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return the blob, by commit and path, of the paths that stand in these commits.

    Source: ``git cat-file --batch-check`` with ``commit:path`` (gitrevisions(7)).
    """
    plain = [path for path in paths if git.means_itself(path)]
    asked = [(commit, path) for commit in commits for path in plain]
    found: dict[tuple[str, str], str] = {}
    stdin = b"".join(b"%s:%s\n" % (commit.encode(), os.fsencode(path)) for commit, path in asked)
    # An answer has as many bytes as the path asks for; what is missing answers with the question.
    arguments = ["cat-file", "--buffer", "--batch-check=%(objectname)"]
    with git.Running(repository, arguments, stdin=stdin) as out:
        for place in asked:
            answer = out.readline().rstrip(b"\n")
            if len(answer) == len(place[0]):
                found[place] = answer.decode()
    for path in set(paths).difference(plain):
        for commit in commits:
            arguments = ["ls-tree", "-z", "--full-tree", commit, "--", path]
            with git.Running(repository, arguments, settings=("--literal-pathspecs",)) as out:
                head = out.read().partition(b"\t")[0].split(b" ")
                if len(head) == 3:
                    found[commit, path] = head[2].decode()
    return found


def tagged(repository: str) -> Iterator[tuple[str, str, str]]:
    """Yield (tag, blob, path) of what stands in tags of a file or of a folder, which no commit holds."""
    with git.Running(repository, ["for-each-ref", "--format=%(objecttype) %(objectname) %(refname)"]) as out:
        refs = [row.split(" ", 2) for row in os.fsdecode(out.read()).split("\n")[:-1]]
    others = [(oid, name) for kind, oid, name in refs if kind != "commit"]
    stdin = "".join(f"{oid}^{{}}\n" for oid, _name in others).encode()  # what stands behind tags of tags, too
    arguments = ["cat-file", "--buffer", "--batch-check=%(objecttype) %(objectname)"]
    with git.Running(repository, arguments, stdin=stdin) as out:
        answers = out.read().decode().splitlines()
    for (_oid, name), answer in zip(others, answers, strict=True):
        kind, oid = answer.split(" ", 1)
        if oid == "missing":
            raise Stopped(f"{name}: what this tag is of is not here: look with git fsck")
        if kind == "blob":
            yield name, oid, name
        elif kind == "tree":
            with git.Running(repository, ["ls-tree", "-r", "-z", "--full-tree", oid]) as out:
                for row in os.fsdecode(out.read()).split("\0")[:-1]:
                    head, _, path = row.partition("\t")
                    if head.startswith(_FILES):
                        yield name, head.split(" ")[2], path


def boundary(repository: str) -> int:
    """Return the number of commits at which a shallow clone is cut, or 0."""
    with git.Running(repository, ["rev-parse", "--git-path", "shallow"]) as out:
        path = os.fsdecode(out.read()).rstrip("\n")
    try:
        with open(os.path.join(repository, path), "rb") as file:
            return len(file.read().split())
    except OSError:
        return 0


def is_partial(repository: str) -> bool:
    """Return whether a clone was made with a filter, so that blobs may be on the server alone."""
    try:
        with git.Running(repository, ["config", "--get-regexp", _PROMISOR]) as out:
            return bool(out.read().strip())
    except git.NotARepository:
        raise
    except Stopped:
        return False

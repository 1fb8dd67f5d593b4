"""What stands in a repository's blobs: the part of an audit that reads every byte, in as many processes as there are.

Imported by worker processes: what they are given and give back can be pickled, and is small.
"""

from __future__ import annotations

from backend_standards import forbid_aws_keys
from backend_standards.core import Finding, Stopped, git
from backend_standards.secrets import aws_clues

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from backend_standards.secrets.aws_keys import Credential

PIECE = 8 << 20  # bytes of a large blob that are in memory at once
_OVERLAP = 1 << 16  # a key that stands over the end of a piece is whole in the next one; even, for UTF-16

_EVERYTHING = forbid_aws_keys.Policy(foreign_pragmas=False)
_MARKERS = [(marker, marker.replace(b"d", b"D", 1)) for marker in (b"standards:", "standards:".encode("utf-16-le"))]


class Hit:
    """One credential in one blob: where it stands, and whether the repository lets it stand there.

    ``sha256`` is of the value and groups what is one credential; of an access key ID with an account it is never
    shown. Line and column count from 1, and are 0 in a binary.
    """

    __slots__ = ("account", "column", "excepted", "kind", "line", "rule", "sha256")

    def __init__(
        self, rule: str, kind: str, account: str, sha256: str, line: int, column: int, *, excepted: bool
    ) -> None:
        self.rule = rule
        self.kind = kind
        self.account = account
        self.sha256 = sha256
        self.line = line
        self.column = column
        self.excepted = excepted


class _Found(Finding):
    """A finding that still knows its credential."""

    __slots__ = ("credential",)

    credential: Credential


def scan(repository: str, oids: bytes, policy: forbid_aws_keys.Policy | None) -> tuple[int, dict[str, list[Hit]]]:
    """Return the number of bytes read, and the hits by blob; without a policy nothing is excepted.

    ``oids`` are object names in hexadecimal, one a line, in the order in which git reads them fastest.

    Raises:
        Stopped: git failed, or a blob is not there.
    """
    find = aws_clues.finder(many=True)
    read = 0
    found: dict[str, list[Hit]] = {}
    for oid, before, data in _contents(repository, oids):
        read += len(data)
        if find(data) or (b"\0" in data and find(data.replace(b"\0", b""))):
            hits = found.setdefault(oid, [])
            known = {(hit.sha256, hit.line) for hit in hits}  # of the piece before, which overlaps
            hits += [hit for hit in judge(data, policy, before) if (hit.sha256, hit.line) not in known]
    return read, {oid: hits for oid, hits in found.items() if hits}


def judge(data: bytes, policy: forbid_aws_keys.Policy | None, before: int = 0) -> list[Hit]:
    """Return the hits of a content that stands behind ``before`` lines."""
    found = list(_found(without_markers(data), _EVERYTHING))
    kept = {_place(each) for each in _found(data, policy)} if found and policy else set(map(_place, found))
    return [
        Hit(
            each.rule,
            each.credential.kind,
            each.credential.account,
            each.credential.sha256(),
            each.line and each.line + before,
            each.column,
            excepted=_place(each) not in kept,
        )
        for each in found
    ]


def without_markers(data: bytes) -> bytes:
    """Return a content in which no comment makes an exception."""
    for marker, other in _MARKERS:
        data = data.replace(marker, other)
    return data


def _found(data: bytes, policy: forbid_aws_keys.Policy) -> Iterator[_Found]:
    findings = forbid_aws_keys.check([("", data)], policy, many=True, make=_make)
    return (each for each in findings if isinstance(each, _Found))


def _make(path: str, credential: Credential, line: int, column: int) -> Finding:
    found = _Found(path, credential.rule, credential.kind, line=line, column=column)
    found.credential = credential
    return found


def _place(found: _Found) -> tuple[str, str, int, int]:
    return found.rule, found.credential.value, found.line, found.column


def _contents(repository: str, oids: bytes) -> Iterator[tuple[str, int, bytes]]:
    """Yield each blob's object name, the number of lines before, and the content: a large one's in pieces.

    Source: ``git cat-file --batch`` (git-cat-file(1)): a line ``oid type size``, the content, a line break.
    """
    with git.Running(repository, ["cat-file", "--batch", "--buffer"], stdin=oids) as out:
        while header := out.readline():
            words = header.decode("ascii", "replace").split()
            if len(words) != 3 or words[1] != "blob":
                raise Stopped(f"git cat-file has no blob {words[0] if words else '?'}: look with git fsck")
            oid, size = words[0], int(words[2])
            if size <= PIECE:
                yield oid, 0, _exactly(out, size)
            else:
                yield from ((oid, before, piece) for before, piece in _pieces(out, size))
            out.read(1)


def _pieces(out: IO[bytes], size: int) -> Iterator[tuple[int, bytes]]:
    before, rest = 0, b""
    while size:
        piece = rest + _exactly(out, min(size, PIECE - len(rest)))
        size -= len(piece) - len(rest)
        yield before, piece
        rest = piece[-_OVERLAP:]
        before += piece.count(b"\n", 0, len(piece) - len(rest))


def _exactly(out: IO[bytes], size: int) -> bytes:
    data = out.read(size)
    if len(data) < size:
        raise Stopped("git cat-file ended in the middle of a blob: look with git fsck")
    return data


def blobs(repository: str, oids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield object names and contents; of a large blob its first piece."""
    last = ""
    for oid, _before, data in _contents(repository, "".join(f"{oid}\n" for oid in oids).encode()):
        if oid != last:
            yield oid, data
        last = oid

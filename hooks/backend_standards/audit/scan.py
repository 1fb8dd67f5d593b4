"""The credentials in a repository's blobs. This part of an audit reads every byte, in several processes.

Worker processes import it, so its arguments and results can be pickled, and are small.
"""

from __future__ import annotations

from backend_standards.audit import changes
from backend_standards.core import Stopped, git_stream
from backend_standards.secrets import aws_clues, aws_findings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from backend_standards.secrets import AwsPolicy
    from backend_standards.secrets.aws_clues import Clues

PIECE = 8 << 20  # bytes of a large blob that are in memory together
LONG = 1 << 16
"""The fewest bytes of a content that is compared with the one before. A shorter one is judged just as fast."""
_OVERLAP = 1 << 16  # a key across the end of a piece is complete in the next one; an even number, because of UTF-16

_MARKERS = [(marker, marker.replace(b"d", b"D", 1)) for marker in (b"standards:", "standards:".encode("utf-16-le"))]


class Hit:
    """One credential in one blob: its place, and whether the repository allows it there.

    ``sha256`` is the hash of the value; hits with the same hash are one credential. If an access key ID holds an
    account, its hash is never shown. Line and column count from 1, and are 0 in a binary.
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


def scan(repository: str, oids: bytes, policy: AwsPolicy | None) -> dict[str, list[Hit]]:
    """Return the hits by blob; without a policy no exception counts.

    ``oids`` are object names in hexadecimal, one per line, in the order in which git reads them fastest.

    Raises:
        Stopped: git failed, or a blob is missing.
    """
    return hits(_contents(repository, oids), policy)


def hits(contents: Iterable[tuple[tuple[str, int], bytes]], policy: AwsPolicy | None) -> dict[str, list[Hit]]:
    """Return the hits by blob, for ((blob, lines before), content) of each piece of each blob.

    A long content is judged by what it changed in the one before it, if that has no credential.
    """
    found: dict[str, list[Hit]] = {}
    clean = b""  # the last long content, if it has no credential
    for (oid, before), data in contents:
        is_long = len(data) >= LONG
        if is_long and clean and not _adds_credential(clean, data):
            clean = data
            continue
        new = _hits(data, policy, before)
        if is_long:
            clean = data if not new and aws_findings.is_local(data, [data]) else b""
        known = {(hit.sha256, hit.line) for hit in found.get(oid, ())}  # hits of the previous piece, which overlaps
        if new := [hit for hit in new if (hit.sha256, hit.line) not in known]:
            found.setdefault(oid, []).extend(new)
    return found


def _adds_credential(clean: bytes, data: bytes) -> bool:
    """Return whether a content may have a credential, although an earlier version of it has none."""
    spans = changes.around(changes.changed(clean, data), aws_findings.REACH, len(data))
    if 2 * sum(end - start for start, end in spans) > len(data):
        return True
    parts = [data[start:end] for start, end in spans]
    return not aws_findings.is_local(data, parts) or any(_hits(part, None) for part in parts)


def _hits(data: bytes, policy: AwsPolicy | None, before: int = 0) -> list[Hit]:
    """Return what ``judge`` does; fast for contents without a clue, which most are."""
    for _, _, clues in aws_clues.suspects([(0, data)], many=True):
        return judge(data, policy, before, clues)
    return []


def judge(data: bytes, policy: AwsPolicy | None, before: int = 0, clues: Clues | None = None) -> list[Hit]:
    """Return the hits in a piece of a blob; ``before`` is the number of lines before it."""
    found = list(aws_findings.located(data, clues))
    excepted = aws_findings.excepted(data, found, policy) if found and policy else set()
    return [
        Hit(
            each.credential.rule,
            each.credential.kind,
            each.credential.account,
            each.credential.sha256(),
            each.line and each.line + before,
            each.column,
            excepted=each in excepted,
        )
        for each in found
    ]


def without_markers(data: bytes) -> bytes:
    """Return the data with every ignore comment disabled."""
    for marker, other in _MARKERS:
        data = data.replace(marker, other)
    return data


def _contents(repository: str, oids: bytes) -> Iterator[tuple[tuple[str, int], bytes]]:
    """Yield ((object name, lines before), content) for each blob; a large blob comes in pieces.

    Source: ``git cat-file --batch`` (git-cat-file(1)): a line ``oid type size``, the content, a line break.
    """
    with git_stream.Running(repository, ["cat-file", "--batch", "--buffer"], stdin=oids) as out:
        while header := out.readline():
            words = header.decode("ascii", "replace").split()
            if len(words) != 3 or words[1] != "blob":
                raise Stopped(f"blob {words[0] if words else '?'} is missing; run git fsck")
            oid, size = words[0], int(words[2])
            if size <= PIECE:
                yield (oid, 0), _exactly(out, size)
            else:
                yield from (((oid, before), piece) for before, piece in _pieces(out, size))
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
        raise Stopped("git cat-file ended in the middle of a blob; run git fsck")
    return data


def blobs(repository: str, oids: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
    """Yield the object name and content of each blob, and None after the first piece of a larger one."""
    last = ""
    for (oid, _before), data in _contents(repository, "".join(f"{oid}\n" for oid in oids).encode()):
        yield oid, data if oid != last else None
        last = oid

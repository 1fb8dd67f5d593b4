"""Where a content may hold an AWS credential, found with a few searches for fixed bytes.

Every byte of every committed file comes by here, so nothing is imported: ``re`` costs half as much as the start of the
interpreter. Each credential that ``aws_keys`` finds has one of the literals below in it or near it.
"""

from __future__ import annotations

from backend_standards.secrets import ID_HEADS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias, TypeVar

    Key = TypeVar("Key")

    Clues: TypeAlias = "dict[bytes, list[int]]"
    """Offsets, in order, by literal: one of those below, words in lower case."""

_ID_PATTERN = rb"A(?=(?:[KSB]IA|CCA)[A-Z2-7\"'`\\]|BSK)"  # looks ahead, because heads may overlap

# "secret", "smtp", "da2-" and "codecommit", in capitals or not, are found with one search: all bytes of a row below
# become its first one, and then each word has the needle in it. Real sources have it in few other words.
_SAME = (b"sSdD", b"eEmMa", b"cCtT2", b"rRpP-oO")
_FOLD = bytes.maketrans(b"".join(_SAME), b"".join(row[:1] * len(row) for row in _SAME))
_NEEDLE = b"secr"
_FOLDED = ((b"secret", 0), (b"smtp", 0), (b"da2-", 0), (b"codecommit", 2))  # and how far before the needle it begins
_PIECE = 1 << 20  # bytes of a large file that are folded at a time, so that it is not in memory twice
_PLAIN = (b"bedrock-api-key-", b"amzn.mws.", b"standards:")

# What is left is found by four bytes each, which begin with one of two rare letters.
# Session tokens: the four bytes, and what is before them in the token.
TOKENS = {b"QoDY": b"A", b"QoGZ": b"F", b"QoJb": b"I", b"XIvY": b"FwoGZ"}
# Base64 of an access key ID, of the AWS CLI's settings, and of the API's members. The settings have several
# underscores: wherever the text begins, one of them is the first byte of a group of three.
ENCODED = (
    *(b"QUtJ", b"QVNJ", b"QUJJ", b"QUND"),  # AKI ASI ABI ACC
    *(b"X3Nl", b"X2Fj", b"X2tl", b"X1NF", b"X0FD", b"X0tF"),  # _se _ac _ke _SE _AC _KE
    *(b"QWNj", b"XNzS", b"XRBY", b"XlJZ"),  # Acc essK etAc eyId, in most alignments
)
OF_ACCESS_KEYS = frozenset((b"secret", b"standards:", *ID_HEADS, *ENCODED))
"""The literals that lead to access keys and to nothing else."""
_RARE = frozenset((*TOKENS, *ENCODED))
_RARE_LETTERS = (b"Q", b"X")


def suspects(contents: Iterable[tuple[Key, bytes]], *, many: bool = False) -> Iterator[tuple[Key, bytes, Clues]]:
    """Yield (key, content, clues) of the contents that may hold a credential.

    UTF-16 has its clues only without the NULs; it comes with no clues.
    """
    find_clues = finder(many=many)
    for key, data in contents:
        clues = find_clues(data)
        if clues or (b"\0" in data and find_clues(data.replace(b"\0", b""))):
            yield key, data, clues


def finder(*, many: bool = False) -> Callable[[bytes], Clues]:
    """Return the function that finds the clues of a content; without a clue there is no credential.

    For ``many`` files, ``re`` is worth its import: one expression replaces five searches.
    """
    if not many:
        return lambda data: _find_others(data, _find_ids(data))
    import re

    find_all = re.compile(_ID_PATTERN).finditer

    def find(data: bytes) -> Clues:
        clues: Clues = {}
        for match in find_all(data):
            clues.setdefault(data[match.start() : match.start() + 4], []).append(match.start())
        return _find_others(data, clues)

    return find


def _find_ids(data: bytes) -> Clues:
    clues: Clues = {}
    for head in (*ID_HEADS, b"ABSK"):
        _find(data, head, clues)
    return clues


def _find_others(data: bytes, clues: Clues) -> Clues:
    for literal in _PLAIN:
        _find(data, literal, clues)
    # The pieces overlap by less than the needle, so that none is found twice.
    for start in range(0, len(data), _PIECE):
        piece = data if len(data) <= _PIECE else data[start : start + _PIECE + len(_NEEDLE) - 1]
        folded = piece.translate(_FOLD)
        at = folded.find(_NEEDLE)
        while at >= 0:
            _note_words(data, start + at, clues)
            at = folded.find(_NEEDLE, at + 1)
    for letter in _RARE_LETTERS:
        at = data.find(letter)
        while at >= 0:
            if data[at : at + 4] in _RARE:
                clues.setdefault(data[at : at + 4], []).append(at)
            at = data.find(letter, at + 1)
    return clues


def _note_words(data: bytes, needle: int, clues: Clues) -> None:
    """Note the words of which the needle is a part, going by the bytes that were not folded."""
    for literal, ahead in _FOLDED:
        first = needle - ahead
        if first >= 0 and data[first : first + len(literal)].lower() == literal:
            clues.setdefault(literal, []).append(first)


def _find(data: bytes, literal: bytes, clues: Clues) -> None:
    at = data.find(literal)
    while at >= 0:
        clues.setdefault(literal, []).append(at)
        at = data.find(literal, at + 1)

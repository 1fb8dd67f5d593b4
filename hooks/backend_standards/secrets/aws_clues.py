"""Where a content may hold an AWS credential, at the price of a few searches for fixed bytes.

Every byte of every committed file passes here, so nothing is imported: ``re`` costs a commit half an interpreter
start. Whatever ``_aws_keys`` finds holds or stands near one of the literals below, and is looked for from there.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Clues: TypeAlias = "dict[bytes, list[int]]"
    """Offsets, in order, by the literal that stands there: one of those below, words in lower case."""

ID_HEADS = (b"AKIA", b"ASIA", b"ABIA", b"ACCA")
_ID_PATTERN = rb"A(?=(?:[KSB]IA|CCA)[A-Z2-7\"'`\\]|BSK)"  # heads may overlap

# One pass makes the bytes of each row the same, after which one search finds "secret", "smtp", "da2-" and the middle of
# "codecommit", in capitals too. Of four bytes from the four rows, real sources hold few others.
_SAME = (b"sSdD", b"eEmMa", b"cCtT2", b"rRpP-oO")
_FOLD = bytes.maketrans(b"".join(_SAME), b"".join(row[:1] * len(row) for row in _SAME))
_NEEDLE = b"secr"
_FOLDED = ((b"secret", 0), (b"smtp", 0), (b"da2-", 0), (b"codecommit", 2))  # and how far before the needle each begins
_PIECE = 1 << 20
_PLAIN = (b"bedrock-api-key-", b"amzn.mws.", b"standards:")

# Four bytes that begin with a rare letter: of session tokens, with what stands before them there;
TOKENS = {b"QoDY": b"A", b"QoGZ": b"F", b"QoJb": b"I", b"XIvY": b"FwoGZ"}
TOKEN_HEADS = (b"AQoDYXdz", b"FQoGZXIvYXdz", b"FwoGZXIvYXdz", b"IQoJb3JpZ2luX2Vj")
# of the base64 of an access key ID, and of the base64 of a text with the names of the AWS CLI's settings, of whose
# underscores one is the first of three bytes wherever the text begins, or of the API's members, in most alignments.
ENCODED = (
    *(b"QUtJ", b"QVNJ", b"QUJJ", b"QUND"),
    *(b"X3Nl", b"X2Fj", b"X2tl", b"X1NF", b"X0FD", b"X0tF"),  # _secret _access _key, _SECRET _ACCESS _KEY
    *(b"QWNj", b"XNzS", b"XRBY", b"XlJZ"),  # Access, essK, etAc, eyId
)
_RARE = frozenset((*TOKENS, *ENCODED))


def finder(*, many: bool = False) -> Callable[[bytes], Clues]:
    """Return the function that gives a content's clues; no clue, no credential.

    With ``many`` files to come, importing ``re`` pays: one expression then replaces five searches.
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
    # In pieces, which overlap by less than the needle: a large file is not held twice.
    for start in range(0, len(data), _PIECE):
        piece = data if len(data) <= _PIECE else data[start : start + _PIECE + len(_NEEDLE) - 1]
        folded = piece.translate(_FOLD)
        at = folded.find(_NEEDLE)
        while at >= 0:
            for literal, ahead in _FOLDED:
                first = start + at - ahead
                if first >= 0 and data[first : first + len(literal)].lower() == literal:
                    clues.setdefault(literal, []).append(first)
            at = folded.find(_NEEDLE, at + 1)
    for letter in (b"Q", b"X"):
        at = data.find(letter)
        while at >= 0:
            if data[at : at + 4] in _RARE:
                clues.setdefault(data[at : at + 4], []).append(at)
            at = data.find(letter, at + 1)
    return clues


def _find(data: bytes, literal: bytes, clues: Clues) -> None:
    at = data.find(literal)
    while at >= 0:
        clues.setdefault(literal, []).append(at)
        at = data.find(literal, at + 1)

"""Where a content may hold an AWS credential, found with a few searches for fixed bytes.

Every byte of every committed file comes by here, so nothing is imported: ``re`` costs half as much as the start of the
interpreter. Each credential that ``aws_keys`` finds has one of the literals below in it or near it.
"""

from __future__ import annotations

from backend_standards.secrets import ID_HEADS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias, TypeVar

    Key = TypeVar("Key")

    Clues: TypeAlias = "dict[bytes, list[int]]"
    """Offsets, in order, by literal: one of those below, words in lower case."""
    Rare: TypeAlias = "tuple[bytes, bytes, int, int, frozenset[bytes]]"

_ID_PATTERN = rb"A(?=(?:[KSB]IA|CCA)[A-Z2-7\"'`\\=]|BSK|TE KEY)"  # looks ahead, because heads may overlap
PRIVATE_KEY = b"PRIVATE KEY"
_BEFORE_ATE = PRIVATE_KEY.index(b"ATE")

# "secret", "smtp", "da2-" and "codecommit", in capitals or not, are found with one search: all bytes of a row below
# become its first one, and then each word has the needle in it. Real sources have it in few other words.
_SAME = (b"sSdD", b"eEmMaA", b"cCtT2", b"rRpP-oO")
_FOLD = bytes.maketrans(b"".join(_SAME), b"".join(row[:1] * len(row) for row in _SAME))
_NEEDLE = b"secr"
# By the first two bytes where the needle is: the word, and how far before the needle it begins.
_FOLDED = {b"se": (b"secret", 0), b"sm": (b"smtp", 0), b"da": (b"da2-", 0), b"de": (b"codecommit", 2)}
_PIECE = 1 << 20  # bytes of a large file that are folded at a time, so that it is not in memory twice
_PLAIN = (b"bedrock-api-key-", b"standards:", b"amzn.mws.")

# What is left is found by a rare letter in it.
# Session tokens: four bytes, and what is before them in the token.
TOKENS = {b"QoDY": b"A", b"QoGZ": b"F", b"QoJb": b"I", b"XIvY": b"FwoGZ"}
# Base64 of an access key ID, of the AWS CLI's settings, and of the API's members. The settings have several
# underscores: wherever the text begins, one of them is the first byte of a group of three.
ENCODED = (
    *(b"QUtJ", b"QVNJ", b"QUJJ", b"QUND"),  # AKI ASI ABI ACC
    *(b"FLSU", b"FTSU", b"FCSU"),  # the same heads, one byte after the beginning of a group; ACC and a letter below
    *(b"S0lB", b"U0lB", b"QklB", b"Q0NB"),  # and two bytes after it
    *(b"X3Nl", b"X2Fj", b"X2tl", b"X1NF", b"X0FD", b"X0tF"),  # _se _ac _ke _SE _AC _KE
    *(b"Q0F" + bytes((each,)) for each in b"BCDEFGHIJKLMNOPQRSTUVWXYZa"),  # CA and a letter after it
    *(b"Q0E" + bytes((each,)) for each in b"yz0123"),  # CA and a digit
    *(b"QWNj", b"XNzS", b"XRBY", b"XlJZ"),  # Acc essK etAc eyId, in most alignments
)
# Base64 of PEM: "BEGIN", "PRIVATE", "ENCRYPTED", and the line break with the first letters of a body, so that each kind
# of key has one of them wherever a group of three begins, in its head or tail; except a short key (EC, Ed25519) with
# CRLF two bytes into a group, which would need a search for one more literal in every file. Of DER: the heads of an RSA
# key (PKCS #8), of an EC key (SEC 1), and of a key on Curve25519 (PKCS #8).
KEYS_ENCODED = (
    *(b"QkVH", b"QUkl", b"QVRF", b"QsRU", b"Q1JZ", b"QVEV", b"QgUF", b"QpNS", b"Q0KT", b"QpiM", b"QzFy", b"Qmxi"),
    *(b"QkxP", b"Qnlx", b"QEFA", b"QEEI", b"QYDK"),
)
OF_ACCESS_KEYS = frozenset((b"secret", b"standards:", PRIVATE_KEY, *ID_HEADS, *ENCODED, *KEYS_ENCODED))
"""The literals that lead to access keys or private keys, and to nothing else."""
# For each: the letter, the one before it or "", how far after the beginning of the literals it is, their length, the
# literals. Going from one rare letter to the next is faster than a search for a short literal.
_RARE: Sequence[Rare] = (
    (b"Q", b"", 0, 4, frozenset(each for each in (*TOKENS, *ENCODED, *KEYS_ENCODED) if each[:1] == b"Q")),
    (b"X", b"", 0, 4, frozenset(each for each in (*TOKENS, *ENCODED) if each[:1] == b"X")),
    (b"U", b"S", 3, 4, frozenset((b"FLSU", b"FTSU", b"FCSU"))),
    (b"B", b"l", 3, 4, frozenset((b"S0lB", b"U0lB"))),
)
# Without ``re``, the heads of keys: what a rare letter finds, and the others.
_RARE_IN_HEADS: Sequence[Rare] = (
    (b"K", b" ", 8, 11, frozenset((PRIVATE_KEY,))),
    (b"K", b"A", 1, 4, frozenset((b"AKIA",))),
    (b"B", b"A", 1, 4, frozenset((b"ABIA",))),
    (b"K", b"S", 3, 4, frozenset((b"ABSK",))),
)
_PLAIN_HEADS = (b"ASIA", b"ACCA")


# Binaries are a large part of what a repository stores, and pictures and archives hold few strings. All literals are of
# these bytes and have at least four of them; the longest has sixteen.
_OF_LITERALS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -.:"
_MARK = b"a"
_SHORTEST, _LONGEST = 4, 16
_AFTER_STRING = b"="  # ends a head for the search for many files


def suspects(contents: Iterable[tuple[Key, bytes]], *, many: bool = False) -> Iterator[tuple[Key, bytes, Clues]]:
    """Yield (key, content, clues) of the contents that may hold a credential.

    UTF-16 has its clues only without the NULs; it comes with no clues.
    """
    find_clues = finder(many=many)
    for key, data in contents:
        if b"\0" not in data:
            clues = find_clues(data)
            if clues:
                yield key, data, clues
        elif any(find_clues(strings) for strings in _strings(data)):
            clues = find_clues(data)
            if clues or find_clues(data.replace(b"\0", b"")):
                yield key, data, clues


def finder(*, many: bool = False) -> Callable[[bytes], Clues]:
    """Return the function that finds the clues of a content; without a clue there is no credential.

    For ``many`` files, ``re`` is worth its import: it looks at what follows an "A" faster.
    """
    if not many:
        return lambda data: _find_others(data, _find_ids(data))
    if not _for_many:
        import re

        find_ids = re.compile(_ID_PATTERN).finditer
        _for_many.append(lambda data: _find_others(data, _match_ids(find_ids(data), data)))
    return _for_many[0]


_for_many: list[Callable[[bytes], Clues]] = []
"""The function for many files once it is made."""


def _strings(data: bytes) -> Iterator[bytes]:
    """Yield the strings of a binary, some at a time, each followed by a sign; they are read as if there were no NUL.

    Each literal that is in the binary, or would be without its NULs, is in one of them.
    """
    marks = bytes(_MARK[0] if each in _OF_LITERALS else 0 for each in range(256))
    run = _MARK * _SHORTEST
    rest = b""
    for start in range(0, len(data), _PIECE):
        piece = rest + data[start : start + _PIECE].replace(b"\0", b"")
        rest = piece[1 - _LONGEST :]
        marked = piece.translate(marks)
        found = []
        at = marked.find(run)
        while at >= 0:
            end = marked.find(b"\0", at)
            if end < 0:
                end = len(marked)
            found.append(piece[at:end])
            at = marked.find(run, end)
        if found:
            yield _AFTER_STRING.join((*found, b""))


def _match_ids(matches: Iterable[re.Match[bytes]], data: bytes) -> Clues:
    clues: Clues = {}
    for match in matches:
        at = match.start()
        head = data[at : at + 4]
        if head != b"ATE ":
            clues.setdefault(head, []).append(at)
        elif data[max(at - _BEFORE_ATE, 0) : at] == PRIVATE_KEY[:_BEFORE_ATE]:
            clues.setdefault(PRIVATE_KEY, []).append(at - _BEFORE_ATE)
    return clues


def _find_ids(data: bytes) -> Clues:
    clues: Clues = {}
    for head in _PLAIN_HEADS:
        _find(data, head, clues)
    _find_rare(data, _RARE_IN_HEADS, clues)
    return clues


def _find_others(data: bytes, clues: Clues) -> Clues:
    _find_rare(data, _RARE, clues)
    for literal in _PLAIN:
        _find(data, literal, clues)
    # The pieces overlap by less than the needle, so that none is found twice.
    for start in range(0, len(data), _PIECE):
        piece = data if len(data) <= _PIECE else data[start : start + _PIECE + len(_NEEDLE) - 1]
        folded = piece.translate(_FOLD)
        at = folded.find(_NEEDLE)
        while at >= 0:
            _note_word(data, start + at, clues)
            at = folded.find(_NEEDLE, at + 1)
    return clues


def _find_rare(data: bytes, rows: Sequence[Rare], clues: Clues) -> None:
    for letter, previous, before, size, literals in rows:
        only = previous[0] if previous else -1  # rules out most letters
        find = data.find
        at = find(letter, before)
        while at >= 0:
            if only < 0 or data[at - 1] == only:
                literal = data[at - before : at - before + size]
                if literal in literals:
                    clues.setdefault(literal, []).append(at - before)
            at = find(letter, at + 1)


def _note_word(data: bytes, needle: int, clues: Clues) -> None:
    """Note the word of which the needle is a part, going by the bytes that were not folded."""
    literal, ahead = _FOLDED.get(data[needle : needle + 2].lower(), (b"", 0))
    first = needle - ahead
    if literal and first >= 0 and data[first : first + len(literal)].lower() == literal:
        clues.setdefault(literal, []).append(first)


def _find(data: bytes, literal: bytes, clues: Clues) -> None:
    at = data.find(literal)
    while at >= 0:
        clues.setdefault(literal, []).append(at)
        at = data.find(literal, at + 1)

"""Private keys that are written into a file of any name: in code, settings, JSON, or in base64.

Sources: RFC 7468 (PEM), RFC 1421 (``Proc-Type``), OpenSSH's ``PROTOCOL.key``, RFC 9580 (OpenPGP), and the man page of
age. Imported only for a content with the words "PRIVATE KEY", an age key, or their base64. What counts is the body: the
head of a key with a stub, dots or less than half of a key below it is documentation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from backend_standards.secrets import private_keys
from backend_standards.secrets.aws_clues import KEYS_ENCODED, PRIVATE_KEY
from backend_standards.secrets.aws_credentials import Credential
from backend_standards.secrets.aws_spelling import decoded, unescaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.secrets.aws_clues import Clues
    from backend_standards.secrets.aws_spelling import Span

RULE = "private-key"

_HEAD = rb"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----|---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"
_LONGEST_LABEL = 80  # bytes of a head before "PRIVATE KEY"
_LONGEST_BODY = 1 << 13  # bytes after a head; an RSA key of 8192 bits has 6,400, and half of a longer one is enough
_TAIL = r"----[- ](?:END|BEGIN) "
# A line break in a literal, in JSON in a literal, in a URL or in XML.
_BREAK = r"(?<!\\)\\++(?:r\\++n|[rnt]|u000[aAdD9]|x0[aAdD])|%0[aAdD]|&#(?:1[03]|x[aAdD]);"
_SEALED = r"Proc-Type: ?4,ENCRYPTED"
_HEADERS = rf"{_SEALED}|DEK-Info: ?[A-Z0-9-]{{1,30}},[0-9A-Fa-f]*|\b(?:Version|Comment|Charset): .*"
_RUN = r"[A-Za-z0-9+/]+={0,2}"
_SHORTEST_RUN = 16  # letters of a line; shorter ones are words of the code around, or the end of a body
_SHARE_OF_LETTERS = 0.8  # of what is between head and tail, without quotes and signs: code between two words has less
_SIGNS = r"[\s\"'`\\+,.;=#*|>&()-]+"
_FEWEST_BYTES = 40  # of a body; the shortest key, on Curve25519, has 48
_WHOLE_SHARE = 2  # less than a half of a key is an example; from half of an RSA key the rest can be computed
_FEWEST_LETTERS = 20  # different ones; of 64 random ones fewer than one in a million has fewer
_FEWEST_PARTS = 0.7  # different groups of four letters, by letter: fillers repeat
_FILLER = r"(?i)example|redacted|placeholder|dummykey|yourkey|fakekey|notareal|testkey|mockkey|samplekey|privatekey"

# Keys that everybody has, by the first half of the SHA-256 of the first letters of their body.
_PUBLISHED = frozenset(
    (
        "73ad3de08bd8b90ea601fe92c73577e8",  # the sample of jwt.io, which tests and tutorials copy
        "4ff96a60934849a7f7c7733f163824cc",  # RFC 8410, section 10.3
        "ec651b0da5b5d49997c14d125497a7bf",  # Vagrant's insecure key (RSA)
        "cf6e0d7acee3b10c3b6806ecc30d44e3",  # Vagrant's insecure key (Ed25519)
    )
)
_LETTERS_OF_PUBLISHED = 128

_OPENSSH = b"openssh-key-v1\0"
_SSH_COM = b"\x3f\x6f\xf9\xeb"
_PGP_SECRET_KEY = 5
_AGE = rb"AGE-SECRET-KEY-1[A-Z0-9]{58}(?![A-Za-z0-9])"

_BEFORE_CLUE, _AFTER_CLUE = 1 << 12, 1 << 13  # bytes around a clue in which its run of base64 begins and ends
_ENCODED = rb"(?:[A-Za-z0-9+/]{16,}(?:\\n|[ \t]*\r?\n[ \t]*))*[A-Za-z0-9+/]{2,}={0,2}"
_SHORTEST_ENCODED = 56  # letters; a key on Curve25519 has 64, in DER
_BETWEEN_LINES = rb"\\n|[\s=]"


def written_keys(data: bytes, clues: Clues) -> Iterator[Credential]:
    """Yield the private keys of a content, each at its head; the value is its base64 without line breaks."""
    spans: list[Span] = []
    for (start, end), kind, value in _keys(data, clues.get(PRIVATE_KEY, ())):
        spans.append((start, end))
        if not is_published(value):
            yield Credential(start, RULE, kind, value)
    if b"secret" in clues:
        for match in re.finditer(_AGE, data) if b"AGE-SECRET-KEY-1" in data else ():
            if not _is_filler(match[0].decode()[len("AGE-SECRET-KEY-1") :].lower()):
                yield Credential(match.start(), RULE, "a private key (age)", match[0].decode())
    for at, kind, value in _encoded_keys(data, clues, spans):
        if not is_published(value):
            yield Credential(at, RULE, f"base64-encoded: {kind}", value)


def is_published(letters: str) -> bool:
    """Return whether the base64 of a key is that of a key which everybody has."""
    return Credential(0, RULE, "", letters[:_LETTERS_OF_PUBLISHED]).sha256()[:32] in _PUBLISHED


def _keys(data: bytes, places: Iterable[int]) -> Iterator[tuple[Span, str, str]]:
    """Yield (span, kind, base64 of the body) of each key whose head has "PRIVATE KEY" at one of these places."""
    match_head = re.compile(_HEAD).match
    for at in places:
        low = max(at - _LONGEST_LABEL, 0)
        start = max(data.rfind(b"-----BEGIN ", low, at), data.rfind(b"---- BEGIN ", low, at))
        head = match_head(data, start) if start >= 0 else None
        if not head or head.end() <= at:
            continue
        body, *ended = re.split(_TAIL, data[head.end() : head.end() + _LONGEST_BODY].decode("latin-1"), maxsplit=1)
        kind, value = _judge(head[0], body, has_end=bool(ended))
        if kind:
            yield (start, head.end() + len(body)), kind, value


def _judge(head: bytes, body: str, *, has_end: bool) -> tuple[str, str]:
    """Return (kind, base64) of what is between the head and the tail of a key; ("", "") if that is not a key."""
    body = unescaped(re.sub(_BREAK, "\n", body))
    is_sealed = re.search(_SEALED, body) is not None
    body = re.sub(_HEADERS, "", body)
    runs = [run.rstrip("=") for run in re.findall(_RUN, body)]
    letters = "".join(run for run in runs[:-1] if len(run) >= _SHORTEST_RUN)
    letters += runs[-1] if runs and (letters or len(runs[-1]) >= _SHORTEST_RUN) else ""
    content = decoded(letters).encode("latin-1")
    if len(content) < _FEWEST_BYTES or _is_filler(letters):
        return "", ""
    kind, size = ("", 0) if is_sealed else _form(head, content)
    if size > len(content) * _WHOLE_SHARE:
        return "", ""
    if not kind:
        is_dense = len(letters) >= len(re.sub(_SIGNS, "", body)) * _SHARE_OF_LETTERS
        if not has_end or not is_dense or _is_text(content):
            return "", ""
    if is_sealed or b" ENCRYPTED PRIVATE KEY-----" in head:
        kind = private_keys.ENCRYPTED
    return kind or private_keys.PLAIN, letters


def _form(head: bytes, content: bytes) -> tuple[str, int]:
    """Return (kind, size) of the key that bytes begin with, going by its form; the size is what the form says.

    The kind is "" for bytes that have the form of no key.
    """
    if content.startswith(_OPENSSH):
        return _openssh(content)
    if content.startswith(_SSH_COM):
        return private_keys.PLAIN, int.from_bytes(content[4:8], "big")
    if b"PGP" in head:
        return _pgp(content)
    return private_keys.der_form(content)


def _openssh(content: bytes) -> tuple[str, int]:
    """Return (kind, size) of OpenSSH's form: cipher, KDF, its options, a count, public key, private section."""
    at = len(_OPENSSH)
    cipher = b""
    for number in range(5):
        at += 4 if number == 3 else 0  # the count of keys
        length = int.from_bytes(content[at : at + 4], "big")
        cipher = content[at + 4 : at + 4 + length] if number == 0 else cipher
        at += 4 + length
    return (private_keys.PLAIN if cipher == b"none" else private_keys.ENCRYPTED), at


def _pgp(content: bytes) -> tuple[str, int]:
    """Return (kind, size) of an OpenPGP packet with a secret key; RFC 9580, section 4.2."""
    first, second = content[0], content[1]
    if first & 0xC0 == 0xC0 and first & 0x3F == _PGP_SECRET_KEY:
        size = second if second < 192 else ((second - 192) << 8) + content[2] + 192 if second < 224 else 0
        return private_keys.PLAIN, size or int.from_bytes(content[2:6], "big")
    if first & 0xC0 == 0x80 and first >> 2 & 0x0F == _PGP_SECRET_KEY:
        width = (1, 2, 4, 0)[first & 3]
        return private_keys.PLAIN, int.from_bytes(content[1 : 1 + width], "big")
    return "", 0


def _is_filler(letters: str) -> bool:
    """Return whether base64 repeats itself, counts, or says that it is not a key."""
    if len(set(letters)) < min(_FEWEST_LETTERS, len(letters) // 4) or re.search(_FILLER, letters):
        return True
    parts = {letters[at : at + 4] for at in range(len(letters) - 3)}
    steps = sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(letters))
    return len(parts) < _FEWEST_PARTS * (len(letters) - 3) or steps * 2 >= len(letters)


def _is_text(content: bytes) -> bool:
    return content.isascii() and content.decode("ascii").replace("\n", "").replace("\r", "").isprintable()


def _encoded_keys(data: bytes, clues: Clues, pem: Sequence[Span]) -> Iterator[tuple[int, str, str]]:
    """Yield what is in base64: PEM, or DER without its head and tail; not in the spans of PEM, which come in order."""
    done = 0
    for place in sorted(at for word in KEYS_ENCODED for at in clues.get(word, ())):
        above = bisect_right(pem, (place, len(data))) - 1  # the last one that begins before the clue
        if place < done or (above >= 0 and place < pem[above][1]):
            continue
        low = max(place - _BEFORE_CLUE, done)
        runs = re.compile(_ENCODED).finditer(data, low, place + _AFTER_CLUE)
        run = next((each for each in runs if each.end() > place), None)
        if not run:
            continue
        done = run.end()
        letters = re.sub(_BETWEEN_LINES, b"", run[0]).decode()
        if len(letters) < _SHORTEST_ENCODED:
            continue
        plain = decoded(letters).encode("latin-1")
        at = plain.find(PRIVATE_KEY)
        if at >= 0:
            yield from ((run.start(), kind, value) for _, kind, value in _keys(plain, [at]))
        elif (kind := private_keys.der_key(plain)) and not _is_filler(letters):
            yield run.start(), kind, letters.rstrip("=")

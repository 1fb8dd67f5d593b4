"""Access key IDs, and the pre-signed URLs that have one in them.

Sources: AWS's IAM User Guide, "IAM identifiers" (the prefixes of unique IDs); Signature Version 4, "Authenticating
requests: using query parameters" (pre-signed URLs). Imported only for a content that has a prefix of an ID.
"""

from __future__ import annotations

import re
from itertools import pairwise

from backend_standards.secrets import ID_HEADS, KEY_ID
from backend_standards.secrets.aws_credentials import Credential
from backend_standards.secrets.aws_spelling import BASE64, Joined, continues_before
from backend_standards.secrets.placeholders import PUBLISHED_HEADS, is_monotonous, is_random

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.secrets.aws_clues import Clues
    from backend_standards.secrets.aws_spelling import Span

_ID_KINDS = {
    "AKIA": "a long-term AWS access key ID (AKIA...)",
    "ASIA": "a temporary AWS access key ID (ASIA...)",
    "ABIA": "the ID of an AWS STS service bearer token (ABIA...)",
    "ACCA": "the ID of an AWS context-specific credential (ACCA...)",
}
_WHOLE_ID = KEY_ID + "(?![A-Za-z0-9])"
_FIRST_PART = rb"A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{0,15}(?:\\?[\"'`]|[=\\]\r?\n)"
_LONGEST_IN_PARTS = 160  # bytes of an ID in parts, with what is between them
_FEWEST_LETTERS = 6  # different ones; of random IDs fewer than one in a million has fewer
# PACIFIC: the names of regions, such as ASIAPACIFICSOUTHEAST, have the form of an ID.
_DUMMY_WORDS = (
    "EXAMPL SAMPLE FAKE DUMMY MOCK TEST PLACEHO CHANGEME YOURACC YOURKEY YOURAWS REPLACE REDACTED XXXX QWERTY PACIFIC"
).split()

# In a binary, four letters of a picture or a sound are often a head. What follows is smooth: each letter is near the
# next one, as in one of 6,000 random IDs.
_SMOOTHEST = 4.5
_SIGNS = (b"+", b"/")
_LENGTHS_OF_LINES = (64, 76)  # of base64 (RFC 7468, RFC 2045)
_AROUND = 200  # bytes on each side of an ID in which base64 is looked for
_SHORTEST_BASE64 = 40  # characters around an ID that make it a part of base64; a path or a URL rarely has as many
_SHORTEST_BASE64_OF_BINARY = 100  # in a binary, names and texts follow one another without a mark

_LONGEST_URL = 4096  # bytes before and after an ID; with a session token in it, a URL has about 1,500
_CREDENTIAL_PARAMETER = r"(?i)(?:X-Amz-Credential|AWSAccessKeyId)(?:=|(?:%(?:25)*3D))\Z"
_LONGEST_PARAMETER = 40  # bytes, with an escaped "="
_PROOF = r"(?i)(?:X-Amz-(?:Signature|Security-Token)|(?<=[?&;])Signature)(?:=|%(?:25)*3D)[A-Za-z0-9%+/]{20}"
_URL = r"[^\s\"'<>`\\]*"
_NO_URL = "\"'<>`\\"


def is_dummy_id(key_id: str) -> bool:
    """Return whether an access key ID is an example of AWS's documentation, a test double or a filler."""
    body = key_id[4:]
    if key_id.startswith(PUBLISHED_HEADS) or len(set(body)) < _FEWEST_LETTERS or is_monotonous(body):
        return True
    return any(word in body for word in _DUMMY_WORDS)


def _is_smooth(body: str) -> bool:
    return sum(abs(ord(a) - ord(b)) for a, b in pairwise(body)) < _SMOOTHEST * (len(body) - 1)


def key_ids(data: bytes, clues: Clues, *, binary: bool) -> list[Credential]:
    """Return the words that have the form of an access key ID, dummies too."""
    found = []
    match_whole, match_part = re.compile(KEY_ID.encode()).match, re.compile(_FIRST_PART).match
    for at in sorted(at for head in ID_HEADS for at in clues.get(head, ())):
        key_id = ""
        if whole := match_whole(data, at):
            end = whole.end()
            if _is_word(data, at, end) or (binary and len(_around(data, at, end)) < _SHORTEST_BASE64_OF_BINARY):
                key_id = whole[0].decode()
            if binary and _is_smooth(key_id[4:]):
                key_id = ""
        elif match_part(data, at) and not continues_before(data, at):
            in_parts = re.match(_WHOLE_ID, Joined(data[at : at + _LONGEST_IN_PARTS].decode("latin-1")).text)
            key_id = in_parts[0] if in_parts else ""
        if key_id:
            found.append(Credential(at, "aws-access-key-id", _ID_KINDS[key_id[:4]], key_id, key_id))
    return found


def _is_word(data: bytes, start: int, end: int) -> bool:
    """Return whether an ID is a word of its own: escapes and ``_`` end a word, base64 continues it."""
    before, after = data[start - 1 : start], data[end : end + 1]
    if after.isalnum() or continues_before(data, start):
        return False
    if before in _SIGNS or after in (*_SIGNS, b"="):
        around = _around(data, start, end)
        # With one clean edge it is the first or the last word of a pair, if it is not a whole line of base64.
        is_inside = before in _SIGNS and after in (*_SIGNS, b"=")
        if is_inside or (before in (b"\n", b"") and len(around) + end - start in _LENGTHS_OF_LINES):
            return len(around) < _SHORTEST_BASE64 or not is_random(around)
    return True


def _around(data: bytes, start: int, end: int) -> str:
    """Return the letters of base64 on both sides of a place."""
    first, last = start, end
    while first > 0 and start - first < _AROUND and data[first - 1] in BASE64:
        first -= 1
    while last < len(data) and last - end < _AROUND and data[last] in BASE64:
        last += 1
    return (data[first:start] + data[end:last]).decode()


def presigned(data: bytes, ids: Sequence[Credential]) -> Iterator[tuple[Credential, Span]]:
    """Yield (credential, span) of the pre-signed URLs: until they expire, everybody can use what they sign."""
    span, is_signed = (0, 0), False
    for hit in ids:
        at = hit.offset
        if not re.search(_CREDENTIAL_PARAMETER, data[max(at - _LONGEST_PARAMETER, 0) : at].decode("latin-1")):
            continue
        if not span[0] <= at < span[1]:
            span, is_signed = _url_around(data, at)
        if is_signed:
            yield Credential(at, "aws-presigned-url", "a pre-signed AWS URL", hit.value, hit.value), span


def _url_around(data: bytes, at: int) -> tuple[Span, bool]:
    """Return the span of the URL in which an offset is, and whether it has a signature."""
    start = max(at - _LONGEST_URL, 0)
    # The escapes that JSON has in a URL, replaced by as many characters.
    text = data[start : at + _LONGEST_URL].decode("latin-1").replace("\\u0026", "&&&&&&").replace("\\/", "//")
    first = at - start
    while first > 0 and not text[first - 1].isspace() and text[first - 1] not in _NO_URL:
        first -= 1
    rest = re.compile(_URL).match(text, at - start)
    last = rest.end() if rest else at - start
    return (start + first, start + last), re.search(_PROOF, text[first:last]) is not None

"""AWS credentials in a content: where they are, and of what kind.

Sources: the standard's "Configuration & Secrets" ("Hardcoding AWS credentials or tokens") and "Security Guidelines"
("Load secrets at runtime; never hardcode"). Imported only for a content in which ``aws_clues`` finds something.

The search for each kind starts at a literal that is in the credential or near it, and reads only what is around that.
So a line of megabytes costs no more than as many short ones.
"""

from __future__ import annotations

import re

from backend_standards.secrets import ID_HEADS, aws_clues
from backend_standards.secrets.aws_credentials import Credential
from backend_standards.secrets.aws_secrets import column_secrets, secrets
from backend_standards.secrets.aws_spelling import decoded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.secrets.aws_clues import Clues
    from backend_standards.secrets.aws_spelling import Span

_AROUND_CLUE = 2000  # bytes on each side of a clue to base64; a file with two pairs of keys has about 300
_SHORTEST_RUN = 16  # letters in a line of base64; shorter words are names and numbers
_RUN = rb"[A-Za-z0-9+/]{16}"
_ENCODED_LINES = rb"(?:[A-Za-z0-9+/]{16,}(?:\\n|[ \t]*\r?\n[ \t]*))*[A-Za-z0-9+/]{2,}={0,2}"
_CLUES_TO_BASE64 = frozenset(aws_clues.ENCODED)
_SIGNS_OF_URLS = (b"-", b"_")  # in the alphabet of base64 for URLs, instead of "+" and "/"
_URL_SAFE = bytes(each for each in range(128) if chr(each).isalnum() or chr(each) in "_-")
_BEDROCK = b"bedrock-api-key-"
_BETWEEN_LINES = rb"\\n|[\s=]"
_MANIFEST = rb"kind[\"']?:[ \t]{0,8}[\"']?(?:Secret|List)\b"
_VALUE_OF_MANIFEST = rb"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{26}"  # an access key ID has 28 letters in base64


def scan(data: bytes, clues: Clues | None = None, *, binary: bool = False) -> list[Credential]:
    """Return the AWS credentials in UTF-8 or Latin-1 bytes, in order, each once.

    ``clues`` are those of the data, if they are known. In a binary, the length of a string may be before it and any
    byte after it.
    """
    if clues is None:
        clues = aws_clues.finder(many=True)(data)
    ids = _key_ids(data, clues, binary=binary)
    found, urls, _ = _ids_and_urls(data, ids)
    found += _others(data, clues, urls)
    found += secrets(data, clues.get(b"secret", []), [hit.offset for hit in ids], binary=binary)
    found += column_secrets(data, clues)
    found += _encoded(data, clues)
    found += _private_keys(data, clues)
    by_place: dict[tuple[int, str], Credential] = {}
    for hit in found:
        if hit.key_id or not hit.is_published:
            by_place.setdefault((hit.offset, hit.rule), hit)
    return [by_place[place] for place in sorted(by_place)]


def _key_ids(data: bytes, clues: Clues, *, binary: bool) -> list[Credential]:
    if clues.keys().isdisjoint(ID_HEADS):  # most contents that are suspected only speak of a secret
        return []
    from backend_standards.secrets.aws_ids import key_ids

    return key_ids(data, clues, binary=binary)


def _others(data: bytes, clues: Clues, urls: Sequence[Span], *, passwords: bool = True) -> Iterator[Credential]:
    if clues.keys() <= aws_clues.OF_ACCESS_KEYS:
        return
    from backend_standards.secrets import aws_tokens

    yield from aws_tokens.tokens(data, clues, urls)
    yield from aws_tokens.keys_by_form(data, clues)
    if passwords:
        yield from aws_tokens.passwords(data, clues)


def _private_keys(data: bytes, clues: Clues) -> Iterator[Credential]:
    is_age = b"secret" in clues and b"AGE-SECRET-KEY-1" in data
    if is_age or not clues.keys().isdisjoint((aws_clues.PRIVATE_KEY, *aws_clues.KEYS_ENCODED)):
        from backend_standards.secrets.written_keys import written_keys

        yield from written_keys(data, clues)


def _encoded(data: bytes, clues: Clues) -> Iterator[Credential]:
    """Yield what is in base64: an access key ID, a file with a pair of keys, any credential in a Kubernetes Secret."""
    for readings in _encoded_runs(data, clues):
        for offset, letters in readings:
            hits = _plain_credentials(decoded(letters).encode("latin-1"))
            yield from (
                Credential(offset, hit.rule, f"base64-encoded: {hit.kind}", hit.value, hit.key_id) for hit in hits
            )
            if hits:
                break


def _encoded_runs(data: bytes, clues: Clues) -> Iterator[list[tuple[int, str]]]:
    """Yield the ways, as (offset, letters), to read each run of base64 in which a credential may be."""
    done = 0
    is_run = re.compile(_RUN).search
    for place in _encoded_places(data, clues):
        if place < done or not is_run(data, max(place - _SHORTEST_RUN, 0), place + _SHORTEST_RUN + 4):
            continue
        before, low = done, max(place - _AROUND_CLUE, done)  # what is before the end of a run is not in the next run
        runs = re.finditer(_ENCODED_LINES, data[low : place + _AROUND_CLUE])
        run = next((each for each in runs if each.end() > place - low), None)
        if not run:
            continue
        start, done = low + run.start(), low + run.end()
        if data.endswith(_BEDROCK, 0, start):  # found by its head
            continue
        letters = re.sub(_BETWEEN_LINES, b"", run[0]).decode()
        # A run that begins before what was read may be cut at any letter of a group of four.
        readings = [(start, letters[skipped:]) for skipped in (range(4) if run.start() == 0 and low > before else (0,))]
        if data[start - 1 : start] in _SIGNS_OF_URLS or data[done : done + 1] in _SIGNS_OF_URLS:
            readings.append(_run_of_urls(data, start, letters, done))
        yield readings


def _run_of_urls(data: bytes, start: int, letters: str, end: int) -> tuple[int, str]:
    """Return (offset, letters) of the run of URL-safe base64 around the letters of a run in the other alphabet."""
    before, after = data[max(start - _AROUND_CLUE, 0) : start], data[end : end + _AROUND_CLUE]
    first = start - len(before) + len(before.rstrip(_URL_SAFE))
    last = end + len(after) - len(after.lstrip(_URL_SAFE))
    whole = data[first:start].decode() + letters + data[end:last].decode()
    return first, whole.replace("-", "+").replace("_", "/")


def is_manifest(data: bytes) -> bool:
    """Return whether a content may be a Kubernetes Secret, in which every value is looked at."""
    return re.search(_MANIFEST, data) is not None


def _encoded_places(data: bytes, clues: Clues) -> list[int]:
    places = sorted(at for word in _CLUES_TO_BASE64.intersection(clues) for at in clues[word])
    if b"secret" in clues and is_manifest(data):
        return sorted([*places, *(match.start() for match in re.finditer(_VALUE_OF_MANIFEST, data))])
    return places


def _plain_credentials(data: bytes) -> list[Credential]:
    """Return the credentials of a decoded text, which is not decoded further."""
    clues = aws_clues.finder(many=True)(data)
    if not clues:
        return []
    ids = _key_ids(data, clues, binary=False)
    found, urls, ids = _ids_and_urls(data, ids)
    keys = secrets(data, clues.get(b"secret", []), [hit.offset for hit in ids], binary=False)
    return [*found, *keys, *_others(data, clues, urls, passwords=False)]


def _ids_and_urls(data: bytes, ids: list[Credential]) -> tuple[list[Credential], list[Span], list[Credential]]:
    """Return the credentials among access key IDs, the spans of pre-signed URLs, and the IDs that are not dummies."""
    if not ids:
        return [], [], []
    from backend_standards.secrets.aws_ids import is_dummy_id, presigned

    real_ids = [hit for hit in ids if not is_dummy_id(hit.value)]
    signed = dict(presigned(data, real_ids))
    in_urls = {url.offset for url in signed}
    return [*signed, *(hit for hit in real_ids if hit.offset not in in_urls)], list(signed.values()), real_ids

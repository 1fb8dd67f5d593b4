"""AWS credentials in a content: where they stand, and of what kind they are.

Sources: the standard's "Configuration & Secrets" ("Hardcoding AWS credentials or tokens") and "Security Guidelines"
("Load secrets at runtime; never hardcode"); AWS's IAM User Guide, "IAM identifiers" (the prefixes of unique IDs) and
"Managing access keys"; Signature Version 4, "Authenticating requests: using query parameters" (pre-signed URLs); the
SES Developer Guide, "Obtaining SES SMTP credentials". Imported only for a content that ``_aws_literals`` lets pass.

Everything is searched for from a literal that it must hold or stand near, and judged in a window around that, so that
a line of megabytes costs no more than as many short ones. Windows are decoded as Latin-1: one character a byte.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from backend_standards.secrets import aws_clues, values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    from backend_standards.secrets.aws_clues import Clues

    Span: TypeAlias = "tuple[int, int]"

_REACH = 200  # characters between a keyword and its value
_BEHIND = 60  # characters between a value and a keyword behind it
_NEAR = 600  # characters around an access key ID in which a bare secret counts
_NEAR_LINES = 8
_AROUND = 400  # characters around the name of a service in which its password counts
_LONGEST_URL = 4096
_LONGEST_VALUE = 130  # of forty characters, each written as %2F at worst, and a little more

_BASE64 = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
_KEY_ID = r"A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{16}"
_ID_KINDS = {
    "AKIA": "a long-term AWS access key ID (AKIA...)",
    "ASIA": "a temporary AWS access key ID (ASIA...)",
    "ABIA": "the ID of an AWS STS service bearer token (ABIA...)",
    "ACCA": "the ID of an AWS context-specific credential (ACCA...)",
}
_KEY_ID_PART = rb"A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{0,15}\\?[\"'`]"
# What ends like a word but is none: an escape of a string, a URL or a terminal.
_ESCAPE_BEFORE = (
    rb"(?:\\(?:[abefnrtv0]|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})|%(?:25)*[0-9a-fA-F]{2}|=3D"
    rb"|(?:\x1b|\\u001[bB]|\\x1[bB]|\\033|\\e)\[[0-9;]{0,12}m)\Z"
)
# One character of a key as it may be written; "/" and "+" have escapes.
_CHAR = r"(?:[A-Za-z0-9/+]|%(?:25)*2[FfBb]|\\+/|\\+u002[FfBb]|&\#(?:x2[FfBb]|4[37]);)"
# Other escapes and entities, wherever they stand.
_ESCAPES = (
    r"(?:\x1b|\\+u001[bB]|\\+x1[bB]|\\+033|\\+e)\[[0-9;]{0,12}m"
    r"|\\+(?:[abefnrtv\"'0`]|u00(?!2[FfBb])[0-9a-fA-F]{2}|x[0-9a-fA-F]{2})"
    r"|%(?!(?:25)*2[FfBb])(?:25)*(?:2[0-9ACDEac-e]|3[A-Fa-f]|0[ADad]|5[BDbd]|7[BDbd])"
    r"|&(?:quot|apos|lt|gt|amp|nbsp|\#(?!(?:x2[FfBb]|4[37]);)x?[0-9a-fA-F]{1,4});"
)
# "AKIA" + "...", "AKIA" "..." and their like, also over lines and from line to line of a notebook's source.
_CONCATENATION = (
    r"\\*[\"'`][ \t]{0,40}(?:(?:\+|\\|\.\.?|&|~|<>)[ \t]{0,40})?"
    r"(?:\\+n[\"'],[ \t]{0,8}(?:\r?\n[ \t]{0,80})?[\"'][ \t]{0,80}|\\?\r?\n[ \t]{0,80})?"
    r"(?:[+.&][ \t]{0,40})?[rbfu]{0,2}\\*[\"'`](?=[A-Za-z0-9/+])"
)
_EDGE = "A-Za-z0-9/+_~%"
_FORTY = rf"(?<![{_EDGE}.])(?<!(?<!:)-)(?://|(?<=\n)\+)?({_CHAR}{{40}})(?![{_EDGE}=]|-(?!->)|\.[A-Za-z0-9])"
_ENCODED_FORTY = r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{54}(?:==|[A-Za-z0-9+/]=)(?![A-Za-z0-9+/=])"
_SES_PASSWORD = rf"(?<![{_EDGE}.-])B[A-P]{_CHAR}{{42}}(?![{_EDGE}=-])"
_CODECOMMIT_PASSWORD = rf"(?<![{_EDGE}.-]){_CHAR}{{43}}(?:=|%(?:25)*3[Dd]|\\+u003[Dd])(?![A-Za-z0-9/+=_~-])"
# The lines of a folded token, and what stands between them.
_FOLDED_RUN = rf"{_CHAR}+(?:[ \t]{{0,20}}[\\=]?(?:\\n)?\r?\n[ \t>#*|/;-]{{0,60}}{_CHAR}{{8,}}){{0,40}}"
_CREDENTIAL_PARAMETER = r"(?i)(?:X-Amz-Credential|AWSAccessKeyId)(?:=|(?:%(?:25)*3D))\Z"
_PROOF = r"(?i)(?:X-Amz-(?:Signature|Security-Token)|(?<=[?&;])Signature)(?:=|%(?:25)*3D)[A-Za-z0-9%+/]{20}"
_URL = r"[^\s\"'<>`\\]*"
_MANIFEST = rb"kind[\"']?:[ \t]{0,8}[\"']?(?:Secret|List)\b"
_ENCODED_RUN = rb"(?:[A-Za-z0-9+/]{16,}(?:\\n|[ \t]*\r?\n[ \t]*))*[A-Za-z0-9+/]{2,}={0,2}"
# A name before a value that makes it something else, though "secret" or a key ID stand near.
_OTHER_NAME = (
    r"(?i)(?:sha-?\d{1,3}|integrity|checksum|digest|ciphertext\w{0,8}|h1|b64|nonce|e-?tag|cursor|[cx]srf[-_]?token"
    r"|(?:next|page|continuation)[-_]?(?:token|marker)|(?:session|request|node|version|trace)[-_]?id)"
    r"[\"']?[ \t]{0,4}(?:[=:-]|=>)?[ \t]{0,4}[\"']?\Z"
)
_LOGIN_BEFORE = rf"(?i:pass|pwd|secret|credential)|{_KEY_ID}:\Z"
# The name of a member that stands behind its value.
_MEMBER_BEHIND = (
    r"[\"']?,?\s{0,80}[\"']?(?:Parameter)?(?:name|key|Name|Key|KEY|NAME)[\"']?\s{0,4}[:=]\s{0,4}[\"']?[\w.-]{0,40}"
)
# What stands right before a value that belongs to a name further up.
_DEFAULT = r"(?i)\b(?:default|value)[\"']?[ \t]{0,20}[:=][ \t]{0,20}[\"']?\Z"
_DUMMY_WORDS = (
    "EXAMPL SAMPLE FAKE DUMMY MOCK TEST PLACEHO CHANGEME YOURACC YOURKEY YOURAWS REPLACE REDACTED XXXX QWERTY PACIFIC"
).split()


# SHA-256, first half, of values that AWS itself has published as examples and that do not say so.
_PUBLISHED = frozenset(
    (
        "0e8ad95d75d71161d9eb8929c48030c8",  # Amazon S3 Developer Guide, "Authenticating REST requests" (2006)
        "0114c1456f2504384f9111557e6dc0dd",  # the same guide, later edition
        "c0a9271ec8c34c6606bd1bc02405be15",  # AWS CLI reference, iam reset-service-specific-credential
        "4c7b3f40e866bf984951008d3267138c",  # AWS CLI reference, iam create-service-specific-credential
    )
)


class Credential:
    """A credential: byte offset, rule, kind in words, the value itself, and the access key ID in it, if any.

    The last two are never printed.
    """

    __slots__ = ("key_id", "kind", "offset", "rule", "value")

    def __init__(self, offset: int, rule: str, kind: str, value: str, key_id: str = "") -> None:
        self.offset = offset
        self.rule = rule
        self.kind = kind
        self.value = value
        self.key_id = key_id

    @property
    def account(self) -> str:
        """The number of the account that the access key ID belongs to, or "" where none can be told."""
        return account_of(self.key_id) if self.key_id else ""

    def sha256(self) -> str:
        """Return the SHA-256 of the value, joined and unescaped, in hexadecimal."""
        return _sha256(self.value.encode("latin-1", "replace"))


def scan(data: bytes, clues: Clues | None = None, *, binary: bool = False) -> list[Credential]:
    """Return the AWS credentials in UTF-8 or Latin-1 bytes, in order, each once.

    ``clues`` are the data's, where they are known already. In a binary, a string's length may stand before it and any
    byte behind it.
    """
    if clues is None:
        clues = aws_clues.finder(many=True)(data)
    ids = _key_ids(data, clues, binary=binary)
    real_ids = [hit for hit in ids if not is_dummy_id(hit.value)]
    urls = list(_presigned(data, real_ids))
    in_urls = {hit.offset for hit, _ in urls}
    found: list[Iterable[Credential]] = [
        [Credential(hit.offset, "aws-presigned-url", "a pre-signed AWS URL", hit.value, hit.value) for hit, _ in urls],
        [hit for hit in real_ids if hit.offset not in in_urls],
        _tokens(data, clues, [url for _, url in urls]),
        _keys_by_form(data, clues),
        _passwords(data, clues),
        _secrets(data, clues.get(b"secret", []), [hit.offset for hit in ids], binary=binary),
        _column(data, clues),
        _encoded(data, clues),
    ]
    by_place: dict[tuple[int, str], Credential] = {}
    for hit in (hit for group in found for hit in group):
        if hit.key_id or len(hit.value) not in (40, 44) or hit.sha256()[:32] not in _PUBLISHED:
            by_place.setdefault((hit.offset, hit.rule), hit)
    return [by_place[place] for place in sorted(by_place)]


def account_of(key_id: str) -> str:
    """Return the number of the account that an access key ID carries, or "" for one that carries none.

    Bits 7 to 46 of the first six bytes of the base32 behind the prefix; the bit above them tells the IDs of the present
    generation, which carry one, from those made until 2019, which do not.
    """
    number = 0
    for char in key_id[4:14]:
        number = number << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".index(char)
    account = (number >> 9) & 0xFFFFFFFFFF
    return f"{account:012d}" if number >> 49 and account < 10**12 else ""


def is_dummy_id(key_id: str) -> bool:
    """Return whether an access key ID is an example of AWS's documentation, a test double or a filler."""
    body = key_id[4:]
    return any(word in body for word in _DUMMY_WORDS) or len(set(body)) < 6 or values.is_monotonous(body)


# --- access key IDs ---------------------------------------------------------------------------------


def _key_ids(data: bytes, clues: Clues, *, binary: bool) -> list[Credential]:
    """Return what has the form of an access key ID and stands alone, dummies too."""
    found = []
    match_whole, match_part = re.compile(_KEY_ID.encode()).match, re.compile(_KEY_ID_PART).match
    for at in sorted(at for head in aws_clues.ID_HEADS for at in clues.get(head, ())):
        key_id = ""
        if whole := match_whole(data, at):
            if _stands_alone(data, at, whole.end()) or (binary and len(_around(data, at, whole.end())) < 100):
                key_id = whole[0].decode()
        elif match_part(data, at) and not _continues_before(data, at):
            joined = re.match(_KEY_ID + "(?![A-Za-z0-9])", _joined(data[at : at + 160].decode("latin-1"))[0])
            key_id = joined[0] if joined else ""
        if key_id:
            found.append(Credential(at, "aws-access-key-id", _ID_KINDS[key_id[:4]], key_id, key_id))
    return found


def _stands_alone(data: bytes, start: int, end: int) -> bool:
    """Return whether an ID is a word of its own: escapes and ``_`` end one, base64 around it goes on."""
    before, after = data[start - 1 : start], data[end : end + 1]
    if after.isalnum() or _continues_before(data, start):
        return False
    if before in (b"+", b"/") or after in (b"+", b"/", b"="):
        around = _around(data, start, end)
        return len(around) < 40 or not values.is_random(around)
    return True


def _around(data: bytes, start: int, end: int) -> str:
    """Return the letters of base64 on both sides of a place, at most 200 on each."""
    first, last = start, end
    while first > 0 and start - first < 200 and data[first - 1] in _BASE64:
        first -= 1
    while last < len(data) and last - end < 200 and data[last] in _BASE64:
        last += 1
    return (data[first:start] + data[end:last]).decode()


def _continues_before(data: bytes, start: int) -> bool:
    """Return whether a letter or digit that is no part of an escape stands before an offset."""
    if not start or not data[start - 1 : start].isalnum():
        return False
    return re.search(_ESCAPE_BEFORE, data[max(start - 24, 0) : start]) is None


def _presigned(data: bytes, ids: Sequence[Credential]) -> Iterator[tuple[Credential, Span]]:
    """Yield the key IDs that stand in a pre-signed URL, with its span; whoever has the URL has what it signs."""
    span, is_signed = (0, 0), False
    for hit in ids:
        at = hit.offset
        if not re.search(_CREDENTIAL_PARAMETER, data[max(at - 40, 0) : at].decode("latin-1")):
            continue
        if not span[0] <= at < span[1]:
            start = max(at - _LONGEST_URL, 0)
            text = data[start : at + _LONGEST_URL].decode("latin-1").replace("\\u0026", "&&&&&&").replace("\\/", "//")
            first = at - start
            while first > 0 and not text[first - 1].isspace() and text[first - 1] not in "\"'<>`\\":
                first -= 1
            rest = re.compile(_URL).match(text, at - start)
            last = rest.end() if rest else at - start
            span, is_signed = (start + first, start + last), re.search(_PROOF, text[first:last]) is not None
        if is_signed:
            yield hit, span


# --- secret access keys -----------------------------------------------------------------------------


def _secrets(data: bytes, words: Sequence[int], ids: Sequence[int], *, binary: bool) -> Iterator[Credential]:
    """Yield the secret access keys: behind or before the word "secret", or bare near an access key ID."""
    areas = _merged(
        [(at - _BEHIND - _LONGEST_VALUE, at + 6 + _REACH + _LONGEST_VALUE) for at in words]
        + [(at - _NEAR - _LONGEST_VALUE, at + _NEAR + _LONGEST_VALUE) for at in ids],
        len(data),
    )
    find_plain = re.compile(rb"[A-Za-z0-9/+]{40}").search
    for start, end in areas:
        area = data[start:end]
        if not find_plain(area) and not _may_be_written_otherwise(area):
            continue
        text = area.decode("latin-1")
        near_words = [at - start for at in words[bisect_left(words, start) : bisect_right(words, end)]]
        near_ids = [at - start for at in ids[bisect_left(ids, start) : bisect_right(ids, end)]]
        if binary:
            yield from _in_binary(text, start, near_words, near_ids)
        yield from _in_area(text, start, near_words, near_ids)


def _may_be_written_otherwise(area: bytes) -> bool:
    """Return whether a value may stand in an area in parts, or with escapes for its slashes."""
    escapes = (b"\\/", b"%2", b"\\u002", b"&#")
    return any(each in area for each in escapes) or re.search(_CONCATENATION.encode(), area) is not None


def _in_area(text: str, start: int, words: list[int], ids: list[int]) -> Iterator[Credential]:
    joined, offsets = _joined(text)
    text = _without_escapes(text)
    views = [(text, words, ids, offsets[:0])]
    if offsets:
        ahead = [each - _left_out(each, offsets) for each in words], [each - _left_out(each, offsets) for each in ids]
        views.append((_without_escapes(joined), *ahead, offsets))
    seen = set()
    for view, view_words, view_ids, view_offsets in views:
        for match in re.finditer(_FORTY, view):
            value = _unescaped(match[1])
            offset = start + _origin(match.start(1), view_offsets)
            if offset in seen or not _is_secret(value) or _has_other_name(view, match.start()):
                continue
            if _is_named(view, match, view_words) or _is_near(view, match.start(), view_ids):
                seen.add(offset)
                yield Credential(offset, "aws-secret-access-key", "an AWS secret access key", value)
    for match in re.finditer(_ENCODED_FORTY, text):
        value = _decoded(match[0]).strip("\n\r ")
        if re.fullmatch("[A-Za-z0-9/+]{40}", value) and _is_secret(value) and _is_named(text, match, words):
            kind = "a base64-encoded AWS secret access key"
            yield Credential(start + match.start(), "aws-secret-access-key", kind, value)


def _in_binary(text: str, start: int, words: list[int], ids: list[int]) -> Iterator[Credential]:
    """Yield the secrets that any byte may follow: behind their length, 40, as in bytecode, or right behind an ID."""
    found = [*re.finditer(r"\(\0{0,7}([A-Za-z0-9/+]{40})", text)]
    forty = re.compile("([A-Za-z0-9/+]{40})")
    found += [match for at in ids if (match := forty.match(text, at + 20))]
    for match in found:
        if _is_secret(match[1]) and (_is_named(text, match, words) or _is_near(text, match.start(), ids)):
            yield Credential(start + match.start(1), "aws-secret-access-key", "an AWS secret access key", match[1])


def _has_other_name(text: str, at: int) -> bool:
    return re.search(_OTHER_NAME, text[max(at - 40, 0) : at]) is not None


def _column(data: bytes, clues: Clues) -> Iterator[Credential]:
    """Yield the secrets in that column of a table of comma- or tab-separated values whose head names them."""
    at = data.find(b"\n", 0, 4096)
    if at < 0 or clues.get(b"secret", [at])[0] >= at:
        return
    head = data[:at].lower()
    delimiter = max(b",;\t|", key=head.count)
    columns = head.split(bytes([delimiter]))
    wanted = [number for number, name in enumerate(columns) if b"secret" in name]
    if not 2 <= len(columns) <= 64:
        return
    for match in re.finditer(rb"[^\n]+", data[at:]):
        cells = match[0].split(bytes([delimiter]), len(columns))
        for number in wanted:
            value = cells[number].strip(b" \"'") if number < len(cells) else b""
            if len(value) == 40 and re.fullmatch(rb"[A-Za-z0-9/+]{40}", value) and _is_secret(value.decode()):
                offset = at + match.start() + match[0].index(value)
                yield Credential(offset, "aws-secret-access-key", "an AWS secret access key", value.decode())


def _is_named(text: str, value: re.Match[str], words: list[int]) -> bool:
    """Return whether the word "secret" stands close before a value, or behind it on its line."""
    at = bisect_left(words, value.start())
    if at and words[at - 1] + 6 <= value.start():
        gap = text[words[at - 1] + 6 : value.start()]
        is_default = re.search(_DEFAULT, gap) is not None
        if len(gap) <= _REACH and gap.count("\n") <= (7 if is_default else 3) and (is_default or _belongs(gap)):
            return True
    at = bisect_left(words, value.end())
    if at < len(words):
        gap = text[value.end() : words[at]]
        is_close = len(gap) <= _BEHIND and "\n" not in gap and _belongs(gap)
        return is_close or (len(gap) <= 2 * _BEHIND and re.fullmatch(_MEMBER_BEHIND, gap) is not None)
    return False


def _belongs(gap: str) -> bool:
    """Return whether what stands between a keyword and a value lets one belong to the other.

    Names of the syntax (``value:``, ``default=``, ``SecureString``) are few; a sentence or further settings are not.
    """
    return len(re.findall(r"[A-Za-z]{2,}", gap)) <= 12 and len(re.findall(r"[=:]", gap)) <= 6


def _is_near(text: str, start: int, ids: list[int]) -> bool:
    at = bisect_right(ids, start)
    for key_id in ids[max(at - 1, 0) : at + 1]:
        first, last = sorted((key_id, start))
        if last - first <= _NEAR and text.count("\n", first, last) <= _NEAR_LINES:
            return True
    return False


def _is_secret(value: str) -> bool:
    """Return whether forty characters look like a secret access key: random, and no digest, path or identifier.

    Of random ones about one in ten thousand fails (``tests/secrets/test_aws_keys.py``).
    """
    kinds = [0 if char.islower() else 1 if char.isupper() else 2 if char.isdigit() else 3 for char in value]
    if 0 not in kinds or 1 not in kinds or len(set(value)) < 16 or re.fullmatch("[0-9A-Fa-f]+", value):
        return False
    if len(value) % 4 == 0 and _decoded(value).isprintable() and _decoded(value).isascii():  # the base64 of a text
        return False
    changes = sum(a != b for a, b in pairwise(kinds))
    return changes >= 12 and not _is_worded(value) and not _is_filler(value)


def _is_filler(value: str) -> bool:
    """Return whether forty characters say of themselves that they are no key, repeat or count."""
    if re.search("(?i)example|placeholder|change_?me|redacted|your|xxxxx|qwerty|foobar", value):
        return True
    return values.is_monotonous(value)


def _is_worded(value: str) -> bool:
    """Return whether most letters stand in words of four and more, as in a path or an identifier."""
    words = re.findall("[A-Z]?[a-z]{3,}|[A-Z]{4,}", value)
    return sum(len(word) for word in words if values.is_word(word.lower())) >= 22


# --- the other kinds --------------------------------------------------------------------------------


def _tokens(data: bytes, clues: Clues, urls: Sequence[Span]) -> Iterator[Credential]:
    """Yield the session tokens that stand in none of the URLs, whose spans come in order."""
    done = 0
    for at in sorted(at - len(ahead) for word, ahead in aws_clues.TOKENS.items() for at in clues.get(word, ())):
        if at < done or not data.startswith(aws_clues.TOKEN_HEADS, at):
            continue
        url = bisect_right(urls, (at, len(data))) - 1  # the last that begins before
        if url >= 0 and at < urls[url][1]:
            continue
        if data[at - 1 : at] in (b"+", b"/") or _continues_before(data, at):
            continue
        text, offsets = _joined(data[at : at + 4096].decode("latin-1"))
        folded = re.match(_FOLDED_RUN, text)
        value = _unescaped("".join(re.findall(_CHAR, folded[0]))) if folded else ""
        if len(value) >= 100 and not values.is_placeholder(value):
            done = at + _origin(len(folded[0]), offsets) if folded else at
            yield Credential(at, "aws-session-token", "an AWS session token", value)


def _keys_by_form(data: bytes, clues: Clues) -> Iterator[Credential]:
    """Yield the keys that their own form proves: Bedrock's, AppSync's and the Marketplace Web Service's."""
    for at, value in _words(data, clues.get(b"ABSK", ()), rb"ABSK%b{100,400}={0,2}(?![A-Za-z0-9+/])" % _CHAR.encode()):
        if data[at - 1 : at] not in (b"+", b"/"):
            yield Credential(at, "aws-bedrock-api-key", "a long-term Amazon Bedrock API key", value)
    for at, value in _words(data, clues.get(b"bedrock-api-key-", ()), rb"bedrock-api-key-[A-Za-z0-9+/=]{40,4096}"):
        yield Credential(at, "aws-bedrock-api-key", "a short-term Amazon Bedrock API key", value)
    for at, value in _words(data, clues.get(b"da2-", ()), rb"da2-[a-z0-9]{26}(?![A-Za-z0-9])"):
        if len(set(value)) > 8 and not value[4:].isalpha() and not values.is_monotonous(value[4:]):
            yield Credential(at, "aws-appsync-api-key", "an AWS AppSync API key", value)
    for at, value in _words(
        data, clues.get(b"amzn.mws.", ()), rb"(?i)amzn\.mws\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])"
    ):
        if values.is_random(value[9:]):
            yield Credential(at, "aws-mws-auth-token", "an Amazon MWS authentication token", value)


def _words(data: bytes, places: Iterable[int], pattern: bytes) -> Iterator[tuple[int, str]]:
    """Yield offset and text of the matches of a pattern that begin a word, each once, and are no placeholders."""
    done = 0
    for at in places:
        match = re.compile(pattern).match(data, at) if at >= done else None
        if match and not _continues_before(data, at):
            done = match.end()
            value = _unescaped(match[0].decode())
            if not values.is_placeholder(value):
                yield at, value


def _passwords(data: bytes, clues: Clues) -> Iterator[Credential]:
    """Yield the passwords that AWS derives or makes for one service, where the service's name stands near."""
    for at, value in _values_near(data, clues.get(b"smtp", ()), _SES_PASSWORD):
        yield Credential(at, "aws-ses-smtp-password", "an Amazon SES SMTP password", value)
    for at, value in _values_near(data, clues.get(b"codecommit", ()), _CODECOMMIT_PASSWORD):
        yield Credential(at, "aws-codecommit-password", "an AWS CodeCommit password", value)


def _values_near(data: bytes, names: Iterable[int], pattern: str) -> Iterator[tuple[int, str]]:
    for start, end in _merged([(at - _AROUND, at + _AROUND) for at in names], len(data)):
        text = data[start:end].decode("latin-1")
        for match in re.finditer(pattern, text):
            value = _unescaped(match[0])
            is_login = text[match.end() : match.end() + 1] == "@" or re.search(
                _LOGIN_BEFORE, text[max(match.start() - 80, 0) : match.start()]
            )
            if is_login and _is_secret(value.rstrip("=")) and not _has_other_name(text, match.start()):
                yield start + match.start(), value


def _encoded(data: bytes, clues: Clues) -> Iterator[Credential]:
    """Yield what stands base64-encoded: an access key ID, a file that holds a pair, anything in a Kubernetes Secret."""
    done = 0
    is_run = re.compile(rb"[A-Za-z0-9+/]{16}").search
    find_clues = aws_clues.finder(many=True)
    places = sorted(at for word in aws_clues.ENCODED for at in clues.get(word, ()))
    if b"secret" in clues and re.search(_MANIFEST, data):
        places = sorted(
            [*places, *(match.start() for match in re.finditer(rb"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{26}", data))]
        )
    for place in places:
        if place < done or not is_run(data, max(place - 16, 0), place + 20):
            continue
        low = max(place - 2000, 0)
        window = data[low : place + 2000]
        for run in re.finditer(_ENCODED_RUN, window):
            if run.end() <= place - low:
                continue
            done = low + run.end()
            letters = re.sub(rb"\\n|[\s=]", b"", run[0]).decode()
            # Only where the run began before the window is it unknown which letter begins a group of four.
            for skipped in range(4) if run.start() == 0 < low else (0,):
                plain = _decoded(letters[skipped:]).encode("latin-1", "replace")
                for hit in _plain_credentials(plain, find_clues(plain)):
                    yield Credential(low + run.start(), hit.rule, f"base64-encoded: {hit.kind}", hit.value, hit.key_id)
            break


def _plain_credentials(data: bytes, clues: Clues) -> list[Credential]:
    """Return what may stand in a decoded text, which is not decoded further."""
    if not clues:
        return []
    ids = [hit for hit in _key_ids(data, clues, binary=False) if not is_dummy_id(hit.value)]
    secrets = _secrets(data, clues.get(b"secret", []), [hit.offset for hit in ids], binary=False)
    return [*ids, *secrets, *_tokens(data, clues, ()), *_keys_by_form(data, clues)]


# --- places -----------------------------------------------------------------------------------------


def _merged(spans: Iterable[Span], size: int) -> list[Span]:
    """Return the spans within a content, in order, those that touch as one."""
    merged: list[Span] = []
    for first, last in sorted(spans):
        start, end = max(first, 0), min(last, size)
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _joined(text: str) -> tuple[str, list[Span]]:
    """Return a text whose string concatenations are closed, and (offset in it, characters left out so far) for each."""
    parts, offsets, last, gone = [], [], 0, 0
    for match in re.finditer(_CONCATENATION, text):
        if (
            not text[match.start() - 1 : match.start()].isalnum()
            and text[match.start() - 1 : match.start()] not in "/+"
        ):
            continue
        parts.append(text[last : match.start()])
        gone += match.end() - match.start()
        last = match.end()
        offsets.append((last - gone, gone))
    parts.append(text[last:])
    return "".join(parts), offsets


def _origin(offset: int, offsets: list[Span]) -> int:
    """Return where a character of a joined text stands in the text that it was joined from."""
    at = bisect_right(offsets, (offset, 1 << 62))
    return offset + (offsets[at - 1][1] if at else 0)


def _left_out(offset: int, offsets: list[Span]) -> int:
    """Return how many characters before an offset of a text are left out of the joined one."""
    low, high = 0, len(offsets)
    while low < high:
        middle = (low + high) // 2
        if offsets[middle][0] + offsets[middle][1] <= offset:
            low = middle + 1
        else:
            high = middle
    return offsets[low - 1][1] if low else 0


# --- written forms ----------------------------------------------------------------------------------


def _without_escapes(text: str) -> str:
    """Return a text with spaces in place of its escapes and entities; each character keeps its offset."""
    return re.sub(_ESCAPES, lambda match: " " * len(match[0]), text)


def _unescaped(value: str) -> str:
    """Return a value as it is meant, its "/", "+" and "=" written as themselves."""
    if not {"%", "\\", "&"}.intersection(value):
        return value
    value = re.sub(r"%(?:25)*2[Ff]|\\+/|\\+u002[Ff]|&\#(?:x2[Ff]|47);", "/", value)
    value = re.sub(r"%(?:25)*2[Bb]|\\+u002[Bb]|&\#(?:x2[Bb]|43);", "+", value)
    return re.sub(r"%(?:25)*3[Dd]|\\+u003[Dd]", "=", value)


def _decoded(encoded: str) -> str:
    """Return base64 decoded, as Latin-1; a group that is not whole at the end is left out."""
    import binascii

    letters = encoded.rstrip("=")
    try:
        return binascii.a2b_base64(letters + "=" * (-len(letters) % 4)).decode("latin-1")
    except binascii.Error:
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4]).decode("latin-1")


def _sha256(data: bytes) -> str:
    """Return a SHA-256 in hexadecimal.

    hashlib is the public name, but loads OpenSSL, which takes as long as half of a refusal.
    """
    for name in ("_sha2", "_sha256", "hashlib"):  # of CPython 3.12 and later, of 3.11, of any other
        try:
            return str(__import__(name).sha256(data).hexdigest())
        except ImportError:
            continue
    raise ImportError("no SHA-256 in this Python")

"""Secret access keys: forty random characters near the word "secret" or near an access key ID.

Source: AWS's IAM User Guide, "Managing access keys".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from backend_standards.secrets import FORTY
from backend_standards.secrets.aws_credentials import Credential
from backend_standards.secrets.aws_spelling import (
    BASE64,
    CHAR,
    EDGE,
    SEAM_AFTER_LETTER,
    SEAMS,
    Joined,
    decoded,
    merged,
    unescaped,
    without_escapes,
)
from backend_standards.secrets.placeholders import PUBLISHED_HEADS, is_monotonous, is_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend_standards.secrets.aws_clues import Clues

# How far a value may be from its name. On the cases of tests/aws_corpus half of each distance finds as much, except for
# the lines before a value, and twice of each reports no more: the distances are round numbers on the safe side.
_WORD = len("secret")
_ID = len("AKIA") + 16
_BEFORE_VALUE = 200  # characters between the word and a value after it; the help text of an option may be there
_LINES_BEFORE_VALUE = 3  # line breaks there; with one, fifteen cases of the corpus are missed
# Both, if the value is the default in a block of HCL or a value in a property of Hadoop: a description may be between.
_BEFORE_DEFAULT = 1000
_LINES_BEFORE_DEFAULT = 12
_LONGEST_LIST = 8192  # characters from the first value of a list to the last one
_AFTER_VALUE = 60  # characters between a value and the word after it, on the same line
_AFTER_VALUE_OF_MEMBER = 120  # characters there if the name of a JSON or YAML member comes last
_AROUND_ID = 600  # characters around an access key ID in which a value needs no name
_LINES_AROUND_ID = 8  # line breaks there
_LONGEST_VALUE = 130  # characters: forty, each written as %2F, and a little more
# What is between the word and its value: names of the syntax ("value:", "SecureString") are few, a sentence or further
# settings are many. With half as many words, nine cases of the corpus are missed; with twice as many, two are reported.
_MOST_WORDS_BETWEEN = 12
_MOST_SIGNS_BETWEEN = 6  # of "=" and ":"

# What a random value has. One random value in ten thousand fails one of these (tests/secrets/test_aws_secrets.py).
_FEWEST_LETTERS = 16  # different ones; random values have about 30
_FEWEST_CHANGES = 12  # from one kind of character to another; random values have about 25, identifiers a few
_MOST_LETTERS_IN_WORDS = 21  # of forty; with 42, thirty-one paths and identifiers of the corpus are reported
_FILLER = "(?i)example|placeholder|change_?me|redacted|your|xxxxx|qwerty|foobar"
_LONG_WORDS = "[A-Z]?[a-z]{3,}|[A-Z]{4,}"

_END = rf"(?![{EDGE}=]|-(?!->|[a-z]{{1,10}}(?![\w-]))|\.[A-Za-z0-9])"
_VALUE = rf"(?<![{EDGE}.])(?<!(?<!:)-)(?://|(?<=\n)\+)?({CHAR}{{40}}){_END}"
"""A value that is not a part of a longer word.

It may follow "//" or the "+" of a diff, and a word such as "-old" may follow it.
"""
_SIGNED_VALUE = rf"(?:=3D|(?<=[\s=:\"'])\.)({CHAR}{{40}}){_END}"
"""A value after the "=" of quoted-printable text, or after a dot."""
_BESIDE_ID = rf"[/+|]({CHAR}{{40}})(?![{EDGE}=-])"
_BEFORE_ID = rf"(?<![{EDGE}.-])({CHAR}{{40}})[/+|]\Z"
_ENCODED_VALUE = r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{54}(?:==|[A-Za-z0-9+/]=)(?![A-Za-z0-9+/=])"
_VALUE_OF_BYTECODE = rf"\(\0{{0,7}}({FORTY})"  # its length, 40, is before it: "(" in one byte, or in eight
_LETTERS = bytes(sorted(BASE64))
_FORTY = 40
_FORTY_LETTERS = b"a" * _FORTY
_AS_LETTERS = bytes(_FORTY_LETTERS[0] if each in BASE64 else 0 for each in range(256))
_ESCAPES_OF_VALUES = (b"\\/", b"%2", b"\\u002", b"&#")
# A name right before a value that makes it something else.
_OTHER_NAME = (
    r"(?i)(?:sha-?\d{1,3}|integrity|checksum|digest|ciphertext\w{0,8}|h1|b64|nonce|e-?tag|cursor|[cx]srf[-_]?token"
    r"|(?:next|page|continuation)[-_]?(?:token|marker)|(?:session|request|node|version|trace)[-_]?id)"
    r"[\"']?[ \t]{0,4}(?:[=:-]|=>)?[ \t]{0,4}[\"']?\Z"
)
_LONGEST_OTHER_NAME = 40
# The name of a member, between a value and the word after it.
_NAME_AFTER = (
    r"[\"']?,?\s{0,80}[\"']?(?:Parameter)?(?:name|key|Name|Key|KEY|NAME)[\"']?\s{0,4}[:=]\s{0,4}[\"']?[\w.-]{0,40}"
)
# What is right before a value whose name is further up.
_DEFAULT = r"(?i)(?:\b(?:default|value)[\"']?[ \t]{0,20}[:=][ \t]{0,20}[\"']?|<value>\s{0,80})\Z"
_END_OF_BLOCK = r"\n\}|</property>"
# What is between the values of a list on one line, and what a line of a column has besides its signs.
_BETWEEN = r"[\s\"',;|\[\](){}\\-]{1,60}\Z"
_NO_SIGNS = r"[\w .]+"
_LONGEST_COLUMN = 200  # characters of a line before its value

_LONGEST_HEAD = 4096  # bytes of a table's first line
_MOST_COLUMNS = 64

_KIND = "an AWS secret access key"


def secrets(data: bytes, words: Sequence[int], ids: Sequence[int], *, binary: bool) -> Iterator[Credential]:
    """Yield the secret access keys: near the word "secret", or without a name near an access key ID.

    ``words`` and ``ids`` are the offsets of these, in order.
    """
    before, after = _AFTER_VALUE + _LONGEST_VALUE, _WORD + _BEFORE_VALUE + _LONGEST_VALUE
    around = _AROUND_ID + _LONGEST_VALUE
    areas = merged(
        [(at - before, max(at + after, _end_of_default(data, at))) for at in words]
        + [(at - around, at + around) for at in ids],
        len(data),
    )
    for number, (start, end) in enumerate(areas):
        limit = areas[number + 1][0] if number + 1 < len(areas) else len(data)
        area = data[start : _end_of_list(data, end, min(limit, end + _LONGEST_LIST))]
        if _FORTY_LETTERS not in area.translate(_AS_LETTERS) and not _may_be_written_otherwise(area):
            continue
        text = area.decode("latin-1")
        near_words = [at - start for at in words[bisect_left(words, start) : bisect_right(words, end)]]
        near_ids = [at - start for at in ids[bisect_left(ids, start) : bisect_right(ids, end)]]
        if binary:
            yield from _in_binary(text, start, near_words, near_ids)
        yield from _in_area(text, start, near_words, near_ids)


def _end_of_default(data: bytes, at: int) -> int:
    """Return the end of the default of a setting whose name has the word at ``at``; 0 if it may have no default."""
    low, high = at + _BEFORE_VALUE, at + _WORD + _BEFORE_DEFAULT
    place = max(data.find(b"default", low, high), data.find(b"<value>", low, high))
    return place + 2 * _LONGEST_VALUE if place >= 0 else 0


def _end_of_list(data: bytes, end: int, limit: int) -> int:
    """Return the end of an area that continues, up to a limit, while one value follows another."""
    find_plain = re.compile(FORTY.encode()).search
    last = max(end - _LONGEST_COLUMN, 0)
    while (match := find_plain(data, last, last + 2 * _LONGEST_COLUMN)) and match.end() <= limit:
        last = match.end()
    return max(end, min(last + 1, limit))


def _may_be_written_otherwise(area: bytes) -> bool:
    """Return whether a value may be in an area in parts, or with escapes for its slashes."""
    if any(each in area for each in _ESCAPES_OF_VALUES):
        return True
    return re.search(SEAM_AFTER_LETTER.encode(), area) is not None and _joins_forty(area)


def _joins_forty(area: bytes) -> bool:
    """Return whether forty letters may stand together once the concatenations of an area are closed.

    Few areas join so many letters, and this check costs less than joining them.
    """
    run = 0  # letters right before the part, with those of the parts before it
    for part in re.split(SEAMS.encode(), area):
        first = len(part) - len(part.lstrip(_LETTERS))
        if run + first >= _FORTY:
            return True
        run = run + first if first == len(part) else len(part) - len(part.rstrip(_LETTERS))
    return False


def _in_area(text: str, start: int, words: list[int], ids: list[int]) -> Iterator[Credential]:
    """Yield the secrets of a text as it is, of the text with its concatenations closed, and those in base64."""
    plain = without_escapes(text)
    seen = set()
    for match in _values(plain, words, ids):
        seen.add(match.start(1))
        yield Credential(start + match.start(1), "aws-secret-access-key", _KIND, unescaped(match[1]))
    joined = Joined(text)
    if joined.has_parts:
        places = [joined.place(at) for at in words], [joined.place(at) for at in ids]
        for match in _values(without_escapes(joined.text), *places):
            offset = joined.origin(match.start(1))
            if offset not in seen:
                seen.add(offset)
                yield Credential(start + offset, "aws-secret-access-key", _KIND, unescaped(match[1]))
    yield from _encoded_values(plain, start, words)


def _values(text: str, words: list[int], ids: list[int]) -> Iterator[re.Match[str]]:
    first = last = -1  # the beginning of a list, and the end of its last value
    for match in (*re.finditer(_VALUE, text), *re.finditer(_SIGNED_VALUE, text), *_beside_ids(text, ids)):
        if not is_secret(unescaped(match[1])) or has_other_name(text, match.start()):
            continue
        is_next = 0 <= last <= match.start() <= first + _LONGEST_LIST and _goes_on(text, last, match.start())
        if is_next or _is_named(text, match, words) or _is_near(text, match.start(), ids):
            first, last = first if is_next else match.start(), match.end()
            yield match


def _goes_on(text: str, last: int, start: int) -> bool:
    """Return whether a value at ``start`` is the next in a list or a column, after one that ends at ``last``."""
    gap = text[last:start]
    if re.fullmatch(_BETWEEN, gap):
        return True
    if gap.count("\n") != 1 or len(gap) > _LONGEST_COLUMN:
        return False
    above = text[max(last - _LONGEST_COLUMN, 0) : last]
    line = above[above.rfind("\n") + 1 :]
    column = gap[gap.find("\n") + 1 :]
    signs = re.sub(_NO_SIGNS, "", re.sub(FORTY, "", line))
    return re.sub(_NO_SIGNS, "", column) == signs.rstrip("/+")


def _beside_ids(text: str, ids: list[int]) -> Iterator[re.Match[str]]:
    """Yield the forty letters that only a slash, a plus or a bar parts from an access key ID: ``ID/SECRET``."""
    after = re.compile(_BESIDE_ID)
    for at in ids:
        if match := after.match(text, at + _ID):
            yield match
        if match := re.search(_BEFORE_ID, text[max(at - _LONGEST_VALUE, 0) : at]):
            before = re.compile(f"({CHAR}{{40}})").match(text, max(at - _LONGEST_VALUE, 0) + match.start())
            yield from [before] if before else ()


def _encoded_values(text: str, start: int, words: list[int]) -> Iterator[Credential]:
    for match in re.finditer(_ENCODED_VALUE, text):
        value = decoded(match[0]).strip("\n\r ")
        if re.fullmatch(FORTY, value) and is_secret(value) and _is_named(text, match, words):
            yield Credential(
                start + match.start(), "aws-secret-access-key", "a base64-encoded AWS secret access key", value
            )


def _in_binary(text: str, start: int, words: list[int], ids: list[int]) -> Iterator[Credential]:
    """Yield the secrets after which any byte may be: those after their length, as in bytecode, or right after an ID."""
    found = [*re.finditer(_VALUE_OF_BYTECODE, text)]
    forty = re.compile(f"({FORTY})")
    found += [match for at in ids if (match := forty.match(text, at + _ID))]
    for match in found:
        if is_secret(match[1]) and (_is_named(text, match, words) or _is_near(text, match.start(), ids)):
            yield Credential(start + match.start(1), "aws-secret-access-key", _KIND, match[1])


def has_other_name(text: str, at: int) -> bool:
    """Return whether a name right before a value says that it is something else, though "secret" is near."""
    return re.search(_OTHER_NAME, text[max(at - _LONGEST_OTHER_NAME, 0) : at]) is not None


def has_named_columns(data: bytes) -> bool:
    """Return whether the first line may name a column of secrets."""
    at = data.find(b"\n", 0, _LONGEST_HEAD)
    return b"secret" in data[: max(at, 0)].lower()


def column_secrets(data: bytes, clues: Clues) -> Iterator[Credential]:
    """Yield the secrets in the columns of a CSV or TSV file whose first line names them."""
    at = data.find(b"\n", 0, _LONGEST_HEAD)
    if at < 0 or clues.get(b"secret", [at])[0] >= at:
        return
    head = data[:at].lower()
    delimiter = max(b",;\t|", key=head.count)
    columns = head.split(bytes([delimiter]))
    wanted = [number for number, name in enumerate(columns) if b"secret" in name]
    if not 2 <= len(columns) <= _MOST_COLUMNS:
        return
    is_forty = re.compile(FORTY.encode()).fullmatch
    for match in re.finditer(rb"[^\n]+", data[at:]):
        cells = match[0].split(bytes([delimiter]), len(columns))
        for number in wanted:
            value = cells[number].strip(b" \"'") if number < len(cells) else b""
            if is_forty(value) and is_secret(value.decode()):
                offset = at + match.start() + match[0].index(value)
                yield Credential(offset, "aws-secret-access-key", _KIND, value.decode())


def _is_named(text: str, value: re.Match[str], words: list[int]) -> bool:
    """Return whether the word "secret" is close before a value, or after it on its line."""
    at = bisect_left(words, value.start())
    before = value.start() - words[at - 1] - _WORD if at else -1
    if 0 <= before <= _BEFORE_DEFAULT:
        gap = text[value.start() - before : value.start()]
        lines = gap.count("\n")
        if re.search(_DEFAULT, gap[-_LONGEST_COLUMN:]) and lines <= _LINES_BEFORE_DEFAULT:
            return re.search(_END_OF_BLOCK, gap) is None
        if before <= _BEFORE_VALUE and lines <= _LINES_BEFORE_VALUE and _belongs(gap):
            return True
    at = bisect_left(words, value.end())
    if at < len(words) and words[at] - value.end() <= _AFTER_VALUE_OF_MEMBER:
        gap = text[value.end() : words[at]]
        is_close = len(gap) <= _AFTER_VALUE and "\n" not in gap and _belongs(gap)
        return is_close or re.fullmatch(_NAME_AFTER, gap) is not None
    return False


def _belongs(gap: str) -> bool:
    """Return whether a word and a value belong together, going by what is between them."""
    words, signs = re.findall(r"[A-Za-z]{2,}", gap), re.findall(r"[=:]", gap)
    return len(words) <= _MOST_WORDS_BETWEEN and len(signs) <= _MOST_SIGNS_BETWEEN


def _is_near(text: str, start: int, ids: list[int]) -> bool:
    at = bisect_right(ids, start)
    for key_id in ids[max(at - 1, 0) : at + 1]:
        first, last = sorted((key_id, start))
        if last - first <= _AROUND_ID and text.count("\n", first, last) <= _LINES_AROUND_ID:
            return True
    return False


def is_secret(value: str) -> bool:
    """Return whether forty characters look like a secret access key, and not like a hash, a path or an identifier."""
    kinds = [0 if char.islower() else 1 if char.isupper() else 2 if char.isdigit() else 3 for char in value]
    if 0 not in kinds or 1 not in kinds or len(set(value)) < _FEWEST_LETTERS or re.fullmatch("[0-9A-Fa-f]+", value):
        return False
    if len(value) % 4 == 0 and decoded(value).isprintable() and decoded(value).isascii():  # the base64 of a text
        return False
    changes = sum(a != b for a, b in pairwise(kinds))
    return changes >= _FEWEST_CHANGES and not _is_made_of_words(value) and not _is_filler(value)


def _is_filler(value: str) -> bool:
    """Return whether a value says that it is not a key, repeats itself or counts."""
    return value.startswith(PUBLISHED_HEADS) or re.search(_FILLER, value) is not None or is_monotonous(value)


def _is_made_of_words(value: str) -> bool:
    words = re.findall(_LONG_WORDS, value)
    return sum(len(word) for word in words if is_word(word.lower())) > _MOST_LETTERS_IN_WORDS

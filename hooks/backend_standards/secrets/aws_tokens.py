"""The other AWS credentials: session tokens, keys with a form of their own, passwords of single services.

Source: the SES Developer Guide, "Obtaining SES SMTP credentials". Imported only for a content that has a literal of
theirs.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from backend_standards.secrets import KEY_ID, TOKEN_HEADS, aws_clues
from backend_standards.secrets.aws_credentials import Credential
from backend_standards.secrets.aws_secrets import has_other_name, is_secret
from backend_standards.secrets.aws_spelling import (
    CHAR,
    CONCATENATION,
    EDGE,
    Joined,
    continues_before,
    merged,
    unescaped,
)
from backend_standards.secrets.placeholders import is_monotonous, is_placeholder, is_random

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend_standards.secrets.aws_clues import Clues
    from backend_standards.secrets.aws_spelling import Span

_SHORTEST_TOKEN = 100  # characters; STS makes longer ones, and what is shorter is cut off for an example
_LONGEST_TOKEN = 4096  # bytes; the API reference of STS gives this as more than the typical size
# A token, which may be in parts of a string or on several lines.
_FOLD = rf"[ \t]{{0,20}}[\\=]?(?:\\n)?\r?\n[ \t>#*|/;-]{{0,60}}(?={CHAR}{{8}})"
_TOKEN = rf"(?>{CHAR}+)(?>(?:(?:{CONCATENATION}|{_FOLD})(?>{CHAR}+))*)"

_LONG_TERM_BEDROCK_KEY = rb"ABSK(?>%b{100,400})={0,2}(?![A-Za-z0-9+/])" % CHAR.encode()
_SHORT_TERM_BEDROCK_KEY = rb"bedrock-api-key-[A-Za-z0-9+/=]{40,4096}"
_APPSYNC_KEY = rb"da2-[a-z0-9]{26}(?![A-Za-z0-9])"
_FEWEST_APPSYNC_LETTERS = 9  # different ones, with the prefix; of random keys none has fewer
_MWS_TOKEN = rb"(?i)amzn\.mws\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])"

_AROUND_NAME = 400  # characters around the name of a service in which its password counts
_SES_PASSWORD = rf"(?<![{EDGE}.-])B[A-P]{CHAR}{{42}}(?![{EDGE}=-])"
_CODECOMMIT_PASSWORD = rf"(?<![{EDGE}.-]){CHAR}{{43}}(?:=|%(?:25)*3[Dd]|\\+u003[Dd])(?![A-Za-z0-9/+=_~-])"
# What says that a value is a password: such a name, or the user before it.
_LOGIN_BEFORE = rf"(?i:pass|pwd|secret|credential)|{KEY_ID}:\Z"
_LONGEST_LOGIN_BEFORE = 80


def tokens(data: bytes, clues: Clues, urls: Sequence[Span]) -> Iterator[Credential]:
    """Yield the session tokens that are not in one of the pre-signed URLs, whose spans come in order."""
    done = 0
    match_token = re.compile(_TOKEN.encode()).match
    for at in sorted(at - len(ahead) for word, ahead in aws_clues.TOKENS.items() for at in clues.get(word, ())):
        if at < done or not data.startswith(TOKEN_HEADS, at):
            continue
        url = bisect_right(urls, (at, len(data))) - 1  # the last one that begins before the token
        if url >= 0 and at < urls[url][1]:
            continue
        if data[at - 1 : at] in (b"+", b"/") or continues_before(data, at):
            continue
        token = match_token(data, at, at + _LONGEST_TOKEN)
        if not token or token.end() - at < _SHORTEST_TOKEN:
            continue
        value = unescaped("".join(re.findall(CHAR, Joined(token[0].decode("latin-1")).text)))
        if len(value) >= _SHORTEST_TOKEN and not is_placeholder(value):
            done = token.end()
            yield Credential(at, "aws-session-token", "an AWS session token", value)


def keys_by_form(data: bytes, clues: Clues) -> Iterator[Credential]:
    """Yield the keys that are known by their form: those of Bedrock, AppSync and the Marketplace Web Service."""
    places = [at for at in clues.get(b"ABSK", ()) if data[at - 1 : at] not in (b"+", b"/")]
    for at, value in _words(data, places, _LONG_TERM_BEDROCK_KEY):
        yield Credential(at, "aws-bedrock-api-key", "a long-term Amazon Bedrock API key", value)
    for at, value in _words(data, clues.get(b"bedrock-api-key-", ()), _SHORT_TERM_BEDROCK_KEY):
        yield Credential(at, "aws-bedrock-api-key", "a short-term Amazon Bedrock API key", value)
    for at, value in _words(data, clues.get(b"da2-", ()), _APPSYNC_KEY):
        key = value.removeprefix("da2-")
        if len(set(value)) >= _FEWEST_APPSYNC_LETTERS and not key.isalpha() and not is_monotonous(key):
            yield Credential(at, "aws-appsync-api-key", "an AWS AppSync API key", value)
    for at, value in _words(data, clues.get(b"amzn.mws.", ()), _MWS_TOKEN):
        if is_random(value[len("amzn.mws.") :]):
            yield Credential(at, "aws-mws-auth-token", "an Amazon MWS authentication token", value)


def _words(data: bytes, places: Iterable[int], pattern: bytes) -> Iterator[tuple[int, str]]:
    """Yield offset and text of the matches of a pattern that begin a word and are not placeholders, each once."""
    done = 0
    for at in places:
        match = re.compile(pattern).match(data, at) if at >= done and not continues_before(data, at) else None
        if match:
            done = match.end()
            value = unescaped(match[0].decode())
            if not is_placeholder(value):
                yield at, value


def passwords(data: bytes, clues: Clues) -> Iterator[Credential]:
    """Yield the passwords that AWS makes for one service, if the name of the service is near."""
    for at, value in _values_near(data, clues.get(b"smtp", ()), _SES_PASSWORD):
        yield Credential(at, "aws-ses-smtp-password", "an Amazon SES SMTP password", value)
    for at, value in _values_near(data, clues.get(b"codecommit", ()), _CODECOMMIT_PASSWORD):
        yield Credential(at, "aws-codecommit-password", "an AWS CodeCommit password", value)


def _values_near(data: bytes, names: Iterable[int], pattern: str) -> Iterator[tuple[int, str]]:
    for start, end in merged([(at - _AROUND_NAME, at + _AROUND_NAME) for at in names], len(data)):
        text = data[start:end].decode("latin-1")
        for match in re.finditer(pattern, text):
            value = unescaped(match[0])
            before = text[max(match.start() - _LONGEST_LOGIN_BEFORE, 0) : match.start()]
            is_login = text[match.end() : match.end() + 1] == "@" or re.search(_LOGIN_BEFORE, before)
            if is_login and is_secret(value.rstrip("=")) and not has_other_name(text, match.start()):
                yield start + match.start(), value

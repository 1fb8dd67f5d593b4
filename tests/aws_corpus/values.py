"""What stands in guillemets: ``CREDENTIALS``, which must be found, and ``HARMLESS`` values, which must not.

Both are functions of a random generator and the marker's argument; a credential's gets the style of the case, too:
0 for a secret of letters and digits, 1 with + and / inside, 2 with one of them at an end.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import random
import string
import uuid
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple
from urllib.parse import quote

BASE32 = string.ascii_uppercase + "234567"
BASE62 = string.ascii_letters + string.digits
BASE64 = BASE62 + "/+"
HEX = "0123456789abcdef"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NIX32 = "0123456789abcdfghijklmnpqrsvwxyz"
LOWER_ALNUM = string.ascii_lowercase + string.digits

_USER, _TEMPORARY = "AK" + "IA", "AS" + "IA"
_ID_HEADS: Final = {"AK": _USER, "AS": _TEMPORARY, "AB": "AB" + "IA", "AC": "AC" + "CA"}
_TOKEN_HEADS: Final = {
    "IQ": "IQoJb3Jp" + "Z2luX2Vj", "Fw": "FwoGZX" + "IvYXdz", "FQ": "FQoGZX" + "IvYXdz", "AQ": "AQoD" + "YXdz"
}  # fmt: skip
_WORDS = (
    "production database credentials provider factory secret access rotation lambda service "
    "account payments billing customer session manager handler storage bucket policy default "
    "internal resource abstract request response client builder config region identity pool "
    "token key value store cache event queue topic stream worker task job user admin role"
).split()
_CASED_WORDS = [(word, word.capitalize()) for word in _WORDS]


def text(r: random.Random, alphabet: str, length: int) -> str:
    """Return random characters of an alphabet."""
    return "".join(r.choice(alphabet) for _ in range(length))


def base64_of_bytes(r: random.Random, count: int) -> str:
    """Return so many random bytes as base64."""
    return base64.b64encode(r.randbytes(count)).decode()


# --- credentials ------------------------------------------------------------------------------------


def key_id(r: random.Random, kind: str = "", style: int = 0) -> str:
    """Return an access key ID; ``kind`` is the first two letters of its prefix."""
    head = _ID_HEADS[kind] if kind else r.choice(list(_ID_HEADS.values())) if style == 2 else _USER
    while True:
        tail = text(r, BASE32, 16)
        if any(character.isdigit() for character in tail) and len(set(tail)) >= 9:
            return head + tail


def secret_key(r: random.Random, style: int) -> str:
    """Return a secret access key in the given style (see the module)."""
    while True:
        secret = text(r, BASE62 if style == 0 else BASE64, 40)
        if style == 1:
            first, second = sorted(r.sample(range(3, 37), 2))
            secret = f"{secret[:first]}/{secret[first + 1 : second]}+{secret[second + 1 :]}"
            if not (secret[0].isalnum() and secret[-1].isalnum()):
                continue
        elif style == 2:
            start, end = (("/", ""), ("+", ""), ("", "+"), ("", "/"), ("/", "+"), ("+", "/"))[r.randrange(6)]
            secret = (start or secret[0]) + secret[1:-1] + (end or secret[-1])
        if _is_mixed(secret) and "//" not in secret:
            return secret


def _is_mixed(secret: str) -> bool:
    kinds = ((str.islower, 4), (str.isupper, 4), (str.isdigit, 2))
    return all(sum(map(is_kind, secret)) >= least for is_kind, least in kinds)


def _token(r: random.Random, kind: str) -> str:
    kind = kind or r.choice(["IQ", "IQ", "IQ", "Fw", "FQ"])
    length = r.randrange(300, 700)
    body = f"{_TOKEN_HEADS[kind]}E{r.choice('ABCDEFGHIJKLMNOPabcdefgh')}{r.choice(BASE62)}{'/' * 10}wEa"
    if kind == "IQ":
        body += "CXVzLWVhc3" + "QtMSJH"
    body += text(r, BASE64, length - len(body))
    padding = r.choice(["", "=", "=="])
    return body[: len(body) - len(body) % 4 - len(padding)] + padding


def _bedrock(r: random.Random) -> str:
    name = f"BedrockAPIKey-{text(r, LOWER_ALNUM, 4)}-at-{text(r, '123456789', 12)}:"
    return "AB" + "SK" + base64.b64encode((name + text(r, BASE64, r.choice([60, 61]))).encode()).decode()


def _bedrock_short(r: random.Random) -> str:
    credential = f"{key_id(r, 'AS')}%2F20250811%2Fus-east-1%2Fbedrock%2Faws4_request"
    query = (
        "bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        f"&X-Amz-Credential={credential}&X-Amz-Date=20250811T091512Z&X-Amz-Expires=43200"
        f"&X-Amz-Security-Token={quote(_token(r, 'IQ'), safe='')}"
        f"&X-Amz-Signature={text(r, HEX, 64)}&X-Amz-SignedHeaders=host&Version=1"
    )
    return "bedrock-api" + "-key-" + base64.b64encode(query.encode()).decode()


def _presigned(r: random.Random, options: str) -> str:
    """Return a URL; t: with a session token, r: raw slashes, n: in the newer SDKs' order of parameters."""
    slash = "/" if "r" in options else "%2F"
    region = r.choice(["us-east-1", "eu-west-1", "ap-southeast-2"])
    scope = [key_id(r, "AS" if "t" in options else "AK"), "20240517", region, "s3", "aws4_request"]
    token = ["X-Amz-Security-Token=" + quote(_token(r, ""), safe="")]  # drawn always, so that options change no value
    token = token if "t" in options else []
    signature = "X-Amz-Signature=" + text(r, HEX, 64)
    credential = ["X-Amz-Credential=" + slash.join(scope), "X-Amz-Date=20240517T081530Z", "X-Amz-Expires=3600"]
    if "n" in options:
        rest = ["X-Amz-Content-Sha256=UNSIGNED-PAYLOAD", *credential, *token, signature]
        rest += ["X-Amz-SignedHeaders=host", "x-id=GetObject"]
    else:
        rest = [*credential, "X-Amz-SignedHeaders=host", *token, signature]
    query = "&".join(["X-Amz-Algorithm=AWS4-HMAC-SHA256", *rest])
    return f"https://acme-reports-prod.s3.{region}.amazonaws.com/exports/2024/q{r.randrange(1, 5)}.csv?{query}"


class Credential(NamedTuple):
    """The rule that must find a credential, and how to make one from a generator, an argument and a style."""

    rule: str
    make: Callable[[random.Random, str, int], str]


CREDENTIALS: Final = {
    "id": Credential("aws-access-key-id", key_id),
    "secret": Credential("aws-secret-access-key", lambda r, _, style: secret_key(r, style)),
    "token": Credential("aws-session-token", lambda r, kind, _: _token(r, kind)),
    "bedrock": Credential("aws-bedrock-api-key", lambda r, *_: _bedrock(r)),
    "bedrockshort": Credential("aws-bedrock-api-key", lambda r, *_: _bedrock_short(r)),
    "mws": Credential("aws-mws-auth-token", lambda r, *_: "amzn" + ".mws." + _uuid(r)),
    "appsync": Credential("aws-appsync-api-key", lambda r, *_: "da2" + "-" + text(r, LOWER_ALNUM, 26)),
    "codecommit": Credential("aws-codecommit-password", lambda r, *_: base64_of_bytes(r, 32)),
    "ses": Credential("aws-ses-smtp-password", lambda r, *_: base64.b64encode(b"\4" + r.randbytes(32)).decode()),
    "presigned": Credential("aws-presigned-url", lambda r, options, _: _presigned(r, options)),
}


# --- harmless values --------------------------------------------------------------------------------


def _uuid(r: random.Random) -> str:
    return str(uuid.UUID(int=r.getrandbits(128), version=4))


def _words(r: random.Random, argument: str, join: Callable[[Sequence[str]], str]) -> str:
    """Return words of exactly the asked length (default 40) as one text."""
    length = int(argument or 40)
    while True:
        words: list[str] = []
        while len(join(words)) < length:
            words.append(r.choice(_WORDS))
        if len(join(words)) == length:
            return join(words)


def _camel(words: Sequence[str]) -> str:
    return "".join(word.capitalize() for word in words)


def _lower_camel(words: Sequence[str]) -> str:
    return "".join([*words[:1], *(word.capitalize() for word in words[1:])])


def _camel_path(words: Sequence[str]) -> str:
    return "/".join(word.capitalize() if number % 2 else word for number, word in enumerate(words))


def _with_id_inside(r: random.Random, argument: str) -> str:
    """Return a long base64 text in which an access key ID stands between + or / by chance."""
    length = int(argument)
    before = r.randrange(length // 3, length // 2)
    left, right = r.choice("+/"), r.choice("+/")
    start = text(r, BASE64, before) + left + key_id(r) + right
    return start + text(r, BASE64, length - len(start))


def _with_id_in_word(r: random.Random, argument: str) -> str:
    start = text(r, BASE64, int(argument) // 2) + "q" + key_id(r) + "z"
    return start + text(r, BASE64, int(argument) - len(start))


def _not_base32(r: random.Random) -> str:
    tail = list(text(r, BASE32, 16))
    for place, digit in zip(r.sample(range(16), 4), "0189", strict=True):
        tail[place] = digit
    return _USER + "".join(tail)


def _jwt(r: random.Random) -> str:
    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).decode().rstrip("=")

    payload = b'{"sub":"%d","name":"Jane"}' % r.randrange(10**9)
    return ".".join(map(part, (b'{"alg":"HS256","typ":"JWT"}', payload, r.randbytes(32))))


def _pem(r: random.Random, lines: str) -> str:
    middle = [text(r, BASE64, 60), *(text(r, BASE64, 64) for _ in range(int(lines)))]
    return "MIID" + "\n".join([*middle, text(r, BASE64, 39) + "="])


def _source_map(r: random.Random, segments: str) -> str:
    return "".join(f"A{text(r, 'ACDEGISUWYacgikmsu', 3)}{r.choice(',,,;')}" for _ in range(int(segments)))


def _minified(r: random.Random, argument: str) -> str:
    statements: list[str] = []
    size = 0
    while size < int(argument):
        a, b, c = (text(r, string.ascii_letters, r.randrange(1, 4)) for _ in range(3))
        statement = r.choice(
            [
                f"function {a}({b},{c}){{return {b}.{c}({r.randrange(9999)})}}",
                f"var {a}={b}[{r.randrange(99)}]||{{}};",
                f"{a}.prototype.{_member(r, b)}=!{r.randrange(2)};",
                f'{a}.exports="{text(r, HEX, 20)}",',
                f"{r.randrange(9999)}:({a},{b},{c})=>{{'use strict';{c}.d({b},{{{a}:()=>{c}}})}},",
                f"if({a}&&{b}!=={c})throw new Error('E{r.randrange(999)}');",
            ]
        )
        statements.append(statement)
        size += len(statement)
    return "".join(statements)


def _member(r: random.Random, short: str) -> str:
    return _words(r, str(r.randrange(9, 22)), _lower_camel) if r.random() < 0.2 else short


def _hexdump(r: random.Random, lines: str) -> str:
    rows = []
    for number in range(int(lines)):
        row = r.randbytes(16)
        shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        rows.append(f"{number * 16:08x}: {row.hex(' ', 2)}  {shown}")
    return "\n".join(rows)


def _repeated(argument: str) -> str:
    part, _, times = argument.rpartition("*")
    return part * int(times)


def _until(make: Callable[[], str], is_right: Callable[[str], bool]) -> str:
    while True:
        if is_right(value := make()):
            return value


def _dashed(r: random.Random, length: int) -> str:
    """Return letters, digits, - and _; a long one has a - or _ far inside, so that no part of it looks like a secret."""
    return _until(lambda: text(r, BASE62 + "-_", length), lambda value: length < 24 or bool({*"-_"} & {*value[8:-8]}))


def _camel_with_digits(r: random.Random, argument: str) -> str:
    def make() -> str:
        words = [r.choice(_WORDS).capitalize() for _ in range(6)]
        words[r.randrange(6)] += r.choice(["V2", "S3", "Ec2", "Http2", "Sha256"])
        return "".join(words)

    return _until(make, lambda name: len(name) == int(argument))


def _path_with_digits(r: random.Random, shape: str) -> str:
    """Return a path of 40 characters: the words, in braces by number, as the shape has them."""
    return _until(lambda: shape.format(*(r.choice(_CASED_WORDS) for _ in range(6))), lambda path: len(path) == 40)


def _prose(r: random.Random) -> str:
    """Return words of 30 characters as base64, which has 40."""
    words = _until(lambda: " ".join(r.choice(_WORDS) for _ in range(5)), lambda line: len(line) >= 30)
    return base64.b64encode(words[:30].encode()).decode()


def _encoded_pem(r: random.Random) -> str:
    begin, end = (f"-----{word} CERTIFICATE-----\n" for word in ("BEGIN", "END"))
    return base64.b64encode(f"{begin}{_pem(r, '8')}\n{end}".encode()).decode()


def _encoded_number(r: random.Random, prefix: str, digits: int) -> str:
    number = r.randrange(10 ** (digits - 1), 10**digits)
    return base64.b64encode(f"{prefix}{number}".encode()).decode()


def _encoded_gzip(r: random.Random, count: str) -> str:
    return base64.b64encode(gzip.compress(r.randbytes(int(count)).hex().encode(), mtime=0)).decode()


def _uuencoded(r: random.Random, lines: str) -> str:
    return "\n".join(binascii.b2a_uu(r.randbytes(45)).decode().rstrip("\n") for _ in range(int(lines)))


def _checksummed(r: random.Random) -> str:
    return "0x" + "".join(each.upper() if r.random() < 0.5 else each for each in text(r, HEX, 40))


# AWS's documentation shows these; files all over the world repeat them.
_DOCUMENTED_ID = _USER + "IOSFODNN7" + "EXAMPLE"
_DOCUMENTED_SECRET = "wJalrXUtn" + "FEMI/K7MDENG/" + "bPxRfiCY" + "EXAMPLEKEY"
_DOCUMENTED_TOKEN = (
    "AQoD"
    "YXdzEPT//////////wEXAMPLEtc764bNr"
    "C9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWs"
    "KWHGBuFqwAeMicRXmxfpSPfIeoIYRqTf"
    "lfKD8YUuwthAx7mSEI/qkPpKPi/kMcGd"
    "QrmGdeehM4IC1NtBmUpp2wUE8phUZamp"
    "KsburEDy0KPkyQDYwT7WZ0wq5VSXDvp7"
    "5YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q"
    "6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lI"
    "ZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOL"
    "n9FX9KSYvKTr4rvx3iSIlTJabIQwj2IC"
    "CR/oLxBA=="
)

CONSTANTS: Final = {
    "docid": _DOCUMENTED_ID,
    "docid2": _USER + "I44QH8DHB" + "EXAMPLE",
    "docidtemporary": "AS" + _DOCUMENTED_ID[2:],
    "docsecret": _DOCUMENTED_SECRET,
    "docsecret2": "".join(["je7MtG", "bClwBF", "/2Zp9Utk/", "h3yCo8nvb", "EXAMPLEKEY"]),
    "docsecretplus": _DOCUMENTED_SECRET.replace("G/b", "G+b"),
    "doctoken": _DOCUMENTED_TOKEN,
    "akia": _USER,
    "asia": _TEMPORARY,
    "iqhead": _TOKEN_HEADS["IQ"],
    "fwhead": _TOKEN_HEADS["Fw"],
    "aqhead": _TOKEN_HEADS["AQ"],
    "absk": "AB" + "SK",
    "bedrockhead": "bedrock-api" + "-key-",
    "seq40": "abcdefghijklmnopqrst" + "uvwxyz0123456789ABCD",
    "alphabet64": string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/",
    "alpha16": "ABCDEFGHIJKLMNOP",
    "dashes": "--",  # of curl's option --user, which scanners look for
    "pipe": "|",
    "esc": "\x1b",
    "bom": "\ufeff",
    "nbsp": "\xa0",
    "zwsp": "\u200b",
    "quotes": '"""',
}

# fmt: off
HARMLESS: Final[dict[str, Callable[[random.Random, str], str]]] = {
    # so many characters
    "hex": lambda r, length: text(r, HEX, int(length or 40)),
    "HEX": lambda r, length: text(r, HEX.upper(), int(length or 40)),
    "digits": lambda r, length: r.choice("123456789") + text(r, string.digits, int(length) - 1),
    "base32": lambda r, length: text(r, BASE32, int(length)),
    "alnum": lambda r, length: text(r, BASE62, int(length)),
    "alnumlow": lambda r, length: text(r, LOWER_ALNUM, int(length)),
    "b64run": lambda r, length: text(r, BASE64, int(length)),
    "b64akia": _with_id_inside,
    "b64akiaword": _with_id_in_word,
    "dna": lambda r, length: text(r, "ACGT", int(length)),
    "protein": lambda r, length: "M" + text(r, "ACDEFGHIKLMNPQRSTVWY", int(length) - 1),
    "minjs": _minified,
    "lower": lambda r, length: text(r, string.ascii_lowercase, int(length)),
    "upper": lambda r, length: text(r, string.ascii_uppercase, int(length)),
    "base58": lambda r, length: text(r, BASE58, int(length)),
    "crockford": lambda r, length: text(r, CROCKFORD, int(length)),
    "nix32": lambda r, length: text(r, NIX32, int(length)),
    "mixed": lambda r, length: _until(lambda: text(r, BASE62, int(length)), _is_mixed),
    "mixedb64": lambda r, length: _until(lambda: text(r, BASE64, int(length)), _is_mixed),
    "dashed": lambda r, length: _dashed(r, int(length)),
    # so many bytes or lines
    "b64": lambda r, count: base64_of_bytes(r, int(count)),
    "b64bare": lambda r, count: base64_of_bytes(r, int(count)).rstrip("="),
    "b64url": lambda r, count: base64.urlsafe_b64encode(r.randbytes(int(count))).decode().rstrip("="),
    "colonhex": lambda r, count: r.randbytes(int(count)).hex(":"),
    "gzip64": _encoded_gzip,
    "uu": _uuencoded,
    "kms": lambda r, count: "AQIC" + "AHh" + base64_of_bytes(r, int(count or 150))[3:],
    "pem": _pem,
    "vlq": _source_map,
    "wrapb64": lambda r, lines: "\n".join(text(r, BASE64, 76) for _ in range(int(lines))),
    "hexdump": _hexdump,
    "assignments": lambda _, lines: "".join(f"x{number} = {number}\n" for number in range(int(lines))),
    "repeat": lambda _, argument: _repeated(argument),  # text*times
    # words
    "camel": lambda r, length: _words(r, length, _camel),
    "lcamel": lambda r, length: _words(r, length, _lower_camel),
    "snake": lambda r, length: _words(r, length, "_".join),
    "kebab": lambda r, length: _words(r, length, "-".join),
    "path": lambda r, length: _words(r, length, "/".join),
    "camelpath": lambda r, length: _words(r, length, _camel_path),
    "words": lambda r, length: _words(r, length, "".join),
    "cameldigit": _camel_with_digits,
    "lcameldigit": lambda r, length: (name := _camel_with_digits(r, length))[0].lower() + name[1:],
    "pathdigit": lambda r, _: _path_with_digits(r, "{0[0]}/{1[0]}/v2/{2[0]}{3[1]}/{4[1]}{5[1]}3"),
    "abspath": lambda r, _: _path_with_digits(r, "/{0[0]}/{1[0]}1/{2[1]}{3[1]}/{4[0]}2"),
    "prose64": lambda r, _: _prose(r),
    # nearly an access key ID or a secret
    "short15": lambda r, _: _USER + key_id(r)[5:],
    "long17": lambda r, _: key_id(r) + text(r, BASE32, 1),
    "long30": lambda r, _: key_id(r) + text(r, BASE32, 14),
    "lowid": lambda r, _: key_id(r).lower(),
    "notb32": lambda r, _: _not_base32(r),
    "inword": lambda r, _: "TAM" + key_id(r),
    "iamid": lambda r, prefix: prefix + text(r, BASE32, 17),
    "exampleid": lambda r, _: _USER + text(r, BASE32, 9) + "EXAMPLE",
    "examplesecret": lambda r, _: text(r, BASE64, 30) + "EXAMPLEKEY",
    # others
    "uuid": lambda r, _: _uuid(r),
    "jwt": lambda r, _: _jwt(r),
    "cdk": lambda r, _: _words(r, "32", _camel) + text(r, HEX.upper(), 8),  # a logical ID of 40 characters
    "pem64": lambda r, _: _encoded_pem(r),
    "cursor": lambda r, _: _encoded_number(r, "arrayconnection:", 14),  # GraphQL's, of 40 characters
    "nodeid": lambda r, _: _encoded_number(r, "013:PullRequest", 15),  # GitHub's, of 40 characters
    "eip55": lambda r, _: _checksummed(r),
}
# fmt: on

"""The lines of a text that may hold a secret value, found with a few searches for fixed words.

A clean env template needs no other check. So this module does not import ``re``, which costs half as much as the start
of the interpreter.
"""

from __future__ import annotations

from backend_standards.secrets import ID_HEADS, TOKEN_HEADS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SHAPE_HEADS = (
    *(head.decode() for head in ID_HEADS),
    *(head.decode() for head in TOKEN_HEADS),
    *"ABSK bedrock-api-key- -----BEGIN "
    "AGE-SECRET-KEY-1 ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt- glrt- glcbt- glptt- glsoat- xox discord "
    "hooks.slack.com/ sk_ rk_ whsec_ AIza GOCSPX- SG. key- npm_ pypi-AgE sk- hf_ dop_v1_ doo_v1_ dor_v1_ dapi shp "
    ":AA AccountKey= dotenv://:key_".split(),
)
"""One of these is in every text in which a shape matches."""
SECRET_STEMS = tuple("secret pass pwd token key cred auth salt pepper hmac signature jwt bearer pat cookie".split())
"""One of these is in every line, in lower case, that has a secret-like name (``variable_names.is_secret_name``)."""
_SHORTEST_VALUE = 12  # characters; no shorter value looks generated, and none is a key of a known shape
_FOLLOWING = 512  # characters after a line, for a value on the next line and the body of a private key


def suspicious_lines(text: str, *, literals: bool = False) -> Iterator[tuple[int, str, str]]:
    """Yield (number from 1, line, text after it) for each line that may hold a real value.

    Every real value has one of a few words on its line, and a password in a URL is between "://" and "@". With
    ``literals`` short values count too.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a capital I with a dot becomes two characters
        lowered = text.translate({upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)})
    starts = set()
    for where, words in ((text, (*SHAPE_HEADS, "://")), (lowered, SECRET_STEMS)):
        for word in words:
            at = where.find(word)
            while at >= 0:
                end = where.find("\n", at)
                end = end if end >= 0 else len(where)
                if word != "://" or where.find("@", at, end) >= 0:
                    starts.add(where.rfind("\n", 0, at) + 1)
                at = where.find(word, end)
    number, counted = 1, 0
    for start in sorted(starts):
        number += text.count("\n", counted, start)
        counted = start
        end = text.find("\n", start)
        end = end if end >= 0 else len(text)
        if literals or not _is_short(text[start:end]):
            yield number, text[start:end], text[end + 1 : end + 1 + _FOLLOWING]


def _is_short(line: str) -> bool:
    """Return whether a line is NAME=value with a value that is too short to look real: by far the most common line."""
    name, equals, value = line.partition("=")
    value = value.strip()
    if not equals or ":" in name or not 0 < len(value) < _SHORTEST_VALUE or not value[0].isalnum():
        return False
    return not any(head in name for head in SHAPE_HEADS)  # a token may be before the sign

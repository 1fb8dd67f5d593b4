"""Keys and tokens that are known by their form, under any name.

Sources: the token formats that each provider documents.
"""

from __future__ import annotations

import re

from backend_standards.secrets.aws_clues import ID_HEADS, KEY_ID, TOKEN_HEADS
from backend_standards.secrets.placeholders import is_placeholder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

PRIVATE_KEY_HEAD = r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
AGE_KEY = r"AGE-SECRET-KEY-1[A-Z0-9]{58}"
_PRIVATE_KEY = "a private key"
_TOKEN_HEADS = tuple(head.decode() for head in TOKEN_HEADS)
# Each begins at the beginning of a word with literal characters and has a longest length, so that the search is linear.
_SHAPES: dict[str, str] = {
    "an AWS access key ID": rf"{KEY_ID}(?![A-Za-z0-9])",
    "an AWS session token": rf"(?:{'|'.join(_TOKEN_HEADS)})[A-Za-z0-9/+=]{{40,4096}}",
    "an Amazon Bedrock API key": r"(?:ABSK[A-Za-z0-9+/]{100,300}|bedrock-api-key-[A-Za-z0-9+/=]{40,4096})",
    _PRIVATE_KEY: PRIVATE_KEY_HEAD,
    "an age secret key": AGE_KEY,
    "a GitHub token": r"(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})",
    "a GitLab token": r"gl(?:pat|dt|rt|cbt|ptt|soat)-[A-Za-z0-9_-]{20,60}",
    "a Slack token": r"xox[abeprs]-[A-Za-z0-9-]{20,255}",
    "a Slack webhook": r"hooks\.slack\.com/(?:services|workflows)/T[A-Z0-9]{6,20}/[A-Z0-9]{6,20}/[A-Za-z0-9]{18,60}",
    "a Discord webhook": r"discord(?:app)?\.com/api/webhooks/[0-9]{15,25}/[A-Za-z0-9_-]{50,90}",
    "a Stripe or Clerk key": r"(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{20,255}",
    "a Stripe webhook secret": r"whsec_[A-Za-z0-9+/]{24,255}",
    "a Google API key": r"AIza[A-Za-z0-9_-]{35}",
    "a Google OAuth client secret": r"GOCSPX-[A-Za-z0-9_-]{28}",
    "a SendGrid key": r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}",
    "a Mailgun key": r"key-[0-9a-f]{32}(?![A-Za-z0-9])",
    "an npm token": r"npm_[A-Za-z0-9]{36}",
    "a PyPI token": r"pypi-AgE[A-Za-z0-9_-]{50,255}",
    "an Anthropic key": r"sk-ant-[A-Za-z0-9_-]{32,255}",
    "an OpenAI-style key": r"sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{32,255}",
    "a Hugging Face token": r"hf_[A-Za-z]{34}",
    "a DigitalOcean token": r"do[opr]_v1_[0-9a-f]{64}",
    "a Databricks token": r"dapi[0-9a-f]{32}",
    "a Shopify token": r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
    "a Telegram bot token": r"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])",
    "an Azure storage key": r"AccountKey=[A-Za-z0-9+/]{86}==",
    "a dotenv-vault key": r"dotenv://:key_[0-9a-f]{64}",
}
_SHAPE = "(?<![A-Za-z0-9])(?:" + "|".join(f"({expression})" for expression in _SHAPES.values()) + ")"
SHAPE_HEADS = (
    *(head.decode() for head in ID_HEADS),
    *_TOKEN_HEADS,
    *"ABSK bedrock-api-key- -----BEGIN "
    "AGE-SECRET-KEY-1 ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt- glrt- glcbt- glptt- glsoat- xox discord "
    "hooks.slack.com/ sk_ rk_ whsec_ AIza GOCSPX- SG. key- npm_ pypi-AgE sk- hf_ dop_v1_ doo_v1_ dor_v1_ dapi shp "
    ":AA AccountKey= dotenv://:key_".split(),
)
"""One of these is in every text in which a shape matches."""
_KINDS = tuple(_SHAPES)
_LONGEST_BODY = 4096  # characters after the head of a private key; the body of an RSA key of 4096 bits has 3,200
_BODY = r"[A-Za-z0-9+/]{32}"


def known_secrets(text: str, following: str = "") -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, kind) for each key of a known shape in a text, except placeholders.

    ``following`` is the text after it, where the body of a private key may be.
    """
    if not any(head in text for head in SHAPE_HEADS):  # compiling the expression costs more than most files
        return
    for match in re.finditer(_SHAPE, text):
        if not match.lastindex or is_placeholder(match[0]):
            continue
        kind = _KINDS[match.lastindex - 1]
        if kind == _PRIVATE_KEY and _is_hollow(f"{text[match.end() : match.end() + _LONGEST_BODY]}\n{following}"):
            continue
        yield match.start(), match.end(), kind


def _is_hollow(rest: str) -> bool:
    """Return whether a private key's head is followed by something, but not by base64, as in a template."""
    body = rest.partition("-----END")[0].replace("\\n", "\n").strip(" \t\r\n\"'\\")
    return bool(body) and re.search(_BODY, body) is None

"""The forms of keys and tokens, written a second time: what each is made of, with its shortest and its longest part.

A row is (kind, parts). A part is a literal, or (alphabet, least, most): so many characters of it.
"""

from __future__ import annotations

import string

from fakes import BASE32, BASE62, BASE64, HEX, text

Part = str | tuple[str, int, int]

_UPPER_DIGITS = string.ascii_uppercase + string.digits
_SLUG = BASE62 + "_-"
_DASHED = BASE62 + "-"
_PADDED = BASE64 + "="


def _each(heads: str, *rest: Part) -> list[tuple[Part, ...]]:
    return [(head, *rest) for head in heads.split()]


_FORMS: dict[str, list[tuple[Part, ...]]] = {
    "an AWS access key ID": _each("AK*IA AS*IA AB*IA AC*CA", (BASE32, 16, 16)),
    "an AWS session token": _each("AQoDY*Xdz FQoGZ*XIvYXdz FwoGZ*XIvYXdz IQoJb*3JpZ2luX2Vj", (_PADDED, 40, 4096)),
    "an Amazon Bedrock API key": [
        ("AB*SK", (BASE64, 100, 300)),
        ("bedrock-api*-key-", (_PADDED, 40, 4096)),
    ],
    "an age secret key": [("AGE-SECRET*-KEY-1", (_UPPER_DIGITS, 58, 58))],
    "a GitHub token": [
        *_each("gh*p_ gh*o_ gh*u_ gh*s_ gh*r_", (BASE62, 36, 255)),
        ("github*_pat_", (BASE62 + "_", 60, 255)),
    ],
    "a GitLab token": _each("gl*pat- gl*dt- gl*rt- gl*cbt- gl*ptt- gl*soat-", (_SLUG, 20, 60)),
    "a Slack token": _each("xo*xa- xo*xb- xo*xe- xo*xp- xo*xr- xo*xs-", (_DASHED, 20, 255)),
    "a Slack webhook": [
        (f"hooks.slack*.com/{way}/T", (_UPPER_DIGITS, 6, 20), "/", (_UPPER_DIGITS, 6, 20), "/", (BASE62, 18, 60))
        for way in ("services", "workflows")
    ],
    "a Discord webhook": [
        (f"{host}*.com/api/webhooks/", (string.digits, 15, 25), "/", (_SLUG, 50, 90))
        for host in ("discord", "discordapp")
    ],
    "a Stripe or Clerk key": _each("sk*_live_ sk*_test_ rk*_live_ rk*_test_", (BASE62, 20, 255)),
    "a Stripe webhook secret": [("wh*sec_", (BASE64, 24, 255))],
    "a Google API key": [("AI*za", (_SLUG, 35, 35))],
    "a Google OAuth client secret": [("GOC*SPX-", (_SLUG, 28, 28))],
    "a SendGrid key": [("S*G.", (_SLUG, 16, 32), ".", (_SLUG, 32, 64))],
    "a Mailgun key": [("ke*y-", (HEX, 32, 32))],
    "an npm token": [("np*m_", (BASE62, 36, 36))],
    "a PyPI token": [("pypi*-AgE", (_SLUG, 50, 255))],
    "an Anthropic key": [("sk*-ant-", (_SLUG, 32, 255))],
    "an OpenAI-style key": _each("sk*-", (_SLUG, 32, 255)),
    "a Hugging Face token": [("hf*_", (string.ascii_letters, 34, 34))],
    "a DigitalOcean token": _each("do*o_v1_ do*p_v1_ do*r_v1_", (HEX, 64, 64)),
    "a Databricks token": [("da*pi", (HEX, 32, 32))],
    "a Shopify token": _each("shp*at_ shp*ca_ shp*pa_ shp*ss_", (HEX + "ABCDEF", 32, 32)),
    "a Telegram bot token": [((string.digits[1:], 8, 10), ":A*A", (_SLUG, 33, 33))],
    "an Azure storage key": [("Account*Key=", (BASE64, 86, 86), "==")],
    "a dotenv-vault key": [("dotenv*://:key_", (HEX, 64, 64))],
}
FORMS = [
    (kind, tuple(part.replace("*", "") if isinstance(part, str) else part for part in form))
    for kind, forms in _FORMS.items()
    for form in forms
]
KINDS = frozenset(_FORMS)


def made(form: tuple[Part, ...], *, longest: bool = False, shorter: int = -1, longer: int = -1) -> str:
    """Return a token of a form, as short or as long as can be; one part is too short, or too long, by one."""
    pieces = []
    for number, part in enumerate(form):
        if isinstance(part, str):
            pieces.append(part)
            continue
        alphabet, least, most = part
        length = most + 1 if number == longer else (most if longest else least) - (number == shorter)
        body = text(alphabet, length, seed=31 + number)
        # The last character must not be one after which a form may go on.
        pieces.append(body[:-1] + next(char for char in body + alphabet if char.isalnum()) if body else body)
    return "".join(pieces)


def bounds(form: tuple[Part, ...]) -> list[int]:
    """Return which parts have a length."""
    return [number for number, part in enumerate(form) if not isinstance(part, str)]

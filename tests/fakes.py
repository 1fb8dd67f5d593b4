"""Fake credentials, put together at run time: no scanner, this project's included, finds one in these files."""

from __future__ import annotations

import base64
import random
import string

BASE32 = string.ascii_uppercase + "234567"
BASE62 = string.ascii_letters + string.digits
BASE64 = BASE62 + "+/"
HEX = "0123456789abcdef"


def text(alphabet: str, length: int, seed: int = 7) -> str:
    """Return a reproducible random text."""
    generator = random.Random(f"{alphabet}{length}{seed}")
    return "".join(generator.choice(alphabet) for _ in range(length))


KEY_ID = "AK" + "IA" + text(BASE32, 16)
AWS_SECRET = text(BASE64, 40)
SESSION_TOKEN = "IQoJb3JpZ2lu" + "X2Vj" + text(BASE64, 300)
GITHUB = "gh" + "p_" + text(BASE62, 36)
GITLAB = "glp" + "at-" + text(BASE62, 20)
SLACK = "xo" + "xb-" + text(string.digits, 12) + "-" + text(BASE62, 24)
SLACK_HOOK = (
    "https://hooks.slack" + ".com/services/T" + text(BASE32, 8) + "/B" + text(BASE32, 8) + "/" + text(BASE62, 24)
)
STRIPE = "sk" + "_live_" + text(BASE62, 24)
GOOGLE = "AI" + "za" + text(BASE62, 35)
SENDGRID = "S" + "G." + text(BASE62, 22) + "." + text(BASE62, 43)
OPENAI = "sk" + "-proj-" + text(BASE62, 48)
ANTHROPIC = "sk" + "-ant-" + text(BASE62, 90)
NPM = "np" + "m_" + text(BASE62, 36)
PYPI = "pyp" + "i-AgE" + text(BASE62, 80)
AGE_KEY = "AGE-SECRET" + "-KEY-1" + text(string.ascii_uppercase + string.digits, 58)
PEM_HEAD = "-----BEGIN RSA " + "PRIVATE KEY-----"
AZURE = "AccountName=x;Account" + "Key=" + text(BASE64, 86) + "=="
TELEGRAM = text("123456789", 9) + ":A" + "A" + text(BASE62, 33)
VAULT_KEY = "dotenv" + "://:key_" + text(HEX, 64) + "@dotenv.org/vault"
PASSWORD = text(BASE62, 14)
HEX64 = text(HEX, 64)
RANDOM32 = text(BASE62, 32)
UUID = "-".join(text(HEX, length) for length in (8, 4, 4, 4, 12))
JWT = "ey" + "J" + text(BASE62, 30) + ".eyJ" + text(BASE62, 60) + "." + text(BASE62, 43)
APPSYNC_KEY = "da" + "2-" + text(string.ascii_lowercase + string.digits, 26)
BEDROCK_KEY = "AB" + "SK" + text(BASE64, 128)
CODECOMMIT_PASSWORD = text(BASE62, 43) + "="
MWS_TOKEN = "amzn" + ".mws." + UUID
SES_PASSWORD = "BF" + text(BASE62, 42)
SEALED = "encrypted:" + base64.b64encode(b"\4" + random.Random(7).randbytes(119)).decode()
"""A value that dotenvx has encrypted."""

"""Does the name of a variable say that its value is a secret?"""

from __future__ import annotations

import re

from backend_standards.secrets.placeholders import WORDS

_LONGEST_NAME = 256  # characters; of a longer name only the end is read, which says what its value is
_SECRET_WORDS = frozenset(
    "secrets passwords passphrase passcode pwd pass tokens credential credentials creds cred auth salt pepper hmac "
    "signature jwt bearer pat cookie".split()
)
# Words that people also write together with others: dbpassword, accesstoken.
_SECRET_TAILS = ("apikey", "secretkey", "privatekey", "accesskey", "authkey", "password", "passwd", "secret", "token")
_KEY_WORDS = frozenset(("key", "keys"))
# Keys that open nothing: of databases, caches and tables, and the halves that are made to be published.
_OPEN_KEYS = frozenset(
    "public pub primary foreign partition sort range hash cache idempotency dedup object bucket routing map "
    "lookup index row column group hot publishable site anon search kms".split()
)
# Tokens that ask for the next page or make a request unique.
_OPEN_TOKENS = frozenset("next change continuation pagination idempotency lifecycle sync".split())
# A name that ends in one of these is about a secret: its place, its length, its owner.
_PLAIN_TAILS = frozenset(
    "url uri endpoint host hostname port name username user email ttl arn region path file filename dir directory "
    "id ids alias age length size type types algorithm algo alg prefix suffix header headers enabled disabled "
    "required expiry expire expires expiration timeout duration lifetime days hours minutes seconds secs mins ms "
    "interval version field count limit limits max min domain method mode backend class format issuer audience "
    "scope scopes leeway policy provider source strategy store location bucket table env rotation validity window "
    "regex pattern rounds iterations cost bytes bits chars samesite secure httponly realm schema service role "
    "public context fingerprint kid param parameter ref reference parser driver handler hasher hashers "
    "validators adapter model names project".split()
)
# Build tools compile the values of these names into what every browser loads.
_BROWSER_PREFIXES = (
    "NEXT_PUBLIC_",
    "VITE_",
    "REACT_APP_",
    "EXPO_PUBLIC_",
    "NUXT_PUBLIC_",
    "GATSBY_",
    "PUBLIC_",
    "NG_APP_",
)


def is_secret_name(name: str) -> bool:
    """Return whether a variable's name says that the value is a secret, and not something about one.

    ``DB_PASSWORD``, ``apiKey`` and ``JWT_SECRET_2`` do; ``TOKEN_URL``, ``SECRET_NAME``, ``PASSWORD_MIN_LENGTH``
    and ``AWS_SECRET_ARN`` do not.
    """
    words = [word.lower() for word in re.findall(WORDS, name[-_LONGEST_NAME:])]
    if name.startswith(_BROWSER_PREFIXES) and not {"secret", "private", "password"}.intersection(words):
        return False
    while words and words[-1].isdigit():
        words.pop()
    if not words or words == ["pwd"] or words[-1] in _PLAIN_TAILS:
        return False
    if words in (["page", "token"], ["client", "request", "token"]):
        return False
    if words[-1] == "token" and _OPEN_TOKENS.intersection(words[-3:-1]):
        return False
    if words[-1] in _KEY_WORDS:
        return len(words) == 1 or words[-2] not in _OPEN_KEYS
    return any(word in _SECRET_WORDS or word.endswith(_SECRET_TAILS) for word in words)

"""Whether a name in code says that its value is a secret. Its last words decide: ``db_password``, ``accessToken``.

``secrets/variable_names`` asks the same of the names in env files, where every name has a literal value. In code most
names with such a word are about a secret: its name, its length, a page's token, a question. So here the last words
decide.
"""

from __future__ import annotations

from backend_standards.code.words import words as words_of

_LONGEST = 200
"""Characters of a name that are read: its end says what it is."""
_ALONE = frozenset(
    "password passwords passwd passphrase passphrases passcode secret secrets token credential credentials creds "
    "authorization cookie cookies jwt otp totp ssn cvv cvc apikey apikeys secretkey privatekey accesskey authkey "
    "accesstoken authtoken connectionstring iban".split()
)
"""Last words that are enough."""
_JOINED = ("password", "passwd", "apikey", "secretkey", "privatekey", "accesskey", "accesstoken", "secret", "token")
"""Ends of words that are written together: ``dbpassword``, ``clientsecret``."""
_JOINED_OPEN = tuple(f"{word}token" for word in "next page continuation csrf middleware max client request".split())
_BEFORE = {
    "key": "api private secret access signing encryption decryption auth master session hmac fernet bearer".split(),
    "keys": "api private secret access signing encryption".split(),
    "tokens": "access refresh auth api bearer session".split(),
    "pwd": "db database user admin root my new old smtp mysql".split(),
    "number": "card security passport".split(),
    "card": "credit debit".split(),
    "string": "connection secret password token".split(),
    "str": "connection conn secret password token".split(),
    "binary": ["secret"],
    "header": "auth authorization cookie".split(),
    "code": "otp mfa totp 2fa verification security pass".split(),
    "pan": ["card"],
    "data": ["oidc"],
}
"""Last words that need another one before them."""
_FORMS = frozenset("value values str string text raw plain plaintext bytes b64 base64 encoded".split())
"""Words after a secret that say in which form it is: ``secret_value``, ``password_str``."""
_MAPPINGS = frozenset("dict json data map".split())
"""Words after ``secret`` and ``credentials`` that say the same of a mapping; ``token_data`` are claims."""
_MAPPED = frozenset("secret secrets credential credentials creds".split())
_QUESTIONS = frozenset(
    "has have is are was no not without with need needs requires require required should can must may validate valid "
    "check checks missing expected unset include includes show hide enable enabled disable disabled allow allows skip "
    "force ignore num n count total supports".split()
)
"""First words of a name that is a question or a number: ``has_password``, ``missing_secrets``."""
_DONE = frozenset(
    "masked hashed redacted hidden encrypted obfuscated censored sanitized scrubbed anonymized anonymised safe "
    "truncated shortened hash sha256 sealed fake dummy mock placeholder example decoded unverified parsed".split()
)
"""Words before a secret that say that it is none any more, or never was one; a decoded token is its claims."""
_ACTIONS = frozenset("forgot reset change create generate get fetch rotate revoke delete verify lookup".split())
"""First words of what is done with a password or a secret; a ``reset_token`` is a token."""
_OPEN_TOKENS = frozenset(
    "next page pagination continuation continue cursor start starting marker sync resume sequence lifecycle max min "
    "total input output prompt completion cached context reasoning first last current previous prev stop pad eos bos "
    "unk sep special num csrf xsrf csrfmiddleware idempotency client request unexpected lookahead keyword operator "
    "syntax parser lexer public pagetoken nextpage cancel cancellation execution acquire lock local delivery "
    "nonce version".split()
)
"""Words before ``token`` of tokens that open nothing: of pages, language models, parsers and locks, against replays."""

_PLAIN = frozenset(
    "name names id ids arn arns type types count counter len length size expiry expires expiration at ttl age url urls "
    "uri path file filename field fields version status state hash digest prefix suffix label usage limit error errors "
    "kind scope scopes enabled disabled exists found index email user username host port region algorithm alg issuer "
    "audience sub exp iat time date created updated active valid source reason message title payload claims".split()
)
"""Last words of names that are about something and do not hold it."""


def words(name: str) -> list[str]:
    """Return the words of a name in lower case: snake_case, camelCase, kebab-case; numbers at its end are left out."""
    found = words_of(name[-_LONGEST:])
    while found and found[-1].isdigit():
        found.pop()
    return found


def is_secret(name: str) -> bool:
    """Return whether a value with this name is a secret: a password, a token, a key, a number of a card.

    ``token_type``, ``password_hash``, ``has_secret``, ``next_token`` and ``max_tokens`` are not.
    """
    found = words(name)
    while len(found) > 1 and found[-1] in _FORMS and not _needs_both(found):
        found.pop()
    if found[-1:] and found[-1] in _MAPPINGS and found[-2:-1] and found[-2] in _MAPPED:
        found.pop()
    if not found or found[0] in _QUESTIONS or not _DONE.isdisjoint(found[:-1]):
        return False
    word, before = found[-1], found[-2] if len(found) > 1 else ""
    if word in _BEFORE:
        return before in _BEFORE[word]
    if word == "token" and before in _OPEN_TOKENS:
        return False
    if found[0] in _ACTIONS and len(found) == 2 and word != "token":
        return False
    return word in _ALONE or (word.endswith(_JOINED) and not word.endswith(_JOINED_OPEN))


def is_plain(name: str) -> bool:
    """Return whether a name says that its value is open: an id, a name, a type, a question."""
    found = words(name)
    return bool(found) and (found[-1] in _PLAIN or found[0] in _QUESTIONS or not _DONE.isdisjoint(found))


def _needs_both(found: list[str]) -> bool:
    """Return whether the last two words mean something together: ``connection_string``."""
    return found[-2] in _BEFORE.get(found[-1], ())

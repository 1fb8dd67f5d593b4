"""An AWS credential, and what its value says."""

from __future__ import annotations

# The first halves of the SHA-256 of values that AWS has published as examples, and that do not look like examples.
_PUBLISHED = frozenset(
    (
        "0e8ad95d75d71161d9eb8929c48030c8",  # Amazon S3 Developer Guide, "Authenticating REST requests" (2006)
        "0114c1456f2504384f9111557e6dc0dd",  # the same guide, later edition
        "c0a9271ec8c34c6606bd1bc02405be15",  # AWS CLI reference, iam reset-service-specific-credential
        "4c7b3f40e866bf984951008d3267138c",  # AWS CLI reference, iam create-service-specific-credential
    )
)
_LENGTHS_OF_PUBLISHED = (40, 44)
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


class Credential:
    """A credential: byte offset, rule, kind in words, the value itself, and the access key ID in it, if any.

    The value and the ID are never printed.
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
        """The number of the account that the access key ID belongs to, or "" if the ID does not tell."""
        return account_of(self.key_id) if self.key_id else ""

    @property
    def is_published(self) -> bool:
        """Whether AWS itself has published the value as an example."""
        return len(self.value) in _LENGTHS_OF_PUBLISHED and self.sha256()[:32] in _PUBLISHED

    def sha256(self) -> str:
        """Return the SHA-256 of the value, joined and unescaped, in hexadecimal."""
        return _sha256(self.value.encode("latin-1", "replace"))


def account_of(key_id: str) -> str:
    """Return the number of the account that an access key ID belongs to, or "" for an ID that does not tell.

    The number is in bits 7 to 46 of the first six bytes of the base32 after the prefix. The bit above them is set in
    IDs that have a number, which are those made since 2019.
    """
    number = 0
    for char in key_id[4:14]:
        number = number << 5 | _BASE32.index(char)
    account = (number >> 9) & 0xFFFFFFFFFF
    return f"{account:012d}" if number >> 49 and account < 10**12 else ""


def _sha256(data: bytes) -> str:
    """Return a SHA-256 in hexadecimal.

    hashlib is the public name, but it loads OpenSSL, which takes as long as half of a refusal.
    """
    for name in ("_sha2", "_sha256", "hashlib"):  # CPython 3.12 and later; 3.11; any other
        try:
            return str(__import__(name).sha256(data).hexdigest())
        except ImportError:
            continue
    raise ImportError("no SHA-256 in this Python")

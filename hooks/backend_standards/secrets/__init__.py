"""Secrets in files: AWS keys, env files, and other files that hold credentials. Private: no API.

Every hook about secrets imports this module, so it has only what a clean run needs: the policy of ``forbid-aws-keys``.
"""

from __future__ import annotations

from backend_standards.core import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend_standards.core import Options

ID_HEADS = (b"AKIA", b"ASIA", b"ABIA", b"ACCA")
KEY_ID = "(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}"
FORTY = "[A-Za-z0-9/+]{40}"
"""The form of a secret access key, and of any forty letters of base64."""
TOKEN_HEADS = (b"AQoDYXdz", b"FQoGZXIvYXdz", b"FwoGZXIvYXdz", b"IQoJb3JpZ2luX2Vj")
"""How session tokens begin."""
_ACCOUNT_DIGITS = 12  # IAM User Guide, "View AWS account identifiers"
_SHA256_DIGITS = 64


class AwsPolicy:
    """Which AWS credentials a team allows: by account, by SHA-256 of the value, by the comments of other scanners."""

    __slots__ = ("accounts", "foreign_pragmas", "sums")

    def __init__(self, accounts: Iterable[str] = (), sums: Iterable[str] = (), *, foreign_pragmas: bool = True) -> None:
        self.accounts = frozenset(accounts)
        self.sums = frozenset(each.lower() for each in sums)
        self.foreign_pragmas = foreign_pragmas

    @classmethod
    def of(cls, options: Options) -> AwsPolicy:
        """Return the policy that the options of ``forbid-aws-keys`` ask for.

        Raises:
            Stopped: an account number or a SHA-256 cannot be one.
        """
        for account in options.texts("allow-account"):
            if len(account) != _ACCOUNT_DIGITS or not account.isdecimal():
                raise Stopped(f"option --allow-account={account}: an account number has twelve digits")
        for value in options.texts("allow-sha256"):
            if len(value) != _SHA256_DIGITS or value.lower().strip("0123456789abcdef"):
                raise Stopped("option --allow-sha256: a SHA-256 has 64 hexadecimal digits; copy it from the refusal")
        return cls(
            options.texts("allow-account"),
            options.texts("allow-sha256"),
            foreign_pragmas=not options.flag("no-foreign-pragmas"),
        )

"""What the tests of AWS credentials share."""

from __future__ import annotations

from backend_standards.secrets import aws_clues
from backend_standards.secrets.aws_keys import scan

DOCUMENTED = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"


def found(text: str | bytes) -> list[str]:
    """Return the rules that a content breaks, without their prefix."""
    data = text.encode() if isinstance(text, str) else text
    credentials = scan(data)
    assert not credentials or (aws_clues.finder()(data) and aws_clues.finder(many=True)(data))
    return [credential.rule.removeprefix("aws-") for credential in credentials]

"""Lock files: which manifest needs one, and whether it says what the manifest says. Private: no API.

Here is how the names of projects are compared, and what a whole commit ID is. No imports: the pins and locks of each
commit go through here.
"""

HEX = "0123456789abcdef"
_COMMITS = (40, 64)
"""Digits of a whole commit ID: SHA-1, SHA-256."""


def egg_name(text: str) -> str:
    """Return the name in the field ``egg=`` of a URL, which may have extras or a version after it."""
    end = next((at for at, char in enumerate(text) if char in "[=<>!~;"), len(text))
    return text[:end]


def normal(name: str) -> str:
    """Return a name in its normal form. Source: PyPA's "Names and normalization"."""
    name = name.lower().replace("_", "-").replace(".", "-")
    while "--" in name:
        name = name.replace("--", "-")
    return name


def is_commit(text: str) -> bool:
    """Return whether a text is a whole commit ID."""
    return len(text) in _COMMITS and not text.lower().strip(HEX)

"""Lock files: which manifest needs one, and whether it says what the manifest says. Private: no API.

Here is how the names of projects are compared. No imports: the pins and locks of each commit go through here.
"""


def normal(name: str) -> str:
    """Return a name in its normal form. Source: PyPA's "Names and normalization"."""
    name = name.lower().replace("_", "-").replace(".", "-")
    while "--" in name:
        name = name.replace("--", "-")
    return name

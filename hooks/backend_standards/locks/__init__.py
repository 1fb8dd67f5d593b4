"""Names of projects, as they are compared. No imports: pins and locks of each commit go through here."""


def normal(name: str) -> str:
    """Return a name in its normal form. Source: PyPA's "Names and normalization"."""
    name = name.lower().replace("_", "-").replace(".", "-")
    while "--" in name:
        name = name.replace("--", "-")
    return name

"""What ``review --help`` and ``--version`` print."""

from __future__ import annotations

from backend_standards.review.options import FORMATS, NAME, OPTIONS

_SHARED = (
    ("--format NAME", f"the form of the report: {', '.join(FORMATS)}"),
    ("--output FILE", "write the report to a file; the text still goes to the terminal"),
    ("--config FILE", "take the settings from this file, or from REVISION:FILE, not from pyproject.toml"),
    ("-h, --help", "print this text"),
    ("-V, --version", "print the version"),
)


def answer(wants: str, command: str, doc: str) -> str:
    """Return the text; ``command`` is what is typed, and ``doc`` what it does."""
    from backend_standards import __version__

    if wants == "version":
        return f"backend-standards {__version__}\n"
    rows = [(f"--{option.name} {option.metavar}".rstrip(), option.purpose) for option in OPTIONS] + list(_SHARED)
    width = max(len(name) for name, _ in rows) + 2
    options = "".join(f"  {name:<{width}}{purpose}\n" for name, purpose in rows)
    return (
        f"usage: {command} [OPTION...] [FOLDER]\n\n{doc.strip()}\n\noptions:\n{options}\n"
        f"pyproject.toml takes exempt, require and fail-under in the table [tool.backend-standards.{NAME}].\n"
        "Exit code: 0; 1 if --fail-under or --require fails; 2 if the review could not run.\n"
    )

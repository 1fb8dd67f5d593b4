"""What holds where a line is kept, in a few words: the standard lists its common mistakes as what goes wrong."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.standard.table import Row

_TURNED = {
    "M1": "no .env file and no secret is committed",
    "M2": "no AWS credentials or tokens in the code",
    "M3": "environment variables are validated before run time",
    "M4": "type hints throughout",
    "M5": "no mixture of tabs and spaces",
    "M6": "no bare except: specific exceptions are caught",
    "M7": "no error is swallowed without a log or a raise",
    "M8": "no dependency at its latest version",
    "M9": "dependency versions are pinned",
    "M10": "dependencies are audited for security issues regularly",
    "M11": "the logging module instead of print",
    "M12": "no passwords, tokens and the like in logs",
    "M13": "no DEBUG level in production",
    "M14": "tests, for critical paths too",
    "M15": "no real AWS in tests",
    "M16": "tests clean up after themselves",
    "M17": "no 200 OK for errors",
    "M18": "one format of responses across endpoints",
    "M19": "inputs are validated by a schema",
    "M20": "failed AWS calls are retried",
    "M21": "AWS resources are released",
    "M22": "no full admin IAM permissions",
    "M23": "lint, type check and tests run in CI",
    "M24": "CI/CD deploys, not a local machine",
    "M25": "CI validates the Docker build",
    "M26": "commit messages say what changes",
    "M27": "no direct commits to main or master",
    "M28": "rebase before merge: no noisy history",
    "M29": "diffs are reviewed before a push",
    "M30": "redundant and WIP commits are squashed",
    "G9": "one of the types feat, fix, docs, style, refactor, test, chore",
    "C5": "the example's class of settings, in a form that pydantic reads",
    "G22": "the pull request template",
}


def title(row: Row) -> str:
    """Return the title of a line."""
    text = row.text.replace("`", "")
    return _TURNED.get(row.id) or (text if text.endswith(" .") else text.removesuffix("."))


def heading(section: str) -> str:
    """Return the heading of a section as one line: the part first, then what it is a part of."""
    whole, colon, part = section.partition(": ")
    return f"{part} ({whole.partition(' (')[0]})" if colon else whole

"""The findings of ``require-env-ignored`` about the tree as a whole. Imported only for a finding.

Sources: the standard's "Configuration & Secrets" and "Configuration Management"; gitignore(5).
"""

from __future__ import annotations

import os

from backend_standards.core import Exempt, Finding
from backend_standards.core.remedies import allow, append, exact, quote
from backend_standards.secrets import rules

_EXCLUDE = ".git/info/exclude"
"""The ignore file of one clone."""


def tracked(found: Finding) -> Finding | None:
    """Return the finding for an env file that the index already has; None if the fault is only a wrong ignore.

    ``found`` is what ``forbid-env-files`` would find. An ignore in the file names the rule of that hook.
    """
    if found.rule.hook != rules.ENV_FILE.hook:
        return None
    return Finding(
        found.path,
        rules.ENV_FILE_TRACKED,
        f"already in the index: {found.message}",
        line=found.line,
        column=found.column,
        commands=found.commands,
        note=found.note,
        exempt=[each if each.option else Exempt("", found.rule.id, words=each.words) for each in found.exempt],
        source=found.source,
        known_as=found.known_as and f"already in the index: {found.known_as}",
    )


def unignored(path: str, source: str, *, is_tracked: bool) -> Finding:
    """Return the finding for a path that must be ignored and is not.

    ``source`` is the ignore file that ignores it on this machine, or ""; ``is_tracked`` says whether it is tracked.
    """
    # The pattern of the current folder's .env holds for all folders below, too.
    pattern = exact(path) if "/" in path else path
    command = f"{append(pattern, '.gitignore')} && git add .gitignore"
    if not source:
        message = "no ignore file of the repository ignores it: the next `git add .` stages it"
    elif os.path.isabs(source) or source.endswith(_EXCLUDE):
        message = "only a personal ignore file ignores it: every other clone can still commit it"
    else:
        which = f"a line of {source} that is not staged" if is_tracked else f"{source}, which is not tracked,"
        message = f"only {which} ignores it: every other clone can still commit it"
        command = f"git add -- {quote(source)}"
    return Finding(path, rules.UNIGNORED_ENV, message, commands=[command], exempt=[allow(path)])

"""Where the project is published: the one place. Empty until that is settled, and then nothing prints a link."""

from __future__ import annotations

REPOSITORY = ""
"""The URL that git clones from, such as of ``repo:`` in a ``.pre-commit-config.yaml``."""
DOCS = ""
"""The URL of the documentation, with a final slash."""


def page(rule: str) -> str:
    """Return the URL of a rule's documentation, or ""."""
    return f"{DOCS}rules.html#{rule}" if DOCS else ""


def command(words: str, program: str = "backend-standards") -> str:
    """Return how to run a program of the project, such as ``backend-standards WORDS``, from the user's own shell.

    pre-commit and prek put a hook's environment on the PATH of the hook, not of the user. For their users the command
    runs from the published address, or, as long as there is none, with the interpreter that runs now. That one is told
    (-P) to import nothing from the current folder, which holds the files that are checked.
    """
    import os
    import sys

    from backend_standards import __version__
    from backend_standards.core.remedies import quote

    here = os.path.dirname(sys.executable)
    folders = [] if os.environ.get("PRE_COMMIT") else os.environ.get("PATH", "").split(os.pathsep)
    # As shutil.which, without what that imports. Another installation that comes first may have another version.
    first = next((folder for folder in folders if os.path.isfile(os.path.join(folder, program))), "")
    if first and os.path.realpath(first) == os.path.realpath(here):
        return f"{program} {words}"
    if REPOSITORY:
        return f"uvx --from {quote(f'git+{REPOSITORY}@v{__version__}')} {program} {words}"
    module = "backend_standards" if program == "backend-standards" else f"backend_standards.{program.replace('-', '_')}"
    return f"{quote(sys.executable)} -P -m {module} {words}"

"""The names of branches as text: git's names are bytes in UTF-8, whatever the locale is.

Python decodes arguments and the environment by the locale. Imported only where that is not UTF-8, and for a finding.
"""

from __future__ import annotations

import os
import sys

from backend_standards.core import git_process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def environment() -> Mapping[str, str]:
    """Return the environment with its values as UTF-8; bytes that are not UTF-8 are surrogates."""
    return os.environ if _is_locale() else {name: text(value) for name, value in os.environ.items()}


def text(argument: str) -> str:
    """Return what Python decoded by the locale as UTF-8."""
    return argument if _is_locale() else os.fsencode(argument).decode("utf-8", "surrogateescape")


def argument(text: str) -> str:
    """Return a text as Python gives it to a process by the locale, so that the process gets UTF-8."""
    return text if _is_locale() else os.fsdecode(text.encode("utf-8", "surrogateescape"))


def run_git(arguments: Sequence[str], accept: Sequence[int] = (0,)) -> str:
    """Run git with names in its arguments, and return its output.

    Raises:
        Stopped: git failed.
    """
    return git_process.run([argument(each) for each in arguments], accept=accept).decode("utf-8", "surrogateescape")


def _is_locale() -> bool:
    return sys.getfilesystemencoding() == "utf-8"

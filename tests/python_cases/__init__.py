"""Small Python projects with a fault of a known kind, and others that look like it and have none.

A file a kind. ``### bad: NAME: PATH`` begins a case and its first file, ``### and: PATH`` a further file of it. The
tests say what the hooks answer, ``benchmarks/detection.py`` what they and other tools do.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent
_HEAD = re.compile(r"### (?:(bad|good): ([a-z0-9-]+)|and): (\S+)\n")
_SETTINGS = (
    "src/config/settings.py",
    "from pydantic_settings import BaseSettings\n\nclass AppSettings(BaseSettings):\n    stage: str\n",
)


class Kind(NamedTuple):
    """One kind of fault: the hook about it, what switches it on, and files (path, text) that each case has besides."""

    name: str
    title: str
    hook: str
    options: str = ""
    beside: tuple[tuple[str, str], ...] = ()


class Case(NamedTuple):
    """One small project, as a path and a text a file."""

    kind: Kind
    name: str
    is_bad: bool
    files: dict[str, str]


KINDS = (
    Kind("swallowed-errors", "swallowed errors", "forbid-swallowed-errors"),
    Kind("bare-excepts", "bare except", "forbid-swallowed-errors", "bare = true"),
    Kind("logged-secrets", "secrets in logs", "forbid-logged-secrets"),
    Kind("real-aws-in-tests", "real AWS in tests", "forbid-real-aws-in-tests"),
    Kind("debug-in-production", "debug in production", "forbid-debug-in-production"),
    Kind("debug-in-deployment", "debug in deployments", "forbid-debug-in-production"),
    Kind("settings", "settings classes", "check-settings"),
    Kind("env-reads", "scattered environment", "check-settings", beside=(_SETTINGS,)),
    Kind("api-versions", "URL versions", "check-api-routes"),
    Kind("api-schemas", "schemas", "check-api-routes"),
    Kind("api-errors", "errors answered with 200", "check-api-routes"),
    Kind("aws-clients", "AWS clients", "check-aws-clients", "placement = true"),
)


def cases(kind: Kind) -> list[Case]:
    """Return the cases of one kind, the bad ones first."""
    return [
        case._replace(files={**dict(kind.beside), **case.files}) for case in read(_FOLDER / f"{kind.name}.txt", kind)
    ]


def read(path: Path, kind: Kind) -> list[Case]:
    """Return the cases in a file, with their own files alone."""
    found: list[Case] = []
    parts = _HEAD.split(path.read_text(encoding="utf-8"))
    for verdict, name, file, text in zip(*(parts[start::4] for start in (1, 2, 3, 4)), strict=True):
        if verdict:
            found.append(Case(kind, name, verdict == "bad", {file: text}))
        else:
            found[-1].files[file] = text
    return found

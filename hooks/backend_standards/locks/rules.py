"""The rules of lock files. Imported only for a finding."""

from __future__ import annotations

from backend_standards.core.rules import Rule

_HOOK = "check-lock-files"
_MANIFEST = '[project]\nname = "shop"\nversion = "1.0.0"\ndependencies = ["boto3>=1.34"]\n'

MISSING_LOCK = Rule(
    "missing-lock",
    _HOOK,
    "Dependencies without a lock file",
    reason="Without a lock, each installation takes whichever versions are newest that day.",
    fix="Write a lock, for instance with `uv lock` or `pip-compile`, and commit it. A library uses `--allow-missing`.",
    section="D1",
    bad={"pyproject.toml": _MANIFEST},
    good={"pyproject.toml": _MANIFEST, "requirements.txt": "boto3==1.34.0\n"},
)
STALE_LOCK = Rule(
    "stale-lock",
    _HOOK,
    "Lock file that does not match its manifest",
    reason="What is installed is not what the manifest asks for.",
    fix="Write the lock again with the tool that wrote it, and commit it. The refusal has the command.",
    section="D1",
    bad={"requirements.in": "boto3>=1.35\n", "requirements.txt": "boto3==1.34.0\n"},
    good={"requirements.in": "boto3>=1.35\n", "requirements.txt": "boto3==1.35.0\n"},
)

RULES = (MISSING_LOCK, STALE_LOCK)
"""All of them, in the order in which the docs show them."""

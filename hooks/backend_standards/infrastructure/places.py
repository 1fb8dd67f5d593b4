"""Which files of infrastructure are left out by their place. Imported only for a file with a clue."""

from __future__ import annotations

from backend_standards.core import is_template
from backend_standards.layout import VENDORED

_TEST_FOLDERS = frozenset(
    "tests testing fixtures testdata test-data test_data __snapshots__ snapshots cdk.out .terraform botocore".split()
)
"""Folders with data of tests, or that tools generate. Below the top, ``test`` may be an environment, and is judged."""
_LIMITS = frozenset("scp scps organizations".split())
_LIMIT_WORDS = ("service-control", "service_control", "servicecontrol", "boundar")
"""Words of a path whose policies only limit what others grant."""


def is_left_out(path: str) -> bool:
    """Return whether a file is data of tests, of others, a template of a repository, or limits what others grant."""
    folders = path.lower().split("/")[:-1]
    lower = path.lower()
    if is_template(path) or not VENDORED.isdisjoint(folders) or not _TEST_FOLDERS.isdisjoint(folders):
        return True
    words = "".join(char if char.isalnum() else " " for char in lower).split()
    return folders[:1] == ["test"] or not _LIMITS.isdisjoint(words) or any(word in lower for word in _LIMIT_WORDS)

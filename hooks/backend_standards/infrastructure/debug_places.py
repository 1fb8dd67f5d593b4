"""What of a deployment is for developers and tests, by the words of its path, of its keys and of its names."""

from __future__ import annotations

from backend_standards.code.words import words
from backend_standards.core import is_template
from backend_standards.layout import VENDORED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 200
"""Characters of a name that are read."""
_ELSEWHERE = frozenset(
    "dev devel devstack develop developer developers development devservices devbox devenv devcontainer local "
    "localhost localstack minikube test tests testing tst sandbox sandboxes sbx example examples sample samples demo "
    "demos playground qa ci e2e preview ephemeral mock mocks tutorial tutorials workshop skaffold tilt benchmark "
    "benchmarks".split()
)
"""Words that say: not what runs in production."""
_OF_PATHS = _ELSEWHERE | set("expected fixture fixtures testdata snapshots override docs doc k3d".split())
"""These and others, which say so in a path and may be a subject in a name."""
_FOLDERS = frozenset(("cdk.out", ".terraform", ".aws-sam", "__snapshots__", "site-packages", "botocore", "integration"))
_STAGES = frozenset(("env", "environment", "stage"))


def is_left_out(path: str) -> bool:
    """Return whether a file is for developers or tests, is generated or others' own, by its place."""
    folders = path.lower().split("/")[:-1]
    if is_template(path) or not VENDORED.isdisjoint(folders) or not _FOLDERS.isdisjoint(folders):
        return True
    return any(not _OF_PATHS.isdisjoint(words(part[:_LONGEST])) for part in path.split("/"))


def says_elsewhere(name: str) -> bool:
    """Return whether a name has a word of what does not run in production."""
    return not _ELSEWHERE.isdisjoint(words(name[:_LONGEST]))


def is_for_elsewhere(variables: Iterable[tuple[str, str]]) -> bool:
    """Return whether variables say themselves that their environment is for developers: ``STAGE=dev``."""
    for name, value in variables:
        parts = words(name[:_LONGEST])
        if parts and parts[-1] in _STAGES and parts[0] not in ("flask", "quart", "node") and says_elsewhere(value):
            return True
    return False

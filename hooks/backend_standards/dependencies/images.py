"""Images in files that few tools look at: Compose, CI, Kubernetes, Helm, ECS, CloudFormation, Terraform.

Imported only for a file that has a word of an image. Of Dockerfiles only what hadolint does not see is read.
"""

from __future__ import annotations

from backend_standards.core import ABOVE, IGNORE, Exempt, Finding, masking
from backend_standards.core.text import GIT_CRYPT, decode, with_newlines
from backend_standards.dependencies import image_documents, install_names, rules
from backend_standards.locks import normal
from backend_standards.readers.marked import Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.dependencies import Policy
    from backend_standards.dependencies.image_documents import Hit
    from backend_standards.readers.marked import Node

_LARGEST = 3_000_000
"""Bytes of a file that is read."""
_NOT_OURS = frozenset(
    "testdata test-data test_data fixtures __fixtures__ __snapshots__ snapshots examples example samples sample "
    "node_modules vendor vendored third_party thirdparty site-packages .venv venv botocore cdk.out .terraform".split()
)
"""Folders whose images nobody of the project starts."""
_TESTS = frozenset(("tests", "testing"))
_TERRAFORM = (".tf", ".tofu", ".hcl", ".tfvars")


def findings(path: str, data: bytes, policy: Policy) -> list[Finding]:
    """Return the findings about the images of a file; comments in it may except some."""
    text = with_newlines(decode(data[: _LARGEST + 1])).replace("\0", "")
    is_dockerfile = install_names.kind(path) == install_names.DOCKERFILE
    family = "" if is_dockerfile else image_documents.family(path, text)
    if not (family or is_dockerfile) or _is_left_out(path, family) or data.startswith(GIT_CRYPT):
        return []
    if len(data) > _LARGEST:
        return [_unreadable(path, f"it has more than {_LARGEST // 1_000_000} MB")]
    if is_dockerfile:
        from backend_standards.dependencies import image_dockerfiles

        hits = list(image_dockerfiles.judge(text))
    else:
        try:
            roots = _roots(path, text)
        except Unreadable as fault:
            return [_unreadable(path, fault.message, fault.line)]
        hits = [hit for root in roots for hit in image_documents.judge(root, family)]
    places = {(hit.line, hit.column, hit.reference.name): hit for hit in hits}  # an anchor may be in several jobs
    hits = [places[place] for place in sorted(places)]
    return [_finding(path, hit) for hit in hits if normal(hit.reference.name) not in policy.allow]


def _is_left_out(path: str, family: str) -> bool:
    """Return whether a file is a sample, generated, data of tests, or other people's code, by its folders.

    What tests start (Compose) and run in (CI) is no data. Below the top, ``test`` may be an environment.
    """
    *folders, name = path.lower().split("/")
    if not _NOT_OURS.isdisjoint(folders) or any(folder.endswith(".snapshot") for folder in folders):
        return True
    is_data = not _TESTS.isdisjoint(folders) or folders[:1] == ["test"] or ".test." in name
    return is_data and family in (image_documents.DEPLOYMENT, image_documents.TERRAFORM, image_documents.VALUES)


def _roots(path: str, text: str) -> list[Node]:
    """Return the values of a file.

    Raises:
        Unreadable: it cannot be read.
    """
    name = path.lower()
    if name.endswith(_TERRAFORM):
        from backend_standards.readers import hcl

        return [hcl.body(text)]
    if install_names.kind(path) == install_names.IMAGES and not name.endswith((".yml", ".yaml", ".template")):
        from backend_standards.readers import json_marks

        root = json_marks.value(text)
        return [root] if root else []
    from backend_standards.readers import yaml_templates

    return yaml_templates.documents(text)


def _finding(path: str, hit: Hit) -> Finding:
    name = hit.reference.name
    is_plain = bool(name) and masking.is_plain(name)
    above = (Exempt(place=ABOVE),) if install_names.kind(path) == install_names.DOCKERFILE else IGNORE
    exempt = [] if path.lower().endswith(".json") or not hit.has_comments else list(above)
    exempt += [Exempt("allow", normal(name))] if is_plain else []
    shown = name if is_plain else "the image"
    return Finding(
        path,
        rules.UNPINNED_IMAGE,
        f"{shown} {hit.reference.problem}: each pull may bring another image",
        line=hit.line,
        column=hit.column,
        note=f"Write the version that you have tested, or the digest: {name if is_plain else 'NAME'}:VERSION.",
        exempt=exempt,
    )


def _unreadable(path: str, problem: str, line: int = 0) -> Finding:
    return Finding(
        path,
        rules.UNPINNED_IMAGE,
        f"the images of the file cannot be read: {problem}",
        line=line,
        note="Correct the file, or leave it out with `exclude:`.",
    )

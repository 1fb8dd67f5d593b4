"""The rules of requirements. Imported only for a finding."""

from __future__ import annotations

from backend_standards.core.rules import Rule

_HOOK = "require-pinned-requirements"
_PIN = "Write `==` and the version that you have tested."
_COMMIT = "Write the whole commit ID after the `@`."
_IN_CLONES = "A password or token in the file is in every clone, and git's history keeps it."
_ROTATE = "If it was ever pushed, rotate it first."
_ON_THE_WAY = "whoever controls the network can put in other packages."
_SHA256 = "91a7dd0bb3e9ee9d2a1e50b4f4a3d2e7f0c5b86d1c2f9a4e83b7d6c5a0f1e2d3"
_OTHER_SHA256 = "2c6f0d8b1e7a493c5d0fb82e6471a9d3c8e5f7021b4a6d9e3f8c7b50a1d2e4f6"
_INDEX = "https://pypi.example.com/simple"
_CHECKOUT = "shop-client @ git+https://git.example.com/shop/client"
_ID = "4f1c2d9e8b7a6053c4d1e2f3a9b8c7d6e5f40312"


def _lines(*lines: str) -> dict[str, str]:
    """Return a repository with these lines in its ``requirements.txt``."""
    return {"requirements.txt": "".join(f"{line}\n" for line in lines)}


# --- versions ---------------------------------------------------------------------------------------

UNPINNED_BARE = Rule(
    "unpinned-bare",
    _HOOK,
    "Requirement without a version",
    reason="Without a version, pip installs whichever release is newest that day.",
    fix=_PIN,
    section="D1",
    bad=_lines("boto3"),
    good=_lines("boto3==1.34.0"),
)
UNPINNED_RANGE = Rule(
    "unpinned-range",
    _HOOK,
    "Requirement with a version range",
    reason="A version range installs whichever matching release is newest that day.",
    fix=_PIN,
    section="D1",
    bad=_lines("boto3>=1.34"),
    good=_lines("boto3==1.34.0"),
)
UNPINNED_WILDCARD = Rule(
    "unpinned-wildcard",
    _HOOK,
    "Requirement with a wildcard in its version",
    reason="A wildcard such as `==1.34.*` installs whichever release of the series is newest that day.",
    fix=_PIN,
    section="D1",
    bad=_lines("boto3==1.34.*"),
    good=_lines("boto3==1.34.0"),
)
UNPINNED_LATEST = Rule(
    "unpinned-latest",
    _HOOK,
    "Requirement for the latest version",
    reason="No release is called `latest`, so pip ends with an error. Which one is meant changes with each release.",
    fix=_PIN,
    section="M8",
    bad=_lines("boto3==latest"),
    good=_lines("boto3==1.34.0"),
)
UNPINNED_VARIABLE = Rule(
    "unpinned-variable",
    _HOOK,
    "Requirement that depends on an environment variable",
    reason="The environment of whoever installs decides the version, commit, path or hash.",
    fix="Write the value itself. In a URL, a user, password or token may stay a variable.",
    section="D1",
    bad=_lines("boto3==${BOTO3_VERSION}"),
    good=_lines("boto3==1.34.0"),
)
CONFLICTING_PINS = Rule(
    "conflicting-pins",
    _HOOK,
    "Package pinned to two versions",
    reason="No version satisfies both pins, so pip ends with an error.",
    fix="Keep the version that you have tested, and delete the other pin.",
    section="D1",
    bad=_lines("boto3==1.34.0", "boto3==1.35.0"),
    good=_lines("boto3==1.35.0"),
)

# --- URLs, checkouts and paths ----------------------------------------------------------------------

UNPINNED_URL = Rule(
    "unpinned-url",
    _HOOK,
    "URL that does not name a release",
    reason="A URL such as `…/archive/main.zip` gives another file after each push.",
    fix="Write the URL of a release, and its hash after it: `#sha256=…`.",
    section="D1",
    bad=_lines("shop-client @ https://git.example.com/shop/client/archive/main.zip"),
    good=_lines(f"shop-client @ https://git.example.com/shop/client/archive/v1.4.0.zip#sha256={_SHA256}"),
)
UNPINNED_VCS = Rule(
    "unpinned-vcs",
    _HOOK,
    "Checkout without a whole commit ID",
    reason="A branch moves with each push, as does the default branch, and a short ID may come to mean another commit.",
    fix=_COMMIT,
    section="D1",
    bad=_lines(f"{_CHECKOUT}@main"),
    good=_lines(f"{_CHECKOUT}@{_ID}"),
)
UNPINNED_VCS_TAG = Rule(
    "unpinned-vcs-tag",
    _HOOK,
    "Checkout of a tag",
    reason="A tag can be moved to another commit.",
    fix=_COMMIT,
    section="D1",
    bad=_lines(f"{_CHECKOUT}@v1.4.0"),
    good=_lines(f"{_CHECKOUT}@{_ID}"),
)
LOCAL_BUILD_PATH = Rule(
    "local-build-path",
    _HOOK,
    "Path of one machine in a requirement",
    reason="An absolute path or a `file://` URL exists only on the machine that wrote it.",
    fix="Write the version, or a path that begins at the project's folder.",
    section="D1",
    bad=_lines("boto3 @ file:///croot/boto3_1712000000000/work"),
    good=_lines("boto3==1.34.0"),
)
URL_CREDENTIALS = Rule(
    "url-credentials",
    _HOOK,
    "Login in the URL of a requirement",
    reason=_IN_CLONES,
    fix=f"Write `${{NAME}}` in its place, which pip takes from the environment, or use ssh. {_ROTATE}",
    section="M1",
    bad=_lines(f"shop-client @ git+https://@GITHUB@@git.example.com/shop/client@{_ID}"),
    good=_lines(f"shop-client @ git+https://${{GIT_TOKEN}}@git.example.com/shop/client@{_ID}"),
    secret=True,
)

# --- lines and files --------------------------------------------------------------------------------

INVALID_REQUIREMENT = Rule(
    "invalid-requirement",
    _HOOK,
    "Line that pip cannot read",
    reason="pip ends with an error, or silently ignores a part of the line.",
    fix="Correct the line as the refusal says, for instance to `NAME==VERSION`.",
    section="D1",
    bad=_lines("boto3=1.34.0"),
    good=_lines("boto3==1.34.0"),
)
SWALLOWED_LINE = Rule(
    "swallowed-line",
    _HOOK,
    "Line that belongs to the comment before it",
    reason="A backslash at the end of the comment joins the next line to it. pip does not install what is there.",
    fix="Delete the backslash.",
    section="D1",
    bad=_lines("boto3==1.34.0  # for S3 \\", "requests==2.32.3"),
    good=_lines("boto3==1.34.0  # for S3", "requests==2.32.3"),
)
MISSING_INCLUDE = Rule(
    "missing-include",
    _HOOK,
    "Included requirements file that is not there",
    reason="pip ends with an error, because the file that `-r` or `-c` names does not exist.",
    fix="Correct the path, which begins at the folder of the including file, or commit the file.",
    section="D1",
    bad={"requirements-dev.txt": "-r base.txt\npytest==8.3.2\n"},
    good={"requirements-dev.txt": "-r requirements.txt\npytest==8.3.2\n", "requirements.txt": "boto3==1.34.0\n"},
)
REMOTE_INCLUDE = Rule(
    "remote-include",
    _HOOK,
    "Requirements file included from a URL",
    reason="What a URL gives can change from one day to the next. The hook does not fetch it, so nothing checks it.",
    fix="Commit the file, and include it by its path.",
    section="D1",
    bad={"requirements-dev.txt": "-r https://git.example.com/shop/base.txt\npytest==8.3.2\n"},
    good={"requirements-dev.txt": "-r requirements.txt\npytest==8.3.2\n", "requirements.txt": "boto3==1.34.0\n"},
)

# --- hashes -----------------------------------------------------------------------------------------

MISSING_HASH = Rule(
    "missing-hash",
    _HOOK,
    "Requirement without a hash",
    reason="As soon as one requirement has a hash, pip demands one of every requirement, and installs nothing without.",
    fix="Let `pip-compile --generate-hashes` write them all.",
    section="D1",
    bad=_lines(f"boto3==1.34.0 --hash=sha256:{_SHA256}", "requests==2.32.3"),
    good=_lines(f"boto3==1.34.0 --hash=sha256:{_SHA256}", f"requests==2.32.3 --hash=sha256:{_OTHER_SHA256}"),
)
WEAK_HASH = Rule(
    "weak-hash",
    _HOOK,
    "Hash that pip does not accept",
    reason="pip accepts only sha256, sha384 and sha512, and ends with an error at any other.",
    fix="Write a sha256: `pip hash FILE` prints it.",
    section="D1",
    bad=_lines(f"boto3==1.34.0 --hash=md5:{_SHA256[:32]}"),
    good=_lines(f"boto3==1.34.0 --hash=sha256:{_SHA256}"),
)

# --- package indexes --------------------------------------------------------------------------------

EXTRA_INDEX = Rule(
    "extra-index",
    _HOOK,
    "Second package index",
    reason="pip takes a package from whichever index has the newer version. A stranger can publish under your name.",
    fix="Use one `--index-url`, of an index that also serves the public packages.",
    section="D1",
    args=("--forbid-extra-index",),
    bad=_lines(f"--extra-index-url {_INDEX}", "shop-client==1.4.0"),
    good=_lines(f"--index-url {_INDEX}", "shop-client==1.4.0"),
)
INDEX_CREDENTIALS = Rule(
    "index-credentials",
    _HOOK,
    "Login in the URL of a package index",
    reason=_IN_CLONES,
    fix=f"Write `${{NAME}}` in its place, which pip takes from the environment. {_ROTATE}",
    section="M1",
    bad=_lines("--index-url https://shop:@PASSWORD@@pypi.example.com/simple", "shop-client==1.4.0"),
    good=_lines("--index-url https://shop:${INDEX_PASSWORD}@pypi.example.com/simple", "shop-client==1.4.0"),
    secret=True,
)
INSECURE_INDEX = Rule(
    "insecure-index",
    _HOOK,
    "Package index over plain HTTP",
    reason=f"Nothing proves whom pip talks to: {_ON_THE_WAY}",
    fix="Write `https://`.",
    section="D1",
    bad=_lines("--index-url http://pypi.example.com/simple", "shop-client==1.4.0"),
    good=_lines(f"--index-url {_INDEX}", "shop-client==1.4.0"),
)
TRUSTED_HOST = Rule(
    "trusted-host",
    _HOOK,
    "Package index without a certificate check",
    reason=f"`--trusted-host` switches off the check of the server's certificate: {_ON_THE_WAY}",
    fix="Delete the option, and tell pip which certificate to trust: `PIP_CERT`, or `pip --cert FILE`.",
    section="D1",
    bad=_lines(f"--index-url {_INDEX}", "--trusted-host pypi.example.com", "shop-client==1.4.0"),
    good=_lines(f"--index-url {_INDEX}", "shop-client==1.4.0"),
)

UNPINNED_IMAGE = Rule(
    "unpinned-image",
    _HOOK,
    "Container image without a version",
    reason="The tag is moved to each new build, and without a tag it is `latest`. A restart may bring another image, "
    "nobody can tell what runs, and a rollback pulls the same image again.",
    fix="Write the version that you have tested, or the digest.",
    section="M8",
    args=("--images",),
    bad={"docker-compose.yml": "services:\n  db:\n    image: postgres:latest\n"},
    good={"docker-compose.yml": "services:\n  db:\n    image: postgres:16.4\n"},
)

RULES = (
    UNPINNED_BARE,
    UNPINNED_RANGE,
    UNPINNED_WILDCARD,
    UNPINNED_LATEST,
    UNPINNED_VARIABLE,
    CONFLICTING_PINS,
    UNPINNED_URL,
    UNPINNED_VCS,
    UNPINNED_VCS_TAG,
    LOCAL_BUILD_PATH,
    URL_CREDENTIALS,
    INVALID_REQUIREMENT,
    SWALLOWED_LINE,
    MISSING_INCLUDE,
    REMOTE_INCLUDE,
    MISSING_HASH,
    WEAK_HASH,
    EXTRA_INDEX,
    INDEX_CREDENTIALS,
    INSECURE_INDEX,
    TRUSTED_HOST,
    UNPINNED_IMAGE,
)
"""All of them, in the order in which the docs show them."""

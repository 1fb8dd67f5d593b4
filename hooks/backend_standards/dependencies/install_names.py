"""Which files hold requirements, by their own names. Each name goes through here, so it imports nothing."""

from __future__ import annotations

DOCKERFILE, SHELL, MAKE, YAML, PYPROJECT = "Dockerfile", "shell", "make", "YAML", "pyproject"
IMAGES = "images"
"""A file that may name images of containers, and installs nothing."""
NONE = "none"
"""What only looks like a Dockerfile: the ``files:`` of the manifest passes it, but it is not judged."""
_CI = ("azure-pipelines", "buildspec")
_IMAGES = (".tf", ".tofu", ".hcl", ".tfvars", ".json", ".json.tpl", ".json.tftpl", ".json.tmpl", ".template")
_LICENCES = frozenset(("license", "licenses", "licence", "licences"))
_DOCKER = ("dockerfile", "containerfile")


def kind(path: str) -> str:
    """Return what a file is read as; "" is a requirements file, as each file is that the hook is given otherwise.

    A text in a folder of licences is the licence of a package: licenses/requirements-parser.txt.
    """
    folder, _, name = path.rpartition("/")
    lower = name.lower()
    if lower.endswith(".txt") and not _LICENCES.isdisjoint(folder.lower().split("/")):
        return NONE
    if lower.endswith((".sh", ".bash")):
        return SHELL
    if lower.endswith((".yml", ".yaml")):
        return YAML if _is_ci(folder, lower) else IMAGES
    if lower.endswith(_IMAGES):
        return IMAGES
    if name == "pyproject.toml":
        return PYPROJECT
    if lower.endswith(".mk") or lower in ("makefile", "gnumakefile"):
        return MAKE
    if ("dockerfile" in lower or "containerfile" in lower) and not lower.endswith(".txt"):
        from backend_standards.readers import docker

        return DOCKERFILE if docker.is_dockerfile(path) else NONE if lower.startswith(_DOCKER) else ""
    return ""


def _is_ci(folder: str, name: str) -> bool:
    """Return whether a YAML file is a workflow, an action or a pipeline of a CI system."""
    stem = name.rpartition(".")[0]
    return (
        f"/{folder}".endswith("/.github/workflows")
        or stem in ("action", "bitbucket-pipelines")
        or stem.endswith(".gitlab-ci")
        or stem.startswith(_CI)
        or (stem == "config" and f"/{folder}".endswith("/.circleci"))
    )


def may_use_images(data: bytes) -> bool:
    """Return whether the bytes of a file hold a word that is before an image of a container."""
    return any(
        word in data
        for word in (b"mage", b"container:", b"services:", b"docker://", b"newTag", b"FROM", b"from=", b"\0")
    )


def may_install(data: bytes) -> bool:
    """Return whether the bytes of a file, in UTF-16 too, hold the name of a subcommand that installs."""
    return b"install" in data or b"inject" in data or b"i\0n\0s\0t\0a" in data or b"i\0n\0j\0e\0c" in data

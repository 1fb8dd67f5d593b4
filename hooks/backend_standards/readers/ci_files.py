"""Which tracked files are those of a CI system, and what each of them runs. Runs on every path: it imports nothing."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend_standards.readers.ci import Tracked, Workflow

GITHUB, GITLAB, CIRCLE, BITBUCKET, AZURE, CODEBUILD, JENKINS, OTHERS, HOOKS = (
    "github gitlab circle bitbucket azure codebuild jenkins others hooks".split()
)
_FOLDERS = (".github/workflows/", ".gitea/workflows/", ".forgejo/workflows/")
_AT_THE_TOP = {
    ".gitlab-ci.yml": GITLAB,
    ".gitlab-ci.yaml": GITLAB,
    ".circleci/config.yml": CIRCLE,
    ".circleci/config.yaml": CIRCLE,
    "bitbucket-pipelines.yml": BITBUCKET,
    "bitbucket-pipelines.yaml": BITBUCKET,
    ".pre-commit-config.yaml": HOOKS,
    ".pre-commit-config.yml": HOOKS,
    **dict.fromkeys(
        ".travis.yml .drone.yml .drone.yaml .woodpecker.yml .woodpecker.yaml appveyor.yml .appveyor.yml .cirrus.yml "
        "cloudbuild.yaml cloudbuild.yml .build.yml .semaphore/semaphore.yml .buildkite/pipeline.yml "
        ".buildkite/pipeline.yaml codefresh.yml shippable.yml".split(),
        OTHERS,
    ),
}
_OTHER_FOLDERS = (".woodpecker/", ".buildkite/")
_ALL_FOLDERS = (*_FOLDERS, *_OTHER_FOLDERS)
_AZURE_FOLDERS = frozenset(
    ".azure-pipelines azure-pipelines azure_pipelines .azuredevops .azdo .pipelines .vsts-ci".split()
)
_CLUES = ("azure", ".azdo/", ".pipelines/", ".vsts-ci/", "buildspec", "jenkinsfile")
"""Words, in lower case, of the paths of CI files that may be in any folder."""
_FOREIGN = frozenset(
    "example examples sample samples docs doc templates template fixtures testdata node_modules vendor".split()
)
"""Folders whose pipelines are not those of the project."""


def kind(path: str) -> str:
    """Return the CI system whose file a path is, or "" for any other file."""
    if path in _AT_THE_TOP:
        return _AT_THE_TOP[path]
    lowered = path.lower()
    is_yaml = lowered.endswith((".yml", ".yaml"))
    if path.startswith(_FOLDERS):
        return GITHUB if path.count("/") == 2 and is_yaml else ""
    if path.startswith(_OTHER_FOLDERS):
        return OTHERS if is_yaml else ""
    *folders, name = lowered.split("/")
    if not _FOREIGN.isdisjoint(folders) or "{{" in path:
        return ""
    if name.startswith("jenkinsfile") or name.endswith(".jenkinsfile"):
        return JENKINS
    if is_yaml and "buildspec" in name:
        return CODEBUILD
    if is_yaml and ("azure-pipeline" in name or "azure_pipeline" in name or not _AZURE_FOLDERS.isdisjoint(folders)):
        return AZURE
    return ""


def files(paths: Sequence[str]) -> dict[str, str]:
    """Return the CI files among some paths, each with its system."""
    known = [path for path in paths if path in _AT_THE_TOP or path.startswith(_ALL_FOLDERS)]
    return {path: found for path in (*known, *containing(paths, _CLUES)) if (found := kind(path))}


def containing(paths: Sequence[str], words: Sequence[str]) -> list[str]:
    """Return the paths that contain one of some words, which are in lower case, in the order of the paths.

    All paths are searched as one text: a look at each of thousands would take longer than all else.
    """
    joined = "\n".join(paths)
    lowered = joined.lower()
    if len(lowered) != len(joined) or lowered.count("\n") != len(paths) - 1:  # letters that are longer in lower case
        return [path for path in paths if any(word in path.lower() for word in words)]
    found = set()
    for word in words:
        at = lowered.find(word)
        while at >= 0:
            end = lowered.find("\n", at)
            end = len(lowered) if end < 0 else end
            found.add((lowered.rfind("\n", 0, at) + 1, end))
            at = lowered.find(word, end)
    return [joined[start:end] for start, end in sorted(found)]


def workflows(path: str, system: str, tracked: Tracked) -> list[Workflow]:
    """Return what a CI file runs.

    Raises:
        Unreadable: it, or what it includes, cannot be read.
    """
    if system == GITHUB:
        from backend_standards.readers import ci_github

        return ci_github.workflows(path, tracked)
    if system == GITLAB:
        from backend_standards.readers import ci_gitlab

        return ci_gitlab.workflows(path, tracked)
    if system == CIRCLE:
        from backend_standards.readers import ci_circle

        return ci_circle.workflows(path, tracked)
    if system == BITBUCKET:
        from backend_standards.readers import ci_bitbucket

        return ci_bitbucket.workflows(path, tracked)
    if system == AZURE:
        from backend_standards.readers import ci_azure

        return ci_azure.workflows(path, tracked)
    if system == CODEBUILD:
        from backend_standards.readers import ci_codebuild

        return ci_codebuild.workflows(path, tracked)
    if system == JENKINS:
        from backend_standards.readers import ci_jenkins

        return ci_jenkins.workflows(path, tracked)
    if system == HOOKS:
        from backend_standards.readers import ci_hooks

        return ci_hooks.workflows(path, tracked)
    from backend_standards.readers import ci_others

    return ci_others.workflows(path, tracked)

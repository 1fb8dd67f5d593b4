"""What the review says of delivery, where no hook decides: deployments, infrastructure, updates, documentation."""

from __future__ import annotations

import re

from backend_standards.standard import facts
from backend_standards.standard.verdict import Place, broken, kept, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.standard.project import Project
    from backend_standards.standard.verdict import Verdict

_DEPLOYS = (
    r"\b(?:terraform apply|tofu apply|cdk deploy|sam deploy|serverless deploy|sls deploy|zappa (?:deploy|update)|"
    r"chalice deploy|eb deploy|copilot (?:svc )?deploy|pulumi up|helm upgrade|kubectl apply|aws (?:ecs update-service|"
    r"lambda update-function-code|cloudformation deploy|s3 sync|apprunner start-deployment))\b"
)
_ACTIONS = (
    r"(?im)uses:\s{0,9}\S{0,200}(?:deploy|aws-cloudformation|elasticbeanstalk)\S{0,200}"
    r"|^\s{0,40}[\w-]{0,80}deploy[\w-]{0,80}:\s{0,9}$"
)
_TASKS = ("makefile", "gnumakefile", "justfile", "package.json", "tasks.py", "taskfile.yml")
_UPDATERS = (
    *(".github/dependabot.yml", ".github/dependabot.yaml", "renovate.json", "renovate.json5", ".renovaterc"),
    *(".renovaterc.json", ".github/renovate.json", ".github/renovate.json5", ".gitlab/renovate.json", ".pyup.yml"),
)
CI_FILES = re.compile(
    r"(?:\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml|\.gitlab/ci/.+\.ya?ml|azure-pipelines\.ya?ml|jenkinsfile|"
    r"bitbucket-pipelines\.ya?ml|\.circleci/config\.ya?ml|buildspec[^/]*\.ya?ml|\.buildkite/.+\.ya?ml|\.travis\.ya?ml|"
    r"\.drone\.ya?ml|cloudbuild\.ya?ml|\.woodpecker(?:/.+)?\.ya?ml|\.forgejo/workflows/.+\.ya?ml|"
    r"\.gitea/workflows/.+\.ya?ml)",
    re.IGNORECASE,
)


def ci_files(project: Project) -> list[str]:
    """Return the files that tell a CI what to run."""
    return [path for path in project.paths if CI_FILES.fullmatch(path)]


def deployment(project: Project) -> Verdict:
    """Return whether what a developer's machine can deploy is deployed by CI too."""
    local = []
    for path, text in project.texts(project.named(*_TASKS)):
        for number, line in enumerate(text.splitlines(), 1):
            if (match := re.search(_DEPLOYS, line)) and not line.lstrip().startswith("#"):
                local.append(Place(path, number, message=f"deploys: {match[0]}"))
    for path, text in project.texts(ci_files(project)):
        if re.search(_DEPLOYS, text) or re.search(_ACTIONS, text) or "deploy" in path.lower().rpartition("/")[2]:
            return kept(f"{path} deploys")
    if local:
        return broken(
            f"{local[0].path}:{local[0].line} deploys, and no file of CI does",
            fix="Run the deployment in CI, after the tests, with a role of its own.",
            places=local,
        )
    return unknown("nothing here deploys", fix="Ask how a release gets into production.")


def as_code(project: Project) -> Verdict:
    """Return whether the infrastructure is in this repository as code."""
    if path := facts.infrastructure(project):
        return kept(path)
    return unknown(
        f"{facts.deployed(project)} is deployed, and its infrastructure is not in this repository",
        fix="Name the repository with the Terraform or CDK code in the README; if there is none, write it.",
    )


def updates(project: Project) -> Verdict:
    """Return whether a bot proposes the updates of dependencies."""
    for name in _UPDATERS:
        if path := project.lowered.get(name):
            return kept(path)
    if "renovate" in project.pyproject.get("tool", {}):
        return kept("[tool.renovate] in pyproject.toml")
    return broken(
        "neither Dependabot nor Renovate is configured",
        fix="Add .github/dependabot.yml with the ecosystem pip, or renovate.json.",
        commands=["backend-standards init --only ci --diff"],
    )


def image(project: Project) -> Verdict:
    """Return whether the service is built as an image."""
    if found := facts.dockerfiles(project):
        return kept(found[0])
    if any(
        project.named(
            "template.yaml", "template.yml", "serverless.yml", "serverless.yaml", "cdk.json", "samconfig.toml"
        )
    ):
        return unknown("deployed as functions, which may need no image", fix="Ask whether builds are reproducible.")
    return broken(
        "no Dockerfile or Containerfile",
        fix="Add one that pins its base image and runs as another user than root.",
        commands=["backend-standards init --with docker --diff"],
    )


def sphinx(project: Project) -> Verdict:
    """Return whether Sphinx makes the documentation of the code."""
    for path in project.paths:
        if (
            path.endswith("/conf.py")
            and not path.startswith("tests/")
            and re.search(r"^(?:extensions\b|project[ \t]{0,9}=)|sphinx", project.text(path), re.MULTILINE)
        ):
            return kept(path)
    return broken(
        "no docs/conf.py",
        fix="Add Sphinx's configuration, or except the line with its reason: OpenAPI may be all that readers need.",
    )

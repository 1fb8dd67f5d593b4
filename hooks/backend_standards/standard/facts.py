"""What kind of repository this is: does it serve an API, call AWS, build images? Each answer is what shows it."""

from __future__ import annotations

from backend_standards.project import ci_needs
from backend_standards.standard.project import searched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.standard.project import Project

_FRAMEWORKS = ("fastapi", "flask")
"""Those of the standard."""
_OTHER_FRAMEWORKS = (
    "django djangorestframework starlette litestar sanic quart aiohttp falcon bottle chalice tornado connexion apiflask"
).split()
_OF_STANDARD = searched(b"FastAPI(", b"APIRouter(", b"Flask(", b"Blueprint(", b"APIFlask(")
_READ_APPLICATIONS = searched(
    *(b"FastAPI(", b"APIRouter(", b"Flask(", b"Blueprint(", b"APIFlask(", b"Quart(", b"Starlette(", b"Litestar("),
    *(b"APIGatewayRestResolver(", b"APIGatewayHttpResolver(", b"LambdaFunctionUrlResolver("),
)
_APPLICATIONS = searched(
    *(b"FastAPI(", b"APIRouter(", b"Flask(", b"Blueprint(", b"APIFlask(", b"Chalice(", b"Litestar(", b"Sanic("),
    *(b"Quart(", b"Starlette(", b"from rest_framework", b"RouteTableDef(", b"APIGatewayRestResolver("),
    *(b"APIGatewayHttpResolver(", b"LambdaFunctionUrlResolver("),
)
_AWS_PACKAGES = ("boto3", "aioboto3", "aiobotocore", "botocore", "aws-lambda-powertools", "aws-cdk-lib", "chalice")
_AWS_IMPORTS = searched(
    b"import boto3", b"from boto3", b"import botocore", b"from botocore", b"aioboto3", b"aiobotocore"
)
_CLIENTS = searched(b"boto3.", b".client(", b".create_client(", b"boto3.Session(", b"get_session()")
_TEMPLATES = ("template.yaml", "template.yml", "template.json")
_STACKS = (
    "cdk.json",
    "cdktf.json",
    "serverless.yml",
    "serverless.yaml",
    "serverless.ts",
    "pulumi.yaml",
    "samconfig.toml",
)
_HOSTED = ("procfile", "appspec.yml", "apprunner.yaml", "zappa_settings.json", "app.yaml", "dockerrun.aws.json")
_NAMED_SO = ("cloudformation", "cfn", "stack", "infra")
"""Words in the paths of templates of CloudFormation."""
_IN_CLOUDFORMATION = ("AWSTemplateFormatVersion", "AWS::")


def api(project: Project) -> str:
    """Return what shows that the repository serves an API, or ""."""
    if spots := project.clue(*_APPLICATIONS):
        return str(spots[0])
    return ""


def framework(project: Project) -> tuple[str, str]:
    """Return a web framework that a manifest declares, and the manifest: best one that makes an API in the code."""
    if project.clue(*_OF_STANDARD):
        return project.dependency(*_FRAMEWORKS, *_OTHER_FRAMEWORKS)
    return project.dependency(*_OTHER_FRAMEWORKS, *_FRAMEWORKS)


def unread_framework(project: Project) -> str:
    """Return the framework of the API if our hooks do not read its routes, or ""."""
    if project.clue(*_READ_APPLICATIONS) or not project.clue(*_APPLICATIONS):
        return ""
    return framework(project)[0] or "this framework"


def aws(project: Project) -> str:
    """Return what shows that the code calls AWS, or ""."""
    package, manifest = project.dependency(*_AWS_PACKAGES)
    if package:
        return f"{package} in {manifest}"
    spots = project.clue(*_AWS_IMPORTS)
    return str(spots[0]) if spots else ""


def dockerfiles(project: Project) -> list[str]:
    """Return the files that build an image for use, not for development or tests."""
    return ci_needs.dockerfiles(project.own)


def infrastructure(project: Project) -> str:
    """Return the first file of infrastructure as code, or ""."""
    for path in (*project.named(*_STACKS), *project.ending(".tf", ".tofu")):
        return path
    templates = project.ending(*_TEMPLATES, ".template", ".cfn.yaml", ".cfn.yml")
    templates += [path for path in project.ending(".yaml", ".yml") if any(word in path.lower() for word in _NAMED_SO)]
    for path, text in project.texts(templates):
        if any(word in text for word in _IN_CLOUDFORMATION):
            return path
    return ""


def deployed(project: Project) -> str:
    """Return the first file that shows that something is deployed from here, or ""."""
    return next(iter(dockerfiles(project)), "") or infrastructure(project) or next(iter(project.named(*_HOSTED)), "")

"""What the review says of calls of AWS, where no hook decides."""

from __future__ import annotations

from backend_standards.standard import facts
from backend_standards.standard.project import searched
from backend_standards.standard.verdict import Place, broken, inapplicable, kept, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.standard.project import Project, Spot
    from backend_standards.standard.verdict import Verdict

_LIBRARIES = ("boto3", "aiobotocore", "aioboto3")
_MADE = searched(b"boto3.client(", b"boto3.resource(", b".create_client(", b"session.client(", b"session.resource(")
_TIMEOUTS = searched(b"read_timeout=", b"connect_timeout=")
_PROFILES = searched(b"profile_name=")
_UPLOADS = searched(b".put_object(", b".upload_file(", b".upload_fileobj(", b".copy_object(")
_TAGS = searched(b"Metadata=", b"Tagging=", b"ExtraArgs=", b"put_object_tagging(")
_STORES = searched(
    *(
        b'"secretsmanager"',
        b"'secretsmanager'",
        b"get_secret_value",
        b"'ssm'",
        b'"ssm"',
        b"SSMProvider",
        b"SecretsProvider",
    ),
    in_texts=True,
)
_STORE_PACKAGES = ("aws-secretsmanager-caching", "boto3-ssm-cache", "ssm-cache", "pydantic-settings-aws")
_IN_TEMPLATES = (
    *("secretsmanager", "SecretsManager", "aws_ssm_parameter", "ssm-secure", "AWS::SSM::Parameter", "resolve:ssm"),
    *("secretsManager", "StringParameter", "SSMParameter"),
)
_INFRASTRUCTURE = (".tf", ".yaml", ".yml", ".json", ".py", ".ts")
_MOST_FILES = 300


def library(project: Project) -> Verdict:
    """Return whether AWS is called through boto3 or aiobotocore."""
    name, manifest = project.dependency(*_LIBRARIES)
    if name:
        return kept(f"{name} in {manifest}")
    return unknown(
        f"{facts.aws(project)} calls AWS, and no manifest names boto3",
        fix="Declare boto3 in the manifest; a Lambda runtime brings its own, whose version nobody chose.",
    )


def timeouts(project: Project) -> Verdict:
    """Return whether the clients of AWS have timeouts of the project's own."""
    if spots := project.clue(*_TIMEOUTS):
        return kept(f"timeouts at {spots[0]}")
    made = project.clue(*_MADE)
    if not made:
        return inapplicable("no client of AWS is made in this code")
    return broken(
        f"no client has a timeout: botocore waits 60 seconds ({_listed(made)})",
        fix="Make clients with Config(connect_timeout=5, read_timeout=10), in one place.",
        places=[Place(spot.path, spot.line, message="a client without timeouts") for spot in made],
    )


def credentials(project: Project) -> Verdict:
    """Return whether the service's own code chooses a named profile, which only a developer's machine has."""
    found = [spot for spot in project.clue(*_PROFILES) if "None" not in spot.text]
    if not found:
        return kept("no profile and no key in the code: the role of the environment decides")
    return broken(
        f"the code names a profile ({_listed(found)})",
        fix="Leave profile_name away: AWS_PROFILE chooses it on a developer's machine, and the role in AWS.",
        places=[Place(spot.path, spot.line, message="profile_name in the service's code") for spot in found],
    )


def tags(project: Project) -> Verdict:
    """Return whether uploads to S3 carry metadata or tags."""
    uploads = project.clue(*_UPLOADS)
    if not uploads:
        return inapplicable("no upload to S3 in this code")
    if spots := project.clue(*_TAGS):
        return kept(f"metadata or tags at {spots[0]}")
    return broken(
        f"no upload has metadata or tags ({_listed(uploads)})",
        fix='Give put_object Metadata={…} or Tagging="…", and upload_file ExtraArgs={"Metadata": {…}}.',
        places=[Place(spot.path, spot.line, message="an upload without metadata and tags") for spot in uploads],
    )


def secret_store(project: Project) -> Verdict:
    """Return whether something here reads Secrets Manager or the Parameter Store."""
    if spots := project.clue(*_STORES):
        return kept(f"{spots[0]} reads it")
    name, manifest = project.dependency(*_STORE_PACKAGES)
    if name:
        return kept(f"{name} in {manifest}")
    for path, text in project.texts(project.ending(*_INFRASTRUCTURE)[:_MOST_FILES]):
        if any(word in text for word in _IN_TEMPLATES):
            return kept(f"{path} reads it")
    return unknown(
        "neither code nor infrastructure here names Secrets Manager or the Parameter Store",
        fix="Ask where the secrets of the running service come from; a platform may put them into its environment.",
    )


def _listed(spots: list[Spot]) -> str:
    more = len(spots) - 2
    return ", ".join(map(str, spots[:2])) + (f" and {more} more" if more > 0 else "")

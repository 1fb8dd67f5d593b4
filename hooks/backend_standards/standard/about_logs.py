"""What the review says of logs and monitoring, where no hook decides."""

from __future__ import annotations

from backend_standards.standard.project import searched
from backend_standards.standard.verdict import broken, kept, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from backend_standards.standard.project import Project
    from backend_standards.standard.verdict import Verdict

_STRUCTURED = (
    "python-json-logger structlog aws-lambda-powertools ecs-logging loguru json-logging logstash-formatter "
    "python-logstash google-cloud-logging structlog-sentry jsonformatter"
).split()
_OWN = searched(b"JsonFormatter", b"JSONFormatter", b"json_formatter", b"pythonjsonlogger", in_texts=True)
_MONITORS = (
    "ddtrace datadog datadog-lambda newrelic watchtower aws-xray-sdk aws-embedded-metrics aws-lambda-powertools "
    "sentry-sdk opentelemetry-sdk opentelemetry-api opentelemetry-distro prometheus-client "
    "prometheus-fastapi-instrumentator elastic-apm logfire"
).split()
_IN_INFRASTRUCTURE = (
    "awslogs", "aws_cloudwatch", "AWS::Logs", "AWS::CloudWatch", "aws_logs", "datadog", "newrelic", "awsfirelens",
    "LogGroup", "log_group", "RetentionDays",
)  # fmt: skip
_FILES = (".tf", ".yaml", ".yml", ".json", "dockerfile", ".py")
_MOST_FILES = 300


def structured(project: Project) -> Verdict:
    """Return whether logs are written as JSON."""
    name, manifest = project.dependency(*_STRUCTURED, at_run_time=True)
    if name:
        return kept(f"{name} in {manifest}")
    if spots := project.clue(*_OWN):
        return kept(f"{spots[0]}: {spots[0].text[:60]}")
    return broken(
        "no dependency writes structured logs, and no formatter writes JSON",
        fix="Add python-json-logger, structlog or aws-lambda-powertools, and use its formatter in the configuration.",
    )


def monitored(project: Project) -> Verdict:
    """Return whether something here sends logs, metrics or traces to a tool."""
    name, manifest = project.dependency(*_MONITORS, at_run_time=True)
    if name:
        return kept(f"{name} in {manifest}")
    wanted = [path for path in project.ending(*_FILES) if not path.startswith(".github/")]
    for path, text in project.texts(wanted[:_MOST_FILES]):
        if any(word in text for word in _IN_INFRASTRUCTURE):
            return kept(path)
    return unknown(
        "nothing here names one; Lambda and ECS may send what is printed to CloudWatch by themselves",
        fix="Ask where the logs of production are read.",
    )

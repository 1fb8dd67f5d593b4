"""Debug modes in each format of a deployment: which are refused, and which pass."""

from __future__ import annotations

import pytest

from backend_standards.code.source import Source
from backend_standards.core import Options
from backend_standards.forbid_debug_in_production import begin

FROM = "FROM python:3.12.4-slim\n"
CLOUDFORMATION = "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n"
KUBERNETES = (
    "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n"
)
LAMBDA = 'resource "aws_lambda_function" "f" {\n  environment {\n    variables = {\n'
CDK = "import aws_cdk\n\ndef make(scope, is_prod):\n    "
TASK = '{"containerDefinitions": [{"name": "app", '


def found(path: str, text: str) -> list[str]:
    check = begin(Options())
    source = Source(path, text.encode())
    return [f"{each.line}: {each.message}" for each in check.findings(source)] if check.concerns(source.data) else []


def variables(*pairs: str) -> str:
    """Return a template of CloudFormation with variables from its seventh line on."""
    return f"{CLOUDFORMATION}      Environment:\n        Variables:\n" + "".join(
        f"          {each}\n" for each in pairs
    )


def terraform(*pairs: str) -> str:
    return LAMBDA + "".join(f"      {each}\n" for each in pairs) + "    }\n  }\n}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ENV LOG_LEVEL=DEBUG", ["2: LOG_LEVEL is DEBUG"], id="level"),
        pytest.param("ENV LOG_LEVEL debug", ["2: LOG_LEVEL is DEBUG"], id="older-form"),
        pytest.param("ENV A=1 \\\n    # why\n    FLASK_DEBUG=1", ["2: FLASK_DEBUG is on"], id="continued"),
        pytest.param('ENV DJANGO_DEBUG="True"', ["2: DJANGO_DEBUG is on"], id="quoted"),
        pytest.param("ENV FLASK_ENV=development", ["2: FLASK_ENV is development"], id="mode"),
        pytest.param("ENV LOGURU_LEVEL=TRACE", ["2: LOGURU_LEVEL is DEBUG"], id="trace"),
        pytest.param("ENV LOG_LEVEL=10", ["2: LOG_LEVEL is DEBUG"], id="number"),
        pytest.param("ENV LOG_LEVEL=20", [], id="number-of-info"),
        pytest.param("ENV PYTHONASYNCIODEBUG=1", ["2: PYTHONASYNCIODEBUG is on"], id="asyncio"),
        pytest.param("ENV SQLALCHEMY_ECHO=true", ["2: SQLALCHEMY_ECHO writes each statement with its values"], id="echo"),
        pytest.param('ENV GUNICORN_CMD_ARGS="--bind :80 --log-level debug"', ["2: GUNICORN_CMD_ARGS has --log-level debug"], id="arguments"),
        pytest.param("ENV UVICORN_RELOAD=true", ["2: UVICORN_RELOAD is on"], id="reload"),
        pytest.param("ENV LOG_LEVEL=${LOG_LEVEL:-debug}", ["2: LOG_LEVEL is DEBUG unless a build argument is given"], id="default-of-itself"),
        pytest.param("ARG LEVEL=debug\nENV LOG_LEVEL=$LEVEL", ["3: LOG_LEVEL is DEBUG unless a build argument is given"], id="argument"),
        pytest.param("ARG LOG_LEVEL=debug", [], id="argument-alone"),
        pytest.param("ARG LEVEL\nENV LOG_LEVEL=$LEVEL\nRUN export DEBUG=1", [], id="argument-without-default"),
        pytest.param("ENV LOG_LEVEL=DEBUG\nENV LOG_LEVEL=INFO", [], id="overruled"),
        pytest.param("ENV DEBUG=0 DISABLE_DEBUG=1 NO_DEBUG=true", [], id="off"),
        pytest.param("RUN LOG_LEVEL=debug make", [], id="of-one-step"),
        pytest.param('CMD ["uvicorn", "app:app", "--reload"]', ["2: CMD has --reload"], id="reload-in-the-command"),
        pytest.param("CMD uvicorn app:app --log-level=debug", ["2: CMD has --log-level debug"], id="shell-form"),
        pytest.param('ENTRYPOINT ["sh", "-c", "exec flask --debug run"]', ["2: ENTRYPOINT has --debug"], id="shell-in-exec-form"),
        pytest.param('CMD ["fastapi", "dev", "app.py"]', ["2: CMD has fastapi dev"], id="fastapi-dev"),
        pytest.param('CMD ["python", "-m", "debugpy", "--listen", "5678"]', ["2: CMD has debugpy"], id="debugger"),
        pytest.param('CMD ["celery", "-A", "app", "worker", "-l", "DEBUG"]', ["2: CMD has -l debug"], id="celery"),
        pytest.param("CMD LOG_LEVEL=debug python main.py", ["2: CMD has LOG_LEVEL=debug"], id="variable-of-a-command"),
        pytest.param("CMD if [ $DEV ]; then uvicorn app:app --reload; else uvicorn app:app; fi", [], id="condition"),
        pytest.param('CMD ["tool", "--debug=false"]\n', [], id="option-off"),
        pytest.param('CMD ["uvicorn", "--reload"]\nCMD ["uvicorn"]', [], id="last-command-counts"),
        pytest.param("FROM a AS dev\nENV LOG_LEVEL=DEBUG\nFROM b", [], id="another-stage"),
        pytest.param("FROM a AS base\nENV LOG_LEVEL=DEBUG\nFROM base AS app", ["3: LOG_LEVEL is DEBUG"], id="parent-stage"),
        pytest.param("FROM a AS base\nENV LOG_LEVEL=DEBUG\nFROM base AS app\nENV LOG_LEVEL=INFO", [], id="parent-overruled"),
        pytest.param("FROM a AS prod\nENV DEBUG=1\nFROM prod AS dev", ["3: DEBUG is on"], id="before-a-stage-for-developers"),
        pytest.param("FROM a AS app\nFROM app AS debug\nENV DEBUG=1", [], id="last-stage-for-debugging"),
        pytest.param("FROM a AS app\nFROM app AS local\nENV DEBUG=1", [], id="last-stage-for-developers"),
    ],
)  # fmt: skip
def test_a_dockerfile(text: str, expected: list[str]) -> None:
    assert found("Dockerfile", f"{FROM}{text}\n") == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("template.yaml", variables("LOG_LEVEL: debug"), ["7: LOG_LEVEL is DEBUG"], id="cloudformation"),
        pytest.param("template.yaml", variables("LOG_LEVEL: !If [IsProd, INFO, DEBUG]"), [], id="if"),
        pytest.param("template.yaml", variables("LOG_LEVEL: {Fn::If: [IsProd, INFO, DEBUG]}"), [], id="long-if"),
        pytest.param("template.yaml", variables("LOG_LEVEL: !Ref LogLevel") + "Parameters:\n  LogLevel: {Type: String, Default: DEBUG}\n", ["9: LogLevel is DEBUG unless it is set"], id="parameter"),
        pytest.param("template.yaml", variables("LOG_LEVEL: !Ref L") + "Parameters:\n  LogLevel: {Default: INFO, AllowedValues: [DEBUG]}\n", [], id="allowed-value"),
        pytest.param("template.yaml", variables("A: b") + "Mappings:\n  Levels:\n    prod: {LogLevel: DEBUG}\n    dev: {LogLevel: DEBUG}\n", ["10: LogLevel is DEBUG"], id="mapping"),
        pytest.param("template.yaml", f"{CLOUDFORMATION}      LoggingConfig: {{LogFormat: JSON, ApplicationLogLevel: DEBUG}}\n", ["5: ApplicationLogLevel is DEBUG"], id="logging-config"),
        pytest.param("template.yaml", variables("STAGE: dev", "LOG_LEVEL: DEBUG"), [], id="its-own-stage"),
        pytest.param("template.yaml", variables("FLASK_ENV: development"), ["7: FLASK_ENV is development"], id="flask-env-excuses-nothing"),
        pytest.param("template.yaml", variables("LOG_LEVEL: DEBUG  # standards: ignore[debug-in-deployment] until the migration ends"), [], id="ignored"),
        pytest.param("template.json", '{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Environment": {"Variables": {"DEBUG": "true"}}}}}}', ["1: DEBUG is on"], id="cloudformation-json"),
        pytest.param("template.yaml", f"{CLOUDFORMATION}      ContainerDefinitions:\n        - Environment:\n            - Name: APP_DEBUG\n              Value: '1'\n", ["8: APP_DEBUG is on"], id="task"),
        pytest.param("template.yaml", f"{CLOUDFORMATION}      ContainerDefinitions:\n        - Command: [uvicorn, --reload]\n", ["6: the command has --reload"], id="task-command"),
        pytest.param("template.yaml", f"{CLOUDFORMATION}      FunctionName: app-dev\n      Environment: {{Variables: {{LOG_LEVEL: DEBUG}}}}\n", [], id="named-for-developers"),
        pytest.param("serverless.yml", "provider:\n  environment:\n    LOG_LEVEL: ${env:LOG_LEVEL, 'debug'}\n", ["3: LOG_LEVEL is DEBUG unless it is set"], id="serverless-default"),
        pytest.param("serverless.yml", "custom:\n  dev: {logLevel: DEBUG}\n  prod: {logLevel: INFO}\n", [], id="serverless-stages"),
        pytest.param("serverless.yml", "functions:\n  api:\n    environment:\n      LOG_LEVEL: ${self:custom.level.${opt:stage}}\n", [], id="serverless-unknown"),
        pytest.param("serverless.ts", "LOG_LEVEL: 'DEBUG'\n", [], id="another-language"),
        pytest.param("k8s/app.yaml", f"{KUBERNETES}          env: [{{name: DEBUG, value: 'true'}}]\n", ["8: DEBUG is on"], id="kubernetes"),
        pytest.param("k8s/app.yaml", f"{KUBERNETES}          args: [--log-level, debug]\n", ["8: the command has --log-level debug"], id="kubernetes-args"),
        pytest.param("k8s/app.yaml", f"{KUBERNETES}          env: [{{name: LOG_LEVEL, valueFrom: {{configMapKeyRef: {{key: debug}}}}}}]\n", [], id="value-from"),
        pytest.param("k8s/app.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  debug: 'true'\n  log_level: DEBUG\n", ["4: debug is on", "5: log_level is DEBUG"], id="config-map"),
        pytest.param("k8s/app.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: dev}\ndata: {LOG_LEVEL: DEBUG}\n", [], id="namespace"),
        pytest.param("k8s/overlays/dev/app.yaml", "apiVersion: v1\nkind: ConfigMap\ndata: {LOG_LEVEL: DEBUG}\n", [], id="overlay"),
        pytest.param("k8s/kustomization.yaml", "configMapGenerator:\n- name: a\n  literals: [LOG_LEVEL=debug]\n", ["3: LOG_LEVEL is DEBUG"], id="kustomize"),
        pytest.param("chart/values.yaml", "logLevel: debug\n", ["1: logLevel is DEBUG"], id="helm"),
        pytest.param("chart/values.yaml", "app:\n  debug: true\n  reload: false\n", ["2: debug is on"], id="helm-flag"),
        pytest.param("k8s/app.yaml", "apiVersion: a/v1\nkind: Application\nspec: {debug: true}\n", [], id="flag-of-another-kind"),
        pytest.param("k8s/app.yaml", f"{KUBERNETES}          args:\n          - --port=80\n          - --log.level=debug\n", ["10: the command has --log.level debug"], id="kubernetes-option"),
        pytest.param("chart/values-dev.yaml", "logLevel: debug\n", [], id="helm-dev"),
        pytest.param("chart/values-prod.yaml", "env:\n  LOG_LEVEL: debug\n", ["2: LOG_LEVEL is DEBUG"], id="helm-prod"),
        pytest.param("chart/templates/app.yaml", f"{KUBERNETES}          env:\n{{{{- if .Values.debug }}}}\n          - {{name: LOG_LEVEL, value: debug}}\n{{{{- end }}}}\n", [], id="helm-condition"),
        pytest.param("chart/templates/app.yaml", f"{KUBERNETES}          image: {{{{ .Values.image }}}}\n          env:\n          - {{name: LOG_LEVEL, value: debug}}\n", ["10: LOG_LEVEL is DEBUG"], id="helm-template"),
        pytest.param("k8s/app.yaml", f"{KUBERNETES}          APP_IMAGE  # set by the script\n          env: [{{name: LOG_LEVEL, value: debug}}]\n", ["9: LOG_LEVEL is DEBUG"], id="placeholder"),
        pytest.param("k8s/app.yaml", f"{KUBERNETES}        env: [{{name: LOG_LEVEL, value: debug]\n", ["8: the file cannot be read: did not find expected '-' indicator"], id="unreadable"),
        pytest.param("docker-compose.yml", "services:\n  web:\n    environment: [LOG_LEVEL=debug]\n", [], id="compose"),
        pytest.param("docker-compose.prod.yml", "services:\n  web:\n    environment: [LOG_LEVEL=debug]\n", ["3: LOG_LEVEL is DEBUG"], id="compose-prod"),
        pytest.param("compose.staging.yaml", "services:\n  web:\n    command: uvicorn app:app --reload\n", ["3: the command has --reload"], id="compose-staging"),
        pytest.param("docker-compose.override.yml", "services:\n  web:\n    environment: [LOG_LEVEL=debug]\n", [], id="override"),
        pytest.param("podman-compose.yml", "services:\n  web:\n    environment: [LOG_LEVEL=debug]\n", [], id="podman"),
        pytest.param("integration/expected/a.json", TASK + '"environment": [{"name": "LOG_LEVEL", "value": "DEBUG"}]}]}', [], id="expected-result"),
        pytest.param("k8s/payment-integration.yaml", f"{KUBERNETES}          env: [{{name: LOG_LEVEL, value: debug}}]\n", ["8: LOG_LEVEL is DEBUG"], id="path-of-an-integration"),
        pytest.param("k8s/app.yaml", f"metadata: {{name: payment-integration}}\n{KUBERNETES}          env: [{{name: LOG_LEVEL, value: debug}}]\n", ["9: LOG_LEVEL is DEBUG"], id="name-of-an-integration"),
        pytest.param("radixconfig.yaml", "apiVersion: radix/v1\nkind: RadixApplication\nspec:\n- environment: dev\n  variables: {LOG_LEVEL: debug}\n- environment: prod\n  variables: {LOG_LEVEL: debug}\n", ["7: LOG_LEVEL is DEBUG"], id="environments-of-a-list"),
        pytest.param(".github/workflows/deploy.yml", "env: {LOG_LEVEL: debug}\n", [], id="workflow"),
        pytest.param(".gitlab-ci.yml", "variables: {LOG_LEVEL: debug, environment: image}\n", [], id="gitlab"),
        pytest.param("mkdocs.yml", "extra: {LOG_LEVEL: debug}\n", [], id="no-deployment"),
        pytest.param("copilot/api/manifest.yml", "variables:\n  LOG_LEVEL: debug\nenvironments:\n  test:\n    variables: {DEBUG: 1}\n", ["2: LOG_LEVEL is DEBUG"], id="copilot"),
        pytest.param("apprunner.yaml", "run:\n  env: [{name: LOG_LEVEL, value: debug}]\n", ["2: LOG_LEVEL is DEBUG"], id="app-runner"),
        pytest.param(".ebextensions/env.config", "option_settings:\n  aws:elasticbeanstalk:application:environment:\n    DJANGO_DEBUG: true\n", ["3: DJANGO_DEBUG is on"], id="beanstalk"),
        pytest.param("samconfig.toml", "[default.deploy.parameters]\nparameter_overrides = \"Stage=prod LogLevel=DEBUG\"\n", ["2: LogLevel is DEBUG"], id="sam-cli"),
        pytest.param("samconfig.toml", "[default.deploy.parameters]\nparameter_overrides = [\"Stage=dev\", \"LogLevel=DEBUG\"]\n", [], id="sam-cli-stage"),
        pytest.param("samconfig.toml", "[dev.deploy.parameters]\nparameter_overrides = \"LogLevel=DEBUG\"\n", [], id="sam-cli-environment"),
        pytest.param("samconfig.toml", "[default\n# debug", ["0: the file cannot be read: it is no TOML"], id="sam-cli-unreadable"),
        pytest.param("config/logging.toml", "version = 1\n[handlers.out]\nlevel = 'DEBUG'\n[root]\nlevel = 'DEBUG'\nhandlers = ['out']\n", ["5: the root logger has the level DEBUG"], id="logging-toml"),
        pytest.param("deploy/stack.yml", "services:\n  web:\n    image: a:1\n    environment: [LOG_LEVEL=debug]\n", [], id="compose-by-another-name"),
        pytest.param("production.yml", "services:\n  web:\n    image: a:1\n    environment: [LOG_LEVEL=debug]\n", ["4: LOG_LEVEL is DEBUG"], id="production-compose-by-another-name"),
        pytest.param(".ebextensions/env.config", "option_settings:\n- option_name: LOG_LEVEL\n  value: DEBUG\n", ["3: LOG_LEVEL is DEBUG"], id="beanstalk-list"),
        pytest.param("ecs/task.json", TASK + '"environment": [{"name": "LOG_LEVEL", "value": "DEBUG"}]}]}', ["1: LOG_LEVEL is DEBUG"], id="ecs"),
        pytest.param("ecs/task.json", TASK + '"environment": [{"name": "ENVIRONMENT", "value": "dev"}, {"name": "LOG_LEVEL", "value": "DEBUG"}]}]}', [], id="ecs-own-stage"),
        pytest.param("ecs/task-dev.json", TASK + '"environment": [{"name": "LOG_LEVEL", "value": "DEBUG"}]}]}', [], id="ecs-dev"),
        pytest.param(".chalice/config.json", '{"stages": {"prod": {"environment_variables": {"LOG_LEVEL": "DEBUG"}}, "dev": {"environment_variables": {"LOG_LEVEL": "DEBUG"}}}}', ["1: LOG_LEVEL is DEBUG"], id="chalice"),
    ],
)  # fmt: skip
def test_a_document(path: str, text: str, expected: list[str]) -> None:
    assert found(path, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(terraform('LOG_LEVEL = "DEBUG"'), ["4: LOG_LEVEL is DEBUG"], id="literal"),
        pytest.param(terraform('"FLASK_DEBUG" = "1"'), ["4: FLASK_DEBUG is on"], id="quoted-key"),
        pytest.param(terraform('LOG_LEVEL = var.prod ? "INFO" : "DEBUG"'), [], id="conditional"),
        pytest.param(terraform("LOG_LEVEL = var.level"), [], id="variable"),
        pytest.param(terraform('LOG_LEVEL = lookup(var.levels, var.env, "DEBUG")'), [], id="looked-up"),
        pytest.param(terraform('LOG_LEVEL = "DEBUG" # standards: ignore[debug-in-deployment] until the migration ends'), [], id="ignored"),
        pytest.param('variable "log_level" {\n  default = "DEBUG"\n}\n', ["2: log_level is DEBUG unless it is set"], id="default"),
        pytest.param('variable "debug" {\n  default = true\n}\n', ["2: debug is on unless it is set"], id="default-of-a-flag"),
        pytest.param('module "f" {\n  environment_variables = merge(local.a, { LOG_LEVEL = "DEBUG" })\n}\n', ["2: LOG_LEVEL is DEBUG"], id="merged"),
        pytest.param('module "f" {\n  environment_variables = var.dev ? { LOG_LEVEL = "DEBUG" } : {}\n}\n', [], id="conditional-object"),
        pytest.param('module "dev_api" {\n  log_level = "DEBUG"\n}\n', [], id="module-for-developers"),
        pytest.param('locals {\n  log_level = "debug"\n}\n', ["2: log_level is DEBUG"], id="local"),
        pytest.param('resource "aws_lambda_function" "f" {\n  logging_config {\n    application_log_level = "DEBUG"\n  }\n}\n', ["3: application_log_level is DEBUG"], id="logging-config"),
        pytest.param('resource "aws_ecs_task_definition" "t" {\n  container_definitions = jsonencode([{ environment = [{ name = "LOG_LEVEL", value = "DEBUG" }] }])\n}\n', ["2: LOG_LEVEL is DEBUG"], id="jsonencode"),
        pytest.param('resource "aws_ecs_task_definition" "t" {\n  container_definitions = <<EOF\n[{"environment": [\n  {"name": "LOG_LEVEL", "value": "DEBUG"}]}]\nEOF\n}\n', ["4: LOG_LEVEL is DEBUG"], id="heredoc"),
        pytest.param('resource "null_resource" "a" {\n  provisioner "local-exec" {\n    command = "ansible --debug"\n  }\n}\n', [], id="local-exec"),
        pytest.param('resource "aws_ecs_task_definition" "t" {\n  command = ["gunicorn", "--reload"]\n}\n', ["2: the command has --reload"], id="command"),
        pytest.param('provider "auth0" {\n  debug = var.auth0_debug\n}\nvariable "auth0_debug" {\n  default = true\n}\n', [], id="debug-of-a-provider"),
        pytest.param('module "a" {\n  environment = "sandbox"\n  log_level = "DEBUG"\n}\n', [], id="environment-of-a-module"),
        pytest.param("\0GITCRYPT\0debug {", [], id="ciphertext"),
        pytest.param('a = "DEBUG\nlog_level', ["1: the file cannot be read: a quoted text does not end on its line"], id="unreadable"),
    ],
)  # fmt: skip
def test_terraform(text: str, expected: list[str]) -> None:
    assert found("infra/main.tf", text) == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("Procfile", "web: gunicorn app:app\nworker: celery -A app worker --loglevel=debug\n", ["2: the process worker has --loglevel debug"], id="procfile"),
        pytest.param("Procfile.dev", "web: uvicorn app:app --reload\n", [], id="procfile-dev"),
        pytest.param("deploy/app.service", "[Service]\nEnvironment=A=1 'LOG_LEVEL=debug'\nExecStart=/bin/gunicorn \\\n  --reload app:app\n", ["2: LOG_LEVEL is DEBUG", "3: the command has --reload"], id="systemd"),
        pytest.param("deploy/app.service", "[Service]\n# standards: ignore-next-line[debug-in-deployment] until the migration ends\nEnvironment=LOG_LEVEL=debug\n", [], id="systemd-ignored"),
        pytest.param("supervisord.conf", '[supervisord]\nloglevel=info\n[program:web]\nenvironment=A="b",LOG_LEVEL="debug"\ncommand=uvicorn app:app\n  --reload\n', ["4: LOG_LEVEL is DEBUG", "5: the command has --reload"], id="supervisor"),
        pytest.param("uwsgi.ini", "[uwsgi]\nmodule = app\npy-autoreload = 1\nenv = LOG_LEVEL=debug\n", ["3: py-autoreload is on", "4: LOG_LEVEL is DEBUG"], id="uwsgi"),
        pytest.param("uwsgi.ini", "[uwsgi]\npy-autoreload = 0\n", [], id="uwsgi-off"),
        pytest.param("config/logging.ini", "[loggers]\nkeys=root\n[logger_root]\nlevel=DEBUG\nhandlers=\n", ["4: the root logger has the level DEBUG"], id="logging-ini"),
        pytest.param("config/logging.ini", "[logger_root]\nlevel=DEBUG\nhandlers=a\n[handler_a]\nlevel=INFO\n", [], id="handlers-above"),
        pytest.param("config/logging.ini", "[logger_root]\nlevel=WARN\n[logger_debug]\nlevel=DEBUG\n", [], id="one-logger"),
        pytest.param("conf/development.ini", "[logger_root]\nlevel=DEBUG\n", [], id="ini-for-developers"),
        pytest.param("config/logging.yaml", "version: 1\nhandlers:\n  out: {class: logging.StreamHandler}\nroot:\n  level: DEBUG\n  handlers: [out]\n", ["5: the root logger has the level DEBUG"], id="logging-yaml"),
        pytest.param("config/logging.yaml", "version: 1\nhandlers:\n  out: {level: INFO}\nroot: {level: DEBUG, handlers: [out]}\n", [], id="logging-yaml-handlers-above"),
        pytest.param("config/logging.json", '{"version": 1, "handlers": {}, "loggers": {"": {"level": "DEBUG"}}}', ["1: the root logger has the level DEBUG"], id="logging-json"),
        pytest.param("config/logging.yaml", "version: 1\nhandlers: {}\nroot: {level: INFO}\nloggers: {sqlalchemy: {level: DEBUG}}\n", [], id="logging-yaml-other-logger"),
    ],
)  # fmt: skip
def test_lines_and_logging(path: str, text: str, expected: list[str]) -> None:
    assert found(path, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('f.Function(scope, environment={"LOG_LEVEL": "DEBUG"})', ["4: LOG_LEVEL is DEBUG in make()"], id="dictionary"),
        pytest.param('env = {"FLASK_DEBUG": "1"}\n    f.Function(scope, environment=env)', ["4: FLASK_DEBUG is on in make()"], id="name"),
        pytest.param('f.Function(scope, environment=dict(LOG_LEVEL="DEBUG"))', ["4: LOG_LEVEL is DEBUG in make()"], id="call"),
        pytest.param('f.Function(scope, environment={**common, "LOG_LEVEL": "DEBUG"})', ["4: LOG_LEVEL is DEBUG in make()"], id="merged"),
        pytest.param('env["LOG_LEVEL"] = "DEBUG"', ["4: LOG_LEVEL is DEBUG in make()"], id="subscript"),
        pytest.param('f.add_environment("LOG_LEVEL", "DEBUG")', ["4: LOG_LEVEL is DEBUG in make()"], id="added"),
        pytest.param('f.Function(scope, application_log_level_v2=lambda_.ApplicationLogLevel.DEBUG)', ["4: application_log_level_v2 is DEBUG in make()"], id="logging-config"),
        pytest.param('f.add_container("a", command=["uvicorn", "--reload"])', ["4: the command has --reload in make()"], id="command"),
        pytest.param('f.Function(scope, environment={"LOG_LEVEL": "INFO" if is_prod else "DEBUG"})', [], id="conditional"),
        pytest.param('f.Function(scope, environment={"LOG_LEVEL": level, "A": "DEBUG"})', [], id="unknown"),
        pytest.param('if not is_prod:\n        f.add_environment("LOG_LEVEL", "DEBUG")', [], id="if"),
        pytest.param('levels = {"dev": {"LOG_LEVEL": "DEBUG"}, "prod": {"LOG_LEVEL": "INFO"}}', [], id="keyed"),
    ],
)  # fmt: skip
def test_the_cdk(text: str, expected: list[str]) -> None:
    assert found("infra/stack.py", f"{CDK}{text}\n") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('client.create_function(Environment={"Variables": {"LOG_LEVEL": "DEBUG"}})\n', ["1: LOG_LEVEL is DEBUG"], id="boto3"),
        pytest.param('ecs.register_task_definition(containerDefinitions=[{"environment": [{"name": "DEBUG", "value": "true"}]}])\n', ["1: DEBUG is on"], id="boto3-task"),
        pytest.param('subprocess.run(["make"], env={"LOG_LEVEL": "DEBUG"})\n', [], id="another-program"),
        pytest.param('EXPECTED = {"LOG_LEVEL": "DEBUG"}\n', [], id="any-dictionary"),
    ],
)  # fmt: skip
def test_other_python(text: str, expected: list[str]) -> None:
    assert found("src/deploy.py", text) == expected
